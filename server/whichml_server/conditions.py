"""Requests that are meant only for what the client has seen: `If-Match` (RFC 9110, section 13.1.1)."""

from __future__ import annotations

from collections.abc import Iterable

from flask import request

from whichml_server.problems import NOT_MATCHED, Refusal


def check_match(tags: Iterable[str]) -> None:
    """Return where `If-Match` is not said, or names one of the tags of what there is; else refuse.

    Parameters
    ----------
    tags : entity tags of all forms, without their quotes; looked at only where the field is said
    """
    wanted = request.if_match
    if wanted and not wanted.star_tag and not any(wanted.is_strong(tag) for tag in tags):
        raise not_matched()


def not_matched() -> Refusal:
    """Return the refusal of a request whose `If-Match` names no tag of what there is."""
    detail = NOT_MATCHED.meaning
    if "W/" in request.headers.get("If-Match", ""):
        detail += " A weak one (`W/`) matches nothing; `Accept-Encoding: identity` gets a body with a strong one."
    return Refusal(NOT_MATCHED, detail=detail)
