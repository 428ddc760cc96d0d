"""Rules about algorithms that speak of none, RP306, leave none in any project, RP310, or tell none apart, RP311."""

from __future__ import annotations

from collections.abc import Iterator

from whichml.model.documents.errors import Problem
from whichml.model.statements.conditions import Test
from whichml.model.statements.rule import Rule
from whichml.model.values.scale import position_of, rank_of
from whichml.model.values.vocabulary import LEVELS
from whichml.rules.lint.linted_rules import LintedRules
from whichml.rules.selection import passing_levels

_CODE = "RP306"


def unmatched_selections(subject: LintedRules) -> Iterator[Problem]:
    """Yield every rule whose algorithm side no algorithm of the knowledge base can match."""
    for rule, site in subject.rules:
        if not rule.is_selective:
            continue
        left = subject.algorithms[rule.id]
        if not left:
            message = f"'{rule.id}' speaks of no algorithm: none has all that `algorithm` asks for."
            hint = "Widen `algorithm`; helpers count for nothing here, since they are never candidates."
            yield site.problem(("algorithm",), message, hint, _CODE)
            continue
        reads = rule.selector.reads
        if reads and not any(reads in subject.knowledge.algorithms[a].facts.accepts.values() for a in left):
            message = f"no algorithm that '{rule.id}' speaks of reads any data as {reads}."
            yield site.problem(("algorithm", "reads"), message, "Widen `algorithm`.", _CODE)
        solving = _solving(subject, rule, left)
        if not solving:
            message = f"no algorithm that '{rule.id}' speaks of solves a task for which it fires."
            yield site.problem(("algorithm",), message, "Widen `algorithm`, or correct `task` in `when`.", _CODE)
        yield from _untold_qualities(subject, rule, solving)


def exclusions_of_all(subject: LintedRules) -> Iterator[Problem]:
    """Yield every rule that excludes all candidates from every project: nothing is left of any answer."""
    candidates = {a.id for a in subject.knowledge.algorithms.values() if a.facts.role == "candidate"}
    for rule, site in subject.rules:
        selector = rule.selector
        depends = rule.when or rule.unless or selector.reads or selector.existing or selector.qualities
        if rule.effect.kind == "exclude" and not depends and candidates <= subject.algorithms[rule.id]:
            message = f"'{rule.id}' excludes every algorithm from every project, so that no answer names any."
            yield site.problem(("then",), message, "Say in `when` or `algorithm` where it holds.", "RP310")


def idle_priorities(subject: LintedRules) -> Iterator[Problem]:
    """Yield every rule that prioritises nothing but qualities which rank no candidates."""
    for rule, site in subject.rules:
        named = [quality for quality, _ in rule.effect.tiers]
        if named and not any(subject.knowledge.qualities[quality].ranks for quality in named):
            message = f"'{rule.id}' prioritises {', '.join(named)} alone, which `ranks: false` keeps from counting."
            hint = "Prioritise a quality in which algorithms differ."
            yield site.problem(("then", "prioritise"), message, hint, "RP311")


def _solving(subject: LintedRules, rule: Rule, algorithms: frozenset[str]) -> frozenset[str]:
    tests = [condition.test for condition in rule.when if condition.field == "task"]
    return frozenset(a for a in algorithms if all(test.accepts(tasks_of(subject, a)) for test in tests))


def tasks_of(subject: LintedRules, algorithm: str) -> tuple[str, ...]:
    """Return the tasks that an algorithm solves, as it is or through a reduction that is meant for it."""
    known = subject.knowledge.algorithms[algorithm]
    lineage = frozenset(known.lineage)
    through = (
        each.facts.from_
        for each in subject.knowledge.reductions.values()
        if each.facts.to in known.facts.solves and (not each.facts.only or not lineage.isdisjoint(each.facts.only))
    )
    return (*known.facts.solves, *through)


def _untold_qualities(subject: LintedRules, rule: Rule, algorithms: frozenset[str]) -> Iterator[Problem]:
    site = subject.sites[rule.id]
    for quality, test in rule.selector.qualities:
        if algorithms and not any(_reaches(subject, algorithm, quality, test) for algorithm in algorithms):
            message = f"nothing rates `{quality}` of an algorithm of '{rule.id}' at a level that is asked for here."
            hint = "Correct the level, or add the claim that is missing."
            yield site.problem(("algorithm", quality), message, hint, _CODE)


def _reaches(subject: LintedRules, algorithm: str, quality: str, test: Test) -> bool:
    """Return whether a claim, or a rule that rates, reaches a level that passes a test.

    A rating passes with its whole span only. But a span that reaches so far may be told more finely tomorrow, and the
    rule waits for that; where nothing reaches the level, the rule speaks of nobody.
    """
    claims = subject.knowledge.cells.get((algorithm, quality), ())
    if any(claim.applicable and _touches(claim.low, claim.high, test) for claim in claims):
        return True
    return any(
        rule.effect.kind == "rate"
        and rule.effect.target == quality
        and rule.effect.span is not None
        and algorithm in subject.algorithms[rule.id]
        and _touches(position_of(rule.effect.span[0]), position_of(rule.effect.span[1]), test)
        for rule in subject.knowledge.rules
    )


def _touches(low: float, high: float, test: Test) -> bool:
    return not passing_levels(test).isdisjoint(LEVELS[rank_of(low) : rank_of(high) + 1])
