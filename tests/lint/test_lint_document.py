"""The document of the linter's codes names each, and what it shows as bad or good is just that."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from linted_packs import linted_files

from whichml.authoring.gaps_in_tests import gaps_in_tests
from whichml.authoring.linting import LintReport, lint
from whichml.authoring.workspace import open_workspace
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import RejectedPack, load_packs
from whichml.knowledge.packs import parse_pack
from whichml.model.documents.errors import RuleError
from whichml.model.statements.codes import CODES

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs/lint.md").read_text("utf-8")
SHOWN_BY_TESTS = ("RP501", "RP502", "RP503", "RP504")
SHOWN_BY_PACKS = tuple(code for code in CODES if code not in SHOWN_BY_TESTS)
"""Codes that a text of a pack shows; RP210 is shown by a command instead."""


@dataclass(frozen=True)
class Section:
    code: str
    title: str
    prose: str
    examples: Mapping[str, str]


def sections() -> Iterator[Section]:
    for chapter in re.split(r"^## ", DOCUMENT, flags=re.MULTILINE)[1:]:
        heading, _, body = chapter.partition("\n")
        code, _, title = heading.partition(" ")
        examples = dict(re.findall(r"^```(?:yaml|sh) ([\w ]+)\n(.*?)^```$", body, re.DOTALL | re.MULTILINE))
        yield Section(code, title, body.partition("```")[0], examples)


SECTIONS = {section.code: section for section in sections()}


def report_on(text: str, base: Knowledge, folder: Path) -> LintReport:
    path = folder / "acme.yaml"
    path.write_text(text, "utf-8")
    if text.startswith("whichml rules lint "):
        path.write_text(SECTIONS["RP109"].examples["good"], "utf-8")
        path = folder / text.split()[-1]
    try:
        return linted_files(base, path)
    except RuleError as refusal:
        return lint((), base, [RejectedPack("acme", refusal.problems)])


def test_the_document_describes_the_codes_in_their_order() -> None:
    assert [(section.code, section.title) for section in SECTIONS.values()] == [
        (code.id, code.title) for code in CODES.values()
    ]


@pytest.mark.parametrize("code", CODES)
def test_a_section_says_how_bad_its_code_is(code: str) -> None:
    prose = " ".join(SECTIONS[code].prose.split())
    stated = CODES[code]
    assert prose.startswith("An error" if stated.severity == "error" else "A warning")
    assert ("refused" in prose.partition(". ")[0]) is (stated.refuses and code != "RP210")
    assert ("with `--strict` an error" in prose) is stated.strict


@pytest.mark.parametrize("code", SHOWN_BY_PACKS)
def test_what_is_shown_as_bad_gives_its_code_and_no_other(code: str, knowledge: Knowledge, tmp_path: Path) -> None:
    report = report_on(SECTIONS[code].examples["bad"], knowledge, tmp_path)
    assert {(finding.code, finding.severity) for finding in report.findings} == {(code, CODES[code].severity)}


@pytest.mark.parametrize("code", SHOWN_BY_PACKS)
def test_what_is_shown_as_good_loads_without_a_finding(code: str, knowledge: Knowledge, tmp_path: Path) -> None:
    report = report_on(SECTIONS[code].examples["good"], knowledge, tmp_path)
    assert [str(finding.problem) for finding in report.findings] == []


@pytest.mark.parametrize("code", SHOWN_BY_PACKS)
def test_a_pack_is_refused_where_its_code_says_so_and_loads_where_not(code: str, knowledge: Knowledge) -> None:
    text = SECTIONS[code].examples["bad"]
    try:
        refused = bool(load_packs(knowledge, [parse_pack(text.encode(), "acme.yaml")]).refused)
    except RuleError:
        refused = True
    assert refused is CODES[code].refuses


def codes_with_tests(code: str, kind: str, base: Knowledge, folder: Path) -> set[tuple[str, str]]:
    """Return the codes that the cases of a section give beside the pack of the document, with their severities."""
    (folder / "acme.yaml").write_text(SECTIONS["RP501"].examples["pack"], "utf-8")
    (folder / "acme.test.yaml").write_text(SECTIONS[code].examples[f"{kind} tests"], "utf-8")
    workspace = open_workspace(base, [folder / "acme.yaml"])
    further = (*workspace.broken_tests, *gaps_in_tests(workspace))
    report = lint(workspace.packs, workspace.knowledge, workspace.refused, further)
    return {(finding.code, finding.severity) for finding in report.findings}


@pytest.mark.slow("tries each example of the page")
@pytest.mark.parametrize("code", SHOWN_BY_TESTS)
def test_tests_that_are_shown_as_bad_give_their_code(code: str, knowledge: Knowledge, tmp_path: Path) -> None:
    assert (code, CODES[code].severity) in codes_with_tests(code, "bad", knowledge, tmp_path)


@pytest.mark.slow("tries each example of the page")
@pytest.mark.parametrize("code", SHOWN_BY_TESTS)
def test_tests_that_are_shown_as_good_do_not_give_their_code(code: str, knowledge: Knowledge, tmp_path: Path) -> None:
    assert code not in {found for found, _ in codes_with_tests(code, "good", knowledge, tmp_path)}
