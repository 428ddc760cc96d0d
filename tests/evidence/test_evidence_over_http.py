"""A brief from the network names evidence, and opens no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_up_evidence import evidence, number

from whichml.knowledge import evidence_files
from whichml.knowledge.base import Knowledge
from whichml.knowledge.evidence_files import write_evidence
from whichml_server import AnswerStore, create_app

pytestmark = pytest.mark.slow("answers with measurements over HTTP")
RUN = evidence(number("random-forest", "row-latency", 0.03))
BRIEF = {"task": "binary-classification", "data": {"modality": "tabular"}}


def test_a_brief_that_names_evidence_gets_an_answer_with_a_notice_and_no_file_is_read(
    knowledge: Knowledge, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a file of evidence was read")

    write_evidence(RUN, tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(evidence_files, "_files_of", refuse)
    monkeypatch.setattr(evidence_files, "_read", refuse)
    with create_app(knowledge, AnswerStore(tmp_path / "answers.sqlite3")).test_client() as client:
        response = client.post("/v1/recommendations", json={**BRIEF, "evidence": [RUN.id]})
        plain = client.post("/v1/recommendations", json=BRIEF)
    assert response.status_code == 201
    answer = response.get_json()
    assert answer["notices"] == [f"the brief names evidence that was not given: {RUN.id}."]
    assert answer["candidates"] == plain.get_json()["candidates"]
    assert answer["id"] != plain.get_json()["id"]


@pytest.mark.parametrize("given", ["../evidence.json", "/etc/passwd", ["file:///etc/passwd"]])
def test_a_path_is_no_name_of_evidence(knowledge: Knowledge, tmp_path: Path, given: object) -> None:
    with create_app(knowledge, AnswerStore(tmp_path / "answers.sqlite3")).test_client() as client:
        response = client.post("/v1/recommendations", json={**BRIEF, "evidence": given})
    assert response.status_code == 422
    assert "takes ids of evidence" in response.get_data(as_text=True)
