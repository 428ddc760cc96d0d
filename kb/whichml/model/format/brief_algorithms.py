"""Values of a brief that name several algorithms."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from whichml.model.format.brief_values import SLUG_SCHEMA, AlgorithmSlug, as_tuple, refusal, refuse_repetition
from whichml.model.values.vocabulary import FieldKind

ALGORITHM_LISTS: Final = ("project.tried", "project.proposed")
"""The fields that name several algorithms: what did not do, and what somebody wants or offers."""
MOST_NAMED: Final = 8


def _some(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise refusal("is an empty list.", "Name at least one algorithm, or leave the field out if there is none.")
    if len(given) > MOST_NAMED:
        raise refusal(f"names {len(given)} algorithms.", f"The limit is {MOST_NAMED}: name those that count most.")
    return refuse_repetition(given)


AlgorithmSlugs = Annotated[
    tuple[AlgorithmSlug, ...],
    BeforeValidator(as_tuple),
    AfterValidator(_some),
    WithJsonSchema({
        "anyOf": [
            SLUG_SCHEMA,
            {"type": "array", "items": SLUG_SCHEMA, "minItems": 1, "maxItems": MOST_NAMED, "uniqueItems": True},
        ]
    }),
    FieldKind("algorithm", many=True),
]  # fmt: skip
