"""Times of the monotonic clock until which somebody waits."""

from __future__ import annotations

import time


def seconds_left(until: float) -> float:
    """Return for how long to wait until a time of the monotonic clock, 0 where it is over."""
    return max(0.0, until - time.monotonic())
