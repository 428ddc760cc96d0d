"""The form that writes a brief, as values for its template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from whichml.advise.question_choice import Question
from whichml.export.arguments import requirements_of
from whichml.export.question_reasons import hypothesis, reason_of
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_form import dotted_fields
from whichml.model.values.metrics import METRICS
from whichml.model.values.vocabulary import REQUIREMENT_PRIORITIES, STATISTICS
from whichml_server.pages.answer_parts import AnswerParts
from whichml_server.pages.changes import Changed, ties_in_words
from whichml_server.pages.controls import (
    Control,
    ControlGroup,
    Texts,
    control_of,
    first_controls,
    known_facts,
    open_fields,
)
from whichml_server.pages.unfinished import UnfinishedBrief, brief_in_json

_NO_BOUND: Final = ("", "max", "")


class ShownQuestion(NamedTuple):
    """The question of the form: its control, and why it is asked."""

    control: Control
    why: str


@dataclass(frozen=True, slots=True)
class BriefForm:
    """What the template of the form shows.

    Attributes
    ----------
    brief : what it states
    kept : what is kept of it: as it was sent, where nothing has changed since
    first : the controls of what has to be known first
    asked : None where nothing that is left would change the answer much
    facts : the controls of what is known
    read : what of it the words of the brief tell, as one text
    left_open : fields that would tell something, with their meanings, by group
    passed_over : fields that are not known, with their meanings
    bounds : requirements in words
    priorities : what each place of the order holds; the last is free
    qualities : names by id
    new_bound : quality, side and amount of the bound that was typed and refused
    problems : what is wrong with no control in particular
    pasted : the text of a brief that was refused
    """

    begun: UnfinishedBrief
    brief: str
    kept: str
    title: str
    first: tuple[Control, ...]
    asked: ShownQuestion | None
    facts: tuple[ControlGroup, ...]
    read: str
    left_open: tuple[tuple[str, list[tuple[str, str]]], ...]
    passed_over: tuple[tuple[str, str], ...]
    bounds: tuple[str, ...]
    priorities: Texts
    qualities: Mapping[str, str]
    new_bound: Texts
    bound_problems: Texts
    problems: Texts
    pasted: str

    statistics = STATISTICS
    necessities = REQUIREMENT_PRIORITIES
    metrics = tuple(METRICS)


def brief_form(
    changed: Changed, knowledge: Knowledge, question: Question | None, parts: AnswerParts | None
) -> BriefForm:
    """Return the form of an unfinished brief.

    Parameters
    ----------
    parts : of the answer to the unfinished brief; None where it has no brief yet
    """
    begun, problems = changed.begun, changed.by_field()
    brief = begun.brief
    typed = {field: texts for field, texts in changed.typed.items() if field in BRIEF_FIELDS}
    asked = question.field if question else ""
    return BriefForm(
        begun=begun,
        brief=brief_in_json(brief) if brief is not None else "",
        kept=begun.text,
        title=_first(changed, "title") or (brief.title if brief is not None and brief.title else ""),
        first=tuple(first_controls(knowledge, typed, problems)),
        asked=_asked(question, parts, knowledge, typed, problems) if question and parts else None,
        facts=known_facts(begun, knowledge, {f: t for f, t in typed.items() if f != asked}, problems),
        read=_read(brief) if brief is not None else "",
        left_open=tuple(open_fields(begun)),
        passed_over=tuple((field, BRIEF_FIELDS[field].meaning) for field in begun.unknown),
        bounds=_bounds(parts) if parts is not None else (),
        priorities=(*ties_in_words(brief.priorities), "") if brief is not None else (),
        qualities=_by_name(knowledge),
        new_bound=changed.typed.get("bound", _NO_BOUND),
        bound_problems=problems.get("bound", ()),
        problems=changed.elsewhere(),
        pasted=_first(changed, "text"),
    )


def _first(changed: Changed, name: str) -> str:
    return next(iter(changed.typed.get(name, ())), "")


def _read(brief: Brief) -> str:
    said = dotted_fields(brief.normalised())
    return "; ".join(f"{name}: {said[name]}" for name in brief.read_from_prose)


def _asked(
    question: Question,
    parts: AnswerParts,
    knowledge: Knowledge,
    typed: Mapping[str, Texts],
    problems: Mapping[str, Texts],
) -> ShownQuestion:
    field = question.field
    control = control_of(field, typed.get(field, ()), knowledge, problems.get(field, ()))
    turning = question.turning
    if turning is None:
        return ShownQuestion(control, reason_of(question, parts.screen.names))
    clause = hypothesis(turning)
    return ShownQuestion(
        control,
        f"It could change the answer. {clause[:1].upper()}{clause[1:]}: {parts.screen.turned(turning)}.",
    )


def _bounds(parts: AnswerParts) -> tuple[str, ...]:
    return tuple(f"{parts.screen.names.required(each)}{each.reason}" for each in requirements_of(parts.answer))


def _by_name(knowledge: Knowledge) -> dict[str, str]:
    named = sorted(knowledge.qualities.items(), key=lambda each: each[1].name.lower())
    return {identity: quality.name for identity, quality in named}
