"""What a process keeps until it ends, made out of the garbage collector's way."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


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
