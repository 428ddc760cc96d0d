"""A small checkout with a package and its tests, to be mutated."""

from __future__ import annotations

from pathlib import Path

import pytest

from whichml_workshop.mutation.checkout import Checkout

LIMITS = """
def is_allowed(n: int) -> bool:
    return n < 3


def countdown(n: int) -> int:
    while n > 0:
        n -= 1
    return n
"""
TESTS = """
import pytest
from small.limits import countdown, is_allowed

seen = []


@pytest.fixture(scope="module")
def answer():
    return countdown(2)


def test_two_is_allowed():
    seen.append(2)
    assert is_allowed(2)


def test_three_is_not_allowed():
    assert not is_allowed(3)


def test_a_countdown_ends(answer):
    assert answer == 0


def test_a_countdown_ends_at_zero(answer):
    assert answer >= 0


def test_leans_on_another():
    assert seen and is_allowed(1)


def test_is_wrong():
    assert is_allowed(5)
"""


@pytest.fixture
def small_checkout(tmp_path: Path) -> Checkout:
    """Return a checkout whose tests load no plugin that they do not need: these take longer than all of its tests."""
    files = {
        "src/small/__init__.py": "",
        "src/small/limits.py": LIMITS,
        "tests/test_limits.py": TESTS,
        "pytest.ini": "[pytest]\naddopts = -p no:schemathesis -p no:anyio\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return Checkout(tmp_path, ("src/small",), path=("src",))
