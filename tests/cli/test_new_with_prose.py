"""`whichml new` where somebody tells the whole project at the first question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typing_answers import typed, unwrapped

from whichml import Brief

PROSE = (
    "How many breakfasts tomorrow. The hotel writes down every morning how many guests come to breakfast, with the "
    "day and the weather, for four years, no graphics card is there, and the cook wants to know how many will come "
    "tomorrow and in the days after, so that the right amount is thawed."
)


def test_a_whole_project_is_offered_the_tasks_that_it_may_have(run: Any, path: Path) -> None:
    talk = unwrapped(run("new", path, stdin=typed(PROSE, "quit")))
    assert "A number chooses one of these: 1 forecasting" in talk
    assert "Read as deployment.accelerator" not in talk  # a fact beside its task is no answer to the question


@pytest.mark.parametrize("said", [("1",), ("forecasting",), ("guests of the next days", "forecasting")])
def test_what_was_told_is_kept_and_read_whoever_names_the_task(run: Any, path: Path, said: tuple[str, ...]) -> None:
    run("new", path, stdin=typed(PROSE, *said, "time-series", "done", "", ""))
    brief = Brief.load(path)
    assert (brief.task, brief.deployment.accelerator) == ("forecasting", "none")
    assert brief.notes is not None
    assert PROSE.rstrip(".") in brief.notes
