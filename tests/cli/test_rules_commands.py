"""`whichml rules` begins, lints, tests, mutates and compares packs: exit code 1 for findings, 2 for bad input."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from by_night import only_by_night
from small_knowledge import ROOT

Run = Callable[..., Result]
PACK = """\
rulepack: {id: house, version: 2, title: Rules of the house, license: CC0-1.0}
rules:
  - id: house-no-boosting-for-few
    title: Few rows are not boosted
    when: {data.rows: {below: 500}}
    algorithm: {family: boosting}
    then: {exclude: the house does not boost on so few rows}
    sources: [{ref: mlip-book-ch25, locator: Explaining a Prediction, supports: what it says}]
"""
CASES = """\
- name: few rows are not boosted
  brief: {data.rows: 499}
  expect: {fires: [house-no-boosting-for-few], excludes: [xgboost], keeps: [logistic-regression]}
- name: five hundred rows may be boosted
  brief: {data.rows: 500}
  expect: {silent: [house-no-boosting-for-few]}
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    folder = tmp_path / "house"
    folder.mkdir()
    (folder / "house.yaml").write_text(PACK, encoding="utf-8")
    (folder / "house.test.yaml").write_text(CASES, encoding="utf-8")
    return folder


def change(folder: Path, old: str, new: str, name: str = "house.yaml") -> None:
    path = folder / name
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.mark.slow("lints packs")
def test_a_sound_pack_has_no_findings_and_passes_its_tests(run: Run, house: Path) -> None:
    linted, tested = run("rules", "lint", house), run("rules", "test", house)
    assert (linted.exit_code, linted.stdout) == (0, "0 errors, 0 warnings\n")
    assert tested.exit_code == 0
    assert "2 of 2 cases pass." in tested.stdout


@pytest.mark.slow("lints and mutates a shipped pack")
def test_a_shipped_pack_has_no_findings(run: Run) -> None:
    linted = run("rules", "lint", ROOT / "rules" / "people.yaml")
    assert (linted.exit_code, linted.stdout) == (0, "0 errors, 0 warnings\n")


@pytest.mark.slow("lints packs")
def test_an_error_is_printed_with_place_code_and_remedy_and_ends_with_one(run: Run, house: Path) -> None:
    change(house, "data.rows: {below", "data.rosw: {below")
    linted = run("rules", "lint", house)
    assert linted.exit_code == 1
    assert (
        f"{house}/house.yaml:5:23: error RP201: unknown field 'data.rosw'.\n    Did you mean 'data.rows'?"
        in linted.stdout
    )
    found = json.loads(run("rules", "lint", house, "--format", "json").stdout)
    assert [(f["code"], f["line"], f["column"]) for f in found["findings"]] == [("RP201", 5, 23)]


@pytest.mark.slow("lints and mutates packs")
def test_a_warning_ends_with_zero_unless_it_is_strict(run: Run, house: Path) -> None:
    (house / "house.test.yaml").unlink()
    linted, strictly = run("rules", "lint", house), run("rules", "lint", house, "--strict")
    assert (linted.exit_code, strictly.exit_code) == (0, 1)
    assert "warning RP501: no case beside the pack sees 'house-no-boosting-for-few' fire." in linted.stdout


def test_a_file_that_is_no_pack_ends_with_two_and_the_reason_on_stderr(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("shopping: [milk]\n", encoding="utf-8")
    linted = run("rules", "lint", tmp_path / "notes.yaml")
    assert (linted.exit_code, linted.stdout) == (2, "")
    assert "RP109 this is no rule pack: `rulepack` is missing." in linted.stderr


@pytest.mark.slow("lints in each of four formats")
def test_a_pack_that_cannot_be_read_is_a_finding_in_each_format(run: Run, house: Path) -> None:
    change(house, "title: Few rows", "\ttitle: Few rows")
    place = f"{house}/house.yaml"
    told = {form: run("rules", "lint", place, "--format", form) for form in ("text", "json", "sarif", "github")}
    assert {form: (each.exit_code, each.stderr) for form, each in told.items()} == dict.fromkeys(told, (1, ""))
    assert f"{place}:4:5: error RP101: " in told["text"].stdout
    assert [each["code"] for each in json.loads(told["json"].stdout)["findings"]] == ["RP101"]
    (result,) = json.loads(told["sarif"].stdout)["runs"][0]["results"]
    assert (result["ruleId"], result["level"]) == ("RP101", "error")
    assert told["github"].stdout.startswith(f"::error file={place},line=4,col=5,title=RP101::")


def test_a_file_that_is_no_pack_is_a_finding_for_programs(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.yaml").write_text("shopping: [milk]\n", encoding="utf-8")
    linted = run("rules", "lint", tmp_path / "notes.yaml", "--format", "json")
    assert linted.exit_code == 1
    assert [each["code"] for each in json.loads(linted.stdout)["findings"]] == ["RP109"]


def test_no_pack_is_begun_with_the_id_of_a_shipped_one(run: Run, tmp_path: Path) -> None:
    begun = run("rules", "new", "pack", "people", "--in", tmp_path)
    assert begun.exit_code == 2
    assert "RP207 a pack that comes with whichml is called 'people'." in begun.stderr
    assert "'my-people'" in begun.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow("lints and tests packs")
def test_lint_and_test_say_which_shipped_packs_they_leave_out(run: Run, house: Path) -> None:
    change(house, "id: house,", "id: people,")
    others = sorted(each.stem for each in (ROOT / "rules").glob("*.yaml") if ".test" not in each.name)
    others.remove("people")
    for command in ("lint", "test"):
        whole = run("rules", command, house).stderr
        assert "Note: people is an id of packs that come with whichml." in whole
        assert f"no rule of {', '.join(others)} is beside it." in whole
    alone = run("rules", "lint", house / "house.yaml").stderr
    assert "stands in the place of that one" in alone
    assert run("rules", "lint", ROOT / "rules" / "people.yaml", "--format", "json").stdout.startswith("{")


@pytest.mark.parametrize("command", ["lint", "test", "mutate"])
def test_a_path_with_nothing_at_it_ends_with_two(run: Run, command: str, tmp_path: Path) -> None:
    tried = run("rules", command, tmp_path / "nowhere")
    assert (tried.exit_code, tried.stdout) == (2, "")
    assert "RP210 there is nothing at" in tried.stderr


def test_a_failing_case_says_why_and_ends_with_one(run: Run, house: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(house.parent)
    change(house, "below: 500", "below: 400")
    tested = run("rules", "test", "house")
    assert tested.exit_code == 1
    flat = " ".join(tested.stdout.split())
    assert "house/house.test.yaml:1:3: few rows are not boosted" in flat
    assert "rule house-no-boosting-for-few does not fire: data.rows is 499" in flat
    assert "1 of 2 cases pass." in flat


def test_coverage_is_told_for_each_rule_in_json(run: Run, house: Path) -> None:
    told = json.loads(run("rules", "test", house, "--format", "json").stdout)
    (coverage,) = told["coverage"]
    assert (told["schema"], told["passed"], told["n_cases"]) == ("tests/1", True, {"house": 2})
    assert (coverage["fires"], coverage["silent"]) == (True, True)
    assert [(t["value"], t["inside"], t["outside"]) for t in coverage["thresholds"]] == [(500.0, True, True)]


@pytest.mark.slow("costs more than half a second")
def test_a_mutant_that_no_case_notices_is_printed_and_ends_with_one(run: Run, house: Path) -> None:
    assert run("rules", "mutate", house).exit_code == 0
    change(house, "data.rows: 499", "data.rows: 5", "house.test.yaml")
    mutated = run("rules", "mutate", house)
    assert mutated.exit_code == 1
    assert "when data.rows is below 500 moved to is below 400" in " ".join(mutated.stdout.split())


@pytest.mark.slow("lints and tests packs time and again")
def test_a_new_pack_is_linted_tested_and_compared_at_once(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    begun = run("rules", "new", "pack", "my-bank")
    assert begun.exit_code == 0
    assert "wrote my-bank/my-bank.yaml" in begun.stdout
    assert run("rules", "lint", "my-bank").exit_code == 0
    assert "RP402" in run("rules", "lint", "my-bank").stdout
    assert run("rules", "lint", "my-bank", "--strict").exit_code == 1
    assert run("rules", "test", "my-bank").exit_code == 0
    assert run("rules", "new", "rule", "my-bank-second-rule", "--pack", "my-bank").exit_code == 0
    assert run("rules", "new", "pattern", "four-eyes", "--pack", "my-bank/my-bank.yaml").exit_code == 0
    tested = run("rules", "test", "my-bank")
    assert (tested.exit_code, "9 of 9 cases pass." in tested.stdout) == (0, True)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Return a brief of few rows."""
    brief = tmp_path / "own.yaml"
    brief.write_text("task: binary-classification\ndata: {modality: tabular, rows: 300}\n", encoding="utf-8")
    return brief


@pytest.mark.slow("answers every scenario twice")
def test_a_difference_tells_what_changes_for_scenarios_and_for_briefs_of_ones_own(
    run: Run, house: Path, own: Path
) -> None:
    told = json.loads(run("rules", "diff", house, "--briefs", own, "--format", "json").stdout)
    assert told["schema"] == "diff/1"
    assert len(told["briefs"]) == 13
    mine = next(brief for brief in told["briefs"] if brief["brief"] == str(own))
    assert "house-no-boosting-for-few" in mine["rules_added"], "beside rules behind the open questions of other leaders"
    assert "xgboost" in {change["subject"] for change in mine["changes"] if change["about"] == "excluded"}


@pytest.mark.slow("answers every scenario twice")
@only_by_night
def test_a_difference_from_the_shipped_packs_is_told_as_text_with_reason_and_rule(
    run: Run, house: Path, own: Path
) -> None:
    page = run("rules", "diff", "rules", house, "--briefs", own)
    assert page.exit_code == 0
    assert "excluded xgboost: the house does not boost on so few rows [house-no-boosting-for-few]" in " ".join(
        page.stdout.split()
    )


def test_outside_a_checkout_a_difference_says_how_to_compare_with_what_is_shipped(
    run: Run, house: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused = run("rules", "diff", "rules", house)
    assert refused.exit_code == 2
    assert "RP210 there is nothing at 'rules'." in refused.stderr
    assert f"name yours alone: whichml rules diff {house}" in refused.stderr
    assert "Name the packs to try" in run("rules", "diff", house, house, house).stderr


@pytest.mark.slow("tries a pack on the shipped knowledge")
def test_a_pack_that_is_named_is_used_and_stamped_on_the_answer(run: Run, house: Path, tmp_path: Path) -> None:
    brief = tmp_path / "brief.yaml"
    brief.write_text("task: binary-classification\ndata: {modality: tabular, rows: 300}\n", encoding="utf-8")
    answer = json.loads(run("recommend", brief, "--rules", house, "--format", "json").stdout)
    stamp = answer["knowledge"]["packs"][-1]
    assert (stamp["id"], stamp["version"], stamp["shipped"], len(stamp["digest"])) == ("house", "2", False, 64)
    assert run("explain", brief, "--algorithm", "xgboost", "--rules", house).stdout.startswith("XGBoost")
    assert "house/house.yaml:3" in run("explain", brief, "--algorithm", "xgboost", "--rules", house).stdout
    shown = run("kb", "show", "house-no-boosting-for-few", "--rules", house)
    assert shown.exit_code == 0


def test_a_broken_pack_that_is_named_is_an_error_with_its_lint(run: Run, house: Path, fraud: Path) -> None:
    change(house, "family: boosting", "family: bosting")
    tried = run("recommend", fraud, "--rules", house)
    assert (tried.exit_code, tried.stdout) == (2, "")
    assert "house/house.yaml:6:25: RP202 unknown family 'bosting'.\nDid you mean 'boosting'?" in tried.stderr


@pytest.mark.slow("lints packs")
def test_a_broken_pack_of_the_environment_is_left_out_with_a_warning(
    run: Run, house: Path, fraud: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = run("recommend", fraud, "--format", "json").stdout
    change(house, "family: boosting", "family: bosting")
    monkeypatch.setenv("WHICHML_RULES", str(house))
    tried = run("recommend", fraud, "--format", "json")
    assert (tried.exit_code, tried.stdout) == (0, plain)
    assert "warning: the rule pack 'house' is not used:" in tried.stderr
    assert "RP202 unknown family 'bosting'" in tried.stderr


def test_packs_of_the_environment_are_used(run: Run, house: Path, fraud: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHICHML_RULES", str(house))
    packs = json.loads(run("recommend", fraud, "--format", "json").stdout)["knowledge"]["packs"]
    assert packs[-1]["id"] == "house"


def test_the_schema_is_printed(run: Run) -> None:
    assert json.loads(run("rules", "schema").stdout)["title"] == "PackText"
