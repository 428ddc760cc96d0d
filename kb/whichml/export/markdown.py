"""An answer as a decision record in Markdown, after MADR 4.0 (Markdown Architectural Decision Records, adr.github.io).

The sections that MADR names come in its order; what follows from the answer beyond them stands between the options and
the last section. Every text that is not ours is escaped; works are numbered in the order of their mention.
"""

from __future__ import annotations

from datetime import date

from whichml.export.decision_record import DecisionRecord
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Recommendation


def to_markdown(answer: Recommendation, knowledge: Knowledge, dated: date | None = None) -> str:
    """Return the answer as a proposed decision record; a pure function: the same arguments give the same text.

    Parameters
    ----------
    knowledge : gives names to what the answer names by id; ids that it lacks stand for themselves
    dated : the day that the front matter bears; None leaves it out
    """
    record = DecisionRecord(answer, knowledge)
    sections = [
        record.context(),
        record.drivers(),
        record.options(),
        record.outcome(),
        record.pros_and_cons(),
        record.decisions(),
        record.patterns(),
        record.components(),
        record.why_not(),
        record.open_questions(),
        record.references(),
        record.more_information(),
    ]
    front = ["---", "status: proposed", *([f"date: {dated.isoformat()}"] if dated else []), "---"]
    parts = ["\n".join(front), f"# {record.heading()}", *("\n".join(lines) for lines in sections if lines)]
    return "\n\n".join(parts) + "\n"
