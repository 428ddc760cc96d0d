"""The patterns of an answer in the order of how much of this brief asks for them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from whichml.export.justification_graph import JustificationGraph
from whichml.model.statements.architecture import Advice

_ANY_TASK: Final = "task"
"""The fact that every brief states: a pattern that reads it fits this task, and one that does not fits any."""


def most_asked_first(patterns: Iterable[Advice], graph: JustificationGraph) -> tuple[Advice, ...]:
    """Return patterns in an order that puts first what is most about this brief, and last what fits nearly any."""
    return tuple(sorted(patterns, key=lambda each: _order_of(each, graph)))


def _order_of(advice: Advice, graph: JustificationGraph) -> tuple[int, bool, bool, str]:
    """Return what sorts a pattern: how many facts beside the task ask for it, and whether the task does."""
    of_task = [node.about == _ANY_TASK for node in graph.facts(advice.because)]
    return -of_task.count(False), advice.kind == "practice", not any(of_task), advice.pattern
