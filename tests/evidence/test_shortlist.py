"""What to measure of an answer: candidates of as many kinds as it names, as far as they can be run here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from whichml import Brief, Recommendation, recommend
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Candidate, Utility
from whichml.probe.description.describing import describe
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators.shortlist import baseline_twins, further_candidates, shortlisted
from whichml.probe.reading.tables import read_table

TABLE = Path(__file__).parents[1] / "data" / "breast_cancer.csv"


@pytest.fixture(scope="module")
def prepared() -> PreparedDataSet:
    return describe(read_table(TABLE), "diagnosis")


def ranked(rank: int, algorithm: str, *equivalents: str) -> Candidate:
    return Candidate(
        rank=rank, algorithm=algorithm, name=algorithm, family="made-up", pareto=False,
        utility=Utility(mean=0.5, low=0.4, high=0.6), first_rank_share=0.0, near_tie=False, equivalents=equivalents,
    )  # fmt: skip


def answer_with(knowledge: Knowledge, *candidates: Candidate, outclassed: tuple[Candidate, ...] = ()) -> Recommendation:
    plain = recommend(Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular"}), knowledge)
    return plain.model_copy(update={"candidates": candidates, "outclassed": outclassed})


def names(
    answer: Recommendation, knowledge: Knowledge, prepared: PreparedDataSet, n: int
) -> tuple[list[str], list[str]]:
    candidates, failures = shortlisted(answer, knowledge, prepared, n)
    return [candidate.algorithm for candidate in candidates], [failure.algorithm for failure in failures]


def test_siblings_of_a_rank_are_measured_once(knowledge: Knowledge, prepared: PreparedDataSet) -> None:
    answer = answer_with(knowledge, ranked(1, "ridge", "logistic-regression"), ranked(2, "random-forest"))
    assert names(answer, knowledge, prepared, 2) == (["ridge", "random-forest"], [])


def test_a_sibling_stands_in_for_what_cannot_be_run_here(knowledge: Knowledge, prepared: PreparedDataSet) -> None:
    answer = answer_with(
        knowledge, ranked(1, "deep-tabular-network", "decision-tree", "ridge"), ranked(2, "random-forest")
    )
    assert names(answer, knowledge, prepared, 2) == (["decision-tree", "random-forest"], ["deep-tabular-network"])


def test_what_is_behind_the_shortlist_follows_before_further_siblings(
    knowledge: Knowledge, prepared: PreparedDataSet
) -> None:
    answer = answer_with(
        knowledge, ranked(1, "ridge", "logistic-regression", "lasso"), outclassed=(ranked(2, "decision-tree"),)
    )
    found, _ = names(answer, knowledge, prepared, 3)
    assert found == ["ridge", "decision-tree", "logistic-regression", "random-forest"]


def test_kinds_come_before_further_candidates_of_the_same_kind(knowledge: Knowledge, prepared: PreparedDataSet) -> None:
    answer = answer_with(knowledge, ranked(1, "random-forest"), ranked(2, "extra-trees"), ranked(3, "kernel-svm"))
    assert names(answer, knowledge, prepared, 2) == (["random-forest", "kernel-svm"], [])
    assert names(answer, knowledge, prepared, 3) == (["random-forest", "kernel-svm", "extra-trees"], [])


@pytest.mark.parametrize("forest", ["random-forest", "extra-trees"])
def test_a_forest_is_always_tried_the_one_that_the_answer_names_first(
    forest: str, knowledge: Knowledge, prepared: PreparedDataSet
) -> None:
    answer = answer_with(knowledge, ranked(1, "kernel-svm"), ranked(2, "decision-tree"), ranked(3, forest))
    assert names(answer, knowledge, prepared, 1) == (["kernel-svm", forest], [])


def test_an_answer_without_any_forest_gets_the_usual_one(knowledge: Knowledge, prepared: PreparedDataSet) -> None:
    answer = answer_with(knowledge, ranked(1, "kernel-svm"))
    assert names(answer, knowledge, prepared, 1)[0] == ["kernel-svm", "random-forest"]


def test_what_a_baseline_is_already_costs_nothing_and_does_not_count(
    knowledge: Knowledge, prepared: PreparedDataSet
) -> None:
    answer = answer_with(knowledge, ranked(1, "logistic-regression"), ranked(2, "random-forest"))
    assert names(answer, knowledge, prepared, 1) == (["logistic-regression", "random-forest"], [])


def test_the_linear_baseline_is_recognised_as_the_algorithm_that_it_is(
    knowledge: Knowledge, prepared: PreparedDataSet
) -> None:
    assert [each.algorithm for each in baseline_twins(knowledge, prepared)] == ["logistic-regression"]
    numbers = replace(prepared, task="regression", classes=())
    assert [each.algorithm for each in baseline_twins(knowledge, numbers)] == ["ridge"]


def test_further_candidates_are_of_other_families_first_and_what_is_not_installed_is_told(
    knowledge: Knowledge, prepared: PreparedDataSet
) -> None:
    answer = answer_with(
        knowledge, ranked(1, "random-forest"), ranked(2, "bagging"), ranked(3, "kernel-svm"), ranked(4, "rule-list"),
        ranked(5, "decision-tree"),
    )  # fmt: skip
    taken, _ = shortlisted(answer, knowledge, prepared, 1)
    further, missing = further_candidates(answer, knowledge, prepared, taken)
    assert [each.algorithm for each in further] == ["kernel-svm", "decision-tree", "bagging"]
    assert [(each.algorithm, each.reason) for each in missing] == [("rule-list", "not-installed")]


def test_where_nothing_can_be_run_all_that_was_tried_is_told(knowledge: Knowledge, prepared: PreparedDataSet) -> None:
    answer = answer_with(knowledge, ranked(1, "tabular-foundation-model", "deep-tabular-network"))
    assert names(answer, knowledge, prepared, 3) == ([], ["tabular-foundation-model", "deep-tabular-network"])


def test_what_reads_texts_alone_is_not_told_beside_a_table_of_numbers(
    knowledge: Knowledge, prepared: PreparedDataSet
) -> None:
    answer = answer_with(knowledge, ranked(1, "transformer"), ranked(2, "random-forest"))
    assert names(answer, knowledge, prepared, 2) == (["random-forest"], [])
