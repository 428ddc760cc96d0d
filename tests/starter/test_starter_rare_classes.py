"""A class of a few rows: a starter holds out as often as a probe does, runs without noise, and says what it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_starters import loaded, starter, trained

from whichml.probe.description.describing import describe
from whichml.probe.measures.splits import splits_of
from whichml.probe.reading.tables import read_table

pytestmark = pytest.mark.slow("trains models in processes")
BRIEF = "task: multiclass-classification\ndata: {modality: tabular}\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Return a table of three classes, of which one has two rows."""
    import numpy as np

    signal = np.random.default_rng(3).normal(size=300)
    labels = np.where(signal > 0, "high", "low")
    labels[:2] = "odd"
    lines = [f"{each:.4f},{place % 7},{label}" for place, (each, label) in enumerate(zip(signal, labels, strict=True))]
    path = tmp_path / "table.csv"
    path.write_text("\n".join(["signal,noise,kind", *lines]), encoding="utf-8")
    return path


def project_of(table: Path, more: str = "", *options: str) -> Path:
    (table.parent / "given.yaml").write_text(BRIEF + more, encoding="utf-8")
    arguments = ("--data", table, "--target", "kind", "--output", table.parent / "project", *options)
    done = starter(table.parent / "given.yaml", *arguments, "--algorithm", "decision-tree")
    assert done.exit_code == 0, done.output
    return table.parent / "project"


def test_rows_are_held_out_as_often_as_in_a_repetition_of_a_probe(table: Path) -> None:
    project = project_of(table)
    n_folds = loaded(project).N_FOLDS
    assert f"3 times {n_folds} folds" in splits_of(describe(read_table(table), "kind")).words
    done = trained(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"300 rows, {n_folds} times held out" in done.stdout
    assert "the smallest class has 2 rows" in (project / "README.md").read_text("utf-8")


def test_where_probabilities_are_scored_each_fold_has_every_class(table: Path) -> None:
    more = "requirements: [{quality: accuracy, metric: log-loss, max: 9}]\n"
    project = project_of(table, more)
    done = trained(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "300 rows, 2 times held out" in done.stdout
    assert "only 2 folds, since the smallest class has 2 rows" in (project / "README.md").read_text("utf-8")


def test_by_time_no_class_of_a_few_rows_sets_the_number_of_folds(table: Path) -> None:
    lines = table.read_text("utf-8").splitlines()
    rows = [f"{line},{-place}" for place, line in enumerate(lines[1:])]
    table.write_text("\n".join([f"{lines[0]},step", *rows]), encoding="utf-8")
    assert loaded(project_of(table, "", "--time", "step")).N_FOLDS == 5
