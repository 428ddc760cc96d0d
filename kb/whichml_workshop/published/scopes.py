"""Regimes that stand for the scope of a claim: a few facts that meet it, at usual sizes where it does not name any."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from whichml.knowledge.entities import Algorithm
from whichml.model.statements.conditions import Conditions, FactValue, FlagTest, NumberTest, Test, WordTest, all_hold

USUAL_ROWS: Final = (500.0, 5_000.0, 50_000.0)
USUAL_FEATURES: Final = 20.0
_JUST_ABOVE: Final = 1.001
_ROWS: Final = ("data.training_rows", "data.rows", "data.labelled_rows")
_SIZES: Final = frozenset({*_ROWS, "data.features", "data.rows_per_feature", "task", "data.modality"})


def regimes_of(
    scope: Conditions,
    algorithm: Algorithm,
    tasks: Iterable[str],
    modalities: Iterable[str],
    features: Sequence[float] = (USUAL_FEATURES,),
) -> Iterator[dict[str, FactValue]]:
    """Yield facts that meet a scope, for the tasks and modalities among those asked for that the algorithm has.

    Rows are 500, 5,000 and 50,000 as far as the scope allows them, else its lower end and its middle; `features` alike.
    """
    tests = {condition.field: condition.test for condition in scope}
    others = {field: value for field, test in tests.items() if field not in _SIZES for value in _values_in(test)[:1]}
    ratios = [value for value in _values_in(tests.get("data.rows_per_feature")) if isinstance(value, float) and value]
    rows = _numbers_in([tests[name] for name in _ROWS if name in tests], USUAL_ROWS)
    columns = _numbers_in([tests["data.features"]] if "data.features" in tests else [], features)
    for task, modality, n_rows in itertools.product(
        (task for task in tasks if task in algorithm.facts.solves),
        (modality for modality in modalities if modality in algorithm.facts.accepts),
        rows,
    ):
        for n_features in (*columns, *(n_rows / ratio for ratio in ratios)):
            facts: dict[str, FactValue] = {
                **others, "task": task, "data.modality": (modality,), "data.rows": n_rows, "data.training_rows": n_rows,
                "data.features": n_features, "data.rows_per_feature": n_rows / n_features,
            }  # fmt: skip
            if all_hold(scope, facts) is True:
                yield facts


def _numbers_in(tests: Sequence[Test], usual: Sequence[float]) -> tuple[float, ...]:
    """Return the usual numbers that pass all tests, else some that pass the first."""
    passing = tuple(number for number in usual if all(test.accepts(number) for test in tests))
    if passing or not tests:
        return passing
    return tuple(value for value in _values_in(tests[0]) if isinstance(value, float))


def _values_in(test: Test | None) -> tuple[FactValue, ...]:
    """Return values that pass a test, the lower end of numbers first; none where only an unknown one does."""
    if isinstance(test, NumberTest):
        low, high = test.low, test.high
        if low is None or low <= 0:
            return (high / 2 if high else 1.0,)
        near = low * _JUST_ABOVE if test.low_open else low
        return near, math.sqrt(low * high) if high is not None else 2.0 * low
    if isinstance(test, WordTest):
        return (min(test.allowed),)
    return (test.wanted,) if isinstance(test, FlagTest) else ()
