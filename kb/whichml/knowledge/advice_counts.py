"""How common each piece of advice is, and what it is worth where it is told, `advice/2`.

What nearly every answer says tells little of one project, and what one in two hundred says is about this one. What
readers of many projects found beside the matter or wrong can wait, however seldom it is said.
"""

from typing import Final, Literal

from pydantic import Field

from whichml.knowledge.advice_grades import AdviceGrades
from whichml.knowledge.content import ADVICE, Content
from whichml.knowledge.stored import StoredValue, read_stored

COUNT: Final = "python -m whichml_workshop.elicited.count_advice"
"""The command that writes the file."""


class AdviceCounts(StoredValue):
    """In how many answers each piece of advice was, and what readers gave it.

    Attributes
    ----------
    briefs : how many were answered
    patterns : of the pattern of each id, in how many answers it was; what was in none is left out
    cautions : of the rule of each id, in how many answers it warned of the leader; what was in none is left out
    grades : what readers of many projects gave each piece; None where nobody graded
    """

    schema_: Literal["advice/2"] = Field(default="advice/2", alias="schema")
    briefs: int = Field(gt=0)
    patterns: dict[str, int]
    cautions: dict[str, int]
    grades: AdviceGrades | None = None

    def of_pattern(self, pattern: str) -> float:
        """Return the share of answers that had a pattern."""
        return self.patterns.get(pattern, 0) / self.briefs

    def of_caution(self, rule: str) -> float:
        """Return the share of answers in which a rule warned of the leader."""
        return self.cautions.get(rule, 0) / self.briefs


def read_advice_counts(content: Content) -> AdviceCounts | None:
    """Return the counts of the content; None where it has none.

    Raises
    ------
    KnowledgeError
        Where the file is there and holds no counts.
    """
    return read_stored(content, ADVICE.as_posix(), AdviceCounts, "counts of advice", COUNT)
