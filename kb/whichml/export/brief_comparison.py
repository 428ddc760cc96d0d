"""Two briefs side by side: what they say differently, what their answers make of it, and which fact alone does so."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from whichml.advise.assessment import Assessment
from whichml.advise.prepared_knowledge import PreparedKnowledge
from whichml.export.explanation import explain, place_in_words
from whichml.export.field_values import value_in_words
from whichml.export.justification_graph import JustificationGraph
from whichml.export.naming import Naming
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError, ProbeError, WhichmlError
from whichml.model.format.brief_form import dotted_fields
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Evidence
from whichml.model.statements.recommendation import Recommendation
from whichml.model.statements.stated_requirement import StatedRequirement

N_FIRST: Final = 3
_NOTICEABLE: Final = 0.01
"""The share of the weight by which a criterion counts more in one brief than in the other."""
_ABOUT: Final = frozenset({"brief", "id", "title", "notes", "requirements", "priorities", "evidence"})
_MOST_TRIED: Final = 40
_MOST_CAUSES: Final = 3
Briefs = tuple[Brief, Brief]
Answers = tuple[Recommendation, Recommendation]
LeaderWith = Callable[[str, Plain], str | None]
"""Who would lead the first answer if a part of its brief were another; None where that is no brief or not known."""


class SaidDifferently(BaseModel):
    """Something that the two briefs say differently; empty where one of them says nothing of it.

    Attributes
    ----------
    path : a field, `requirements` of a quality, or `priorities`
    leader : who would lead the first brief's answer if this alone were as in the second; None where that is no brief
    explains : whether this alone puts the second brief's leader first
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    path: str
    first: str
    second: str
    leader: str | None = None
    explains: bool = False


class RuleAlone(BaseModel):
    """A rule that counts in one of the two answers."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    rule: str
    title: str
    where: str


class WeightBeside(BaseModel):
    """A criterion with its share of the weight in both answers."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    quality: str
    name: str
    weights: tuple[float, float]


class DecisionBeside(BaseModel):
    """An architecture decision with its option in both answers; empty where one leaves it open."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    decision: str
    name: str
    options: tuple[str, str]


class Mover(BaseModel):
    """An algorithm that is a choice in one of the two answers, with what the other one says of it."""

    model_config = ConfigDict(defer_build=True, frozen=True)

    algorithm: str
    name: str
    why: str
    rules: tuple[str, ...] = ()


class BriefComparison(BaseModel):
    """Two briefs with their answers.

    Attributes
    ----------
    leaders : the first three of each answer
    rules : those that count in one of the answers alone
    left, entered : choices of the first answer alone, and of the second alone
    from_answers_alone : whether it is told from kept answers that cannot be made anew, without who would lead
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    schema_: Literal["brief-comparison/1"] = Field(default="brief-comparison/1", serialization_alias="schema")
    answers: tuple[str, str]
    briefs: tuple[str, str]
    text: str
    said: tuple[SaidDifferently, ...]
    leaders: tuple[tuple[str, ...], tuple[str, ...]]
    rules: tuple[tuple[RuleAlone, ...], tuple[RuleAlone, ...]]
    weights: tuple[WeightBeside, ...]
    decisions: tuple[DecisionBeside, ...]
    left: tuple[Mover, ...]
    entered: tuple[Mover, ...]
    from_answers_alone: bool = False

    def to_json(self) -> bytes:
        """Return the comparison as UTF-8 JSON, the same bytes for the same comparison."""
        return self.model_dump_json(by_alias=True).encode()


def compare_briefs(
    prepared: PreparedKnowledge,
    steps: tuple[Assessment, Assessment],
    answers: Answers,
    names: tuple[str, str],
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
) -> BriefComparison:
    """Return how two briefs differ and what their answers make of it.

    Parameters
    ----------
    steps : towards the answers to the briefs, the first on the evidence and the calibration
    names : what to call the briefs

    Raises
    ------
    BriefError
        Where the briefs say the same.
    """
    briefs = steps[0].brief, steps[1].brief

    def leader_with(path: str, value: Plain) -> str | None:
        try:
            changed = Assessment(prepared, briefs[0].replace(path, value), evidence, calibration)
        except (BriefError, ProbeError):  # it would contradict the rest of the brief, or what was measured
            return None
        return next(iter(changed.order.shortlist), None)

    standing = [each.firing.standing for each in steps]
    rules = [{r.id: RuleAlone(rule=r.id, title=r.title, where=r.where) for r in each} for each in standing]
    said = _said_differently(briefs, answers, leader_with)
    return _compared(prepared.knowledge, answers, names, said, rules, _cause(said))


def compare_kept_answers(
    knowledge: Knowledge, briefs: Briefs, answers: Answers, names: tuple[str, str]
) -> BriefComparison:
    """Return how two answers differ, as far as they themselves tell; its errors are the same.

    Parameters
    ----------
    knowledge : names what the answers tell by its ids; it need not be what they stand on
    """
    graphs = [JustificationGraph(answer) for answer in answers]
    nodes = [graph.nodes(f"rule:{each}" for each in graph.counting_rules) for graph in graphs]
    rules = [{n.about: RuleAlone(rule=n.about, title=n.text, where=n.where) for n in each} for each in nodes]
    said = _said_differently(briefs, answers, lambda path, value: None)
    return _compared(knowledge, answers, names, said, rules, "").model_copy(update={"from_answers_alone": True})


def _compared(
    knowledge: Knowledge, answers: Answers, names: tuple[str, str], said: tuple[SaidDifferently, ...],
    rules: Sequence[Mapping[str, RuleAlone]], cause: str,
) -> BriefComparison:  # fmt: skip
    """Return the comparison.

    Parameters
    ----------
    rules : those that count in each answer, by id
    cause : which difference makes another algorithm lead; empty where that is not known
    """
    if not said:
        raise BriefError.about(
            "the two briefs say the same, so that there is nothing to compare.",
            hint="Change a fact, a requirement or the order of priorities in one of them.",
        )
    naming = Naming(knowledge)
    leaders = answers[0].top(N_FIRST), answers[1].top(N_FIRST)
    return BriefComparison(
        answers=(answers[0].id, answers[1].id),
        briefs=names,
        text=_text(leaders, cause, naming),
        said=said,
        leaders=leaders,
        rules=(_only_in(rules[0], rules[1]), _only_in(rules[1], rules[0])),
        weights=_weights(answers, knowledge),
        decisions=_decisions(answers, naming),
        left=_choices_alone(answers[0], answers[1], knowledge),
        entered=_choices_alone(answers[1], answers[0], knowledge),
    )


def _text(leaders: tuple[tuple[str, ...], tuple[str, ...]], cause: str, naming: Naming) -> str:
    """Return whether another algorithm leads, and what makes it so."""
    first, second = (naming.algorithm(each[0]) if each else "nothing" for each in leaders)
    if leaders[0][:1] == leaders[1][:1]:
        rest = "; the first three are the same" if leaders[0] == leaders[1] else ", and others follow"
        return f"{first} leads both{rest}." if leaders[0] else "Nothing is left in either answer."
    return f"{first} leads the first, {second} the second. {cause}".rstrip()


def _cause(said: Sequence[SaidDifferently]) -> str:
    """Return which differences each put another algorithm first alone; the first of many."""
    alone = [each.path for each in said if each.explains]
    if len(said) == 1:
        return f"{said[0].path} is all that differs."
    if len(alone) == 1:
        return f"{alone[0]} alone makes the difference."
    if alone:
        n_more = len(alone[_MOST_CAUSES:])
        *named, last = (*alone[:_MOST_CAUSES], *([f"{n_more} more"] if n_more else []))
        return f"Each of {', '.join(named)} and {last} alone is enough for that."
    return "No single difference that was tried does that."


def _said_differently(briefs: Briefs, answers: Answers, leader_with: LeaderWith) -> tuple[SaidDifferently, ...]:
    """Return what the briefs say differently, what explains the change of the leader first."""
    leaders = answers[0].top(1), answers[1].top(1)
    changes = (*_fields(briefs), *_requirements(briefs, answers), *_priorities(briefs))
    found = []
    for number, (path, texts, replaced, value) in enumerate(changes):
        leader = leader_with(replaced, value) if number < _MOST_TRIED else None
        explains = leader is not None and leaders[0] != leaders[1] and (leader,) == leaders[1]
        found.append(SaidDifferently(path=path, first=texts[0], second=texts[1], leader=leader, explains=explains))
    return tuple(sorted(found, key=lambda each: (not each.explains, (each.leader,) == leaders[0])))


_Change = tuple[str, tuple[str, str], str, Plain]
"""Where two briefs differ, both in words, and what to replace in the first by what."""


def _fields(briefs: Briefs) -> Iterable[_Change]:
    first, second = (dotted_fields(brief.normalised()) for brief in briefs)
    for name in dict.fromkeys((*first, *second)):
        if name not in _ABOUT and first.get(name) != second.get(name):
            yield (
                name,
                (value_in_words(name, first.get(name)), value_in_words(name, second.get(name))),
                name,
                second.get(name),
            )


def _requirements(briefs: Briefs, answers: Answers) -> Iterable[_Change]:
    """Yield each requirement that one brief has alone or with another bound, tried in its place or at the end.

    What another field implies is left out: that field is told itself.
    """
    given = [_listed(brief.normalised().get("requirements")) for brief in briefs]
    words = [[_asked(each) for each in answer.requirements if not each.from_device] for answer in answers]
    kept = [entry for entry in given[0] if entry in given[1]]
    alone = [[(e, w) for e, w in zip(*pair, strict=True) if e not in kept] for pair in zip(given, words, strict=True)]
    qualities = dict.fromkeys(str(_part(entry, "quality")) for group in alone for entry, _ in group)
    for quality in qualities:
        mine, theirs = ([(e, w) for e, w in group if _part(e, "quality") == quality] for group in alone)
        texts = "; ".join(w for _, w in mine), "; ".join(w for _, w in theirs)
        changed = [entry for entry in given[0] if entry not in [e for e, _ in mine]] + [e for e, _ in theirs]
        yield f"requirements: {quality}", texts, "requirements", changed or None


def _asked(required: StatedRequirement) -> str:
    return f"{required.priority} be {required.limit}{required.reason}"


def _priorities(briefs: Briefs) -> Iterable[_Change]:
    first, second = (brief.normalised().get("priorities") for brief in briefs)
    if first != second:
        yield (
            "priorities",
            (value_in_words("priorities", first), value_in_words("priorities", second)),
            "priorities",
            second,
        )


def _listed(value: Plain) -> list[Plain]:
    return value if isinstance(value, list) else []


def _part(entry: Plain, name: str) -> Plain:
    return entry.get(name) if isinstance(entry, dict) else None


def _only_in(mine: Mapping[str, RuleAlone], theirs: Mapping[str, RuleAlone]) -> tuple[RuleAlone, ...]:
    return tuple(rule for identity, rule in sorted(mine.items()) if identity not in theirs)


def _weights(answers: Answers, knowledge: Knowledge) -> tuple[WeightBeside, ...]:
    """Return the criteria that count noticeably more in one of the answers, the largest difference first."""
    first, second = ({each.quality: each.weight for each in answer.priorities} for answer in answers)
    names = {
        each.quality: Naming.of(answer, knowledge).criterion(each) for answer in answers for each in answer.priorities
    }
    found = [
        WeightBeside(quality=criterion, name=name, weights=(first.get(criterion, 0.0), second.get(criterion, 0.0)))
        for criterion, name in names.items()
    ]
    told = [each for each in found if abs(each.weights[0] - each.weights[1]) >= _NOTICEABLE]
    return tuple(sorted(told, key=lambda each: -abs(each.weights[0] - each.weights[1])))


def _decisions(answers: Answers, naming: Naming) -> tuple[DecisionBeside, ...]:
    first, second = ({each.decision: each.option for each in answer.decisions} for answer in answers)
    return tuple(
        DecisionBeside(
            decision=name,
            name=naming.decision(name),
            options=(_option(naming, name, first), _option(naming, name, second)),
        )
        for name in sorted({*first, *second})
        if first.get(name) != second.get(name)
    )


def _option(naming: Naming, decision: str, chosen: Mapping[str, str]) -> str:
    return naming.option(decision, chosen[decision]) if decision in chosen else ""


def _choices_alone(one: Recommendation, other: Recommendation, knowledge: Knowledge) -> tuple[Mover, ...]:
    """Return the choices of one answer that are none in the other, with what that one says of them."""
    taken = {name for each in other.candidates for name in (each.algorithm, *each.equivalents)}
    found = []
    for candidate in one.candidates:
        if candidate.algorithm in taken:
            continue
        why, rules = _standing(candidate.algorithm, other, knowledge)
        found.append(Mover(algorithm=candidate.algorithm, name=candidate.name, why=why, rules=rules))
    return tuple(found)


def _standing(algorithm: str, answer: Recommendation, knowledge: Knowledge) -> tuple[str, tuple[str, ...]]:
    """Return what an answer says of an algorithm, and the rules that bar it there."""
    try:
        told = explain(answer, knowledge, algorithm)
    except WhichmlError:  # it came with a rule pack, of which the answer and today's knowledge know nothing
        return "it is not known there", ()
    return place_in_words(told), tuple(bar.rule for bar in told.bars if bar.rule)
