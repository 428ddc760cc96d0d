"""Briefs that name neither task nor data are read by all their words, and told as guesses, with `lenient` alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError
from whichml.model.words.brief_words import BriefWords, features_of_brief
from whichml.model.words.word_points import FOLDER, WordPoints, _unpacked, pack_tables, word_points
from whichml_workshop.descriptions.hurried import LABELS, read_hurried
from whichml_workshop.descriptions.written import FOLDER as WRITTEN
from whichml_workshop.descriptions.written import read_written

TESTS = Path(__file__).parents[1]
ROUTES = """
zadanie: routes for dialysis transport
vehicles: 14 (3 with wheelchair ramp)
trips: ca 160 per day, known the evening before, 8-12 changes during the day
minimise: kilometres, then overtime
how now: dispatcher by hand with a map
time to solve: under 5 minutes on a normal PC
"""
LICE = """
sea lice on salmon:
  want: how many lice are on each fish, and where on it
  photos: 4200 from the pen cameras, boxes drawn by two biologists
  runs on: a jetson in the pen
"""
TRIALS = """
- slot-die coating, six knobs, one run takes half a day and 400 USD
- we can afford 45 runs, have 12, and want to know which run to do next
- two physicists, no ML person
"""
PUMPS = "recordings of pumps, all of them healthy, tell us when a pump sounds unlike all others"


def leniently(text: str) -> Brief:
    return Brief.parse(text.encode(), "told.yaml", lenient=True)


@pytest.mark.parametrize(
    ("text", "task", "kind"),
    [
        (ROUTES, "planning", "tabular"),
        (LICE, "object-detection", "image"),
        (TRIALS, "experiment-selection", "tabular"),
        (PUMPS, "outlier-detection", "audio"),
    ],
)
def test_a_brief_under_any_names_a_list_a_project_or_a_text_is_read_as_a_whole(text: str, task: str, kind: str) -> None:
    brief = leniently(text)
    assert (brief.task, brief.data.modality) == (task, (kind,))
    guesses = [notice.guessed for notice in brief.notices if notice.guessed]
    assert guesses[0].startswith(f"`task` is taken as {task}")
    assert guesses[1] == f"`data.modality` is taken as {kind}"
    with pytest.raises(BriefError, match=r"missing|not a mapping"):
        Brief.parse(text.encode(), "told.yaml")


def test_the_words_that_a_task_is_guessed_by_stand_in_the_brief() -> None:
    for text in (ROUTES, LICE, TRIALS):
        (message,) = (each.message for each in leniently(text).notices if "`task` is missing" in each.message)
        words = message.partition(" by ")[2].rstrip(".").replace("`", "").split(", ")
        assert len(words) == 3
        assert all(word in text.lower() for word in words)


def test_names_that_say_what_is_wanted_count_more_than_what_stands_elsewhere() -> None:
    wanted = features_of_brief({"n": 40, "goal": "sort apples", "notes": "pears on a belt"})
    assert {"w:sort", "w:appl", "pear", "belt"} <= wanted
    assert "w:pear" not in wanted
    assert "w:pear" in features_of_brief({"n": 40, "notes": "pears on a belt"})  # where nothing says what is wanted


def test_of_an_endless_brief_only_the_beginning_is_read() -> None:
    told = {"goal": "sort apples", "notes": "pear " * 10_000, "more": "banana"}
    assert features_of_brief(told) == features_of_brief({"goal": "sort apples"})


def test_a_name_of_the_format_is_taken_before_any_other_words() -> None:
    given = {"task": "regression", "data": {"modality": "tabular"}, "notes": "Which trial next? Each run is dear."}
    brief = Brief.from_mapping(given, lenient=True)
    assert (brief.task, brief.data.modality) == ("regression", ("tabular",))
    assert not any(notice.guessed for notice in brief.notices)


def test_words_in_the_place_of_a_task_are_read_with_all_others_beside_them() -> None:
    data = {"modality": "image", "photos": 2400, "labels": "outlined by hand, each leaf"}
    given = {"task": "leaf blight", "goal": "which part of each leaf is ill, in pixels", "data": data}
    given["notes"] = "The outline tells how much of the leaf area is lost; the mask goes to the spraying map."
    brief = Brief.from_mapping(given, lenient=True)
    assert brief.task == "image-segmentation"


def test_a_brief_that_says_next_to_nothing_is_not_guessed() -> None:
    for told in ({"goal": "reduce costs"}, {"notes": "zorb"}, {"who": "my sister and me"}):
        with pytest.raises(BriefError, match="`task` is missing"):
            Brief.from_mapping(told, lenient=True)


def test_what_a_known_field_cannot_hold_is_read_with_the_notes() -> None:
    given = {"task": "regression", "data.modality": "tabular", "target": "the data must not leave the clinic"}
    brief = Brief.from_mapping(given, lenient=True)
    assert brief.data.residency == "stays-in-organisation"
    assert any(notice.is_left_out and "target" in notice.message for notice in brief.notices)


def test_the_place_of_what_stands_under_the_name_of_a_project_is_its_own() -> None:
    place = leniently(LICE).place_of("data.rows")
    assert place is not None
    assert place.line == 4


@pytest.mark.parametrize(
    "text",
    ["{}", "[]", "[{}]", "shop: {}", "task: {a: b}\nrequirements: [{quality: accuracy, min: 0.9}]", "- task: [1]\n"],
)
def test_what_says_nothing_is_refused_and_no_defect(text: str) -> None:
    with pytest.raises(BriefError):
        leniently(text)


def test_notes_of_a_list_follow_those_that_it_has_as_a_field() -> None:
    brief = leniently("- task: clustering\n- data: {modality: tabular}\n- description: shops\n- 40 of them\n")
    assert (brief.task, brief.notes) == ("clustering", "shops. 40 of them")


@pytest.mark.slow("costs more than half a second")
def test_an_installation_has_the_points_of_a_checkout(tmp_path: Path) -> None:
    packed = pack_tables(tmp_path)
    for path in FOLDER.glob("*.json"):
        assert _unpacked(packed, path.stem) == word_points(path.stem) == WordPoints.of_json(path.read_bytes())


def test_the_same_brief_is_read_alike_whatever_the_order_of_its_names() -> None:
    told = {"want": "who will not pay", "have": "loans, 3000 of them", "runs on": "our server", "who": "two analysts"}
    other = {"want": told["want"], **dict(reversed([*told.items()]))}
    one, two = (BriefWords(each) for each in (told, other))
    assert one.features == two.features
    assert one.tasks() == two.tasks()


def test_labels_of_hurried_briefs_are_known_and_a_bad_line_is_told(tmp_path: Path) -> None:
    briefs = read_hurried(TESTS)
    assert len({each.name for each in briefs}) == len(briefs)
    (tmp_path / LABELS).parent.mkdir(parents=True)
    for line, told in (("a.yaml\tbanana\t\ttabular", "banana is neither"), ("a.yaml\tregression", "2 columns, not 4")):
        (tmp_path / LABELS).write_text(line + "\n")
        (tmp_path / "a.yaml").write_text("goal: x\n")
        with pytest.raises(ValueError, match=told):
            read_hurried(tmp_path)


def test_briefs_of_a_writer_are_parted_by_heads_that_tell_what_is_meant(tmp_path: Path) -> None:
    folder = tmp_path / WRITTEN
    folder.mkdir(parents=True)
    first = "=== ranking | retrieval, recommendation | text\nwant: the best replies first\n"
    (folder / "a.txt").write_text(f"{first}=== clustering | | tabular, text\nour shops: which are alike: by sales\n")
    one, other = read_written(tmp_path)
    assert (one.task, one.also, one.kinds) == ("ranking", ("retrieval", "recommendation"), ("text",))
    assert one.given == {"want": "the best replies first"}
    assert (other.name, other.task, other.kinds) == ("written-a-2", "clustering", ("tabular", "text"))
    assert other.given == {"our shops": "which are alike: by sales"}


@pytest.mark.parametrize("head", ["grouping | | tabular", "clustering | grouping | tabular", "clustering | | numbers"])
def test_a_head_that_names_what_is_not_known_is_refused_with_its_line(tmp_path: Path, head: str) -> None:
    (tmp_path / WRITTEN).mkdir(parents=True)
    (tmp_path / WRITTEN / "a.txt").write_text(f"=== {head}\nwant: alike shops\n")
    with pytest.raises(ValueError, match=r"^a\.txt:1: (grouping|numbers) is neither a task nor a modality"):
        read_written(tmp_path)


def test_a_title_counts_for_its_task_where_a_brief_tells_more() -> None:
    notes = (
        "The kitchen writes down every morning how many guests of the hotel came to the breakfast room, with the day, "
        "the weather, the price of the room and the names of companies, and keeps these sheets of paper for four years."
    )
    counted = {
        title: BriefWords({"title": title, "notes": notes}).chances()["forecasting"]
        for title in ("How many breakfasts tomorrow", "Which guests are alike")
    }
    assert counted["How many breakfasts tomorrow"] > 2 * counted["Which guests are alike"]
    told = BriefWords({"description": f"How many breakfasts tomorrow. {notes}"})
    greeted = BriefWords({"description": f"Hi, how many breakfasts tomorrow. {notes}"})
    assert not told.is_short
    assert told.chances()["forecasting"] > greeted.chances()["forecasting"]
