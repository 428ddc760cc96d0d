"""`whichml recommend` answers on one screen: what to start with, how sure, what was asked for, and what is next."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from small_knowledge import ROOT, SCENARIOS
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import TurningFact, turning_facts
from whichml.cli.terminal import print_document
from whichml.export.baselines import baseline_beside
from whichml.export.first_screen import first_screen, one_line
from whichml.export.justification_graph import JustificationGraph
from whichml.export.requirement_status import statuses_of

PANEL = sorted((ROOT / "tests/panel/briefs").glob("*.yaml"))[::12][:100]


def screen_of(path: Path, advisor: Advisor, knowledge: KnowledgeBase) -> str:
    """Return the first screen as eighty columns show it."""
    brief = Brief.load(path)
    answer = advisor.recommend(brief)
    turning = turning_facts(advisor, brief) if answer.candidates else ()
    console = Console(file=io.StringIO(), width=80, markup=False, emoji=False, highlight=False)
    print_document(first_screen(answer, knowledge, turning, path.name), console)
    text = console.file.getvalue()  # type: ignore[attr-defined]
    assert isinstance(text, str)
    return text


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_the_screen_of_a_scenario_has_at_most_thirty_lines(
    path: Path, advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    lines = screen_of(path, advisor, knowledge).splitlines()
    assert len(lines) <= 30
    assert max(map(len, lines)) <= 80


@pytest.mark.slow("answers a hundred briefs with what would turn them")
def test_the_screens_of_a_hundred_briefs_have_at_most_thirty_lines(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    assert len(PANEL) == 100
    longest = {path.stem: len(screen_of(path, advisor, knowledge).splitlines()) for path in PANEL}
    assert {name: n for name, n in longest.items() if n > 30} == {}


def test_the_screen_says_first_what_to_start_with_and_what_simple_baseline_to_keep(run, fraud, knowledge) -> None:  # type: ignore[no-untyped-def]
    leader = Advisor.of(knowledge).recommend(Brief.load(fraud)).candidates[0]
    second = run("recommend", fraud).stdout.splitlines()[1]
    assert second.startswith(f"Start with {leader.name}")
    assert re.search(r"Keep .+ beside it: ", " ".join(run("recommend", fraud).stdout.split()))


def test_every_requirement_has_a_row_or_is_counted(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    for path in [*SCENARIOS, *PANEL[::5]]:
        answer = advisor.recommend(Brief.load(path))
        if not answer.candidates:
            continue
        statuses = statuses_of(answer, answer.candidates[0], JustificationGraph(answer))
        text = screen_of(path, advisor, knowledge)
        n_rows = len(re.findall(r"^  [+?!-] (?:met|open|at risk|ignored): ", text, re.MULTILINE))
        counted = re.search(r"^ *(\d+) more requirements: ", text, re.MULTILINE)
        assert n_rows + (int(counted[1]) if counted else 0) == len(statuses), path.name
        assert len(statuses) >= len(answer.brief.get("requirements", ())), path.name


def test_a_requirement_is_met_where_the_leader_keeps_it_and_open_where_nothing_is_known(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    found = {each.bound: each.status for each in statuses_of(answer, answer.candidates[0], JustificationGraph(answer))}
    assert found == {
        "at most 0.001 USD": "met", "at most 3 s (p99)": "met", "at least 100/s": "met", "recall at least 0.8": "open",
    }  # fmt: skip


def test_a_fact_that_turns_the_answer_does_so_when_the_brief_says_it(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    brief = scenarios["credit-card-fraud"]
    first = advisor.recommend(brief).top(3)
    turning = turning_facts(advisor, brief)
    assert turning
    for each in turning:
        then = advisor.recommend(brief.replace(each.field, each.value)).top(3)
        assert then == each.first
        assert then != first


def test_facts_that_the_brief_states_or_that_tell_nothing_of_its_task_are_not_asked(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    for brief in scenarios.values():
        asked = {each.field for each in turning_facts(advisor, brief, n_most=12)}
        assert asked.isdisjoint(brief.facts())
        if brief.task != "forecasting":
            assert asked.isdisjoint({"data.horizon", "data.series", "data.intermittent"})


def test_a_turning_fact_is_told_with_what_to_start_with_then(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["credit-card-fraud"])
    turning = (TurningFact("data.relation", "linear", "linear", ("logistic-regression",)),)
    console = Console(file=io.StringIO(), width=80, markup=False, emoji=False, highlight=False)
    print_document(first_screen(answer, knowledge, turning), console)
    assert "data.relation? If linear: start with Logistic regression." in console.file.getvalue()  # type: ignore[attr-defined]


def test_where_nothing_is_left_the_screen_says_what_would_have_to_give(run, brief_file) -> None:  # type: ignore[no-untyped-def]
    page = run("recommend", brief_file("nothing-left")).stdout
    assert "Nothing on the list meets this brief." in page
    assert "~ Without " in page


def test_one_line_for_scripts_names_the_first_three_by_id(run, fraud, knowledge) -> None:  # type: ignore[no-untyped-def]
    answer = Advisor.of(knowledge).recommend(Brief.load(fraud))
    printed = run("recommend", fraud, "--short").stdout
    assert printed == one_line(answer) + "\n"
    assert [part.split(" ")[0] for part in printed.strip().split("; ")] == list(answer.top(3))


def test_two_forms_at_once_are_refused(run, fraud) -> None:  # type: ignore[no-untyped-def]
    refusal = run("recommend", fraud, "--full", "--short")
    assert refusal.exit_code == 2
    assert "Choose one of --full, --short and --format;" in refusal.stderr


def test_a_shipped_scenario_is_answered_by_its_name(run, fraud) -> None:  # type: ignore[no-untyped-def]
    named = run("recommend", "credit-card-fraud", "--short")
    assert named.exit_code == 0
    assert named.stdout == run("recommend", fraud, "--short").stdout


def test_a_file_comes_before_a_scenario_of_the_same_name(run, tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "credit-card-fraud").write_text("task: clustering\ndata: {modality: tabular}\n")
    assert "clustering on tabular data" in run("recommend", "credit-card-fraud").stdout


def test_a_bound_in_a_currency_without_a_rate_is_said_to_be_ignored(advisor: Advisor) -> None:
    bound = {"quality": "cost-per-prediction", "max": "0.01 EUR", "priority": "must"}
    fields = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 5000, "requirements": [bound]}
    answer = advisor.recommend(Brief.from_mapping(fields))
    (status,) = statuses_of(answer, answer.candidates[0], JustificationGraph(answer))
    assert (status.status, status.estimate) == ("ignored", "no exchange rate is given")
    priced = advisor.recommend(Brief.from_mapping({**fields, "exchange_rates": {"EUR": 1.08}}))
    (status,) = statuses_of(priced, priced.candidates[0], JustificationGraph(priced))
    assert status.status != "ignored"


def test_a_baseline_is_nothing_that_needs_a_detour(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    for path in PANEL:
        answer = advisor.recommend(Brief.load(path))
        baseline = baseline_beside(answer, knowledge) if answer.candidates else None
        ways = {each.algorithm: each.reductions for each in (*answer.candidates, *answer.outclassed)}
        references = {each.algorithm for each in answer.references}
        assert baseline is None or baseline.algorithm in references or not ways[baseline.algorithm], path.name
