"""whichml held against a panel: figures by part and task, and where an answer that fails lost the panel's leader."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation
from whichml_workshop.elicited.bearing import EVERYTHING_BEARS, Bearing
from whichml_workshop.elicited.fit import FitSettings, PracticeData, fit_practice
from whichml_workshop.elicited.grading import (
    Consensus,
    Figures,
    Grade,
    consensus_of,
    figures,
    grade_of,
    grade_of_answerer,
)
from whichml_workshop.elicited.overrides import RuledDecision, RuleOverrides, ruled_decisions
from whichml_workshop.elicited.panel import Panel
from whichml_workshop.elicited.sparser import sparser

N_FOLDS: Final = 4


@dataclass(frozen=True, slots=True)
class GradedAnswer:
    """One answer of whichml held against the panel.

    Attributes
    ----------
    cause : why no accepted algorithm leads, in a few words; empty where one does
    ruled : the decisions on which a rule speaks
    """

    task: str
    grade: Grade
    cause: str
    ruled: tuple[RuledDecision, ...] = ()


class HeldOutAnswers(NamedTuple):
    """Graded answers on practice that has not seen their briefs.

    Attributes
    ----------
    whole : to the briefs as they are
    sparser : to their task and kinds of data alone, held against what was said of the whole
    """

    whole: dict[str, GradedAnswer]
    sparser: dict[str, GradedAnswer]


def graded_answers(panel: Panel, knowledge: Knowledge) -> dict[str, GradedAnswer]:
    """Return the answers to all briefs of a panel, held against what its answerers agree on."""
    advisor = Advisor.of(knowledge)
    found = {}
    for identity, brief in panel.briefs.items():
        known = consensus_of(tuple(panel.answers[identity].values()))
        found[identity] = _graded(advisor.recommend(brief), brief, known)
    return found


def graded_held_out(
    panel: Panel,
    knowledge: Knowledge,
    settings: FitSettings,
    n_folds: int = N_FOLDS,
    bearing: Bearing = EVERYTHING_BEARS,
) -> HeldOutAnswers:
    """Return the same, each answer on practice that was fitted without the brief and its twins.

    Parameters
    ----------
    bearing : the facts that points on a decision may look at
    """
    elicited = PracticeData.of(panel, knowledge)
    whole: dict[str, GradedAnswer] = {}
    less: dict[str, GradedAnswer] = {}
    for fold in _folds(panel, n_folds):
        practice = fit_practice(elicited.only({*panel.briefs} - fold), knowledge, settings, bearing)
        kept, held_out = panel.only(fold), replace(knowledge, practice=practice)
        whole |= graded_answers(kept, held_out)
        left = {identity: sparser(brief) for identity, brief in kept.briefs.items()}
        less |= graded_answers(replace(kept, briefs=left), held_out)
    return HeldOutAnswers(*({identity: found[identity] for identity in sorted(found)} for found in (whole, less)))


def _folds(panel: Panel, n_folds: int) -> list[set[str]]:
    """Return the briefs in so many folds, twins together, the same in every run."""
    groups: dict[str, list[str]] = {}
    for identity, group in panel.groups.items():
        groups.setdefault(group, []).append(identity)
    order = sorted(groups, key=lambda group: hashlib.sha256(group.encode()).hexdigest())
    return [{i for group in order[start::n_folds] for i in groups[group]} for start in range(n_folds)]


def _graded(answer: Recommendation, brief: Brief, known: Consensus) -> GradedAnswer:
    found = grade_of(answer, known)
    cause = "" if found.first else _cause(answer, known)
    return GradedAnswer(str(brief.task), found, cause, tuple(ruled_decisions(answer, known)))


def _cause(answer: Recommendation, known: Consensus) -> str:
    """Return where the nearest accepted algorithm is, by how little is missing for it to lead."""
    if not known.accepted:
        return "the panel would use nothing of the list"
    shown = {a for candidate in answer.candidates for a in (candidate.algorithm, *candidate.equivalents)}
    if shown & known.accepted:
        return "ranked behind another choice"
    behind = {a for candidate in answer.outclassed for a in (candidate.algorithm, *candidate.equivalents)}
    if behind & known.accepted:
        return "far behind, or doubted"
    reasons = [each.reasons for each in answer.excluded if each.algorithm in known.accepted]
    if any(reason.rule for group in reasons for reason in group):
        return "excluded by a rule"
    if any("required" in reason.text for group in reasons for reason in group):
        return "excluded by a requirement"
    if any(each.algorithm in known.accepted for each in answer.unsupported):
        return "nothing is claimed of it here"
    if any(each.algorithm in known.accepted for each in answer.references):
        return "only a reference"
    return "not for this task or these data, or too inaccurate" if reasons else "not known"


def answerers(panel: Panel) -> dict[str, Figures]:
    """Return how each answerer does against the others."""
    names = sorted({name for given in panel.answers.values() for name in given})
    return {
        name: figures(
            {i: grade_of_answerer(name, given) for i, given in panel.answers.items() if name in given}, panel.twins
        )
        for name in names
    }


def summary(found: Mapping[str, GradedAnswer], twins: Iterable[tuple[str, str]]) -> Figures:
    """Return the figures over graded answers."""
    return figures({identity: each.grade for identity, each in found.items()}, twins)


def by_task(found: Mapping[str, GradedAnswer], twins: Iterable[tuple[str, str]]) -> dict[str, Figures]:
    """Return the figures of each task."""
    pairs = tuple(twins)
    tasks = sorted({each.task for each in found.values()})
    return {task: summary({i: g for i, g in found.items() if g.task == task}, pairs) for task in tasks}


def causes(found: Mapping[str, GradedAnswer]) -> Counter[str]:
    """Return why accepted algorithms do not lead, with how often."""
    return Counter(each.cause for each in found.values() if each.cause)


def overrides(found: Mapping[str, GradedAnswer]) -> RuleOverrides:
    """Return how often practice overrides rules in graded answers."""
    return RuleOverrides.over(decision for each in found.values() for decision in each.ruled)
