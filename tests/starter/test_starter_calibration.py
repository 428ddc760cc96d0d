"""Probabilities are corrected by rows that are held out as the score's are: later ones, or other groups."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from written_starters import loaded, starter, trained

pytestmark = pytest.mark.slow("writes starters and trains models")
ROWS = 600
BRIEF = """\
task: {task}
data: {{modality: tabular, rows: {rows}}}
stakes: {{cost_false_positive: 1 USD, cost_false_negative: 5 USD}}
requirements:
  - {{quality: accuracy, metric: log-loss, max: 1.9}}
"""


def project_of(folder: Path, *options: str, rows: int = ROWS, classes: int = 2) -> Path:
    """Write a starter for a table of some sites and steps, in two classes or more."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(4)
    signal = rng.normal(size=rows)
    late = np.digitize(signal + rng.normal(size=rows), np.linspace(-1, 1, classes + 1)[1:-1])
    pd.DataFrame(
        {"signal": signal.round(4), "step": np.arange(rows), "site": rng.integers(0, 25, rows),
         "late": [f"class {each}" for each in late]}
    ).to_csv(folder / "table.csv", index=False)  # fmt: skip
    task = "binary-classification" if classes == 2 else "multiclass-classification"
    (folder / "given.yaml").write_text(BRIEF.format(task=task, rows=rows), encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "table.csv", "--target", "late", "--output", folder / "project",
        *options,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


@pytest.mark.parametrize("apart", [("--time", "step"), ("--group", "site")])
def test_no_model_that_corrects_probabilities_has_seen_later_rows_or_its_groups(
    tmp_path: Path, apart: tuple[str, ...]
) -> None:
    from sklearn.dummy import DummyClassifier

    program = loaded(project_of(tmp_path, *apart, "--algorithm", "decision-tree"))
    rows, target = program.read_rows(tmp_path / "table.csv")
    learnt = []

    class Told(DummyClassifier):  # type: ignore[misc]
        def fit(self, rows: Any, target: Any) -> Any:
            learnt.append(set(rows.index))
            return super().fit(rows, target)

    asked = []
    inner = program.leanings
    program.leanings = lambda model, some: (asked.append(set(some.index)), inner(model, some))[1]
    program.Calibrated(Told()).fit(rows, target)
    assert learnt.pop() == set(rows.index)
    assert len(asked) == len(learnt) == 5
    for before, after in zip(learnt, asked, strict=True):
        if "--time" in apart:
            assert max(before) < min(after)
        else:
            assert not set(rows["site"].loc[list(before)]) & set(rows["site"].loc[list(after)])


@pytest.mark.parametrize(
    ("rows", "classes", "algorithm", "apart"),
    [(ROWS, 2, "decision-tree", ("--time", "step")), (2400, 2, "decision-tree", ("--group", "site")),
     (ROWS, 3, "linear-svm", ("--group", "site")), (2400, 3, "linear-svm", ("--time", "step"))],
)  # fmt: skip
def test_corrected_probabilities_are_nearer_to_the_truth(
    tmp_path: Path, apart: tuple[str, ...], rows: int, classes: int, algorithm: str
) -> None:
    project = project_of(tmp_path, *apart, "--algorithm", algorithm, rows=rows, classes=classes)
    program = loaded(project)
    table, target = program.read_rows(tmp_path / "table.csv")
    train, test = program.folds(table, target)[-1]
    model = program.build_model().fit(table.iloc[train], target[train])
    truth = target[test][:, None] == range(classes)
    corrected = model.predict_proba(table.iloc[test])
    model.curves_ = []
    bare = model.predict_proba(table.iloc[test])
    assert corrected.sum(axis=1) == pytest.approx(1)
    assert ((corrected - truth) ** 2).sum() < ((bare - truth) ** 2).sum()
    assert "learnt from later rows" in (project / "README.md").read_text("utf-8") or "--group" in apart


def test_a_starter_that_corrects_by_later_rows_runs_as_it_is(tmp_path: Path) -> None:
    done = trained(project_of(tmp_path, "--time", "step", "--algorithm", "decision-tree"))
    assert (done.returncode, done.stderr) == (0, "")
    assert "brier-score" in done.stdout
