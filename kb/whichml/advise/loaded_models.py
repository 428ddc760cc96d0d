"""What memory a model takes at the least where nothing is claimed of it: what it takes stored."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from typing import Final

from whichml.advise.ratings import Rating
from whichml.model.format.field_relevance import TINY_MACHINES
from whichml.model.statements.conditions import Facts
from whichml.model.values.quantity import in_short_words
from whichml.model.values.scale import TOP, rank_of, span_text

MEMORY: Final = "inference-memory"
STORED: Final = "model-size"


def least_memory(stored: Rating | None, facts: Facts) -> Rating | None:
    """Return the memory of a model that is loaded whole, from its stored size up; None where that says nothing.

    Parameters
    ----------
    stored : the size of the model
    """
    if stored is None or not stored.applicable or stored.prediction is not None or stored.figures:
        return None
    if stored.interval is None or facts.get("deployment.target") in TINY_MACHINES:
        return None
    least = stored.interval[0]
    told = f"at least {in_short_words(least, 'bytes')}, as much as is stored of it"
    return replace(
        stored, high=TOP, most=TOP, highest=rank_of(TOP), level=span_text(stored.low, TOP), interval=(least, inf),
        amount="", as_used=told,
    )  # fmt: skip
