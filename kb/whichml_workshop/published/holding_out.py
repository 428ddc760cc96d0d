"""Studies and data sets held out: how strengths that never saw them foretell them, beside four other orders."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from whichml.advise.ratings import RatedCells
from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import StrengthGroup
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.published.comparisons import Material, ScoredDataSet
from whichml_workshop.published.fit import fitted_group
from whichml_workshop.published.fitting import frame_of
from whichml_workshop.published.groups import GroupText
from whichml_workshop.published.orders import (
    Order,
    OrderAccuracy,
    by_claims,
    by_forest,
    by_strengths,
    fixed_order_of,
    order_accuracy,
)

N_FOLDS: Final = 10
FEWEST_SETS: Final = 10
FEWEST_ALGORITHMS: Final = 3
"""A study of fewer algorithms that the others know tells nothing of an order."""
ORDERS: Final = ("strengths", "claims", "fixed order", "forest")
N_RESAMPLES: Final = 2
"""Intervals do not order anybody, so that hardly any resamples are drawn here."""


@dataclass(frozen=True, slots=True)
class HeldOut:
    """What each order foretold of one study.

    Attributes
    ----------
    by_order : how well, by the order's name; the fixed order is of the same study, from other data sets of it
    strengths : without the study; None where the other studies do not tell
    """

    group: str
    study: str
    by_order: Mapping[str, OrderAccuracy]
    strengths: StrengthGroup | None


def hold_out_studies(group: GroupText, material: Material, knowledge: Knowledge, only: str = "") -> Iterable[HeldOut]:
    """Yield what is foretold of each study, or of one, by the others; of algorithms that the others compared."""
    cells = RatedCells(knowledge)
    for study in material.studies:
        if only and study != only:
            continue
        mine = tuple(each for each in material.compared if each.study == study)
        others = material.without_study(study)
        if len(mine) < FEWEST_SETS or not others.studies:
            continue
        try:
            strengths = fitted_group(group, others, knowledge, N_RESAMPLES)
        except KnowledgeError:
            continue  # the reference was compared in this study alone
        known = frozenset(strengths.by_algorithm)
        if max(len(known & each.algorithms) for each in mine) < FEWEST_ALGORITHMS:
            continue
        orders: dict[str, Order] = {
            "strengths": by_strengths(strengths),
            "claims": by_claims(cells, sorted(known)),
            "forest": by_forest(others, sorted(known)),
        }
        told = {name: order_accuracy(order, mine, known) for name, order in orders.items()}
        told["fixed order"] = _by_folds(mine, known, lambda rest: fixed_order_of(_only(group, rest), Material(rest)))
        yield HeldOut(group.id, study, told, strengths)


def hold_out_sets(group: GroupText, material: Material, knowledge: Knowledge) -> HeldOut:
    """Return what is foretold of every data set by the others of all studies, a tenth of them at a time."""
    known = frozenset(frame_of(group, material).algorithms)
    cells = RatedCells(knowledge)

    def strengths_of(rest: tuple[ScoredDataSet, ...]) -> Order:
        return by_strengths(fitted_group(group, Material(rest, material.counted), knowledge, N_RESAMPLES))

    told = {
        "strengths": _by_folds(material.compared, known, strengths_of),
        "claims": order_accuracy(by_claims(cells, sorted(known)), material.compared, known),
        "forest": _by_folds(material.compared, known, lambda rest: by_forest(Material(rest), sorted(known))),
        "fixed order": _by_folds(
            material.compared, known, lambda rest: fixed_order_of(group, Material(rest, material.counted))
        ),
    }
    return HeldOut(group.id, "all, by tenths", told, None)


def _by_folds(
    compared: tuple[ScoredDataSet, ...], known: frozenset[str], learn: Callable[[tuple[ScoredDataSet, ...]], Order]
) -> OrderAccuracy:
    """Return how well orders foretell what they did not learn from; data sets of one name lie in one fold."""
    names = sorted({each.data for each in compared})
    fold_of = {name: number % N_FOLDS for number, name in enumerate(names)}
    found = []
    for fold in range(min(N_FOLDS, len(names))):
        rest = tuple(each for each in compared if fold_of[each.data] != fold)
        mine = [each for each in compared if fold_of[each.data] == fold]
        order = learn(rest)
        found.append(order_accuracy(_completed(order), mine, known))
    return _pooled(found)


def _completed(order: Order) -> Order:
    """Return the order with the mean of its numbers for algorithms that it does not know."""

    def completed(each: ScoredDataSet) -> Mapping[str, float]:
        told = order(each)
        return _WithMean(told)

    return completed


class _WithMean(dict[str, float]):
    """Numbers by algorithm, and their mean for every other."""

    def __missing__(self, name: str) -> float:
        return sum(self.values()) / max(1, len(self))


def _pooled(found: list[OrderAccuracy]) -> OrderAccuracy:
    n_pairs, n_sets = sum(f.n_pairs for f in found), sum(f.n_sets for f in found)
    return OrderAccuracy(
        n_pairs,
        n_sets,
        sum(f.pairs * f.n_pairs for f in found) / max(1, n_pairs),
        sum(f.first * f.n_sets for f in found) / max(1, n_sets),
        sum(f.three * f.n_sets for f in found) / max(1, n_sets),
        tuple(each for f in found for each in f.by_set),
    )


def _only(group: GroupText, compared: tuple[ScoredDataSet, ...]) -> GroupText:
    """Return the group with the algorithm of most data sets as its reference, which plays no part in orders."""
    counts = Counter(name for each in compared for name in sorted(each.algorithms))
    return group.model_copy(update={"reference": counts.most_common(1)[0][0]})
