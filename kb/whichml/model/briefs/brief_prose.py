"""Fields that a brief leaves out and its prose states: in the title, the notes and the reasons of requirements."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from whichml.model.documents.document import Path, Plain
from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.documents.parse_context import dotted
from whichml.model.documents.plain_numbers import is_number
from whichml.model.format.brief_fields import LIST_FIELDS
from whichml.model.format.requirement import Finding
from whichml.model.words.costs_in_prose import costs_in_prose
from whichml.model.words.numbers_in_prose import untaken_amounts
from whichml.model.words.prose import ReadSentence, read_prose

_TOLD_MORE_EXACTLY: Final[Mapping[str, str]] = {"data.intermittent": "zero_share"}
"""Fields of which another one of their group tells more, so that nothing is read of them where that is given."""

_NUMBER: Final = expression(r"\d+(?:,\d{3})*(?:\.\d+)?")


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
        name, said = dotted(self.source), ", ".join(_listed(self.value))
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
    named = {dotted(path): path for path in texts}
    prose = ((name, texts[path]) for name, path in named.items())
    for reading in read_prose(prose, str(nested.get("task")), LIST_FIELDS):
        group, _, inner = reading.field.partition(".")
        fields = nested.get(group)
        exact = _TOLD_MORE_EXACTLY.get(reading.field, inner)
        if isinstance(fields, Mapping) and any(fields.get(name) is not None for name in (inner, exact)):
            continue
        known = found.get(reading.field)
        if known is None:
            value: Plain = [reading.value] if reading.field in LIST_FIELDS else reading.value
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


def numbers_told(nested: Mapping[str, object]) -> tuple[float, ...]:
    """Return the numbers that a brief's fields hold, those of its prose left out."""
    return tuple(_numbers_in({name: value for name, value in nested.items() if name not in ("notes", "title")}))


def amounts_untold(sentence: ReadSentence, task: str, known: Collection[float]) -> list[str]:
    """Return the amounts of a sentence that nothing reads and no field has, as they are written.

    Parameters
    ----------
    known : numbers that fields hold
    """
    costs = [cost.words for cost in costs_in_prose(sentence.text, task)]
    return list(untaken_amounts(sentence.text, (*sentence.taken, *costs), known))


def _numbers_in(value: object) -> Iterator[float]:
    """Yield the numbers of fields, those in texts such as `40 ms` too."""
    if isinstance(value, Mapping):
        for inner in value.values():
            yield from _numbers_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _numbers_in(inner)
    elif is_number(value):
        yield float(value)
    elif value is not None and not isinstance(value, bool):
        yield from (float(each.replace(",", "")) for each in _NUMBER.findall(str(value)))


def with_fields(nested: Mapping[str, object], stated: Mapping[str, StatedInProse]) -> dict[str, object]:
    """Return fields in nested form with those that prose states."""
    changed: dict[str, object] = dict(nested)
    for name, each in stated.items():
        group, _, inner = name.partition(".")
        fields = changed.get(group)
        changed[group] = {**(fields if isinstance(fields, Mapping) else {}), inner: each.value}
    return changed


def prose_of(nested: Mapping[str, object]) -> tuple[str, ...]:
    """Return the texts of a brief in nested form: its title, its notes and the reasons of its requirements."""
    return tuple(text for _, text in _texts(nested))


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
