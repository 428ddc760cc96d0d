"""What is told of a name that is no field's, and what is read nevertheless of a fact under it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from typing import Final

from whichml.model.documents.errors import did_you_mean, nearest, quoted
from whichml.model.entries.field_calls import tidy_field_name
from whichml.model.entries.unheld_facts import is_told_in_words, read_in_words, sentence_of
from whichml.model.entries.unread_bounds import unread_bound
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.words.beside import Beside
from whichml.model.words.field_aliases import BY_YES_AND_NO, OTHER_NAMES

_NO_FIELD: Final = "No field says this: leave it out, or write it into `notes`. `whichml form` prints the fields."
_ALIKE: Final = 0.75
"""How alike a name and that of a field are, of 1, where one may be the other misspelt."""
_SHORT: Final = 4
"""In names of so few letters another letter makes another word."""
_LONG: Final = 9
"""Letters from which on another letter hardly makes another word."""
_INNER_NAMES: Final = tuple(dict.fromkeys(each.rpartition(".")[2] for each in BRIEF_FIELDS))
_AT_THE_TOP: Final = tuple(each for each in BRIEF_FIELDS if "." not in each)


def kept_in_words(name: str, found: object, task: str) -> Beside | None:
    """Return that a fact is read with the notes which no field could hold, or of which phrases read something.

    Examples
    --------
    >>> kept_in_words("data.crops", ["maize", "rapeseed"], "regression").notes
    'crops maize, rapeseed'
    >>> kept_in_words("data.weeks", 156, "regression"), kept_in_words("data.weather", "sunny", "regression")
    (None, None)
    """
    inner = _inner_name(name)
    if _is_misspelt(inner.strip().lower()):
        return None
    parts = [(str(each), value) for each, value in found.items()] if isinstance(found, Mapping) else [(inner, found)]
    if not parts or not all(is_told_in_words(*each) or read_in_words(task, *each) is not None for each in parts):
        return None
    said = ". ".join(sentence_of(*each).rstrip(" .") for each in parts)
    return Beside.noting(f"{inner}: {said}" if isinstance(found, Mapping) else said)


def _is_misspelt(name: str) -> bool:
    """Return whether a name is a letter away from that of a field: it may be meant for it, whatever it says."""
    return any(is_a_letter_away(name, field) for field in _INNER_NAMES)


def is_a_letter_away(one: str, other: str) -> bool:
    """Return whether a letter more, less or another, or two that changed places, make one word of the other."""
    longest = max(len(one), len(other))
    if one == other:
        return True
    if longest <= _SHORT or abs(len(one) - len(other)) > 1:
        return False
    first = next((place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), longest - 1)
    if len(one) != len(other):
        longer, shorter = sorted((one, other), key=len, reverse=True)
        return longer[first + 1 :] == shorter[first:]
    swapped = one[first : first + 2][::-1] == other[first : first + 2]
    return one[first + 1 :] == other[first + 1 :] or (swapped and one[first + 2 :] == other[first + 2 :])


def unknown_field(name: str, found: object = None) -> tuple[str, str]:
    """Return what tells that there is no such field, and the field that may be meant, or how a quality is bounded.

    Parameters
    ----------
    found : what is said under the name
    """
    inner = tidy_field_name(name.rpartition(".")[2])
    if inner in BY_YES_AND_NO and isinstance(found, str):
        right = f"Write `{name}: yes` or `{name}: no`, or leave it out."
        return f"unknown field {quoted(name)}: {quoted(found)} says neither yes nor no.", right
    told = unread_bound(name, found)
    if told is not None:
        return told
    group, _, inner = name.rpartition(".")
    fields_of_group = [field for field in BRIEF_FIELDS if field.startswith(f"{group}.")] if group in GROUPS else []
    elsewhere = [field for field in BRIEF_FIELDS if field.rpartition(".")[2] == (inner or name)]
    hint: str | None = None
    if elsewhere:
        hint = "Did you mean " + " or ".join(f"`{field}`" for field in elsewhere) + "?"
    else:
        hint = (
            _similar(inner, fields_of_group)
            or (did_you_mean(name, [*_AT_THE_TOP, *GROUPS]) if not group else None)
            or _similar(inner or name, BRIEF_FIELDS)
        )
    return f"unknown field {quoted(name)}.", hint or _NO_FIELD


def _inner_name(name: str) -> str:
    """Return a name without the group that it stands in, if it stands in one."""
    return name.rpartition(".")[2] if name.partition(".")[0] in GROUPS else name


def field_misspelt(name: str) -> str | None:
    """Return the one field whose name, or other name, a name is a letter away from; None where several are, or none.

    Other names count only where the two are long, of one length and begin alike: others are words of their own, as a
    dead time is no lead time.

    Examples
    --------
    >>> field_misspelt("clases"), field_misspelt("inbalance"), field_misspelt("particles"), field_misspelt("row")
    ('data.classes', 'data.minority_share', None, None)
    """
    inner = tidy_field_name(_inner_name(name))
    if len(inner) <= _SHORT + 1 or inner in _INNER_NAMES or inner in OTHER_NAMES:
        return None
    own = {field.rpartition(".")[2]: field for field in BRIEF_FIELDS}
    found = {field for each, field in own.items() if each[0] == inner[0] and is_a_letter_away(inner, each)}
    if not found and len(inner) >= _LONG:
        alike = (each for each in OTHER_NAMES if (len(each), each[0]) == (len(inner), inner[0]))
        alike = (each for each in alike if is_a_letter_away(inner, each))
        found = {OTHER_NAMES[each] for each in alike}
    return found.pop() if len(found) == 1 else None


def _similar(name: str, fields: Iterable[str]) -> str | None:
    """Return `Did you mean ...?` with a field whose name is a misspelling away; their groups count nothing."""
    full_name = {field.rpartition(".")[2]: field for field in fields}
    near = nearest(name, full_name)
    if (
        near is None
        or near[:1] != name[:1].lower()
        or difflib.SequenceMatcher(None, name.lower(), near).ratio() < _ALIKE
    ):
        return None
    return f"Did you mean '{full_name[near]}'?"
