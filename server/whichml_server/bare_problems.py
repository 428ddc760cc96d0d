"""Problem documents as whole responses, for what is refused before it reaches the app."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Final

from whichml_server.metrics import ServerMetrics
from whichml_server.problems import PROBLEM_TYPE, TOO_LARGE, UNAVAILABLE, ProblemDocument
from whichml_server.request_log import log_refusal

_KINDS: Final = MappingProxyType({kind.status: kind for kind in (TOO_LARGE, UNAVAILABLE)})


def bare_problem(
    status: int, detail: str, headers: Mapping[str, str] = MappingProxyType({}), prefix: str = ""
) -> bytes:
    """Return the response, head and body, after which the connection closes.

    Parameters
    ----------
    prefix : the path in front of all addresses
    """
    phrase = HTTPStatus(status).phrase
    kind = _KINDS.get(status)
    document = ProblemDocument(
        type=prefix + kind.type if kind else "about:blank",
        title=kind.title if kind else phrase,
        status=status,
        detail=detail,
    )
    body = document.model_dump_json(exclude_none=True).encode()
    fields = {
        "Content-Type": PROBLEM_TYPE,
        "Content-Length": str(len(body)),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Connection": "close",
        **headers,
    }
    lines = (f"HTTP/1.1 {status} {phrase}", *(f"{name}: {text}" for name, text in fields.items()), "", "")
    return "\r\n".join(lines).encode("latin-1") + body


def counted_refusal(
    metrics: ServerMetrics, host: str, status: int, detail: str,
    headers: Mapping[str, str] = MappingProxyType({}), prefix: str = "",
) -> bytes:  # fmt: skip
    """Return the response to a request of a host that does not reach the app; it is logged and counted."""
    log_refusal(status, detail, host)
    metrics.refused.labels(str(status)).inc()
    return bare_problem(status, detail, headers, prefix)


def fault_in_words(status: int, fault: object) -> str:
    """Return what is said where a server refused a request for a fault of it, or failed at it itself."""
    return f"this request cannot be read: {fault}." if status < 500 else "this is a defect of the server."
