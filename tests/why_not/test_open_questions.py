"""A field that the brief left out is asked for where it could change the answer."""

from __future__ import annotations

from typing import Any

import pytest

from small_knowledge import ContentFolder, claim, rule
from whichml.model.statements.recommendation import Recommendation


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


# -- what matters more, and what is told -----------------------------------------------------------------------------


def by_effect(**then: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rules that wait for one field each, by its name without the group."""
    values = {"drift": "fast", "growth": "fast", "arrival": "stream"}
    return [rule(f"of-{name}", effect, {f"data.{name}": values[name]}) for name, effect in then.items()]


EXCLUDE, RATE, CAUTION = {"exclude": "it is out"}, {"rate": {"privacy": "low"}}, {"caution": "Mind it."}
COUNT, CONCLUDE, ADVISE = {"prioritise": {"privacy": "high"}}, {"conclude": {"data.sparse": True}}, {"advise": "canary"}
DECIDE, FORBID = (
    {"decide": {"training-mode": "one-off"}, "strength": "should"},
    {"forbid": {"training-mode": "one-off"}},
)


@pytest.mark.parametrize(
    ("more", "less"),
    [(EXCLUDE, RATE), (RATE, COUNT), (COUNT, CONCLUDE), (CAUTION, DECIDE), (CONCLUDE, DECIDE), (DECIDE, ADVISE)],
    ids=["out before rated", "rated before counted", "counted before concluded", "a leader cautioned before decided",
         "concluded before decided", "decided before advised"],
)  # fmt: skip
def test_the_more_a_rule_does_to_the_ranking_the_sooner_its_field_is_asked_for(
    folder: ContentFolder, more: dict[str, Any], less: dict[str, Any]
) -> None:
    folder.algorithm("one").pattern("canary").decision("training-mode", ["one-off", "incremental"])
    assert asked(folder.rules(*by_effect(growth=more, drift=less)).answer())[:1] == ["data.growth"]


def test_one_behind_who_would_be_out_matters_as_much_as_a_leader_rated_anew(folder: ContentFolder) -> None:
    five(folder)
    for first, second in (("drift", "growth"), ("growth", "drift")):
        out, anew = by_effect(**{first: EXCLUDE, second: RATE})
        found = asked(folder.rules({**out, "algorithm": {"id": "e"}}, {**anew, "algorithm": {"id": "a"}}).answer())
        assert found == ["data.drift", "data.growth"]


def test_one_behind_who_would_be_rated_anew_matters_more_than_a_quality_that_would_count(folder: ContentFolder) -> None:
    anew, count = by_effect(growth=RATE, drift=COUNT)
    five(folder).algorithm("d", claim("privacy", "very-high"), family="instance-based")
    answer = folder.rules({**anew, "algorithm": {"id": "e"}}, count).answer()
    assert asked(answer) == ["data.growth", "data.drift"]


def test_what_would_choose_and_what_would_rule_out_an_option_matter_alike(folder: ContentFolder) -> None:
    folder.algorithm("one").decision("training-mode", ["one-off", "incremental"])
    assert asked(folder.rules(*by_effect(growth=FORBID, drift=DECIDE)).answer()) == ["data.drift", "data.growth"]
    assert asked(folder.rules(*by_effect(growth=DECIDE, drift=FORBID)).answer()) == ["data.drift", "data.growth"]


def test_a_caution_for_those_behind_matters_less_than_an_option_and_more_than_a_pattern(folder: ContentFolder) -> None:
    five(folder).pattern("canary").decision("training-mode", ["one-off", "incremental"])
    caution, decide, advise = by_effect(drift=CAUTION, growth=DECIDE, arrival=ADVISE)
    answer = folder.rules({**caution, "algorithm": {"id": "e"}}, decide, advise).answer()
    assert asked(answer) == ["data.growth", "data.drift", "data.arrival"]


@pytest.mark.parametrize(
    ("then", "told"),
    [
        (EXCLUDE, "if it is fast: One would be out (The rule of-drift)"),
        (RATE, "if it is fast: One would be rated anew (The rule of-drift)"),
        (CAUTION, "if it is fast: One would be with a caution (The rule of-drift)"),
        (COUNT, "if it is fast: privacy would count (The rule of-drift)"),
        (CONCLUDE, "if it is fast: The rule of-drift"),
        (DECIDE, "if it is fast: one-off would be supported for training-mode"),
        ({**DECIDE, "strength": "must"}, "if it is fast: one-off would be chosen for training-mode"),
        (FORBID, "if it is fast: one-off would be ruled out for training-mode"),
        (ADVISE, "if it is fast: the pattern canary would be advised"),
    ],
)
def test_what_would_follow_is_told(folder: ContentFolder, then: dict[str, Any], told: str) -> None:
    folder.algorithm("one").pattern("canary").decision("training-mode", ["one-off", "incremental"])
    (question,) = folder.rules(*by_effect(drift=then)).answer().open_questions
    assert question.effect == told


def test_what_two_rules_would_bring_about_alike_is_told_once(folder: ContentFolder) -> None:
    folder.algorithm("one").decision("training-mode", ["one-off", "incremental"])
    alike = [rule(name, DECIDE, {"data.drift": "fast"}) for name in ("one-reason", "another-reason")]
    (question,) = folder.rules(*alike).answer().open_questions
    assert question.effect == "if it is fast: one-off would be supported for training-mode"
    assert len(question.because) == 2


def test_three_rules_behind_a_question_are_told_and_more_of_them_go_before_fewer(folder: ContentFolder) -> None:
    folder.algorithm("one")
    many = [rule(f"many-{n}", EXCLUDE, {"data.growth": "fast"}) for n in range(4)]
    question, other = folder.rules(rule("a", EXCLUDE, {"data.drift": "fast"}), *many).answer().open_questions
    assert (question.field, question.because) == ("data.growth", ("rule:many-0", "rule:many-1", "rule:many-2"))
    assert question.effect.count("One would be out") == 3
    assert other.field == "data.drift"


def test_of_rules_behind_a_question_the_weightiest_counts(folder: ContentFolder) -> None:
    folder.algorithm("one").pattern("canary")
    waiting = rule("then-advises", ADVISE, {"data.growth": "fast"})
    answer = folder.rules(*by_effect(growth=EXCLUDE, drift=RATE), waiting).answer()
    assert asked(answer) == ["data.growth", "data.drift"]


def test_twelve_questions_are_asked_at_most(folder: ContentFolder) -> None:
    wanted: dict[str, Any] = {
        "data.sparse": True, "data.drift": "fast", "data.growth": "fast", "data.arrival": "stream",
        "stakes.explanation": "full", "deployment.target": "none", "deployment.connectivity": "never",
        "deployment.interaction": "online", "deployment.always_on": True, "deployment.update_cadence": "daily",
        "data.privacy": "personal", "data.residency": "no-hosted-models", "stakes.cost_of_mistakes": "high",
        "project.human_review": True,
    }  # fmt: skip
    rules = [rule(f"r-{n}", EXCLUDE, {field: {"known": True}}) for n, field in enumerate(wanted)]
    assert asked(folder.algorithm("one").rules(*rules).answer()) == [], "that it is known is no value to wait for"
    assert len(wanted) > 12
    rules = [rule(f"r-{n}", EXCLUDE, {field: value}) for n, (field, value) in enumerate(sorted(wanted.items()))]
    assert asked(folder.rules(*rules).answer()) == sorted(wanted)[:12]


def test_whom_a_rule_would_touch_behind_the_first_eight_is_not_asked_about(folder: ContentFolder) -> None:
    names = "abcdefghi"
    kinds = ("tree-ensemble", "linear", "single-tree", "instance-based", "kernel-method", "deep-neural-network",
             "rating-model", "symbolic", "clustering")  # fmt: skip
    for name, kind in zip(names, kinds, strict=True):
        folder.algorithm(name, family=kind)
    for name, is_asked in (("h", True), ("i", False)):
        folder.rules(rule("r", EXCLUDE, {"data.drift": "fast"}, algorithm={"id": name}))
        answer = folder.answer()
        assert [candidate.algorithm for candidate in answer.candidates] == list(names)
        assert bool(asked(answer)) is is_asked


def test_a_quality_that_does_not_rank_is_not_asked_about(folder: ContentFolder) -> None:
    folder.algorithm("one").quality("privacy", ranks=False)
    both = {"prioritise": {"privacy": "high", "robustness": "low"}}
    assert asked(folder.rules(*by_effect(drift=COUNT)).answer()) == []
    (question,) = folder.rules(*by_effect(drift=both)).answer().open_questions
    assert question.effect.startswith("if it is fast: robustness would count")


# -- what is concluded is told by what follows -----------------------------------------------------------------------

BOTH = {
    "derived.urgent": {"values": "bool", "definition": "It cannot wait."},
    "derived.tight": {"values": "bool", "definition": "Little room is left."},
}
URGENT = rule("urgent", {"conclude": {"derived.urgent": True}}, {"data.drift": "fast"})
TIGHT = rule("tight", {"conclude": {"derived.tight": True}}, {"derived.urgent": True})


def test_a_conclusion_is_told_by_the_weightiest_rule_that_waits_for_it(folder: ContentFolder) -> None:
    folder.algorithm("one").pattern("canary")
    advises = rule("a", ADVISE, {"derived.urgent": True})
    out = rule("out", EXCLUDE, {"derived.tight": True})
    (question,) = folder.rules(URGENT, TIGHT, advises, out, derives=BOTH).answer().open_questions
    assert (question.field, question.because) == ("data.drift", ("rule:urgent", "rule:out"))
    assert question.effect == "if it is fast: One would be out (The rule out)"


@pytest.mark.parametrize(
    "after",
    [
        {"when": {"derived.urgent": True, "data.growth": "fast"}},
        {"when": {"derived.urgent": False}},
        {"when": {"derived.urgent": True}, "unless": {"task": "binary-classification"}},
    ],
    ids=["waits for something else", "is false then", "has an exception that holds"],
)
def test_a_derived_fact_that_no_rule_waits_for_alone_asks_nothing(folder: ContentFolder, after: dict[str, Any]) -> None:
    folder.algorithm("one")
    assert asked(folder.rules(URGENT, rule("out", EXCLUDE, **after), derives=BOTH).answer()) == []


def test_what_two_fields_conclude_is_told_of_each_and_once(folder: ContentFolder) -> None:
    folder.algorithm("one")
    also = rule("also", {"conclude": {"derived.urgent": True}}, {"data.drift": ["slow", "fast"]})
    waits = rule("out", EXCLUDE, {"derived.urgent": True})
    (question,) = folder.rules(URGENT, also, waits, derives=BOTH).answer().open_questions
    assert question.effect.count("One would be out") == 1


def test_what_follows_is_told_with_the_weightiest_first(folder: ContentFolder) -> None:
    folder.algorithm("one").pattern("canary")
    waiting = (rule("a", ADVISE, {"data.drift": "fast"}), rule("b", EXCLUDE, {"data.drift": "fast"}))
    (question,) = folder.rules(*waiting).answer().open_questions
    assert question.because == ("rule:b", "rule:a")


def test_that_there_are_no_labels_is_not_asked_of_who_learns_from_some(folder: ContentFolder) -> None:
    folder.algorithm("one")
    none = rule("none", EXCLUDE, {"data.labelled_rows": {"below": 1}})
    few = rule("few", EXCLUDE, {"data.labelled_rows": {"below": 100}})
    assert asked(folder.rules(none).answer()) == []
    (question,) = folder.rules(none, few).answer().open_questions
    assert question.because == ("rule:few",)


# -- what nothing points to, or changes nobody's place, is not asked ---------------------------------------------------


def test_what_nothing_in_the_brief_points_to_is_not_asked(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("r", EXCLUDE, {"stakes.safety_critical": True}))
    assert asked(folder.answer()) == []
    assert asked(folder.answer(stakes__cost_of_mistakes="high")) == ["stakes.safety_critical"]
    assert asked(folder.answer(stakes__cost_of_mistakes="low")) == []


def test_of_several_laws_those_are_told_that_may_bind_such_a_project(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("r", EXCLUDE, {"stakes.regulation": ["ecoa", "do-178c", "fda"]}))
    (question,) = folder.answer(data__privacy="personal").open_questions
    assert question.effect == "if it is ecoa: One would be out (The rule r)"
    (question,) = folder.answer(deployment__target="vehicle").open_questions
    assert question.effect == "if it is do-178c or fda: One would be out (The rule r)"
    assert asked(folder.answer(data__privacy="internal")) == []


def test_words_that_most_mean_are_told_beside_one_that_few_do(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("r", EXCLUDE, {"data.drift": ["slow", "fast"]}))
    (question,) = folder.answer().open_questions
    assert question.effect.startswith("if it is fast or slow: ")
    folder.rules(rule("r", EXCLUDE, {"data.drift": "slow"}))
    assert asked(folder.answer()) == []


def two(folder: ContentFolder, *of_rival: dict[str, Any]) -> ContentFolder:
    """Return the folder with a leader that is accurate, and a rival that is better in something else."""
    folder.algorithm("accurate", claim("accuracy", "high"), claim("robustness", "low"), family="tree-ensemble")
    folder.algorithm("rival", claim("accuracy", "medium"), claim("robustness", "high"), *of_rival)
    return folder


BY_ACCURACY = rule("counts", {"prioritise": {"accuracy": "high", "robustness": "normal"}})


@pytest.mark.parametrize(
    ("level", "tier", "is_asked"), [("very-high", "high", True), ("medium", "high", False), ("very-high", "low", False)]
)
def test_a_quality_is_asked_about_where_somebody_would_come_before_the_first_by_it(
    folder: ContentFolder, level: str, tier: str, is_asked: bool
) -> None:
    count = {"prioritise": {"privacy": tier}}
    answer = two(folder, claim("privacy", level)).rules(BY_ACCURACY, *by_effect(drift=count)).answer()
    assert answer.candidates[0].algorithm == "accurate"
    assert asked(answer) == ["data.drift"] * is_asked


def test_a_quality_that_counts_as_much_already_is_not_asked_about(folder: ContentFolder) -> None:
    two(folder, claim("privacy", "very-high")).rules(BY_ACCURACY, *by_effect(drift=COUNT))
    assert asked(folder.answer()) == ["data.drift"]
    folder.rules(BY_ACCURACY, rule("so", COUNT, {"task": "binary-classification"}), *by_effect(drift=COUNT))
    assert asked(folder.answer(task="binary-classification")) == []


def test_of_what_moves_nobody_four_questions_are_asked(folder: ContentFolder) -> None:
    folder.algorithm("one").pattern("canary")
    values = {
        "data.arrival": "stream", "data.drift": "fast", "data.growth": "fast", "data.sparse": True,
        "deployment.always_on": True, "project.human_review": True,
    }  # fmt: skip
    advises = [rule(f"a-{n}", ADVISE, {field: value}) for n, (field, value) in enumerate(values.items())]
    assert asked(folder.rules(*advises).answer()) == sorted(values)[:4]
    out = rule("out", EXCLUDE, {"stakes.explanation": "full"})
    assert asked(folder.rules(*advises, out).answer()) == ["stakes.explanation", *sorted(values)[:4]]
