"""What every route reads: the knowledge base, its graph and the store of answers."""

from __future__ import annotations

from dataclasses import dataclass

from whichml.knowledge.base import Knowledge
from whichml.knowledge.query import QueryPool
from whichml_server.store import AnswerStore


@dataclass(frozen=True, slots=True, eq=False)
class Api:
    """A knowledge base, the answers given from it, and the processes that answer queries about its graph."""

    knowledge: Knowledge
    store: AnswerStore
    queries: QueryPool
