"""Answers to made-up briefs with bounds on costs, and what they say of an algorithm."""

from __future__ import annotations

from typing import Any

from made_up_costs import calibrated

from small_knowledge import ContentFolder, brief
from whichml import Recommendation
from whichml.advise.recommendation import Advisor

SIZE = {"data__rows": 5000, "data__features": 20}


def must(quality: str, most: str, **more: Any) -> list[dict[str, Any]]:
    return [{"quality": quality, "max": most, "priority": "must", "kind": "problem", **more}]


def asked(folder: ContentFolder, requirements: list[dict[str, Any]], **fields: Any) -> Recommendation:
    """Return the answer for a project on a machine as fast as that of the sweeps."""
    said = brief(**{**SIZE, "requirements": requirements, **fields})
    return Advisor.of(folder.knowledge()).recommend(said, calibration=calibrated())


def reasons(answer: Recommendation, algorithm: str) -> str:
    return " ".join(r.text for e in answer.excluded if e.algorithm == algorithm for r in e.reasons)


def cautions(answer: Recommendation, algorithm: str) -> str:
    return " ".join(c.text for each in answer.candidates if each.algorithm == algorithm for c in each.cautions)
