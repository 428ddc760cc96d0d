"""An algorithm that does not solve the task or read the data is used through a reduction, where practice does that."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_practice import all_ranked, practice, practised, reduction

from answer_parts import why_out
from small_knowledge import MODALITY, SOURCE, TASK, ContentFolder, brief, claim, rule
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.recommendation import Candidate, Recommendation

USED = {"regressor": {0: 1.0}, "reader": {0: 1.0}}
DATA = {"kind": "modality"}


@pytest.fixture
def reducible(folder: ContentFolder) -> ContentFolder:
    """Return a classifier of tables, a regressor of tables and a classifier of texts, and two reductions to them."""
    folder.algorithm("classifier", family="tree-ensemble")
    folder.algorithm("regressor", solves=["regression"])
    folder.algorithm("reader", accepts={"text": "raw"}, family="kernel-method")
    reduction(folder, "scores", TASK, "regression")
    reduction(folder, "sentences", MODALITY, "text", **DATA)
    return folder


def answered(folder: ContentFolder, fields: dict[str, Any] | None = None, **more: Any) -> Recommendation:
    """Return the answer to a brief where practice uses what the keywords say."""
    return practised(folder.knowledge(), practice(**{"choices": USED, **more})).recommend(brief(**(fields or {})))


def through(candidate: Candidate) -> list[str]:
    return [each.reduction for each in candidate.reductions]


def test_an_algorithm_is_used_through_a_reduction_of_the_task_or_of_the_data(reducible: ContentFolder) -> None:
    found = all_ranked(answered(reducible))
    assert {name: through(candidate) for name, candidate in found.items()} == {
        "classifier": [], "regressor": ["scores"], "reader": ["sentences"]
    }  # fmt: skip


def test_both_may_be_reduced_once(reducible: ContentFolder) -> None:
    reducible.algorithm("far", solves=["regression"], accepts={"text": "raw"})
    assert through(all_ranked(answered(reducible, choices={"far": {0: 1.0}}))["far"]) == ["scores", "sentences"]


def test_no_task_bears_the_name_of_a_modality() -> None:
    tasks, modalities = (set(BRIEF_FIELDS[name].values) for name in ("task", "data.modality"))
    assert min(len(tasks), len(modalities)) > 9
    assert tasks.isdisjoint(modalities)


def test_no_second_reduction_of_the_task_follows_the_first(reducible: ContentFolder) -> None:
    reducible.algorithm("further", solves=["forecasting"])
    reduction(reducible, "steps", "regression", "forecasting")
    answer = answered(reducible, choices={"further": {0: 6.0}})
    assert why_out(answer, "further") == [f"it does not solve {TASK}"]


def test_the_answer_names_the_reduction_what_it_costs_and_its_source(reducible: ContentFolder) -> None:
    answer = answered(reducible)
    (told,) = all_ranked(answer)["regressor"].reductions
    assert (told.name, told.text, told.cost) == ("By scores", "Do it so.", "Something is lost.")
    (node,) = (answer.justification.node(identity) for identity in told.because)
    assert (node.id, node.because) == ("evidence:reduction:scores", ("brief:task",))
    assert [cited.ref for cited in node.sources] == [SOURCE]
    assert node.where.startswith("facts/reductions/scores.yaml:")


@pytest.mark.parametrize(("rows", "because"), [(9, ("brief:task", "brief:data.rows")), (10, ("brief:task",))])
def test_what_makes_a_reduction_usual_is_a_premise_only_where_it_does(
    reducible: ContentFolder, rows: int, because: tuple[str, ...]
) -> None:
    reduction(reducible, "scores", TASK, "regression", usual={"data.rows": {"below": 10}})
    assert answered(reducible, {"data__rows": rows}).justification.node("evidence:reduction:scores").because == because


def test_as_it_is_goes_before_any_reduction(reducible: ContentFolder) -> None:
    reducible.algorithm("both", solves=[TASK, "regression"], accepts={MODALITY: "raw", "text": "raw"})
    assert through(all_ranked(answered(reducible, choices={"both": {0: 1.0}}))["both"]) == []


def test_a_special_form_takes_no_detour_to_what_the_general_one_does_as_it_is(reducible: ContentFolder) -> None:
    reducible.algorithm("encoder", solves=["regression"], specialises="classifier")
    reducible.algorithm("grader", solves=["regression"], specialises="regressor")
    answer = answered(reducible, choices={"encoder": {0: 6.0}, "grader": {0: 6.0}, **USED})
    assert why_out(answer, "encoder") == [f"it does not solve {TASK}"]
    assert through(all_ranked(answer)["grader"]) == ["scores"]


def test_a_special_form_takes_a_detour_that_names_it_beside_what_the_general_one_does(reducible: ContentFolder) -> None:
    reducible.algorithm("encoder", solves=["regression"], specialises="classifier")
    reduction(reducible, "counts", TASK, "regression", only=["encoder"])
    answer = answered(reducible, choices={"encoder": {0: 6.0}, **USED})
    assert through(all_ranked(answer)["encoder"]) == ["counts"]


@pytest.mark.parametrize(
    ("fields", "names"), [({"data__drift": "fast"}, []), ({"data__drift": "slow"}, ["scores"]), ({}, ["scores"])],
    ids=["known to fail", "holds", "unknown"],
)  # fmt: skip
def test_a_reduction_is_open_unless_its_condition_is_known_to_fail(
    reducible: ContentFolder, fields: dict[str, Any], names: list[str]
) -> None:
    reduction(reducible, "scores", TASK, "regression", when={"data.drift": {"in": ["slow", "none"]}})
    answer = answered(reducible, fields)
    found = all_ranked(answer)
    assert [name for c in found.values() if c.algorithm == "regressor" for name in through(c)] == names
    assert why_out(answer, "regressor") == ([] if names else [f"it does not solve {TASK}"])


@pytest.mark.parametrize(("only", "is_used"), [("linear", True), ("regressor", True), ("kernel-method", False)])
def test_a_reduction_is_good_for_the_algorithms_and_families_that_it_names(
    reducible: ContentFolder, only: str, is_used: bool
) -> None:
    reduction(reducible, "scores", TASK, "regression", only=[only])
    assert ("regressor" in all_ranked(answered(reducible))) is is_used


@pytest.mark.parametrize(("odds", "is_used"), [(-0.9, True), (-1.1, False)])
def test_it_is_used_only_where_practice_would_use_it_so(reducible: ContentFolder, odds: float, is_used: bool) -> None:
    answer = answered(reducible, choices={"regressor": {0: 2.0 + odds}}, handicaps={"task": -2.0})
    assert (why_out(answer, "regressor") == []) is is_used


@pytest.mark.parametrize(
    ("fields", "is_used"), [({"data__drift": "fast"}, True), ({"data__drift": "slow"}, False), ({}, False)],
    ids=["holds", "fails", "unknown"],
)  # fmt: skip
def test_where_practitioners_take_it_as_a_matter_of_course_it_is_no_handicap(
    reducible: ContentFolder, fields: dict[str, Any], is_used: bool
) -> None:
    reduction(reducible, "scores", TASK, "regression", usual={"data.drift": "fast"})
    answer = answered(reducible, fields, handicaps={"task": -4.0})
    assert (why_out(answer, "regressor") == []) is is_used
    told = [c.practice.goodness for name, c in all_ranked(answer).items() if name == "regressor" and c.practice]
    assert told == ([pytest.approx(0.5 + 1 / 12, abs=1e-4)] if is_used else [])


def test_without_practice_nothing_is_used_through_a_reduction(reducible: ContentFolder) -> None:
    answer = reducible.answer()
    assert list(all_ranked(answer)) == ["classifier"]
    assert why_out(answer, "reader") == [f"it does not read {MODALITY}"]


def test_a_reduction_costs_an_algorithm_what_practice_makes_of_that(reducible: ContentFolder) -> None:
    found = all_ranked(answered(reducible, handicaps={"task": -1.5, "data": -0.5}))
    told = {name: candidate.practice.goodness for name, candidate in found.items() if candidate.practice}
    assert told == pytest.approx({
        "classifier": 0.5, "regressor": 0.5 + (1 - 1.5) / 12, "reader": 0.5 + (1 - 0.5) / 12
    }, abs=1e-4)  # fmt: skip


def test_ratings_are_those_of_the_task_that_a_reduction_leads_to(reducible: ContentFolder) -> None:
    reducible.algorithm(
        "regressor", claim("accuracy", "medium", {"task": TASK}),
        claim("accuracy", "very-high", {"task": "regression"}), solves=["regression"],
    )  # fmt: skip
    reducible.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    (rated,) = all_ranked(answered(reducible))["regressor"].qualities
    assert (rated.quality, rated.level) == ("accuracy", "very-high")


def test_ratings_are_those_of_the_data_that_a_reduction_leads_to(reducible: ContentFolder) -> None:
    reducible.algorithm(
        "reader", claim("accuracy", "medium", {"data.modality": MODALITY}),
        claim("accuracy", "very-high", {"data.modality": "text"}), accepts={"text": "raw"}, family="kernel-method",
    )  # fmt: skip
    reducible.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    (rated,) = all_ranked(answered(reducible))["reader"].qualities
    assert rated.level == "very-high"


def test_what_is_far_behind_through_a_reduction_is_shown_as_outclassed_and_not_as_unable(
    reducible: ContentFolder,
) -> None:
    answer = answered(reducible, choices={"classifier": {0: 6.0}, "regressor": {0: -0.5}, "reader": {0: -0.5}})
    assert [candidate.algorithm for candidate in answer.candidates] == ["classifier"]
    assert {candidate.algorithm for candidate in answer.outclassed} == {"regressor", "reader"}
    assert why_out(answer, "regressor") == why_out(answer, "reader") == []


def test_what_practice_seldom_uses_through_a_reduction_is_out_and_told_which(reducible: ContentFolder) -> None:
    reducible.algorithm("far", solves=["regression"], accepts={"text": "raw"})
    reduction(reducible, "scores", TASK, "regression", name="Scores")
    reduction(reducible, "sentences", MODALITY, "text", **DATA, name="Sentences")
    answer = answered(reducible, choices={each: {0: -1.5} for each in ("regressor", "reader", "far")})
    assert why_out(answer, "regressor") == [f"it solves {TASK} only by scores, and is seldom used so here"]
    assert why_out(answer, "reader") == [f"it reads {MODALITY} only by sentences, and is seldom used so here"]
    assert why_out(answer, "far") == [f"it solves {TASK} only by scores and sentences, and is seldom used so here"]


@pytest.mark.parametrize(("bound", "n_ahead"), [("40 ms", 1), ("1 ms", 0)], ids=["leader keeps it", "leader is out"])
def test_a_tighter_bound_readmits_nobody_who_stands_behind_through_a_reduction(
    reducible: ContentFolder, bound: str, n_ahead: int
) -> None:
    slow, quick = ({"from": low, "to": high} for low, high in (("20 ms", "39 ms"), ("1 us", "10 us")))
    reducible.algorithm("quick", claim("accuracy", "high"), claim("inference-latency", quick), solves=["regression"])
    reducible.algorithm(
        "classifier", claim("accuracy", "high"), claim("inference-latency", slow), family="tree-ensemble"
    )
    asked = {"quality": "inference-latency", "max": bound, "priority": "must"}
    answer = answered(reducible, {"requirements": [asked]}, choices={"classifier": {0: 6.0}, "quick": {0: -0.5}})
    assert [candidate.algorithm for candidate in all_ranked(answer).values()].index("quick") == n_ahead
    assert why_out(answer, "quick") == []


def test_what_is_far_behind_through_a_usual_reduction_is_shown_as_outclassed(reducible: ContentFolder) -> None:
    reduction(reducible, "scores", TASK, "regression", usual={"data.drift": "fast"})
    points = {"classifier": {0: 6.0}, "regressor": {0: -0.5}, "reader": {0: -0.5}}
    answer = answered(reducible, {"data__drift": "fast"}, choices=points)
    assert [candidate.algorithm for candidate in answer.outclassed] == ["reader", "regressor"]
    assert why_out(answer, "regressor") == []
