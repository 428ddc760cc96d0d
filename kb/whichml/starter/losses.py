"""How estimators learn counts, or a quantile, and keep directions: the settings that do it, by class."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.briefs.brief import Brief
from whichml.probe.estimators.quantile_losses import quantile_settings, quantile_source
from whichml.starter.costs import unit_costs_of

QUANTILE: Final = "QUANTILE"
"""The name, in a program, of the quantile that is to be learnt."""
_BY_CRITERION: Final = ("DecisionTreeRegressor", "RandomForestRegressor", "ExtraTreesRegressor")
COUNT_LOSSES: Final[Mapping[str, Mapping[str, object]]] = MappingProxyType(
    {
        "PoissonRegressor": {},
        "TweedieRegressor": {"power": 1},
        "ExplainableBoostingRegressor": {"objective": "poisson_deviance"},
        "LGBMRegressor": {"objective": "poisson"},
        "XGBRegressor": {"objective": "count:poisson"},
        "CatBoostRegressor": {"loss_function": "Poisson"},
        "HistGradientBoostingRegressor": {"loss": "poisson"},
        **{name: {"criterion": "poisson"} for name in _BY_CRITERION},
    }
)
"""Estimators with a Poisson loss, and the settings that ask for it."""
LISTED_DIRECTIONS: Final = frozenset({"CatBoostClassifier", "CatBoostRegressor"})
"""What takes them as a list, and as nothing else; others take a tuple."""
DIRECTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **dict.fromkeys(
            (
                f"{name}{kind}"
                for name in ("ExplainableBoosting", "LGBM", "XGB", "CatBoost")
                for kind in ("Classifier", "Regressor")
            ),
            "monotone_constraints",
        ),
        **dict.fromkeys(
            (
                f"{name}{kind}"
                for name in ("HistGradientBoosting", "DecisionTree", "RandomForest", "ExtraTrees")
                for kind in ("Classifier", "Regressor")
            ),
            "monotonic_cst",
        ),
    }
)
"""The setting that takes 1, -1 or 0 for each column, of estimators that have one."""
READABLE_SHAPES: Final = frozenset({"ExplainableBoostingClassifier", "ExplainableBoostingRegressor"})
"""Estimators that take words, and whose use is to show one shape for each column: it is not to be split."""


def learns_counts(brief: Brief) -> bool:
    """Return whether the number to predict counts something."""
    return brief.task == "regression" and "count" in (brief.data.target or ())


def settings_for(brief: Brief, name: str) -> Mapping[str, object]:
    """Return the settings of a class that the target of a brief asks for: of a quantile where costs set one."""
    costs = unit_costs_of(brief)
    if costs is not None:
        return quantile_settings(name, costs.quantile)
    return COUNT_LOSSES.get(name, {}) if learns_counts(brief) else {}


def source_for(brief: Brief, name: str) -> Mapping[str, str]:
    """Return the source of those settings that follow a constant of the program."""
    return {} if unit_costs_of(brief) is None else quantile_source(name, QUANTILE)
