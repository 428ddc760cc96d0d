"""A value that may have several forms is told what is wrong with the one that was meant, once."""

from __future__ import annotations

import pytest
from linted_packs import linted, text_of

from small_knowledge import CITED, rule
from whichml.knowledge.base import Knowledge

LEVELS = "very-low, low, medium, high or very-high"


def told(base: Knowledge, text: bytes) -> list[tuple[str, str | None]]:
    return [(each.problem.message, each.problem.hint) for each in linted(base, text).findings]


@pytest.mark.parametrize(
    ("level", "message", "hint"),
    [
        ("hihg", "`level` is 'hihg', which is not one of its values.", "Did you mean 'high'?"),
        (3, "`level` is '3', which is not one of its values.",
         "Write one of: very-low, low, medium, high, very-high or not-applicable, or `{low: ..., high: ...}`."),
        (["low", "high"], "`level` is a list, which is not one of its values.",
         "Write one of: very-low, low, medium, high, very-high or not-applicable, or `{low: ..., high: ...}`."),
        ({"low": "hihg", "high": "high"}, "`low` is 'hihg', which is not one of its values.", "Did you mean 'high'?"),
        ({"low": "low"}, "`high` is missing.", "Add `high:` here."),
        ({"from": "2 ms"}, "`to` is missing.", "Add `to:` here."),
        ({"from": "2 ms", "to": "3 ms", "till": "4 ms"}, "unknown key 'till'.", "Known here: from, to."),
    ],
)  # fmt: skip
def test_a_level_of_a_claim_is_told_of_one_form(base: Knowledge, level: object, message: str, hint: str) -> None:
    stated = {"subject": "quick", "quality": "training-time", "level": level, "confidence": "low",
              "evidence": "expert-judgement", "sources": CITED}  # fmt: skip
    assert told(base, text_of(claims=[stated])) == [(message, hint)]


@pytest.mark.parametrize(
    ("level", "message", "hint"),
    [
        ("lowish", "`training-time` is 'lowish', which is not one of its values.", "Did you mean 'low'?"),
        (["low"], "`training-time` is a list, which is not one of its values.", f"Write one of: {LEVELS}."),
        ({"low": "lowish", "high": "high"}, "`low` is 'lowish', which is not one of its values.",
         "Did you mean 'low'?"),
    ],
)  # fmt: skip
def test_a_level_that_a_rule_rates_is_told_of_one_form(base: Knowledge, level: object, message: str, hint: str) -> None:
    rated = rule("mine-quick", {"rate": {"training-time": level}}, {"data.sparse": True}, algorithm={"id": "quick"})
    assert told(base, text_of(rated)) == [(message, hint)]


def test_a_word_is_not_taken_for_one_that_is_twice_as_long(base: Knowledge) -> None:
    source = {"id": "mine-book", "type": "book", "authors": ["Somebody"], "year": 2001, "title": "A book",
              "url": "https://arxiv.org/abs/1", "access": "read", "accessed": "2026-01-01"}  # fmt: skip
    hint = "Write one of: whole, part, abstract, summary, recalled or measured."
    assert told(base, text_of(sources=[source])) == [("`access` is 'read', which is not one of its values.", hint)]
    (misspelt,) = told(base, text_of(sources=[{**source, "access": "recaled"}]))
    assert misspelt[1] == "Did you mean 'recalled'?"


@pytest.mark.parametrize(
    ("effect", "said"),
    [({"decide": {"inference-placement": "client-side"}}, "and is missing beside it"),
     ({"advise": "notebook", "strength": "must"}, "and not with `advise`")],
)  # fmt: skip
def test_a_strength_is_told_to_be_missing_or_out_of_place(
    base: Knowledge, effect: dict[str, object], said: str
) -> None:
    ((message, _),) = told(base, text_of(rule("mine-one", effect, {"data.sparse": True})))
    assert message == f"`strength: must` or `strength: should` goes with `decide`, {said}"


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ({"then": {"advise": "mine-zzz"}},
         "Name one of docs/reference/patterns.md, or bring it under `patterns:` of the pack."),
        ({"then": {"decide": {"inference-placement": "mine-zzz"}, "strength": "must"}},
         "Name one of client-side, server-side, or bring it under `options:` of the pack."),
        ({"overrides": ["mine-zzz"]}, "Name one of docs/reference/rules.md, or bring it under `rules:` of the pack."),
    ],
)  # fmt: skip
def test_a_name_that_nobody_has_is_told_where_there_are_some_and_where_a_pack_brings_its_own(
    base: Knowledge, written: dict[str, object], hint: str
) -> None:
    stated = {**rule("mine-one", {"advise": "notebook"}, {"data.sparse": True}), **written}
    assert [said for _, said in told(base, text_of(stated))] == [hint]
