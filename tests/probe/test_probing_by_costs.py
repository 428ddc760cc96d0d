"""Where costs set a quantile, a probe lets candidates learn it and compares by the cost that they save."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from small_tables import generated

from printed_documents import printed
from whichml.cli.probe_page import evidence_page
from whichml.export.evidence_report import evidence_report
from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import Evidence
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.implementations import baselines, build_pipeline, learning_quantile
from whichml.probe.experiments.running import run_probe
from whichml.probe.experiments.trial_cache import digest_of
from whichml.probe.measures.fold_context import estimator_table
from whichml.probe.measures.scores import Predictions, score_of

TABLE = generated(120, n_classes=0)


def candidate(path: str) -> CandidateEstimator:
    name = path.rpartition(".")[2].lower()
    kinds = dict(TABLE.kinds)
    return CandidateEstimator(name, path, partial(build_pipeline, path=path, kinds=kinds), kinds)


@pytest.fixture(scope="module")
def evidence() -> Evidence:
    some = [candidate("sklearn.linear_model.QuantileRegressor"), candidate("sklearn.tree.DecisionTreeRegressor")]
    return run_probe(TABLE, some, budget_seconds=600, metric="d2-pinball", quantile=0.8)


def test_the_score_is_the_share_of_the_cost_that_is_saved() -> None:
    truth, said = np.array([1.0, 5.0, 2.0, 9.0]), np.array([2.0, 4.0, 2.0, 7.0])

    def cost(of: np.ndarray) -> float:
        return float(np.mean(4 * np.maximum(truth - of, 0) + np.maximum(of - truth, 0)))

    best_constant = min(cost(np.full(4, each)) for each in truth)
    found = score_of("d2-pinball", truth, Predictions(said), quantile=0.8)
    assert found == pytest.approx(1 - cost(said) / best_constant)


def test_what_has_such_a_loss_learns_the_quantile_and_the_path_says_so() -> None:
    constant, linear = (learning_quantile(each, 0.8) for each in baselines("regression", TABLE.kinds))
    assert constant.implementation == "sklearn.dummy.DummyRegressor(strategy='quantile', quantile=0.8)"
    assert linear.implementation == "sklearn.linear_model.Ridge"
    fitted = constant.build(0).fit(TABLE.features, TABLE.target)
    assert fitted.predict(TABLE.features)[0] == pytest.approx(np.percentile(TABLE.target, 80))
    assert learning_quantile(constant, None) is constant


@pytest.mark.slow("runs a whole probe")
def test_a_probe_by_costs_tells_the_quantile_and_who_learns_the_mean(evidence: Evidence) -> None:
    assert (evidence.metric, evidence.quantile) == ("d2-pinball", 0.8)
    for page in (evidence_page(evidence, ""), evidence_report(evidence)):
        text = " ".join(printed(page).split())
        assert "A number too low costs 4 times one too high, so that the 0.8 quantile costs least" in text
        assert "learn the mean" in text
        assert "quantileregressor, " not in text[text.index("is what candidates learn") : text.index("learn the mean")]
    assert Evidence.model_validate_json(evidence.to_json()) == evidence


@pytest.mark.slow("runs a whole probe")
def test_evidence_without_a_quantile_does_not_mention_it(evidence: Evidence) -> None:
    plain = evidence.model_copy(update={"quantile": None})
    assert "quantile" not in plain.model_dump()
    assert plain.id != evidence.id


def test_a_quantile_is_another_experiment_and_goes_with_its_metric_alone() -> None:
    assert digest_of(TABLE, "d2-pinball", 0.8) != digest_of(TABLE, "d2-pinball", 0.9)
    assert estimator_table(TABLE, "d2-pinball", 0.8).quantile == 0.8
    with pytest.raises(ProbeError, match="goes with a quantile"):
        estimator_table(TABLE, "d2-pinball")
    with pytest.raises(ProbeError, match="goes with a quantile"):
        estimator_table(TABLE, "r2", 0.8)
