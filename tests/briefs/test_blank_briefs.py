"""Blank briefs, to be filled in."""

from __future__ import annotations

import re

import pytest

from whichml import Brief, BriefError
from whichml.model.briefs.blank_brief import ToName, blank_brief, blank_brief_of_any
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_help import example_text
from whichml.model.values.vocabulary import MODALITIES, TASKS

TO_NAME = ToName(
    {"judges-differ": "how far two judges agree", "sold-out": "sales that stop where stock ends"},
    {"ages-from-layers": "ages of finds from the order of layers (Bayesian chronological modelling)"},
)
PROJECTS = [("forecasting", "time-series"), ("record-linkage", "tabular"), ("control", "sensor-features")]
EXAMPLE = re.compile(r"^( *)# ([a-z_]+: .*)$", re.MULTILINE)


def blank(task: str, *modalities: str) -> str:
    return blank_brief(Brief.from_mapping({"task": task, "data": {"modality": list(modalities)}}), TO_NAME)


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


def test_a_blank_brief_of_any_project_tells_all_tasks_kinds_of_data_and_fields() -> None:
    text = blank_brief_of_any({task: f"What {task} is. An example?" for task in TASKS}, TO_NAME)
    for task in TASKS:
        assert f"#      {task}: What {task} is. An example?" in text
    said = " ".join(text.replace("#", " ").split())
    assert f"the main one first: {', '.join(MODALITIES)}." in said
    told = set(BRIEF_FIELDS) - {"brief", "id", "evidence"}
    assert {name for name in told if f"# {name.rpartition('.')[2]}: " not in text} == set()
    assert max(map(len, text.splitlines())) <= 120


def test_a_blank_brief_lists_every_circumstance_that_may_hold_with_its_name() -> None:
    for text in (blank("clustering", "tabular"), blank_brief_of_any(dict.fromkeys(TASKS, "Something."), TO_NAME)):
        assert "#      judges-differ: how far two judges agree\n#      sold-out: sales" in text


def test_a_blank_brief_tells_what_else_may_be_asked_for_than_a_task_and_where_to_name_it() -> None:
    for text in (blank("clustering", "tabular"), blank_brief_of_any(dict.fromkeys(TASKS, "Something."), TO_NAME)):
        assert "#      ages-from-layers: ages of finds from the order of layers (Bayesian chron" in text
        said = " ".join(text.replace("#", " ").split())
        assert "name the problem first under `project.circumstances`" in said
    without = blank_brief_of_any(dict.fromkeys(TASKS, "Something."), TO_NAME._replace(problems={}))
    assert "the problem" not in without


def test_a_blank_brief_of_any_project_is_a_brief_once_task_and_data_are_given() -> None:
    text = blank_brief_of_any(dict.fromkeys(TASKS, "Something."), TO_NAME)
    with pytest.raises(BriefError, match="`task` is missing"):
        read(text)
    given = text.replace("# task: clustering", "task: forecasting").replace(
        "# modality: [tabular]", "modality: [audio]"
    )
    assert read(given).facts() == {"task": "forecasting", "data.modality": ("audio",)}
