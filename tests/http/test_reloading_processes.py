"""Installed packages and signals change the packs of a server in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edited_packs import break_pack, write
from effort import PATIENCE_SECONDS
from served import Server, serving

from by_night import by_night
from whichml.knowledge.base import Knowledge
from whichml.knowledge.packs import read_pack
from whichml_server.accepted_packs import AcceptanceRecord

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


def knowledge_of(server: Server) -> set[str]:
    """Return what the processes of a server answer from; so many requests meet each of them."""
    return {json.loads(server.ask("GET", "/healthz")[2])["knowledge"] for _ in range(40)}


def wait_until(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.05)


def n_told(server: Server, words: str) -> int:
    return server.log.read_text("utf-8").count(words)


def kill_one(server: Server) -> None:
    os.kill(server.workers()[0], signal.SIGKILL)


def ask_for_one_more(server: Server) -> None:
    server.process.send_signal(signal.SIGTTIN)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="asks Linux for the processes of a server")
@pytest.mark.parametrize("begin_another", [ask_for_one_more, by_night(kill_one)])
def test_a_process_that_begins_while_a_pack_is_broken_serves_what_the_others_do(
    packs: Path, tmp_path: Path, begin_another: Callable[[Server], None]
) -> None:
    edited = write(tmp_path, "house", "the second word")
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(edited.read_bytes())
    break_pack(broken)
    with serving(tmp_path, rules=packs, workers=2, reload_seconds=0.1) as server:
        (before,) = knowledge_of(server)
        edited.replace(packs / "house.yaml")  # at once: nobody is to see half of it
        wait_until(lambda: n_told(server, "the knowledge is now") >= 1)
        broken.replace(packs / "house.yaml")
        wait_until(lambda: n_told(server, "as it was before the change") == 2)
        former = set(server.workers())
        begin_another(server)
        wait_until(lambda: len(server.workers()) >= 2 and not set(server.workers()) <= former)
        wait_until(lambda: n_told(server, "as it was before the change") == 3)
        (now,) = knowledge_of(server)
        assert now != before


def test_of_two_processes_that_accept_packs_side_by_side_one_gives_way(packs: Path) -> None:
    first, second = (read_pack(write(packs, "house", says), "packs/house.yaml") for says in ("one word", "another"))
    record = AcceptanceRecord()
    assert record.note([first], 0) == 1
    assert record.note([first], 0) == 1
    assert record.note([second], 0) is None
    assert record.note([second], 1) == 2
    accepted = record.since(1)
    assert accepted is not None
    assert [(pack.document.name, pack.digest) for pack in accepted.packs] == [("packs/house.yaml", second.digest)]
    assert record.since(2) is None
