"""Reasons of practice as they are told: bounds of one field by their net, what says little at last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from made_up_practice import Points, accurate_and_poorer, all_ranked, practice, practised

from small_knowledge import ContentFolder, brief
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Practice

MANY, MORE, FEW = {"data.rows": {"above": 100}}, {"data.rows": {"above": 1000}}, {"data.rows": {"below": 100000}}
SOME = {"data.rows": {"between": [None, 1000]}}
SKILLED, LESS = {"project.team_ml_skill": {"between": ["low", None]}}, {"project.team_ml_skill": {"below": "low"}}
MIDDLING = {"project.team_ml_skill": {"between": ["medium", None]}}
DRIFT = {"data.drift": "fast"}


@pytest.fixture
def two(folder: ContentFolder) -> Knowledge:
    return accurate_and_poorer(folder)


def counted(situations: Sequence[tuple[Mapping[str, Any], int]], points: Points) -> Practice:
    """Return practice of a thousand briefs, so many of which are in each situation."""
    found = practice([{}, *(when for when, _ in situations)], points)
    sizes = (1000, *(briefs for _, briefs in situations))
    sized = (each.model_copy(update={"briefs": n}) for each, n in zip(found.situations, sizes, strict=True))
    return found.model_copy(update={"situations": tuple(sized)})


def told(knowledge: Knowledge, found: Practice, **fields: Any) -> str:
    """Return what practice says of the poorer algorithm, behind where it leans."""
    practised_here = all_ranked(practised(knowledge, found).recommend(brief(**fields)))["poorer"].practice
    assert practised_here is not None
    return practised_here.text.partition("log-odds): ")[2]


def test_nested_bounds_of_one_field_are_told_once_with_what_they_come_to(two: Knowledge) -> None:
    found = counted([(MANY, 400), (MORE, 300), (SOME, 300)], {"poorer": {1: 1.5, 2: -1.0}})
    assert told(two, found, data__rows=5000) == "where data.rows is above 1000 (+0.5; 5 of 300 briefs)"
    assert told(two, found, data__rows=500) == "where data.rows is above 100 (+1.5; 5 of 400 briefs)"


def test_bounds_from_both_sides_are_told_as_a_span_without_the_count_of_either(two: Knowledge) -> None:
    found = counted([(MORE, 300), (FEW, 300)], {"poorer": {1: 1.0, 2: 0.5}})
    assert told(two, found, data__rows=5000) == "where data.rows is between 1000 and 100000 (+1.5)"


def test_bounds_that_cancel_one_another_are_not_told_at_all(two: Knowledge) -> None:
    found = counted([(MANY, 400), (MORE, 300), (DRIFT, 100)], {"poorer": {1: 1.0, 2: -1.0, 3: 0.4}})
    said = told(two, found, data__rows=5000, data__drift="fast")
    assert said == "where data.drift is fast (+0.4; 5 of 100 briefs)"


def test_a_field_that_bounds_a_reason_for_is_not_told_against(two: Knowledge) -> None:
    with_task = {"task": "binary-classification", **MORE}
    sizes = [(MANY, 400), (with_task, 300), (DRIFT, 100), (MORE, 300), (SOME, 300)]
    found = counted(sizes, {"poorer": {1: 2.0, 2: -1.0, 3: -0.4}})
    said = told(two, found, data__rows=5000, data__drift="fast")
    assert "against it, where data.drift is fast (-0.4" in said
    assert "task" not in said


@pytest.mark.parametrize(("n_others", "is_told"), [(20, False), (200, True)], ids=["nearly all", "some"])
def test_a_bound_that_nearly_all_keep_who_tell_the_field_gives_way_to_what_says_more(
    two: Knowledge, n_others: int, is_told: bool
) -> None:
    found = counted([(MORE, 300), (SOME, n_others), (DRIFT, 100)], {"poorer": {1: 1.0, 3: 0.4}})
    assert ("data.rows" in told(two, found, data__rows=5000, data__drift="fast")) is is_told


def test_where_there_is_no_other_it_says_that_the_field_is_told(two: Knowledge) -> None:
    found = counted([(MORE, 300), (SOME, 20)], {"poorer": {1: 1.0}})
    assert told(two, found, data__rows=5000).startswith("where data.rows is told and above 1000 (+1.0")
    found = counted([(SKILLED, 300), (LESS, 20)], {"poorer": {1: 1.0}})
    assert told(two, found, project__team_ml_skill="high").startswith(
        "where project.team_ml_skill is told and not very-low (+1.0"
    )


def test_a_span_of_ordered_words_is_told_by_its_end(two: Knowledge) -> None:
    found = counted([(MIDDLING, 100), (SKILLED, 300), (LESS, 200)], {"poorer": {1: 1.0}})
    assert told(two, found, project__team_ml_skill="high").startswith(
        "where project.team_ml_skill is at least medium (+1.0"
    )


def test_what_a_brief_leaves_out_gives_way_to_what_it_tells(two: Knowledge) -> None:
    found = counted([({"data.arrival": {"known": False}}, 100), (DRIFT, 100)], {"poorer": {1: 1.0, 2: 0.4}})
    assert told(two, found, data__drift="fast") == "where data.drift is fast (+0.4; 5 of 100 briefs)"
    assert told(two, found) == "where data.arrival is not known (+1.0; 5 of 100 briefs)"


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (0, "the brief tells nothing beyond its task and the kinds of its data"),
        ({"between": [None, 1]}, "the brief tells at most one thing beyond its task and the kinds of its data"),
        ({"between": [None, 4]}, "the brief tells at most 4 things beyond its task and the kinds of its data"),
    ],
)
def test_how_little_a_brief_tells_is_said_in_words(two: Knowledge, test: Any, words: str) -> None:
    found = counted([({"brief.told": test}, 300)], {"poorer": {1: 1.0}})
    assert told(two, found).startswith(f"where {words} (+1")
