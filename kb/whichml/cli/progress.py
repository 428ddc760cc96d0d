"""A bar on stderr that shows how far an experiment has come; nothing where nobody looks at a terminal."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Protocol, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn


class ExperimentStep(Protocol):
    """What an experiment tells while it runs."""

    @property
    def stage(self) -> str:
        """Return the kind of step."""

    @property
    def candidate(self) -> str:
        """Return whom it concerns."""

    @property
    def rows(self) -> int:
        """Return on how many rows."""

    @property
    def share_of_budget(self) -> float:
        """Return the share of the budget that is used."""

    @property
    def best(self) -> str:
        """Return the best candidate so far."""

    @property
    def best_score(self) -> float | None:
        """Return its score."""


class VerificationTrial(Protocol):
    """What a verification tells while it runs."""

    @property
    def dataset(self) -> str:
        """Return the data set."""

    @property
    def algorithm(self) -> str:
        """Return whom it concerns."""

    @property
    def n_done(self) -> int:
        """Return how many experiments of the data set have ended."""

    @property
    def n_all(self) -> int:
        """Return how many there are."""


class ProgressBar:
    """Shows steps of an experiment by the share of the budget that is used."""

    def __init__(self) -> None:
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(),
            console=Console(stderr=True, markup=False, emoji=False), disable=not sys.stderr.isatty(), transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("reference", total=1.0)

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def show(self, step: ExperimentStep) -> None:
        """Show a step that has just ended; an answer stays to be read, also where nobody looks at a terminal."""
        best = f"; best {step.best} {step.best_score:.3f}" if step.best and step.best_score is not None else ""
        if step.stage == "answer":
            self._bar.console.print(f"All tried on {step.rows:,} rows{best}", soft_wrap=True, highlight=False)
        what = f"{step.candidate} on {step.rows:,} rows" if step.candidate else step.stage
        self._bar.update(self._task, completed=min(1.0, step.share_of_budget), description=f"{what}{best}")

    def show_trial(self, trial: VerificationTrial) -> None:
        """Show an experiment of a verification that has just ended."""
        done = trial.n_done / max(1, trial.n_all)
        self._bar.update(self._task, completed=done, description=f"{trial.dataset}: {trial.algorithm}")
