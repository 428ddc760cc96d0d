"""Two figures of decisions: how many turn on a fact that decides nothing, and how often practice overrides rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from made_up_panel import small_folder

from small_knowledge import SOURCE, ContentFolder, brief, rule
from whichml.advise.recommendation import Advisor
from whichml.knowledge.practice import Practice
from whichml.model.format.brief_fields import FACT_FIELDS
from whichml_workshop.elicited.grading import Consensus
from whichml_workshop.elicited.overrides import RuleOverrides, ruled_decisions
from whichml_workshop.elicited.placebos import PLACEBOS, placebo_flips, sampled

DECISION = "training-mode"
TEAM = {"project.team_size": {"above": 3}}


@pytest.fixture
def small(tmp_path: Path) -> ContentFolder:
    return small_folder(tmp_path / "content")


def advisor(folder: ContentFolder, *points: tuple[Mapping[str, Any], str, float]) -> Advisor:
    """Return who answers from practice with one point in each situation."""
    options: dict[str, list[tuple[int, float, int]]] = {"one-off": [], "incremental": []}
    for number, (_, option, odds) in enumerate(points):
        options[option].append((number, odds, 5))
    found = Practice.model_validate({
        "source": SOURCE, "briefs": 10, "situations": [{"when": when, "briefs": 10} for when, _, _ in points],
        "choices": {"points": {}}, "mistakes": {"points": {}}, "usual": -9.0, "options": {DECISION: options},
    })  # fmt: skip
    return Advisor.of(replace(folder.knowledge(), practice=found))


def test_a_decision_that_turns_on_a_placebo_is_counted_with_the_fact_that_turned_it(small: ContentFolder) -> None:
    told = {"one": brief(), "other": brief(project__team_size=9)}
    found = placebo_flips(told, advisor(small, ({}, "one-off", 2.0), (TEAM, "incremental", 4.0)))
    assert (found.told, found.decisions) == (2 * len(PLACEBOS) - 1, 2 * len(PLACEBOS) - 1), "one told its team already"
    assert (found.flips, found.led_alike, found.by_fact) == (1, 1, {"project.team_size": 1})
    assert "1 of 23 decisions turn" in found.text()
    assert "project.team_size 1" in found.text()


def test_what_does_not_turn_is_no_flip(small: ContentFolder) -> None:
    found = placebo_flips({"one": brief()}, advisor(small, ({}, "one-off", 2.0), (TEAM, "incremental", 1.0)))
    assert (found.flips, found.by_fact) == (0, {})
    assert found.text().endswith("; none")


def test_placebos_are_fields_of_a_brief() -> None:
    assert {name for name, _ in PLACEBOS} <= set(FACT_FIELDS)
    assert len({name for name, _ in PLACEBOS}) == len(PLACEBOS)


def test_the_same_briefs_are_drawn_in_every_run() -> None:
    briefs = {str(number): brief() for number in range(9)}
    assert sampled(briefs, 4) == sampled(dict(reversed(briefs.items())), 4)
    assert len(sampled(briefs, 4)) == 4
    assert sampled(briefs, 20) == briefs


def known(option: str | None) -> Consensus:
    return Consensus(frozenset(), frozenset(), {DECISION: frozenset({option})} if option else {})


@pytest.mark.parametrize(("agreed", "side"), [("one-off", "practice"), ("incremental", "rule"), (None, "")])
def test_an_override_is_told_with_whom_answerers_agree(small: ContentFolder, agreed: str | None, side: str) -> None:
    small.rules(rule("ought-to", {"decide": {DECISION: "incremental"}, "strength": "should"}))
    answer = advisor(small, ({}, "one-off", 9.0)).recommend(brief())
    assert [*ruled_decisions(answer, known(agreed))] == [(DECISION, True, side)]


def test_a_rule_that_is_followed_is_no_override_and_without_a_rule_there_is_none(small: ContentFolder) -> None:
    silent = advisor(small, ({}, "one-off", 9.0)).recommend(brief())
    assert [*ruled_decisions(silent, known("incremental"))] == []
    small.rules(rule("ought-to", {"decide": {DECISION: "one-off"}, "strength": "should"}))
    followed = advisor(small, ({}, "one-off", 9.0)).recommend(brief())
    assert [*ruled_decisions(followed, known("incremental"))] == [(DECISION, False, "")]


def test_overrides_are_counted_over_many_answers(small: ContentFolder) -> None:
    small.rules(rule("ought-to", {"decide": {DECISION: "incremental"}, "strength": "should"}))
    overridden = advisor(small, ({}, "one-off", 9.0)).recommend(brief())
    followed = advisor(small, ({}, "incremental", 9.0)).recommend(brief())
    each = [
        *ruled_decisions(overridden, known("one-off")), *ruled_decisions(overridden, known("incremental")),
        *ruled_decisions(followed, known("one-off")),
    ]  # fmt: skip
    found = RuleOverrides.over(each)
    assert (found.ruled, found.overridden, found.practice_agreed, found.rule_agreed) == (3, 2, 1, 1)
    assert found.text() == (
        "Rule overrides: practice takes another option in 2 of 3 decisions on which a rule speaks; answerers agree "
        "with practice in 1 of them and with the rule in 1; training-mode 2"
    )
