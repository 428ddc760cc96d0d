"""Claims that contradict each other: one cell, scopes that can hold together, equally many conditions, apart in level.

Which claim applies is decided by the number of conditions and then by nearness, so claims that tell differently much
refine each other. Two that tell equally much and share no level are an error, unless both are marked as a `debate`.
"""

from __future__ import annotations

from dataclasses import dataclass

from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.content import Content
from whichml.knowledge.entities import Claim
from whichml.knowledge.rival_claims import contradictions_among, distances_above
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
            for one, other in contradictions_among(knowledge, claims, distances):
                if not _is_debated(one, other):
                    found.setdefault((one.id, other.id), set()).add(algorithm)
    return tuple(
        Contradiction(knowledge.claims[one], knowledge.claims[other], tuple(sorted(algorithms)))
        for (one, other), algorithms in sorted(found.items())
    )


def _is_debated(one: Claim, other: Claim) -> bool:
    apart = {citation.ref for citation in one.sources} != {citation.ref for citation in other.sources}
    return apart and bool(one.debate and other.debate)


def main() -> int:
    """Print every contradiction of the shipped claims; return 0, or 1 where there is one."""
    found = find_contradictions(compile_read(read_content(Content.shipped()), version="gates"))
    return report(found, f"{len(found)} contradictions")


if __name__ == "__main__":
    raise SystemExit(main())
