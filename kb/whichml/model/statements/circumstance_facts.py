"""What projects of any kind tell and what follows: a figure of a supplier, say, or that no task is asked for."""

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
    method : what answers what is asked for, where that is a problem of its own and none of the tasks, whatever else
        holds
    words : groups of terms; a sentence that uses a term of each group tells it
    phrases : terms that tell it alone
    denied_by : terms of sentences that sound like it and tell something else
    say : what to do about it
    """

    id: Slug
    name: Name
    method: Name | None = None
    words: Annotated[tuple[Annotated[tuple[Term, ...], Field(min_length=1)], ...], Field(max_length=MOST_GROUPS)] = ()
    phrases: tuple[Term, ...] = ()
    denied_by: tuple[Term, ...] = ()
    say: Point

    @model_validator(mode="after")
    def _can_be_told(self) -> Self:
        if not (self.words or self.phrases):
            raise ValueError("`words` or `phrases` say how it is told")
        if self.method is not None and (self.when or self.unless):
            raise ValueError(
                "what `method` answers is none of the tasks whatever else holds, so leave out `when` and `unless`"
            )
        return self
