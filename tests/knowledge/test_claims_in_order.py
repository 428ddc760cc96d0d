"""What holds of two algorithms by construction, such as a network and its smaller sibling, holds of their claims in each regime."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest

from whichml import Brief
from whichml.advise.computed import computed_facts
from whichml.advise.ratings import RatedCells, Ratings
from whichml.knowledge.base import Knowledge

CLASSIFICATION = ("binary-classification", "multiclass-classification", "multilabel-classification")
SIGNALS = ("time-series", "sensor-features")
COLUMNS = ("tabular", "sensor-features")
DETECTION = ("object-detection", "image-segmentation", "pose-estimation")

# The former is a special or reduced form of the latter, so that it cannot be the more accurate one: by name, task and modality.
PAIRS = [
    *product(
        [("compact-convolutional-network", "convolutional-network")],
        (*CLASSIFICATION, "regression"),
        ("image", "video", "audio", *SIGNALS),
    ),
    *product([("compact-convolutional-network", "convolutional-network")], DETECTION, ("image", "video")),
    *product([("tiny-neural-network", "compact-convolutional-network")], (*CLASSIFICATION, "regression"), ("image", "audio", *SIGNALS)),
    *product([("tiny-neural-network", "compact-convolutional-network")], ["outlier-detection"], ("image", "audio", *SIGNALS)),
    (("tiny-neural-network", "compact-convolutional-network"), "object-detection", "image"),
    *product([("linear-regression", "ridge"), ("lasso", "elastic-net"), ("linear-regression", "elastic-net")], ["regression"], COLUMNS),
    *product([("linear-regression", "generalized-linear-model")], ["regression"], COLUMNS),
    *product([("risk-scorecard", "logistic-regression")], ["binary-classification"], COLUMNS),
    *product([("perceptron", "sgd-linear")], CLASSIFICATION[:2], COLUMNS),
]
ROWS = (None, 30, 99, 100, 499, 500, 999, 1_000, 9_999, 10_000, 50_000, 100_000, 100_001, 10_000_000, 200_000_000)
FEATURES = (None, 5, 31, 101, 20_000)


def regimes(task: str, modality: str) -> Iterator[dict[str, object]]:
    """Yield briefs of one task and modality in each size that claims tell apart, and in the special ones of tables."""
    columns = modality in COLUMNS
    for rows, features in product(ROWS, FEATURES if columns else (None,)):
        for relation in (None, "linear") if columns else (None,):
            for target in (None, "count", "heavy-tailed") if columns and task == "regression" else (None,):
                for classes in (None, 10, 100) if task == "multiclass-classification" else (None,):
                    sizes = {"data.labelled_rows": rows, "data.features": features, "data.classes": classes}
                    special = {"data.relation": relation, "data.target": target}
                    known = {field: value for field, value in {**sizes, **special}.items() if value is not None}
                    yield {"task": task, "data.modality": modality, **known}


@pytest.fixture(scope="module")
def cells(knowledge: Knowledge) -> RatedCells:
    return RatedCells(knowledge)


@pytest.mark.parametrize(("pair", "task", "modality"), PAIRS, ids=lambda part: part if isinstance(part, str) else "<".join(part))
def test_a_reduced_form_is_never_claimed_more_accurate(pair: tuple[str, str], task: str, modality: str, cells: RatedCells) -> None:
    lesser, fuller = pair
    compared = 0
    for brief in regimes(task, modality):
        given = Brief.from_mapping(brief).facts()
        ratings = Ratings(cells, {**given, **{field: found.value for field, found in computed_facts(given).items()}})
        low, high = ratings.of(lesser, "accuracy"), ratings.of(fuller, "accuracy")
        assert low is not None and high is not None, brief
        assert (low.high, low.low) <= (high.high, high.high), (brief, low.level, high.level)
        compared += 1
    assert compared >= len(ROWS)


def test_the_pairs_are_all_there() -> None:
    assert len(PAIRS) == 61
