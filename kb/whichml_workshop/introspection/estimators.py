"""From a path to an estimator under trial: imported, made, and its kind told."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Mapping
from typing import Any

from whichml.knowledge.implementation_paths import is_installed, read_path, version_of
from whichml_workshop.introspection.measurement import CAPABILITIES, CapabilityMeasurement
from whichml_workshop.introspection.samples import Samples
from whichml_workshop.introspection.trials import (
    EstimatorUnderTest,
    in_short,
    measure_capabilities,
    refusal_of_plain_rows,
)

# the base for a meta-estimator that demands one; its capabilities are those of this base
_CLASSIFIER, _REGRESSOR = ("sklearn.linear_model", "LogisticRegression"), ("sklearn.linear_model", "Ridge")


def measure_path(path: str, distribution: str) -> CapabilityMeasurement:
    """Return what the implementation of that path can do; it is imported and run in this process.

    Parameters
    ----------
    path : as the fact files write it
    distribution : name of the distribution that should hold it
    """
    version = version_of(distribution)
    target = read_path(path)
    if target is None:
        return CapabilityMeasurement(path, distribution, version, "no path")
    if not is_installed(target.module.partition(".")[0]):
        return CapabilityMeasurement(path, distribution, "", "not installed")
    if not target.name:
        return CapabilityMeasurement(path, distribution, version, "another interface")
    try:
        with warnings.catch_warnings(record=True):
            found = getattr(importlib.import_module(target.module), target.name)
    except Exception as refusal:  # foreign code may fail in any way while it is imported
        return CapabilityMeasurement(path, distribution, version, "not importable", seen={"import": in_short(refusal)})
    if not inspect.isclass(found) or not all(hasattr(found, name) for name in ("fit", "get_params")):
        return CapabilityMeasurement(path, distribution, version, "another interface")
    subject = _subject(found, target.settings)
    refused = refusal_of_plain_rows(subject)
    if refused:
        return CapabilityMeasurement(
            path, distribution, version, "needs other data", subject.kind, seen={"fit": refused}
        )
    sights = measure_capabilities(subject)
    told = [name for name in CAPABILITIES if name in sights]
    return CapabilityMeasurement(
        path,
        distribution,
        version,
        "measured",
        subject.kind,
        bool({"estimator", "estimators"} & subject.parameters),
        {name: sights[name].is_there for name in told},
        {name: sights[name].told_by for name in told},
    )


def _subject(found: type, stated: Mapping[str, object]) -> EstimatorUnderTest:
    settings = {**_demanded(found), **stated}
    with warnings.catch_warnings(record=True):
        estimator = found(**settings)
        tags, listed = _tags_of(estimator), frozenset(estimator.get_params(deep=False))
    kind = str(getattr(tags, "estimator_type", None) or "")
    if not kind and getattr(tags, "transformer_tags", None) is not None:
        kind = "transformer"
    reads = getattr(tags, "input_tags", None)
    takes_one_feature = bool(getattr(reads, "one_d_array", False))
    samples = Samples(kind, 1) if takes_one_feature else Samples(kind)
    return EstimatorUnderTest(found, settings, kind, samples, listed)


def _tags_of(estimator: object) -> Any:
    return importlib.import_module("sklearn.utils").get_tags(estimator)


def _demanded(found: type) -> dict[str, object]:
    """Return values for the parameters that a meta-estimator of scikit-learn cannot be made without."""
    parameters = inspect.signature(found).parameters
    demanded = {name for name, parameter in parameters.items() if _has_to_be_given(parameter)}
    base = _base("Regressor" in found.__name__)
    settings: dict[str, object] = {}
    if "estimators" in demanded:
        settings["estimators"] = [("one", base), ("other", _base("Regressor" in found.__name__))]
    if "estimator" in demanded or ("estimator" in parameters and "SelfTraining" in found.__name__):
        settings["estimator"] = base
    return settings


def _has_to_be_given(parameter: inspect.Parameter) -> bool:
    return parameter.default is parameter.empty and parameter.kind not in (
        parameter.VAR_KEYWORD,
        parameter.VAR_POSITIONAL,
    )


def _base(is_for_numbers: bool) -> object:
    module, name = _REGRESSOR if is_for_numbers else _CLASSIFIER
    return getattr(importlib.import_module(module), name)()
