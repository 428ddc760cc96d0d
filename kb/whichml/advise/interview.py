"""An interview that writes a brief: each question is the one whose answer could change the recommendation most.

The task and the data come first. What is answered goes into the brief as it was said, what is unknown is passed over,
and nobody is asked for what cannot apply.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.question_choice import Question, QuestionChoice, question_about
from whichml.knowledge.algorithm_calls import known_names
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.brief_prose import stated_in_prose
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, Problem, quoted
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS, LIST_FIELDS, REQUIRED_FIELDS
from whichml.model.format.brief_form import dotted_fields
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.format.field_help import example_of
from whichml.model.replies.spoken_counts import says_all
from whichml.model.replies.task_suggestions import USUAL_TASKS, TaskSuggestion, nearest_tasks
from whichml.model.replies.typed_answer import value_of
from whichml.model.replies.typed_rate import rate_of
from whichml.model.replies.typed_words import list_of
from whichml.model.words.brief_aliases import AMBIGUOUS
from whichml.model.words.near_qualities import is_a_metric_alone, what_it_may_be
from whichml.model.words.prose import read_prose
from whichml.model.words.spoken_words import tidy_word

_PART_OF: Final[Mapping[str, str]] = {"data.labelled_rows": "data.rows", "data.categorical_features": "data.features"}
"""Counts of which `all of them` says as much as another field."""
_STAND_INS: Final[Mapping[str, Plain]] = {"task": "clustering", "data.modality": "tabular"}


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
    brief : what was said so far, as its file is read; None until the task and the data are known
    heard : the same with what was said last in the words of whoever said it, whose notices tell how that was read
    passed_over : fields to which the answer was that it is not known
    """

    def __init__(
        self,
        prepared: PreparedKnowledge,
        brief: Brief | None = None,
        passed_over: Collection[str] = (),
        begun: Mapping[str, Plain] = MappingProxyType({}),
    ) -> None:
        self._prepared = prepared
        self._names = known_names(prepared.knowledge)
        self._said: dict[str, Plain] = brief.as_written() if brief is not None else dict(begun)
        self._past: list[_Moment] = []
        self._choice: QuestionChoice | None = None
        self.brief = Brief.from_mapping(self._said, names=self._names) if brief is not None else None
        self.heard = brief
        self.passed_over = {name for name in passed_over if name not in self._said}

    def question(self) -> Question | None:
        """Return what to ask next; None where nothing that is left would change much."""
        if self.brief is None:
            return question_about(next(name for name in REQUIRED_FIELDS if name not in self._said))
        return self._of(self.brief).next_question(self.passed_over)

    def passed_over_and_turning(self, most: Literal["the first", "the first three"]) -> tuple[str, ...]:
        """Return the fields that were passed over, and of which an answer would change the first or the first three."""
        return () if self.brief is None else self._of(self.brief).passed_over_and_turning(self.passed_over, most)

    def open_fields(self) -> tuple[str, ...]:
        """Return the fields that would tell something and are left out, in the order of the format."""
        return () if self.brief is None else self._of(self.brief).open_fields

    def _of(self, brief: Brief) -> QuestionChoice:
        """Return what chooses among questions about a brief; the same one, with what it tried, while that is so."""
        if self._choice is None or self._choice.brief is not brief:
            self._choice = QuestionChoice(self._prepared, brief)
        return self._choice

    def pass_over(self, field: str) -> None:
        """Take it that a field is not known.

        Raises
        ------
        BriefError
            Where nothing can be said without it.
        """
        if self.brief is None:
            hint = f"Choose one of {', '.join(question_about(field).words)}."
            raise BriefError(Problem(f"`{field}` has to be known.", hint=hint, lists="choices"))
        self._remember(field)
        # what was said before stays, where somebody came back to it and knows no more; one rate says nothing of others
        if field not in self._said or field == "exchange_rates":
            self.passed_over.add(field)

    def keep_in_notes(self, field: str, text: str) -> None:
        """Keep an answer that its field does not take in the notes, and pass the field over where that may be.

        Both are one moment: what takes it back, takes back both.

        Raises
        ------
        BriefError
            Where the notes do not take it.
        """
        self._take(field, {**self._said, "notes": self._notes_with(field, text)})
        if field not in REQUIRED_FIELDS and field not in self._said:
            self.passed_over = {*self.passed_over, field}

    def answer(self, field: str, text: str, described: str = "") -> Plain:
        """Put an answer into the brief; return what was understood.

        Parameters
        ----------
        described : what was said of the task in a sentence that chose none, which the notes keep

        Raises
        ------
        BriefError
            Where it is none that the field takes, or contradicts what was said before; with what would be right.
        """
        value = self._all_of(field) if says_all(text) else None
        value = value_of(field, text, self._told_of(field)) if value is None else value
        given = value[0] if isinstance(value, list) and len(value) == 1 else value
        said = {**self._said, field: given}
        try:
            self._take(field, {**said, "notes": self._notes_with("", described)} if described else said, text)
        except BriefError:
            if not described:
                raise
            self._take(field, said, text)  # the notes do not take it
        self.passed_over = self.passed_over - {field}
        understood = self.brief.as_written() if self.brief is not None else self._said
        return understood[field]

    def _all_of(self, field: str) -> Plain:
        """Return what a field says of which all are meant by an answer; None where nothing is counted that it is of.

        Raises
        ------
        BriefError
            Where that is not known.
        """
        whole = _PART_OF.get(field)
        if whole is None:
            return None
        n_all = self._said.get(whole) if self.brief is None else self.brief.facts().get(whole)
        if not isinstance(n_all, int | float):
            hint = f"Write a number, or tell that first, such as `{whole}: {example_of(whole)}`."
            raise BriefError.about(f"`{field}` cannot be all of them: `{whole}` is not known.", hint=hint)
        return int(n_all)

    def near_tasks(self, text: str) -> tuple[TaskSuggestion, ...]:
        """Return the tasks that are nearest to a description; those that are usual where it is near none."""
        told = self._told_of("task") or {}
        usual = (TaskSuggestion(task, told[task][-1]) for task in USUAL_TASKS)
        return nearest_tasks(text, told) or tuple(usual)

    def stated_in(self, text: str) -> dict[str, Plain]:
        """Return what a text states plainly of fields that are not said yet, by field, as a brief would write it."""
        tells = {*self.open_fields()} if self.brief is not None else {*FACT_FIELDS} - self._said.keys()
        groups: dict[str, dict[str, Plain]] = {}
        for name, value in self._said.items():
            if name in FACT_FIELDS and "." in name:
                group, _, inner = name.partition(".")
                groups.setdefault(group, {})[inner] = value
        found = stated_in_prose({**groups, "task": self._said.get("task"), "notes": text})
        return {name: each.value for name, each in found.items() if name in tells and self._takes(name, each.value)}

    def _notes_with(self, field: str, text: str) -> str:
        """Return the notes with an answer behind them that its field does not take, as sentences.

        The field's name, if any, stands before it, unless that alone would be read as if somebody had said so.
        """
        given, sentence = self._said.get("notes"), text if text[-1:] in ".!?" else f"{text}."
        is_plain = field and not read_prose([("notes", field)], str(self._said.get("task")), LIST_FIELDS)
        said = f"{field}: {sentence}" if is_plain else sentence
        return f"{given.rstrip()} {said}" if isinstance(given, str) and given.strip() else said

    def _takes(self, field: str, value: Plain) -> bool:
        """Return whether a brief can say a value beside what was said."""
        try:
            Brief.from_mapping({**_STAND_INS, **self._said, field: value}, names=self._names, in_words=False)
        except BriefError:
            return False
        return True

    def readable_part(self, field: str, text: str) -> str:
        """Return what of an answer that lists several is understood, where something is and something is not."""
        if not BRIEF_FIELDS[field].many or not BRIEF_FIELDS[field].values:
            return ""
        found = list_of(field, text, self._told_of(field))
        return ", ".join(found.words) if found.problems else ""

    def _told_of(self, field: str) -> Mapping[str, Sequence[str]] | None:
        """Return what the knowledge base says of the words of a field; None where it says nothing."""
        knowledge = self._prepared.knowledge
        tasks, kinds = knowledge.tasks, knowledge.modalities
        terms = {"task": tasks, FURTHER_TASKS: tasks, "data.modality": kinds}.get(field)
        if terms is None:
            return None
        genus = "Modality of " if field == "data.modality" else "Task of "
        meanings = {word: term.definition.removeprefix(genus).rstrip(".") for word, term in terms.items()}
        return {word: (term.example, f"{meanings[word]}, such as {term.example}") for word, term in terms.items()}

    def currency_without_rate(self) -> str | None:
        """Return a currency of which the brief has an amount and no rate, so that rules do not know it."""
        if self.brief is None or "exchange_rates" in self.passed_over:
            return None
        foreign = (each for each in self.brief.amounts() if each.is_foreign)
        return next((each.currency for each in foreign), None)

    def take_rate(self, currency: str, text: str) -> float:
        """Put into the brief how many USD one unit of a currency is; return what was understood.

        Raises
        ------
        BriefError
            Where it is no number above zero, could be several, or is said of something else.
        """
        rate = rate_of(currency, text)
        given = self._said.get("exchange_rates")
        rates = {**(given if isinstance(given, dict) else {}), currency: rate}
        self._take("exchange_rates", {**self._said, "exchange_rates": rates})
        return float(rate)  # type: ignore[arg-type]  # the brief took it

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

    def rank(self, qualities: Sequence[Plain]) -> Plain:
        """Put qualities into the order in which they count; return what was understood.

        Raises
        ------
        BriefError
            Where one of them is none, or stands there twice.
        """
        if self.brief is None:
            raise BriefError.about("priorities need a task and data.", hint="Answer those first.")
        self._take("priorities", {**self._said, "priorities": list(qualities)})
        return self._said["priorities"]

    def rankable(self, qualities: Sequence[str]) -> tuple[list[Plain], tuple[Problem, ...]]:
        """Return the qualities that can be put into an order, as the format calls them, and what is wrong with others.

        A quality that several names stand for counts once.
        """
        found: dict[str, Plain] = {}
        problems: list[Problem] = []
        for each in qualities:
            choices = AMBIGUOUS["quality"].get(tidy_word(each))
            if choices is not None:  # who can be asked says which
                hint = f"Write one of {', '.join(choices)}."
                problems.append(
                    Problem(f"`priorities` cannot be {quoted(each)}: that could mean several things.", hint=hint)
                )
                continue
            if is_a_metric_alone(each, self._names.qualities):
                hint = what_it_may_be(each, self._names.qualities)
                problems.append(Problem(f"unknown quality {quoted(each)}.", hint=hint))
                continue
            try:
                alone = Brief.from_mapping({**_STAND_INS, "priorities": [each]}, names=self._names)
            except BriefError as refusal:
                problems += refusal.problems
            else:
                found.setdefault(str(alone.priorities), alone.normalised()["priorities"])
        return [name for named in found.values() if isinstance(named, list) for name in named], tuple(problems)

    def take_back(self) -> str | None:
        """Forget what was answered or passed over last, and return the field; None where nothing was."""
        if not self._past:
            return None
        field, said, self.brief, passed_over = self._past.pop()
        self._said, self.passed_over, self.heard = dict(said), set(passed_over), self.brief
        return field

    @property
    def n_questions(self) -> int:
        """Return how many questions were answered or passed over; bounds, priorities and rates are none."""
        return len({moment.field for moment in self._past if moment.field == "title" or moment.field in FACT_FIELDS})

    def said(self) -> dict[str, Plain]:
        """Return what was said, by dotted name, amounts as they were typed."""
        return dict(self._said)

    def _remember(self, field: str) -> None:
        self._past.append(_Moment(field, self._said, self.brief, frozenset(self.passed_over)))

    def _take(self, field: str, said: Mapping[str, Plain], answer: str = "") -> None:
        """Go on with what is said now, unless no brief can say it, or reads the answer as something else."""
        brief = Brief.from_mapping(  # refuses what the fields do not take
            {**_STAND_INS, **said}, names=self._names, in_words=False
        )
        if answer:
            _check_is_of(field, answer, brief.as_written(), said)
        self._remember(field)
        understood = {name: value for name, value in brief.as_written().items() if name in said}
        self._said = understood
        is_told = all(name in said for name in REQUIRED_FIELDS)
        self.brief = Brief.from_mapping(understood, names=self._names, in_words=False) if is_told else None
        self.heard = brief if is_told else None


def fields_begun(mapping: Mapping[str, Plain]) -> dict[str, Plain] | None:
    """Return what a brief says that was left before the task and the data were known; None where it is none.

    Parameters
    ----------
    mapping : as its file holds it
    """
    given = {name for name in REQUIRED_FIELDS if name in dotted_fields(mapping)}
    if not mapping.keys() - {"brief"} or len(given) == len(REQUIRED_FIELDS):
        return None
    stand_ins = {name: value for name, value in _STAND_INS.items() if name not in given}
    try:
        read = Brief.from_mapping({**mapping, **stand_ins}).as_written()
    except BriefError:
        return None
    return {name: value for name, value in read.items() if name not in stand_ins}


def _check_is_of(field: str, answer: str, read: Mapping[str, Plain], said: Mapping[str, Plain]) -> None:
    """Refuse an answer that a brief reads as something else, such as of privacy what says where data may go.

    Parameters
    ----------
    read : what the brief tells then, by field
    said : what was said for it
    """
    if field in read:
        return
    others = [f"{name}: {value}" for name, value in read.items() if name not in said and name not in _STAND_INS]
    tells = f" It tells {', '.join(map(quoted, others))}." if others else ""
    hint = f"Type `{others[0]}` to tell that." if others else f"Write {example_of(field)}, for example."
    raise BriefError.about(f"{quoted(answer.strip())} says nothing of `{field}`.{tells}", hint=hint)
