"""Scores fit the task, are higher for better models, and probabilities are held against what happened."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics
from sklearn.linear_model import LogisticRegression

from whichml.model.documents.errors import ProbeError
from whichml.probe.measures.scores import (
    METRICS,
    Predictions,
    brier_score,
    calibration_error,
    check_metric,
    log_loss,
    metric_for,
    predicted_by,
    score_of,
    scores_of,
)

RANDOM = np.random.default_rng(5)
TRUTH = RANDOM.integers(0, 2, 400)
SHARES = np.clip(0.3 + 0.4 * TRUTH + RANDOM.normal(0, 0.2, 400), 0.01, 0.99)
BOTH = np.column_stack([1 - SHARES, SHARES])


@pytest.mark.parametrize(
    ("task", "target", "metric"),
    [
        ("regression", np.arange(9.0), "r2"),
        ("multiclass-classification", np.array([0, 1, 2] * 3), "balanced-accuracy"),
        ("binary-classification", np.array([0, 1] * 5), "roc-auc"),
        ("binary-classification", np.array([0] * 95 + [1] * 5), "average-precision"),
        ("binary-classification", np.array([0] * 90 + [1] * 10), "roc-auc"),
    ],
)
def test_the_metric_fits_task_and_imbalance(task: str, target: object, metric: str) -> None:
    assert metric_for(task, target) == metric


def test_scores_are_those_of_scikit_learn() -> None:
    predicted = Predictions((SHARES > 0.5).astype(int), BOTH, SHARES)
    assert score_of("roc-auc", TRUTH, predicted) == pytest.approx(metrics.roc_auc_score(TRUTH, SHARES))
    assert score_of("average-precision", TRUTH, predicted) == pytest.approx(
        metrics.average_precision_score(TRUTH, SHARES)
    )
    assert brier_score(TRUTH, BOTH) == pytest.approx(metrics.brier_score_loss(TRUTH, SHARES))
    assert log_loss(TRUTH, BOTH) == pytest.approx(metrics.log_loss(TRUTH, SHARES))


def test_metrics_that_were_asked_for_are_those_of_scikit_learn() -> None:
    values = (SHARES > 0.5).astype(int)
    predicted = Predictions(values, BOTH, SHARES)
    assert score_of("accuracy", TRUTH, predicted) == pytest.approx(metrics.accuracy_score(TRUTH, values))
    assert score_of("f1", TRUTH, predicted, 0) == pytest.approx(metrics.f1_score(TRUTH, values, pos_label=0))
    several = Predictions(RANDOM.integers(0, 3, 400))
    expected = metrics.f1_score(TRUTH, several.values, average="macro")
    assert score_of("f1", TRUTH, several, n_classes=3) == pytest.approx(expected)
    numbers = Predictions(SHARES)
    expected = metrics.d2_absolute_error_score(TRUTH, SHARES)
    assert score_of("d2-absolute-error", TRUTH, numbers) == pytest.approx(expected)


@pytest.mark.parametrize("task", METRICS)
def test_a_metric_of_another_task_is_refused_with_those_that_there_are(task: str) -> None:
    for metric in METRICS[task]:
        check_metric(metric, task)
    other = "r2" if task != "regression" else "roc-auc"
    with pytest.raises(ProbeError, match=f"{other} is no metric for {task}") as refused:
        check_metric(other, task)
    assert METRICS[task][0] in str(refused.value.problems[0].hint)


def test_balanced_accuracy_counts_each_class_the_same() -> None:
    truth = np.array([0] * 8 + [1] + [2])
    assert score_of("balanced-accuracy", truth, Predictions(np.zeros(10, int))) == pytest.approx(1 / 3)


def test_a_rare_first_class_is_the_one_whose_precision_counts() -> None:
    truth = 1 - TRUTH
    turned = Predictions(1 - (SHARES > 0.5), BOTH[:, ::-1], 1 - SHARES)
    straight = score_of("average-precision", TRUTH, Predictions(TRUTH, BOTH, SHARES), positive=1)
    assert score_of("average-precision", truth, turned, positive=0) == pytest.approx(straight)


def test_sure_and_wrong_probabilities_have_a_larger_calibration_error() -> None:
    sure = np.column_stack([1 - (SHARES > 0.5), SHARES > 0.5]).astype(float)
    outcome = (RANDOM.random(400) < SHARES).astype(int)
    assert calibration_error(outcome, BOTH) < 0.1 < calibration_error(1 - outcome, sure)


def test_a_constant_probability_is_as_far_off_as_from_the_frequency_of_all_rows() -> None:
    assert calibration_error(TRUTH, np.full((400, 2), 0.5)) == pytest.approx(abs(0.5 - TRUTH.mean()))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), st.floats(0, 1)), min_size=1, max_size=50))
def test_errors_of_probabilities_lie_between_0_and_1(rows: list[tuple[int, float]]) -> None:
    truth = np.array([code for code, _ in rows])
    shares = np.array([[1 - share, share] for _, share in rows])
    assert 0 <= brier_score(truth, shares) <= 1
    assert 0 <= calibration_error(truth, shares) <= 1


def test_a_class_that_was_never_learnt_gets_no_probability() -> None:
    features = RANDOM.normal(size=(60, 2))
    model = LogisticRegression().fit(features, np.repeat([0, 2], 30))
    told = predicted_by(model, features, 3)
    assert told.shares.shape == (60, 3)
    assert not told.shares[:, 1].any()


def test_numbers_have_a_score_alone() -> None:
    assert scores_of("r2", SHARES, Predictions(SHARES), 0) == {"score": 1.0}


def test_classes_tell_accuracy_and_the_recall_of_the_rarest() -> None:
    found = scores_of("roc-auc", np.array([0, 0, 0, 1]), Predictions(np.array([0, 0, 1, 0])), 2, 1)
    assert (found["accuracy-share"], found["minority-recall"]) == (0.5, 0.0)
    assert "brier-score" not in found
