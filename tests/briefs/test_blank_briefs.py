"""Blank briefs, to be filled in."""

from __future__ import annotations

import re

import pytest

from whichml import Brief
from whichml.model.briefs.blank_brief import blank_brief
from whichml.model.format.field_help import example_text

PROJECTS = [("forecasting", "time-series"), ("record-linkage", "tabular"), ("control", "sensor-features")]
EXAMPLE = re.compile(r"^( *)# ([a-z_]+: .*)$", re.MULTILINE)


def blank(task: str, *modalities: str) -> str:
    return blank_brief(Brief.from_mapping({"task": task, "data": {"modality": list(modalities)}}))


def read(text: str) -> Brief:
    return Brief.parse(text.encode(), "brief.yaml")


@pytest.mark.parametrize(("task", "modality"), PROJECTS)
def test_a_blank_brief_says_its_task_and_its_data_and_nothing_else(task: str, modality: str) -> None:
    assert read(blank(task, modality)).facts() == {"task": task, "data.modality": (modality,)}


@pytest.mark.parametrize(("task", "modality"), PROJECTS)
def test_each_example_of_a_blank_brief_can_be_taken_as_it_stands(task: str, modality: str) -> None:
    text = blank(task, modality)
    examples = [each for each in EXAMPLE.finditer(text) if not each[2].startswith("notes")]
    assert len(examples) > 40
    for each in examples:
        filled = text[: each.start()] + each[1] + each[2] + text[each.end() :]
        assert read(filled) != read(text), each[2]


def test_a_blank_brief_holds_what_tells_something_of_the_project() -> None:
    assert "  # horizon: 14 days" in blank("forecasting", "time-series")
    assert "horizon" not in blank("clustering", "tabular")
    assert "  # text_length: 250" in blank("clustering", "tabular", "text")


def test_a_blank_brief_names_the_words_to_choose_from() -> None:
    assert "One of: known, unknown." in blank("clustering", "tabular")
    assert example_text("data.group_count").endswith("unknown")
    assert "Such as: " in blank("clustering", "tabular"), "of many laws the usual ones"


def test_a_blank_brief_of_two_classes_does_not_ask_how_many_there_are() -> None:
    assert "# classes: " not in blank("binary-classification", "tabular")
    assert "# classes: " in blank("multiclass-classification", "tabular")
