"""What a column is follows from its values: numbers, categories, dates, texts, ids and constants."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from whichml.probe.description.describing import describe
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.columns import dates_as_numbers
from whichml.probe.reading.tables import DataTable, read_table

pytestmark = pytest.mark.slow("describes many tables")
N = 120
RANDOM = np.random.default_rng(0)
NOISE = RANDOM.normal(size=N).round(3)
YES_NO = RANDOM.choice(["no", "yes"], N)


def prepared(target: Any, features: dict[str, Any]) -> PreparedDataSet:
    """Return a table of features and a target in the column `outcome`, described."""
    frame = pd.DataFrame({**features, "outcome": target})
    return describe(DataTable(frame, "table.csv", "0" * 64), "outcome")


def through_csv(tmp_path: Path, columns: dict[str, Any]) -> PreparedDataSet:
    pd.DataFrame(columns).to_csv(tmp_path / "table.csv", index=False)
    return describe(read_table(tmp_path / "table.csv"), "outcome")


def test_infinite_and_marked_values_are_missing_and_noted(tmp_path: Path) -> None:
    columns = {"odd": ["inf", "-inf", *NOISE[2:]], "marked": ["?", *NOISE[1:]], "outcome": YES_NO}
    found = through_csv(tmp_path, columns)
    assert found.features.isna().sum().tolist() == [2, 1]
    assert set(found.kinds.values()) == {"number"}
    assert "'odd': 2 infinite values" in found.notes[0]
    assert "1 cells '?'" in found.notes[1]
    assert found.facts["data.missing_share"] == pytest.approx(3 / (2 * N))


def test_numbers_mixed_with_texts_are_a_category_with_both_named(tmp_path: Path) -> None:
    found = through_csv(tmp_path, {"noise": NOISE, "age": ["old", *[n % 9 for n in range(N - 1)]], "outcome": YES_NO})
    assert found.kinds["age"] == "category"
    assert "'age' mixes 119 numbers with 1 texts such as 'old'" in found.notes[0]


@pytest.mark.parametrize(
    ("cells", "first", "said"),
    [
        ([f"{n}.5 kg" for n in range(N)], 0.5, "without 'kg'"),
        ([f"1,{n:03}" for n in range(N)], 1000, "with ',' between thousands"),
        ([f"{n},5" for n in range(N)], 0.5, "with ',' before decimals"),
        (["?", "unknown", *[f"${n}" for n in range(N - 2)]], np.nan, "2 cells '?', 'unknown' were taken for missing"),
        (["NULL ", *[n % 9 for n in range(N - 1)]], np.nan, "1 cells 'NULL' were taken for missing"),
        (["n/k", *[n / 2 for n in range(N - 1)]], np.nan, "1 cells 'n/k' among numbers were taken for missing"),
    ],
)
def test_texts_that_are_numbers_are_numbers_with_a_note_on_how(
    tmp_path: Path, cells: Any, first: float, said: str
) -> None:
    found = through_csv(tmp_path, {"amount": cells, "outcome": YES_NO})
    assert found.kinds == {"amount": "number"}
    assert found.features["amount"][0] == pytest.approx(first, nan_ok=True)
    assert any(said in note for note in found.notes)


def test_digits_with_leading_zeros_are_codes(tmp_path: Path) -> None:
    found = through_csv(tmp_path, {"zip": [f"{n % 9:05}" for n in range(N)], "noise": NOISE, "outcome": YES_NO})
    assert found.kinds["zip"] == "category"
    assert "'zip': digits with leading zeros" in found.notes[0]


@pytest.mark.parametrize("size", [1e101, -1e308])
def test_numbers_too_large_to_compute_with_are_missing_and_noted(size: float) -> None:
    found = prepared(YES_NO, {"huge": [size, *NOISE[1:]]})
    assert found.features["huge"].isna().sum() == 1
    assert "'huge': 1 (beyond 1e+100) huge value was taken for missing" in found.notes[0]


def test_an_amount_with_a_word_among_it_is_a_number_to_predict_and_such_rows_are_left_out(tmp_path: Path) -> None:
    found = through_csv(tmp_path, {"noise": NOISE, "outcome": ["n/k", *[f"${n}" for n in range(N - 1)]]})
    assert (found.task, found.target.tolist()) == ("regression", list(range(N - 1)))
    assert any("cells 'n/k' among numbers" in note for note in found.notes)


SENTENCES = [f"the {n}th customer says that parcel {n % 7} was late" for n in range(N)]


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (NOISE, "number"),
        (RANDOM.integers(0, 3, N), "number"),
        (RANDOM.choice(["red", "blue"], N), "category"),
        (RANDOM.choice([True, False], N), "category"),
        (SENTENCES, "text"),
        ([f"{('blue', 'red')[n % 2]} shirt {n}" for n in range(N)], "text"),
        (pd.date_range("2026-01-01", periods=N), "date"),
    ],
)
def test_columns_are_what_their_values_are(tmp_path: Path, values: Any, kind: str) -> None:
    assert through_csv(tmp_path, {"column": values, "outcome": YES_NO}).kinds == {"column": kind}


@pytest.mark.parametrize(
    ("form", "first"),
    [
        ("%Y-%m-%d", "2026-01-14"),
        ("%Y-%m-%dT%H:%M:%S", "2026-01-14T00:30"),
        ("%Y-%m-%d %H:%M:%S.%f", "2026-01-14T00:30"),
        ("%Y/%m/%d", "2026-01-14"),
        ("%d.%m.%Y", "2026-01-14"),
        ("%d.%m.%Y %H:%M", "2026-01-14T00:30"),
        ("%m/%d/%Y", "2026-01-14"),
        ("%d-%m-%Y", "2026-01-14"),
        ("%Y-%m-%dT%H:%M:%S+02:00", "2026-01-13T22:30"),
        ("%Y-%m-%dT%H:%M:%SZ", "2026-01-14T00:30"),
        ("%b %d, %Y", "2026-01-14"),
        ("%d-%b-%y", "2026-01-14"),
        ("%m/%d/%y %I:%M %p", "2026-01-14T00:30"),
        ("%Y%m%d", "2026-01-14"),
    ],
)
def test_dates_are_recognised_in_common_forms(tmp_path: Path, form: str, first: str) -> None:
    days = pd.date_range("2026-01-14T00:30", periods=N).strftime(form).to_series().reset_index(drop=True)
    found = through_csv(tmp_path, {"noise": NOISE, "day": days.where(days.index != 5), "outcome": YES_NO})
    assert found.kinds["day"] == "date"
    assert found.features["day"][0] == pd.Timestamp(first)
    assert found.features["day"].isna().sum() == 1


def test_dates_that_could_be_read_in_two_ways_are_noted(tmp_path: Path) -> None:
    days = [f"{n % 12 + 1}/{n % 11 + 1}/2026" for n in range(N)]
    found = through_csv(tmp_path, {"day": days, "outcome": YES_NO})
    assert found.features["day"][1] == pd.Timestamp("2026-02-02")
    assert any("month first" in note for note in found.notes)


def test_a_mark_among_dates_is_missing(tmp_path: Path) -> None:
    found = through_csv(tmp_path, {"day": ["-", *[f"2026-01-{n % 9 + 1:02}" for n in range(N - 1)]], "outcome": YES_NO})
    assert found.kinds["day"] == "date"
    assert found.features["day"].isna().sum() == 1
    assert "1 cells '-' were taken for missing" in found.notes[0]


def test_texts_of_which_one_is_no_date_are_no_dates(tmp_path: Path) -> None:
    days = ["soon", *[f"2026-01-{n % 9 + 1:02}" for n in range(N - 1)]]
    assert through_csv(tmp_path, {"day": days, "outcome": YES_NO}).kinds == {"day": "category"}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("always", ["x"] * N),
        ("never", [None] * N),
        ("", range(N)),
        ("step", range(7, N + 7)),
        ("customerId", RANDOM.permutation(N)),
        ("hash", [f"{n * 7919 % 10007:x}" + "q" for n in range(N)]),
        ("account", [2**60 + n * 977 for n in RANDOM.permutation(N)]),
    ],
)
def test_constants_and_ids_are_left_out_with_a_note(tmp_path: Path, name: str, values: Any) -> None:
    found = through_csv(tmp_path, {name: values, "noise": NOISE, "outcome": YES_NO})
    assert list(found.kinds) == list(found.features.columns) == ["noise"]
    assert f"'{name or 'column 1'}'" in found.notes[0]
    assert found.facts["data.features"] == 1


def test_different_whole_numbers_without_the_name_of_an_id_stay() -> None:
    assert prepared(YES_NO, {"income": RANDOM.permutation(N)}).kinds == {"income": "number"}


def test_a_column_of_one_value_and_gaps_stays(tmp_path: Path) -> None:
    values = np.where(NOISE > 0, "seen", None)
    assert through_csv(tmp_path, {"noise": NOISE, "mark": values, "outcome": YES_NO}).kinds["mark"] == "category"


def test_days_beyond_the_range_of_nanoseconds_become_numbers(tmp_path: Path) -> None:
    days = ["9999-12-31", "1400-01-01", *[f"2026-01-{n % 28 + 1:02}" for n in range(N - 2)]]
    found = through_csv(tmp_path, {"day": days, "outcome": YES_NO})
    assert found.kinds["day"] == "date"
    numbers = dates_as_numbers(found.features)
    assert numbers[:3, 0].tolist() == [2_932_896, -208_188, 20_454]
    assert numbers[0, 1:].tolist() == [12, 4, 0]
