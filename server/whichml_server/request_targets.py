"""The target of a request, which may be a whole address (RFC 9112, section 3.2.2): then `Host` is of no account."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote_to_bytes

from flask import Flask

from whichml_server.proxies import Environ, StartResponse, WsgiApp

_ABSOLUTE: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://([^/?#]*)")
_ABSOLUTE_BYTES: Final = re.compile(_ABSOLUTE.pattern.encode())
_TARGETS: Final = ("RAW_URI", "REQUEST_URI")
"""Under which names servers tell the target as it was sent; WSGI has none for it."""


def heed_whole_addresses(app: Flask) -> None:
    """Have an app take the host that the target of a request names, if it does, in the place of `Host`."""
    inner: WsgiApp = app.wsgi_app

    def outer(environ: Environ, start_response: StartResponse) -> object:
        target = next((str(environ[name]) for name in _TARGETS if name in environ), "")
        named = _ABSOLUTE.match(target)
        is_complete = "HTTP_HOST" in environ or environ.get("SERVER_PROTOCOL") != "HTTP/1.1"  # else it is refused
        if named is not None and is_complete:
            environ["HTTP_HOST"] = named[1]
        if named is not None and not environ.get("PATH_INFO"):
            environ["PATH_INFO"] = "/"  # an address without a path leads there
        return inner(environ, start_response)

    app.wsgi_app = outer  # type: ignore[method-assign,assignment]


def path_in(target: bytes) -> bytes:
    """Return the path that a target leads to, as an app sees it; servers take several slashes before it for one."""
    named = _ABSOLUTE_BYTES.match(target)
    path = target[named.end() :] if named is not None else target
    return b"/" + unquote_to_bytes(re.split(rb"[?#]", path, maxsplit=1)[0]).lstrip(b"/")
