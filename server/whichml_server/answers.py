"""Recommendations over HTTP: made from a brief, kept, and given again in the form that is asked for."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from flask import Response, request

from whichml import Recommendation
from whichml.export.decision_record import to_markdown
from whichml_server.api import Api
from whichml_server.bodies import read_brief
from whichml_server.problems import NOT_ACCEPTABLE, UNKNOWN_ID, Refusal
from whichml_server.store import StoredAnswer

ANSWER_ID: Final = "[0-9a-f]{32}"
ANSWER_TYPES: Final = ("application/json", "text/markdown")
_BY_FORM: Final = MappingProxyType({"Vary": "Accept"})
_PRIVATE: Final = MappingProxyType({"Cache-Control": "private, no-cache"})


def post_recommendation(api: Api) -> Response:
    """Return 201 with the answer to the brief in the body, and keep it under its id."""
    answer = api.recommend(read_brief(request, api.knowledge))
    body = answer.to_json()
    api.store.put(StoredAnswer(answer.id, answer.schema_, answer.knowledge.digest, body))
    headers = {"Location": f"/v1/recommendations/{answer.id}", **_PRIVATE}
    return Response(body, 201, headers, content_type="application/json")


def get_recommendation(api: Api, identity: str) -> Response:
    """Return a kept answer as JSON or as Markdown."""
    kept = api.store.get(identity) if re.fullmatch(ANSWER_ID, identity) else None
    if kept is None:
        raise Refusal(UNKNOWN_ID, detail="there is no answer of that id here.")
    headers = {**_BY_FORM, **_PRIVATE}
    if _wanted_type() == "application/json":
        return Response(kept.body, headers=headers, content_type="application/json")
    record = to_markdown(Recommendation.model_validate_json(kept.body), api.knowledge)
    return Response(record, headers=headers, content_type="text/markdown; charset=utf-8")


def _wanted_type() -> str:
    if not request.accept_mimetypes:
        return ANSWER_TYPES[0]
    wanted = request.accept_mimetypes.best_match(ANSWER_TYPES)
    if wanted is None:
        detail = f"an answer is available as {' or '.join(ANSWER_TYPES)}."
        raise Refusal(NOT_ACCEPTABLE, detail=detail, headers=_BY_FORM)
    return wanted
