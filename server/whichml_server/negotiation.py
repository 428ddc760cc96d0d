"""In which of the forms on offer a response is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from flask import request
from werkzeug.datastructures import MIMEAccept

from whichml_server.problems import NOT_ACCEPTABLE, Refusal

BY_FORM: Final = MappingProxyType({"Vary": "Accept"})


def wanted_type(offered: Sequence[str], said: str) -> str:
    """Return the media type on offer that `Accept` prefers, the first where it says nothing.

    Parameters of a type, such as `charset=utf-8`, do not keep it from being met; weights (`q`) count.

    Parameters
    ----------
    said : how a refusal begins, such as `an answer is available`

    Raises
    ------
    Refusal
        Where none is accepted.
    """
    accepted = request.accept_mimetypes
    if not accepted:
        return offered[0]
    wanted = MIMEAccept([(name.partition(";")[0].strip(), weight) for name, weight in accepted]).best_match(offered)
    if wanted is None:
        raise Refusal(NOT_ACCEPTABLE, detail=f"{said} as {' or '.join(offered)}.", headers=BY_FORM)
    return wanted


def content_type(media_type: str) -> str:
    """Return a media type with the character set that its texts have."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
