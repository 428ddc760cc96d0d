"""What else a project asks for is answered beside its task, with what the brief tells of both."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from whichml import Brief, BriefError, KnowledgeBase, Recommendation, recommend
from whichml.advise.recommendation import Advisor
from whichml.export.decision_record import to_full_markdown, to_markdown
from whichml.model.briefs.further_briefs import further_brief
from whichml.model.briefs.known_names import KnownNames
from whichml.model.documents.document import Plain
from whichml.model.values.vocabulary import TASKS, Task
from whichml.model.words.described_data import usual_modalities

Run = Callable[..., Result]
LIFTS: dict[str, Plain] = {
    "task": "forecasting", "data.modality": "time-series", "data.series": 4000, "data.zero_share": 0.9,
    "data.decision_variables": 300, "data.hard_constraints": True, "deployment.target": "on-premises",
    "project.team_ml_skill": "low", "project.tried": ["transformer"], "stakes.cost_too_low": "4 USD",
}  # fmt: skip


def lifts(*tasks: str, **other: Plain) -> Brief:
    return Brief.from_mapping({**LIFTS, **other, **({"project.further_tasks": [*tasks]} if tasks else {})})


def answer_to(advisor: Advisor, *tasks: str) -> Recommendation:
    return advisor.recommend(lifts(*tasks))


def test_each_further_task_is_answered_as_the_brief_that_it_names(advisor: Advisor) -> None:
    further = answer_to(advisor, "planning", "outlier-detection").further
    assert [each.task for each in further] == ["planning", "outlier-detection"]
    for each in further:
        alone = advisor.recommend(Brief.from_mapping(each.brief))
        assert each.answer == alone.id
        assert tuple(choice.algorithm for choice in each.choices) == alone.top(3)


def test_what_is_told_of_right_answers_and_of_today_stays_with_the_task_of_the_brief(advisor: Advisor) -> None:
    plan, odd = (each.brief for each in answer_to(advisor, "planning", "outlier-detection").further)
    assert plan["data"] == {"modality": "tabular", "decision_variables": 300, "hard_constraints": True}
    assert odd["data"] == {"modality": "time-series", "series": 4000}
    assert plan["project"] == odd["project"] == {"team_ml_skill": "low"}
    assert plan["deployment"] == {"target": "on-premises"}
    assert "stakes" not in plan


def test_a_further_task_moves_nothing_of_the_answer_to_the_task(advisor: Advisor) -> None:
    alone, both = answer_to(advisor), answer_to(advisor, "clustering")
    told = {"id", "brief", "further", "justification"}
    assert both.model_dump(exclude=told) == alone.model_dump(exclude=told)
    assert not alone.further


def test_a_brief_does_not_ask_for_its_own_task_besides() -> None:
    with pytest.raises(BriefError, match=r"names forecasting, which is the `task`"):
        lifts("planning", "forecasting")


def test_a_task_that_is_none_is_refused_with_what_is_near() -> None:
    with pytest.raises(BriefError) as refusal:
        lifts("planing")
    assert refusal.value.problems[0].pointer == "/project.further_tasks/0"
    assert "'planning'" in str(refusal.value)


def test_screen_record_and_page_tell_what_to_start_with(knowledge: KnowledgeBase, run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lifts.yaml"
    path.write_text(
        "task: [demand forecasting, scheduling]\ndata: {modality: time-series, series: 4000}\n", encoding="utf-8"
    )
    answer = recommend(Brief.load(path), knowledge)
    first = answer.further[0].choices[0]
    said = f"For planning start with {first.name}, here {first.form}"
    told = f"For planning (--task planning) start with {first.name}"
    assert told in " ".join(run("recommend", path).stdout.split())
    full = " ".join(run("recommend", path, "--full").stdout.split())
    assert f"answer {answer.further[0].answer}" in full
    assert said in to_markdown(answer, knowledge)
    assert said in to_full_markdown(answer, knowledge)


def test_the_whole_answer_to_a_further_task_is_asked_for_by_its_name(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lifts.yaml"
    path.write_text(
        "task: forecasting\ndata: {modality: time-series, series: 4000}\nproject: {further_tasks: planning}\n",
        encoding="utf-8",
    )
    (further,) = Recommendation.model_validate_json(run("recommend", path, "--format", "json").stdout).further
    asked = Recommendation.model_validate_json(run("recommend", path, "--task", "planning", "--format", "json").stdout)
    assert (asked.id, asked.brief["task"]) == (further.answer, "planning")
    refused = run("recommend", path, "--task", "planing")
    assert refused.exit_code != 0
    assert "Did you mean 'planning'?" in str(refused.exception) + refused.output


def test_a_screen_with_as_many_further_tasks_as_a_brief_may_have_fits_a_terminal(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "lifts.yaml"
    others = "[planning, outlier-detection, clustering, survival-analysis]"
    path.write_text(
        "task: forecasting\ndata: {modality: time-series, series: 4000}\nproject: {further_tasks: " + others + "}\n",
        encoding="utf-8",
    )
    screen = run("recommend", path).stdout
    assert len(screen.splitlines()) <= 30
    assert screen.count("(--task ") == 4


@pytest.mark.parametrize("task", TASKS)
def test_every_brief_can_be_asked_for_every_other_task_in_data_that_it_may_have(
    scenarios: dict[str, Brief], task: Task
) -> None:
    usual = {*usual_modalities(task)}
    for brief in scenarios.values():
        asked = further_brief(brief, task, KnownNames())
        assert (asked.task, asked.requirements, asked.notes) == (task, (), None)
        assert {*asked.data.modality} in ({*brief.data.modality}, usual)
        assert not usual or usual & {*asked.data.modality}
