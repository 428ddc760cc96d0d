"""Which notes of described data say that a column may tell the target before anybody knows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from whichml.model.statements.evidence import DataDescription

POSSIBLE_LEAKAGE: Final = "Possible leakage: "
STRIKING_COLUMN: Final = "Look at "
"""How notes on leakage begin, the sure ones and those in doubt; evidence keeps notes as plain sentences."""


def leakage_notes(notes: Iterable[str]) -> tuple[str, ...]:
    """Return the notes that tell of possible leakage.

    Examples
    --------
    >>> leakage_notes(["Left out (an id, or a count of the rows): 'leakage'.", "Possible leakage: 'paid' alone ..."])
    ("Possible leakage: 'paid' alone ...",)
    """
    return tuple(note for note in notes if note.startswith((POSSIBLE_LEAKAGE, STRIKING_COLUMN)))


def leakage_notices(data: DataDescription) -> Iterator[str]:
    """Yield what an answer on measurements of these data has to say of leakage: one sentence more than was noted."""
    found = leakage_notes(data.notes)
    if found:
        yield (
            f"{' '.join(found)} What was measured on such columns may be too good; `whichml probe --drop COLUMN` "
            "measures without them."
        )
