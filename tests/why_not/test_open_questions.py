"""A field that the brief left out is asked for where it could change the answer."""

from __future__ import annotations

from small_knowledge import ContentFolder, claim, rule
from whichml.model.recommendation import Recommendation


def asked(answer: Recommendation) -> list[str]:
    return [question.field for question in answer.open_questions]


def test_a_field_that_could_exclude_a_candidate_is_asked_for_with_the_effect(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("r", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}))
    (question,) = folder.answer().open_questions
    assert question.field == "stakes.explanation"
    assert "is full" in question.effect
    assert "One would be out" in question.effect
    assert question.because == ("rule:r",)


def test_a_field_that_is_known_is_not_asked_for(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("r", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}))
    assert asked(folder.answer(stakes__explanation="none")) == []


def test_a_rule_that_touches_no_candidate_asks_nothing(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("gone", claim("accuracy", "low"))
    folder.rules(rule("r", {"exclude": "it is gone"}, {"stakes.explanation": "full"}, algorithm={"id": "gone"}))
    assert asked(folder.answer()) == []


def test_a_rule_with_two_unknown_fields_asks_nothing_yet(folder: ContentFolder) -> None:
    when = {"stakes.explanation": "full", "data.drift": "fast"}
    folder.algorithm("one").rules(rule("r", {"exclude": "it cannot be read"}, when))
    assert asked(folder.answer()) == []
    assert asked(folder.answer(data__drift="fast")) == ["stakes.explanation"]
    assert asked(folder.answer(data__drift="none")) == []


def test_a_rule_whose_exception_holds_asks_nothing(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("r", {"exclude": "it is slow"}, {"data.drift": "fast"}, unless={"deployment.accelerator": "gpu"})
    )
    assert asked(folder.answer(deployment__accelerator="gpu")) == []
    assert asked(folder.answer()) == ["data.drift"]


def test_what_would_remove_a_leader_is_asked_before_what_would_only_advise(folder: ContentFolder) -> None:
    folder.algorithm("one").pattern("heartbeat").rules(
        rule("a", {"advise": "heartbeat"}, {"data.drift": "fast"}),
        rule("b", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}),
    )
    assert asked(folder.answer()) == ["stakes.explanation", "data.drift"]


def five(folder: ContentFolder) -> ContentFolder:
    """Return the folder with five candidates of different kinds that are equally good."""
    kinds = ("tree-ensemble", "linear", "single-tree", "instance-based", "kernel-method")
    for name, kind in zip("abcde", kinds, strict=True):
        folder.algorithm(name, family=kind)
    return folder


def test_what_would_remove_one_of_the_first_three_is_asked_before_what_would_remove_those_behind(
    folder: ContentFolder,
) -> None:
    behind = rule("behind", {"exclude": "it is slow"}, {"data.drift": "fast"}, algorithm={"id": ["d", "e"]})
    for_one = rule("one", {"exclude": "it is dark"}, {"stakes.explanation": "full"}, algorithm={"id": ["c", "e"]})
    five(folder).rules(behind, for_one)
    assert asked(folder.answer()) == ["stakes.explanation", "data.drift"]


def test_a_question_names_three_algorithms_and_counts_the_others(folder: ContentFolder) -> None:
    five(folder).rules(rule("r", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}))
    (question,) = folder.answer().open_questions
    assert "and 2 more would be out" in question.effect
    three = {"id": ["a", "b", "c"]}
    folder.rules(rule("r", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}, algorithm=three))
    (question,) = folder.answer().open_questions
    assert "more" not in question.effect


def test_a_computed_field_is_asked_for_by_what_a_brief_can_say(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("r", {"exclude": "it is slow"}, {"data.training_rows": {"above": 10}}))
    assert asked(folder.answer()) == ["data.rows"]


def test_a_question_never_asks_for_a_derived_fact(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("r", {"exclude": "it is slow"}, {"derived.urgent": True}),
        derives={"derived.urgent": {"values": "bool", "definition": "It cannot wait."}},
    )
    assert asked(folder.answer()) == []
