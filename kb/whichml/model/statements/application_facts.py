"""Kinds of work that many teams bring: by which words each is recognised, what practice starts with, what decides."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field, StringConstraints

from whichml.model.documents.expressions import expression
from whichml.model.statements.facts import Citation, Citations, FactFileValue, Sentence, Situated, Slug

LONGEST_POINT: Final = 160
"""Letters of something to mind: two lines of a terminal."""
LONGEST_FORM: Final = 90
"""Letters of what to build, which stands behind a name and "here"."""
LONGEST_NAME: Final = 60
_TERM: Final = expression(r"[^\W_]+(?:['.&-][^\W_]+)*\*?(?: [^\W_]+(?:['.&-][^\W_]+)*\*?){0,3}")


def _is_a_term(text: str) -> str:
    if text != text.lower() or _TERM.fullmatch(text) is None:
        raise ValueError("a term is one to four words in lower case; `*` behind a word stands for any ending")
    return text


Term = Annotated[str, StringConstraints(min_length=2, max_length=60), AfterValidator(_is_a_term)]
"""A word or a phrase as a text may say it; `*` behind a word stands for any ending of it."""
Name = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_NAME, strip_whitespace=True)]
Point = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_POINT, strip_whitespace=True)]
Form = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_FORM, strip_whitespace=True)]


class PointFacts(Situated):
    """Something that decides in an application.

    Attributes
    ----------
    about : terms of a brief that raise it among its like
    only : terms as well, without one of which it is about another project of the kind, and is not told
    """

    say: Point
    about: tuple[Term, ...] = ()
    only: tuple[Term, ...] = ()


class LeadFacts(Situated):
    """What practice starts with in an application: an algorithm, what it is built as, and why."""

    algorithm: Slug
    form: Form | None = None
    why: Point


class BesideFacts(Situated):
    """What simple thing of its trade an application keeps beside whatever is built, as it stands behind "keep"."""

    named: Name
    why: Sentence


class MistakeFacts(Situated):
    """What is often proposed in an application and cannot do it, with the reason as a clause."""

    algorithm: Annotated[tuple[Slug, ...], Field(min_length=1)]
    because: Point


class ApplicationFacts(FactFileValue):
    """A kind of work that many teams bring.

    Attributes
    ----------
    name : a noun phrase, as it stands within a sentence
    tasks : those by which a team may tell it
    words : groups of terms; a brief that uses a term of each group is taken to be about it
    unless : terms of other work that sounds like it
    lead : what practice starts with; the first counts whose conditions hold
    """

    id: Slug
    name: Name
    tasks: Annotated[tuple[Slug, ...], Field(min_length=1)]
    words: Annotated[tuple[Annotated[tuple[Term, ...], Field(min_length=1)], ...], Field(min_length=1)]
    unless: tuple[Term, ...] = ()
    lead: tuple[LeadFacts, ...] = ()
    beside: BesideFacts | None = None
    mistakes: tuple[MistakeFacts, ...] = ()
    points: Annotated[tuple[PointFacts, ...], Field(min_length=1)]
    sources: Citations

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Return all places that it cites, each once."""
        parts = (*self.lead, *self.mistakes, *self.points, *((self.beside,) if self.beside is not None else ()))
        return tuple(dict.fromkeys((*self.sources, *(place for part in parts for place in part.sources))))
