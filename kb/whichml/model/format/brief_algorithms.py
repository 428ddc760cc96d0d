"""Values of a brief that name several algorithms."""

from __future__ import annotations

from typing import Annotated, Final, get_args

from whichml.model.format.brief_values import AlgorithmSlug
from whichml.model.format.id_lists import ONE_OR_MORE, named_once, schema_of_ids
from whichml.model.values.vocabulary import FieldKind, RuledOut

ALGORITHM_LISTS: Final = ("project.tried", "project.proposed")
"""The fields that name several algorithms: what did not do, and what somebody wants or offers."""
PROPOSED: Final = "project.proposed"
KINDS_PROPOSED: Final[frozenset[str]] = frozenset(get_args(RuledOut))
"""Kinds that may be proposed as well as algorithms: who read of deep learning names none of them."""
MOST_NAMED: Final = 8


AlgorithmSlugs = Annotated[
    tuple[AlgorithmSlug, ...],
    ONE_OR_MORE,
    named_once("algorithm", MOST_NAMED),
    schema_of_ids(MOST_NAMED),
    FieldKind("algorithm", many=True),
]
