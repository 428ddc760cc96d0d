"""Cost models that nobody fitted, and a project whose costs they predict."""

from __future__ import annotations

from typing import Any

from whichml.advise.cost_prediction import Prediction
from whichml.knowledge.cost_models import CostModel, CostModels
from whichml.model.statements.calibration import Calibration
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.evidence import Machine

FACTS: dict[str, FactValue] = {"task": "binary-classification", "data.training_rows": 5000.0, "data.features": 20.0}
HERE = Machine(system="Linux", processor="Made-up", n_cores=2, memory_bytes=8 * 10**9, python="3.11")


def calibrated(seconds: float = 1.0) -> Calibration:
    return Calibration(reference_seconds=seconds, machine=HERE, spread=1.0, n=5)


def models(*chosen: CostModel) -> CostModels:
    return CostModels(reference_seconds=1.0, machine="a made-up machine", models=chosen)


def only(predicted: Any) -> Prediction:
    (found,) = predicted.values()
    assert isinstance(found, Prediction)
    return found
