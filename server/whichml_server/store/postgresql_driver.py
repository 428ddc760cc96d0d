"""Connections to PostgreSQL that wait for it no longer than the store does.

The driver waits for two seconds at least where a connection is made, and for ever where one is there. A limit that the
server keeps (`statement_timeout`) is of no use where the server says nothing, and one of the network
(`tcp_user_timeout`) of none where the machine lives and the server on it does not.
"""

from __future__ import annotations

import socket
import time
from functools import partial
from typing import Any, Final

import psycopg
from psycopg.abc import RV, PQGen
from psycopg.errors import ConnectionTimeout

from whichml_server.store.patience import SECONDS_TO_REACH, Patience

_SECONDS_BETWEEN_LOOKS: Final = 0.05
_PORT: Final = 5432
_SSL_REQUEST: Final = (8).to_bytes(4) + (80_877_103).to_bytes(4)
"""What every server answers with one letter before it knows who asks (`SSLRequest` in PostgreSQL's protocol)."""


class TimedConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is closed where the server says nothing for longer than the patience of who asks it."""

    patience: Patience

    def wait(self, gen: PQGen[RV], interval: float = _SECONDS_BETWEEN_LOOKS, *more: Any, **named: Any) -> RV:
        """Return what the driver waits for; `ConnectionTimeout`, and no connection any more, where it does not come."""
        try:
            return super().wait(_heard(gen, self.patience), min(interval, _SECONDS_BETWEEN_LOOKS), *more, **named)
        except ConnectionTimeout:
            self.patience.lose()
            self.close()
            raise


def _heard(words: PQGen[RV], patience: Patience) -> PQGen[RV]:
    """Yield as the driver's generator does, until the server has been silent for too long."""
    try:
        wanted = next(words)
        while True:
            ready = yield wanted
            if ready:
                patience.hear()
            elif not patience.seconds_left:
                raise ConnectionTimeout("the server says nothing")
            wanted = words.send(ready)
    except StopIteration as end:
        found: RV = end.value
        return found


def connect(patience: Patience, *arguments: Any, **options: Any) -> TimedConnection:
    """Return a new connection to a server that was seen to speak.

    Raises
    ------
    OSError
        Where no address of its machine answers; `TimeoutError` where what answers says nothing.
    """
    host = str(options.get("host") or "")
    try:
        if host and "," not in host:
            reached = _reached(host, int(options.get("port") or _PORT), min(SECONDS_TO_REACH, patience.seconds_left))
            options = {"hostaddr": reached, **options} if reached else options
        connection = TimedConnection.connect(*arguments, **options)
    except (TimeoutError, ConnectionTimeout):
        patience.lose()
        raise
    connection.patience = patience
    return connection


def _reached(host: str, port: int, seconds: float) -> str:
    """Return the first address of a host at which a server speaks; an empty one for a socket in a folder."""
    ends = time.monotonic() + seconds
    addresses = _addresses(host, port)
    failed: OSError = TimeoutError(f"{host} has no address")
    for n_tried, (family, address) in enumerate(addresses):
        try:
            _hear_at(family, address, (ends - time.monotonic()) / (len(addresses) - n_tried))
        except OSError as failure:
            failed = failure
        else:
            return "" if isinstance(address, str) else str(address[0])
    raise failed


def _addresses(host: str, port: int) -> list[tuple[int, Any]]:
    if host.startswith("/"):
        return [(socket.AF_UNIX, f"{host}/.s.PGSQL.{port}")]
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found]


def _hear_at(family: int, address: Any, seconds: float) -> None:
    """Return once a server at the address has said something, or has closed; `OSError` where it does neither."""
    ends = time.monotonic() + seconds
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        for step in (partial(probe.connect, address), partial(probe.sendall, _SSL_REQUEST), partial(probe.recv, 1)):
            left = ends - time.monotonic()
            if left <= 0:
                raise TimeoutError("the server says nothing")
            probe.settimeout(left)
            step()
