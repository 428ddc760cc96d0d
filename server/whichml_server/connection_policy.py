"""What all servers decide alike: until when a client may take its time, and who goes where there are too many."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from heapq import nsmallest
from typing import Any, Final, TypeVar

from whichml_server.framing import HEAD_BYTES, RequestFraming
from whichml_server.settings import Settings

CONTINUE: Final = b"HTTP/1.1 100 Continue\r\n\r\n"
_SECONDS_TO_LEAVE: Final = 5.0
_SECONDS_TO_LINGER: Final = 2.0
_SLOWEST_BYTES_A_SECOND: Final = 5_000
_MOST_BYTES_LEAVING: Final = 128_000_000
"""Of all answers that wait to be read; beyond, those go that were read from the longest ago."""
Address = tuple[Any, ...]


class ConnectionPolicy:
    """How long clients may take, and how many are held.

    Parameters
    ----------
    most_connections : that the server can hold, where those are fewer than the settings say

    Attributes
    ----------
    clock : returns seconds that only grow
    idle_seconds : how long a connection may stay without a request
    longest_request : bytes of head and body
    too_slow : what is said to who did not send a request in time
    """

    def __init__(self, settings: Settings, most_connections: int | None = None) -> None:
        self.settings = settings
        self.clock: Callable[[], float] = time.monotonic
        self.idle_seconds = settings.keepalive_seconds
        self.longest_request = HEAD_BYTES + settings.body_bytes
        self.too_slow = f"the request took more than {settings.request_seconds:g} seconds."
        most = settings.max_connections
        self._most = most if most_connections is None else min(most, most_connections)
        self._most_per_client = most if settings.trusted_proxies else settings.max_connections_per_client

    def linger(self) -> None:
        """Keep connections without a request for a moment only from now on, as the server ends."""
        self.idle_seconds = min(self.idle_seconds, _SECONDS_TO_LINGER)

    def in_the_way(self, host: str, held: Collection[_Held]) -> list[_Held]:
        """Return which connections go before one more is held, where these are as many as may be, of all or of a host.

        Behind a proxy all clients have its address, and the limit of one host does not hold.
        """
        going = quietest(held) if len(held) >= self._most else []
        of_host = [each for each in held if each.host == host and each not in going]
        return going + (quietest(of_host) if len(of_host) >= self._most_per_client else [])


class HeldConnection:
    """A connection of a client: what is awaited of it, and until when.

    Parameters
    ----------
    client : its address

    Attributes
    ----------
    host : address of the client without its port
    deadline : when the connection is given up, on the clock of the policy
    last_activity : when the client last sent or took something
    """

    last_activity: float

    def __init__(self, policy: ConnectionPolicy, client: Address) -> None:
        self.policy = policy
        self.host = str(client[0]) if client else ""
        self.deadline = policy.clock() + policy.idle_seconds
        self._framing: RequestFraming | None = None
        self._rest = b""

    @property
    def may_go(self) -> bool:
        """Return whether no thread works for the connection."""
        raise NotImplementedError

    @property
    def n_bytes_leaving(self) -> int:
        """Return how much waits for the client to read it."""
        raise NotImplementedError

    @property
    def is_late(self) -> bool:
        """Return whether the client took longer than it may."""
        return self.may_go and self.policy.clock() > self.deadline

    @property
    def has_begun(self) -> bool:
        """Return whether a part of a request has come."""
        return self._framing is not None and self._framing.has_begun

    @property
    def waits_for_continue(self) -> bool:
        """Return whether the client, since what came last, sends its body once it is told to."""
        return self._framing is not None and self._framing.waits_for_continue

    def take(self, data: bytes) -> bytes | None:
        """Return the request once it is whole, None as long as more has to come; its time begins with its first bytes.

        Raises
        ------
        WrongRequest
            Where it is none.
        """
        if self._framing is None:
            self._framing = RequestFraming(self.policy.settings.body_bytes)
            self._await(self.policy.settings.request_seconds)
        whole = self._framing.take(data)
        if whole is not None:
            self._rest, self._framing = self._framing.rest, None
        return whole

    def take_rest(self) -> bytes:
        """Return what came behind the last request, once."""
        rest, self._rest = self._rest, b""
        return rest

    def await_request(self) -> None:
        """Give the client the time between two requests."""
        self._await(self.policy.idle_seconds)

    def await_reader(self, n_bytes: int) -> None:
        """Give the client the time to read an answer, which is longer where the answer is."""
        self._await(self.policy.settings.request_seconds + n_bytes / _SLOWEST_BYTES_A_SECOND)

    def await_end(self) -> None:
        """Give the client the time to close, as all is said; what came of a next request is dropped."""
        self._framing, self._rest = None, b""
        self._await(_SECONDS_TO_LEAVE)

    def hurry(self, deadline: float) -> None:
        """Bring the deadline forward where no request has begun."""
        if self._framing is None:
            self.deadline = min(self.deadline, deadline)

    def _await(self, seconds: float) -> None:
        self.deadline = self.policy.clock() + seconds


_Held = TypeVar("_Held", bound=HeldConnection)


def quietest(held: Iterable[_Held]) -> list[_Held]:
    """Return the connection that was quiet for the longest, nothing where none may go."""
    return nsmallest(1, (each for each in held if each.may_go), key=lambda each: each.last_activity)


def slowest_readers(held: Iterable[_Held]) -> Iterator[_Held]:
    """Yield the connections that go because answers which nobody reads fill the memory, the quietest first."""
    slow = sorted((each for each in held if each.n_bytes_leaving), key=lambda each: each.last_activity)
    n_leaving = sum(each.n_bytes_leaving for each in slow)
    for each in slow:
        if n_leaving <= _MOST_BYTES_LEAVING:
            return
        n_leaving -= each.n_bytes_leaving
        yield each
