"""One connection of a client: what arrived, what is to leave, and until when it may take its time."""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from enum import Enum
from typing import Any, Final

from gunicorn.config import Config
from gunicorn.http import get_parser

from whichml_server.framing import RequestFraming

BYTES_READ_AT_ONCE: Final = 65_536
_BYTES_AT_ONCE: Final = 262_144
SLOWEST_BYTES_A_SECOND: Final = 5_000
Address = tuple[Any, ...]


class ConnectionState(Enum):
    """What a connection is doing."""

    READING = "a request is awaited, or coming"
    ANSWERING = "a thread answers a request that has come"
    WRITING = "an answer waits for the client to read it"
    LEAVING = "all is said, and the client is to close"


class Outbox:
    """What stands for the socket while a request is answered: it gathers what is sent, so that no thread waits."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        """Gather a part of the answer."""
        self._parts.append(bytes(data))

    def send(self, data: bytes) -> int:
        """Drop what gunicorn sends past its responses: `100 Continue`, which was said before the body came."""
        return len(data)

    def setblocking(self, flag: bool) -> None:
        """Do nothing."""

    def shutdown(self, how: int) -> None:
        """Do nothing; the connection closes when the answer has left."""

    def close(self) -> None:
        """Do nothing; the connection closes when the answer has left."""

    def gathered(self) -> bytes:
        """Return the whole answer."""
        return b"".join(self._parts)


class Exchange:
    """A request that has come, in the form in which gunicorn's threaded worker handles a connection."""

    initialized = True
    data_ready = True
    is_http2 = False

    def __init__(self, config: Config, request: bytes, client: Address, server: Address) -> None:
        self.sock = Outbox()
        self.client = client
        self.server = server
        self.parser = get_parser(config, [request], client)

    def init(self) -> None:
        """Do nothing: everything has come."""


class Connection:
    """A client's socket, which never blocks.

    Attributes
    ----------
    quiet_since : seconds on the monotonic clock when the client last sent or took something
    deadline : when the connection is given up, on the same clock
    """

    __slots__ = (
        "_leaving",
        "_n_gone",
        "client",
        "deadline",
        "framing",
        "keep",
        "quiet_since",
        "server",
        "sock",
        "state",
    )

    def __init__(self, sock: socket.socket, client: Address, server: Address) -> None:
        sock.setblocking(False)
        with suppress(OSError):  # a socket of another kind has no such option
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock
        self.client = client
        self.server = server
        self.state = ConnectionState.READING
        self.framing: RequestFraming | None = None
        self.keep = False
        self.quiet_since = time.monotonic()
        self.deadline = 0.0
        self._leaving = memoryview(b"")
        self._n_gone = 0

    @property
    def host(self) -> str:
        """Return the client's address without its port."""
        return str(self.client[0]) if self.client else ""

    @property
    def n_bytes_leaving(self) -> int:
        """Return how much waits for the client to read it."""
        return len(self._leaving) - self._n_gone

    def receive(self) -> bytes | None:
        """Return what arrived, nothing where the client has closed, and None where there is nothing to read."""
        try:
            data = self.sock.recv(BYTES_READ_AT_ONCE)
        except (BlockingIOError, InterruptedError):
            return None
        except OSError:
            return b""
        self.quiet_since = time.monotonic()
        return data

    def say(self, answer: bytes, seconds: float, keep: bool) -> None:
        """Have an answer leave, for which a client has these seconds, and more where it is long."""
        self._leaving, self._n_gone = memoryview(answer), 0
        self.keep = keep
        self.deadline = time.monotonic() + seconds + len(answer) / SLOWEST_BYTES_A_SECOND

    def flush(self) -> bool:
        """Send what the client takes; return whether all has left.

        Raises
        ------
        OSError
            Where the client is gone.
        """
        while self.n_bytes_leaving:
            try:
                n_sent = self.sock.send(self._leaving[self._n_gone : self._n_gone + _BYTES_AT_ONCE])
            except (BlockingIOError, InterruptedError):
                return False
            self._n_gone += n_sent
            self.quiet_since = time.monotonic()
        self._leaving, self._n_gone = memoryview(b""), 0
        return True
