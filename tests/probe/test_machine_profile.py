"""A calibration tells how fast the machine is, and is kept for later answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from whichml.model.documents.errors import ProbeError
from whichml.model.statements.calibration import calibration_path, read_calibration, write_calibration
from whichml.probe.machine.profiling import profile_machine

pytestmark = pytest.mark.slow("measures this machine")


class Clock:
    """A clock on which each reading is some seconds after the one before."""

    def __init__(self, steps: tuple[float, ...]) -> None:
        self.steps, self.n_readings, self.now = steps, 0, 0.0

    def __call__(self) -> float:
        self.now += self.steps[self.n_readings % len(self.steps)]
        self.n_readings += 1
        return self.now


@pytest.fixture
def kept_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "folder" / "calibration.json"
    monkeypatch.setenv("WHICHML_CALIBRATION", str(path))
    return path


def test_a_calibration_is_the_median_of_what_the_clock_told() -> None:
    found = profile_machine(0.1, Clock((0.02,)))
    assert found.reference_seconds == pytest.approx(0.02)
    assert found.spread == pytest.approx(1.0)
    assert found.n >= 5


def test_uneven_times_show_as_a_spread() -> None:
    assert profile_machine(1.0, Clock((0.02, 0.02, 0.02, 0.02, 0.02, 0.06, 0.02))).spread > 1.5


def test_a_longer_calibration_repeats_more_often() -> None:
    short, long = (profile_machine(seconds, Clock((0.02,))) for seconds in (0.1, 1.0))
    assert long.n > short.n


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan")])
def test_no_time_is_refused(seconds: float) -> None:
    with pytest.raises(ProbeError, match="has to be above 0"):
        profile_machine(seconds)


def test_a_calibration_comes_back_from_where_it_was_kept(kept_at: Path) -> None:
    assert read_calibration() is None
    found = profile_machine(0.01)
    assert write_calibration(found) == kept_at
    assert read_calibration() == found


def test_a_file_that_is_no_calibration_is_refused_with_what_to_do(kept_at: Path) -> None:
    kept_at.parent.mkdir()
    kept_at.write_text('{"reference_seconds": -1}')
    with pytest.raises(ProbeError, match="whichml machine-profile"):
        read_calibration()


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("WHICHML_CALIBRATION", str(tmp_path / "file" / "calibration.json"))
    with pytest.raises(ProbeError, match="WHICHML_CALIBRATION"):
        write_calibration(profile_machine(0.01))


def test_it_is_kept_in_the_users_configuration_unless_told_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHICHML_CALIBRATION", raising=False)
    assert calibration_path().parts[-2:] == ("whichml", "calibration.json")


def test_calibrating_needs_no_scikit_learn() -> None:
    root = Path(__file__).resolve().parents[2]
    program = (
        "import sys; from whichml.probe.machine.profiling import profile_machine;"
        "profile_machine(0.01); print(*sys.modules)"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env={"PYTHONPATH": f"{root}/kb"}
    )
    assert "numpy" in told.stdout.split()
    assert not {"sklearn", "scipy", "psutil", "pandas"} & set(told.stdout.split())
