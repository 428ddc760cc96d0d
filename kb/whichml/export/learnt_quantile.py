"""What a quantile as the target of an experiment means, in the words of every page, and who learnt it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from whichml.export.evidence_table import Row
from whichml.model.statements.evidence import Evidence

_LOSS: Final = "quantile"
"""What every implementation says in its path that was given the loss of a quantile."""


def quantile_in_words(evidence: Evidence, rows: Sequence[Row]) -> str:
    """Return what candidates are compared by where costs set a quantile; empty where they do not.

    Parameters
    ----------
    rows : as `rows_of` returns them
    """
    quantile = evidence.quantile
    if quantile is None:
        return ""
    means = [row.algorithm for row in rows if row.is_compared and _LOSS not in row.implementation.lower()]
    who = (
        f" {', '.join(means)} learn{'s' if len(means) == 1 else ''} the mean: no loss for a quantile." if means else ""
    )
    return (
        f"{evidence.metric} is the share of the cost of all errors that is saved beside the best answer that is the "
        f"same for every row. A number too low costs {quantile / (1 - quantile):.3g} times one too high, so that the "
        f"{quantile:.3g} quantile costs least, and is what candidates learn.{who}"
    )
