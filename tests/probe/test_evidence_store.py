"""Finished trials survive whatever ends the process that measured them."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from whichml.model.errors import ProbeError
from whichml.model.evidence import Failure
from whichml.probe.evidence_store import EvidenceStore, FinishedTrial, TrialKey

KEY = TrialKey("d" * 64, "ridge", "sklearn.linear_model.Ridge", "scikit-learn 1.9", "score", 100, 0, "1")
FAILED = Failure(
    algorithm="ridge", implementation=KEY.implementation, stage="fit", reason="time", message="too long", rows=100
)
FINISHED = FinishedTrial(failures=(FAILED,), reference_seconds=0.5)

ENDLESS = """
import sys, dataclasses
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_evidence_store import KEY, FINISHED
from whichml.probe.evidence_store import EvidenceStore
with EvidenceStore(Path({path!r})) as store:
    for seed in range(10**9):
        store.keep(dataclasses.replace(KEY, seed=seed), FINISHED)
        if seed == 20:
            print("twenty", flush=True)
"""


def test_a_trial_that_was_kept_is_found_by_its_key(tmp_path: Path) -> None:
    with EvidenceStore(tmp_path / "deep" / "trials.sqlite3") as store:
        assert store.find(KEY) is None
        store.keep(KEY, FINISHED)
        assert store.find(KEY) == FINISHED
        assert list(store.trials()) == [(KEY, FINISHED)]


@pytest.mark.parametrize("part", ["data", "algorithm", "implementation", "version", "procedure", "probe"])
def test_a_trial_is_another_one_where_any_part_of_its_key_is(part: str, tmp_path: Path) -> None:
    other = TrialKey(**{**{name: getattr(KEY, name) for name in TrialKey.__slots__}, part: "other"})
    with EvidenceStore(tmp_path / "trials.sqlite3") as store:
        store.keep(KEY, FINISHED)
        assert store.find(other) is None


def test_keeping_a_trial_again_replaces_it(tmp_path: Path) -> None:
    with EvidenceStore(tmp_path / "trials.sqlite3") as store:
        store.keep(KEY, FINISHED)
        store.keep(KEY, FinishedTrial(reference_seconds=2.0))
        assert len(store) == 1
        assert store.find(KEY) == FinishedTrial(reference_seconds=2.0)


def test_a_process_that_is_killed_leaves_every_finished_trial(tmp_path: Path) -> None:
    path = tmp_path / "trials.sqlite3"
    script = ENDLESS.format(tests=str(Path(__file__).parent), path=str(path))
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "twenty\n"
        running.send_signal(signal.SIGKILL)
        assert running.wait(30) == -signal.SIGKILL
    with EvidenceStore(path) as store:
        kept = [key.seed for key, finished in store.trials() if finished == FINISHED]
        assert kept == list(range(len(kept)))
        assert len(kept) > 20
        store.keep(KEY, FINISHED)


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trials.sqlite3"
    path.write_text("this is no database, and long enough to be taken for one" * 40)
    with pytest.raises(ProbeError, match="cannot be used as a store of trials"):
        EvidenceStore(path)
