"""Levels that get better where the problem gets harder, by inheritance: `python -m whichml_workshop.checks.inherited`.

A claim of an algorithm may end at a size, such as ten thousand choices. Beyond it, where the algorithm says nothing of
its own, what it specialises or a family takes over. That is a fault where the problem is harder beyond and the level
taken over is better: mixed-integer programs would be better above ten thousand choices than below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final, Literal

from whichml.evidence.testable import claims_that_count
from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.entities import Claim, Quality
from whichml.model.statements.conditions import Condition, Facts, FactValue, NumberTest, Test
from whichml.model.statements.field_domains import FieldDomain, tests_by_field
from whichml_workshop.checks.reporting import report

Side = Literal["above", "below"]

MORE_IS_EASIER: Final = frozenset(
    f"data.{name}"
    for name in (
        "rows", "training_rows", "labelled_rows", "rows_per_feature", "rows_per_series", "rows_per_item", "series",
        "examples_per_class", "events", "history", "minority_rows", "minority_share",
    )
)  # fmt: skip
"""Sizes of which more is more to learn from; of others, such as choices, classes and columns, more is harder."""
LEARNT_FROM: Final = frozenset({"data-need"})
"""Qualities with a unit that are no cost of a size."""


@dataclass(frozen=True, slots=True)
class BetterBeyond:
    """A claim beyond whose bound an inherited one tells of something better, although the problem is harder there.

    Attributes
    ----------
    claim : of the algorithm itself
    field : the size at which it ends
    side : where beyond is
    inherited : what counts there instead
    """

    claim: Claim
    field: str
    side: Side
    inherited: Claim

    def __str__(self) -> str:
        return (
            f"{self.claim.where}: `{self.claim.quality}` of {self.claim.subject} is {self.claim.level}, and "
            f"{self.side} its bound on {self.field} it is {self.inherited.level}, as {self.inherited.subject} has it "
            f"in {self.inherited.where}.\nSay what it is there in a claim of its own, or narrow the inherited one."
        )


def find_better_beyond(knowledge: Knowledge) -> tuple[BetterBeyond, ...]:
    """Return what gets better by inheritance where the problem gets harder, in the order of the claims' ids."""
    found: dict[tuple[str, str], BetterBeyond] = {}
    for (algorithm, quality), claims in knowledge.cells.items():
        for claim in claims:
            if claim.subject == algorithm and claim.applicable:
                for each in _beyond(knowledge, claim, claims, knowledge.qualities[quality]):
                    found.setdefault((claim.id, each.field), each)
    return tuple(found[key] for key in sorted(found))


def harder_side(field: str, quality: Quality) -> Side:
    """Return on which side of a bound a problem is harder: costs grow with every size, what is learnt gets better."""
    is_cost = bool(quality.unit) and quality.id not in LEARNT_FROM
    return "below" if field in MORE_IS_EASIER and not is_cost else "above"


def _beyond(knowledge: Knowledge, claim: Claim, claims: Sequence[Claim], quality: Quality) -> Iterator[BetterBeyond]:
    for bound in claim.scope:
        side = harder_side(bound.field, quality)
        outside = _outside(bound.test, side)
        if outside is None:
            continue
        scope = [Condition(bound.field, outside) if each is bound else each for each in claim.scope]
        for facts in _situations(knowledge, scope, claims):
            counting = claims_that_count(claims, facts)
            if counting and counting[0].subject != claim.subject and _is_better(counting, claim, quality):
                yield BetterBeyond(claim, bound.field, side, counting[0])


def _outside(test: Test, side: Side) -> NumberTest | None:
    """Return what lies behind the bound on a side; None without a bound, and below zero, which is no size."""
    if not isinstance(test, NumberTest):
        return None
    if side == "above":
        return None if test.high is None else NumberTest(test.high, None, low_open=not test.high_open)
    if test.low is None or test.low <= 0:
        return None
    return NumberTest(0, test.low, low_open=True, high_open=not test.low_open)


def _situations(knowledge: Knowledge, scope: Iterable[Condition], claims: Iterable[Claim]) -> Iterator[Facts]:
    """Yield facts in a scope, one for each way in which the claims of the cell come out there."""
    told_apart = tests_by_field(condition for claim in claims for condition in claim.scope)
    values: dict[str, tuple[FactValue | None, ...]] = {}
    for field, tests in tests_by_field(scope).items():
        domain = FieldDomain(replace(knowledge.shapes[field], many=False))
        values[field] = domain.accepted(tests, told_apart.get(field, ()))
    for chosen in product(*values.values()):
        yield {field: value for field, value in zip(values, chosen, strict=True) if value is not None}


def _is_better(counting: Sequence[Claim], claim: Claim, quality: Quality) -> bool:
    """Return whether the span over the claims that count lies better than that of the claim, by its middle."""
    told = [each for each in counting if each.applicable]
    if not told:
        return False
    middle = min(each.low for each in told) + max(each.high for each in told)
    own = claim.low + claim.high
    return middle > own if quality.better == "higher" else middle < own


def main() -> int:
    """Print what gets better by inheritance where it is harder; return 0, or 1 where anything does."""
    found = find_better_beyond(compile_read(read_content(Content.shipped()), version="gates"))
    return report(found, f"{len(found)} levels better beyond their bounds")


if __name__ == "__main__":
    raise SystemExit(main())
