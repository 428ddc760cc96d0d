"""What a running experiment tells while it runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

ProgressStage = Literal["reference", "round", "answer", "final", "measures", "end"]


@dataclass(frozen=True, slots=True)
class ProbeProgress:
    """One step of an experiment that has just ended.

    Attributes
    ----------
    stage : `reference`; `round` for one fit on a sample; `answer` once all candidates were tried on equally many rows;
        `final` for one fit on all rows; `measures` for another measure; `end`
    candidate : algorithm of the candidate, empty where it concerns all of them
    rows : rows of the sample, or of the table
    share_of_budget : time taken over time allowed, above 1 where the baselines alone took longer
    best : algorithm with the highest score on the most rows so far, empty before there is one; baselines count
    best_score : its mean score, None before there is one
    note : at the end, why nothing more would help although time is left; else empty
    """

    stage: ProgressStage
    candidate: str
    rows: int
    share_of_budget: float
    best: str
    best_score: float | None
    note: str = ""


OnProgress = Callable[[ProbeProgress], object]
