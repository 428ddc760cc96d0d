"""Whether the labels at hand are any to learn from and to test on, as an answer sees it."""

from __future__ import annotations

from typing import Final

from whichml.model.statements.recommendation import Recommendation

BY_LOT: Final = "labels-by-lot"
"""The pattern that says not to learn from labels of cases that somebody chose."""


def labels_mislead(answer: Recommendation) -> bool:
    """Return whether an answer says not to learn from the labels at hand, so that nothing is measured on them."""
    return any(each.pattern == BY_LOT for each in answer.patterns)
