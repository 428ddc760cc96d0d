"""What a response leads to, as links of the description: which operation takes which part of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from whichml_server.operations import Operation

_ABOUT_AN_ANSWER: Final = ("getRecommendation", "getDifference", "deleteRecommendation")


def links_of(operation: Operation) -> dict[str, Any]:
    """Return the links of the usual response of an operation; empty where it leads nowhere."""
    if operation.status == 201:
        return _to_the_answer("$response.body#/id", "$response.body#/candidates/0/algorithm")
    if operation.name == "listRecommendations":
        return _to_the_answer("$response.body#/recommendations/0/id", None)
    if operation.name == "getScenario":
        return {"answer": {"operationId": "recommend", "requestBody": "$response.body#/brief"}}
    if operation.of_one:
        plural = operation.path.rpartition("/")[2]
        return {"first": _link(operation.of_one, {"id": f"$response.body#/{plural}/0/id"})}
    return {}


def _to_the_answer(identity: str, algorithm: str | None) -> dict[str, Any]:
    links = {name: _link(name, {"id": identity}) for name in _ABOUT_AN_ANSWER}
    if algorithm:
        links["explain"] = _link("explain", {"id": identity, "algorithm": algorithm})
    return links


def _link(operation: str, parameters: Mapping[str, str]) -> dict[str, Any]:
    return {"operationId": operation, "parameters": dict(parameters)}
