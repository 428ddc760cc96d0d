"""Two claims of one cell that tell equally much, in scopes that can hold together, share a level or mark a debate."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import pytest

from small_knowledge import CITED, SOURCE, ContentFolder, claim
from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import compile_read, read_content
from whichml.knowledge.rival_claims import can_hold_together
from whichml.model.statements.conditions import parse_conditions
from whichml_workshop.checks.consistency import find_contradictions
from whichml_workshop.checks.stated import StatedKnowledge

SMALL = {"data.rows": {"below": 1000}}
LARGE = {"data.rows": {"above": 1000}}
SPARSE = {"data.sparse": True}
OTHERWISE_CITED = [{**CITED[0], "ref": "second"}]


def contradictions(folder: ContentFolder) -> list[str]:
    return [str(found) for found in find_contradictions(compile_read(read_content(folder.content), "small"))]


def test_claims_in_scopes_that_can_hold_together_may_not_disagree(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("privacy", "high", SMALL), claim("privacy", "low", SPARSE))
    (told,) = contradictions(folder)
    assert told.startswith("facts/algorithms/one.yaml:")
    assert "`privacy` of one is" in told
    assert told.endswith("mark both with `debate:` where the sources disagree.")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(claim("privacy", "high", SMALL), claim("privacy", "low", LARGE), id="scopes apart"),
        pytest.param(claim("privacy", "high", SMALL), claim("privacy", "low"), id="one tells more"),
        pytest.param(
            claim("privacy", {"low": "low", "high": "high"}, SMALL),
            claim("privacy", "low", SPARSE),
            id="a level in common",
        ),
    ],
)
def test_claims_that_refine_or_touch_each_other_are_fine(
    first: Mapping[str, Any], second: Mapping[str, Any], folder: ContentFolder
) -> None:
    assert contradictions(folder.algorithm("one", first, second)) == []


def test_two_families_at_one_distance_may_not_disagree(folder: ContentFolder) -> None:
    folder.family("linear", claim("privacy", "high")).family("naive-bayes", claim("privacy", "low"))
    (told,) = contradictions(folder.algorithm("one", family=["linear", "naive-bayes"]))
    assert "(for one)" in told


def test_a_claim_with_the_conditions_of_both_settles_what_they_dispute(folder: ContentFolder) -> None:
    disputed = (claim("privacy", "high", SMALL), claim("privacy", "low", SPARSE))
    assert contradictions(folder.algorithm("one", *disputed, claim("privacy", "medium", {**SMALL, **SPARSE}))) == []


def test_a_claim_of_the_algorithm_itself_settles_what_its_families_dispute(folder: ContentFolder) -> None:
    folder.family("linear", claim("privacy", "high")).family("naive-bayes", claim("privacy", "low"))
    assert contradictions(folder.algorithm("one", claim("privacy", "medium"), family=["linear", "naive-bayes"])) == []


def test_what_an_algorithm_specialises_stands_between_it_and_its_families(folder: ContentFolder) -> None:
    folder.family("linear", claim("privacy", "medium", SPARSE))
    folder.algorithm("general", claim("privacy", "high", SMALL))
    folder.algorithm("special", claim("privacy", "low", SMALL), specialises="general")
    assert contradictions(folder) == []


def test_not_applicable_contradicts_any_level(folder: ContentFolder) -> None:
    folder.family("linear", claim("privacy", "not-applicable")).family("naive-bayes", claim("privacy", "low"))
    assert len(contradictions(folder.algorithm("one", family=["linear", "naive-bayes"]))) == 1


@pytest.mark.parametrize(
    ("marks", "sources", "is_fine"),
    [
        (("who is right is open", "who is right is open"), OTHERWISE_CITED, True),
        (("who is right is open", ""), OTHERWISE_CITED, False),
        (("who is right is open", "who is right is open"), CITED, False),
    ],
    ids=["both marked", "one marked", "one source"],
)
def test_a_debate_is_marked_on_both_sides_and_has_two_sources(
    marks: tuple[str, str], sources: list[dict[str, str]], is_fine: bool, folder: ContentFolder
) -> None:
    second = (folder.root / "facts" / "sources" / f"{SOURCE}.yaml").read_text().replace(f"id: {SOURCE}", "id: second")
    (folder.root / "facts" / "sources" / "second.yaml").write_text(second)
    folder.algorithm(
        "one",
        {**claim("privacy", "high", SMALL), "debate": marks[0]},
        {**claim("privacy", "low", SPARSE), "debate": marks[1], "sources": sources},
    )
    assert (contradictions(folder) == []) is is_fine


@pytest.mark.slow("states the graph of all content")
@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ({"data.rows": {"between": [10, 100]}}, {"data.rows": {"between": [100, 200]}}, True),
        ({"data.rows": {"below": 100}}, {"data.rows": {"between": [100, 200]}}, False),
        ({"data.rows": {"below": 100}}, {"data.rows": {"above": 98}}, True),
        ({"data.rows": {"below": 100}}, {"data.rows": {"above": 99}}, False),
        ({"task": ["regression", "ranking"]}, {"task": "ranking"}, True),
        ({"data.modality": "text"}, {"data.modality": "image"}, False),
        ({"data.rows": {"known": False}}, {"data.rows": {"above": 1}}, False),
        ({"data.rows": {"known": True}}, {"data.rows": {"above": 1}}, True),
        ({"data.rows": {"known": True}}, {"data.rows": {"known": False}}, False),
        ({"data.rows": {"above": 1}}, {"task": "ranking"}, True),
        ({}, {"task": "ranking"}, True),
    ],
)
def test_scopes_hold_together_when_some_brief_meets_both(
    one: Mapping[str, Any], other: Mapping[str, Any], together: bool, stated: StatedKnowledge
) -> None:
    first, second = (parse_conditions(each, stated.compiled.shapes) for each in (one, other))
    assert (
        can_hold_together(stated.compiled, first, second)
        is can_hold_together(stated.compiled, second, first)
        is together
    )


def test_a_special_form_may_say_otherwise_than_the_general_one(folder: ContentFolder) -> None:
    folder.algorithm("general", claim("stability", "low"))
    folder.algorithm("special", claim("stability", "high"), specialises="general")
    assert contradictions(folder) == []


@pytest.mark.slow("states the graph of all content")
def test_the_shipped_claims_do_not_contradict_each_other(stated: StatedKnowledge) -> None:
    assert n_comparable_pairs(stated.compiled) > 2000
    assert [str(found) for found in find_contradictions(stated.compiled)] == []


def n_comparable_pairs(knowledge: Knowledge) -> int:
    """Return how many pairs of claims of one cell are made of one subject with equally many conditions."""
    return sum(
        one.subject == other.subject and len(one.scope) == len(other.scope)
        for claims in knowledge.cells.values()
        for one, other in combinations(claims, 2)
    )
