"""Which single change of a brief would put one algorithm before another, by what is unknown, asked for and stated."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_practice import practice, practised

from small_knowledge import ContentFolder, brief, claim, rule
from whichml.advise.order_changes import OrderChange, is_before, order_changes
from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief

PRIVATE = [{"quality": "privacy", "min": "high"}]


@pytest.fixture
def rivals(folder: ContentFolder) -> ContentFolder:
    """Return an accurate algorithm and a poorer one, of different kinds."""
    folder.algorithm("accurate", claim("accuracy", "high"), claim("privacy", "very-low"), family="tree-ensemble")
    folder.algorithm("poorer", claim("accuracy", "medium"), claim("privacy", "high"))
    return folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))


def no_more(folder: ContentFolder, *named: tuple[str, Any]) -> Advisor:
    """Return who answers where the accurate one is out under each of these conditions."""
    rules = [
        rule(f"no-{n}", {"exclude": "it cannot"}, {field: test}, algorithm={"id": "accurate"})
        for n, (field, test) in enumerate(named)
    ]
    return Advisor.of(folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}), *rules).knowledge())


def turned(advisor: Advisor, given: Brief, **more: Any) -> list[tuple[str, str, Any, str]]:
    changes = order_changes(advisor, given, "poorer", "accurate", **more)
    return [(change.kind, change.path, change.value, change.said) for change in changes]


def test_an_unknown_fact_that_would_turn_the_order_is_told_with_who_leads_then(rivals: ContentFolder) -> None:
    advisor = no_more(rivals, ("data.drift", "fast"))
    (change,) = order_changes(advisor, brief(), "poorer", "accurate")
    assert change == OrderChange("unknown", "data.drift", "fast", "data.drift were fast", "poorer")


def test_a_requirement_that_would_have_to_go_is_told_by_its_quality(rivals: ContentFolder) -> None:
    asked = brief(requirements=[{"quality": "robustness", "min": "low", "priority": "could"}, *PRIVATE])
    advisor = Advisor.of(rivals.knowledge())
    assert advisor.recommend(asked).top() == ("poorer",)
    changes = order_changes(advisor, asked, "accurate", "poorer")
    assert changes == (OrderChange("asked", "requirements.1", None, "nothing were required of privacy", "accurate"),)


def test_the_order_of_priorities_may_have_to_go(rivals: ContentFolder) -> None:
    advisor = Advisor.of(rivals.rules(rule("counts", {"prioritise": {"accuracy": "high"}})).knowledge())
    given = brief(priorities=["privacy"])
    (change,) = order_changes(advisor, given, "accurate", "poorer")
    assert change[:4] == ("asked", "priorities", None, "the brief ranked no priorities")


def test_a_stated_fact_is_tried_as_unknown_and_then_with_other_values(rivals: ContentFolder) -> None:
    stated = brief(data__drift="fast")
    advisor = no_more(rivals, ("data.drift", "fast"))
    assert advisor.recommend(stated).top() == ("poorer",)
    changes = order_changes(advisor, stated, "accurate", "poorer")
    assert [(c.kind, c.path, c.value, c.said) for c in changes] == [
        ("stated", "data.drift", None, "data.drift were not known")
    ]
    known = no_more(rivals, ("data.drift", "slow"))
    assert turned(known, brief(data__drift="none")) == [("stated", "data.drift", "slow", "data.drift were slow")]


@pytest.mark.parametrize(
    ("field", "given", "test", "value", "said"),
    [
        ("data.rows", 5000, {"above": 400_000}, 500_000, "500,000"),
        ("data.rows", 5000, {"below": 51}, 50, "50"),
        ("data.sparse", False, True, True, "true"),
        ("data.sparse", True, False, False, "false"),
    ],
)
def test_numbers_are_made_a_hundred_times_smaller_and_larger_and_flags_turned(
    rivals: ContentFolder, field: str, given: Any, test: Any, value: Any, said: str
) -> None:
    advisor = no_more(rivals, (field, test))
    assert turned(advisor, brief(**{field.replace(".", "__"): given})) == [
        ("stated", field, value, f"{field} were {said}")
    ]


@pytest.mark.parametrize(("value", "is_tried"), [("sensitive", True), ("stays-on-device", False)])
def test_of_the_other_words_the_first_three_are_tried(rivals: ContentFolder, value: str, is_tried: bool) -> None:
    advisor = no_more(rivals, ("data.privacy", value))
    told = [("stated", "data.privacy", value, f"data.privacy were {value}")] if is_tried else []
    assert turned(advisor, brief(data__privacy="public")) == told


def test_a_small_number_is_made_none_and_one_too_large_for_a_brief_is_not_tried(rivals: ContentFolder) -> None:
    few = no_more(rivals, ("data.rows", {"below": 1}))
    assert turned(few, brief(data__rows=99)) == [("stated", "data.rows", 0, "data.rows were 0")]
    assert turned(few, brief(data__rows=100)) == []
    many = no_more(rivals, ("data.rows", {"above": 10**17}))
    assert turned(many, brief(data__rows=10**16)) == [("stated", "data.rows", 10**18, f"data.rows were {10**18:,}")]
    assert turned(many, brief(data__rows=2 * 10**16)) == []


def test_a_number_with_a_unit_and_a_list_are_only_left_out(rivals: ContentFolder) -> None:
    advisor = no_more(rivals, ("data.horizon", {"above": "1 h"}), ("stakes.regulation", {"has": "ecoa"}))
    given = brief(task="forecasting", data__horizon="1 day", stakes__regulation=["ecoa"])
    assert turned(advisor, given) == []


def test_the_task_and_the_data_are_never_changed(rivals: ContentFolder) -> None:
    advisor = no_more(rivals, ("task", "binary-classification"))
    assert advisor.recommend(brief()).top() == ("poorer",)
    assert order_changes(advisor, brief(), "accurate", "poorer") == ()


def test_two_changes_of_a_kind_are_told_unless_another_number_is_asked_for(rivals: ContentFolder) -> None:
    three = (("data.drift", "fast"), ("data.arrival", "stream"), ("stakes.explanation", "full"))
    advisor = no_more(rivals, *three)
    assert len(turned(advisor, brief())) == 2
    assert len(turned(advisor, brief(), n_most=1)) == 1
    assert {path for _, path, _, _ in turned(advisor, brief(), n_most=3)} == {field for field, _ in three}


def test_a_field_is_told_once_with_the_first_value_that_turns_the_order(rivals: ContentFolder) -> None:
    advisor = no_more(rivals, ("data.drift", "fast"), ("data.drift", "slow"))
    assert [path for _, path, _, _ in turned(advisor, brief(), n_most=9)] == ["data.drift"]


def test_where_nobody_is_left_nobody_leads(folder: ContentFolder) -> None:
    folder.algorithm("accurate")
    assessment = no_more(folder, ("task", "binary-classification")).assess(brief())
    assert not is_before(assessment, "accurate", "poorer")


def test_an_equivalent_ranks_with_the_one_that_it_is_grouped_with(folder: ContentFolder) -> None:
    folder.algorithm("a").algorithm("b").algorithm("c", claim("accuracy", "medium"), family="tree-ensemble")
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))
    assessment = Advisor.of(folder.knowledge()).assess(brief())
    assert assessment.ranked[0][0].equivalents == ("b",)
    assert is_before(assessment, "b", "c")
    assert not is_before(assessment, "c", "b")
    assert not is_before(assessment, "a", "b")
    assert not is_before(assessment, "b", "a")


def test_what_is_out_ranks_behind_all_and_before_nobody(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("out", solves=["regression"])
    assessment = Advisor.of(folder.knowledge()).assess(brief())
    assert is_before(assessment, "one", "out")
    assert not is_before(assessment, "out", "one")


def test_what_practice_waits_for_between_the_two_is_tried(rivals: ContentFolder) -> None:
    found = practice([{}, {"data.drift": "fast"}], {"poorer": {0: 1.5, 1: 3.0}})
    (change,) = order_changes(practised(rivals.knowledge(), found), brief(), "poorer", "accurate")
    assert (change.kind, change.path, change.first) == ("unknown", "data.drift", "poorer")
