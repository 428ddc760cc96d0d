"""Answers to shipped scenarios, which others have much text in common with: kept answers are packed against them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from whichml.knowledge.content import Content
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import WhichmlError
from whichml.model.statements.recommendation import Recommendation
from whichml_server.api import Api
from whichml_server.store import AnswerStore

_SCENARIOS: Final = ("credit-card-fraud", "netflix-prize")
"""Two that are far apart; with more, answers become hardly smaller."""


def pack_like_samples(store: AnswerStore, api_in_use: Callable[[], Api]) -> None:
    """Have a store pack new answers against what is answered to the scenarios when the first answer is kept."""
    store.pack_like(lambda: sample_answers(api_in_use().recommend))


def sample_answers(recommend: Callable[[Brief], Recommendation]) -> bytes:
    """Return what is answered to two scenarios, one after the other; empty where that knowledge does not answer them.

    They hold nothing that a client sent, so that nothing of a deleted answer is left in what others are packed against.
    """
    scenarios = Content.shipped().scenarios
    paths = [scenarios[name] for name in _SCENARIOS if name in scenarios]  # content of one's own may have none
    try:
        return b"".join(recommend(Brief.load(path)).to_json() for path in paths)
    except WhichmlError:
        return b""
