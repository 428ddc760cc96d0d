"""What a pack brings beside rules is held against names that are taken, the calendar, and addresses that open."""

from __future__ import annotations

from typing import Any

import pytest
from linted_packs import codes, linted, text_of

from small_knowledge import CITED, ContentFolder, rule
from whichml.knowledge.base import Knowledge

DRIFT = {"data.drift": "fast"}


@pytest.fixture
def base(folder: ContentFolder) -> Knowledge:
    return folder.algorithm("one").algorithm("two").rules(rule("care", {"caution": "Mind it."}, DRIFT)).knowledge()


def source(**more: object) -> dict[str, object]:
    usual = {"id": "mine-book", "type": "book", "authors": ["Somebody"], "year": 2001, "title": "A book",
             "url": "https://arxiv.org/abs/1", "access": "whole", "accessed": "2026-01-01"}  # fmt: skip
    return {**usual, **more}


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({}, []), ({"year": 2026}, []), ({"year": 2027}, ["RP403"]), ({"year": None}, []),
        ({"accessed": "2026-13-41"}, ["RP403"]), ({"accessed": "2026-02-29"}, ["RP403"]),
        ({"accessed": "May"}, ["RP403"]), ({"type": "reprot"}, ["RP403"]), ({"type": "legislation"}, []),
        ({"url": "javascript:alert(1)"}, ["RP403"]), ({"url": "wiki/policy"}, ["RP403"]),
        ({"url": "file:policies/models.pdf"}, []), ({"url": "", "doi": "10.1000/182"}, []),
    ],
)  # fmt: skip
def test_a_source_is_of_a_day_that_there_is_and_at_an_address_that_opens(
    base: Knowledge, more: dict[str, object], found: list[str]
) -> None:
    report = linted(base, text_of(sources=[source(**more)]))
    assert codes(report) == found
    assert report.strictly().exit_code == (1 if found else 0)


def algorithm(**more: Any) -> dict[str, Any]:
    return {
        "id": "mine-three", "name": "Three", "family": "boosting", "role": "candidate",
        "solves": ["regression"], "accepts": {"tabular": "raw"}, "implementations": [{"path": "mine.Three"}],
        "complexity": {"training": "O(n)", "inference": "O(1)", "size": "O(1)"},
        "description": "It.", "shines": "Here.", "fails": "There.", "sources": CITED, **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("more", "found"),
    [({}, []), ({"name": "XGBoost"}, ["RP309"]), ({"synonyms": ["xgboost", "mine"]}, ["RP309"]),
     ({"synonyms": ["Three"]}, [])],
)  # fmt: skip
def test_an_algorithm_has_no_name_that_another_one_has(
    knowledge: Knowledge, more: dict[str, Any], found: list[str]
) -> None:
    cited = [{"ref": "mlip-book-ch25", "locator": "chapter 25", "supports": "it"}]
    assert codes(linted(knowledge, text_of(algorithms=[algorithm(sources=cited, **more)]))) == found


@pytest.mark.parametrize(
    ("more", "found"),
    [({}, ["RP310"]), ({"algorithm": {"role": "candidate"}}, ["RP310"]), ({"algorithm": {"id": "one"}}, []),
     ({"algorithm": {"reads": "raw"}}, []), ({"unless": DRIFT}, []), ({"when": DRIFT}, [])],
)  # fmt: skip
def test_a_rule_that_excludes_everything_everywhere_is_told(
    base: Knowledge, more: dict[str, Any], found: list[str]
) -> None:
    assert codes(linted(base, text_of({**rule("mine-none", {"exclude": "so it is"}), **more}))) == found


@pytest.mark.parametrize(
    ("tiers", "found"),
    [({"availability": "high"}, ["RP311"]), ({"availability": "high", "stability": "high"}, []),
     ({"stability": "high"}, [])],
)  # fmt: skip
def test_a_rule_that_prioritises_only_what_ranks_nothing_is_told(
    folder: ContentFolder, tiers: dict[str, str], found: list[str]
) -> None:
    known = folder.algorithm("one").quality("availability", ranks=False).knowledge()
    assert codes(linted(known, text_of(rule("mine-first", {"prioritise": tiers}, DRIFT)))) == found
