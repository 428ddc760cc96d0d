"""Whose qualities count how much: the brief's order, tiers that do not add up, and the floor under accuracy."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from small_knowledge import ContentFolder, claim, rule
from whichml.advise.requirements import LevelBound, UnitBound, satisfaction
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation


def weights(answer: Recommendation) -> dict[str, float]:
    return {priority.quality: priority.weight for priority in answer.priorities}


def prioritising(folder: ContentFolder, *tiers: dict[str, str]) -> ContentFolder:
    folder.algorithm("one").algorithm("two", claim("accuracy", "medium"))
    return folder.rules(*(rule(f"rule-{i}", {"prioritise": tier}) for i, tier in enumerate(tiers)))


def test_tiers_weigh_nine_three_and_one(folder: ContentFolder) -> None:
    tiers = {"robustness": "high", "privacy": "normal", "security": "low"}
    found = weights(prioritising(folder, tiers).answer())
    assert found["robustness"] / found["security"] == pytest.approx(9, rel=1e-2)
    assert found["privacy"] / found["security"] == pytest.approx(3, rel=1e-2)


def test_weights_sum_to_one(folder: ContentFolder) -> None:
    answer = prioritising(folder, {"accuracy": "high", "robustness": "high", "privacy": "low"}).answer(
        requirements=[{"quality": "interpretability", "min": "high", "priority": "should"}]
    )
    assert sum(weights(answer).values()) == pytest.approx(1, abs=1e-3)
    assert len(weights(answer)) == 4


def test_two_rules_for_one_quality_do_not_add_up(folder: ContentFolder) -> None:
    once = weights(prioritising(folder, {"robustness": "normal"}, {"privacy": "normal"}).answer())
    assert once["robustness"] == once["privacy"]
    twice = weights(
        prioritising(folder, {"robustness": "normal"}, {"robustness": "normal"}, {"privacy": "normal"}).answer()
    )
    assert twice == once


def test_the_highest_tier_wins_and_its_rule_is_cited(folder: ContentFolder) -> None:
    answer = prioritising(folder, {"robustness": "low"}, {"robustness": "high"}, {"robustness": "normal"}).answer()
    (priority,) = answer.priorities
    assert priority.tier == "high"
    assert answer.justification.node(priority.because[0]).because == ("rule:rule-1",)


def test_multiplying_all_weights_changes_nothing(folder: ContentFolder) -> None:
    qualities = ("accuracy", "robustness", "privacy")
    answers = [prioritising(folder, dict.fromkeys(qualities, tier)).answer() for tier in ("high", "normal", "low")]
    assert weights(answers[0]) == weights(answers[1]) == weights(answers[2])
    assert len({tuple(c.utility for c in answer.candidates) for answer in answers}) == 1


def test_a_quality_that_does_not_rank_is_no_criterion_on_the_word_of_rules(folder: ContentFolder) -> None:
    answer = prioritising(folder.quality("robustness", ranks=False), {"robustness": "high", "privacy": "low"}).answer()
    assert weights(answer) == {"privacy": 1.0}


@pytest.mark.parametrize(
    ("brief", "name"),
    [
        ({"priorities": ["robustness"]}, "robustness"),
        (
            {"requirements": [{"quality": "robustness", "min": "high", "priority": "should"}]},
            "robustness at least high",
        ),
    ],
    ids=["ordered", "bounded"],
)
def test_a_brief_makes_a_criterion_of_a_quality_that_does_not_rank(
    brief: dict[str, Any], name: str, folder: ContentFolder
) -> None:
    folder.quality("robustness", ranks=False)
    found = weights(prioritising(folder, {"robustness": "high", "privacy": "low"}).answer(**brief))
    assert set(found) == {name, "privacy"}


def test_a_must_on_a_quality_that_does_not_rank_excludes_all_the_same(folder: ContentFolder) -> None:
    folder.quality("robustness", ranks=False).algorithm("one", claim("robustness", "low")).algorithm("two")
    answer = folder.answer(requirements=[{"quality": "robustness", "min": "high", "priority": "must"}])
    assert [excluded.algorithm for excluded in answer.excluded] == ["one"]


def test_no_question_is_asked_for_a_priority_that_would_not_count(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", claim("accuracy", "medium"))
    folder.rules(rule("asks", {"prioritise": {"robustness": "high"}}, {"data.sparse": True}))
    assert [question.field for question in folder.answer().open_questions] == ["data.sparse"]
    assert folder.quality("robustness", ranks=False).answer().open_questions == ()


FLOORS = [
    ([], {"accuracy": 0.4}),
    ([["robustness", "accuracy"]], {"robustness": 0.5, "accuracy": 0.5}),
    (["robustness", "accuracy"], {"robustness": 0.7 * 18 / 32, "accuracy": 0.7 * 14 / 32}),
    (["robustness"], {"robustness": 0.35, "accuracy": 0.35}),
    ([["robustness", "privacy"]], {"robustness": 0.8 / 3, "privacy": 0.8 / 3, "accuracy": 0.8 / 3}),
    (["robustness", "privacy", "security", "accuracy"], {"robustness": 0.8 * 18 / 52, "accuracy": 0.8 * 9 / 52}),
]
CROWD = ("maintainability", "monitorability", "skills-need", "training-cost", "training-time", "update-latency")


@pytest.mark.parametrize(("priorities", "shares"), FLOORS)
def test_accuracy_keeps_its_floor_together_with_what_is_ordered_before_it(
    folder: ContentFolder, priorities: list[Any], shares: dict[str, float]
) -> None:
    crowd = dict.fromkeys(["robustness", "privacy", "security", "stability", "editability", *CROWD], "high")
    alone = priorities == [["robustness", "accuracy"]]
    answer = prioritising(folder, {"accuracy": "low"} if alone else {"accuracy": "low", **crowd})
    found = weights(answer.answer(priorities=priorities))
    assert {quality: found[quality] for quality in shares} == pytest.approx(shares, abs=1e-3)


@pytest.mark.parametrize("order", [*permutations(["accuracy", "robustness", "privacy"])])
def test_what_a_brief_orders_first_weighs_most(folder: ContentFolder, order: tuple[str, ...]) -> None:
    crowd = dict.fromkeys(["security", "stability", "editability"], "high")
    found = weights(prioritising(folder, {"accuracy": "low", **crowd}).answer(priorities=list(order)))
    assert [quality for quality in found if quality in order] == list(order)


def test_accuracy_above_its_floor_keeps_its_own_share(folder: ContentFolder) -> None:
    found = weights(prioritising(folder, {"accuracy": "high", "robustness": "low"}).answer())
    assert found == {"accuracy": 0.9, "robustness": 0.1}


def test_the_briefs_own_order_weighs_more_than_any_rule(folder: ContentFolder) -> None:
    answer = prioritising(folder, {"robustness": "high", "privacy": "high"}).answer(priorities=["privacy", "security"])
    assert [p.quality for p in answer.priorities] == ["privacy", "security", "robustness"]
    assert [p.tier for p in answer.priorities] == ["stated", "stated", "high"]


def test_priorities_weigh_18_14_11_9_7_and_5_in_their_order_and_further_ones_as_the_last(folder: ContentFolder) -> None:
    order = ["accuracy", "privacy", "security", "stability", "robustness", "editability", "interpretability"]
    found = weights(prioritising(folder, {}).answer(priorities=order))
    crowd = {quality: found[quality] / found["privacy"] * 14 for quality in order[1:]}
    assert crowd == pytest.approx(dict(zip(order[1:], (14, 11, 9, 7, 5, 5), strict=True)), rel=2e-2)


def test_tied_priorities_weigh_the_same(folder: ContentFolder) -> None:
    found = weights(prioritising(folder, {"accuracy": "low"}).answer(priorities=[["privacy", "security"], "stability"]))
    assert found["privacy"] == found["security"] > found["stability"]


def test_only_prioritised_qualities_are_ranked(folder: ContentFolder) -> None:
    folder.algorithm("robust", claim("robustness", "very-high"), family="single-tree")
    folder.algorithm("frail", claim("robustness", "very-low"), family="boosting")
    answer = folder.rules(rule("r", {"prioritise": {"accuracy": "high"}})).answer()
    assert len({c.utility for c in answer.candidates}) == 1
    assert {q.quality for c in answer.candidates for q in c.qualities} == {"accuracy"}


# position: 0 very-low to 4 very-high
LEVEL_BOUNDS = [
    ("min", 3, 3.0, 1.0), ("min", 3, 4.0, 1.0), ("min", 3, 2.0, 0.5), ("min", 3, 1.0, 0.0), ("min", 3, 0.0, 0.0),
    ("max", 1, 1.0, 1.0), ("max", 1, 0.0, 1.0), ("max", 1, 2.0, 0.5), ("max", 1, 3.0, 0.0), ("max", 1, 4.0, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("end", "number", "position", "score"), LEVEL_BOUNDS)
def test_a_bound_in_levels_scores_one_when_met_and_half_one_level_short(
    knowledge: Knowledge, end: Any, number: int, position: float, score: float
) -> None:
    found = satisfaction(LevelBound(end, number), position, position, knowledge.qualities["robustness"])
    assert found == (score, score)


@pytest.mark.parametrize(("position", "score"), [(1.0, 1.0), (2.0, 1.0), (3.0, 0.5), (4.0, 0.0)])
def test_a_bound_in_units_scores_against_the_level_that_holds_it(
    knowledge: Knowledge, position: float, score: float
) -> None:
    latency = knowledge.qualities["inference-latency"]
    assert satisfaction(UnitBound("max", 0.04), position, position, latency) == (score, score)


def test_a_span_scores_from_its_worst_to_its_best_end(knowledge: Knowledge) -> None:
    robustness = knowledge.qualities["robustness"]
    assert satisfaction(LevelBound("min", 3), 1.0, 3.0, robustness) == (0.0, 1.0)
    assert satisfaction(LevelBound("max", 1), 1.0, 3.0, robustness) == (0.0, 1.0)


@pytest.mark.parametrize("priority", ["should", "could"])
def test_a_soft_bound_is_a_criterion_of_its_own(folder: ContentFolder, priority: str) -> None:
    for level in ("very-low", "low", "medium", "high", "very-high"):
        folder.algorithm(level, claim("robustness", level), family="single-tree")
    folder.rules(rule("r", {"prioritise": {"accuracy": "low"}}))
    bound = {"quality": "robustness", "min": "medium", "priority": priority}
    answer = folder.answer(requirements=[bound])
    assert answer.excluded == ()
    scores = {
        candidate.algorithm: next(q.high for q in candidate.qualities if q.quality == "robustness at least medium")
        for candidate in (*answer.candidates, *answer.outclassed)
    }
    assert scores == {"high": 1.0, "low": 0.5, "very-low": 0.0}
    first = answer.candidates[0]
    assert first.equivalents == ("medium", "very-high"), "more than asked for is no better"


def test_a_should_weighs_as_a_high_tier_and_a_could_as_a_normal_one(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("r", {"prioritise": {"privacy": "high", "security": "normal"}}))
    found = weights(folder.answer(requirements=[
        {"quality": "robustness", "min": "high", "priority": "should"},
        {"quality": "stability", "min": "high", "priority": "could"},
    ]))  # fmt: skip
    assert found["robustness at least high"] == found["privacy"]
    assert found["stability at least high"] == found["security"]


def test_a_must_that_tells_candidates_apart_weighs_as_a_normal_tier(folder: ContentFolder) -> None:
    folder.algorithm("keeping", claim("robustness", "high")).algorithm("at-risk", claim("robustness", "medium"))
    folder.rules(rule("r", {"prioritise": {"privacy": "normal", "security": "high"}}))
    found = weights(folder.answer(requirements=[{"quality": "robustness", "min": "high"}]))
    assert found["robustness at least high"] == found["privacy"]
    assert found["security"] == pytest.approx(3 * found["privacy"], rel=1e-3)


def test_doubt_widens_what_a_claim_in_levels_says(folder: ContentFolder) -> None:
    families = {"high": "linear", "medium": "boosting", "low": "single-tree"}
    for confidence in families:
        folder.algorithm(confidence, claim("accuracy", "high", confidence=confidence), family=families[confidence])
    folder.rules(rule("r", {"prioritise": {"accuracy": "high"}}))
    ends = {c.algorithm: (c.qualities[0].low, c.qualities[0].high) for c in folder.answer().candidates}
    assert ends == {"high": (0.75, 0.75), "medium": (0.6875, 0.8125), "low": (0.625, 0.875)}
