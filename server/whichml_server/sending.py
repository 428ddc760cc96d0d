"""Bodies sent under an entity tag that is known before they are made: 304, at hand, compressed, or written now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MappingProxyType
from typing import Final, TypeVar

from flask import Response, request
from pydantic import BaseModel

from whichml.export.document import Section
from whichml.export.markdown import markdown_of
from whichml.export.web_page import html_of, style_digest
from whichml_server.api import Api
from whichml_server.encoding import compressed, mark_compressed, takes_gzip
from whichml_server.negotiation import BY_FORM, content_type, wanted_type

Shown = TypeVar("Shown", bound=BaseModel)
JSON: Final = "application/json"
_WITH_STYLE: Final = f"default-src 'none'; style-src '{style_digest()}'; frame-ancestors 'none'"
_PRIVATE: Final = "private, no-cache"
_WRITERS: Final = MappingProxyType[str, Callable[[Section], str]](
    {"text/markdown": lambda page: markdown_of(page), "text/html": lambda page: html_of(page)}
)
PAGE_TYPES: Final = (JSON, *_WRITERS)
"""In which a value is sent that people read as a page, too."""


def send(
    api: Api, tag: str, media_type: str, write: Callable[[], bytes], links: Iterable[str] = (), status: int = 200
) -> Response:
    """Return a response with the body, or 304 where the client has it already.

    Parameters
    ----------
    tag : changes whenever the body would
    write : returns the body; called where it is neither at the client nor at hand
    """
    response = Response(status=status, content_type=content_type(media_type), headers=dict(BY_FORM))
    response.headers["Cache-Control"] = _PRIVATE
    response.headers.extend([("Link", each) for each in links])
    response.set_etag(tag)
    if media_type == "text/html":
        response.headers["Content-Security-Policy"] = _WITH_STYLE
    is_at_client = request.if_none_match.contains_weak(tag) and not request.if_match  # which is looked at first
    if request.method in ("GET", "HEAD") and is_at_client:
        response.status_code = 304
        response.vary.add("Accept-Encoding")  # as the body has it that is not sent again
        response.headers.remove("Content-Type")
    elif takes_gzip(request):
        mark_compressed(response, api.written.get(f"{tag}.gzip", lambda: compressed(write())))
    else:
        response.set_data(api.written.get(tag, write))
    return response


def send_page(
    api: Api, tag: str, find: Callable[[], Shown], page_of: Callable[[Shown], Section], links: Iterable[str] = ()
) -> Response:
    """Return a value as JSON or, for people, as Markdown or a page, as `Accept` has it.

    Parameters
    ----------
    tag : changes whenever the value would
    find : returns the value; refuses where there is none
    page_of : returns the value as people read it
    """
    media_type = wanted_type(PAGE_TYPES, "this is available")
    tag = f"{tag}-{media_type.partition('/')[2]}"
    return send(api, tag, media_type, lambda: _written(find(), page_of, media_type), links)


def made_now(shown: Shown, page_of: Callable[[Shown], Section], media_type: str, links: Iterable[str] = ()) -> Response:
    """Return a value that was made for this request alone, in one of `PAGE_TYPES`."""
    response = Response(_written(shown, page_of, media_type), content_type=content_type(media_type))
    response.headers.extend([*BY_FORM.items(), ("Cache-Control", _PRIVATE), *(("Link", each) for each in links)])
    if media_type == "text/html":
        response.headers["Content-Security-Policy"] = _WITH_STYLE
    return response


def _written(shown: Shown, page_of: Callable[[Shown], Section], media_type: str) -> bytes:
    if media_type == JSON:
        return shown.model_dump_json(by_alias=True).encode()
    return _WRITERS[media_type](page_of(shown)).encode()
