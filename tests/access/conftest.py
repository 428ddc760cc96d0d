"""The built store, and processes that answer queries about its graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from triples_of_store import triples_of
from whichml.knowledge.loading import built_store
from whichml.knowledge.query import QueryLimits, QueryPool


@pytest.fixture(scope="session")
def store() -> Path:
    return built_store()


@pytest.fixture(scope="session")
def triples(store: Path) -> bytes:
    return triples_of(store)


@pytest.fixture(scope="module")
def pool(triples: bytes) -> Iterator[QueryPool]:
    """Return processes with more time than usual: they give way to others, and wait where a machine is busy."""
    pool = QueryPool(lambda: triples, QueryLimits(seconds=60.0))
    yield pool
    pool.close()


@pytest.fixture(scope="module")
def hasty_pool(triples: bytes) -> Iterator[QueryPool]:
    """Return processes with less time than usual, so that tests of what takes too long take little."""
    pool = QueryPool(lambda: triples, QueryLimits(seconds=2.5))
    yield pool
    pool.close()
