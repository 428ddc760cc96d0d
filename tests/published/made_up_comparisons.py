"""Comparisons that nobody measured, of algorithms whose strengths are known, and groups for them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from whichml.knowledge.strengths import Backing, Covariate, Strength, StrengthGroup, Strengths
from whichml_workshop.published.comparisons import Material, PairwiseWins, ScoredDataSet
from whichml_workshop.published.fitting import fit_group, strength_group
from whichml_workshop.published.groups import GroupText

TASK = "binary-classification"
SCALE = (-1.4, -0.7, 0.0, 0.7, 1.4)


def group(**changed: Any) -> GroupText:
    """Return a group of binary classification on tables against `b`, as a file would state it."""
    stated = {
        "id": "made-up", "name": "a made-up group", "tasks": [TASK], "measured_on": ["tabular"],
        "modalities": ["tabular"], "reference": "b",
    }  # fmt: skip
    return GroupText.model_validate({**stated, **changed})


def compared(data: str, scores: Mapping[str, float], study: str = "one", **sizes: float) -> ScoredDataSet:
    """Return one data set, with the scores of one setting."""
    return ScoredDataSet(study, f"source-of-{study}", data, TASK, "tabular", sizes, (scores,))


def won(n: int, winner: str, loser: str, study: str = "one") -> tuple[ScoredDataSet, ...]:
    """Return data sets on all of which one algorithm does better than another."""
    return tuple(compared(f"{study}-{winner}-{loser}-{i}", {winner: 1.0, loser: 0.0}, study) for i in range(n))


def drawn(
    study: str, n: int, strengths: Mapping[str, float], slopes: Mapping[str, float] | None = None, seed: int = 0
) -> tuple[ScoredDataSet, ...]:
    """Return data sets of 100 to 100,000 rows, drawn so that strengths are log-odds in the middle of the rows.

    Scores are strengths with noise of Gumbel's distribution: the difference of two such numbers is logistic, as
    Bradley and Terry suppose. Slopes are per factor of ten in rows.
    """
    random = np.random.default_rng(seed)
    found = []
    for number in range(n):
        log = float(random.uniform(2, 5))
        tilt = {name: slope * (log - 3.5) for name, slope in (slopes or {}).items()}
        noise = random.gumbel(size=len(strengths))
        scores = {
            name: strength + tilt.get(name, 0.0) + float(error)
            for (name, strength), error in zip(strengths.items(), noise, strict=True)
        }
        found.append(compared(f"{study}-{number}", scores, study, rows=10**log))
    return tuple(found)


def counted(study: str, counts: Mapping[tuple[str, str], tuple[int, int, int]], task: str = TASK) -> PairwiseWins:
    return PairwiseWins(study, f"source-of-{study}", task, "tabular", counts)


def two_studies() -> Material:
    """Return two studies that agree that `a` gains on the others with the rows, and one that only counts wins."""
    slopes = {"a": 1.5}
    strengths = {"a": 0.5, "b": 0.0, "c": -1.0}
    return Material(
        drawn("one", 80, strengths, slopes, seed=1) + drawn("two", 60, strengths, slopes, seed=2),
        (counted("three", {("a", "c"): (9, 1, 0), ("b", "c"): (6, 2, 2)}),),
    )


def fitted_bytes(material: Material, terms: Sequence[str] = ("rows",)) -> bytes:
    """Return the strengths of the made-up group as their file keeps them, with few resamples."""
    text = group(terms=list(terms))
    return Strengths(groups=(strength_group(text, material, fit_group(text, material, 4), SCALE, 0.5),)).to_json()


def stored_strength(algorithm: str, *coefficients: float, variance: float = 0.04, between: float = 0.3) -> Strength:
    """Return a strength whose coefficients vary independently."""
    n = len(coefficients)
    covariance = tuple(tuple(variance if i == j else 0.0 for j in range(n)) for i in range(n))
    backing = (Backing(source="made-up", study="small", sets=40, wins=0.5),)
    return Strength(
        algorithm=algorithm, coefficients=coefficients, covariance=covariance, between=between, backing=backing
    )


def stored_group(*strengths: Strength, **changed: Any) -> StrengthGroup:
    """Return a group by rows and features, of `a` and of the reference `b` unless strengths are given."""
    axes = {
        "rows": Covariate(centre=3.5, spread=0.8, low=2.0, high=5.0),
        "features": Covariate(centre=1.0, spread=0.5, low=0.5, high=2.0),
    }
    stated: dict[str, Any] = {
        "id": "made-up", "name": "a made-up group", "tasks": (TASK,), "modalities": ("tabular",), "reference": "b",
        "terms": ("one", "rows", "features"), "axes": axes, "unless": ({"data.arrival": "stream"},), "written": SCALE,
        "written_spread": 0.5,
        "strengths": strengths or (stored_strength("a", 1.0, 0.5, -0.25), stored_strength("b", 0.0, 0.0, 0.0)),
    }  # fmt: skip
    return StrengthGroup(**{**stated, **changed})
