"""Connections to PostgreSQL that wait for it no longer than the store does.

The driver waits for two seconds at least where a connection is made, and for ever where one is there. A limit that the
server keeps (`statement_timeout`) is of no use where the server says nothing, and one of the network
(`tcp_user_timeout`) of none where the machine lives and the server on it does not.
"""

from __future__ import annotations

import math
import socket
import time
from collections.abc import Callable, Generator
from functools import partial
from typing import Any, Final, Self, TypeVar

import psycopg
from psycopg.abc import RV, PQGen, PQGenConn
from psycopg.errors import ConnectionTimeout
from psycopg.waiting import Ready

from whichml_server.store.deadlines import seconds_left
from whichml_server.store.patience import SECONDS_TO_REACH, SECONDS_TO_WAKE, Patience

_SECONDS_BETWEEN_LOOKS: Final = 0.05
_PORT: Final = 5432
Wanted = TypeVar("Wanted")
Found = TypeVar("Found")
_SSL_REQUEST: Final = (8).to_bytes(4) + (80_877_103).to_bytes(4)
"""What every server answers with one letter before it knows who asks (`SSLRequest` in PostgreSQL's protocol)."""


class TimedConnection(psycopg.Connection[tuple[Any, ...]]):
    """A connection that is closed where the server says nothing for longer than the patience of who asks it.

    Attributes
    ----------
    patience : with the server; each has a class of its own, see `timed_by`
    is_resting : whether it was kept for later, and nothing was heard on it since; it may be dead while its server lives
    """

    patience: Patience
    is_resting = False

    @classmethod
    def _connect_gen(cls, conninfo: str = "", **more: Any) -> PQGenConn[Self]:
        """Yield as the driver does until there is a connection; by itself, it waits for no less than two seconds."""
        return _heard(super()._connect_gen(conninfo, **more), cls.patience, SECONDS_TO_REACH, cls.patience.hear)

    def wait(self, gen: PQGen[RV], interval: float = _SECONDS_BETWEEN_LOOKS, *more: Any, **named: Any) -> RV:
        """Return what the driver waits for; `ConnectionTimeout`, and no connection any more, where it does not come.

        `more` is the timeout of later versions of the driver.
        """
        words = _heard(gen, self.patience, SECONDS_TO_WAKE if self.is_resting else math.inf, self._hear)
        try:
            return super().wait(words, min(interval, _SECONDS_BETWEEN_LOOKS), *more, **named)
        except ConnectionTimeout:
            if not self.is_resting:
                self.patience.lose()
            self.close()
            raise

    def _hear(self) -> None:
        self.is_resting = False
        self.patience.hear()


def timed_by(patience: Patience) -> type[TimedConnection]:
    """Return the class of the connections to one server."""
    return type(TimedConnection.__name__, (TimedConnection,), {"patience": patience})


def _heard(
    words: Generator[Wanted, Ready | int, Found], patience: Patience, seconds: float, hear: Callable[[], None]
) -> Generator[Wanted, Ready | int, Found]:
    """Yield as the driver's generator does, until the server has been silent for so many seconds, or too long in all.

    `hear` is called at each word of it; that something can be sent to it is none.
    """
    ends = time.monotonic() + seconds
    try:
        wanted = next(words)
        while True:
            ready = yield wanted
            if ready & Ready.R:
                hear()
                ends = time.monotonic() + seconds
            elif not ready and not min(patience.seconds_left, seconds_left(ends)):
                raise ConnectionTimeout("the server says nothing")
            wanted = words.send(ready)
    except StopIteration as end:
        found: Found = end.value
        return found


def connect(timed: type[TimedConnection], *arguments: Any, **options: Any) -> TimedConnection:
    """Return a new connection to a server that was seen to speak.

    Raises
    ------
    OSError
        Where no address of its machine answers; `TimeoutError` where what answers says nothing.
    psycopg.OperationalError
        Where it refuses; `ConnectionTimeout` where it falls silent before there is a connection.
    """
    host, patience = str(options.get("host") or ""), timed.patience
    try:
        if host and "," not in host:
            reached = _reached(host, int(options.get("port") or _PORT), min(SECONDS_TO_REACH, patience.seconds_left))
            patience.hear()
            options = {"hostaddr": reached, **options} if reached else options
        return timed.connect(*arguments, **options)
    except (TimeoutError, ConnectionTimeout):
        patience.lose()
        raise


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
