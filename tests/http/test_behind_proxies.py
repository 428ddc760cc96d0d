"""Below a path and behind proxies, addresses lead back, and only proxies that are trusted are believed."""

from __future__ import annotations

from pathlib import Path

import pytest
from asked_briefs import SMALL_BRIEF
from flask.testing import FlaskClient
from served import serving

from by_night import by_night
from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, Settings, create_app
from whichml_server.bare_problems import bare_problem

pytestmark = pytest.mark.slow("answers behind several proxies")
FORWARDED = {"X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https", "X-Forwarded-Host": "public.example.org"}


def client_of(knowledge: Knowledge, folder: Path, settings: Settings) -> FlaskClient:
    return create_app(knowledge, AnswerStore(folder / "answers.sqlite3"), settings=settings).test_client()


@pytest.mark.parametrize("path", ["/v1/recommendations", "/tools/whichml/v1/recommendations"])
def test_a_location_leads_through_the_proxy_whether_that_cut_the_prefix_or_not(
    knowledge: Knowledge, tmp_path: Path, path: str
) -> None:
    client = client_of(knowledge, tmp_path, Settings(prefix="/tools/whichml"))
    made = client.post(path, json=SMALL_BRIEF)
    assert made.status_code == 201
    assert made.headers["Location"].startswith("/tools/whichml/v1/recommendations/")
    read = client.get(made.headers["Location"], headers={"Accept": "text/markdown"})
    assert read.status_code == 200
    for links in read.headers.getlist("Link"):
        assert links.count("<") == links.count("</tools/whichml/v1")


def test_a_refusal_leads_through_the_proxy_to_its_description(knowledge: Knowledge, tmp_path: Path) -> None:
    client = client_of(knowledge, tmp_path, Settings(prefix="/ml"))
    for refused in (client.get("/ml/nope"), client.get("/v1/algorithms?familie=x"), client.put("/ml/v1/rules")):
        address, _, pointer = refused.json["type"].partition("#/components/responses/")
        assert address == "/ml/v1/openapi.json"
        assert pointer in client.get(address).json["components"]["responses"]
    assert client.get("/ml/nope").json["detail"].endswith("see /ml/v1/openapi.json.")
    assert "/ml/v1/openapi.json" in client.get("/ml/v1/docs").text
    assert "/ml/v1/openapi.json#" in bare_problem(413, "too much", prefix="/ml").decode()


def test_a_prefix_is_a_whole_part_of_a_path(knowledge: Knowledge, tmp_path: Path) -> None:
    client = client_of(knowledge, tmp_path, Settings(prefix="/w"))
    assert client.get("/w/healthz").status_code == 200
    assert client.get("/whealthz").status_code == 404


@pytest.mark.usefixtures("half_past")
def test_a_proxy_is_believed_only_as_far_as_the_settings_say(knowledge: Knowledge, tmp_path: Path) -> None:
    unbelieved = client_of(knowledge, tmp_path, Settings(read_rate="1/hour"))
    assert [unbelieved.get("/v1/rules", headers=FORWARDED | {"X-Forwarded-For": f"203.0.113.{n}"}).status_code
            for n in range(2)] == [200, 429]  # fmt: skip
    believed = Settings(read_rate="1/hour", trusted_proxies=1, trusted_hosts=("public.example.org",))
    client = client_of(knowledge, tmp_path, believed)
    shares = [client.get("/v1/rules", headers=FORWARDED | {"X-Forwarded-For": f"203.0.113.{n}"}) for n in range(2)]
    assert [response.status_code for response in shares] == [200, 200]
    assert "Strict-Transport-Security" in shares[0].headers
    assert client.get("/v1/rules").status_code == 421
    forged = FORWARDED | {"X-Forwarded-For": "198.51.100.1, 203.0.113.0"}  # the proxy adds the last one
    assert client.get("/v1/rules", headers=forged).status_code == 429


@pytest.mark.parametrize("server_name", ["gunicorn", by_night("waitress")])
def test_a_proxy_that_is_trusted_is_heard_through_each_server(tmp_path: Path, server_name: str) -> None:
    chosen = {"server": server_name, "workers": 1, "trusted_proxies": 1, "trusted_hosts": "public.example.org"}
    with serving(tmp_path, **chosen) as server:
        assert server.ask("GET", "/v1/tasks", headers=FORWARDED)[0] == 200
        status, fields, _ = server.ask("GET", "/v1/tasks", headers={**FORWARDED, "X-Forwarded-Host": "other"})
        assert (status, "Strict-Transport-Security" in fields) == (421, True)
        assert [line["client"] for line in server.told("request")[-2:]] == ["203.0.113.9"] * 2
