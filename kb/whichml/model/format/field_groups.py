"""What the groups of fields of a brief have in common, and how words that have an order are marked."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

from whichml.model.values.vocabulary import FieldKind

ORDERED: Final = FieldKind("word", ordered=True)
"""Beside words that have an order, lowest first, so that conditions may ask for above, below or between."""


class Group(BaseModel):
    """Fields that belong together; frozen, and strict about names and types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
