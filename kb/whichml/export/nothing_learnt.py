"""That nothing is shown to be learnt from a project's data, in the words of every page: no candidate beats a constant.

Whoever is told what to start with has to be told this first, whatever is claimed of the candidates elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from whichml.advise.measured_scale import FEWEST_SPLITS
from whichml.export.evidence_table import Row
from whichml.model.statements.evidence import CONSTANT, LINEAR
from whichml.model.statements.recommendation import Recommendation

NOTHING_LEARNT: Final = (
    "Nothing is shown to be learnt yet: no model that was measured beats a constant prediction beyond chance."
)
WHAT_TO_DO: Final = (
    "Before any model: check the target and how rows are held out, look for columns that can tell it, and measure on "
    "more rows or with a larger budget. Until then keep the constant prediction, or what decides today."
)


def unlearnt_in_words(answer: Recommendation) -> str:
    """Return what runs on the project's data say of it; empty where something was learnt, or nothing was measured."""
    return " ".join(each.text for each in answer.nothing_learnt[:1])


def no_gain_in_words(rows: Sequence[Row]) -> str:
    """Return that nobody of those compared beats the constant baseline; empty where somebody does, or none is told.

    Parameters
    ----------
    rows : as `rows_of` returns them
    """
    compared = [row for row in rows if row.is_compared]
    constant = next((row.score for row in compared if row.algorithm == CONSTANT), None)
    others = [row for row in compared if row.algorithm not in (CONSTANT, LINEAR) and row.score is not None]
    if constant is None or not others:
        return ""
    lows = [row.gain_low for row in others if row.gain_low is not None]
    if lows and compared[0].n_splits < FEWEST_SPLITS:
        return ""
    if any(low > 0 for low in lows) or (not lows and any((row.score or 0.0) > constant for row in others)):
        return ""
    how = (
        "beats a constant prediction beyond the interval of their difference" if lows else "beats a constant prediction"
    )
    return f"Nothing is shown to be learnt: no candidate {how}. {WHAT_TO_DO}"
