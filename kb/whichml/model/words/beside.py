"""What a fact says that is no field: fields that it means, a requirement, notes, or that it changes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Self


class Beside(NamedTuple):
    """What a fact says that no field holds.

    Attributes
    ----------
    reason : how it is read, or why it changes nothing, as the end of a sentence
    fields : what it says of fields
    notes : what is read with the notes
    required : a requirement that it makes
    """

    reason: str
    fields: Mapping[str, object] = MappingProxyType({})
    notes: str = ""
    required: Mapping[str, object] | None = None

    @classmethod
    def stating(cls, fields: Mapping[str, object], reason: str = "") -> Self:
        """Return that fields are meant, with the reason if any."""
        named = (f"`{name}: {str(each).lower() if isinstance(each, bool) else each}`" for name, each in fields.items())
        return cls(f"is read as {', '.join(named)}{reason}", fields)

    @classmethod
    def requiring(cls, required: Mapping[str, object]) -> Self:
        """Return that a requirement with a bound is meant."""
        said = ", ".join(f"{key}: {each}" for key, each in required.items())
        return cls(f"is read as the requirement `{said}`", required=required)

    @classmethod
    def asking(cls, quality: str, priority: str) -> Self:
        """Return that a quality is asked to be high."""
        required = {"quality": quality, "priority": priority}
        return cls(f"is read as a requirement: `{quality}`, {priority}", required=required)

    @classmethod
    def noting(cls, notes: str) -> Self:
        """Return that a fact is read with the notes alone."""
        return cls("is read with the notes", notes=notes)

    @classmethod
    def of_no_weight(cls, why: str) -> Self:
        """Return that a fact changes nothing, and why, as a clause."""
        return cls(f"changes nothing here: {why}")
