"""Evidence that belongs to the project is used, the rest is refused or named, and what differs is told."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_evidence import answer_of, evidence, number

from small_knowledge import ContentFolder
from whichml import ProbeError
from whichml.model.statements.evidence import Evidence

FAST = {"quality": "inference-latency", "max": "10 ms"}


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


def notices_of(folder: ContentFolder, told: Evidence, **fields: Any) -> list[str]:
    """Return what an answer notices of one run."""
    answer = answer_of(folder.algorithm("one"), told, **fields)
    return [notice.partition(": ")[2] for notice in answer.notices if notice.startswith("probe-")]


@pytest.mark.parametrize(
    ("there", "here", "is_told"),
    [
        (0.1, 0.25, True),
        (0.1, 0.2, False),
        (0.05, 0.15, False),
        (0.05, 0.16, True),
        (0.0, 0.1, False),
        (0.0, 0.2, True),
    ],
)
def test_shares_differ_where_one_is_more_than_twice_the_other_and_a_tenth_more(
    folder: ContentFolder, there: float, here: float, is_told: bool
) -> None:
    told = evidence(facts={"data.minority_share": there, "data.modality": "tabular"})
    assert bool(notices_of(folder, told, data__minority_share=here)) is is_told


@pytest.mark.parametrize(("rows", "is_told"), [(1000, False), (1001, True), (250, False), (249, True)])
def test_rows_differ_where_there_are_more_than_twice_as_many(folder: ContentFolder, rows: int, is_told: bool) -> None:
    assert bool(notices_of(folder, evidence(), data__rows=rows)) is is_told


@pytest.mark.parametrize(
    ("there", "here", "is_told"),
    [
        ("tabular", ["tabular"], False),
        (["tabular", "text"], ["text", "tabular"], False),
        ("tabular", ["tabular", "text"], True),
        (["text"], ["tabular"], True),
    ],
)
def test_modalities_differ_where_they_are_not_the_same_in_any_order(
    folder: ContentFolder, there: Any, here: list[str], is_told: bool
) -> None:
    told = notices_of(folder, evidence(facts={"data.modality": there}), data__modality=here)
    assert bool(told) is is_told


@pytest.mark.parametrize(
    ("field", "there", "here", "is_told"),
    [
        ("data.sparse", True, True, False), ("data.sparse", False, True, True), ("data.rows", True, 500, True),
        ("data.drift", "fast", "fast", False), ("data.drift", 3, "fast", True), ("data.rows", None, 500, False),
        ("data.rows", [500], 2000, False), ("stakes.explanation", "none", "full", False),
    ],
)  # fmt: skip
def test_words_and_flags_differ_where_they_are_not_the_same_and_what_is_no_number_is_not_compared(
    folder: ContentFolder, field: str, there: Any, here: Any, is_told: bool
) -> None:
    told = evidence(facts={"data.modality": "tabular", field: there})
    assert bool(notices_of(folder, told, **{field.replace(".", "__"): here})) is is_told


def test_several_differences_are_told_in_the_order_of_their_fields_then_the_device_then_the_end(
    folder: ContentFolder,
) -> None:
    told = evidence(facts={"data.modality": "text", "data.drift": "none"}, complete=False)
    fields = {"data__rows": 5000, "data__drift": "fast", "deployment__target": "phone", "data__features": 100}
    assert notices_of(folder, told, **fields) == [
        "data.drift is none there and fast in the brief; what was measured may not hold.",
        "data.features is 5 there and 100 in the brief; what was measured may not hold.",
        "data.modality is text there and tabular in the brief; what was measured may not hold.",
        "data.rows is 500 there and 5000 in the brief; what was measured may not hold.",
        "times and memory were measured on 'Made-up', and the brief deploys to a phone: measure there too.",
        "the run ended before all was measured.",
    ]


def test_evidence_is_named_in_the_order_of_its_ids(folder: ContentFolder) -> None:
    runs = sorted((evidence(seed=seed) for seed in range(4)), key=lambda run: run.id)
    first, second, third, fourth = (run.id for run in runs)
    folder.algorithm("one")
    assert answer_of(folder, *runs[::-1]).notices == (
        f"the brief names no evidence; all that was given is used: {first}, {second}, {third}, {fourth}.",
    )
    asked = answer_of(folder, *runs[::-1], evidence=["f" * 32, "e" * 32, third])
    assert asked.notices == (
        f"the brief names evidence that was not given: {'e' * 32}, {'f' * 32}.",
        f"evidence was given that the brief does not name, and is not used: {first}, {second}, {fourth}.",
    )


def test_algorithms_that_nobody_knows_are_named_in_order_and_the_linear_baseline_is_none(folder: ContentFolder) -> None:
    told = evidence(*(number(name, "fit-seconds", 1.0) for name in ("odd", "linear-baseline", "even", "one")))
    assert answer_of(folder.algorithm("one"), told).notices[1:] == (
        f"probe-{told.id[:8]} (made-up.csv) measured algorithms that are not known here: even, odd.",
    )
