"""Strengths, `strength/1`: how often an algorithm does better than the reference of its task, by regime, with doubt.

A group of tasks and modalities has a reference algorithm. For every other algorithm that was compared there, the
log-odds of doing better than the reference on a data set are linear in the terms of the group::

    log-odds = b0 + b1 (log10 rows - centre) + b2 (log10 features - centre) + ...

Coefficients come from pairs of published and own results (Bradley and Terry 1952, Biometrika 39, with terms as in a
logistic regression), their covariance from a bootstrap over data sets; docs/strengths.md states the rule.
"""

import bisect
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from whichml.knowledge.content import STRENGTHS, Content
from whichml.knowledge.spread import TAIL
from whichml.knowledge.stored import StoredValue, read_stored
from whichml.model.statements.facts import Confidence
from whichml.model.values.scale import TOP

Term: TypeAlias = Literal["one", "rows", "features", "classes", "regression"]
LEVEL_CHANCES: Final = (0.15, 0.35, 0.65, 0.85)
"""The largest chances to beat the reference that are still very low, low, medium and high accuracy."""
_CHANCES: Final = (0.0, *LEVEL_CHANCES, 1.0)
_POSITIONS: Final = (0.0, 0.5, 1.5, 2.5, 3.5, TOP)
_BEYOND: Final = 0.5
"""Standard deviation of log-odds for each factor of ten that a regime lies beyond what was measured."""


class Backing(StoredValue):
    """What one source says of an algorithm in a group.

    Attributes
    ----------
    source : id of the work that answers cite
    sets : data sets on which it was compared
    wins : share of its pairs on them that it won, ties as halves
    """

    source: str
    study: str
    sets: int = Field(ge=1)
    wins: float = Field(ge=0, le=1)


class Strength(StoredValue):
    """The log-odds of one algorithm against the reference of its group.

    Attributes
    ----------
    coefficients : in the order of the group's terms
    covariance : of the coefficients, as rows; of the bootstrap over data sets
    between : standard deviation of log-odds between sources
    """

    algorithm: str
    coefficients: tuple[float, ...]
    covariance: tuple[tuple[float, ...], ...]
    between: float = Field(ge=0)
    backing: tuple[Backing, ...]

    @property
    def n_sets(self) -> int:
        """Return on how many data sets it was compared, counted once for each source."""
        return sum(each.sets for each in self.backing)


class Covariate(StoredValue):
    """A size that log-odds depend on, as log10.

    Attributes
    ----------
    centre : the median of the data sets
    spread : their standard deviation, which stands for what a brief does not tell
    low, high : the 5 and 95 per cent points; what lies beyond was hardly measured
    """

    centre: float
    spread: float = Field(ge=0)
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class LogOddsInterval:
    """The log-odds of an algorithm against the reference in one regime, as a 90 % interval.

    Attributes
    ----------
    beyond : how far the regime lies beyond what was measured, in factors of ten; 0 inside
    """

    low: float
    middle: float
    high: float
    beyond: float


class StrengthGroup(StoredValue):
    """What was measured of several algorithms for some tasks on some modalities.

    Attributes
    ----------
    unless : alternatives, each a mapping of conditions as rules write them: in such a regime nothing was measured
    scored_by : what the studies scored, in words, where projects of such a task may be judged by something else
    not_by : metrics of a brief of which such scores do not speak
    caveats : what some methods had over others in a study, as a clause, by the study's id; answers say so
    source : id of the work that answers cite for what was fitted; empty where that is no work of its own
    written : log-odds that the five levels of written claims come to, from very low to very high, by the algorithms
        that were measured
    written_spread : standard deviation of log-odds around that
    """

    id: str
    name: str
    tasks: tuple[str, ...]
    modalities: tuple[str, ...]
    reference: str
    terms: tuple[Term, ...]
    axes: Mapping[Literal["rows", "features", "classes"], Covariate]
    unless: tuple[Mapping[str, Any], ...] = ()
    scored_by: str = ""
    not_by: tuple[str, ...] = ()
    caveats: Mapping[str, str] = Field(default_factory=dict)
    source: str = ""
    written: tuple[float, float, float, float, float]
    written_spread: float = Field(ge=0)
    strengths: tuple[Strength, ...]

    @model_validator(mode="after")
    def _numbers_fit_the_terms(self) -> Self:
        n = len(self.terms)
        for each in self.strengths:
            if [len(each.coefficients), *map(len, each.covariance)] != [n] * (n + 1):
                raise ValueError(f"'{each.algorithm}' has other numbers than one for each term")
        if not {*self.terms} - {"one", "regression"} <= {*self.axes}:
            raise ValueError("a term has no axis")
        if self.reference not in self.by_algorithm:
            raise ValueError(f"the reference '{self.reference}' has no strength")
        studies = {each.study for strength in self.strengths for each in strength.backing}
        for study in self.caveats:
            if study not in studies:
                raise ValueError(f"a caveat is on '{study}', a study that no strength rests on")
        return self

    @cached_property
    def by_algorithm(self) -> Mapping[str, Strength]:
        """Return the strengths by algorithm."""
        return {each.algorithm: each for each in self.strengths}

    def design(
        self, sizes: Mapping[str, float], is_regression: bool
    ) -> tuple[tuple[float, ...], tuple[float, ...], float]:
        """Return the terms of a regime, the spread of each that is unknown, and how far it lies beyond the measured.

        Parameters
        ----------
        sizes : `rows`, `features` and `classes` as far as they are known
        """
        found: list[float] = []
        unknown: list[float] = []
        beyond = 0.0
        for term in self.terms:
            size = sizes.get(term)
            unknown.append(0.0)
            if term == "one":
                found.append(1.0)
            elif term == "regression":
                found.append(1.0 if is_regression else 0.0)
            elif size is None:
                found.append(0.0)
                unknown[-1] = self.axes[term].spread
            else:
                axis = self.axes[term]
                log = math.log10(max(1.0, size))
                held = min(axis.high, max(axis.low, log))
                beyond += abs(log - held)
                found.append(held - axis.centre)
        return tuple(found), tuple(unknown), beyond

    def odds(
        self, strength: Strength, design: Sequence[float], unknown: Sequence[float], beyond: float
    ) -> LogOddsInterval:
        """Return the log-odds of an algorithm in a regime that `design` describes."""
        coefficients, covariance = strength.coefficients, strength.covariance
        spoken = [(number, value) for number, value in enumerate(design) if value]
        middle, variance = 0.0, strength.between**2 + (_BEYOND * beyond) ** 2
        for number, value in spoken:
            middle += coefficients[number] * value
            row = covariance[number]
            for other, also in spoken:
                variance += row[other] * value * also
        for number, spread in enumerate(unknown):
            if spread:
                variance += (spread * coefficients[number]) ** 2
        reach = TAIL * math.sqrt(max(0.0, variance))
        return LogOddsInterval(middle - reach, middle, middle + reach, beyond)

    def odds_of_written(self, low: float, high: float) -> LogOddsInterval:
        """Return what a written level comes to; `low` and `high` are positions on the scale of levels."""
        ends = [_between(self.written, position) for position in (low, high)]
        spread = TAIL * self.written_spread
        return LogOddsInterval(ends[0] - spread, sum(ends) / 2, ends[1] + spread, 0.0)


class Strengths(StoredValue):
    """All groups, in the order in which they are tried."""

    schema_: Literal["strength/1"] = Field(default="strength/1", alias="schema")
    groups: tuple[StrengthGroup, ...]

    def to_json(self) -> bytes:
        """Return the strengths as UTF-8 JSON, one algorithm on a line."""
        parts = []
        for group in self.groups:
            head = group.model_dump_json(exclude={"strengths"})[:-1]
            lines = ",\n".join(each.model_dump_json() for each in group.strengths)
            parts.append(f'{head},"strengths":[\n{lines}\n]}}')
        return ('{"schema":"strength/1","groups":[\n' + ",\n".join(parts) + "\n]}\n").encode()


def inverse_logit(log_odds: float) -> float:
    """Return the chance that belongs to log-odds.

    Examples
    --------
    >>> inverse_logit(0.0), round(inverse_logit(2.0), 2)
    (0.5, 0.88)
    """
    return 1.0 / (1.0 + math.exp(-log_odds)) if log_odds > -700 else 0.0


def position_of_chance(chance: float) -> float:
    """Return where a chance to beat the reference stands on the scale of levels.

    The ends of the levels are at `LEVEL_CHANCES`; between them the position is linear in the chance.

    Examples
    --------
    >>> position_of_chance(0.5), position_of_chance(0.85), position_of_chance(1.0)
    (2.0, 3.5, 4.0)
    """
    place = bisect.bisect_left(LEVEL_CHANCES, chance)
    below, start = _CHANCES[place], _POSITIONS[place]
    share = (chance - below) / (_CHANCES[place + 1] - below)
    return round(start + share * (_POSITIONS[place + 1] - start), 6)


def confidence_in(n_sets: int, n_sources: int, is_one_level: bool) -> Confidence:
    """Return how sure a strength is: high from 100 data sets and two sources inside one level, medium from 30."""
    if n_sets >= 100 and n_sources >= 2 and is_one_level:
        return "high"
    return "medium" if n_sets >= 30 else "low"


def read_strengths(content: Content) -> Strengths | None:
    """Return the strengths of the content; None where it has none.

    Raises
    ------
    KnowledgeError
        Where the file is there and holds no strengths.
    """
    return read_stored(
        content, STRENGTHS.as_posix(), Strengths, "strengths", "python -m whichml_workshop.published.fit"
    )


def _between(numbers: Sequence[float], position: float) -> float:
    """Return what lies at a position between numbers that stand at 0, 1, 2, ..."""
    below = min(len(numbers) - 2, max(0, int(position)))
    return numbers[below] + (position - below) * (numbers[below + 1] - numbers[below])
