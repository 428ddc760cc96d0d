"""Whole answers held against what was measured: how good the first is, and the best of the first three."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import StrengthGroup, Strengths
from whichml.model.briefs.brief import Brief
from whichml_workshop.published.comparisons import ScoredDataSet
from whichml_workshop.published.orders import mean_or_zero, rescaled


@dataclass(frozen=True, slots=True)
class AnswerQuality:
    """What answers came to on the data sets of one study.

    Attributes
    ----------
    first, three : mean scaled score of the first measured algorithm of an answer, and of the best among its first three
    without : data sets for which no measured algorithm was recommended; they count 0
    """

    n_sets: int
    first: float
    three: float
    without: int


def knowledge_with(knowledge: Knowledge, group: StrengthGroup) -> Knowledge:
    """Return a knowledge base with one group of strengths exchanged."""
    known = knowledge.strengths.groups if knowledge.strengths is not None else ()
    others = tuple(each for each in known if each.id != group.id)
    return replace(knowledge, strengths=Strengths(groups=(group, *others)))


def answer_quality(knowledge: Knowledge, compared: Iterable[ScoredDataSet]) -> AnswerQuality:
    """Return what the answers of a knowledge base come to on data sets, among the algorithms that were measured there.

    Scores are scaled from the worst (0) to the best (1) of those algorithms.
    """
    advisor = Advisor.of(knowledge)
    firsts, threes, without = [], [], 0
    for each in compared:
        scores = rescaled(each.best_of)
        if len(scores) < 2:
            continue
        ranked = [name for name in named_in(advisor, brief_of(each)) if name in scores]
        without += not ranked
        firsts.append(scores[ranked[0]] if ranked else 0.0)
        threes.append(max((scores[name] for name in ranked[:3]), default=0.0))
    return AnswerQuality(len(firsts), mean_or_zero(firsts), mean_or_zero(threes), without)


def named_in(advisor: Advisor, brief: Brief) -> Sequence[str]:
    """Return the algorithms of the answer to a brief, best first; equivalents stand for the one that heads them.

    What is told of each, and the steps behind these, such as questions, take most of the time of an answer and are
    left out.
    """
    alternatives = advisor.assess(brief).order.alternatives
    return [each.scored.algorithm for each in sorted(alternatives, key=lambda each: each.outclassed)]


def brief_of(each: ScoredDataSet, **more: object) -> Brief:
    """Return the brief that says what is known of a data set, and no more than `more` beyond."""
    data: dict[str, object] = {"modality": each.modality}
    for size, field in (("rows", "rows"), ("features", "features"), ("classes", "classes")):
        if size in each.sizes and (size != "classes" or each.task == "multiclass-classification"):
            data[field] = int(each.sizes[size])
    if each.modality != "tabular":
        data.pop("features", None)
    content: Mapping[str, object] = {"task": each.task, "data": data, **more}
    return Brief.model_validate(content)
