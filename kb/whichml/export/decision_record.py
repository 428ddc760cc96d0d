"""An answer as a decision record in Markdown, after MADR 4.0 (Markdown Architectural Decision Records, adr.github.io).

The sections that MADR names come in its order; what follows from the answer beyond them stands between the options and
the last section. Works are numbered in the order of their mention.
"""

from __future__ import annotations

from datetime import date

from whichml.export.answer_sections import AnswerSections
from whichml.export.citations import works_cited
from whichml.export.document import Block, Entry, Paragraph, Section
from whichml.export.markdown import markdown_of
from whichml.export.naming import question_of, title_of
from whichml.export.words import CodeSpan, joined
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Recommendation


def to_markdown(answer: Recommendation, knowledge: Knowledge, dated: date | None = None) -> str:
    """Return the answer as a proposed decision record; a pure function: the same arguments give the same text.

    Parameters
    ----------
    knowledge : gives names to what the answer names by id; ids that it lacks stand for themselves
    dated : the day that the front matter bears; None leaves it out
    """
    day = f"date: {dated.isoformat()}\n" if dated else ""
    return f"---\nstatus: proposed\n{day}---\n\n{markdown_of(decision_record(answer, knowledge))}"


def decision_record(answer: Recommendation, knowledge: Knowledge) -> Section:
    """Return the record as a document; its title is the problem and the solution found."""
    told = AnswerSections(answer, knowledge)
    solution = answer.candidates[0].name if answer.candidates else "no algorithm is left"
    blocks = (
        Section("Context and Problem Statement", _context(told)),
        Section("Decision Drivers", (*told.requirements(), *told.priorities(), *told.tensions())),
        Section("Considered Options", (*told.ranking(answer.candidates), told.outclassed(), told.references())),
        Section("Decision Outcome", _outcome(told)),
        Section("Pros and Cons of the Options", told.leaders() if answer.candidates else ()),
        Section("What Predictions Cost", told.running_costs()),
        Section("Architecture Decisions", told.decisions()),
        Section("Patterns", told.patterns()),
        Section("Components", told.components()),
        Section("Why Not the Others", told.why_not()),
        Section("Open Questions", told.open_questions()),
    )
    works = works_cited(blocks, answer.sources)
    more = _more(answer, len(works.works))
    parts = (*blocks, Section("References", (works,)), Section("More Information", more))
    return Section(f"{title_of(answer.brief)}: {solution}", parts)


def _context(told: AnswerSections) -> tuple[Block, ...]:
    brief = told.answer.brief
    question = question_of(brief, told.names)
    return (
        Paragraph(f"The project “{title_of(brief)}” needs {question}. Which algorithm fits it, and why?"),
        *((Paragraph(f"Notes: {brief['notes']}"),) if brief.get("notes") else ()),
        Paragraph("The brief states:"),
        *told.facts(),
    )


def _outcome(told: AnswerSections) -> tuple[Block, ...]:
    confirmation = Section("Confirmation", told.measurements())
    if not told.answer.candidates:
        return (*told.leaders(), *told.relaxations(), confirmation)
    return (told.choice(), Section("Consequences", told.consequences()), confirmation)


def _more(answer: Recommendation, n_cited: int) -> tuple[Entry, ...]:
    stamp = answer.knowledge
    packs = joined(", ", (CodeSpan(f"{pack.id}/{pack.version}") for pack in stamp.packs))
    return (
        Entry(("Answer: ", CodeSpan(answer.id))),
        Entry((f"Knowledge: version {stamp.version}, digest ", CodeSpan(stamp.digest))),
        Entry(("Rule packs: ", packs)),
        Entry(
            f"The answer in JSON justifies every line down to {len(answer.sources)} works; this record cites {n_cited} "
            "of them."
        ),
        *(Entry(f"Notice: {notice}") for notice in answer.notices),
    )
