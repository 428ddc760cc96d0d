"""What holds of the answers to a hundred briefs, by day to half: screens, records, requirements, baselines, sureness.

They stand together so that each brief is answered once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from answered_briefs import AnsweredBriefs
from by_night import IS_NIGHT, some_of
from small_knowledge import SCENARIOS, hundred_of_panel
from whichml import KnowledgeBase, Recommendation
from whichml.advise.baselines import _are_of_one_kind
from whichml.advise.ranking import LIKELY_MISTAKE
from whichml.export.answer_page import answer_page
from whichml.export.answer_sections import AnswerSections
from whichml.export.baselines import baseline_beside
from whichml.export.budget_status import budgets_of
from whichml.export.chains import parts_beside
from whichml.export.decision_record import decision_record, to_markdown
from whichml.export.document import Section
from whichml.export.justification_graph import JustificationGraph
from whichml.export.markdown import markdown_of
from whichml.export.mistakes import mistake_of
from whichml.export.order_words import why_so_low
from whichml.export.record_details import RecordDetails
from whichml.export.requirement_status import statuses_of
from whichml.export.short_record import ShortRecord
from whichml.export.sureness import CLEAR_SHARE, how_sure
from whichml.export.telling_points import telling_points

pytestmark = pytest.mark.slow("answers dozens of briefs with what would turn them")

PANEL = some_of(hundred_of_panel(), 2)
SHARE = len(PANEL) / 100
N_WORDS = 1200


def made_for(knowledge: KnowledgeBase, answer: Recommendation) -> set[str]:
    """Return who solves the task and reads data of a kind that is there, if only the features that are made of them."""
    data = answer.brief["data"]
    assert isinstance(data, Mapping)
    read = {str(each) for each in (data["modality"] if isinstance(data["modality"], list) else [data["modality"]])}
    return {
        name for name, each in knowledge.algorithms.items()
        if answer.brief["task"] in each.facts.solves and not read.isdisjoint(each.facts.accepts)
    }  # fmt: skip


def test_the_screens_of_many_briefs_have_at_most_thirty_lines(kept_answers: AnsweredBriefs) -> None:
    assert len(PANEL) == (100 if IS_NIGHT else 50)
    longest = {path.stem: len(kept_answers.screen(path).splitlines()) for path in PANEL}
    assert {name: n for name, n in longest.items() if n > 30} == {}


def test_every_requirement_and_budget_has_a_row_or_is_counted(kept_answers: AnsweredBriefs) -> None:
    n_rows_seen = 0
    for path in [*SCENARIOS, *PANEL[::5]]:
        answer = kept_answers.answer(path)
        if not answer.candidates:
            continue
        statuses = statuses_of(answer, answer.candidates[0])
        text = kept_answers.screen(path)
        n_rows = len(re.findall(r"^  [+?!-] (?:met|likely met|open|at risk|ignored): ", text, re.MULTILINE))
        counted = re.search(r"^ *(\d+) more requirements: ", text, re.MULTILINE)
        n_asked = len(statuses) + len([*budgets_of(answer)])
        assert n_rows + (int(counted[1]) if counted else 0) == n_asked, path.name
        assert len(statuses) >= len(answer.brief.get("requirements", ())), path.name
        n_rows_seen += n_rows
    assert n_rows_seen > 20 * SHARE


def test_a_baseline_is_nothing_that_needs_a_detour(kept_answers: AnsweredBriefs, knowledge: KnowledgeBase) -> None:
    n_detours = 0
    for path in PANEL:
        answer = kept_answers.answer(path)
        baseline = baseline_beside(answer, knowledge) if answer.candidates else None
        ranked = (*answer.candidates, *answer.outclassed)
        by_detour = {name for each in ranked if each.reductions for name in (each.algorithm, *each.equivalents)}
        n_detours += baseline is not None and bool(by_detour - made_for(knowledge, answer))
        assert baseline is None or baseline.algorithm not in by_detour - made_for(knowledge, answer), path.name
    assert n_detours > 10 * SHARE


def test_a_caution_is_cut_only_where_thirty_lines_are_full(
    kept_answers: AnsweredBriefs, knowledge: KnowledgeBase
) -> None:
    n_whole = 0
    for path in PANEL:
        answer = kept_answers.answer(path)
        lines = kept_answers.screen(path).splitlines()
        told = " ".join(" ".join(lines).split())
        points = telling_points(answer, knowledge, JustificationGraph(answer))
        cautions = (each.ways[0] for each in points if each.piece.kind == "caution")
        said = next((each for each in cautions if each[:40] in told), "")
        if not said:
            continue
        is_whole = said in told
        n_whole += is_whole
        assert is_whole or len(said) > 200 or len(lines) >= 28, path.name
    assert n_whole > 3 * SHARE


def test_screen_page_and_record_say_alike_how_sure_a_lead_is(
    kept_answers: AnsweredBriefs, knowledge: KnowledgeBase
) -> None:
    n_clear = 0
    for path in [*SCENARIOS, *PANEL]:
        answer = kept_answers.answer(path)
        if not answer.candidates:
            continue
        turning = kept_answers.turning(path)
        said = how_sure(answer, turning, parts_beside(answer, knowledge))
        record, page = (
            decision_record(answer, knowledge, RecordDetails(turning=turning)),
            answer_page(answer, knowledge, turning),
        )
        screen = kept_answers.screen(path)
        for told in (screen, markdown_of(page), markdown_of(record)):
            assert said in " ".join(told.split()), path.name
        if said == "A clear lead.":
            n_clear += 1
            assert answer.candidates[0].first_rank_share >= CLEAR_SHARE
            assert "start with" not in screen, path.name
    assert n_clear >= 3 * SHARE


@pytest.mark.parametrize("path", [*SCENARIOS, *PANEL[::8]], ids=lambda path: path.stem)
def test_a_candidate_below_one_of_less_utility_says_why(
    path: Path, kept_answers: AnsweredBriefs, knowledge: KnowledgeBase
) -> None:
    answer = kept_answers.answer(path)
    ordered = (*answer.candidates, *answer.outclassed)
    lines = AnswerSections(answer, knowledge).ranking(ordered)
    for number, (candidate, line) in enumerate(zip(ordered, lines, strict=True)):
        is_lower = any(each.utility.mean < candidate.utility.mean for each in ordered[:number])
        assert bool(why_so_low(candidate, answer, knowledge)) is is_lower
        assert ("lower, as " in str(line.words)) is is_lower


def test_the_record_says_that_more_utility_stands_behind_its_options(
    kept_answers: AnsweredBriefs, knowledge: KnowledgeBase
) -> None:
    said = []
    for path in PANEL[::4]:
        answer = kept_answers.answer(path)
        likely = [each for each in answer.outclassed if mistake_of(each) >= LIKELY_MISTAKE]
        ordered = (*answer.candidates, *(each for each in answer.outclassed if each not in likely), *likely)
        record = markdown_of(Section("", ShortRecord(answer, knowledge).sections()))
        has_more = len(ordered) > 3 and max(e.utility.mean for e in ordered[3:]) > ordered[2].utility.mean
        assert ("not by utility alone" in record) is has_more, path.name
        said.append(has_more)
    assert {*said} == {True, False}


def test_the_records_of_many_briefs_fit_two_printed_pages(
    kept_answers: AnsweredBriefs, knowledge: KnowledgeBase
) -> None:
    longest = {path.stem: len(to_markdown(kept_answers.answer(path), knowledge).split()) for path in PANEL}
    assert {name: n for name, n in longest.items() if n > N_WORDS} == {}


def test_a_must_that_is_open_for_everybody_is_not_met(kept_answers: AnsweredBriefs) -> None:
    n_open = 0
    for path in PANEL:
        answer = kept_answers.answer(path)
        for candidate in answer.candidates[:1]:
            doubted = {caution.requirement for caution in candidate.cautions} - {""}
            for row in statuses_of(answer, candidate):
                n_open += row.requirement.id in doubted
                assert row.status != "met" or row.requirement.id not in doubted, path.name
    assert n_open > 10 * SHARE


def test_what_reaches_over_a_bound_is_never_told_as_met(kept_answers: AnsweredBriefs) -> None:
    n_judged = 0
    for path in PANEL:
        answer = kept_answers.answer(path)
        for candidate in answer.candidates:
            rated = {each.requirement: each for each in candidate.qualities if each.verdict}
            for row in statuses_of(answer, candidate):
                weighed = rated.get(row.requirement.id)
                n_judged += weighed is not None
                assert weighed is None or (row.status == "met") <= (weighed.verdict == "met"), path.name
    assert n_judged > 50 * SHARE


def test_a_baseline_is_usable_here_and_stands_in_the_answer(
    kept_answers: AnsweredBriefs, knowledge: KnowledgeBase
) -> None:
    n_named = 0
    for path in [*SCENARIOS, *PANEL]:
        answer = kept_answers.answer(path)
        if answer.baseline is None:
            continue
        n_named += 1
        name, groups = answer.baseline.algorithm, (*answer.candidates, *answer.outclassed)
        shown = {each for group in groups for each in (group.algorithm, *group.equivalents)}
        assert name in shown | {each.algorithm for each in answer.references if each.serves}, path.name
        assert name not in {each.algorithm for each in answer.excluded}, path.name
        assert name not in {each.algorithm for each in answer.unsupported}, path.name
        assert name not in (answer.candidates[0].algorithm, *answer.candidates[0].equivalents), path.name
        assert name in made_for(knowledge, answer), path.name
    assert n_named > 70 * SHARE


def test_a_reference_is_told_only_where_it_serves_as_a_baseline(kept_answers: AnsweredBriefs) -> None:
    n_told = 0
    for path in PANEL[::3]:
        serving = {choice.algorithm for choice, *_ in kept_answers.steps(path).evaluation.baselines()}
        for each in kept_answers.answer(path).references:
            n_told += 1
            assert each.serves is (each.algorithm in serving), path.name
    assert n_told > 10 * SHARE


def test_nobody_keeps_a_constant_where_a_listed_learner_serves(
    kept_answers: AnsweredBriefs, knowledge: KnowledgeBase
) -> None:
    """A leader that is listed itself has nothing simpler beside it that learns, but what most call a mistake there."""
    n_constants = 0
    for path in [*SCENARIOS, *PANEL]:
        answer = kept_answers.answer(path)
        if answer.baseline is None or answer.baseline.algorithm != "constant-baseline":
            continue
        n_constants += 1
        leader = answer.candidates[0]
        leads = {leader.algorithm, *leader.equivalents}
        ranked = {n for each in (*answer.candidates, *answer.outclassed) for n in (each.algorithm, *each.equivalents)}
        steps = kept_answers.steps(path)
        listed = [choice.algorithm for choice, *_ in steps.evaluation.baselines()]
        before = listed[: next((n for n, name in enumerate(listed) if name in leads), len(listed))]
        learners = {n for n in before if n in ranked and knowledge.algorithms[n].facts.role != "reference"}
        usable = {n for n in learners if steps.chance_of_mistake(n) < LIKELY_MISTAKE}
        assert not usable or _are_of_one_kind(knowledge, leader.algorithm, usable.pop()), path.name
    assert n_constants
