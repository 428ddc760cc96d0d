"""The practice that answers read is that of the learning and the tuning part, and answers agree with what it stands on.

The final part stays sealed: nothing here reads its answers.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from made_up_panel import PANEL

from by_night import IS_NIGHT, only_by_night
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import PRACTICE, Content
from whichml.knowledge.practice import Point, Practice
from whichml.knowledge.practised_facts import practised_shapes
from whichml.model.statements.conditions import parse_conditions
from whichml_workshop.elicited.design import NEUTRAL, prior_assessments
from whichml_workshop.elicited.fit import SOURCE
from whichml_workshop.elicited.grading import Figures, consensus_of, figures, grade
from whichml_workshop.elicited.panel import Panel, read_panel

pytestmark = pytest.mark.slow("looks at each brief of the panel")

N_GRADED = 400 if IS_NIGHT else 200


def _rows(name: str) -> list[list[str]]:
    with (PANEL / name).open(encoding="utf-8", newline="") as lines:
        return [*csv.reader(lines)]


@pytest.fixture(scope="module")
def practice(knowledge: Knowledge) -> Practice:
    assert knowledge.practice is not None
    return knowledge.practice


@pytest.fixture(scope="module")
def sample() -> Panel:
    """Return some briefs of the learning part that were not answered again since, the same each time."""
    superseded = {first for _, first in _rows("again.csv")}
    learning = {identity for identity, part in _rows("parts.csv") if part == "learning"}
    return read_panel(PANEL, random.Random(0).sample(sorted(learning - superseded), N_GRADED))


def _figures(panel: Panel, knowledge: Knowledge) -> Figures:
    """Return how far answers agree, from the steps alone that a grade looks at: whole answers take twice as long."""
    advisor, grades = Advisor.of(knowledge), {}
    for identity, brief in panel.briefs.items():
        steps = advisor.assess(brief)
        places = [(candidate.algorithm, *candidate.equivalents) for candidate in steps.ranked[0]]
        options = {answer.decision: answer.option for answer in steps.decided.answers}
        grades[identity] = grade(places, options, consensus_of(tuple(panel.answers[identity].values())))
    return figures(grades, panel.twins)


def _points(groups: Mapping[str, Mapping[str, tuple[Point, ...]]]) -> Iterator[tuple[str, str, Point]]:
    for group, subjects in groups.items():
        for subject, points in subjects.items():
            yield from ((group, subject, point) for point in points)


def test_the_file_is_what_the_fit_writes(practice: Practice) -> None:
    committed = (Content.shipped().facts / PRACTICE).read_bytes()
    assert Practice.model_validate_json(committed).to_json() == committed
    assert practice.to_json() == committed


def test_it_stands_on_the_learning_and_the_tuning_part(practice: Practice, knowledge: Knowledge) -> None:
    assert practice.briefs == sum(part in ("learning", "tuning") for _, part in _rows("parts.csv")) >= 954
    assert practice.source == SOURCE
    assert SOURCE in knowledge.sources


def test_every_situation_can_be_parsed_and_is_there_once(practice: Practice, knowledge: Knowledge) -> None:
    shapes = practised_shapes(knowledge.shapes)
    parsed = [parse_conditions(each.when, shapes) for each in practice.situations]
    assert len(parsed) > 300
    assert len(set(parsed)) == len(parsed)
    assert max(len(when) for when in parsed) <= 3


def test_every_subject_is_in_the_knowledge_base(practice: Practice, knowledge: Knowledge) -> None:
    known = {name for a in knowledge.algorithms.values() for name in (a.id, *a.ancestors)}
    subjects = {*practice.choices.points, *practice.mistakes.points}
    assert len(subjects) > 80
    assert subjects - known == set()
    options = {d.id: {option.id for option in d.options} for d in knowledge.decisions.values()}
    assert set(practice.options) == set(practice.written) == set(options)
    assert {(d, o) for d, points in practice.options.items() for o in points if o not in options[d]} == set()


def test_a_point_on_an_algorithm_is_told_by_no_more_briefs_than_its_situation_has(practice: Practice) -> None:
    found = list(_points({"choices": practice.choices.points, "mistakes": practice.mistakes.points}))
    assert len(found) > 2000
    assert [e for e in found if not 0 <= e[2].told <= practice.situations[e[2].situation].briefs] == []


def test_a_point_on_an_option_is_told_by_no_more_briefs_than_its_situation_has(practice: Practice) -> None:
    found = list(_points(practice.options))
    assert len(found) > 500
    assert [e for e in found if not 0 <= e[2].told <= practice.situations[e[2].situation].briefs] == []


def test_an_answerer_would_use_an_algorithm_in_no_more_briefs_than_accept_it(practice: Practice) -> None:
    told = {
        (subject, point.situation): point.told
        for subject, points in practice.choices.points.items()
        for point in points
    }
    used = {(subject, number): n for number, each in enumerate(practice.situations) for subject, n in each.used.items()}
    assert {frozenset(practice.situations[number].when) for _, number in used} == {
        frozenset({"task"}), frozenset({"task", "data.modality"}),
    }  # fmt: skip
    both = used.keys() & told.keys()
    assert len(both) > 400
    assert [key for key in both if not 0 < used[key] <= told[key]] == []
    assert sum(used[key] < told[key] for key in both) > len(both) / 2, "what can be defended is no first choice"


def test_no_point_is_too_small_to_matter(practice: Practice) -> None:
    groups = {"choices": practice.choices.points, "mistakes": practice.mistakes.points, **practice.options}
    assert min(abs(point.points) for _, _, point in _points(groups)) >= 0.02


def test_a_brief_is_seen_without_what_practice_says_of_it(sample: Panel, knowledge: Knowledge) -> None:
    few = sample.only(sorted(sample.briefs)[:3])
    seen = prior_assessments(few, knowledge)
    assert (
        prior_assessments(few, replace(knowledge, practice=NEUTRAL))
        == prior_assessments(few, replace(knowledge, practice=None))
        == seen
    )
    assert any(state.task or state.data for each in seen.values() for state in each.states.values())


def test_answers_agree_with_the_briefs_that_practice_was_learnt_from(sample: Panel, knowledge: Knowledge) -> None:
    found = _figures(sample, knowledge)
    assert set(sample.parts.values()) == {"learning"}
    assert found.briefs == N_GRADED
    assert found.asked > 200
    assert found.accepted >= 0.97
    assert found.first >= 0.93
    assert found.both_right >= 0.93
    assert found.decisions >= 0.83


@only_by_night
def test_without_practice_the_same_answers_agree_less(sample: Panel, knowledge: Knowledge) -> None:
    found = _figures(sample, replace(knowledge, practice=None))
    assert found.first < 0.9
    assert found.both_right < 0.85
