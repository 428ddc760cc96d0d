"""What holds of two algorithms by construction holds of their accuracy claims in each regime."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product

import pytest

from whichml import Brief
from whichml.advise.computed import computed_facts
from whichml.advise.ratings import RatedCells, Rating, Ratings
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import FactValue

CLASSIFICATION = ("binary-classification", "multiclass-classification", "multilabel-classification")
PREDICTION = (*CLASSIFICATION, "regression")
DETECTION = ("object-detection", "image-segmentation", "pose-estimation")
SIGNALS = ("audio", "time-series", "sensor-features")
COLUMNS = ("tabular", "sensor-features")

COMPACT = ("compact-convolutional-network", "convolutional-network")
TINY = ("tiny-neural-network", "compact-convolutional-network")

# The first of each pair is a special or a reduced form of the second, and so cannot be the more accurate one.
PAIRS = [
    *product([COMPACT], PREDICTION, ("image", "video", *SIGNALS)),
    *product([COMPACT], DETECTION, ("image", "video")),
    *product([TINY], (*PREDICTION, "outlier-detection"), ("image", *SIGNALS)),
    *product([TINY], ["object-detection"], ["image"]),
    *product([("linear-regression", "ridge"), ("linear-regression", "elastic-net")], ["regression"], COLUMNS),
    *product([("lasso", "elastic-net"), ("linear-regression", "generalized-linear-model")], ["regression"], COLUMNS),
    *product([("risk-scorecard", "logistic-regression")], ["binary-classification"], COLUMNS),
    *product([("perceptron", "sgd-linear")], CLASSIFICATION[:2], COLUMNS),
]
N_PAIRS = 61
ROWS = (None, 30, 99, 100, 499, 500, 999, 1_000, 9_999, 10_000, 50_000, 100_000, 100_001, 10_000_000, 200_000_000)
FEATURES = (None, 5, 31, 101, 20_000)


def regimes(task: str, modality: str) -> Iterator[dict[str, object]]:
    """Yield briefs of one task and modality: every size that claims tell apart, and special targets and relations."""
    columns = modality in COLUMNS
    choices: dict[str, tuple[object, ...]] = {
        "data.rows": ROWS,
        "data.features": FEATURES if columns else (None,),
        "data.relation": (None, "linear") if columns else (None,),
        "data.target": (None, "count", "heavy-tailed") if columns and task == "regression" else (None,),
        "data.classes": (None, 10, 100) if task == "multiclass-classification" else (None,),
    }
    for values in product(*choices.values()):
        known = {field: value for field, value in zip(choices, values, strict=True) if value is not None}
        yield {"task": task, "data.modality": modality, **known}


@cache
def facts_of(*fields: tuple[str, object]) -> dict[str, FactValue]:
    """Return what a brief of these fields states, and what is computed from that; many pairs are held in one regime."""
    given = Brief.from_mapping(dict(fields)).facts()
    return {**given, **{field: found.value for field, found in computed_facts(given).items()}}


def accuracy(cells: RatedCells, brief: dict[str, object], algorithm: str) -> Rating:
    rating = Ratings(cells, facts_of(*brief.items())).of(algorithm, "accuracy")
    assert rating is not None, f"no claim fits {algorithm} in {brief}"
    return rating


@pytest.fixture(scope="module")
def cells(knowledge: Knowledge) -> RatedCells:
    return RatedCells(knowledge)


@pytest.mark.slow("compares accuracy in many regimes")
@pytest.mark.parametrize(("pair", "task", "modality"), PAIRS)
def test_a_reduced_form_is_never_claimed_more_accurate(
    pair: tuple[str, str], task: str, modality: str, cells: RatedCells
) -> None:
    compared = 0
    for brief in regimes(task, modality):
        reduced, whole = (accuracy(cells, brief, algorithm) for algorithm in pair)
        assert reduced.high <= whole.high, (brief, reduced.level, whole.level)
        assert reduced.low <= whole.low, (brief, reduced.level, whole.level)
        compared += 1
    assert compared >= len(ROWS)


def test_no_pair_was_left_out() -> None:
    assert len(PAIRS) == N_PAIRS
