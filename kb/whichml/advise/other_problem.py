"""What is asked for where that is none of the tasks: a method of its own does it, and no algorithm for a task."""

from __future__ import annotations

from dataclasses import dataclass

from whichml.advise.justification import JustificationBuilder
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.format.brief_circumstances import HOLDS
from whichml.model.statements.circumstance_facts import CircumstanceFacts
from whichml.model.statements.recommendation import Reason


@dataclass(frozen=True)
class OtherProblem:
    """A problem that a brief names, which a method of its own answers.

    Attributes
    ----------
    where : where it is described
    """

    facts: CircumstanceFacts
    where: str

    @classmethod
    def of(cls, knowledge: Knowledge, brief: Brief) -> OtherProblem | None:
        """Return the first such problem that a brief names; None where it names none.

        Prose names none: a sentence may tell of a problem that somebody else has, and is told as a doubt.
        """
        named = (knowledge.circumstances.get(each) for each in brief.project.circumstances or ())
        return next((cls(each.facts, each.where) for each in named if each is not None and each.facts.method), None)

    @property
    def reason(self) -> Reason:
        """Return why no algorithm for a task does what is asked for."""
        text = f"what is asked for is {self.facts.name}, and {self.facts.method} does that"
        return Reason(text=text, kind="other-problem")

    def node(self, graph: JustificationBuilder) -> str:
        """Return the node that says which problem it is, and what answers it."""
        because = graph.facts((HOLDS,))
        identity = f"evidence:problem:{self.facts.id}"
        return graph.add(identity, "evidence", self.reason.text, because, self.facts.sources, self.where)
