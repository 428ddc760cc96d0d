"""The architecture decisions that a record names beside the algorithm, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from whichml.export.document import Paragraph
from whichml.export.naming import Naming
from whichml.export.own_rules import OwnRules, strength_in_words
from whichml.export.record_reader import RecordReader
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.names_in_sentences import in_sentence

N_DECISIONS: Final = 4
LENGTH_OF_OWN: Final = 300
"""Letters of what packs of one's own say, from which on the rest is counted."""
_MOST_ASKED_FOR: Final = (
    "training-mode", "serving-form", "inference-placement", "human-role", "model-composition", "fallback",
    "explanation-form", "acquisition", "update-rollout", "experimentation", "feature-computation", "hardware",
)  # fmt: skip
"""Decisions in the order in which a reader of a record asks for them; the others come behind."""


def decided_with_it(answer: Recommendation, names: Naming, own: OwnRules, reader: RecordReader) -> Iterator[Paragraph]:
    """Yield one sentence with the main decisions that follow, those first that leave no choice, and how many more.

    Nothing where none does. What packs of one's own say has a sentence of its own, with what they decide.
    """
    places = {decision: place for place, decision in enumerate(_MOST_ASKED_FOR)}
    decided = sorted(
        (each for each in answer.decisions if each.decision not in own.decided),
        key=lambda each: (not each.tension, each.strength != "must", places.get(each.decision, len(places))),
    )
    said = [
        f"{in_sentence(names.decision(each.decision))}: {in_sentence(names.option(each.decision, each.option))}"
        f"{f' ({strength_in_words(each)})' if each.strength == 'must' or each.tension else ''}"
        for each in decided[:N_DECISIONS]
    ]
    rest = len(decided) - len(said)
    more = f"; {rest} more with {reader.full}" if rest else ""
    if said:
        yield Paragraph(f"Architecture: {'; '.join(said)}{more}.")
    yield from said_by_own(own, reader)


def said_by_own(own: OwnRules, reader: RecordReader) -> Iterator[Paragraph]:
    """Yield what packs of one's own say, in one sentence; nothing where they say nothing here."""
    said = own.in_words(LENGTH_OF_OWN, reader.full)
    if said:
        yield Paragraph(said)
