"""Claims that contradict each other: one cell, scopes that can hold together, equally many conditions, apart in level.

Which claim applies is decided by the number of conditions and then by nearness, so claims that tell differently much
refine each other. Two that tell equally much and share no level are an error, unless both are marked as a `debate`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from whichml.knowledge.base import Claim, Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.model.conditions import Conditions, FlagTest, KnownTest, NumberTest, Test, WordTest


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two claims that cannot both be right.

    Attributes
    ----------
    algorithms : ids of the algorithms for which both count, sorted
    """

    one: Claim
    other: Claim
    algorithms: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"{self.one.where}: `{self.one.quality}` of {self.one.subject} is {self.one.level}, and {self.other.level} "
            f"of {self.other.subject} in {self.other.where}, where both scopes can hold "
            f"(for {', '.join(self.algorithms)}).\n"
            "Narrow a scope, correct a level, or mark both with `debate:` where the sources disagree."
        )


def find_contradictions(knowledge: Knowledge) -> tuple[Contradiction, ...]:
    """Return the pairs of claims that contradict each other, in the order of their ids.

    A pair that is marked as a debate on both sides, and cites different sources, is left out.
    """
    found: dict[tuple[str, str], set[str]] = {}
    for algorithm in knowledge.algorithms:
        distances = distances_above(knowledge, algorithm)
        for quality in knowledge.qualities:
            claims = knowledge.cells.get((algorithm, quality), ())
            for one, other in _rivals(claims, distances):
                if not _is_debated(one, other) and not _is_settled(one, other, claims, distances):
                    found.setdefault((one.id, other.id), set()).add(algorithm)
    return tuple(
        Contradiction(knowledge.claims[one], knowledge.claims[other], tuple(sorted(algorithms)))
        for (one, other), algorithms in sorted(found.items())
    )


def can_hold_together(one: Conditions, other: Conditions) -> bool:
    """Return whether some brief meets both scopes.

    Fields are independent. Two modalities are told apart although a brief may list both: claims speak of the data
    that an algorithm reads, one modality at a time.
    """
    tests = {condition.field: condition.test for condition in one}
    return all(_overlap(tests[each.field], each.test) for each in other if each.field in tests)


def _overlap(one: Test, other: Test) -> bool:
    if isinstance(one, WordTest) and isinstance(other, WordTest):
        return not one.allowed.isdisjoint(other.allowed)
    if isinstance(one, FlagTest | KnownTest) and isinstance(other, FlagTest | KnownTest):
        if type(one) is type(other):
            return one.wanted == other.wanted
        known = one if isinstance(one, KnownTest) else other
        return known.wanted
    if isinstance(one, NumberTest) and isinstance(other, NumberTest):
        return _share_a_number(one, other)
    return all(test.wanted for test in (one, other) if isinstance(test, KnownTest))


def _share_a_number(one: NumberTest, other: NumberTest) -> bool:
    low = max((end for end in (one.low, other.low) if end is not None), default=None)
    high = min((end for end in (one.high, other.high) if end is not None), default=None)
    if low is None or high is None or low < high:
        return True
    return low == high and one.accepts(low) and other.accepts(low)


def _rivals(claims: tuple[Claim, ...], distances: Mapping[str, int]) -> Iterator[tuple[Claim, Claim]]:
    """Yield the pairs that tell equally much from equally near, can hold together and share no level."""
    for one, other in combinations(sorted(claims, key=lambda claim: claim.id), 2):
        if len(one.scope) != len(other.scope) or distances[one.subject] != distances[other.subject]:
            continue
        if _disagree(one, other) and can_hold_together(one.scope, other.scope):
            yield one, other


def _disagree(one: Claim, other: Claim) -> bool:
    if one.applicable != other.applicable:
        return True
    return one.applicable and (one.high < other.low or other.high < one.low)


def _is_debated(one: Claim, other: Claim) -> bool:
    apart = {citation.ref for citation in one.sources} != {citation.ref for citation in other.sources}
    return apart and bool(one.debate and other.debate)


def _is_settled(one: Claim, other: Claim, claims: tuple[Claim, ...], distances: Mapping[str, int]) -> bool:
    """Return whether a claim that goes before both holds wherever both do, so that neither counts there."""
    both = (*one.scope, *other.scope)
    rank = (-len(one.scope), distances[one.subject])
    return any(
        (-len(claim.scope), distances[claim.subject]) < rank
        and all(any(given.field == c.field and _implies(given.test, c.test) for given in both) for c in claim.scope)
        for claim in claims
    )


def _implies(given: Test, wanted: Test) -> bool:
    if isinstance(given, WordTest) and isinstance(wanted, WordTest):
        return given.allowed <= wanted.allowed
    if isinstance(given, NumberTest) and isinstance(wanted, NumberTest):
        above = wanted.low is None or (given.low is not None and given.low >= wanted.low and not wanted.low_open)
        below = wanted.high is None or (given.high is not None and given.high <= wanted.high and not wanted.high_open)
        return given == wanted or (above and below)
    return given == wanted


def distances_above(knowledge: Knowledge, subject: str) -> Mapping[str, int]:
    """Return how many steps up each family above an algorithm or family stands; the subject itself is at 0."""
    found = {subject: 0}
    algorithm = knowledge.algorithms.get(subject)
    level = list(algorithm.facts.family if algorithm else knowledge.families[subject].parents)
    steps = 1
    while level:
        found.update((family, steps) for family in level if family not in found)
        level = [parent for family in level for parent in knowledge.families[family].parents if parent not in found]
        steps += 1
    return found


def main() -> int:
    """Print every contradiction of the shipped claims; return 0, or 1 where there is one."""
    found = find_contradictions(compile_read(read_content(Content.shipped()), version="gates"))
    for contradiction in found:
        print(contradiction)
    print(f"{len(found)} contradictions", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
