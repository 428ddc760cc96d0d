"""Mutants tried: each in a process of its own, with the tests that may notice it."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from whichml_workshop.mutation.checkout import Checkout
from whichml_workshop.mutation.source_mutants import SourceMutant
from whichml_workshop.mutation.tests_by_line import TestsByLine

Verdict = Literal["caught", "endless", "survived", "untested"]
_N_PROCESSES = 2
_OVERLAY = "whichml_workshop.mutation.overlay"
_OPTIONS = ("-q", "-p", "no:cacheprovider", "--tb=no", "-rfE", "--no-header", "--hypothesis-seed=0")
_PASSED, _FAILED, _BAD_CALL, _NO_TESTS = 0, 1, 4, 5
_FROM_OUTSIDE = frozenset({-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP})
"""How a run ends that somebody stops, which says nothing of a mutant."""


@dataclass(frozen=True, slots=True)
class MutantTrial:
    """What became of a mutant.

    Attributes
    ----------
    verdict : `endless` when its processor time ran out, which counts as caught; `untested` when no test runs the module
    by : the test that failed; None where none did, or where the tests could not even start
    n_tests : how many tests were to notice it
    """

    mutant: SourceMutant
    verdict: Verdict
    by: str | None
    n_tests: int

    @property
    def is_caught(self) -> bool:
        """Whether the tests told the mutant from the module."""
        return self.verdict in {"caught", "endless"}


def _ignore(trial: MutantTrial) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class TrialBench:
    """Where mutants are tried.

    Attributes
    ----------
    most_tests : how many tests a mutant meets at most
    most_seconds : how long these may take together when nothing is changed
    processor_seconds : after which a trial ends; far more than `most_seconds`, for no test is to look like a loop
    on_trial : told of each trial when it ends
    """

    checkout: Checkout
    recorded: TestsByLine
    most_tests: int = 400
    most_seconds: float = 50.0
    processor_seconds: int = 180
    on_trial: Callable[[MutantTrial], None] = _ignore

    def try_all(self, mutants: Sequence[SourceMutant]) -> list[MutantTrial]:
        """Return what became of each mutant, in their order.

        A test that failed is run once more on the code as it is. Where it fails there as well, because it cannot stand
        without those that usually run before it, it proves nothing, and its mutants are tried without it. Where no
        test failed and yet the run did, the tests must be such as start on the code as it is.

        Raises
        ------
        RuntimeError
            Where tests that were chosen together cannot be run, whatever the code, or somebody stops a trial.
        """
        unsound: set[str] = set()
        trials = self._tried(mutants, unsound)
        while found := self._failing_anyway({trial.by for trial in trials if trial.by}):
            unsound |= found
            again = self._tried([trial.mutant for trial in trials if trial.by in found], unsound)
            renewed = {trial.mutant: trial for trial in again}
            trials = [renewed.get(trial.mutant, trial) for trial in trials]
        return trials

    def _tried(self, mutants: Iterable[SourceMutant], unsound: Collection[str]) -> list[MutantTrial]:
        def tried(mutant: SourceMutant) -> MutantTrial:
            trial = self._try(mutant, unsound)
            self.on_trial(trial)
            return trial

        with ThreadPoolExecutor(_N_PROCESSES) as pool:
            return list(pool.map(tried, mutants))

    def _try(self, mutant: SourceMutant, unsound: Collection[str]) -> MutantTrial:
        chosen = self.recorded.tests_for(mutant, self.most_tests, self.most_seconds)
        tests = [test for test in chosen if test not in unsound]
        trial = MutantTrial(mutant, "untested", None, len(tests))
        if not tests:
            return trial
        run = self._run(mutant, tests)
        if run.returncode == _PASSED:
            return replace(trial, verdict="survived")
        if run.returncode in _FROM_OUTSIDE:
            raise RuntimeError(f"The trial of {mutant.where} was stopped from outside, and tells nothing.")
        failed = _failed_tests(run.stdout, tests)
        if run.returncode == _FAILED or not _asked_wrongly(run):
            verdict: Verdict = "endless" if run.returncode == -signal.SIGXCPU else "caught"
            if verdict == "caught" and not failed:
                self._require_a_start(mutant, tests)
            return replace(trial, verdict=verdict, by=failed[0] if failed else None)
        raise RuntimeError(f"The tests for {mutant.where} could not be run:\n{run.stdout}{run.stderr}")

    def _require_a_start(self, mutant: SourceMutant, tests: Sequence[str]) -> None:
        with TemporaryDirectory() as folder:
            run = self.checkout.run_module("pytest", *_OPTIONS, "--collect-only", *tests, scratch=Path(folder))
        if run.returncode != _PASSED:
            raise RuntimeError(f"The tests for {mutant.where} cannot be run together:\n{run.stdout}{run.stderr}")

    def _failing_anyway(self, tests: Collection[str]) -> set[str]:
        """Return which tests fail when nothing is changed."""
        if not tests:
            return set()
        ordered = sorted(tests)
        with TemporaryDirectory() as folder:
            run = self.checkout.run_module("pytest", *_OPTIONS, *ordered, scratch=Path(folder))
        if run.returncode not in {_PASSED, _FAILED}:
            raise RuntimeError(f"Tests could not be run on the code as it is:\n{run.stdout}{run.stderr}")
        return set(_failed_tests(run.stdout, ordered))

    def _run(self, mutant: SourceMutant, tests: Sequence[str]) -> subprocess.CompletedProcess[str]:
        """Return how the tests ended on a mutant, up to the first that failed."""
        with TemporaryDirectory() as folder:
            text = Path(folder, "mutant.py")
            text.write_text(mutant.text, "utf-8")
            what = [self.checkout.module_of(mutant.file), str(text), str(self.checkout.root / mutant.file)]
            arguments = [str(self.processor_seconds), *what, *_OPTIONS, "-x", *tests]
            return self.checkout.run_module(_OVERLAY, *arguments, scratch=Path(folder))


def _failed_tests(output: str, tests: Iterable[str]) -> list[str]:
    """Return which of the tests the closing summary of a run names, in its order."""
    named = [line.partition(" ")[2] for line in output.splitlines() if line.startswith(("FAILED ", "ERROR "))]
    known = sorted(tests, key=len, reverse=True)
    found = (next((test for test in known if line == test or line.startswith(f"{test} - ")), None) for line in named)
    return [test for test in found if test]


def _asked_wrongly(run: subprocess.CompletedProcess[str]) -> bool:
    """Whether tests were not found; where the mutant keeps the configuration from loading, pytest says so otherwise."""
    return run.returncode == _NO_TESTS or (run.returncode == _BAD_CALL and "not found:" in run.stderr)
