"""What the description says of tokens: how they are sent, and which operation takes one."""

from __future__ import annotations

from typing import Final

from whichml_server.operations import Operation
from whichml_server.settings import Settings

SECURITY_SCHEMES: Final[dict[str, dict[str, str]]] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "A token of the server's settings (`tokens`)."},
    "basic": {
        "type": "http",
        "scheme": "basic",
        "description": "The token as the password, as a browser sends it; the name is of no account.",
    },
}


def security_of(operation: Operation, settings: Settings | None) -> list[dict[str, list[str]]]:
    """Return the security requirements of an operation: what its token has to permit, and `{}` where it needs none.

    Parameters
    ----------
    settings : of the server that is described; None where there is none: writing takes a token then, reading does not
    """
    if not operation.needs_token:
        return []
    may = "write" if operation.is_writing else "read"
    takes_one = (settings is None or bool(settings.tokens)) and operation.is_writing
    is_closed = settings is not None and not settings.open_reading
    requirements: list[dict[str, list[str]]] = [{name: [may]} for name in SECURITY_SCHEMES]
    return requirements if takes_one or is_closed else [{}, *requirements]
