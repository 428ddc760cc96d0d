"""Briefs with measurements, briefs that are looked at first, and the scenarios to begin from."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from whichml import Brief, recommend
from whichml.export.counts import knowledge_counts
from whichml.knowledge.base import Knowledge
from whichml.model.statements.calibration import Calibration

sys.path.append(str(Path(__file__).parents[1] / "evidence"))
from made_up_evidence import evidence, number

RUN = evidence(number("random-forest", "row-latency", 0.03))
MACHINE: dict[str, Any] = {
    "schema": "calibration/1", "reference_seconds": 0.5, "spread": 1.1, "n": 5,
    "machine": {
        "system": "Linux", "processor": "one", "n_cores": 2, "memory_bytes": 8_000_000_000, "python": "3.11",
    },
}  # fmt: skip
BRIEF: dict[str, Any] = {
    "task": "binary-classification",
    "data": {"modality": "tabular", "rows": 5000, "features": 20},
    "requirements": [{"quality": "training-time", "max": "1 h"}],
}


def test_measurements_come_with_the_brief(client: FlaskClient, knowledge: Knowledge) -> None:
    body = {"brief": BRIEF, "evidence": [json.loads(RUN.to_json())], "calibration": MACHINE}
    response = client.post("/v1/measured-recommendations?include=justification", json=body)
    machine = Calibration.model_validate_json(json.dumps(MACHINE))
    assert response.status_code == 201
    assert response.data == recommend(Brief.from_mapping(BRIEF), knowledge, [RUN], machine).to_json()
    assert client.get(response.headers["Location"]).json["id"] == response.json["id"]
    assert response.json["id"] != client.post("/v1/recommendations", json=BRIEF).json["id"]


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"brief": BRIEF, "evidence": [{"schema": "evidence/1"}]}, {"/evidence/0/data", "/evidence/0/metric"}),
        ({"brief": BRIEF, "evidence": {}}, {"/evidence"}),
        ({"brief": BRIEF, "calibration": {**MACHINE, "n": 0}}, {"/calibration/n"}),
        ({"brief": {**BRIEF, "task": "x"}, "evidenze": []}, {"/brief/task", "/evidenze"}),
        ({"brief": "fraud.yaml"}, {"/brief"}),
        ({}, {"/brief"}),
    ],
)
def test_measurements_that_are_none_are_refused_with_their_places(
    client: FlaskClient, body: Any, pointers: set[str]
) -> None:
    response = client.post("/v1/measured-recommendations", json=body)
    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    assert response.json["type"].endswith("/wrong-body")
    assert pointers <= {error["pointer"] for error in response.json["errors"]}


def test_a_part_of_measurements_that_is_missing_is_told_by_name_and_place(client: FlaskClient) -> None:
    body = "brief: {task: regression, data: {modality: tabular}}\nevidence:\n- {}\ncalibration: {spread: wide}\n"
    told = client.post("/v1/measured-recommendations", data=body, content_type="application/yaml")
    errors = {error["pointer"]: error for error in told.json["errors"]}
    metric = errors["/evidence/0/metric"]
    assert (metric["detail"], metric["line"]) == ("`evidence.0.metric` is missing.", 3)
    assert errors["/calibration/spread"]["detail"].startswith("`calibration.spread`: input should be")
    assert all(error["line"] and error["hint"] for error in errors.values())


def test_measurements_of_another_task_are_refused(client: FlaskClient) -> None:
    brief = {"task": "regression", "data": {"modality": "tabular"}}
    response = client.post(
        "/v1/measured-recommendations", json={"brief": brief, "evidence": [json.loads(RUN.to_json())]}
    )
    assert response.status_code == 422
    assert "the brief asks for regression" in response.json["detail"]


def test_a_brief_is_read_before_it_is_answered(client: FlaskClient) -> None:
    body = b"task: binary classification\ndata: {modality: tabular, rows: 5000}\n"
    read = client.post("/v1/briefs/check", data=body, content_type="application/yaml").json
    assert read["brief"] == {"task": "binary-classification", "data": {"modality": "tabular", "rows": 5000}}
    assert [(each["line"], each["pointer"]) for each in read["readings"]] == [(1, "/task")]
    assert read["facts"]["data.rows"] == "5000"
    assert len(read["open_questions"]) > 3
    page = client.post(
        "/v1/briefs/check", data=body, content_type="application/yaml", headers={"Accept": "text/markdown"}
    )
    assert "The brief is sound" in page.text


def test_a_brief_that_is_none_is_refused_by_the_check_as_by_the_answer(client: FlaskClient) -> None:
    body = {"task": "regresion", "data": {"modality": "tabular"}}
    checked = client.post("/v1/briefs/check", json=body)
    assert (checked.status_code, checked.data) == (422, client.post("/v1/recommendations", json=body).data)


def test_a_brief_is_read_leniently_where_that_is_asked_for_and_what_is_left_out_is_told(client: FlaskClient) -> None:
    body = {"task": "regression", "data": {"modality": "tabular", "samples": 500, "nozzles": 3}}
    for said in ("", "?lenient=no", "?lenient=false", "?lenient=0", "?lenient=perhaps"):
        assert client.post(f"/v1/briefs/check{said}", json=body).status_code == 422
    assert client.post("/v1/briefs/check?lenient=true", json=body).status_code == 200
    read = client.post("/v1/briefs/check?lenient", json=body).json
    assert read["brief"] == {"task": "regression", "data": {"modality": "tabular", "rows": 500}}
    assert [(each["pointer"], each["message"]) for each in read["notices"]] == [
        ("/data/nozzles", "not read, and left out: unknown field 'data.nozzles'.")
    ]
    assert client.post("/v1/recommendations", json=read["brief"]).status_code == 201


def test_a_blank_brief_is_sent_for_a_task_and_reads_as_a_brief(client: FlaskClient) -> None:
    response = client.get("/v1/briefs/blank?task=binary classification&modality=tabular,text")
    assert (response.status_code, response.content_type) == (200, "application/yaml")
    assert "  # languages: " in response.text
    read = client.post("/v1/briefs/check", data=response.data, content_type="application/yaml").json
    assert read["brief"] == {"task": "binary-classification", "data": {"modality": ["tabular", "text"]}}
    again = client.get(
        "/v1/briefs/blank?task=binary-classification&modality=tabular,text",
        headers={"If-None-Match": response.headers["ETag"]},
    )
    assert again.status_code == 304


def test_a_blank_brief_of_any_project_tells_what_each_task_is(client: FlaskClient) -> None:
    response = client.get("/v1/briefs/blank")
    assert (response.status_code, response.content_type) == (200, "application/yaml")
    assert (
        "clustering: Task of grouping rows by likeness, without labels. Which customers resemble each" in response.text
    )
    again = client.get("/v1/briefs/blank", headers={"If-None-Match": response.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("modality=tabular", "task"),
        ("task=clusterin&modality=tabular", "'clustering'"),
        ("task=clustering&modality=tabular,", "modality"),
        ("task=clustering", "modality"),
        ("task=clustering&modality=tabular&rows=7", "rows"),
    ],
)
def test_a_blank_brief_of_nothing_known_is_refused_with_what_would_be_right(
    client: FlaskClient, query: str, told: str
) -> None:
    response = client.get(f"/v1/briefs/blank?{query}")
    assert (response.status_code, response.content_type) == (422, "application/problem+json")
    assert told in response.text


def test_a_scenario_can_be_posted_as_it_is(client: FlaskClient) -> None:
    entries = client.get("/v1/scenarios").json["scenarios"]
    assert len(entries) == 12
    for entry in entries[:3]:
        shown = client.get(f"/v1/scenarios/{entry['id']}")
        assert shown.headers["Link"] == '</v1/scenarios>; rel="collection"'
        assert entry.items() <= shown.json.items()
        assert client.post("/v1/recommendations", json=shown.json["brief"]).status_code == 201


def test_an_unknown_scenario_gets_404_with_the_nearest(client: FlaskClient) -> None:
    response = client.get("/v1/scenarios/credit-card-frod")
    assert response.status_code == 404
    assert response.json["errors"][0]["hint"] == "Did you mean 'credit-card-fraud'?"


def test_the_knowledge_tells_its_version_and_how_much_it_holds(client: FlaskClient, knowledge: Knowledge) -> None:
    told = client.get("/v1/knowledge").json
    assert (told["version"], told["digest"]) == (knowledge.version, knowledge.digest)
    assert told["counts"] == knowledge_counts(knowledge)
    assert [pack["id"] for pack in told["packs"]] == [pack.id for pack in knowledge.packs]


def test_the_entry_leads_to_what_can_be_read(client: FlaskClient) -> None:
    response = client.get("/v1")
    assert '</v1/openapi.json>; rel="service-desc"' in response.headers["Link"]
    links = response.json["links"]
    assert len(links) > 15
    statuses = {name: client.get(path).status_code for name, path in links.items()}
    assert {name for name, status in statuses.items() if status != 200} == {
        "check",
        "measured-recommendations",
        "sparql",
    }


def test_addresses_stand_behind_the_prefix_that_a_proxy_cuts_off(client: FlaskClient) -> None:
    behind = {"SCRIPT_NAME": "/whichml"}
    made = client.post("/v1/recommendations", json=BRIEF, environ_overrides=behind)
    assert made.headers["Location"].startswith("/whichml/v1/recommendations/")
    assert "</whichml/v1/" in made.headers["Link"]
    assert client.get("/v1", environ_overrides=behind).json["links"]["rules"] == "/whichml/v1/rules"
    assert client.get("/v1/openapi.json", environ_overrides=behind).json["servers"] == [{"url": "/whichml/"}]
    assert client.get("/v1/openapi.json").json["servers"] == [{"url": "/"}]


def test_a_device_and_a_budget_a_month_are_read_over_http_and_told(client: FlaskClient) -> None:
    brief = {
        "task": "binary-classification", "data": {"modality": "image"}, "project": {"monthly_budget": "$400"},
        "deployment": {"device": "jetson-nano", "requests_per_day": 10_000},
    }  # fmt: skip
    read = client.post("/v1/briefs/check", json=brief).json
    assert (read["facts"]["deployment.target"], read["facts"]["deployment.memory"]) == ("edge-device", "4000000000 B")
    (bound,) = read["brief"]["requirements"]
    assert (bound["quality"], bound["max"]) == ("cost-per-prediction", "0.001315 USD")
    assert [each["pointer"] for each in read["readings"]] == ["/deployment/device", "/project/monthly_budget"]
    answer = client.post("/v1/recommendations", json=brief)
    assert answer.status_code == 201
    assert "`project.monthly_budget: $400` is read as" in answer.json["notices"][1]
