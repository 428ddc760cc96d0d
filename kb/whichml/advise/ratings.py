"""How much of each quality each algorithm has in one brief: spans from claims, moved by rules, with their origin."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from whichml.knowledge.base import Claim, Knowledge
from whichml.model.conditions import Conditions, Facts, all_hold
from whichml.model.scale import TOP, span_text

# A claim in levels is read as a point widened by how sure it is: half a level where somebody only judges.
_DOUBT = {"high": 0.0, "medium": 0.25, "low": 0.5}


@dataclass(frozen=True, slots=True)
class Rating:
    """One algorithm's span of one quality.

    Attributes
    ----------
    low, high : positions on the scale of levels, 0 to 4
    interval : the span in the quality's base unit where claims in units stand behind it
    claims : the claims that the span comes from
    rules : the rules that moved it
    """

    low: float
    high: float
    interval: tuple[float, float] | None = None
    claims: tuple[Claim, ...] = ()
    rules: tuple[str, ...] = ()
    applicable: bool = True

    @property
    def level(self) -> str:
        """Return the span in words."""
        return span_text(self.low, self.high) if self.applicable else "not-applicable"

    @property
    def doubtful(self) -> tuple[float, float]:
        """Return the span widened by the least confidence among its claims, inside 0 to 4."""
        doubt = max((_DOUBT[claim.confidence] for claim in self.claims if claim.interval is None), default=0.0)
        return max(0.0, self.low - doubt), min(TOP, self.high + doubt)


@dataclass(slots=True)
class Ratings:
    """The ratings of one brief, worked out when they are asked for."""

    knowledge: Knowledge
    facts: Facts
    _scopes: dict[Conditions, bool | None] = field(default_factory=dict)
    _found: dict[tuple[str, str], Rating | None] = field(default_factory=dict)

    def of(self, algorithm: str, quality: str) -> Rating | None:
        """Return the rating, or None where nothing is claimed in a scope that could fit."""
        cell = (algorithm, quality)
        if cell not in self._found:
            self._found[cell] = self._from_claims(self.knowledge.cells.get(cell, ()))
        return self._found[cell]

    def move(self, algorithm: str, quality: str, low: float, high: float, rule: str) -> None:
        """Set a rating to what a rule says of this context; the claims that it replaces stay named."""
        former = self.of(algorithm, quality)
        self._found[algorithm, quality] = Rating(
            low, high, None, former.claims if former else (), (*(former.rules if former else ()), rule)
        )

    def _from_claims(self, claims: Iterable[Claim]) -> Rating | None:
        """Return the span of the first claims that are known to fit, else of all that may fit.

        Claims come most telling first; those that tell equally much are merged.
        """
        certain: list[Claim] = []
        possible: list[Claim] = []
        for claim in claims:
            if certain and not _tells_equally(certain[0], claim):
                break
            fits = self._fits(claim.scope)
            if fits:
                certain.append(claim)
            elif fits is None:
                possible.append(claim)
        return _merged(certain or possible)

    def _fits(self, scope: Conditions) -> bool | None:
        if not scope:
            return True
        if scope not in self._scopes:
            self._scopes[scope] = all_hold(scope, self.facts)
        return self._scopes[scope]


def _tells_equally(first: Claim, second: Claim) -> bool:
    return first.subject == second.subject and len(first.scope) == len(second.scope)


def _merged(claims: list[Claim]) -> Rating | None:
    if not claims:
        return None
    if not all(claim.applicable for claim in claims):
        return Rating(0.0, TOP, None, tuple(claims), (), applicable=False)
    intervals = [claim.interval for claim in claims if claim.interval is not None]
    interval = None
    if len(intervals) == len(claims):
        interval = (min(low for low, _ in intervals), max(high for _, high in intervals))
    return Rating(min(c.low for c in claims), max(c.high for c in claims), interval, tuple(claims))
