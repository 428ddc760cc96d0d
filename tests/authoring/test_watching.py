"""Waiting ends when a file changes, appears or goes, and not before."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from whichml.authoring.watching import changes_of, stamp_of


def change(path: Path) -> None:
    (path / "pack.yaml").write_text("rules: [and more]\n", encoding="utf-8")


def add(path: Path) -> None:
    (path / "another.yaml").write_text("rules: []\n", encoding="utf-8")


def remove(path: Path) -> None:
    (path / "pack.yaml").unlink()


@pytest.mark.parametrize("act", [change, add, remove])
def test_waiting_ends_with_a_change(act: Callable[[Path], None], tmp_path: Path) -> None:
    (tmp_path / "pack.yaml").write_text("rules: []\n", encoding="utf-8")
    looks: list[float] = []

    def wait(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            act(tmp_path)

    before = stamp_of([tmp_path])
    assert changes_of([tmp_path], wait) != before
    assert len(looks) == 3
