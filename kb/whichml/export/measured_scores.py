"""What a run measured of the project's own data, as a record of the decision tells it."""

from __future__ import annotations

from collections.abc import Mapping

from whichml.export.justification_graph import JustificationGraph
from whichml.model.statements.evidence import CONSTANT
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import Recommendation


class MeasuredScores:
    """The scores of one answer; where several runs scored an algorithm, those of the first of them."""

    def __init__(self, answer: Recommendation, graph: JustificationGraph) -> None:
        found: dict[str, dict[str, Citation]] = {}
        for score in answer.scores:
            for place in graph.citations(score.because)[:1]:
                found.setdefault(score.run, {})[score.algorithm] = place
        self._by_run: tuple[Mapping[str, Citation], ...] = tuple(found.values())

    def __bool__(self) -> bool:
        """Return whether anything was scored."""
        return bool(self._by_run)

    def score(self, algorithm: str) -> str:
        """Return the score of an algorithm in words; empty where nobody scored it."""
        return next((run[algorithm].supports for run in self._by_run if algorithm in run), "")

    def beside(self, algorithm: str) -> str:
        """Return the score of an algorithm beside that of a constant in the same run, as a clause; empty where none."""
        run = next((run for run in self._by_run if algorithm in run), {})
        if not run:
            return ""
        constant = f", and a constant {run[CONSTANT].supports}" if CONSTANT in run else ""
        return f"it scored {run[algorithm].supports} on the project's own rows{constant}"

    def constant(self) -> tuple[str, tuple[Citation, ...]]:
        """Return the score of a constant in the first run that has it, in words, and its place; empty if none has."""
        place = next((run[CONSTANT] for run in self._by_run if CONSTANT in run), None)
        return (place.supports, (place,)) if place is not None else ("", ())

    def places(self, algorithm: str) -> tuple[Citation, ...]:
        """Return where the score of an algorithm stands in the evidence."""
        return next(((run[algorithm],) for run in self._by_run if algorithm in run), ())
