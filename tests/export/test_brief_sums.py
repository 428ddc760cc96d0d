"""What the numbers of a brief come to is told where several say more together than each alone."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.brief_sums import sums_of, telling_sums
from whichml.export.decision_record import to_markdown
from whichml.export.first_screen import first_screen

ROWS = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 8_900, "data.minority_share": 0.044}
QUEUE = {**ROWS, "data.rows": 5_000_000, "project.cases_per_day": 600, "deployment.requests_per_day": 3_000_000}
PUMPS = {
    "task": "outlier-detection", "data.modality": "sensor-features", "stakes.false_alarms_per_day": 0.7,
    "data.sampling_interval": "10 min", "deployment.devices": 1200,
}  # fmt: skip


def sums(advisor: Advisor, **fields: Any) -> list[str]:
    return list(sums_of(advisor.recommend(Brief.from_mapping(fields))))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (ROWS, "4.4 % of 8,900 rows are 392 cases; the 78 of a fifth held out tell a recall of 0.8 to within 0.089."),
        ({**ROWS, "data.features": 60}, "392 cases, 6.5 a column;"),
        (
            {**QUEUE, "data.minority_share": 0.0008},
            "People can look at 600 of 3,000,000 cases a day, 0.02 %, and some 2,400 are sought: no model lets them "
            "see more than 25 % of these.",
        ),
        ({**QUEUE, "data.minority_share": 0.00004}, "some 120 are sought: at best 20 % of what they see are hits."),
        (PUMPS, "0.7 false alarms among 173,000 predictions a day are a rate of 4.1e-06"),
        (
            {"task": "outlier-detection", "data.modality": "time-series", "stakes.false_alarms_per_day": 1,
             "data.sampling_interval": "5 min", "data.series": 340},
            "1 false alarm among 97,920 predictions a day is a rate of 1e-05",
        ),
        (
            {"task": "forecasting", "data.modality": "time-series", "data.series": 300, "data.history": "4 years",
             "data.sampling_interval": "1 week", "data.horizon": "6 weeks"},
            "A series has 209 points and 6 steps are forecast, 1,800 numbers each time.",
        ),
        (
            {"task": "survival-analysis", "data.modality": "tabular", "data.rows": 80, "data.events": 23,
             "data.features": 12},
            "23 events for 12 columns are 1.9 a column.",
        ),
        (
            {"task": "outlier-detection", "data.modality": "time-series", "data.events": 214},
            "214 known incidents tell a recall of 0.8 to within 0.05.",
        ),
        (
            {"task": "recommendation", "data.modality": "interactions", "data.rows": 190_000, "data.users": 14_000,
             "data.items": 2_300},
            "190,000 interactions are 14 a user and 83 an item, and fill 0.59 % of the table.",
        ),
        (
            {**ROWS, "data.label_cost": "300 EUR", "project.budget": "60000 EUR", "data.label_time": "6 min"},
            "The whole budget pays 200 more labels at 300 EUR.",
        ),
        ({**ROWS, "data.label_time": "6 min"}, "100 more labels take a person 10 hours."),
        (
            {**ROWS, "deployment.requests_per_day": 25_000,
             "requirements": [{"quality": "cost-per-prediction", "max": "0.001 USD"}]},
            "0.001 USD for each of 25,000 predictions a day allows 750 USD a month.",
        ),
        ({**ROWS, "data.rows": 2_000_000_000, "data.labelled_rows": 6_000}, "rows are labelled, one in 333,000."),
        (
            {**ROWS, "project.existing_recall": 0.85, "project.existing_precision": 0.82,
             "deployment.requests_per_day": 10_000},
            "To beat: today's way finds 85 % of what is sought, with 82 % of its reports right; 15 % is left to find, "
            "66 a day.",
        ),
        (
            {**QUEUE, "data.minority_share": 0.00004, "project.existing_precision": 0.11},
            "To beat: today's way is right in 11 % of its reports; at best 20 % of what people look at in a day can be "
            "hits.",
        ),
        (
            {**ROWS, "project.existing_error": 0.006, "deployment.requests_per_day": 1_900},
            "To beat: today's way is wrong in 0.6 % of its answers; 11 of 1,900 a day.",
        ),
        (
            {"task": "forecasting", "data.modality": "time-series", "project.existing_error": 0.065,
             "deployment.requests_per_day": 24},
            "To beat: today's way is off by 6.5 % on the mean.",
        ),
        (
            {"task": "survival-analysis", "data.modality": "tabular", "project.existing_error": 0.48},
            "To beat: today's way is off by 48 % on the mean.",
        ),
        (
            {**ROWS, "data.rows": 5_400, "data.random_labels": 1_100},
            "1,100 of 5,400 labels were drawn at random, and stand for all cases: they tell a share to within 3 %",
        ),
        (
            {"task": "regression", "data.modality": "tabular", "data.measuring_error": 6, "data.tolerance": 80},
            "Measurements scatter by 6, so that on single ones a perfect model is off by 4.8 on the mean; 95 % of them "
            "lie within 12, 15 % of the tolerance.",
        ),
        (
            {**ROWS, "data.labelled_rows": 1_800, "data.new_labels_per_day": 25},
            "25 new labels a day double the 1,800 at hand in 72 days.",
        ),
        (
            {"task": "recommendation", "data.modality": "interactions", "data.users": 240_000,
             "data.history_share": 0.13},
            "13 % of 240,000 users have a history that may be used, 31,200: the other 209,000 are served without one.",
        ),
        (
            {"task": "experiment-selection", "data.modality": "tabular", "project.trials_left": 96,
             "project.trials_at_once": 8},
            "96 trials are left, 8 at once: 12 rounds of learning.",
        ),
        (
            {"task": "experiment-selection", "data.modality": "tabular", "project.trials_left": 12,
             "project.trials_at_once": 12},
            "spread them as a design",
        ),
        (
            {"task": "experiment-selection", "data.modality": "tabular", "project.trials_left": 24,
             "data.label_delay": "16 weeks"},
            "24 trials are left: one after the other they take 7.4 years, as each result takes 16 weeks, so run them "
            "in batches.",
        ),
        (
            {"task": "experiment-selection", "data.modality": "tabular", "project.trials_left": 24,
             "data.label_cost": "700 USD", "data.label_time": "3 days"},
            "The 24 trials cost 16800 USD and take people 10 weeks.",
        ),
        (
            {**ROWS, "requirements": [{"quality": "accuracy", "metric": "recall", "min": 0.99}]},
            "To show a recall of at least 99 % takes 300 positives in the test and no mistake; 392 are labelled",
        ),
    ],
    ids=lambda each: each[:24] if isinstance(each, str) else "",
)  # fmt: skip
def test_facts_that_say_little_apart_are_put_together(advisor: Advisor, fields: dict[str, Any], said: str) -> None:
    assert any(said in each for each in sums(advisor, **fields))


@pytest.mark.slow("answers many briefs")
@settings(max_examples=25, deadline=None)
@given(st.floats(0.5, 0.99999), st.integers(3_500, 10**7))
def test_a_bound_on_mistakes_is_told_where_even_a_perfect_test_could_not_show_it(
    advisor: Advisor, recall: float, rows: int
) -> None:
    fields = {**ROWS, "data.rows": rows, "requirements": [{"quality": "accuracy", "metric": "recall", "min": recall}]}
    told = [each for each in sums(advisor, **fields) if each.startswith("To show")]
    n_tested = 0.044 * rows / 5
    # the highest rate of misses that 95 per cent confidence leaves where n cases show none: 1 - 0.05 ** (1 / n)
    shown = 1 - 0.05 ** (1 / n_tested)
    if abs(shown / (1 - recall) - 1) > 0.1:  # three is the logarithm of 20, roughly
        assert bool(told) == (shown > 1 - recall)


def test_a_bound_that_leaves_many_mistakes_brings_no_sum(advisor: Advisor) -> None:
    lax = {"quality": "accuracy", "metric": "recall", "min": 0.7}
    assert not any(each.startswith("To show") for each in sums(advisor, **ROWS, requirements=[lax]))


def test_where_labels_were_drawn_at_random_no_fifth_of_chosen_ones_is_the_test(advisor: Advisor) -> None:
    assert any("a fifth held out" in each for each in sums(advisor, **ROWS))
    assert not any("a fifth held out" in each for each in sums(advisor, **ROWS, **{"data.random_labels": 500}))


def test_a_handful_of_cases_is_counted_whole_and_tested_in_turns_as_the_answer_advises(advisor: Advisor) -> None:
    few = {"task": "binary-classification", "data.modality": "tabular", "data.labelled_rows": 40}
    said = "22 % of 40 rows are some 9 cases; all of them, cross-validated, tell a recall of 0.8 to within 0.26."
    assert said in sums(advisor, **few, **{"data.minority_share": 0.22})
    assert not any("cross-validated" in each for each in sums(advisor, **ROWS))


def test_one_step_of_one_series_is_told_as_one(advisor: Advisor) -> None:
    yearly = {"data.sampling_interval": "1 year", "data.history": "8 years", "data.horizon": "1 year", "data.series": 1}
    told = sums(advisor, task="forecasting", **{"data.modality": "time-series"}, **yearly)
    assert "A series has 8 points and 1 step is forecast." in told


def test_few_events_are_held_against_the_rule_of_thumb_and_enough_are_not(advisor: Advisor) -> None:
    followed = {"task": "survival-analysis", "data.modality": "tabular", "data.features": 5}
    few, enough = (sums(advisor, **followed, **{"data.events": n}) for n in (12, 60))
    rule = "Some 10 a column are the rule of thumb of a plain Cox model."
    assert f"12 events for 5 columns are 2.4 a column. {rule}" in few
    assert not any("rule of thumb" in each for each in enough)


def test_labels_that_take_longer_than_a_year_to_double_bring_no_sum(advisor: Advisor) -> None:
    labelled = {**ROWS, "data.labelled_rows": 1_800}
    assert any("labels a day double" in each for each in sums(advisor, **labelled, **{"data.new_labels_per_day": 6}))
    assert not any("a day double" in each for each in sums(advisor, **labelled, **{"data.new_labels_per_day": 4}))


def test_what_is_to_be_beaten_comes_before_all_other_sums(advisor: Advisor) -> None:
    fields = {**QUEUE, "data.minority_share": 0.0008, "project.existing_recall": 0.2}
    told = sums(advisor, **fields)
    assert told[0].startswith("To beat: today's way finds 20 % of what is sought")
    assert "look at 600" in told[1]


@pytest.mark.parametrize(
    ("fields", "lacking"),
    [(ROWS, "data.minority_share"), (QUEUE, "project.cases_per_day"), (QUEUE, "deployment.requests_per_day"),
     (PUMPS, "data.sampling_interval")],
    ids=["share", "capacity", "volume", "interval"],
)  # fmt: skip
def test_no_sum_is_told_of_what_is_not_known(advisor: Advisor, fields: dict[str, Any], lacking: str) -> None:
    whole = sums(advisor, **fields)
    left = sums(advisor, **{name: value for name, value in fields.items() if name != lacking})
    assert len(left) < len(whole) or left != whole


@pytest.mark.slow("answers many briefs")
@settings(max_examples=25, deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 10**8), st.floats(1e-6, 0.5))
def test_what_people_can_find_is_never_more_than_all_that_is_sought(
    advisor: Advisor, looked_at: int, all_cases: int, rare: float
) -> None:
    fields = {**QUEUE, "project.cases_per_day": looked_at, "deployment.requests_per_day": all_cases}
    told = [each for each in sums(advisor, **{**fields, "data.minority_share": rare}) if each.startswith("People")]
    assert bool(told) == (looked_at < all_cases)
    if told and "no model" in told[0]:
        most = float(told[0].rsplit(" more than ", 1)[1].split(" %")[0]) if " %" in told[0].rsplit("than", 1)[1] else 0
        assert math.isclose(most, 100 * looked_at / (rare * all_cases), rel_tol=0.06, abs_tol=0.6)
        assert looked_at < rare * all_cases


def test_the_screen_and_the_record_tell_the_most_telling_sum(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping({**QUEUE, "data.minority_share": 0.0008}))
    first = telling_sums(answer)[0]
    assert first.startswith("People can look at")
    assert first in " ".join(printed(first_screen(answer, knowledge)).split())
    assert first in " ".join(to_markdown(answer, knowledge).replace("\\", "").split())


AGREED = {"task": "multiclass-classification", "data.modality": "tabular"}


@pytest.mark.parametrize(
    ("agreed", "classes", "said"),
    [(0.81, 2, "each is right in some 89 %"), (0.5, 2, "no more than by chance"), (0.2, 5, "no more than by chance")],
)
def test_how_far_judges_agree_tells_how_often_each_is_right(
    advisor: Advisor, agreed: float, classes: int, said: str
) -> None:
    (told,) = [each for each in sums(advisor, **AGREED, **{"data.label_agreement": agreed, "data.classes": classes})
               if each.startswith("Two people agree")]  # fmt: skip
    assert said in told


@pytest.mark.slow("answers many briefs")
@settings(max_examples=15, deadline=None)
@given(right=st.floats(0.75, 0.99), classes=st.integers(2, 9))
def test_judges_who_err_apart_agree_where_both_are_right_and_where_both_err_alike(
    advisor: Advisor, right: float, classes: int
) -> None:
    agreed = right**2 + (1 - right) ** 2 / (classes - 1)
    told = " ".join(sums(advisor, **AGREED, **{"data.label_agreement": agreed, "data.classes": classes}))
    read = re.search(r"each is right in some ([0-9.]+) %", told)
    assert read is not None
    assert float(read[1]) == pytest.approx(100 * right, abs=0.6)


def test_a_share_among_chosen_cases_is_not_taken_for_one_of_all(advisor: Advisor) -> None:
    of_all = sums(advisor, **QUEUE)
    of_chosen = sums(advisor, **{**QUEUE, "data.label_origin": "chosen-cases"})
    assert any("are sought" in each for each in of_all)
    assert not any("are sought" in each for each in of_chosen)
    assert any(each.endswith("what counts is who comes first.") for each in of_chosen)
