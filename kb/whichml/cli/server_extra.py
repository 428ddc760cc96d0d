"""The server's packages, which are an extra: their absence is told with what to install."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from whichml.knowledge.extras import how_to_install
from whichml.model.documents.errors import WhichmlError

_SERVER_PACKAGES = (
    "whichml_server", "flask", "werkzeug", "waitress", "gunicorn", "h11", "limits", "prometheus_client", "sqlalchemy",
    "backports",
)  # fmt: skip


@contextmanager
def server_packages(what: str) -> Iterator[None]:
    """Import the server's packages inside; `what` begins the sentence where one is missing."""
    try:
        yield
    except ModuleNotFoundError as cause:
        if (cause.name or "").partition(".")[0] not in _SERVER_PACKAGES:
            raise
        raise WhichmlError.about(
            f"{what}: the package {cause.name} is not installed.",
            hint=f"Install it with {how_to_install('server')}.",
        ) from None
