"""How estimators learn a quantile instead of the mean: the settings that do it, by the name of the class."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.knowledge.implementation_paths import read_path

_PLACES: Final[Mapping[str, tuple[Mapping[str, object], str]]] = MappingProxyType(
    {
        "HistGradientBoostingRegressor": ({"loss": "quantile"}, "quantile"),
        "GradientBoostingRegressor": ({"loss": "quantile"}, "alpha"),
        "LGBMRegressor": ({"objective": "quantile"}, "alpha"),
        "XGBRegressor": ({"objective": "reg:quantileerror"}, "quantile_alpha"),
        "CatBoostRegressor": ({}, "loss_function"),
        "QuantileRegressor": ({}, "quantile"),
        "DummyRegressor": ({"strategy": "quantile"}, "quantile"),
    }
)
"""By class: the loss, and the setting that says which quantile."""
QUANTILE_LEARNERS: Final = frozenset(_PLACES)
"""The classes that can learn a quantile."""
_IN_WORDS: Final[Mapping[str, str]] = MappingProxyType({"loss_function": "Quantile:alpha={}"})
"""Settings that say it in a text."""


def quantile_settings(name: str, quantile: float) -> Mapping[str, object]:
    """Return the settings with which a class learns a quantile; nothing where it cannot.

    Examples
    --------
    >>> quantile_settings("LGBMRegressor", 0.8), quantile_settings("Ridge", 0.8)
    ({'objective': 'quantile', 'alpha': 0.8}, {})
    """
    if name not in _PLACES:
        return {}
    loss, place = _PLACES[name]
    return {**loss, place: _IN_WORDS[place].format(quantile) if place in _IN_WORDS else quantile}


def quantile_source(name: str, variable: str) -> Mapping[str, str]:
    """Return which setting of a class says the quantile, and the source that takes it from a variable of a program.

    Examples
    --------
    >>> quantile_source("CatBoostRegressor", "Q"), quantile_source("LGBMRegressor", "Q")
    ({'loss_function': 'f"Quantile:alpha={Q}"'}, {'alpha': 'Q'})
    """
    if name not in _PLACES:
        return {}
    place = _PLACES[name][1]
    return {place: f'f"{_IN_WORDS[place].format(f"{{{variable}}}")}"' if place in _IN_WORDS else variable}


def learns_quantiles(path: str) -> bool:
    """Return whether the estimator that a path of the fact files names can learn a quantile."""
    named = read_path(path)
    return named is not None and named.name in _PLACES


def path_for_quantile(path: str, quantile: float | None) -> str:
    """Return the path of an estimator that learns a quantile; as it is where it cannot, or where the mean is asked for.

    Examples
    --------
    >>> path_for_quantile("sklearn.linear_model.QuantileRegressor", 0.8)
    'sklearn.linear_model.QuantileRegressor(quantile=0.8)'
    """
    named = read_path(path)
    if quantile is None or named is None or not learns_quantiles(path):
        return path
    settings = {**named.settings, **quantile_settings(named.name, quantile)}
    return f"{named.module}.{named.name}({', '.join(f'{name}={value!r}' for name, value in settings.items())})"
