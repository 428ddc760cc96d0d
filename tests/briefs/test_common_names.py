"""Names that newcomers use and that no field had: columns, unlabelled rows, rules of a plan, what is noted."""

from __future__ import annotations

import pytest

from lenient_briefs import notes_of, read_leniently
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError


def read(task: str = "regression", modality: str = "tabular", **groups: object) -> Brief:
    return read_leniently(task, modality, **groups)


@pytest.mark.parametrize(
    ("task", "modality", "name", "value", "field", "fact"),
    [
        ("regression", "tabular", "cols", 17, "data.features", 17),
        ("regression", "tabular", "cols", ["age", "height", "weight"], "data.features", 3),
        ("record-linkage", "tabular", "fields", ["title", "author", "year"], "data.features", 3),
        ("paired-comparison-rating", "tabular", "players", 900, "data.items", 900),
        ("paired-comparison-rating", "tabular", "games", "40k", "data.rows", 40_000),
        ("retrieval", "text", "articles", "7k", "data.items", 7000),
        ("retrieval", "text", "pages", "7k scanned pages", "data.items", 7000),
        ("question-answering", "text", "pages", 3000, "data.rows", 3000),
        ("recommendation", "interactions", "sessions", "2M", "data.rows", 2_000_000),
        ("ranking", "text", "labels", "clicks and purchases of a year", "data.clicks", True),
    ],
)  # fmt: skip
def test_a_name_counts_what_it_does_for_its_task(
    task: str, modality: str, name: str, value: object, field: str, fact: object
) -> None:
    brief = read(task, modality, data={name: value})
    assert brief.facts()[field] == fact
    assert not any(each.is_left_out for each in brief.notices)


def test_facts_below_deploy_are_of_the_deployment() -> None:
    facts = read(deploy={"where": "laptop", "cadence": "weekly batch"}).facts()
    assert (facts["deployment.target"], facts["deployment.interaction"]) == ("desktop", "batch")
    assert "deployment.update_cadence" not in facts
    assert read(deploy={"cadence": "weekly"}).facts()["deployment.update_cadence"] == "weekly"


@pytest.mark.parametrize(
    ("data", "rows", "labelled"),
    [
        ({"rows": 400, "labels": "400 leaves outlined by hand", "unlabelled": "9k photos of a drone"}, 9400, 400),
        ({"labels": 60, "unlabeled": "3k maps from last year"}, 3060, 60),
        ({"unlabelled": "3k maps"}, None, None), ({"labels": 60, "unlabelled": "2 or 3 folders"}, None, 60),
        ({"labels": 60, "unlabelled": "30 per day"}, None, 60),
    ],
)  # fmt: skip
def test_rows_are_those_with_and_those_without_labels_where_both_are_told(
    data: dict[str, object], rows: int | None, labelled: int | None
) -> None:
    facts = read("image-segmentation", "image", data=data).facts()
    assert (facts.get("data.rows"), facts.get("data.labelled_rows")) == (rows, labelled)


@pytest.mark.parametrize("value", ["8 h between flights, max 3 night duties, licence for the type of plane",
                                   ["no cabin without a purser", "one free weekend a month"]])  # fmt: skip
def test_rules_of_a_plan_are_hard_constraints_and_noted(value: object) -> None:
    brief = read("planning", rules=value)
    assert brief.facts()["data.hard_constraints"] is True
    assert "constraints: " in notes_of(brief)
    assert "data.hard_constraints" not in read("regression", rules=value).facts()


@pytest.mark.parametrize(
    ("task", "fields", "said"),
    [
        ("treatment-effect-estimation", {"cost_per_contact": "9 USD"}, "cost per contact: 9 USD"),
        ("experiment-selection", {"batch": 6}, "batch: 6"),
        ("experiment-selection", {"batch": "6 per tray"}, "6 per tray"),
        ("question-answering", {"users": 40}, "users: 40"), ("regression", {"regulated": True}, "regulated"),
        ("regression", {"stakes": {"false_positive": "a nuisance"}}, "false positive: a nuisance"),
        ("regression", {"stakes": {"fairness": "auditor looks at rural pupils"}}, "fairness: auditor looks"),
        ("regression", {"deployment": {"window": "3h"}}, "window: 3h"),
        ("regression", {"deployment": {"run_time": "below 3 h"}}, "run time: below 3 h"),
        ("regression", {"deployment": {"budget": "4 hours"}}, "budget: 4 hours"),
        ("regression", {"data": {"hours": "80 h recorded, 4 h typed"}}, "hours: 80 h recorded, 4 h typed"),
        ("question-answering", {"data": {"docs": 700, "pages": "31k"}}, "pages: 31k"),
        ("regression", {"stakes": {"regulated": "yes"}}, "regulated"),
        ("regression", {"labelled": "40k", "labels": "3 raters agreed on 74 %"}, "labels: 3 raters agreed on 74 %"),
    ],
)  # fmt: skip
def test_what_no_field_could_mean_is_noted_by_its_name(task: str, fields: dict[str, object], said: str) -> None:
    brief = read(task, "text" if task == "question-answering" else "tabular", **fields)
    assert said in notes_of(brief)
    assert not any(each.is_left_out for each in brief.notices)
    assert "deployment.interaction" not in brief.facts()


def test_a_batch_elsewhere_is_how_predictions_are_asked_for() -> None:
    assert read("clustering", deployment={"batch": True}).facts()["deployment.interaction"] == "batch"


def test_no_regulation_is_told_by_no() -> None:
    assert read(stakes={"regulated": False}).facts()["stakes.regulation"] == ()
    assert read(stakes={"regulated": "no"}).facts()["stakes.regulation"] == ()


def test_a_cadence_at_the_top_is_how_often_a_model_changes() -> None:
    assert read(cadence="weekly").facts()["deployment.update_cadence"] == "weekly"
    assert read(project={"recalibration": "yearly"}).facts()["deployment.update_cadence"] == "yearly"


def test_a_budget_of_money_or_for_one_case_is_no_time_of_a_run() -> None:
    assert any(each.left_out for each in read(deployment={"budget": "4 min per case"}).notices)
    assert any(each.left_out for each in read(deployment={"budget": "4000"}).notices)


def test_a_second_number_of_cases_is_never_noted_instead() -> None:
    assert any(each.left_out for each in read(labelled="40k", labels="1000, 400 usable").notices)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("output", "want the distribution, not only the mean"), ("output", "P20 and P80, not just one number"),
        ("objectives", "P10 to P90 of the load"), ("target", "quantiles of the yield"),
        ("deliverable", "an 80 % interval"), ("targets", ["P10", "P50 and P90"]),
    ],
)  # fmt: skip
def test_points_of_a_distribution_are_asked_for_as_uncertainty(name: str, value: object) -> None:
    fields: dict[str, object] = {"data": {name: value}} if name in ("target", "targets") else {name: value}
    brief = read(**fields)
    assert [each.quality for each in brief.requirements] == ["uncertainty-quantification"]
    is_must = "not" in str(value)
    assert brief.requirements[0].priority == ("must" if is_must else "should")


@pytest.mark.parametrize("value", ["the distribution is skewed no matter what", "litres per day", "no interval"])
def test_other_outputs_ask_for_no_uncertainty(value: str) -> None:
    assert not read(data={"target": value}).requirements


def test_a_list_of_what_is_predicted_is_of_several_numbers() -> None:
    assert read(data={"target": ["fat %", "sugar %"]}).facts()["data.target"] == ("multi-output",)
    assert "fat %, sugar %" in notes_of(read(data={"target": ["fat %", "sugar %"]}))
    assert read(data={"target": ["count", "heavy-tailed"]}).facts()["data.target"] == ("count", "heavy-tailed")
    with pytest.raises(BriefError):
        Brief.from_mapping({"task": "regression", "data": {"modality": "tabular", "target": ["counts", "sugar"]}})


def test_a_sentence_where_a_group_should_stand_is_noted_leniently_and_told() -> None:
    given = {"task": "regression", "data": {"modality": "tabular"}, "deployment": "at the weighbridge, PLC, no gpu"}
    with pytest.raises(BriefError, match="takes a mapping of fields"):
        Brief.from_mapping(given)
    brief = Brief.from_mapping(given, lenient=True)
    assert brief.facts()["deployment.accelerator"] == "none"
    assert any("with the notes" in each.message for each in brief.notices)


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("rules", "complete", "complete"), ("rules", "known", "complete"), ("rules", "all written down", "complete"),
        ("rules", "some", "partial"), ("rules", False, "none"), ("formula", "known", "complete"),
        ("spec", "partial", "partial"), ("written_rules", "none", "none"),
    ],
)  # fmt: skip
def test_rules_that_are_written_down_are_a_specification(name: str, value: object, word: str) -> None:
    assert read(stakes={name: value}).facts()["stakes.specification"] == word


@pytest.mark.parametrize("task", ["computation", "equation", "fixed formula", "decision table", "deterministic"])
def test_what_is_computed_by_rules_is_called_many_things(task: str) -> None:
    assert Brief.from_mapping({"task": task, "data.modality": "tabular"}).task == "deterministic-computation"


@pytest.mark.parametrize("task", ["lookup", "look-up table", "formula"])
def test_what_may_be_computed_or_not_is_asked_about(task: str) -> None:
    with pytest.raises(BriefError, match="deterministic-computation"):
        Brief.from_mapping({"task": task, "data.modality": "tabular"})
