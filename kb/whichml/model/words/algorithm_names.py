"""How names of algorithms are compared, and what is nearest in meaning to names that are none of one alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from whichml.model.documents.errors import nearest, quoted, sharing_a_word
from whichml.model.documents.expressions import expression
from whichml.model.words.spoken_words import listed

_MOST_NAMED: Final = 3
_MOST_WORDS_ASKED, _MOST_WORDS_TOLD = 3, 2
_ITS_KIND: Final = expression(r"-(?:classifier|regressor|model|algorithm|method)s?\Z")
_LIKE_A_NAME: Final = expression(r"[A-Za-z][\w'’.-]*(?: [\w'’-]+)*")
_WORDS_OF_ALL: Final = frozenset({"model", "algorithm", "method", "learning", "based", "classifier", "network"})
"""What is part of so many names that it says nothing of which is meant."""


def spelled_alike(name: str) -> str:
    """Return a name in lower case and American spelling, its words joined by hyphens.

    Examples
    --------
    >>> spelled_alike("Generalised linear model"), spelled_alike("Holt's method")
    ('generalized-linear-model', 'holts-method')
    """
    plain = re.sub(r"[^\w]+", "-", name.strip().lower().replace("'", "").replace("’", "")).replace("_", "-").strip("-")
    american = re.sub(r"is(?=(?:e|ed|er|es|ing|ation)(?:-|\Z))", "iz", plain)
    return re.sub(r"our(?=-|s-|s?\Z)", "or", re.sub(r"(?<=[a-z])ll(?=(?:ed|er|ing)(?:-|\Z))", "l", american))


def may_name_algorithms(value: object, *, is_asked: bool) -> bool:
    """Return whether what is written can be names of algorithms, rather than words on what was done.

    A sentence on what was tried tells more than a name, and often of nothing that has one.

    Parameters
    ----------
    is_asked : whether it stands where names are asked for, so that a single word is none of a sentence; elsewhere a
        text of more than a few words is told in words

    Examples
    --------
    >>> may_name_algorithms("random forest, XGBoost", is_asked=False), may_name_algorithms("NMF flips", is_asked=True)
    (True, True)
    >>> may_name_algorithms("word cloud. useless", is_asked=True), may_name_algorithms(["rules, 71 %"], is_asked=True)
    (False, False)
    """
    if isinstance(value, str):
        most = _MOST_WORDS_ASKED if is_asked else _MOST_WORDS_TOLD
        is_a_word = is_asked and len(value.split()) == 1
        return is_a_word or all(_is_like_a_name(part, most) for part in listed(value))
    return isinstance(value, list | tuple) and all(
        may_name_algorithms(each, is_asked=True) if isinstance(each, str) else is_asked for each in value
    )


def _is_like_a_name(text: str, most_words: int) -> bool:
    return _LIKE_A_NAME.fullmatch(text) is not None and len(text.split()) <= most_words


def without_its_kind(name: str) -> str:
    """Return a name, spelled alike, without a last word that says no more than that it is an algorithm.

    Examples
    --------
    >>> without_its_kind("xgboost-classifier"), without_its_kind("random-forest")
    ('xgboost', 'random-forest')
    """
    return _ITS_KIND.sub("", name)


def _table(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return lines of the form `name, name: id, id` by each name, spelled alike."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.strip().splitlines():
        names, _, ids = line.partition(":")
        found |= {spelled_alike(name): tuple(ids.replace(",", " ").split()) for name in names.split(",")}
    return MappingProxyType(found)


NEAR_IN_MEANING: Final = _table("""
moving-average, rolling-average, last-year: seasonal-naive-forecast, exponential-smoothing
excel, spreadsheet, rules, heuristics, if-then-rules: hand-written-rules
manual, by-hand, human, humans, experts: hand-written-rules
baseline, average, mean, naive: constant-baseline
llm, large-language-model, language-model, chatbot: hosted-large-language-model, local-language-model
naive-bayes, bayes: gaussian-naive-bayes, multinomial-naive-bayes
neural-network, neural-net, nn, dnn, ann, deep-learning: multilayer-perceptron, convolutional-network, transformer
boosting, gradient-boosted-trees, boosted-trees: lightgbm, xgboost, catboost
linear-model, lm: linear-regression, logistic-regression
gam, gams, generalized-additive-model: explainable-boosting-machine, generalized-linear-model
vit: pretrained-vision-embedding, transformer
word2vec, glove, embeddings: sentence-embedding-classifier, approximate-nearest-neighbors
tf-idf, tfidf: lexical-search, logistic-regression
faster-rcnn, rcnn, two-stage-detector: one-stage-object-detector
mask-rcnn, sam: segmentation-network
umap, tsne, t-sne: principal-component-analysis
collaborative-filtering, recommender: item-item-collaborative-filtering, matrix-factorization
clustering: k-means, hdbscan
fuzzy-matching, levenshtein, dedupe: probabilistic-record-linkage, deterministic-matching
svd, lsa: principal-component-analysis, topic-model, matrix-factorization
gan, vae: tabular-generative-network, pretrained-diffusion-model, autoencoder
nbeats: global-deep-forecaster
q-learning: deep-reinforcement-learning
bandit, ucb: contextual-bandit
solver, or-tools, optimizer: mixed-integer-programming, constraint-solving
search-engine: lexical-search, approximate-nearest-neighbors
threshold, thresholds, limits: control-chart, hand-written-rules
""")
"""What is no other name of an algorithm, and near in meaning to some."""


def meant_otherwise(given: str, ids: Collection[str], called: Mapping[str, Sequence[str]]) -> str:
    """Return which algorithms a name may mean that is none of theirs, as a question; empty where none is near.

    Parameters
    ----------
    ids : of the algorithms that are known
    called : of each name, spelled alike, the ids of those that have it

    Examples
    --------
    >>> meant_otherwise("kernel-smv", ["kernel-svm", "ridge"], {}), meant_otherwise("excel", ["hand-written-rules"], {})
    ("Did you mean 'kernel-svm'?", "Did you mean 'hand-written-rules'?")
    """
    wanted = spelled_alike(given)
    near = nearest(given, ids)
    name = nearest(wanted, called) if near is None else None
    words = "-".join(word for word in wanted.split("-") if word not in _WORDS_OF_ALL)
    ways = (
        called.get(wanted, ()),
        [each for each in NEAR_IN_MEANING.get(wanted, ()) if each in ids],
        (near,) if near else called[name] if name else (),
        [each for known in sharing_a_word(words, called) for each in called[known]] if words else (),
    )
    found = next((list(dict.fromkeys(way))[:_MOST_NAMED] for way in ways if way), [])
    return f"Did you mean {' or '.join(map(quoted, found))}?" if found else ""
