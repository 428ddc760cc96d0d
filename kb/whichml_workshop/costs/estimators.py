"""Estimators whose costs are swept: implementations of the fact files under their defaults, on one thread.

What differs from the defaults is listed here, since costs are those of these settings: one thread, a seed, no printing,
bases for estimators that surround others, and `nu` small enough for classes of unequal size.
"""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from whichml.knowledge.implementation_paths import is_installed, read_path, version_of
from whichml.model.statements.facts import AlgorithmFacts
from whichml.model.values.vocabulary import SINGLE_LABEL
from whichml_workshop.costs.sweeps import SweepTable, SweptTask

_SEED = 0
_FTRL = "river.linear_model.LogisticRegression(optim.FTRLProximal)"
_LEAVES = "pipeline of GradientBoostingClassifier.apply, OneHotEncoder and SGDClassifier"
_OWN_PACKAGES = {_FTRL: "river", _LEAVES: "scikit-learn"}
# they need one column, have no labels of their own, or are another algorithm's in all but name
_LEFT_OUT = ("IsotonicRegression", "NearestNeighbors", "SelfTrainingClassifier", "BayesianLinearRegression")
_LIBRARIES = ("sklearn", "river", "lightgbm", "xgboost", "interpret", "catboost")
_KERNEL_MAPS = ("Nystroem", "RBFSampler")
_N_CODES = 13
# it names no parameter of its own before it is given one, so that thread and seed stand here
_QUIET_CATBOOST: Mapping[str, object] = {
    "verbose": False, "allow_writing_files": False, "thread_count": 1, "random_seed": _SEED,
}  # fmt: skip
_SETTINGS: Mapping[str, Mapping[str, object]] = {
    "CatBoostClassifier": _QUIET_CATBOOST,
    "CatBoostRegressor": _QUIET_CATBOOST,
    "NuSVC": {"nu": 0.1},
    "CategoricalNB": {"min_categories": _N_CODES},
    "LGBMClassifier": {"verbose": -1},
    "LGBMRegressor": {"verbose": -1},
    "XGBClassifier": {"verbosity": 0},
    "XGBRegressor": {"verbosity": 0},
}


@dataclass(frozen=True, slots=True)
class SweptImplementation:
    """One implementation for one task."""

    algorithm: str
    implementation: str
    version: str
    task: SweptTask


def swept_implementations(facts: Iterable[AlgorithmFacts]) -> tuple[SweptImplementation, ...]:
    """Return every implementation that is installed and learns classes or numbers from tables, by algorithm."""
    found = []
    for algorithm in facts:
        if not {"tabular", "sensor-features"} & {*algorithm.accepts}:
            continue
        for one in algorithm.implementations:
            package = _OWN_PACKAGES.get(one.path, one.package)
            package = "interpret-core" if package == "interpret" else package
            found += [
                SweptImplementation(algorithm.id, one.path, version_of(package), task)
                for task in _tasks_of(one.path)
                if _is_solved(algorithm, task)
            ]
    return tuple(sorted(found, key=lambda swept: (swept.algorithm, swept.implementation, swept.task)))


def _is_solved(algorithm: AlgorithmFacts, task: SweptTask) -> bool:
    return "regression" in algorithm.solves if task == "regression" else not SINGLE_LABEL.isdisjoint(algorithm.solves)


def _tasks_of(path: str) -> tuple[SweptTask, ...]:
    """Return the tasks of an implementation, none where it is not installed or is no estimator of tables."""
    if path in _OWN_PACKAGES:
        return ("classification",)
    target = read_path(path)
    if target is None or not target.name or target.name in _LEFT_OUT:
        return ()
    library = target.module.partition(".")[0]
    if library not in _LIBRARIES or not is_installed(library):
        return ()
    if target.name in _KERNEL_MAPS:
        return ("classification", "regression")
    made = getattr(importlib.import_module(target.module), target.name, None)
    if not inspect.isclass(made):
        return ()
    if target.module.startswith("river."):
        kinds = importlib.import_module("river.base")
        return ("classification",) if issubclass(made, kinds.Classifier) else ("regression",)
    if not hasattr(made, "predict"):
        return ()
    kinds = importlib.import_module("sklearn.base")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # some say that they are about to be renamed
        estimator = build_estimator(path, "classification")
    is_swept = (kinds.is_classifier(estimator), kinds.is_regressor(estimator))
    return {(True, False): ("classification",), (False, True): ("regression",)}.get(is_swept, ())  # type: ignore[return-value]


def is_binary_alone(path: str) -> bool:
    """Tell whether an implementation knows two classes only."""
    return path in _OWN_PACKAGES


def build_estimator(path: str, task: SweptTask) -> Any:
    """Return an unfitted estimator with `fit` and `predict` for arrays."""
    if path == _LEAVES:
        return LinearOnLeaves()
    if path == _FTRL:
        optimizer = importlib.import_module("river.optim").FTRLProximal()
        return RowByRow(importlib.import_module("river.linear_model").LogisticRegression(optimizer))
    target = read_path(path)
    assert target is not None
    made = getattr(importlib.import_module(target.module), target.name)
    settings = {**_bases(made, task), **_SETTINGS.get(target.name, {}), **target.settings}
    if target.module.startswith("river."):
        seeded = {"seed": _SEED} if "seed" in inspect.signature(made).parameters else {}
        return RowByRow(made(**settings, **seeded))
    estimator = made(**settings)
    known = estimator.get_params(deep=False)
    estimator.set_params(**{k: v for k, v in {"n_jobs": 1, "random_state": _SEED}.items() if k in known})
    if target.name in _KERNEL_MAPS:
        learner = "SGDClassifier" if task == "classification" else "SGDRegressor"
        last = getattr(importlib.import_module("sklearn.linear_model"), learner)(random_state=_SEED)
        return importlib.import_module("sklearn.pipeline").make_pipeline(estimator, last)
    return estimator


def _bases(made: type, task: SweptTask) -> dict[str, object]:
    """Return a linear model and a tree for an estimator that cannot be made without others."""
    parameters = inspect.signature(made).parameters
    wanted = parameters.get("estimators")
    if wanted is None or wanted.default is not wanted.empty:
        return {}
    kind = "Regressor" if "Regressor" in made.__name__ or task == "regression" else "Classifier"
    linear = "LogisticRegression" if kind == "Classifier" else "Ridge"
    return {
        "estimators": [
            ("linear", getattr(importlib.import_module("sklearn.linear_model"), linear)()),
            ("tree", getattr(importlib.import_module("sklearn.tree"), f"DecisionTree{kind}")(random_state=_SEED)),
        ]
    }


def prepared(path: str, table: SweepTable) -> SweepTable:
    """Return the table as the implementation reads it: counts for naive Bayes, positive targets for rates."""
    features, target = table.features, table.target
    if "MultinomialNB" in path or "ComplementNB" in path:
        features = features - features.min(axis=0)
    elif "CategoricalNB" in path:
        features = np.clip(np.round(features * 2) + _N_CODES // 2, 0, _N_CODES - 1).astype(int)
    if any(name in path for name in ("PoissonRegressor", "GammaRegressor", "TweedieRegressor")):
        target = np.exp(np.clip(target, -4, 4))
    return SweepTable(features, target)


class RowByRow:
    """A learner of streams from river with `fit` and `predict`, which walk over the rows of arrays."""

    def __init__(self, learner: Any) -> None:
        self.learner = learner

    def fit(self, features: Any, target: Any) -> RowByRow:
        """Learn from each row in turn."""
        for row, wanted in zip(features.tolist(), target.tolist(), strict=True):
            self.learner.learn_one(dict(enumerate(row)), wanted)
        return self

    def predict(self, features: Any) -> list[Any]:
        """Return what the learner says of each row."""
        return [self.learner.predict_one(dict(enumerate(row))) for row in features.tolist()]


class LinearOnLeaves:
    """Boosted trees whose leaves are the inputs of a logistic regression (He et al. 2014)."""

    def __init__(self) -> None:
        linear, ensemble = importlib.import_module("sklearn.linear_model"), importlib.import_module("sklearn.ensemble")
        coding = importlib.import_module("sklearn.preprocessing")
        self.trees = ensemble.GradientBoostingClassifier(random_state=_SEED)
        self.codes = coding.OneHotEncoder(handle_unknown="ignore")
        self.linear = linear.SGDClassifier(loss="log_loss", random_state=_SEED)

    def fit(self, features: Any, target: Any) -> LinearOnLeaves:
        """Fit the trees, then the regression on their leaves."""
        self.trees.fit(features, target)
        self.linear.fit(self.codes.fit_transform(self._leaves(features)), target)
        return self

    def predict(self, features: Any) -> Any:
        """Return a class for each row."""
        return self.linear.predict(self.codes.transform(self._leaves(features)))

    def _leaves(self, features: Any) -> Any:
        return self.trees.apply(features).reshape(len(features), -1)
