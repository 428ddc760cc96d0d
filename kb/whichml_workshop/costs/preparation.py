"""What the preparation of columns costs before an estimator: the pipelines of experiments around one that does nothing.

A sweep gives estimators arrays of numbers that are ready; a project has columns with gaps, scales and categories.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import numpy as np

from whichml.knowledge.cost_models import Preparation
from whichml.knowledge.implementation_paths import read_path
from whichml.probe.description.prepared_data_set import ColumnKind
from whichml.probe.estimators.needs import Needs, needs_of
from whichml.probe.estimators.pipelines import pipeline_for
from whichml_workshop.costs.measuring import measure_costs
from whichml_workshop.costs.points import GENERATED, PREPARATION, SweepPoint
from whichml_workshop.costs.sweeps import SweepTable, TableShape, make_table, plan

_N_VALUES: Final = 6
_EXAMPLES: Final[Mapping[Preparation, str]] = {
    "plain": "RandomForestClassifier", "scaled": "SVC", "split": "HistGradientBoostingClassifier",
}  # fmt: skip


def preparation_of(path: str) -> Preparation:
    """Return how columns are prepared for an implementation.

    `plain` passes numbers on and spreads categories out, `scaled` also fills gaps and scales, `split` leaves categories
    to an estimator that splits them.
    """
    target = read_path(path)
    needs = needs_of(target.name if target is not None else path)
    return "split" if needs.reads_categories else "plain" if needs.reads_gaps else "scaled"


def sweep_preparations(n_tables: int) -> Iterator[SweepPoint]:
    """Yield points of each kind of preparation, on numbers alone and where every other column is a category.

    `plain` and `split` are the same for numbers.
    """
    version = importlib.import_module("sklearn").__version__
    for kind, example in _EXAMPLES.items():
        for columns in ("numbers", "categories"):
            for shape in plan("classification", n_tables):
                costs = _costs(needs_of(example), shape, has_categories=columns == "categories")
                yield from _points(f"{kind} {columns}", version, shape, costs)


def _points(name: str, version: str, shape: TableShape, costs: Mapping[str, float]) -> Iterable[SweepPoint]:
    return [
        SweepPoint(
            PREPARATION, name, version, "classification", GENERATED, shape.rows, shape.features, shape.classes, measure,
            ratio,
        )
        for measure, ratio in costs.items()
    ]  # fmt: skip


def _costs(needs: Needs, shape: TableShape, has_categories: bool) -> Mapping[str, float]:
    table = make_table(shape)
    kinds: dict[str, ColumnKind] = {f"c{place}": "number" for place in range(shape.features)}
    if has_categories:
        table, kinds = _with_categories(table, kinds)
    idle = importlib.import_module("whichml_workshop.costs.idle").Idle
    alone = measure_costs(idle, table)
    costs = measure_costs(lambda: pipeline_for(idle(), needs, kinds, 0), table)
    return {measure: max(cost - alone[measure], 1e-9 * cost) for measure, cost in costs.items()}


def _with_categories(table: SweepTable, kinds: Mapping[str, ColumnKind]) -> tuple[SweepTable, dict[str, ColumnKind]]:
    """Return the table as a data frame whose every other column holds one of six words."""
    pandas = importlib.import_module("pandas")
    frame = pandas.DataFrame(table.features, columns=list(kinds))
    found = dict(kinds)
    for name in list(kinds)[::2]:
        codes = np.clip(np.round(frame[name] + _N_VALUES / 2), 0, _N_VALUES - 1).astype(int)
        frame[name] = np.array([f"value {code}" for code in range(_N_VALUES)])[codes]
        found[name] = "category"
    return SweepTable(frame, table.target), found
