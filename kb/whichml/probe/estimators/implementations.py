"""From algorithms of the knowledge base to candidates: the first implementation that is installed and fits the task."""

from __future__ import annotations

import importlib
import inspect
import warnings
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Literal

from whichml.knowledge.algorithm_calls import names_of_algorithms
from whichml.knowledge.base import Knowledge
from whichml.knowledge.implementation_paths import DottedPath, is_installed, read_path
from whichml.model.documents.errors import ProbeError, quoted
from whichml.model.statements.evidence import CONSTANT, LINEAR, Failure, Reason
from whichml.model.statements.facts import AlgorithmFacts
from whichml.model.words.algorithm_names import meant_otherwise
from whichml.probe.description.prepared_data_set import ColumnKind
from whichml.probe.estimators.candidate_estimator import CandidateEstimator
from whichml.probe.estimators.learnt_kernels import LearntKernel
from whichml.probe.estimators.needs import SETTINGS, Needs, needs_of
from whichml.probe.estimators.pipelines import pipeline_for
from whichml.probe.estimators.quantile_losses import path_for_quantile
from whichml.probe.estimators.streams import follow_the_regularized_leader, stream_estimator

TASKS = ("binary-classification", "multiclass-classification", "regression")
_ONE_THREAD: Mapping[str, object] = {"n_jobs": 1, "thread_count": 1}
Kinds = Mapping[str, ColumnKind]
EstimatorKind = Literal["classifier", "regressor", "other"]


def candidates_for(
    knowledge: Knowledge, algorithms: Sequence[str], task: str, kinds: Kinds
) -> tuple[tuple[CandidateEstimator, ...], tuple[Failure, ...]]:
    """Return a candidate for each algorithm in the order asked for, and why there is none for the others.

    Parameters
    ----------
    algorithms : ids; one that is named twice is taken once
    task : `binary-classification`, `multiclass-classification` or `regression`
    kinds : what each feature column is

    Raises
    ------
    ProbeError
        Where an id is unknown, or the task has no experiment.
    """
    if task not in TASKS:
        raise ProbeError.about(f"There is no experiment for {quoted(task)}.", hint=f"Tasks: {', '.join(TASKS)}.")
    candidates: list[CandidateEstimator] = []
    failures: list[Failure] = []
    for identity in dict.fromkeys(algorithms):
        if identity not in knowledge.algorithms:
            near = meant_otherwise(identity, knowledge.algorithms, names_of_algorithms(knowledge))
            raise ProbeError.about(f"No algorithm has the id {quoted(identity)}.", hint=near or None)
        found = _candidate_of(knowledge.algorithms[identity].facts, task, kinds)
        if isinstance(found, CandidateEstimator):
            candidates.append(found)
        else:
            failures.append(found)
    return tuple(candidates), tuple(failures)


def reads_such_columns(facts: AlgorithmFacts, kinds: Kinds) -> bool:
    """Return whether an algorithm reads tables, or texts where some column holds them.

    A row can be written as a sentence for a reader of texts, but no estimator here does that.
    """
    return not _modalities(kinds).isdisjoint(facts.accepts)


def _modalities(kinds: Kinds) -> frozenset[str]:
    return frozenset({"tabular", "text"} if "text" in kinds.values() else {"tabular"})


def baselines(task: str, kinds: Kinds) -> tuple[CandidateEstimator, CandidateEstimator]:
    """Return what every candidate is held against: a constant, and a linear model with the usual penalty."""
    if task == "regression":
        constant, linear = "sklearn.dummy.DummyRegressor", "sklearn.linear_model.Ridge"
    else:
        constant, linear = "sklearn.dummy.DummyClassifier(strategy='prior')", "sklearn.linear_model.LogisticRegression"
    return _candidate(CONSTANT, constant, kinds), _candidate(LINEAR, linear, kinds)


def learning_quantile(candidate: CandidateEstimator, quantile: float | None) -> CandidateEstimator:
    """Return a candidate that learns a quantile, as its path then says; as it is where it cannot, or for the mean."""
    path = path_for_quantile(candidate.implementation, quantile)
    if path == candidate.implementation:
        return candidate
    return _candidate(candidate.algorithm, path, candidate.kinds)


def build_pipeline(seed: int, path: str, kinds: Kinds) -> Any:
    """Return an unfitted pipeline of the estimator that a path names, for these columns.

    Parameters
    ----------
    seed : of the estimator and of what it is made of, where they have one
    path : as the fact files write it

    Raises
    ------
    ImportError, AttributeError
        Where the estimator is not installed.
    """
    found = _class_of(path)
    estimator = _made(path, found, seed)
    needs = needs_of_path(path)
    if needs.takes_category_names:
        from whichml.probe.estimators.explicit_categories import ExplicitCategories  # needs an extra

        estimator = ExplicitCategories(estimator)
    if needs.samples_kernel:
        from whichml.probe.estimators.sampled_kernels import with_sampled_kernel  # needs an extra

        estimator = with_sampled_kernel(estimator)
    if needs.scales_target and _kind_of(path, found, estimator) == "regressor":
        from whichml.probe.estimators.columns import ScaledTarget  # needs an extra

        estimator = ScaledTarget(estimator)
    return pipeline_for(estimator, needs, kinds, seed)


def bare_estimator(seed: int, path: str) -> Any:
    """Return the unfitted estimator that a path names, with its settings and without what prepares its columns.

    Raises
    ------
    ImportError, AttributeError
        Where the estimator is not installed.
    """
    return _made(path, _class_of(path), seed)


def needs_of_path(path: str) -> Needs:
    """Return what the estimator that a path names wants of its columns."""
    return needs_of(_NEEDS_AS.get(path, _name_in(path)))


def settings_text(path: str) -> str:
    """Return as text what an estimator is prepared by and made with, beside what its path says and its defaults."""
    return f"{needs_of_path(path)}, {dict(SETTINGS.get(_name_in(path), {}))}"


def _name_in(path: str) -> str:
    named = read_path(path)
    return path.rpartition(".")[2] if named is None else named.name


def _candidate(algorithm: str, path: str, kinds: Kinds) -> CandidateEstimator:
    # `dict`: mappings of other classes cannot always be pickled
    return CandidateEstimator(algorithm, path, partial(build_pipeline, path=path, kinds=dict(kinds)), dict(kinds))


def _candidate_of(facts: AlgorithmFacts, task: str, kinds: Kinds) -> CandidateEstimator | Failure:
    paths = [implementation.path for implementation in facts.implementations]
    if task not in facts.solves:
        return _failure(facts, paths, "not-applicable", f"{facts.name} does not solve {task}.")
    meant = {each.path for each in facts.implementations if each.suits(task, _modalities(kinds))}
    missing: list[str] = []
    for path in paths:
        whole = _for_task(path, task)
        named = read_path(whole)
        if whole not in _MAKERS and (named is None or not named.name):
            continue
        if not is_installed(whole.partition(".")[0]):
            missing += [path] if path in meant else []
        elif _fits(whole, task, kinds):
            return _candidate(facts.id, whole, kinds)
    if missing and reads_such_columns(facts, kinds):
        packages = sorted({i.package for i in facts.implementations if i.path in missing})
        ways = " or ".join(f"`pip install {package}`" for package in packages)
        message = f"No implementation for {task} is installed here; install with {ways}."
        return _failure(facts, missing, "not-installed", message)
    return _failure(
        facts, paths, "not-applicable", f"No implementation can be fitted to such a table for {task} as it is."
    )


def _failure(facts: AlgorithmFacts, paths: Sequence[str], reason: Reason, message: str) -> Failure:
    implementation = paths[0] if paths else ""
    return Failure(
        algorithm=facts.id, implementation=implementation, stage="make", reason=reason, message=message, rows=0
    )


def _for_task(path: str, task: str) -> str:
    """Return the path, of two estimators around one transformation the one that fits the task."""
    of_numbers = f"{path} + sklearn.linear_model.Ridge"
    of_classes = f"{path} + sklearn.linear_model.LogisticRegression"
    if of_numbers in _MAKERS:
        return of_numbers if task == "regression" else of_classes
    return path


def _fits(path: str, task: str, kinds: Kinds) -> bool:
    wanted: EstimatorKind = "regressor" if task == "regression" else "classifier"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = _class_of(path)
            estimator = _made(path, found, 0)
    except Exception:  # a foreign class may refuse to be imported or made in any way
        return False
    if _kind_of(path, found, estimator) != wanted:
        return False
    if task == "multiclass-classification" and not getattr(getattr(estimator, "model", None), "_multiclass", True):
        return False
    return not _takes_one_column(estimator) or len(kinds) == 1


def _class_of(path: str) -> Any:
    """Return the class that a path names; None for what is made by a function of its own."""
    if path in _MAKERS:
        return None
    named = _named(path)
    return getattr(importlib.import_module(named.module), named.name)


def _named(path: str) -> DottedPath:
    named = read_path(path)
    if named is None or not named.name:
        raise ImportError(f"{path} names no class")
    return named


def _made(path: str, found: Any, seed: int) -> Any:
    """Return the estimator with its settings: those of its path win over those of the table."""
    if found is None:
        return _MAKERS[path](seed)
    named = _named(path)
    parameters = inspect.signature(found).parameters
    if not inspect.isclass(found):
        raise TypeError(f"{path} is no class")
    usual = {**_ONE_THREAD, "random_state": seed, "seed": seed}
    settings: dict[str, Any] = {name: value for name, value in usual.items() if name in parameters}
    takes_all = any(each.kind is inspect.Parameter.VAR_KEYWORD for each in parameters.values())
    settings |= {  # an earlier release may lack one of them
        name: value.made() if isinstance(value, LearntKernel) else value
        for name, value in SETTINGS.get(named.name, {}).items()
        if takes_all or name in parameters
    }
    if "estimators" in parameters and named.name.startswith(("Stacking", "Voting")):
        settings["estimators"] = _stacked(named.name.endswith("Regressor"), seed)
    if named.module.startswith("river."):
        return stream_estimator(found(**{**settings, **named.settings}))
    if "random_state" not in parameters and _passes_settings_on(found):
        settings["random_state"] = seed
        settings["n_jobs"] = 1
    return found(**{**settings, **named.settings})


def _passes_settings_on(found: Any) -> bool:
    """Tell whether the constructor hands unknown settings on, as the classes of XGBoost do."""
    return str(found.__module__).partition(".")[0] == "xgboost"


def _kind_of(path: str, found: Any, estimator: Any) -> EstimatorKind:
    from sklearn.utils import get_tags  # an extra, and slow to import

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            kind = get_tags(estimator).estimator_type
        except Exception:  # whatever has no tags is no estimator
            return "other"
    if kind == "classifier":
        return "classifier"
    return "regressor" if kind == "regressor" else "other"


def _takes_one_column(estimator: Any) -> bool:
    from sklearn.utils import get_tags  # an extra, and slow to import

    return bool(getattr(get_tags(estimator).input_tags, "one_d_array", False))


def _stacked(is_for_numbers: bool, seed: int) -> list[tuple[str, Any]]:
    """Return three learners that err differently: lines, averaged trees and boosted trees."""
    from sklearn import ensemble, linear_model  # an extra, and slow to import

    if is_for_numbers:
        return [
            ("linear", linear_model.Ridge()),
            ("forest", ensemble.RandomForestRegressor(random_state=seed)),
            ("boosting", ensemble.HistGradientBoostingRegressor(random_state=seed)),
        ]
    return [
        ("linear", linear_model.LogisticRegression(max_iter=1_000)),
        ("forest", ensemble.RandomForestClassifier(random_state=seed)),
        ("boosting", ensemble.HistGradientBoostingClassifier(random_state=seed)),
    ]


def _ftrl(seed: int) -> Any:
    return stream_estimator(follow_the_regularized_leader())


def _kernel_map(seed: int, name: str, is_for_numbers: bool) -> Any:
    from sklearn import kernel_approximation, linear_model  # an extra, and slow to import
    from sklearn.pipeline import Pipeline

    last = linear_model.Ridge() if is_for_numbers else linear_model.LogisticRegression(max_iter=1_000)
    return Pipeline([("map", getattr(kernel_approximation, name)(random_state=seed)), ("linear", last)])


_KERNEL_MAPS = {
    f"sklearn.kernel_approximation.{name} + sklearn.linear_model.{last}": (name, last == "Ridge")
    for name in ("Nystroem", "RBFSampler")
    for last in ("Ridge", "LogisticRegression")
}
_MAKERS: Mapping[str, Callable[[int], Any]] = {
    "river.linear_model.LogisticRegression(optim.FTRLProximal)": _ftrl,
    **{
        path: partial(_kernel_map, name=name, is_for_numbers=is_for_numbers)
        for path, (name, is_for_numbers) in _KERNEL_MAPS.items()
    },
}
_NEEDS_AS: Mapping[str, str] = {path: name for path, (name, _) in _KERNEL_MAPS.items()}
