"""Who may do what: names that a server goes by, bearer tokens, and pages of other origins in a browser."""

from __future__ import annotations

import re
from hashlib import sha256
from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest

from whichml.model.documents.errors import quoted
from whichml_server.problems import FOREIGN_ORIGIN, NO_TOKEN, WRONG_HOST, WRONG_TOKEN, Refusal
from whichml_server.routes import OPERATIONS, ROUTES
from whichml_server.settings import BearerToken, Settings

_OPEN_TO_ALL: Final = frozenset(each.name for each in OPERATIONS if not each.needs_token)
_ANSWERED_BY_ANY_NAME: Final = frozenset(each.name for each in OPERATIONS if each.hosts == "anything")
_ANSWERED_BY_ANY_ADDRESS: Final = frozenset(each.name for each in OPERATIONS if each.hosts == "any address")
_SAFE_METHODS: Final = ("GET", "HEAD", "OPTIONS")
_READING_POSTS: Final = frozenset(each.name for each in ROUTES if each.method == "POST" and not each.is_writing)
_HOST: Final = re.compile(r"(?:[A-Za-z0-9._~%!$&'()*+,;=-]*|\[[0-9A-Fa-f:.]+\])(?::\d*)?")
"""As RFC 3986, section 3.2.2, writes it."""
_PORT: Final = re.compile(r":\d*$")
_SHOWN_TO_PAGES: Final = "ETag, Link, Location, Retry-After, X-Request-Id"
_TAKEN_FROM_PAGES: Final = "Accept, Authorization, Content-Type, If-Match, If-None-Match, X-Request-Id"


def identify_clients(app: Flask, settings: Settings) -> None:
    """Have an app find out who asks, refuse what is meant for another host, and tell browsers which pages may call."""

    def begin() -> None:
        _check_form_of_host()
        if request.endpoint not in _ANSWERED_BY_ANY_NAME:
            _check_host(settings)
        g.holder = _holder(settings)
        g.token_name = g.holder.name if g.holder else None

    def end(response: Response) -> Response:
        _open_to_pages(response, settings)
        if request.is_secure:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    app.before_request(begin)
    app.after_request(end)


def check_permissions(app: Flask, settings: Settings) -> None:
    """Have an app refuse whom its settings do not admit; after requests were counted, so that guesses are too."""

    def begin() -> None:
        if request.method == "OPTIONS":
            return
        if is_writing():
            _check_origin(settings)
        _check_permission(settings, g.holder)

    app.before_request(begin)


def is_writing() -> bool:
    """Return whether the request under way may change what is kept."""
    return request.method not in _SAFE_METHODS and request.endpoint not in _READING_POSTS


def _check_form_of_host() -> None:
    """Refuse a request without `Host`, or with one that is none (RFC 9112, section 3.2); HTTP/1.0 knows none."""
    said = request.headers.get("Host")
    if said is None and request.environ.get("SERVER_PROTOCOL") == "HTTP/1.1":
        raise BadRequest("`Host` is missing; HTTP/1.1 asks for the name of the server in it.")
    if said is not None and not _HOST.fullmatch(said):
        raise BadRequest(f"`Host` cannot be {quoted(said)}; it is a name or an address, with a port or without.")


def _check_host(settings: Settings) -> None:
    believed = settings.believed_hosts
    if believed is None:
        return
    name = request.headers.get("Host", "").lower()
    bare = _PORT.sub("", name)
    if any(_is_named(entry.lower(), name, bare) for entry in believed):
        return
    if request.endpoint in _ANSWERED_BY_ANY_ADDRESS and _is_address(bare):
        return
    raise Refusal(WRONG_HOST, detail=f"{quoted(name)} is not a name of this server; `trusted_hosts` lists its names.")


def _is_address(bare: str) -> bool:
    try:
        ip_address(bare.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return True


def _is_named(entry: str, name: str, bare: str) -> bool:
    return entry in (name, bare) or (entry.startswith(".") and (bare.endswith(entry) or bare == entry[1:]))


def _holder(settings: Settings) -> BearerToken | None:
    """Return whose token the request has, None where it has none of ours; a browser may send it as a password."""
    given = request.authorization
    if given is None or not settings.tokens:
        return None
    secret = given.token if given.type == "bearer" else given.password if given.type == "basic" else None
    digest = sha256((secret or "").encode("utf-8", "surrogatepass")).hexdigest()
    return next((token for token in settings.tokens if token.is_of(digest)), None)


def _check_permission(settings: Settings, holder: BearerToken | None) -> None:
    if not settings.tokens or request.endpoint in _OPEN_TO_ALL:
        return
    if holder is None and request.authorization is not None:
        raise _without_token("the token is not one of this server's.", ', error="invalid_token"')
    if holder is None and (is_writing() or not settings.open_reading):
        raise _without_token("this takes a token; send it as `Authorization: Bearer TOKEN`.", "")
    if holder is not None and is_writing() and holder.may != "write":
        raise Refusal(WRONG_TOKEN, detail=f"the token of {quoted(holder.name)} may read, and this writes.")


def _without_token(detail: str, error: str) -> Refusal:
    asked = f'Bearer realm="whichml"{error}'
    if "text/html" in request.headers.get("Accept", ""):
        asked += ', Basic realm="whichml"'  # so that a browser asks for the token, as a password
    return Refusal(NO_TOKEN, detail=detail, headers={"WWW-Authenticate": asked})


def _check_origin(settings: Settings) -> None:
    """Refuse what a page of another origin has a browser send; the page could do so without being able to read."""
    origin = request.headers.get("Origin")
    if origin is None or urlsplit(origin).netloc.lower() == request.host.lower() or _is_admitted(origin, settings):
        return
    raise Refusal(FOREIGN_ORIGIN, detail=f"pages of {quoted(origin)} may not write here; `cors_origins` lists who may.")


def _is_admitted(origin: str, settings: Settings) -> bool:
    return "*" in settings.cors_origins or origin in settings.cors_origins


def _open_to_pages(response: Response, settings: Settings) -> None:
    """Let the pages of admitted origins read the response (Fetch standard, CORS protocol)."""
    if not settings.cors_origins:
        return
    response.vary.add("Origin")
    origin = request.headers.get("Origin", "")
    if not _is_admitted(origin, settings):
        return
    response.headers["Access-Control-Allow-Origin"] = "*" if "*" in settings.cors_origins else origin
    response.headers["Access-Control-Expose-Headers"] = _SHOWN_TO_PAGES
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, DELETE"
        response.headers["Access-Control-Allow-Headers"] = _TAKEN_FROM_PAGES
        response.headers["Access-Control-Max-Age"] = "600"
