"""What projects of any kind tell in passing and what follows from it: a figure that its supplier measured, say."""

from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from whichml.model.statements.application_facts import Name, Point, Term
from whichml.model.statements.facts import Situated, Slug

MOST_GROUPS: Final = 6
"""Groups of terms that one sentence has to meet."""


class CircumstanceFacts(Situated):
    """Something that many projects tell in a sentence of their prose, and what to do about it.

    Attributes
    ----------
    name : a noun phrase, as it stands within a sentence
    words : groups of terms; a sentence that uses a term of each group tells it
    phrases : terms that tell it alone
    denied_by : terms of sentences that sound like it and tell something else
    say : what to do about it
    """

    id: Slug
    name: Name
    words: Annotated[tuple[Annotated[tuple[Term, ...], Field(min_length=1)], ...], Field(max_length=MOST_GROUPS)] = ()
    phrases: tuple[Term, ...] = ()
    denied_by: tuple[Term, ...] = ()
    say: Point

    @model_validator(mode="after")
    def _can_be_told(self) -> Self:
        if not (self.words or self.phrases):
            raise ValueError("`words` or `phrases` say how it is told")
        return self
