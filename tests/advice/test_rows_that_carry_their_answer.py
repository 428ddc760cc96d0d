"""Where nobody writes how many rows are labelled since each of them is, or since there are none yet."""

from __future__ import annotations

from typing import Any

import pytest

from whichml.advise.computed import computed_facts
from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief

DURATIONS = {"task": "survival-analysis", "data.modality": "tabular", "data.rows": 1_000_000, "data.features": 24}


def labelled(**fields: Any) -> float | None:
    given = {name.replace("__", "."): value for name, value in fields.items()}
    found = computed_facts(given).get("data.labelled_rows")
    return found.value if found is not None else None


def test_a_row_that_was_followed_carries_its_answer() -> None:
    assert labelled(task="survival-analysis", data__rows=5000) == 5000
    assert labelled(task="survival-analysis") is None


@pytest.mark.parametrize(("events", "counted"), [(199, None), (200, 90_000)])
def test_rows_of_few_events_are_not_counted(events: int, counted: float | None) -> None:
    assert labelled(task="survival-analysis", data__rows=90_000, data__events=events) == counted


def test_what_a_brief_counts_stands_and_rows_of_other_tasks_tell_nothing() -> None:
    assert labelled(task="survival-analysis", data__rows=5000, data__labelled_rows=40) is None
    assert labelled(task="binary-classification", data__rows=5000) is None


@pytest.mark.parametrize(("events", "counted"), [(499, None), (500, 9000), (8999, 9000), (9000, None)])
def test_hundreds_of_known_incidents_are_labels_by_another_name(events: int, counted: float | None) -> None:
    assert labelled(task="outlier-detection", data__rows=9000, data__events=events) == counted


def test_who_counts_the_trials_that_are_left_and_none_that_were_made_begins_with_them() -> None:
    assert labelled(task="experiment-selection", project__trials_left=24) == 0
    assert labelled(task="experiment-selection", project__trials_left=24, data__rows=12) is None
    assert labelled(task="experiment-selection") is None


def test_the_answer_is_the_same_whether_such_rows_are_counted_twice_or_once(advisor: Advisor) -> None:
    once, twice = (
        advisor.recommend(Brief.from_mapping({**DURATIONS, **more})) for more in ({}, {"data.labelled_rows": 1_000_000})
    )
    assert once.top(3) == twice.top(3)
    assert [each.utility.mean for each in once.candidates] == [each.utility.mean for each in twice.candidates]
