"""A law that a brief names and that its own words leave no room for is told beside the answer, and by `check`."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from small_knowledge import brief
from whichml import recommend
from whichml.cli import whichml
from whichml.knowledge.base import Knowledge

HIGH_RISK = {"stakes__regulation": ["eu-ai-act-high-risk"], "data__modality": "tabular"}
WEIGHTY = {
    "stakes__regulation": ["gdpr"], "stakes__cost_of_mistakes": "high", "data__privacy": "personal",
}  # fmt: skip


def told(knowledge: Knowledge, **fields: Any) -> list[str]:
    notices = recommend(brief(**fields), knowledge).notices
    return [each for each in notices if "a law in `stakes.regulation` asks for" in each]


@pytest.mark.parametrize("law", [HIGH_RISK, WEIGHTY], ids=["high risk", "weighty decisions on persons"])
def test_a_law_that_asks_for_people_is_told_where_the_brief_has_none(knowledge: Knowledge, law: dict[str, Any]) -> None:
    (notice,) = told(knowledge, **law, project__human_review=False)
    assert "project.human_review is false" in notice


@pytest.mark.parametrize("fields", [{}, {"project__human_review": True}], ids=["unknown", "there"])
def test_a_law_that_the_brief_leaves_room_for_is_not_told(knowledge: Knowledge, fields: dict[str, Any]) -> None:
    assert told(knowledge, **HIGH_RISK, **fields) == []


def test_a_deadline_that_leaves_no_time_for_people_is_no_slip_of_the_brief(knowledge: Knowledge) -> None:
    fast = {"deployment__interaction": "real-time", "requirements": [{"quality": "inference-latency", "max": "10 ms"}]}
    assert told(knowledge, **HIGH_RISK, **fast) == []


def test_people_who_are_missing_are_told_of_no_brief_without_a_law(knowledge: Knowledge) -> None:
    assert told(knowledge, project__human_review=False, stakes__cost_of_mistakes="high") == []


@pytest.mark.parametrize("command", ["check", "recommend"])
def test_check_and_the_screen_tell_it(command: str) -> None:
    asked = {"task": "binary-classification", "data.modality": "tabular", "project.human_review": False,
             "stakes.regulation": ["eu-ai-act-high-risk"]}  # fmt: skip
    shown = CliRunner().invoke(whichml, [command, "-"], input=json.dumps(asked))
    assert shown.exit_code == 0
    assert "asks for" in " ".join(shown.output.split())
    assert "project.human_review is false" in " ".join(shown.output.split())
