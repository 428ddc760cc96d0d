"""Which values of a document are numbers: yes and no are numbers to Python, and to nobody else."""

from __future__ import annotations

from typing import TypeGuard


def is_number(value: object) -> TypeGuard[int | float]:
    """Return whether a value is a number, whole or not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_whole(value: object) -> TypeGuard[int]:
    """Return whether a value is a whole number, written as one."""
    return isinstance(value, int) and not isinstance(value, bool)
