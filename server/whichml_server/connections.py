"""One connection of a client: what arrived, what is to leave, and until when it may take its time."""

from __future__ import annotations

import socket
from contextlib import suppress
from enum import Enum
from typing import Final

from gunicorn.config import Config
from gunicorn.http import get_parser

from whichml_server.connection_policy import Address, ConnectionPolicy, HeldConnection

BYTES_READ_AT_ONCE: Final = 65_536
_BYTES_AT_ONCE: Final = 262_144


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


class Connection(HeldConnection):
    """A client's socket, which never blocks."""

    def __init__(self, sock: socket.socket, client: Address, server: Address, policy: ConnectionPolicy) -> None:
        super().__init__(policy, client)
        sock.setblocking(False)
        with suppress(OSError):  # a socket of another kind has no such option
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.sock = sock
        self.client = client
        self.server = server
        self.state = ConnectionState.READING
        self.keep = False
        self.last_activity = policy.clock()
        self._leaving = memoryview(b"")
        self._n_gone = 0

    @property
    def may_go(self) -> bool:
        """Return whether no thread works for the connection."""
        return self.state is not ConnectionState.ANSWERING

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
        self.last_activity = self.policy.clock()
        return data

    def say(self, answer: bytes, keep: bool) -> None:
        """Have an answer leave, for which the client has a while."""
        self._leaving, self._n_gone = memoryview(answer), 0
        self.keep = keep
        self.await_reader(len(answer))

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
            self.last_activity = self.policy.clock()
        self._leaving, self._n_gone = memoryview(b""), 0
        return True
