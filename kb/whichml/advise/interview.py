"""An interview that writes a brief: each question is the one whose answer could change the recommendation most.

Nothing is asked in a fixed order but the task and the data. What is answered goes into the brief, what is unknown is
passed over, and the interview ends when no single fact would change whom the answer names first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.model.brief import Brief
from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.brief_form import dotted_fields
from whichml.model.document import Plain
from whichml.model.errors import BriefError
from whichml.model.field_help import example_of
from whichml.model.typed_answer import value_of

FIRST: Final = ("task", "data.modality")


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


class Interview:
    """The state of an interview.

    Attributes
    ----------
    brief : what was said so far; None until the task and the data are known
    passed_over : fields to which the answer was that it is not known
    """

    def __init__(self, prepared: PreparedKnowledge, brief: Brief | None = None) -> None:
        self._prepared = prepared
        self._first: dict[str, Plain] = {}
        self.brief = brief
        self.passed_over: set[str] = set()

    def question(self) -> Question | None:
        """Return what to ask next; None where no single fact would change the first three."""
        if self.brief is None:
            return question_about(next(name for name in FIRST if name not in self._first))
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
        self.passed_over.add(field)

    def answer(self, field: str, text: str) -> None:
        """Put an answer into the brief.

        Raises
        ------
        BriefError
            Where it is none that the field takes, or contradicts what was said before; with what would be right.
        """
        value = value_of(field, text)
        if self.brief is not None:
            self.brief = self.brief.replace(field, value)
            return
        first = {**self._first, field: value}
        stood_in = {"task": "clustering", "data.modality": "tabular", **first}
        brief = Brief.from_mapping(stood_in)  # refuses what the field does not take
        self._first = first
        if all(name in first for name in FIRST):
            self.brief = brief

    def require(self, quality: str, side: str, amount: str, at: str | None = None) -> None:
        """Add a bound that must hold.

        Raises
        ------
        BriefError
            Where there is no such quality, or the amount does not fit it.
        """
        if self.brief is None:
            raise BriefError.about("a bound needs a task and data.", hint="Answer those first.")
        nested = self.brief.normalised()
        given = nested.get("requirements")
        added = {"quality": quality, side: amount, "priority": "must", **({"at": at} if at else {})}
        self.brief = Brief.from_mapping(
            {**nested, "requirements": [*(given if isinstance(given, list) else []), added]}
        )

    def rank(self, qualities: Sequence[str]) -> None:
        """Put qualities into the order in which they count.

        Raises
        ------
        BriefError
            Where one of them is none, or stands there twice.
        """
        if self.brief is None:
            raise BriefError.about("priorities need a task and data.", hint="Answer those first.")
        self.brief = Brief.from_mapping({**self.brief.normalised(), "priorities": list(qualities)})

    def said(self) -> dict[str, Plain]:
        """Return what was said, plain values by dotted name."""
        return dotted_fields(self.brief.normalised()) if self.brief is not None else dict(self._first)


def question_about(field: str, turning: TurningFact | None = None) -> Question:
    """Return the question that asks for a field; `turning` is what an answer to it would change."""
    kind = BRIEF_FIELDS[field]
    words = kind.values
    value = example_of(field)
    example = "yes" if value is True else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Question(field, kind.meaning, words, example, turning)
