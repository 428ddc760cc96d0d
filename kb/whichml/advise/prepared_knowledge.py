"""A knowledge base made ready to answer: what every answer stands on, worked out once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from whichml.advise.applicability import ReachIndex
from whichml.advise.practice import PracticeModel
from whichml.advise.questions import QuestionFinder
from whichml.advise.ratings import RatedCells
from whichml.advise.shared_nodes import SharedNodes
from whichml.advise.strength_ratings import StrengthIndex
from whichml.advise.waiting_fields import WaitingFields
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.recommendation import SourceRecord
from whichml.rules.firing import Firing
from whichml.rules.selection import Selection

RunRules = Callable[[Mapping[str, FactValue]], Firing]


@dataclass(frozen=True, eq=False)
class PreparedKnowledge:
    """What answers stand on: rules compiled, selections worked out, ratings that hold everywhere, practice."""

    knowledge: Knowledge
    run_rules: RunRules
    selection: Selection
    cells: RatedCells
    source_records: Mapping[str, SourceRecord]
    strengths: StrengthIndex
    practice: PracticeModel
    shared_nodes: SharedNodes
    reach: ReachIndex
    questions: QuestionFinder

    @cached_property
    def waiting(self) -> WaitingFields:
        """Return who tells which fields rules wait for; made when it is asked for, since answers do not need it."""
        return WaitingFields(self.knowledge, self.selection)
