"""Facts that would turn an answer, worked out once for each brief, as that takes as long as a dozen answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from whichml import Recommendation
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.model.briefs.brief import Brief
from whichml_server.api import Api

_MOST_KEPT: Final = 1000


def facts_that_turn(api: Api, answer: Recommendation) -> tuple[TurningFact, ...]:
    """Return the facts that would change the first of an answer; none where today's knowledge did not give it."""
    if not answer.candidates or answer.knowledge.digest != api.knowledge.digest:
        return ()
    return _turner(api.advisor())(Brief.from_mapping(answer.brief))


@lru_cache(maxsize=1)
def _turner(advisor: Advisor) -> Callable[[Brief], tuple[TurningFact, ...]]:
    return lru_cache(maxsize=_MOST_KEPT)(partial(turning_facts, advisor))
