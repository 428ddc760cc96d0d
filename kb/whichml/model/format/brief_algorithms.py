"""Values of a brief that name several algorithms."""

from __future__ import annotations

from typing import Annotated, Final

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

from whichml.model.format.brief_values import SLUG_SCHEMA, AlgorithmSlug, as_tuple, refusal, refuse_repetition
from whichml.model.values.vocabulary import FieldKind

MOST_TRIED: Final = 8


def _some_tried(given: tuple[str, ...]) -> tuple[str, ...]:
    if not given:
        raise refusal("is an empty list.", "Name at least one algorithm, or leave the field out if none was tried.")
    if len(given) > MOST_TRIED:
        raise refusal(f"names {len(given)} algorithms.", f"The limit is {MOST_TRIED}: name those that came nearest.")
    return refuse_repetition(given)


AlgorithmSlugs = Annotated[
    tuple[AlgorithmSlug, ...],
    BeforeValidator(as_tuple),
    AfterValidator(_some_tried),
    WithJsonSchema({
        "anyOf": [
            SLUG_SCHEMA,
            {"type": "array", "items": SLUG_SCHEMA, "minItems": 1, "maxItems": MOST_TRIED, "uniqueItems": True},
        ]
    }),
    FieldKind("algorithm", many=True),
]  # fmt: skip
