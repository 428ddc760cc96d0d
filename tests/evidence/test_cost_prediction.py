"""What cost models predict of a project: from its rows, columns and classes, on its target."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from made_up_costs import FACTS, calibrated, models, only

from small_knowledge import MODALITY, constant_cost
from whichml.advise.cost_prediction import measure_of, predict_costs
from whichml.advise.devices import serving_factor
from whichml.advise.measured_values import in_cases
from whichml.knowledge.base import Knowledge
from whichml.knowledge.cost_models import CostModel
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.conditions import FactValue


def growing(**more: Any) -> CostModel:
    """Return a model whose cost is rows times features times classes, in reference work."""
    ones = tuple(tuple(float(a == b) for a in range(4)) for b in range(4))
    return constant_cost(
        "swept", "fit-seconds", 0.0, terms=("one", "rows", "features", "classes"), coefficients=(0.0, 1.0, 1.0, 1.0),
        inverse=ones, **more,
    )  # fmt: skip


def test_costs_are_those_of_the_projects_rows_features_and_classes() -> None:
    told = only(predict_costs(models(growing()), "training-time", FACTS, calibrated(0.02)))
    assert told.low == pytest.approx(5000 * 20 * 2 * 0.02)
    assert told.high == pytest.approx(told.low)


@pytest.mark.parametrize(
    "change",
    [
        {"task": "clustering"},
        {"data.training_rows": "many"},
        {"data.features": 0.0},
        {"data.sparse": True},
        {"data.modality": ("text",)},
        {"data.modality": (MODALITY, "image")},
    ],
)
def test_where_facts_are_missing_or_data_are_no_dense_table_nothing_is_said(change: dict[str, FactValue]) -> None:
    assert predict_costs(models(growing()), "training-time", {**FACTS, **change}) == {}


def test_nothing_is_said_of_qualities_that_no_sweep_measures() -> None:
    assert measure_of("interpretability") is None
    assert predict_costs(models(growing()), "model-size", FACTS) == {}


def test_the_usual_implementation_counts_though_another_one_is_cheaper() -> None:
    usual, cheap = growing(fixed=3e5, implementation="Usual"), growing(implementation="Cheap")
    told = only(predict_costs(models(usual, cheap), "training-time", FACTS, calibrated()))
    assert told.implementation == "Usual"


def test_where_the_usual_implementation_was_never_swept_at_such_a_size_the_next_one_counts() -> None:
    usual = growing(implementation="Usual", ranges={"rows": (10.0, 50.0)})
    told = only(predict_costs(models(usual, growing(implementation="Next")), "training-time", FACTS, calibrated()))
    assert told.implementation == "Next"


def test_columns_that_may_be_spread_out_raise_the_high_end_alone() -> None:
    plain = only(predict_costs(models(growing()), "training-time", FACTS))
    spread = only(predict_costs(models(growing()), "training-time", {**FACTS, "data.encoded_features": 200.0}))
    assert (spread.low, spread.high) == pytest.approx((plain.low, 10 * plain.high))


def test_classes_that_nobody_counted_widen_the_interval() -> None:
    facts = {**FACTS, "task": "multiclass-classification"}
    uncounted, counted = (
        only(predict_costs(models(growing()), "training-time", each))
        for each in (facts, {**facts, "data.classes": 5.0})
    )
    assert (uncounted.low, uncounted.high) == pytest.approx((0.6 * counted.low, 2 * counted.high))


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({}, ()), ({"data.classes": 5.0}, ()), ({"data.encoded_features": 20.0}, ()),
        ({"data.encoded_features": 21.0}, ("data.encoded_features",)),
        ({"task": "multiclass-classification"}, ()),
        ({"task": "multiclass-classification", "data.classes": 5.0}, ("data.classes",)),
        ({"task": "regression", "data.classes": 5.0}, ()),
    ],
)  # fmt: skip
def test_a_prediction_stands_on_the_sizes_that_it_looks_at(more: dict[str, FactValue], fields: tuple[str, ...]) -> None:
    law = models(growing(), growing(task="regression"))
    told = only(predict_costs(law, "training-time", {**FACTS, **more}, calibrated()))
    assert told.fields == ("task", "data.training_rows", "data.features", *fields)


def test_rows_are_those_that_are_learnt_from_else_labelled_ones_else_all() -> None:
    told = {name: value for name, value in FACTS.items() if name != "data.training_rows"}
    for n, field in enumerate(("data.rows", "data.labelled_rows", "data.training_rows"), start=1):
        told[field] = 1000.0 * n
        predicted = only(predict_costs(models(growing()), "training-time", told, calibrated()))
        assert (predicted.fields[1], predicted.high) == (field, pytest.approx(1000.0 * n * 20 * 2))


def test_a_regression_has_one_class_and_a_binary_task_two() -> None:
    ranges = {"rows": (1, 1e9), "features": (1, 1e9), "classes": (1, 10)}
    law = models(growing(ranges=ranges), growing(task="regression", ranges=ranges))
    two, one = (
        only(predict_costs(law, "training-time", {**FACTS, "task": task}, calibrated()))
        for task in ("binary-classification", "regression")
    )
    assert two.high == pytest.approx(2 * one.high)


def test_far_beyond_its_sweep_no_model_is_believed() -> None:
    narrow = {"rows": (100, 1000), "features": (1, 1e9), "classes": (2, 10)}
    law = models(growing(ranges=narrow))
    near, far = ({**FACTS, "data.training_rows": 1000.0 * times} for times in (9, 11))
    assert not only(predict_costs(law, "training-time", near)).is_inside
    assert predict_costs(law, "training-time", far) == {}


def test_a_prediction_says_so_where_the_size_lies_beyond_the_sweeps_and_only_there() -> None:
    law = models(growing(ranges={"rows": (100, 1000), "features": (1, 1e9), "classes": (2, 10)}))
    told = {
        rows: only(predict_costs(law, "training-time", {**FACTS, "data.training_rows": rows})).text
        for rows in (900.0, 9000.0)
    }
    assert {rows: "the size lies beyond the sweeps" in text for rows, text in told.items()} == {
        900.0: False,
        9000.0: True,
    }


def test_shipped_models_are_of_sensible_sizes(knowledge: Knowledge) -> None:
    assert knowledge.costs is not None
    assert len({model.algorithm for model in knowledge.costs.models}) >= 40
    told = predict_costs(knowledge.costs, "model-size", FACTS)["logistic-regression"]
    assert 100 < told.low < told.high < 100_000


def test_more_rows_never_make_a_shipped_fit_clearly_cheaper(knowledge: Knowledge) -> None:
    assert knowledge.costs is not None
    for rows in np.geomspace(100, 1e6, 9):
        few, many = (
            predict_costs(knowledge.costs, "training-time", {**FACTS, "data.training_rows": n})
            for n in (rows, 10 * rows)
        )
        assert [name for name in set(few) & set(many) if many[name].high < few[name].low] == []


@pytest.mark.slow("starts a process")
def test_predicting_needs_neither_scikit_learn_nor_scipy() -> None:
    program = (
        "import sys; from whichml.knowledge.content import Content; import whichml.knowledge.cost_models as c; "
        "from whichml.advise.cost_prediction import predict_costs; m = c.read_cost_models(Content.shipped()); "
        "f = {'task': 'regression', 'data.rows': 1000, 'data.features': 9}; "
        "print(len(predict_costs(m, 'training-time', f)) > 10, 'sklearn' in sys.modules, 'scipy' in sys.modules)"
    )
    root = Path(__file__).resolve().parents[2]
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": f"{root}/kb"}
    )
    assert told.stdout.split() == ["True", "False", "False"]


def test_every_target_of_a_brief_is_a_server_or_has_a_factor_of_its_own() -> None:
    factors = {
        target: serving_factor({"deployment.target": target}) for target in BRIEF_FIELDS["deployment.target"].values
    }
    assert [target for target, factor in factors.items() if factor is None] == [
        "cloud", "on-premises", "edge-server", "desktop", "none",
    ]  # fmt: skip


def test_the_page_on_costs_states_the_factor_of_each_target() -> None:
    page = Path(__file__).resolve().parents[2].joinpath("docs/cost-models.md").read_text("utf-8")
    row = re.compile(r"^\| ([a-z, -]+) \| row [^|]+ \| ([\d.]+) \| (\S+) to (\S+) \|", re.MULTILINE)
    stated = {
        target: tuple(float(number.replace(",", "")) for number in numbers)
        for targets, *numbers in row.findall(page)
        for target in targets.split(", ")
    }
    assert len(stated) == 9
    for target, (middle, low, high) in stated.items():
        factor = serving_factor({"deployment.target": target})
        assert factor is not None
        assert factor.times == middle
        assert (factor.times / factor.reach, factor.times * factor.reach) == pytest.approx((low, high), rel=0.04)


@pytest.mark.parametrize(
    ("chance", "words"),
    [
        (0.0, "in no case"),
        (0.001, "in fewer than 1 of 100 cases"),
        (0.04, "in 4 of 100 cases"),
        (0.1, "in 10 of 100 cases"),
        (0.11, "in 1 of 10 cases"),
        (0.62, "in 6 of 10 cases"),
        (0.89, "in 9 of 10 cases"),
        (0.9, "in 90 of 100 cases"),
        (0.998, "in more than 99 of 100 cases"),
        (1.0, "in every case"),
    ],
)
def test_a_chance_is_told_in_tens_where_it_is_open_and_in_hundreds_where_it_is_near_certain(
    chance: float, words: str
) -> None:
    assert in_cases(chance) == words
