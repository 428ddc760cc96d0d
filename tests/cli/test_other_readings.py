"""Where the task of a brief is a guess, the screen tells what the other tasks that it could be would start with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.cli.other_readings import guesses
from whichml.model.documents.errors import Notice

Run = Callable[..., Result]
MEMBERS = """\
goal: who among our members will stop coming and whom to call first
rows: 18000 members, visits, age, contract
"""


@pytest.fixture
def members(tmp_path: Path) -> Path:
    path = tmp_path / "members.yaml"
    path.write_text(MEMBERS, encoding="utf-8")
    return path


def guessed(brief: Brief, *instead: str) -> Brief:
    """Return a brief whose task is a guess that could be others as well."""
    brief._notices = (Notice("a guess", guessed="`task` is taken so and could be others", instead=instead),)
    return brief


def test_the_screen_tells_with_what_another_task_would_start(run: Run, members: Path, advisor: Advisor) -> None:
    brief = Brief.load(members, lenient=True)
    (instead,) = (notice.instead for notice in brief.notices if notice.instead)
    leader = advisor.recommend(brief.replace("task", instead[0])).candidates[0].name
    screen = " ".join(run("recommend", "--lenient", members).stdout.split())
    assert f"A guess: `task` is taken as {brief.task}; as {instead[0]} start with {leader}" in screen


def test_a_task_that_contradicts_the_brief_is_left_out(knowledge: KnowledgeBase, advisor: Advisor) -> None:
    told = {"task": "multiclass-classification", "data": {"modality": "tabular", "classes": 7, "rows": 4000}}
    brief = guessed(Brief.from_mapping(told), "binary-classification", "regression")
    (said,) = guesses(brief, advisor.recommend(brief), knowledge)
    assert said.startswith("`task` is taken as multiclass-classification; as regression ")
    assert "binary" not in said


def test_a_task_that_starts_with_the_same_says_so(knowledge: KnowledgeBase, advisor: Advisor) -> None:
    brief = guessed(Brief.from_mapping({"task": "clustering", "data": {"modality": "tabular"}}), "clustering")
    (said,) = guesses(brief, advisor.recommend(brief), knowledge)
    assert said == "`task` is taken as clustering; as clustering the same"


def test_a_guess_without_another_task_is_told_as_it_is(knowledge: KnowledgeBase, advisor: Advisor) -> None:
    brief = guessed(Brief.from_mapping({"task": "clustering", "data": {"modality": "tabular"}}))
    assert guesses(brief, advisor.recommend(brief), knowledge) == ("`task` is taken so and could be others",)
