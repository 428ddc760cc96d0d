"""What runs measured of an algorithm: the numbers that count, their words in an answer, and what cites them."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Final, TypeAlias

from whichml.model.documents.errors import quoted
from whichml.model.statements.evidence import Evidence, Failure, Measurement
from whichml.model.statements.facts import Citation
from whichml.model.statements.measures import Measure, Statistic
from whichml.model.statements.recommendation import SourceRecord
from whichml.model.values.quantity import magnitude_in_words
from whichml.model.values.vocabulary import DIMENSION_OF_UNIT

Span: TypeAlias = tuple[float, float]
Key: TypeAlias = tuple[str, Measure]
_DAY: Final = re.compile(r"[12][0-9]{3}-[01][0-9]-[0-3][0-9]")
_TYPICAL: Final[tuple[Statistic, ...]] = ("median", "mean", "once", "max", "p99")
_BROKEN: Final = frozenset({"error", "crash", "time", "memory"})
_REPEATED: Final[Mapping[Measure, str]] = MappingProxyType({"row-latency": "rows"})


@dataclass(frozen=True, slots=True)
class Run:
    """The evidence of one run with its id, worked out once."""

    identity: str
    evidence: Evidence

    @property
    def ref(self) -> str:
        """Return how an answer cites the run."""
        return f"probe-{self.identity[:8]}"

    @property
    def data_name(self) -> str:
        """Return the name of its data, short and on one line."""
        return quoted(self.evidence.data.name)[1:-1]

    @property
    def record(self) -> SourceRecord:
        """Return the run as a work: what was compared, how rows were held out, and the day where it is told."""
        title = f"Measurements of {self.data_name} by whichml probe"
        told = self.evidence
        day = f", on {self.day}" if self.day else ""
        container = f"{quoted(told.metric)[1:-1]} over {quoted(told.splits)[1:-1]}{day}"
        year = int(self.day[:4]) if self.day else None
        return SourceRecord(title=title, authors=("whichml probe",), year=year, container=container, access="measured")

    @property
    def day(self) -> str:
        """Return the day on which it was measured, as `2026-11-30`; empty where it is not told so."""
        found = _DAY.fullmatch(self.evidence.measured_on)
        return found[0] if found else ""

    @property
    def key(self) -> str:
        """Return what of the run an answer depends on: its id, and the day, which is no part of that."""
        return " ".join(filter(None, (self.identity, self.day)))


@dataclass(frozen=True, slots=True)
class MeasuredValue:
    """One measure of one algorithm in one run, on the most rows that it was taken on.

    Attributes
    ----------
    measurements : of each implementation and statistic, sorted; either all of them are estimates or none is
    is_of_a_sample : whether the same was taken on more rows, or not on the same by every implementation
    """

    run: Run
    algorithm: str
    measure: Measure
    measurements: tuple[Measurement, ...]
    is_of_a_sample: bool = False

    @property
    def identity(self) -> str:
        """Return the id of its node."""
        usual = f"evidence:{self.run.identity}:{self.algorithm}:{self.measure}"
        return f"{usual}:{self.rows}" if self.is_of_a_sample else usual

    @property
    def rows(self) -> int:
        """Return the most rows that it was taken on."""
        return max(measurement.rows for measurement in self.measurements)

    @property
    def is_estimated(self) -> bool:
        """Return whether it was worked out rather than measured."""
        return self.measurements[0].estimated

    @property
    def unit(self) -> str:
        """Return the unit of its numbers."""
        return self.measurements[0].unit

    @property
    def repetitions(self) -> tuple[int, ...]:
        """Return how often each implementation was measured for its typical number."""
        return tuple(_typical(told).n for told in self._by_implementation().values())

    @property
    def best(self) -> float:
        """Return the largest of its implementations' typical numbers."""
        return max(_typical(told).value for told in self._by_implementation().values())

    @property
    def citation(self) -> Citation:
        """Return the place in the evidence."""
        place = f" on {self.rows} rows" if self.is_of_a_sample else ""
        locator = f"measurement {self.measure} of {self.algorithm}{place}"
        return Citation(ref=self.run.ref, locator=locator, supports=self._in_brief())

    def _in_brief(self) -> str:
        """Return the typical number of each implementation, with its interval where it has one, and of scores the n."""
        told = (_typical(of_one) for of_one in self._by_implementation().values())
        return "; ".join(_with_interval(each, "parts" if self.measure == "score" else "") for each in told)

    def span(self, at: str | None = None) -> Span:
        """Return the interval of the number over all implementations, so that whichever is taken lies in it.

        Parameters
        ----------
        at : a statistic of the brief, such as `p99`; None for the typical number. Where that statistic was not
            measured, the interval reaches as far as the measured ones allow: a p99 lies somewhere above the median.
        """
        return hull(_span_at(told, at) for told in self._by_implementation().values())

    def has(self, statistic: str) -> bool:
        """Return whether the statistic was measured of every implementation."""
        return all(
            any(m.statistic == statistic for m in told) for told in self._by_implementation().values()
        )  # fmt: skip

    def text(self, name: str) -> str:
        """Return the sentence of its node; `name` is what people call the algorithm."""
        how = "estimated" if self.is_estimated else "measured"
        by_implementation = self._by_implementation()
        said = "; ".join(
            f"{f'{path}: ' if len(by_implementation) > 1 else ''}{self._numbers(told)}"
            for path, told in by_implementation.items()
        )
        return f"{name}: {how} {self.measure.replace('-', ' ')} {said}, on {self.rows} rows of {self.run.data_name}"

    def _numbers(self, told: Iterable[Measurement]) -> str:
        told = tuple(told)
        shown = ", ".join(
            f"{in_its_unit(m.value, m.unit)}{'' if m.statistic == 'once' else f' ({m.statistic})'}" for m in told
        )
        n = max(m.n for m in told)
        return f"{shown} over {n} {_REPEATED.get(self.measure, 'repetitions')}" if n > 1 else shown

    def _by_implementation(self) -> Mapping[str, tuple[Measurement, ...]]:
        found: dict[str, tuple[Measurement, ...]] = {}
        for measurement in self.measurements:
            found[measurement.implementation] = (*found.get(measurement.implementation, ()), measurement)
        return found


@dataclass(frozen=True, slots=True)
class Breakdown:
    """All that a run tells of an algorithm that no trial could measure."""

    run: Run
    algorithm: str
    failures: tuple[Failure, ...]

    @property
    def identity(self) -> str:
        """Return the id of its node."""
        return f"evidence:{self.run.identity}:{self.algorithm}:failure"

    @property
    def citation(self) -> Citation:
        """Return the place in the evidence."""
        return Citation(ref=self.run.ref, locator=f"failures of {self.algorithm}", supports="that no trial of it ended")

    def text(self, name: str) -> str:
        """Return what went wrong; `name` is what people call the algorithm."""
        told = dict.fromkeys(
            f"{f.reason} at {f.stage} with {f.rows} rows ({quoted(f.message)})" if f.message else
            f"{f.reason} at {f.stage} with {f.rows} rows"
            for f in self.failures
        )  # fmt: skip
        return f"{name}: no trial on {self.run.data_name} could be measured: {'; '.join(told)}"


def measured_values_of(run: Run) -> Mapping[Key, MeasuredValue]:
    """Return the figures of a run, sorted by algorithm and measure.

    Of each implementation the measurements on the most rows count, and an estimate only where nothing was measured.
    """
    told: dict[Key, list[Measurement]] = {}
    for measurement in run.evidence.measurements:
        told.setdefault((measurement.algorithm, measurement.measure), []).append(measurement)
    return {key: MeasuredValue(run, *key, _that_count(told[key])) for key in sorted(told)}


def scores_by_rows(run: Run, figures: Mapping[Key, MeasuredValue]) -> Mapping[int, Mapping[str, MeasuredValue]]:
    """Return the scores by rows and algorithm, since scores compare on the same rows alone.

    Parameters
    ----------
    figures : those of the run; the score that is one of them is that one, and another is of a sample
    """
    told: dict[int, dict[str, list[Measurement]]] = {}
    for m in run.evidence.measurements:
        if m.measure == "score":
            told.setdefault(m.rows, {}).setdefault(m.algorithm, []).append(m)
    return {
        rows: {
            name: _score_on(run, name, told[rows][name], figures.get((name, "score"))) for name in sorted(told[rows])
        }
        for rows in sorted(told)
    }


def _score_on(run: Run, name: str, told: Iterable[Measurement], usual: MeasuredValue | None) -> MeasuredValue:
    counted = _that_count(told)
    if usual is not None and usual.measurements == counted:
        return usual
    return MeasuredValue(run, name, "score", counted, is_of_a_sample=True)


def breakdowns_of(runs: Iterable[Run]) -> Mapping[str, tuple[Breakdown, ...]]:
    """Return by algorithm the runs in which all of its trials broke down, where no run measured it."""
    runs = tuple(runs)
    measured = {m.algorithm for run in runs for m in run.evidence.measurements}
    found: dict[str, tuple[Breakdown, ...]] = {}
    for run in runs:
        broken: dict[str, list[Failure]] = {}
        for failure in run.evidence.failures:
            if failure.reason in _BROKEN and failure.algorithm not in measured:
                broken.setdefault(failure.algorithm, []).append(failure)
        for algorithm in sorted(broken):
            found[algorithm] = (*found.get(algorithm, ()), Breakdown(run, algorithm, tuple(broken[algorithm])))
    return found


@lru_cache(maxsize=4096)
def in_its_unit(value: float, unit: str, n_digits: int = 3) -> str:
    """Return a number with its unit, to so many digits.

    Examples
    --------
    >>> in_its_unit(0.0004123, "seconds"), in_its_unit(0.9712, "roc-auc")
    ('412 us', '0.971 roc-auc')
    """
    rounded = float(f"{value:.{n_digits}g}")
    dimension = DIMENSION_OF_UNIT.get(unit)
    if dimension is None:
        return f"{rounded:g} {quoted(unit)[1:-1]}"
    return magnitude_in_words(value if dimension != "rows" else rounded, dimension, n_digits=n_digits)


def difference_in_words(difference: MeasuredValue) -> str:
    """Return a paired difference with its interval, such as `+0.058 roc-auc (-0.325 to +0.209)`."""
    low, high = difference.span()
    return f"{difference.best:+.3g} {quoted(difference.unit)[1:-1]} ({low:+.3g} to {high:+.3g})"


def in_cases(chance: float) -> str:
    """Return a chance in words: in tens where it is open, in hundreds where it is near certain.

    Examples
    --------
    >>> in_cases(0.62), in_cases(0.93), in_cases(0.998), in_cases(0.04), in_cases(0.0)
    ('in 6 of 10 cases', 'in 93 of 100 cases', 'in more than 99 of 100 cases', 'in 4 of 100 cases', 'in no case')
    """
    hundreds = round(100 * chance)
    if 0.1 < chance < 0.9:
        return f"in {max(1, min(9, round(10 * chance)))} of 10 cases"
    if hundreds == 0:
        return "in fewer than 1 of 100 cases" if chance > 0 else "in no case"
    if hundreds == 100:
        return "in more than 99 of 100 cases" if chance < 1 else "in every case"
    return f"in {hundreds} of 100 cases"


def _that_count(told: Iterable[Measurement]) -> tuple[Measurement, ...]:
    told = tuple(told)
    told = tuple(m for m in told if not m.estimated) or told
    most: dict[str, int] = {}
    for m in told:
        most[m.implementation] = max(m.rows, most.get(m.implementation, 0))
    return tuple(
        sorted(
            (m for m in told if m.rows == most[m.implementation]),
            key=lambda m: (m.implementation, _TYPICAL.index(m.statistic), m.value, m.low, m.high, m.n),
        )
    )


def _with_interval(told: Measurement, parts: str) -> str:
    """Return a number, its interval, and of how many parts it is where they have a name."""
    number = in_its_unit(told.value, told.unit)
    ends = [in_its_unit(end, told.unit) for end in (told.low, told.high)]
    if told.unit not in DIMENSION_OF_UNIT:
        ends = [f"{end:.3g}" for end in (told.low, told.high)]
    beside = [" to ".join(ends)] if told.low < told.high else []
    beside += [f"{told.n} {parts}"] if parts and told.n > 1 else []
    return f"{number} ({', '.join(beside)})" if beside else number


def _typical(told: Iterable[Measurement]) -> Measurement:
    return min(told, key=lambda m: _TYPICAL.index(m.statistic))


def hull(spans: Iterable[Span]) -> Span:
    """Return the smallest interval that holds all of at least one."""
    lows, highs = zip(*spans, strict=True)
    return min(lows), max(highs)


def _span_at(told: tuple[Measurement, ...], at: str | None) -> Span:
    """Return the interval of a statistic from those that were measured of one implementation."""
    by_name: dict[str, Span] = {}
    for m in told:
        low, high = by_name.get(m.statistic, (m.low, m.high))
        by_name[m.statistic] = (min(low, m.low), max(high, m.high))
    typical = by_name[_typical(told).statistic]
    wanted = "max" if at == "worst-case" else at
    if wanted is None or wanted in by_name:
        return by_name[wanted] if wanted else typical
    middle = next((by_name[name] for name in ("median", "mean", "once") if name in by_name), None)
    least = middle[0] if middle else 0.0
    most = max((by_name[name][1] for name in ("p99", "max") if name in by_name), default=math.inf)
    if wanted == "max":
        return by_name.get("p99", typical)[0], math.inf
    if wanted in ("median", "mean"):
        return least, middle[1] if middle else most
    return least, most
