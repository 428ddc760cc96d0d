"""Who answers from a knowledge base, and what takes as long as a dozen answers, kept for the briefs of late."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from whichml.advise.interview import Interview
from whichml.advise.question_choice import Question
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.model.briefs.brief import Brief

_MOST_KEPT: Final = 1000


class CachedAdvice:
    """The advice from one knowledge base; what is kept of it goes when this does.

    Parameters
    ----------
    advisor : returns who answers from the knowledge, compiled by the first who asks

    Attributes
    ----------
    turning_facts : returns the facts that would change the first of the answer to a brief
    question : returns what an interview asks next where a brief stands and these fields are not known; None for nothing
    """

    def __init__(self, advisor: Callable[[], Advisor]) -> None:
        self.advisor = advisor
        self.turning_facts: Callable[[Brief], tuple[TurningFact, ...]]
        self.turning_facts = lru_cache(maxsize=_MOST_KEPT)(partial(_turning_facts, advisor))
        self.question: Callable[[Brief, frozenset[str]], Question | None]
        self.question = lru_cache(maxsize=_MOST_KEPT)(partial(_question, advisor))


def _turning_facts(advisor: Callable[[], Advisor], brief: Brief) -> tuple[TurningFact, ...]:
    return turning_facts(advisor(), brief)


def _question(advisor: Callable[[], Advisor], brief: Brief, unknown: frozenset[str]) -> Question | None:
    return Interview(advisor(), brief, unknown).question()
