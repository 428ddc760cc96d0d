"""What a model is built with beside its algorithm: the patterns of an answer that shape its loss, inputs or test."""

from __future__ import annotations

from typing import Final

from whichml.export.chains import chain_of
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Advice, Recommendation

_ANY_TASK: Final = "task"
"""The fact that every brief states, which makes no pattern more fitting than another."""


def built_with(answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph) -> tuple[Advice, ...]:
    """Return the patterns that shape the model, first those that most facts ask for, practices last of these.

    The solution that the leader has a place in is told with its name, and not once more.
    """
    chain = chain_of(answer, knowledge)
    told = {chain.pattern.id} if chain is not None else set()
    shaping = [each for each in answer.patterns if each.builds and each.pattern not in told]
    return tuple(sorted(shaping, key=lambda each: (-_n_facts(each, graph), each.kind == "practice", each.pattern)))


def _n_facts(advice: Advice, graph: JustificationGraph) -> int:
    return sum(not node.id.endswith(f":{_ANY_TASK}") for node in graph.facts(advice.because))
