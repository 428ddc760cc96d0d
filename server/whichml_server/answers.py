"""Recommendations over HTTP: made from a brief, kept, and given again in the form that is asked for."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from flask import Response, request

from whichml import Recommendation
from whichml.export.formats import ANSWER_FORMATS
from whichml.export.web_page import style_digest
from whichml_server.api import Api
from whichml_server.bodies import brief_in_body
from whichml_server.negotiation import BY_FORM, content_type, wanted_type
from whichml_server.problems import UNKNOWN_ID, Refusal
from whichml_server.store import StoredAnswer

ANSWER_ID: Final = "[0-9a-f]{32}"
_FORMATS: Final = MappingProxyType({each.media_type: each for each in ANSWER_FORMATS})
ANSWER_TYPES: Final = ("application/json", *_FORMATS)
FULL: Final = "full"
_WITH_STYLE: Final = f"default-src 'none'; style-src '{style_digest()}'; frame-ancestors 'none'"
_PRIVATE: Final = MappingProxyType({"Cache-Control": "private, no-cache"})


def post_recommendation(api: Api) -> Response:
    """Return 201 with the answer to the brief in the body, and keep it under its id."""
    answer = api.recommend(brief_in_body(request, api.knowledge))
    body = answer.to_json()
    api.store.put(StoredAnswer(answer.id, answer.schema_, answer.knowledge.digest, body))
    headers = {"Location": f"/v1/recommendations/{answer.id}", **_PRIVATE}
    return Response(body, 201, headers, content_type="application/json")


def get_recommendation(api: Api, identity: str) -> Response:
    """Return a kept answer in the form that is asked for; `?full` asks for a whole record instead of two pages."""
    kept = api.store.get(identity) if re.fullmatch(ANSWER_ID, identity) else None
    if kept is None:
        raise Refusal(UNKNOWN_ID, detail="there is no answer of that id here.")
    media_type = wanted_type(ANSWER_TYPES, "an answer is available")
    body: str | bytes = kept.body
    headers = {**BY_FORM, **_PRIVATE}
    chosen = _FORMATS.get(media_type)
    if chosen is not None:
        answer = Recommendation.model_validate_json(kept.body)
        write = chosen.write
        if chosen.write_full is not None:
            if FULL in request.args:
                write = chosen.write_full
            else:
                headers["Link"] = f'</v1/recommendations/{identity}?{FULL}>; rel="alternate"; title="the full record"'
        body = write(answer, api.knowledge, None)
    if media_type == "text/html":
        headers["Content-Security-Policy"] = _WITH_STYLE
    return Response(body, headers=headers, content_type=content_type(media_type))
