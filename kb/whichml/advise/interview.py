"""An interview that writes a brief: each question is the one whose answer could change the recommendation most.

Nothing is asked in a fixed order but the task and the data. What is answered goes into the brief as it was said, what
is unknown is passed over, and the interview ends when no single fact would change whom the answer names first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.model.brief import Brief, KnownNames
from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.document import Plain
from whichml.model.errors import BriefError
from whichml.model.field_help import example_of
from whichml.model.typed_answer import value_of
from whichml.model.vocabulary import AlgorithmId

FIRST: Final = ("task", "data.modality")
_STAND_INS: Final[Mapping[str, Plain]] = {"task": "clustering", "data.modality": "tabular"}


class Question(NamedTuple):
    """A field to ask for.

    Attributes
    ----------
    words : the closed list of answers; empty where any value of its kind will do
    example : an answer as one would type it
    turning : an answer that would change the first three, and to what; None for what has to be known first
    """

    field: str
    meaning: str
    words: tuple[str, ...]
    example: str
    turning: TurningFact | None = None


class _Moment(NamedTuple):
    """What an interview knew before a field was answered or passed over, to go back to."""

    field: str
    said: Mapping[str, Plain]
    brief: Brief | None
    passed_over: frozenset[str]


class Interview:
    """The state of an interview.

    Attributes
    ----------
    brief : what was said so far; None until the task and the data are known
    passed_over : fields to which the answer was that it is not known
    """

    def __init__(
        self, prepared: PreparedKnowledge, brief: Brief | None = None, passed_over: Collection[str] = ()
    ) -> None:
        self._prepared = prepared
        self._names = KnownNames(algorithms=frozenset(map(AlgorithmId, prepared.knowledge.algorithms)))
        self._said: dict[str, Plain] = brief.as_written() if brief is not None else {}
        self._past: list[_Moment] = []
        self.brief = brief
        self.passed_over = {name for name in passed_over if name not in self._said}

    def question(self) -> Question | None:
        """Return what to ask next; None where no single fact would change the first three."""
        if self.brief is None:
            return question_about(next(name for name in FIRST if name not in self._said))
        turning = turning_facts(self._prepared, self.brief, n_most=1, but=self.passed_over)
        return question_about(turning[0].field, turning[0]) if turning else None

    def pass_over(self, field: str) -> None:
        """Take it that a field is not known.

        Raises
        ------
        BriefError
            Where nothing can be said without it.
        """
        if self.brief is None:
            raise BriefError.about(
                f"`{field}` has to be known.", hint=f"Choose one of {', '.join(question_about(field).words)}."
            )
        self._remember(field)
        self.passed_over.add(field)

    def answer(self, field: str, text: str) -> Plain:
        """Put an answer into the brief; return what was understood.

        Raises
        ------
        BriefError
            Where it is none that the field takes, or contradicts what was said before; with what would be right.
        """
        value = value_of(field, text)
        self._take(field, {**self._said, field: value[0] if isinstance(value, list) and len(value) == 1 else value})
        self.passed_over = self.passed_over - {field}
        understood = self.brief.as_written() if self.brief is not None else self._said
        return understood[field]

    def require(self, quality: str, side: str, amount: Plain, at: str | None = None) -> None:
        """Add a bound that must hold.

        Raises
        ------
        BriefError
            Where there is no such quality, or the amount does not fit it.
        """
        if self.brief is None:
            raise BriefError.about("a bound needs a task and data.", hint="Answer those first.")
        given = self._said.get("requirements")
        added: dict[str, Plain] = {"quality": quality, side: amount, "priority": "must", **({"at": at} if at else {})}
        self._take("requirements", {**self._said, "requirements": [*(given if isinstance(given, list) else []), added]})

    def rank(self, qualities: Sequence[str]) -> None:
        """Put qualities into the order in which they count.

        Raises
        ------
        BriefError
            Where one of them is none, or stands there twice.
        """
        if self.brief is None:
            raise BriefError.about("priorities need a task and data.", hint="Answer those first.")
        self._take("priorities", {**self._said, "priorities": list(qualities)})

    def take_back(self) -> str | None:
        """Forget what was answered or passed over last, and return the field; None where nothing was."""
        if not self._past:
            return None
        field, said, self.brief, passed_over = self._past.pop()
        self._said, self.passed_over = dict(said), set(passed_over)
        return field

    def said(self) -> dict[str, Plain]:
        """Return what was said, by dotted name, amounts as they were typed."""
        return dict(self._said)

    def _remember(self, field: str) -> None:
        self._past.append(_Moment(field, self._said, self.brief, frozenset(self.passed_over)))

    def _take(self, field: str, said: Mapping[str, Plain]) -> None:
        """Go on with what is said now, unless no brief can say it."""
        brief = Brief.from_mapping({**_STAND_INS, **said}, names=self._names)  # refuses what the fields do not take
        self._remember(field)
        understood = {name: value for name, value in brief.as_written().items() if name in said}
        self._said = understood
        self.brief = brief if all(name in said for name in FIRST) else None


def question_about(field: str, turning: TurningFact | None = None) -> Question:
    """Return the question that asks for a field; `turning` is what an answer to it would change."""
    kind = BRIEF_FIELDS[field]
    words = kind.values
    value = example_of(field)
    example = "yes" if value is True else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Question(field, kind.meaning, words, example, turning)
