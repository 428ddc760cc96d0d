"""Values of a brief's fields as people read them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.quantity import parse_quantity

_QUANTITIES: Final = frozenset({"duration", "bytes", "money", "frequency"})
_COUNTED: Final = frozenset({"hour", "day", "week", "month", "year"})
"""Units that take a plural."""


def value_in_words(field: str, given: object) -> str:
    """Return the value of a field of a normalised brief in words; empty where it has none.

    An empty list says that nothing applies, which is more than saying nothing.

    Examples
    --------
    >>> value_in_words("data.label_delay", "2592000 s"), value_in_words("data.rows", 20000)
    ('30 days', '20,000')
    >>> value_in_words("stakes.adversarial", True), value_in_words("data.modality", ["text", "image"])
    ('yes', 'text, image')
    >>> value_in_words("stakes.regulation", []), value_in_words("stakes.regulation", None)
    ('none', '')
    """
    if given is None:
        return ""
    if isinstance(given, bool):
        return "yes" if given else "no"
    if isinstance(given, int | float):
        return f"{given:,}"
    if isinstance(given, list | tuple):
        said = (" = ".join(map(str, each)) if isinstance(each, list | tuple) else str(each) for each in given)
        return ", ".join(said) or "none"
    if isinstance(given, Mapping):
        return ", ".join(f"{name} {each}" for name, each in given.items())
    if field in BRIEF_FIELDS and BRIEF_FIELDS[field].kind in _QUANTITIES:
        amount = parse_quantity(str(given)).readable
        number, _, unit = amount.partition(" ")
        return f"{amount}s" if unit in _COUNTED and number != "1" else amount
    return str(given)
