"""`whichml new --from` begins a brief with what a table tells, and what it told gives way to later measurements."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typing_answers import typed, unwrapped

from small_knowledge import ROOT
from whichml import Brief

PATIENTS = "patient,age,dose,ill\n" + "".join(
    f"p{row // 4},{20 + row * 7 % 60},{row * 13 % 17},{'yes' if row * 7 % 60 > 30 else 'no'}\n" for row in range(120)
)


def test_a_table_begins_the_brief_with_what_it_tells(run: Any, path: Path) -> None:
    table = ROOT / "tests/data/breast_cancer.csv"
    talk = run("new", path, "--from", table, "--target", "diagnosis", stdin=typed("done", "", ""))
    assert talk.exit_code == 0, talk.output
    brief = Brief.load(path)
    assert (brief.task, brief.data.rows) == ("binary-classification", 569)


@pytest.mark.parametrize("said", [("diagnosis",), ("",), ("diagnoses", " Diagnosis ")])
def test_a_table_without_a_named_target_is_asked_for_its_column(run: Any, path: Path, said: tuple[str, ...]) -> None:
    table = ROOT / "tests/data/breast_cancer.csv"
    talk = run("new", path, "--from", table, stdin=typed(*said, "done", "", ""))
    assert talk.exit_code == 0, talk.output
    assert "mean radius, mean texture" in talk.stdout
    assert ("Did you mean 'diagnosis'?" in talk.stdout) is (len(said) > 1)
    assert Brief.load(path).task == "binary-classification"


@pytest.mark.parametrize("said", ["quit", ""])
def test_who_leaves_before_a_column_is_named_has_no_brief(run: Any, path: Path, said: str) -> None:
    talk = run("new", path, "--from", ROOT / "tests/data/breast_cancer.csv", stdin=typed(said) if said else "")
    assert (talk.exit_code, path.exists()) == (130, False)
    assert "Nothing is kept" in talk.stderr
    assert run("new", path, "--target", "diagnosis").exit_code == 2


@pytest.mark.slow("describes a table twice")
def test_a_brief_begun_with_a_table_gives_way_to_what_a_probe_finds(run: Any, path: Path, tmp_path: Path) -> None:
    table = tmp_path / "visits.csv"
    table.write_text(PATIENTS, "utf-8")
    talk = run("new", path, "--from", table, stdin=typed("ill", "done", "", ""))
    assert "Rows may belong together by 'patient': with --group COLUMN" in unwrapped(talk)
    assert "categorical_features: 1" in path.read_text()
    options = ("--data", table, "--target", "ill", "--group", "patient", "--output", tmp_path / "project")
    starter = run("starter", path, *options)
    assert starter.exit_code == 0, starter.stderr
    assert "categorical_features: 0" in (tmp_path / "project" / "brief.yaml").read_text()


def test_a_table_tells_what_a_probe_would_of_leakage_dates_and_columns_left_out(
    run: Any, path: Path, tmp_path: Path
) -> None:
    table = tmp_path / "left.csv"
    rows = (f"{row % 28 + 1:02}.03.2024,DE,{row * 7 % 60},{row % 3 // 2},{row % 3 // 2}\n" for row in range(120))
    table.write_text("since,country,age,reason_code,left\n" + "".join(rows), "utf-8")
    talk = run("new", path, "--from", table, "--target", "left", stdin=typed("done", "", ""))
    for said in (
        "Possible leakage: 'reason_code'", "Left out (one value in all rows): 'country'.", "There is a date: 'since'",
        "The 3 features of the brief count what is named as leakage",
    ):  # fmt: skip
        assert said in unwrapped(talk)


def test_a_named_group_is_no_feature_of_a_brief(run: Any, path: Path, tmp_path: Path) -> None:
    table = tmp_path / "visits.csv"
    table.write_text(PATIENTS, "utf-8")
    run("new", path, "--from", table, "--target", "ill", "--group", "patient", stdin=typed("done", "", ""))
    data = Brief.load(path).data
    assert (data.features, data.categorical_features, data.groups) == (2, 0, 30)


def test_a_brief_begun_with_a_table_goes_on_with_the_same_table(run: Any, path: Path) -> None:
    begin = ("new", path, "--from", ROOT / "tests/data/breast_cancer.csv", "--target", "diagnosis")
    run(*begin, stdin=typed("quit"))
    talk = run(*begin, stdin=typed("done", "", ""))
    assert talk.exit_code == 0, talk.stderr
    assert "Going on with" in talk.stdout
    assert 'Told by the table "breast_cancer.csv"' in path.read_text()


def test_a_table_of_times_until_an_event_is_told_to_be_one(run: Any, path: Path, tmp_path: Path) -> None:
    table = tmp_path / "followed.csv"
    rows = (f"{30 + row * 7 % 50},{row * 13 % 71 + 0.5},{row % 3 // 2}\n" for row in range(90))
    table.write_text("age,months,died\n" + "".join(rows), "utf-8")
    talk = run("new", path, "--from", table, "--target", "died", stdin=typed("done", "", ""))
    assert "'months' may be how long each row was watched until 'died'" in unwrapped(talk)
    survival = tmp_path / "survival.yaml"
    survival.write_text("task: survival-analysis\ndata: {modality: tabular}\n")
    refusal = run("probe", table, "--target", "died", "--brief", survival, "--budget", "1s", "--workers", 1)
    assert refusal.exit_code == 2
    assert "asks for survival-analysis, and a probe measures classification and regression only" in refusal.stderr
