"""What the README of a starter says about new rows answers them as `train.py` scored them: threshold, names and all."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from written_starters import loaded, run_inside, starter, trained

from by_night import by_night, only_by_night

pytestmark = pytest.mark.slow("trains models in processes")
ROWS = 600
BRIEF = "task: {task}\ndata: {{modality: tabular}}\n{more}"
SHOWN = '\nimport collections\nprint(*collections.Counter(answers).most_common(), sep="\\n")\n'


def table_in(folder: Path, task: str) -> Path:
    """Write a table in the way of a German export, whose rarer class no model is ever sure of."""
    import numpy as np

    rng = np.random.default_rng(7)
    signal = rng.normal(size=ROWS)
    found = rng.random(ROWS) < 1 / (1 + np.exp(2.5 - signal))
    told = {
        "binary-classification": np.where(found, "late", "on time"),
        "multiclass-classification": np.array(["low", "mid", "top"])[np.digitize(signal, [-0.5, 0.5])],
        "regression": np.char.replace((signal * 10 + 50).round(2).astype(str), ".", ","),
    }[task]
    cells = [f"{each:.4f}".replace(".", ",") for each in signal]
    lines = [f"{cell};0{place % 7};{label}" for place, (cell, label) in enumerate(zip(cells, told, strict=True))]
    path = folder / "table.csv"
    path.write_text("\n".join(["signal ;code;target", *lines]), encoding="utf-8")
    return path


def code_of(project: Path) -> str:
    """Return the code of a README, and what prints how often each answer is given."""
    (code,) = re.findall(r"^```python\n(.*?)^```", (project / "README.md").read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return f"{code}{SHOWN}"


def served_anew(project: Path) -> subprocess.CompletedProcess[str]:
    """Run the code of a README beside its program, in a process that has imported nothing yet."""
    command = [sys.executable, "-c", code_of(project)]
    return subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)


def served(project: Path) -> subprocess.CompletedProcess[str]:
    """Run it in a copy of a process that has imported the libraries."""
    return run_inside(project, code_of(project))


def project_of(folder: Path, task: str, more: str = "", *options: str) -> Path:
    """Write a starter, keep its model, and lay the table without its target beside it as new rows."""
    table = table_in(folder, task)
    (folder / "given.yaml").write_text(BRIEF.format(task=task, more=more), encoding="utf-8")
    done = starter(
        folder / "given.yaml", "--data", table, "--target", "target", "--output", folder / "project", *options
    )
    assert done.exit_code == 0, done.output
    kept = trained(folder / "project", "--save", str(folder / "project" / "model.joblib"))
    assert (kept.returncode, kept.stderr) == (0, "")
    rows = [line.rpartition(";")[0] for line in table.read_text("utf-8").splitlines()]
    (folder / "project" / "new.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder / "project"


@pytest.mark.parametrize(
    "more",
    ["stakes: {cost_false_positive: 10 EUR, cost_false_negative: 90 EUR}\n",
     by_night("requirements: [{quality: accuracy, metric: recall, min: 0.7}]\n")],
)  # fmt: skip
def test_new_rows_are_answered_from_the_threshold_on_that_was_kept_by_the_names_of_classes(
    tmp_path: Path, more: str
) -> None:
    import joblib

    project = project_of(tmp_path, "binary-classification", more, "--algorithm", "logistic-regression")
    done = served(project)
    assert done.returncode == 0, done.stderr
    sys.modules["train"] = program = loaded(project)
    kept = joblib.load(project / "model.joblib")
    shares = kept["model"].predict_proba(program.prepared(program.read_table(project / "new.csv")))[:, 1]
    n_late = int((shares >= kept["threshold"]).sum())
    assert done.stdout == f"('on time', {ROWS - n_late})\n('late', {n_late})\n"
    assert n_late > 3 * (shares >= 0.5).sum()


@only_by_night
def test_of_more_classes_new_rows_are_given_the_names(tmp_path: Path) -> None:
    done = served_anew(project_of(tmp_path, "multiclass-classification", "", "--algorithm", "decision-tree"))
    assert done.returncode == 0, done.stderr
    assert set(re.findall(r"'(.*?)'", done.stdout)) == {"low", "mid", "top"}


def test_numbers_of_new_rows_are_in_the_unit_of_the_table(tmp_path: Path) -> None:
    done = served(project_of(tmp_path, "regression", "", "--algorithm", "linear-regression"))
    assert done.returncode == 0, done.stderr
    assert all(0 < float(each) < 100 for each in re.findall(r"\((?:np.float64\()?([-0-9.]+)", done.stdout))


def test_new_rows_without_a_column_to_learn_from_are_refused_with_its_name(tmp_path: Path) -> None:
    project = project_of(tmp_path, "regression", "", "--algorithm", "linear-regression")
    new = project / "new.csv"
    new.write_text(new.read_text("utf-8").replace("signal ;", "signals;"), encoding="utf-8")
    done = served(project)
    assert (done.returncode, done.stderr) == (1, "train.py: new.csv has no column 'signal'.\n")
    table = tmp_path / "table.csv"
    table.write_text(table.read_text("utf-8").replace("signal ;code", "signals;codes"), encoding="utf-8")
    done = trained(project)
    assert done.returncode == 1
    assert done.stderr.endswith("table.csv has no column 'signal', 'code'.\n")


def test_classes_that_were_found_in_a_table_named_later_are_kept_by_their_names(tmp_path: Path) -> None:
    table = table_in(tmp_path, "binary-classification")
    table.write_text(table.read_text("utf-8").replace(",", ".").replace(";", ","), encoding="utf-8")
    (tmp_path / "given.yaml").write_text(BRIEF.format(task="binary-classification", more=""), encoding="utf-8")
    project = tmp_path / "project"
    options = ("--output", project, "--algorithm", "logistic-regression", "--target", "target")
    assert starter(tmp_path / "given.yaml", *options).exit_code == 0
    program = (project / "train.py").read_text("utf-8")
    (project / "train.py").write_text(program.replace("DATA = Path(FILL_IN)", f"DATA = Path({str(table)!r})"), "utf-8")
    assert trained(project, "--save", str(project / "model.joblib")).returncode == 0
    (project / "new.csv").write_text(table.read_text("utf-8"), encoding="utf-8")
    done = served(project)
    assert done.returncode == 0, done.stderr
    assert "'on time'" in done.stdout
