"""An algorithm of the knowledge base becomes a pipeline that fits the data, or a reason why not."""

from __future__ import annotations

import pickle
import warnings
from collections.abc import Sequence
from typing import Any, Self

import numpy as np
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin, clone
from sklearn.datasets import make_classification
from sklearn.metrics import average_precision_score
from sklearn.utils import get_tags
from small_tables import breast_cancer, diabetes, generated, mixed
from threadpoolctl import threadpool_limits

from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import ProbeError
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.estimators import implementations
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.explicit_categories import ExplicitCategories
from whichml.probe.estimators.implementations import baselines, candidates_for
from whichml.probe.estimators.learnt_kernels import N_ROWS_OF_KERNEL, LearntKernel
from whichml.probe.estimators.needs import needs_of
from whichml.probe.estimators.pipelines import pipeline_for
from whichml.probe.estimators.sampled_kernels import SampledKernelClassifier
from whichml.probe.measures.fold_context import estimator_table
from whichml.probe.measures.scores import predicted_by, score_of

pytestmark = pytest.mark.slow("fits estimators")

LIGHT = (
    "logistic-regression", "gaussian-naive-bayes", "multinomial-naive-bayes", "k-nearest-neighbors", "decision-tree",
    "hist-gradient-boosting", "kernel-svm", "sgd-linear", "xgboost", "hoeffding-tree", "kernel-approximation",
)  # fmt: skip
FOR_NUMBERS = ("ridge", "lasso", "kernel-svm", "hist-gradient-boosting", "lightgbm", "k-nearest-neighbors")


def made(knowledge: Knowledge, table: PreparedDataSet, *algorithms: str) -> tuple[CandidateEstimator, ...]:
    candidates, failures = candidates_for(knowledge, algorithms, table.task, table.kinds)
    assert failures == ()
    return candidates


def score(candidate: CandidateEstimator, prepared: PreparedDataSet) -> float:
    """Return the score on the second half of the rows after learning from the first."""
    table = estimator_table(prepared)
    half = prepared.n_rows // 2
    with threadpool_limits(1), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = candidate.build(0).fit(table.features[:half], table.target[:half])
        predicted = predicted_by(model, table.features[half:], table.n_classes)
    return score_of(table.metric, table.target[half:], predicted, 1 if table.rare is None else table.rare)


@pytest.mark.parametrize("algorithm", LIGHT)
def test_classifiers_beat_a_coin_on_numbers(knowledge: Knowledge, algorithm: str) -> None:
    assert score(made(knowledge, breast_cancer(), algorithm)[0], breast_cancer()) > 0.8


@pytest.mark.parametrize("algorithm", FOR_NUMBERS)
def test_regressors_beat_the_mean(knowledge: Knowledge, algorithm: str) -> None:
    assert score(made(knowledge, diabetes(), algorithm)[0], diabetes()) > 0.2


def test_a_gaussian_process_learns_how_far_rows_are_alike(knowledge: Knowledge) -> None:
    (process,) = made(knowledge, diabetes(), "gaussian-process")
    assert score(process, diabetes()) > 0.4  # with the kernel kept as it is, below 0.3


def test_a_gaussian_process_for_classes_learns_its_kernel_from_some_rows_and_goes_by_all(knowledge: Knowledge) -> None:
    (process,) = made(knowledge, breast_cancer(), "gaussian-process")
    table = estimator_table(breast_cancer())
    (fitted,) = process.build(0).fit(table.features, table.target)[-1].estimators_
    assert len(fitted.base_estimator_.X_train_) == len(table.target) > N_ROWS_OF_KERNEL
    assert fitted.base_estimator_.optimizer is None  # all rows take the kernel as it was learnt
    assert fitted.kernel_ != fitted.kernel == clone(fitted).kernel
    few = table.features[:N_ROWS_OF_KERNEL], table.target[:N_ROWS_OF_KERNEL]
    assert process.build(0).fit(*few)[-1].estimators_[0].base_estimator_.optimizer is not None


def test_a_class_of_two_rows_is_among_those_that_a_kernel_is_learnt_from() -> None:
    rows = np.random.default_rng(0).normal(size=(2 * N_ROWS_OF_KERNEL, 2))
    rare = np.isin(np.arange(len(rows)), [5, 17])
    assert list(SampledKernelClassifier().fit(rows, rare).classes_) == [False, True]


def test_a_rare_class_is_told_by_a_kernel_that_is_learnt_from_some_rows() -> None:
    features, target = make_classification(1100, 12, n_informative=6, weights=[0.95], flip_y=0.01, random_state=1)
    process = SampledKernelClassifier(LearntKernel(has_noise=False).made(), random_state=0)
    process.fit(features[:800], target[:800])
    found = average_precision_score(target[800:], process.predict_proba(features[800:])[:, 1])
    assert found > 0.5  # below 0.2 where the rare class has no more than its share of the rows for the kernel


@pytest.mark.parametrize("algorithm", LIGHT)
def test_columns_of_all_kinds_with_gaps_are_taken(knowledge: Knowledge, algorithm: str) -> None:
    assert score(made(knowledge, mixed(), algorithm)[0], mixed()) > 0.4


@pytest.mark.parametrize("algorithm", ["label-propagation", "quadratic-discriminant-analysis"])
def test_far_rows_and_columns_of_categories_leave_no_gap_in_the_probabilities(
    knowledge: Knowledge, algorithm: str
) -> None:
    (candidate,) = made(knowledge, mixed(), algorithm)
    table = estimator_table(mixed())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = candidate.build(0).fit(table.features, table.target)
        far = table.features.assign(**dict.fromkeys(table.features.columns[list(table.number_columns)], 1000000.0))
        assert np.isfinite(model.predict_proba(far)).all()


class Told(ClassifierMixin, BaseEstimator):  # type: ignore[misc]
    """Wants to be told its columns of categories, and words in them, as CatBoost does."""

    def fit(self, features: Any, target: Any, cat_features: Sequence[str] = ()) -> Self:
        self.told_ = list(cat_features)
        self.words_ = {word for name in cat_features for word in features[name]}
        self.classes_ = np.unique(target)
        return self

    def predict(self, features: Any) -> Any:
        return np.zeros((len(features), 1), dtype=int)


def test_a_learner_that_has_to_be_told_its_categories_gets_their_names_and_words() -> None:
    prepared = mixed()
    pipeline = pipeline_for(ExplicitCategories(Told()), needs_of("CatBoostClassifier"), prepared.kinds, 0)
    table = estimator_table(prepared)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pipeline.fit(table.features, table.target)
        assert pipeline.predict(table.features).shape == (prepared.n_rows,)
    learner = pipeline[-1].learner
    assert len(learner.told_) == [*prepared.kinds.values()].count("category") > 0
    assert {type(word) for word in learner.words_} == {str}
    assert get_tags(pipeline[-1]).estimator_type == "classifier"


def test_a_learner_of_numbers_alone_is_told_of_no_categories() -> None:
    table = estimator_table(generated(40))
    assert ExplicitCategories(Told()).fit(table.features, table.target).learner.told_ == []


def test_trees_of_a_library_read_categories_by_themselves(knowledge: Knowledge) -> None:
    assert score(made(knowledge, mixed(), "lightgbm")[0], mixed()) > 0.75


def test_the_first_implementation_for_the_task_is_taken(knowledge: Knowledge) -> None:
    classes, numbers = (made(knowledge, table, "ridge")[0] for table in (generated(40), generated(40, 0)))
    assert classes.implementation == "sklearn.linear_model.RidgeClassifier"
    assert numbers.implementation == "sklearn.linear_model.Ridge"


def test_settings_that_a_path_states_are_kept(knowledge: Knowledge) -> None:
    (candidate,) = made(knowledge, generated(40), "passive-aggressive")
    assert candidate.build(0)[-1].learning_rate == "pa1"


def test_what_is_missing_and_what_does_not_apply_are_told_apart(knowledge: Knowledge) -> None:
    kinds = {"x": "number"}
    asked = ("rule-list", "lasso", "logistic-regression")
    candidates, failures = candidates_for(knowledge, asked, "binary-classification", kinds)  # type: ignore[arg-type]
    assert [failure.reason for failure in failures] == ["not-installed", "not-applicable"]
    assert [candidate.algorithm for candidate in candidates] == ["logistic-regression"]


@pytest.mark.parametrize("algorithm", ["fine-tuned-language-encoder", "transformer", "sentence-embedding-classifier"])
def test_packages_for_texts_are_named_only_where_a_column_holds_texts(knowledge: Knowledge, algorithm: str) -> None:
    reasons = []
    for kinds in ({"x": "number", "y": "category"}, {"x": "number", "y": "text"}):
        (failure,) = candidates_for(knowledge, [algorithm], "binary-classification", kinds)[1]  # type: ignore[arg-type]
        reasons.append((failure.reason, "pip install" in failure.message))
    assert reasons == [("not-applicable", False), ("not-installed", True)]


def test_of_what_is_missing_the_packages_for_the_task_and_the_table_alone_are_named(knowledge: Knowledge) -> None:
    kinds = {"x": "text"}
    (failure,) = candidates_for(knowledge, ["transformer"], "binary-classification", kinds)[1]  # type: ignore[arg-type]
    assert "`pip install transformers`" in failure.message
    assert "neuralforecast" not in failure.message


def test_an_unknown_algorithm_is_refused_with_the_nearest(knowledge: Knowledge) -> None:
    with pytest.raises(ProbeError, match="random-forest"):
        candidates_for(knowledge, ["random-forrest"], "regression", {})


def test_candidates_and_their_pipelines_can_be_pickled(knowledge: Knowledge) -> None:
    for candidate in made(knowledge, mixed(), *LIGHT):
        again = pickle.loads(pickle.dumps(candidate))
        assert (again.algorithm, again.kinds) == (candidate.algorithm, candidate.kinds)
        assert type(pickle.loads(pickle.dumps(again.build(3)))) is type(candidate.build(3))


def test_baselines_are_a_constant_and_a_linear_model() -> None:
    table = breast_cancer()
    constant, linear = baselines(table.task, table.kinds)
    assert score(constant, table) == 0.5
    assert score(linear, table) > 0.98


def test_the_seed_reaches_the_learner(knowledge: Knowledge) -> None:
    (candidate,) = made(knowledge, generated(40), "random-forest")
    seeds = [candidate.build(seed)[-1].random_state for seed in (1, 2)]
    assert seeds == [1, 2]
    assert np.all(candidate.build(1)[-1].n_jobs == 1)


def test_what_scikit_learn_alone_makes_needs_no_other_package(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(implementations, "is_installed", lambda package: package == "sklearn")
    made(knowledge, generated(60), "kernel-approximation")
