"""`--evidence` hands measurements to recommend, explain and export; what is wrong with them ends with 2."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from made_up_evidence import evidence, number, scores

from whichml.cli import whichml
from whichml.knowledge.evidence_files import write_evidence

pytestmark = pytest.mark.slow("answers with measurements by command")
BRIEF = """\
task: binary-classification
data: {modality: tabular, rows: 500, features: 5}
requirements: [{quality: inference-latency, max: 10 ms}]
"""
RUN = evidence(
    *scores(constant__baseline=0.5, random__forest=0.9, logistic__regression=0.8),
    number("random-forest", "row-latency", 0.03), number("logistic-regression", "row-latency", 0.001),
)  # fmt: skip
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a way to run a command on a brief, in a folder that holds the evidence."""
    monkeypatch.setattr(gc, "freeze", lambda: None)  # what a command keeps until its process ends
    write_evidence(RUN, tmp_path / "runs")

    def invoke(command: str, *options: object, said: str = BRIEF) -> Result:
        (tmp_path / "brief.yaml").write_text(said)
        arguments = [command, str(tmp_path / "brief.yaml"), "--evidence", str(tmp_path / "runs"), *map(str, options)]
        return CliRunner().invoke(whichml, arguments)

    return invoke


def test_recommend_shows_the_measured_number_and_the_run_behind_it(run: Run) -> None:
    told = run("recommend", "--full")
    assert told.exit_code == 0
    page = " ".join(told.stdout.split())
    assert "Random forest: its inference latency is 30 ms (measured), and at most 10 ms is required" in page
    assert f"[probe-{RUN.id[:8]}] whichml probe (no year). Measurements of made-up.csv by whichml probe." in page


def test_leakage_that_was_found_before_measuring_is_said_again_with_the_answer(run: Run, tmp_path: Path) -> None:
    notes = ("Left out (an id, or a count of the rows): 'place'.", "Possible leakage: 'paid' alone tells the target.")
    leaking = evidence(*scores(gbm=0.9), name="paid.csv", notes=notes)
    write_evidence(leaking, tmp_path / "leaking")
    for brief in (BRIEF, f"{BRIEF}evidence: ['{leaking.id}']\n"):
        told = run("recommend", "--evidence", str(tmp_path / "leaking"), said=brief).stderr
        assert f"warning: probe-{leaking.id[:8]} (paid.csv): Possible leakage: 'paid' alone tells the target. " in told
        assert "'place'" not in told
    other = f"{BRIEF}evidence: ['{'a' * 32}']\n"
    assert "leakage" not in run("recommend", "--evidence", str(tmp_path / "leaking"), said=other).stderr


def test_notices_about_evidence_are_warnings_beside_the_answer(run: Run) -> None:
    told = run("recommend")
    assert f"warning: the brief names no evidence; all that was given is used: {RUN.id}." in told.stderr
    assert "names no evidence" not in run("recommend", said=f"{BRIEF}evidence: ['{RUN.id}']\n").stderr


def test_explain_says_what_was_measured_of_an_algorithm_that_is_out(run: Run) -> None:
    told = run("explain", "--algorithm", "random-forest")
    assert told.exit_code == 0
    page = " ".join(told.stdout.split())
    assert "evidence Random forest: measured row latency 30 ms (median) over 10 rows" in page
    assert f"[probe-{RUN.id[:8]}] measurement row-latency of random-forest: 30 ms" in page


def test_the_trace_sees_the_measured_ratings(run: Run) -> None:
    told = run("explain", "--trace", "--algorithm", "random-forest", "--format", "json")
    assert told.exit_code == 0
    assert "30 ms (measured)" in told.stdout


def test_the_record_lists_the_run_among_its_references(run: Run) -> None:
    told = run("export", "--full")
    assert told.exit_code == 0
    references = told.stdout.partition("## References")[2]
    assert "whichml probe (no year). Measurements of made-up.csv by whichml probe." in references
    assert "measurement row-latency of random-forest: 30 ms" in references
    assert "<>" not in references


@pytest.mark.parametrize("command", [("recommend",), ("explain", "--trace"), ("export",)])
def test_evidence_of_another_task_ends_each_command_with_2(run: Run, command: tuple[str, ...]) -> None:
    told = run(*command, said=BRIEF.replace("binary-classification", "regression"))
    assert told.exit_code == 2
    assert "is about binary-classification, and the brief asks for regression" in told.stderr


def test_a_broken_file_is_named_with_its_pointer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "runs" / "evidence-b.json").write_text(RUN.to_json().decode().replace('"seed": 0', '"seed": "0"'))
    told = run("recommend")
    assert told.exit_code == 2
    assert "evidence-b.json /seed:" in told.stderr


def test_a_folder_without_evidence_ends_with_2(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = run("recommend", "--evidence", tmp_path / "empty")
    assert told.exit_code == 2
    assert "there is no evidence in" in told.stderr


def test_the_record_tells_what_was_scored_here_with_interval_splits_and_day_and_what_was_not(
    run: Run, tmp_path: Path
) -> None:
    dated = evidence(
        *scores(constant__baseline=0.5, logistic__regression=0.8, tabular__foundation__model=0.55),
        number("random-forest", "score", 0.9, 0.02, statistic="mean"),
        splits="twice 5 folds", measured_on="2026-11-30",
    )  # fmt: skip
    write_evidence(dated, tmp_path / "dated")
    said = f"task: binary-classification\ndata: {{modality: tabular, rows: 500}}\nevidence: ['{dated.id}']\n"
    record = run("export", "--evidence", str(tmp_path / "dated"), said=said).stdout
    assert "it scored 0.9 roc-auc (0.88 to 0.92, 10 parts) on the project's own rows, and a constant 0.5" in record
    assert "whichml probe (2026). Measurements of made-up.csv" in record
    assert "roc-auc over twice 5 folds, on 2026-11-30." in record
    options = record.partition("## Considered Options")[2].partition("## Decision Outcome")[0]
    scored = [line for line in options.splitlines() if line.startswith("* **")]
    assert all(" roc-auc" in line or "not measured" in line for line in scored)
    left = sum("not measured" in line for line in scored)
    assert record.count(" --algorithm ") == left
