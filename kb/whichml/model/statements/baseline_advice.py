"""What an answer keeps beside the leader, so that its worth can be seen."""

from whichml.model.statements.answer_part import AnswerPart


class BaselineAdvice(AnswerPart):
    """A simple algorithm to keep beside the leader, so that its worth can be seen; `why` is the end of a sentence.

    `form` is what it is here, such as the mean of a group; empty where it goes by its own name.
    """

    algorithm: str
    why: str
    because: tuple[str, ...] = ()
    form: str = ""


class InUseAdvice(AnswerPart):
    """What decides today by what a brief tells without naming it, as it stands behind "keep", and why it is to beat."""

    named: str
    why: str
    because: tuple[str, ...] = ()
