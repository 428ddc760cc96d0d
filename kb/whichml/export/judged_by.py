"""How solutions are judged here, in a clause: the metric, and how data are parted so that a test is like the use."""

from __future__ import annotations

from typing import Final

from whichml.export.justification_graph import JustificationGraph
from whichml.model.documents.expressions import expression
from whichml.model.statements.recommendation import Measurement, Recommendation
from whichml.model.values.metrics import judged_with, metric_name
from whichml.model.words.names_in_sentences import in_sentence

_JUDGED: Final = "accuracy"
_CHOICE: Final = "advice:metrics:"
"""How the node of a metric begins that the knowledge base chooses."""
_SENTENCE: Final = expression(r"(?<=\.)\s+")
_ASIDE: Final = expression(r"\s*\([^()]*\)")
"""The name of a class or function behind a way to part the data, which a programmer finds in the whole answer."""


def judged_by(answer: Recommendation, graph: JustificationGraph) -> str:
    """Return how solutions are judged: by which metric, on what held out; empty where nothing is known to judge by.

    So it is where the metric is merely the usual one of the task, which told most readers nothing of their project.
    """
    plan = next((each for each in answer.measurements if each.quality == _JUDGED), None)
    if plan is None or not _is_of_project(plan, graph):
        return ""
    how = _ASIDE.sub("", _SENTENCE.split(plan.procedure)[0]).rstrip(".")
    pair = judged_with(plan.metric)
    beside = f" with {in_sentence(metric_name(pair))}" if pair else ""
    return f"judged by {in_sentence(metric_name(plan.metric))}{beside}: {how[:1].lower()}{how[1:]}"


def _is_of_project(plan: Measurement, graph: JustificationGraph) -> bool:
    """Return whether a requirement names the metric, or a fact that not every brief states asks for it."""
    chosen = [node.id for node in graph.nodes(plan.because) if node.id.startswith(_CHOICE)]
    return not chosen or bool(graph.fields_of_project(chosen))
