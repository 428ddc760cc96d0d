"""A whole answer as one page: who fits and why, why not the others, and what follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from whichml.advise.turning_facts import TurningFact
from whichml.export.answer_sections import N_TOP, AnswerSections, Most
from whichml.export.brief_sums import sums_of
from whichml.export.budget_status import budgets_of
from whichml.export.chains import parts_beside
from whichml.export.citations import works_cited
from whichml.export.cost_words import aim_of
from whichml.export.document import Block, Entry, Mark, Paragraph, Section, Works
from whichml.export.further_words import further_section
from whichml.export.naming import question_of, title_of
from whichml.export.proposals import proposals_section
from whichml.export.sureness import how_sure
from whichml.export.trivial_scores import trivial_score_of
from whichml.export.turned_words import turning_entries
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation

_MOST: Final = Most(good=6, bad=4, middling=0)


def answer_page(answer: Recommendation, knowledge: Knowledge, turning: Sequence[TurningFact] = ()) -> Section:
    """Return the page; `turning` are facts that would change the first three, as far as somebody tried."""
    told, stamp = AnswerSections(answer, knowledge, _MOST), answer.knowledge
    sure = (Paragraph(how_sure(answer, turning, parts_beside(answer, knowledge))),) if answer.candidates else ()
    blocks: tuple[Block, ...] = (
        Paragraph(question_of(answer.brief, told.names)),
        Paragraph(f"answer {answer.id}, knowledge {stamp.version} ({stamp.digest[:12]})"),
        *(Paragraph(said) for said in (aim_of(answer), trivial_score_of(answer), *sums_of(answer)) if said),
        *told.requirements(),
        *(Entry(each.in_full, Mark(">")) for each in budgets_of(answer)),
        *told.tensions(),
        Section("Recommended", (*sure, *told.leaders())),
        further_section(answer, told.names),
        proposals_section(answer, knowledge, told.graph),
        told.circumstances(),
        told.application(),
        Section("Further candidates", told.ranking(answer.candidates[N_TOP:])),
        told.outclassed(),
        told.references(),
        Section("What would have to give", told.relaxations()),
        Section("Why not the others", told.why_not()),
        Section("What counts here", told.priorities()),
        Section("What predictions cost", told.running_costs()),
        Section("Architecture decisions", told.decisions()),
        Section("Patterns", told.patterns()),
        Section("Components", told.components()),
        Section("By packs of your own", told.own()),
        Section("Measure next", told.measurements()),
        Section("Open questions", (*turning_entries(turning, answer, told.names), *told.open_questions())),
    )
    works = works_cited(blocks, answer.sources).works
    n_rest = len(answer.sources) - len(works)
    rest = (Entry(f"{n_rest} more stand behind the rest of the answer: --format json has them all."),) if n_rest else ()
    listed = Works(tuple(replace(work, below=()) for work in works))
    return Section(title_of(answer.brief), (*blocks, Section("Sources cited above", (listed, *rest))))
