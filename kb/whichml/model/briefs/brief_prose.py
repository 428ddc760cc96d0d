"""Fields that a brief leaves out and its prose states: in the title, the notes and the reasons of requirements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import shorten
from typing import Final

from whichml.model.documents.document import Path, Plain
from whichml.model.documents.errors import quoted
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.requirement import Finding
from whichml.model.words.costs_in_prose import costs_in_prose
from whichml.model.words.prose import read_prose, unread_sentences

_LISTS: Final = frozenset(name for name, field in BRIEF_FIELDS.items() if field.many)
_TOLD_MORE_EXACTLY: Final[Mapping[str, str]] = {"data.intermittent": "zero_share"}
"""Fields of which another one of their group tells more, so that nothing is read of them where that is given."""

_MOST_QUOTED: Final = 60
"""Characters of a sentence that a notice quotes, up to the end of a word."""


@dataclass(frozen=True, slots=True)
class StatedInProse:
    """A field with its value, and where the prose says so."""

    field: str
    value: Plain
    source: Path
    words: str

    @property
    def finding(self) -> Finding:
        """Return the notice that tells what was read."""
        name, said = ".".join(str(step) for step in self.source), ", ".join(_listed(self.value))
        verb = "say" if name == "notes" else "says"
        message = f"`{name}` {verb} {quoted(self.words)}, which is read as `{self.field}: {said}`."
        return Finding(self.source, message, "Write the field to say otherwise.")


def stated_in_prose(nested: Mapping[str, object]) -> dict[str, StatedInProse]:
    """Return what the prose of a brief states of fields that it leaves out, by field.

    Parameters
    ----------
    nested
        The fields in nested form, of which a brief was read.
    """
    texts = dict(_texts(nested))
    found: dict[str, StatedInProse] = {}
    named = {".".join(str(step) for step in path): path for path in texts}
    prose = ((name, texts[path]) for name, path in named.items())
    for reading in read_prose(prose, str(nested.get("task")), _LISTS):
        group, _, inner = reading.field.partition(".")
        fields = nested.get(group)
        exact = _TOLD_MORE_EXACTLY.get(reading.field, inner)
        if isinstance(fields, Mapping) and any(fields.get(name) is not None for name in (inner, exact)):
            continue
        known = found.get(reading.field)
        if known is None:
            value: Plain = [reading.value] if reading.field in _LISTS else reading.value
            found[reading.field] = StatedInProse(reading.field, value, named[reading.source], reading.words)
        elif isinstance(known.value, list):
            known.value.append(reading.value)
    stakes = nested.get("stakes")
    for path, text in texts.items():
        for cost in costs_in_prose(text, str(nested.get("task"))):
            given = stakes.get(cost.field.partition(".")[2]) if isinstance(stakes, Mapping) else None
            if given is None and cost.field not in found:
                found[cost.field] = StatedInProse(cost.field, cost.amount, path, cost.words)
    return found


def unread_notes(nested: Mapping[str, object]) -> Finding | None:
    """Return the notice that tells of sentences in the notes of which nothing is read; None where all are.

    Parameters
    ----------
    nested
        The fields in nested form, of which a brief was read.
    """
    notes = nested.get("notes")
    task = str(nested.get("task"))
    sentences = unread_sentences(notes, task) if isinstance(notes, str) else []
    unread = [each for each in sentences if not any(costs_in_prose(each, task))]
    if not unread:
        return None
    first = quoted(shorten(unread[0], _MOST_QUOTED, placeholder=" ..."))
    which = f"the sentence {first}" if len(unread) == 1 else f"{len(unread)} sentences, the first {first}"
    message = f"`notes` hold more than is read: nothing is taken from {which}."
    return Finding(
        ("notes",),
        message,
        "What matters of it counts once a field says it; `whichml check` names those that do most here.",
    )


def with_fields(nested: Mapping[str, object], stated: Mapping[str, StatedInProse]) -> dict[str, object]:
    """Return fields in nested form with those that prose states."""
    changed: dict[str, object] = dict(nested)
    for name, each in stated.items():
        group, _, inner = name.partition(".")
        fields = changed.get(group)
        changed[group] = {**(fields if isinstance(fields, Mapping) else {}), inner: each.value}
    return changed


def _texts(nested: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    for name in ("title", "notes"):
        text = nested.get(name)
        if isinstance(text, str):
            yield (name,), text
    requirements = nested.get("requirements")
    for position, each in enumerate(requirements if isinstance(requirements, list | tuple) else ()):
        why = each.get("why") if isinstance(each, Mapping) else None
        if isinstance(why, str):
            yield ("requirements", position, "why"), why


def _listed(value: Plain) -> list[str]:
    each = value if isinstance(value, list) else [value]
    return [str(word).lower() if isinstance(word, bool) else str(word) for word in each]
