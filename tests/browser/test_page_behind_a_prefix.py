"""Below the path that a setting names, every address of every page leads back below it, and to something."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from whichml.knowledge.base import Knowledge
from whichml_server import AnswerStore, Settings, create_app

PREFIX = "/tools/whichml"
FIRST = {"task": "binary-classification", "data.modality": "tabular", "do": "start"}
BRIEF = json.dumps({"task": "binary-classification", "data": {"modality": "tabular"}})
ADDRESS = re.compile(r"""\b(?:href|src|action|formaction|hx-(?:get|post|push-url))="(/[^"]*)\"""")
IN_STYLES = re.compile(r"""url\(["']?(/[^)"']*)""")


@pytest.fixture(scope="module")
def below(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    store = AnswerStore(tmp_path_factory.mktemp("answers") / "answers.sqlite3")
    settings = Settings(prefix=PREFIX, read_rate="off", write_rate="off")
    with create_app(knowledge, store, settings=settings).test_client() as client:
        yield client


def cut_off(address: str) -> str:
    """Return an address as a proxy passes it on that cuts the prefix off."""
    return address.removeprefix(PREFIX) or "/"


def addresses_in(text: str) -> set[str]:
    return {html.unescape(found) for found in (*ADDRESS.findall(text), *IN_STYLES.findall(text))}


def shape_of(address: str) -> str:
    """Return what addresses of the same kind have in common."""
    path = address.partition("?")[0].partition("#")[0]
    return re.sub(r"(?<=/)[0-9a-f]{32}|(?<=/why/).*", "*", path)


@pytest.mark.slow("asks for a page of each kind, twice")
@pytest.mark.parametrize("sent_on", [str, cut_off], ids=["left there", "cut off"])
def test_every_address_of_every_page_begins_with_the_prefix_and_leads_somewhere(
    below: FlaskClient, sent_on: Callable[[str], str]
) -> None:
    begun = below.post(sent_on(f"{PREFIX}/"), data=FIRST).headers["Location"]
    made = below.post(sent_on(f"{PREFIX}/answers"), data={"brief": BRIEF}).headers["Location"]
    waiting, outside = [f"{PREFIX}/", f"{PREFIX}/v1/docs", begun, made], []
    seen = {shape_of(each) for each in waiting}
    while waiting:
        address = waiting.pop(0)
        response = below.get(sent_on(address).partition("#")[0])
        assert response.status_code in (200, 405), address  # where a form is sent to, nothing can be got
        for found in addresses_in(response.text) if response.mimetype in ("text/html", "text/css") else ():
            if not found.startswith(f"{PREFIX}/"):
                outside.append((address, found))
            elif shape_of(found) not in seen:
                seen.add(shape_of(found))
                waiting.append(found)
    assert outside == []
    assert {cut_off(shape) for shape in seen} >= {
        "/", "/answers", "/answers/*", "/answers/*/rest", "/answers/*/why/*", "/answers/*/brief.yaml", "/why/*",
        "/static/page.css", "/static/page.js", "/v1/recommendations/*",
    }  # fmt: skip
    assert f"{PREFIX}/v1/docs" in addresses_in(below.get(sent_on(f"{PREFIX}/")).text)


def test_a_form_leads_below_the_prefix(below: FlaskClient) -> None:
    begun = below.post("/", data=FIRST)
    assert begun.status_code == 303
    assert begun.headers["Location"].startswith(f"{PREFIX}/?")
    shown = below.get(begun.headers["Location"], headers={"HX-Request": "true"})
    assert shown.headers["HX-Push-Url"].startswith(f"{PREFIX}/?")


def test_a_page_that_is_not_there_leads_back_below_the_prefix(below: FlaskClient) -> None:
    missing = below.get(f"{PREFIX}/answers/{'0' * 32}", headers={"Accept": "text/html"})
    assert missing.status_code == 404
    found = addresses_in(missing.text)
    assert f"{PREFIX}/" in found
    assert [address for address in found if not address.startswith(f"{PREFIX}/")] == []
