"""Bounds that predictions settle are settled as experiments then measured them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import astuple

import pytest
from bound_decisions import BOUNDS, BoundDecisions, MeasuredCosts, decisions_on, lines_of

from by_night import IS_NIGHT, some_of
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.evidence import Machine
from whichml_workshop.experiments.committed import read_committed
from whichml_workshop.experiments.study_results import StudySet, read_results

pytestmark = pytest.mark.slow("decides bounds for each data set of the study")

STUDY_REFERENCE_SECONDS = 0.0091  # of `profile_machine(3)` on the machine of the study, while it ran
MOST_WRONG = 0.05
BATCH_ROWS = 1000
FIELDS = {
    "model-size": "model_bytes", "inference-latency": "row_seconds", "inference-throughput": "rows_per_second",
    "training-time": "fit_seconds", "training-memory": "training_bytes",
}  # fmt: skip
MEASURES = {
    ("model-bytes", "once"): "model-size", ("row-latency", "median"): "inference-latency",
    ("throughput", "median"): "inference-throughput", ("fit-seconds", "median"): "training-time",
    ("peak-training-bytes", "once"): "training-memory",
}  # fmt: skip


def calibration(seconds: float) -> Calibration:
    here = Machine(system="Linux", processor="any", n_cores=2, memory_bytes=8 * 10**9, python="3.11")
    return Calibration(reference_seconds=seconds, machine=here, spread=1.0, n=1)


def facts_of(table: StudySet) -> Mapping[str, FactValue]:
    told: dict[str, FactValue] = {
        "task": table.task, "data.modality": ("tabular",), "data.training_rows": table.rows * 2 / 3,
        "data.features": float(table.features), "data.encoded_features": float(table.encoded_features),
        "data.categorical_features": float(table.categorical_features),
    }  # fmt: skip
    return told if table.classes is None else {**told, "data.classes": float(table.classes)}


def of_the_study() -> Iterator[MeasuredCosts]:
    """Yield the tables of the study, by day every fourth; batches of smaller tables were smaller, and are left out."""
    results = read_results(Content.shipped())
    assert results is not None
    for table in some_of(results.sets, 4):
        measured = {
            quality: {name: cost for name, each in table.outcomes.items() if (cost := getattr(each, field))}
            for quality, field in FIELDS.items()
            if quality != "inference-throughput" or table.rows >= BATCH_ROWS
        }
        yield MeasuredCosts(facts_of(table), calibration(STUDY_REFERENCE_SECONDS), measured)


def of_the_committed(seconds: float) -> Iterator[MeasuredCosts]:
    for one in read_committed(Content.shipped()):
        measured: dict[str, dict[str, float]] = {}
        for m in one.measurements:
            quality = MEASURES.get((m.measure, m.statistic))
            if quality is not None and (quality != "inference-throughput" or one.data.rows >= BATCH_ROWS):
                measured.setdefault(quality, {})[m.algorithm] = m.value
        rows = float(max(m.rows for m in one.measurements if m.measure == "fit-seconds"))
        yield MeasuredCosts({**one.data.facts, "data.training_rows": rows}, calibration(seconds), measured)


@pytest.fixture(scope="module")
def studied(knowledge: Knowledge) -> tuple[BoundDecisions, ...]:
    assert knowledge.costs is not None
    return decisions_on(of_the_study(), knowledge.costs)


def test_a_case_counts_by_its_chance_and_by_what_was_measured() -> None:
    decided = BoundDecisions("model-size", 1e6)
    for chance, is_kept in ((0.95, True), (0.95, False), (0.05, True), (0.05, False), (0.5, True), (0.25, False)):
        decided.add(chance, is_kept)
    assert astuple(decided)[2:] == (6, 3, 2, 1, 2, 1, 2, 1, 0.75)
    assert "50.0% | 2 | 50.0% | 2 | 50.0% | 37.5%" in list(lines_of([decided]))[-1]


def test_what_predictions_settle_is_rarely_otherwise_in_the_study(studied: tuple[BoundDecisions, ...]) -> None:
    assert len(studied) == sum(map(len, BOUNDS.values()))
    n_out, n_met = (sum(getattr(one, name) for one in studied) for name in ("n_out", "n_met"))
    assert n_out > (2000 if IS_NIGHT else 500)
    assert n_met > (8000 if IS_NIGHT else 2000)
    assert sum(one.n_out_kept for one in studied) / n_out < MOST_WRONG
    assert sum(one.n_met_broken for one in studied) / n_met < MOST_WRONG


def test_what_is_left_open_in_the_study_is_kept_about_as_often_as_expected(studied: tuple[BoundDecisions, ...]) -> None:
    n_open = sum(one.n_open for one in studied)
    kept, expected = (sum(getattr(one, name) for one in studied) / n_open for name in ("n_open_kept", "expected"))
    assert kept == pytest.approx(expected, abs=0.1)


def test_what_predictions_settle_is_rarely_otherwise_in_committed_experiments(knowledge: Knowledge) -> None:
    assert knowledge.costs is not None
    decided = decisions_on(of_the_committed(knowledge.costs.reference_seconds), knowledge.costs)
    n_out, n_met = (sum(getattr(one, name) for one in decided) for name in ("n_out", "n_met"))
    assert sum(one.n_out_kept for one in decided) / n_out < MOST_WRONG
    assert sum(one.n_met_broken for one in decided) / n_met < MOST_WRONG
