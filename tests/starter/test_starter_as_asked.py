"""A starter holds no rows of a file's order for later ones, checks calibration, and says what the answer excludes."""

from __future__ import annotations

from pathlib import Path

import pytest
from written_starters import loaded, starter, trained

from small_knowledge import ROOT

pytestmark = pytest.mark.slow("writes starters and trains models")
TABLE = ROOT / "tests/data/breast_cancer.csv"


def written(folder: Path, more: str, *options: str, data: str = "modality: tabular") -> tuple[Path, str]:
    brief, project = folder / "given.yaml", folder / "project"
    brief.write_text(f"task: binary-classification\ndata: {{{data}}}\n{more}", encoding="utf-8")
    done = starter(brief, "--data", TABLE, "--target", "diagnosis", "--output", project, *options)
    assert done.exit_code == 0, done.output
    return project, done.stderr


@pytest.mark.parametrize("spoken", ["drift: slow", "arrival: stream", "label_delay: 3 months"])
def test_without_a_column_of_time_rows_in_order_are_no_time_and_that_is_cautioned(tmp_path: Path, spoken: str) -> None:
    project, told = written(tmp_path, "", "--algorithm", "logistic-regression", data=f"modality: tabular, {spoken}")
    assert "--time COLUMN names one" in told
    assert "no column was named that tells it" in (project / "README.md").read_text("utf-8")
    program = (project / "train.py").read_text("utf-8")
    assert "StratifiedKFold(" in program
    assert "TimeSeriesSplit" not in program
    assert "later rows: the brief speaks of time" in program


def test_a_level_of_calibration_is_checked_as_a_probe_measures_it(tmp_path: Path) -> None:
    from whichml.probe.measures.scores import calibration_error

    asked = "requirements: [{quality: calibration, min: medium}]\n"
    project, _ = written(tmp_path, asked, "--algorithm", "gaussian-naive-bayes")
    done = trained(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert "calibration-error 0.0" in done.stdout
    assert ", must be at most 0.1 (" in done.stdout
    assert "measured  brier-score 0.0" in done.stdout
    assert "open      calibration" not in done.stdout
    np = pytest.importorskip("numpy")
    share = np.random.default_rng(1).random(500)
    truth = (np.random.default_rng(2).random(500) < share**2).astype(int)
    theirs = calibration_error(truth, np.column_stack([1 - share, share]))
    assert loaded(project).calibration_error(share, truth == 1) == pytest.approx(theirs)


def test_who_asks_for_what_the_answer_excludes_is_told_why_it_is_out(tmp_path: Path) -> None:
    asked = "requirements: [{quality: interpretability, min: high}]\n"
    project, told = written(tmp_path, asked, "--algorithm", "hist-gradient-boosting")
    assert "the answer excludes it: " in told
    page = (project / "README.md").read_text("utf-8")
    assert "It was asked for; the answer excludes it: " in page
    assert "interpretability" in page.partition("the answer excludes it: ")[2].partition("\n")[0]
