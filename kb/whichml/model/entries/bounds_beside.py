"""Bounds that a brief tells as facts, outside its requirements: `latency_ms: 40`, `response_time: < 5 s`, `fps: 30`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.entries.field_calls import tidy_field_name
from whichml.model.entries.requirement_shapes import ShapedRequirements
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import QuantityError, parse_quantity
from whichml.model.values.vocabulary import QualityId
from whichml.model.words.bound_names import NamedBound

_KEYS: Final = frozenset({"min", "max", "is", "at", "p50", "p90", "p95", "p99", "mean", "median", "priority", "unit"})
_STATISTICS: Final = ("p50", "p90", "p95", "p99", "mean", "median")
_LEFT_OUT: Final = frozenset({"accuracy", "cost", "coverage", "bias", "precision", "novelty", "diversity", "revenue"})
"""Names that say other things as facts: of a number type, of a hall, of the past."""
_WISHES: Final = frozenset({"need", "needs", "want", "wants", "wanted", "must", "must_have", "output", "outputs"})
_MEASURED: Final = frozenset({"metrics", "kpis", "slo", "slos", "sla", "quality_targets"})
_MEANT: Final[Mapping[str, str]] = MappingProxyType({
    "max_latency": "latency", "max_runtime": "runtime", "compute_time": "runtime", "time_limit": "runtime",
    "time_budget": "runtime", "solver_time": "runtime", "inference_budget": "latency", "latency_budget": "latency",
})  # fmt: skip


def is_bound(value: Mapping[str, object] | Mapping[object, object]) -> bool:
    """Return whether a mapping says a bound, such as `{p99: 40 ms}`.

    Examples
    --------
    >>> is_bound({"max": "1 s", "at": "p95"}), is_bound({"rows": 5}), is_bound({})
    (True, False, False)
    """
    return bool(value) and all(key in _KEYS for key in value)


def says_wishes(name: str, value: Mapping[str, object]) -> bool:
    """Return whether a mapping tells one by one what a project asks for, so that each stands for itself.

    Examples
    --------
    >>> says_wishes("need", {"uncertainty": "yes"}), says_wishes("metrics", {"recall": ">= 0.98"})
    (True, True)
    >>> says_wishes("metrics", {"recall": 0.7}), says_wishes("baseline", {"recall": ">= 0.98"})
    (False, False)
    """
    tidy = re.sub(r"[^a-z]+", "_", name.strip().lower())
    compares = (isinstance(each, str) and re.match(r"\s*(?:[<>≤≥]|at (?:least|most))", each) for each in value.values())
    return bool(value) and not is_bound(value) and (tidy in _WISHES or (tidy in _MEASURED and all(compares)))


def bound_told(name: str, value: object) -> dict[str, object] | None:
    """Return the requirement that a fact says which is no field; None where it says none.

    Parameters
    ----------
    name : in lower case, its words joined by underscores, without its group

    Examples
    --------
    >>> bound_told("latency_ms", 40), bound_told("response_time", "< 5 s")
    ({'quality': 'inference-latency', 'max': '40 ms'}, {'quality': 'inference-latency', 'max': '5 s'})
    >>> bound_told("latency", {"p99": "40 ms"})
    {'quality': 'inference-latency', 'max': '40 ms', 'at': 'p99'}
    >>> bound_told("precision", "int8"), bound_told("weather", 3)
    (None, None)
    """
    called = _MEANT.get(name, name)
    if called in _LEFT_OUT or isinstance(value, bool) or not isinstance(value, str | int | float | Mapping):
        return None
    shaped = ShapedRequirements({called: _as_bound(value)}, QUALITIES).entries
    entry = shaped[0] if isinstance(shaped, list) and shaped else None
    if not isinstance(entry, dict):
        return None
    quality, bounds = entry.get("quality"), [entry[side] for side in ("min", "max") if side in entry]
    metric = entry.get("metric", quality)
    if len(bounds) != 1 or not isinstance(quality, str) or not isinstance(metric, str):
        return None
    known = QUALITIES.get(QualityId(quality))
    if known is not None and known.dimension is not None:
        return dict(entry) if _is_amount(bounds[0], known.dimension) else None
    return dict(entry) if metric_of(metric) is not None and _is_amount(bounds[0], "number") else None


def bound_required(bound: NamedBound, value: object) -> dict[str, object] | None:
    """Return the requirement that a bound by its name makes; None where that may be anything, and is of no quality.

    Examples
    --------
    >>> bound_required(NamedBound("latency", "max", is_required=True), "1 s")
    {'quality': 'inference-latency', 'max': '1 s'}
    >>> bound_required(NamedBound("weather", "max", is_required=True), 3)
    {'quality': 'weather', 'max': 3}
    >>> bound_required(NamedBound("weather", "max", is_required=False), 3)
    """
    if not bound.is_required:
        return bound_told(tidy_field_name(bound.what.rpartition(".")[2]), {bound.side: value})
    shaped = ShapedRequirements({bound.what: {bound.side: value}}, QUALITIES).entries
    entry = shaped[0] if isinstance(shaped, list) and shaped else None
    return dict(entry) if isinstance(entry, dict) else None


def _as_bound(value: object) -> object:
    """Return a bound at a statistic as the format writes it: `{p99: 40 ms}` as `{max: 40 ms, at: p99}`."""
    if not isinstance(value, Mapping):
        return re.sub(r"^\s*(?:up to|at most|under|below|within)\s+", "< ", value) if isinstance(value, str) else value
    at = next((each for each in _STATISTICS if each in value), None)
    if at is None or len(value) > 1:
        return dict(value)
    return {"max": value[at], "at": at}


def _is_amount(bound: object, dimension: str) -> bool:
    if isinstance(bound, int | float) and not isinstance(bound, bool):
        return dimension == "number"
    try:
        parse_quantity(str(bound), dimension)
    except QuantityError:
        return False
    return True
