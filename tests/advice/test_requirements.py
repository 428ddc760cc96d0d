"""A must requirement held against a rating: met, missed, or open and then to be measured."""

from __future__ import annotations

from typing import Any

import pytest

from small_knowledge import ContentFolder, brief, claim, rule
from whichml import Brief
from whichml.advise.constraints import constraint_facts, constraints_of
from whichml.advise.ratings import Rating
from whichml.advise.recommendation import Advisor
from whichml.advise.requirements import Bound, LevelBound, UnitBound, Verdict, judge_bound
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.scale import rank_of, span_text

MS = 0.001


def rated(low: float, high: float, interval: tuple[float, float] | None = None, applicable: bool = True) -> Rating:
    ends = {"low": low, "high": high, "least": low, "most": high}
    return Rating(
        **ends, lowest=rank_of(low), highest=rank_of(high), level=span_text(low, high), interval=interval,
        applicable=applicable,
    )  # fmt: skip


LEVELS: list[tuple[Bound, tuple[float, float], Verdict]] = [
    (LevelBound("min", 3), (3, 3), "met"),
    (LevelBound("min", 3), (4, 4), "met"),
    (LevelBound("min", 3), (2, 2), "missed"),
    (LevelBound("min", 3), (2, 3), "open"),
    (LevelBound("min", 3), (0, 2), "missed"),
    (LevelBound("max", 1), (1, 1), "met"),
    (LevelBound("max", 1), (0, 1), "met"),
    (LevelBound("max", 1), (2, 2), "missed"),
    (LevelBound("max", 1), (1, 2), "open"),
    (LevelBound("max", 1), (0, 4), "open"),
]
INTERVALS: list[tuple[Bound, tuple[float, float], Verdict]] = [
    (UnitBound("max", 40 * MS), (1 * MS, 40 * MS), "met"),
    (UnitBound("max", 40 * MS), (1 * MS, 40.1 * MS), "open"),
    (UnitBound("max", 40 * MS), (39.9 * MS, 90 * MS), "open"),
    (UnitBound("max", 40 * MS), (40 * MS, 90 * MS), "missed"),
    (UnitBound("max", 40 * MS), (40.1 * MS, 90 * MS), "missed"),
    (UnitBound("min", 40 * MS), (40 * MS, 90 * MS), "met"),
    (UnitBound("min", 40 * MS), (39.9 * MS, 90 * MS), "open"),
    (UnitBound("min", 40 * MS), (1 * MS, 40.1 * MS), "open"),
    (UnitBound("min", 40 * MS), (1 * MS, 40 * MS), "missed"),
    (UnitBound("min", 40 * MS), (1 * MS, 39.9 * MS), "missed"),
]
# Anchors of latency: 1 ms, 10 ms, 100 ms, 1 s. A bound of 5 ms lies in `low` (1), 40 ms in `medium` (2).
ANCHORED: list[tuple[Bound, tuple[float, float], Verdict]] = [
    (UnitBound("max", 5 * MS), (0, 0), "met"),
    (UnitBound("max", 5 * MS), (1, 1), "open"),
    (UnitBound("max", 5 * MS), (2, 2), "open"),
    (UnitBound("max", 5 * MS), (3, 3), "missed"),
    (UnitBound("max", 5 * MS), (2, 4), "open"),
    (UnitBound("max", 40 * MS), (1, 1), "met"),
    (UnitBound("max", 40 * MS), (1, 2), "open"),
    (UnitBound("max", 40 * MS), (3, 3), "open"),
    (UnitBound("max", 40 * MS), (4, 4), "missed"),
    (UnitBound("max", 0.1 * MS), (4, 4), "missed"),
    (UnitBound("max", 0.1 * MS), (1, 1), "open"),
    (UnitBound("min", 40 * MS), (3, 3), "met"),
    (UnitBound("min", 40 * MS), (2, 2), "open"),
    (UnitBound("min", 40 * MS), (1, 1), "open"),
    (UnitBound("min", 40 * MS), (0, 0), "missed"),
]


@pytest.mark.parametrize(("bound", "span", "verdict"), LEVELS)
def test_a_bound_in_levels_is_met_missed_or_open(
    knowledge: Knowledge, bound: Bound, span: tuple[float, float], verdict: Verdict
) -> None:
    assert judge_bound(bound, rated(*span), knowledge.qualities["robustness"]) == verdict


@pytest.mark.parametrize(("bound", "interval", "verdict"), INTERVALS)
def test_a_bound_in_units_is_compared_with_claims_in_units_as_numbers(
    knowledge: Knowledge, bound: Bound, interval: tuple[float, float], verdict: Verdict
) -> None:
    rating = rated(0, 4, interval)
    assert judge_bound(bound, rating, knowledge.qualities["inference-latency"]) == verdict


@pytest.mark.parametrize(("bound", "span", "verdict"), ANCHORED)
def test_a_level_misses_a_bound_in_units_only_by_more_than_one_level(
    knowledge: Knowledge, bound: Bound, span: tuple[float, float], verdict: Verdict
) -> None:
    assert judge_bound(bound, rated(*span), knowledge.qualities["inference-latency"]) == verdict


@pytest.mark.parametrize("rating", [None, rated(0, 4, applicable=False)])
def test_what_nobody_knows_and_what_does_not_apply_is_never_missed(knowledge: Knowledge, rating: Rating | None) -> None:
    for bound in (LevelBound("min", 4), LevelBound("max", 0), UnitBound("max", 0.0)):
        assert judge_bound(bound, rating, knowledge.qualities["inference-latency"]) == "open"


def test_a_unit_bound_on_a_quality_without_anchors_stays_open(knowledge: Knowledge) -> None:
    assert judge_bound(UnitBound("max", 1.0), rated(4, 4), knowledge.qualities["development-cost"]) == "open"


def excluded(answer: Recommendation) -> list[str]:
    return [exclusion.algorithm for exclusion in answer.excluded]


def must(quality: str, **bound: Any) -> list[dict[str, Any]]:
    return [{"quality": quality, **bound}]


def test_a_claim_that_reaches_over_the_bound_is_a_caution_and_a_measurement_and_no_exclusion(
    folder: ContentFolder,
) -> None:
    folder.algorithm("wide", claim("inference-latency", {"from": "1 ms", "to": "90 ms"}))
    answer = folder.answer(requirements=must("inference-latency", max="40 ms", at="p99"))
    assert excluded(answer) == []
    (candidate,) = answer.candidates
    (caution,) = candidate.cautions
    assert "1 ms..90 ms" in caution.text
    assert "at most 40 ms (p99)" in caution.text
    assert {answer.justification.node(n).kind for n in caution.because} == {"brief", "rating"}
    assert [(m.quality, m.bound) for m in answer.measurements] == [("inference-latency", "at most 40 ms (p99)")]


def test_a_claim_ten_times_beyond_the_bound_excludes_with_both_in_the_reason(folder: ContentFolder) -> None:
    folder.algorithm("slow", claim("inference-latency", {"from": "400 ms", "to": "900 ms"}))
    answer = folder.answer(requirements=must("inference-latency", max="40 ms"))
    ((reason,),) = (exclusion.reasons for exclusion in answer.excluded)
    assert "400 ms..900 ms" in reason.text
    assert "at most 40 ms" in reason.text
    chain = answer.justification.node(reason.because[0])
    assert "brief:requirements.0" in chain.because


def test_a_claim_inside_the_bound_needs_no_caution(folder: ContentFolder) -> None:
    folder.algorithm("fast", claim("inference-latency", {"from": "1 ms", "to": "40 ms"}))
    answer = folder.answer(requirements=must("inference-latency", max="40 ms"))
    assert excluded(answer) == []
    assert answer.candidates[0].cautions == ()


def test_an_unknown_quality_is_a_caution_and_no_exclusion(folder: ContentFolder) -> None:
    answer = folder.algorithm("mystery").answer(requirements=must("inference-latency", max="40 ms"))
    assert excluded(answer) == []
    assert "unknown" in answer.candidates[0].cautions[0].text


def test_cautions_that_are_most_about_the_brief_come_first(folder: ContentFolder) -> None:
    folder.algorithm("mystery").rules(
        rule("general", {"caution": "Of all."}, {"task": "binary-classification"}, algorithm={"id": "mystery"}),
        rule("one", {"caution": "Of one fact."}, {"data.drift": "fast"}, algorithm={"id": "mystery"}),
        rule("two", {"caution": "Of two."}, {"data.drift": "fast", "data.growth": "fast"}, algorithm={"id": "mystery"}),
    )
    told = {"data__drift": "fast", "data__growth": "fast"}
    answer = folder.answer(requirements=must("inference-latency", max="40 ms"), **told)
    *rest, bound = (caution.text for caution in answer.candidates[0].cautions)
    assert rest == ["Of two.", "Of one fact.", "Of all."]
    assert "at most 40 ms" in bound  # it has a row among the requirements as well


def test_a_caution_about_what_few_projects_tell_comes_before_one_about_what_most_do(advisor: Advisor) -> None:
    trial = {"task": "treatment-effect-estimation", "data.modality": "tabular", "data.rows": 20_000}
    answer = advisor.recommend(Brief.from_mapping({**trial, "data.treated_alike": True, "data.drift": "fast"}))
    first, *others = (caution.text for caution in answer.candidates[0].cautions)
    assert "treated alike" in first
    assert any("test on what came later" in text for text in others)


def test_what_follows_from_two_facts_is_more_about_a_brief_than_one_fact(folder: ContentFolder) -> None:
    folder.algorithm("mystery").rules(
        rule("plain", {"caution": "Plain."}, {"data.feedback": "none"}),
        rule("deep", {"caution": "Deep."}, {"stakes.safety_critical": True}),
        rule("follows", {"conclude": {"stakes.safety_critical": True}}, {"data.drift": "fast", "data.growth": "slow"}),
    )
    answer = folder.answer(data__drift="fast", data__growth="slow", data__feedback="none")
    assert [caution.text for caution in answer.candidates[0].cautions] == ["Deep.", "Plain."]


def test_what_the_brief_leaves_open_makes_no_caution_more_about_it(folder: ContentFolder) -> None:
    folder.algorithm("mystery").rules(
        rule("asked", {"caution": "Ask."}, {"data.growth": {"known": False}, "data.arrival": {"known": False}}),
        rule("told", {"caution": "Of what is told."}, {"data.drift": "fast"}),
    )
    answer = folder.answer(data__drift="fast")
    assert [caution.text for caution in answer.candidates[0].cautions] == ["Of what is told.", "Ask."]


def test_of_cautions_that_are_as_much_about_the_brief_one_about_the_algorithm_comes_first(
    folder: ContentFolder,
) -> None:
    folder.algorithm("mystery").rules(
        rule("all", {"caution": "Of all."}, {"data.drift": "fast"}),
        rule("own", {"caution": "Of mystery."}, {"data.drift": "fast"}, algorithm={"id": "mystery"}),
    )
    answer = folder.answer(data__drift="fast")
    assert [caution.text for caution in answer.candidates[0].cautions] == ["Of mystery.", "Of all."]


@pytest.mark.parametrize("priority", ["should", "could"])
def test_a_soft_requirement_excludes_nobody(folder: ContentFolder, priority: str) -> None:
    folder.algorithm("slow", claim("inference-latency", {"from": "50 s", "to": "90 s"}))
    answer = folder.answer(requirements=[{"quality": "inference-latency", "max": "1 ms", "priority": priority}])
    assert excluded(answer) == []


@pytest.mark.parametrize("priority", ["must", "should", "could"])
def test_a_requirement_is_cited_with_its_priority_in_words(folder: ContentFolder, priority: str) -> None:
    folder.algorithm("slow", claim("inference-latency", {"from": "1 ms", "to": "90 s"}))
    asked = {"quality": "inference-latency", "max": "40 ms", "at": "p99", "priority": priority, "why": "It is live."}
    answer = folder.answer(requirements=[asked])
    stated = answer.justification.node("brief:requirements.0")
    assert stated.text == f"inference-latency {priority} be at most 40 ms (p99), because It is live"


def test_a_quality_that_does_not_apply_meets_every_bound(folder: ContentFolder) -> None:
    folder.algorithm("rules", claim("training-time", "not-applicable"))
    answer = folder.answer(requirements=must("training-time", max="1 s"))
    assert excluded(answer) == []
    assert answer.candidates[0].cautions == ()


def test_a_bound_on_a_metric_is_measured_and_excludes_nobody(folder: ContentFolder) -> None:
    answer = folder.algorithm("one").answer(requirements=[{"quality": "accuracy", "metric": "recall", "min": 0.9}])
    assert excluded(answer) == []
    (measurement,) = answer.measurements
    assert measurement.metric == "recall"
    assert measurement.bound == "recall at least 0.9"


def test_a_bound_in_another_currency_excludes_nobody(folder: ContentFolder) -> None:
    folder.algorithm("dear", claim("cost-per-prediction", {"from": "5 USD", "to": "9 USD"}))
    assert excluded(folder.answer(requirements=must("cost-per-prediction", max="0.001 EUR"))) == []
    assert excluded(folder.answer(requirements=must("cost-per-prediction", max="0.001 USD"))) == ["dear"]


def test_every_requirement_is_in_the_plan_with_what_is_open_first(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("robustness", "high"), claim("privacy", {"low": "low", "high": "high"}))
    answer = folder.answer(requirements=[
        {"quality": "robustness", "min": "medium"}, {"quality": "security", "min": "high", "priority": "could"},
        {"quality": "privacy", "min": "high"},
    ])  # fmt: skip
    assert [m.quality for m in answer.measurements] == ["privacy", "robustness", "security"]


@pytest.mark.parametrize(("bound", "fact"), [("40 ms", 0.04), ("low", 0.01), ("high", 1.0)])
def test_rules_read_a_must_bound_as_a_number(folder: ContentFolder, bound: str, fact: float) -> None:
    knowledge = folder.algorithm("one").knowledge()
    constraints = constraints_of(brief(requirements=must("inference-latency", max=bound)).requirements, {})
    assert constraint_facts(constraints, knowledge.qualities) == {"requirement.inference-latency.max": fact}


@pytest.mark.parametrize(
    ("field", "quality"), [("deployment__memory", "inference-memory"), ("deployment__storage", "model-size")]
)
def test_what_the_device_can_hold_bounds_the_model(folder: ContentFolder, field: str, quality: str) -> None:
    folder.algorithm("small", claim(quality, {"from": "1 kB", "to": "60 kB"}))
    folder.algorithm("large", claim(quality, {"from": "65 kB", "to": "1 MB"}))
    folder.algorithm("huge", claim(quality, {"from": "640 kB", "to": "1 MB"}))
    answer = folder.answer(**{field: "64 kB"})
    assert excluded(answer) == ["huge"]
    at_risk = {c.algorithm: len(c.risks) for c in (*answer.candidates, *answer.outclassed)}
    assert at_risk == {"small": 0, "large": 1}
    assert "64 kB" in answer.excluded[0].reasons[0].text
    node = answer.justification.node(answer.excluded[0].reasons[0].because[0])
    assert f"brief:{field.replace('__', '.')}" in node.because


TEXTS = {
    "task": "multilabel-classification", "data.modality": "text", "data.rows": 60_000, "data.labelled_rows": 60_000,
    "data.classes": 12, "data.text_length": 40, "deployment.accelerator": "none", "deployment.interaction": "online",
}  # fmt: skip


@pytest.mark.parametrize(
    ("quality", "tight", "wide"), [("model-size", "2 MB", "2 GB"), ("inference-latency", "1 ms", "50 ms")]
)
def test_a_model_of_words_holds_and_makes_its_columns_too(
    advisor: Advisor, quality: str, tight: str, wide: str
) -> None:
    told: list[list[str]] = []
    for most in (tight, wide):
        asked = {"requirements": [{"quality": quality, "max": most, "priority": "must"}]}
        answer = advisor.recommend(Brief.from_mapping({**TEXTS, **asked}))
        ranked = (*answer.candidates, *answer.outclassed)
        linear = next(each for each in ranked if each.algorithm == "logistic-regression")
        told.append([each.text for each in linear.cautions if "has to be measured" in each.text])
    assert [len(each) for each in told] == [1, 0]
    assert f"at most {tight}" in told[0][0]
