"""Briefs in files with their answers, each made once however many tests look at it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from printed_documents import printed
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.export.first_screen import first_screen
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation


class AnsweredBriefs:
    """What an advisor says to briefs by their paths; kept, since answers do not change."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self.brief = cache(Brief.load)
        self.answer = cache(self._answer)
        self.turning = cache(self._turning)

    def _answer(self, path: Path) -> Recommendation:
        return self._advisor.recommend(self.brief(path))

    def _turning(self, path: Path) -> tuple[TurningFact, ...]:
        return turning_facts(self._advisor, self.brief(path))


def screen_of(path: Path, kept_answers: AnsweredBriefs, knowledge: Knowledge) -> str:
    """Return the first screen as eighty columns show it."""
    answer = kept_answers.answer(path)
    turning = kept_answers.turning(path) if answer.candidates else ()
    return printed(first_screen(answer, knowledge, turning, path.name))
