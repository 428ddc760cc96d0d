"""What is missing is told with a command that installs it, from a checkout where whichml runs in one."""

from __future__ import annotations

from pathlib import Path

from small_knowledge import ROOT
from whichml.knowledge.extras import how_to_install


def test_in_a_checkout_an_extra_is_installed_from_there() -> None:
    told = how_to_install("server")
    assert told == f"`pip install 'whichml[server]'`, from this checkout `pip install '{ROOT}[server]'`"


def test_an_installation_names_the_package_alone(tmp_path: Path) -> None:
    assert how_to_install("probe", tmp_path) == "`pip install 'whichml[probe]'`"
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "else"\n', encoding="utf-8")
    assert how_to_install("probe", tmp_path) == "`pip install 'whichml[probe]'`"
