"""A bound that claims keep and do not settle is open, with why; ranks stay, and what only seems sure is told so."""

from __future__ import annotations

import re

import pytest

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.answer_page import answer_page
from whichml.export.arguments import arguments_of
from whichml.export.decision_record import to_markdown
from whichml.export.document import Section
from whichml.export.first_screen import first_screen
from whichml.export.main_points import main_strengths
from whichml.export.requirement_status import RequirementStatus, statuses_of
from whichml.export.screen_parts import ScreenParts
from whichml.model.statements.recommendation import Candidate, Recommendation

COMPACT = "compact-convolutional-network"


def answered(
    advisor: Advisor, task: str, bound: str, at: str | None = None, algorithm: str = COMPACT
) -> tuple[Recommendation, Candidate]:
    asked = {"quality": "inference-latency", "max": bound, **({"at": at} if at else {})}
    told = {"task": task, "data": {"modality": "image", "labelled_rows": 20_000}, "requirements": [asked]}
    answer = advisor.recommend(Brief.from_mapping(told))
    return answer, next(each for each in (*answer.candidates, *answer.outclassed) if each.algorithm == algorithm)


def latency_of(answer: Recommendation, candidate: Candidate) -> RequirementStatus:
    (row,) = statuses_of(answer, candidate)
    return row


@pytest.mark.parametrize(
    ("task", "bound", "at", "status", "doubt"),
    [
        ("multiclass-classification", "100 ms", None, "met", ""),
        ("multiclass-classification", "100 ms", "median", "met", ""),
        ("multiclass-classification", "599 ms", "p99", "open", "usual times, not p99"),
        ("multiclass-classification", "600 ms", "p99", "met", ""),
        ("multiclass-classification", "300 ms", "p95", "met", ""),
        ("multiclass-classification", "5 s", "worst-case", "open", "usual times, not worst-case"),
        ("multiclass-classification", "6 s", "worst-case", "met", ""),
    ],
)
def test_times_settle_a_bound_at_a_percentile_that_is_far(
    advisor: Advisor, task: str, bound: str, at: str | None, status: str, doubt: str
) -> None:
    row = latency_of(*answered(advisor, task, bound, at))
    assert (row.status, row.doubt) == (status, doubt)


@pytest.mark.parametrize(
    ("bound", "at", "status", "doubt"),
    [
        ("100 ms", None, "open", "of other tasks"),
        ("100 ms", "worst-case", "open", "of other tasks; usual times, not worst-case"),
        ("600 ms", None, "met", ""),
    ],
)
def test_times_of_other_tasks_settle_a_bound_that_is_far(
    advisor: Advisor, bound: str, at: str | None, status: str, doubt: str
) -> None:
    row = latency_of(*answered(advisor, "outlier-detection", bound, at))
    assert (row.status, row.doubt) == (status, doubt)


def test_a_doubted_bound_moves_no_rank_and_no_utility(advisor: Advisor) -> None:
    plain, _ = answered(advisor, "multiclass-classification", "100 ms")
    doubted, candidate = answered(advisor, "multiclass-classification", "100 ms", "p99")
    assert latency_of(doubted, candidate).status == "open"
    assert [(c.algorithm, c.utility) for c in doubted.candidates] == [
        (c.algorithm, c.utility) for c in plain.candidates
    ]
    assert [each.algorithm for each in doubted.excluded] == [each.algorithm for each in plain.excluded]


def test_a_must_that_only_a_claim_of_low_confidence_keeps_is_likely_met_everywhere(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["cancer-prognosis"].replace("project.team_ml_skill", "low"))
    leader = answer.candidates[0]
    (rated,) = (each for each in leader.qualities if each.quality == "calibration at least medium")
    assert (rated.verdict, rated.doubt, rated.low) == ("open", "inferred, low confidence", 1.0)
    assert [each.quality for each in leader.unsettled] == ["calibration"]
    assert "calibration at least medium" not in {each.quality for each in arguments_of(leader).good}
    screen = " ".join(printed(first_screen(answer, knowledge)).split())
    assert "? likely met: Calibration must be at least medium; medium" in screen
    assert "+ met: Interpretability must be at least high" in screen
    assert re.search(
        r"\| Calibration at least medium \| likely met \(inferred, low confidence\) \|", to_markdown(answer, knowledge)
    )


def test_what_claims_of_low_confidence_keep_with_room_is_met(advisor: Advisor, scenarios: dict[str, Brief]) -> None:
    answer = advisor.recommend(scenarios["sidewalk-robot"])
    groups = (*answer.candidates, *answer.outclassed)
    compact = next(each for each in groups if each.algorithm == "compact-convolutional-network")
    rows = {each.quality: each for each in statuses_of(answer, compact)}
    assert rows["inference-memory"].status == "met", "200 MB of 2 GB"
    assert rows["inference-latency"].status == "open"


@pytest.mark.parametrize(("bound", "status"), [("11 GB", "open"), ("12 GB", "met")])
def test_an_amount_of_low_confidence_settles_a_bound_that_is_three_times_as_far(
    advisor: Advisor, bound: str, status: str
) -> None:
    asked = {"quality": "inference-memory", "max": bound, "priority": "should"}
    told = {"task": "multiclass-classification", "data": {"modality": "text", "labelled_rows": 80_000},
            "requirements": [asked]}  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(told))
    groups = (*answer.candidates, *answer.outclassed)
    encoder = next(each for each in groups if each.algorithm == "fine-tuned-language-encoder")
    (row,) = statuses_of(answer, encoder)
    assert (row.status, row.estimate) == (status, "300 MB to 4 GB")


def test_a_must_that_tells_nobody_apart_is_open_where_claims_do_not_settle_it(advisor: Advisor) -> None:
    """It is no criterion then, so that the candidate alone can say it."""
    told = {"task": "recommendation", "data": {"modality": "interactions", "rows": 100_000},
            "requirements": [{"quality": "maintainability", "min": "medium"}]}  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(told))
    for candidate in answer.candidates:
        (row,) = statuses_of(answer, candidate)
        is_unknown = row.estimate in ("", "to be measured") or row.estimate.startswith("low")
        assert (row.status == "open") is (bool(candidate.unsettled) or is_unknown)
    assert any(each.unsettled for each in answer.candidates)


def test_a_reason_that_rests_on_low_confidence_alone_says_so_in_record_and_whole_answer_but_not_on_the_screen(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    answer = advisor.recommend(scenarios["lane-marking"].replace("priorities", None))
    assert "low confidence" not in printed(Section("", tuple(ScreenParts(answer, knowledge).strengths())))
    assert "because accuracy is high–very high (low confidence) [" in to_markdown(answer, knowledge)
    whole = " ".join(printed(answer_page(answer, knowledge)).split())
    assert re.search(r"Accuracy is high..very-high \(\d+ % of the weight; low confidence[;)]", whole)
    assert re.search(
        r"Accuracy is medium..high \(\d+ % of the weight(?!; (inferred, )?low confidence)", whole
    )  # of another candidate, better known


def test_of_reasons_that_weigh_as_much_the_better_grounded_comes_first(
    advisor: Advisor, scenarios: dict[str, Brief]
) -> None:
    leader = advisor.recommend(scenarios["cancer-prognosis"].replace("project.team_ml_skill", "low")).candidates[0]
    weights = {each.quality: each.weight for each in leader.qualities}
    assert weights["calibration"] == weights["interpretability"]
    assert [(each.quality, bool(each.doubt)) for each in main_strengths(leader)[:2]] == [
        ("interpretability", False), ("calibration", True),
    ]  # fmt: skip
