"""Studies of learners of streams."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any, Final

from whichml_workshop.published.study import Outcome, Regime, Study

_STREAM: Final = "average"


def read_capymoa(raw: Path) -> Study:
    """Return CapyMOA's own accuracies and seconds over one stream, each row first predicted and then learned.

    The table tells them of three other libraries too, whose implementations would mix with the algorithms. A method is
    called by the learner and, for ensembles, how many trees it has, such as `ARF 10`.
    """
    pandas: Any = importlib.import_module("pandas")
    table = pandas.read_csv(raw / "capymoa" / "results_2025.csv.gz", encoding="utf-8-sig")
    outcomes = tuple(
        Outcome(
            data=_STREAM,
            method=f"{row['Learner']} {row['Ensemble']}".removesuffix(" -"),
            score=float(row["Avg Accuracy (%)"]),
            fit_seconds=float(row["Avg WallClock (s)"]),
        )
        for _, row in table[table["Library"] == "CapyMOA"].iterrows()
    )
    return Study({_STREAM: Regime(task="multiclass-classification", modality="event-stream")}, outcomes)
