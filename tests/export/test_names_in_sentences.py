"""Names in the middle of a sentence: abbreviations and what is called after somebody keep their capitals."""

from __future__ import annotations

import pytest

from whichml import KnowledgeBase
from whichml.model.words.names_in_sentences import in_sentence

KEPT = {
    "AdaBoost", "ARIMA", "BIRCH", "CatBoost", "DBSCAN", "FTRL-Proximal logistic regression", "HDBSCAN", "LightGBM",
    "PID controller", "TrueSkill", "XGBoost", "k-means", "k-nearest neighbours", "n-gram language model",
    "Bayesian optimisation", "Bayesian ridge regression", "Bernoulli and categorical naive Bayes",
    "Bradley-Terry model", "Cox regression", "Elo and Glicko rating", "Gaussian mixture", "Gaussian naive Bayes",
    "Gaussian process", "Hoeffding tree", "Kaplan-Meier curve",
}  # fmt: skip


def test_of_all_algorithms_these_keep_their_first_letter(knowledge: KnowledgeBase) -> None:
    names = {each.facts.name for each in knowledge.algorithms.values()}
    assert {name for name in names if in_sentence(name) == name} == KEPT


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Multinomial naive Bayes", "multinomial naive Bayes"),
        ("Transformer, trained or fine-tuned", "transformer, trained or fine-tuned"),
        ("Truncated SVD", "truncated SVD"),
        ("A table as series", "a table as series"),
        ("GPU that is there", "GPU that is there"),
        ("", ""),
    ],
)
def test_the_rest_of_a_name_stays_as_it_is(name: str, said: str) -> None:
    assert in_sentence(name) == said
