"""A panel is read from a folder; whatever is wrong with it is told in words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_up_panel import brief_text, write_panel

from whichml.model.documents.errors import BriefError, KnowledgeError
from whichml_workshop.elicited.panel import Answer, Panel, read_panel, write_answers

IDS = ("001", "002", "003", "004", "005")
PARTS = {"001": "learning", "002": "learning", "003": "learning", "004": "tuning", "005": "final"}
TWINS = (("001", "002"), ("003", "002"), ("003", "004"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a panel of five briefs: two answerers, a third for the first brief, three twins in a row and a pair."""
    said = {i: {"top": ["a"], "decisions": {"d": "x"}} for i in IDS}
    answers = {"two": said, "one": said, "three": {"001": {"top": []}}}
    return write_panel(tmp_path / "made-up", {i: brief_text(i) for i in IDS}, answers, PARTS, TWINS)


def test_a_folder_is_read_by_brief_and_answerer(folder: Path) -> None:
    panel = read_panel(folder)
    assert tuple(panel.briefs) == IDS
    assert panel.briefs["002"].id == "panel-002"
    assert {i: tuple(answers) for i, answers in panel.answers.items()} == {
        "001": ("one", "three", "two"), **dict.fromkeys(IDS[1:], ("one", "two")),
    }  # fmt: skip
    assert panel.answers["001"]["one"] == Answer(top=("a",), decisions={"d": "x"})
    assert panel.answers["001"]["three"].top == ()
    assert panel.twins == TWINS
    assert panel.parts == PARTS


def test_the_same_folder_reads_the_same_whatever_the_order_of_its_answers(folder: Path) -> None:
    before = read_panel(folder)
    written = json.loads((folder / "answers.json").read_text("utf-8"))
    turned = {who: dict(reversed(records.items())) for who, records in reversed(written.items())}
    (folder / "answers.json").write_text(json.dumps(turned), "utf-8")
    after = read_panel(folder)
    assert list(after.answers) == list(before.answers)
    assert [list(each) for each in after.answers.values()] == [list(each) for each in before.answers.values()]


def test_a_part_has_its_briefs_with_their_answers_and_only_the_twins_that_are_both_in_it(folder: Path) -> None:
    learning = read_panel(folder).of("learning")
    assert set(learning.briefs) == set(learning.answers) == set(learning.parts) == {"001", "002", "003"}
    assert learning.twins == (("001", "002"), ("003", "002"))
    assert read_panel(folder).of("tuning").twins == ()


def test_a_brief_of_the_first_list_counts_twice_where_there_was_a_longer_one(folder: Path) -> None:
    assert {read_panel(folder).weight(i) for i in IDS} == {1.0}
    (folder / "asked.csv").write_text("b,004\nc,003\n", "utf-8")
    panel = read_panel(folder)
    assert [panel.weight(i) for i in IDS] == [2.0, 2.0, 1.0, 1.0, 1.0]


def test_a_brief_counts_what_its_round_counts_where_one_says_so(folder: Path) -> None:
    (folder / "weights.csv").write_text("003,3\n005,0.5\n", "utf-8")
    panel = read_panel(folder)
    assert [panel.weight(i) for i in IDS] == [1.0, 1.0, 3.0, 3.0, 0.5]
    assert panel.of("tuning").weight("004") == 3.0


def test_what_labellers_found_in_notes_stands_beside_what_fields_say(folder: Path) -> None:
    before = read_panel(folder)
    (folder / "told.json").write_text('{"001": {"data.label_delay": "3 months", "data.drift": "fast"}}', "utf-8")
    panel = read_panel(folder)
    told, stated = panel.as_told("001").facts(), before.as_told("001").facts()
    assert {name: told[name] for name in told if told[name] != stated.get(name)}.keys() == {
        "data.label_delay", "data.drift",
    }  # fmt: skip
    assert panel.as_told("002").facts() == before.as_told("002").facts()
    assert panel.of("tuning").told == {}
    (folder / "told.json").write_text('{"999": {"data.drift": "fast"}}', "utf-8")
    with pytest.raises(KnowledgeError, match="999"):
        read_panel(folder)


def test_several_parts_together_have_the_twins_across_them(folder: Path) -> None:
    both = read_panel(folder).of("learning", "tuning")
    assert set(both.briefs) == {"001", "002", "003", "004"}
    assert both.twins == TWINS


def test_a_panel_of_no_part_is_empty(folder: Path) -> None:
    assert read_panel(folder).of() == Panel({}, {}, (), {})


def test_a_group_joins_twins_of_twins_under_the_least_id(folder: Path) -> None:
    panel = read_panel(folder)
    assert panel.groups == {"001": "001", "002": "001", "003": "001", "004": "001", "005": "005"}
    assert panel.only({"002", "003", "004"}).groups == {"002": "002", "003": "002", "004": "002"}


def test_groups_do_not_hang_on_the_order_of_twins(folder: Path) -> None:
    panel = read_panel(folder)
    turned = Panel(panel.briefs, panel.answers, tuple((b, a) for a, b in reversed(panel.twins)), panel.parts)
    assert turned.groups == panel.groups


def _without(name: str) -> Callable[[Path], None]:
    return lambda folder: (folder / name).unlink()


def _holding(name: str, text: str) -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_text(text, "utf-8")

    return write


def _with_answer(record: Any) -> Callable[[Path], None]:
    return _holding("answers.json", json.dumps({"one": {"001": record}}))


BROKEN: dict[str, tuple[Callable[[Path], None], str]] = {
    "no answers": (_without("answers.json"), "answers.json"),
    "no parts": (_without("parts.csv"), "parts.csv"),
    "no twins": (_without("twins.csv"), "twins.csv"),
    "answers that are no JSON": (_holding("answers.json", "{"), "Invalid JSON"),
    "answers that are a list": (_holding("answers.json", "[]"), "should be an object"),
    "a key that no answer has": (_with_answer({"best": ["a"]}), "best"),
    "an algorithm in the place of a list": (_with_answer({"top": "a"}), "top"),
    "a part with three columns": (_holding("parts.csv", "001,learning,yes\n"), "too many values"),
    "a twin that is alone": (_holding("twins.csv", "001\n"), "not enough values"),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_folder_that_is_broken_is_refused_with_its_name_and_what_is_wrong(folder: Path, what: str) -> None:
    damage, told = BROKEN[what]
    damage(folder)
    with pytest.raises(KnowledgeError) as refusal:
        read_panel(folder)
    assert str(refusal.value).startswith("made-up holds no panel that can be read: ")
    assert told in str(refusal.value)


@pytest.mark.parametrize(
    ("line", "seen"),
    [("001,training\n", "training"), ("", "001"), ("001,learning\n006,learning\n", "006")],
    ids=["a part that is none", "an answered brief without part", "a parted brief without answer"],
)
def test_briefs_that_are_not_parted_as_they_were_answered_are_named(folder: Path, line: str, seen: str) -> None:
    rest = "".join(f"{i},{part}\n" for i, part in PARTS.items() if i != "001")
    (folder / "parts.csv").write_text(line + rest, "utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        read_panel(folder)
    assert str(refusal.value) == f"made-up/parts.csv does not part the answered briefs: see {seen}."


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (_without("briefs/003.yaml"), "cannot be read: No such file"),
        (_holding("briefs/003.yaml", "task: guessing\n"), r"003\.yaml:1:7"),
    ],
    ids=["missing", "none"],
)
def test_a_brief_that_is_missing_or_none_is_refused_as_any_brief(
    folder: Path, damage: Callable[[Path], None], told: str
) -> None:
    damage(folder)
    with pytest.raises(BriefError, match=told):
        read_panel(folder)


def test_answers_are_written_one_record_on_a_line_and_read_again(folder: Path) -> None:
    before = read_panel(folder).answers
    records: dict[str, dict[str, object]] = {}
    for identity, answers in before.items():
        for who, answer in answers.items():
            records.setdefault(who, {})[identity] = answer.model_dump(mode="json")
    write_answers(folder / "answers.json", records)
    assert read_panel(folder).answers == before
    lines = (folder / "answers.json").read_text("utf-8").splitlines()
    assert sum(line.startswith('"00') for line in lines) == 11


def test_answers_are_written_the_same_whatever_their_order(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_answers(one, {"a": {"1": {"top": ["x"], "out": []}, "2": {}}, "b": {}})
    write_answers(other, {"b": {}, "a": {"2": {}, "1": {"out": [], "top": ["x"]}}})
    assert one.read_bytes() == other.read_bytes()


def test_twins_that_no_answered_brief_has_are_named(folder: Path) -> None:
    (folder / "twins.csv").write_text("001,099\n", "utf-8")
    with pytest.raises(KnowledgeError, match="099"):
        read_panel(folder)
