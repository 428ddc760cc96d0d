"""From a request's body to a brief, within strict limits."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask import Request

from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import BRIEF_LIMITS, Document, DocumentLimits, Form, read_document
from whichml.model.documents.errors import BriefError, quoted
from whichml.model.documents.parse_context import ParseContext, StopReading
from whichml.model.documents.reading_json import read_json
from whichml.model.documents.reading_yaml import read_yaml
from whichml_server.operations import BodyForm
from whichml_server.problems import (
    MALFORMED_BODY,
    MALFORMED_BRIEF,
    TOO_LARGE,
    UNSUPPORTED,
    WRONG_BODY,
    WRONG_BRIEF,
    Refusal,
    RefusalKind,
)
from whichml_server.settings import settings_in_use

BODY_BYTES: Final = BRIEF_LIMITS.n_bytes
FORMS: Final = MappingProxyType[str, Form]({
    "application/json": "json",
    "application/yaml": "yaml",
    "text/yaml": "yaml",
    "application/x-yaml": "yaml",
})  # fmt: skip
_NAME: Final = "request body"
_ACCEPTED: Final = ", ".join(FORMS)


def in_forms(body: BodyForm) -> Mapping[str, BodyForm]:
    """Return a body in each of the forms that are read here."""
    return MappingProxyType(dict.fromkeys(FORMS, body))


def brief_in_body(request: Request, knowledge: Knowledge, *, lenient: bool = False) -> Brief:
    """Return the brief in a request's body, its names checked against the knowledge; leniently as in `Brief.parse`.

    Raises
    ------
    Refusal
        Where the body is too large, in another form, no text that can be read, or no brief; with all problems.
    """
    form = _form_of(request)
    raw = body_of(request, BODY_BYTES, "brief")
    try:
        return Brief.parse(raw, _NAME, form=form, names=known_names(knowledge), lenient=lenient)
    except BriefError as error:
        kind = WRONG_BRIEF if _is_readable(raw, form) else MALFORMED_BRIEF
        raise Refusal(kind, error.problems) from None


def document_in_body(
    request: Request, limits: DocumentLimits, what: str, otherwise: RefusalKind = WRONG_BODY
) -> Document:
    """Return the JSON or YAML mapping in a request's body, read as strictly as a brief.

    Parameters
    ----------
    what : what the body holds, in words, such as `set of changes`
    otherwise : the refusal of a text that can be read and is no mapping

    Raises
    ------
    Refusal
        Where the body is too large, in another form, or no text that can be read.
    """
    form = _form_of(request)
    raw = body_of(request, limits.n_bytes, what)
    try:
        return read_document(raw, _NAME, limits=limits, form=form)
    except BriefError as error:
        raise Refusal(otherwise if _is_readable(raw, form) else MALFORMED_BODY, error.problems) from None


def refuse_compressed(request: Request) -> None:
    """Refuse a body that would have to be unpacked first."""
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding.lower() != "identity":
        detail = f"the content encoding {quoted(encoding)} is not read here; send the body as it is."
        raise Refusal(UNSUPPORTED, detail=detail, headers={"Accept-Encoding": "identity"})


def body_of(request: Request, n_bytes: int, what: str) -> bytes:
    """Return the whole body: one byte beyond the limit is asked for, so that none is cut off unseen.

    The limit is `n_bytes`, or that of the settings where this is lower.
    """
    n_bytes = min(n_bytes, settings_in_use().body_bytes)
    if (request.content_length or 0) <= n_bytes:
        raw = request.stream.read(n_bytes + 1)
        if len(raw) <= n_bytes:
            return raw
    raise Refusal(TOO_LARGE, detail=f"the limit is {n_bytes} bytes for a {what}.")


def _form_of(request: Request) -> Form:
    refuse_compressed(request)
    form = FORMS.get(request.mimetype)
    if form is None:
        found = f"the media type {quoted(request.mimetype)} is" if request.mimetype else "a body without type is"
        detail = f"{found} not read here; send it as one of {_ACCEPTED}."
        raise Refusal(UNSUPPORTED, detail=detail, headers={"Accept": _ACCEPTED})
    return form


def _is_readable(raw: bytes, form: Form) -> bool:
    """Return whether the body is a JSON or YAML text with one reading, whatever it says."""
    draft = ParseContext(_NAME, BRIEF_LIMITS)
    try:
        text = raw.decode("utf-8-sig")
        if not text.strip():
            return False
        if form == "json":
            read_json(text, draft)
        else:
            read_yaml(text, draft)
    except (UnicodeDecodeError, StopReading):
        return False
    return not draft.problems
