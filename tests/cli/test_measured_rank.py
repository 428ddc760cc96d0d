"""After a probe each rank says whether it was measured, and an unmeasured leader why it leads and what it takes."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from rich.console import Console

from whichml import Brief, KnowledgeBase, Recommendation, recommend
from whichml.cli.measured_rank import measured_rank
from whichml.cli.terminal import print_document
from whichml.model.statements.evidence import DataDescription, Evidence, Failure, Machine, Measurement, Reason

TABLE = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 2_000, "data.features": 10}


@pytest.fixture(scope="module")
def answer() -> Recommendation:
    return recommend(Brief.from_mapping(TABLE), KnowledgeBase.load())


def score(algorithm: str, value: float) -> Measurement:
    return Measurement(
        algorithm=algorithm, implementation=f"nowhere.{algorithm}", measure="score", quality="accuracy", unit="roc-auc",
        value=value, low=value, high=value, n=10, rows=1_600, statistic="mean", procedure="held-out-score",
    )  # fmt: skip


def said(
    answer: Recommendation,
    measured: Sequence[str],
    failures: Sequence[Failure] = (),
    scores: Sequence[float] = (),
    **missing: str,
) -> str:
    evidence = Evidence(
        data=DataDescription(
            name="orders.csv", digest="0" * 64, task="binary-classification", target="late", rows=2_000, features=10
        ),
        machine=Machine(system="Linux", processor="some", n_cores=2, memory_bytes=8_000_000_000, python="3.11"),
        versions={}, metric="roc-auc", splits="twice 5 folds", seed=0, reference_seconds=0.1,
        measurements=tuple(score(*each) for each in zip(measured, scores or [0.9] * len(measured), strict=True)),
        failures=tuple(failures),
    )  # fmt: skip
    console = Console(width=1_000, record=True, markup=False, quiet=True)
    with console.capture() as caught:
        console.quiet = False
        print_document(measured_rank(answer, evidence, missing), console)
    return caught.get()


def failure(algorithm: str, reason: Reason, message: str) -> Failure:
    return Failure(algorithm=algorithm, implementation="x", stage="make", reason=reason, message=message, rows=0)


def test_a_measured_leader_needs_no_word(answer: Recommendation) -> None:
    leader = answer.candidates[0].algorithm
    told = said(answer, [leader])
    assert f"1. {leader}: measured, roc-auc 0.900" in told
    assert "leads by what is claimed" not in told


def test_a_leader_that_scores_less_than_another_says_by_what_it_leads(answer: Recommendation) -> None:
    leader, second = (each.algorithm for each in answer.candidates[:2])
    told = said(answer, [leader, second], scores=[0.9, 0.95])
    assert f"{second} scores better (roc-auc 0.950 against 0.900), and {leader} leads by " in told
    assert re.search(r"leads by [a-z ]+ \(0\.\d{3} of utility\)", told)
    assert f"Where the score alone decides, take {second}." in told
    assert "scores better" not in said(answer, [leader, second], scores=[0.95, 0.9])
    assert "scores better" not in said(answer, [leader, second], scores=[0.9, 0.9])


def test_an_unmeasured_leader_is_said_to_rest_on_claims_with_what_measuring_it_takes(answer: Recommendation) -> None:
    leader, second = (each.algorithm for each in answer.candidates[:2])
    told = said(answer, [second])
    assert f"{leader} leads by what is claimed and what others measured, not by this probe" in told
    assert f"--algorithm {leader}" in told
    assert f"the first that was measured is {second}" in told


def test_who_was_measured_and_is_outclassed_stands_behind_the_ranks(answer: Recommendation) -> None:
    leader, behind = answer.candidates[0].algorithm, answer.outclassed[0].algorithm
    assert f"behind these: {behind}: measured, roc-auc 0.900" in said(answer, [leader, behind])
    assert f"behind these: {behind}" not in said(answer, [leader])


def test_everybody_who_was_measured_is_told_whatever_the_rank(answer: Recommendation) -> None:
    leader, out = answer.candidates[0], answer.excluded[0].algorithm
    low = leader.model_copy(update={"rank": 8, "algorithm": "low", "equivalents": ("alike",)})
    longer = answer.model_copy(update={"candidates": (*answer.candidates, *[leader] * 5, low)})
    told = said(longer, [leader.algorithm, "low", "alike", out])
    assert "8. low: measured, roc-auc 0.900" in told
    assert "8., beside low: alike: measured, roc-auc 0.900" in told
    assert f"ruled out: {out}: measured, roc-auc 0.900" in told
    assert "8. " not in said(longer, [leader.algorithm])


def test_who_was_measured_on_the_place_of_the_leader_is_the_first_that_was(answer: Recommendation) -> None:
    leader = answer.candidates[0].model_copy(update={"equivalents": ("ridge",)})
    shared = answer.model_copy(update={"candidates": (leader, *answer.candidates[1:])})
    told = said(shared, ["ridge", answer.candidates[1].algorithm])
    assert "the first that was measured is ridge" in told
    assert f"1., beside {leader.algorithm}: ridge: measured" in told


def test_what_is_not_installed_says_how_to_install_it(answer: Recommendation) -> None:
    leader, second = (each.algorithm for each in answer.candidates[:2])
    missing = failure(leader, "not-installed", "Nothing is installed here; install with `pip install some`.")
    assert "install with `pip install some`. Until then" in said(answer, [second], [missing])


def test_what_no_run_spoke_of_and_is_not_installed_is_not_told_to_be_named(answer: Recommendation) -> None:
    leader, other = (each.algorithm for each in answer.candidates[:2])
    told = said(answer, ["decision-tree"], **{leader: "Not installed here; install with `pip install it`."})
    assert f"1. {leader}: not measured; Not installed here; install with `pip install it`" in told
    assert f"--algorithm {leader}" not in told
    assert f"2. {other}: not measured; to measure it, give --algorithm {other}" in told


def test_who_failed_says_so(answer: Recommendation) -> None:
    leader = answer.candidates[0].algorithm
    assert "it failed here (make: time, too long)" in said(answer, [], [failure(leader, "time", "too long.")])
