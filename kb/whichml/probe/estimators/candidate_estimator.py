"""An implementation under experiment: which algorithm it is, and how to build it for given data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from whichml.probe.description.prepared_data_set import ColumnKind


@dataclass(frozen=True)
class CandidateEstimator:
    """One implementation of an algorithm for one task.

    Attributes
    ----------
    algorithm : its id; `constant-baseline` and `linear-baseline` for what every candidate is held against
    implementation : import path of the estimator, as the fact files write it
    build : from a seed to an unfitted pipeline with the estimator API of scikit-learn (`fit`, `predict`, and
        `predict_proba` where it has probabilities); a module-level function or a `functools.partial` of one, so that
        it can be sent to another process
    kinds : what each feature column is, as the pipeline was built for
    """

    algorithm: str
    implementation: str
    build: Callable[[int], Any]
    kinds: Mapping[str, ColumnKind]
