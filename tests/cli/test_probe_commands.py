"""`whichml probe`, `verify` and `machine-profile`: from a table to evidence, a report, and an answer that cites it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import Result

from by_night import only_by_night
from whichml import Brief
from whichml.cli.measuring import trial_cache
from whichml.knowledge.evidence_files import read_evidence
from whichml.model.statements.evidence import Evidence

Run = Callable[..., Result]
N_ROWS = 90


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a small table of two columns that tell its target."""
    random = np.random.default_rng(0)
    first, second = random.normal(size=N_ROWS), random.normal(size=N_ROWS)
    late = first + second + 0.5 * random.normal(size=N_ROWS) > 0
    rows = [f"{a:.4f},{b:.4f},{'yes' if c else 'no'}" for a, b, c in zip(first, second, late, strict=True)]
    path = tmp_path_factory.mktemp("table") / "orders.csv"
    path.write_text("\n".join(("weight,distance,late", *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.slow("runs a whole probe")
def test_a_probe_leaves_evidence_a_brief_and_a_page_and_the_answer_cites_it(
    run: Run, table: Path, tmp_path: Path
) -> None:
    saved, page = tmp_path / "saved", tmp_path / "report.html"
    probed = run(
        "probe", table, "--target", "late", "--algorithm", "decision-tree", "--budget", "40s", "--save", saved,
        "--report", page, "--store", tmp_path / "trials.sqlite3",
    )  # fmt: skip
    assert probed.exit_code == 0, probed.stderr
    assert "orders.csv: binary-classification, target late" in probed.stdout
    assert "decision-tree: roc-auc" in probed.stdout
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert "Ranked with these measurements" in page.read_text("utf-8")
    (evidence,) = read_evidence(saved)
    measured = {m.algorithm for m in evidence.measurements}
    assert measured == {"decision-tree", "constant-baseline", "linear-baseline", "logistic-regression"}
    assert "are compared, each trained on 72 rows and scored on the same" in " ".join(probed.stdout.split())
    answered = run("recommend", saved / "brief.yaml", "--evidence", saved, "--format", "json")
    assert answered.exit_code == 0
    answer = json.loads(answered.stdout)
    assert f"probe-{evidence.id[:8]}" in answer["sources"]
    assert evidence.id in answer["brief"]["evidence"]


@pytest.mark.slow("measures candidates twice")
@only_by_night
def test_a_brief_saved_by_a_probe_gives_way_to_the_table_of_the_next_one_but_not_in_what_was_said(
    run: Run, table: Path, tmp_path: Path
) -> None:
    said = tmp_path / "said.yaml"
    said.write_text("brief: 1\ndata: {sparse: true}\n", "utf-8")
    fewer = tmp_path / "orders.csv"
    fewer.write_text("\n".join(table.read_text("utf-8").splitlines()[:71]) + "\n", "utf-8")

    def probed(data: Path, brief: Path, saved: str) -> Result:
        return run(
            "probe", data, "--target", "late", "--algorithm", "gaussian-naive-bayes", "--budget", "20s",
            "--brief", brief, "--save", tmp_path / saved, "--store", tmp_path / "trials.sqlite3",
        )  # fmt: skip

    assert probed(table, said, "first").exit_code == 0
    second = probed(fewer, tmp_path / "first" / "brief.yaml", "second")
    assert second.exit_code == 0, second.stderr
    text = " ".join(second.stdout.split())
    assert "the brief was followed" not in text.replace("data.sparse: true, and the data say false; the brief was", "")
    assert "data.rows: 90" in text
    data = Brief.load(tmp_path / "second" / "brief.yaml").data
    assert (data.rows, data.labelled_rows, data.sparse) == (70, 70, True)


@pytest.mark.slow("measures candidates twice")
def test_a_second_probe_says_what_an_earlier_one_had_measured(run: Run, table: Path, tmp_path: Path) -> None:
    def probed(*more: object) -> Result:
        return run(
            "probe", table, "--target", "late", "--algorithm", "gaussian-naive-bayes", "--budget", "60s",
            "--store", tmp_path / "trials.sqlite3", *more,
        )  # fmt: skip

    first, second = probed(), probed("--budget", "1s")
    assert "kept from an earlier run" not in first.stdout
    assert "\n0 experiments run now" in second.stdout
    assert "warning" not in second.stderr
    assert "kept from an earlier run" not in probed("--fresh", "--budget", "1s").stdout


@pytest.mark.slow("imports scikit-learn")
def test_a_store_that_is_none_ends_with_two_before_anything_is_measured(run: Run, table: Path, tmp_path: Path) -> None:
    (tmp_path / "trials.sqlite3").write_text("this is no database, and long enough to be taken for one" * 40)
    refused = run("probe", table, "--target", "late", "--store", tmp_path / "trials.sqlite3")
    assert refused.exit_code == 2
    assert "trials.sqlite3 cannot be used as a store of trials" in refused.stderr
    assert "Measuring" not in refused.stderr


@pytest.mark.slow("runs a whole probe")
def test_a_probe_goes_on_without_keeping_where_the_usual_store_cannot_be_used(
    run: Run, table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "trials.sqlite3").write_text("this is no database, and long enough to be taken for one" * 40)
    monkeypatch.setattr("whichml.cli.measuring.trial_store_path", lambda: tmp_path / "trials.sqlite3")
    probed = run("probe", table, "--target", "late", "--algorithm", "gaussian-naive-bayes", "--budget", "1s")
    assert probed.exit_code == 0
    assert "Nothing is kept" in probed.stderr
    assert "MEASURED" in probed.stdout


def test_times_of_a_cluster_are_kept_apart_from_those_of_this_machine(tmp_path: Path) -> None:
    places = set()
    for cluster in (None, "tcp://one:8786", "tcp://two:8786"):
        with trial_cache(tmp_path / "trials.sqlite3", cluster) as kept:
            assert kept is not None
            places.add(kept.place)
    assert len(places) == 3


@pytest.mark.slow("measures candidates")
def test_answers_on_the_way_are_told_where_nobody_looks_at_a_terminal(run: Run, table: Path, tmp_path: Path) -> None:
    probed = run(
        "probe", table, "--target", "late", "--algorithm", "gaussian-naive-bayes", "--budget", "60s",
        "--store", tmp_path / "trials.sqlite3",
    )  # fmt: skip
    assert f"All tried on {N_ROWS} rows; best " in probed.stderr


@pytest.mark.slow("runs a whole probe")
@only_by_night
def test_a_probe_prints_its_evidence_as_json(run: Run, table: Path, tmp_path: Path) -> None:
    probed = run(
        "probe", table, "--target", "late", "--algorithm", "linear-discriminant-analysis", "--budget", "8s",
        "--format", "json", "--store", tmp_path / "trials.sqlite3",
    )  # fmt: skip
    assert probed.exit_code == 0, probed.stderr
    evidence = Evidence.model_validate_json(probed.stdout)
    assert (evidence.data.rows, evidence.data.features, evidence.metric) == (N_ROWS, 2, "roc-auc")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--target", "lat"], "Did you mean 'late'?"),
        (["--target", "late", "--algorithm", "decision-tre"], "Did you mean 'decision-tree'?"),
        (["--target", "late", "--budget", "soon"], "'soon' is no time"),
        (["--target", "late", "--task", "regression"], "late"),
        (["--target", "late", "--drop", "wieght"], "Did you mean 'weight'?"),
        (["--target", "late", "--drop", "late"], "'late' cannot be dropped"),
        (["--target", "late", "--metric", "r2"], "Take one of roc-auc, average-precision"),
        (["--target", "late", "--time", "lat"], "for the order"),
    ],
)
def test_what_cannot_be_probed_is_named_and_ends_with_two(
    run: Run, table: Path, arguments: list[str], said: str
) -> None:
    refused = run("probe", table, *arguments)
    assert refused.exit_code == 2
    assert said in refused.stderr


@pytest.mark.slow("runs a whole probe")
def test_columns_are_dropped_and_candidates_compared_by_the_metric_that_was_asked_for(
    run: Run, table: Path, tmp_path: Path
) -> None:
    probed = run(
        "probe", table, "--target", "late", "--drop", "distance", "--metric", "f1", "--algorithm", "decision-tree",
        "--budget", "5s", "--format", "json", "--store", tmp_path / "trials.sqlite3",
    )  # fmt: skip
    assert probed.exit_code == 0, probed.stderr
    evidence = Evidence.model_validate_json(probed.stdout)
    assert (evidence.metric, evidence.data.features) == ("f1", 1)
    assert "Left out (as asked): 'distance'." in evidence.data.notes


@pytest.mark.slow("runs a whole probe")
def test_rows_are_held_out_by_the_time_that_was_named_and_the_ranking_says_what_was_measured(
    run: Run, table: Path, tmp_path: Path
) -> None:
    probed = run(
        "probe", table, "--target", "late", "--time", "distance", "--algorithm", "decision-tree", "--budget", "5s",
        "--algorithm", "rule-list", "--store", tmp_path / "trials.sqlite3",
    )  # fmt: skip
    assert probed.exit_code == 0, probed.stderr
    said = " ".join(probed.stdout.split())
    assert "forward in time" in said
    assert "NOT TRIED rule-list: No implementation for binary-classification is installed here; install with" in said
    assert "x rule-list" not in probed.stdout
    assert "RANKED WITH THESE MEASUREMENTS" in probed.stdout


@pytest.mark.parametrize("option", ["--save", "--report"])
def test_places_that_cannot_be_written_are_named_before_anything_is_measured(
    option: str, run: Run, table: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")
    refused = run("probe", table, "--target", "late", option, tmp_path / "file" / "page.html")
    assert refused.exit_code == 2
    assert "cannot be made" in refused.stderr or "no folder that can be written to" in refused.stderr
    assert refused.stdout == ""


def test_a_file_that_is_no_table_ends_with_two(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("", encoding="utf-8")
    refused = run("probe", tmp_path / "empty.csv", "--target", "late")
    assert (refused.exit_code, "Traceback" in refused.stderr) == (2, False)
    assert "empty.csv" in refused.stderr


@pytest.mark.slow("measures the reference work")
def test_calibrating_keeps_what_the_reference_work_takes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHICHML_CALIBRATION", str(tmp_path / "calibration.json"))
    calibrated = run("machine-profile", "--seconds", "0.1")
    assert calibrated.exit_code == 0, calibrated.stderr
    assert json.loads((tmp_path / "calibration.json").read_text("utf-8"))["reference_seconds"] > 0


def test_the_profile_of_a_machine_is_also_made_by_its_former_command_which_help_leaves_out(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHICHML_CALIBRATION", str(tmp_path / "calibration.json"))
    former = run("calibrate", "--seconds", "0.1")
    assert former.exit_code == 0, former.stderr
    assert (tmp_path / "calibration.json").exists()
    listed = run("--help").stdout
    assert ("machine-profile" in listed, "calibrate" in listed) == (True, False)


def test_a_verification_of_an_unknown_data_set_names_those_that_there_are(run: Run, tmp_path: Path) -> None:
    refused = run("verify", "--quick", "--set", "iriss", "--store", tmp_path / "trials.sqlite3")
    assert refused.exit_code == 2
    assert "the registry has no data set iriss" in refused.stderr
    assert "iris" in refused.stderr
