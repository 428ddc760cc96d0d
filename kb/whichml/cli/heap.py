"""What a process keeps until it ends, made out of the garbage collector's way, and left behind in one piece."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Final

N_MADE_BEFORE_A_LOOK: Final = 50_000
"""How many more objects have to be there than before, so that the youngest are looked through: a few times in all."""


def look_seldom() -> None:
    """Have the garbage collector look for circles a few times in a command and not for every 700 objects made."""
    gc.set_threshold(N_MADE_BEFORE_A_LOOK)


@contextmanager
def staying() -> Iterator[None]:
    """Have the garbage collector leave alone what is made inside, meanwhile and ever after.

    It walks all modules and all knowledge else, several times while they are made and again in the middle of an answer.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


@contextmanager
def leaving_at_once() -> Iterator[None]:
    """End the process with the exit code raised inside, without taking apart all that it holds.

    Taking it apart takes a twentieth of an answer. What is registered for the end runs all the same; where threads are
    left, or output that cannot be written, the process ends as others do.
    """
    try:
        yield
    except SystemExit as end:
        if isinstance(end.code, int) and threading.active_count() == 1:
            with suppress(OSError, ValueError):
                atexit._run_exitfuncs()
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(end.code)
        raise
