"""Levels, utilities and the side of practice in the words of the full answer."""

from __future__ import annotations

from typing import Final

from whichml.advise.practice import REACH
from whichml.export.arguments import NEITHER
from whichml.export.document import BAD, GOOD, NEUTRAL, Mark
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.recommendation import RatedQuality, Utility

_SILENT: Final = 0.05 / (2 * REACH)
"""How far from the middle of its scale practice has no side: log-odds that round to nothing."""


def amount_or_level(rated: RatedQuality) -> str:
    """Return how much of a quality there is: beside a bound in its unit where that is known, else as a level."""
    return rated.amount if rated.verdict and rated.amount else rated.level


def behind_name(rated: RatedQuality) -> str:
    """Return the same behind the name of a quality: an amount in brackets, and nothing where nothing is known."""
    told = amount_or_level(rated)
    return f"({told})" if told != rated.level else told.replace("unknown", "")


def side_of(practice: PracticeTold) -> Mark:
    """Return whether what practice says speaks for a candidate or against it, by the words in which it is told."""
    if abs(practice.side - NEITHER) < _SILENT:
        return NEUTRAL
    return GOOD if practice.side > NEITHER else BAD


def spanned(utility: Utility) -> str:
    """Return a mean utility with the span that it may have."""
    return f"{utility.mean:.2f} ({utility.low:.2f} to {utility.high:.2f})"
