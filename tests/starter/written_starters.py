"""Starters written by the command, run as their user would, or loaded to try one of their functions."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType

from click.testing import CliRunner, Result

from warm_copies import WarmProcess
from whichml.cli import whichml

LIBRARIES = (
    "lightgbm", "pandas", "sklearn.calibration", "sklearn.compose", "sklearn.ensemble",
    "sklearn.feature_extraction.text", "sklearn.impute", "sklearn.linear_model", "sklearn.model_selection",
    "sklearn.pipeline", "sklearn.tree",
)  # fmt: skip
"""What programs of starters import."""


def starter(*arguments: object) -> Result:
    return CliRunner().invoke(whichml, ["starter", *map(str, arguments)])


def trained_anew(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a project in a process that has nothing of whichml on its path, and has imported nothing yet."""
    command = [sys.executable, "-I", project / "train.py", *options]
    return subprocess.run(command, cwd=project.parent, env=_environment(), capture_output=True, text=True, check=False)


def trained(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a project as `trained_anew` does, in a copy of a process that has imported the libraries."""
    return _run_warm([str(project / "train.py"), *options], project.parent)


def run_inside(project: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code inside the folder of a project as `python -c` does, in such a copy."""
    return _run_warm(["-c", f"import sys; sys.path.insert(0, '')\n{code}"], project)


def _run_warm(command: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        status = _warm_process().copy(
            *command, folder=place, environment=_environment(), out=out, err=err
        ).wait()  # fmt: skip
        return subprocess.CompletedProcess(command, status, out.read_text("utf-8"), err.read_text("utf-8"))


@cache
def _warm_process() -> WarmProcess:
    return WarmProcess(("-I",), LIBRARIES, _environment())


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "WHICHML"))}


def loaded(project: Path) -> ModuleType:
    """Return the program of a project as a module."""
    spec = importlib.util.spec_from_file_location("train", project / "train.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def figures_in(output: str) -> dict[str, float]:
    """Return what a run printed, by the word of the line and the measure."""
    words = [line.replace(",", " ").split() for line in output.splitlines()]
    return {
        f"{each[0]} {' '.join(each[1:2])}": float(each[2]) for each in words if len(each) > 2 and _is_number(each[2])
    }


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace("-", "").replace("e", "").isdigit()
