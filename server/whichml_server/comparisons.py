"""Kept answers compared: with each other, with what other facts would make of them, and with today's knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, Literal

from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field

from whichml import Recommendation
from whichml.authoring.difference import BriefChange, compare_answers
from whichml.export.brief_comparison import BriefComparison, compare_briefs, compare_kept_answers
from whichml.export.comparison_page import briefs_page
from whichml.export.document import Paragraph, Section
from whichml.knowledge.algorithm_calls import known_names
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.meant_changes import with_meant_change
from whichml.model.briefs.told_by_prose import told_by_prose
from whichml.model.documents.document import BRIEF_LIMITS, Document, Plain
from whichml.model.documents.errors import (
    BriefError,
    ProbeError,
    Problem,
    did_you_mean,
    pointer_to,
    quoted,
    steps_of_pointer,
)
from whichml.model.format.brief_fields import GROUPS
from whichml_server.answer_basis import AnswerBasis, MeasurementsUsed
from whichml_server.answers import ANSWER_ID, kept_answer
from whichml_server.api import Api
from whichml_server.bodies import document_in_body
from whichml_server.explanations import answer_tag
from whichml_server.links import RECOMMENDATIONS, link
from whichml_server.negotiation import wanted_type
from whichml_server.parameters import Parameter
from whichml_server.problems import NOTHING_DIFFERS, WRONG_CHANGE, Refusal
from whichml_server.sending import JSON, PAGE_TYPES, made_now, send, send_page

Path = tuple[str, ...]
OTHER_ANSWER: Final = Parameter("other", "Id of another kept answer.", {"type": "string", "pattern": f"^{ANSWER_ID}$"})
MOST_CHANGES: Final = 40
_MOVED_ON: Final = (
    "What is known has changed since the answer was kept: both briefs are answered by today's knowledge, and what is "
    "said of the first may differ from the kept answer."
)
_ABOUT_MEASUREMENTS: Final[Mapping[str, str]] = MappingProxyType({
    "used-for-first": "What was measured is about the task of the kept brief, and the changed one is answered without.",
    "not-kept": "The measurements that the answer stands on were not kept; both briefs are answered without them.",
})  # fmt: skip
CHANGES: Final[dict[str, Any]] = {
    "type": "object",
    "description": "Fields of the brief with their new values; null takes a field out, but for one that title, notes "
    "or reasons tell: change these too. What they tell is read anew where they change.",
    "properties": {
        "changes": {
            "type": "object",
            "description": "A field (`data.rows`), a bound of a quality (`requirement.inference-latency.max`), a part "
            "of a requirement by its place (`requirements.0.max`), or `priorities`; values as a brief writes them.",
            "minProperties": 1,
            "maxProperties": MOST_CHANGES,
        }
    },
    "required": ["changes"],
    "additionalProperties": False,
    "examples": [{"changes": {"data.rows": 2000, "requirement.inference-latency.max": "5 ms"}}],
}


class WhatIf(BaseModel):
    """A kept answer beside the answer to its brief with some facts changed, which is not kept.

    Attributes
    ----------
    answer : id of the kept answer
    brief : with the changes, as it states them; posted to `/v1/recommendations` it is answered and kept
    difference : of the kept brief, first, and the changed one, second; both by today's knowledge
    has_moved_on : whether other knowledge or code made the kept answer; then the first is what its brief gets today
    measurements : `used` for both, `used-for-first` alone as the other task has none, or `not-kept` and so not used
    """

    model_config = ConfigDict(frozen=True)

    schema_: Literal["what-if/1"] = Field(default="what-if/1", serialization_alias="schema")
    answer: str
    brief: Mapping[str, Any]
    difference: BriefComparison
    has_moved_on: bool
    measurements: MeasurementsUsed


class KnowledgeDifference(BaseModel):
    """What today's knowledge would answer otherwise than a kept answer does.

    Attributes
    ----------
    has_moved_on : whether the knowledge is another than the one that the answer stands on
    knowledge : digests of that knowledge and of today's
    answers : ids of the kept answer and of today's, which is not kept
    difference : what differs; empty where both say the same
    measurements : of the kept answer; today's stands on them too (`used`), or cannot, as they were `not-kept`
    """

    model_config = ConfigDict(frozen=True)

    schema_: Literal["knowledge-difference/1"] = Field(default="knowledge-difference/1", serialization_alias="schema")
    has_moved_on: bool
    knowledge: tuple[str, str]
    answers: tuple[str, str]
    difference: BriefChange
    measurements: MeasurementsUsed


def get_comparison(api: Api, identity: str, other: str) -> Response:
    """Return how two kept answers differ, and which fact of their briefs makes the difference."""
    kept = kept_answer(api, identity), kept_answer(api, other)

    def find() -> BriefComparison:
        first, second = (AnswerBasis.of(api, each) for each in kept)
        briefs, answers = (first.brief(api), second.brief(api)), (first.answer, second.answer)
        names = _called(first.answer), _called(second.answer)
        if first.can_be_retraced and second.can_be_retraced:
            return _compared(api, first, briefs, answers, names)
        with _refusing_likeness():
            return compare_kept_answers(api.knowledge, briefs, answers, names)

    links = [link(f"{RECOMMENDATIONS}/{each.id}", "related") for each in kept]
    tag = "-".join(answer_tag(api, each) for each in kept)
    return send_page(api, tag, find, lambda found: briefs_page(found, api.knowledge), links)


def post_what_if(api: Api, identity: str) -> Response:
    """Return how the answer would differ if the facts in the body were so; nothing is kept."""
    media_type = wanted_type(PAGE_TYPES, "the difference is available")
    changes = document_in_body(request, BRIEF_LIMITS, "set of changes", WRONG_CHANGE)
    basis = AnswerBasis.of(api, kept_answer(api, identity))
    brief = basis.brief(api)
    changed = _with_changes(api, brief, changes)
    found = _what_if(api, identity, basis, (brief, changed))
    links = (link(f"{RECOMMENDATIONS}/{identity}", "related", "the kept answer"),)
    return made_now(found, lambda it: _what_if_page(it, api), media_type, links)


def _what_if(api: Api, identity: str, basis: AnswerBasis, briefs: tuple[Brief, Brief]) -> WhatIf:
    changed = briefs[1]
    measurements: MeasurementsUsed = basis.measurements
    try:
        answer = api.recommend(changed, basis.evidence, basis.calibration)
    except ProbeError:  # what was measured is about another task
        answer, measurements = api.recommend(changed, (), basis.calibration), "used-for-first"
    answers = basis.answered_today(api), answer
    names = "as it is kept, answered today" if basis.has_moved_on else "as it is kept", "with the changes"
    return WhatIf(
        answer=identity,
        brief=changed.stated(),
        difference=_compared(api, basis, briefs, answers, names),
        has_moved_on=basis.has_moved_on,
        measurements=measurements,
    )


def _what_if_page(found: WhatIf, api: Api) -> Section:
    """Return the difference as a page, which begins with what is no longer as it was for the kept answer."""
    page = briefs_page(found.difference, api.knowledge)
    remarks = [Paragraph(_MOVED_ON)] if found.has_moved_on else []
    if found.measurements in _ABOUT_MEASUREMENTS:
        remarks.append(Paragraph(_ABOUT_MEASUREMENTS[found.measurements]))
    return replace(page, blocks=(*remarks, *page.blocks))


def get_difference(api: Api, identity: str) -> Response:
    """Return what today's knowledge would answer otherwise to the brief of a kept answer, on its measurements."""
    kept = kept_answer(api, identity)

    def write() -> bytes:
        basis = AnswerBasis.of(api, kept)
        before, today = basis.answer, basis.answered_today(api)
        found = KnowledgeDifference(
            has_moved_on=before.knowledge.digest != today.knowledge.digest,
            knowledge=(before.knowledge.digest, today.knowledge.digest),
            answers=(before.id, today.id),
            difference=compare_answers(identity, before, today),
            measurements=basis.measurements,
        )
        return found.model_dump_json(by_alias=True).encode()

    links = (link(f"{RECOMMENDATIONS}/{identity}", "up", "the answer"),)
    media_type = wanted_type((JSON,), "the difference is available")
    return send(api, f"{answer_tag(api, kept)}-difference", media_type, write, links)


def _compared(
    api: Api, first: AnswerBasis, briefs: tuple[Brief, Brief], answers: tuple[Recommendation, Recommendation],
    names: tuple[str, str],
) -> BriefComparison:  # fmt: skip
    with _refusing_likeness():
        advisor, measured = api.advice.advisor(), (first.evidence, first.calibration)
        steps = advisor.assess(briefs[0], *measured), advisor.assess(briefs[1])
        return compare_briefs(advisor, steps, answers, names, *measured)


@contextmanager
def _refusing_likeness() -> Iterator[None]:
    try:
        yield
    except BriefError as error:
        raise Refusal(NOTHING_DIFFERS, error.problems) from None


def _called(answer: Recommendation) -> str:
    return str(answer.brief.get("title") or answer.brief.get("id") or answer.id)


def _with_changes(api: Api, brief: Brief, given: Document) -> Brief:
    """Return the brief with all changes at once, since two may make sense only together.

    They are made to what it states: what is read from its prose is read anew, by what the changes make of that.
    """
    nested, told = brief.stated(), brief.normalised()
    touched: dict[Path, tuple[Path, ...]] = {}
    taken_out: dict[Path, tuple[Path, ...]] = {}
    problems: list[Problem] = []
    for at, value in _changes_in(given).items():
        before, path = nested, ".".join(at)
        try:
            nested = with_meant_change(before, path, value, told)
            touched[at] = (tuple(path.split(".")), *_differing(before, nested))
            if value is None:
                taken_out[at] = tuple(_differing(told, with_meant_change(told, path, None)))
        except BriefError as error:
            problems += [replace(each, where=None, pointer=pointer_to(("changes", *at))) for each in error.problems]
    if problems:
        raise Refusal(WRONG_CHANGE, problems)
    try:
        changed = Brief.from_mapping(nested, known_names(api.knowledge))
    except BriefError as error:
        raise Refusal(WRONG_CHANGE, [_at_its_change(each, touched) for each in error.problems]) from None
    if read_again := list(_read_again(changed, taken_out)):
        raise Refusal(WRONG_CHANGE, read_again)
    return changed


def _read_again(changed: Brief, taken_out: Mapping[Path, tuple[Path, ...]]) -> Iterator[Problem]:
    """Yield each change that takes out a field which the prose of the changed brief tells."""
    for at, parts in taken_out.items():
        for field in (".".join(each[:2]) for each in parts):
            if field in changed.read_from_prose:
                yield replace(told_by_prose(changed, field), pointer=pointer_to(("changes", *at)))


def _differing(before: Plain, after: Plain, at: Path = ()) -> Iterator[Path]:
    """Yield where two briefs differ, as paths with places in lists as texts."""
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        before, after = ({str(n): each for n, each in enumerate(one)} for one in (before, after))
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() | after.keys():
            yield from _differing(before.get(name), after.get(name), (*at, name))
    else:
        yield at


def _at_its_change(problem: Problem, touched: Mapping[Path, tuple[Path, ...]]) -> Problem:
    """Return a problem of the changed brief with the place of the change that it comes from, else that of all.

    Parameters
    ----------
    touched : the parts of the brief that each change is about
    """
    path = steps_of_pointer(problem.pointer or "")
    found = [change for change, parts in touched.items() if any(_is_within(path, part) for part in parts)]
    chosen = found or (list(touched) if len(touched) == 1 else [])
    return replace(problem, where=None, pointer=pointer_to(("changes", *next(iter(chosen), ()))))


def _is_within(path: Path, part: Path) -> bool:
    """Return whether one of two places of a brief holds the other."""
    n_shared = min(len(path), len(part))
    return n_shared > 0 and path[:n_shared] == part[:n_shared]


def _changes_in(given: Document) -> dict[Path, Plain]:
    problems = [
        Problem(f"unknown key {quoted(key)}.", given.place_of_key((key,)), pointer_to((key,)),
                did_you_mean(key, ["changes"]) or "Known here: changes.")
        for key in given.mapping
        if key != "changes"
    ]  # fmt: skip
    changes = given.mapping.get("changes")
    wrong = _wrong_changes(given.mapping)
    if wrong is not None:
        hint = f'Name up to {MOST_CHANGES} fields with their new values: {{"changes": {{"data.rows": 2000}}}}.'
        problems.append(Problem(wrong, given.place(("changes",)), "/changes", hint))
    if problems or not isinstance(changes, dict):
        raise Refusal(WRONG_CHANGE, problems)
    return _by_field(changes)


def _by_field(changes: Mapping[str, Plain]) -> dict[Path, Plain]:
    """Return each change by the steps to it; of a group, such as `data`, each field that it names is one."""
    found: dict[Path, Plain] = {}
    for name, value in changes.items():
        in_group = value if name in GROUPS and isinstance(value, dict) else None
        found |= {(name,): value} if in_group is None else {(name, field): each for field, each in in_group.items()}
    return found


def _wrong_changes(given: Mapping[str, Plain]) -> str | None:
    """Return what is wrong with the changes as a whole, None where nothing is."""
    changes = given.get("changes")
    if "changes" not in given:
        return "`changes` is missing."
    if not isinstance(changes, dict):
        return "`changes` is no mapping of fields to values."
    n_fields = len(_by_field(changes))
    if not n_fields:
        return "`changes` names no field."
    if n_fields > MOST_CHANGES:
        return f"`changes` names {n_fields} fields, and {MOST_CHANGES} are the most."
    return None
