"""The page, asked as a browser without scripts asks it."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
import yaml
from flask.testing import FlaskClient
from page_reading import Page, headings
from werkzeug.test import TestResponse

from small_knowledge import N_SCENARIOS
from whichml import Brief
from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, create_app
from whichml_server.pages import page_routes
from whichml_server.pages.downloads import DOWNLOADS
from whichml_server.pages.unfinished import MOST_ADDRESS_CHARACTERS
from whichml_server.settings import Settings
from whichml_server.store import StoredAnswer, StoreUnavailable

pytestmark = pytest.mark.slow("starts a server and a browser")

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" onfocus='alert(1)' {{ 1000 * 1001 }}"
TABLE: dict[str, Any] = {"task": "binary-classification", "data": {"modality": "tabular"}}
FIRST = {"task": "binary-classification", "data.modality": "tabular", "do": "start"}


def sent(client: FlaskClient, fields: dict[str, Any], brief: dict[str, Any] | None = None) -> TestResponse:
    """Return the page that a form leads to."""
    more = {"brief": json.dumps(brief)} if brief is not None else {}
    return client.post("/", data={**more, **fields}, follow_redirects=True)


def brief_of(response: TestResponse) -> dict[str, Any]:
    """Return the brief that the form of a page holds."""
    found: dict[str, Any] = json.loads(Page(response.text).all("input", name="brief")[0]["value"] or "")
    return found


def kept(client: FlaskClient, brief: dict[str, Any]) -> str:
    """Keep the answer to a brief, and return its address."""
    response = client.post("/answers", data={"brief": json.dumps(brief)})
    assert response.status_code == 303
    return response.location


def test_the_first_page_asks_for_task_and_data_and_offers_every_scenario(client: FlaskClient) -> None:
    page = Page(client.get("/").text)
    assert [each["name"] for each in page.all("select")] == ["task", "data.modality"]
    scenarios = [each["href"] for each in page.all("a") if "scenario=" in (each["href"] or "")]
    assert len(scenarios) == N_SCENARIOS
    assert "Next question" in client.get(str(scenarios[3])).text


def test_a_form_leads_by_a_redirect_to_an_address_that_holds_the_brief(client: FlaskClient) -> None:
    response = client.post("/", data=FIRST)
    assert response.status_code == 303
    shown = client.get(response.location)
    assert brief_of(shown) == TABLE
    assert "Start with" in Page(shown.text).words
    assert "Why do you ask?" in shown.text


def test_an_answered_question_becomes_a_fact_and_another_one_is_asked(client: FlaskClient) -> None:
    before = sent(client, FIRST)
    question = Page(before.text).value("question")
    words = [each["value"] for each in Page(before.text).all("input", name="answer") if each["type"] == "radio"]
    answer = words[0] if words and words[0] else "20000"
    after = sent(client, {"question": question, "answer": answer, "do": "answer"}, brief_of(before))
    group, _, field = question.partition(".")
    assert brief_of(after)[group][field]
    assert Page(after.text).value("question") != question


def test_what_is_not_known_is_passed_over_and_may_be_asked_again(client: FlaskClient) -> None:
    before = sent(client, FIRST)
    question = Page(before.text).value("question")
    after = Page(sent(client, {"question": question, "do": "unknown"}, TABLE).text)
    assert after.value("unknown") == question
    assert after.value("question") != question
    again = Page(sent(client, {"unknown": question, "do": f"recall {question}"}, TABLE).text)
    assert again.value("question") == question
    assert not again.all("input", name="unknown")


def test_a_changed_fact_changes_the_answer_and_an_emptied_one_is_unknown(client: FlaskClient) -> None:
    brief = {**TABLE, "data": {"modality": "tabular", "rows": 100, "features": 5}}
    after = sent(client, {"data.rows": "20k", "data.features": "", "do": "update"}, brief)
    assert brief_of(after)["data"] == {"modality": "tabular", "rows": 20_000}


def test_a_wrong_value_is_told_beside_its_control_and_the_answer_stays(client: FlaskClient) -> None:
    response = sent(
        client, {"data.rows": "many", "do": "update"}, {**TABLE, "data": {"modality": "tabular", "rows": 9}}
    )
    assert response.status_code == 422
    (control,) = Page(response.text).all("input", name="data.rows")
    assert (control["value"], control["aria-invalid"]) == ("many", "true")
    assert control["aria-describedby"].split()[-1] in response.text
    assert "takes a count" in response.text
    assert "Start with" in response.text


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/?brief={", "Line 1"),
        ("/?scenario=credit-card-frod", "credit-card-fraud"),
        ('/?brief={"task":"regresion","data.modality":"tabular"}', "regression"),
        ('/why/svm?brief={"task":"regresion"}', "regression"),
    ],
)
def test_an_address_with_no_brief_in_it_says_what_is_wrong(client: FlaskClient, address: str, said: str) -> None:
    response = client.get(address)
    assert response.status_code == 422
    page = Page(response.text)
    assert said in page.words
    assert not page.all("select", **{"aria-invalid": "true"})  # it is the address that is wrong, no control


def test_a_brief_in_an_address_that_cannot_be_read_stays_to_be_mended(client: FlaskClient) -> None:
    assert '<textarea name="text"' in client.get("/?brief={oops").text
    assert Page(client.get("/?brief={oops").text).words.endswith("The brief {oops Read it")


def test_many_problems_are_counted_and_not_all_told(client: FlaskClient) -> None:
    brief = {**TABLE, **{f"unheard-{n}": 1 for n in range(90)}}
    response = client.get("/", query_string={"brief": json.dumps(brief)})
    assert "more problems" in response.text
    assert response.text.count("unknown field") <= 21


@pytest.mark.slow("asks the page every odd text in every control")
@pytest.mark.parametrize("odd", ["\0", "²", "9" * 400, "1e400", "\ud800", "{a: &b [*b]}", "../../etc", "nan"])
def test_odd_texts_are_refused_in_every_kind_of_control_and_nothing_fails(client: FlaskClient, odd: str) -> None:
    fields = ("data.rows", "data.minority_share", "data.sparse", "data.drift", "data.label_delay", "deployment.memory",
              "project.budget", "stakes.regulation", "data.target", "project.existing_algorithm",
              "project.tried", "project.proposed")  # fmt: skip
    bound = {"do": "bound", "bound.quality": "inference-latency", "bound.amount": odd}
    refused = [
        *({field: odd, "do": "update"} for field in fields),
        bound,
        {"priority": odd},
        {"do": "read", "text": odd},
    ]
    passed_over = [{"do": f"drop {odd}"}, {"do": f"recall {odd}"}, {"do": odd}, {"do": "ask", "wanted": odd}]
    for form in (*refused, *passed_over):
        body = urlencode({"brief": json.dumps(TABLE), **form}, errors="surrogatepass")
        response = client.post("/", data=body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == (422 if form in refused else 303), form


def test_what_was_tried_is_typed_as_a_list_and_shown_as_one(client: FlaskClient) -> None:
    told = sent(client, {"project.tried": "XGB and random forest", "do": "update"}, TABLE)
    assert brief_of(told)["project"]["tried"] == ["random-forest", "xgboost"]
    assert Page(told.text).value("project.tried") == "random-forest, xgboost"
    again = sent(client, {"project.tried": "random-forest, xgboost", "do": "update"}, brief_of(told))
    assert brief_of(again) == brief_of(told)
    unknown = sent(client, {"project.tried": "xgboost, frobnicate", "do": "update"}, TABLE)
    assert unknown.status_code == 422
    assert "unknown algorithm 'frobnicate'" in Page(unknown.text).words


def test_bounds_are_added_and_removed_and_a_wrong_one_is_kept_in_its_place(client: FlaskClient) -> None:
    bound = {"bound.quality": "inference-latency", "bound.side": "max", "bound.amount": "40 ms", "bound.at": "p99"}
    with_bound = sent(client, {**bound, "do": "bound"}, TABLE)
    assert brief_of(with_bound)["requirements"] == [{"quality": "inference-latency", "max": "0.04 s", "at": "p99"}]
    assert "must be at most 40 ms (p99)" in with_bound.text
    assert "requirements" not in brief_of(sent(client, {"do": "drop 0"}, brief_of(with_bound)))
    wrong = sent(client, {**bound, "bound.amount": "40 parsecs", "do": "bound"}, TABLE)
    assert wrong.status_code == 422
    assert Page(wrong.text).value("bound.amount") == "40 parsecs"
    assert "parsecs" in Page(wrong.text).words


def test_a_bound_that_is_being_typed_is_no_part_of_the_brief_before_it_is_sent(client: FlaskClient) -> None:
    begun = {"bound.quality": "", "bound.side": "max", "bound.amount": "4"}
    assert "requirements" not in brief_of(sent(client, {**begun, "data.rows": "500"}, TABLE))
    assert sent(client, {**begun, "do": "bound"}, TABLE).status_code == 422


def test_priorities_are_put_into_an_order_in_which_ties_stay_ties(client: FlaskClient) -> None:
    brief = {**TABLE, "priorities": ["accuracy", ["privacy", "security"]]}
    shown = sent(client, {"priority": ["privacy = security", "", "training-time"], "do": "update"}, brief)
    assert brief_of(shown)["priorities"] == [["privacy", "security"], "training-time"]


def test_a_brief_can_be_pasted_and_a_refused_one_stays_to_be_mended(client: FlaskClient) -> None:
    shown = sent(client, {"text": "task: regression\ndata.modality: tabular\ndata.rows: 500", "do": "read"})
    assert brief_of(shown)["data"]["rows"] == 500
    refused = sent(client, {"text": "task: regression\ndata: [", "do": "read"})
    assert refused.status_code == 422
    assert "task: regression\ndata: [" in refused.text


def test_a_brief_too_long_for_an_address_is_shown_at_once_and_never_in_one(client: FlaskClient) -> None:
    long = {**TABLE, "notes": "word " * 2000}
    response = client.post("/", data={"brief": json.dumps(long), "do": "update"})
    assert response.status_code == 200
    assert len(brief_of(response)["notes"]) > 9_000
    kept_page = client.get(kept(client, long)).text
    for page in (Page(response.text), Page(kept_page)):
        links = [each["href"] or "" for each in page.all("a")]
        assert max(len(link) for link in links) < MOST_ADDRESS_CHARACTERS


def test_a_kept_answer_is_gone_on_with_from_its_id(client: FlaskClient) -> None:
    identity = kept(client, {**TABLE, "title": "Go on"}).rsplit("/", 1)[1]
    assert brief_of(client.get(f"/?answer={identity}"))["title"] == "Go on"
    asked = Page(client.get(f"/?answer={identity}&ask=deployment.memory").text)
    assert asked.value("question") == "deployment.memory"
    assert client.get(f"/?answer={'b' * 32}").status_code == 404


def test_a_kept_answer_is_told_in_the_order_of_the_first_screen(client: FlaskClient, root: Path) -> None:
    scenario = Brief.load(root / "kb/facts/scenarios/transcription.yaml").normalised()
    text = client.get(kept(client, scenario)).text
    found = headings(text)
    leader = Page(text).all("strong")[0]
    assert leader == {}
    in_order = [
        "Transcribing uploaded recordings as a service",
        "What the brief asks for",
        "Side by side",
        "What would change this",
        "Why",
        "Why not the others",
    ]
    assert [each for each in found if each in in_order] == in_order
    assert "Start with" in text


def test_an_answer_without_candidates_says_what_would_have_to_give(client: FlaskClient, root: Path) -> None:
    brief = Brief.load(root / "tests/cli/briefs/nothing-left.yaml").normalised()
    shown = sent(client, {"do": "update"}, brief)
    assert shown.status_code == 200
    assert "Nothing on the list meets this brief." in shown.text


def test_why_and_why_not_lead_down_to_places_in_sources(client: FlaskClient) -> None:
    address = kept(client, {**TABLE, "data": {"modality": "tabular", "rows": 2_000_000}})
    links = [each["href"] or "" for each in Page(client.get(address).text).all("a") if "/why/" in (each["href"] or "")]
    assert len(links) > 8
    for link in (links[0], links[-1]):
        text = client.get(link).text
        assert text.count("<details>") > 3
        assert "https://" in text
    assert client.get(f"{address}/why/random-forrest").status_code == 404
    assert "random-forest" in client.get(f"{address}/why/random-forrest").text


def test_all_else_that_an_answer_says_stands_on_a_page_of_its_own(client: FlaskClient) -> None:
    address = kept(client, TABLE)
    found = headings(client.get(f"{address}/rest").text)
    assert {"Architecture decisions", "Measure next", "Open questions", "Sources cited above"} <= set(found)


def test_everything_can_be_taken_away_and_the_brief_gives_the_same_answer_again(client: FlaskClient) -> None:
    address = kept(client, {**TABLE, "title": "Café"})
    assert len(DOWNLOADS) == 7
    for name, each in DOWNLOADS.items():
        response = client.get(f"{address}/{name}")
        assert response.status_code == 200, name
        assert response.mimetype == each.media_type
        assert "Café".encode() in response.data
    again = client.get(f"{address}/brief.yaml")
    assert kept(client, yaml.safe_load(again.text)) == address
    assert client.get(f"{address}/answer.json").json["id"] == address.rsplit("/", 1)[1]


def test_what_a_short_record_says_of_its_address_holds_where_it_is_taken_away(client: FlaskClient) -> None:
    address = kept(client, TABLE)
    short = client.get(f"{address}/record.html")
    assert "?full" in short.text
    whole = client.get(f"{address}/record.html?full")
    assert whole.data == client.get(f"{address}/full-record.html").data != short.data


def test_a_work_that_the_first_screen_names_can_be_opened_there(client: FlaskClient) -> None:
    page = Page(client.get("/?scenario=credit-card-fraud").text)
    link = next(each for each in page.all("a") if "Le Borgne" in str(each.get("title")))
    assert str(link["href"]).startswith("https://fraud-detection-handbook.github.io/")
    assert "[fraud-handbook]" in page.words


def test_an_answer_of_other_knowledge_says_so_and_can_be_asked_again(client: FlaskClient, store: AnswerStore) -> None:
    address = kept(client, {**TABLE, "title": "Old"})
    stored = client.get(f"{address}/answer.json").data
    digest = str(client.get("/healthz").json["knowledge"])
    store.put(StoredAnswer("0" * 32, "recommendation/1", "f" * 64, stored.replace(digest.encode(), b"f" * 64)))
    text = client.get(f"/answers/{'0' * 32}").text
    assert "The knowledge has moved on since" in text
    (difference,) = [each["href"] for each in Page(text).all("a") if (each["href"] or "").endswith("/difference")]
    assert client.get(str(difference)).status_code == 200
    assert "The knowledge has moved on since" not in client.get(address).text


def test_a_store_that_cannot_be_used_now_is_a_page_that_says_when_to_ask_again(
    client: FlaskClient, store: AnswerStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(answer: StoredAnswer) -> None:
        raise StoreUnavailable.because("the disk is full", 7)

    monkeypatch.setattr(store, "put", full)
    response = client.post("/answers", data={"brief": json.dumps(TABLE)})
    assert (response.status_code, response.mimetype, response.headers["Retry-After"]) == (503, "text/html", "7")
    assert "the disk is full" in response.text
    assert sent(client, {"do": "update"}, TABLE).status_code == 200


@pytest.mark.parametrize("address", ["/answers/zz", f"/answers/{'a' * 32}", f"/answers/{'a' * 32}/brief.yaml"])
def test_an_unknown_answer_is_a_page_that_says_so(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert (response.status_code, response.mimetype) == (404, "text/html")
    assert "There is nothing of that id" in response.text


def test_hostile_texts_of_a_brief_are_shown_and_never_run(client: FlaskClient) -> None:
    brief = {**TABLE, "title": HOSTILE, "notes": HOSTILE, "requirements": [
        {"quality": "inference-latency", "max": "40 ms", "why": HOSTILE}]}  # fmt: skip
    address = kept(client, brief)
    pages = [sent(client, {"do": "update"}, brief), sent(client, {"data.rows": HOSTILE, "do": "update"}, brief)]
    pages += [client.get(f"{address}{rest}") for rest in ("", "/record.html")]
    pages += [client.get(f"{address}/why/{HOSTILE.replace('/', '')}")]
    pages.append(client.get("/", query_string={"scenario": HOSTILE}))
    for response in pages:
        page = Page(response.text)
        assert "alert(1)" in page.words + str(page.elements)
        assert not page.all("img")
        assert not [name for _, attributes in page.elements for name in attributes if name.startswith("on")]
        assert all(each.get("src") for each in page.all("script"))
        assert "1001000" not in response.text


def test_pages_run_scripts_and_styles_of_this_site_alone(client: FlaskClient) -> None:
    address = kept(client, TABLE)
    for place in ("/", "/?scenario=recidivism", address, f"{address}/rest", "/answers/none"):
        response = client.get(place)
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        page = Page(response.text)
        assert not page.all("style")
        assert not [each for _, each in page.elements if "style" in each]
        loaded = [each.get("src") or each.get("href") or "" for each in (*page.all("script"), *page.all("link"))]
        assert len(loaded) == 4
        assert all(client.get(each).status_code == 200 and each.startswith("/static/") for each in loaded)


def test_a_form_that_another_site_sent_is_refused(client: FlaskClient) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    assert client.post("/answers", data={"brief": json.dumps(TABLE)}, headers=foreign).status_code == 403
    assert client.post("/", data=FIRST, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303


def test_where_writing_takes_a_token_the_form_stays_open_and_a_browser_asks_for_it_to_keep_an_answer(
    knowledge: Knowledge, store: AnswerStore
) -> None:
    token = {"name": "team", "may": "write", "sha256": sha256(b"a-secret-of-the-team").hexdigest()}
    guarded = create_app(knowledge, store, settings=Settings.model_validate({"tokens": [token]})).test_client()
    as_browser, brief = {"Accept": "text/html"}, {"brief": json.dumps(TABLE)}
    assert guarded.post("/", data=FIRST, headers=as_browser).status_code == 303
    refused = guarded.post("/answers", data=brief, headers=as_browser)
    assert (refused.status_code, refused.mimetype) == (401, "text/html")
    assert "Basic" in refused.headers["WWW-Authenticate"]
    assert guarded.post("/answers", data=brief, auth=("", "a-secret-of-the-team")).status_code == 303


def test_a_form_larger_than_a_brief_may_be_is_refused(client: FlaskClient) -> None:
    response = client.post("/", data={"brief": "x" * 1_100_000})
    assert response.status_code == 413
    assert client.get("/").status_code == 200


def test_behind_a_prefix_every_address_begins_with_it(client: FlaskClient) -> None:
    base = {"base_url": "http://localhost/ml"}
    location = client.post("/answers", data={"brief": json.dumps(TABLE)}, **base).location
    assert location.startswith("/ml/answers/")
    page = Page(client.get(location.removeprefix("/ml"), **base).text)
    own = [
        each.get("href") or each.get("src") or "" for each in (*page.all("a"), *page.all("link"), *page.all("script"))
    ]
    own = [each for each in own if each.startswith("/")]
    assert len(own) > 10
    assert [each for each in own if not each.startswith("/ml/")] == []


def test_the_licence_of_htmx_lies_beside_it() -> None:
    static = Path(page_routes.__code__.co_filename).parent / "static"
    assert "PERMISSION" in (static / "htmx.LICENSE").read_text("utf-8").upper()
    assert 'version="4.' in (static / "htmx.min.js").read_text("utf-8")
