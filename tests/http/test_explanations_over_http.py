"""Why, why not, and one algorithm beside another, of an answer that is kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from whichml import Brief, recommend
from whichml.advise.recommendation import advisor_for, recommend_with_steps
from whichml.export.comparison import compare_algorithms
from whichml.export.explanation import explain
from whichml.knowledge.base import Knowledge


@pytest.fixture(scope="module")
def kept(client: FlaskClient) -> str:
    """The address of an answer with candidates and exclusions."""
    brief = {"task": "binary-classification", "data": {"modality": "tabular", "rows": 5000}}
    return str(client.post("/v1/recommendations", json=brief).headers["Location"])


@pytest.fixture(scope="module")
def answer(client: FlaskClient, kept: str) -> dict[str, Any]:
    whole: dict[str, Any] = client.get(f"{kept}?include=justification").json
    return whole


def test_every_verdict_is_explained_as_the_library_does(
    client: FlaskClient, kept: str, answer: dict[str, Any], knowledge: Knowledge
) -> None:
    same = recommend(Brief.from_mapping(answer["brief"]), knowledge)
    wanted = [answer["candidates"][0], answer["candidates"][-1], answer["excluded"][0]]
    for algorithm in [each["algorithm"] for each in wanted]:
        response = client.get(f"{kept}/algorithms/{algorithm}")
        assert (response.status_code, response.content_type) == (200, "application/json")
        assert response.data == explain(same, knowledge, algorithm).to_json()


def test_a_sibling_of_a_kept_answer_is_told_by_its_own_qualities(
    client: FlaskClient, kept: str, answer: dict[str, Any], knowledge: Knowledge
) -> None:
    brief = Brief.from_mapping(answer["brief"])
    same, steps = recommend_with_steps(brief, knowledge)
    sibling = next(each.equivalents[0] for each in (*same.candidates, *same.outclassed) if each.equivalents)
    told = client.get(f"{kept}/algorithms/{sibling}")
    assert told.data == explain(same, knowledge, sibling, steps).to_json()
    name = knowledge.algorithms[sibling].facts.name
    assert f"What follows is said of {name} itself" in told.json["text"]
    identity = kept.rpartition("/")[2]
    page = client.get(f"/answers/{identity}/why/{sibling}")
    assert page.status_code == 200
    assert f"What follows is said of {name} itself" in page.text


def test_why_not_names_the_reasons_and_what_would_readmit(
    client: FlaskClient, kept: str, answer: dict[str, Any]
) -> None:
    out = answer["excluded"][0]
    told = client.get(f"{kept}/algorithms/{out['algorithm']}").json
    assert told["verdict"] == "excluded"
    assert [bar["text"] for bar in told["bars"]] == [reason["text"] for reason in out["reasons"]]
    assert "readmit" in told["readmission"]


@pytest.mark.parametrize(("accept", "begins"), [("text/markdown", "# "), ("text/html", "<!doctype html>")])
def test_an_explanation_is_a_page_for_people(
    client: FlaskClient, kept: str, answer: dict[str, Any], accept: str, begins: str
) -> None:
    leader = answer["candidates"][0]
    page = client.get(f"{kept}/algorithms/{leader['algorithm']}", headers={"Accept": accept})
    assert page.text.startswith(begins)
    assert leader["name"] in page.text
    assert page.mimetype == accept


def test_an_explanation_leads_back_to_its_answer_and_algorithm(client: FlaskClient, kept: str) -> None:
    links = client.get(f"{kept}/algorithms/kernel-svm").headers.getlist("Link")
    assert f'<{kept}>; rel="up"; title="the answer"' in links
    assert '</v1/algorithms/kernel-svm>; rel="about"' in links


def test_two_algorithms_stand_side_by_side_as_in_the_library(
    client: FlaskClient, kept: str, answer: dict[str, Any], knowledge: Knowledge
) -> None:
    brief = Brief.from_mapping(answer["brief"])
    pair = (answer["candidates"][0]["algorithm"], answer["excluded"][0]["algorithm"])
    told = client.get(f"{kept}/algorithms/{pair[0]}/comparison/{pair[1]}")
    same = compare_algorithms(advisor_for(knowledge), *recommend_with_steps(brief, knowledge), pair)
    assert told.data == same.to_json()
    assert told.json["ahead"] == pair[0]


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("algorithms/kernel-smv", "Did you mean 'kernel-svm'?"),
        ("algorithms/kernel-svm/comparison/random-forrest", "Did you mean 'random-forest'?"),
    ],
)
def test_an_unknown_algorithm_gets_404_with_the_one_that_was_meant(
    client: FlaskClient, kept: str, path: str, hint: str
) -> None:
    response = client.get(f"{kept}/{path}")
    assert (response.status_code, response.content_type) == (404, "application/problem+json")
    assert [error["hint"] for error in response.json["errors"]] == [hint]


def test_an_algorithm_is_not_compared_with_itself(client: FlaskClient, kept: str) -> None:
    response = client.get(f"{kept}/algorithms/kernel-svm/comparison/kernel-svm")
    assert response.status_code == 422
    assert response.json["type"].endswith("/nothing-differs")
    assert "named twice" in response.json["detail"]
    assert response.json["errors"][0]["hint"] == "Name two algorithms."


def test_what_the_client_has_of_an_answer_that_is_gone_is_gone(client: FlaskClient, kept: str) -> None:
    tag = client.get(f"{kept}/algorithms/kernel-svm").headers["ETag"]
    assert client.get(f"{kept}/algorithms/kernel-svm", headers={"If-None-Match": tag}).status_code == 304
    gone = f"/v1/recommendations/{'0' * 32}/algorithms/kernel-svm"
    response = client.get(gone, headers={"If-None-Match": tag})
    assert response.status_code == 404
    assert json.loads(response.data)["type"].endswith("/unknown-id")
