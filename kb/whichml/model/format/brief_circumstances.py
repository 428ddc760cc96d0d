"""Values of a brief that say which circumstances hold, or do not, whatever its prose is read as."""

from __future__ import annotations

from typing import Annotated, Final

from whichml.model.documents.expressions import expression
from whichml.model.format.brief_values import Slug
from whichml.model.format.id_lists import ONE_OR_MORE, named_once, schema_of_ids
from whichml.model.values.vocabulary import FieldKind

HOLDS: Final = "project.circumstances"
HOLDS_NOT: Final = "project.no_circumstances"
CIRCUMSTANCE_LISTS: Final = (HOLDS, HOLDS_NOT)
"""The fields that name circumstances: those that hold, and those that do not although the prose may sound so."""
MOST_NAMED: Final = 24


_ID: Final = expression(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def may_name_circumstances(value: object) -> bool:
    """Return whether what is written can be ids of circumstances, rather than words on what holds.

    Examples
    --------
    >>> may_name_circumstances(["judges-differ"]), may_name_circumstances("judges-differ, sold-out")
    (True, True)
    >>> may_name_circumstances("we are a small team"), may_name_circumstances({"season": "short"})
    (False, False)
    """
    named = value.split(",") if isinstance(value, str) else value
    if not isinstance(named, list | tuple):
        return False
    return all(isinstance(each, str) and _ID.fullmatch(each.strip()) is not None for each in named)


CircumstanceSlugs = Annotated[
    tuple[Slug, ...],
    ONE_OR_MORE,
    named_once("circumstance", MOST_NAMED),
    schema_of_ids(MOST_NAMED),
    FieldKind("circumstance", many=True),
]
