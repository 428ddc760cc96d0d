"""Established practice has the more of the weight the less was measured and the more a brief tells."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_practice import accurate_and_poorer, all_ranked, practice, practised

from small_knowledge import ContentFolder, brief, claim, rule, strength, strength_group
from whichml import Brief
from whichml.advise.practice_share import FULL_SHARE, LEAST_SHARE, practice_share
from whichml.advise.priorities import PRACTICE
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge

KINDS = ("linear", "tree-ensemble", "kernel-method", "deep-neural-network")


@pytest.fixture
def two(folder: ContentFolder) -> Knowledge:
    return accurate_and_poorer(folder)


def share_of(knowledge: Knowledge, **fields: Any) -> float:
    """Return the share of the weight that practice has in a brief."""
    answer = practised(knowledge, practice()).recommend(brief(**fields))
    return {priority.quality: priority.weight for priority in answer.priorities}.get(PRACTICE, 0.0)


@pytest.mark.parametrize(
    ("fields", "share"),
    [
        ({"data__rows": 500, "data__features": 5}, 0.1528),
        ({"data__drift": "fast"}, 0.3967),
        ({"data__drift": "fast", "project__team_size": 3}, 0.4512),
        ({"requirements": [{"quality": "privacy", "min": "low"}]}, 0.3967),
        ({"requirements": [{"quality": "inference-latency", "max": "1 s"}]}, 0.1528),
        ({"priorities": ["accuracy", "privacy"]}, 0.4512),
    ],
    ids=["sizes", "one fact", "two facts", "a judged must", "a must in a unit", "two wishes"],
)
def test_where_others_measured_practice_weighs_the_more_the_more_a_brief_tells_beyond_sizes(
    folder: ContentFolder, fields: dict[str, Any], share: float
) -> None:
    folder.algorithm("usual").algorithm("better")
    folder.strengths(strength_group(strength("usual", 0.0), strength("better", 1.1)))
    assert share_of(folder.knowledge(), **fields) == share


@pytest.mark.parametrize("fields", [{}, {"data__rows": 500}, {"data__drift": "fast"}])
def test_where_nobody_measured_practice_has_half_of_the_weight_whatever_a_brief_tells(
    two: Knowledge, fields: dict[str, Any]
) -> None:
    assert share_of(two, **fields) == 0.5


def test_what_most_call_a_mistake_does_not_lead_where_sizes_alone_are_told(folder: ContentFolder) -> None:
    folder.algorithm("usual").algorithm("better")
    folder.strengths(strength_group(strength("usual", 0.0), strength("better", 1.1)))
    found = practice(choices={"usual": {0: 1.0}}, mistakes={"better": {0: 18.0}})
    assert practised(folder.knowledge(), found).recommend(brief(data__rows=500)).top(1) == ("usual",)


def test_what_practice_would_rather_use_does_not_lead_over_what_measured_better_where_sizes_alone_are_told(
    folder: ContentFolder,
) -> None:
    folder.algorithm("usual").algorithm("better")
    folder.strengths(strength_group(strength("usual", 0.0), strength("better", 2.2)))
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    found = practice(choices={"usual": {0: 1.0}})
    assert practised(folder.knowledge(), found).recommend(brief(data__rows=500)).top(1) == ("better",)


def test_the_weights_of_practice_and_of_all_qualities_add_up_to_one(two: Knowledge) -> None:
    wishes = [{"quality": "privacy", "min": "high", "priority": "should"}]
    answer = practised(two, practice()).recommend(brief(requirements=wishes, priorities=["accuracy", "security"]))
    assert answer.priorities[0].quality == PRACTICE
    assert sum(priority.weight for priority in answer.priorities) == pytest.approx(1.0, abs=1e-3)
    for candidate in all_ranked(answer).values():
        weights = [rated.weight for rated in candidate.qualities]
        assert sum(weights) + (candidate.practice.weight if candidate.practice else 0.0) == pytest.approx(1.0, abs=1e-3)


def test_the_utility_is_that_of_practice_and_of_qualities_by_their_weights(two: Knowledge) -> None:
    found = all_ranked(practised(two, practice(choices={"poorer": {0: 3.0}})).recommend(brief()))
    assert found["poorer"].utility.mean == pytest.approx(0.5 * 0.75 + 0.5 * 0.5, abs=1e-3)


def test_three_of_different_kinds_stay_choices_only_where_what_others_measured_has_most_of_the_say(
    folder: ContentFolder,
) -> None:
    levels = ("very-high", "medium", "medium", "medium")
    for name, family, level in zip("abcd", KINDS, levels, strict=True):
        folder.algorithm(name, claim("accuracy", level), family=family)
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    assert folder.answer().top() == ("a",), "by claims alone"
    folder.strengths(strength_group(strength("a", 0.0), *(strength(name, -9.0) for name in "bcd")))
    found = practice(choices={"a": {0: 3.0}})
    assert practised(folder.knowledge(), found).recommend(brief(data__rows=500)).top() == ("a", "b", "c")
    assert practised(folder.knowledge(), found).recommend(brief(data__drift="fast")).top() == ("a",)


@pytest.mark.parametrize(
    ("n_told", "is_measured", "share"),
    [
        (None, False, 0.5),
        (None, True, 0.25),
        (0, False, 0.152777),
        (1, False, 0.396694),
        (1, True, 0.198347),
        (3, False, 0.471655),
    ],
)
def test_the_share_of_practice_follows_from_what_is_told_and_measured(
    n_told: int | None, is_measured: bool, share: float
) -> None:
    assert practice_share(n_told, is_measured) == pytest.approx(share, abs=1e-5)
    assert is_measured or practice_share(n_told) == pytest.approx(share, abs=1e-5)


def test_the_share_grows_with_every_fact_towards_a_half() -> None:
    shares = [practice_share(n) for n in range(50)]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(FULL_SHARE, abs=1e-3)


def test_where_there_are_no_labels_what_others_measured_with_labels_does_not_decide_alone(advisor: Advisor) -> None:
    sizes = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 5000}
    with_labels = advisor.recommend(Brief.from_mapping({**sizes, "data.labelled_rows": 5000}))
    assert with_labels.priorities[0].weight < LEAST_SHARE
    without = advisor.recommend(Brief.from_mapping({**sizes, "data.labelled_rows": 0}))
    assert without.priorities[0].weight == FULL_SHARE
    assert without.candidates[0].algorithm == "hand-written-rules"


def test_where_no_size_is_told_measurements_do_not_decide_alone(advisor: Advisor) -> None:
    bare = {"task": "binary-classification", "data.modality": "tabular"}
    answers = [advisor.recommend(Brief.from_mapping({**bare, **more})) for more in ({}, {"data.rows": 5000})]
    assert [answer.priorities[0].quality for answer in answers] == ["established-practice"] * 2
    assert [answer.priorities[0].weight >= LEAST_SHARE for answer in answers] == [True, False]


def test_practice_ranks_nothing_for_a_task_that_nobody_was_asked_about(advisor: Advisor) -> None:
    found = practice(({}, {"task": "clustering"}), {"k-means": {1: 2.0}}).model_copy(update={"source": "panel"})
    of_clusters = practised(advisor.knowledge, found)
    asked, unasked = (
        of_clusters.recommend(Brief.from_mapping({"task": task, "data.modality": "tabular", "data.rows": 5000}))
        for task in ("clustering", "data-synthesis")
    )
    assert PRACTICE in {each.quality for each in asked.priorities}
    assert PRACTICE not in {each.quality for each in unasked.priorities}
    assert unasked.candidates
    assert all(each.practice is None for each in (*unasked.candidates, *unasked.outclassed))
