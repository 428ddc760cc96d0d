"""The architecture decisions that a record names beside the algorithm, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from whichml.export.document import Paragraph
from whichml.export.naming import Naming
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.names_in_sentences import in_sentence

N_DECISIONS: Final = 4
_MOST_ASKED_FOR: Final = (
    "training-mode", "serving-form", "inference-placement", "human-role", "model-composition", "fallback",
    "explanation-form", "acquisition", "update-rollout", "experimentation", "feature-computation", "hardware",
)  # fmt: skip
"""Decisions in the order in which a reader of a record asks for them; the others come behind."""


def decided_with_it(answer: Recommendation, names: Naming) -> Iterator[Paragraph]:
    """Yield one sentence with the main decisions that follow, and how many more there are; nothing where none does."""
    places = {decision: place for place, decision in enumerate(_MOST_ASKED_FOR)}
    decided = sorted(answer.decisions, key=lambda each: places.get(each.decision, len(places)))
    said = [
        f"{in_sentence(names.decision(each.decision))}: {in_sentence(names.option(each.decision, each.option))}"
        for each in decided[:N_DECISIONS]
    ]
    rest = len(decided) - len(said)
    more = f"; {rest} more with --full" if rest else ""
    if said:
        yield Paragraph(f"Architecture: {'; '.join(said)}{more}.")
