"""Comparisons of algorithms on data sets, from all sources: what strengths are fitted to and held against."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from whichml.knowledge.content import Content
from whichml_workshop.experiments.study_results import StudyResults, StudySet
from whichml_workshop.published.declaration import Declaration
from whichml_workshop.published.derived import Derived, ScaledScores, read_derived
from whichml_workshop.published.groups import GroupText

OWN_STUDY = "own-study"
"""Id of the project's own study, and of the source that answers cite for it."""
_SHARE_OF_FOLDS = 2 / 3
TIE = 0.0005
"""Scaled scores that differ by less than this are as good as equal."""


@dataclass(frozen=True, slots=True)
class ScoredDataSet:
    """One data set with the scaled scores of the algorithms that were tried on it.

    Attributes
    ----------
    study, source : id of the study, and of the work that answers cite
    scores : one mapping from algorithm to scaled score for each of its settings (default, tuned), never empty
    """

    study: str
    source: str
    data: str
    task: str
    modality: str
    sizes: Mapping[str, float]
    scores: tuple[Mapping[str, float], ...]

    @property
    def algorithms(self) -> frozenset[str]:
        """Return every algorithm that was tried."""
        return frozenset(name for each in self.scores for name in each)

    @property
    def best_of(self) -> Mapping[str, float]:
        """Return the mean scaled score of each algorithm over the settings that it was tried at."""
        told: dict[str, list[float]] = {}
        for each in self.scores:
            for name, score in each.items():
                told.setdefault(name, []).append(score)
        return {name: sum(scores) / len(scores) for name, scores in told.items()}


@dataclass(frozen=True, slots=True)
class PairwiseWins:
    """Wins of a study that publishes no more: pairs of algorithms with data sets won, lost and tied by the first."""

    study: str
    source: str
    task: str
    modality: str
    counts: Mapping[tuple[str, str], tuple[int, int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """All that strengths of one group are fitted to."""

    compared: tuple[ScoredDataSet, ...]
    counted: tuple[PairwiseWins, ...] = ()

    def without_study(self, study: str) -> Material:
        """Return the material of the other studies."""
        return Material(
            tuple(each for each in self.compared if each.study != study),
            tuple(each for each in self.counted if each.study != study),
        )

    @property
    def studies(self) -> tuple[str, ...]:
        """Return the ids of all studies, sorted."""
        return tuple(sorted({each.study for each in self.compared} | {each.study for each in self.counted}))


def read_all_derived(content: Content, declared: Iterable[Declaration]) -> tuple[tuple[Derived, str], ...]:
    """Return what was derived from each declared study, with the id of the source that answers cite.

    Raises
    ------
    KnowledgeError
        Where a derived file is missing or cannot be read.
    """
    return tuple(
        (read_derived(each.derived_path, content.name_of(each.derived_path)), each.text.source) for each in declared
    )


def material_of(group: GroupText, derived: Sequence[tuple[Derived, str]], own: StudyResults | None = None) -> Material:
    """Return what the studies say about a group; `own` is the project's own."""
    sets = own.sets if own is not None and "tabular" in group.measured_on else ()
    compared = [c for each in sets if each.task in group.tasks and (c := compared_in(each)) is not None]
    counted: list[PairwiseWins] = []
    for study, source in derived:
        if study.id in group.left_out:
            continue
        mine = [s for s in study.standings if s.task in group.tasks and s.modality in group.measured_on]
        compared += [found for each in mine if (found := _compared(study.id, source, each)) is not None]
        if not study.standings:
            for pairs in study.pairs:
                if pairs.measure in ("default", "tuned") and {*pairs.tasks} <= {*group.tasks}:
                    counts = {_names(text): numbers for text, numbers in pairs.counts.items()}
                    counted.append(PairwiseWins(study.id, source, pairs.tasks[0], pairs.modality, counts))
    return Material(tuple(compared), tuple(each for each in counted if each.modality in group.measured_on))


def compared_in(own: StudySet) -> ScoredDataSet | None:
    """Return a table of the project's own study as a comparison; None where nothing beats the constant baseline."""
    shares = own.shares()
    if len(shares) < 2:
        return None
    sizes = {"rows": own.rows * _SHARE_OF_FOLDS, "features": float(own.features)}
    if own.classes is not None:
        sizes["classes"] = float(own.classes)
    return ScoredDataSet(OWN_STUDY, OWN_STUDY, own.data, own.task, "tabular", sizes, (shares,))


def pairs_in(scores: Mapping[str, float]) -> Iterator[tuple[str, str, float]]:
    """Yield each pair of algorithms once with the outcome for the first: 1 won, 0 lost, 0.5 as good as equal."""
    for first, second in itertools.combinations(sorted(scores), 2):
        difference = scores[first] - scores[second]
        yield first, second, 0.5 if abs(difference) < TIE else float(difference > 0)


def _names(text: str) -> tuple[str, str]:
    first, _, second = text.partition(" ")
    return first, second


def _compared(study: str, source: str, each: ScaledScores) -> ScoredDataSet | None:
    scores = tuple(numbers for numbers in (each.default, each.tuned) if len(numbers) > 1)
    if not scores:
        return None
    told = {"rows": each.rows, "features": each.features, "classes": each.classes}
    sizes = {name: size for name, size in told.items() if size is not None}
    return ScoredDataSet(study, source, each.data, each.task, each.modality, sizes, scores)
