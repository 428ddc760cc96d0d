"""Kept answers beside each other, beside what other facts would make of them, and beside today's knowledge."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from whichml import Brief, Recommendation
from whichml.advise.recommendation import advisor_for, recommend_with_steps
from whichml.export.brief_comparison import compare_briefs
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app

pytestmark = pytest.mark.slow("answers from changed knowledge")

BRIEF: dict[str, Any] = {"task": "binary-classification", "data": {"modality": "tabular", "rows": 5000}}
IMAGES: dict[str, Any] = {"task": "binary-classification", "data": {"modality": "image", "rows": 5000}}


@pytest.fixture(scope="module")
def kept(client: FlaskClient) -> str:
    return str(client.post("/v1/recommendations", json=BRIEF).headers["Location"])


def test_two_kept_answers_are_compared_as_in_the_library(client: FlaskClient, kept: str, knowledge: Knowledge) -> None:
    other = client.post("/v1/recommendations", json=IMAGES).json["id"]
    told = client.get(f"{kept}/comparison/{other}")
    briefs = Brief.from_mapping(BRIEF), Brief.from_mapping(IMAGES)
    (one, beside), (another, beside_it) = (recommend_with_steps(brief, knowledge) for brief in briefs)
    same = compare_briefs(advisor_for(knowledge), (beside, beside_it), (one, another), (one.id, another.id))
    assert (told.status_code, told.data) == (200, same.to_json())
    assert {f'<{kept}>; rel="related"', f'</v1/recommendations/{other}>; rel="related"'} == set(
        told.headers.getlist("Link")
    )
    page = client.get(f"{kept}/comparison/{other}", headers={"Accept": "text/markdown"})
    assert page.text.startswith("# ")


def test_an_answer_does_not_differ_from_itself(client: FlaskClient, kept: str) -> None:
    response = client.get(f"{kept}/comparison/{kept.rpartition('/')[2]}")
    assert response.status_code == 422
    assert response.json["type"].endswith("/nothing-differs")


def test_changed_facts_go_in_and_the_difference_comes_out(client: FlaskClient, kept: str) -> None:
    changes = {"data.modality": "image", "requirement.inference-latency.max": "5 ms"}
    told = client.post(f"{kept}/what-if", json={"changes": changes}).json
    assert told["brief"]["data"]["modality"] == "image"
    assert told["brief"]["requirements"] == [{"quality": "inference-latency", "max": "0.005 s"}]
    assert {each["path"] for each in told["difference"]["said"]} == {
        "data.modality", "requirements: inference-latency",
    }  # fmt: skip
    made = client.post("/v1/recommendations", json=told["brief"]).json
    assert [told["answer"], made["id"]] == told["difference"]["answers"]
    assert told["difference"]["leaders"][1][0] == made["candidates"][0]["algorithm"]


@pytest.fixture(scope="module")
def bounded(client: FlaskClient) -> str:
    """Return the address of an answer to a brief with a bound on latency and one on recall."""
    asked = [
        {"quality": "inference-latency", "max": "1 ms"},
        {"quality": "accuracy", "metric": "recall", "min": 0.5},
    ]
    return str(client.post("/v1/recommendations", json={**BRIEF, "requirements": asked}).headers["Location"])


def changed(client: FlaskClient, address: str, changes: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = client.post(f"{address}/what-if", json={"changes": changes}).json
    return told


@pytest.mark.parametrize(
    "name",
    ["inference-latency.max", "latency.max", "inference_latency.max", "latency.maximum", "Response time.at_most"],
)
@pytest.mark.parametrize("head", ["requirement", "requirements"])
def test_a_bound_is_changed_and_taken_out_under_any_name_of_its_quality(
    client: FlaskClient, bounded: str, head: str, name: str
) -> None:
    told = changed(client, bounded, {f"{head}.{name}": "10 s"})
    assert [each.get("max") for each in told["brief"]["requirements"]] == ["10 s", None]
    told = changed(client, bounded, {f"{head}.{name}": None})
    assert [each["quality"] for each in told["brief"]["requirements"]] == ["accuracy"]


def test_a_bound_on_a_metric_is_changed_under_the_name_of_the_metric(client: FlaskClient, bounded: str) -> None:
    told = changed(client, bounded, {"requirement.sensitivity.min": 0.9})
    assert told["brief"]["requirements"][1] == {"quality": "accuracy", "metric": "recall", "min": 0.9}
    added = changed(client, bounded, {"requirement.precision.min": 0.9})
    assert [each.get("metric") for each in added["brief"]["requirements"]] == [None, "recall", "precision"]


@pytest.mark.parametrize("name", ["data.rows", "data.row", "rows", "n_rows", "data.n_rows"])
def test_a_field_is_changed_and_taken_out_under_any_of_its_names(client: FlaskClient, bounded: str, name: str) -> None:
    assert changed(client, bounded, {name: 400})["brief"]["data"]["rows"] == 400
    assert "rows" not in changed(client, bounded, {name: None})["brief"]["data"]
    assert changed(client, bounded, {"modality": "image"})["brief"]["data"]["modality"] == "image"


def test_changes_of_a_group_change_the_fields_that_it_names_and_no_other(client: FlaskClient, kept: str) -> None:
    told = changed(client, kept, {"data": {"rows": 400, "modality": "image"}, "deployment": {"memory": "64 kB"}})
    alike = changed(client, kept, {"data.rows": 400, "data.modality": "image", "deployment.memory": "64 kB"})
    assert told == alike
    assert changed(client, kept, {"data": {"features": 9}})["brief"]["data"] == {**BRIEF["data"], "features": 9}
    refused = changed(client, kept, {"data": {"rows": "many"}})["errors"]
    assert [each["pointer"] for each in refused] == ["/changes/data/rows"]
    none = changed(client, kept, {"data": {}})
    assert none["detail"] == "`changes` names no field."


def test_a_what_if_keeps_nothing(client: FlaskClient, kept: str) -> None:
    told = client.post(f"{kept}/what-if", json={"changes": {"data.rows": 4321}}).json
    assert client.get(f"/v1/recommendations/{told['difference']['answers'][1]}").status_code == 404


def test_null_takes_a_fact_out_and_yaml_is_read_too(client: FlaskClient, kept: str) -> None:
    told = client.post(f"{kept}/what-if", data="changes: {data.rows: null}", content_type="application/yaml")
    assert told.json["brief"] == {"task": "binary-classification", "data": {"modality": "tabular"}}


def test_a_difference_is_a_page_for_people(client: FlaskClient, kept: str) -> None:
    page = client.post(f"{kept}/what-if", json={"changes": {"data.rows": 400}}, headers={"Accept": "text/html"})
    assert page.text.startswith("<!doctype html>")
    assert "with the changes" in page.text


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"changes": {"data.rowz": 1}}, 422, "/changes/data.rowz"),
        ({"changes": {"data.rows": "many"}}, 422, "/changes/data.rows"),
        ({"changes": {"requirements.7.max": 1}}, 422, "/changes/requirements.7.max"),
        ({"changes": {"requirements.²": 1}}, 422, "/changes/requirements.²"),
        ({"changes": {"requirements.².max": 1}}, 422, "/changes/requirements.².max"),
        ({"changes": {"requirements.٠.priority": "must"}}, 422, "/changes/requirements.٠.priority"),
        ({"changes": {f"requirements.{'1' * 5000}.at": "p99"}}, 422, f"/changes/requirements.{'1' * 5000}.at"),
        (
            {"changes": {"data.rows": 9, "requirement.inference-latency.max": "5 MB"}},
            422,
            "/changes/requirement.inference-latency.max",
        ),
        ({"changes": {"data.rows": 9, "requirement.acuracy.min": "high"}}, 422, "/changes/requirement.acuracy.min"),
        ({"changes": {"data.rows": 9, "priorities": ["acuracy"]}}, 422, "/changes/priorities"),
        ({"changes": {}}, 422, "/changes"),
        ({"changes": [1]}, 422, "/changes"),
        ({"changes": {f"data.f{n}": 1 for n in range(41)}}, 422, "/changes"),
        ({"changed": {"data.rows": 1}, "changes": {"data.rows": 2}}, 422, "/changed"),
        ({}, 422, "/changes"),
        ([], 422, ""),
        ({"changes": {"data.rows": 5000}}, 422, None),
    ],
)
def test_changes_that_are_none_are_refused_with_their_place(
    client: FlaskClient, kept: str, body: Any, status: int, pointer: str | None
) -> None:
    response = client.post(f"{kept}/what-if", json=body)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    assert response.json["errors"][0].get("pointer") == pointer


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({}, "`changes` is missing."),
        ({"changes": {}}, "`changes` names no field."),
        ({"changes": {f"data.f{n}": 1 for n in range(41)}}, "`changes` names 41 fields, and 40 are the most."),
        ({"changes": [1]}, "`changes` is no mapping of fields to values."),
    ],
)
def test_changes_that_are_none_are_told_by_what_is_wrong_with_them(
    client: FlaskClient, kept: str, body: Any, said: str
) -> None:
    assert client.post(f"{kept}/what-if", json=body).json["errors"][0]["detail"] == said


def test_a_what_if_on_an_unknown_answer_gets_404(client: FlaskClient) -> None:
    response = client.post(f"/v1/recommendations/{'0' * 32}/what-if", json={"changes": {"data.rows": 1}})
    assert response.status_code == 404


def test_an_answer_tells_what_todays_knowledge_says_otherwise(knowledge: Knowledge, tmp_path: Path) -> None:
    path = tmp_path / "answers.sqlite3"
    before = create_app(knowledge, AnswerStore(path)).test_client()
    kept = before.post("/v1/recommendations", json=BRIEF).headers["Location"]
    assert before.get(f"{kept}/difference").json["has_moved_on"] is False
    answer = Recommendation.model_validate(before.get(f"{kept}?include=justification").json)
    rule = min(JustificationGraph(answer).counting_rules)
    today = create_app(knowledge.without(rules=[rule]), AnswerStore(path)).test_client()
    told = today.get(f"{kept}/difference").json
    assert told["has_moved_on"] is True
    assert rule in told["difference"]["rules_removed"]  # and whatever fired on what it concluded
    (link,) = [each for each in today.get(kept).headers.getlist("Link") if "/difference" in each]
    assert link == f'<{kept}/difference>; rel="related"; title="what today\'s knowledge says otherwise"'
    assert not any("/difference" in each for each in before.get(kept).headers.getlist("Link"))
