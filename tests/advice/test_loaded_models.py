"""A model that is loaded takes at least as much memory as is stored of it; one read where it is stored does not."""

from __future__ import annotations

from typing import Any

import pytest

from small_knowledge import ContentFolder, claim
from whichml.model.statements.recommendation import Recommendation

MEGABYTE = {"from": "500 kB", "to": "5 MB"}


def answered(folder: ContentFolder, *claims: Any, **fields: Any) -> Recommendation:
    folder.algorithm("one", *claims)
    return folder.answer(**fields)


def reasons(answer: Recommendation) -> list[str]:
    return [reason.text for each in answer.excluded for reason in each.reasons]


@pytest.mark.parametrize("memory", ["4 kB", "50 kB"])
def test_what_is_stored_far_beyond_the_memory_puts_out_what_nothing_is_claimed_of(
    folder: ContentFolder, memory: str
) -> None:
    answer = answered(folder, claim("model-size", MEGABYTE), deployment__memory=memory)
    (reason,) = reasons(answer)
    assert "at least 500 kB, as much as is stored of it" in reason
    assert answer.candidates == ()


def test_what_is_stored_somewhat_beyond_the_memory_is_a_risk(folder: ContentFolder) -> None:
    answer = answered(folder, claim("model-size", MEGABYTE), deployment__memory="100 kB")
    ((risk,),) = (candidate.risks for candidate in answer.candidates)
    assert "at least 500 kB" in risk.text


def test_what_is_stored_within_the_memory_leaves_it_open(folder: ContentFolder) -> None:
    answer = answered(folder, claim("model-size", MEGABYTE), deployment__memory="1 MB")
    (candidate,) = answer.candidates
    assert candidate.risks == ()
    assert "has to be measured" in candidate.cautions[0].text


@pytest.mark.parametrize("target", ["microcontroller", "plc", "fpga"])
def test_what_is_read_where_it_is_stored_takes_no_memory_for_that(folder: ContentFolder, target: str) -> None:
    answer = answered(folder, claim("model-size", MEGABYTE), deployment__memory="4 kB", deployment__target=target)
    assert reasons(answer) == []


def test_what_is_claimed_of_memory_in_bytes_counts_alone(folder: ContentFolder) -> None:
    claims = claim("model-size", MEGABYTE), claim("inference-memory", {"from": "1 kB", "to": "2 kB"})
    answer = answered(folder, *claims, deployment__memory="4 kB")
    assert reasons(answer) == []


def test_a_level_of_memory_gives_way_to_what_is_stored_beyond_the_bound(folder: ContentFolder) -> None:
    answer = answered(
        folder, claim("model-size", MEGABYTE), claim("inference-memory", "low"), deployment__memory="4 kB"
    )
    assert len(reasons(answer)) == 1


def test_where_memory_makes_no_sense_nothing_is_made_of_what_is_stored(folder: ContentFolder) -> None:
    claims = claim("model-size", MEGABYTE), claim("inference-memory", "not-applicable")
    answer = answered(folder, *claims, deployment__memory="4 kB")
    assert reasons(answer) == []
