"""Answers take little space: they are packed against text that they share, of which a deleted one leaves nothing."""

from __future__ import annotations

import json
import socket
import sqlite3
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from effort import PATIENCE_SECONDS
from served import serving
from stored_answers import answer

from by_night import by_night
from whichml import Brief, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app
from whichml_server.api import Api
from whichml_server.store import StoredAnswer
from whichml_server.store.packing import unpacked_body

pytestmark = pytest.mark.slow("keeps answers to every scenario")

on_unix = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="gunicorn runs on Unix alone")
MOST_BYTES = 60_000
SAMPLE = " ".join(f"sentence {n} of what many answers say" for n in range(2000)).encode()


def real_answer(identity: str, body: bytes = SAMPLE[5000:30_000]) -> StoredAnswer:
    return answer(identity, body)


def packed_bytes(path: Path) -> dict[str, int]:
    with closing(sqlite3.connect(path)) as connection:
        return dict(connection.execute("SELECT id, length(packed) FROM answers").fetchall())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "answers.sqlite3"


def test_an_answer_is_packed_against_the_sample_and_read_without_it(path: Path) -> None:
    plain = AnswerStore(path)
    plain.put(real_answer("plain"))
    like = AnswerStore(path)
    like.pack_like(lambda: SAMPLE)
    like.put(real_answer("like"))
    sizes = packed_bytes(path)
    assert sizes["like"] < sizes["plain"] / 10
    reader = AnswerStore(path)
    assert reader.get("like") == real_answer("like")
    assert reader.get("plain") == real_answer("plain")


def test_the_sample_is_asked_for_once(path: Path) -> None:
    asked: list[bytes] = []
    store = AnswerStore(path)
    store.pack_like(lambda: asked.append(SAMPLE) or SAMPLE)  # type: ignore[func-returns-value]
    assert asked == []
    for identity in "abc":
        store.put(real_answer(identity))
    assert asked == [SAMPLE]


def test_nobody_waits_while_the_sample_is_made(path: Path) -> None:
    store = AnswerStore(path)

    def sample() -> bytes:
        other = threading.Thread(target=store.put, args=(real_answer("meanwhile"),), daemon=True)
        other.start()
        other.join(PATIENCE_SECONDS)
        return SAMPLE

    store.pack_like(sample)
    store.put(real_answer("first"))
    store.put(real_answer("later"))
    sizes = packed_bytes(path)
    assert sizes["first"] == sizes["later"] < sizes["meanwhile"] / 10
    assert store.get("meanwhile") == real_answer("meanwhile")


def test_an_answer_put_into_a_file_that_took_the_place_of_another_can_be_read(path: Path, tmp_path: Path) -> None:
    store = AnswerStore(path)
    store.pack_like(lambda: SAMPLE)
    store.put(real_answer("before"))
    other = AnswerStore(tmp_path / "other.sqlite3")
    other.close()
    other.path.replace(path)
    store.put(real_answer("after"))
    assert AnswerStore(path).get("after") == real_answer("after")


def test_no_answer_of_a_scenario_takes_more_than_it_may(
    path: Path, knowledge: Knowledge, advisor: Advisor, scenario_answers: dict[str, Recommendation]
) -> None:
    store = AnswerStore(path)
    create_app(knowledge, store)  # packs like its own answers
    for made in scenario_answers.values():
        store.put(StoredAnswer.of(made))
    sizes = packed_bytes(path)
    assert len(sizes) == len(scenario_answers)
    assert max(sizes.values()) <= MOST_BYTES
    store.close()
    assert path.stat().st_size / len(sizes) <= MOST_BYTES


def test_what_answers_are_packed_against_holds_nothing_of_a_brief(
    path: Path, knowledge: Knowledge, small_brief: dict[str, Any]
) -> None:
    with create_app(knowledge, AnswerStore(path)).test_client() as client:
        client.post("/v1/recommendations", json={**small_brief, "title": "A secret project"})
    with closing(sqlite3.connect(path)) as connection:
        ((packed,),) = connection.execute("SELECT packed FROM dictionaries").fetchall()
    shared = unpacked_body(packed)
    assert len(shared) > 100_000
    assert b"secret" not in shared


@pytest.mark.parametrize("name", [pytest.param("gunicorn", marks=on_unix), by_night("waitress")])
def test_a_server_packs_its_answers_against_its_own(tmp_path: Path, name: str) -> None:
    with serving(tmp_path, server=name, workers=1) as server:
        assert server.post() == 201
        with closing(sqlite3.connect(tmp_path / "answers.sqlite3")) as connection:
            ((dictionary,),) = connection.execute("SELECT dictionary FROM answers").fetchall()
    assert dictionary is not None


def test_a_known_answer_is_not_computed_again(
    path: Path, knowledge: Knowledge, small_brief: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    with create_app(knowledge, AnswerStore(path)).test_client() as client:
        first = client.post("/v1/recommendations", json=small_brief)
        monkeypatch.setattr(Api, "recommend", None)
        text = "data.rows: 5000\ndata.modality: tabular\ntask: binary-classification\n"
        again = client.post("/v1/recommendations", data=text, content_type="application/yaml")
    assert (again.status_code, again.headers["Location"]) == (201, first.headers["Location"])
    assert again.data == first.data


def test_an_answer_of_other_code_is_computed_again(
    path: Path, knowledge: Knowledge, small_brief: dict[str, Any]
) -> None:
    store = AnswerStore(path)
    with create_app(knowledge, store).test_client() as client:
        first = client.post("/v1/recommendations", json=small_brief)
        stale = StoredAnswer(first.json["id"], "recommendation/1", "digest", b'{"corrected": false}', made_by="other")
        store.put(stale)
        again = client.post("/v1/recommendations", json=small_brief)
    assert again.data == first.data


def test_the_same_brief_in_another_layout_gets_the_same_bytes(advisor: Advisor, small_brief: dict[str, Any]) -> None:
    texts = (json.dumps(small_brief), "data.rows: 5000\n\ndata.modality: tabular\ntask: binary-classification\n")
    made = {
        advisor.recommend(Brief.parse(text.encode(), name)).to_json() for name, text in zip("ab", texts, strict=True)
    }
    assert len(made) == 1
