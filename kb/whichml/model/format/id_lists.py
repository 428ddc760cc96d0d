"""What values of a brief that name several things of a kind, by their ids, have in common."""

from __future__ import annotations

from typing import Final

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from whichml.model.format.brief_values import SLUG_SCHEMA, as_tuple, refusal, refuse_repetition

ONE_OR_MORE: Final = BeforeValidator(as_tuple)
"""Takes a single id for a list of one."""


def named_once(what: str, most: int) -> AfterValidator:
    """Return what refuses an empty list, a longer one, and what stands twice; `what` is named, such as `algorithm`."""

    def some(given: tuple[str, ...]) -> tuple[str, ...]:
        if not given:
            raise refusal("is an empty list.", f"Name at least one {what}, or leave the field out if there is none.")
        if len(given) > most:
            raise refusal(f"names {len(given)} {what}s.", f"The limit is {most}: name those that count most.")
        return refuse_repetition(given)

    return AfterValidator(some)


def schema_of_ids(most: int) -> WithJsonSchema:
    """Return the JSON Schema of an id, or a list of so many at most."""
    several = {"type": "array", "items": SLUG_SCHEMA, "minItems": 1, "maxItems": most, "uniqueItems": True}
    return WithJsonSchema({"anyOf": [SLUG_SCHEMA, several]})
