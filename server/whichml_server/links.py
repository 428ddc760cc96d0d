"""Links between resources, as header fields (RFC 8288)."""

from __future__ import annotations

from typing import Final

from flask import request

RECOMMENDATIONS: Final = "/v1/recommendations"
DESCRIPTION: Final = "/v1/openapi.json"


def reachable(path: str) -> str:
    """Return the path as clients reach it, behind a proxy's prefix too."""
    return f"{request.script_root}{path}"


def link(path: str, relation: str, title: str = "", media_type: str = "") -> str:
    """Return one link in the form of the header field."""
    more = (f'; type="{media_type}"' if media_type else "") + (f'; title="{title}"' if title else "")
    return f'<{reachable(path)}>; rel="{relation}"{more}'
