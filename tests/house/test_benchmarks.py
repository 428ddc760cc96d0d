"""The scripts that measure can be started: nobody runs them in the suite, so what they import goes unseen."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

BENCHMARKS = Path(__file__).resolve().parents[1] / "benchmarks"
SCRIPTS = sorted(path.name for path in BENCHMARKS.glob("bench_*.py"))


@pytest.mark.slow("starts a process for each benchmark")
@pytest.mark.parametrize("script", SCRIPTS)
def test_what_a_benchmark_imports_is_there(script: str) -> None:
    started = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[0] = {str(BENCHMARKS)!r}; import {script.removesuffix('.py')}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert started.returncode == 0, started.stderr


def test_every_benchmark_of_the_makefile_is_tried() -> None:
    makefile = (BENCHMARKS.parents[1] / "Makefile").read_text("utf-8")
    assert len(SCRIPTS) >= 4
    assert all(f"tests/benchmarks/{script}" in makefile for script in SCRIPTS)
