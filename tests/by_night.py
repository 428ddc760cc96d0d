"""How much the usual run tries of what repeats itself; `make nightly` tries all of it.

What a test tries many times over shows its behaviour in a part of them.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Final, TypeVar

import pytest

T = TypeVar("T")
IS_NIGHT: Final = os.environ.get("WHICHML_NIGHTLY") == "1"


def some_of(values: Sequence[T], every: int) -> Sequence[T]:
    """Return each `every`-th value, from the first on; by night all."""
    return values if IS_NIGHT else values[::every]


def examples(n_by_night: int) -> int:
    """Return on how many made-up values a property is tried: by day on a third of those by night."""
    return n_by_night if IS_NIGHT else n_by_night // 3


def by_night(*values: object) -> object:
    """Return a parameter that is tried by night alone, since others show the same."""
    return pytest.param(*values, marks=pytest.mark.skipif(not IS_NIGHT, reason="one more of several: make nightly"))


only_by_night = pytest.mark.skipif(not IS_NIGHT, reason="takes long and rarely breaks alone: make nightly")
