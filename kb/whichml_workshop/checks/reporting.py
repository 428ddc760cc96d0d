"""How a check ends: what it found, how many they are, and its exit code."""

from __future__ import annotations

import sys
from collections.abc import Collection


def report(found: Collection[object], counted: str) -> int:
    """Print what was found, a line each, and on stderr what it counts to; return 0, or 1 where there is anything."""
    for each in found:
        print(each)
    print(counted, file=sys.stderr)
    return 1 if found else 0
