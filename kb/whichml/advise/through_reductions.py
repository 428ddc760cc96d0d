"""What a reduction makes of the ratings of an algorithm that is used through it.

Some need something served in front, such as the network of an embedding, whose size, time, memory and cost add. Some
lose so much of the data that no algorithm is accurate beyond a level through them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, Protocol

from whichml.advise.constraints import Constraint
from whichml.advise.measured_values import in_its_unit
from whichml.advise.ratings import Rating
from whichml.advise.requirements import LevelBound, judge_bound
from whichml.knowledge.entities import Quality, Reduction
from whichml.model.statements.conditions import Test
from whichml.model.statements.rule import Rule, Selector
from whichml.model.values.scale import place_quantity, position_of, rank_of, span_text
from whichml.model.values.vocabulary import LEVELS, Level
from whichml.model.words.names_in_sentences import in_sentence
from whichml.rules.selection import passing_levels

SUMMED: Final = frozenset({
    "model-size", "inference-memory", "inference-latency", "inference-energy", "cost-per-prediction"
})  # fmt: skip
"""Qualities of which what is in front and what is behind take each their part."""
SERVED: Final = SUMMED | {"inference-throughput", "hardware-need"}
"""Qualities that what is served in front has a part in."""
IN_FRONT: Final = "with the network in front"
"""How an amount is told that includes it."""


class Rated(Protocol):
    """The ratings of a brief."""

    def of(self, algorithm: str, quality: str) -> Rating | None:
        """Return how much of a quality an algorithm has."""


@dataclass(frozen=True, slots=True)
class ThroughReductions:
    """What reductions make of the ratings of an algorithm that is used through them.

    Attributes
    ----------
    reductions : each of which needs something in front, or leaves no more than so much of a quality
    ratings : of the brief itself, for what is in front
    """

    reductions: tuple[Reduction, ...]
    ratings: Rated
    qualities: Mapping[str, Quality]

    def limited(self, quality: str, written: Rating | None) -> Rating | None:
        """Return what is written of an algorithm, no more of it than the reductions leave."""
        found = written
        for reduction in self.reductions:
            limit = reduction.facts.limits.get(quality)
            if limit is not None and found is not None and found.applicable:
                found = _at_most(found, position_of(limit), in_sentence(reduction.facts.name))
        return found

    def served(self, quality: str, alone: Rating | None) -> Rating | None:
        """Return the rating of what stands behind, given alone, with what is in front included."""
        if quality not in SERVED or (alone is not None and alone.figures):
            return alone
        found = alone
        for algorithm in dict.fromkeys(each for reduction in self.reductions for each in reduction.facts.needs):
            found = _together(found, self.ratings.of(algorithm, quality), self.qualities[quality])
        return found


def unkept(
    reductions: Iterable[Reduction], constraints: Iterable[Constraint], ratings: Rated, qualities: Mapping[str, Quality]
) -> frozenset[str]:
    """Return the ids of reductions that miss a must, whoever uses them: another way goes before them.

    They need something in front that misses it alone, or leave less of a quality than it asks for.
    """
    musts = [c for c in constraints if c.excludes and c.bound]
    held = [(c.bound, qualities[c.quality]) for c in musts if c.bound and c.quality in SERVED]
    return frozenset(
        reduction.facts.id
        for reduction in reductions
        if any(_leaves_less(reduction.facts.limits.get(c.quality), c) for c in musts)
        or any(
            judge_bound(bound, ratings.of(algorithm, quality.id), quality) == "missed"
            for algorithm in reduction.facts.needs
            for bound, quality in held
        )
    )


def _leaves_less(limit: Level | None, constraint: Constraint) -> bool:
    """Return whether a limit of a quality is below what a must asks for."""
    bound = constraint.bound
    at_least = bound.number if isinstance(bound, LevelBound) and bound.end == "min" else 0
    return limit is not None and LEVELS.index(limit) < at_least


def ruled_out(reductions: Iterable[Reduction], standing: Iterable[Rule]) -> frozenset[str]:
    """Return the ids of reductions that leave so little of a quality that a rule puts out all that uses them."""
    tests = [
        rule.selector.qualities for rule in standing if rule.effect.kind == "exclude" and _asks_alone(rule.selector)
    ]
    return frozenset(
        reduction.facts.id
        for reduction in reductions
        if any(
            all(_passes_below(reduction.facts.limits.get(quality), test) for quality, test in qualities)
            for qualities in tests
        )
    )


def _asks_alone(selector: Selector) -> bool:
    """Return whether a selector asks for levels of qualities and speaks of every algorithm that has them."""
    return bool(selector.qualities) and selector == Selector(qualities=selector.qualities)


def _passes_below(limit: Level | None, test: Test) -> bool:
    """Return whether a test of a quality accepts all levels up to a limit."""
    return limit is not None and passing_levels(test).issuperset(LEVELS[: LEVELS.index(limit) + 1])


def _together(behind: Rating | None, front: Rating | None, quality: Quality) -> Rating | None:
    """Return both as one: amounts are added, else the worse level counts; what is known of one alone is the least."""
    if front is None or not front.applicable:
        return behind
    if behind is None or not behind.applicable:
        return _told(front, quality)
    claims = tuple(dict.fromkeys((*behind.claims, *front.claims)))
    rules = tuple(dict.fromkeys((*behind.rules, *front.rules)))
    if behind.interval is not None and front.interval is not None:
        interval = _sum(behind.interval, front.interval, quality)
        low, high = sorted(place_quantity(each, quality.anchors) for each in interval)
        least, most = low, high
    else:
        worse = min if quality.better == "higher" else max
        interval = None
        low, high = worse(behind.low, front.low), worse(behind.high, front.high)
        least, most = worse(behind.least, front.least), worse(behind.most, front.most)
    found = Rating(low, high, least, most, rank_of(low), rank_of(high), span_text(low, high), interval, claims, rules)
    return _told(found, quality)


def _sum(first: tuple[float, float], second: tuple[float, float], quality: Quality) -> tuple[float, float]:
    if quality.id in SUMMED:
        return first[0] + second[0], first[1] + second[1]
    low, high = (1 / (1 / one + 1 / other) for one, other in zip(first, second, strict=True))
    return low, high


def _told(rating: Rating, quality: Quality) -> Rating:
    amount = rating.level
    if rating.interval is not None and quality.unit:
        amount = " to ".join(in_its_unit(end, quality.unit) for end in rating.interval)
    return replace(rating, as_used=f"{amount} {IN_FRONT}")


def _at_most(rating: Rating, limit: float, way: str) -> Rating:
    if rating.high <= limit and rating.most <= limit:
        return rating
    low, high, least, most = (min(limit, each) for each in (rating.low, rating.high, rating.least, rating.most))
    level = span_text(low, high)
    return replace(
        rating, low=low, high=high, least=least, most=most, lowest=rank_of(low), highest=rank_of(high), level=level,
        as_used=f"no more is left by {way}",
    )  # fmt: skip
