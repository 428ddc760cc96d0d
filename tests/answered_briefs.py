"""Briefs in files with their answers, each made once however many tests look at it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from printed_documents import printed
from whichml.advise.assessment import Assessment
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.export.first_screen import first_screen
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation


class AnsweredBriefs:
    """What an advisor says to briefs by their paths; kept, since answers do not change."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._answered = cache(self._answer)
        self.brief = cache(Brief.load)
        self.turning = cache(self._turning)
        self.screen = cache(self._screen)

    def answer(self, path: Path) -> Recommendation:
        return self._answered(path)[0]

    def steps(self, path: Path) -> Assessment:
        """Return the steps towards the answer, which go on from those that it took."""
        return self._answered(path)[1]

    def _answer(self, path: Path) -> tuple[Recommendation, Assessment]:
        return self._advisor.recommend_with_steps(self.brief(path))

    def _turning(self, path: Path) -> tuple[TurningFact, ...]:
        return turning_facts(self._advisor, self.brief(path), before=self.steps(path))

    def _screen(self, path: Path) -> str:
        """Return the first screen as eighty columns show it."""
        answer = self.answer(path)
        turning = self.turning(path) if answer.candidates else ()
        return printed(first_screen(answer, self._advisor.knowledge, turning, path.name))
