"""Trials on one estimator: each tells a capability by running it, and says what it saw.

A capability is there when the estimator has it is made without arguments, or under a setting of `SETTINGS`.
These change a distance, a loss or a mode, and nothing else about the estimator; what needs another estimator around it
(calibration, imputation, encoding, one model for each output) does not count.
"""

from __future__ import annotations

import inspect
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from whichml_workshop.introspection.samples import N_FEATURES, Rows, Samples

SEED = 7
# settings that only make a fit quicker
QUICK: Mapping[str, object] = {
    "n_estimators": 10, "max_subpopulation": 200, "outer_bags": 1, "max_rounds": 20, "interactions": 0,
}  # fmt: skip
# settings under which a capability is looked for as well, in this order
SETTINGS: Mapping[str, Sequence[Mapping[str, object]]] = {
    "probabilities": ({"loss": "log_loss"}, {"voting": "soft"}),
    "missing-values": ({"metric": "nan_euclidean"},),
    "sample-weight": ({"max_samples": 0.5},),  # weights may steer which rows are drawn, if not all of them are
    "categorical": ({"enable_categorical": True},),
    "predicts-new-rows": ({"novelty": True},),
    "class-weight": ({"class_weight": "balanced"},),
    "warm-start": ({"warm_start": True},),
    "monotone-constraints": (
        {"monotonic_cst": (1,) + (0,) * (N_FEATURES - 1)},
        {"monotone_constraints": (1,) + (0,) * (N_FEATURES - 1)},
        {"positive": True},
        {"increasing": True},
    ),
}
# settings that a constructor may pass on through its `**kwargs`; any other that it does not name would be ignored there
PASSED_ON = frozenset({"monotone_constraints"})
SUPERVISED = ("classifier", "regressor")
_READS_NEW_ROWS = ("predict", "transform", "kneighbors")
_SHOWS_MOST = ("decision_function", "predict_proba", "score_samples", *_READS_NEW_ROWS)
_SHOWS_TRAINING_ROWS = ("labels_", "negative_outlier_factor_")
_SHOWN_CHARACTERS = 90


@dataclass(frozen=True, slots=True)
class CapabilityObservation:
    """Whether a capability is there, and what told it."""

    is_there: bool
    told_by: str


@dataclass(frozen=True)
class EstimatorUnderTest:
    """An estimator under trial.

    Attributes
    ----------
    make : makes one with these settings beside those that it always gets
    settings : what every one is made with: those that its path states, and what its constructor demands
    kind : as scikit-learn calls it, empty where it says nothing
    listed : the parameters that `get_params` lists, with those of the classes above
    """

    make: Callable[..., Any]
    settings: Mapping[str, object]
    kind: str
    samples: Samples
    listed: frozenset[str] = frozenset()

    def made(self, **settings: object) -> Any:
        """Return a new estimator with a fixed seed; a setting that its path states stays as stated."""
        known = self.parameters
        usual = {name: value for name, value in {**QUICK, "random_state": SEED}.items() if name in known}
        return self.make(**{**usual, **settings, **self.settings})

    @cached_property
    def fitted_plainly(self) -> Any:
        """Return one without further settings, fitted to plain rows: fits take most of the time.

        Trials may only read from it.
        """
        rows = self.samples.plain
        return self.made().fit(rows.training, rows.target)

    @property
    def parameters(self) -> frozenset[str]:
        """Return the names of the parameters, as the constructor or the estimator itself lists them."""
        return frozenset(inspect.signature(self.make).parameters) | self.listed

    def takes(self, settings: Mapping[str, object]) -> bool:
        """Tell whether the constructor takes these settings and the path does not state them otherwise."""
        signature = inspect.signature(self.make).parameters.values()
        passes_on = any(parameter.kind is parameter.VAR_KEYWORD for parameter in signature)
        known = (self.parameters | (PASSED_ON if passes_on else frozenset())) - self.settings.keys()
        return known.issuperset(settings)

    def variants(self, capability: str) -> list[Mapping[str, object]]:
        """Return the settings under which a capability is looked for, apart from none at all."""
        return [settings for settings in SETTINGS.get(capability, ()) if self.takes(settings)]


class NotShownError(Exception):
    """The estimator ran and does not show the capability."""


def attempt(trial: Callable[[], str]) -> CapabilityObservation:
    """Return what a trial saw; whatever foreign code raises means that the capability is not there."""
    try:
        with warnings.catch_warnings(record=True):
            warnings.simplefilter("always")
            return CapabilityObservation(True, trial())
    except NotShownError as unseen:
        return CapabilityObservation(False, str(unseen))
    except Exception as refusal:  # an estimator may refuse with any class
        return CapabilityObservation(False, in_short(refusal))


def in_short(refusal: BaseException) -> str:
    """Return the class and the first words of an error on one line, without what differs from run to run."""
    text = re.sub(r"0x[0-9a-f]+", "0x...", " ".join(str(refusal).split()))
    return f"{type(refusal).__name__}: {text[:_SHOWN_CHARACTERS]}".rstrip(" :")


def refusal_of_plain_rows(subject: EstimatorUnderTest) -> str:
    """Return why the estimator cannot be fitted to plain rows; empty where it can, and so can be tried on others."""
    sight = attempt(lambda: _fits_once(subject, {}))
    return "" if sight.is_there else sight.told_by


def measure_capabilities(subject: EstimatorUnderTest) -> dict[str, CapabilityObservation]:
    """Return what each trial that means something for this kind of estimator saw."""
    trials: dict[str, Callable[[EstimatorUnderTest, Mapping[str, object]], str]] = {
        "partial-fit": _learns_in_parts,
        "missing-values": lambda subject, settings: _takes(subject, settings, subject.samples.with_gaps),
        "categorical": lambda subject, settings: _takes(subject, settings, subject.samples.with_categories),
        "sparse": lambda subject, settings: _takes(subject, settings, subject.samples.sparse),
        "sample-weight": _heeds_weights,
        "probabilities": _gives_probabilities,
        "deterministic-with-seed": _repeats_itself,
        "predicts-new-rows": _reads_new_rows,
    }
    if subject.kind in SUPERVISED:
        trials |= {"multi-output": _predicts_two_targets}
    sights = {name: _first_that_shows(subject, trial, ({}, *subject.variants(name))) for name, trial in trials.items()}
    only_by_setting: dict[str, Callable[[EstimatorUnderTest, Mapping[str, object]], str]] = {"warm-start": _fits_twice}
    if subject.kind in SUPERVISED:
        only_by_setting |= {"monotone-constraints": _rises_as_told}
    if subject.kind == "classifier":
        only_by_setting |= {"class-weight": _fits_once}
    for name, trial in only_by_setting.items():
        variants = subject.variants(name)
        missing = CapabilityObservation(False, f"no parameter {' or '.join(_names_of(name))}")
        sights[name] = _first_that_shows(subject, trial, variants) if variants else missing
    return sights


def _names_of(capability: str) -> list[str]:
    return [name for settings in SETTINGS[capability] for name in settings]


def _first_that_shows(
    subject: EstimatorUnderTest,
    trial: Callable[[EstimatorUnderTest, Mapping[str, object]], str],
    variants: Sequence[Mapping[str, object]],
) -> CapabilityObservation:
    """Return the sight of the first settings that show the capability, or that of the first settings at all."""
    sights = []
    for settings in variants:
        sight = attempt(lambda settings=settings: trial(subject, settings))  # type: ignore[misc]
        stated = ", ".join(f"{name}={value!r}" for name, value in settings.items())
        sights.append(
            CapabilityObservation(sight.is_there, f"{sight.told_by}, with {stated}" if stated else sight.told_by)
        )
        if sight.is_there:
            return sights[-1]
    return sights[0]


def fitted(subject: EstimatorUnderTest, settings: Mapping[str, object], rows: Rows, **more: object) -> Any:
    """Return a new estimator, fitted to the rows."""
    return subject.made(**settings).fit(rows.training, rows.target, **more)


def fitted_to_read_from(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> Any:
    """Return an estimator that is fitted to the plain rows, which no trial may change."""
    return fitted(subject, settings, subject.samples.plain) if settings else subject.fitted_plainly


def telling_numbers(estimator: Any, rows: Any) -> Any:
    """Return the most telling numbers that a fitted estimator gives for rows, or for its training rows."""
    method = next((name for name in _SHOWS_MOST if hasattr(estimator, name)), None)
    if method is not None:
        return _dense(getattr(estimator, method)(rows))
    attribute = next((name for name in _SHOWS_TRAINING_ROWS if hasattr(estimator, name)), None)
    if attribute is None:
        raise NotShownError("it has no output that could be compared")
    return np.asarray(getattr(estimator, attribute))


def _dense(output: Any) -> Any:
    if isinstance(output, tuple):
        output = output[0]
    if isinstance(output, list):  # one array for each output
        output = np.stack(output)
    return np.asarray(output.toarray() if hasattr(output, "toarray") else output)


def read_new_rows(estimator: Any, rows: Any) -> Any:
    """Return what a fitted estimator says of rows that it has not seen.

    Raises
    ------
    NotShownError
        Where it has no method for rows beyond those that it was fitted to.
    """
    method = next((name for name in _READS_NEW_ROWS if hasattr(estimator, name)), None)
    if method is None:
        raise NotShownError(f"it has none of {', '.join(_READS_NEW_ROWS)}")
    return _dense(getattr(estimator, method)(rows))


def _reads_new_rows(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    rows = subject.samples.plain
    output = read_new_rows(fitted_to_read_from(subject, settings), rows.unseen)
    if len(output) != rows.unseen.shape[0]:
        raise NotShownError(f"{len(output)} answers for {rows.unseen.shape[0]} new rows")
    return "an answer for each new row"


def _takes(subject: EstimatorUnderTest, settings: Mapping[str, object], rows: Rows) -> str:
    estimator = fitted(subject, settings, rows)
    if not any(hasattr(estimator, name) for name in _READS_NEW_ROWS):
        return "fit took them"
    output = read_new_rows(estimator, rows.unseen)
    if output.dtype.kind == "f" and np.isnan(output).any():
        raise NotShownError("answers are NaN")
    return "fit and the answer for new rows took them"


def _learns_in_parts(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    rows, estimator = subject.samples.plain, subject.made(**settings)
    if not hasattr(estimator, "partial_fit"):
        raise NotShownError("no partial_fit")
    half = len(rows.target) // 2
    more = {"classes": np.unique(rows.target)} if subject.kind == "classifier" else {}
    estimator.partial_fit(rows.training[:half], rows.target[:half], **more)
    estimator.partial_fit(rows.training[half:], rows.target[half:])
    read_new_rows(estimator, rows.unseen)
    return "partial_fit took two parts"


def _heeds_weights(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    rows = subject.samples.plain
    outputs = [
        telling_numbers(fitted(subject, settings, rows, sample_weight=weights), rows.unseen)
        for weights in subject.samples.weights.values()
    ]
    if _equal(*outputs):
        raise NotShownError("fit takes sample_weight, which changes nothing")
    return "other weights, other answers"


def _gives_probabilities(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    rows = subject.samples.plain
    estimator = fitted_to_read_from(subject, settings)
    if not hasattr(estimator, "predict_proba"):
        raise NotShownError("no predict_proba")
    shares = np.asarray(estimator.predict_proba(rows.unseen))
    if shares.ndim != 2 or (shares < 0).any() or not np.allclose(shares.sum(axis=1), 1, atol=1e-5):
        raise NotShownError("predict_proba gives rows that do not sum to 1")
    return "predict_proba sums to 1"


def _repeats_itself(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    rows = subject.samples.plain
    twice = fitted_to_read_from(subject, settings), fitted(subject, settings, rows)
    outputs = [telling_numbers(estimator, rows.unseen) for estimator in twice]
    if not _equal(*outputs):
        raise NotShownError("two fits with one seed differ")
    return "two fits with one seed agree"


def _equal(one: Any, other: Any) -> bool:
    return one.shape == other.shape and bool(np.array_equal(one, other, equal_nan=one.dtype.kind == "f"))


def _predicts_two_targets(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    rows = subject.samples.of_two_targets
    output = np.asarray(fitted(subject, settings, rows).predict(rows.unseen))
    if output.shape != (rows.unseen.shape[0], 2):
        raise NotShownError(f"answers of shape {output.shape}")
    return "two answers for each row"


def _fits_once(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    fitted_to_read_from(subject, settings)
    return "fit took it"


def _fits_twice(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    rows = subject.samples.plain
    fitted(subject, settings, rows).fit(rows.training, rows.target)
    return "a second fit took it"


def _rises_as_told(subject: EstimatorUnderTest, settings: Mapping[str, object]) -> str:
    rows = subject.samples.falling_in_the_first_feature
    told = {
        name: value[: subject.samples.n_features] if isinstance(value, tuple) else value
        for name, value in settings.items()
    }
    estimator = fitted(subject, told, rows)
    if subject.kind == "classifier":
        output = telling_numbers(estimator, rows.unseen)
        heights = output[:, -1] if output.ndim == 2 else output
    else:
        heights = np.ravel(estimator.predict(rows.unseen))
    if (np.diff(heights.reshape(4, 6), axis=1) < -1e-9).any():
        raise NotShownError("it falls all the same")
    return "it does not fall against the constraint"
