"""Briefs of which hardly anything is left, and what a fit learns of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from made_up_panel import LARGE_ROWS, SMALL_ROWS, brief_text, small_folder, write_panel

from by_night import only_by_night
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Practice
from whichml.knowledge.practised_facts import TOLD
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation
from whichml_workshop.elicited.design import prior_assessments
from whichml_workshop.elicited.evaluation import graded_held_out, summary
from whichml_workshop.elicited.fit import FitSettings, PracticeData, fit_practice
from whichml_workshop.elicited.panel import Panel, read_panel
from whichml_workshop.elicited.situations import key_of
from whichml_workshop.elicited.sparser import MOST_TOLD, little_told, sparser, sparser_assessments

pytestmark = pytest.mark.slow("fits practice to made-up panels")
RICH = Brief.from_mapping({
    "id": "rich", "title": "Late trains", "task": "regression", "notes": "Rails are cold.",
    "data": {"modality": ["tabular", "text"], "rows": 4000, "features": 30, "drift": "slow"},
    "deployment": {"target": "cloud", "update_cadence": "daily"}, "stakes": {"explanation": "full"},
    "requirements": [{"quality": "inference-latency", "max": "40 ms"}], "priorities": ["accuracy", "interpretability"],
})  # fmt: skip


def test_what_is_left_is_the_task_and_the_kinds_of_data() -> None:
    assert sparser(RICH).normalised() == {"task": "regression", "data": {"modality": ["tabular", "text"]}}
    assert sparser(RICH).notices == ()


@pytest.mark.parametrize("n_told", [1, 2, 5])
def test_so_many_things_more_are_left_as_are_asked_for_and_the_same_for_the_same_choice(n_told: int) -> None:
    left = sparser(RICH, n_told, "one")
    assert left == sparser(RICH, n_told, "one")
    assert len({*left.facts()} - {"task", "data.modality"}) + len(left.priorities) + len(left.requirements) >= n_told
    assert {*left.facts().items()} <= {*RICH.facts().items()}
    assert len({repr(sparser(RICH, n_told, str(choice)).normalised()) for choice in range(20)}) > 1


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


@only_by_night
def test_of_a_brief_that_says_little_practice_says_what_most_say_of_such_briefs(panel: Panel, few: Knowledge) -> None:
    elicited = PracticeData.of(panel, few)
    bare = Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular"})

    def answer(elicited: PracticeData) -> Recommendation:
        practice = fit_practice(elicited, few, FitSettings())
        return Advisor.of(replace(few, practice=practice)).recommend(bare)

    def utilities(answer: Recommendation) -> dict[str, float]:
        return {each.algorithm: each.utility.mean for each in (*answer.candidates, *answer.outclassed)}

    without, with_them = utilities(answer(replace(elicited, sparser=elicited.sparser[:0]))), utilities(answer(elicited))
    assert with_them["forest"] - with_them["line"] > without["forest"] - without["line"]


def test_what_whole_briefs_say_stays_as_it_is_and_a_brief_counts_once_where_little_is_told(
    panel: Panel, few: Knowledge
) -> None:
    elicited = PracticeData.of(panel, few)
    practice = fit_practice(elicited, few, FitSettings())
    alone = fit_practice(replace(elicited, sparser=()), few, FitSettings())
    assert practice.briefs == len(panel.briefs)
    assert all(each.briefs <= len(panel.briefs) for each in practice.situations)

    def of_whole(found: Practice) -> dict[str, list[tuple[str, float, int]]]:
        points = {
            name: [
                (key_of(found.situations[n].when), points, told)
                for n, points, told in several
                if TOLD not in found.situations[n].when
            ]
            for name, several in found.choices.points.items()
        }
        return {name: several for name, several in points.items() if several}

    assert of_whole(practice) == of_whole(alone)
    assert any(TOLD in each.when for each in practice.situations)
    assert not any(TOLD in each.when for each in alone.situations)


def test_briefs_of_one_task_and_the_same_data_are_seen_alike_where_nothing_else_is_told(
    panel: Panel, few: Knowledge
) -> None:
    seen = sparser_assessments(panel, few)
    assert {identity for identity, _ in seen} == {*panel.briefs}
    bare = [each for _, each in seen if not each.n_told]
    assert len(bare) == len(panel.briefs)
    assert len({id(each) for each in bare}) == 1
    alone = prior_assessments(replace(panel, briefs={"000": sparser(panel.briefs["000"])}), few)
    assert bare[0] == alone["000"]
    assert {each.n_told for _, each in seen} == {0, 1}


@only_by_night
def test_a_brief_is_in_the_situations_of_telling_little_as_long_as_it_tells_so_little(
    panel: Panel, few: Knowledge
) -> None:
    told = {each.n_told: little_told(each) for _, each in sparser_assessments(panel, few)}
    assert {each[TOLD] == 0 for each in told[1]} == {False}
    assert {key_of(each) for each in told[1]} < {key_of(each) for each in told[0]}
    whole = PracticeData.of(panel, few).seen["000"]
    assert whole.n_told > MOST_TOLD
    assert little_told(whole) == ()


@only_by_night
def test_answers_are_held_out_with_task_and_data_alone_too(panel: Panel, few: Knowledge) -> None:
    whole, less = graded_held_out(panel, few, FitSettings(), n_folds=2)
    assert {*whole} == {*less} == {*panel.briefs}
    assert summary(whole, ()).first >= summary(less, ()).first
