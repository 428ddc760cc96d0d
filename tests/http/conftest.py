"""An app over the shipped knowledge base, with a store of its own for each module."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from asked_briefs import SMALL_BRIEF
from edited_packs import write
from flask import Flask
from flask.testing import FlaskClient
from private_postgresql import PrivatePostgresql, folder_of_programs
from werkzeug.test import TestResponse

from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, Settings, create_app

Post = Callable[..., TestResponse]
FRAUD = Path(__file__).parents[2] / "kb" / "facts" / "scenarios" / "credit-card-fraud.yaml"


@pytest.fixture
def half_past(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the time stand still in the middle of an hour: as one ends, what was sent before hardly counts any more."""
    monkeypatch.setattr(time, "time", lambda: 1_796_045_400.0)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PrivatePostgresql]:
    """Return a PostgreSQL server that runs; a test that stops it starts it again."""
    programs = folder_of_programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed, and scripts/install-postgresql could not install it")
    server = PrivatePostgresql(programs)
    server.start()
    yield server
    server.stop()
    server.remove()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow("asks a server of databases"))])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Return where a store may be made, in each of the databases in turn."""
    if request.param == "sqlite":
        return tmp_path / "answers.sqlite3"
    server: PrivatePostgresql = request.getfixturevalue("postgresql")
    server.empty()
    return server.url


@pytest.fixture(scope="module")
def app(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    store = AnswerStore(tmp_path_factory.mktemp("answers") / "answers.sqlite3")
    return create_app(knowledge, store, settings=Settings(read_rate="off", write_rate="off"))


@pytest.fixture(scope="module")
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture(scope="module")
def post(client: FlaskClient) -> Post:
    """Return a function that posts bytes as a brief, as YAML unless told otherwise."""

    def post(body: bytes, content_type: str | None = "application/yaml", **more: Any) -> TestResponse:
        return client.post("/v1/recommendations", data=body, content_type=content_type, **more)

    return post


@pytest.fixture
def small_brief() -> dict[str, Any]:
    return dict(SMALL_BRIEF)


@pytest.fixture(scope="session")
def fraud() -> bytes:
    return FRAUD.read_bytes()


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    folder = tmp_path / "packs"
    folder.mkdir()
    write(folder, "house", "the first word")
    return folder
