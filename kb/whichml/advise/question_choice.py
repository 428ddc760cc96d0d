"""Which question an interview asks next of a brief: the one whose answer could change the recommendation most.

First what everybody knows of such a task and such data, where it would change whom the answer names first, and how much
there is of them; then the facts of which the answer itself says so; then what limits everything hard, what such a
project turns on and whom it owes reasons; then whatever else would change the first. Once nothing would any more, a
field counts by what else would follow from it: what rules that wait for it do, and how many of the first three would
change. What was tried of a brief is kept: passing a question over changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Final, Literal, NamedTuple

from whichml.advise.assessment import Assessment
from whichml.advise.other_answers import turned_by_other_answers
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.questions import N_LEADERS
from whichml.advise.turning_causes import first_of
from whichml.advise.turning_facts import ASKED, TurningFact, change_between, turning_facts
from whichml.advise.waiting_fields import WaitingField
from whichml.model.briefs.brief import Brief
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.format.field_help import example_of
from whichml.model.format.field_relevance import OF_DEVICES, SIZES, asked_early, is_worth_asking, tells_something
from whichml.model.format.tasks_of_fields import facts_of_the_task
from whichml.rules.selection import modalities_of

_EARLY: Final = ("data.residency", "data.privacy")
"""How far the data may go: a hard limit for all that follows."""
_DUTY: Final = "stakes.explanation"
"""What is owed to others limits as hard, and everybody who owes it knows."""
_TARGET: Final = "deployment.target"
_LEAST: Final = 1.5
"""What has to follow from an answer, so that its question is worth the while: about two decisions."""
_OF_A_PLACE: Final = 2.0
"""What a place among the first three counts that is another's or nobody's then; as much as two or three decisions."""


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


class QuestionChoice:
    """What can be asked of a brief, with what was tried of it already.

    Attributes
    ----------
    brief : what was said so far
    """

    def __init__(self, prepared: PreparedKnowledge, brief: Brief) -> None:
        self._prepared = prepared
        self.brief = brief
        self._said = frozenset(brief.as_written())  # an amount in another currency was said, although rules lack it
        self._tried: dict[str, TurningFact | None] = {}
        self._otherwise: dict[str, TurningFact | None] = {}

    def next_question(self, passed_over: Collection[str]) -> Question | None:
        """Return what to ask next; None where nothing that is left would change much.

        Parameters
        ----------
        passed_over : fields to which the answer was that it is not known
        """
        later = self._of_an_open_target(passed_over)
        but = self._no_use | {*passed_over} | later
        waiting = {each.field: each for each in self._waiting if each.field not in but}
        if (first := self._known_to_all(but, waiting)) is not None:
            return first
        turns = next(filter(self._turns_the_first, self._turning(but, n_most=1)), None)
        if turns is not None:  # else the answer tells of none either
            for fact in (fact for fact in self._told_as_turning if fact.field not in but):
                return question_about(fact.field, fact, waiting.get(fact.field))
        for name in (*_EARLY, *self._of_such, _DUTY):
            if name in waiting:
                return question_about(name, waits=waiting[name])
        if turns is not None:
            return question_about(turns.field, turns, waiting.get(turns.field))
        if later and any(map(self._turns_the_first, self._turning(but - later, n_most=1))):
            return question_about(_TARGET, waits=waiting.get(_TARGET))
        for waits in (each for each in waiting.values() if each.weight >= _LEAST):
            other = self._turned_otherwise(waits)
            if other is not None and self._turns_the_first(other):
                return question_about(waits.field, other, waits)
        turning = {fact.field: fact for fact in self._turning(but - later, n_most=len(FACT_FIELDS))}
        turning |= {name: fact for name, fact in self._otherwise.items() if fact and name in waiting.keys() - turning}
        return self._weightiest(waiting, turning, later)

    def passed_over_and_turning(
        self, passed_over: Collection[str], most: Literal["the first", "the first three"]
    ) -> tuple[str, ...]:
        """Return the fields that were passed over, and of which an answer would change the first or the first three."""
        found = self._turning(frozenset(FACT_FIELDS) - {*passed_over}, n_most=len(FACT_FIELDS))
        found += tuple(fact for name, fact in self._otherwise.items() if fact and name in passed_over)
        turned = dict.fromkeys(fact.field for fact in found if most == "the first three" or self._turns_the_first(fact))
        return tuple(turned)

    @cached_property
    def open_fields(self) -> tuple[str, ...]:
        """Return the fields that would tell something and are left out, in the order of the format."""
        known = self.brief.facts()
        task, modalities, target = str(known["task"]), modalities_of(known), known.get(_TARGET)
        return tuple(
            name for name in FACT_FIELDS if name not in self._said and tells_something(name, task, modalities, target)
        )

    def _known_to_all(self, but: Collection[str], waiting: Mapping[str, WaitingField]) -> Question | None:
        """Return what everybody knows of such a task and data: what would turn the first, then how much there is."""
        task = str(self.brief.facts()["task"])
        others = frozenset(FACT_FIELDS).difference(SIZES, facts_of_the_task(task))
        for fact in filter(self._turns_the_first, self._turning(others.union(but), n_most=1)):
            return question_about(fact.field, fact, waiting.get(fact.field))
        for name in SIZES:
            if name in waiting and waiting[name].weight >= _LEAST:
                beside = self._tried.get(name)
                return question_about(name, beside, waiting[name])._replace(keeps_first=beside is not None)
        return None

    @cached_property
    def _told_as_turning(self) -> tuple[TurningFact, ...]:
        """Return the facts of which the answer to what is said so far tells that they would turn the first."""
        told = turning_facts(self._prepared, self.brief, before=self._before)
        return tuple(filter(self._turns_the_first, told))

    def _turned_otherwise(self, waits: WaitingField) -> TurningFact | None:
        """Return what other answers than those tried by then would change of what rules wait for; None for nothing."""
        if waits.field not in self._otherwise:
            is_tried = waits.field in self._tried
            self._otherwise[waits.field] = turned_by_other_answers(self._prepared, self._before, waits, is_tried)
        return self._otherwise[waits.field]

    @cached_property
    def _before(self) -> Assessment:
        return Assessment(self._prepared, self.brief)

    @property
    def _of_such(self) -> tuple[str, ...]:
        """Return what such a project turns on."""
        known = self.brief.facts()
        return asked_early(str(known["task"]), modalities_of(known), known.get(_TARGET))

    @cached_property
    def _no_use(self) -> frozenset[str]:
        """Return the fields that are not to be asked for: that were said, and that cannot apply."""
        known = self.brief.facts()
        task, modalities = str(known["task"]), modalities_of(known)
        target, privacy = known.get(_TARGET), known.get("data.privacy")
        no_use = (name for name in FACT_FIELDS if not is_worth_asking(name, task, modalities, target, privacy))
        return self._said.union(no_use)

    @cached_property
    def _waiting(self) -> tuple[WaitingField, ...]:
        """Return the open fields that rules wait for, the heaviest first."""
        firing, leaders = self._before.firing, self._before.order.shortlist[:N_LEADERS]
        fired = {rule.id for rule in firing.fired}
        found = self._prepared.waiting.fields(firing.facts, fired, self._before.ratings.of, leaders)
        return tuple(each for each in found if each.field in self.open_fields)

    def _of_an_open_target(self, passed_over: Collection[str]) -> frozenset[str]:
        """Return the fields that are asked for once the target was."""
        is_open = _TARGET not in {*passed_over, *self._said, *self.brief.facts()}
        return OF_DEVICES.difference(passed_over, self._said) if is_open else frozenset()

    def _turning(self, but: Collection[str], n_most: int) -> tuple[TurningFact, ...]:
        return turning_facts(self._prepared, self.brief, n_most=n_most, but=but, before=self._before,
                             n_fields=len(FACT_FIELDS), tried=self._tried, audience=ASKED)  # fmt: skip

    def _turns_the_first(self, fact: TurningFact) -> bool:
        return fact.first[:1] != self._before.order.shortlist[:1]

    def _weightiest(
        self, waiting: Mapping[str, WaitingField], turning: Mapping[str, TurningFact], later: Collection[str]
    ) -> Question | None:
        """Return the question from which most follows where none turns the first; None where little does from any.

        Parameters
        ----------
        later : fields that are asked for once the target was; that counts what they change
        """
        first = first_of(self._before)
        gain = {name: waits.weight for name, waits in waiting.items()}
        for fact in turning.values():
            name = _TARGET if fact.field in later else fact.field
            gain[name] = gain.get(name, 0.0) + _OF_A_PLACE * max(1, change_between(first, fact.first))
        worth_asking = [name for name in gain if gain[name] >= _LEAST]
        if not worth_asking:
            return None
        name = min(worth_asking, key=lambda name: (-gain[name], name))
        question = question_about(name, turning.get(name), waiting.get(name))
        return question._replace(leaves="the first" if turning else "the first three", keeps_first=name in turning)


def question_about(field: str, turning: TurningFact | None = None, waits: WaitingField | None = None) -> Question:
    """Return the question that asks for a field; `turning` is what an answer to it would change."""
    kind = BRIEF_FIELDS[field]
    value = example_of(field)
    example = "yes" if value is True else ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return Question(field, kind.meaning, kind.values, example, turning, waits)
