"""An interview that writes a brief: each question is the one whose answer could change the recommendation most.

After the task and the data comes how far the data may go, which limits everything hard, and what such a project turns
on; then what would change whom the answer names first, the greatest change before others. Where nothing would any
more, whoever asks may end; else comes what most rules wait for, those about decisions and cautions. What is answered
goes into the brief as it was said, what is unknown is passed over, and nobody is asked for what cannot apply.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, Literal, NamedTuple

from whichml.advise.assessment import Assessment
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.questions import N_LEADERS
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.advise.waiting_fields import WaitingField
from whichml.model.brief import Brief, KnownNames
from whichml.model.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.conditions import Facts
from whichml.model.document import Plain
from whichml.model.errors import BriefError, Problem
from whichml.model.field_help import example_of
from whichml.model.field_relevance import OF_DEVICES, asked_early, is_worth_asking, tells_something
from whichml.model.prose import read_prose
from whichml.model.spoken_counts import says_all
from whichml.model.task_suggestions import USUAL_TASKS, TaskSuggestion, nearest_tasks
from whichml.model.typed_answer import value_of
from whichml.model.typed_rate import rate_of
from whichml.model.typed_words import list_of
from whichml.model.vocabulary import AlgorithmId
from whichml.rules.selection import modalities_of

FIRST: Final = ("task", "data.modality")
_EARLY: Final = ("data.residency", "data.privacy")
"""How far the data may go: a hard limit for all that follows."""
_LEAST: Final = 1.5
"""What has to follow from an answer, so that its question is worth the while: about two decisions."""
_PART_OF: Final[Mapping[str, str]] = {"data.labelled_rows": "data.rows", "data.categorical_features": "data.features"}
"""Counts of which `all of them` says as much as another field."""
_LISTS: Final = frozenset(name for name, field in BRIEF_FIELDS.items() if field.many)
_STAND_INS: Final[Mapping[str, Plain]] = {"task": "clustering", "data.modality": "tabular"}


class Question(NamedTuple):
    """A field to ask for.

    Attributes
    ----------
    words : the closed list of answers; empty where any value of its kind will do
    example : an answer as one would type it
    turning : an answer that would change the first three, and to what; None where none would
    waits : the rules that wait for it; None for what has to be known first
    leaves : whom neither its answer nor that to any question that is still to come would change
    keeps_first : whether what `turning` tells changes only who stands beside the first
    """

    field: str
    meaning: str
    words: tuple[str, ...]
    example: str
    turning: TurningFact | None = None
    waits: WaitingField | None = None
    leaves: Literal["nobody", "the first", "the first three"] = "nobody"
    keeps_first: bool = False


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
        self, prepared: PreparedKnowledge, brief: Brief | None = None, passed_over: Collection[str] = ()
    ) -> None:
        self._prepared = prepared
        self._names = KnownNames(algorithms=frozenset(map(AlgorithmId, prepared.knowledge.algorithms)))
        self._said: dict[str, Plain] = brief.as_written() if brief is not None else {}
        self._past: list[_Moment] = []
        self.brief = Brief.from_mapping(self._said, names=self._names) if brief is not None else None
        self.heard = brief
        self.passed_over = {name for name in passed_over if name not in self._said}

    def question(self) -> Question | None:
        """Return what to ask next; None where nothing that is left would change much."""
        if self.brief is None:
            return question_about(next(name for name in FIRST if name not in self._said))
        before = Assessment(self._prepared, self.brief)
        known = before.brief.facts()
        but = self._not_now(known)
        waiting = {each.field: each for each in self._waiting(before, but)}
        of_such = asked_early(str(known["task"]), modalities_of(known), known.get("deployment.target"))
        for name in (*_EARLY, *of_such):
            if name in waiting:
                return question_about(name, waits=waiting[name])
        of_others = frozenset(FACT_FIELDS) - {*of_such}
        for not_now in (of_others, frozenset(of_such)):
            turning = self._turning(before, but | not_now, n_most=1)
            if turning:
                asked = question_about(turning[0].field, turning[0], waiting.get(turning[0].field))
                return self._with_what_it_leaves(asked, before, but, not not_now & of_others)
        later = self._of_an_open_target()
        if later and self._turning(before, but - later, n_most=1):
            return question_about("deployment.target", waits=waiting.get("deployment.target"))
        return _weightiest(waiting)

    def _with_what_it_leaves(self, asked: Question, before: Assessment, but: frozenset[str], is_last: bool) -> Question:
        """Return a question that would turn the answer with whom it, and all that is still to come, would not change.

        Fields that are only asked for once it is known what the model runs on are still to come.

        Parameters
        ----------
        is_last : whether all other fields were tried already, and change less
        """
        if asked.turning is None or asked.turning.first[:1] != before.order.shortlist[:1]:
            return asked
        later = self._of_an_open_target()
        may_come = () if is_last and not later else self._turning(before, but - later, n_most=1)
        is_led = all(fact.first[:1] == before.order.shortlist[:1] for fact in may_come)
        return asked._replace(leaves="the first" if is_led else "nobody", keeps_first=True)

    def _turning(self, before: Assessment, but: frozenset[str], n_most: int) -> tuple[TurningFact, ...]:
        return turning_facts(self._prepared, before.brief, n_most=n_most, but=but, before=before,
                             n_fields=len(FACT_FIELDS))  # fmt: skip

    def passed_over_and_turning(self, most: Literal["the first", "the first three"]) -> tuple[str, ...]:
        """Return the fields that were passed over, and of which an answer would change the first or the first three."""
        if self.brief is None:
            return ()
        before = Assessment(self._prepared, self.brief)
        found = self._turning(before, frozenset(FACT_FIELDS) - self.passed_over, n_most=len(FACT_FIELDS))
        first = before.order.shortlist[:1]
        return tuple(fact.field for fact in found if most == "the first three" or fact.first[:1] != first)

    def open_fields(self) -> tuple[str, ...]:
        """Return the fields that would tell something and are left out, in the order of the format."""
        if self.brief is None:
            return ()
        known = self.brief.facts()
        task, modalities, target = str(known["task"]), modalities_of(known), known.get("deployment.target")
        return tuple(
            name for name in FACT_FIELDS if name not in self._said and tells_something(name, task, modalities, target)
        )

    def _not_now(self, known: Facts) -> frozenset[str]:
        """Return the fields that are not to be asked for: that were, that wait for the target, that cannot apply.

        An amount in another currency was said, although rules do not know it.
        """
        task, modalities = str(known["task"]), modalities_of(known)
        target, privacy = known.get("deployment.target"), known.get("data.privacy")
        no_use = (name for name in FACT_FIELDS if not is_worth_asking(name, task, modalities, target, privacy))
        return frozenset({*self.passed_over, *self._said, *no_use}) | self._of_an_open_target()

    def _of_an_open_target(self) -> frozenset[str]:
        """Return the fields that are asked for once the target was."""
        known = self.brief.facts() if self.brief is not None else {}
        is_open = "deployment.target" not in {*self.passed_over, *self._said, *known}
        return OF_DEVICES - self.passed_over - self._said.keys() if is_open else frozenset()

    def _waiting(self, before: Assessment, but: Collection[str]) -> Iterator[WaitingField]:
        firing, leaders = before.firing, before.order.shortlist[:N_LEADERS]
        fired = {rule.id for rule in firing.fired}
        is_open = set(self.open_fields()) - set(but)
        found = self._prepared.waiting.fields(firing.facts, fired, before.ratings.of, leaders)
        yield from (each for each in found if each.field in is_open)

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
        if field not in self._said:  # what was said before stays, where somebody came back to it and knows no more
            self.passed_over.add(field)

    def answer(self, field: str, text: str) -> Plain:
        """Put an answer into the brief; return what was understood.

        Raises
        ------
        BriefError
            Where it is none that the field takes, or contradicts what was said before; with what would be right.
        """
        value = self._all_of(field) if says_all(text) else None
        value = value_of(field, text, self._told_of(field)) if value is None else value
        self._take(field, {**self._said, field: value[0] if isinstance(value, list) and len(value) == 1 else value})
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
        task = str(self._said.get("task"))
        tells = {*self.open_fields()} if self.brief is not None else {*FACT_FIELDS} - self._said.keys()
        found: dict[str, Plain] = {}
        for reading in read_prose([("notes", text)], task, _LISTS):
            if reading.field in tells:
                known = found.get(reading.field)
                listed = [*(known if isinstance(known, list) else []), reading.value]
                found[reading.field] = listed if reading.field in _LISTS else reading.value
        return {name: value for name, value in found.items() if self._takes(name, value)}

    def notes_with(self, field: str, text: str) -> str:
        """Return the notes with an answer behind them that its field does not take, as sentences.

        The field's name stands before it, unless that alone would be read as if somebody had said so.
        """
        given, sentence = self._said.get("notes"), text if text[-1:] in ".!?" else f"{text}."
        is_plain = not read_prose([("notes", field)], str(self._said.get("task")), _LISTS)
        said = f"{field}: {sentence}" if is_plain else sentence
        return f"{given.rstrip()} {said}" if isinstance(given, str) and given.strip() else said

    def _takes(self, field: str, value: Plain) -> bool:
        """Return whether a brief can say a value beside what was said."""
        try:
            Brief.from_mapping({**_STAND_INS, **self._said, field: value}, names=self._names)
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
        terms = {"task": knowledge.tasks, "data.modality": knowledge.modalities}.get(field)
        if terms is None:
            return None
        genus = "Task of " if field == "task" else "Modality of "
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

    def _take(self, field: str, said: Mapping[str, Plain]) -> None:
        """Go on with what is said now, unless no brief can say it."""
        brief = Brief.from_mapping({**_STAND_INS, **said}, names=self._names)  # refuses what the fields do not take
        self._remember(field)
        understood = {name: value for name, value in brief.as_written().items() if name in said}
        self._said = understood
        is_told = all(name in said for name in FIRST)
        self.brief = Brief.from_mapping(understood, names=self._names) if is_told else None
        self.heard = brief if is_told else None


def question_about(field: str, turning: TurningFact | None = None, waits: WaitingField | None = None) -> Question:
    """Return the question that asks for a field; `turning` is what an answer to it would change."""
    kind = BRIEF_FIELDS[field]
    value = example_of(field)
    example = "yes" if value is True else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Question(field, kind.meaning, kind.values, example, turning, waits)


def _weightiest(waiting: Mapping[str, WaitingField]) -> Question | None:
    """Return the question on which most of decisions and cautions depend; None where little would follow from any."""
    if not waiting:
        return None
    name = min(waiting, key=lambda name: (-waiting[name].weight, name))
    if waiting[name].weight < _LEAST:
        return None
    return question_about(name, waits=waiting[name])._replace(leaves="the first three")
