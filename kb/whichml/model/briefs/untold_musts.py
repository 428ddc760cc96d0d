"""What the notes of a brief say and no field holds: musts, each with where it is written, and sentences not read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from textwrap import shorten
from typing import Final

from whichml.model.briefs.brief_prose import amounts_untold, numbers_told
from whichml.model.briefs.told_sentences import ToldBy
from whichml.model.briefs.unread_notes import unread_notes
from whichml.model.documents.errors import quoted
from whichml.model.documents.expressions import expression
from whichml.model.format.requirement import Finding
from whichml.model.words.musts_in_prose import must_in
from whichml.model.words.prose import sentences_read

_REQUIREMENT: Final = expression(r"(?:^|\. )requirement: ([^.]+)", re.MULTILINE)
"""A requirement without a bound, which stands among the notes and is told as that."""
_MOST_TOLD: Final = 4
_MOST_QUOTED: Final = 60


def untold_in_notes(nested: Mapping[str, object], stated: Collection[str], told_by: ToldBy) -> tuple[Finding, ...]:
    """Return the notices of untold musts, and what else is not read where anything is not."""
    return (*untold_musts(nested, stated), *unread_notes(nested, told_by))


def untold_musts(nested: Mapping[str, object], stated: Collection[str]) -> tuple[Finding, ...]:
    """Return a notice of each sentence of the notes that sounds like a must and holds no candidate to anything.

    Sentences by which a field is read are none of these, unless an amount in them is left over.

    Parameters
    ----------
    nested : the fields in nested form, of which a brief was read
    stated : the fields that prose states
    """
    notes = nested.get("notes")
    return tuple(_findings(notes, nested, stated))[:_MOST_TOLD] if isinstance(notes, str) else ()


def _findings(notes: str, nested: Mapping[str, object], stated: Collection[str]) -> Iterator[Finding]:
    task, known = str(nested.get("task")), numbers_told(nested)
    boundless = {each.strip().lower() for each in _REQUIREMENT.findall(notes)}
    for sentence in sentences_read(notes, task):
        amounts = amounts_untold(sentence, task, known)
        if (sentence.taken and not amounts) or sentence.text.lower() in boundless:
            continue
        must = must_in(sentence.text, amounts)
        if must is None or must.field in stated or _is_told(must.field, nested):
            continue
        said = shorten(sentence.text, _MOST_QUOTED, placeholder=" ...")
        yield Finding(
            ("notes",),
            f"`notes` say {quoted(said)}, which sounds like a must and stands in no field: write `{must.entry}`.",
            left_out=said,
        )


def _is_told(field: str, nested: Mapping[str, object]) -> bool:
    """Return whether a brief tells a field; bounds are told by their amounts, which are known then."""
    group, _, inner = field.partition(".")
    fields = nested.get(group)
    return bool(inner) and isinstance(fields, Mapping) and fields.get(inner) is not None
