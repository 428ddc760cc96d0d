"""What every route reads: the knowledge base, the advice from it, its graph and the store of answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import RejectedPack
from whichml.knowledge.query import QueryPool
from whichml.model.brief import Brief
from whichml.model.recommendation import Recommendation
from whichml_server.store import AnswerStore


@dataclass(frozen=True, slots=True, eq=False)
class Api:
    """A knowledge base, the answers given from it, and the processes that answer queries about its graph.

    A request reads one such value from beginning to end, whatever takes its place meanwhile.

    Attributes
    ----------
    recommend : from a brief, whose names were checked, to the answer
    refused : the rule packs that were found and are not in use as they lie there, and why
    """

    knowledge: Knowledge
    recommend: Callable[[Brief], Recommendation]
    store: AnswerStore
    queries: QueryPool
    refused: tuple[RejectedPack, ...] = ()
