"""Which candidates of an answer to measure: of as many kinds as the answer names, the first that can be run here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from whichml.knowledge.base import Knowledge
from whichml.model.statements.evidence import CONSTANT, LINEAR, Failure
from whichml.model.statements.recommendation import Candidate, Recommendation
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import baselines, candidates_for, reads_such_columns

_FORESTS = ("random-forest", "extra-trees")
_MOST_FURTHER = 8
Shortlist = tuple[tuple[CandidateEstimator, ...], tuple[Failure, ...]]


def shortlisted(answer: Recommendation, knowledge: Knowledge, prepared: PreparedDataSet, n: int) -> Shortlist:
    """Return the first candidate of each of the first `n` families of an answer that can be run here, and a forest.

    Siblings that share a rank work alike, so one stands for all: the next one where the first cannot be run here. What
    is behind the shortlist follows, then further candidates of the same families, and then the other siblings, where
    there are too few families. A forest is added where none is among them, since it is hard to beat on tables without
    any tuning (Fernandez-Delgado et al. 2014). What a baseline is already is measured with it and does not count.

    Parameters
    ----------
    n : how many, counting those that can be run

    Returns
    -------
    Candidates, and those that were tried before the last of them and cannot be run here, each with the reason.
    """
    choice = _Choice(knowledge, prepared)
    ranks = [*answer.candidates, *answer.outclassed]
    for algorithm in choice.take_kinds(ranks, n):
        if choice.n_counted >= n:
            break
        choice.has_run(algorithm)
    if choice.candidates and prepared.facts.get("data.modality", "tabular") == "tabular":
        choice.add_forest(ranks)
    return tuple(choice.candidates), tuple(choice.failures)


def further_candidates(
    answer: Recommendation, knowledge: Knowledge, prepared: PreparedDataSet, taken: Sequence[CandidateEstimator]
) -> Shortlist:
    """Return candidates of an answer behind its shortlist, other families first, and what is not installed of them.

    Parameters
    ----------
    taken : the shortlist
    """
    choice = _Choice(knowledge, prepared, list(taken))
    names = {each.algorithm for each in taken}
    ranks = [*answer.candidates, *answer.outclassed]
    behind = [each for each in ranks if names.isdisjoint((each.algorithm, *each.equivalents))]
    choice.take_kinds(behind, choice.n_counted + _MOST_FURTHER)
    missing = [each for each in choice.failures if each.reason == "not-installed"]
    return tuple(choice.candidates[len(taken) :]), tuple(missing)


def baseline_twins(knowledge: Knowledge, prepared: PreparedDataSet) -> tuple[CandidateEstimator, ...]:
    """Return the algorithms that a baseline is by another name, such as logistic regression, in the order of ids."""
    paths = _baseline_paths(prepared)
    named = [
        identity
        for identity, algorithm in sorted(knowledge.algorithms.items())
        if identity not in (CONSTANT, LINEAR) and paths & {each.path for each in algorithm.facts.implementations}
    ]
    found, _ = candidates_for(knowledge, named, prepared.task, prepared.kinds)
    return tuple(each for each in found if each.implementation in paths)


def _baseline_paths(prepared: PreparedDataSet) -> frozenset[str]:
    return frozenset(baseline.implementation for baseline in baselines(prepared.task, prepared.kinds))


@dataclass(eq=False)
class _Choice:
    """Candidates as they are chosen, and why others are not."""

    knowledge: Knowledge
    prepared: PreparedDataSet
    candidates: list[CandidateEstimator] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def n_counted(self) -> int:
        """Return how many there are that no baseline is already."""
        paths = _baseline_paths(self.prepared)
        return sum(each.implementation not in paths for each in self.candidates)

    def has_run(self, algorithm: str) -> bool:
        """Take an algorithm, and return whether it can be run here; a baseline is there without being taken.

        What reads no such columns is passed over: nothing that could be installed would let it be tried.
        """
        if algorithm in (CONSTANT, LINEAR):
            return True
        if not reads_such_columns(self.knowledge.algorithms[algorithm].facts, self.prepared.kinds):
            return False
        found, failed = candidates_for(self.knowledge, [algorithm], self.prepared.task, self.prepared.kinds)
        self.candidates.extend(found)
        self.failures.extend(failed)
        return bool(found)

    def take_kinds(self, ranks: Iterable[Candidate], n: int) -> list[str]:
        """Take one of each rank until there are `n`, ranks of new families first; return the siblings left over."""
        waiting: list[str] = []
        behind: list[Candidate] = []
        for is_first_pass, some in ((True, ranks), (False, behind)):
            for ranked in some:
                if self.n_counted >= n:
                    return waiting
                if is_first_pass and self._family_of(ranked.algorithm) in map(self._family_of, self._names()):
                    behind.append(ranked)
                    continue
                siblings = (ranked.algorithm, *ranked.equivalents)
                tried = next((place for place, each in enumerate(siblings, 1) if self.has_run(each)), len(siblings))
                waiting += siblings[tried:]
        return waiting

    def _names(self) -> list[str]:
        return [each.algorithm for each in self.candidates]

    def _family_of(self, algorithm: str) -> str:
        return self.knowledge.algorithms[algorithm].facts.family[0]

    def add_forest(self, ranks: Iterable[Candidate]) -> None:
        """Take the forest that an answer ranks first, or else the usual one, where none is among the candidates."""
        if any(each.algorithm in _FORESTS for each in self.candidates):
            return
        named = [each for ranked in ranks for each in (ranked.algorithm, *ranked.equivalents) if each in _FORESTS]
        forest = next(iter((*named, *_FORESTS)))
        found, _ = candidates_for(self.knowledge, [forest], self.prepared.task, self.prepared.kinds)
        self.candidates.extend(found)
