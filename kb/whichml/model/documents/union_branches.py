"""What is wrong with a value that may have several forms, told of one form: the one that was meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, cast

from pydantic_core import ErrorDetails

Place = tuple[int | str, ...]
_WORDS: Final = "literal["
"""How pydantic begins the name of a form that is a word of a list."""


def of_the_form_meant(data: Any, details: Iterable[ErrorDetails]) -> list[ErrorDetails]:
    """Return what pydantic found, without what it says of forms that a value does not have.

    A value that is a word or keys with values is told by pydantic to fit none of these, one after the other. Of a
    word or a list all words are told together; of keys with values, the form that least is wrong with.
    """
    groups: dict[Place, list[tuple[str, ErrorDetails]]] = {}
    for detail in details:
        place, form = _form_of(data, detail["loc"])
        groups.setdefault(place if form else detail["loc"], []).append((form, detail))
    return [detail for place, found in groups.items() for detail in _meant(_value_at(data, place), found)]


def _meant(value: Any, found: Sequence[tuple[str, ErrorDetails]]) -> list[ErrorDetails]:
    every = [detail for _, detail in found]
    words = [detail for form, detail in found if form.startswith(_WORDS)]
    forms = dict.fromkeys(form for form, _ in found if form)
    if len(forms) < 2 or not words:
        return every
    if not isinstance(value, Mapping):
        return [_of_all_words(words)]
    by_form = [[each for name, each in found if name == form] for form in forms if not form.startswith(_WORDS)]
    return min(by_form, key=len, default=words[:1])


def _of_all_words(words: Sequence[ErrorDetails]) -> ErrorDetails:
    """Return what is wrong with a value that is none of the words of several forms, as of one."""
    named = [str(each.get("ctx", {}).get("expected", "")).replace(" or ", ", ") for each in words]
    *rest, last = ", ".join(named).split(", ")
    expected = f"{', '.join(rest)} or {last}" if rest else last
    return cast(ErrorDetails, {**words[0], "loc": words[0]["loc"][:-1], "ctx": {"expected": expected}})


def _form_of(data: Any, location: Place) -> tuple[Place, str]:
    """Return where a value with several forms stands and the form that a problem is of, empty where it has one."""
    for number, step in enumerate(location):
        is_a_key = isinstance(data, Mapping) and step in data
        if is_a_key or (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            data = data[step]
        elif number < len(location) - 1 or str(step).startswith(_WORDS) or not isinstance(data, Mapping):
            return location[:number], str(step)
        else:
            break
    return location, ""


def _value_at(data: Any, place: Place) -> Any:
    for step in place:
        if isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
    return data
