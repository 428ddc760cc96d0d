"""Established practice, reductions and mitigations that nobody stands for, in the form in which facts state them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from small_knowledge import CITED, SOURCE, ContentFolder, claim, rule
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Practice
from whichml.model.statements.recommendation import Candidate, Recommendation

HANDICAPPED = {"task": 0.0, "data": 0.0, "reference": 0.0, "short": 0.0, "far_short": 0.0}
Points = Mapping[str, Mapping[int, float]]
"""Log-odds by situation, for each subject."""


def practice(
    situations: Sequence[Mapping[str, Any]] = ({},),
    choices: Points | None = None,
    mistakes: Points | None = None,
    options: Mapping[str, Points] | None = None,
    **more: Any,
) -> Practice:
    """Return what the answerers of ten briefs have in common, five of whom agree on each point.

    Parameters
    ----------
    more : `usual`, `slope`, `written`, `taken_up`, or `handicaps` of choices
    """
    taken_up = _told(more.pop("taken_up", {}))
    handicaps = {**HANDICAPPED, **more.pop("handicaps", {})}
    return Practice.model_validate({
        "source": SOURCE,
        "briefs": 10,
        "situations": [{"when": when, "briefs": 10} for when in situations],
        "choices": {"points": _told(choices or {}), "handicaps": handicaps},
        "mistakes": {"points": _told(mistakes or {})},
        "options": {decision: _told(points) for decision, points in (options or {}).items()},
        "taken_up": taken_up,
        "usual": -9.0,
        **more,
    })  # fmt: skip


def _told(points: Points) -> dict[str, list[tuple[int, float, int]]]:
    return {subject: [(number, odds, 5) for number, odds in each.items()] for subject, each in points.items()}


def practised(knowledge: Knowledge, found: Practice) -> Advisor:
    """Return who answers from knowledge with established practice."""
    return Advisor.of(replace(knowledge, practice=found))


def reduction(folder: ContentFolder, identity: str, from_: str, to: str, **facts: Any) -> None:
    """Add a reduction of a task, unless its facts say that it is one of a modality."""
    folder.fact("reductions", {
        "id": identity, "name": f"By {identity}", "kind": "task", "from": from_, "to": to, "how": "Do it so.",
        "cost": "Something is lost.", "sources": CITED, **facts,
    })  # fmt: skip


def mitigation(folder: ContentFolder, identity: str, quality: str, *of: str, **more: object) -> None:
    """Add a way to mend a quality of some algorithms and families; of all where none is named."""
    folder.fact("mitigations", {
        "id": identity, "name": f"With {identity}", "quality": quality, "of": list(of), "how": "Add it.",
        "cost": "It takes time.", "sources": CITED, **more,
    })  # fmt: skip


def all_ranked(answer: Recommendation) -> dict[str, Candidate]:
    """Return the candidates of an answer by id, those that are outclassed too."""
    return {candidate.algorithm: candidate for candidate in (*answer.candidates, *answer.outclassed)}


def accurate_and_poorer(folder: ContentFolder) -> Knowledge:
    """Return an accurate and a poorer algorithm of different kinds, where accuracy counts."""
    folder.algorithm("accurate", claim("accuracy", "very-high"), family="tree-ensemble")
    folder.algorithm("poorer", claim("accuracy", "medium"))
    return folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}})).knowledge()
