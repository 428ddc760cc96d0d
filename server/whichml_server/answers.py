"""Recommendations over HTTP: made from a brief, kept, and given again in the form that is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from flask import Response, request

from whichml import Recommendation, __version__
from whichml.advise.recommendation import answer_id
from whichml.export.formats import ANSWER_FORMATS, AnswerFormat
from whichml.export.record_details import RecordDetails
from whichml.export.record_note import with_note_below_title
from whichml.export.record_reader import OVER_HTTP
from whichml.model.documents.errors import Problem, quoted
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.evidence import Evidence
from whichml_server.answer_basis import AnswerBasis, keep_measurements
from whichml_server.api import Api
from whichml_server.bodies import brief_in_body
from whichml_server.code_stamp import code_stamp
from whichml_server.conditions import check_match
from whichml_server.links import RECOMMENDATIONS, link, reachable
from whichml_server.negotiation import wanted_type
from whichml_server.parameters import YES_OR_NO, Parameter, is_asked_for
from whichml_server.problems import UNKNOWN_ID, Refusal
from whichml_server.sending import send
from whichml_server.store import StoredAnswer, StoreUnavailable

ANSWER_ID: Final = "[0-9a-f]{32}"
_WHOLE_ID: Final = "Give all of its 32 digits, 0-9 and a-f, as `id` of the answer and the end of its address have them."
_FORMATS: Final = MappingProxyType({each.media_type: each for each in ANSWER_FORMATS})
ANSWER_TYPES: Final = ("application/json", *_FORMATS)
IDENTITY: Final = Parameter(
    "id", "Id of a kept answer.", MappingProxyType({"type": "string", "pattern": f"^{ANSWER_ID}$"})
)
INCLUDE: Final = Parameter(
    "include",
    "`justification` sends the graph behind the answer too; it is most of it, and ids in `because` are its nodes.",
    MappingProxyType({"type": "string", "enum": ["justification"]}),
    example="justification",
)
FULL: Final = Parameter("full", "All that the answer says, instead of two pages or the ranking's basis.", YES_OR_NO)
_MOVED_ON: Final = (
    "The knowledge has moved on since: this is what was answered by the knowledge {then}, and today's is {today}. "
    "What would be said otherwise today stands at the address of the answer with /difference behind it."
)
_JUSTIFICATION: Final = b',"justification":{'
_SOURCES: Final = b',"sources":{'


def post_recommendation(api: Api) -> Response:
    """Return 201 with the answer to the brief in the body, and keep it under its id."""
    form = wanted_form()
    brief = brief_in_body(request, api.knowledge)
    kept = api.store.get(answer_id(brief, api.knowledge))
    if kept is not None and kept.made_by == code_stamp() != "":  # other code may answer otherwise under the same id
        return _made(api, kept, form)
    return kept_response(api, api.recommend(brief), form)


def get_recommendation(api: Api, identity: str) -> Response:
    """Return a kept answer in the form that is asked for; `?full` asks for a whole record instead of two pages."""
    form = wanted_form()
    return _sent(api, kept_answer(api, identity), form)


def kept_answer(api: Api, identity: str) -> StoredAnswer:
    """Return the kept answer of that id; refuses an id that there is none of."""
    kept = api.store.get(identity) if re.fullmatch(ANSWER_ID, identity) else None
    if kept is None:
        raise no_answer(identity)
    return kept


def delete_recommendation(api: Api, identity: str) -> Response:
    """Return 204 once the answer and its documents are gone; refuses where `If-Match` names another one."""
    if request.if_match:
        kept = kept_answer(api, identity)
        check_match(form.tag(api, kept, form.maker(api, kept)) for form in _FORMS_OF_ANSWERS)
    if not re.fullmatch(ANSWER_ID, identity) or not api.store.delete(identity):
        raise no_answer(identity)
    return Response(status=204)


def no_answer(identity: str) -> Refusal:
    """Return the refusal of an id that no kept answer has, or can have."""
    if re.fullmatch(ANSWER_ID, identity):
        return Refusal(UNKNOWN_ID, detail="there is no answer of that id here.")
    problem = Problem(f"{quoted(identity)} is no id of an answer.", hint=_WHOLE_ID)
    return Refusal(UNKNOWN_ID, [problem], detail="there is no answer of that id here.")


def kept_response(
    api: Api,
    answer: Recommendation,
    form: AnswerForm,
    evidence: Sequence[Evidence] = (),
    calibration: Calibration | None = None,
) -> Response:
    """Keep an answer with what was measured for it, and return 201 with it."""
    kept = StoredAnswer.of(answer)
    api.store.put(kept)
    keep_measurements(api, answer, evidence, calibration)
    return _made(api, kept, form)


def _made(api: Api, kept: StoredAnswer, form: AnswerForm) -> Response:
    response = _sent(api, kept, form, 201)
    response.headers["Location"] = reachable(f"{RECOMMENDATIONS}/{kept.id}")
    return response


@dataclass(frozen=True, slots=True)
class AnswerForm:
    """The form in which an answer is sent: `whole` with its justification, or as the full record."""

    media_type: str
    whole: bool

    @property
    def format(self) -> AnswerFormat | None:
        """Return the format that writes it; None for JSON, in which answers are kept."""
        return _FORMATS.get(self.media_type)

    @property
    def name(self) -> str:
        """Return under which name documents in it are kept."""
        return f"{self.media_type}; full" if self.whole else self.media_type

    def maker(self, api: Api, kept: StoredAnswer) -> str:
        """Return the digest of the knowledge that makes it: that of the answer while it can, later today's."""
        if self.format is None or kept.knowledge == api.knowledge.digest:
            return kept.knowledge
        was_made = api.store.document(kept.id, self.name, kept.knowledge) is not None
        return kept.knowledge if was_made else api.knowledge.digest

    def tag(self, api: Api, kept: StoredAnswer, maker: str) -> str:
        """Return the entity tag of an answer in this form, made by the knowledge of that digest."""
        whole = "-whole" if self.whole else ""
        since = f"-{api.knowledge.digest[:16]}" if self.format is not None and _has_moved_on(api, kept) else ""
        return f"{kept.id}-{self.media_type.partition('/')[2]}{whole}-{__version__}-{maker[:16]}{since}"

    def write(self, api: Api, kept: StoredAnswer, maker: str | None = None) -> bytes:
        """Return the body; a document is made once, so that it stays what it was when the knowledge moves on.

        A record says then that it has; JSON stays as it was given, to the byte.

        Parameters
        ----------
        maker : what `maker` returns, where that is known already
        """
        if self.format is None:
            return kept.body if self.whole else without_justification(kept.body)
        document = self._document(self.format, api, kept, maker or self.maker(api, kept))
        if not _has_moved_on(api, kept):
            return document
        note = _MOVED_ON.format(then=kept.knowledge[:12], today=api.knowledge.digest[:12])
        return with_note_below_title(document.decode(), self.media_type, note).encode()

    def _document(self, form: AnswerFormat, api: Api, kept: StoredAnswer, maker: str) -> bytes:
        """Return the document that knowledge of that digest made, or makes now and keeps."""
        made = api.store.document(kept.id, self.name, maker)
        if made is not None:
            return made
        write = form.write_full if self.whole and form.write_full else form.write
        basis = AnswerBasis.of(api, kept)
        turning = basis.facts_that_turn(api) if form.tells_turning else ()
        document = write(basis.answer, api.knowledge, RecordDetails(turning=turning, reader=OVER_HTTP)).encode()
        with suppress(StoreUnavailable):  # what cannot be kept now is made again
            api.store.put_document(kept.id, self.name, maker, document)
        return document


def _has_moved_on(api: Api, kept: StoredAnswer) -> bool:
    return kept.knowledge != api.knowledge.digest


_FORMS_OF_ANSWERS: Final = tuple(AnswerForm(each, whole) for each in ANSWER_TYPES for whole in (False, True))


def wanted_form() -> AnswerForm:
    """Return the form that `Accept` and the query ask for."""
    media_type = wanted_type(ANSWER_TYPES, "an answer is available")
    is_json = media_type == "application/json"
    return AnswerForm(media_type, INCLUDE.name in request.args if is_json else is_asked_for(request, FULL))


def _sent(api: Api, kept: StoredAnswer, form: AnswerForm, status: int = 200) -> Response:
    """Return an answer in a form, or 304 where the client has it already."""
    maker = form.maker(api, kept)
    tag, links = form.tag(api, kept, maker), _links(api, kept, form)
    return send(api, tag, form.media_type, lambda: form.write(api, kept, maker), links, status)


def _links(api: Api, kept: StoredAnswer, form: AnswerForm) -> Iterator[str]:
    path = f"{RECOMMENDATIONS}/{kept.id}"
    yield link(RECOMMENDATIONS, "collection")
    if _has_moved_on(api, kept):
        yield link(f"{path}/difference", "related", "what today's knowledge says otherwise")
    if form.format is None:
        if not form.whole:
            yield link(f"{path}?include=justification", "alternate", "with its justification", form.media_type)
        for each in ANSWER_FORMATS:
            yield link(path, "alternate", "", each.media_type)
    elif form.format.write_full and not form.whole:
        yield link(f"{path}?{FULL.name}", "alternate", "the full record")


def without_justification(body: bytes) -> bytes:
    """Return the JSON of an answer without its justification, which is most of it.

    The text is cut and not read: what begins with a quoted name after a comma cannot stand inside a JSON string, and
    `sources`, the last field of an answer, comes after the justification.
    """
    start = body.find(_JUSTIFICATION)
    end = body.rfind(_SOURCES)
    return body[:start] + body[end:] if 0 <= start < end else body
