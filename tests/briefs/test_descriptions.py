"""Tasks and kinds of data in a project's own words: read where a part names one, and guessed where one may guess.

`data/descriptions/` holds 480 descriptions of tasks and 280 of kinds of data by language models in the roles of many
professions, with what they say is meant. The second 240 and 120 were written when the tables of cues were there and
were not looked at before: of the tasks 188 were taken for what is meant or acceptable, 29 for something else, and 23
refused (without cues 86, 36 and 118), of the kinds of data 89 of 120 (31). They have suggested cues since.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import whichml.model
from whichml.model.brief import Brief
from whichml.model.cue_table import cue_table
from whichml.model.errors import BriefError
from whichml.model.modality_cues import likeliest_modalities, usual_modalities
from whichml.model.task_cues import likeliest_tasks
from whichml.model.vocabulary import MODALITIES, TASKS

CUES = Path(whichml.model.__file__).with_name("cues")
DESCRIPTIONS = Path(__file__).parents[1] / "data" / "descriptions"


def described(name: str) -> list[list[str]]:
    lines = (DESCRIPTIONS / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [[*line.split("\t"), "", ""] for line in lines]


def leniently(task: str, **data: object) -> Brief:
    return Brief.from_mapping({"task": task, "data": {"modality": "tabular", **data}}, lenient=True)


def guesses(brief: Brief) -> list[str]:
    return [notice.guessed for notice in brief.notices if notice.guessed]


def test_of_descriptions_of_tasks_nine_in_ten_are_taken_for_what_an_expert_accepts() -> None:
    rows = described("tasks")
    accepted = 0
    for text, modalities, best, others, *_ in rows:
        accept = {best, *(each.strip() for each in others.split(","))}
        try:
            accepted += leniently(text, modality=[each.strip() for each in modalities.split(",")]).task in accept
        except BriefError:
            continue
    assert len(rows) == 480
    assert accepted >= 0.9 * len(rows)


def test_of_descriptions_of_data_eight_in_ten_are_taken_for_what_an_expert_accepts() -> None:
    rows = described("modalities")
    accepted = 0
    for text, best, others, *_ in rows:
        accept = [{*each.strip().split("+")} for each in (best, *others.split(","))]
        try:
            accepted += {*leniently("clustering", modality=text).data.modality} in accept
        except BriefError:
            continue
    assert len(rows) == 280
    assert accepted >= 0.8 * len(rows)


@pytest.mark.parametrize(("name", "known"), [("tasks", TASKS), ("modalities", MODALITIES)])
def test_each_cue_speaks_for_something_known_and_stands_once(name: str, known: tuple[str, ...]) -> None:
    table = cue_table(name)
    assert {each for _, weights in table for each in weights} == {*known}
    assert all(weight > 0 for _, weights in table for weight in weights.values())
    lines = (CUES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    cues = [each.strip() for each in " ".join(line for line in lines if line.startswith(" ")).split(",")]
    assert len(cues) == len({*cues})
    assert all(cues)


@pytest.mark.parametrize(
    ("text", "task"),
    [
        ("anomaly detection on gearbox of robot arms", "outlier-detection"),
        ("uplift / did the campaign work?", "treatment-effect-estimation"),
        ("Demand forecasting for bakeries (daily)", "forecasting"),
        ("clustering - customers by what they buy", "clustering"),
    ],
)
def test_a_text_of_which_one_part_names_a_task_is_read_as_that_and_told(text: str, task: str) -> None:
    brief = Brief.from_mapping({"task": text, "data.modality": "tabular"})
    assert brief.task == task
    assert [notice.message for notice in brief.readings] == [f"`task` says '{text}', which is read as `{task}`."]


@pytest.mark.parametrize(
    "text", ["translation / summarisation", "clustering without groups", "visual quality control", "the last mile"]
)
def test_a_text_that_names_several_tasks_or_none_is_refused_as_long_as_nobody_may_guess(text: str) -> None:
    with pytest.raises(BriefError, match="`task` cannot be"):
        Brief.from_mapping({"task": text, "data.modality": "text"})


def test_what_is_guessed_is_told_with_what_it_could_be_instead() -> None:
    assert guesses(leniently("dedup customer records")) == ["`task` is taken as record-linkage"]
    assert guesses(leniently("visual quality control", modality="image")) == [
        "`task` is taken as binary-classification and could be outlier-detection or object-detection"
    ]


def test_the_kinds_of_data_and_the_facts_of_a_brief_decide_between_tasks() -> None:
    assert leniently("count the cells", modality="image").task == "object-detection"
    assert likeliest_tasks("segment the shop", ["image"])[0] == "image-segmentation"
    assert likeliest_tasks("segment the shop", ["tabular"])[0] == "clustering"
    assert "image-segmentation" not in likeliest_tasks("segment the shop", ["tabular"])
    assert likeliest_tasks("predict failures", (), {"data.events", "data.censored_share"})[0] == "survival-analysis"
    assert likeliest_tasks("predict failures")[0] == "binary-classification"


def test_a_title_or_notes_tell_the_task_where_its_own_words_do_not() -> None:
    brief = Brief.from_mapping(
        {"task": "video", "title": "Count cars at a crossing", "data.modality": "video"}, lenient=True
    )
    assert brief.task == "object-detection"


def test_kinds_of_data_that_stand_together_are_all_taken() -> None:
    brief = leniently("clustering", modality="chat transcripts with photos of receipts")
    assert brief.data.modality == ("text", "image")
    assert guesses(brief) == ["`data.modality` is taken as text, image"]
    assert Brief.from_mapping({"task": "record-linkage", "data.modality": "tabular text"}).data.modality == (
        "tabular",
        "text",
    )


def test_where_no_word_names_a_kind_of_data_the_task_tells_the_usual_one_or_nothing_does() -> None:
    assert leniently("translation", modality="zorbs").data.modality == ("text",)
    with pytest.raises(BriefError, match=r"`data.modality` cannot be 'zorbs'"):
        leniently("clustering", modality="zorbs")
    assert all(each in MODALITIES for task in TASKS for each in usual_modalities(task))


def test_no_word_of_a_long_text_is_looked_up() -> None:
    assert likeliest_tasks("cluster " * 200) == ()
    assert likeliest_modalities("photos " * 200) == ()
