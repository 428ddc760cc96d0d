"""What bears on a decision is a table with reasons: points look at nothing else, and rules agree with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from made_up_panel import small_folder

from small_knowledge import ContentFolder
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.practised_facts import LEADER
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.elicited.bearing import ALWAYS_BEAR, BEARING, EVERYTHING_BEARS, Bearing, read_bearing

DECISION = "training-mode"
ROW = {"because": "It moves.", "facts": ["data.drift"], "qualities": ["update-latency"], "decisions": [DECISION]}


@pytest.fixture
def small(tmp_path: Path) -> ContentFolder:
    return small_folder(tmp_path / "content")


def table(folder: ContentFolder, *rows: dict[str, Any]) -> Bearing:
    path = folder.content.facts / BEARING
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(list(rows)), "utf-8")
    return read_bearing(folder.content, folder.knowledge())


def test_a_situation_bears_where_all_that_it_looks_at_does(small: ContentFolder) -> None:
    found = table(small, ROW)
    assert found.bears({"data.drift": "fast"}, DECISION)
    assert found.bears({"task": "regression", "data.drift": "fast"}, DECISION)
    assert found.bears({LEADER: "tree"}, DECISION)
    assert found.bears({}, DECISION)
    assert not found.bears({"project.team_size": {"above": 3}}, DECISION)
    assert not found.bears({"data.drift": "fast", "project.team_size": {"above": 3}}, DECISION)


@pytest.mark.parametrize("field", ["asked.update-latency", "requirement.update-latency.max"])
def test_a_quality_stands_for_what_a_brief_asks_of_it(small: ContentFolder, field: str) -> None:
    assert table(small, ROW).bears({field: {"known": True}}, DECISION)
    assert not table(small, {**ROW, "qualities": []}).bears({field: {"known": True}}, DECISION)


def test_rows_add_up(small: ContentFolder) -> None:
    found = table(small, ROW, {**ROW, "facts": ["data.arrival"], "qualities": []})
    assert found.bears({"data.drift": "fast", "data.arrival": "stream"}, DECISION)


def test_on_a_decision_without_a_row_and_in_content_without_a_table_any_fact_may_bear(small: ContentFolder) -> None:
    assert table(small, ROW).bears({"project.team_size": {"above": 3}}, "fallback")
    (small.content.facts / BEARING).unlink()
    assert read_bearing(small.content, small.knowledge()) is EVERYTHING_BEARS


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"facts": ["data.drfit"]}, "names the fact 'data.drfit', which is not known."),
        ({"decisions": ["training-mood"]}, "names the decision 'training-mood', which is not known."),
        ({"qualities": ["speed"]}, "names the quality 'speed', which is not known."),
        ({"because": ""}, "holds no table that can be read"),
        ({"on": [DECISION]}, "holds no table that can be read"),
    ],
)
def test_what_is_not_known_or_gives_no_reason_is_refused(
    small: ContentFolder, changed: dict[str, Any], said: str
) -> None:
    with pytest.raises(KnowledgeError) as refusal:
        table(small, {**ROW, **changed})
    assert "facts/elicited/bearing.yaml" in str(refusal.value)
    assert said in str(refusal.value)


@pytest.fixture(scope="module")
def shipped(knowledge: Knowledge) -> Bearing:
    return read_bearing(Content.shipped(), knowledge)


def test_the_table_speaks_of_every_decision(shipped: Bearing, knowledge: Knowledge) -> None:
    assert set(shipped.by_decision) == set(knowledge.decisions)
    assert all(facts > ALWAYS_BEAR for facts in shipped.by_decision.values())


def test_what_a_rule_on_a_decision_reads_bears_on_it(shipped: Bearing, knowledge: Knowledge) -> None:
    rules = [rule for rule in knowledge.rules if rule.effect.kind in ("decide", "forbid")]
    assert len(rules) > 100
    read = {(rule.effect.target, condition.field) for rule in rules for condition in rule.when}
    assert {pair for pair in read if pair[1] not in shipped.by_decision[pair[0]]} == set()


def test_points_on_decisions_look_at_nothing_that_has_no_bearing(shipped: Bearing, knowledge: Knowledge) -> None:
    practice = knowledge.practice
    assert practice is not None
    pairs = {
        (decision, point.situation)
        for decision, options in practice.options.items()
        for points in options.values()
        for point in points
    }
    assert len(pairs) > 500
    without = [(d, practice.situations[n].when) for d, n in pairs if not shipped.bears(practice.situations[n].when, d)]
    assert without == []
