"""The decision matrix of candidates: how good each is in each criterion, and the ranked list that follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from whichml.advise.constraints import Constraint
from whichml.advise.doubts import doubt_about, doubt_of_bound
from whichml.advise.justification import JustificationBuilder
from whichml.advise.measured_values import in_its_unit
from whichml.advise.other_names import under_one_name, with_other_names
from whichml.advise.practice_justification import CandidatePractice
from whichml.advise.priorities import ACCURACY_FLOOR, Criterion
from whichml.advise.ranking import (
    Floats,
    RankedAlternative,
    ScoredAlternative,
    group_siblings,
    left_out_of_ranking,
    rank,
)
from whichml.advise.ratings import Rating, Ratings
from whichml.advise.remarks import Remarks
from whichml.advise.requirements import (
    Bound,
    UnitBound,
    Verdict,
    chance_of_use,
    chance_to_meet,
    held_against,
    judge_bound,
    measured_satisfaction,
    must_satisfaction,
    satisfaction,
)
from whichml.advise.screening import Screening
from whichml.advise.specialisation import special_first, with_general
from whichml.knowledge.base import Knowledge
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.recommendation import Candidate, RatedQuality, Utility
from whichml.model.values.scale import TOP
from whichml.model.values.vocabulary import LEVELS

PROFILE = ("accuracy", "inference-latency", "cost-per-prediction", "explainability", "tuning-effort")
"""What of the first three is told side by side, whatever the brief asks for."""
_POOR = LEVELS.index("low")
"""The rank of the level of accuracy up to which no algorithm comes forward for its kind."""


@dataclass(frozen=True, slots=True)
class RankedMatrix:
    """The rows of a decision matrix in their order, before anything is told of them.

    Attributes
    ----------
    alternatives : what an answer shows, best first
    table : the rating of each candidate in each criterion
    low, high : ndarray of shape (n_candidates, n_criteria)
        Worst and best goodness in the order of the table, 0..1.
    worth : expected utility of each candidate by its qualities alone, 0..1
    """

    alternatives: tuple[RankedAlternative, ...]
    table: Mapping[str, Sequence[Rating | None]]
    low: Floats
    high: Floats
    worth: Mapping[str, float]

    @property
    def shortlist(self) -> tuple[str, ...]:
        """Return the ids of the candidates that nothing outclasses, best first."""
        return tuple(each.scored.algorithm for each in self.alternatives if not each.outclassed)


class _Column(NamedTuple):
    """What is told of a criterion beside every candidate: its name, its share of the whole weight and its bound."""

    criterion: Criterion
    name: str
    share: float
    bound: Bound | None


@dataclass(frozen=True, slots=True)
class DecisionMatrix:
    """Candidates seen through the criteria of one brief.

    Attributes
    ----------
    practice_share : of the whole weight that established practice has
    doubts : by quality, why what is claimed of any algorithm may not hold here
    """

    knowledge: Knowledge
    ratings: Ratings
    criteria: Sequence[Criterion]
    graph: JustificationBuilder
    practice_share: float
    doubts: Mapping[str, str] = field(default_factory=dict)

    def order(
        self,
        candidates: Sequence[str],
        screening: Screening,
        names: Mapping[str, str],
        n_choices: int,
        practice: CandidatePractice | None,
    ) -> RankedMatrix:
        """Return the candidates in the order in which an answer shows them.

        Parameters
        ----------
        screening : which of them are references, or usable through a reduction alone
        names : of each candidate that is another one under another name, that other
        n_choices : how many of different kind are choices, however far behind
        practice : what established practice says of the candidates; None where it has no say
        """
        table = self._table(candidates)
        low, high = self.goodness(table)
        accuracy = next(
            (i for i, c in enumerate(self.criteria) if c.quality == "accuracy" and c.constraint is None), None
        )
        shares = [criterion.share for criterion in self.criteria]
        held = None if accuracy is None else (accuracy, min(ACCURACY_FLOOR, shares[accuracy]))
        used = None if practice is None else (
            np.asarray([practice.goodness(a) for a in candidates]), self.practice_share
        )  # fmt: skip
        chances = self.chances(table)
        all_scored = rank(candidates, low, high, shares, held, chances, used)
        worth = dict(zip(candidates, _worth(low, high, shares, chances), strict=True))
        mistakes = {a: practice.chance_of_mistake(a, worth[a]) for a in candidates} if practice is not None else {}
        if practice is not None:
            general_of = self._general_of(screening)
            out = {general_of[a] for a in candidates if a in general_of}.difference(candidates)
            mistakes.update((general, practice.chance_without_rating(general)) for general in sorted(out))
        alternatives = self._alternatives(all_scored, names, n_choices, mistakes, screening)
        return RankedMatrix(alternatives, dict(zip(candidates, table, strict=True)), low, high, worth)

    def described(
        self, ranked: RankedMatrix, remarks: Remarks, practice: CandidatePractice | None = None
    ) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
        """Return the shortlist and the outclassed, best first, each with its qualities, cautions and justification.

        Parameters
        ----------
        remarks : what to know of a candidate beside its place
        practice : what established practice says of the candidates
        """
        rows = {algorithm: row for row, algorithm in enumerate(ranked.table)}
        worst, best = ranked.low.round(4).tolist(), ranked.high.round(4).tolist()
        columns = self._columns()
        shortlist: list[Candidate] = []
        outclassed: list[Candidate] = []
        for alternative in ranked.alternatives:
            algorithm = alternative.scored.algorithm
            row = rows[algorithm]
            qualities = self._rated(algorithm, ranked.table[algorithm], worst[row], best[row], columns)
            told = practice.told(algorithm, ranked.worth[algorithm]) if practice is not None else None
            candidate = self._candidate(alternative, qualities, remarks, told)
            (outclassed if alternative.outclassed else shortlist).append(candidate)
        return tuple(shortlist), tuple(outclassed)

    def _alternatives(
        self,
        all_scored: Sequence[ScoredAlternative],
        names: Mapping[str, str],
        n_choices: int,
        mistakes: Mapping[str, float],
        screening: Screening,
    ) -> tuple[RankedAlternative, ...]:
        """Return the places of what an answer shows: candidates, and references among the first.

        Parameters
        ----------
        all_scored : best first
        """
        hidden: frozenset[str] = frozenset()
        while True:
            left, also = under_one_name([scored for scored in all_scored if scored.algorithm not in hidden], names)
            seen, stands_for = special_first(left, self._general_of(screening), mistakes)
            families = [self.knowledge.kinds_of[scored.algorithm] for scored in seen]
            kinds = [self.knowledge.all_kinds_of[scored.algorithm] for scored in seen]
            chances = [mistakes[scored.algorithm] for scored in seen] if mistakes else ()
            inaccurate = {scored.algorithm for scored in seen if self._is_inaccurate(scored.algorithm)}
            alternatives = group_siblings(seen, families, n_choices, chances, screening.short, kinds, inaccurate)
            further = left_out_of_ranking(alternatives, screening.references)
            if not further:
                return with_other_names(with_general(alternatives, stands_for), also)
            hidden |= further

    def _is_inaccurate(self, algorithm: str) -> bool:
        """Return whether an algorithm is known to predict poorly here, at its best."""
        rating = self.ratings.of(algorithm, "accuracy")
        return rating is not None and rating.applicable and rating.highest <= _POOR

    def _general_of(self, screening: Screening) -> Mapping[str, str]:
        """Return which general algorithm each special form may stand for: one that is not out for any reason.

        What an answer says is out has no place in it, least of all beside what is said to do as well.
        """
        general_of = self.knowledge.general_of
        return {name: general for name, general in general_of.items() if general not in screening.exclusions}

    def _table(self, candidates: Sequence[str]) -> list[list[Rating | None]]:
        """Return a row a candidate of its ratings by criterion."""
        return [[self._rating(algorithm, criterion) for criterion in self.criteria] for algorithm in candidates]

    def worth(self, candidates: Sequence[str]) -> dict[str, float]:
        """Return the expected utility of each candidate by its qualities alone, 0..1."""
        table = self._table(candidates)
        low, high = self.goodness(table)
        shares = [criterion.share for criterion in self.criteria]
        return dict(zip(candidates, _worth(low, high, shares, self.chances(table)), strict=True))

    def rated(self, algorithm: str) -> tuple[RatedQuality, ...]:
        """Return how an algorithm stands in every criterion, whether it is a candidate or not."""
        ratings = [self._rating(algorithm, criterion) for criterion in self.criteria]
        low, high = self.goodness([ratings])
        worst, best = low[0].round(4).tolist(), high[0].round(4).tolist()
        return self._rated(algorithm, ratings, worst, best, self._columns())

    def _columns(self) -> list[_Column]:
        """Return what is told of each criterion beside every candidate, in their order."""
        of_all = 1.0 - self.practice_share
        return [
            _Column(each, each.name, round(each.share * of_all, 4), _bound_of(each.constraint))
            for each in self.criteria
        ]

    def goodness(self, table: Sequence[Sequence[Rating | None]]) -> tuple[Floats, Floats]:
        """Return worst and best goodness, 0..1, each of shape (n_candidates, n_criteria), of a table of ratings."""
        spans = [[self._span(rating, c) for rating, c in zip(row, self.criteria, strict=True)] for row in table]
        shaped = np.asarray(spans, dtype=np.float64).reshape(len(table), len(self.criteria), 2)
        return shaped[:, :, 0], shaped[:, :, 1]

    def chances(self, table: Sequence[Sequence[Rating | None]]) -> Floats:
        """Return the chance of each candidate to keep all musts that predictions leave open for somebody.

        What breaks a must is of no use however good it is otherwise, so the utility of a candidate counts as often as
        it keeps them; chances of several musts are multiplied. Where nothing is known of a must, it is kept in half of
        the cases; where claims or measurements keep it, always; and where they reach over it, by the part of their
        span that keeps it. Predictions are of programs as they come, and practice also knows what is made of them, so
        that they count the less the more it does.
        """
        found = np.ones(len(table))
        for column, criterion in enumerate(self.criteria):
            if criterion.constraint is None or not criterion.constraint.excludes:
                continue
            ratings = [row[column] for row in table]
            if any(chance_to_meet(rating, criterion.constraint.bound) is not None for rating in ratings):
                spans = [self._span(rating, criterion) for rating in ratings]
                found *= [(worst + best) / 2 for worst, best in spans]
        return found ** (1.0 - self.practice_share) ** 2

    def _rating(self, algorithm: str, criterion: Criterion) -> Rating | None:
        """Return what a criterion looks at; a bound on a metric sees nothing where that was not measured."""
        constraint = criterion.constraint
        if constraint is None:
            return self.ratings.of(algorithm, criterion.quality)
        if constraint.asks_for_measurement:
            return self.ratings.measured_for(algorithm, constraint.key)
        if constraint.bound is None:
            return self.ratings.against(algorithm, criterion.quality, constraint.key)
        quality = self.knowledge.qualities[criterion.quality]
        return held_against(self.ratings, algorithm, quality, constraint.key, constraint.bound)

    def _span(self, rating: Rating | None, criterion: Criterion) -> tuple[float, float]:
        if rating is None or not rating.applicable:
            return 0.0, 1.0
        least, most = rating.least, rating.most
        quality = self.knowledge.qualities[criterion.quality]
        constraint = criterion.constraint
        bound = _bound_of(constraint)
        if rating.prediction is not None and isinstance(bound, UnitBound):
            chance = chance_of_use(rating.prediction, bound.magnitude)
            return chance, chance
        if constraint is not None and bound is not None:
            if constraint.excludes:
                return must_satisfaction(bound, rating, quality)
            if rating.is_measured and rating.interval is not None and isinstance(bound, UnitBound):
                return measured_satisfaction(bound, rating, quality)
            return satisfaction(bound, least, most, quality)
        if quality.better == "lower":
            return 1.0 - most / TOP, 1.0 - least / TOP
        return least / TOP, most / TOP

    def _rated(
        self,
        algorithm: str,
        ratings: Sequence[Rating | None],
        low: Sequence[float],
        high: Sequence[float],
        columns: Sequence[_Column],
    ) -> tuple[RatedQuality, ...]:
        """Return the ratings of one candidate in the order of the criteria."""
        rated = []
        for column, rating, worst, best in zip(columns, ratings, low, high, strict=True):
            known, constraint, quality = rating, column.criterion.constraint, column.criterion.quality
            if constraint is not None and constraint.asks_for_measurement and rating is None:
                known = self.ratings.of(algorithm, quality)  # what is claimed of the quality stands in
            node = self.graph.rating(algorithm, quality, known)
            level = rating.level if rating else "unknown"
            basis, amount = self._basis(rating), self._amount(rating, quality)
            verdict, doubt = self._verdict(rating, column), self.doubts.get(quality) or doubt_about(rating)
            if verdict:
                kept = column.criterion.constraint if verdict == "met" else None
                doubt = doubt_of_bound(kept, rating, self.ratings.task_of(algorithm)) if kept is not None else ""
                verdict = "open" if doubt else verdict
            requirement = constraint.key if constraint is not None else ""
            rated.append(
                RatedQuality(
                    column.name, level, worst, best, column.share, (node,), basis, amount, verdict, requirement, doubt
                )
            )
        return tuple(rated)

    def _verdict(self, rating: Rating | None, column: _Column) -> Verdict | Literal[""]:
        """Return whether a rating keeps the bound of a criterion, as a must would be judged; empty without a bound."""
        if column.bound is None:
            return ""
        return judge_bound(column.bound, rating, self.knowledge.qualities[column.criterion.quality])

    def _basis(self, rating: Rating | None) -> str:
        """Return on how many data sets a rating was measured elsewhere, in words."""
        if rating is None or rating.strength is None:
            return ""
        return rating.strength.basis(self.knowledge.algorithms[rating.strength.group.reference].facts.name)

    def _amount(self, rating: Rating | None, quality: str) -> str:
        """Return the interval of a rating in words; empty where nothing tells it in the unit of the quality."""
        if rating is None or rating.interval is None:
            return ""
        unit = self.knowledge.qualities[quality].unit
        if not unit:
            return ""
        return rating.amount or rating.as_used or " to ".join(in_its_unit(end, unit) for end in rating.interval)

    def _profile(self, algorithm: str) -> dict[str, str | None]:
        """Return the levels of the qualities that everybody asks for, as far as they are known."""
        known = [quality for quality in PROFILE if quality in self.knowledge.qualities and quality not in self.doubts]
        ratings = {quality: self.ratings.of(algorithm, quality) for quality in known}
        return {quality: rating.level if rating is not None else None for quality, rating in ratings.items()}

    def _candidate(
        self,
        alternative: RankedAlternative,
        qualities: tuple[RatedQuality, ...],
        remarks: Remarks,
        practice: PracticeTold | None,
    ) -> Candidate:
        scored = alternative.scored
        facts = self.knowledge.algorithms[scored.algorithm].facts
        premises = [self.graph.about(scored.algorithm), *(node for rated in qualities for node in rated.because)]
        premises += [f"priority:{criterion.name}" for criterion in self.criteria]
        premises += practice.because if practice is not None else ()
        text = f"{facts.name} ranks {alternative.rank} with a mean utility of {scored.mean:.2f}"
        node = self.graph.add(f"ranking:{scored.algorithm}", "ranking", text, premises)
        return Candidate(
            rank=alternative.rank,
            algorithm=scored.algorithm,
            name=facts.name,
            family=facts.family[0],
            form=remarks.form(scored.algorithm),
            implementations=remarks.implementations(scored.algorithm),
            libraries=remarks.libraries(scored.algorithm),
            pareto=scored.pareto,
            utility=Utility(mean=scored.mean, low=scored.low, high=scored.high),
            first_rank_share=scored.first_share,
            near_tie=alternative.near_tie,
            qualities=qualities,
            equivalents=alternative.equivalents,
            profile=self._profile(scored.algorithm),
            cautions=remarks.cautions(scored.algorithm),
            met=remarks.met(scored.algorithm),
            unsettled=remarks.unsettled(scored.algorithm),
            practice=practice,
            risks=remarks.risks(scored.algorithm),
            reductions=remarks.reductions(scored.algorithm),
            because=(node,),
        )


def _bound_of(constraint: Constraint | None) -> Bound | None:
    """Return the bound that a criterion holds ratings against, on its quality or else on a metric; None without one."""
    return constraint.bound or constraint.metric_bound if constraint is not None else None


def _worth(low: Floats, high: Floats, shares: Sequence[float], chances: Floats) -> list[float]:
    """Return the utility in the middle of all spans, times the chance to be of any use."""
    found: list[float] = ((low + high) / 2 @ np.asarray(shares) * chances).tolist() if len(shares) else [0.0] * len(low)
    return found
