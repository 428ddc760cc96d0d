"""An app below a path, and behind proxies whose word is taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, Response, request
from werkzeug.middleware.proxy_fix import ProxyFix

from whichml_server.settings import Settings

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]


def stand_behind(app: Flask, settings: Settings) -> None:
    """Have an app know its prefix and, from as many proxies as the settings say, client, host and scheme."""
    outer: Any = app.wsgi_app
    if settings.prefix:
        outer = _Below(outer, settings.prefix)
    n = settings.trusted_proxies
    if n:
        outer = ProxyFix(outer, x_for=n, x_proto=n, x_host=n, x_prefix=n)
    app.wsgi_app = outer  # type: ignore[method-assign]
    app.after_request(_with_prefix)


class _Below:
    """A WSGI app whose addresses begin with a prefix, whether the proxy cut it off or left it in the path."""

    def __init__(self, app: WsgiApp, prefix: str) -> None:
        self._app = app
        self._prefix = prefix

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == self._prefix or path.startswith(f"{self._prefix}/"):
            environ["PATH_INFO"] = path[len(self._prefix) :] or "/"
        environ["SCRIPT_NAME"] = self._prefix
        return self._app(environ, start_response)


def _with_prefix(response: Response) -> Response:
    """Return the response with addresses in its header that lead back through the proxy."""
    root = request.script_root
    if root:
        place = response.headers.get("Location", "")
        if place.startswith("/") and not place.startswith(("//", f"{root}/")):
            response.headers["Location"] = root + place
        links = response.headers.getlist("Link")
        if links:
            response.headers.setlist("Link", [_links_below(root, link) for link in links])
    return response


def _links_below(root: str, links: str) -> str:
    """Return links with the prefix before each address that begins with a slash and does not have it."""
    return links.replace("</", f"<{root}/").replace(f"<{root}{root}/", f"<{root}/")
