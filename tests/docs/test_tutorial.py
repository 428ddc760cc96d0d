"""The tutorial works as it is written: its commands run one after the other, and print what it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from small_knowledge import ROOT

PAGE = (ROOT / "docs/tutorial.md").read_text("utf-8")
BLOCK = re.compile(r"^```(sh|typed|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def matches(shown: str, printed: str) -> bool:
    """Return whether a line of the page was printed; `…` stands for anything."""
    pattern = ".*".join(re.escape(part) for part in shown.split("…"))
    return re.search(rf"^{pattern}", printed, re.MULTILINE) is not None


@pytest.mark.slow("probes a table and trains models")
def test_the_commands_of_the_tutorial_run_and_print_what_it_shows(tmp_path: Path) -> None:
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "COLUMNS": "120"}
    blocks = BLOCK.findall(PAGE)
    typed = "".join(body for language, body in blocks if language == "typed").replace("(Enter)", "")
    printed, n_shown = "", 0
    for language, body in blocks:
        if language == "sh":
            done = subprocess.run(
                ["bash", "-euc", body], cwd=tmp_path, env=environment, input=typed, capture_output=True, text=True,
                check=False, timeout=300,
            )  # fmt: skip
            assert done.returncode == 0, (body, done.stderr)
            printed = done.stdout
        elif language == "text":
            missing = [line for line in body.splitlines() if not matches(line, printed)]
            assert missing == [], printed
            n_shown += len(body.splitlines())
    assert (len([each for each in blocks if each[0] == "sh"]), n_shown) == (7, 12)
    assert "# " in (tmp_path / "decision.md").read_text("utf-8")
