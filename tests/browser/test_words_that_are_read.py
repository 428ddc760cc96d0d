"""What the page reads from the words of a brief: told, read anew with other words, and never held as a stated fact."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from page_reading import Page
from werkzeug.test import TestResponse

pytestmark = pytest.mark.slow("answers from the shipped knowledge")

TABLE: dict[str, Any] = {"task": "binary-classification", "data": {"modality": "tabular"}}
CHURN: dict[str, Any] = {"title": "Churn of customers", **TABLE}
PROSE = """We want to predict which customers will cancel their contract.

Data: we have 20,000 rows in a table.
"""
PASTED = "task: regression\n# of the meter\ndata: {modality: csv, rows: 20k}\nnotes: Labels come six weeks later.\n"


def sent(client: FlaskClient, **fields: str) -> TestResponse:
    """Return the page that a form about customers who leave leads to."""
    brief = json.dumps(CHURN)
    return client.post("/", data={"brief": brief, "do": "update", **fields}, follow_redirects=True)


def held(response: TestResponse) -> list[dict[str, Any]]:
    """Return the briefs that the forms of a page hold: what would be kept, and what is gone on with."""
    return [json.loads(each["value"] or "") for each in Page(response.text).all("input", name="brief")]


def test_another_title_is_read_anew_and_nothing_of_the_old_one_stays(client: FlaskClient) -> None:
    shown = sent(client, **{"title": "Credit card fraud", "project.application": "contract-churn"})
    assert held(shown) == [{"title": "Credit card fraud", **TABLE}] * 2
    assert "project.application: card-payment-fraud" in Page(shown.text).words
    assert "contract-churn" not in Page(shown.text).words


def test_what_was_read_can_be_said_otherwise(client: FlaskClient) -> None:
    shown = sent(client, **{"title": "Churn of customers", "project.application": "none"})
    assert held(shown)[1]["project"] == {"application": "none"}


def test_what_the_words_tell_cannot_be_emptied_without_them(client: FlaskClient) -> None:
    refused = sent(client, **{"title": "Churn of customers", "project.application": ""})
    assert refused.status_code == 422
    assert "`project.application` cannot be left out" in Page(refused.text).words
    assert sent(client, **{"title": "", "project.application": ""}).status_code == 200


def test_a_pasted_brief_is_shown_with_what_was_read_as_what_and_kept_with_it(client: FlaskClient) -> None:
    shown = client.post("/", data={"text": PASTED, "do": "read"}, follow_redirects=True)
    kept, stated = held(shown)
    assert stated["data"] == {"modality": "tabular", "rows": 20000}
    answer = client.post("/answers", data={"brief": json.dumps(kept)}, follow_redirects=True)
    for page in (shown, answer):
        for told in ("'csv', which is read", "'20k', which is read", "`data.feedback: delayed`"):
            assert told in Page(page.text).words
    as_api = client.post("/v1/recommendations", data=PASTED, content_type="application/yaml").json["id"]
    assert answer.request.path == f"/answers/{as_api}"


def test_pasted_prose_is_read_and_what_was_taken_as_what_is_told_and_kept(client: FlaskClient) -> None:
    shown = client.post("/", data={"text": PROSE, "do": "read"}, follow_redirects=True)
    assert shown.status_code == 200
    kept = str(Page(shown.text).all("input", name="brief")[0]["value"])
    answer = client.post("/answers", data={"brief": kept}, follow_redirects=True)
    for page in (shown, answer):
        assert "`task` is missing: taken as `binary-classification`" in Page(page.text).words
        assert "which is read as `data.rows: 20000`" in Page(page.text).words
    read = client.post("/v1/briefs/check?lenient", data=PROSE, content_type="application/yaml").json["brief"]
    address = answer.request.path.replace("/answers", "/v1/recommendations")
    assert client.get(address).json["brief"] == read


def test_prose_that_tells_no_task_stays_to_be_gone_on_with(client: FlaskClient) -> None:
    refused = client.post("/", data={"text": "We have a lot of rows.", "do": "read"})
    assert refused.status_code == 422
    assert "`task` is missing." in Page(refused.text).words
    assert Page(refused.text).words.endswith("The brief We have a lot of rows. Read it")
