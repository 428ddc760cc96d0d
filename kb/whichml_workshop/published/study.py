"""What a study measured, before its names are mapped: data sets with their regime, and outcomes of methods on them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Regime:
    """What is known of a data set of a study; None where the study does not say.

    Attributes
    ----------
    task, modality : ids of the public vocabulary
    rows : rows, series, interactions or vectors to learn from
    features : columns; the channels or the length of series where these stand for them
    classes : of a classification; None for other tasks
    categorical_share : of the columns, from 0 to 1
    horizon : steps to forecast
    """

    task: str
    modality: str
    rows: float | None = None
    features: float | None = None
    classes: float | None = None
    categorical_share: float | None = None
    horizon: float | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one method came to on one data set, over all its splits.

    Attributes
    ----------
    data, method : by the names of the study
    score : the study's metric, turned so that more is better; None where the method failed there
    log_loss : of predicted probabilities, less is better
    fit_seconds, predict_seconds : as measured; `predict_seconds` for the whole test part or for `predicted_rows`
    predicted_rows : how many rows `predict_seconds` is for; None where the study does not say
    tuned_score : the score after a search over settings, where `score` is that of default settings
    """

    data: str
    method: str
    score: float | None = None
    log_loss: float | None = None
    fit_seconds: float | None = None
    predict_seconds: float | None = None
    predicted_rows: float | None = None
    tuned_score: float | None = None


@dataclass(frozen=True, slots=True)
class Study:
    """All that a reader took from raw tables.

    Attributes
    ----------
    regimes : by data set
    outcomes : of every method on every data set that it was tried on, in any order
    wins : (method, other) -> data sets won and lost by the first, each pair once, for studies that publish no more
        than that; empty where there are outcomes
    wins_at : the settings that the wins were counted at
    """

    regimes: Mapping[str, Regime]
    outcomes: tuple[Outcome, ...] = ()
    wins: Mapping[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    wins_at: Literal["default", "tuned"] = "default"
