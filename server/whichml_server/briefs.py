"""Briefs that come with what was measured, and briefs that are looked at before they are answered."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final, Literal, TypeVar

import rfc8785
from flask import Response, request
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from whichml.export.arguments import facts_in_words
from whichml.export.check_page import check_page
from whichml.knowledge.algorithm_calls import known_names
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import BRIEF_LIMITS, Document, Path, Plain
from whichml.model.documents.errors import BriefError, Notice, ProbeError, Problem, did_you_mean, pointer_to, quoted
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Evidence
from whichml.model.statements.recommendation import OpenQuestion, Recommendation
from whichml_server.answers import kept_response, wanted_form
from whichml_server.api import Api
from whichml_server.bodies import brief_in_body, document_in_body
from whichml_server.negotiation import wanted_type
from whichml_server.parameters import YES_OR_NO, Parameter, is_asked_for
from whichml_server.problems import WRONG_BODY, Refusal
from whichml_server.sending import PAGE_TYPES, made_now

AS_WRITTEN: Final[Mapping[str, Any]] = MappingProxyType({
    "description": "A brief; with `lenient` also what only may be one.",
    "anyOf": [{"$ref": "#/components/schemas/Brief"}, {"type": "object"}],
    "examples": [{"task": "forecasting", "data": {"modality": "time-series", "series": 40}}],
})  # fmt: skip
LENIENT: Final = Parameter(
    "lenient",
    "Leave out what cannot be read, and tell it among the notices; without it the brief is refused.",
    YES_OR_NO,
)
_PARTS: Final = ("brief", "evidence", "calibration")
_HINT: Final = "Send `brief`, `evidence` and `calibration`: a brief, and files that whichml wrote when it measured."
Measured = TypeVar("Measured", bound=BaseModel)


class MeasuredBrief(BaseModel):
    """A brief with what was measured of its project, and of the machine that trains or serves.

    Attributes
    ----------
    brief : as for `/v1/recommendations`; of the evidence, what it names by id is used, or all where it names none
    evidence : files that `whichml probe` wrote
    calibration : the file that `whichml machine-profile` wrote, for bounds on times; null where nobody timed it
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    brief: Mapping[str, Any]
    evidence: tuple[Evidence, ...] = ()
    calibration: Calibration | None = None


class ReadingNotice(BaseModel):
    """Something in a brief that was read otherwise than written, or is worth a second look."""

    model_config = ConfigDict(frozen=True)

    message: str
    pointer: str | None = None
    line: int | None = None
    column: int | None = None


class BriefReading(BaseModel):
    """What was read in a brief: it is sound, and what it leaves out is unknown, never false.

    Attributes
    ----------
    brief : in its normal form, quantities in base units
    facts : fields with their values in words
    readings : what was read otherwise than it is written
    notices : what is allowed and worth a second look
    open_questions : fields left out, that which could change the answer most first
    """

    model_config = ConfigDict(frozen=True)

    schema_: Literal["brief-reading/1"] = Field(default="brief-reading/1", serialization_alias="schema")
    brief: Mapping[str, Any]
    facts: Mapping[str, str]
    readings: tuple[ReadingNotice, ...]
    notices: tuple[ReadingNotice, ...]
    open_questions: tuple[OpenQuestion, ...]


def post_check(api: Api) -> Response:
    """Return what is read in the brief in the body, and which unknown facts matter most; nothing is kept.

    With `?lenient`, what cannot be read is left out and told, and the brief that is returned can be asked about.
    """
    media_type = wanted_type(PAGE_TYPES, "what was read is available")
    brief = brief_in_body(request, api.knowledge, lenient=is_asked_for(request, LENIENT))
    answer = api.recommend(brief)
    return made_now(_reading(brief, answer), lambda _: check_page(brief, answer, api.knowledge), media_type)


def post_measured_recommendation(api: Api) -> Response:
    """Return 201 with the answer to a brief on measurements of its project, and keep it under its id."""
    form = wanted_form()
    given = document_in_body(request, BRIEF_LIMITS, "brief with measurements")
    brief, evidence, calibration = _parts(api, given)
    try:
        answer = api.recommend(brief, evidence, calibration)
    except ProbeError as error:
        raise Refusal(WRONG_BODY, error.problems) from None
    return kept_response(api, answer, form, evidence, calibration)


def _reading(brief: Brief, answer: Recommendation) -> BriefReading:
    others = [each for each in brief.notices if each not in brief.readings]
    return BriefReading(
        brief=answer.brief,
        facts=dict(facts_in_words(answer.brief)),
        readings=tuple(map(_as_notice, brief.readings)),
        notices=tuple(map(_as_notice, others)),
        open_questions=answer.open_questions,
    )


def _as_notice(notice: Notice) -> ReadingNotice:
    where = notice.where
    return ReadingNotice(
        message=notice.message,
        pointer=notice.pointer,
        line=where.line if where else None,
        column=where.column if where else None,
    )


def _parts(api: Api, given: Document) -> tuple[Brief, tuple[Evidence, ...], Calibration | None]:
    """Return the brief, the evidence and the calibration of a body; refuses with all that is wrong with them."""
    problems = list(_misfits(given))
    evidence: list[Evidence] = []
    listed = given.mapping.get("evidence", [])
    for number, each in enumerate(listed if isinstance(listed, list) else []):
        evidence += _measured(Evidence, each, given, ("evidence", number), problems)
    machine = given.mapping.get("calibration")
    calibration = _measured(Calibration, machine, given, ("calibration",), problems) if machine is not None else []
    brief = _brief_in(api, given.mapping.get("brief"), problems)
    if problems or brief is None:
        raise Refusal(WRONG_BODY, problems)
    return brief, tuple(evidence), next(iter(calibration), None)


def _misfits(given: Document) -> Iterator[Problem]:
    for key in given.mapping:
        if key not in _PARTS:
            hint = did_you_mean(key, _PARTS) or f"Known here: {', '.join(_PARTS)}."
            yield Problem(f"unknown key {quoted(key)}.", given.place_of_key((key,)), pointer_to((key,)), hint)
    if not isinstance(given.mapping.get("brief"), dict):
        yield given.problem(("brief",), "there is no mapping `brief`.", hint=_HINT)
    if not isinstance(given.mapping.get("evidence", []), list):
        yield given.problem(("evidence",), "`evidence` is no list.", hint=_HINT)


def _brief_in(api: Api, given: Plain, problems: list[Problem]) -> Brief | None:
    if isinstance(given, dict):
        try:
            return Brief.from_mapping(given, known_names(api.knowledge))
        except BriefError as error:
            problems.extend(replace(p, where=None, pointer=f"/brief{p.pointer or ''}") for p in error.problems)
    return None


def _measured(form: type[Measured], part: Plain, given: Document, at: Path, problems: list[Problem]) -> list[Measured]:
    """Return what was measured, read as strictly as from a file; nothing after noting what is wrong with it.

    Parameters
    ----------
    part, at : what is said of it in the document, and its path there
    """
    try:
        found = form.model_validate_json(json.dumps(part), strict=True)
        rfc8785.dumps(found.model_dump(mode="json", by_alias=True))
    except ValidationError as cause:
        problems += [_misfit(given, at, details) for details in cause.errors(include_url=False, include_input=False)]
    except rfc8785.CanonicalizationError as cause:
        hint = "Whole numbers go up to 2^53, and no number is infinite."
        problems.append(Problem(f"it holds a value that has no canonical JSON: {cause}.", None, pointer_to(at), hint))
    else:
        return [found]
    return []


def _misfit(given: Document, at: Path, details: ErrorDetails) -> Problem:
    """Return what is wrong with a part of what was measured, by its name and with its place."""
    path = (*at, *details["loc"])
    name = ".".join(map(str, path))
    said = f": {details['msg'][:1].lower()}{details['msg'][1:]}"
    said = {"missing": " is missing", "extra_forbidden": " is no part of it"}.get(details["type"], said)
    return Problem(f"`{name}`{said}.", given.place(path), pointer_to(path), _HINT)
