"""Which field of the brief a name means, and lines that tell a field by its name: `requests per day: 60`."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from whichml.model.documents.errors import BriefError, nearest, quoted
from whichml.model.documents.expressions import expression
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.words.brief_aliases import ALIASES

NAMED: Final[tuple[str, ...]] = (*FACT_FIELDS, "title", "notes")
"""The fields that can be told by their names."""
_LINE: Final = expression(r"([A-Za-z][\w .-]{0,60}?)\s*[:=]\s*(\S.*)\Z", re.DOTALL)
_NO_PROSE: Final = expression(r"[A-Za-z]+(?:[._][A-Za-z]+)+")
"""What is written like the name of a field, and like nothing that people say."""


class ToldField(NamedTuple):
    """A field that a line names, with what the line says of it."""

    field: str
    answer: str


def fields_called(name: str) -> tuple[str, ...]:
    """Return the fields that a name means: one by its full name, else all that end in it or have another name so.

    Examples
    --------
    >>> fields_called("Requests per day"), fields_called("data.modalities"), fields_called("target")
    (('deployment.requests_per_day',), ('data.modality',), ('data.target', 'deployment.target'))
    """
    wanted = re.sub(r"[\s-]+", "_", name.strip().lower())
    if wanted in NAMED:
        return (wanted,)
    names = {each: each for each in NAMED} | dict(ALIASES["field"])
    return tuple(dict.fromkeys(field for each, field in names.items() if wanted in (each, each.rpartition(".")[2])))


def is_written_as_a_field(name: str) -> bool:
    """Return whether a text looks like the name of a field, such as `stakes.regulation`, and like nothing else."""
    return _NO_PROSE.fullmatch(name.strip()) is not None


def told_by_name(line: str, asked: str = "") -> ToldField | None:
    """Return the field that a line names and what it says of it; None where it names none.

    Parameters
    ----------
    asked : the field that is asked for, which a name that several have means first; in answers in free words only
        names as the format writes them count

    Raises
    ------
    BriefError
        Where several fields have the name, or it is written as a field's and is none's.

    Examples
    --------
    >>> told_by_name("cases_per_day: 10"), told_by_name("all of them: 41,000")
    (ToldField(field='project.cases_per_day', answer='10'), None)
    """
    found = _LINE.match(line.strip())
    if found is None:
        return None
    name, answer = found[1].strip(), found[2].strip()
    if asked in BRIEF_FIELDS and BRIEF_FIELDS[asked].kind == "text" and name not in NAMED:
        return None
    called = fields_called(name)
    if asked in called:
        return ToldField(asked, answer)
    if len(called) == 1:
        return ToldField(called[0], answer)
    if called:
        raise BriefError.about(
            f"{quoted(name)} may be {', '.join(called[:-1])} or {called[-1]}.",
            hint=f"Write one of them, such as `{called[-1]}: {answer}`.",
        )
    if is_written_as_a_field(name):
        full_name = {each.rpartition(".")[2]: each for each in reversed(NAMED)}
        near = nearest(name.rpartition(".")[2], full_name)
        hint = f"Did you mean '{full_name[near]}'?" if near is not None else "`fields` lists what can be told."
        raise BriefError.about(f"there is no field {quoted(name)}.", hint=hint)
    return None
