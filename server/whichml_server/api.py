"""What every route reads: the knowledge base and the store of answers."""

from __future__ import annotations

from dataclasses import dataclass

from whichml.knowledge.base import Knowledge
from whichml_server.store import AnswerStore


@dataclass(frozen=True, slots=True, eq=False)
class Api:
    """A knowledge base and the answers given from it."""

    knowledge: Knowledge
    store: AnswerStore
