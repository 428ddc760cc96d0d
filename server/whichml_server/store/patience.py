"""How long a store waits for a database server that says nothing: less than a second since its last word."""

from __future__ import annotations

import math
import threading
import time
from typing import Final

from whichml_server.store.deadlines import seconds_left

SECONDS_OF_SILENCE: Final = 0.9
"""How long one use of the store waits for the server's next word."""
SECONDS_TO_REACH: Final = 0.5
"""How long it waits for a word on a new connection."""
SECONDS_TO_WAKE: Final = 0.3
"""How long it waits for the first word on one that was kept; what is left is for a new one, if that one is dead."""
_SECONDS_AFTER_SILENCE: Final = 1.0
"""How long others are told at once that the server says nothing, and do not wait as well."""


class Patience:
    """How long each thread still waits for a server; endless until a use of the store begins."""

    def __init__(self) -> None:
        self._of_thread = threading.local()
        self._lost_until = 0.0

    def begin(self) -> None:
        """Begin a use of the store; `TimeoutError` where the server said nothing a moment ago."""
        self.refuse_if_lost()
        self.renew()

    def renew(self) -> None:
        """Wait from here on as at the beginning of a use, whatever others have found out."""
        self._of_thread.ends = time.monotonic() + SECONDS_OF_SILENCE

    def refuse_if_lost(self) -> None:
        """Return where there is hope; `TimeoutError` where the server said nothing a moment ago, to any thread."""
        if time.monotonic() < self._lost_until:
            raise TimeoutError("the server said nothing a moment ago")

    def hear(self) -> None:
        """Take note that the server has said something, from where on it may be silent again."""
        if self._ends < math.inf:
            self.renew()

    def lose(self) -> None:
        """Take note, for all threads, that the server says nothing."""
        self._lost_until = time.monotonic() + _SECONDS_AFTER_SILENCE

    def never_end(self) -> None:
        """Wait for what takes long, until it is renewed or the next use begins."""
        self._of_thread.ends = math.inf

    @property
    def seconds_left(self) -> float:
        """Return for how long to wait yet, 0 where it is over."""
        return seconds_left(self._ends)

    @property
    def _ends(self) -> float:
        ends: float = getattr(self._of_thread, "ends", math.inf)
        return ends
