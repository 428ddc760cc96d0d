"""What hurried people write for names of the format is understood and told, or refused where it is ambiguous."""

from __future__ import annotations

import re

import pytest

from whichml import recommend
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.replies.task_suggestions import MOST_NEAR, USUAL_TASKS, nearest_tasks, suggested_tasks
from whichml.model.values.vocabulary import TASKS

SMALLEST: dict[str, object] = {"task": "regression", "data.modality": "tabular"}


def brief(**fields: object) -> Brief:
    return Brief.from_mapping({**SMALLEST, **fields})


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("anomaly-detection", "outlier-detection"), ("Anomaly detection", "outlier-detection"),
        ("time-series-forecasting", "forecasting"), ("entity_resolution", "record-linkage"),
        ("deduplication", "record-linkage"), ("uplift", "treatment-effect-estimation"), ("search", "retrieval"),
        ("scheduling", "planning"), ("routing", "planning"), ("summarization", "summarisation"),
        ("exact-calculation", "deterministic-computation"), ("fixed-rules", "deterministic-computation"),
    ],
)  # fmt: skip
def test_a_task_under_another_name_is_understood_and_told(written: str, meant: str) -> None:
    given = brief(task=written)
    assert given.task == meant
    assert given.notices[0].message == f"`task` says '{written}', which is read as `{meant}`."


def test_who_asks_for_uplift_asks_for_each_case_unless_told_otherwise() -> None:
    given = brief(task="uplift")
    assert given.facts()["deployment.prediction_unit"] == "row"
    assert given.notices[1].message == "`task` says 'uplift', which is read as `deployment.prediction_unit: row` too."
    told = brief(task="uplift", **{"deployment.prediction_unit": "user"})
    assert told.facts()["deployment.prediction_unit"] == "user"
    assert "deployment.prediction_unit" not in brief(task="treatment-effect-estimation").facts()


@pytest.mark.parametrize(
    ("classes", "meant", "reason"),
    [
        (None, "binary-classification", "`data.classes` would tell"),
        (2, "binary-classification", "since `data.classes` is 2"),
        (7, "multiclass-classification", "since `data.classes` is 7"),
    ],
)
def test_a_classification_is_told_by_its_classes_and_binary_where_they_are_unknown(
    classes: int | None, meant: str, reason: str
) -> None:
    given = brief(task="classification", **{"data.classes": classes})
    assert given.task == meant
    assert reason in given.notices[0].message


def test_qualities_under_other_names_are_understood_in_requirements_and_priorities() -> None:
    given = brief(requirements=[{"quality": "latency", "max": "40 ms"}], priorities=["memory", ["size", "throughput"]])
    assert given.requirements[0].quality == "inference-latency"
    assert given.priorities == (("inference-memory",), ("model-size", "inference-throughput"))
    assert len(given.notices) == 4


def test_a_name_of_the_format_is_never_read_as_another() -> None:
    given = brief(priorities=["explainability", "interpretability"])
    assert given.priorities == (("explainability",), ("interpretability",))
    assert given.notices == ()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"task": "fraud detection"}, "Write one of binary-classification, outlier-detection."),
        (
            {"requirements": [{"quality": "speed", "min": "high"}]},
            "Write one of inference-latency, inference-throughput",
        ),
        ({"stakes.regulation": ["privacy"]}, "Write one of gdpr, uk-gdpr, ccpa, hipaa."),
    ],
)
def test_a_word_that_could_mean_several_things_is_refused_once_with_the_choices(
    fields: dict[str, object], words: str
) -> None:
    with pytest.raises(BriefError) as refusal:
        brief(**fields)
    (problem,) = refusal.value.problems
    assert "could mean several things" in problem.message
    assert words in (problem.hint or "")


def test_whether_the_rules_are_known_says_how_far_the_answer_is_specified() -> None:
    given = brief(stakes={"rules_known": "complete"})
    assert given.stakes.specification == "complete"
    assert given.notices[0].message == "the field `stakes.rules_known` is read as `stakes.specification`."


def test_a_field_and_its_other_name_are_the_same_field_given_twice() -> None:
    with pytest.raises(BriefError, match="given twice"):
        brief(**{"stakes.rules_known": "complete", "stakes.specification": "none"})


def test_what_was_understood_is_told_with_its_place_and_in_the_answer(knowledge: Knowledge) -> None:
    given = Brief.parse(b"task: anomaly detection\ndata.modality: tabular\n", "a.yaml")
    assert str(given.notices[0]).startswith("a.yaml:1:7: `task` says 'anomaly detection'")
    assert recommend(given, knowledge).notices[0] == given.notices[0].message
    assert Brief.from_mapping(given.normalised()).notices == ()


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("data.rows", "41,000", 41_000), ("data.rows", "1,234,567", 1_234_567), ("data.sparse", "no", False),
        ("data.residency", "in the house", "stays-in-organisation"), ("project.human_review", "yes, the boss", True),
        ("data.privacy", "Patient data", "sensitive"), ("deployment.update_cadence", "quarterly", "monthly"),
    ],
)  # fmt: skip
def test_what_people_say_in_a_field_is_understood_and_told(field: str, written: str, meant: object) -> None:
    given = brief(**{field: written})
    assert given.facts()[field] == meant
    (told,) = given.notices
    assert told.message == f"`{field}` says '{written}', which is read as `{str(meant).lower()}`."


@pytest.mark.parametrize("written", ["1,5", "41,00", "0,123", "1,000.5", "41,000 hours", "true", "0x10"])
def test_a_text_that_is_no_count_in_thousands_stays_refused(written: str) -> None:
    with pytest.raises(BriefError, match=r"data\.rows"):
        brief(**{"data.rows": written})


def test_yes_and_no_without_quotes_are_read_where_a_field_takes_nothing_else() -> None:
    text = b"task: clustering\ndata: {modality: tabular, sparse: no}\nproject.human_review: yes\n"
    given = Brief.parse(text, "a.yaml")
    assert (given.data.sparse, given.project.human_review) == (False, True)
    assert [str(each).partition(" says ")[0] for each in given.notices] == [
        "a.yaml:2:35: `data.sparse`", "a.yaml:3:23: `project.human_review`",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "read"), [("true", True), ("false", False), ("True", True), ("yes", True)])
def test_a_truth_value_in_quotes_is_read_like_the_other_words_for_it(text: str, read: bool) -> None:
    given = brief(**{"data.sparse": text})
    assert given.data.sparse is read
    assert f"is read as `{str(read).lower()}`" in given.notices[0].message


@pytest.mark.parametrize("text", ["1", "0"])
def test_a_number_in_quotes_is_no_truth_value(text: str) -> None:
    with pytest.raises(BriefError, match=rf"`data\.sparse` takes true or false, not the text '{text}'"):
        brief(**{"data.sparse": text})


@pytest.mark.parametrize(
    ("described", "tasks"),
    [
        ("which halls to inspect first", ["ranking", "binary-classification"]),
        ("inspection list", ["ranking", "binary-classification"]),
        ("how long until the pump fails", ["survival-analysis", "regression"]),
        ("predict cancellations", ["binary-classification", "survival-analysis"]),
    ],
)
def test_a_task_in_own_words_is_refused_with_those_it_may_be_and_what_would_make_it_so(
    described: str, tasks: list[str]
) -> None:
    with pytest.raises(BriefError) as refusal:
        brief(task=described)
    (problem,) = refusal.value.problems
    assert problem.hint is not None
    assert re.findall(r"Write `([a-z-]+)` where ", problem.hint) == tasks


@pytest.mark.parametrize(
    ("described", "task"),
    [
        ("which tenants won't renew their contract", "binary-classification"),
        ("will the customer pay or not", "binary-classification"),
        ("catch sellers who fake their reviews", "binary-classification"),
        ("flag meters that were tampered with", "outlier-detection"),
        ("say who cheats in exams", "outlier-detection"),
        ("readers describe what they are looking for and get the right article", "retrieval"),
        ("cooks look for a recipe by what is in the fridge", "retrieval"),
    ],
)
def test_a_task_told_as_what_people_want_is_among_the_suggestions(described: str, task: str) -> None:
    assert task in [each.task for each in suggested_tasks(described)]


def test_data_that_must_not_leave_are_no_customers_who_do() -> None:
    assert suggested_tasks("the records must not leave the house") == ()
    assert suggested_tasks("members leave the club")[0].task == "binary-classification"


def test_at_most_five_tasks_are_near_a_description_and_none_where_no_word_speaks_of_one() -> None:
    told = {task: (f"Working on {task}s of words",) for task in TASKS}
    assert len(nearest_tasks("which strange ones to group, search and plan first tomorrow", told)) == MOST_NEAR
    assert nearest_tasks("banana", told) == ()
    assert {*USUAL_TASKS} < {*TASKS}


@pytest.mark.parametrize("given", [True, 3, [True], {"name": "gdpr"}])
def test_what_can_name_no_law_is_refused_with_the_laws_that_are_known(given: object) -> None:
    with pytest.raises(BriefError, match="takes laws and norms by their names, not ") as refusal:
        brief(**{"stakes.regulation": given})
    assert "Known are accessibility, " in str(refusal.value)
    assert ", gdpr, " in str(refusal.value)


def test_cases_under_a_capacity_are_told_where_to_say_how_many_there_are() -> None:
    with pytest.raises(BriefError, match=r"say how many in `project\.cases_per_day` or `deployment\.top_k`"):
        brief(task="inspection list")


def test_a_misspelt_task_is_met_with_the_nearest_name_rather_than_with_suggestions() -> None:
    with pytest.raises(BriefError, match="Did you mean 'change-point-detection'") as refusal:
        brief(task="change-point-detektion")
    assert "Write `" not in str(refusal.value)


@pytest.mark.parametrize(("name", "meant"), [("ram", "memory"), ("flash", "storage")])
def test_memory_of_a_device_is_called_as_data_sheets_call_it(name: str, meant: str) -> None:
    given = {"task": "clustering", "data.modality": "tabular", f"deployment.{name}": "64 KB"}
    assert Brief.from_mapping(given).facts()[f"deployment.{meant}"] == 64_000


def test_no_field_is_near_another_by_the_group_that_both_are_in() -> None:
    with pytest.raises(BriefError) as refusal:
        Brief.from_mapping({"task": "clustering", "data": {"modality": "tabular", "nozzles": 3, "featurs": 4}})
    hints = [str(problem.hint) for problem in refusal.value.problems]
    assert [hint.partition(":")[0] for hint in hints] == ["No field says this", "Did you mean 'data.features'?"]
