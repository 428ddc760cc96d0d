"""Claims on one cell: which can hold together, which goes before which, and which contradict each other.

Which claim applies is decided by the number of conditions and then by nearness, so claims that tell differently much
refine each other. Two that tell equally much and share no level contradict each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Claim
from whichml.model.statements.conditions import Conditions, Test
from whichml.model.statements.field_domains import FieldDomain, tests_by_field


def contradictions_among(
    knowledge: Knowledge, claims: Sequence[Claim], distances: Mapping[str, int]
) -> Iterator[tuple[Claim, Claim]]:
    """Yield the pairs of claims of a cell that contradict each other where no other claim goes before both.

    Parameters
    ----------
    claims : all of the cell
    distances : of the families above its algorithm, as `distances_above` tells them
    """
    for one, other in combinations(sorted(claims, key=lambda claim: claim.id), 2):
        if len(one.scope) != len(other.scope) or distances[one.subject] != distances[other.subject]:
            continue
        if _disagree(one, other) and can_hold_together(knowledge, one.scope, other.scope):
            both = tests_by_field((*one.scope, *other.scope))
            if not any(holds_first(knowledge, claim, one, both, distances) for claim in claims):
                yield one, other


def can_hold_together(knowledge: Knowledge, one: Conditions, other: Conditions) -> bool:
    """Return whether some brief meets both scopes.

    Fields are independent. Two modalities are told apart although a brief may list both: claims speak of the data
    that an algorithm reads, one modality at a time.
    """
    shared = {condition.field for condition in one} & {condition.field for condition in other}
    tests = tests_by_field((*one, *other))
    return all(_domain(knowledge, field).overlap(*tests[field]) for field in shared)


def holds_first(
    knowledge: Knowledge, claim: Claim, other: Claim, given: Mapping[str, Sequence[Test]], distances: Mapping[str, int]
) -> bool:
    """Return whether a claim goes before another one and holds wherever what is given does.

    Parameters
    ----------
    given : tests that hold, by field
    """
    ranks = [(-len(each.scope), distances[each.subject]) for each in (claim, other)]
    return ranks[0] < ranks[1] and all(
        _domain(knowledge, each.field).implies(given.get(each.field, ()), each.test) for each in claim.scope
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


def _domain(knowledge: Knowledge, field: str) -> FieldDomain:
    return FieldDomain(replace(knowledge.shapes[field], many=False))


def _disagree(one: Claim, other: Claim) -> bool:
    if one.applicable != other.applicable:
        return True
    return one.applicable and (one.high < other.low or other.high < one.low)
