"""Finished trials survive whatever ends the process that measured them."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Failure
from whichml.probe.experiments.evidence_store import EvidenceStore, FinishedTrial, TrialKey

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
from whichml.probe.experiments.evidence_store import EvidenceStore
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


@pytest.mark.slow("starts a process")
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


def test_forgetting_data_deletes_their_trials_alone(tmp_path: Path) -> None:
    other = replace(KEY, data="e" * 64)
    with EvidenceStore(tmp_path / "trials.sqlite3") as store:
        store.keep(KEY, FINISHED)
        store.keep(other, FINISHED)
        store.forget(KEY.data)
        assert [key for key, _ in store.trials()] == [other]


def test_a_trial_in_the_form_of_another_version_counts_as_not_measured(tmp_path: Path) -> None:
    path = tmp_path / "trials.sqlite3"
    with EvidenceStore(path) as store:
        store.keep(KEY, FINISHED)
        with sqlite3.connect(path) as other:
            other.execute("UPDATE trial SET finished = json_set(finished, '$.colour', 'blue')")
        other.close()
        assert store.find(KEY) is None
        store.keep(KEY, FINISHED)
        assert store.find(KEY) == FINISHED


def test_a_store_that_cannot_be_written_any_more_says_so(tmp_path: Path) -> None:
    path = tmp_path / "trials.sqlite3"
    with EvidenceStore(path) as store:
        with sqlite3.connect(path) as other:
            other.execute("DROP TABLE trial")
        other.close()
        for attempt in (lambda: store.keep(KEY, FINISHED), lambda: store.find(KEY), lambda: store.forget("")):
            with pytest.raises(ProbeError, match=r"trials\.sqlite3 cannot be used as a store of trials: no such table"):
                attempt()


def test_a_file_that_is_no_store_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "trials.sqlite3"
    path.write_text("this is no database, and long enough to be taken for one" * 40)
    with pytest.raises(ProbeError, match="cannot be used as a store of trials"):
        EvidenceStore(path)
