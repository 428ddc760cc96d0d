"""Which fields conditions may name, and how the values of each compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Final

from whichml.model.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.conditions import FieldShape, is_word
from whichml.model.quantity import LARGEST, in_base_unit
from whichml.model.rule import DerivedText
from whichml.model.vocabulary import LEVELS, Dimension, FieldKind, QualityId, QualityName

COMPUTED_FIELDS: Final[Mapping[str, str]] = MappingProxyType({
    "data.training_rows": "Labelled rows where they are known and the task learns from labels, else all rows.",
    "data.rows_per_feature": "Training rows for each feature.",
    "data.rows_per_series": "Training rows for each series.",
    "data.minority_rows": "Training rows in the smallest class.",
    "data.encoded_features": "Columns once the widest one of categories is spread out.",
    "deployment.requests_per_second": "Predictions a second at the peak, else on average.",
})  # fmt: skip
"""Fields that are worked out from others, with their meaning."""
_DIMENSION_OF_KIND: Final[Mapping[str, Dimension]] = MappingProxyType(
    {"duration": "duration", "bytes": "bytes", "money": "money"}
)


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
        shapes[path] = FieldShape(path, "number", to_number=_number_in("rate") if rate else None)
    for quality, named in qualities.items():
        for end in ("min", "max"):
            path = f"requirement.{quality}.{end}"
            if named.dimension is None:
                shapes[path] = FieldShape(path, "word", LEVELS, ordered=True)
            else:
                shapes[path] = FieldShape(path, "number", to_number=_number_in(named.dimension))
    for path, declared in derived.items():
        shapes[path] = _shape_of_derived(path, declared)
    return shapes


def _number_in(dimension: Dimension) -> Callable[[object], float]:
    return partial(in_base_unit, dimension=dimension)


def _shape_of_kind(path: str, kind: FieldKind) -> FieldShape:
    if kind.is_number:
        dimension = _DIMENSION_OF_KIND.get(kind.kind)
        return FieldShape(path, "number", to_number=_number_in(dimension) if dimension else None)
    if kind.kind == "bool":
        return FieldShape(path, "flag")
    return FieldShape(path, "word", kind.values, kind.ordered)


def _shape_of_derived(path: str, declared: DerivedText) -> FieldShape:
    if declared.values == "bool":
        return FieldShape(path, "flag")
    words = LEVELS if declared.values == "level" else declared.values
    return FieldShape(path, "word", tuple(words), ordered=True)


def is_concludable(field: str) -> bool:
    """Return whether a rule may conclude a field: one that a brief may leave out and that nothing else settles."""
    required = field in ("task", "data.modality", "project.existing_algorithm")
    return not (required or field in COMPUTED_FIELDS or field.startswith("requirement."))


def can_be(shape: FieldShape, value: str | bool | int | float) -> bool:
    """Return whether a field can have a value: of its kind, one of its words, and within what a brief may say."""
    if shape.kind == "flag" or isinstance(value, bool):
        return shape.kind == "flag" and isinstance(value, bool)
    if shape.kind == "word":
        return isinstance(value, str) and (value in shape.words if shape.words else is_word(value))
    if isinstance(value, str) or not 0 <= value <= LARGEST:
        return False
    kind = BRIEF_FIELDS[shape.path].kind if shape.path in BRIEF_FIELDS else ""
    if kind == "fraction":
        return value <= 1
    return kind != "count" or float(value).is_integer()


def values_in_words(shape: FieldShape) -> str:
    """Return what a field can be, for a message."""
    if shape.words:
        return ", ".join(shape.words)
    if shape.kind == "number":
        kind = BRIEF_FIELDS[shape.path].kind if shape.path in BRIEF_FIELDS else ""
        return {"fraction": "a number from 0 to 1", "count": "a whole number from 0"}.get(kind, "a number from 0")
    return "true, false" if shape.kind == "flag" else "an id in lower case"
