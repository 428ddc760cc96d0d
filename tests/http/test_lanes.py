"""A request finds its lane by the path that the app will see, however it is written."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from whichml_server.lanes import Lanes


@pytest.fixture
def lanes() -> Iterator[Lanes]:
    lanes = Lanes(n_threads=1, n_queries=1, prefix="/below")
    yield lanes
    lanes.shutdown()


@pytest.mark.parametrize(
    "target",
    [
        b"/below/v1/sparql?query=ASK{}",
        b"/v1/sparql",  # a proxy may cut the prefix off
        b"http://localhost:8000/below/v1/sparql?query=ASK{}",
        b"HTTP://" + b"long." * 2_000 + b"example.org/v1/sparql",
        b"/below/v1/%73parql",
        b"//v1/sparql",
        b"/%2fv1/sparql",
        b"http://localhost/v1/sp%61rql",
    ],
)
def test_a_query_takes_the_lane_of_queries_however_its_path_is_written(lanes: Lanes, target: bytes) -> None:
    assert lanes.of(b"GET %b HTTP/1.1\r\nHost: localhost\r\n\r\n" % target).paths == (b"/v1/sparql",)


@pytest.mark.parametrize("target", [b"/v1/algorithms?from=/v1/sparql", b"http://v1/sparqler", b"/", b"*", b"http://v1"])
def test_what_only_mentions_queries_does_not(lanes: Lanes, target: bytes) -> None:
    assert lanes.of(b"GET %b HTTP/1.1\r\nHost: localhost\r\n\r\n" % target).paths == ()
