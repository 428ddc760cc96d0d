"""Bounds that nothing can keep, or that hardly anybody means, and too few cases to learn from."""

from __future__ import annotations

from typing import Any

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError


def brief(task: str = "binary-classification", **fields: Any) -> Brief:
    return Brief.from_mapping({"task": task, "data.modality": "tabular", **fields})


def told(task: str = "binary-classification", **fields: Any) -> list[str]:
    return [each.message for each in brief(task, **fields).notices]


@pytest.mark.parametrize(
    ("requirement", "message"),
    [
        ({"quality": "accuracy", "metric": "rmse", "max": -1}, "'-1' is no rmse, which is never below zero."),
        (
            {"quality": "model-size", "max": "0 B"},
            "nothing keeps the bound '0 B' of `model-size`: all takes some room.",
        ),
        (
            {"quality": "cost-per-prediction", "max": "0 USD"},
            "nothing keeps the bound '0 USD' of `cost-per-prediction`: all costs something.",
        ),
    ],
)
def test_a_bound_that_nothing_keeps_is_refused(requirement: dict[str, Any], message: str) -> None:
    with pytest.raises(BriefError) as refusal:
        brief("regression", requirements=[requirement])
    assert [each.message for each in refusal.value.problems] == [message]


def test_an_error_with_a_sign_may_be_bounded_below_zero() -> None:
    both = [{"quality": "accuracy", "metric": "bias", "min": -2}, {"quality": "accuracy", "metric": "bias", "max": 2}]
    assert told("regression", requirements=both) == []


def test_a_metric_bounded_on_its_wrong_side_is_told() -> None:
    (message,) = told(requirements=[{"quality": "accuracy", "metric": "recall", "max": 0.9}])
    assert message == (
        "`max` asks for at most 0.9 of `recall`, although higher is better there; `min` sets the usual limit."
    )
    assert told(requirements=[{"quality": "accuracy", "metric": "false-positive-rate", "max": 0.1}]) == []


def test_a_metric_of_numbers_is_told_where_classes_are_predicted() -> None:
    bound = {"quality": "accuracy", "metric": "rmse", "max": 3}
    (message,) = told(requirements=[bound])
    assert message.startswith("`metric` is rmse, which tells how far predicted numbers are off, and `task` is binary-")
    assert told("regression", requirements=[bound]) == []


@pytest.mark.parametrize(
    ("fields", "begins"),
    [
        ({"data.rows": 0}, "`data.rows` is 0: there is nothing to learn"),
        ({"data.rows": 5000, "data.labelled_rows": 0}, "`data.labelled_rows` is 0: there is nothing to learn"),
        ({"data.rows": 19}, "`data.rows` is 19: hardly anything can be learnt from so few"),
        ({"data.rows": 5000, "data.labelled_rows": 3}, "`data.labelled_rows` is 3: hardly anything can be learnt"),
        ({"data.rows": 50, "data.classes": 100}, "`data.rows` is 50, fewer than the 100 classes"),
    ],
)
def test_too_few_cases_to_learn_from_are_told(fields: dict[str, Any], begins: str) -> None:
    (message,) = told("multiclass-classification", **fields)
    assert message.startswith(begins)


@pytest.mark.parametrize(
    ("task", "fields"),
    [
        ("regression", {"data.rows": 20}),
        ("multiclass-classification", {"data.rows": 200, "data.classes": 100}),
        ("question-answering", {"data.rows": 5}),
        ("clustering", {"data.rows": 500, "data.labelled_rows": 0}),
    ],
)
def test_cases_that_are_enough_or_not_learnt_from_are_passed_over(task: str, fields: dict[str, Any]) -> None:
    assert told(task, **fields) == []
