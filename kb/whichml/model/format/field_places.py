"""Where the fields of a brief stand: each in its group, under its name there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from types import MappingProxyType
from typing import Final

from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.vocabulary import FieldKind

_FIELD_PLACES: Final[Mapping[str, tuple[tuple[str, str, str, FieldKind], ...]]] = MappingProxyType({
    group: tuple((name, group, name.partition(".")[2], BRIEF_FIELDS[name]) for name in names)
    for group, names in groupby(BRIEF_FIELDS, lambda name: name.partition(".")[0])
})  # fmt: skip


def field_places(nested: Mapping[str, object]) -> Iterator[tuple[str, str, str, FieldKind]]:
    """Yield the fields of what a brief in nested form has, each with its group and its name there.

    Outside of groups that is its own name and nothing. What comes into the brief meanwhile is not passed over.
    """
    for group, places in _FIELD_PLACES.items():
        if group in nested:
            yield from places
