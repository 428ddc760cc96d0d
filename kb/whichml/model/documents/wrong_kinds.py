"""What is told of a value of the wrong kind: what its place expects, what stands there, and how it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from whichml.model.documents.errors import quoted

_LISTS: Final = frozenset({"tuple_type", "list_type", "frozen_set_type", "set_type"})
_MAPPINGS: Final = frozenset({"dict_type", "mapping_type", "model_type", "model_attributes_type", "dataclass_type"})
_OF_ANY_KEYS: Final = frozenset({"dict_type", "mapping_type"})
_PLAIN: Final[Mapping[str, str]] = MappingProxyType({
    "string_type": "a text", "bool_type": "true or false", "bool_parsing": "true or false",
    "int_type": "a whole number", "int_parsing": "a whole number", "int_from_float": "a whole number",
    "float_type": "a number", "float_parsing": "a number",
})  # fmt: skip
_REMEDIES: Final[Mapping[str, str]] = MappingProxyType({
    "a text": "Put it in quotes.", "true or false": "Write true or false, without quotes.",
    "a whole number": "Write digits, without quotes.", "a number": "Write digits, without quotes.",
})  # fmt: skip


class WrongKind(NamedTuple):
    """A sentence about a value and its remedy."""

    message: str
    hint: str


def wrong_kind(
    kind: str, path: Sequence[str | int], given: object, keys: Sequence[str], least: object = None
) -> WrongKind | None:
    """Return what is told of a value that has not the kind that its place asks for; None for other problems.

    Parameters
    ----------
    kind : the type of the problem, as pydantic names it
    keys : the keys that an entry at the place has to have, as far as they are known
    least : the fewest entries or letters
    """
    name, entry = _named(path), f"{{{', '.join(f'{key}: ...' for key in keys)}}}" if keys else ""
    if kind in _LISTS:
        hint = f"Write it as a list, such as `- {entry}`." if entry else "Write it as a list, such as `[one, two]`."
        return WrongKind(_told(name, "is a list, not", given), hint)
    if kind in _MAPPINGS:
        written = f"`{entry}`" if entry and kind not in _OF_ANY_KEYS else "`{key: value}`"
        return WrongKind(_told(name, "has keys and values and is not", given), f"Write it as {written}.")
    if kind in ("too_short", "string_too_short") and (not given or not str(given).strip()):
        hint = f"Give at least one, such as `- {entry}`." if entry else "Give at least one, or leave the key out."
        return WrongKind(f"{name} is empty.", "Write a text." if kind == "string_too_short" else hint)
    if kind == "too_short":
        return WrongKind(f"{name} has too few entries.", f"It has at least {least}.")
    expected = _PLAIN.get(kind)
    if expected is None:
        return None
    remedy = f"Write {expected}." if isinstance(given, list | tuple | Mapping) else _REMEDIES[expected]
    return WrongKind(_told(name, f"is {expected}, not", given), remedy)


def is_empty_for_its_entries(kind: str, given: object, least: object) -> bool:
    """Return whether a list is called too short only since its entries are wrong, which is told of each."""
    return kind == "too_short" and isinstance(given, list) and isinstance(least, int) and len(given) >= least


def _named(path: Sequence[str | int]) -> str:
    last = path[-1] if path else "the text"
    if isinstance(last, int) and len(path) > 1:
        return f"entry {last + 1} of `{path[-2]}`"
    return f"`{last}`"


def _told(name: str, expected: str, given: object) -> str:
    return f"{name} is empty." if given is None else f"{name} {expected} {in_words(given)}."


def in_words(given: Any) -> str:
    """Return a value in a few words: of keys with values, and of a list, no more than that."""
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, Mapping):
        return "keys and values"
    return "a list" if isinstance(given, list | tuple) else quoted(str(given))
