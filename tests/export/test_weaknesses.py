"""A weakness of a leader is told by what shows its level, and only where such a solution has the quality at all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.export.weaknesses import weakness_in_words
from whichml.model.statements.recommendation import RatedQuality
from whichml.model.words.names_in_sentences import in_sentence


@pytest.fixture(scope="module")
def on_a_table(advisor: Advisor) -> Recommendation:
    return advisor.recommend(Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular"}))


def rated(answer: Recommendation, quality: str, level: str, basis: str = "") -> RatedQuality:
    """Return a quality of the leader as it would be at a level."""
    return replace(answer.candidates[0].qualities[0], quality=quality, level=level, basis=basis)


def test_a_level_is_told_by_what_shows_it(on_a_table: Recommendation, knowledge: KnowledgeBase) -> None:
    shown = knowledge.qualities["calibration"].levels["low"]
    said = weakness_in_words(rated(on_a_table, "calibration", "low"), on_a_table, knowledge)
    assert said == f"calibration: {in_sentence(shown).rstrip('.')}"


def test_what_was_measured_is_told_before_what_shows_a_level(
    on_a_table: Recommendation, knowledge: KnowledgeBase
) -> None:
    measured = rated(on_a_table, "calibration", "low", "off by a tenth on 9 tables")
    assert weakness_in_words(measured, on_a_table, knowledge) == "calibration: off by a tenth on 9 tables"


@pytest.mark.parametrize(("quality", "level"), [("calibration", "low..medium"), ("accuracy", "low")])
def test_what_lies_between_levels_or_nobody_has_tried_is_not_told(
    on_a_table: Recommendation, knowledge: KnowledgeBase, quality: str, level: str
) -> None:
    assert weakness_in_words(rated(on_a_table, quality, level), on_a_table, knowledge) == ""


def test_nobody_builds_inputs_of_a_plan(advisor: Advisor, on_a_table: Recommendation, knowledge: KnowledgeBase) -> None:
    plan = advisor.recommend(Brief.from_mapping({"task": "planning", "data.modality": "tabular"}))
    assert weakness_in_words(rated(on_a_table, "feature-engineering-need", "high"), on_a_table, knowledge)
    assert weakness_in_words(rated(plan, "feature-engineering-need", "high"), plan, knowledge) == ""
