"""What every route reads: the knowledge base, the advice from it, its graph and the store of answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import RejectedPack
from whichml.knowledge.query import QueryPool
from whichml.model.briefs.brief import Brief
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Evidence
from whichml.model.statements.recommendation import Recommendation
from whichml_server.cached_advice import CachedAdvice
from whichml_server.store import AnswerStore
from whichml_server.written_bodies import WrittenBodies


@dataclass(frozen=True, slots=True, eq=False)
class Api:
    """A knowledge base, the answers given from it, and the processes that answer queries about its graph.

    A request reads one such value from beginning to end, whatever takes its place meanwhile.

    Attributes
    ----------
    advice : from the knowledge, with what was worked out lately
    refused : the rule packs that were found and are not in use as they lie there, and why
    written : forms of answers that were asked for lately
    """

    knowledge: Knowledge
    advice: CachedAdvice
    store: AnswerStore
    queries: QueryPool
    refused: tuple[RejectedPack, ...] = ()
    written: WrittenBodies = field(default_factory=WrittenBodies)

    def recommend(
        self, brief: Brief, evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
    ) -> Recommendation:
        """Return the answer to a brief whose names were checked; ProbeError for evidence about another task."""
        return self.advice.advisor().recommend(brief, evidence, calibration)

    def facts_that_turn(
        self, answer: Recommendation, evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
    ) -> tuple[TurningFact, ...]:
        """Return the facts that would change the first of an answer; none where this knowledge did not give it."""
        if not answer.candidates or answer.knowledge.digest != self.knowledge.digest:
            return ()
        brief = Brief.from_mapping(answer.brief)
        if evidence or calibration is not None:
            return turning_facts(self.advice.advisor(), brief, evidence, calibration)
        return self.advice.turning_facts(brief)
