"""Rules conclude in strata: nothing relies on a conclusion that is not complete, and circles are refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from random_rules import SHAPES, concluding, made_rule, rule_sets, when

from whichml.model.documents.errors import RuleError
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.rule import Effect, Rule
from whichml.model.statements.strata import fields_read, stratify
from whichml.rules.engine import RuleEngine
from whichml.rules.firing import FactConflict, Firing


def run(*rules: Rule, **given: FactValue) -> Firing:
    return RuleEngine(rules, SHAPES).run(given)


@pytest.mark.slow("tries made-up cases by the hundred")
@settings(deadline=None)
@given(rule_sets())
def test_a_rule_runs_in_a_later_stratum_than_every_rule_that_concludes_what_it_reads(rules: tuple[Rule, ...]) -> None:
    strata = dict(zip([rule.id for rule in rules], stratify(rules), strict=True))
    for reader in rules:
        for writer in rules:
            concluded = writer.concluded()
            if concluded is not None and concluded[0] in fields_read(reader):
                assert strata[writer.id] < strata[reader.id]


def test_two_rules_in_a_circle_are_refused_and_both_are_named() -> None:
    with pytest.raises(RuleError) as refusal:
        stratify(
            (
                concluding("hen", when(word0="a"), "word1", "a"),
                concluding("egg", when(word1="a"), "word0", "a"),
            )
        )
    message = str(refusal.value)
    assert "egg -> hen -> egg" in message
    assert message.startswith("rules/random.yaml:1:1: RP302 ")


def test_a_rule_that_reads_what_it_concludes_is_a_circle_of_one() -> None:
    with pytest.raises(RuleError, match="narcissus -> narcissus"):
        stratify((concluding("narcissus", when(word0={"known": False}), "word0", "a"),))


def test_an_exception_closes_a_circle_as_a_condition_does() -> None:
    first = made_rule("first", (), Effect("conclude", "word0", "a"), unless=when(word1="a"))
    with pytest.raises(RuleError, match="circle"):
        stratify((first, concluding("second", when(word0="a"), "word1", "a")))


def test_a_circle_is_refused_when_the_engine_is_made() -> None:
    with pytest.raises(RuleError, match="circle"):
        RuleEngine((concluding("a", when(flag0=True), "flag0", True),), SHAPES)


def test_of_two_conclusions_on_an_ordered_field_the_stricter_stands() -> None:
    firing = run(concluding("mild", (), "level0", "low"), concluding("strict", (), "level0", "high"),
                 concluding("middling", (), "level0", "medium"))  # fmt: skip
    assert firing.facts["level0"] == "high"
    assert firing.conclusions["level0"].rules == ("strict",)


def test_of_two_conclusions_on_a_flag_true_stands_in_either_order() -> None:
    yes, no = concluding("yes", (), "flag0", True), concluding("no", (), "flag0", False)
    assert run(yes, no).facts["flag0"] is True
    assert run(no, yes).facts["flag0"] is True


def test_of_two_conclusions_without_an_order_the_first_rule_stands() -> None:
    firing = run(concluding("first", (), "word0", "b"), concluding("second", (), "word0", "a"))
    assert firing.facts["word0"] == "b"


def test_rules_that_agree_are_all_named_behind_their_conclusion() -> None:
    firing = run(concluding("one", (), "word0", "a"), concluding("two", (), "word0", "a"))
    assert firing.conclusions["word0"].rules == ("one", "two")


def test_a_conclusion_drawn_in_two_strata_is_read_only_when_both_have_spoken() -> None:
    firing = run(
        concluding("early", (), "level0", "low"),
        concluding("between", (), "word0", "a"),
        concluding("late", when(word0="a"), "level0", "high"),
        made_rule("reads-low", when(level0="low"), Effect("advise", "x")),
        made_rule("reads-high", when(level0="high"), Effect("advise", "x")),
    )
    fired = [rule.id for rule in firing.fired]
    assert "reads-high" in fired
    assert "reads-low" not in fired


def test_the_word_of_the_brief_stands_against_a_rule_that_asks_for_more() -> None:
    firing = run(concluding("strict", (), "level0", "high"), level0="low")
    assert firing.facts["level0"] == "low"
    assert firing.conflicts == (FactConflict("level0", "low", "high", "strict"),)
    assert firing.conclusions == {}


@pytest.mark.parametrize("given_level", ["high", "very-high"])
def test_a_rule_that_asks_for_no_more_than_the_brief_says_is_no_dissenter(given_level: str) -> None:
    assert run(concluding("strict", (), "level0", "high"), level0=given_level).conflicts == ()


def test_a_flag_that_a_rule_would_clear_is_no_dissent_and_one_that_it_would_set_is() -> None:
    assert run(concluding("clears", (), "flag0", False), flag0=True).conflicts == ()
    assert run(concluding("sets", (), "flag0", True), flag0=False).conflicts == (
        FactConflict("flag0", False, True, "sets"),
    )


def test_a_word_among_those_that_the_brief_lists_is_no_dissent() -> None:
    assert run(concluding("one", (), "list0", "a"), list0=("b", "a")).conflicts == ()
    assert run(concluding("one", (), "list0", "c"), list0=("b", "a")).conflicts != ()


def test_later_rules_read_the_word_of_the_brief_and_not_what_a_rule_concluded() -> None:
    firing = run(
        concluding("strict", (), "level0", "high"), made_rule("reads", when(level0="high"), Effect("advise", "x")),
        level0="low",
    )  # fmt: skip
    assert [rule.id for rule in firing.fired] == ["strict"]
