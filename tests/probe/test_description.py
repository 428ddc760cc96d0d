"""A table becomes the data of one task: its target, its features and what a person should look at."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_diabetes, load_iris, load_wine

from whichml import Brief
from whichml.model.documents.errors import ProbeError
from whichml.probe.description.describing import describe
from whichml.probe.description.dropped_columns import without_columns
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.reading.tables import DataTable, read_table

pytestmark = pytest.mark.slow("describes many tables")
CANCER = Path(__file__).parents[1] / "data" / "breast_cancer.csv"
N = 120
RANDOM = np.random.default_rng(0)
NOISE = RANDOM.normal(size=N).round(3)
YES_NO = RANDOM.choice(["no", "yes"], N)
AMOUNTS = RANDOM.normal(size=N)


def prepared(target: Any, features: dict[str, Any] | None = None, **asked: str) -> PreparedDataSet:
    """Return a table of features and a target in the column `outcome`, described."""
    frame = pd.DataFrame({**(features or {"noise": NOISE[: len(target)]}), "outcome": target})
    return describe(DataTable(frame, "table.csv", "0" * 64), "outcome", **asked)


SENTENCES = [f"the {n}th customer says that parcel {n % 7} was late" for n in range(N)]


def refusal(target: Any, features: dict[str, Any] | None = None, **asked: str) -> str:
    with pytest.raises(ProbeError) as refused:
        prepared(target, features, **asked)
    assert all(problem.hint for problem in refused.value.problems)
    return str(refused.value)


def test_a_real_table_is_described_with_facts_that_a_brief_takes() -> None:
    cancer = describe(read_table(CANCER), "diagnosis")
    assert cancer.classes == ("benign", "malignant")
    assert np.bincount(cancer.target).tolist() == [357, 212]
    assert (cancer.n_rows, cancer.features.shape) == (569, (569, 30))
    assert set(cancer.kinds.values()) == {"number"}
    assert list(cancer.kinds) == list(cancer.features.columns)
    assert cancer.notes == ()
    assert Brief.from_mapping(cancer.facts).facts()["data.minority_share"] == pytest.approx(212 / 569, abs=1e-6)


@pytest.mark.parametrize(
    ("target", "task", "classes"),
    [
        (YES_NO, "binary-classification", ("no", "yes")),
        (YES_NO == "yes", "binary-classification", ("False", "True")),
        (RANDOM.choice([7, 3], N), "binary-classification", ("3", "7")),
        (RANDOM.choice([0.5, 1.5], N), "binary-classification", ("0.5", "1.5")),
        (RANDOM.choice(["c", "a", "b"], N), "multiclass-classification", ("a", "b", "c")),
        (RANDOM.choice([10, 2, 9], N), "multiclass-classification", ("2", "9", "10")),
        (AMOUNTS, "regression", ()),
        (np.arange(N)[::-1] % 77, "regression", ()),
        (RANDOM.poisson(3, N), "regression", ()),
    ],
)
def test_the_task_is_the_one_that_the_target_poses(target: Any, task: str, classes: tuple[str, ...]) -> None:
    found = prepared(target)
    assert (found.task, found.classes) == (task, classes)
    assert found.target.dtype == (np.int64 if classes else np.float64)
    assert Brief.from_mapping(found.facts).task == task


@pytest.mark.parametrize(
    ("loaded", "task"),
    [(load_iris, "multiclass-classification"), (load_wine, "multiclass-classification"), (load_diabetes, "regression")],
)
def test_known_data_sets_pose_the_task_that_they_are_known_for(loaded: Any, task: str) -> None:
    frame = loaded(as_frame=True).frame
    assert describe(DataTable(frame, "known", "0" * 64), "target").task == task


def test_codes_stand_for_the_classes_in_their_order() -> None:
    found = prepared(YES_NO)
    assert [found.classes[code] for code in found.target] == YES_NO.tolist()


def test_a_task_that_is_given_wins_over_the_one_posed() -> None:
    whole = RANDOM.choice([2, 9, 10], N)
    assert prepared(whole, task="regression").classes == ()
    assert prepared(RANDOM.integers(0, 30, N), task="multiclass-classification").task == "multiclass-classification"
    assert any("taken for 3 classes" in note for note in prepared(whole).notes)


@pytest.mark.parametrize(
    ("target", "task", "said"),
    [
        (RANDOM.choice(["a", "b", "c"], N), "binary-classification", "has 2 classes, and 'outcome' has 3"),
        (YES_NO, "regression", "holds texts such as"),
        (YES_NO, "clustering", "experiments are not made for the task 'clustering'"),
        (YES_NO, "regresion", "Did you mean 'regression'?"),
    ],
)
def test_a_task_that_does_not_fit_the_target_is_refused(target: Any, task: str, said: str) -> None:
    assert said in refusal(target, task=task)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (np.full(N, np.nan), "has no value in any row"),
        (["no"] * N, "one value in all rows: 'no'"),
        ([0.5] * N, "one value in all rows: '0.5'"),
        (["no", "yes", "no"], "3 rows with a target 'outcome' are too few"),
        ([f"customer {n % 1_001}" for n in range(2_002)], "1,001 classes, and the limit is 1,000"),
        (["rare", *["no"] * N], "the class 'rare' of the target 'outcome' has a single row"),
        (pd.date_range("2026-01-01", periods=N), "holds dates"),
        ([f"2026-01-{n % 28 + 1:02}" for n in range(N)], "holds dates"),
    ],
)
def test_a_target_without_anything_to_learn_is_refused(target: Any, said: str) -> None:
    assert said in refusal(target, {"noise": RANDOM.normal(size=len(target))})


def test_twenty_rows_are_enough_and_nineteen_are_not() -> None:
    assert prepared(np.arange(20) ** 1.5).n_rows == 20
    assert "19 rows" in refusal(np.arange(19) ** 1.5)


def test_an_unknown_column_is_refused_with_the_one_that_was_meant() -> None:
    with pytest.raises(ProbeError, match="Did you mean 'diagnosis'") as refused:
        describe(read_table(CANCER), "diagnossis", group="ward")
    assert len(refused.value.problems) == 2


def test_features_that_are_all_constant_are_refused() -> None:
    assert "nothing to predict" in refusal(YES_NO, {"a": [1] * N, "b": ["x"] * N})


def test_rows_without_a_target_are_left_out_and_counted_as_unlabelled() -> None:
    target = [None, float("inf"), *AMOUNTS[2:]]
    found = prepared(pd.Series(target, dtype=float))
    assert found.n_rows == len(found.features) == N - 2
    assert found.features["noise"].to_dict() == dict(enumerate(NOISE[2:]))
    assert (found.facts["data.rows"], found.facts["data.labelled_rows"]) == (N, N - 2)
    assert [note.partition(" were")[0] for note in found.notes] == [
        "1 of 120 rows with a missing target",
        "1 of 120 rows with an infinite target",
    ]


def test_rows_of_a_class_of_one_are_left_out_and_the_class_is_named() -> None:
    found = prepared(["rare", *YES_NO[1:]])
    assert (found.task, found.classes, found.n_rows) == ("binary-classification", ("no", "yes"), N - 1)
    assert "'rare'" in found.notes[0]


def test_amounts_beside_many_zeros_have_the_tail_of_the_amounts() -> None:
    amounts = np.exp(1.5 * np.random.default_rng(5).normal(size=200))
    noise = {"noise": np.random.default_rng(6).normal(size=1_000)}
    assert prepared(np.r_[np.zeros(800), amounts], noise).facts["data.target"] == ["heavy-tailed"]
    level = 1 + np.random.default_rng(5).random(200)
    assert "data.target" not in prepared(np.r_[np.zeros(800), level], noise).facts


def test_the_share_of_zeros_is_told_of_amounts_and_of_no_classes() -> None:
    claims = np.where(np.arange(N) < 90, 0.0, AMOUNTS + 10)
    assert prepared(claims).facts["data.zero_share"] == 0.75
    assert prepared(AMOUNTS).facts["data.zero_share"] == 0.0
    assert "data.zero_share" not in prepared(YES_NO).facts


LEAKS = {
    "number of a class": (YES_NO, np.where(YES_NO == "yes", 2.0, 1.0) + NOISE / 100),
    "category of a class": (YES_NO, np.where(YES_NO == "yes", "approved", "declined")),
    "gaps of a class": (YES_NO, np.where(YES_NO == "yes", NOISE, np.nan)),
    "falling number": (AMOUNTS, -np.exp(AMOUNTS)),
    "category of a number": (np.arange(N) % 3 + NOISE / 1e3, np.array(["a", "b", "c"])[np.arange(N) % 3]),
}


@pytest.mark.parametrize("leak", LEAKS)
def test_a_column_that_tells_the_target_alone_is_named(leak: str) -> None:
    target, telling = LEAKS[leak]
    notes = prepared(target, {"noise": NOISE, "telling": telling}).notes
    assert any("Possible leakage: 'telling' alone" in note for note in notes)


def test_a_rare_class_makes_no_column_look_like_a_leak() -> None:
    target = np.where(np.arange(1_000) < 5, "fraud", "fine")
    features = {"noise": RANDOM.normal(size=1_000), "colour": RANDOM.choice(["red", "blue"], 1_000)}
    assert not any("leakage" in note for note in prepared(target, features).notes)


def test_a_column_that_bears_the_name_of_the_target_is_named() -> None:
    notes = prepared(YES_NO, {"Outcome_Date": NOISE, "noise": NOISE[::-1]}).notes
    assert any("name of 'Outcome_Date'" in note for note in notes)


def test_identical_rows_are_counted() -> None:
    features = {"noise": [*AMOUNTS[:-30], *AMOUNTS[:30]]}
    notes = prepared([*YES_NO[:-30], *YES_NO[:30]], features).notes
    assert any(note.startswith("30 of 120 rows (25.0%)") for note in notes)


def test_repeated_values_under_the_name_of_a_group_are_a_hint_until_the_group_is_named() -> None:
    features = {"noise": NOISE, "patient_id": np.arange(N) // 4 * 3, "score": np.arange(N) // 4 % 7}
    assert any("belong together by 'patient_id';" in note for note in prepared(YES_NO, features).notes)
    found = prepared(YES_NO, features, group="patient_id")
    assert not any("belong together" in note for note in found.notes)
    assert found.groups.tolist() == (np.arange(N) // 4).tolist()
    assert "patient_id" not in found.kinds
    assert found.facts["data.groups"] == N / 4


def test_a_row_without_a_group_is_a_group_of_its_own() -> None:
    found = prepared(YES_NO, {"noise": NOISE, "ward": [None, None, *["a", "b"] * (N // 2 - 1)]}, group="ward")
    assert found.groups[:4].tolist() == [2, 3, 0, 1]
    assert any("2 rows without a group" in note for note in found.notes)


def test_a_date_is_a_hint_of_an_order_until_the_order_is_named() -> None:
    days = pd.date_range("2026-01-01", periods=N)[::-1]
    features = {"noise": NOISE, "day": days}
    assert any("There is a date: 'day';" in note for note in prepared(YES_NO, features).notes)
    found = prepared(YES_NO, features, order="day")
    assert not any("There is a date" in note for note in found.notes)
    assert found.order.tolist() == list(range(N))[::-1]
    assert found.kinds["day"] == "date"


def test_rows_that_are_sorted_by_a_number_are_a_hint() -> None:
    features = {"noise": NOISE, "clock": np.arange(N) * 3 + 1}
    assert any("sorted by 'clock'" in note for note in prepared(YES_NO, features).notes)
    found = prepared(YES_NO, features, order="clock")
    assert found.order.tolist() == list(range(N))
    assert "clock" not in found.kinds


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (["a", "b"] * (N // 2), "neither dates nor numbers"),
        ([None, *range(N - 1)], "missing in 1 rows"),
        ([1] * N, "the same in all rows"),
    ],
)
def test_a_column_that_orders_nothing_is_refused_as_the_order(values: Any, said: str) -> None:
    assert said in refusal(YES_NO, {"noise": NOISE, "clock": values}, order="clock")


def test_the_target_cannot_be_the_group() -> None:
    assert "cannot be the group" in refusal(YES_NO, group="outcome")


@pytest.mark.parametrize(
    ("target", "traits"),
    [
        (AMOUNTS, None),
        (np.arange(N) * 7 % 90, ["count"]),
        (RANDOM.uniform(0, 1, N), ["positive", "bounded"]),
        (np.exp(2 * AMOUNTS), ["positive", "heavy-tailed"]),
    ],
)
def test_the_traits_of_a_number_are_told(target: Any, traits: list[str] | None) -> None:
    facts = prepared(target).facts
    assert facts.get("data.target") == traits
    Brief.from_mapping(facts)


def test_categories_and_zeros_are_counted() -> None:
    features = {f"word{n}": RANDOM.integers(0, 30, N) == 0 for n in range(40)}
    counts = {name: values.astype(int) for name, values in features.items()}
    colours = np.array(["red", "blue", "green"])[np.arange(N) % 3]
    facts = prepared(YES_NO, {**counts, "colour": colours}).facts
    assert facts["data.sparse"] is True
    assert (facts["data.categorical_features"], facts["data.categorical_cardinality"]) == (1, 3)
    assert prepared(YES_NO).facts["data.sparse"] is False
    assert "data.categorical_cardinality" not in prepared(YES_NO).facts


def test_a_table_of_texts_alone_is_of_the_modality_text() -> None:
    assert prepared(YES_NO, {"complaint": SENTENCES}).facts["data.modality"] == "text"
    assert prepared(YES_NO, {"complaint": SENTENCES, "noise": NOISE}).facts["data.modality"] == "tabular"


def test_the_same_table_is_described_in_the_same_words() -> None:
    first, second = (describe(read_table(CANCER), "diagnosis") for _ in range(2))
    assert (first.notes, first.facts, first.digest) == (second.notes, second.facts, second.digest)


def test_columns_are_left_out_as_asked_and_noted() -> None:
    table = without_columns(read_table(CANCER), ["mean radius", "mean area", "mean radius"], ["diagnosis"])
    described = describe(table, "diagnosis")
    assert (described.facts["data.features"], "mean radius" in described.kinds) == (28, False)
    assert "Left out (as asked): 'mean radius', 'mean area'." in described.notes


def test_columns_that_are_needed_or_unknown_cannot_be_left_out() -> None:
    with pytest.raises(ProbeError) as refused:
        without_columns(read_table(CANCER), ["diagnosis", "mean radios"], ["diagnosis"])
    needed, unknown = refused.value.problems
    assert "cannot be dropped" in needed.message
    assert unknown.hint == "Did you mean 'mean radius'?"
