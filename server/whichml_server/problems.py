"""Refusals as problem documents (RFC 9457): what is wrong, where, and what would be right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from flask import Response
from pydantic import BaseModel, ConfigDict
from werkzeug.exceptions import HTTPException

from whichml.model.documents.errors import Problem
from whichml_server.hints import asked_over_http
from whichml_server.links import DESCRIPTION, reachable

PROBLEM_TYPE: Final = "application/problem+json"


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """A kind of refusal; its `slug` is the name of the response in the OpenAPI description."""

    slug: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """Return the URI reference that identifies the kind and leads to its description, below no prefix."""
        return f"{DESCRIPTION}#/components/responses/{self.slug}"


MALFORMED_BRIEF: Final = RefusalKind(
    "malformed-brief", 400, "The brief cannot be read", "The body is no JSON or YAML text, or has no single reading."
)
MALFORMED_BODY: Final = RefusalKind(
    "malformed-body", 400, "The body cannot be read", "The body is no JSON or YAML text, or has no single reading."
)
WRONG_BODY: Final = RefusalKind(
    "wrong-body", 422, "The body is not valid", "The body can be read; a part of it is missing, unknown or not valid."
)
WRONG_BRIEF: Final = RefusalKind(
    "wrong-brief",
    422,
    "The brief is not valid",
    "The body can be read; names or values in it are unknown, or contradict each other.",
)
WRONG_FILTER: Final = RefusalKind(
    "wrong-filter", 422, "The query is not valid", "A parameter of the query is unknown, or has an unknown value."
)
UNKNOWN_ID: Final = RefusalKind("unknown-id", 404, "There is nothing of that id", "Nothing of this kind has the id.")
OUTDATED: Final = RefusalKind(
    "outdated", 409, "The answer is out of date", "Today's knowledge cannot read the brief of the kept answer any more."
)
NOTHING_DIFFERS: Final = RefusalKind(
    "nothing-differs", 422, "Nothing differs", "What is to be compared says the same, so that there is no difference."
)
WRONG_CHANGE: Final = RefusalKind(
    "wrong-change", 422, "The changes are not valid", "A change names no field, or what it makes of the brief is none."
)
NOT_FOUND: Final = RefusalKind(
    "not-found", 404, "There is no such address", f"There is nothing at this address; see {DESCRIPTION}."
)
NOT_ALLOWED: Final = RefusalKind(
    "method-not-allowed", 405, "The method is not allowed", "This address does not take the method; see `Allow`."
)
NOT_ACCEPTABLE: Final = RefusalKind(
    "not-acceptable", 406, "The form is not available", "The answer is not available in any form that `Accept` names."
)
NOT_MATCHED: Final = RefusalKind(
    "precondition-failed", 412, "The tag is another",
    "What is at this address has none of the entity tags that `If-Match` names; nothing was sent or changed.",
)  # fmt: skip
TOO_LARGE: Final = RefusalKind("too-large", 413, "The body is too large", "The body has more bytes than it may have.")
UNSUPPORTED: Final = RefusalKind(
    "unsupported-media-type", 415, "The media type is not supported", "The body is in a form that is not read here."
)
MALFORMED_QUERY: Final = RefusalKind(
    "malformed-query", 400, "The query cannot be read", "The query is missing, or is not SPARQL."
)
REFUSED_QUERY: Final = RefusalKind(
    "refused-query",
    422,
    "The query is not answered",
    "The query can be read; it is an update, asks for other data (SERVICE, FROM), takes too long or returns too much.",
)
NO_TOKEN: Final = RefusalKind(
    "no-token", 401, "A token is needed", "The address takes a bearer token, and the request has none that is known."
)
WRONG_TOKEN: Final = RefusalKind(
    "wrong-token", 403, "The token does not suffice", "The token of the request may read, and the request writes."
)
FOREIGN_ORIGIN: Final = RefusalKind(
    "foreign-origin", 403, "The origin may not write", "A page of another origin sent the request through a browser."
)
WRONG_HOST: Final = RefusalKind(
    "wrong-host", 421, "The host is another", "The request is meant for a host by whose name this server does not go."
)
TOO_MANY: Final = RefusalKind(
    "too-many-requests", 429, "Too many requests", "The client sent more requests than it may; see `Retry-After`."
)
UNAVAILABLE: Final = RefusalKind(
    "unavailable", 503, "The server cannot answer now", "All that could answer is busy; see `Retry-After`."
)
DEFECT: Final = RefusalKind(
    "defect", 500, "The server failed", "This is a defect of the server, not of the request; its log says more."
)
KINDS: Final = (
    MALFORMED_BODY, WRONG_BODY, MALFORMED_BRIEF, WRONG_BRIEF, WRONG_FILTER, WRONG_CHANGE, NOTHING_DIFFERS, OUTDATED,
    UNKNOWN_ID, NOT_FOUND, NOT_ALLOWED, NOT_ACCEPTABLE, NOT_MATCHED, TOO_LARGE, UNSUPPORTED, MALFORMED_QUERY,
    REFUSED_QUERY, NO_TOKEN, WRONG_TOKEN, FOREIGN_ORIGIN, WRONG_HOST, TOO_MANY, UNAVAILABLE, DEFECT,
)  # fmt: skip
EVERYWHERE: Final = (NO_TOKEN, WRONG_HOST, TOO_MANY, DEFECT)
"""What any operation may be answered with."""
TELL_WHEN: Final = (TOO_MANY, UNAVAILABLE)
"""What comes with `Retry-After`."""
MOST_ENTRIES: Final = 100
"""Problems that one document lists; a text with more has one cause."""
_KIND_OF_STATUS: Final = MappingProxyType({
    kind.status: kind for kind in (NOT_FOUND, NOT_ALLOWED, NOT_ACCEPTABLE, TOO_LARGE, UNSUPPORTED, DEFECT)
})  # fmt: skip


class ProblemEntry(BaseModel):
    """One thing that is wrong; `pointer` is a JSON pointer (RFC 6901) into the body, line and column count from 1."""

    model_config = ConfigDict(frozen=True)

    detail: str
    pointer: str | None = None
    line: int | None = None
    column: int | None = None
    hint: str | None = None


class ProblemDocument(BaseModel):
    """A refusal; `errors` lists everything that was found, in the order of the text; of very many the first."""

    model_config = ConfigDict(frozen=True)

    type: str
    title: str
    status: int
    detail: str
    errors: tuple[ProblemEntry, ...] | None = None


class Refusal(HTTPException):
    """A request that is refused, with everything that is wrong with it.

    Parameters
    ----------
    kind : the kind of refusal
    problems : what was found; where there is nothing to list, the kind's meaning or `detail` is the whole message
    detail : one sentence for the whole; None takes it from the problems or the kind
    headers : fields for the response, such as `Accept`
    """

    def __init__(
        self,
        kind: RefusalKind,
        problems: Sequence[Problem] = (),
        detail: str | None = None,
        headers: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self.code = kind.status
        self.kind = kind
        self.problems = tuple(map(asked_over_http, problems))
        self.headers = dict(headers)
        super().__init__(detail or _summary(self.problems) or kind.meaning)


def problem_response(error: HTTPException) -> Response:
    """Return any HTTP error as a problem document, with the header fields that belong to it (`Allow`, `Accept`)."""
    status = error.code or HTTPStatus.INTERNAL_SERVER_ERROR
    if isinstance(error, Refusal):
        document = _document(error.kind, str(error.description), error.problems)
        headers = error.headers
    else:
        kind = _KIND_OF_STATUS.get(status)
        if kind is not None:
            document = _document(kind, kind.meaning.replace(DESCRIPTION, reachable(DESCRIPTION)), ())
        else:
            title = HTTPStatus(status).phrase
            detail = error.description or title
            document = ProblemDocument(type="about:blank", title=title, status=status, detail=detail)
        headers = {name: text for name, text in error.get_headers() if name.lower() != "content-type"}
    body = document.model_dump_json(exclude_none=True)
    return Response(body, status, headers, content_type=PROBLEM_TYPE)


def _document(kind: RefusalKind, detail: str, problems: Sequence[Problem]) -> ProblemDocument:
    entries = tuple(_entry(problem) for problem in problems[:MOST_ENTRIES])
    return ProblemDocument(
        type=reachable(kind.type), title=kind.title, status=kind.status, detail=detail, errors=entries or None
    )


def _entry(problem: Problem) -> ProblemEntry:
    where = problem.where
    return ProblemEntry(
        detail=problem.message,
        pointer=problem.pointer,
        line=where.line if where else None,
        column=where.column if where else None,
        hint=problem.hint,
    )


def _summary(problems: Sequence[Problem]) -> str | None:
    if not problems:
        return None
    if len(problems) == 1:
        return problems[0].message
    told = "all of them" if len(problems) <= MOST_ENTRIES else f"the first {MOST_ENTRIES}"
    return f"{len(problems)} problems, {told} in `errors`; the first: {problems[0].message}"
