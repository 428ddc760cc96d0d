"""Briefs of which much is left out: the same in every run, never saying more, and what a fit learns of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_panel import LARGE_ROWS, SMALL_ROWS, brief_text, small_folder, write_panel

from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.brief import Brief
from whichml_workshop.elicited.evaluation import graded_held_out, summary
from whichml_workshop.elicited.fit import FitSettings, PracticeData, fit_practice
from whichml_workshop.elicited.panel import Panel, read_panel
from whichml_workshop.elicited.sparser import sparser

RICH = Brief.from_mapping({
    "id": "rich", "title": "Late trains", "task": "regression", "notes": "Rails are cold.",
    "data": {"modality": ["tabular", "text"], "rows": 4000, "features": 30, "drift": "slow"},
    "deployment": {"target": "cloud", "update_cadence": "daily"}, "stakes": {"explanation": "full"},
    "requirements": [{"quality": "inference-latency", "max": "40 ms"}, {"quality": "training-time", "max": "1 h"}],
    "priorities": ["accuracy", "interpretability"],
})  # fmt: skip


def leaves(given: object, path: tuple[object, ...] = ()) -> Iterator[tuple[tuple[object, ...], object]]:
    if isinstance(given, Mapping) and "quality" not in given:
        for name, each in given.items():
            yield from leaves(each, (*path, name))
    elif isinstance(given, list) and path == ("requirements",):
        for each in given:
            yield path, str(each)
    else:
        yield path, str(given)


@given(st.text(max_size=8))
def test_what_is_left_says_nothing_that_the_brief_does_not_say(identity: str) -> None:
    left = sparser(identity, RICH)
    assert {*leaves(left.normalised())} <= {*leaves(RICH.normalised())}
    assert (left.task, left.data.modality) == (RICH.task, RICH.data.modality)
    assert not left.title
    assert not left.notes
    assert left == sparser(identity, RICH)


def test_a_third_of_the_briefs_keep_nothing_more_and_others_a_part() -> None:
    n_kept = [len([*leaves(sparser(str(number), RICH).normalised())]) for number in range(600)]
    barest, whole = 2, len([*leaves(RICH.normalised())]) - 3  # without id, title and notes
    assert 0.25 < sum(each == barest for each in n_kept) / 600 < 0.42
    assert max(n_kept) > (barest + whole) / 2
    assert len({*n_kept}) > 5


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Knowledge:
    return small_folder(tmp_path_factory.mktemp("small") / "content").source("panel").knowledge()


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> Panel:
    """Two in three briefs have many rows, and there answerers take the forest; of the others they take the line."""
    many = {f"{number:03}": number % 3 > 0 for number in range(60)}
    briefs = {
        i: brief_text(i, data__rows=(LARGE_ROWS if big else SMALL_ROWS) + int(i), data__drift="slow")
        for i, big in many.items()
    }
    said = {i: {"top": ["forest" if big else "line"], "out": ["line" if big else "forest"]} for i, big in many.items()}
    folder = tmp_path_factory.mktemp("panel")
    return read_panel(write_panel(folder, briefs, {"one": said, "two": said}, dict.fromkeys(briefs, "learning")))


def test_of_a_brief_that_says_little_practice_says_what_most_say_of_such_briefs(panel: Panel, few: Knowledge) -> None:
    elicited = PracticeData.of(panel, few)
    bare = Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular"})

    def utilities(weight: float) -> dict[str, float]:
        practice = fit_practice(elicited, few, FitSettings(sparser=weight))
        answer = Advisor.of(replace(few, practice=practice)).recommend(bare)
        ranked = [*answer.candidates, *answer.outclassed]
        return {each.algorithm: each.utility.mean for each in ranked}

    without, with_them = utilities(0.0), utilities(0.5)
    assert with_them["forest"] - with_them["line"] > without["forest"] - without["line"]


def test_whole_briefs_alone_are_counted_behind_a_point(panel: Panel, few: Knowledge) -> None:
    practice = fit_practice(PracticeData.of(panel, few), few, FitSettings(sparser=0.5))
    assert practice.briefs == len(panel.briefs)
    assert all(each.briefs <= len(panel.briefs) for each in practice.situations)


def test_answers_are_held_out_with_much_left_out_too(panel: Panel, few: Knowledge) -> None:
    whole, less = graded_held_out(panel, few, FitSettings(), n_folds=2)
    assert {*whole} == {*less} == {*panel.briefs}
    assert summary(whole, ()).first >= summary(less, ()).first
