"""Whoever watches a server learns whether it lives, whether it can work, what it counted, and of each request."""

from __future__ import annotations

import json
import logging
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from served import Server, serving

from whichml.knowledge.loading import built_store
from whichml_server.request_log import JsonLines, NoFlood
from whichml_server.store import AnswerStore, StoreUnavailable

slow = pytest.mark.slow("starts a server of two processes")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("watched")) as server:
        yield server


def test_a_server_that_can_keep_answers_is_ready(client: FlaskClient) -> None:
    found = client.get("/readyz")
    assert found.status_code == 200
    assert found.json["status"] == "ready"
    assert found.json["knowledge"] == client.get("/healthz").json["knowledge"]


def test_a_server_whose_store_is_gone_is_alive_and_not_ready(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(store: AnswerStore) -> None:
        raise StoreUnavailable.because("the disk is full")

    monkeypatch.setattr(AnswerStore, "check", fail)
    refused = client.get("/readyz")
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json["type"].endswith("/unavailable")
    assert client.get("/healthz").status_code == 200


def test_requests_are_counted_by_route_and_not_by_path(client: FlaskClient) -> None:
    for path in ("/none-1", "/none-2", "/v1/algorithms/none-3"):
        client.get(path)
    text = client.get("/metrics").text
    assert 'whichml_requests_total{method="GET",route="none",status="404"} 2.0' in text
    assert 'route="/v1/algorithms/<identity>"' in text
    assert "none-" not in text


def test_a_method_that_somebody_made_up_is_no_label(client: FlaskClient) -> None:
    client.open("/v1/algorithms", method="MADEUP")
    text = client.get("/metrics").text
    assert 'method="other"' in text
    assert "MADEUP" not in text


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    return [record.fields for record in caplog.records if record.name == "whichml_server.requests"]  # type: ignore[attr-defined]


def test_a_request_is_one_line_with_its_id_its_status_and_the_answer(
    app: Flask, caplog: pytest.LogCaptureFixture, fraud: bytes
) -> None:
    client = app.test_client()
    with caplog.at_level(logging.INFO, "whichml_server.requests"):
        made = client.post("/v1/recommendations", data=fraud, content_type="application/yaml")
        client.get(made.headers["Location"] + "?include=justification", headers={"X-Request-Id": "mine.1"})
        client.get("/none-such")
    first, second, third = logged(caplog)
    assert first["status"] == 201
    assert first["answer"] == second["answer"] == made.headers["Location"].rpartition("/")[2]
    assert first["request"] == made.headers["X-Request-Id"]
    assert second["request"] == "mine.1"
    assert third["route"] == "none"
    assert "?" not in str(second["path"])


@pytest.mark.parametrize("given", ["two words", "x" * 65, "a\tb"])
def test_an_id_that_a_client_made_up_badly_is_replaced(client: FlaskClient, given: str) -> None:
    told = client.get("/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert re.fullmatch("[0-9a-f]{32}", told)


def record(message: str, line: int, created: float = 0.0) -> logging.LogRecord:
    made = logging.LogRecord("whichml_server.app", logging.ERROR, "app.py", line, message, (), None)
    made.created = created
    return made


def test_a_line_of_the_log_is_one_json_value_whatever_was_said() -> None:
    try:
        int("two\nlines")
    except ValueError:
        made = record("a \u2028 \n\x1b[31m defect", 1)
        made.exc_info = sys.exc_info()
    line = JsonLines().format(made)
    assert "\n" not in line
    assert line.isascii()
    assert json.loads(line)["traceback"].startswith("Traceback")


def test_what_is_said_again_and_again_is_left_out_and_counted() -> None:
    flood = NoFlood()
    assert [flood.filter(record("full", 1)) for _ in range(25)] == [True] * 10 + [False] * 15
    assert flood.filter(record("another place", 2))
    later = record("full", 1, created=61.0)
    assert flood.filter(later)
    assert later.fields == {"left_out": 15}  # type: ignore[attr-defined]


@slow
def test_a_server_says_at_its_start_where_it_answers_and_how_it_is_set(server: Server) -> None:
    (start,) = server.told("listening")
    assert start["address"] == f"http://127.0.0.1:{server.port}/"
    assert start["settings"]["write_rate"] == "off"
    assert len(start["knowledge"]) >= 32


@slow
def test_metrics_tell_what_all_processes_counted(server: Server) -> None:
    before = counted(server)
    for _ in range(30):
        server.ask("GET", "/v1/packs-of-nobody")
    server.answer_to(b"no HTTP\r\n\r\n")
    assert counted(server) - before == 30
    text = server.ask("GET", "/metrics")[2].decode()
    assert 'whichml_refused_requests_total{status="400"} 1.0' in text
    assert len(server.told("refused")) == 1
    routes = [line["route"] for line in server.told("request")]
    assert routes.count("none") >= 30


def counted(server: Server) -> float:
    found = re.search(
        r'^whichml_requests_total{[^}]*route="none"[^}]*} (\S+)$', server.ask("GET", "/metrics")[2].decode(), re.M
    )
    return float(found[1]) if found else 0.0


@slow
def test_a_listening_server_without_tokens_is_a_warning(tmp_path: Path) -> None:
    with serving(tmp_path, host="0.0.0.0", server="waitress") as server:
        assert [line["level"] for line in server.told("listening")] == ["info"]
        assert "there are no `tokens`" in server.log.read_text()


@slow
def test_where_answers_are_kept_is_told_where_another_variable_may_be_taken_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = shutil.copy(built_store(), tmp_path / "knowledge.snapshot")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for answers, is_told in (("", True), (tmp_path / "answers.sqlite3", False)):
        with serving(tmp_path, store=compiled, answers=answers) as server:
            assert ("and not where answers are kept" in server.log.read_text()) is is_told
