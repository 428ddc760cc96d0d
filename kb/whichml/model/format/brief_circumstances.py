"""Values of a brief that say which circumstances hold, or do not, whatever its prose is read as."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from whichml.model.documents.expressions import expression
from whichml.model.format.brief_values import SLUG_SCHEMA, Slug, as_tuple, refusal, refuse_repetition
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


def _some(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise refusal("is an empty list.", "Name at least one circumstance, or leave the field out if there is none.")
    if len(given) > MOST_NAMED:
        raise refusal(f"names {len(given)} circumstances.", f"The limit is {MOST_NAMED}: name those that count most.")
    return refuse_repetition(given)


CircumstanceSlugs = Annotated[
    tuple[Slug, ...],
    BeforeValidator(as_tuple),
    AfterValidator(_some),
    WithJsonSchema({
        "anyOf": [
            SLUG_SCHEMA,
            {"type": "array", "items": SLUG_SCHEMA, "minItems": 1, "maxItems": MOST_NAMED, "uniqueItems": True},
        ]
    }),
    FieldKind("circumstance", many=True),
]  # fmt: skip
