"""Installed packages and signals change the packs of a server in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from whichml.knowledge.base import Knowledge

pytestmark = pytest.mark.slow("starts servers")


def run_python(program: str, *arguments: str | Path, **environment: str) -> Any:
    """Return what a program prints as JSON."""
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


SHOW_HEALTH = """
import sys
from pathlib import Path
from whichml_server import AnswerStore
from whichml_server.app import app_answering, shipped_queries
from whichml_server.reloading import Reloader
reloader = Reloader(AnswerStore(Path(sys.argv[1])), shipped_queries())
print(app_answering(lambda: reloader.api).test_client().get("/healthz").text)
"""


def test_an_installed_package_that_fails_is_refused_and_nothing_else(
    packs: Path, tmp_path: Path, knowledge: Knowledge
) -> None:
    site = tmp_path / "site"
    (site / "troubled-1.0.dist-info").mkdir(parents=True)
    (site / "troubled-1.0.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: troubled\nVersion: 1.0\n")
    (site / "troubled-1.0.dist-info" / "entry_points.txt").write_text("[whichml.rulepacks]\ntroubled = troubled\n")
    (site / "troubled.py").write_text("raise RuntimeError('no luck with /srv/secret/place.cfg')\n")
    shown = run_python(
        SHOW_HEALTH, tmp_path / "answers.sqlite3",
        PYTHONPATH=os.pathsep.join([str(site), *sys.path]), WHICHML_RULES=str(packs),
    )  # fmt: skip
    (refused,) = shown["refused"]
    assert (refused["pack"], [problem["code"] for problem in refused["problems"]]) == ("troubled", ["RP210"])
    assert "RuntimeError" in refused["problems"][0]["message"]
    assert "/srv/secret" not in json.dumps(shown)
    in_use = [pack["id"] for pack in shown["packs"]]
    assert in_use == [*(pack.id for pack in knowledge.packs), "house"]
