"""The answers that are kept, newest first, a page at a time."""

from __future__ import annotations

import re
from datetime import datetime
from types import MappingProxyType
from typing import Final
from urllib.parse import urlencode

from flask import Response, request
from pydantic import BaseModel, ConfigDict

from whichml.model.documents.errors import Problem, quoted
from whichml.model.values.vocabulary import TASKS
from whichml_server.api import Api
from whichml_server.catalogue import as_json
from whichml_server.links import RECOMMENDATIONS, link, reachable
from whichml_server.parameters import Parameter, wrong_parameters
from whichml_server.problems import WRONG_FILTER, Refusal
from whichml_server.store import AnswerSummary, CursorError

USUAL_LIMIT: Final = 50
MOST: Final = 500
_LOST_PLUS: Final = re.compile(r" (?=[0-9]{2}:?[0-9]{2}\Z)")
_MOMENT: Final = MappingProxyType(
    {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
)
PARAMETERS: Final = (
    Parameter(
        "task", "Only answers to briefs of this task.", MappingProxyType({"type": "string", "enum": list(TASKS)}),
        example="binary-classification",
    ),
    Parameter("knowledge", "Only answers that stand on the knowledge of this digest."),
    Parameter("since", "Only answers kept from this moment, or day, on.", _MOMENT, example="2026-01-01T00:00:00Z"),
    Parameter("until", "Only answers kept before this moment, or day.", _MOMENT, example="2100-01-01T00:00:00Z"),
    Parameter(
        "limit", f"How many at most; {USUAL_LIMIT} where it is not given.",
        MappingProxyType({"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL_LIMIT}), example="10",
    ),
    Parameter("cursor", "Where the page before ended: `cursor` within the address that is `next` of that page."),
)  # fmt: skip


class AnswerEntry(BaseModel):
    """A kept answer in a list.

    Attributes
    ----------
    created : when it was kept first
    knowledge : digest of the knowledge that it stands on
    title : of its brief, or the id of it; empty where it has neither
    n_bytes : of its JSON, the justification included
    address : where it is
    """

    model_config = ConfigDict(frozen=True)

    id: str
    created: datetime
    knowledge: str
    task: str
    title: str
    n_bytes: int
    address: str


class ListedAnswers(BaseModel):
    """Kept answers, newest first; `next` is the address of the page that follows, null where none does."""

    model_config = ConfigDict(frozen=True)

    recommendations: tuple[AnswerEntry, ...]
    next: str | None


def list_recommendations(api: Api) -> Response:
    """Return a page of the kept answers that pass the filters."""
    problems = list(wrong_parameters(request, PARAMETERS))
    since, until = (_moment(name, problems) for name in ("since", "until"))
    limit = _limit(problems)
    if problems:
        raise Refusal(WRONG_FILTER, problems)
    given = request.args
    try:
        page = api.store.list(
            task=given.get("task"), knowledge=given.get("knowledge"), since=since, until=until, limit=limit,
            cursor=given.get("cursor"),
        )  # fmt: skip
    except CursorError as error:
        raise Refusal(WRONG_FILTER, error.problems) from None
    following = f"{RECOMMENDATIONS}?{urlencode({**given, 'cursor': page.cursor})}" if page.cursor else None
    shown = ListedAnswers(
        recommendations=tuple(map(_as_entry, page.items)), next=reachable(following) if following else None
    )
    return as_json(shown, *([link(following, "next")] if following else []))


def _as_entry(summary: AnswerSummary) -> AnswerEntry:
    return AnswerEntry(
        id=summary.id,
        created=summary.created,
        knowledge=summary.knowledge,
        task=summary.task,
        title=summary.title,
        n_bytes=summary.n_bytes,
        address=reachable(f"{RECOMMENDATIONS}/{summary.id}"),
    )


def _moment(name: str, problems: list[Problem]) -> datetime | None:
    given = request.args.get(name)
    if given is None:
        return None
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        hint = "Write it as 2026-11-27T08:00:00Z, or as a day, 2026-11-27."
        if _LOST_PLUS.search(given):
            hint = f"In an address `+` is a blank; write it as `%2B`: {_LOST_PLUS.sub(r'%2B', given)}."
        problems.append(Problem(f"the parameter {quoted(name)} is no moment: {quoted(given)}.", hint=hint))
        return None


def _limit(problems: list[Problem]) -> int:
    given = request.args.get("limit", str(USUAL_LIMIT))
    if given.isascii() and given.isdigit() and len(given) < 9 and 1 <= int(given) <= MOST:
        return int(given)
    problems.append(
        Problem(f"the parameter 'limit' is no number of answers: {quoted(given)}.", hint=f"From 1 to {MOST}.")
    )
    return USUAL_LIMIT
