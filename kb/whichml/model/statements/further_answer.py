"""What an answer says, in short, of what else the project asks for."""

from collections.abc import Mapping
from typing import Any

from whichml.model.statements.answer_part import AnswerPart


class FurtherChoice(AnswerPart):
    """One of the first candidates for a further task; `equivalents` do as well, `form` is what is built of it here."""

    algorithm: str
    name: str
    equivalents: tuple[str, ...] = ()
    form: str = ""


class FurtherAnswer(AnswerPart):
    """What to start with for a further task of the project.

    Attributes
    ----------
    brief : what the brief tells of that task, as a brief of its own that can be asked
    answer : the id of the whole answer to it
    choices : its first candidates, best first; none where nothing fits
    """

    task: str
    brief: Mapping[str, Any]
    answer: str
    choices: tuple[FurtherChoice, ...] = ()
    because: tuple[str, ...] = ()
