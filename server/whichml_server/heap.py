"""What the garbage collector does in a server: little, since answers leave no circles and knowledge stays."""

from __future__ import annotations

import gc
from typing import Final

N_MADE_BEFORE_A_LOOK: Final = 50_000
"""How many more objects have to be there than before, so that the youngest are looked through: some ten answers."""


def settle_heap() -> None:
    """Have the garbage collector leave alone what is in use, and collect what it was told so of and was dropped since.

    Else it looks through the parts of each answer while it is made, and now and then walks all of the knowledge, which
    takes longer than an answer.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    gc.set_threshold(N_MADE_BEFORE_A_LOOK)
