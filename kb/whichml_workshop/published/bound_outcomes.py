"""Answers under bounds held against the own study: what the first comes to, and whether it keeps the bound."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.statements.evidence import CONSTANT
from whichml_workshop.experiments.study_results import StudyOutcome, StudySet
from whichml_workshop.published.answer_quality import brief_of, named_in
from whichml_workshop.published.comparisons import compared_in


@dataclass(frozen=True, slots=True)
class Bound:
    """A must requirement, and what of the study tells whether it was kept."""

    quality: str
    text: str
    field: str
    most: float

    @property
    def name(self) -> str:
        """Return the bound in words."""
        return f"{self.quality} <= {self.text}" if self.quality else "none"

    def is_kept(self, outcome: StudyOutcome) -> bool:
        """Return whether what was measured keeps it; what was not measured does not."""
        if not self.quality:
            return True
        cost: float | None = getattr(outcome, self.field)
        return cost is not None and cost <= self.most


BOUNDS: Final = (
    Bound("", "", "", 0.0),
    Bound("model-size", "1 MB", "model_bytes", 1e6),
    Bound("model-size", "100 kB", "model_bytes", 1e5),
    Bound("model-size", "8 kB", "model_bytes", 8e3),
    Bound("training-time", "1 s", "fit_seconds", 1.0),
    Bound("training-time", "0.1 s", "fit_seconds", 0.1),
    Bound("training-time", "30 ms", "fit_seconds", 0.03),
)


@dataclass(frozen=True, slots=True)
class BoundOutcome:
    """What answers came to under one bound, where at least one algorithm keeps it.

    Attributes
    ----------
    first, three : mean share of the best score that keeps the bound; an algorithm that breaks it counts 0
    broken : share of the tables on which the first breaks the bound
    empty : share of the tables on which no measured algorithm is named
    fixed : the same mean for the best single algorithm over all tables, which knows the results
    """

    bound: str
    n_sets: int
    first: float
    three: float
    broken: float
    empty: float
    fixed: float


def bound_outcomes(
    knowledge: Knowledge, sets: Iterable[StudySet], bounds: Sequence[Bound] = BOUNDS
) -> tuple[BoundOutcome, ...]:
    """Return what the answers of a knowledge base come to under each bound."""
    advisor = Advisor.of(knowledge)
    told = [each for each in sets if each.shares()]
    return tuple(_kept(advisor, told, bound) for bound in bounds)


def _kept(advisor: Advisor, sets: Sequence[StudySet], bound: Bound) -> BoundOutcome:
    firsts, threes, broken, empty = [], [], 0, 0
    by_algorithm: dict[str, list[float]] = {}
    for each in sets:
        gained = scores_within_bound(each, bound)
        if not gained:
            continue
        for name in each.outcomes:
            by_algorithm.setdefault(name, []).append(gained.get(name, 0.0))
        named = [name for name in _answer(advisor, each, bound) if name in each.outcomes]
        empty += not named
        broken += bool(named) and not bound.is_kept(each.outcomes[named[0]])
        firsts.append(gained.get(named[0], 0.0) if named else 0.0)
        threes.append(max((gained.get(name, 0.0) for name in named[:3]), default=0.0))
    n = max(1, len(firsts))
    fixed = max((sum(shares) / n for shares in by_algorithm.values()), default=0.0)
    return BoundOutcome(bound.name, len(firsts), sum(firsts) / n, sum(threes) / n, broken / n, empty / n, fixed)


def scores_within_bound(each: StudySet, bound: Bound) -> Mapping[str, float]:
    """Return the share of the best score that keeps a bound, by algorithm that keeps it; none where nobody does."""
    kept = {
        name: share for name, share in each.shares().items() if name != CONSTANT and bound.is_kept(each.outcomes[name])
    }
    best = max(kept.values(), default=0.0)
    return {name: share / best for name, share in kept.items()} if best > 0 else {}


def _answer(advisor: Advisor, each: StudySet, bound: Bound) -> Sequence[str]:
    compared = compared_in(each)
    if compared is None:
        raise ValueError(f"{each.data} has nothing that beats a constant")
    requirement = {"quality": bound.quality, "max": bound.text, "priority": "must"}
    brief = brief_of(compared, requirements=[requirement]) if bound.quality else brief_of(compared)
    return named_in(advisor, brief)
