"""What was read in a brief: values, what was understood, and what is unknown and matters most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from whichml.advise.turning_facts import TurningFact
from whichml.export.arguments import requirements_of
from whichml.export.document import CAUTION, ITEM, UNKNOWN, Block, Entry, Mark, Paragraph, Section
from whichml.export.naming import Naming, headline_of, is_stated
from whichml.export.question_reasons import hypothesis, then_first
from whichml.export.stated_facts import stated_facts
from whichml.export.words import CodeSpan
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.near_applications import near_applications
from whichml.model.briefs.recognised_application import APPLICATION
from whichml.model.format.brief_circumstances import HOLDS
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.recommendation import OpenQuestion, Recommendation

_MOST_QUESTIONS: Final = 5
_NAME_THEM: Final = (
    f"Better name the few that decide, the weightiest first, by `{HOLDS}`, which replaces these: "
    "`whichml form` lists all."
)


def check_page(
    brief: Brief, answer: Recommendation, knowledge: Knowledge, turning: Sequence[TurningFact] = ()
) -> Section:
    """Return what a sound brief says, as it was read.

    Parameters
    ----------
    answer : to that brief; its open questions are ordered by what they could change
    turning : facts that would change the first three, which are told before these
    """
    names = Naming.of(answer, knowledge)
    read_otherwise = [str(each) for each in brief.readings]
    others = [each for each in brief.notices if each not in brief.readings]
    kept = [each.message for each in others if each.is_kept]
    doubtful = [str(each) for each in others if not each.is_kept]
    doubtful += answer.notices[len(brief.notices) :]
    facts = [Entry((CodeSpan(name), f": {said}"), ITEM) for name, said in stated_facts(answer)]
    bounds = [Entry(f"{names.required(each)}{each.reason}", Mark(">")) for each in requirements_of(answer)]
    order = [
        Entry(f"{number}. {', '.join(names.quality(each) for each in tie)}", Mark("#"))
        for number, tie in enumerate(brief.priorities, 1)
    ]
    effects = {each.field: _sentence(f"{hypothesis(each)}, {then_first(each, names)}.") for each in turning}
    for each in answer.open_questions[:_MOST_QUESTIONS]:
        if each.field in BRIEF_FIELDS:
            effects.setdefault(each.field, _first_effect(each))
    unknown = [
        Entry((CodeSpan(field), f": {BRIEF_FIELDS[field].meaning} {effect}"), UNKNOWN)
        for field, effect in list(effects.items())[:_MOST_QUESTIONS]
    ]
    return Section(
        headline_of(answer.brief, names),
        (
            Paragraph("The brief is sound. What it leaves out is unknown, never false."),
            Section("Read otherwise than written", _entries(read_otherwise, Mark("~"))),
            Section("Worth a second look", _entries(doubtful, CAUTION)),
            Section("Read", (*facts, *bounds, *order)),
            Section("What prose was read for", _told_by_prose(answer, knowledge)),
            Section("Which kind of work it is, if one of these", tuple(_near(brief, knowledge))),
            Section("Unknown, and most likely to change the answer", tuple(unknown)),
            Section("Kept for readers, and changes nothing", _entries(kept, ITEM)),
        ),
    )


def _told_by_prose(answer: Recommendation, knowledge: Knowledge) -> tuple[Block, ...]:
    """Return which circumstances prose was read for, to be confirmed or denied, and that few of them are found so."""
    if is_stated(HOLDS, answer.brief) or not is_stated("notes", answer.brief):
        return ()
    known = ((each, knowledge.circumstances[each.circumstance].facts.name) for each in answer.circumstances)
    told = (Entry((CodeSpan(each.circumstance), f": {name}, by “{each.said}”"), UNKNOWN) for each, name in known)
    return (*told, Paragraph(_NAME_THEM))


def _near(brief: Brief, knowledge: Knowledge) -> Iterator[Entry]:
    """Yield the kinds of work that are near a brief whose words tell of none: an answer says what decides in one."""
    if brief.project.application is None:
        for each in near_applications(knowledge.recognisable, brief.title or "", brief.prose, str(brief.task)):
            yield Entry((CodeSpan(f"{APPLICATION}: {each.id}"), f": {each.name}"), UNKNOWN)


def _entries(texts: Iterable[str], mark: Mark) -> tuple[Entry, ...]:
    return tuple(Entry(each, mark) for each in texts)


def _first_effect(question: OpenQuestion) -> str:
    return _sentence(f"{question.effect.partition('; ')[0]}.")


def _sentence(clause: str) -> str:
    """Return a clause as a sentence; names and units keep their letters."""
    return clause[:1].upper() + clause[1:]
