"""What a brief says of how well something was measured, labelled or judged, and that its other fields contradict.

Nothing is refused by this: both may be true of a project, and hardly ever are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from whichml.model.documents.parse_context import Path
from whichml.model.documents.plain_numbers import is_number
from whichml.model.format.requirement import Finding
from whichml.model.values.quantity import Quantity
from whichml.model.values.vocabulary import CLASSIFICATION, NUMERIC_PREDICTION

_ALIKE: Final = 1.5
"""How many times apart two ratios may lie that say the same in round numbers."""
_METRICS_OF_NUMBERS: Final = frozenset({
    "rmse", "mse", "mae", "median-absolute-error", "normalised-mae", "normalised-rmse", "rmsle", "mape", "smape",
    "wape", "mase", "rmsse", "max-error", "r2", "nash-sutcliffe", "pinball-loss", "poisson-deviance",
    "tweedie-deviance", "interval-width",
})  # fmt: skip
_UNLIKELY: Final = (
    ("data.new_labels_per_day", "data.feedback", ("none",), "as if it were never learnt what was right"),
    ("data.known_shift", "data.drift", ("none",), "as if nothing ever changed: what comes after a jump is other data"),
    ("data.history_share", "data.anonymous", (True,), "so that nobody is known again who could have a history"),
    ("data.values_without_place", "stakes.verbatim", (False,), "although values stand on a page word for word"),
    ("project.trials_left", "project.simulator", (True,), "which runs as often as wanted: are trials real ones?"),
)  # fmt: skip
"""A field that says something, beside words of another that say it cannot, and why."""


def doubtful_measures(given: Mapping[str, object]) -> Iterator[Finding]:
    """Yield what is said of measurements, labels and costs that does not go together."""
    for name, other, words, why in _UNLIKELY:
        if given.get(name) and given.get(other) in words:
            said = str(given[other]).lower()
            yield Finding(_path(name), f"`{name}` is told, and `{other}` is {said}{{also}}, {why}.",
                          also=_path(other))  # fmt: skip
    scatter, allowed = given.get("data.measuring_error"), given.get("data.tolerance")
    if is_number(scatter) and is_number(allowed) and scatter > allowed:
        yield Finding(("data", "measuring_error"), f"`data.measuring_error` ({scatter:g}) is more than "
                      f"`data.tolerance` ({allowed:g}{{also}}): two measurements of one thing differ by more than a "
                      "prediction may. Are both in the unit of what is predicted?",
                      also=("data", "tolerance"))  # fmt: skip
    drawn, labelled = given.get("data.random_labels"), given.get("data.labelled_rows")
    is_part = is_number(drawn) and is_number(labelled) and drawn < labelled
    if is_part and given.get("data.label_origin") == "all-cases":
        yield Finding(("data", "label_origin"), "`data.label_origin` is all-cases, and `data.random_labels` says that "
                      f"only {drawn:g} of {labelled:g} were drawn at random{{also}}: the others are chosen cases.",
                      also=("data", "random_labels"))  # fmt: skip
    yield from _two_ratios(given)


def _two_ratios(given: Mapping[str, object]) -> Iterator[Finding]:
    """Yield that the ratio of two costs is told twice, and not alike."""
    ratio = given.get("stakes.cost_ratio")
    pair = ("cost_too_low", "cost_too_high") if given.get("task") in NUMERIC_PREDICTION else (
        "cost_false_negative", "cost_false_positive"
    )  # fmt: skip
    one, other = (given.get(f"stakes.{name}") for name in pair)
    if not is_number(ratio) or not isinstance(one, Quantity) or not isinstance(other, Quantity):
        return
    if not one.is_comparable_with(other) or not other.magnitude or not ratio:
        return
    found = one.magnitude / other.magnitude
    if not ratio / _ALIKE <= found <= ratio * _ALIKE:
        yield Finding(("stakes", "cost_ratio"), f"`stakes.cost_ratio` is {ratio:g}, and `stakes.{pair[0]}` is "
                      f"{found:.3g} times `stakes.{pair[1]}`{{also}}: the amounts count.",
                      also=("stakes", pair[0]))  # fmt: skip


def metric_of_numbers(path: Path, metric: str | None, given: Mapping[str, object]) -> Iterator[Finding]:
    """Yield that a metric tells how far predicted numbers are off, where classes are predicted.

    Parameters
    ----------
    path : where the requirement stands that bounds it
    """
    task = given.get("task")
    if metric in _METRICS_OF_NUMBERS and task in CLASSIFICATION and given.get("data.target") != "ordinal":
        yield Finding((*path, "metric"), f"`metric` is {metric}, which tells how far predicted numbers are off, and "
                      f"`task` is {task}{{also}}, which predicts classes: a metric of these is recall, f1, roc-auc or "
                      "brier-score.", also=("task",))  # fmt: skip


def _path(name: str) -> tuple[str, ...]:
    return tuple(name.split("."))
