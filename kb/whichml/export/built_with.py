"""What a model is built with beside its algorithm: the patterns of an answer that shape its loss, inputs or test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from whichml.export.chains import chain_of
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml.model.statements.architecture import Advice
from whichml.model.statements.recommendation import Recommendation

_ANY_TASK: Final = "task"
"""The fact that every brief states: a pattern that reads it fits this task, and one that does not fits any."""


def built_with(answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph) -> tuple[Advice, ...]:
    """Return the patterns that shape the model, first those that most facts ask for.

    Of as many, practices are last, and what any task has comes behind what this task has. The solution that the leader
    has a place in is told with its name, and not once more.
    """
    chain = chain_of(answer, knowledge)
    told = {chain.pattern.id} if chain is not None else set()
    shaping = [each for each in answer.patterns if each.builds and each.pattern not in told]
    return most_asked_first(shaping, graph)


def most_asked_first(patterns: Iterable[Advice], graph: JustificationGraph) -> tuple[Advice, ...]:
    """Return patterns in an order that puts first what is most about this brief, and last what fits nearly any."""
    return tuple(sorted(patterns, key=lambda each: _order_of(each, graph)))


def _order_of(advice: Advice, graph: JustificationGraph) -> tuple[int, bool, bool, str]:
    """Return what sorts a pattern: how many facts beside the task ask for it, and whether the task does."""
    of_task = [node.about == _ANY_TASK for node in graph.facts(advice.because)]
    return -of_task.count(False), advice.kind == "practice", not any(of_task), advice.pattern
