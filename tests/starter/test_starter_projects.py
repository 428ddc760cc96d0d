"""A starter runs as it is on the table that it was written for, and tells what the brief asks for."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner
from written_starters import starter, trained, trained_anew

from by_night import IS_NIGHT, by_night
from small_knowledge import ROOT
from whichml.cli import whichml

TABLE = ROOT / "tests/data/breast_cancer.csv"
COSTS = "stakes: {cost_false_positive: 10 USD, cost_false_negative: 200 USD}\n"
BOUNDS = """\
requirements:
  - {quality: accuracy, metric: recall, min: 0.9}
  - {quality: accuracy, metric: precision, min: 0.999}
  - {quality: inference-latency, max: 10 s, at: p99}
  - {quality: explainability, min: high}
"""


def brief_in(folder: Path, more: str = "", task: str = "binary-classification") -> Path:
    path = folder / "given.yaml"
    path.write_text(f"task: {task}\ndata: {{modality: tabular}}\n{more}", encoding="utf-8")
    return path


@pytest.mark.slow("trains models in processes")
def test_a_starter_scores_baseline_and_model_on_its_table_and_holds_bounds_against_them(tmp_path: Path) -> None:
    brief, project = brief_in(tmp_path, COSTS + BOUNDS), tmp_path / "project"
    other = ("--algorithm", "gaussian-naive-bayes")  # so that logistic regression, which leads, is its baseline
    assert starter(brief, "--data", TABLE, "--target", "diagnosis", "--output", project, *other).exit_code == 0
    if not IS_NIGHT:
        _with_fewer_times(project)
    done = trained_anew(project)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^constant  roc-auc 0\.5$", done.stdout, re.MULTILINE)
    assert float(re.findall(r"^baseline  roc-auc (\S+)$", done.stdout, re.MULTILINE)[0]) > 0.95
    assert float(re.findall(r"^model     roc-auc (\S+),", done.stdout, re.MULTILINE)[0]) > 0.95
    beside = r" \(baseline 0\.\S+, all rows 1, no rows 0\)$"
    assert re.search(rf"^met       recall \S+, must be at least 0\.9{beside}", done.stdout, re.MULTILINE)
    assert re.search(r"^missed    precision ", done.stdout, re.MULTILINE)
    assert re.search(r"^met       inference-latency p99 ", done.stdout, re.MULTILINE)
    assert "open      explainability: must be at least high" in done.stdout
    if IS_NIGHT:
        _with_fewer_times(project)
        assert trained(project, "--strict").returncode == 1


def _with_fewer_times(project: Path) -> None:
    """Have a project tell its times by a tenth of the predictions."""
    program = (project / "train.py").read_text("utf-8")
    assert program.count("range(220)") == 1
    (project / "train.py").write_text(program.replace("range(220)", "range(21)"), "utf-8")


@pytest.mark.slow("reads a table and fits an estimator")
def test_a_starter_is_short_cites_and_passes_the_default_lint(tmp_path: Path) -> None:
    project = tmp_path / "project"
    arguments = ("--data", TABLE, "--target", "diagnosis", "--output", project, "--algorithm", "kernel-svm")
    assert starter(brief_in(tmp_path, COSTS + BOUNDS), *arguments).exit_code == 0
    program = (project / "train.py").read_text("utf-8")
    assert len(program.splitlines()) < 250
    assert "THRESHOLD = FALSE_ALARM / (FALSE_ALARM + MISS)" in program
    assert "CalibratedClassifierCV(make_pipeline(columns, estimator)" in program
    assert "[sklearn-docs, 1.16 Probability calibration, Isotonic]" in program
    assert "whichml" not in re.sub(r"(#.*|Written by.*|Path\(\".*)", "", program)  # where the table lies may say so
    linted = subprocess.run(
        [Path(sys.executable).with_name("ruff"), "check", "--isolated", project], capture_output=True, check=False
    )
    assert linted.returncode == 0, linted.stdout
    pins = (project / "requirements.txt").read_text().splitlines()
    assert f"scikit-learn=={metadata.version('scikit-learn')}" in pins
    assert all("==" in pin for pin in pins)
    page = (project / "README.md").read_text("utf-8")
    assert len(re.findall(r"^- \*\*", page, re.MULTILINE)) <= 10
    assert "`elkan2001`: Elkan (2001)" in page


@pytest.mark.slow("trains models in processes")
def test_a_starter_without_a_table_says_what_to_fill_in_and_runs_when_that_is_done(tmp_path: Path) -> None:
    project = tmp_path / "project"
    assert starter(brief_in(tmp_path), "--output", project, "--algorithm", "logistic-regression").exit_code == 0
    refused = trained(project)
    assert refused.returncode == 1
    assert refused.stderr == "train.py: fill in DATA, TARGET at the top of this file first.\n"
    program = (project / "train.py").read_text("utf-8")
    program = program.replace("DATA = Path(FILL_IN)", f"DATA = Path({str(TABLE)!r})")
    (project / "train.py").write_text(program.replace('TARGET = "FILL IN"', 'TARGET = "diagnosis"'), "utf-8")
    done = trained(project)
    assert done.returncode == 0, done.stderr
    assert "model     roc-auc 0.99" in done.stdout


@pytest.mark.slow("trains models in processes")
def test_a_table_that_changed_is_noticed_when_the_project_runs(tmp_path: Path) -> None:
    table, project = tmp_path / "table.csv", tmp_path / "project"
    shutil.copy(TABLE, table)
    assert starter(brief_in(tmp_path), "--data", table, "--target", "diagnosis", "--output", project).exit_code == 0
    table.write_text("".join(table.read_text().splitlines(keepends=True)[:-5]))
    done = trained(project)
    assert done.returncode == 0
    assert "not the table that the project was written for" in done.stderr


@pytest.mark.slow("trains models in processes")
@pytest.mark.parametrize(
    ("options", "splitter"), [(("--time", "when"), "TimeSeriesSplit"),
                              by_night(("--group", "who", "--algorithm", "xgboost"), "StratifiedGroupKFold")],
)  # fmt: skip
def test_groups_and_time_are_held_out_and_mixed_columns_are_read(
    tmp_path: Path, options: tuple[str, ...], splitter: str
) -> None:
    words = ["late parcel from them", "broken box again today", "nice and fast service", "never again sadly indeed"]
    lines = ['x;when;who;colour "q";note;kind']
    for place in range(120):
        x = (place * 37 % 100) / 10
        note = " ".join(words[(place + each * place) % 4] for each in range(3))
        lines.append(
            f"{x:.1f}".replace(".", ",")
            + f";2024-{place // 28 + 1:02d}-{place % 28 + 1:02d};{place % 9};{['red', ' blue', ''][place % 3]};{note}"
            + f";{'high' if x > 4 + place % 3 else 'low'}"
        )
    table, project = tmp_path / "table.csv", tmp_path / "project"
    table.write_text("\n".join(lines), encoding="utf-8")
    done = starter(brief_in(tmp_path, COSTS), "--data", table, "--target", "kind", "--output", project, *options)
    assert done.exit_code == 0, done.output
    assert f"import {splitter}" in (project / "train.py").read_text("utf-8")
    run = trained(project)
    assert run.returncode == 0, run.stderr
    assert "measured  cost " in run.stdout


@pytest.mark.slow("reads a table")
def test_the_brief_of_a_starter_is_what_its_answer_is_to(tmp_path: Path) -> None:
    project = tmp_path / "project"
    assert starter(brief_in(tmp_path), "--data", TABLE, "--target", "diagnosis", "--output", project).exit_code == 0
    first = CliRunner().invoke(whichml, ["recommend", str(project / "brief.yaml")]).stdout
    (said,) = re.findall(r"# answer ([0-9a-f]{12})", first)
    program = (project / "train.py").read_text("utf-8")
    assert f"for the answer {said};" in program
    assert ast.get_docstring(ast.parse(program))
