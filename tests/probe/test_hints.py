"""What a person should look at is told: leakage with how sure it is, marks for missing, classes, times and groups."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from by_night import examples, only_by_night
from whichml.evidence.leakage_notes import leakage_notes
from whichml.model.documents.errors import ProbeError
from whichml.probe.description import leakage
from whichml.probe.description.describing import describe
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.reading.tables import DataTable

pytestmark = pytest.mark.slow("describes many tables")
N = 200
RANDOM = np.random.default_rng(1)
NOISE = RANDOM.normal(size=N)
YES_NO = RANDOM.choice(["no", "yes"], N)
COUNTS, MORE = RANDOM.poisson(9, N), RANDOM.poisson(30, N)


def prepared(target: Any, features: dict[str, Any] | None = None, **asked: str) -> PreparedDataSet:
    frame = pd.DataFrame({**(features or {"noise": NOISE}), "outcome": target})
    return describe(DataTable(frame, "table.csv", "0" * 64), "outcome", **asked)


def notes_of(target: Any, features: dict[str, Any] | None = None) -> str:
    return "\n".join(prepared(target, features).notes)


def test_a_copy_of_the_target_with_some_errors_is_told_with_how_well_it_tells() -> None:
    copy = np.where(np.arange(N) < 4, np.where(YES_NO == "yes", "no", "yes"), YES_NO)
    notes = notes_of(YES_NO, {"noise": NOISE, "copy": copy})
    assert "Look at 'copy': alone tells the target well (balanced accuracy up to 0.98" in notes
    rougher = np.where(np.arange(N) < 20, np.where(YES_NO == "yes", "no", "yes"), YES_NO)
    assert "leakage" not in notes_of(YES_NO, {"noise": NOISE, "copy": rougher})


@pytest.mark.parametrize("n_positive", [12, 40])
def test_no_column_of_many_honest_categories_is_a_leak_of_a_rare_class_or_of_rare_amounts(n_positive: int) -> None:
    n_rows = 2_000
    shops = np.array([f"shop {number}" for number in RANDOM.integers(0, 380, n_rows)])
    rare = RANDOM.permutation(np.arange(n_rows) < n_positive)
    assert "leakage" not in notes_of(
        np.where(rare, "fraud", "fine"), {"noise": RANDOM.normal(size=n_rows), "shop": shops}
    )
    amounts = np.where(rare, 1e6, 0.0) + RANDOM.normal(size=n_rows)
    assert "leakage" not in notes_of(amounts, {"noise": RANDOM.normal(size=n_rows), "shop": shops})


def test_a_column_of_many_categories_that_tells_a_rare_class_or_an_amount_is_a_leak() -> None:
    n_rows = 2_000
    shops = np.arange(n_rows) % 300
    names = np.array([f"shop {number}" for number in shops])
    rare = np.where(shops < 5, "fraud", "fine")
    assert "Possible leakage: 'shop' alone tells" in notes_of(
        rare, {"noise": RANDOM.normal(size=n_rows), "shop": names}
    )
    amounts = shops + RANDOM.normal(size=n_rows)
    assert "Possible leakage: 'shop' alone tells" in notes_of(
        amounts, {"noise": RANDOM.normal(size=n_rows), "shop": names}
    )


def test_a_class_of_two_rows_hides_no_leak_of_the_others() -> None:
    target = [*YES_NO, "never", "never"]
    copy = np.array([*(YES_NO == "yes"), False, False], dtype=float)
    notes = notes_of(target, {"noise": [*NOISE, 0.0, 1.0], "copy": copy})
    assert "Possible leakage: 'copy' alone tells" in notes


def test_a_sum_that_makes_up_the_target_is_told_by_its_parts() -> None:
    first, second = RANDOM.poisson(9, N), RANDOM.poisson(30, N)
    parts = {"casual": first, "noise": NOISE, "registered": second}
    assert "the target is a sum of 'casual', 'registered', each times" in notes_of(first + second, parts)
    assert "leakage" not in notes_of(first + second + RANDOM.poisson(9, N), parts)


@settings(deadline=None)
@given(
    values=st.lists(st.integers(0, 6) | st.none(), min_size=20, max_size=60),
    codes=st.lists(st.integers(0, 2), min_size=60, max_size=60),
)
def test_no_column_that_a_tree_would_find_striking_is_passed_over(values: list[int | None], codes: list[int]) -> None:
    plain = np.array(values, dtype=float)
    target = np.array([0, 1, 2, *codes])[: len(plain)]
    if leakage._is_too_mixed(plain, target, 3):
        tree = leakage.of_extra("sklearn.tree").DecisionTreeClassifier(max_leaf_nodes=3, class_weight="balanced")
        predicted = tree.fit(plain.reshape(-1, 1), target).predict(plain.reshape(-1, 1))
        assert leakage._balanced_accuracy(target, predicted) <= leakage.STRIKING


@only_by_night
def test_two_thousand_columns_of_noise_are_no_leaks() -> None:
    wide = {f"x{place}": column for place, column in enumerate(RANDOM.normal(size=(2_000, N)))}
    assert notes_of(YES_NO, wide) == ""


@pytest.mark.parametrize(
    ("target", "features", "said"),
    [
        (YES_NO, {"copy": YES_NO}, "alone tells the target nearly perfectly"),
        (YES_NO, {"copy": np.where(np.arange(N) < 4, YES_NO[::-1], YES_NO)}, "alone tells the target well"),
        (COUNTS + MORE, {"casual": COUNTS, "registered": MORE}, "the target is a sum of"),
        (YES_NO, {"outcome_2": NOISE.round(3)}, "the name of 'outcome_2' contains"),
    ],
)
def test_what_is_told_of_leakage_is_found_among_notes_of_other_things(
    target: Any, features: dict[str, Any], said: str
) -> None:
    notes = prepared(target, {**features, "Possible leakage: no": np.ones(N), "user": np.arange(N) % 9}).notes
    assert len(notes) > 1
    (found,) = leakage_notes(notes)
    assert said in found


def test_columns_that_may_be_a_group_or_a_time_are_kept_where_none_was_named() -> None:
    features = {
        "noise": NOISE, "shop": np.arange(N) % 7, "opened": pd.date_range("2024-01-01", periods=N),
        "step": np.arange(N) ** 2, "year": RANDOM.integers(1990, 2024, N),
    }  # fmt: skip
    found = prepared(YES_NO, features)
    assert found.possible_groups == ("shop",)
    assert found.possible_orders == ("opened", "step", "year")
    named = prepared(YES_NO, features, group="shop", order="opened")
    assert (named.possible_groups, named.possible_orders) == ((), ())


def test_a_number_that_stands_for_missing_is_told() -> None:
    ages = np.where(np.arange(N) % 9 == 0, -999, RANDOM.integers(18, 80, N))
    assert "'age': -999 stands in 23 rows, far from all other values" in notes_of(YES_NO, {"age": ages})


def test_a_day_that_stands_for_none_is_told() -> None:
    days = pd.Series(pd.date_range("2024-01-01", periods=N).astype("datetime64[us]"))
    until = days.mask(days.index % 9 == 0, pd.Timestamp("9999-12-31"))
    assert "'until': 9999-12-31 stands in 23 rows" in notes_of(YES_NO, {"until": until})
    assert "stands in" not in notes_of(YES_NO, {"until": days})


def test_numbers_that_reach_a_mark_for_missing_are_no_marks() -> None:
    assert "stands in" not in notes_of(YES_NO, {"metres": np.linspace(-1_000, 1_000, N).round()})


def test_classes_of_few_rows_are_named_with_their_rows() -> None:
    target = np.where(np.arange(N) < 12, "fraud", "fine")
    assert "A class has few rows: 'fraud' (12);" in notes_of(target)
    assert "few rows" not in notes_of(YES_NO)
    assert "held-out parts" not in notes_of(target)
    three = np.where(np.arange(N) < 2, "odd", YES_NO)
    assert "'odd': so few rows may be missing from some of the held-out parts" in notes_of(three)


def test_classes_that_differ_in_case_alone_are_named() -> None:
    target = np.where(np.arange(N) % 3 == 0, np.char.upper(YES_NO), YES_NO)
    assert "classes 'NO', 'no', 'YES', 'yes' differ in upper and lower case" in notes_of(target)


@pytest.mark.parametrize(
    ("name", "low", "high", "is_told"),
    [("year", 1990, 2024, True), ("created_ts", 1_700_000_000, 1_710_000_000, True), ("timestamp", 1_700_000_000_000,
     1_710_000_000_000, True), ("income", 1990, 2024, False), ("time", 3, 90, False)],
)  # fmt: skip
def test_numbers_that_may_be_a_time_are_named(name: str, low: int, high: int, is_told: bool) -> None:
    notes = notes_of(YES_NO, {"noise": NOISE, name: RANDOM.integers(low, high, N)})
    assert (f"'{name}' may be a time" in notes) is is_told


@pytest.mark.parametrize(
    ("target", "task", "said"),
    [
        (RANDOM.integers(18, 60, 5_000), "regression", "42 different numbers of the target 'outcome'"),
        (RANDOM.integers(0, 10, 5_000), "multiclass-classification", "taken for 10 classes"),
        (RANDOM.choice([0.5, 1, 1.5, 2], 5_000), "regression", "4 different numbers"),
        (RANDOM.normal(size=5_000), "regression", ""),
    ],
)  # fmt: skip
def test_how_numbers_to_predict_were_taken_is_told_where_it_is_in_doubt(target: Any, task: str, said: str) -> None:
    found = prepared(target, {"noise": RANDOM.normal(size=5_000)})
    assert found.task == task
    assert said in "\n".join(found.notes)


def test_whole_prices_are_no_counts() -> None:
    assert "count" in prepared(np.arange(N) ** 2).facts["data.target"]
    assert "count" not in prepared(RANDOM.poisson(300, N) + 1_000).facts["data.target"]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (
            [*[f"word {n}" for n in range(150)], *["a", "b"] * 25],
            "150 classes of the target 'outcome' have a single row",
        ),
        ([1e300, *NOISE[1:]], "reaches 1e+300, and squares of numbers beyond 1e+100"),
    ],
)
def test_a_target_that_cannot_be_learnt_or_computed_with_is_refused(target: Any, said: str) -> None:
    with pytest.raises(ProbeError) as refused:
        prepared(target)
    assert said in str(refused.value)
    assert all(problem.hint for problem in refused.value.problems)


def test_a_table_of_the_target_alone_is_refused_as_such() -> None:
    with pytest.raises(ProbeError, match="no column besides the target"):
        describe(DataTable(pd.DataFrame({"outcome": YES_NO}), "table.csv", "0" * 64), "outcome")


def test_digits_with_leading_zeros_are_an_order() -> None:
    steps = [f"{n:04}" for n in range(N)][::-1]
    found = prepared(YES_NO, {"noise": NOISE, "step": pd.Series(steps, dtype="str")}, order="step")
    assert found.order.tolist() == list(range(N))[::-1]


@settings(max_examples=examples(25), deadline=None)
@given(seed=st.integers(0, 2**16))
def test_neither_the_order_of_columns_nor_of_rows_changes_what_is_told(seed: int) -> None:
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame({
        "amount": [f"{value:.1f} kg" for value in draw.normal(50, 9, 60)],
        "colour": draw.choice(["red", "blue", None], 60),
        "size": np.where(draw.random(60) < 0.2, np.nan, draw.normal(size=60)),
        "zip": [f"{code:05}" for code in draw.integers(0, 9_000, 60)],
        "outcome": draw.choice(["no", "yes"], 60),
    }).astype({"amount": "str", "colour": "str", "zip": "str", "outcome": "str"})  # fmt: skip
    moved = frame.sample(frac=1, random_state=seed).iloc[:, draw.permutation(frame.shape[1])].reset_index(drop=True)
    one, other = (describe(DataTable(each, "table.csv", "0" * 64), "outcome") for each in (frame, moved))
    assert (one.facts, one.classes, dict(one.kinds)) == (other.facts, other.classes, dict(other.kinds))
    assert {note.partition(" were read")[0].split(" such as")[0] for note in one.notes} == {
        note.partition(" were read")[0].split(" such as")[0] for note in other.notes
    }


def test_times_until_an_event_are_told_as_such_from_either_side() -> None:
    months, died = np.round(RANDOM.exponential(20, N), 1), RANDOM.integers(0, 2, N)
    features = {"age": RANDOM.normal(60, 9, N), "followUpMonths": months}
    frame = pd.DataFrame({**features, "died": died})
    table = DataTable(frame, "table.csv", "0" * 64)
    of_event = "\n".join(describe(table, "died").notes)
    assert "'followUpMonths' may be how long each row was watched until 'died'" in of_event
    assert "the task is survival-analysis" in of_event
    assert "their times are cut off" in "\n".join(describe(table, "followUpMonths").notes)
    others = frame.rename(columns={"followUpMonths": "months_since_last_visit"})
    for renamed, target in ((others, "died"), (frame.rename(columns={"died": "smoker"}), "smoker")):
        assert "survival" not in "\n".join(describe(DataTable(renamed, "t.csv", "0" * 64), target).notes)


def test_a_column_without_any_value_is_left_out_as_such() -> None:
    notes = notes_of(YES_NO, {"noise": NOISE, "nothing": np.full(N, np.nan), "same": np.ones(N)})
    assert "Left out (no value in any row): 'nothing'." in notes
    assert "Left out (one value in all rows): 'same'." in notes
