"""Names under which people know an algorithm: read as its id, or answered with those that they may mean."""

from __future__ import annotations

import pytest

from whichml import Brief, BriefError, KnowledgeBase, recommend
from whichml.knowledge.algorithm_calls import algorithm_called, known_names
from whichml.model.words.algorithm_names import NEAR_IN_MEANING


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.load()


def in_use(name: str) -> Brief:
    given = {"task": "ranking", "data.modality": "text", "project.existing_algorithm": name}
    return Brief.from_mapping(given)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("bm25", "lexical-search"), ("elasticsearch", "lexical-search"), ("xgb", "xgboost"), ("rf", "random-forest"),
        ("lgbm", "lightgbm"), ("poisson-regression", "generalized-linear-model"), ("cox", "cox-regression"),
        ("patchcore", "patch-feature-anomaly-detector"), ("prophet", "additive-forecast-model"),
        ("yolo", "one-stage-object-detector"), ("resnet", "convolutional-network"), ("svm", "kernel-svm"),
        ("bert", "fine-tuned-language-encoder"), ("gpt", "hosted-large-language-model"), ("lstm", "recurrent-network"),
        ("knn", "k-nearest-neighbors"), ("als", "matrix-factorization"), ("nmf", "topic-model"),
        ("pca", "principal-component-analysis"), ("gp", "gaussian-process"), ("glm", "generalized-linear-model"),
    ],
)  # fmt: skip
def test_the_best_known_names_mean_one_algorithm(knowledge: KnowledgeBase, name: str, meant: str) -> None:
    assert algorithm_called(name, knowledge) == meant


def test_a_brief_may_call_what_is_in_use_by_another_name_and_is_told_how_that_is_read(
    knowledge: KnowledgeBase,
) -> None:
    answer = recommend(in_use("bm25"), knowledge)
    assert answer.brief["project"] == {"existing_algorithm": "lexical-search"}
    assert "`project.existing_algorithm: bm25` is read as `lexical-search`." in answer.notices
    read = Brief.from_mapping(dict(in_use("bm25").as_written()), known_names(knowledge))
    assert read.project.existing_algorithm == "lexical-search"
    assert len(read.readings) == 1


def test_an_id_is_taken_as_it_is_and_nothing_is_told(knowledge: KnowledgeBase) -> None:
    answer = recommend(in_use("lexical-search"), knowledge)
    assert not any("existing_algorithm" in notice for notice in answer.notices)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("moving-average", "Did you mean 'seasonal-naive-forecast' or 'exponential-smoothing'?"),
        ("rolling-average", "Did you mean 'seasonal-naive-forecast' or 'exponential-smoothing'?"),
        ("lda", "Did you mean 'linear-discriminant-analysis' or 'topic-model'?"),
        ("random-forrest", "Did you mean 'random-forest'?"),
        ("excel", "Did you mean 'hand-written-rules'?"),
        ("frobnicate", "Leave the field out if the algorithm is none of the known."),
    ],
)
def test_a_name_of_no_algorithm_or_of_several_is_refused_with_what_it_may_mean(
    knowledge: KnowledgeBase, name: str, hint: str
) -> None:
    with pytest.raises(BriefError) as refusal:
        recommend(in_use(name), knowledge)
    (problem,) = refusal.value.problems
    assert problem.hint == hint


def test_what_is_near_in_meaning_names_known_algorithms_and_none_that_has_the_name(knowledge: KnowledgeBase) -> None:
    assert {each for ids in NEAR_IN_MEANING.values() for each in ids} <= set(knowledge.algorithms)
    assert [name for name in NEAR_IN_MEANING if algorithm_called(name, knowledge)] == []
