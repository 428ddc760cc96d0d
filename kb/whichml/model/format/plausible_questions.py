"""Which unknown facts a whole answer asks for: those that go with what a brief says, and are not implied by it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.format.plausible_facts import is_likely
from whichml.model.format.plausible_stakes import tells_reasons

_OF_LITTLE_WEIGHT: Final = frozenset({"very-low", "low"})


def may_be_answered(field: str, value: Plain, known: Mapping[str, object]) -> bool:
    """Return whether a value may be the answer to a question that stands at the end of a whole answer.

    It is what would be told beside the lead, and more: reasons are owed to many who leave out that they are, unless
    they see or hear for themselves what a model read, or mistakes cost little.

    Examples
    --------
    >>> may_be_answered("stakes.explanation", "full", {"data.modality": ("tabular",)})
    True
    >>> may_be_answered("stakes.explanation", "full", {"data.modality": ("video",)})
    False
    """
    if is_likely(field, value, known):
        return True
    return (
        (field, value) == ("stakes.explanation", "full")
        and tells_reasons(known)
        and known.get("stakes.cost_of_mistakes") not in _OF_LITTLE_WEIGHT
    )
