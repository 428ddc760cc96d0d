"""Conditions that can never hold: RP301."""

from __future__ import annotations

from collections.abc import Iterator

from whichml.model.documents.errors import Problem
from whichml.model.statements.conditions import Condition
from whichml.model.statements.rule import Rule
from whichml.rules.lint.linted_rules import LintedRules, Site
from whichml.rules.lint.support import can_arise

_CODE = "RP301"


def impossible_conditions(subject: LintedRules) -> Iterator[Problem]:
    """Yield every condition that no fact can meet, and every rule whose conditions cannot be met together."""
    for rule, site in subject.rules:
        alone = list(_impossible_alone(subject, rule, site))
        yield from alone or _impossible_together(subject, rule, site)


def _impossible_alone(subject: LintedRules, rule: Rule, site: Site) -> Iterator[Problem]:
    for part, conditions in (("when", rule.when), ("unless", rule.unless)):
        for condition in conditions:
            if not subject.space.can_hold(condition):
                message = f"`{condition.text()}` can never hold: {_reason(subject, condition)}."
                hint = "Correct the value, or remove the condition."
                yield site.problem((part, condition.field), message, hint, _CODE)


def _impossible_together(subject: LintedRules, rule: Rule, site: Site) -> Iterator[Problem]:
    if subject.space.can_fire(rule) is False:
        message = f"'{rule.id}' can never fire: wherever all of its `when` holds, all of its `unless` does too."
        yield site.problem(("unless",), message, "Narrow `unless`, or remove the rule.", _CODE)
    elif can_arise(subject, rule) is False:
        message = f"'{rule.id}' can never fire: no rule concludes what it reads where the rest of its `when` holds."
        hint = "Compare its conditions with those of the rules that conclude the facts it reads."
        yield site.problem(("when",), message, hint, _CODE)


def _reason(subject: LintedRules, condition: Condition) -> str:
    space, name = subject.space, condition.field
    if name not in space.only_concluded:
        return "no brief can give such a value"
    said = sorted(str(value).lower() for value in space.concluded.get(name, ()))
    return f"no brief gives `{name}`, and rules conclude {' or '.join(said) if said else 'nothing'} of it"
