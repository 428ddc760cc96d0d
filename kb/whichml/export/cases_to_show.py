"""How many cases it takes to show a bound on a rate of mistakes, beside how many there are to test on.

Where n cases show no mistake, the rate p of mistakes for which that has a chance of 5 per cent, (1 - p) ** n = 0.05, is
close to 3 / n, since 3 is near the logarithm of 20: fewer cases than 3 over the allowed rate cannot show that a bound
is kept, whatever the model is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from whichml.export.sum_words import counted, shared
from whichml.export.told_numbers import ToldNumbers
from whichml.model.values.metrics import metric_name
from whichml.model.values.quantity import number_or_none
from whichml.model.words.names_in_sentences import in_sentence

_OF_NONE: Final = 3.0
"""Over how many cases without a mistake the highest rate is that 95 per cent confidence leaves."""
HELD_OUT: Final = 5
"""One case in so many is held out where nothing else is said."""
_CLASSES: Final = frozenset({
    "binary-classification", "multiclass-classification", "outlier-detection",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Rate:
    """What a metric is a rate of.

    Attributes
    ----------
    of : which cases it is counted on
    is_of_mistakes : whether it counts what goes wrong and not what goes right
    """

    of: str
    is_of_mistakes: bool


_RATES: Final[Mapping[str, _Rate]] = {
    "recall": _Rate("positives", False),
    "false-negative-rate": _Rate("positives", True),
    "specificity": _Rate("negatives", False),
    "false-positive-rate": _Rate("negatives", True),
    "accuracy": _Rate("cases", False),
    "error-rate": _Rate("cases", True),
}


def cases_to_show(told: ToldNumbers) -> Iterator[str]:
    """Yield how many cases without a mistake the strictest bound takes to be shown, where a test has not so many."""
    if told.task not in _CLASSES:
        return
    found = [(most, name) for name, most in _bounds(told) if 0 < most < 1]
    for most, name in sorted(found)[:1]:
        rate, needed = _RATES[name], _OF_NONE / most
        there = _labelled(told, rate.of)
        if there is None or needed <= there / HELD_OUT:
            continue
        bound = _share(most if rate.is_of_mistakes else 1 - most)
        side = "at most" if rate.is_of_mistakes else "at least"
        yield (
            f"To show {_with_article(in_sentence(metric_name(name)))} of {side} {bound} takes {counted(needed)} "
            f"{rate.of} in the test and no mistake; {counted(there)} are labelled in all."
        )


def _with_article(noun: str) -> str:
    return f"an {noun}" if noun[:1] in "aeiou" else f"a {noun}"


def _bounds(told: ToldNumbers) -> Iterator[tuple[str, float]]:
    """Yield the metrics whose bounds say which rate of mistakes is allowed, each with that rate."""
    for asked in told.requirements():
        name = asked.get("metric")
        if not isinstance(name, str) or name not in _RATES:
            continue
        bound = number_or_none(asked.get("max" if _RATES[name].is_of_mistakes else "min"))
        if bound is not None:
            yield name, float(bound) if _RATES[name].is_of_mistakes else 1 - float(bound)


def _labelled(told: ToldNumbers, of: str) -> float | None:
    """Return how many labelled cases of one kind there are; None where that is not known."""
    rows, rare = told.number("data.labelled_rows") or told.number("data.rows"), told.number("data.minority_share")
    events = told.number("data.events")
    if of == "positives" and events is not None:
        return events
    if of == "cases":
        return rows
    if rows is None or rare is None or rare >= 1 or told.task == "multiclass-classification":
        return None
    return rows * (rare if of == "positives" else 1 - rare)


def _share(share: float) -> str:
    """Return a share as people write it who ask for it."""
    return shared(share) if share < 0.9 else f"{100 * share:.6g} %"
