"""Claims that contradict each other: one cell, scopes that can hold together, equally many conditions, apart in level.

Which claim applies is decided by the number of conditions and then by nearness, so claims that tell differently much
refine each other. Two that tell equally much and share no level are an error, unless both are marked as a `debate`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.entities import Claim
from whichml.model.statements.conditions import Conditions
from whichml.model.statements.field_domains import FieldDomain, tests_by_field
from whichml_workshop.checks.reporting import report


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
            for one, other in _rivals(knowledge, claims, distances):
                if not _is_debated(one, other) and not _is_settled(knowledge, one, other, claims, distances):
                    found.setdefault((one.id, other.id), set()).add(algorithm)
    return tuple(
        Contradiction(knowledge.claims[one], knowledge.claims[other], tuple(sorted(algorithms)))
        for (one, other), algorithms in sorted(found.items())
    )


def can_hold_together(knowledge: Knowledge, one: Conditions, other: Conditions) -> bool:
    """Return whether some brief meets both scopes.

    Fields are independent. Two modalities are told apart although a brief may list both: claims speak of the data
    that an algorithm reads, one modality at a time.
    """
    shared = {condition.field for condition in one} & {condition.field for condition in other}
    tests = tests_by_field((*one, *other))
    return all(_domain(knowledge, field).overlap(*tests[field]) for field in shared)


def _domain(knowledge: Knowledge, field: str) -> FieldDomain:
    return FieldDomain(replace(knowledge.shapes[field], many=False))


def _rivals(
    knowledge: Knowledge, claims: tuple[Claim, ...], distances: Mapping[str, int]
) -> Iterator[tuple[Claim, Claim]]:
    """Yield the pairs that tell equally much from equally near, can hold together and share no level."""
    for one, other in combinations(sorted(claims, key=lambda claim: claim.id), 2):
        if len(one.scope) != len(other.scope) or distances[one.subject] != distances[other.subject]:
            continue
        if _disagree(one, other) and can_hold_together(knowledge, one.scope, other.scope):
            yield one, other


def _disagree(one: Claim, other: Claim) -> bool:
    if one.applicable != other.applicable:
        return True
    return one.applicable and (one.high < other.low or other.high < one.low)


def _is_debated(one: Claim, other: Claim) -> bool:
    apart = {citation.ref for citation in one.sources} != {citation.ref for citation in other.sources}
    return apart and bool(one.debate and other.debate)


def _is_settled(
    knowledge: Knowledge, one: Claim, other: Claim, claims: tuple[Claim, ...], distances: Mapping[str, int]
) -> bool:
    """Return whether a claim that goes before both holds wherever both do, so that neither counts there."""
    both = tests_by_field((*one.scope, *other.scope))
    rank = (-len(one.scope), distances[one.subject])
    return any(
        (-len(claim.scope), distances[claim.subject]) < rank
        and all(_domain(knowledge, c.field).implies(both.get(c.field, ()), c.test) for c in claim.scope)
        for claim in claims
    )


def distances_above(knowledge: Knowledge, subject: str) -> Mapping[str, int]:
    """Return how many steps up each family above an algorithm or family stands; the subject itself is at 0.

    What an algorithm specialises stands one step up, between it and its families.
    """
    algorithm = knowledge.algorithms.get(subject)
    found = {name: steps for steps, name in enumerate(algorithm.names if algorithm else (subject,))}
    level = list(algorithm.facts.family if algorithm else knowledge.families[subject].parents)
    steps = len(found)
    while level:
        found.update((family, steps) for family in level if family not in found)
        level = [parent for family in level for parent in knowledge.families[family].parents if parent not in found]
        steps += 1
    return found


def main() -> int:
    """Print every contradiction of the shipped claims; return 0, or 1 where there is one."""
    found = find_contradictions(compile_read(read_content(Content.shipped()), version="gates"))
    return report(found, f"{len(found)} contradictions")


if __name__ == "__main__":
    raise SystemExit(main())
