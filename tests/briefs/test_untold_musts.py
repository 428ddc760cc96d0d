"""Musts in notes: what sounds like one and is held in no field is told with where it is written."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.model.words.musts_in_prose import must_in

CHURN = {"task": "binary-classification", "data": {"modality": "tabular", "rows": 20_000}}


def told(notes: str, **fields: Any) -> list[str]:
    """Return what is to be written for the musts of notes."""
    given = Brief.from_mapping({**CHURN, "notes": notes, **fields})
    return [each.message.rpartition("write `")[2].removesuffix("`.") for each in given.notices if each.left_out]


@pytest.mark.parametrize(
    ("notes", "entry"),
    [
        ("The service must answer within 50 ms.", "requirements: [{quality: inference-latency, max: 50 ms}]"),
        ("Replies may not take more than 2 seconds.", "requirements: [{quality: inference-latency, max: 2 s}]"),
        ("The model has to fit into 2 MB.", "requirements: [{quality: model-size, max: 2 MB}]"),
        ("It cannot take more than 64 MB of memory.", "requirements: [{quality: inference-memory, max: 64 MB}]"),
        ("At least 90 % of faults must be found.", "requirements: [{quality: accuracy, metric: recall, min: 0.9}]"),
        ("No cloud.", "data.residency"), ("It must run offline.", "deployment.connectivity"),
        ("It has to be explainable to a judge.", "stakes.explanation"),
    ],
)  # fmt: skip
def test_a_must_that_no_field_holds_is_told_with_where_it_is_written(notes: str, entry: str) -> None:
    assert told(notes) == [entry]


@pytest.mark.parametrize(
    "notes",
    [
        "Clerks answer within 50 ms.", "There is no GPU.", "Data may not leave the country.",
        "A reason code is nice to have.", "At least 1 % of pipes must be found.", "Regions and country have to add up.",
    ],
)  # fmt: skip
def test_what_is_no_must_or_is_read_is_not_told_as_one(notes: str) -> None:
    assert told(notes) == []


def test_a_must_that_a_field_or_a_requirement_holds_is_not_told() -> None:
    bound = [{"quality": "inference-latency", "max": "50 ms"}]
    assert told("The service must answer within 50 ms.", requirements=bound) == []
    assert told("It must run offline.", deployment={"connectivity": "never"}) == []


def test_four_musts_are_told_at_the_most() -> None:
    assert len(told(" ".join(f"It must answer within {n} ms." for n in (10, 20, 30, 40, 50)))) == 4


def test_no_field_is_named_for_a_must_of_something_else() -> None:
    assert must_in("The office must be painted green", []) is None


def test_an_untold_must_stands_in_the_assumptions_of_the_answer(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping({**CHURN, "notes": "The service must answer within 50 ms."}))
    assert any("sounds like a must" in each for each in answer.assumptions)


@pytest.mark.parametrize(
    ("notes", "kind"),
    [
        ("No deep learning.", "deep-learning"), ("Deep learning is not allowed here.", "deep-learning"),
        ("We may not use neural networks.", "neural-networks"), ("No LLMs.", "language-models"),
        ("Only open source, says the house.", "closed-models"),
    ],
)  # fmt: skip
def test_kinds_of_models_that_notes_rule_out_are_read(notes: str, kind: str) -> None:
    assert Brief.from_mapping({**CHURN, "notes": notes}).facts()["project.ruled_out"] == (kind,)


def test_a_team_without_experience_of_deep_learning_rules_nothing_out() -> None:
    given = Brief.from_mapping({**CHURN, "notes": "The team has no deep learning experience."})
    assert "project.ruled_out" not in given.facts()


def test_what_is_ruled_out_is_out_with_that_reason(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping({**CHURN, "project.ruled_out": ["deep-learning", "ensembles"]}))
    left = {name for each in (*answer.candidates, *answer.outclassed) for name in (each.algorithm, *each.equivalents)}
    families = {kind for name in left for kind in knowledge.algorithms[name].lineage}
    assert left
    assert families.isdisjoint({"deep-neural-network", "ensemble"})
    reasons = {each.algorithm: [reason.text for reason in each.reasons] for each in answer.excluded}
    assert "it adds up many models, and the project rules these out" in reasons["catboost"]


def test_nobody_is_asked_what_may_not_be_used(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping(CHURN))
    assert "project.ruled_out" not in {each.field for each in answer.open_questions}
