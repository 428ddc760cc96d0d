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
from whichml.model.errors import BriefError, quoted
from whichml.model.field_help import example_of
from whichml.model.vocabulary import FieldKind

FIRST: Final = ("task", "data.modality")
_YES: Final = frozenset({"y", "yes", "true", "on", "1"})
_NO: Final = frozenset({"n", "no", "false", "off", "0"})
_MOST_DIGITS: Final = 30
_THOUSANDS: Final = {"k": 3, "m": 6, "bn": 9}


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


def value_of(field: str, text: str) -> Plain:
    """Return an answer as a brief would write it.

    Words may be shortened as long as one word fits; counts may be written as `20k` or `20,000`, flags as yes and no,
    lists with commas.

    Raises
    ------
    BriefError
        Where the text is no such answer.

    Examples
    --------
    >>> value_of("data.rows", "20k"), value_of("data.sparse", "y"), value_of("data.arrival", "str")
    (20000, True, 'stream')
    """
    kind, given = BRIEF_FIELDS[field], text.strip()
    if kind.kind == "bool":
        return _flag(field, given)
    if kind.kind == "count":
        return _count(given)
    if kind.values and kind.many:
        return [_word(field, kind, each.strip()) for each in given.split(",") if each.strip()]
    if kind.values:
        return _word(field, kind, given)
    if kind.kind == "fraction" and given.replace(".", "", 1).isdecimal():
        return float(given)
    return given


def _flag(field: str, given: str) -> bool:
    if given.lower() in _YES | _NO:
        return given.lower() in _YES
    raise BriefError.about(
        f"`{field}` takes yes or no, not {quoted(given)}.", hint="Or leave it open: it is unknown then."
    )


def _count(given: str) -> Plain:
    plain = given.lower().replace(",", "").replace("_", "").replace(" ", "")
    if len(plain) > _MOST_DIGITS:
        return given  # the brief refuses it
    for letters, power in _THOUSANDS.items():
        number = plain.removesuffix(letters)
        if number != plain and number.replace(".", "", 1).isdecimal():
            return int(float(number) * 10**power + 0.5)
    return int(plain) if plain.isdecimal() else given


def _word(field: str, kind: FieldKind, given: str) -> str:
    wanted = given.lower().replace(" ", "-").replace("_", "-")
    if wanted in kind.values:
        return wanted
    fitting = [word for word in kind.values if wanted and word.startswith(wanted)]
    fitting = fitting or [word for word in kind.values if wanted and wanted in word]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise BriefError.about(f"{quoted(given)} may be {', '.join(fitting[:-1])} or {fitting[-1]}: write one of them.")
    return given  # the brief refuses it, with what is near


def question_about(field: str, turning: TurningFact | None = None) -> Question:
    """Return the question that asks for a field; `turning` is what an answer to it would change."""
    kind = BRIEF_FIELDS[field]
    words = kind.values
    value = example_of(field)
    example = "yes" if value is True else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Question(field, kind.meaning, words, example, turning)
