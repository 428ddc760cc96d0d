"""Tasks and kinds of data in a project's own words: read where a part names one, and guessed where one may guess.

`data/descriptions/` holds descriptions by language models in the roles of many professions, each with what it
says is meant: words are learnt from all but `aside.tsv`, of which 118 of 420 tasks were read as meant or defensible
before (72 as something else, 230 refused), and 368 with points of eight writers, when it was first looked at.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.values.vocabulary import MODALITIES, TASKS
from whichml.model.words.described_data import likeliest_modalities, usual_modalities
from whichml.model.words.described_tasks import chances_of_tasks, most_likely
from whichml.model.words.word_points import LONGEST, WordPoints, chances, features_of_task, word_points
from whichml_workshop.descriptions.reading import ASIDE, Description, read_descriptions

DESCRIPTIONS = Path(__file__).parents[1] / "data" / "descriptions"


@pytest.fixture(scope="module")
def described() -> dict[str, tuple[Description, ...]]:
    return read_descriptions(DESCRIPTIONS)


def as_read(each: Description, **data: object) -> Brief | None:
    try:
        return leniently(each.wanted, **data)
    except BriefError:
        return None


def leniently(task: str, **data: object) -> Brief:
    return Brief.from_mapping({"task": task, "data": {"modality": "tabular", **data}}, lenient=True)


def guesses(brief: Brief) -> list[str]:
    return [notice.guessed for notice in brief.notices if notice.guessed]


@pytest.mark.slow("reads hundreds of descriptions")
def test_of_descriptions_that_nothing_was_learnt_from_nine_in_ten_tasks_and_eight_in_ten_data_are_taken_as_meant(
    described: dict[str, tuple[Description, ...]],
) -> None:
    aside = described[ASIDE]
    tasks = data = 0
    for each in aside:
        brief = as_read(each, modality=each.data)
        tasks += brief is not None and brief.task in {each.task, *each.also}
        data += brief is not None and brief.data.modality[0] in each.kinds
    assert len(aside) == 420
    assert tasks >= 0.9 * len(aside)
    assert data >= 0.85 * len(aside)


@pytest.mark.slow("costs more than half a second")
def test_of_short_descriptions_nine_in_ten_are_taken_for_what_an_expert_accepts(
    described: dict[str, tuple[Description, ...]],
) -> None:
    short = [each for each in described["short"] if each.wanted]
    read = [(as_read(each, modality=[*each.kinds]), {each.task, *each.also}) for each in short]
    assert len(read) == 480
    assert sum(brief is not None and brief.task in accept for brief, accept in read) >= 0.9 * len(read)


def test_data_are_taken_as_meant_where_nothing_is_told_of_the_task(
    described: dict[str, tuple[Description, ...]],
) -> None:
    taken = [bool(kinds := likeliest_modalities(each.data)) and kinds[0] in each.kinds for each in described[ASIDE]]
    assert sum(taken) >= 0.85 * len(taken)


def test_a_line_that_is_no_description_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "one.tsv").write_text("find frauds\tpayments\ttabular\tbinary-classification\t\nbanana\n")
    with pytest.raises(ValueError, match=r"one.tsv:2: 1 columns, not 5"):
        read_descriptions(tmp_path)
    (tmp_path / "one.tsv").write_text("find frauds\tpayments\ttabular\tbanana\t\n")
    with pytest.raises(ValueError, match=r"one.tsv:1: banana is neither a task nor a modality"):
        read_descriptions(tmp_path)


def test_points_of_words_add_up_and_say_which_words_speak_most() -> None:
    table = WordPoints(("one", "other"), (-10, 5), {"a": (0, 20), "b": (0, 3, 1, -2), "c": (1, 1)})
    assert table.log_odds({"a", "b", "unknown"}) == {"one": 1.3, "other": 0.3}
    assert table.told({"a", "b", "c"}, "one", 5) == ("a", "b")
    assert table.knows(["unknown", "c"])
    assert not table.knows(["unknown"])
    assert chances(table.log_odds({"c"}))["other"] > 0.8


@pytest.mark.parametrize(("name", "known"), [("tasks", TASKS), ("data", MODALITIES)])
def test_each_table_speaks_for_all_that_is_known(name: str, known: tuple[str, ...]) -> None:
    table = word_points(name)
    assert table.names == known
    assert {place for pairs in table.points.values() for place in pairs[::2]} == {*range(len(known))}


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
        "`task` is taken as binary-classification"
    ]
    assert guesses(leniently("score the risk of each bridge")) == [
        "`task` is taken as binary-classification and could be regression or paired-comparison-rating"
    ]


def test_the_kinds_of_data_and_the_facts_of_a_brief_decide_between_tasks() -> None:
    assert leniently("count the cells", modality="image").task == "object-detection"
    assert most_likely(chances_of_tasks("spot the cracks", ["image"]))[0] == "object-detection"
    assert most_likely(chances_of_tasks("spot the cracks", ["tabular"]))[0] == "binary-classification"
    assert most_likely(chances_of_tasks("segment the shop", ["image"]))[0] == "image-segmentation"
    assert "image-segmentation" not in most_likely(chances_of_tasks("segment the shop", ["tabular"]))
    assert (
        most_likely(chances_of_tasks("predict failures", (), {"data.events", "data.censored_share"}))[0]
        == "survival-analysis"
    )
    assert most_likely(chances_of_tasks("predict failures"))[0] == "binary-classification"


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


def test_of_a_long_text_only_the_beginning_is_read() -> None:
    text = "how long until it fails " + "?" * LONGEST + " forecast"
    assert features_of_task(text, "", ()) == features_of_task(text.removesuffix(" forecast"), "", ())
    assert most_likely(chances_of_tasks(text * 1000))[0] == "survival-analysis"


def test_arms_that_were_tried_tell_an_effect_from_a_plan() -> None:
    data = {"modality": "tabular", "arms": "none, a letter, a call", "outcome": "paid within a month"}
    brief = Brief.from_mapping({"task": "who gets which letter", "data": data}, lenient=True)
    assert (brief.task, brief.data.actions) == ("treatment-effect-estimation", "discrete")
    assert most_likely(chances_of_tasks("who gets which bed", ["tabular"]))[0] == "planning"
