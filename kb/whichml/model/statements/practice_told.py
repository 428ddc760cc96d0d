"""What established practice says of a candidate of an answer."""

from whichml.model.statements.answer_part import AnswerPart


class PracticeAhead(AnswerPart):
    """In which situations of the brief practice leans to the leader rather than to the algorithm `of`, in words."""

    of: str
    where: tuple[str, ...] = ()


class PracticeTold(AnswerPart):
    """What established practice says of a candidate.

    Attributes
    ----------
    goodness : how far it would use the candidate, 0..1: `lean`, moved down where a candidate stands beyond its scale
    lean : how far it speaks for the candidate by itself, 0..1, 0.5 where it speaks neither for nor against it; what was
        answered before this was told apart has `goodness` alone
    weight : the share of `goodness` in the utility
    mistake : the chance that answerers of such a brief call the candidate a mistake
    of_siblings : whether its siblings stand for the candidate, since nobody was asked about it
    mistake_because : those nodes of `because` that speak of a mistake
    ahead : of the leader, where practice leans to it rather than to each of the next ones
    """

    goodness: float
    lean: float | None = None
    weight: float
    mistake: float
    text: str
    of_siblings: bool = False
    because: tuple[str, ...] = ()
    mistake_because: tuple[str, ...] = ()
    ahead: tuple[PracticeAhead, ...] = ()

    @property
    def side(self) -> float:
        """Return how far practice speaks for the candidate, 0..1, by itself."""
        return self.goodness if self.lean is None else self.lean
