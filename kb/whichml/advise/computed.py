"""Facts that follow from a brief's numbers by arithmetic, before any rule."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from whichml.model.statements.conditions import Facts, known_number
from whichml.model.statements.fields import SHARES_OF_COSTS
from whichml.model.values.quantity import Quantity
from whichml.model.values.units import DAYS_PER_SHORT_MONTH, DAYS_PER_YEAR, SECONDS_PER_DAY, in_months
from whichml.model.values.vocabulary import NUMERIC_PREDICTION

LEARNT_WITHOUT_LABELS = frozenset({
    "clustering", "outlier-detection", "dimensionality-reduction", "topic-modelling", "pattern-mining",
    "recommendation", "retrieval", "language-modelling",
})  # fmt: skip
_DIVISORS = MappingProxyType({
    "data.rows_per_feature": "data.features", "data.rows_per_series": "data.series", "data.rows_per_item": "data.items",
})  # fmt: skip
"""Computed fields that are the training rows over a count, with that count."""
COST_RATIO = "stakes.cost_ratio"
_ROUGHLY = 2
"""How far a share that people state may be off: more finds than so many times the positives are not finds alone."""

_ENOUGH_EVENTS = 200
"""From how many events on rows count beside them: as `few-events-do-not-feed-trees-of-survival` has it."""
_HUNDREDS = 500
"""From how many known incidents on they are labels by another name: our judgement."""


@dataclass(frozen=True, slots=True)
class ComputedFact:
    """A computed fact: its value and the fields that it was computed from."""

    value: float
    from_fields: tuple[str, ...]


def computed_facts(given: Facts, foreign: Mapping[str, Quantity] = MappingProxyType({})) -> Mapping[str, ComputedFact]:
    """Return the computed fields that the given ones allow.

    `data.training_rows` is the number of labelled rows where that is known and the task learns from labels, else the
    number of rows; `data.labelled_rows` that number where rows of such data carry their answer; where no rows are
    counted of series to forecast, their history tells how many whole steps all have; of two classes, events tell the
    share of the rarer one as much as `data.minority_share` does; `data.encoded_features` is the number of columns once
    the widest categorical one is spread out; rates are per second; ratios are left out where their denominator is zero.

    Parameters
    ----------
    foreign : amounts in currencies of which no rate is known; of two in one currency the share is known all the same
    """
    found: dict[str, ComputedFact] = {}
    _add_width(found, given)
    _add_labels(found, given)
    _add_rows(found, given)
    found.update(_events_per_feature(given, found.get("data.minority_rows")))
    share, classes = known_number(given, "data.minority_share"), known_number(given, "data.classes")
    if share is not None and classes is not None:
        found["data.minority_evenness"] = ComputedFact(share * classes, ("data.minority_share", "data.classes"))
    _add_rates(found, given)
    for name, costs in SHARES_OF_COSTS.items():
        share = _share_of_costs(given, foreign, *costs)
        if share is not None:
            found[name] = ComputedFact(share, costs)
    ratio = known_number(given, COST_RATIO)
    name = share_told_by_ratio(given.get("task"))
    if ratio and name not in found:
        found[name] = ComputedFact(share_of_ratio(name, ratio), (COST_RATIO,))
    return found


def _add_width(found: dict[str, ComputedFact], given: Facts) -> None:
    """Add how many columns there are once the widest categorical one is spread out."""
    told = {field: known_number(given, field) for field in ("data.features", "data.categorical_cardinality")}
    widths = {field: width for field, width in told.items() if width is not None}
    if widths:
        found["data.encoded_features"] = ComputedFact(max(widths.values()), tuple(widths))


def _add_labels(found: dict[str, ComputedFact], given: Facts) -> None:
    """Add how many rows are labelled where a brief does not count them and they are so by what it tells.

    A row of survival data carries how long it was followed and how that ended; where few events are known there is no
    more to learn from than these. Where hundreds of incidents are on record, the rows of other times are known as well,
    as far as anybody knows them. Who counts the trials that are left, and none that were made, begins with them.
    """
    task, rows, events = given.get("task"), known_number(given, "data.rows"), known_number(given, "data.events")
    if "data.labelled_rows" in given:
        return
    if rows is not None and task == "survival-analysis" and (events is None or events >= _ENOUGH_EVENTS):
        found["data.labelled_rows"] = ComputedFact(rows, ("task", "data.rows"))
    elif rows is not None and task == "outlier-detection" and events is not None and _HUNDREDS <= events < rows:
        found["data.labelled_rows"] = ComputedFact(rows, ("task", "data.events", "data.rows"))
    elif rows is None and task == "experiment-selection" and "project.trials_left" in given:
        none_yet = ComputedFact(0, ("task", "project.trials_left"))
        found.update({"data.labelled_rows": none_yet, "data.training_rows": none_yet})


def _add_rows(found: dict[str, ComputedFact], given: Facts) -> None:
    """Add the rows that are learnt from, how many they are of each of what they are counted by, and the rare ones."""
    by_labels = "data.labelled_rows" in given and given.get("task") not in LEARNT_WITHOUT_LABELS
    rows_field = "data.labelled_rows" if by_labels else "data.rows"
    rows = known_number(given, rows_field)
    if rows is None:
        if given.get("task") == "forecasting":
            found.update(_points_of_series(given))
        return
    found["data.training_rows"] = ComputedFact(rows, (rows_field,))
    for name, divisor in _DIVISORS.items():
        per = known_number(given, divisor)
        if per:
            found[name] = ComputedFact(rows / per, (rows_field, divisor))
    rare = _finds_alone(given) if by_labels else None
    share = known_number(given, "data.minority_share")
    if rare is None and share is not None:
        rare = ComputedFact(rows * share, (rows_field, "data.minority_share"))
    if rare is None and share is None:
        rare = _events_as_class(given, rows, rows_field)
        if rare is not None:
            found["data.minority_share"] = ComputedFact(rare.value / rows, rare.from_fields)
    if rare is not None:
        found["data.minority_rows"] = rare


def _add_rates(found: dict[str, ComputedFact], given: Facts) -> None:
    """Add the requests of a second, and how many rounds of trials are left."""
    peak = known_number(given, "deployment.peak_requests_per_second")
    daily = known_number(given, "deployment.requests_per_day")
    per_second = "deployment.requests_per_second"
    if peak is not None:
        found[per_second] = ComputedFact(peak, ("deployment.peak_requests_per_second",))
    elif daily is not None:
        found[per_second] = ComputedFact(daily / SECONDS_PER_DAY, ("deployment.requests_per_day",))
    trials, at_once = known_number(given, "project.trials_left"), known_number(given, "project.trials_at_once")
    if trials is not None and at_once:
        found["project.rounds_left"] = ComputedFact(trials / at_once, ("project.trials_left", "project.trials_at_once"))


def _finds_alone(given: Facts) -> ComputedFact | None:
    """Return the labelled rows of two classes where finds alone are labelled; None where others are labelled too.

    Learning from positive and unlabelled rows (Bekker and Davis 2020): a label says positive, so that no share of the
    labelled rows is the rarer class. Twice as many as there are positives among all rows are not finds alone.
    """
    labelled, rows = known_number(given, "data.labelled_rows"), known_number(given, "data.rows")
    if given.get("task") != "binary-classification" or given.get("data.unlabelled_positives") is not True:
        return None
    if labelled is None or rows is None or labelled >= rows:
        return None
    from_fields = ("data.labelled_rows", "data.unlabelled_positives")
    share = known_number(given, "data.minority_share")
    if share is not None and labelled > _ROUGHLY * rows * share:
        return ComputedFact(labelled * share, (*from_fields, "data.minority_share"))
    return ComputedFact(labelled, from_fields)


def _events_as_class(given: Facts, rows: float, rows_field: str) -> ComputedFact | None:
    """Return the rows of the rarer of two classes where events are counted: as many as there are, or all others."""
    events = known_number(given, "data.events")
    if given.get("task") != "binary-classification" or events is None or not 0 < events < rows:
        return None
    return ComputedFact(min(events, rows - events), ("data.events", rows_field))


def _events_per_feature(given: Facts, minority: ComputedFact | None) -> Mapping[str, ComputedFact]:
    """Return how many events there are for each column: counted, by the share that is censored, or of the rarer class.

    Parameters
    ----------
    minority : rows of the smallest class, which are the events where two classes are told apart
    """
    features, events = known_number(given, "data.features"), known_number(given, "data.events")
    rows, censored = known_number(given, "data.rows"), known_number(given, "data.censored_share")
    from_fields: tuple[str, ...] = ("data.events",)
    if events is None and rows is not None and censored is not None:
        events, from_fields = rows * (1 - censored), ("data.rows", "data.censored_share")
    if events is None and minority is not None and given.get("task") == "binary-classification":
        events, from_fields = minority.value, minority.from_fields
    if events is None or not features:
        return {}
    return {"data.events_per_feature": ComputedFact(events / features, (*from_fields, "data.features"))}


def _points_of_series(given: Facts) -> Mapping[str, ComputedFact]:
    """Return how many points series have whose rows nobody counted: as many as their history holds steps."""
    history, step = known_number(given, "data.history"), known_number(given, "data.sampling_interval")
    if history is None or not step:
        return {}
    points, from_fields = _steps_in(history, step), ("data.history", "data.sampling_interval")
    found = {"data.rows_per_series": ComputedFact(points, from_fields)}
    series = known_number(given, "data.series")
    if series is not None:
        found["data.training_rows"] = ComputedFact(math.floor(points * series), (*from_fields, "data.series"))
    return found


def _steps_in(history: float, step: float) -> float:
    """Return how many steps a history holds, both in seconds; of four years 48 that are a month."""
    days = step / SECONDS_PER_DAY
    if days < DAYS_PER_YEAR and days % DAYS_PER_SHORT_MONTH == 0:
        return in_months(history / SECONDS_PER_DAY) / in_months(days)
    return history / step


def share_of_first(one: float | None, other: float | None) -> float | None:
    """Return the share of one amount in two of a currency; None where one is unknown, or both are nothing."""
    return one / (one + other) if one is not None and other is not None and one + other > 0 else None


def share_told_by_ratio(task: object) -> str:
    """Return which share of costs the ratio of two mistakes tells: of numbers a quantile, of cases a threshold."""
    return "stakes.cost_quantile" if task in NUMERIC_PREDICTION else "stakes.cost_threshold"


def share_of_ratio(name: str, ratio: float) -> float:
    """Return the share of the first of two costs where only their ratio is known: of a miss to an alarm, low to high.

    Examples
    --------
    >>> share_of_ratio("stakes.cost_threshold", 9.0), share_of_ratio("stakes.cost_quantile", 9.0)
    (0.1, 0.9)
    """
    return ratio / (1 + ratio) if name == "stakes.cost_quantile" else 1 / (1 + ratio)


def _share_of_costs(given: Facts, foreign: Mapping[str, Quantity], first: str, second: str) -> float | None:
    """Return the share of the first of two costs in both; None also where they are in two currencies."""
    if first in foreign and second in foreign and foreign[first].is_comparable_with(foreign[second]):
        return share_of_first(foreign[first].magnitude, foreign[second].magnitude)
    return share_of_first(known_number(given, first), known_number(given, second))
