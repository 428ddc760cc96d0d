"""What stands first in a record where the brief was guessed at in places, or not read as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from whichml.export.cut_texts import cut_to_words
from whichml.export.document import Entry, Mark, Paragraph
from whichml.model.statements.recommendation import Recommendation

_MOST: Final = 6
_WORDS_OF_ONE: Final = 25


def gaps_in_reading(answer: Recommendation) -> Iterator[Paragraph | Entry]:
    """Yield what of the brief was guessed or left out: whoever gets the record cannot know it otherwise."""
    told = answer.assumptions
    if not told:
        return
    yield Paragraph("The brief was read with guesses and gaps; what follows stands on them:")
    for each in told[:_MOST]:
        yield Entry(cut_to_words(each, _WORDS_OF_ONE), Mark("?", "Guess or gap:"))
    if len(told) > _MOST:
        yield Entry(f"And {len(told) - _MOST} more, which the answer in JSON lists as assumptions.")
