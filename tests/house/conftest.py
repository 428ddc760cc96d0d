"""What several tests of the house read: the repository's files and its modules."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
IGNORED = {".git", ".venv", "__pycache__", "dist", "build"}


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def repository_files() -> list[Path]:
    """Every file that belongs to the repository, also those not committed yet."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:  # a source archive
        found = [path for path in ROOT.rglob("*") if not IGNORED & {*path.relative_to(ROOT).parts}]
    return sorted({path for path in found if path.is_file()})


@pytest.fixture(scope="session")
def modules() -> list[Path]:
    """Every module of the packages."""
    packages = ("kb/whichml", "kb/whichml_workshop", "server/whichml_server")
    found = [path for folder in packages for path in (ROOT / folder).rglob("*.py")]
    assert len(found) > 50
    return sorted(found)
