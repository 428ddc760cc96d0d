"""The app with its page over the shipped knowledge base, with a store of its own for each module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> AnswerStore:
    return AnswerStore(tmp_path_factory.mktemp("answers") / "answers.sqlite3")


@pytest.fixture(scope="module")
def app(knowledge: Knowledge, store: AnswerStore) -> Flask:
    return create_app(knowledge, store)


@pytest.fixture(scope="session")
def root() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture(scope="module")
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client
