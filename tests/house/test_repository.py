"""The repository reads the same on every machine."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

# a path that starts at the root of somebody's machine, not one inside a web address
FOREIGN_PATH = re.compile(r"(?:^|[\s\"'`(=,])(?:file:/+|/)(?:home|root|tmp|Users|work|mnt)/", re.MULTILINE)
INDEX_ADDRESS = re.compile(
    r"--?(?:extra-)?index[-_]url|find[-_]links|trusted[-_]host(?!s)|https?://[^\s/]*(?:pythonhosted|devpi)"
)
PINNED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*==[0-9][A-Za-z0-9.!+-]*")
TEXTS = {
    ".py",
    ".md",
    ".yaml",
    ".yml",
    ".toml",
    ".ttl",
    ".rq",
    ".csv",
    ".json",
    ".txt",
    ".html",
    ".css",
    ".js",
    ".sh",
    "",
}


@pytest.fixture(scope="module")
def texts(repository_files: list[Path]) -> dict[Path, str]:
    found = {}
    for path in repository_files:
        if path.suffix in TEXTS and path.name != "test_repository.py":
            found[path] = path.read_bytes().decode("utf-8", errors="replace")
    assert len(found) > 500
    return found


def lines_with(pattern: re.Pattern[str], texts: dict[Path, str], root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}: {match.group().strip()}"
        for path, text in texts.items()
        for match in pattern.finditer(text)
    ]


@pytest.mark.slow("reads every file")
def test_no_file_names_a_folder_of_one_machine(texts: dict[Path, str], root: Path) -> None:
    assert lines_with(FOREIGN_PATH, texts, root) == []


@pytest.mark.slow("reads every file")
def test_no_file_names_the_folder_that_this_checkout_lies_in(texts: dict[Path, str], root: Path) -> None:
    assert [str(path.relative_to(root)) for path, text in texts.items() if f"{root}/" in text] == []


@pytest.mark.slow("reads every file")
def test_no_file_says_which_package_index_to_use(texts: dict[Path, str], root: Path) -> None:
    assert lines_with(INDEX_ADDRESS, texts, root) == []


@pytest.mark.parametrize(
    ("text", "is_foreign"),
    [
        ("see /home/ada/whichml/rules", True),
        ('open("/tmp/brief.yaml")', True),
        ("https://example.org/home/page", False),
        ("kb/facts/home/x.yaml", False),
    ],
)
def test_a_path_is_foreign_when_it_starts_at_the_root_of_a_machine(text: str, is_foreign: bool) -> None:
    assert bool(FOREIGN_PATH.search(text)) is is_foreign


def test_constraints_are_names_with_one_version_each_in_order(root: Path) -> None:
    lines = [line for line in (root / "constraints.txt").read_text().splitlines() if not line.startswith("#")]
    assert [line for line in lines if not PINNED.fullmatch(line)] == []
    assert lines == sorted(lines, key=str.upper)
    assert len({line.partition("==")[0].lower() for line in lines}) == len(lines)


def test_every_dependency_is_pinned_and_says_what_it_is_for(root: Path) -> None:
    text = (root / "pyproject.toml").read_text()
    project = tomllib.loads(text)["project"]
    wanted = [*project["dependencies"], *(d for extra in project["optional-dependencies"].values() for d in extra)]
    names = [re.split(r"[\[<>=~! ]", d, maxsplit=1)[0] for d in wanted if not d.startswith("whichml")]
    pinned = {line.partition("==")[0].lower() for line in (root / "constraints.txt").read_text().splitlines()}
    assert len(names) > 20
    assert [name for name in names if name.lower() not in pinned] == []
    assert [d for d in project["dependencies"] if not re.search(rf'"{re.escape(d)}",\s+# \w', text)] == []


SCRIPTS = (
    ".ci/run",
    "scripts/audit-dependencies",
    "scripts/install-browser",
    "scripts/install-postgresql",
    "scripts/make-environment",
    "scripts/renew-constraints",
)


def test_every_script_without_an_ending_is_looked_at(root: Path) -> None:
    found = [path for folder in (".ci", "scripts") for path in (root / folder).iterdir() if path.is_file()]
    assert sorted(str(path.relative_to(root)) for path in found if not path.suffix) == list(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_can_be_run_and_stops_at_the_first_error(script: str, root: Path) -> None:
    path = root / script
    assert os.access(path, os.X_OK)
    assert path.read_text().startswith("#!/usr/bin/env bash\n")
    assert "set -euo pipefail" in path.read_text()
    assert subprocess.run(["bash", "-n", path], check=False).returncode == 0


def test_an_interpreter_that_is_not_there_is_answered_with_the_package_to_install(root: Path, tmp_path: Path) -> None:
    refused = subprocess.run(
        [root / "scripts" / "make-environment", tmp_path / "venv"],
        env={**os.environ, "PYTHON": "python-that-is-not-there"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "apt-get install python3 python3-venv" in refused.stderr
    assert not (tmp_path / "venv").exists()


def test_a_python_without_venv_is_answered_with_the_package_to_install(root: Path, tmp_path: Path) -> None:
    python = tmp_path / "python3"  # Debian's python3 without python3-venv: no ensurepip
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\nexit 0\n')
    python.chmod(0o755)
    refused = subprocess.run(
        [root / "scripts" / "make-environment", tmp_path / "venv"],
        env={**os.environ, "PYTHON": str(python)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert refused.returncode == 1
    assert "apt-get install python3-venv" in refused.stderr


def test_the_integration_runs_make_test_and_nothing_else(root: Path) -> None:
    commands = [line for line in (root / ".ci" / "run").read_text().splitlines() if re.match(r"\s*make\b", line)]
    assert commands == ["make test"]


def test_every_test_that_the_quick_run_leaves_out_says_why(texts: dict[Path, str]) -> None:
    marks = [
        (path.name, line.strip())
        for path, text in texts.items()
        if path.name.startswith("test_")
        for line in text.splitlines()
        if "mark.slow" in line
    ]
    assert len(marks) > 30
    assert [mark for mark in marks if not re.fullmatch(r'.*mark\.slow\("[a-z][^"]+"\)', mark[1])] == []


def test_every_file_that_is_started_first_is_there(root: Path) -> None:
    (named,) = [
        ast.literal_eval(each.value)
        for each in ast.parse((root / "tests/conftest.py").read_text("utf-8")).body
        if isinstance(each, ast.Assign) and ast.unparse(each.targets[0]) == "LONGEST"
    ]
    assert len(named) > 10
    assert [name for name in named if not (root / name).is_file()] == []


def test_make_help_lists_every_target_that_people_type(root: Path) -> None:
    makefile = (root / "Makefile").read_text()
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    shown = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[1] for line in shown.splitlines()} == phony
    assert {"demo", "test", "bench", "lint", "clean"} <= phony


def test_the_two_licenses_are_in_the_license_file(root: Path) -> None:
    text = (root / "LICENSE").read_text()
    assert "Permission is hereby granted, free of charge" in text
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in text
    assert all(folder in text for folder in ("ontology/", "rules/", "kb/facts/"))
