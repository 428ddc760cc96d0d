"""Counts of rows and labels in briefs, under the names of what is counted and told in pairs."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief


def facts(task: str, modality: str, data: dict[str, object], **others: object) -> dict[str, object]:
    return dict(
        Brief.from_mapping({"task": task, "data": {"modality": modality, **data}, **others}, lenient=True).facts()
    )


@pytest.mark.parametrize(
    ("task", "data", "rows"),
    [
        ("regression", {"n": "84 batches"}, 84), ("regression", {"voyages": 86000, "vessels": 1900}, 86000),
        ("outlier-detection", {"flights": 5200}, 5200), ("regression", {"rows": "1.4M payments / 2 yrs"}, 1_400_000),
        ("treatment-effect-estimation", {"treated": "150k", "control": "14k"}, 164_000),
        ("binary-classification", {"cases": 120, "controls": 300}, 420),
        ("binary-classification", {"good": 12000, "defect_images": 38}, 12038),
        ("outlier-detection", {"good": 12000, "defect_images": 38}, 12000),
        ("record-linkage", {"left": "212k", "right": "5.8 million"}, 6_012_000),
        ("experiment-selection", {"existing_trials": 22}, 22),
    ],
)  # fmt: skip
def test_rows_are_counted_by_what_they_are(task: str, data: dict[str, object], rows: int) -> None:
    assert facts(task, "tabular", data)["data.rows"] == rows


def test_a_number_of_cases_beside_the_groups_counts_rows() -> None:
    assert facts("regression", "tabular", {}, n="18,400 merchants")["data.rows"] == 18400


@pytest.mark.parametrize(
    ("task", "data"),
    [
        ("regression", {"stores": 900}), ("regression", {"vessels": 1900}), ("regression", {"flights": 60}),
        ("planning", {"flights": 5200}), ("recommendation", {"voyages": 5200}), ("regression", {"weeks": 520}),
        ("regression", {"treated": 20, "control": 30}), ("regression", {"status": 4000}),
        ("regression", {"featurs": 4000}), ("regression", {"colums": 400}),
        ("binary-classification", {"edges": 9000}), ("regression", {"cost_per_flights": 9000}),
    ],
)  # fmt: skip
def test_what_may_be_none_is_not_taken_for_rows(task: str, data: dict[str, object]) -> None:
    assert "data.rows" not in facts(task, "tabular", data)


@pytest.mark.parametrize("data", [{"treated": 20, "control": 30}, {"flights": 5200}])
def test_rows_that_are_told_are_those_that_count(data: dict[str, object]) -> None:
    assert facts("treatment-effect-estimation", "tabular", {"rows": 4000, **data})["data.rows"] == 4000


@pytest.mark.parametrize(
    ("task", "modality", "data", "share"),
    [
        ("binary-classification", "tabular", {"cases": 100, "controls": 300}, 0.25),
        ("binary-classification", "image", {"good": 99, "defective": 1}, 0.01),
        ("classification", "tabular", {"patients": 50, "cases": 10}, 0.2),
        ("binary-classification", "text", {"already_screened": "1500 (random), 30 included"}, 0.02),
    ],
)
def test_of_two_counts_of_classes_the_smaller_has_its_share(
    task: str, modality: str, data: dict[str, object], share: float
) -> None:
    assert facts(task, modality, data)["data.minority_share"] == share


@pytest.mark.parametrize(
    ("task", "data", "labelled"),
    [
        ("outlier-detection", {"failures": 6}, 6), ("outlier-detection", {"known_crashes_or_failures": 9}, 9),
        ("outlier-detection", {"confirmed_cases": 4}, 4), ("outlier-detection", {"ok_parts": 500, "nok_parts": 7}, 7),
        ("regression", {"hand_coded": "900, double coded, kappa 0.62"}, 900),
    ],
)  # fmt: skip
def test_labelled_rows_are_counted_by_what_they_are(task: str, data: dict[str, object], labelled: int) -> None:
    assert facts(task, "tabular", data)["data.labelled_rows"] == labelled


def test_failures_are_events_where_the_time_to_them_is_sought() -> None:
    assert facts("survival-analysis", "tabular", {"failures": 6})["data.events"] == 6


def test_graphs_are_rows_and_the_nodes_of_each_are_none() -> None:
    assert facts("regression", "graph", {"n_graphs": 34, "nodes": "80k - 1.1M each"})["data.rows"] == 34
    assert "data.rows" not in facts("regression", "graph", {"nodes": "80k - 1.1M each"})
    assert facts("binary-classification", "graph", {"nodes": 5000})["data.rows"] == 5000


@pytest.mark.parametrize(
    ("modality", "rate", "rows"), [("time-series", "10 Hz", 72_000), ("time-series", "51 kHz", None),
                                   ("audio", "10 Hz", None)],
)  # fmt: skip
def test_hours_of_a_slow_series_are_so_many_rows(modality: str, rate: str, rows: int | None) -> None:
    assert facts("regression", modality, {"hours": 2, "sampling_rate": rate}).get("data.rows") == rows
