"""Amounts of notes that a field could hold which is left out: those in its unit, and counts where no size is told."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_relevance import OF_DEVICES, SIZES, is_worth_asking
from whichml.model.values.quantity import Quantity, QuantityError, parse_quantity
from whichml.model.values.units import DAYS_PER_YEAR, SECONDS_PER_DAY

_DAY: Final = float(SECONDS_PER_DAY)
_SPANS: Final[Mapping[str, tuple[float, float]]] = {
    "project.deadline": (_DAY, 2 * DAYS_PER_YEAR * _DAY), "data.label_delay": (60.0, 10 * DAYS_PER_YEAR * _DAY),
    "data.label_time": (1.0, _DAY), "data.clip_length": (0.0, _DAY), "deployment.control_period": (0.0, _DAY),
}  # fmt: skip
"""Seconds between which hardly any project is with such a field; others may hold any time."""
_OF_ANSWERS: Final = "inference-latency"
_A_WAIT: Final = 60.0
"""Seconds up to which a time may be that of an answer."""


def may_be_held(amount: str, told: Mapping[str, object], task: str, modalities: Collection[str]) -> bool:
    """Return whether an amount, as a text says it, may be what a field or a bound says that a brief leaves out.

    A share is none: of what it is one is told by words alone.

    Parameters
    ----------
    told : the fields of the brief in nested form

    Examples
    --------
    >>> told = {"data": {"modality": "tabular", "rows": 900}}
    >>> may_be_held("90 days", told, "binary-classification", ["tabular"])
    True
    >>> may_be_held("40 %", told, "binary-classification", ["tabular"])
    False
    >>> may_be_held("900 new", told, "binary-classification", ["tabular"])
    False
    """
    try:
        quantity = parse_quantity(amount)
    except QuantityError:
        return not any(_is_told(field, told) for field in SIZES)
    if _may_bound_answers(quantity, told):
        return True
    target = _value_of("deployment.target", told)
    return any(
        kind.dimension == quantity.dimension
        and not _is_told(field, told)
        and (target is not None or field not in OF_DEVICES)
        and is_worth_asking(field, task, modalities, target)
        and _is_within(field, quantity.magnitude)
        for field, kind in BRIEF_FIELDS.items()
        if kind.dimension is not None
    )


def _may_bound_answers(quantity: Quantity, told: Mapping[str, object]) -> bool:
    """Return whether an amount is a time in which an answer may be due, and no requirement says in which it is."""
    requirements = told.get("requirements")
    given = requirements if isinstance(requirements, list | tuple) else ()
    is_bound = any(isinstance(each, Mapping) and each.get("quality") == _OF_ANSWERS for each in given)
    return quantity.dimension == "duration" and quantity.magnitude <= _A_WAIT and not is_bound


def _is_within(field: str, magnitude: float) -> bool:
    least, most = _SPANS.get(field, (0.0, float("inf")))
    return least <= magnitude <= most


def _is_told(field: str, told: Mapping[str, object]) -> bool:
    return _value_of(field, told) is not None


def _value_of(field: str, told: Mapping[str, object]) -> object:
    group, _, inner = field.partition(".")
    fields = told.get(group)
    return fields.get(inner) if isinstance(fields, Mapping) else None
