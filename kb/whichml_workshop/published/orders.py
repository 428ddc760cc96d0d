"""Orders of algorithms for a data set, by strengths and by their rivals, and how well they foretell it."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np

from whichml.advise.ratings import RatedCells, Ratings
from whichml.knowledge.strengths import StrengthGroup
from whichml.model.statements.conditions import FactValue
from whichml_workshop.published.comparisons import Material, ScoredDataSet, pairs_in
from whichml_workshop.published.fitting import Frame, fit_strengths, frame_of
from whichml_workshop.published.groups import GroupText

Order: TypeAlias = Callable[[ScoredDataSet], Mapping[str, float]]
"""From a data set to a number for each algorithm that is known, more where it is supposed to do better."""


@dataclass(frozen=True, slots=True)
class OrderAccuracy:
    """How well an order foretold data sets.

    Attributes
    ----------
    n_pairs, n_sets : pairs and data sets that were told apart
    pairs : share of pairs ordered as measured; pairs that an order does not tell apart count half
    first, three : mean scaled score of the first algorithm, and of the best among the first three
    by_set : pairs ordered as measured, and pairs told apart, of each data set
    """

    n_pairs: int
    n_sets: int
    pairs: float
    first: float
    three: float
    by_set: tuple[tuple[float, int], ...] = ()


def order_accuracy(order: Order, compared: Iterable[ScoredDataSet], known: frozenset[str]) -> OrderAccuracy:
    """Return how well an order foretells data sets, among the algorithms that are known to every order.

    Scores are scaled anew over those algorithms, from the worst (0) to the best (1).
    """
    by_set: list[tuple[float, int]] = []
    firsts: list[float] = []
    threes: list[float] = []
    for each in compared:
        scores = rescaled({name: score for name, score in each.best_of.items() if name in known})
        if len(scores) < 2:
            continue
        supposed = order(each)
        told = [(one, two, outcome) for one, two, outcome in pairs_in(scores) if outcome != 0.5]
        by_set.append((sum(_agreement(supposed[one] - supposed[two], o) for one, two, o in told), len(told)))
        ranked = sorted(scores, key=lambda name: (-supposed[name], name))
        firsts.append(scores[ranked[0]])
        threes.append(max(scores[name] for name in ranked[:3]))
    right, n_pairs = sum(each for each, _ in by_set), sum(n for _, n in by_set)
    return OrderAccuracy(
        n_pairs, len(firsts), right / max(1, n_pairs), mean_or_zero(firsts), mean_or_zero(threes), tuple(by_set)
    )  # fmt: skip


def mean_or_zero(numbers: Sequence[float]) -> float:
    """Return the mean of numbers; 0 of none."""
    return float(np.mean(numbers)) if numbers else 0.0


def _agreement(difference: float, outcome: float) -> float:
    if difference == 0:
        return 0.5
    return float((difference > 0) == (outcome > 0.5))


def rescaled(scores: Mapping[str, float]) -> Mapping[str, float]:
    """Return scores from 0 for the worst to 1 for the best; none where they are all the same."""
    worst, best = min(scores.values(), default=0.0), max(scores.values(), default=0.0)
    if best - worst <= 0:
        return {}
    return {name: (score - worst) / (best - worst) for name, score in scores.items()}


def by_strengths(group: StrengthGroup) -> Order:
    """Return the order of a group's log-odds in the regime of each data set."""

    def order(each: ScoredDataSet) -> Mapping[str, float]:
        sizes = dict(each.sizes)
        sizes.setdefault("classes", 2.0)
        design, unknown, beyond = group.design(sizes, each.task == "regression")
        return {s.algorithm: group.odds(s, design, unknown, beyond).middle for s in group.strengths}

    return order


def by_claims(cells: RatedCells, known: Sequence[str]) -> Order:
    """Return the order of the middles of what is written of accuracy; what is not claimed lies in the middle."""

    def order(each: ScoredDataSet) -> Mapping[str, float]:
        ratings = Ratings(cells, regime_facts(each))
        found = {name: ratings.of(name, "accuracy") for name in known}
        return {name: 2.0 if rating is None else (rating.low + rating.high) / 2 for name, rating in found.items()}

    return order


def by_fixed_order(frame: Frame, fitted: Any) -> Order:
    """Return one order for all data sets, from coefficients of shape (n_algorithms, 1)."""
    numbers = {name: float(fitted[number, 0]) for number, name in enumerate(frame.algorithms)}
    return lambda each: numbers


def fixed_order_of(group: GroupText, material: Material) -> Order:
    """Return the best order that knows no regime, of some material."""
    frame = frame_of(group, material)
    plain = Frame(frame.algorithms, ("one",), {})
    return by_fixed_order(plain, fit_strengths(plain, material))


def by_forest(material: Material, known: Sequence[str]) -> Order:
    """Return the order of a random forest that learned scaled scores from algorithm and regime, as a plain rival."""
    ensemble: Any = importlib.import_module("sklearn.ensemble")
    index = {name: number for number, name in enumerate(sorted(known))}
    rows, scores = [], []
    for each in material.compared:
        for name, score in each.best_of.items():
            if name in index:
                rows.append(_row(each, index[name], len(index)))
                scores.append(score)
    forest = ensemble.RandomForestRegressor(n_estimators=60, min_samples_leaf=5, random_state=0, n_jobs=1)
    forest.fit(np.array(rows), np.array(scores))

    def order(each: ScoredDataSet) -> Mapping[str, float]:
        told = forest.predict(np.array([_row(each, number, len(index)) for number in index.values()]))
        return dict(zip(index, (float(value) for value in told), strict=True))

    return order


def _row(each: ScoredDataSet, number: int, n: int) -> list[float]:
    one_hot = [0.0] * n
    one_hot[number] = 1.0
    sizes = [float(np.log10(max(1.0, each.sizes.get(name, 1.0)))) for name in ("rows", "features", "classes")]
    return [*one_hot, *sizes, float(each.task == "regression")]


def regime_facts(each: ScoredDataSet) -> Mapping[str, FactValue]:
    """Return what a brief would say of a data set, with what follows from it by arithmetic."""
    facts: dict[str, FactValue] = {"task": each.task, "data.modality": (each.modality,)}
    rows, features = each.sizes.get("rows"), each.sizes.get("features")
    if rows is not None:
        facts |= {"data.rows": rows, "data.training_rows": rows}
    if features is not None and each.modality == "tabular":
        facts["data.features"] = features
        if rows is not None and features:
            facts["data.rows_per_feature"] = rows / features
    if each.task == "multiclass-classification" and "classes" in each.sizes:
        facts["data.classes"] = each.sizes["classes"]
    return facts
