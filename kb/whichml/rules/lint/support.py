"""Whether rules can fire together once what they read of other rules' conclusions has to be concluded too."""

from __future__ import annotations

from typing import Final

from whichml.model.statements.conditions import Condition
from whichml.model.statements.field_domains import accepts_unknown
from whichml.model.statements.rule import Rule
from whichml.rules.lint.linted_rules import LintedRules
from whichml.rules.state_space import StateSpace

_MOST_STEPS: Final = 200
"""How many times a supporting rule is looked for before nothing can be told."""


def can_arise(subject: LintedRules, *rules: Rule) -> bool | None:
    """Return whether the rules fire in some state, together with rules that conclude what they need.

    None where that cannot be told. A fact that no brief gives has to come from a rule; each way in which rules can
    provide it is tried.
    """
    untold = False
    waiting = [(rules, tuple(need for rule in rules for need in _needs(subject.space, rule)))]
    for _ in range(_MOST_STEPS):
        if not waiting:
            return None if untold else False
        together, needs = waiting.pop()
        if needs:
            waiting += _provided(subject, together, *needs)
        else:
            fire = subject.space.can_fire(*together)
            if fire:
                return True
            untold = untold or fire is None
    return None


def _provided(
    subject: LintedRules, together: tuple[Rule, ...], need: Condition, *others: Condition
) -> list[tuple[tuple[Rule, ...], tuple[Condition, ...]]]:
    """Return the ways in which rules can meet a need: those that fire then, and what else they need."""
    if any(_concludes(rule, need) for rule in together):
        return [(together, others)]
    supporters = [rule for rule in subject.concluding.get(need.field, ()) if _concludes(rule, need)]
    return [((*together, rule), (*_needs(subject.space, rule), *others)) for rule in supporters]


def _needs(space: StateSpace, rule: Rule) -> tuple[Condition, ...]:
    """Return the conditions of a rule that only a conclusion of another can meet."""
    return tuple(
        condition
        for condition in rule.when
        if condition.field in space.only_concluded and not accepts_unknown(condition.test)
    )


def _concludes(rule: Rule, need: Condition) -> bool:
    said = rule.concluded()
    return said is not None and said[0] == need.field and need.test.accepts(said[1])
