"""Conditions that can never hold: RP301."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from whichml.model.briefs.recognised_application import NO_APPLICATION
from whichml.model.documents.errors import Problem, did_you_mean, quoted
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.conditions import Condition, NumberTest, WordTest
from whichml.model.statements.rule import Rule
from whichml.rules.lint.linted_rules import LintedRules, Site
from whichml.rules.lint.support import can_arise

_CODE = "RP301"
_WHOLE: Final = 100
"""The whole in percent."""


def impossible_conditions(subject: LintedRules) -> Iterator[Problem]:
    """Yield every condition that no fact can meet, and every rule whose conditions cannot be met together."""
    for rule, site in subject.rules:
        alone = list(_impossible_alone(subject, rule, site))
        yield from alone or _impossible_together(subject, rule, site)


def _impossible_alone(subject: LintedRules, rule: Rule, site: Site) -> Iterator[Problem]:
    for part, conditions in (("when", rule.when), ("unless", rule.unless)):
        for condition in conditions:
            yield from _of_unknown_names(subject, condition, site, part)
            if not subject.space.can_hold(condition):
                message = f"`{condition.text()}` can never hold: {_reason(subject, condition)}."
                yield site.problem((part, condition.field), message, _remedy(condition), _CODE)


def _of_unknown_names(subject: LintedRules, condition: Condition, site: Site, part: str) -> Iterator[Problem]:
    """Yield each name in a condition that no brief can give, as whichml and the packs know none that is called so."""
    knowledge, test = subject.knowledge, condition.test
    kind, known, listed = {
        "project.application": ("kind of work", {*knowledge.applications, NO_APPLICATION}, "applications"),
        "project.circumstances": ("circumstance", knowledge.circumstances.keys(), "circumstances"),
        "project.no_circumstances": ("circumstance", knowledge.circumstances.keys(), "circumstances"),
        "project.existing_algorithm": ("algorithm", knowledge.algorithms.keys(), "algorithms"),
    }.get(condition.field, ("", frozenset[str](), ""))
    for name in sorted(test.allowed - known) if kind and isinstance(test, WordTest) else ():
        message = f"`{condition.text()}` can never hold of {quoted(name)}: no {kind} is called so."
        hint = did_you_mean(name, known) or f"Name one of docs/reference/{listed}.md."
        yield site.problem((part, condition.field), message, hint, _CODE)


def _impossible_together(subject: LintedRules, rule: Rule, site: Site) -> Iterator[Problem]:
    if subject.space.can_fire(rule) is False:
        message = f"'{rule.id}' can never fire: wherever all of its `when` holds, all of its `unless` does too."
        yield site.problem(("unless",), message, "Narrow `unless`, or remove the rule.", _CODE)
    elif can_arise(subject, rule) is False:
        message = f"'{rule.id}' can never fire: no rule concludes what it reads where the rest of its `when` holds."
        hint = "Compare its conditions with those of the rules that conclude the facts it reads."
        yield site.problem(("when",), message, hint, _CODE)


def _remedy(condition: Condition) -> str:
    """Return what to write instead: of a share above 1 the same in percent, which is what was meant."""
    kind, test = BRIEF_FIELDS.get(condition.field), condition.test
    if kind is not None and kind.kind == "fraction" and isinstance(test, NumberTest):
        ends = [end for end in (test.low, test.high) if end is not None]
        if ends and all(end <= _WHOLE for end in ends) and max(ends) > 1:
            meant = " and ".join(f"{end:g} % ({end / _WHOLE:g})" for end in dict.fromkeys(ends))
            return f"Shares go from 0 to 1: is {meant} meant?"
    return "Correct the value, or remove the condition."


def _reason(subject: LintedRules, condition: Condition) -> str:
    space, name = subject.space, condition.field
    if name not in space.only_concluded:
        return "no brief can give such a value"
    said = sorted(str(value).lower() for value in space.concluded.get(name, ()))
    return f"no brief gives `{name}`, and rules conclude {' or '.join(said) if said else 'nothing'} of it"
