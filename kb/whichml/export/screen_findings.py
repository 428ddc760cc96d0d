"""What the first screen tells of an answer whatever room there is, each found when it is first asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from whichml.advise.turning_facts import TurningFact
from whichml.export.brief_sums import telling_sums
from whichml.export.chains import Chain, PartBeside, chain_of, parts_beside
from whichml.export.columns import no_choices_of
from whichml.export.foundations import foundations_in_words
from whichml.export.judged_by import judged_by
from whichml.export.justification_graph import JustificationGraph
from whichml.export.labels_at_hand import labels_mislead
from whichml.export.lead_reasons import LeadReason, lead_reasons
from whichml.export.main_points import main_reason, told_as_out
from whichml.export.proposals import MOST_TOLD, Proposal, proposals_of
from whichml.export.sureness import how_sure
from whichml.export.telling_points import TellingPoint, says_as_much, telling_points
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Exclusion, Recommendation


@dataclass(frozen=True)
class ScreenFindings:
    """What the first screen tells of an answer whatever room there is: a screen is tried in one room after the other.

    Attributes
    ----------
    turning : facts that would change the first three, as far as somebody tried
    """

    answer: Recommendation
    knowledge: Knowledge
    graph: JustificationGraph
    turning: Sequence[TurningFact]

    @cached_property
    def lead(self) -> tuple[LeadReason, ...]:
        """Return what puts the leader before its best rival."""
        return lead_reasons(self.answer, self.knowledge)

    @cached_property
    def out(self) -> tuple[Exclusion, ...]:
        """Return the excluded algorithms that a reader would look for: what is merely less accurate can wait."""
        found = told_as_out(self.answer, self.knowledge)
        return tuple(each for each in found if main_reason(each).kind != "accuracy")

    @cached_property
    def chain(self) -> Chain | None:
        """Return the solution in which the leader has a place."""
        return chain_of(self.answer, self.knowledge)

    @cached_property
    def beside(self) -> tuple[PartBeside, ...]:
        """Return the candidates that are no rivals of the leader."""
        return parts_beside(self.answer, self.knowledge)

    @cached_property
    def aside(self) -> tuple[Candidate, ...]:
        """Return what stands beside the leader to compare with, and is no choice."""
        return no_choices_of(self.answer, self.knowledge)

    @cached_property
    def sure(self) -> str:
        """Return how sure the lead is, in words."""
        return how_sure(self.answer, self.turning, self.beside)

    @cached_property
    def foundations(self) -> tuple[str, ...]:
        """Return on what the leader's place rests, in fewer and fewer words."""
        return foundations_in_words(self.answer.candidates[0], self.answer, self.knowledge, self.graph)

    @cached_property
    def sums(self) -> tuple[str, ...]:
        """Return what the numbers of the brief come to."""
        return () if labels_mislead(self.answer) else telling_sums(self.answer)

    @cached_property
    def proposals(self) -> tuple[Proposal, ...]:
        """Return how what is proposed stands."""
        return proposals_of(self.answer, self.knowledge)[:MOST_TOLD]

    @cached_property
    def points(self) -> tuple[TellingPoint, ...]:
        """Return what to mind above all that is not told by how solutions are judged."""
        judged = judged_by(self.answer, self.graph)
        found = telling_points(self.answer, self.knowledge, self.graph)
        return tuple(each for each in found if not says_as_much(judged, each))
