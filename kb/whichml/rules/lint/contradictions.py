"""Pairs of rules that fire together and say opposite things: RP304."""

from __future__ import annotations

from collections.abc import Iterator

from whichml.model.documents.errors import Problem
from whichml.model.statements.rule import Rule
from whichml.model.values.scale import position_of
from whichml.rules.lint.linted_rules import LintedRules
from whichml.rules.lint.support import can_arise
from whichml.rules.selection import passing_levels


def contradicting_rules(subject: LintedRules) -> Iterator[Problem]:
    """Yield every pair with opposite effects that can fire together and that no override settles.

    Two musts for different options of one decision are none: the answer reports them as a tension, by design. So it
    does for a must against a rule that forbids it, and authors who mean that say so: one names the other as `related`.
    """
    for rule, site in subject.rules:
        for other in subject.met_by(rule):
            opposition = _opposition(subject, rule, other)
            if opposition is None or _is_meant(rule, other) or _is_settled(subject, rule, other):
                continue
            if can_arise(subject, rule, other):
                path, said, denied = opposition
                message = f"'{rule.id}' {said}, and '{other.id}' at {subject.where(other)} {denied}; both can fire."
                hint = "Narrow one of the two, or let one override the other."
                if rule.effect.kind in ("decide", "forbid"):
                    hint += " Where the tension is meant, name the other rule under `related`."
                yield site.problem(("then", *path), message, hint, "RP304")


def _opposition(subject: LintedRules, rule: Rule, other: Rule) -> tuple[tuple[str, ...], str, str] | None:
    """Return the key of the first rule's effect, and what both say; None where they are not opposed."""
    one, two = rule.effect, other.effect
    if one.target != two.target:
        return None
    path = (one.kind, one.target)
    if one.kind == two.kind == "conclude":
        ordered = subject.knowledge.shapes[one.target].ordered
        if ordered or one.value == two.value:
            return None  # of an ordered field the highest value stands
        return path, f"concludes `{one.target}: {_plain(one.value)}`", f"concludes {_plain(two.value)}"
    if one.kind == two.kind == "rate":
        if not _rate_apart(subject, rule, other):
            return None
        return path, f"rates `{one.target}` {_span(rule)}", f"rates it {_span(other)} for a common algorithm"
    kinds = {one.kind: one, two.kind: two}
    if kinds.keys() == {"decide", "forbid"} and one.value == two.value and kinds["decide"].strength == "must":
        verb = {"decide": "demands", "forbid": "forbids"}
        return path, f"{verb[one.kind]} `{one.target}: {one.value}`", f"{verb[two.kind]} it"
    return None


def _rate_apart(subject: LintedRules, one: Rule, other: Rule) -> bool:
    """Return whether two rules rate a common algorithm at levels of which none is shared."""
    (low, high), (lower, higher) = one.effect.span or ("", ""), other.effect.span or ("", "")
    apart = position_of(high) < position_of(lower) or position_of(higher) < position_of(low)
    return apart and bool(subject.algorithms[one.id] & subject.algorithms[other.id]) and not _part(one, other)


def _part(one: Rule, other: Rule) -> bool:
    """Return whether what the rules ask of algorithms in a brief leaves no algorithm to both."""
    if one.selector.reads and other.selector.reads and one.selector.reads != other.selector.reads:
        return True
    tests = dict(one.selector.qualities)
    return any(
        quality in tests and passing_levels(tests[quality]).isdisjoint(passing_levels(test))
        for quality, test in other.selector.qualities
    )


def _is_meant(one: Rule, other: Rule) -> bool:
    decided = one.effect.kind in ("decide", "forbid")
    return decided and (other.id in one.related or one.id in other.related)


def _is_settled(subject: LintedRules, one: Rule, other: Rule) -> bool:
    """Return whether one overrides the other, or a third that fires wherever both do overrides one of them.

    That one overrides a third which overrides the other settles nothing: who is overridden overrides nobody.
    """
    if other.id in one.overrides or one.id in other.overrides:
        return True
    thirds = {third.id: third for rule in (one, other) for third in subject.overriders.get(rule.id, ())}
    return any(
        not subject.overriders.get(third.id)
        and (not third.is_selective or _covers(subject, third, one, other))
        and subject.space.fires_whenever(third, one, other)
        for third in thirds.values()
    )


def _covers(subject: LintedRules, third: Rule, one: Rule, other: Rule) -> bool:
    """Return whether a rule about algorithms overrides for all that both others speak of."""
    common = subject.algorithms[one.id] & subject.algorithms[other.id]
    selector = third.selector
    everywhere = selector.reads is None and not selector.existing and not selector.qualities
    return everywhere and common <= subject.algorithms[third.id]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _span(rule: Rule) -> str:
    low, high = rule.effect.span or ("", "")
    return low if low == high else f"{low} to {high}"
