"""A client that a generator makes of the OpenAPI description works."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from types import ModuleType
from typing import Any

import httpx
import pytest
from flask import Flask
from flask.testing import FlaskClient

pytestmark = pytest.mark.filterwarnings("default")  # what a generator warns of is its own affair

BRIEF: dict[str, Any] = {"task": "binary-classification", "data": {"modality": ["tabular"], "rows": 5000}}


@pytest.fixture(scope="module")
def generated(client: FlaskClient, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    folder = tmp_path_factory.mktemp("client")
    (folder / "openapi.json").write_bytes(client.get("/v1/openapi.json").data)
    (folder / "config.yaml").write_text("post_hooks: []\n")
    done = subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate", "--path", "openapi.json", "--meta", "none",
            "--output-path", "generated_whichml", "--config", "config.yaml",
        ],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Unable to process schema" not in done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("generated_whichml")
    finally:
        sys.path.remove(str(folder))


@pytest.fixture
def speaking(generated: ModuleType, app: Flask) -> Any:
    """The generated client, wired to the app."""
    speaking = generated.Client(base_url="http://localhost", raise_on_unexpected_status=True)
    speaking.set_httpx_client(httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://localhost"))
    return speaking


def call(generated: ModuleType, module: str, *given: Any, **named: Any) -> Any:
    """Return the answer of one operation of the generated client."""
    operation = importlib.import_module(f"{generated.__name__}.api.{module}")
    return operation.sync_detailed(*given, **named)


@pytest.mark.slow("generates a client")
def test_a_brief_is_answered_explained_listed_and_deleted(generated: ModuleType, speaking: Any) -> None:
    models = importlib.import_module(f"{generated.__name__}.models")
    made = call(generated, "recommendations.recommend", client=speaking, body=models.Brief.from_dict(BRIEF))
    assert made.status_code == 201
    answer = made.parsed
    leader = answer.candidates[0]
    told = call(generated, "recommendations.explain", answer.id, leader.algorithm, client=speaking).parsed
    assert (told.verdict, told.name) == ("leader", leader.name)
    listed = call(generated, "recommendations.list_recommendations", client=speaking).parsed
    assert answer.id in [entry.id for entry in listed.recommendations]
    kept = call(generated, "recommendations.get_recommendation", answer.id, client=speaking)
    assert json.loads(kept.content)["candidates"][0]["algorithm"] == leader.algorithm
    assert call(generated, "recommendations.delete_recommendation", answer.id, client=speaking).status_code == 204
    gone = call(generated, "recommendations.get_recommendation", answer.id, client=speaking)
    assert gone.status_code == 404


@pytest.mark.slow("generates a client")
def test_the_knowledge_is_read_with_types(generated: ModuleType, speaking: Any) -> None:
    found = call(generated, "knowledge.list_algorithms", client=speaking).parsed
    assert len(found.algorithms) > 50
    shown = call(generated, "knowledge.get_algorithm", "kernel-svm", client=speaking).parsed
    assert (shown.id, bool(shown.claims)) == ("kernel-svm", True)
