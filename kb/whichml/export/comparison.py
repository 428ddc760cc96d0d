"""Two algorithms in one answer, side by side: who goes before whom, quality by quality, and what would turn that."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from whichml.advise.assessment import Assessment
from whichml.advise.order_changes import ChangeKind, order_changes
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.advise.priorities import PRACTICE, PRACTICE_NAME
from whichml.export.algorithm_pair import AlgorithmPair, Sides, which_is_ahead
from whichml.export.arguments import goodness, percent
from whichml.export.explanation import Explanation, explain
from whichml.export.justification_graph import JustificationGraph
from whichml.export.lead_reasons import NOTICEABLE
from whichml.export.main_points import price_of
from whichml.export.naming import Naming, title_of
from whichml.export.order_words import why_so_low
from whichml.export.peoples_day import beyond_capacity
from whichml.export.requirement_status import statuses_of
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import Problem, WhichmlError, quoted
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Evidence
from whichml.model.statements.facts import Citation
from whichml.model.statements.justification import NodeKind
from whichml.model.statements.recommendation import (
    Candidate,
    RatedQuality,
    Recommendation,
    SourceRecord,
    Utility,
)
from whichml.model.statements.stated_requirement import StatedRequirement
from whichml.model.words.names_in_sentences import in_sentence

Better = Literal["first", "second", "neither"]


class BackingNode(BaseModel):
    """A rule, a claim or a measurement that a level stands on.

    Attributes
    ----------
    id : of its node, such as `claim:boosting.incrementality`
    about : the id without the kind
    of : whose level it is
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    id: str
    kind: NodeKind
    about: str
    text: str
    where: str
    of: Literal["first", "second", "both"]
    sources: tuple[Citation, ...] = ()


class QualityBeside(BaseModel):
    """A criterion with the levels of both.

    Attributes
    ----------
    weight : its share of the whole weight
    difference : what it adds to the utility of the first beyond that of the second, at the expected weights
    backing : what makes the difference; empty where there is none
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    quality: str
    name: str
    weight: float
    levels: Sides
    bases: Sides
    difference: float
    better: Better
    backing: tuple[BackingNode, ...] = ()


class RequirementBeside(BaseModel):
    """A requirement with how both stand to it: met, at risk, open, ignored, or missed by what is out for it.

    Attributes
    ----------
    requirement : its id in the answer
    text : it as a sentence, such as `Recall must be at least 0.8`
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    requirement: str
    text: str
    quality: str
    name: str
    priority: str
    bound: str
    statuses: Sides


class TurningChange(BaseModel):
    """A single change of the brief with which the one that is behind would come before the other."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    kind: ChangeKind
    path: str
    said: str
    leader: str | None


class AlgorithmComparison(BaseModel):
    """Two algorithms in one answer.

    Attributes
    ----------
    ahead : the one that goes before the other; None where they share a place or both are out
    explanations : what the answer says of each
    practice : what established practice says of each; empty where it has no say
    costs : what 1,000 predictions cost; empty where nothing tells
    turned_by : what would put the one that is behind before the other
    from_answer_alone : whether it is told from a kept answer that cannot be made anew, without what that leaves out
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    schema_: Literal["comparison/1"] = Field(default="comparison/1", serialization_alias="schema")
    answer: str
    title: str
    algorithms: Sides
    names: Sides
    ahead: str | None
    text: str
    explanations: tuple[Explanation, Explanation]
    qualities: tuple[QualityBeside, ...]
    practice: Sides
    requirements: tuple[RequirementBeside, ...]
    costs: Sides
    turned_by: tuple[TurningChange, ...]
    sources: Mapping[str, SourceRecord] = Field(default_factory=dict)
    from_answer_alone: bool = False

    def to_json(self) -> bytes:
        """Return the comparison as UTF-8 JSON, the same bytes for the same comparison."""
        return self.model_dump_json(by_alias=True).encode()


def compare_algorithms(
    prepared: PreparedKnowledge,
    answer: Recommendation,
    steps: Assessment,
    algorithms: Sides,
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
) -> AlgorithmComparison:
    """Return how two algorithms differ in an answer.

    Parameters
    ----------
    steps : towards this very answer, so that places and figures are those that it tells

    Raises
    ------
    WhichmlError
        Where the knowledge base lacks one of them, or both are the same.
    """
    explanations = _explained(answer, prepared.knowledge, algorithms, steps)
    _check_they_differ(algorithms)
    pair = AlgorithmPair.by_steps(answer, steps, algorithms)
    turned_by = _turned_by(prepared, steps, algorithms, evidence, calibration)
    return _Comparing(pair, prepared.knowledge, algorithms, explanations).comparison(turned_by)


def compare_in_answer(answer: Recommendation, knowledge: Knowledge, algorithms: Sides) -> AlgorithmComparison:
    """Return how two algorithms differ in an answer, as far as the answer itself tells; its errors are the same.

    Parameters
    ----------
    knowledge : names what the answer tells by its ids; it need not be the one that the answer stands on
    """
    explanations = _explained(answer, knowledge, algorithms)
    _check_they_differ(algorithms)
    alone = {"from_answer_alone": True}
    told = explanations[0].model_copy(update=alone), explanations[1].model_copy(update=alone)
    found = _Comparing(AlgorithmPair.by_answer(answer, algorithms), knowledge, algorithms, told).comparison(())
    return found.model_copy(update=alone)


def _check_they_differ(algorithms: Sides) -> None:
    if algorithms[0] == algorithms[1]:
        raise WhichmlError.about(
            f"{quoted(algorithms[0])} is named twice.", hint="Name two algorithms, such as random-forest decision-tree."
        )


def _explained(
    answer: Recommendation, knowledge: Knowledge, algorithms: Sides, steps: Assessment | None = None
) -> tuple[Explanation, Explanation]:
    """Return what the answer says of both; an error names all that are unknown."""
    found: list[Explanation] = []
    problems: list[Problem] = []
    for each in dict.fromkeys(algorithms):
        try:
            found.append(explain(answer, knowledge, each, steps))
        except WhichmlError as refusal:
            problems += refusal.problems
    if problems:
        raise WhichmlError(*problems)
    return found[0], found[-1]


def _turned_by(
    prepared: PreparedKnowledge, steps: Assessment, algorithms: Sides, evidence: Sequence[Evidence],
    calibration: Calibration | None,
) -> tuple[TurningChange, ...]:  # fmt: skip
    ahead = which_is_ahead(steps, algorithms)
    if ahead is None:
        return ()
    behind = algorithms[1] if ahead == algorithms[0] else algorithms[0]
    changes = order_changes(prepared, steps.brief, behind, ahead, evidence, calibration)
    return tuple(TurningChange(kind=c.kind, path=c.path, said=c.said, leader=c.first) for c in changes)


class _Comparing:
    """Puts one comparison together."""

    def __init__(
        self,
        pair: AlgorithmPair,
        knowledge: Knowledge,
        algorithms: Sides,
        explanations: tuple[Explanation, Explanation],
    ) -> None:
        self.pair, self.algorithms, self.explanations = pair, algorithms, explanations
        self.answer, self.rated, self.practice = pair.answer, pair.rated, pair.practice
        self.knowledge, self.names = knowledge, Naming.of(pair.answer, knowledge)
        self.graph = JustificationGraph(pair.answer)

    def comparison(self, turned_by: tuple[TurningChange, ...]) -> AlgorithmComparison:
        """Return the whole comparison."""
        qualities = tuple(sorted(self._qualities(), key=lambda q: (-abs(q.difference), -q.weight, q.quality)))
        ahead = self.pair.ahead
        told = [practice.text if practice is not None else "" for practice in self.practice]
        records = {**self.pair.records, **self.answer.sources}
        cited = sorted({place.ref for quality in qualities for each in quality.backing for place in each.sources})
        return AlgorithmComparison(
            answer=self.answer.id,
            title=title_of(self.answer.brief),
            algorithms=self.algorithms,
            names=self._name_both(),
            ahead=ahead,
            text=self._text(ahead, qualities),
            explanations=self.explanations,
            qualities=qualities,
            practice=(told[0], told[1]),
            requirements=tuple(self._requirements()),
            costs=(price_of(self.answer, self.algorithms[0]), price_of(self.answer, self.algorithms[1])),
            turned_by=turned_by,
            sources={ref: records[ref] for ref in cited if ref in records},
        )

    def _name_both(self) -> Sides:
        return self.explanations[0].name, self.explanations[1].name

    def _text(self, ahead: str | None, qualities: Sequence[QualityBeside]) -> str:
        """Return who goes before whom and why: what most of it comes from, or what counts for more than utility."""
        names = self._name_both()
        if ahead is None:
            both_out = all(each.rank is None for each in self.explanations)
            return f"Neither {names[0]} nor {names[1]} is a choice here." if both_out else "Both share one place here."
        leads = ahead == self.algorithms[0]
        said = f"{names[0] if leads else names[1]} goes before {names[1] if leads else names[0]}."
        if any(each.rank is None for each in self.explanations):
            return said
        against_utility = self._against_utility(*((0, 1) if leads else (1, 0)))
        if against_utility:
            return f"{said} {against_utility}"
        for_it = [q for q in qualities if q.better == ("first" if leads else "second")][:2]
        if for_it:
            most = " and ".join(f"{in_sentence(q.name)} ({abs(q.difference):.3f} of utility)" for q in for_it)
            said += f" Most of that comes from {most}."
        return said

    def _against_utility(self, ahead: int, behind: int) -> str:
        """Return why the one ahead goes before one whose utility is higher, as a sentence; empty where it is not."""
        first, second = self._placed(ahead), self._placed(behind)
        if first is None or second is None or second.utility.mean <= first.utility.mean:
            return ""
        name, head = self._name_both()[behind], second.name
        shared = "" if second.algorithm == self.algorithms[behind] else f", which shares the place of {head},"
        why = why_so_low(second, self.answer, self.knowledge)
        stands = f" and stands {why}" if why else ""
        return (
            f"Utility speaks the other way: {name}{shared} has {second.utility.mean:.2f} against "
            f"{first.utility.mean:.2f}{stands}."
        )

    def _placed(self, number: int) -> Candidate | None:
        """Return the candidate whose place one of the two has, None where it has none."""
        identity = self.algorithms[number]
        field = (*self.answer.candidates, *self.answer.outclassed)
        return next((c for c in field if identity == c.algorithm or identity in c.equivalents), None)

    def _qualities(self) -> Iterable[QualityBeside]:
        first, second = self.rated
        for criterion, one in first.items():
            other = second.get(criterion)
            if other is None:
                continue
            difference = round(one.weight * (goodness(one) - goodness(other)), 4)
            better = _better(difference)
            yield QualityBeside(
                quality=criterion, name=self.names.criterion(one), weight=one.weight, levels=(one.level, other.level),
                bases=(one.basis, other.basis), difference=difference, better=better,
                backing=self._backing(one, other) if better != "neither" else (),
            )  # fmt: skip
        practices = self.practice
        if practices[0] is not None and practices[1] is not None:
            used, also = practices[0], practices[1]
            difference = round(used.weight * (used.goodness - also.goodness), 4)
            yield QualityBeside(
                quality=PRACTICE, name=PRACTICE_NAME, weight=used.weight,
                levels=(percent(used.goodness), percent(also.goodness)), bases=("", ""), difference=difference,
                better=_better(difference),
            )  # fmt: skip

    def _backing(self, one: RatedQuality, other: RatedQuality) -> tuple[BackingNode, ...]:
        """Return what the two levels stand on, what both do once."""
        first = {node.id: node for node in self.graph.backing(one.because)}
        second = {node.id: node for node in self.graph.backing(other.because)}
        found = []
        for node in {**first, **second}.values():
            of: Literal["first", "second", "both"] = "first"
            if node.id in second:
                of = "both" if node.id in first else "second"
            found.append(
                BackingNode(
                    id=node.id, kind=node.kind, about=node.about, text=node.text, where=node.where, of=of,
                    sources=node.sources,
                )
            )  # fmt: skip
        return tuple(found)

    def _requirements(self) -> Iterable[RequirementBeside]:
        first, second = self._statuses(0), self._statuses(1)
        for required, status in first.items():
            yield RequirementBeside(
                requirement=required.id, text=self.names.required(required), quality=required.quality,
                name=self.names.quality(required.quality), priority=required.priority, bound=required.limit,
                statuses=(status, second.get(required, "open")),
            )  # fmt: skip

    def _statuses(self, number: int) -> dict[StatedRequirement, str]:
        """Return the status of each requirement for one of the two."""
        identity, ranked = self.algorithms[number], self._placed(number)
        seen = ranked or _as_candidate(identity, self.names)
        seen = seen.model_copy(update={"qualities": tuple(self.rated[number].values())})
        found: dict[StatedRequirement, str] = {each.requirement: each.status for each in statuses_of(self.answer, seen)}
        if ranked is None:
            missed, weighed = self._missed(identity), {each.requirement for each in self.rated[number].values()}
            for required, status in found.items():
                unsettled = status if required.id in {*weighed, *beyond_capacity(self.answer)} else "open"
                found[required] = "missed" if required.id in missed else unsettled
        return found

    def _missed(self, identity: str) -> set[str]:
        """Return the ids of the requirements that an algorithm is out for."""
        out = next((e for e in self.answer.excluded if e.algorithm == identity), None)
        return {reason.requirement for reason in (out.reasons if out is not None else ()) if reason.requirement}


def _better(difference: float) -> Better:
    return "first" if difference >= NOTICEABLE else "second" if difference <= -NOTICEABLE else "neither"


def _as_candidate(identity: str, names: Naming) -> Candidate:
    """Return an algorithm that is out in the form in which those that are not stand in an answer."""
    nothing = Utility(mean=0.0, low=0.0, high=0.0)
    return Candidate(
        rank=0, algorithm=identity, name=names.algorithm(identity), family="", pareto=False, utility=nothing,
        first_rank_share=0.0, near_tie=False,
    )  # fmt: skip
