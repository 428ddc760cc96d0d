"""Where patterns have no place in an answer: for rules that came with whichml, and for those of a pack of the house."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.knowledge.practised_facts import capability_of_leader, option_of
from whichml.model.statements.architecture import DecisionAnswer
from whichml.model.statements.conditions import Condition, Conditions, Facts, FlagTest, all_hold
from whichml.model.statements.rule import Rule
from whichml.model.words.names_in_sentences import in_sentence

_BY_NO_RULE: Final = ("practice", "default")
"""How a decision is settled of which no rule that counts speaks."""
_KINDS_OF_LEADER: Final = {
    capability_of_leader(capability): words
    for capability, words in {
        "learns": ("a leader that learns from examples", "a leader that learns from no examples"),
        "confidence": ("a leader that tells how sure it is", "a leader that does not tell how sure it is"),
        "loss": ("a leader that is fitted by a loss", "a leader that is fitted by no loss"),
        "columns": ("a leader that reads columns", "a leader that reads no columns"),
        "keeps-constraints": ("a leader that keeps constraints itself", "a leader that keeps no constraints"),
    }.items()
}
"""A leader that has a capability, and one that lacks it, in words, by the field that tells."""


@dataclass(frozen=True)
class PatternPlaces:
    """Which patterns have no place in an answer.

    What a pack of the house advises has to fit the brief and what rules decided. Its author knows the house better than
    those who were asked what is usual, so that a decision of mere practice leaves it standing.

    Attributes
    ----------
    facts : the brief's, with those of the answer
    decisions : what was decided, and how
    """

    knowledge: Knowledge
    facts: Facts
    decisions: Collection[DecisionAnswer]

    @cached_property
    def absent(self) -> frozenset[str]:
        """Return the patterns that have no place, whatever rules that came with whichml advise."""
        return frozenset(self._cases_for_all)

    def bars(self, rule: Rule) -> Conditions:
        """Return the conditions in which what a rule advises has no place; none where it has one."""
        cases = self._cases_for_house if self._is_of_house(rule) else self._cases_for_all
        return cases.get(rule.effect.target, ())

    def why_not(self, rule: Rule) -> str:
        """Return why what a rule advises has no place, such as `no place beside shadow mode`; empty where it has."""
        bars = self.bars(rule)
        return f"no place beside {' and '.join(map(self._in_words, bars))}" if bars else ""

    @cached_property
    def _cases_for_all(self) -> Mapping[str, Conditions]:
        return self._cases(self.facts)

    @cached_property
    def _cases_for_house(self) -> Mapping[str, Conditions]:
        usual = {option_of(each.decision) for each in self.decisions if each.strength in _BY_NO_RULE}
        return self._cases({name: value for name, value in self.facts.items() if name not in usual})

    def _cases(self, facts: Facts) -> Mapping[str, Conditions]:
        """Return the first case that holds of each pattern that has no place."""
        found = {}
        for pattern in self.knowledge.absent_where.keys() & self.knowledge.patterns.keys():
            cases = self.knowledge.absent_where[pattern]
            case = next((each for each in cases if all_hold(each, facts) is True), None)
            if case is not None:
                found[pattern] = case
        return found

    def _is_of_house(self, rule: Rule) -> bool:
        return rule.pack in self.knowledge.own_packs

    def _in_words(self, condition: Condition) -> str:
        """Return a condition as the option or the kind of leader that it is about, else as a test of a field."""
        if condition.field in _KINDS_OF_LEADER and isinstance(condition.test, FlagTest):
            has, lacks = _KINDS_OF_LEADER[condition.field]
            return has if condition.test.wanted else lacks
        for decided in self.decisions:
            if option_of(decided.decision) == condition.field:
                options = self.knowledge.decisions[decided.decision].options
                return next(in_sentence(each.name) for each in options if each.id == decided.option)
        return condition.text()
