"""From a brief and a knowledge base to the whole answer: the eight steps in order."""

from __future__ import annotations

import gc
import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import rfc8785

from whichml.advise.computed import computed_facts
from whichml.advise.decisions import decide
from whichml.advise.demands import Demand, demanded_facts, demands_of
from whichml.advise.evidence_taken import take_evidence
from whichml.advise.field import Field
from whichml.advise.guidance import advise_patterns, concern_components, plan_measurements
from whichml.advise.justification import JustificationBuilder, SharedNodes
from whichml.advise.measured import Measured, measured_in
from whichml.advise.predictions import predicted_for
from whichml.advise.priorities import Criterion, accuracy_floor, as_priorities, weigh
from whichml.advise.questions import open_questions
from whichml.advise.ratings import RatedCells, Rating, Ratings
from whichml.advise.relaxations import smallest_relaxations
from whichml.advise.sieve import Sieve, Sifter
from whichml.advise.strength_ratings import StrengthBook
from whichml.knowledge.base import Knowledge
from whichml.model.brief import Brief, Names, check_names
from whichml.model.calibration import Calibration
from whichml.model.conditions import FactValue
from whichml.model.errors import quoted
from whichml.model.evidence import Evidence
from whichml.model.facts import Source
from whichml.model.recommendation import (
    Advice,
    Candidate,
    DecisionAnswer,
    KnowledgeStamp,
    OpenQuestion,
    PackStamp,
    Recommendation,
    SourceRecord,
    Tension,
)
from whichml.model.vocabulary import AlgorithmId
from whichml.rules.engine import RuleEngine
from whichml.rules.firing import Firing
from whichml.rules.selection import Selection

N_MEASURED_LEADERS = 3
"""Of how many leading candidates a quality has to be measured before it need not be measured next."""
N_CHOICES_COMPARED = 3
"""How many of different kind stay choices where accuracy was compared: three and a probe beat one guess."""
RunRules = Callable[[Mapping[str, FactValue]], Firing]


@dataclass(frozen=True, eq=False)
class Advisor:
    """A knowledge base made ready to answer: rules compiled, selections worked out."""

    knowledge: Knowledge
    run_rules: RunRules
    selection: Selection
    cells: RatedCells
    source_records: Mapping[str, SourceRecord]
    book: StrengthBook
    shared_nodes: SharedNodes = field(default_factory=SharedNodes)

    @classmethod
    def of(cls, knowledge: Knowledge) -> Advisor:
        """Return an advisor whose rules run on the engine."""
        engine = RuleEngine(knowledge.rules, knowledge.shapes)
        return cls.running(knowledge, engine.run)

    @classmethod
    def running(cls, knowledge: Knowledge, run_rules: RunRules) -> Advisor:
        """Return an advisor whose rules are run by the given function, such as the oracle's."""
        records = {ref: _record(source) for ref, source in knowledge.sources.items()}
        selection, book = Selection(knowledge, knowledge.rules), StrengthBook(knowledge)
        return cls(knowledge, run_rules, selection, RatedCells(knowledge), records, book)

    def recommend(
        self, brief: Brief, evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
    ) -> Recommendation:
        """Return the answer to a brief, on measurements of its project and machine where there are any."""
        return _Answering(self, brief, evidence, calibration).answer()

    def consider(
        self, brief: Brief, evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
    ) -> Consideration:
        """Return the steps towards the answer to a brief, none of them made that nobody asks for."""
        return Consideration(self, brief, evidence, calibration)


@lru_cache(maxsize=4)
def advisor_for(knowledge: Knowledge) -> Advisor:
    """Return the advisor of a knowledge base, compiled the first time it is asked for.

    What was built lives on, so the collector is told to leave it alone: else each full collection walks all of it in
    the middle of an answer, and takes longer than it. What was frozen before and dropped since is collected first.
    """
    if gc.get_freeze_count():
        gc.unfreeze()
        gc.collect()
    advisor = Advisor.of(knowledge)
    gc.freeze()
    return advisor


def recommend(
    brief: Brief,
    knowledge: Knowledge,
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
) -> Recommendation:
    """Return which algorithms fit the project, and why.

    A pure function: the same brief, knowledge, evidence and calibration give the same bytes in every process.

    Parameters
    ----------
    evidence : what was measured of this project, in any order; of it, what the brief names by id is used, or all
        where it names none
    calibration : of the machine that trains or serves, for bounds on times; None for a machine that nobody timed

    Raises
    ------
    BriefError
        Where the brief names an algorithm or a quality that the knowledge base does not know.
    ProbeError
        Where evidence that would be used is about another task.
    """
    check_names(brief, Names(algorithms=frozenset(AlgorithmId(name) for name in knowledge.algorithms)))
    return advisor_for(knowledge).recommend(brief, evidence, calibration)


class Consideration:
    """The steps towards one answer, each made once, when it or a step after it is asked for.

    Attributes
    ----------
    firing : which rules fire, and the facts that stand in the end
    demands : the brief's requirements, and after them what its device can hold
    taken : the runs of experiments that it stands on
    calibration : of the project's machine
    """

    def __init__(
        self,
        advisor: Advisor,
        brief: Brief,
        evidence: Sequence[Evidence] = (),
        calibration: Calibration | None = None,
    ) -> None:
        self.knowledge = advisor.knowledge
        self.selection = advisor.selection
        self.source_records = advisor.source_records
        self.brief = brief
        self.taken = take_evidence(brief, evidence)
        given = brief.facts()
        self.demands = demands_of(brief.requirements, given)
        computed = computed_facts(given)
        bounds = demanded_facts(self.demands, dict(self.knowledge.qualities))
        start = {**given, **{name: fact.value for name, fact in computed.items()}, **bounds}
        self.firing = advisor.run_rules(start)
        self.graph = JustificationBuilder(
            self.knowledge, given, computed, self.firing, self._bounds(bounds), advisor.shared_nodes
        )
        self.measured = measured_in(self.taken.runs, self.knowledge, self.demands)
        self.predicted = predicted_for(self.demands, self.knowledge, start, calibration)
        self.calibration = (
            calibration if any(r.prediction and r.prediction.is_time for r in self.predicted.values()) else None
        )
        self.strengths = advisor.book.in_regime(self.firing.facts)
        self.ratings = Ratings(
            advisor.cells, self.firing.facts, self.measured.ratings, self.measured.asked, self.predicted,
            self.strengths,
        )  # fmt: skip

    @cached_property
    def sifter(self) -> Sifter:
        """Return who has sifted the algorithms, with the ratings as rules moved them."""
        standing = self.firing.standing
        sifter = Sifter(
            self.knowledge, self.firing.facts, self.ratings, standing, self.selection, self.demands, self.graph,
            self.measured.breakdowns,
        )  # fmt: skip
        sifter.sift()
        return sifter

    @property
    def sieve(self) -> Sieve:
        """Return which algorithms stay candidates, and why the others do not."""
        return self.sifter.sieve

    def rating(self, algorithm: str, quality: str) -> Rating | None:
        """Return a rating as measured or as rules moved it, or None where nothing is claimed in a scope that fits."""
        return self.sifter.ratings.of(algorithm, quality)

    @cached_property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return which qualities count and how much, the heaviest first."""
        unsettled = _unsettled(self.sieve) | _measured_in_metrics(self.demands, self.measured)
        return weigh(self.knowledge, self.brief.priorities, self.firing.standing, self.demands, unsettled, self.graph)

    @cached_property
    def ranked(self) -> tuple[tuple[Candidate, ...], tuple[Candidate, ...]]:
        """Return the candidates that nothing outclasses, best first, and those that are outclassed."""
        return Field(self.knowledge, self.ratings, self.criteria, self.graph).ranked(
            self.sieve.candidates, accuracy_floor(self.brief.priorities), self.sifter.cautions, self.sifter.met,
            1 if self.strengths is None else N_CHOICES_COMPARED,
        )  # fmt: skip

    @cached_property
    def decided(self) -> tuple[tuple[DecisionAnswer, ...], tuple[Tension, ...]]:
        """Return the decisions in the order of their ids, and where rules collide."""
        return decide(self.knowledge, self.firing.standing, self.graph)

    @cached_property
    def patterns(self) -> tuple[Advice, ...]:
        """Return the patterns that rules advise, in the order of their ids."""
        return advise_patterns(self.knowledge, self.firing.standing, self.graph)

    @cached_property
    def questions(self) -> tuple[OpenQuestion, ...]:
        """Return the unknown fields that could change the answer, the weightiest first."""
        leaders = [candidate.algorithm for candidate in self.ranked[0]]
        return open_questions(
            self.knowledge, self.firing.facts, self.firing.fired, self.selection, self.ratings.of, leaders, self.graph
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


class _Answering(Consideration):
    """One whole answer, put together from its steps in their order."""

    def answer(self) -> Recommendation:
        """Return the answer after all steps."""
        graph, knowledge, sieve = self.graph, self.knowledge, self.sieve
        priorities = as_priorities(self.criteria, knowledge, graph)
        candidates, outclassed = self.ranked
        decisions, tensions = self.decided
        texts = {demand.key: f"{demand.quality} {demand.text}" for demand in self.demands}
        return self._assembled(
            candidates=candidates,
            outclassed=outclassed,
            references=tuple(sieve.references),
            unsupported=tuple(sorted(sieve.unsupported, key=lambda u: u.algorithm)),
            excluded=sieve.excluded(),
            priorities=priorities,
            decisions=decisions,
            patterns=self.patterns,
            components=concern_components(knowledge, self.firing.facts, [d.decision for d in decisions], graph),
            measurements=plan_measurements(
                knowledge, self.demands, self.criteria, sieve.open_demands, graph, self._is_measured
            ),
            open_questions=self.questions,
            tensions=(*self._dissents(), *tensions),
            relaxations=smallest_relaxations(knowledge, sieve, texts, graph),
        )

    def _is_measured(self, quality: str, demand: Demand | None) -> bool:
        """Return whether a quality, or what a requirement asks of it, was measured of the leading candidates."""
        leaders = [candidate.algorithm for candidate in self.ranked[0][:N_MEASURED_LEADERS]]
        if demand is not None and demand.bound is None:
            found = [self.ratings.measured_for(algorithm, demand.key) for algorithm in leaders]
        elif demand is not None:
            found = [self.ratings.against(algorithm, quality, demand.key) for algorithm in leaders]
        else:
            found = [self.ratings.of(algorithm, quality) for algorithm in leaders]
        return bool(found) and all(rating is not None and rating.is_measured for rating in found)

    def _notices(self) -> Iterable[str]:
        """Yield what is worth a second look in the brief, in the evidence, and in what it leaves to claims."""
        yield from (notice.message for notice in self.brief.notices)
        yield from self.taken.notices
        yield from self.measured.notices
        if self.calibration is not None and self.ratings.predicts_times:
            yield f"predicted times are those of the calibrated machine, {quoted(self.calibration.machine.processor)}."
        candidates = sorted(candidate.algorithm for group in self.ranked for candidate in group)
        on_claims = [a for a in candidates if (a, "accuracy") not in self.measured.ratings]
        if on_claims and any(quality == "accuracy" for _, quality in self.measured.ratings):
            yield (
                "measured accuracy is relative to the best that was measured; these candidates were not measured, and "
                f"keep what is claimed of them: {', '.join(on_claims)}."
            )

    def _dissents(self) -> tuple[Tension, ...]:
        """Return where the brief says one thing and a rule concludes another; the brief's word stands."""
        return tuple(
            Tension(
                text=f"The brief says that {d.field} is {d.given}; a rule expects {d.concluded}.",
                because=(*self.graph.facts((d.field,)), self.graph.rule(self.knowledge.rule(d.rule))),
            )
            for d in self.firing.dissents
        )

    def _assembled(self, **parts: object) -> Recommendation:
        knowledge = self.knowledge
        normalised = self.brief.normalised()
        stamp = KnowledgeStamp(
            version=knowledge.version,
            digest=knowledge.digest,
            packs=tuple(
                PackStamp(id=pack.id, version=pack.version, digest=pack.digest, shipped=pack.shipped)
                for pack in knowledge.packs
            ),
        )
        behind = [knowledge.digest, *(run.identity for run in self.taken.runs)]
        if self.calibration is not None and self.ratings.predicts_times:
            behind.append(self.calibration.to_json().decode())
        identity = hashlib.sha256(b"\0".join((rfc8785.dumps(normalised), *map(str.encode, behind)))).hexdigest()[:32]
        records = {**self.source_records, **self.measured.records}
        return Recommendation.model_validate({
            "id": identity,
            "knowledge": stamp,
            "brief": normalised,
            "notices": tuple(self._notices()),
            **parts,
            "justification": self.graph.graph(),
            "sources": {ref: records[ref] for ref in self.graph.cited_sources()},
        })  # fmt: skip


def _unsettled(sieve: Sieve) -> frozenset[str]:
    """Return the musts that tell candidates apart: settled for some and open for others, or kept by chance."""
    candidates = set(sieve.candidates)
    still_open = {key: candidates & set(algorithms) for key, algorithms in sieve.open_demands.items()}
    return frozenset(
        key
        for key, algorithms in still_open.items()
        if algorithms and (len(algorithms) < len(candidates) or key in sieve.predicted_demands)
    )


def _measured_in_metrics(demands: Iterable[Demand], measured: Measured) -> frozenset[str]:
    """Return the should and could demands on a metric that was measured of some algorithm."""
    keys = {key for _, key in measured.asked}
    return frozenset(d.key for d in demands if d.asks_for_measurement and not d.excludes and d.key in keys)


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


__all__ = ["Advisor", "Consideration", "advisor_for", "recommend"]
