"""How much of each quality each algorithm has in one brief: measured, or claimed and moved by rules; and whence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal, Protocol

from whichml.advise.measured_values import MeasuredValue
from whichml.advise.quality_prediction import QualityPrediction
from whichml.advise.strength_evidence import StrengthEvidence
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Claim
from whichml.model.statements.conditions import Conditions, Facts, FactValue, NumberTest, all_hold
from whichml.model.values.scale import DOUBT, TOP, rank_of, span_text

# A claim in levels is read as a point widened by how sure it is: half a level where somebody only judges.


@dataclass(frozen=True, slots=True)
class Rating:
    """One algorithm's span of one quality.

    Attributes
    ----------
    low, high : positions on the scale of levels, 0 to 4
    least, most : the span widened by the least confidence among its claims, inside 0 to 4
    lowest, highest : ranks of the levels at its ends, 0 to 4
    level : the span in words
    interval : the span in the quality's base unit where claims in units stand behind it
    claims : the claims that the span comes from
    rules : the rules that moved it
    ruled : the written levels that those rules give it, as positions, wherever these came to stand
    applicable : False where the quality makes no sense for the algorithm
    figures : what was measured, where the span comes from that; claims and rules have no say then
    amount : the measured or predicted interval in words, where it has a unit
    stands_for : the statistic or metric that it is about, where it was made for one requirement
    unmoved_by : the rules that would have moved it, had it not been measured
    prediction : what a cost model expects, where the span comes from that
    strength : what was measured elsewhere, where the span comes from that, or did before rules moved it
    as_used : what the reductions that an algorithm is used through make of it, in words, where they change it
    """

    low: float
    high: float
    least: float
    most: float
    lowest: int
    highest: int
    level: str
    interval: tuple[float, float] | None = None
    claims: tuple[Claim, ...] = ()
    rules: tuple[str, ...] = ()
    applicable: bool = True
    figures: tuple[MeasuredValue, ...] = ()
    amount: str = ""
    stands_for: str = ""
    unmoved_by: tuple[str, ...] = ()
    prediction: QualityPrediction | None = None
    strength: StrengthEvidence | None = None
    ruled: tuple[float, float] | None = None
    as_used: str = ""

    @property
    def here(self) -> str:
        """Return the span in words, with what reductions make of it."""
        return f"{self.level} here: {self.as_used}" if self.as_used else f"{self.level} here"

    @property
    def is_measured(self) -> bool:
        """Return whether it comes from measurements rather than from claims, rules or estimates."""
        return any(not figure.is_estimated for figure in self.figures)

    @property
    def holds_everywhere(self) -> bool:
        """Return whether it is the same in every brief: from claims without a scope, moved by no rule."""
        return (
            not self.rules
            and not self.figures
            and self.prediction is None
            and self.strength is None
            and not self.as_used
            and all(not claim.scope for claim in self.claims)
        )


MOST_MERGED = 10_000
"""How many spans over scoped claims are kept for further answers."""
Cell = tuple[str, str]
Fit = Literal["fits", "no", "size", "special"]
"""Whether a scope fits a brief; where that is unknown, whether it waits for sizes alone or for a special regime."""


class RatedElsewhere(Protocol):
    """What others measured in the regime of a brief; it goes before written claims."""

    def rates(self, cell: Cell) -> bool:
        """Return whether the rating of a cell comes from it."""

    def rating(self, algorithm: str, written: Rating | None) -> Rating | None:
        """Return the rating of an algorithm, given what claims say of it."""

    def place(self, position: float) -> float:
        """Return where a written level stands on the scale of what was measured."""


class UsedThrough(Protocol):
    """What the reductions that an algorithm is used through make of its ratings."""

    def limited(self, quality: str, written: Rating | None) -> Rating | None:
        """Return what is written of the algorithm, no more of it than they leave."""

    def served(self, quality: str, alone: Rating | None) -> Rating | None:
        """Return its rating, given alone, with what they need served in front."""


NONE_MEASURED: Mapping[Cell, Rating] = MappingProxyType({})


class _FixedRatings(dict[Cell, Rating | None]):
    """The ratings of cells that hold for every brief, each worked out when it is first asked for; None of others."""

    def __init__(self, claims: Mapping[Cell, Sequence[Claim]]) -> None:
        super().__init__()
        self._claims = claims

    def __missing__(self, cell: Cell) -> Rating | None:
        claims = self._claims.get(cell, ())
        rating = self[cell] = _merged([claim for claim in claims if _tells_equally(claims[0], claim)])
        return rating


class RatedCells:
    """The cells of a knowledge base with what does not depend on a brief worked out once.

    A cell whose most telling claim has no scope has one rating for all briefs. Scopes are numbered, since claims share
    them: each is held against a brief once.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        fixed: dict[Cell, tuple[Claim, ...]] = {}
        self.scoped: dict[Cell, tuple[tuple[int, Claim], ...]] = {}
        numbers: dict[Conditions, int] = {}
        for cell, claims in knowledge.cells.items():
            if claims[0].scope:
                self.scoped[cell] = tuple((numbers.setdefault(c.scope, len(numbers)), c) for c in claims)
            else:
                fixed[cell] = claims
        self.fixed: Mapping[Cell, Rating | None] = _FixedRatings(fixed)
        self.scopes = tuple(numbers)
        self._merged: dict[tuple[str, ...], Rating | None] = {}

    def merged(self, claims: Sequence[Claim]) -> Rating | None:
        """Return the span over claims that tell equally much; None without any."""
        key = tuple(claim.id for claim in claims)
        if key not in self._merged:
            if len(self._merged) >= MOST_MERGED:
                self._merged.clear()
            self._merged[key] = _merged(claims)
        return self._merged[key]


class Ratings:
    """The ratings of one brief, worked out when they are asked for.

    Parameters
    ----------
    cells : what holds for every brief
    facts : the brief's facts and the conclusions of rules
    measured : ratings from measurements by algorithm and quality, which go before all claims
    asked : ratings from measurements for one requirement alone, by algorithm and the requirement's key
    predicted : ratings from cost models for one requirement alone
    elsewhere : what others measured in the regime of the brief; None where nobody did
    """

    def __init__(
        self,
        cells: RatedCells,
        facts: Facts,
        measured: Mapping[Cell, Rating] = NONE_MEASURED,
        asked: Mapping[tuple[str, str], Rating] = NONE_MEASURED,
        predicted: Mapping[tuple[str, str], Rating] = NONE_MEASURED,
        elsewhere: RatedElsewhere | None = None,
    ) -> None:
        self._cells = cells
        self._scoped = cells.scoped
        self._scopes = cells.scopes
        self._fixed = cells.fixed
        self._facts = facts
        self._fits: dict[int, Fit] = {}
        self._asked = asked
        self._measured = measured
        self._predicted = predicted
        self._elsewhere = elsewhere
        self._taken: list[QualityPrediction] = []
        self._seen: dict[tuple[str, FactValue], Ratings] = {}
        self._through: dict[str, Ratings] = {}
        self._ways: dict[str, UsedThrough] = {}
        self._found: dict[Cell, Rating | None] = dict(measured)

    def see_through(self, algorithm: str, facts: Facts, way: UsedThrough | None = None) -> None:
        """Let an algorithm be rated as in another task or on other data, which reductions of this brief lead to.

        What others measured there says nothing of how much a reduction loses: accuracy is what is written of it, on
        the scale of what was measured here.

        Parameters
        ----------
        way : what these reductions make of its ratings; None where they change none
        """
        seen = str(facts["task"]), facts["data.modality"]
        if seen not in self._seen:
            self._seen[seen] = Ratings(
                self._cells, facts, self._measured, self._asked, self._predicted, self._elsewhere
            )
        self._through[algorithm] = self._seen[seen]
        if way is not None:
            self._ways[algorithm] = way

    def task_of(self, algorithm: str) -> str:
        """Return the task that an algorithm is rated for: that of the brief, or the one that reductions lead to."""
        return str(self._through.get(algorithm, self)._facts["task"])

    def of(self, algorithm: str, quality: str) -> Rating | None:
        """Return the rating, or None where nothing is claimed in a scope that could fit."""
        cell = (algorithm, quality)
        if cell in self._found:
            return self._found[cell]
        if algorithm in self._ways:
            self._found[cell] = rating = self._by_way(algorithm, quality, self._ways[algorithm])
            return rating
        if algorithm in self._through:
            return self._through[algorithm].of(algorithm, quality)
        if self._elsewhere is not None and self._elsewhere.rates(cell):
            self._found[cell] = rating = self._elsewhere.rating(algorithm, self.written(algorithm, quality))
            return rating
        if cell not in self._scoped:
            return self._fixed[cell]
        self._found[cell] = rating = self.written(algorithm, quality)
        return rating

    def written(self, algorithm: str, quality: str) -> Rating | None:
        """Return what claims alone say, or None where none has a scope that could fit."""
        if algorithm in self._through:
            written = self._through[algorithm].written(algorithm, quality)
            return self._ways[algorithm].limited(quality, written) if algorithm in self._ways else written
        cell = (algorithm, quality)
        return self._from_claims(self._scoped[cell]) if cell in self._scoped else self._fixed[cell]

    def _by_way(self, algorithm: str, quality: str, way: UsedThrough) -> Rating | None:
        """Return the rating of an algorithm through reductions that change what it is rated elsewhere."""
        seen, written = self._through[algorithm], self.written(algorithm, quality)
        if written is None or not written.as_used:
            return way.served(quality, seen.of(algorithm, quality))
        if self._elsewhere is not None and self._elsewhere.rates((algorithm, quality)):
            rated = self._elsewhere.rating(algorithm, written)
            return replace(rated, as_used=written.as_used) if rated is not None else None
        return way.served(quality, written)

    def measured_for(self, algorithm: str, constraint: str) -> Rating | None:
        """Return what was measured for the requirement of that key alone, or None."""
        return self._asked.get((algorithm, constraint))

    def against(self, algorithm: str, quality: str, constraint: str) -> Rating | None:
        """Return what is measured or claimed that a requirement is held against: as it asks, else of the quality."""
        return self._asked.get((algorithm, constraint)) or self.of(algorithm, quality)

    def predicted_for(self, algorithm: str, quality: str, constraint: str) -> Rating | None:
        """Return what is predicted for the requirement of that key; None also where the quality was measured.

        Predictions are of an algorithm alone: none holds where a reduction needs something in front.
        """
        is_measured = (algorithm, constraint) in self._asked or (algorithm, quality) in self._measured
        return None if is_measured or algorithm in self._ways else self._predicted.get((algorithm, constraint))

    def take(self, predicted: Rating) -> Rating:
        """Return a rating that was predicted, and note that the answer stands on it."""
        if predicted.prediction is not None:
            self._taken.append(predicted.prediction)
        return predicted

    @property
    def facts(self) -> Facts:
        """Return the facts that the ratings are of."""
        return self._facts

    @property
    def predicts_times(self) -> bool:
        """Return whether a requirement was held against a time that was predicted."""
        return any(prediction.is_time for prediction in self._taken)

    def move(self, algorithm: str, quality: str, low: float, high: float, rule: str) -> None:
        """Set a rating to what a rule says of this context; the claims that it replaces stay named.

        Where several rules speak, the span reaches over all that they say, so that their order does not matter. What
        was measured of this project stays as it is: it is nearer to the project than any rule. What others measured
        is moved on its own scale.
        """
        former = self.of(algorithm, quality)
        if former is not None and former.figures:
            self._found[algorithm, quality] = replace(former, unmoved_by=(*former.unmoved_by, rule))
            return
        claims, rules = (former.claims, former.rules) if former else ((), ())
        if former is not None and former.ruled is not None:
            low, high = min(low, former.ruled[0]), max(high, former.ruled[1])
        ruled = low, high
        if self._elsewhere is not None and self._elsewhere.rates((algorithm, quality)):
            low, high = self._elsewhere.place(low), self._elsewhere.place(high)
        lowest, highest = rank_of(low), rank_of(high)
        self._found[algorithm, quality] = Rating(
            low, high, low, high, lowest, highest, span_text(low, high), None, claims, (*rules, rule),
            strength=former.strength if former is not None else None, ruled=ruled,
        )  # fmt: skip

    def _from_claims(self, claims: Iterable[tuple[int, Claim]]) -> Rating | None:
        """Return the span of the first claims that are known to fit, else of all that may fit.

        Claims come most telling first; those that tell equally much are merged. Of those that may fit, one that only
        waits for a size goes before one that waits for a special regime, such as a stream or a linear relation: a
        brief that does not mention it is ordinary, and an open question says what would change.
        """
        certain: list[Claim] = []
        possible: list[Claim] = []
        special: list[Claim] = []
        for scope, claim in claims:
            if certain and not _tells_equally(certain[0], claim):
                break
            fit = self._fits.get(scope) or self._fit(scope)
            if fit == "fits":
                certain.append(claim)
            elif fit != "no":
                (possible if fit == "size" else special).append(claim)
        return self._cells.merged(certain or possible or special)

    def _fit(self, number: int) -> Fit:
        """Return whether a scope fits, else whether every unknown condition of it is one on a number."""
        scope = self._scopes[number]
        held = all_hold(scope, self._facts)
        if held is not None:
            fit: Fit = "fits" if held else "no"
        else:
            sized = all(isinstance(c.test, NumberTest) or c.holds(self._facts) is not None for c in scope)
            fit = "size" if sized else "special"
        self._fits[number] = fit
        return fit


def _tells_equally(first: Claim, second: Claim) -> bool:
    return first.subject == second.subject and len(first.scope) == len(second.scope)


def _merged(claims: Sequence[Claim]) -> Rating | None:
    if not claims:
        return None
    if not all(claim.applicable for claim in claims):
        return Rating(0.0, TOP, 0.0, TOP, 0, int(TOP), "not-applicable", None, tuple(claims), (), applicable=False)
    intervals = [claim.interval for claim in claims if claim.interval is not None]
    interval = None
    if len(intervals) == len(claims):
        interval = (min(low for low, _ in intervals), max(high for _, high in intervals))
    low, high = min(c.low for c in claims), max(c.high for c in claims)
    doubt = max((DOUBT[claim.confidence] for claim in claims if claim.interval is None), default=0.0)
    least, most = max(0.0, low - doubt), min(TOP, high + doubt)
    return Rating(low, high, least, most, rank_of(low), rank_of(high), span_text(low, high), interval, tuple(claims))
