"""Printed decisions keep apart what speaks for an option and what rules another one out."""

from __future__ import annotations

from typing import Any

from small_knowledge import ContentFolder, rule
from whichml.export.answer_sections import AnswerSections
from whichml.export.words import flat

OPTIONS = ["one-off", "scheduled-retraining", "incremental"]


def forbids(name: str, option: str) -> dict[str, Any]:
    return rule(name, {"forbid": {"training-mode": option}})


def reasons(folder: ContentFolder, *rules: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is printed below the one decision: the sign of each line, and what it says."""
    folder.algorithm("one").decision("training-mode", OPTIONS, "one-off").rules(*rules)
    (entry,) = AnswerSections(folder.answer(), folder.knowledge()).decisions()
    return [
        (below.mark.sign, "".join(part for part in flat(below.words) if isinstance(part, str))) for below in entry.below
    ]


def test_what_forbids_another_option_is_told_as_ruling_it_out_and_not_as_support(folder: ContentFolder) -> None:
    found = reasons(folder, forbids("no-i", "incremental"), forbids("no-s", "scheduled-retraining"))
    assert [sign for sign, _ in found] == ["+", "x", "x"]
    assert not any(name in found[0][1] for name in ("no-i", "no-s", "No-i", "No-s"))
    assert [said.partition(":")[0] for _, said in found[1:]] == ["not Incremental", "not Scheduled-retraining"]


def test_rules_that_forbid_one_option_are_told_together(folder: ContentFolder) -> None:
    found = reasons(folder, forbids("no", "incremental"), forbids("neither", "incremental"))
    assert [sign for sign, _ in found] == ["+", "x"]
    assert "; " in found[1][1]


def test_where_rules_ask_for_an_option_these_are_told_alone(folder: ContentFolder) -> None:
    asked = rule("asked", {"decide": {"training-mode": "one-off"}, "strength": "should"})
    found = reasons(folder, asked, forbids("no", "incremental"))
    assert [sign for sign, _ in found] == ["+"]
