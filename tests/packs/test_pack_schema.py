"""The schema for editors accepts the packs that load, and points out what they would get wrong."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import jsonschema
import pytest

from small_knowledge import ROOT, read_plainly
from whichml.model.statements.pack_schema import FILE_NAME, pack_json_schema, pack_schema_text

PACKS = sorted(path for path in (ROOT / "rules").glob("*.yaml") if not path.name.endswith(".test.yaml"))
VALIDATOR = jsonschema.Draft202012Validator(pack_json_schema())
RULE = {
    "id": "one",
    "title": "One",
    "when": {"data.rows": {"above": 10}},
    "then": {"caution": "Beware."},
    "sources": [{"ref": "some-book", "locator": "page 1", "supports": "it"}],
}


def errors_of(**changes: Any) -> list[str]:
    header = {"id": "house", "version": 1, "title": "House", "license": "CC0-1.0"}
    return [error.json_path for error in VALIDATOR.iter_errors({"rulepack": header, "rules": [{**RULE, **changes}]})]


def test_the_schema_is_one() -> None:
    dialect = jsonschema.Draft202012Validator(jsonschema.Draft202012Validator.META_SCHEMA)
    assert list(dialect.iter_errors(pack_json_schema())) == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_shipped_pack_fits_the_schema(path: Path) -> None:
    assert list(VALIDATOR.iter_errors(read_plainly(path))) == []


@pytest.mark.parametrize("path", PACKS, ids=lambda path: path.stem)
def test_a_shipped_pack_tells_editors_where_its_schema_is(path: Path) -> None:
    assert path.read_text("utf-8").startswith(f"# yaml-language-server: $schema={FILE_NAME}\n")


def test_the_schema_beside_the_packs_is_up_to_date() -> None:
    assert (ROOT / "rules" / FILE_NAME).read_text("utf-8") == pack_schema_text(), "run: make generate"


def test_a_small_rule_fits() -> None:
    assert errors_of() == []
    assert errors_of(when={"derived.anything": True, "data.drift": ["slow", "fast"]}) == []
    assert errors_of(algorithm={"family": "linear", "interpretability": {"below": "low"}}) == []


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"when": {"data.rosw": 10}}, "$.rules[0].when"),
        ({"when": {"data.rows": {"over": 10}}}, "$.rules[0].when['data.rows']"),
        ({"when": {"data.drift": "some"}}, "$.rules[0].when['data.drift']"),
        ({"when": {"data.sparse": "very"}}, "$.rules[0].when['data.sparse']"),
        ({"algorithm": {"interpretabilty": "low"}}, "$.rules[0].algorithm"),
        ({"algorithm": {"interpretability": {"below": "tiny"}}}, "$.rules[0].algorithm.interpretability"),
        ({"then": {"prioritise": {"privvacy": "high"}}}, "$.rules[0].then.prioritise"),
        ({"status": "final"}, "$.rules[0].status"),
        ({"sources": []}, "$.rules[0].sources"),
        ({"salience": 10}, "$.rules[0]"),
    ],
    ids=["field", "operator", "word", "flag", "quality", "level", "priority", "status", "sources", "key"],
)
def test_a_slip_is_pointed_out(changes: dict[str, Any], place: str) -> None:
    assert errors_of(**changes) == [place]
