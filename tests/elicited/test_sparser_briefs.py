"""Briefs of which the task and the kinds of data are left, and what a fit learns of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_panel import LARGE_ROWS, SMALL_ROWS, brief_text, small_folder, write_panel

from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.brief import Brief
from whichml_workshop.elicited.design import prior_assessments
from whichml_workshop.elicited.evaluation import graded_held_out, summary
from whichml_workshop.elicited.fit import FitSettings, PracticeData, fit_practice
from whichml_workshop.elicited.panel import Panel, read_panel
from whichml_workshop.elicited.sparser import sparser, sparser_assessments

RICH = Brief.from_mapping({
    "id": "rich", "title": "Late trains", "task": "regression", "notes": "Rails are cold.",
    "data": {"modality": ["tabular", "text"], "rows": 4000, "features": 30, "drift": "slow"},
    "deployment": {"target": "cloud", "update_cadence": "daily"}, "stakes": {"explanation": "full"},
    "requirements": [{"quality": "inference-latency", "max": "40 ms"}], "priorities": ["accuracy", "interpretability"],
})  # fmt: skip


def test_what_is_left_is_the_task_and_the_kinds_of_data() -> None:
    assert sparser(RICH).normalised() == {"task": "regression", "data": {"modality": ["tabular", "text"]}}
    assert sparser(RICH).notices == ()


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


def test_briefs_of_one_task_and_the_same_data_are_seen_alike_where_nothing_else_is_told(
    panel: Panel, few: Knowledge
) -> None:
    seen = sparser_assessments(panel, few)
    assert {*seen} == {*panel.briefs}
    assert len({id(each) for each in seen.values()}) == 1
    alone = prior_assessments(replace(panel, briefs={"000": sparser(panel.briefs["000"])}), few)
    assert seen["000"] == alone["000"]


def test_answers_are_held_out_with_task_and_data_alone_too(panel: Panel, few: Knowledge) -> None:
    whole, less = graded_held_out(panel, few, FitSettings(), n_folds=2)
    assert {*whole} == {*less} == {*panel.briefs}
    assert summary(whole, ()).first >= summary(less, ()).first
