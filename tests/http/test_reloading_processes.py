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


FORK_WHILE_PACKS_ARE_READ = """
import json, os, signal, sys, threading, time
from dataclasses import replace
from pathlib import Path
from whichml import KnowledgeBase
from whichml_server import AnswerStore
from whichml_server.app import shipped_queries
from whichml_server.reloading import Reloader

answers, pack, parent = Path(sys.argv[1]), Path(sys.argv[2]), os.getpid()
is_reading = threading.Event()

class Refused(tuple):
    def __iter__(self):
        if threading.current_thread() is not threading.main_thread() and os.getpid() == parent:
            is_reading.set()
            threading.Event().wait()
        return super().__iter__()

def open_knowledge():
    opened = KnowledgeBase.open(None, (pack,))
    return replace(opened, refused=Refused(opened.refused))

reloader = Reloader(AnswerStore(answers), shipped_queries(), open_knowledge=open_knowledge)
before = reloader.api.knowledge.digest
reloader.watch_in_every_process(0.1)
pack.write_text(pack.read_text("utf-8").replace("the first word", "the second word"), "utf-8")
is_reading.wait()
child = os.fork()
if child:
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
signal.alarm(600)
while reloader.api.knowledge.digest == before:
    time.sleep(0.05)
print(json.dumps("taken over"), flush=True)
os._exit(0)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks")
def test_a_process_that_is_forked_while_packs_are_read_reads_them_itself(packs: Path, tmp_path: Path) -> None:
    pack = packs / "house.yaml"
    assert run_python(FORK_WHILE_PACKS_ARE_READ, tmp_path / "answers.sqlite3", pack) == "taken over"
