"""Kinds of algorithms that somebody proposes, such as deep learning: which are meant, and which stands first here."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import WordTest
from whichml.model.statements.recommendation import Candidate
from whichml.model.statements.rule import Rule
from whichml.rules.selection import Selection

_RULED_OUT: Final = "project.ruled_out"


def algorithms_of_kind(kind: str, knowledge: Knowledge) -> frozenset[str]:
    """Return the algorithms of a kind: those that rules exclude where a brief rules the kind out."""
    rules = [rule for rule in knowledge.rules if rule.effect.kind == "exclude" and _is_about(rule, kind)]
    selection = Selection(knowledge, rules)
    return frozenset(each for rule in rules for each in selection.of(rule, knowledge.algorithms, {}, lambda *_: None))


def first_with_a_place(algorithms: Collection[str], ranked: Iterable[Candidate]) -> tuple[str, Candidate] | None:
    """Return the first of some algorithms that has a place, or shares one, with that place; None where none has."""
    for place in ranked:
        named = next((each for each in (place.algorithm, *place.equivalents) if each in algorithms), None)
        if named is not None:
            return named, place
    return None


def _is_about(rule: Rule, kind: str) -> bool:
    tests = (each.test for each in rule.when if each.field == _RULED_OUT)
    return any(isinstance(test, WordTest) and kind in test.allowed for test in tests)
