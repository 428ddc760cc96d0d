"""Bounds, tests and ranges that a brief tells as facts, outside its requirements and in words."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.values.quantity import parse_quantity


def given(**groups: object) -> Brief:
    fields = {"task": "binary-classification", "data.modality": "tabular"}
    return Brief.from_mapping({**fields, **groups})


@pytest.mark.parametrize(
    ("told", "read"),
    [
        ({"latency_ms": 40}, ("inference-latency", "max", "40 ms", None)),
        ({"deployment": {"latency": "80ms p95"}}, ("inference-latency", "max", "80ms", "p95")),
        ({"deployment": {"response_time": "< 5 s"}}, ("inference-latency", "max", "5 s", None)),
        ({"deployment": {"latency": {"p99": "40 ms"}}}, ("inference-latency", "max", "40 ms", "p99")),
        ({"serving": {"max_latency": "1 s"}}, ("inference-latency", "max", "1 s", None)),
        ({"training_time": "up to 3 days"}, ("training-time", "max", "3 days", None)),
        ({"recall": 0.8}, ("recall", "min", "0.8", None)),
    ],
)  # fmt: skip
def test_a_bound_that_is_told_as_a_fact_is_a_requirement(told: dict[str, object], read: tuple[object, ...]) -> None:
    brief = given(**told)
    (found,) = brief.requirements
    assert (found.metric or found.quality, found.side, getattr(found.bound, "text", None), found.at) == read
    assert "is read as the requirement" in brief.readings[0].message


def test_a_bound_beside_requirements_joins_them() -> None:
    brief = given(requirements=[{"quality": "robustness", "min": "high"}], deployment={"latency_ms": 40})
    assert [each.quality for each in brief.requirements] == ["robustness", "inference-latency"]
    assert brief.place_of("requirements.1.max") is None


@pytest.mark.parametrize(
    "told", [{"precision": "int8"}, {"latency": 40}, {"latency": "soon"}, {"coverage": "30 shops"}, {"latency": True}]
)
def test_what_is_no_amount_of_what_it_names_is_refused(told: dict[str, object]) -> None:
    with pytest.raises(BriefError, match=f"unknown field '{next(iter(told))}'"):
        given(**told)


@pytest.mark.parametrize(
    ("how", "is_of_new_groups"),
    [
        ("by patient", True), ("grouped by archive", True), ("leave-one-site-out", True), ("scaffold", True),
        ("train on centre A, held-out hospital B", True), ("random 80/20", None), ("by time", None), ("5-fold", None),
        ("by date", None), ("stratified by class", None),
    ],
)  # fmt: skip
def test_a_test_on_whole_groups_tells_that_cases_to_come_are_of_new_ones(
    how: str, is_of_new_groups: bool | None
) -> None:
    brief = given(split=how)
    assert brief.data.new_groups is is_of_new_groups
    assert len(brief.readings) == 1


@pytest.mark.parametrize(
    "told",
    [
        {"output": "quantiles 5/50/95"},
        {"uncertainty": "voxelwise maps"},
        {"data": {"modality": "tabular", "quantiles": [0.1, 0.9]}},
    ],
)
def test_ranges_that_are_to_come_out_are_required(told: dict[str, object]) -> None:
    fields = {"task": "regression", **({} if "data" in told else {"data.modality": "tabular"}), **told}
    (required,) = Brief.from_mapping(fields).requirements
    assert (required.quality, required.priority) == ("uncertainty-quantification", "should")


@pytest.mark.parametrize("output", ["one of three labels", "no uncertainty is wanted"])
def test_what_comes_out_without_ranges_asks_for_none_and_stays_with_the_notes(output: str) -> None:
    brief = given(output=output)
    assert (brief.requirements, brief.notes) == ((), f"output {output}")


def test_a_word_on_what_comes_out_is_refused() -> None:
    with pytest.raises(BriefError, match="unknown field 'output'"):
        given(output="labels")


def test_groups_under_other_names_are_read_as_those_of_the_format() -> None:
    brief = given(team={"size": 2, "ml_experience": "junior"}, gpu={"type": "gpu"}, traffic={"peak_rps": 4500})
    assert (brief.project.team_size, brief.project.team_ml_skill) == (2, "low")
    assert (brief.deployment.accelerator, brief.deployment.peak_requests_per_second) == ("gpu", 4500)


@pytest.mark.parametrize(
    ("field", "said", "value"),
    [
        ("exogenous", "weather forecasts known ahead", True), ("cold_start", "many new items each week", True),
        ("languages", "Akkadian (transliterated)", 1), ("rows", "2.5B", 2_500_000_000),
    ],
)  # fmt: skip
def test_what_there_is_answers_whether_there_is_some(field: str, said: str, value: object) -> None:
    brief = Brief.from_mapping({"task": "forecasting", "data": {"modality": "time-series", field: said}})
    assert getattr(brief.data, field) == value


def test_what_there_is_not_does_not() -> None:
    with pytest.raises(BriefError, match="takes true or false"):
        Brief.from_mapping(
            {
                "task": "forecasting",
                "data": {"modality": "time-series", "cold_start": "hardly any new items, no new users"},
            }
        )


def test_a_model_in_use_is_found_by_its_name() -> None:
    assert given(current_model="Random forest").project.existing_algorithm == "random-forest"


def test_bounds_from_a_requirement_a_fact_and_a_budget_stand_together() -> None:
    brief = given(
        requirements=[{"quality": "robustness", "min": "high"}],
        deployment={"latency_ms": 40, "requests_per_day": 1000}, monthly_budget="$300",
    )  # fmt: skip
    found = [each.quality for each in brief.requirements]
    assert found == ["robustness", "inference-latency", "cost-per-prediction"]


@pytest.mark.parametrize("name", ["latency.max", "inference-latency.max", "latency.maximum", "speed.at_most"])
@pytest.mark.parametrize("head", ["requirement", "requirements", "constraints"])
def test_a_bound_by_its_dotted_name_is_a_requirement_on_what_it_names(head: str, name: str) -> None:
    (found,) = given(**{f"{head}.{name}": "9 ms"}).requirements
    assert (found.quality, found.side, found.bound) == ("inference-latency", "max", parse_quantity("9 ms", "duration"))
    (found,) = given(**{f"{head}.recall.min": 0.9}).requirements
    assert (found.metric, found.side) == ("recall", "min")


@pytest.mark.parametrize("head", ["requirement", "requirements", "constraints"])
@pytest.mark.parametrize("bound", ["9 ms", 9, "2 GB", "10/s", "high"])
def test_a_bound_of_what_is_no_quality_is_refused_as_in_a_list(head: str, bound: object) -> None:
    with pytest.raises(BriefError) as by_name:
        given(**{f"{head}.nosuch.max": bound})
    with pytest.raises(BriefError, match="unknown quality 'nosuch'") as in_a_list:
        given(requirements=[{"quality": "nosuch", "max": bound}])
    said = [(each.message, each.hint) for each in in_a_list.value.problems]
    assert [(each.message, each.hint) for each in by_name.value.problems] == said
    assert str(by_name.value.problems[0].pointer).startswith(f"/{head}.nosuch.max")


@pytest.mark.parametrize("name", ["nosuch.max", "deployment.nosuch.max"])
def test_a_bound_outside_requirements_of_what_is_no_quality_is_no_field(name: str) -> None:
    with pytest.raises(BriefError, match=f"unknown field '{name}'"):
        given(**{name: "9 ms"})
    assert given(**{name.replace("nosuch", "latency"): "9 ms"}).requirements[0].quality == "inference-latency"


def test_a_lenient_reading_guesses_a_quality_by_the_unit_and_says_that_the_name_is_none() -> None:
    fields = {"task": "binary-classification", "data.modality": "tabular", "requirements.nosuch.max": "9 ms"}
    brief = Brief.from_mapping(fields, lenient=True)
    assert [each.quality for each in brief.requirements] == ["inference-latency"]
    assert "by its unit, since no quality is called 'nosuch'" in brief.readings[0].message
    unclear = Brief.from_mapping({**fields, "requirements.nosuch.max": 9}, lenient=True)
    assert unclear.requirements == ()
    assert "unknown quality 'nosuch'" in unclear.notices[0].message
