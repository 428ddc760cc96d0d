"""At every prompt of `whichml new` a line `FIELD: value` tells that field, and what was asked is asked again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typing_answers import typed, unwrapped

from whichml import Brief, KnowledgeBase
from whichml.knowledge.algorithm_calls import known_names
from whichml.model.documents.errors import BriefError
from whichml.model.replies.field_names import NAMED, fields_called, told_by_name

pytestmark = pytest.mark.slow("talks through interviews, each to its answer")
REQUESTS = "deployment.requests_per_day"


def test_a_line_that_names_a_field_sets_that_one_and_the_question_is_asked_again(run: Any, path: Path) -> None:
    lines = (REQUESTS, "stakes.cost_false_positive: 60 USD", "cases per day: 10", "9,000", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *lines))
    assert talk.exit_code == 0, talk.output
    assert "   stakes.cost_false_positive: 60 USD\n" in talk.stdout
    assert talk.stdout.count("How many predictions on an average day?") == 3
    facts = Brief.load(path).facts()
    assert (facts["stakes.cost_false_positive"], facts["project.cases_per_day"], facts[REQUESTS]) == (60.0, 10, 9000)


@pytest.mark.parametrize(
    "lines",
    [
        ("team_size: 4", "binary", "tabular", "", "done", "", ""),
        ("binary", "tabular", "project.team_size: 4", "Loans", "done", "", ""),
        ("binary", "tabular", "", "done", "team size: 4", "", ""),
        ("binary", "tabular", "", "done", "", "team_size: 4", ""),
        ("binary", "tabular", "", "project.budget", "5 EUR", "team_size: 4", "1.1", "done", "", ""),
    ],
)
def test_a_field_may_be_told_at_every_prompt(run: Any, path: Path, lines: tuple[str, ...]) -> None:
    talk = run("new", path, stdin=typed(*lines))
    assert talk.exit_code == 0, talk.output
    assert Brief.load(path).facts()["project.team_size"] == 4


@pytest.mark.parametrize("line", ["project.tried: xgb and Random Forest", "tried: random-forest, xgboost"])
def test_what_was_tried_is_told_by_names(run: Any, path: Path, line: str) -> None:
    talk = run("new", path, stdin=typed("binary", "tabular", "", line, "done", "", ""))
    assert talk.exit_code == 0, talk.output
    brief = Brief.load(path, known_names(KnowledgeBase.load()))
    assert brief.project.tried == ("random-forest", "xgboost")
    assert "it was tried here and did not do" in unwrapped(run("recommend", path, "--full"))


def test_a_name_that_no_field_has_is_refused_and_no_number_is_taken_from_its_line(run: Any, path: Path) -> None:
    lines = (REQUESTS, "stakes.cost_too_hgh: 60", "", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *lines))
    assert "there is no field 'stakes.cost_too_hgh'. Did you mean 'stakes.cost_too_high'?" in unwrapped(talk)
    assert REQUESTS not in Brief.load(path).facts()


def test_a_field_that_is_told_to_be_unknown_is_not_asked_for(run: Any, path: Path) -> None:
    run("new", path, stdin=typed("binary", "tabular", "data.residency: unknown", "done", "", ""))
    assert "# Asked for, and not known: data.residency\n" in path.read_text("utf-8")


def test_at_a_bound_what_a_field_and_a_quality_share_is_a_bound_where_it_has_an_amount(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("binary", "tabular", "", "done", "memory: 2 GB", "privacy: internal", "", ""))
    assert talk.exit_code == 0, talk.output
    brief = Brief.load(path)
    assert [each.quality for each in brief.requirements] == ["inference-memory"]
    assert brief.facts()["data.privacy"] == "internal"
    assert "deployment.memory" not in brief.facts()


def test_every_field_is_told_by_its_name_and_by_its_last_part_where_no_other_has_it() -> None:
    last = [name.rpartition(".")[2] for name in NAMED]
    assert len(NAMED) == len({*NAMED}) > 110
    for name, part in zip(NAMED, last, strict=True):
        assert told_by_name(f"{name}: 7") == (name, "7")
        assert (fields_called(part.replace("_", " ").capitalize()) == (name,)) is (last.count(part) == 1)


def test_a_name_that_several_fields_have_is_the_one_that_is_asked_for_or_refused_with_those() -> None:
    assert told_by_name("target: phone", "deployment.target") == ("deployment.target", "phone")
    with pytest.raises(BriefError, match=r"'target' may be data\.target or deployment\.target"):
        told_by_name("target: phone", "data.rows")


@pytest.mark.parametrize("line", ["all of them: 41,000", "Devices: a history", "10:30", "rows >= 5", "title"])
def test_other_lines_name_no_field(line: str) -> None:
    assert told_by_name(line, "title") is None
