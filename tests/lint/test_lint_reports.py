"""A report of findings as people, programs, code scanning and GitHub read it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from linted_packs import advising, codes, linted_files, text_of

from whichml.authoring.linting import LintFinding, LintReport
from whichml.authoring.reports import ReportFormat, render
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import Place, Problem
from whichml.model.statements.codes import CODES

FORMATS: tuple[ReportFormat, ...] = ("text", "json", "sarif", "github")
ERROR = LintFinding(
    "error",
    Problem("unknown name 'x'.", Place("my packs/a,b.yaml", 3, 7), "/rules/0/then", "Did you\nmean 'y'?", code="RP202"),
)
WARNING = LintFinding("warning", Problem("100 % is\r\na lot: yes, it is.", Place("z.yaml", 12, 1), code="RP402"))
NOWHERE = LintFinding("error", Problem("the pack 'q' is not there.", code="RP210"))
REPORT = LintReport((ERROR, WARNING, NOWHERE))


def parsed(report: LintReport, form: ReportFormat) -> Any:
    return json.loads(render(report, form, "1.2.3"))


def test_text_has_a_line_for_each_finding_its_hint_below_and_counts_at_the_end() -> None:
    assert render(REPORT, "text", "1.2.3").splitlines() == [
        "my packs/a,b.yaml:3:7: error RP202: unknown name 'x'.",
        "    Did you",
        "    mean 'y'?",
        "z.yaml:12:1: warning RP402: 100 % is a lot: yes, it is.",
        "(no file): error RP210: the pack 'q' is not there.",
        "2 errors, 1 warning",
    ]


def test_text_without_findings_says_so_by_its_counts() -> None:
    assert render(LintReport(), "text", "1.2.3") == "0 errors, 0 warnings\n"


def test_text_shows_what_is_invisible_instead_of_writing_it() -> None:
    hostile = LintFinding("error", Problem("a\x1b[2Jb", Place("\u202egnp.yaml", 1, 1), code="RP101"))
    assert render(LintReport((hostile,)), "text", "1").splitlines()[0] == (
        r"\u202egnp.yaml:1:1: error RP101: a\x1b[2Jb"
    )


def test_json_has_every_part_of_a_finding() -> None:
    whole = parsed(REPORT, "json")
    assert whole["schema"] == "lint/1"
    assert whole["findings"][0] == {
        "code": "RP202", "severity": "error", "message": "unknown name 'x'.", "hint": "Did you\nmean 'y'?",
        "file": "my packs/a,b.yaml", "line": 3, "column": 7, "pointer": "/rules/0/then",
    }  # fmt: skip
    assert [whole["findings"][2][key] for key in ("file", "line", "column", "pointer", "hint")] == [None] * 5


def test_sarif_is_one_run_of_version_2_1_0_that_describes_every_code() -> None:
    whole = parsed(REPORT, "sarif")
    assert (whole["version"], len(whole["runs"])) == ("2.1.0", 1)
    driver = whole["runs"][0]["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("whichml", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == list(CODES)
    for rule in driver["rules"]:
        assert rule["shortDescription"]["text"] == CODES[rule["id"]].title
        assert rule["defaultConfiguration"] == {"level": CODES[rule["id"]].severity}


def test_the_help_of_every_code_in_sarif_is_a_heading_of_the_document() -> None:
    document = (Path(__file__).resolve().parents[2] / "docs/lint.md").read_text("utf-8")
    headings = {
        re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall("^## (.*)$", document, re.MULTILINE)
    }
    rules = parsed(REPORT, "sarif")["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) > 20
    assert [rule["id"] for rule in rules if rule["help"]["text"][len("See docs/lint.md#") : -1] not in headings] == []


def check_sarif_result(stated: Mapping[str, Any], rules: list[Mapping[str, Any]]) -> None:
    assert stated.keys() <= {"ruleId", "ruleIndex", "level", "message", "locations"}
    assert rules[stated["ruleIndex"]]["id"] == stated["ruleId"]
    assert stated["level"] in {"error", "warning"}
    assert stated["message"].keys() == {"text"}
    for location in stated.get("locations", ()):
        physical = location["physicalLocation"]
        assert re.fullmatch(r"[^\s\\,:][^\s\\:]*", physical["artifactLocation"]["uri"])
        assert min(physical["region"].values()) >= 1


def test_sarif_places_each_result_by_line_and_column_in_a_relative_file() -> None:
    run = parsed(REPORT, "sarif")["runs"][0]
    for stated in run["results"]:
        check_sarif_result(stated, run["tool"]["driver"]["rules"])
    first = run["results"][0]["locations"][0]["physicalLocation"]
    assert first == {
        "artifactLocation": {"uri": "my%20packs/a%2Cb.yaml"},
        "region": {"startLine": 3, "startColumn": 7},
    }
    assert "locations" not in run["results"][2]


def test_sarif_names_a_file_elsewhere_by_its_whole_address() -> None:
    elsewhere = LintFinding("error", Problem("wrong.", Place("/srv/my packs/a.yaml", 1, 1), code="RP101"))
    (stated,) = parsed(LintReport((elsewhere,)), "sarif")["runs"][0]["results"]
    location = stated["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "file:///srv/my%20packs/a.yaml"}


def test_github_reads_one_command_for_each_finding_with_nothing_that_ends_it_early() -> None:
    assert render(REPORT, "github", "1.2.3").splitlines() == [
        "::error file=my packs/a%2Cb.yaml,line=3,col=7,title=RP202::unknown name 'x'.%0ADid you%0Amean 'y'?",
        "::warning file=z.yaml,line=12,col=1,title=RP402::100 %25 is%0D%0Aa lot: yes, it is.",
        "::error title=RP210::the pack 'q' is not there.",
    ]


def test_github_prints_nothing_where_nothing_is_found() -> None:
    assert render(LintReport(), "github", "1.2.3") == ""


def test_a_colon_in_a_file_name_does_not_end_the_properties() -> None:
    finding = LintFinding("error", Problem("wrong.", Place("c::d%.yaml", 1, 1), code="RP101"))
    assert render(LintReport((finding,)), "github", "1").startswith("::error file=c%3A%3Ad%25.yaml,line=1")


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_has_the_same_bytes_whatever_the_order_in_which_packs_come(
    base: Knowledge, form: ReportFormat, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        text = text_of(advising(f"{name}-rule", {"data.rows": {"below": 0}}), pack=name)
        (tmp_path / f"{name}.yaml").write_bytes(text)
    paths = [tmp_path / "one.yaml", tmp_path / "two.yaml"]
    forth, back = linted_files(base, *paths), linted_files(base, *reversed(paths))
    assert codes(forth) == ["RP301", "RP301"]
    assert render(forth, form, "1") == render(back, form, "1")


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_that_is_no_unicode_is_written_all_the_same(form: ReportFormat) -> None:
    finding = LintFinding("error", Problem("wrong.", Place("p\udcff.yaml", 1, 1), code="RP101"))
    assert render(LintReport((finding,)), form, "1").encode("utf-8")


def test_warnings_alone_end_a_command_well_and_errors_do_not() -> None:
    assert LintReport().exit_code == 0
    assert LintReport((WARNING,)).exit_code == 0
    assert LintReport((WARNING, ERROR)).exit_code == 1


def test_strictness_raises_those_warnings_that_are_marked_so() -> None:
    covered = LintFinding("warning", Problem("covered.", code="RP305"))
    strict = LintReport((WARNING, covered)).strictly()
    assert [finding.severity for finding in strict.findings] == ["error", "warning"]


def test_findings_of_tests_join_the_others_in_the_order_of_places(base: Knowledge, tmp_path: Path) -> None:
    first, second = tmp_path / "a.yaml", tmp_path / "b.yaml"
    first.write_bytes(text_of(advising("mine-one", {"data.rows": {"below": 0}})))
    second.write_text("a: &b 1\n", "utf-8")
    unseen = Problem("no test sees it fire.", Place(str(first), 1, 1), code="RP501")
    report = linted_files(base, second, first, further=[unseen])
    assert [(f.code, f.severity) for f in report.findings] == [
        ("RP501", "warning"), ("RP301", "error"), ("RP104", "error"),
    ]  # fmt: skip
