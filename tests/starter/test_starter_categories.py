"""Columns of many categories reach the estimator of a starter as what it can learn most from."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_starters import loaded, starter, trained

from by_night import by_night, only_by_night

pytestmark = pytest.mark.slow("writes starters and trains models")
ROWS, PLACES = 9600, 240
BRIEF = "task: {task}\ndata: {{modality: tabular{more}}}\n"


def project_of(folder: Path, algorithm: str, task: str = "binary-classification", *, text: bool = False) -> Path:
    """Write a starter for a table whose target hangs on which of many places a row is of."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(6)
    place = rng.integers(0, PLACES, ROWS)
    worth = rng.normal(size=PLACES)[place] * 2 + rng.normal(size=ROWS) / 2
    words = [f"nice day {each % 7} and more words {each % 11} for it number {each}" for each in range(ROWS)]
    frame = pd.DataFrame(
        {"signal": rng.normal(size=ROWS).round(3), 'kind "of", [it]': [("a", "b", "")[each % 3] for each in place],
         "place": [f"place {each}" for each in place], **({"note": words} if text else {})}
    )  # fmt: skip
    frame["target"] = worth.round(3) if task == "regression" else np.where(worth > 0, "high", "low")
    frame.to_csv(folder / "table.csv", index=False)
    (folder / "given.yaml").write_text(BRIEF.format(task=task, more=""), encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", folder / "table.csv", "--target", "target", "--output", folder / "project",
        "--algorithm", algorithm,
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "project"


def score_of(folder: Path) -> float:
    """Return the share of classes that the model of a project hits on rows held out, or the share of variance."""
    from sklearn.metrics import accuracy_score, r2_score

    program = loaded(folder / "project")
    rows, target = program.read_rows(folder / "table.csv")
    train, test = program.folds(rows, target)[0]
    model = program.build_model().fit(rows.iloc[train], target[train])
    unseen = rows.iloc[test].assign(place="a place that training had not")
    assert len(model.predict(unseen.iloc[:5])) == 5
    told = model.predict(rows.iloc[test])
    return float(r2_score(target[test], told) if target.dtype == float else accuracy_score(target[test], told))


@pytest.mark.parametrize("task", ["binary-classification", "regression"])
@pytest.mark.parametrize("algorithm", ["lightgbm", "xgboost", "hist-gradient-boosting"])
def test_what_splits_categories_by_itself_is_given_them_as_such(tmp_path: Path, algorithm: str, task: str) -> None:
    project = project_of(tmp_path, algorithm, task)
    program = (project / "train.py").read_text("utf-8")
    model = program[program.index("def build_model") : program.index("def build_baseline")]
    assert "OneHotEncoder" not in model
    assert "KeptWords(" in model
    assert score_of(tmp_path) > 0.75


@pytest.mark.parametrize("task", ["binary-classification", "regression"])
@pytest.mark.parametrize("algorithm", ["logistic-regression", by_night("random-forest")])
def test_of_many_categories_others_are_told_the_mean_of_the_target(tmp_path: Path, algorithm: str, task: str) -> None:
    if task == "regression" and algorithm.startswith("logistic"):
        algorithm = "ridge"
    project = project_of(tmp_path, algorithm, task)
    assert "TargetEncoder" in (project / "train.py").read_text("utf-8")
    assert score_of(tmp_path) > 0.75


@pytest.mark.parametrize("algorithm", ["lightgbm", by_night("logistic-regression")])
def test_a_project_of_many_categories_and_texts_runs_and_passes_the_default_lint(
    tmp_path: Path, algorithm: str
) -> None:
    import subprocess
    import sys

    project = project_of(tmp_path, algorithm, text=True)
    assert "TfidfVectorizer" in (project / "train.py").read_text("utf-8")
    done = trained(project)
    assert (done.returncode, done.stderr) == (0, "")
    linted = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "check", "--isolated", project], capture_output=True, check=False
    )
    assert linted.returncode == 0, linted.stdout


@only_by_night
def test_a_table_that_is_yet_to_be_named_is_read_so_too(tmp_path: Path) -> None:
    project_of(tmp_path, "lightgbm")
    (tmp_path / "given.yaml").write_text(
        BRIEF.format(task="binary-classification", more=", categorical_cardinality: 240"), encoding="utf-8"
    )
    project = tmp_path / "open"
    assert starter(tmp_path / "given.yaml", "--output", project, "--algorithm", "lightgbm").exit_code == 0
    program = (project / "train.py").read_text("utf-8")
    program = program.replace("DATA = Path(FILL_IN)", f"DATA = Path({str(tmp_path / 'table.csv')!r})")
    (project / "train.py").write_text(program.replace('TARGET = "FILL IN"', 'TARGET = "target"'), "utf-8")
    done = trained(project)
    assert (done.returncode, done.stderr) == (0, "")
    (score,) = (float(line.split()[2].rstrip(",")) for line in done.stdout.splitlines() if line.startswith("model"))
    assert score > 0.9
