"""Bodies compressed by gzip (RFC 9110, section 8.4) for clients that take them so."""

from __future__ import annotations

import gzip
from typing import Final

from flask import Request, Response

_LEAST_BYTES: Final = 1_000
_LEVEL: Final = 4
_WORTH_IT: Final = ("application/json", "application/schema+json", "application/ld+json", "application/xml",
                    "application/sparql-results+json", "application/sparql-results+xml", "application/rdf+xml",
                    "application/n-triples", "application/problem+json")  # fmt: skip


def takes_gzip(request: Request) -> bool:
    """Return whether the client prefers a compressed body."""
    accepted = request.accept_encodings
    return bool(accepted) and accepted.best_match(("gzip", "identity")) == "gzip" and accepted["gzip"] > 0


def compressed(body: bytes) -> bytes:
    """Return the body in gzip; the same body gives the same bytes."""
    return gzip.compress(body, _LEVEL, mtime=0)


def compress_for(request: Request, response: Response) -> None:
    """Compress a response for a client that takes it so; its entity tag, the same for both forms, becomes weak."""
    media_type = response.mimetype or ""
    if media_type not in _WORTH_IT and not media_type.startswith("text/"):
        return
    response.vary.add("Accept-Encoding")
    if response.status_code == 304 or response.direct_passthrough or response.is_streamed:
        return
    if response.headers.get("Content-Encoding") or not takes_gzip(request):
        return
    body = response.get_data()
    if len(body) >= _LEAST_BYTES:
        mark_compressed(response, compressed(body))


def mark_compressed(response: Response, body: bytes) -> None:
    """Give a response its body in gzip, and say so."""
    response.set_data(body)
    response.headers["Content-Encoding"] = "gzip"
    tag, _ = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)
