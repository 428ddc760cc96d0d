"""From a brief and a knowledge base to the whole answer: the eight steps in order."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import rfc8785

from whichml.advise.computed import computed_facts
from whichml.advise.decisions import decide
from whichml.advise.demands import Demand, demanded_facts, demands_of
from whichml.advise.guidance import advise_patterns, concern_components, plan_measurements
from whichml.advise.justification import JustificationBuilder
from whichml.advise.priorities import (
    ACCURACY_FLOOR,
    ACCURACY_FLOOR_WHERE_LEFT_OUT,
    Criterion,
    as_priorities,
    weigh,
)
from whichml.advise.questions import open_questions, smallest_relaxations
from whichml.advise.ranking import Floats, Place, fold, rank
from whichml.advise.ratings import RatedCells, Rating, Ratings
from whichml.advise.requirements import judge, satisfaction
from whichml.advise.sieve import Sieve, Sifter
from whichml.knowledge.base import Knowledge
from whichml.model.brief import Brief, Names, check_names
from whichml.model.conditions import FactValue
from whichml.model.facts import Source
from whichml.model.recommendation import (
    Candidate,
    Caution,
    KnowledgeStamp,
    Node,
    RatedQuality,
    Recommendation,
    SourceRecord,
    Tension,
    Utility,
)
from whichml.model.scale import TOP
from whichml.model.vocabulary import AlgorithmId
from whichml.rules.engine import RuleEngine
from whichml.rules.firing import Firing
from whichml.rules.selection import Selection

RunRules = Callable[[Mapping[str, FactValue]], Firing]


@dataclass(frozen=True, eq=False)
class Advisor:
    """A knowledge base made ready to answer: rules compiled, selections worked out."""

    knowledge: Knowledge
    run_rules: RunRules
    selection: Selection
    cells: RatedCells
    source_records: Mapping[str, SourceRecord]
    shared_nodes: dict[tuple[str, tuple[str, ...]], Node] = field(default_factory=dict)

    @classmethod
    def of(cls, knowledge: Knowledge) -> Advisor:
        """Return an advisor whose rules run on the engine."""
        engine = RuleEngine(knowledge.rules, knowledge.shapes)
        return cls.running(knowledge, engine.run)

    @classmethod
    def running(cls, knowledge: Knowledge, run_rules: RunRules) -> Advisor:
        """Return an advisor whose rules are run by the given function, such as the oracle's."""
        records = {ref: _record(source) for ref, source in knowledge.sources.items()}
        return cls(knowledge, run_rules, Selection(knowledge, knowledge.rules), RatedCells(knowledge), records)

    def recommend(self, brief: Brief) -> Recommendation:
        """Return the answer to a brief."""
        return _Answering(self, brief).answer()


@lru_cache(maxsize=4)
def advisor_for(knowledge: Knowledge) -> Advisor:
    """Return the advisor of a knowledge base, compiled the first time it is asked for."""
    advisor = Advisor.of(knowledge)
    gc.freeze()  # what was just built lives on; without this, each full collection during an answer walks all of it
    return advisor


def recommend(brief: Brief, knowledge: Knowledge) -> Recommendation:
    """Return which algorithms fit the project, and why.

    A pure function: the same brief and knowledge give the same bytes in every process.

    Raises
    ------
    BriefError
        Where the brief names an algorithm or a quality that the knowledge base does not know.
    """
    check_names(brief, Names(algorithms=frozenset(AlgorithmId(name) for name in knowledge.algorithms)))
    return advisor_for(knowledge).recommend(brief)


class _Answering:
    """One answer under way; each step reads what the steps before it left."""

    def __init__(self, advisor: Advisor, brief: Brief) -> None:
        self.knowledge = advisor.knowledge
        self.selection = advisor.selection
        self.source_records = advisor.source_records
        self.brief = brief
        given = brief.facts()
        self.demands = demands_of(brief.requirements, given)
        computed = computed_facts(given)
        bounds = demanded_facts(self.demands, dict(self.knowledge.qualities))
        start = {**given, **{name: fact.value for name, fact in computed.items()}, **bounds}
        self.firing = advisor.run_rules(start)
        self.graph = JustificationBuilder(
            self.knowledge, given, computed, self.firing, self._bounds(bounds), advisor.shared_nodes
        )
        self.ratings = Ratings(advisor.cells, self.firing.facts)

    def answer(self) -> Recommendation:
        """Return the answer after all steps."""
        graph, knowledge, fired = self.graph, self.knowledge, self.firing.fired
        sifter = Sifter(knowledge, self.firing.facts, self.ratings, fired, self.selection, self.demands, graph)
        sieve = sifter.sift()
        criteria = weigh(knowledge, self.brief.priorities, fired, self.demands, _unsettled(sieve), graph)
        priorities = as_priorities(criteria, knowledge, graph)
        low, high = self._goodness(sieve.candidates, criteria)
        places = self._rank(sieve.candidates, criteria, low, high)
        spans = dict(
            zip(sieve.candidates, zip(low.round(4).tolist(), high.round(4).tolist(), strict=True), strict=True)
        )
        criterion_nodes = [f"priority:{criterion.name}" for criterion in criteria]
        candidates = tuple(
            self._candidate(place, self._rated(a, criteria, *spans[a]), criterion_nodes, sifter.cautions(a))
            for place in places
            for a in (place.standing.algorithm,)
        )
        decisions, tensions = decide(knowledge, fired, graph)
        leaders = [candidate.algorithm for candidate in candidates]
        texts = {demand.key: f"{demand.quality} {demand.text}" for demand in self.demands}
        return self._assembled(
            candidates=candidates,
            references=tuple(sieve.references),
            unsupported=tuple(sorted(sieve.unsupported, key=lambda u: u.algorithm)),
            excluded=sieve.excluded(),
            priorities=priorities,
            decisions=decisions,
            patterns=advise_patterns(knowledge, fired, graph),
            components=concern_components(knowledge, self.firing.facts, [d.decision for d in decisions], graph),
            measurements=plan_measurements(knowledge, self.demands, criteria, sieve.open_demands, graph),
            open_questions=open_questions(
                knowledge, self.firing.facts, fired, self.selection, self.ratings.of, leaders, graph
            ),
            tensions=(*self._dissents(), *tensions),
            relaxations=smallest_relaxations(knowledge, sieve, texts, graph),
        )

    def _rank(
        self, candidates: Sequence[str], criteria: Sequence[Criterion], low: Floats, high: Floats
    ) -> tuple[Place, ...]:
        standings = rank(candidates, low, high, [c.share for c in criteria], self._floor(criteria))
        return fold(standings, [self._kinds(standing.algorithm) for standing in standings])

    def _kinds(self, algorithm: str) -> frozenset[str]:
        """Return the families of one kind that the algorithm is filed under: its siblings may stand for it."""
        families = self.knowledge.families
        return frozenset(f for f in self.knowledge.algorithms[algorithm].facts.family if families[f].one_kind)

    def _floor(self, criteria: Sequence[Criterion]) -> tuple[int, float] | None:
        for index, criterion in enumerate(criteria):
            if criterion.quality == "accuracy" and criterion.demand is None:
                left_out = bool(self.brief.priorities) and criterion.tier != "stated"
                return index, ACCURACY_FLOOR_WHERE_LEFT_OUT if left_out else ACCURACY_FLOOR
        return None

    def _goodness(self, candidates: Sequence[str], criteria: Sequence[Criterion]) -> tuple[Floats, Floats]:
        """Return worst and best goodness, 0..1, each of shape (n_candidates, n_criteria)."""
        low = np.zeros((len(candidates), len(criteria)))
        high = np.ones((len(candidates), len(criteria)))
        for row, algorithm in enumerate(candidates):
            for column, criterion in enumerate(criteria):
                rating = self.ratings.of(algorithm, criterion.quality)
                low[row, column], high[row, column] = self._span(rating, criterion)
        return low, high

    def _span(self, rating: Rating | None, criterion: Criterion) -> tuple[float, float]:
        if rating is None or not rating.applicable:
            return 0.0, 1.0
        least, most = rating.least, rating.most
        quality = self.knowledge.qualities[criterion.quality]
        demand = criterion.demand
        if demand is not None and demand.bound is not None:
            if demand.excludes:
                return (1.0, 1.0) if judge(demand.bound, rating, quality) == "met" else (0.0, 1.0)
            return satisfaction(demand.bound, least, most, quality)
        if quality.better == "lower":
            return 1.0 - most / TOP, 1.0 - least / TOP
        return least / TOP, most / TOP

    def _candidate(
        self,
        place: Place,
        qualities: tuple[RatedQuality, ...],
        criterion_nodes: Sequence[str],
        cautions: tuple[Caution, ...],
    ) -> Candidate:
        standing = place.standing
        facts = self.knowledge.algorithms[standing.algorithm].facts
        nodes = [node for rated in qualities for node in rated.because]
        text = f"{facts.name} ranks {place.rank} with a mean utility of {standing.mean:.2f}"
        node = self.graph.add(
            f"ranking:{standing.algorithm}", "ranking", text,
            [self.graph.about(standing.algorithm), *nodes, *criterion_nodes],
        )  # fmt: skip
        return Candidate(
            rank=place.rank,
            algorithm=standing.algorithm,
            name=facts.name,
            family=facts.family[0],
            implementations=tuple(implementation.path for implementation in facts.implementations),
            pareto=standing.pareto,
            utility=Utility(mean=standing.mean, low=standing.low, high=standing.high),
            first_rank_share=standing.first_share,
            near_tie=place.near_tie,
            qualities=qualities,
            equivalents=place.equivalents,
            cautions=cautions,
            because=(node,),
        )

    def _rated(
        self, algorithm: str, criteria: Sequence[Criterion], low: Sequence[float], high: Sequence[float]
    ) -> tuple[RatedQuality, ...]:
        """Return the candidate's qualities as the answer lists them, given its goodness in each criterion."""
        rated = []
        for criterion, worst, best in zip(criteria, low, high, strict=True):
            rating = self.ratings.of(algorithm, criterion.quality)
            node = self.graph.rating(algorithm, criterion.quality, rating)
            level = rating.level if rating else "unknown"
            rated.append(RatedQuality(criterion.name, level, worst, best, round(criterion.share, 4), (node,)))
        return tuple(rated)

    def _dissents(self) -> tuple[Tension, ...]:
        """Return where the brief says one thing and a rule concludes another; the brief's word stands."""
        return tuple(
            Tension(
                text=f"The brief says that {d.field} is {d.given}; a rule expects {d.concluded}.",
                because=(*self.graph.facts((d.field,)), self.graph.rule(self.knowledge.rule(d.rule))),
            )
            for d in self.firing.dissents
        )

    def _bounds(self, names: Iterable[str]) -> Mapping[str, tuple[Demand, ...]]:
        """Return, for each bound that rules can read, the requirements behind it."""
        found = {}
        for name in names:
            _, quality, end = name.split(".")
            found[name] = tuple(
                d for d in self.demands if d.excludes and d.quality == quality and d.bound and d.bound.end == end
            )
        return found

    def _assembled(self, **parts: object) -> Recommendation:
        knowledge = self.knowledge
        normalised = self.brief.normalised()
        stamp = KnowledgeStamp(
            version=knowledge.version,
            digest=knowledge.digest,
            packs=tuple(f"{pack.id}/{pack.version}" for pack in knowledge.packs),
        )
        identity = hashlib.sha256(rfc8785.dumps(normalised) + b"\0" + knowledge.digest.encode()).hexdigest()[:32]
        return Recommendation.model_validate({
            "id": identity,
            "knowledge": stamp,
            "brief": normalised,
            "notices": tuple(notice.message for notice in self.brief.notices),
            **parts,
            "justification": self.graph.graph(),
            "sources": {ref: self.source_records[ref] for ref in self.graph.cited_sources()},
        })  # fmt: skip


def _unsettled(sieve: Sieve) -> frozenset[str]:
    """Return the musts that claims settle for some candidates and leave open for others."""
    candidates = set(sieve.candidates)
    return frozenset(
        key for key, algorithms in sieve.open_demands.items() if 0 < len(candidates & set(algorithms)) < len(candidates)
    )


def _record(source: Source) -> SourceRecord:
    return SourceRecord(
        title=source.title,
        authors=source.authors,
        year=source.year,
        container=source.container,
        doi=source.doi,
        url=source.url,
        access=source.access,
    )


__all__ = ["Advisor", "advisor_for", "recommend"]
