"""A starter keeps the model that it scored, learnt from all rows, for whoever loads it beside its program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from written_starters import starter, trained

from by_night import by_night
from small_knowledge import ROOT

pytestmark = pytest.mark.slow("trains models in processes")
TABLE = ROOT / "tests/data/breast_cancer.csv"
LOADING = """\
import joblib, pandas, warnings
from train import prepared
kept = joblib.load("model.joblib")
rows = pandas.read_csv({table!r}).drop(columns="diagnosis")
shares = kept["model"].predict_proba(prepared(rows))
print(len(shares), kept["threshold"], kept["classes"], sorted(kept["versions"]))
"""


def project_of(folder: Path, *options: str, more: str = "") -> Path:
    (folder / "given.yaml").write_text(
        f"task: binary-classification\ndata: {{modality: tabular}}\n{more}", encoding="utf-8"
    )
    done = starter(
        folder / "given.yaml", "--data", TABLE, "--target", "diagnosis", "--output", folder / "project", *options
    )
    assert done.exit_code == 0, done.output
    return folder / "project"


@pytest.mark.parametrize(
    "options", [("--algorithm", "decision-tree", "--time", "mean radius"), by_night(("--algorithm", "lightgbm"))]
)
def test_a_saved_model_is_loaded_beside_its_program_and_asked_with_new_rows(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    costs = "stakes: {cost_false_positive: 1 USD, cost_false_negative: 4 USD}\n"
    project = project_of(tmp_path, *options, more=costs)
    done = trained(project, "--save", str(project / "model.joblib"))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"saved     {project / 'model.joblib'}, learnt from all 569 rows" in done.stdout
    asked = subprocess.run(
        [sys.executable, "-c", LOADING.format(table=str(TABLE))], cwd=project, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert asked.returncode == 0, asked.stderr
    n_rows, threshold, told = asked.stdout.split(" ", 2)
    assert (n_rows, threshold) == ("569", "0.2")
    assert "'malignant'" in told
    assert "'joblib'" in told
    assert "joblib==" in (project / "requirements.txt").read_text()


def test_nothing_is_saved_unless_asked_for_or_where_a_bound_that_must_be_met_is_missed(tmp_path: Path) -> None:
    bound = "requirements: [{quality: accuracy, metric: precision, min: 0.9999}]\n"
    bound += "stakes: {cost_false_positive: 10 USD, cost_false_negative: 200 USD}\n"
    project = project_of(tmp_path, "--algorithm", "decision-tree", more=bound)
    before = sorted(path.name for path in project.iterdir())
    done = trained(project, "--strict", "--save", str(project / "model.joblib"))
    assert done.returncode == 1
    assert "saved" not in done.stdout
    assert sorted(path.name for path in project.iterdir()) == before
    assert "--save model.joblib" in (project / "README.md").read_text("utf-8")
