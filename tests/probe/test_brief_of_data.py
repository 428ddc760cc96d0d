"""A brief is completed with what data tell, wins over them, and is written so that it reads back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whichml import Brief, BriefError
from whichml.model.format.brief_writing import brief_text
from whichml.model.format.told_by_table import ToldByTable
from whichml.probe.description.brief_of_data import brief_from
from whichml.probe.description.describing import describe
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.reading.tables import read_table

pytestmark = pytest.mark.slow("describes tables and makes up texts by the hundred")
CANCER = Path(__file__).parents[1] / "data" / "breast_cancer.csv"


@pytest.fixture(scope="module")
def cancer() -> PreparedDataSet:
    return describe(read_table(CANCER), "diagnosis")


def test_data_alone_make_a_brief(cancer: PreparedDataSet) -> None:
    completed = brief_from(cancer)
    facts = Brief.from_mapping(completed.mapping).facts()
    assert (facts["task"], facts["data.rows"], facts["data.features"]) == ("binary-classification", 569, 30)
    assert completed.notes == ()


def test_what_the_brief_says_stays_as_it_was_written(cancer: PreparedDataSet) -> None:
    bound = {"quality": "inference-latency", "max": "40 ms", "at": "p99"}
    given = {"title": "Cells", "deployment.target": "phone", "data": {"growth": "slow"}, "requirements": [bound]}
    completed = brief_from(cancer, given)
    assert completed.mapping["requirements"] == [bound]
    assert completed.mapping["deployment"] == {"target": "phone"}
    assert completed.notes == ()
    Brief.from_mapping(completed.mapping)


def test_the_brief_wins_over_the_data_and_the_difference_is_told(cancer: PreparedDataSet) -> None:
    completed = brief_from(cancer, {"data.rows": 300, "data.sparse": True})
    facts = Brief.from_mapping(completed.mapping).facts()
    assert (facts["data.rows"], facts["data.sparse"]) == (300, True)
    assert "data.rows: 300, and the data say 569" in completed.notes[0]
    assert "data.sparse: true, and the data say false" in completed.notes[1]


def test_what_a_table_told_of_other_columns_gives_way_to_the_data(cancer: PreparedDataSet) -> None:
    begun = {"data.features": 31, "data.categorical_cardinality": 120, "data.rows": 569}
    told = ToldByTable.of("a.csv", begun)
    completed = brief_from(cancer, {**begun, "data.growth": "slow"}, told)
    facts = Brief.from_mapping(completed.mapping).facts()
    assert (facts["data.features"], facts["data.growth"]) == (30, "slow")
    assert "data.categorical_cardinality" not in facts
    assert len(completed.notes) == 1
    assert "data.features: 31, data.categorical_cardinality: 120 of it" in completed.notes[0]
    by_hand = brief_from(cancer, {**begun, "data.features": 33}, told)
    assert Brief.from_mapping(by_hand.mapping).facts()["data.features"] == 33


def test_what_the_table_tells_is_kept_apart_from_what_the_brief_says(cancer: PreparedDataSet) -> None:
    completed = brief_from(cancer, {"data.rows": 300, "data.features": 30})
    assert {"data.classes", "data.missing_share", "task"} <= set(completed.told)
    assert not {"data.rows", "data.features"} & set(completed.told)
    assert "data.labelled_rows" not in completed.told  # it hangs on the rows, which the brief tells otherwise


def test_data_complete_nothing_that_would_contradict_the_brief(cancer: PreparedDataSet) -> None:
    completed = brief_from(cancer, {"data": {"labelled_rows": 1000}, "task": "regression"})
    assert "rows" not in completed.mapping["data"]  # type: ignore[operator]
    assert "classes" not in completed.mapping["data"]  # type: ignore[operator]
    assert "data.rows" in completed.notes[-1]
    assert "data.classes" in completed.notes[-1]


@pytest.mark.parametrize("field", ["rows", "labelled_rows", "groups", "features", "categorical_features"])
@pytest.mark.parametrize("number", [0, 3, 10**9])
def test_no_number_of_a_brief_is_contradicted_by_the_data(cancer: PreparedDataSet, field: str, number: int) -> None:
    told = replace(cancer, facts={**cancer.facts, "data.groups": 40, "data.categorical_features": 4})
    completed = brief_from(told, {"data": {field: number}})
    assert Brief.from_mapping(completed.mapping).facts()[f"data.{field}"] == number


@pytest.mark.parametrize(("share", "n_notes"), [(0.37, 0), ("37 %", 0), (0.3, 1), (0.001, 1)])
def test_a_rounded_share_is_no_difference(cancer: PreparedDataSet, share: object, n_notes: int) -> None:
    assert len(brief_from(cancer, {"data.minority_share": share}).notes) == n_notes


def test_a_brief_of_more_modalities_than_the_table_is_no_difference(cancer: PreparedDataSet) -> None:
    assert brief_from(cancer, {"data.modality": ["tabular", "image"]}).notes == ()


@pytest.mark.parametrize(
    "brief", [{"data.rwos": 3}, {"data": 3}, {"task": "magic"}, {"data.rows": 5, "data.groups": 9}]
)
def test_a_brief_that_is_none_is_refused(cancer: PreparedDataSet, brief: dict[str, object]) -> None:
    with pytest.raises(BriefError):
        brief_from(cancer, brief)


def test_the_text_of_a_brief_loads_as_the_same_brief(cancer: PreparedDataSet, tmp_path: Path) -> None:
    mapping = brief_from(cancer, {"title": "yes", "notes": "no: 12:30:00\n# 2026-11-25", "data.drift": "none"}).mapping
    (tmp_path / "brief.yaml").write_text(brief_text(mapping), encoding="utf-8")
    assert Brief.load(tmp_path / "brief.yaml") == Brief.from_mapping(mapping)


DOUBTFUL = [
    "1e5",
    "017",
    "0x1f",
    "yes",
    "Off",
    "null",
    "~",
    "12:30:00",
    "2026-11-25",
    "1_000",
    ".inf",
    "<<",
    "- a",
    "&a",
]
TEXTS = st.sampled_from(DOUBTFUL) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200)


@given(title=TEXTS, notes=TEXTS)
def test_any_text_of_a_brief_reads_back_as_itself(title: str, notes: str) -> None:
    mapping = {"title": title, "task": "regression", "data": {"modality": "tabular"}, "notes": notes}
    read = Brief.parse(brief_text(mapping).encode(), "brief.yaml")
    assert (read.title, read.notes) == (title, notes)


def test_a_value_that_stands_twice_is_written_twice() -> None:
    shared = ["tabular", "text"]
    assert "&" not in brief_text({"data": {"modality": shared}, "more": shared})
