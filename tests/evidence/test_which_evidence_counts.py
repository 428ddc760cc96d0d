"""Evidence that belongs to the project is used, the rest is refused or named, and what differs is told."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_evidence import evidence, number

from small_knowledge import ContentFolder, brief
from whichml import ProbeError, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.model.evidence import Evidence

FAST = {"quality": "inference-latency", "max": "10 ms"}


def answer_of(folder: ContentFolder, *runs: Evidence, **fields: Any) -> Recommendation:
    return Advisor.of(folder.knowledge()).recommend(brief(**fields), runs)


def test_evidence_of_another_task_is_refused_with_what_differs(folder: ContentFolder) -> None:
    with pytest.raises(ProbeError, match="is about regression, and the brief asks for binary-classification"):
        answer_of(folder.algorithm("one"), evidence(task="regression"))


def test_evidence_of_another_task_that_is_not_used_is_no_obstacle(folder: ContentFolder) -> None:
    right = evidence()
    answer = answer_of(folder.algorithm("one"), right, evidence(task="regression"), evidence=[right.id])
    assert any("does not name, and is not used" in notice for notice in answer.notices)


def test_of_the_evidence_given_only_what_the_brief_names_is_used(folder: ContentFolder) -> None:
    named, other = (evidence(number("one", "row-latency", seconds)) for seconds in (0.004, 5.0))
    folder.algorithm("one")
    assert answer_of(folder, named, other, requirements=[FAST], evidence=named.id).top() == ("one",)
    assert answer_of(folder, named, other, requirements=[FAST], evidence=other.id).top() == ()


def test_a_brief_that_names_none_uses_all_with_a_notice(folder: ContentFolder) -> None:
    told = evidence(number("one", "row-latency", 0.004))
    assert f"the brief names no evidence; all that was given is used: {told.id}." in answer_of(
        folder.algorithm("one"), told
    ).notices  # fmt: skip


def test_where_all_that_is_named_was_given_nothing_is_noticed(folder: ContentFolder) -> None:
    told = evidence(number("one", "row-latency", 0.004))
    assert answer_of(folder.algorithm("one"), told, evidence=told.id).notices == ()


def test_evidence_that_was_not_given_is_told_and_the_answer_goes_on(folder: ContentFolder) -> None:
    answer = answer_of(folder.algorithm("one"), evidence="a" * 32)
    assert answer.notices == (f"the brief names evidence that was not given: {'a' * 32}.",)
    assert answer.top() == ("one",)


@pytest.mark.parametrize(
    ("fields", "more", "told"),
    [
        ({"data__rows": 1001}, {}, "data.rows is 500 there and 1001 in the brief"),
        ({"data__drift": "fast"}, {"facts": {"data.drift": "none"}}, "data.drift is none there and fast in the brief"),
        ({"deployment__target": "phone"}, {}, "the brief deploys to a phone"),
        ({}, {"complete": False}, "the run ended before all was measured"),
    ],
)
def test_differences_between_the_runs_data_and_the_project_are_told(
    folder: ContentFolder, fields: dict[str, Any], more: dict[str, Any], told: str
) -> None:
    answer = answer_of(folder.algorithm("one"), evidence(**more), **fields)
    assert any(told in notice for notice in answer.notices)


@pytest.mark.parametrize(("rows", "share"), [(1000, 0.1), (250, 0.0)])
def test_data_that_are_alike_are_not_mentioned(folder: ContentFolder, rows: int, share: float) -> None:
    told = evidence(facts={"data.minority_share": 0.1, "data.modality": "tabular"})
    answer = answer_of(folder.algorithm("one"), told, data__rows=rows, data__minority_share=share)
    assert not any(notice.startswith("probe-") for notice in answer.notices)
