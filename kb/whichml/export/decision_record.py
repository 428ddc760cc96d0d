"""An answer as a decision record after MADR 4.0 (Markdown Architectural Decision Records, adr.github.io).

The record to paste has the sections that MADR names; in the full one, all else that the answer says follows them. Works
are numbered in the order of their mention.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Final

from whichml.export.answer_sections import AnswerSections
from whichml.export.brief_sums import sums_of
from whichml.export.citations import works_cited
from whichml.export.cut_texts import cut_to_words
from whichml.export.document import Block, Entry, Paragraph, Section
from whichml.export.further_words import further_section
from whichml.export.kept_answers import is_measured
from whichml.export.markdown import markdown_of
from whichml.export.record_details import NO_DETAILS, RecordDetails
from whichml.export.record_reader import RecordReader
from whichml.export.short_record import ShortRecord
from whichml.export.turned_words import turning_entries
from whichml.export.web_page import html_of
from whichml.export.words import CodeSpan, Words, joined
from whichml.knowledge.base import Knowledge
from whichml.model.statements.knowledge_stamp import PackStamp
from whichml.model.statements.recommendation import Recommendation


def to_markdown(answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> str:
    """Return the answer as a proposed decision record to paste, two printed pages at most.

    A pure function: the same arguments give the same text.

    Parameters
    ----------
    knowledge : gives names to what the answer names by id; ids that it lacks stand for themselves
    """
    return _in_markdown(decision_record(answer, knowledge, details), details.dated)


def to_full_markdown(answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> str:
    """Return the record to paste with all else that the answer says behind it; parameters as of `to_markdown`."""
    return _in_markdown(full_record(answer, knowledge, details), details.dated)


def to_html_page(answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> str:
    """Return the record to paste as a page that needs no network; parameters as of `to_markdown`."""
    return _as_page(decision_record(answer, knowledge, details), details.dated)


def to_full_html_page(answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> str:
    """Return the full record as a page that needs no network; parameters as of `to_markdown`."""
    return _as_page(full_record(answer, knowledge, details), details.dated)


def _in_markdown(record: Section, dated: date | None) -> str:
    day = f"date: {dated.isoformat()}\n" if dated else ""
    return f"---\nstatus: proposed\n{day}---\n\n{markdown_of(record)}"


def _as_page(record: Section, dated: date | None) -> str:
    status = Paragraph(f"Status: proposed{f', {dated.isoformat()}' if dated else ''}.")
    return html_of(replace(record, blocks=(status, *record.blocks)))


def decision_record(answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> Section:
    """Return the record to paste as a document; its title is the problem and the solution found."""
    short = ShortRecord(answer, knowledge, details)
    rest = Entry((details.reader.whole_record(details.asked_as), " adds every reason, exclusion, decision and source."))
    noted = {knowledge.practice.source} if knowledge.practice is not None else set()
    return _with_references(short.title(), short.sections(), answer, (rest,), noted, details)


def full_record(answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> Section:
    """Return the record to paste as a document, and behind it whatever else the answer says."""
    short, told = ShortRecord(answer, knowledge, details), AnswerSections(answer, knowledge)
    notes = answer.brief.get("notes")
    blocks = (
        *short.sections(),
        Section("What the Brief States", (*((Paragraph(f"Notes: {notes}"),) if notes else ()), *told.facts())),
        Section("What Counts", (*told.requirements(), *told.priorities(), *told.tensions())),
        Section("What the Numbers Come to", tuple(map(Entry, sums_of(answer)))),
        told.circumstances(),
        told.application(),
        Section("All Options", (*told.ranking(answer.candidates), told.outclassed(), told.references())),
        Section("The Choice in Full", (told.choice(), *told.consequences()) if answer.candidates else ()),
        further_section(answer, told.names),
        Section("What Would Have to Give", told.relaxations()),
        Section("What to Measure", told.measurements()),
        Section("Pros and Cons in Full", told.leaders() if answer.candidates else ()),
        Section("What Predictions Cost", told.running_costs()),
        Section("Architecture Decisions", told.decisions()),
        Section("Patterns", told.patterns()),
        Section("Components", told.components()),
        Section("By Packs of the House", told.own()),
        Section("Why Not the Others", told.why_not()),
        Section("Open Questions", (*turning_entries(details.turning, answer, told.names), *told.open_questions())),
    )
    return _with_references(short.title(), blocks, answer, (), answer.sources, details)


def _with_references(
    title: str,
    blocks: tuple[Section, ...],
    answer: Recommendation,
    last: tuple[Entry, ...],
    noted: Collection[str],
    details: RecordDetails,
) -> Section:
    """Return a record with what it cites; the full one has all notes on works, and all notices."""
    works = works_cited(blocks, answer.sources, noted)
    again = details.reader.again(details.asked_as, is_measured=is_measured(answer))
    notices = _notices(answer, details.reader, is_full=not last)
    more: tuple[Block, ...] = (*_more(answer, len(works.works), again), *notices, *last)
    return Section(title, (*blocks, Section("References", (works,)), Section("More Information", more)))


def _more(answer: Recommendation, n_cited: int, again: Words) -> tuple[Entry, ...]:
    stamp = answer.knowledge
    own = [pack for pack in stamp.packs if not pack.shipped]
    n_shipped = len(stamp.packs) - len(own)
    packs = joined(", ", (f"{n_shipped} that come with whichml", *map(_named, own)))
    return (
        Entry(("Answer: ", CodeSpan(answer.id), ", as ", again)),
        Entry((f"Knowledge: version {stamp.version}, digest ", CodeSpan(stamp.digest))),
        Entry(("Rule packs: ", packs)),
        Entry(
            f"The answer in JSON justifies every line down to {len(answer.sources)} works; this record cites {n_cited}."
        ),
    )


def _notices(answer: Recommendation, reader: RecordReader, *, is_full: bool) -> tuple[Entry, ...]:
    """Return what the answer gives notice of: all of it, or so much as the short record has room for, and a count."""
    if is_full:
        return tuple(Entry(f"Notice: {each}") for each in answer.notices)
    first = sorted(answer.notices, key=lambda each: each not in answer.assumptions and _UNREAD not in each)
    shown = [each for each in answer.notices if each in first[:_MOST_NOTICES]]
    n_more = len(answer.notices) - len(shown)
    more = (
        (Entry(f"{n_more} more notice{'s' * (n_more > 1)} on how the brief was read with {reader.full}."),)
        if n_more
        else ()
    )
    return (*(Entry(f"Notice: {cut_to_words(each, _WORDS_OF_NOTICE)}") for each in shown), *more)


def _named(pack: PackStamp) -> Words:
    """Return a pack of one's own with its version and the digest of its file."""
    return CodeSpan(f"{pack.id}/{pack.version}"), " (digest ", CodeSpan(pack.digest), ")"


_MOST_NOTICES: Final = 3
_UNREAD: Final = "nothing is taken from"
"""What a notice says that tells of words which were not read: no record leaves that out for another."""
_WORDS_OF_NOTICE: Final = 25
