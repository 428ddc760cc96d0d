"""Bounds that a brief tells as facts, outside its requirements: `latency_ms: 40`, `response_time: < 5 s`, `fps: 30`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_number
from whichml.model.entries.field_calls import tidy_field_name
from whichml.model.entries.requirement_shapes import ShapedRequirements
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import quantity_or_none
from whichml.model.values.vocabulary import LEVELS, Dimension, QualityId
from whichml.model.words.bound_names import NamedBound
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS
from whichml.model.words.spoken_amounts import is_amount, spoken_amount
from whichml.model.words.spoken_numbers import without_hedges

_KEYS: Final = frozenset({"min", "max", "is", "at", "p50", "p90", "p95", "p99", "mean", "median", "priority", "unit"})
_STATISTICS: Final = ("p50", "p90", "p95", "p99", "mean", "median")
_LEFT_OUT: Final = frozenset({"coverage", "bias", "novelty", "diversity", "revenue"})
"""Names that say other things as facts: of a hall, of the past."""
_BY_SHARE: Final = frozenset({"accuracy", "precision"})
"""Names that say other things too, such as a number type, and bound a quality where a share or a level stands there."""
_WISHES: Final = frozenset({"need", "needs", "want", "wants", "wanted", "must", "must_have", "output", "outputs"})
_MEASURED: Final = frozenset({"metrics", "kpis"})
_PROMISED: Final = frozenset({"slo", "slos", "sla", "slas", "quality_targets", "service_levels", "targets_to_meet"})
"""Names of what was promised, which is never what was measured in the past."""
_COSTS: Final = frozenset({"cost", "costs", "price", "max_cost", "cost_limit"})
_OF_ONE: Final = expression(
    r"(?P<amount>.+?)\s*(?:/|\b(?:per|an?|each|for (?:each|one|a))\b)\s*(?:prediction|request|call|query|inference|"
    r"document|image|answer|case|transaction|message|item)s?",
    re.IGNORECASE,
)
"""An amount for one prediction."""
_PERCENTAGE: Final = r"(?:[<>≤≥~]=?\s*)?(?:[0-9.]{1,5}\s*%?\s*(?:-|–|to)\s*)?[0-9]{1,3}(?:\.[0-9]+)?\s*(?:%|per\s?cent)"
_RANGE: Final = expression(
    r"(?P<low>[0-9]+(?:\.[0-9]+)?)\s*(?P<of_low>[a-zµ%]*)\s*(?:-|–|\bto\b)\s*"
    r"(?P<high>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>[^\W\d]+|%)",
    re.IGNORECASE,
)
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
    >>> says_wishes("slo", {"p99": "50 ms", "qps": 20})
    True
    """
    tidy = re.sub(r"[^a-z]+", "_", name.strip().lower())
    if tidy in _PROMISED and value:
        return True
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
    if (each := _of_one_prediction(called, value)) is not None:
        return each
    if called in _LEFT_OUT or isinstance(value, bool) or not isinstance(value, str | int | float | Mapping):
        return None
    shaped = ShapedRequirements({called: _as_bound(value)}, QUALITIES).entries
    entry = shaped[0] if isinstance(shaped, list) and shaped else None
    if not isinstance(entry, dict) or (called in _BY_SHARE and not _is_share_or_level(entry)):
        return None
    entry = _with_one_end(entry)
    quality, bounds = entry.get("quality"), [entry[side] for side in ("min", "max") if side in entry]
    metric = entry.get("metric", quality)
    if len(bounds) != 1 or not isinstance(quality, str) or not isinstance(metric, str):
        return None
    if quality in AMBIGUOUS["quality"]:
        return None
    if isinstance(value, str) and (wish := _wished_level(entry, quality)) is not None:
        return wish
    metric = ALIASES["metric"].get(metric, metric)
    known = QUALITIES.get(QualityId(quality))
    if known is not None and known.dimension is not None:
        return dict(entry) if _is_amount(bounds[0], known.dimension) else None
    return dict(entry) if metric_of(metric) is not None and _is_amount(bounds[0], "number") else None


def _of_one_prediction(name: str, value: object) -> dict[str, object] | None:
    """Return the bound on what one prediction costs, where a cost says that it is of one."""
    found = _OF_ONE.fullmatch(value.strip()) if name in _COSTS and isinstance(value, str) else None
    amount = spoken_amount(found["amount"], "money") if found is not None else ""
    return {"quality": "cost-per-prediction", "max": amount} if is_amount(amount, "money") else None


def _is_share_or_level(entry: Mapping[str, object]) -> bool:
    """Return whether an entry asks for at least a share of all, or for a level."""
    bound = entry.get("min")
    if is_number(bound):
        return 0 < bound <= 1
    return isinstance(bound, str) and (bound in LEVELS or re.fullmatch(_PERCENTAGE, bound.strip()) is not None)


def _with_one_end(entry: dict[str, object]) -> dict[str, object]:
    """Return an entry whose bound is one amount: without `about`, and of a range the end that all of it meets."""
    side = next((each for each in ("min", "max") if isinstance(entry.get(each), str)), None)
    if side is None:
        return entry
    bound = without_hedges(str(entry[side]))
    found = _RANGE.fullmatch(bound)
    if found is not None and (not found["of_low"] or found["of_low"] == found["unit"]):
        low, high = float(found["low"]), float(found["high"])
        bound = f"{found['high' if side == 'max' else 'low']} {found['unit']}" if low < high else bound
    return {**entry, side: bound}


def _wished_level(entry: Mapping[str, object], quality: str) -> dict[str, object] | None:
    """Return a level that is wished of a quality: low of what should be little, high of what should be much."""
    known = QUALITIES.get(QualityId(quality))
    wanted = {"max": ("very-low", "low", "none"), "min": ("high", "very-high")}
    side = next((each for each, levels in wanted.items() if entry.get(each) in levels), None)
    if known is None or side is None or entry[side] == "none" or (known.dimension is None and quality != "accuracy"):
        return None
    return {**entry, "priority": "should"}


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


def _is_amount(bound: object, dimension: Dimension) -> bool:
    if is_number(bound):
        return dimension == "number"
    return quantity_or_none(str(bound), dimension) is not None
