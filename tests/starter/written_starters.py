"""Starters written by the command, run as their user would, or loaded to try one of their functions."""

from __future__ import annotations

import atexit
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from types import ModuleType

from click.testing import CliRunner, Result

from whichml.cli import whichml


def starter(*arguments: object) -> Result:
    return CliRunner().invoke(whichml, ["starter", *map(str, arguments)])


def trained_anew(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a project in a process that has nothing of whichml on its path, and has imported nothing yet."""
    command = [sys.executable, "-I", project / "train.py", *options]
    return subprocess.run(command, cwd=project.parent, env=_environment(), capture_output=True, text=True, check=False)


def trained(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a project as `trained_anew` does, in a copy of a process that has imported the libraries."""
    command = [str(project / "train.py"), *options]
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        order = {
            "command": command, "folder": str(project.parent), "environment": _environment(), "out": str(out),
            "err": str(err),
        }  # fmt: skip
        status = os.waitstatus_to_exitcode(_ended(order))
        return subprocess.CompletedProcess(command, status, out.read_text("utf-8"), err.read_text("utf-8"))


def _ended(order: dict[str, object]) -> int:
    """Return how a copy of the warm process ended that carried out an order."""
    warm = _warm_process()
    assert warm.stdin is not None
    assert warm.stdout is not None
    warm.stdin.write(json.dumps(order) + "\n")
    warm.stdin.flush()
    return int(warm.stdout.readline())


@cache
def _warm_process() -> subprocess.Popen[str]:
    """Return the process whose copies run programs; it ends with this one."""
    command = [sys.executable, "-I", Path(__file__).with_name("warm_process.py")]
    process = subprocess.Popen(command, env=_environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def end() -> None:
        process.communicate()

    atexit.register(end)
    return process


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
