"""A panel as tables for fitting: the situations of each brief, what whichml makes of each algorithm, what was said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from whichml.advise.practice import State
from whichml.advise.recommendation import Advisor, Assessment
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Handicaps, Practice, Situation, SubjectPoints
from whichml.knowledge.practised_facts import practised_shapes
from whichml_workshop.elicited.grading import consensus_of
from whichml_workshop.elicited.panel import Answer, Panel
from whichml_workshop.elicited.situations import When, common, key_of, leader_situations, situations_of
from whichml_workshop.elicited.themes import no_themes, themes_of

Floats = NDArray[np.float64]
ALWAYS: Final[When] = {}
"""The situation that every brief is in."""
NEUTRAL: Final = Practice(
    source="none", briefs=1, situations=(Situation(when={}, briefs=1),), choices=SubjectPoints(points={}),
    mistakes=SubjectPoints(points={}), usual=-100.0, options={},
)  # fmt: skip
"""Practice that says nothing, so that utilities are those of qualities alone."""
_TOP_WEIGHTS: Final = (6.0, 1.5, 0.7)
_ALSO_WEIGHT: Final = 0.2
_OUT_WEIGHT: Final = 2.0


@dataclass(frozen=True, slots=True)
class PriorAssessment:
    """What whichml makes of one brief before practice has a say.

    Attributes
    ----------
    situations : that the brief is in
    utility : of each candidate by qualities alone, 0..1; references are candidates too
    states : of each candidate
    spoken : for each decision the written rules that speak for an option, with that option
    practice_share : of the whole weight that practice has in its ranking
    n_told : how many things the brief tells beyond its task and its kinds of data
    """

    situations: tuple[When, ...]
    utility: Mapping[str, float]
    states: Mapping[str, State]
    spoken: Mapping[str, Mapping[str, str]]
    practice_share: float
    n_told: int


def with_neutral_practice(knowledge: Knowledge) -> Knowledge:
    """Return the knowledge base with practice that says nothing."""
    return replace(knowledge, practice=NEUTRAL)


def prior_assessment(assessment: Assessment) -> PriorAssessment:
    """Return what whichml, with practice that says nothing, makes of a brief."""
    facts = assessment.practised_facts
    utility = assessment.worth
    spoken: dict[str, dict[str, str]] = {}
    for rule in assessment.firing.standing:
        if rule.effect.kind == "decide":
            spoken.setdefault(rule.effect.target, {})[rule.id] = str(rule.effect.value)
    return PriorAssessment(
        (ALWAYS, *situations_of(facts, practised_shapes(assessment.knowledge.shapes))),
        utility,
        {algorithm: assessment.state_of(algorithm) for algorithm in utility},
        spoken,
        assessment.practice_share,
        assessment.n_told,
    )


def prior_assessments(panel: Panel, knowledge: Knowledge) -> dict[str, PriorAssessment]:
    """Return what whichml makes of every brief of a panel before practice has a say."""
    advisor = Advisor.of(with_neutral_practice(knowledge))
    return {identity: prior_assessment(advisor.assess(brief)) for identity, brief in panel.briefs.items()}


@dataclass(frozen=True)
class Design:
    """The tables of a panel, rows as briefs.

    Attributes
    ----------
    situations : the columns of `held`, which has the situations that each brief is in
    themes : words that each brief has in its title and notes, which are fitted beside and left out of the points
    spread : which algorithms each family stands for
    lineage : which algorithms each algorithm stands for: itself and those that specialise it
    usable, utility, handicaps : of each algorithm in each brief; handicaps in the order of their fields, and last
        whether somebody proposes it, which is fitted beside and left out: who answered was told to look for mistakes
        among what is wished for
    shares : of the whole weight that practice has, by brief
    preferred, called_out : the weight with which answerers name an algorithm or call it a mistake
    mistaken, accepted : whether they agree that it is one, or that it may be used
    weights : how much each brief counts
    """

    briefs: tuple[str, ...]
    situations: tuple[When, ...]
    held: sparse.csr_matrix
    themes: sparse.csr_matrix
    algorithms: tuple[str, ...]
    families: tuple[str, ...]
    spread: Floats
    lineage: Floats
    usable: NDArray[np.bool_]
    utility: Floats
    handicaps: Floats
    shares: Floats
    preferred: Floats
    called_out: Floats
    mistaken: Floats
    accepted: NDArray[np.bool_]
    weights: Floats


def design_of(panel: Panel, seen: Mapping[str, PriorAssessment], knowledge: Knowledge, at_least: int) -> Design:
    """Return the tables of a panel.

    Parameters
    ----------
    at_least : how many briefs have to be in a situation for it to be a column
    """
    situations = (ALWAYS, *common({i: seen[i].situations for i in panel.briefs}, at_least))
    tables = tables_of([(i, seen[i]) for i in panel.briefs], panel, knowledge, situations)
    return replace(tables, themes=themes_of([*panel.briefs.values()], [panel.weight(i) for i in panel.briefs]))


def tables_of(
    rows: Sequence[tuple[str, PriorAssessment]], panel: Panel, knowledge: Knowledge, situations: tuple[When, ...]
) -> Design:
    """Return the tables of assessments, without themes.

    Parameters
    ----------
    rows : which brief of the panel was answered, and what whichml makes of as much of it as is told
    situations : the columns
    """
    briefs = tuple(identity for identity, _ in rows)
    algorithms = tuple(sorted(a.id for a in knowledge.algorithms.values() if a.facts.role != "helper"))
    families = tuple(sorted({f for a in algorithms for f in knowledge.algorithms[a].ancestors}))
    column = {name: number for number, name in enumerate(algorithms)}
    spread = np.zeros((len(families), len(algorithms)))
    for algorithm in algorithms:
        for family in knowledge.algorithms[algorithm].ancestors:
            spread[families.index(family), column[algorithm]] = 1.0
    lineage = np.eye(len(algorithms))
    for algorithm in algorithms:
        general = knowledge.algorithms[algorithm].facts.specialises
        if general in column:
            lineage[column[general], column[algorithm]] = 1.0
    shape = (len(briefs), len(algorithms))
    usable, utility = np.zeros(shape, dtype=bool), np.zeros(shape)
    handicaps = np.zeros((*shape, len(Handicaps.model_fields) + 1))
    preferred, called_out, mistaken = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    accepted = np.zeros(shape, dtype=bool)
    for row, (identity, seen) in enumerate(rows):
        for algorithm, worth in seen.utility.items():
            # a detour that could not be named would hardly have been: only what is made for the task is left open
            if not panel.could_name(identity, algorithm) and not seen.states[algorithm].task:
                continue
            usable[row, column[algorithm]], utility[row, column[algorithm]] = True, worth
            is_proposed = algorithm in (panel.briefs[identity].project.proposed or ())
            handicaps[row, column[algorithm]] = *handicap_row(seen.states[algorithm]), float(is_proposed)
        answers = panel.answers[identity].values()
        weights = _weights(answers, column)
        preferred[row], called_out[row] = np.clip(weights, 0, None), np.clip(-weights, 0, None)
        known = consensus_of(tuple(answers))
        for name in known.wrong & column.keys():
            mistaken[row, column[name]] = 1.0
        for name in known.accepted & column.keys():
            accepted[row, column[name]] = True
    held = membership(situations, [seen.situations for _, seen in rows])
    return Design(
        briefs, situations, held, no_themes(len(rows)), algorithms, families, spread, lineage, usable, utility,
        handicaps, np.asarray([seen.practice_share for _, seen in rows]), preferred, called_out, mistaken, accepted,
        np.asarray([panel.weight(i) for i in briefs]),
    )  # fmt: skip


def membership(situations: Sequence[When], by_row: Sequence[Iterable[When]]) -> sparse.csr_matrix:
    """Return which of the situations each row is in, as a matrix of ones."""
    number = {key_of(when): n for n, when in enumerate(situations)}
    columns = [sorted({number[key] for when in row if (key := key_of(when)) in number}) for row in by_row]
    starts = np.cumsum([0, *map(len, columns)])
    flat = [n for row in columns for n in row]
    return sparse.csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(columns), len(situations)))


def handicap_row(state: State) -> tuple[float, ...]:
    """Return a state as the counts that handicaps multiply."""
    short = sum(levels == 1 for levels in state.short)
    return float(state.task), float(state.data), float(state.reference), float(short), float(len(state.short) - short)


def _weights(answers: Iterable[Answer], column: Mapping[str, int]) -> Floats:
    """Return how much answerers speak for each algorithm: first, second, third, defensible, or a mistake."""
    found = np.zeros(len(column))
    n = 0
    for answer in answers:
        n += 1
        said = [*zip(answer.top, _TOP_WEIGHTS, strict=False), *((a, _ALSO_WEIGHT) for a in answer.also)]
        for algorithm, weight in (*said, *((a, -_OUT_WEIGHT) for a in answer.out)):
            if algorithm in column:
                found[column[algorithm]] += weight
    return found / max(1, n)


def led_by(leader: str | None, knowledge: Knowledge) -> tuple[When, ...]:
    """Return the situations that decisions may look at when an algorithm leads the answer."""
    if leader is None:
        return ()
    return tuple(leader_situations(knowledge.algorithms[leader].names, knowledge.algorithms[leader].ancestors))
