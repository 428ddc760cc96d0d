"""Which connections go where there are too many, and until when a client may take its time, whatever the server."""

from __future__ import annotations

import pytest

from whichml_server import Settings
from whichml_server.connection_policy import ConnectionPolicy, HeldConnection, quietest, slowest_readers

SETTINGS = Settings(max_connections=10, max_connections_per_client=3, threads=1)


class Held(HeldConnection):
    """A connection of which all that counts is said."""

    may_go = True
    n_bytes_leaving = 0

    def __init__(self, host: str, last_activity: float, policy: ConnectionPolicy | None = None) -> None:
        super().__init__(policy or ConnectionPolicy(SETTINGS), (host, 0))
        self.last_activity = last_activity


def working(host: str, last_activity: float) -> Held:
    held = Held(host, last_activity)
    held.may_go = False
    return held


def reading(n_bytes: int, last_activity: float) -> Held:
    held = Held("a", last_activity)
    held.n_bytes_leaving = n_bytes
    return held


def test_of_one_host_the_quietest_makes_room_for_one_more_than_it_may_have() -> None:
    policy = ConnectionPolicy(SETTINGS)
    of_host = [Held("a", 7), Held("a", 5), Held("a", 6)]
    others = [Held("b", 1), Held("c", 2)]
    assert policy.in_the_way("a", of_host + others) == [of_host[1]]
    assert policy.in_the_way("b", of_host + others) == []


def test_of_all_the_quietest_makes_room_for_one_more_than_there_may_be() -> None:
    held = [Held(str(number), number) for number in range(10)]
    assert ConnectionPolicy(SETTINGS).in_the_way("new", held) == [held[0]]
    assert ConnectionPolicy(SETTINGS).in_the_way("new", held[1:]) == []
    assert ConnectionPolicy(SETTINGS, most_connections=9).in_the_way("new", held[1:]) == [held[1]]


@pytest.mark.parametrize(("last", "n_going"), [(1, 1), (99, 2)])
def test_who_goes_as_one_of_all_counts_no_more_as_one_of_its_host(last: float, n_going: int) -> None:
    of_host = [Held("a", last), Held("a", 98), Held("a", 97)]
    others = [Held(str(number), 10 + number) for number in range(7)]
    assert len(ConnectionPolicy(SETTINGS).in_the_way("a", of_host + others)) == n_going


def test_behind_a_proxy_one_address_may_have_all_connections() -> None:
    policy = ConnectionPolicy(SETTINGS.model_copy(update={"trusted_proxies": 1}))
    assert policy.in_the_way("proxy", [Held("proxy", number) for number in range(9)]) == []


def test_nobody_goes_for_whom_a_thread_works() -> None:
    idle = Held("a", 9)
    assert quietest([working("a", 1), idle, working("a", 2)]) == [idle]
    assert quietest([working("a", 1)]) == []


def test_who_reads_slowest_goes_until_the_rest_fits_the_memory() -> None:
    held = [reading(50_000_000, 3), reading(50_000_000, 1), reading(1, 4), reading(50_000_000, 2), reading(0, 0)]
    assert list(slowest_readers(held)) == [held[1]]
    assert list(slowest_readers(held[:3])) == []


def test_a_request_has_its_time_from_its_first_byte_and_an_answer_by_its_length() -> None:
    policy = ConnectionPolicy(Settings(request_seconds=30, keepalive_seconds=15))
    policy.clock = lambda: 100.0
    held = Held("a", 0, policy)
    assert held.deadline == 115
    held.take(b"GET /")
    assert held.deadline == 130
    policy.clock = lambda: 120.0
    assert held.take(b"v1 HTTP/1.1\r\nHost: a\r\n\r\nGET") == b"GET /v1 HTTP/1.1\r\nHost: a\r\n\r\n"
    assert (held.deadline, held.take_rest(), held.take_rest()) == (130, b"GET", b"")
    held.await_reader(n_bytes=50_000)
    assert held.deadline == 160
    held.await_end()
    assert held.deadline == 125
    policy.linger()
    held.await_request()
    assert held.deadline == 122
