"""Rules that another covers, so that nothing would change without them: RP305."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from whichml.model.documents.errors import Problem
from whichml.model.statements.rule import Effect, Rule, Selector, Tier
from whichml.model.values.scale import position_of
from whichml.rules.lint.linted_rules import LintedRules
from whichml.rules.selection import passing_levels

_RANK: Mapping[Tier, int] = {"low": 0, "normal": 1, "high": 2}


def covered_rules(subject: LintedRules) -> Iterator[Problem]:
    """Yield every linted rule whose effect another one has wherever it fires.

    Of two rules that cover each other the later one is named. A rule that names its cover under `related` is left
    alone: a second voice for an option counts, and its author says that it is meant.
    """
    for rule, site in subject.rules:
        if subject.space.can_fire(rule) is False:
            continue
        for other in subject.alike[rule.effect.target]:
            if other.id in (rule.id, *rule.related) or not _covers(subject, other, rule):
                continue
            if subject.order[other.id] > subject.order[rule.id] and _covers(subject, rule, other):
                continue
            message = f"'{other.id}' at {subject.where(other)} says the same wherever '{rule.id}' fires."
            hint = "Remove one of the two, narrow the wider one, or name it under `related` if both are meant."
            yield site.problem(("id",), message, hint, "RP305")
            break


def _covers(subject: LintedRules, wide: Rule, narrow: Rule) -> bool:
    """Return whether a rule certainly says all that another says, wherever the other fires and counts."""
    return (
        _says_as_much(wide.effect, narrow.effect)
        and (not wide.is_selective or _selects_as_much(subject, wide, narrow))
        and set(narrow.overrides) <= {*wide.overrides, wide.id}
        and subject.space.fires_whenever(wide, narrow) is True
        and all(_silences_both(subject, third, narrow) for third in subject.overriders.get(wide.id, ()))
    )


def _says_as_much(wide: Effect, narrow: Effect) -> bool:
    if wide.kind != narrow.kind or wide.target != narrow.target:
        return False
    if wide.kind == "exclude":
        return True
    if wide.kind == "rate":
        return _spans(wide) == _spans(narrow)
    if wide.kind == "prioritise":
        tiers = dict(wide.tiers)
        return all(_RANK[tiers[quality]] >= _RANK[tier] if quality in tiers else False
                   for quality, tier in narrow.tiers)  # fmt: skip
    if wide.kind == "decide" and narrow.strength == "must" and wide.strength == "should":
        return False
    return wide.value == narrow.value


def _spans(effect: Effect) -> tuple[float, ...]:
    return tuple(position_of(level) for level in effect.span or ())


def _selects_as_much(subject: LintedRules, wide: Rule, narrow: Rule) -> bool:
    one, other = wide.selector, narrow.selector
    return (
        subject.algorithms[narrow.id] <= subject.algorithms[wide.id]
        and one.reads in (None, other.reads)
        and (one.existing in (None, other.existing) or (one.existing, other.existing) == ("siblings", "itself"))
        and _tests_as_wide(one, other)
    )


def _tests_as_wide(wide: Selector, narrow: Selector) -> bool:
    """Return whether what passes the quality tests of one selector passes those of the other."""
    tests = dict(narrow.qualities)
    return all(
        quality in tests and passing_levels(tests[quality]) <= passing_levels(test) for quality, test in wide.qualities
    )


def _silences_both(subject: LintedRules, third: Rule, narrow: Rule) -> bool:
    """Return whether a rule that overrides the wider one never leaves the narrower one counting alone."""
    return narrow.id in third.overrides or subject.space.can_fire(third, narrow) is False
