"""What refuses to take out a field that the prose of a brief tells, since it would be read there again."""

from __future__ import annotations

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import Problem, pointer_to


def told_by_prose(brief: Brief, field: str) -> Problem:
    """Return the problem that a field cannot be taken out of a brief, with the notice of what was read as it.

    Parameters
    ----------
    field : one of those that the brief has by its prose alone, by dotted name
    """
    told = next((each.message for each in brief.readings if f"`{field}: " in each.message), "")
    rest = f": {told}" if told else "."
    return Problem(
        f"`{field}` cannot be left out, as it is read from the brief's own words{rest}",
        pointer=pointer_to((field,)),
        hint="Change these words too, or give the field another value.",
    )
