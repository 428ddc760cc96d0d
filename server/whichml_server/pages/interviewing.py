"""What to ask next, and why: worked out once for each unfinished brief, as it takes as long as a dozen answers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Final

from whichml.advise.interview import Interview
from whichml.advise.question_choice import Question, question_about
from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief
from whichml_server.pages.unfinished import UnfinishedBrief

_MOST_KEPT: Final = 1000


def next_question(advisor: Advisor, begun: UnfinishedBrief) -> Question | None:
    """Return the field that somebody wants to tell, else what the interview asks; None where it asks nothing."""
    if begun.asked:
        return question_about(begun.asked)
    if begun.brief is None:
        return None
    return _interviewer(advisor)(begun.brief, frozenset(begun.unknown))


@lru_cache(maxsize=1)
def _interviewer(advisor: Advisor) -> Callable[[Brief, frozenset[str]], Question | None]:
    return lru_cache(maxsize=_MOST_KEPT)(partial(_asked, advisor))


def _asked(advisor: Advisor, brief: Brief, unknown: frozenset[str]) -> Question | None:
    return Interview(advisor, brief, unknown).question()
