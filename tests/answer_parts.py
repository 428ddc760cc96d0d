"""What answers say of decisions, patterns and exclusions, and answers to briefs that are written as fields."""

from __future__ import annotations

from typing import Any

from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation


def answer_to(advisor: Advisor, given: dict[str, Any], **more: Any) -> Recommendation:
    """Return the answer to a brief with further fields, in whose names two underscores stand for the dot."""
    return advisor.recommend(Brief.from_mapping({**given, **{k.replace("__", "."): v for k, v in more.items()}}))


def patterns_of(answer: Recommendation) -> set[str]:
    return {each.pattern for each in answer.patterns}


def decisions_of(answer: Recommendation) -> dict[str, str]:
    return {each.decision: each.option for each in answer.decisions}


def why_out(answer: Recommendation, algorithm: str) -> list[str]:
    """Return why an algorithm is excluded; nothing where it is not."""
    return [reason.text for each in answer.excluded if each.algorithm == algorithm for reason in each.reasons]
