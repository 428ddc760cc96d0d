"""How a check or a script ends: what it found, how many they are, and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from whichml.model.documents.errors import WhichmlError


def report(found: Collection[object], counted: str) -> int:
    """Print what was found, a line each, and on stderr what it counts to; return 0, or 1 where there is anything."""
    for each in found:
        print(each)
    print(counted, file=sys.stderr)
    return 1 if found else 0


@contextmanager
def problems_told() -> Iterator[None]:
    """End with exit code 1 where content cannot be worked with, and print its problems in the place of a traceback."""
    try:
        yield
    except WhichmlError as refusal:
        raise SystemExit(str(refusal)) from None
