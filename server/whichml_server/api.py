"""What every route reads: the knowledge base, the advice from it, its graph and the store of answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import RejectedPack
from whichml.knowledge.query import QueryPool
from whichml.model.briefs.brief import Brief
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Evidence
from whichml.model.statements.recommendation import Recommendation
from whichml_server.samples import sample_answers
from whichml_server.store import AnswerStore
from whichml_server.written_bodies import WrittenBodies


@dataclass(frozen=True, slots=True, eq=False)
class Api:
    """A knowledge base, the answers given from it, and the processes that answer queries about its graph.

    A request reads one such value from beginning to end, whatever takes its place meanwhile.

    Attributes
    ----------
    advisor : returns who answers from the knowledge, compiled by the first who asks
    refused : the rule packs that were found and are not in use as they lie there, and why
    written : forms of answers that were asked for lately
    """

    knowledge: Knowledge
    advisor: Callable[[], Advisor]
    store: AnswerStore
    queries: QueryPool
    refused: tuple[RejectedPack, ...] = ()
    written: WrittenBodies = field(default_factory=WrittenBodies)

    def __post_init__(self) -> None:
        """Have the store pack answers against some of this knowledge, whichever store is in use."""
        self.store.pack_like(partial(sample_answers, self.recommend))

    def recommend(
        self, brief: Brief, evidence: Sequence[Evidence] = (), calibration: Calibration | None = None
    ) -> Recommendation:
        """Return the answer to a brief whose names were checked; ProbeError for evidence about another task."""
        return self.advisor().recommend(brief, evidence, calibration)
