"""Which fields conditions may name, and how the values of each compare."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from whichml.model.format.brief_algorithms import ALGORITHM_LISTS
from whichml.model.format.brief_circumstances import CIRCUMSTANCE_LISTS
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.format.brief_values import LARGEST_COUNT
from whichml.model.statements.conditions import FactValue, FieldShape, is_word, number_in_words, number_of
from whichml.model.statements.rule import DerivedText
from whichml.model.values.quantity import LARGEST, in_base_unit, magnitude_in_words
from whichml.model.values.vocabulary import LEVELS, Dimension, FieldKind, QualityId, QualityName

COMPUTED_FIELDS: Final[Mapping[str, str]] = MappingProxyType({
    "data.training_rows": "Labelled rows where they are known and the task learns from labels, else all rows; "
    "of series to forecast whose rows nobody counted, the steps of all series.",
    "data.rows_per_feature": "Training rows for each feature.",
    "data.events_per_feature": "Events for each feature, such as deaths or failures that were seen; "
    "of two classes, rows of the rarer one.",
    "data.rows_per_series": "Training rows for each series; of series to forecast, else the steps in their history.",
    "data.rows_per_item": "Training rows for each item, such as purchases of each article.",
    "data.minority_rows": "Training rows in the smallest class.",
    "data.minority_evenness": "Share of the smallest class times the number of classes: 1 where all are of one size.",
    "data.encoded_features": "Columns once the widest one of categories is spread out.",
    "deployment.requests_per_second": "Predictions a second at the peak, else on average.",
    "project.rounds_left": "Rounds of trials that are left to learn from: the trials over those that run at once.",
    "stakes.cost_quantile": "Cost of too low over that of both low and high, in one currency or by their ratio.",
    "stakes.cost_threshold": "Cost of a false alarm over that of both mistakes, in one currency or by their ratio.",
})  # fmt: skip
"""Fields that are worked out from others, with their meaning."""
SHARES_OF_COSTS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType({
    "stakes.cost_quantile": ("stakes.cost_too_low", "stakes.cost_too_high"),
    "stakes.cost_threshold": ("stakes.cost_false_positive", "stakes.cost_false_negative"),
})  # fmt: skip
"""Computed fields that are the share of the first cost in the sum of both."""
_WHOLE_WHEN_COMPUTED: Final = frozenset({"data.training_rows", "data.encoded_features"})
_MAY_BE_EMPTY: Final = frozenset({"stakes.regulation"})


def shapes_of(
    qualities: Mapping[QualityId, QualityName], derived: Mapping[str, DerivedText]
) -> Mapping[str, FieldShape]:
    """Return the shape of every field that a condition may name.

    These are the brief's own fields, those computed from them, the bounds of must requirements
    (`requirement.<quality>.min` and `.max`) and the facts that rule packs declare as derived.
    """
    shapes = {path: _shape_of_kind(path, BRIEF_FIELDS[path]) for path in FACT_FIELDS}
    for path in COMPUTED_FIELDS:
        rate = path == "deployment.requests_per_second"
        to_number = _number_in("rate") if rate else None
        shapes[path] = FieldShape(
            path,
            "number",
            to_number=to_number,
            least=0.0,
            largest=1.0 if path in SHARES_OF_COSTS else math.inf,
            whole=path in _WHOLE_WHEN_COMPUTED,
        )
    for quality, named in qualities.items():
        for end in ("min", "max"):
            path = f"requirement.{quality}.{end}"
            if named.dimension is None:
                shapes[path] = FieldShape(path, "word", LEVELS, ordered=True)
            else:
                shapes[path] = FieldShape(path, "number", to_number=_number_in(named.dimension), least=0.0)
    for path, declared in derived.items():
        shapes[path] = _shape_of_derived(path, declared)
    return shapes


def _number_in(dimension: Dimension) -> Callable[[object], float]:
    return partial(in_base_unit, dimension=dimension)


def _shape_of_kind(path: str, kind: FieldKind) -> FieldShape:
    if kind.is_number:
        dimension: Dimension | None = "number" if kind.kind == "fraction" else kind.dimension
        return FieldShape(
            path, "number", to_number=_number_in(dimension) if dimension else None, least=0.0,
            largest={"fraction": 1.0, "count": float(LARGEST_COUNT)}.get(kind.kind, math.inf),
            whole=kind.kind in ("count", "bytes") and not kind.fractional,
        )  # fmt: skip
    if kind.kind == "bool":
        return FieldShape(path, "flag")
    return FieldShape(path, "word", kind.values, kind.ordered, many=kind.many, may_be_empty=path in _MAY_BE_EMPTY)


def _shape_of_derived(path: str, declared: DerivedText) -> FieldShape:
    if declared.values == "bool":
        return FieldShape(path, "flag")
    words = LEVELS if declared.values == "level" else declared.values
    return FieldShape(path, "word", tuple(words), ordered=True)


def is_concludable(field: str) -> bool:
    """Return whether a rule may conclude a field: one that a brief may leave out and that nothing else settles."""
    named = ("task", "data.modality", "project.existing_algorithm", FURTHER_TASKS)
    is_the_briefs = field in (*named, *ALGORITHM_LISTS, *CIRCUMSTANCE_LISTS)
    return not (is_the_briefs or field in COMPUTED_FIELDS or field.startswith("requirement."))


def concluded_number(shape: FieldShape, written: str) -> int | float:
    """Return a quantity that a rule concludes, such as `30 days`, in the base unit; whole where it is whole.

    Raises
    ------
    ConditionError
        Where it is none of the field's dimension.
    """
    number = number_of(shape, written)
    return int(number) if number.is_integer() else number


def fact_in_words(field: str, value: FactValue) -> str:
    """Return a value that a rule concludes in words, a quantity in the unit that people read most easily."""
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else number_in_words(value, field)


def can_be(shape: FieldShape, value: str | bool | int | float) -> bool:
    """Return whether a field can have a value: of its kind, one of its words, and within what a brief may say."""
    if shape.kind == "flag" or isinstance(value, bool):
        return shape.kind == "flag" and isinstance(value, bool)
    if shape.kind == "word":
        return isinstance(value, str) and (value in shape.words if shape.words else is_word(value))
    if isinstance(value, str) or not shape.least <= value <= min(shape.largest, LARGEST):
        return False
    return not shape.whole or float(value).is_integer()


def values_in_words(shape: FieldShape) -> str:
    """Return what a field can be, for a message."""
    if shape.words:
        return ", ".join(shape.words)
    if shape.kind == "number":
        if shape.largest == 1:
            return "a number from 0 to 1, or a percentage such as 60 %"
        kind = BRIEF_FIELDS.get(shape.path)
        if kind is not None and kind.dimension is not None:
            return f"a number from 0 with a unit; a plain 1 is {magnitude_in_words(1.0, kind.dimension)}"
        return "a whole number from 0" if shape.whole else "a number from 0"
    return "true, false" if shape.kind == "flag" else "an id in lower case"
