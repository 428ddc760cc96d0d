"""Cost models find the law behind the points, say how sure they are, and are read by the core alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shipped_content import shipped_facts
from whichml.knowledge.content import Content
from whichml.knowledge.cost_models import (
    EXPONENT_DEVIATION,
    CostModel,
    CostModels,
    read_cost_models,
)
from whichml.knowledge.spread import Spread, student_quantile, student_share
from whichml.model.documents.errors import KnowledgeError, ProbeError
from whichml_workshop.costs.cost_models import (
    fit_cost_model,
    fit_cost_models,
    fit_preparations,
    machine_scales_of,
    usual_first,
    with_between_scale,
)
from whichml_workshop.costs.coverage import interval_coverage
from whichml_workshop.costs.points import EXPERIMENT, PREPARATION, SweepPoint
from whichml_workshop.costs.sweeps import TableShape, plan

pytestmark = pytest.mark.slow("fits cost models")

EXPONENTS = st.floats(0.3, 2.5)


def cost(shape: TableShape, b: float, rows: float, features: float, classes: float = 0.0, fixed: float = 0.0) -> float:
    return float(fixed + np.exp(b) * shape.rows**rows * shape.features**features * max(1, shape.classes) ** classes)


def point(shape: TableShape, ratio: float, measure: str = "fit-seconds", table: str = "generated") -> SweepPoint:
    task = shape.task
    return SweepPoint("ridge", "Ridge", "1", task, table, shape.rows, shape.features, shape.classes, measure, ratio)


def fitted(points: list[SweepPoint], measure: str = "fit-seconds") -> CostModel:
    return fit_cost_model(points, "ridge", "Ridge", points[0].task, measure)  # type: ignore[arg-type]


def steady(task: str = "regression", **law: float) -> CostModel:
    """Return a model of a law without noise."""
    return fitted([point(shape, cost(shape, **law)) for shape in plan(task, 16)])  # type: ignore[arg-type, misc]


@settings(max_examples=20, deadline=None)
@given(rows=EXPONENTS, features=EXPONENTS, classes=EXPONENTS)
def test_exponents_that_are_known_are_found(rows: float, features: float, classes: float) -> None:
    model = steady("classification", b=-9.0, rows=rows, features=features, classes=classes)
    assert model.terms == ("one", "rows", "features", "classes")
    # damping pulls towards what is supposed, most for classes, which a sweep varies least
    deviations = np.abs(np.array(model.coefficients[1:]) - [rows, features, classes])
    assert (deviations < [0.03, 0.03, 0.1]).all()


def test_an_overhead_is_told_from_the_power_law() -> None:
    model = steady(b=-14.0, rows=1.0, features=1.0, fixed=1.0)
    told = model.predict(100_000, 100, 0, 1.0)
    assert told.median == pytest.approx(1.0 + np.exp(-14.0) * 1e7, rel=0.25)
    assert model.predict(210, 6, 0, 1.0).median == pytest.approx(1.0, rel=0.05)


def test_a_term_that_does_not_matter_is_left_out() -> None:
    law = [point(shape, cost(shape, 3.0, 0.0, 1.0), "model-bytes") for shape in plan("regression", 16)]
    assert fitted(law, "model-bytes").terms == ("one", "features")


def test_every_fit_keeps_its_rows_and_beyond_the_sweep_its_high_end_grows_with_them() -> None:
    model = steady(b=3.0, rows=0.1, features=1.0)
    assert "rows" in model.terms
    highest = model.ranges["rows"][1]
    at_the_end, beyond = (model.predict(rows, 20, 0, 1.0) for rows in (highest, 100 * highest))
    assert beyond.high > 100 * at_the_end.high
    assert beyond.low < 2 * at_the_end.low


def test_costs_never_fall_with_rows() -> None:
    model = fitted([point(shape, cost(shape, 3.0, -0.8, 0.5)) for shape in plan("regression", 16)])
    assert "rows" not in model.terms
    assert model.predict(400, 20, 0, 1.0).median <= model.predict(40_000, 20, 0, 1.0).median


def test_few_points_are_no_reason_to_think_that_costs_do_not_grow() -> None:
    flat = [point(shape, 1.0, "row-latency") for shape in plan("regression", 16)]
    few, many = fitted(flat[:7], "row-latency"), fitted(flat, "row-latency")
    assert "rows" in few.terms
    assert "rows" not in many.terms
    assert few.predict(100_000, 20, 0, 1.0).high > 1.5 * few.predict(1000, 20, 0, 1.0).high


@pytest.mark.parametrize("seed", range(2))
def test_intervals_cover_new_points_of_a_law_whose_scatter_grows_with_size(seed: int) -> None:
    draws = np.random.default_rng(seed)

    def noisy(shape: TableShape) -> float:
        scatter = 0.15 + 0.05 * np.log(shape.rows / 200)
        return cost(shape, -8.0, 1.1, 0.9, 0.4) * float(np.exp(scatter * draws.normal()))

    n_covered = n = 0
    for _ in range(15):
        model = fitted([point(shape, noisy(shape)) for shape in plan("classification", 16)])
        for shape in plan("classification", 40)[::2]:
            told = model.predict(shape.rows, shape.features, shape.classes, 1.0)
            n_covered, n = n_covered + (told.low <= noisy(shape) <= told.high), n + 1
    assert n == 300
    assert n_covered / n >= 0.85


@settings(max_examples=30, deadline=None)
@given(rows=st.floats(250, 30_000), factor=st.floats(1.5, 1000))
def test_an_interval_is_wider_beyond_the_sweep_and_says_so(rows: float, factor: float) -> None:
    model = steady(b=-9.0, rows=1.0, features=1.0)
    highest = model.ranges["rows"][1]
    inside, outside = model.predict(rows, 20, 0, 1.0), model.predict(highest * factor, 20, 0, 1.0)
    if rows >= model.ranges["rows"][0]:
        assert inside.inside
    assert not outside.inside
    assert outside.high / outside.low > inside.high / inside.low
    assert outside.low <= outside.median <= outside.high


def test_beyond_the_sweep_an_exponent_is_doubted_even_where_rows_did_not_matter() -> None:
    law = [point(shape, cost(shape, 3.0, 0.0, 1.0), "row-latency") for shape in plan("regression", 16)]
    model = fitted(law, "row-latency")
    assert "rows" not in model.terms
    inside, outside = (model.predict(rows, 20, 0, 1.0) for rows in (1000, 10 * model.ranges["rows"][1]))
    assert outside.median == pytest.approx(inside.median)
    assert outside.high / inside.high == pytest.approx(10 ** (EXPONENT_DEVIATION * 1.645), rel=0.25)


def test_times_scale_with_the_machine_and_bytes_do_not() -> None:
    times, sizes = (fitted([point(s, cost(s, -5.0, 1, 1), m) for s in plan("regression")], m) for m in MEASURES)
    assert times.predict(500, 9, 0, 0.5).median == pytest.approx(times.predict(500, 9, 0, 1.0).median / 2)
    assert sizes.predict(500, 9, 0, 0.5) == sizes.predict(500, 9, 0, 1.0)


MEASURES = ("fit-seconds", "model-bytes")


def test_too_few_points_are_refused() -> None:
    with pytest.raises(ProbeError, match="six are the fewest"):
        fitted([point(shape, 1.0) for shape in plan("regression", 5)])


def test_real_data_that_scatter_more_widen_the_interval_and_move_nothing() -> None:
    model = steady(b=-9.0, rows=1.0, features=1.0)
    shape = TableShape(1000, 20, 0)
    near, far = (point(shape, cost(shape, -9.0, 1.0, 1.0) * factor, table="real") for factor in (1.0, 5.0))
    (calm,), (wide,) = with_between_scale([model], [near]), with_between_scale([model], [far])
    assert calm.between_scale < 0.05 < wide.between_scale
    assert wide.coefficients == model.coefficients


def test_coverage_leaves_the_data_set_out_that_it_judges() -> None:
    points = [point(shape, cost(shape, -9.0, 1.0, 1.0)) for shape in plan("regression", 16)]
    shape = TableShape(1000, 20, 0)
    odd = point(shape, cost(shape, -9.0, 1.0, 1.0) * 9, table="odd")
    plain = point(shape, cost(shape, -9.0, 1.0, 1.0), table="plain")
    told = {one.name: one for one in interval_coverage([*points, odd, plain])}
    assert told["odd"].above_share == 1.0
    assert told["plain"].covered_share == 1.0
    assert told["all"].n == 2


def test_models_come_back_from_their_file() -> None:
    points = [point(shape, cost(shape, -9.0, 1.0, 1.0)) for shape in plan("regression", 16)]
    models = CostModels(reference_seconds=0.01, machine="some machine", models=fit_cost_models(points))
    again = CostModels.model_validate_json(models.to_json())
    assert again == models
    assert again.to_json() == models.to_json()


def test_the_t_distribution_is_near_its_tables() -> None:
    tables = {1: 6.314, 2: 2.920, 3: 2.353, 5: 2.015, 10: 1.812, 30: 1.697, 1000: 1.646}
    assert all(student_quantile(dof) == pytest.approx(value, rel=0.01) for dof, value in tables.items())


def test_the_share_below_a_quantile_is_that_of_the_quantile() -> None:
    for dof in (1, 2, 3, 4, 9, 30, 31, 400):
        assert student_share(student_quantile(dof), dof) == pytest.approx(0.95, abs=0.002)
        assert student_share(-student_quantile(dof), dof) == pytest.approx(0.05, abs=0.002)


ROUNDING = 1e-14
"""By how much a sum of the terms of a share may be off in the last digits."""
SPREADS = st.builds(
    Spread, st.floats(-20, 20), st.floats(0, 3), st.floats(0, 3), st.integers(1, 60)
)  # fmt: skip


@settings(deadline=None)
@example(told=Spread(5e-324, 0.0, 1.0, 1), most=1.0, factor=2.0)
@given(told=SPREADS, most=st.floats(1e-9, 1e9), factor=st.floats(1.0, 1e3))
def test_a_chance_is_a_share_that_never_falls_with_the_bound(told: Spread, most: float, factor: float) -> None:
    chance, later = told.chance_within(most), told.chance_within(most * factor)
    assert 0.0 <= chance <= 1.0
    assert later <= 1.0
    assert chance <= later + ROUNDING
    assert told.chance_within(0.0) == 0.0


@settings(deadline=None)
@given(told=SPREADS)
def test_a_cost_lies_below_its_median_half_the_time_and_below_its_high_end_in_19_of_20_cases(told: Spread) -> None:
    assert told.low <= told.median <= told.high
    if told.below > 0.01 and told.above > 0.01:
        assert told.chance_within(told.median) == pytest.approx(0.5, abs=0.01)
        assert told.chance_within(told.high) == pytest.approx(0.95, abs=0.005)
        assert told.chance_within(told.low) == pytest.approx(0.05, abs=0.005)


def test_a_sum_of_costs_scatters_as_its_larger_part() -> None:
    small, large = Spread(0.0, 1.0, 1.0, 9), Spread(9.0, 0.2, 0.2, 30, outside=1.0)
    both = small.plus(large)
    assert both.median == pytest.approx(small.median + large.median)
    assert both.above == pytest.approx(0.2, rel=0.01)
    assert both.dof == 9
    assert not both.inside


def test_what_every_ratio_moves_by_on_another_machine_is_its_scale() -> None:
    shapes = plan("regression", 6)
    here = [point(shape, 1.0) for shape in shapes]
    there = [point(shape, 1.5) for shape in shapes]
    assert machine_scales_of(here, there) == {"fit-seconds": pytest.approx(np.log(1.5), rel=0.01)}
    assert machine_scales_of(here, here) == {"fit-seconds": 0.0}
    sizes = ([point(shape, ratio, "model-bytes") for shape in shapes] for ratio in (1.0, 1.5))
    assert machine_scales_of(*sizes) == {}


def test_points_of_experiments_fit_what_has_no_sweep_and_nothing_else() -> None:
    swept = [point(shape, 1.0, "row-latency") for shape in plan("regression", 8)]
    tried = [point(shape, 9.0, "row-latency", f"{EXPERIMENT}{n}") for n, shape in enumerate(plan("regression", 8))]
    (both,), (alone,) = fit_cost_models([*swept, *tried]), fit_cost_models(tried)
    assert both.predict(500, 9, 0, 1.0).median == pytest.approx(1.0, rel=0.1)
    assert alone.predict(500, 9, 0, 1.0).median == pytest.approx(9.0, rel=0.1)


def test_preparations_are_fitted_beside_the_models_and_are_none_of_them() -> None:
    points = [point(shape, 1.0, "row-latency") for shape in plan("regression", 8)]
    before = [replace(each, algorithm=PREPARATION, implementation="plain numbers") for each in points]
    assert [model.implementation for model in fit_preparations([*points, *before])] == ["plain numbers"]
    assert [model.algorithm for model in fit_cost_models([*points, *before])] == ["ridge"]


def test_a_broken_file_of_models_is_named_with_what_to_do(tmp_path: Path) -> None:
    content = Content.shipped()
    assert read_cost_models(replace(content, facts=tmp_path)) is None
    (tmp_path / "probes").mkdir()
    (tmp_path / "probes" / "cost_models.json").write_text('{"schema": "cost-model/1"}')
    with pytest.raises(KnowledgeError, match=r"cost_models\.json holds no cost models"):
        read_cost_models(replace(content, facts=tmp_path))


def test_shipped_models_speak_of_algorithms_of_the_knowledge_base_and_of_sensible_sizes() -> None:
    content = Content.shipped()
    models = read_cost_models(content)
    assert models is not None
    known = {path.stem for path in (content.facts / "algorithms").glob("*.yaml")}
    assert {model.algorithm for model in models.models} <= known
    assert len({model.algorithm for model in models.models}) >= 40


def test_of_several_implementations_the_shipped_models_have_the_usual_one_first() -> None:
    content = Content.shipped()
    models = read_cost_models(content)
    assert models is not None
    facts = [read.value for read in shipped_facts().algorithms.values()]
    assert usual_first(models.models, facts) == models.models
    maps = models.by_algorithm["kernel-approximation", "classification", "model-bytes"]
    assert [model.implementation.rpartition(".")[2] for model in maps] == ["Nystroem", "RBFSampler"]
