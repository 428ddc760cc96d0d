"""A new kind of resource and a new export format take one entry each, and every face shows them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from small_knowledge import ROOT

pytestmark = pytest.mark.slow("serves and tries a changed copy in processes")


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What every face says after one entry more in the table of kinds, and one in the table of formats."""
    program = Path(__file__).with_name("one_more_of_each.py")
    brief = ROOT / "kb" / "facts" / "scenarios" / "credit-card-fraud.yaml"
    done = subprocess.run(
        [sys.executable, program, brief, tmp_path_factory.mktemp("one-more")],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_new_kind_is_listed_and_served_over_http(shown: dict[str, Any]) -> None:
    name, whole = shown["name"], shown["whole"]
    assert [entry["id"] for entry in shown["list"]["facts"]] == shown["ids"]
    assert (whole["id"], set(whole)) == (name, {"id", "definition", "values"})
    assert shown["unknown"]["errors"][0]["hint"] == f"Did you mean '{name}'?"


def test_a_new_kind_is_described_by_the_api(shown: dict[str, Any]) -> None:
    paths, schemas = shown["description"]["paths"], shown["description"]["components"]["schemas"]
    assert paths["/v1/facts"]["get"]["operationId"] == "listFacts"
    assert paths["/v1/facts/{id}"]["get"]["summary"] == "Get a fact"
    assert schemas["Facts"]["description"] == "Facts that rules conclude by id."
    assert {"id", "definition", "values"} == set(schemas["FactView"]["properties"])


def test_a_new_kind_is_shown_by_the_command_line(shown: dict[str, Any]) -> None:
    name = shown["name"]
    assert json.loads(shown["record"]) == {"record": "fact", **shown["whole"]}
    assert f"(fact {name})" in " ".join(shown["shown"].split())
    assert " and fact." in " ".join(shown["help"].split())


def test_a_new_kind_has_its_page_in_the_reference(shown: dict[str, Any]) -> None:
    pages = shown["pages"]
    assert pages["README.md"].endswith("- [Facts](facts.md): What rules conclude.\n")
    assert [name for name in shown["ids"] if f"| `{name}` |" not in pages["facts.md"]] == []


def test_a_new_format_is_written_by_the_command_line_and_over_http(shown: dict[str, Any]) -> None:
    text, content_type = shown["kept"]
    assert text.startswith("1. ")
    assert shown["export"] == text
    assert content_type == "text/plain; charset=utf-8"


def test_a_new_format_is_named_wherever_formats_are(shown: dict[str, Any]) -> None:
    get = shown["description"]["paths"]["/v1/recommendations/{id}"]["get"]
    assert get["summary"].endswith(" or as an outline")
    assert {"application/json", "text/plain"} <= get["responses"]["200"]["content"].keys()
    assert "|outline]" in shown["export_help"]
    assert "outline: the names alone." in " ".join(shown["export_help"].split())
