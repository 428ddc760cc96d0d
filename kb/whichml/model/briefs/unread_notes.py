"""Sentences of the notes of which nothing is read: those that point to a field, and those kept for readers."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from textwrap import shorten
from typing import Final

from whichml.model.briefs.brief_prose import amounts_untold, numbers_told, prose_of
from whichml.model.briefs.holdable_amounts import may_be_held
from whichml.model.briefs.told_sentences import ToldBy, is_told_in, nothing_told, sentences_told
from whichml.model.documents.errors import Notice, quoted
from whichml.model.format.field_relevance import tells_something
from whichml.model.format.law_scope import is_law_where
from whichml.model.format.requirement import Finding
from whichml.model.words.costs_in_prose import costs_in_prose
from whichml.model.words.places import jurisdictions_in
from whichml.model.words.pointed_fields import REQUIREMENTS, PointedField, fields_pointed_at
from whichml.model.words.prose import sentences_read

_LAWS: Final = "stakes.regulation"
_MOST_AMOUNTS: Final = 4
_MOST_POINTED: Final = 4
"""How many sentences that point to a field are told, each with it."""
_MOST_QUOTED: Final = 60
"""Characters of a sentence that a notice quotes, up to the end of a word."""


def unread_notes(nested: Mapping[str, object], told_by: ToldBy = nothing_told) -> Iterator[Finding]:
    """Yield what the notes hold that is not read: first what a field could say, then what is only kept for readers.

    Sentences that point to no field are counted: whoever wrote them knows them. A sentence of which something is read
    may hold more: its amounts are told where no field has them and one could. A short time is told as what a bound
    would say. A sentence that tells a circumstance is read by that, and counted only where it points to a field.

    Parameters
    ----------
    nested
        The fields in nested form, of which a brief was read.
    told_by
        Gives the circumstances that a sentence tells.
    """
    notes, task = nested.get("notes"), str(nested.get("task"))
    if not isinstance(notes, str):
        return
    modalities = _modalities(nested)
    pointing: list[tuple[str, PointedField]] = []
    advising: list[tuple[str, PointedField]] = []
    kept: list[str] = []
    amounts: list[str] = []
    known, told = numbers_told(nested), sentences_told(nested, notes, told_by)
    for sentence in sentences_read(notes, task):
        text = sentence.text
        untold = amounts_untold(sentence, task, known)
        amounts += [amount for amount in untold if may_be_held(amount, nested, task, modalities)]
        if sentence.is_unread and not any(costs_in_prose(text, task)):
            is_told = is_told_in(told, text)
            named = {each.field for _, each in (*pointing, *advising)}
            field = _field_for(text, task, modalities, nested, named) if len(named) < _MOST_POINTED else None
            if field is not None:
                (advising if is_told else pointing).append((text, field))
            elif not is_told:
                kept.append(text)
    if pointing:
        yield _could_be_said(pointing, "nothing is taken from it", len(pointing))
    if advising:
        yield _could_be_said(advising, "it is read for advice alone", 0)
    if kept or amounts:
        yield _kept_for_readers(kept, amounts)


def told_anew(
    notices: Sequence[Notice],
    nested: Mapping[str, object],
    noticed: Callable[[Finding], Notice],
    told_by: ToldBy,
) -> tuple[Notice, ...]:
    """Return the notices of a brief that was read by nobody who knows circumstances, as who knows them tells them.

    Parameters
    ----------
    nested : the fields in nested form, of which the brief was read
    noticed : gives a finding as a notice with its place
    """
    anew = [*map(noticed, unread_notes(nested, told_by))]
    either = {*map(noticed, unread_notes(nested)), *anew}
    place = next((place for place, notice in enumerate(notices) if notice in either), None)
    if place is None:
        return tuple(notices)
    return (*notices[:place], *anew, *(each for each in notices[place:] if each not in either))


def _field_for(
    sentence: str, task: str, modalities: Collection[str], nested: Mapping[str, object], named: Collection[str]
) -> PointedField | None:
    """Return the field that a sentence points to first, of those that are left out and tell something here.

    No law of a country is named where the brief names another country.

    Parameters
    ----------
    named : fields that another sentence points to already
    """
    for each in fields_pointed_at(sentence, task):
        is_open = not nested.get(REQUIREMENTS) if each.field == REQUIREMENTS else not _is_told(each.field, nested)
        is_of_here = each.field != _LAWS or is_law_where(each.value, jurisdictions_in(_all_said(nested)))
        if is_open and is_of_here and each.field not in named and tells_something(each.field, task, modalities, None):
            return each
    return None


def _modalities(nested: Mapping[str, object]) -> Collection[str]:
    data = nested.get("data")
    modality = data.get("modality") if isinstance(data, Mapping) else None
    return [modality] if isinstance(modality, str) else modality if isinstance(modality, list | tuple) else ()


def _all_said(nested: Mapping[str, object]) -> str:
    """Return the prose of a brief with its amounts and currencies, in which countries may be named."""
    amounts = (nested.get(group) for group in ("stakes", "project", "exchange_rates", "requirements"))
    return " ".join((*prose_of(nested), *map(str, filter(None, amounts))))


def _is_told(field: str, nested: Mapping[str, object]) -> bool:
    group, _, inner = field.partition(".")
    fields = nested.get(group)
    return isinstance(fields, Mapping) and fields.get(inner) is not None


def _could_be_said(pointing: Sequence[tuple[str, PointedField]], how_read: str, n_unread: int) -> Finding:
    said = ", ".join(f"{_shown(text)} (`{field.entry}`?)" for text, field in pointing)
    return Finding(
        ("notes",),
        f"`notes` say what a field could, and {how_read}: {said}.",
        "What matters of it counts once a field says it.",
        n_unread=n_unread,
    )


def _kept_for_readers(kept: Sequence[str], amounts: Sequence[str]) -> Finding:
    told = []
    if kept:
        which = f"the sentence {_shown(kept[0])}" if len(kept) == 1 else f"{len(kept)} sentences"
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
