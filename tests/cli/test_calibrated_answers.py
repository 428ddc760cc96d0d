"""Answers about times use what `whichml machine-profile` kept, and say so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

pytestmark = pytest.mark.slow("answers for several machines")
Run = Callable[..., Result]
BRIEF = b"""
brief: 1
id: churn
title: Churn
task: binary-classification
data: {modality: tabular, rows: 5000, features: 20}
requirements:
  - {quality: training-time, max: 1 hour, kind: project, priority: must}
"""


@pytest.fixture
def machine(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the file that a calibration was kept in, where answers look for it."""
    path = tmp_path / "calibration.json"
    monkeypatch.setenv("WHICHML_CALIBRATION", str(path))
    assert run("machine-profile", "--seconds", "0.1").exit_code == 0
    return path


def test_an_answer_says_that_its_times_are_those_of_the_calibrated_machine(run: Run, machine: Path) -> None:
    told = run("recommend", "-", "--full", stdin=BRIEF)
    assert "predicted times are those of the calibrated machine" in told.stderr
    aside = run("recommend", "-", "--uncalibrated", "--full", stdin=BRIEF)
    assert "calibrated machine" not in aside.output
    assert told.stdout.splitlines()[2] != aside.stdout.splitlines()[2]


def test_a_calibration_of_another_machine_may_be_named(run: Run, machine: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow.json"
    slow.write_text(machine.read_text().replace('"reference_seconds": 0.0', '"reference_seconds": 9.0'))
    assert slow.read_text() != machine.read_text()
    told = run("explain", "-", "--algorithm", "gradient-boosting", "--calibration", slow, stdin=BRIEF)
    usual = run("explain", "-", "--algorithm", "gradient-boosting", stdin=BRIEF)
    assert told.exit_code == usual.exit_code == 0
    assert "clear of at most 1 hour" in " ".join(usual.stdout.split())
    assert "clear of at most 1 hour" not in " ".join(told.stdout.split())


def test_a_file_that_is_no_calibration_is_refused_with_what_to_do(run: Run, tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{}")
    for path, said in ((broken, "holds no calibration that can be read"), (tmp_path / "none.json", "there is no file")):
        refused = run("export", "-", "--calibration", path, stdin=BRIEF)
        assert refused.exit_code == 2
        assert said in refused.stderr
        assert "whichml machine-profile" in refused.stderr


def test_two_contrary_options_are_refused(run: Run, machine: Path) -> None:
    refused = run("recommend", "-", "--uncalibrated", "--calibration", machine, stdin=BRIEF)
    assert refused.exit_code == 2
    assert "not both" in refused.stderr
