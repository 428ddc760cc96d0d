"""A quality ranks where candidates differ in it: not where nine of ten stand alike, or next to nothing is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from whichml.advise.ratings import RatedCells, Ratings
from whichml.knowledge.base import Knowledge
from whichml.model.values.qualities import QUALITIES

FEWEST_CANDIDATES = 8
ALIKE = 0.9
KNOWN = 0.25


def fields_of_candidates(knowledge: Knowledge) -> Iterator[tuple[str, str, list[str]]]:
    """Yield tasks and modalities with the candidates that solve the one and read the other, where there are many."""
    found: dict[tuple[str, str], list[str]] = {}
    for name, algorithm in knowledge.algorithms.items():
        if algorithm.facts.role == "candidate":
            for task in algorithm.facts.solves:
                for modality in algorithm.facts.accepts:
                    found.setdefault((task, modality), []).append(name)
    yield from ((*pair, names) for pair, names in found.items() if len(names) >= FEWEST_CANDIDATES)


def shares(knowledge: Knowledge) -> dict[str, tuple[float, float]]:
    """Return how many of the known candidates have the commonest span of their field, and how many are known."""
    cells = RatedCells(knowledge)
    alike, known, all_of_them = Counter[str](), Counter[str](), 0
    for task, modality, names in fields_of_candidates(knowledge):
        ratings = Ratings(cells, {"task": task, "data.modality": (modality,)})
        all_of_them += len(names)
        for quality in knowledge.qualities:
            rated = [rating for name in names if (rating := ratings.of(name, quality)) and rating.applicable]
            alike[quality] += max(Counter(rating.level for rating in rated).values(), default=0)
            known[quality] += len(rated)
    return {each: (alike[each] / max(1, known[each]), known[each] / all_of_them) for each in knowledge.qualities}


def test_a_quality_ranks_exactly_where_candidates_differ_in_it(knowledge: Knowledge) -> None:
    found = shares(knowledge)
    idle = {name for name, (alike, known) in found.items() if alike >= ALIKE or known < KNOWN}
    silenced = {name for name, quality in knowledge.qualities.items() if not quality.ranks}
    assert len(found) == len(QUALITIES)
    wrong = dict.fromkeys(silenced - idle, "it differs: drop `ranks: false`")
    wrong |= {name: f"say `ranks: false`: {found[name][0]:.0%} of those known are alike, {found[name][1]:.0%} are known"
              for name in idle - silenced}  # fmt: skip
    assert wrong == {}, "see `ranks` of kb/facts/qualities"
