"""A data frame that pandas writes in any dialect, packed or not, is described as the frame itself is."""

from __future__ import annotations

import csv
import itertools
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from by_night import examples
from whichml.probe.description.describing import describe
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.reading.tables import DataTable, read_table

N = 24
AMOUNTS = st.floats(-1e6, 1e6).map(lambda number: round(number, 2))
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Z"]), max_size=6).map(
    lambda text: f'w{text}, "{text}";\n|\tx'
)
FRAMES = st.fixed_dictionaries({
    "amount": st.lists(AMOUNTS | st.none(), min_size=N, max_size=N),
    "count, of": st.lists(st.integers(-50, 50), min_size=N, max_size=N),
    "day": st.lists(st.dates(date(1980, 1, 1), date(2030, 1, 1)), min_size=N, max_size=N),
    'a "word"': st.lists(st.sampled_from(["red", "NAB", "None"]) | WORDS, min_size=N, max_size=N),
    "truth": st.lists(st.booleans(), min_size=N, max_size=N),
})  # fmt: skip


def framed(columns: dict[str, list[Any]]) -> pd.DataFrame:
    frame = pd.DataFrame({**columns, "sure": [1.5, 2.5, 4.5] * (N // 3), "outcome": ["yes", "no"] * (N // 2)})
    return frame.assign(amount=frame["amount"].astype(float), day=pd.to_datetime(frame["day"]))


def without_notes(found: PreparedDataSet) -> tuple[Any, ...]:
    features = {
        name: found.features[name].astype(object).where(found.features[name].notna(), None).tolist()
        for name in found.features.columns
    }
    return found.task, found.classes, dict(found.kinds), found.facts, found.target.tolist(), features


@pytest.mark.slow("writes and reads many tables")
@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    columns=FRAMES,
    sep=st.sampled_from(",;\t|"),
    decimal=st.sampled_from(".,"),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]),
    line_end=st.sampled_from(["\n", "\r\n"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig"]),
    suffix=st.sampled_from(["", ".gz", ".bz2", ".xz", ".zip"]),
    missing=st.sampled_from(["", "NA"]),
)
def test_what_pandas_writes_as_text_is_described_as_the_frame(
    tmp_path: Path, columns: dict[str, list[Any]], sep: str, decimal: str, quoting: Any, line_end: str, encoding: str,
    suffix: str, missing: str,
) -> None:  # fmt: skip
    frame = framed(columns)
    path = tmp_path / f"table.csv{suffix}"
    frame.to_csv(path, index=False, sep=sep, decimal=decimal, quoting=quoting, lineterminator=line_end,
                 encoding=encoding, na_rep=missing)  # fmt: skip
    told = describe(read_table(path), "outcome")
    assert without_notes(told) == without_notes(describe(DataTable(frame, "table", "0" * 64), "outcome"))


@pytest.mark.slow("writes and reads many tables")
@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(columns=FRAMES, compression=st.sampled_from(["snappy", "zstd", "none"]))
def test_what_pandas_writes_as_parquet_is_described_as_the_frame(
    tmp_path: Path, columns: dict[str, list[Any]], compression: str
) -> None:
    frame = framed(columns)
    frame.to_parquet(tmp_path / "table.parquet", compression=None if compression == "none" else compression)
    told = describe(read_table(tmp_path / "table.parquet"), "outcome")
    assert without_notes(told) == without_notes(describe(DataTable(frame, "table", "0" * 64), "outcome"))


@pytest.mark.parametrize(("sep", "decimal"), [*itertools.product(",;\t|", ".,")])
def test_decimals_of_either_mark_are_numbers_behind_every_delimiter(tmp_path: Path, sep: str, decimal: str) -> None:
    values = np.round(np.random.default_rng(0).normal(0, 3_000, 40), 2)
    frame = pd.DataFrame({"amount": values, "outcome": ["yes", "no"] * 20})
    frame.to_csv(tmp_path / "table.csv", index=False, sep=sep, decimal=decimal)
    assert describe(read_table(tmp_path / "table.csv"), "outcome").features["amount"].tolist() == values.tolist()
