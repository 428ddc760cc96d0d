"""That nothing is shown to be learnt from a project's data, in the words of every page: no candidate beats a constant.

Whoever is told what to start with has to be told this first, whatever is claimed of the candidates elsewhere.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from whichml.advise.measured_scale import fewest_splits
from whichml.export.evidence_table import Row
from whichml.model.documents.expressions import expression
from whichml.model.statements.evidence import CONSTANT, LINEAR, Evidence
from whichml.model.statements.recommendation import Recommendation

NOTHING_LEARNT: Final = (
    "Nothing is shown to be learnt yet: no model that was measured beats a constant prediction beyond chance."
)
WHAT_TO_DO: Final = (
    "Before any model: check the target and how rows are held out, look for columns that can tell it, and measure on "
    "more rows or with a larger budget. Until then keep the constant prediction, or what decides today."
)
_ALL_PARTS: Final = expression(r"of the ([0-9]+) parts compared|over ([0-9]+) blocks")
"""How many parts there are, as the splits of evidence say it."""
_TIMES_AFTER_A_SAMPLE: Final = 4
"""How many times its budget a run is advised to have that came to a sample alone; nobody knows how much it lacked."""
_FIVE_MINUTES: Final = 300


def unlearnt_in_words(answer: Recommendation) -> str:
    """Return what runs on the project's data say of it; empty where something was learnt, or nothing was measured."""
    return " ".join(each.text for each in answer.nothing_learnt[:1])


def no_gain_in_words(evidence: Evidence, rows: Sequence[Row], budget_seconds: float | None = None) -> str:
    """Return that nobody of those compared beats the constant baseline; empty where somebody does, or none is told.

    Where the run ended on so few parts that no difference could be told from chance, that is said instead.

    Parameters
    ----------
    rows : as `rows_of` returns them
    budget_seconds : that the run had; None where nobody knows
    """
    compared = [row for row in rows if row.is_compared]
    constant = next((row.score for row in compared if row.algorithm == CONSTANT), None)
    others = [row for row in compared if row.algorithm not in (CONSTANT, LINEAR) and row.score is not None]
    if constant is None or not others:
        return ""
    lows = [row.gain_low for row in others if row.gain_low is not None]
    if any(low > 0 for low in lows) or (not lows and any((row.score or 0.0) > constant for row in others)):
        return ""
    if lows and compared[0].n_splits < fewest_splits(evidence):
        return _too_short_in_words(evidence, compared[0].n_splits, budget_seconds) if evidence.is_of_some_parts else ""
    how = (
        "beats a constant prediction beyond the interval of their difference" if lows else "beats a constant prediction"
    )
    return f"Nothing is shown to be learnt: no candidate {how}. {WHAT_TO_DO}"


def _too_short_in_words(evidence: Evidence, n_compared: int, budget_seconds: float | None) -> str:
    """Return that a budget was too short to tell whether anything is learnt, and which would do."""
    found = _ALL_PARTS.search(evidence.splits)
    n_parts = int(found[1] or found[2]) if found and " of a sample of " not in evidence.splits else 0
    of_all = f" of {n_parts}" if n_parts else ""
    larger = "a larger --budget"
    if budget_seconds is not None:
        wanted = budget_seconds * (n_parts / n_compared if n_parts else _TIMES_AFTER_A_SAMPLE)
        larger = f"--budget {_rounded_up(wanted)}"
    return (
        f"The budget was too short to tell whether anything is learnt: {n_compared}{of_all} held-out parts are "
        f"compared, and on so few no difference to the constant is beyond chance. {larger} should do for all of them; "
        "what was measured is kept, and the same command goes on from here."
    )


def _rounded_up(seconds: float) -> str:
    """Return a time as an option takes it: half minutes up to five minutes, then minutes."""
    if seconds <= _FIVE_MINUTES:
        return f"{math.ceil(seconds / 30) * 30}s"
    return f"{math.ceil(seconds / 60)}min"
