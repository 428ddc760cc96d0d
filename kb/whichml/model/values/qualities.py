"""The qualities by id, as briefs, claims and rules name them.

Generated from ontology/whichml.ttl by `make generate`; do not edit it by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.values.vocabulary import QualityId, QualityName

QUALITIES: Final[Mapping[QualityId, QualityName]] = MappingProxyType({
    QualityId("accuracy"): QualityName("higher", anchors=(0.5, 0.75, 0.9, 0.97)),
    QualityId("availability"): QualityName("higher"),
    QualityId("calibration"): QualityName("higher"),
    QualityId("categorical-handling"): QualityName("higher"),
    QualityId("class-imbalance-handling"): QualityName("higher"),
    QualityId("correctness-guarantee"): QualityName("higher"),
    QualityId("cost-per-prediction"): QualityName("lower", unit="USD", anchors=(1e-06, 0.0001, 0.01, 1.0)),
    QualityId("data-need"): QualityName("lower", unit="rows", anchors=(100.0, 1000.0, 1e5, 1e7)),
    QualityId("data-quality-sensitivity"): QualityName("lower"),
    QualityId("development-cost"): QualityName("lower", unit="USD"),
    QualityId("editability"): QualityName("higher"),
    QualityId("explainability"): QualityName("higher"),
    QualityId("extrapolation"): QualityName("higher"),
    QualityId("fairness-control"): QualityName("higher"),
    QualityId("feature-capacity"): QualityName("higher"),
    QualityId("feature-engineering-need"): QualityName("lower"),
    QualityId("generalization"): QualityName("higher"),
    QualityId("hardware-need"): QualityName("lower"),
    QualityId("incrementality"): QualityName("higher"),
    QualityId("inference-energy"): QualityName("lower", unit="joules", anchors=(0.001, 0.1, 10.0, 1000.0)),
    QualityId("inference-latency"): QualityName("lower", unit="seconds", anchors=(0.001, 0.01, 0.1, 1.0)),
    QualityId("inference-memory"): QualityName("lower", unit="bytes", anchors=(1e4, 1e6, 1e8, 1e9)),
    QualityId("inference-predictability"): QualityName("higher"),
    QualityId("inference-throughput"): QualityName("higher", unit="predictions/second", anchors=(1.0, 100.0, 1e4, 1e6)),
    QualityId("interpretability"): QualityName("higher"),
    QualityId("maintainability"): QualityName("higher"),
    QualityId("missing-value-handling"): QualityName("higher"),
    QualityId("model-size"): QualityName("lower", unit="bytes", anchors=(1e4, 1e6, 1e8, 1e9)),
    QualityId("monitorability"): QualityName("higher"),
    QualityId("nonlinearity"): QualityName("higher"),
    QualityId("offline-operation"): QualityName("higher"),
    QualityId("outlier-robustness"): QualityName("higher"),
    QualityId("privacy"): QualityName("higher"),
    QualityId("reproducibility"): QualityName("higher"),
    QualityId("robustness"): QualityName("higher"),
    QualityId("security"): QualityName("higher"),
    QualityId("skills-need"): QualityName("lower"),
    QualityId("sparse-input"): QualityName("higher"),
    QualityId("stability"): QualityName("higher"),
    QualityId("time-to-release"): QualityName("lower", unit="days"),
    QualityId("training-cost"): QualityName("lower", unit="USD", anchors=(0.01, 1.0, 100.0, 1e4)),
    QualityId("training-data-retention"): QualityName("lower"),
    QualityId("training-energy"): QualityName("lower", unit="joules", anchors=(1000.0, 1e5, 1e7, 1e9)),
    QualityId("training-memory"): QualityName("lower", unit="bytes", anchors=(1e7, 1e9, 1e10, 1e11)),
    QualityId("training-scalability"): QualityName("higher"),
    QualityId("training-time"): QualityName("lower", unit="seconds", anchors=(1.0, 60.0, 3600.0, 86400.0)),
    QualityId("tuning-effort"): QualityName("lower"),
    QualityId("uncertainty-quantification"): QualityName("higher"),
    QualityId("update-latency"): QualityName("lower", unit="seconds", anchors=(1.0, 60.0, 3600.0, 86400.0)),
})  # fmt: skip
