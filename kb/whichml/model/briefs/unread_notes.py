"""Sentences of the notes of which nothing is read: those that point to a field, and those kept for readers."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Final

from whichml.model.briefs.brief_prose import amounts_untold, numbers_told
from whichml.model.documents.errors import quoted
from whichml.model.format.field_relevance import tells_something
from whichml.model.format.requirement import Finding
from whichml.model.words.costs_in_prose import costs_in_prose
from whichml.model.words.pointed_fields import REQUIREMENTS, PointedField, fields_pointed_at
from whichml.model.words.prose import sentences_read

_MOST_AMOUNTS: Final = 4
_MOST_POINTED: Final = 4
"""How many sentences that point to a field are told, each with it."""
_MOST_SENTENCES: Final = 4
_MOST_QUOTED: Final = 60
"""Characters of a sentence that a notice quotes, up to the end of a word."""


def unread_notes(nested: Mapping[str, object]) -> Iterator[Finding]:
    """Yield what the notes hold that is not read: first what a field could say, then what is only kept for readers.

    A sentence of which something is read may hold more: its amounts are told where no field has them. A short time is
    told as what a bound would say.

    Parameters
    ----------
    nested
        The fields in nested form, of which a brief was read.
    """
    notes, task = nested.get("notes"), str(nested.get("task"))
    if not isinstance(notes, str):
        return
    pointing: list[tuple[str, PointedField]] = []
    kept: list[str] = []
    amounts: list[str] = []
    known = numbers_told(nested)
    for sentence in sentences_read(notes, task):
        text = sentence.text
        amounts += amounts_untold(sentence, task, known)
        if sentence.is_unread and not any(costs_in_prose(text, task)):
            named = {each.field for _, each in pointing}
            field = _field_for(text, task, nested, named) if len(pointing) < _MOST_POINTED else None
            if field is None:
                kept.append(text)
            else:
                pointing.append((text, field))
    if pointing:
        yield _could_be_said(pointing)
    if kept or amounts:
        yield _kept_for_readers(kept, amounts)


def _field_for(sentence: str, task: str, nested: Mapping[str, object], named: Collection[str]) -> PointedField | None:
    """Return the field that a sentence points to first, of those that are left out and tell something here.

    Parameters
    ----------
    named : fields that another sentence points to already
    """
    data = nested.get("data")
    modality = data.get("modality") if isinstance(data, Mapping) else None
    modalities = [modality] if isinstance(modality, str) else modality if isinstance(modality, list | tuple) else ()
    for each in fields_pointed_at(sentence, task):
        is_open = not nested.get(REQUIREMENTS) if each.field == REQUIREMENTS else not _is_told(each.field, nested)
        if is_open and each.field not in named and tells_something(each.field, task, modalities, None):
            return each
    return None


def _is_told(field: str, nested: Mapping[str, object]) -> bool:
    group, _, inner = field.partition(".")
    fields = nested.get(group)
    return isinstance(fields, Mapping) and fields.get(inner) is not None


def _could_be_said(pointing: Sequence[tuple[str, PointedField]]) -> Finding:
    said = ", ".join(f"{_shown(text)} (`{field.entry}`?)" for text, field in pointing)
    return Finding(
        ("notes",),
        f"`notes` say what a field could, and nothing is taken from it: {said}.",
        "What matters of it counts once a field says it.",
        n_unread=len(pointing),
    )


def _kept_for_readers(kept: Sequence[str], amounts: Sequence[str]) -> Finding:
    told = []
    if kept:
        shown = ", ".join(map(_shown, kept[:_MOST_SENTENCES]))
        more = f" and {len(kept) - _MOST_SENTENCES} more" if len(kept) > _MOST_SENTENCES else ""
        which = f"the sentence {shown}" if len(kept) == 1 else f"{len(kept)} sentences: {shown}{more}"
        told.append(f"nothing is taken from {which}")
    if amounts:
        more = f" and {len(amounts) - _MOST_AMOUNTS} more amounts" if len(amounts) > _MOST_AMOUNTS else ""
        told.append(f"no field has {', '.join(map(quoted, amounts[:_MOST_AMOUNTS]))}{more}{_where_bounds_go(amounts)}")
    return Finding(
        ("notes",),
        f"`notes` hold more than is read: {', and '.join(told)}.",
        "What matters of it counts once a field says it; `whichml check` names those that do most here.",
        n_unread=len(kept),
        is_kept=not _where_bounds_go(amounts),
    )


def _shown(sentence: str) -> str:
    return quoted(shorten(sentence, _MOST_QUOTED, placeholder=" ..."))


def _where_bounds_go(amounts: Iterable[str]) -> str:
    """Return where a time as short as that of a prediction is written, which is a bound where it is one; else nothing.

    Examples
    --------
    >>> _where_bounds_go(["3 months", "50 ms"])
    ' (a bound on time is a requirement: `{quality: inference-latency, max: 50 ms}`)'
    """
    short = next((each for each in amounts if each.endswith("ms")), None)
    return f" (a bound on time is a requirement: `{{quality: inference-latency, max: {short}}}`)" if short else ""
