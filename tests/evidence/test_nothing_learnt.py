"""Where no candidate beats a constant prediction, everybody is told that first, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from made_up_evidence import evidence, number, scores

from answer_parts import why_out
from printed_documents import printed
from whichml import Brief, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.cli.measured_rank import measured_rank
from whichml.cli.probe_page import evidence_page
from whichml.export.answer_page import answer_page
from whichml.export.decision_record import decision_record
from whichml.export.evidence_report import evidence_report
from whichml.export.explanation import explain
from whichml.export.first_screen import first_screen
from whichml.export.kept_answers import read_answer
from whichml.export.next_step import next_command
from whichml.knowledge.base import Knowledge
from whichml.model.statements.evidence import Evidence, Measurement

TABLE = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 500, "data.features": 5}
CONSTANT, NAMES = "constant-baseline", ("random-forest", "logistic-regression", "linear-baseline")


def gain(name: str, value: float, margin: float, **more: object) -> Measurement:
    return number(name, "difference-to-constant", value, margin, statistic="mean", **more)


def run_of(gains: Sequence[float], margin: float, n: int = 10, **more: Any) -> Evidence:
    """Return a run in which each algorithm is so far above a constant of 0.5, with the same margin."""
    told: Iterator[Measurement] = (
        one
        for name, above in zip(NAMES, gains, strict=True)
        for one in (number(name, "score", 0.5 + above, statistic="mean", n=n), gain(name, above, margin, n=n))
    )
    return evidence(number(CONSTANT, "score", 0.5, statistic="mean", n=n), *told, **more)


NOISE = run_of((0.016, 0.0, -0.01), 0.05)


@pytest.fixture(scope="module")
def unlearnt(advisor: Advisor) -> Recommendation:
    return advisor.recommend(Brief.from_mapping(TABLE), [NOISE])


def test_no_page_on_noise_tells_anybody_to_start_or_calls_an_accuracy_high(
    unlearnt: Recommendation, knowledge: Knowledge
) -> None:
    screen = printed(first_screen(unlearnt, knowledge))
    pages = (screen, printed(answer_page(unlearnt, knowledge)), printed(decision_record(unlearnt, knowledge)))
    for page in (*pages, explain(unlearnt, knowledge, unlearnt.candidates[0].algorithm).text):
        assert "thing is shown to be learnt" in " ".join(page.split()) or "Nothing beats the constant" in " ".join(
            page.split()
        )
        assert "Start with" not in page
        assert "lead." not in page
        assert "Chosen option" not in page
    assert "Before any model: check the target" in screen
    assert "accuracy " not in screen.replace("accuracy: ", "")
    assert [line for line in screen.splitlines() if "accuracy:" in line and "nothing is shown" not in line] == []


def test_an_answer_on_noise_says_which_run_learnt_nothing_and_on_what_figures(unlearnt: Recommendation) -> None:
    (told,) = unlearnt.nothing_learnt
    assert told.run == NOISE.id
    assert "random-forest comes nearest, by +0.016 roc-auc (-0.034 to +0.066)" in told.text
    cited = {node.id for node in unlearnt.justification.nodes}
    assert set(told.because) <= cited
    assert {score.algorithm for score in unlearnt.scores} >= {"random-forest", "logistic-regression"}
    assert any("nothing beats the constant baseline" in notice for notice in unlearnt.notices)
    assert read_answer(unlearnt.to_json()) == unlearnt


def test_nothing_learnt_rules_nobody_out_and_leaves_accuracy_to_claims(
    advisor: Advisor, unlearnt: Recommendation
) -> None:
    plain = advisor.recommend(Brief.from_mapping(TABLE))
    assert why_out(unlearnt, "random-forest") == why_out(plain, "random-forest") == []
    assert unlearnt.top(1) == plain.top(1)


def test_a_record_tells_what_a_constant_scored_beside_what_was_measured(advisor: Advisor, knowledge: Knowledge) -> None:
    answer = advisor.recommend(Brief.from_mapping(TABLE), [run_of((0.3, 0.2, 0.2), 0.05)])
    assert answer.nothing_learnt == ()
    assert "a constant prediction; 0.5 roc-auc (10 parts)" in printed(decision_record(answer, knowledge))


def test_where_nothing_was_learnt_the_next_step_is_to_measure_and_not_to_build(unlearnt: Recommendation) -> None:
    assert next_command(unlearnt, "b.yaml", ["seen"]) == "whichml probe DATA.csv --target COLUMN --brief b.yaml"


@pytest.mark.parametrize(
    ("gains", "margin", "n", "is_told"),
    [
        ((0.06, 0.0, 0.0), 0.05, 10, False),
        ((0.05, 0.0, 0.0), 0.05, 10, True),
        ((0.05, 0.0, 0.0), 0.05, 3, True),
        ((0.05, 0.0, 0.0), 0.05, 2, False),  # the interval of two splits tells nothing
    ],
)
def test_one_candidate_beyond_its_interval_is_enough_to_have_learnt(
    advisor: Advisor, gains: Sequence[float], margin: float, n: int, is_told: bool
) -> None:
    told = run_of(gains, margin, n)
    answer = advisor.recommend(Brief.from_mapping(TABLE), [told])
    assert bool(answer.nothing_learnt) is is_told
    assert ("Nothing is shown to be learnt" in printed(evidence_page(told, ""))) is is_told
    assert ("Nothing is shown to be learnt" in printed(evidence_report(told))) is is_told
    assert ("Nothing is shown to be learnt" in printed(measured_rank(answer, told))) is is_told


@pytest.mark.parametrize(
    ("n", "splits", "compared", "budget"),
    [
        (3, "2 times 5 folds, whole groups, seed 0, 3 of the 10 parts compared", "3 of 10 held-out", "90s"),
        (4, "forward in time over 100 blocks, the newest 4 of them compared", "4 of 100 held-out", "9min"),
        (3, "once 3 folds, stratified by class, seed 0, of a sample of 600 rows", "3 held-out", "90s"),
    ],
)
def test_a_budget_that_ended_on_few_parts_is_said_to_be_too_short_for_that_verdict(
    advisor: Advisor, n: int, splits: str, compared: str, budget: str
) -> None:
    told = run_of((0.3, 0.2, 0.2), 0.4, n, splits=splits, complete=False)
    assert advisor.recommend(Brief.from_mapping(TABLE), [told]).nothing_learnt == ()
    for page in (evidence_page(told, "", 20.0), evidence_report(told, None, 20.0)):
        text = " ".join(printed(page).split())
        assert f"too short to tell whether anything is learnt: {compared} parts are compared" in text
        assert f"--budget {budget} should do" in text
        assert "Nothing is shown" not in text


def test_five_parts_or_a_run_that_compared_all_of_its_few_may_tell_that_nothing_was_learnt(advisor: Advisor) -> None:
    some = "2 times 5 folds, seed 0, 5 of the 10 parts compared"
    for told in (run_of((0.05, 0.0, 0.0), 0.05, 5, splits=some, complete=False),
                 run_of((0.05, 0.0, 0.0), 0.05, 3, splits="once 3 folds, seed 0", complete=False)):  # fmt: skip
        assert advisor.recommend(Brief.from_mapping(TABLE), [told]).nothing_learnt
        assert "Nothing is shown to be learnt" in printed(evidence_page(told, "", 20.0))


def test_evidence_of_before_differences_were_told_goes_by_the_scores(advisor: Advisor) -> None:
    def of(best: float) -> Recommendation:
        told = evidence(*scores(constant__baseline=0.5, random__forest=best, logistic__regression=0.4))
        return advisor.recommend(Brief.from_mapping(TABLE), [told])

    assert of(0.51).nothing_learnt == ()
    assert "nothing scores better than" in of(0.5).nothing_learnt[0].text.lower()


def test_a_run_that_learnt_something_stands_for_one_that_did_not(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping(TABLE), [NOISE, run_of((0.3, 0.2, 0.2), 0.05)])
    assert answer.nothing_learnt == ()
    assert any("nothing beats the constant baseline" in notice for notice in answer.notices)


def test_a_probe_tells_each_difference_to_the_constant_with_its_interval() -> None:
    page = " ".join(printed(evidence_page(run_of((0.3, 0.2, 0.2), 0.05), "")).split())
    assert "+0.300 beyond the constant (+0.250 to +0.350)" in page
    assert "beyond the constant: +0.200 (+0.150 to +0.250)" in page
