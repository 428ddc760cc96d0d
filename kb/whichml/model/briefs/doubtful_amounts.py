"""Amounts of a brief that hardly any project has, alone or beside its other fields: what was meant is likely another.

Nothing is refused by this: an answer that cannot follow so far says so rather than freeze at its last step.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from whichml.model.format.requirement import Finding
from whichml.model.values.quantity import Quantity, in_short_words
from whichml.model.values.units import SECONDS_PER_DAY

_LEAST_BUDGET: Final = 10.0
"""In USD: not an hour of anybody's work."""
_LEAST_DEADLINE: Final = SECONDS_PER_DAY
_LEAST_UNIT_BUDGET: Final[Mapping[str, float]] = {
    "microcontroller": 0.01, "fpga": 0.5, "asic": 0.01, "wearable": 0.5, "edge-device": 1.0, "phone": 10.0,
    "edge-server": 10.0, "vehicle": 10.0, "desktop": 10.0, "plc": 10.0,
}  # fmt: skip
"""In USD, below which no hardware of the kind is sold, even by the million."""
_FEW_CASES: Final = 20
"""Cases below which none can be spared to check on what the others taught."""
_LEARN_FROM_CASES: Final = frozenset({
    "binary-classification", "multiclass-classification", "multilabel-classification", "regression",
    "probabilistic-regression", "survival-analysis",
})  # fmt: skip
_LIKE: Final = 2.0
"""How many samples may come in what is called the time between two."""
_MOST_PER_SECOND: Final = 1e7
"""Predictions in a second of the largest services there are, which are auctions of advertisements."""
_LEAST_PERIOD: Final[Mapping[str, float]] = {
    "cloud": 1e-3, "on-premises": 1e-4, "desktop": 1e-5, "browser": 1e-3, "phone": 1e-4, "wearable": 1e-4,
    "edge-server": 1e-5, "edge-device": 1e-5, "vehicle": 1e-5, "plc": 1e-5, "microcontroller": 1e-7,
}  # fmt: skip
"""In seconds, the time in which such a machine reads, computes and acts at the quickest."""


def doubtful_amounts(given: Mapping[str, object]) -> Iterator[Finding]:
    """Yield each amount that hardly any project has."""
    yield from _too_little_for_work(given)
    yield from _beyond_machines(given)
    yield from _too_few_to_learn_from(given)
    yield from _sampled_otherwise(given)


def _too_little_for_work(given: Mapping[str, object]) -> Iterator[Finding]:
    budget, deadline = _amount(given, "project.budget"), _amount(given, "project.deadline")
    if budget is not None and budget.magnitude < _LEAST_BUDGET and not budget.is_foreign:
        yield Finding(("project", "budget"), f"`project.budget` is {budget.text}, money for building it, and buys not "
                      "an hour of work: no answer fits into it. Were thousands meant, or the cost of each prediction "
                      "(a requirement on `cost-per-prediction`)?")  # fmt: skip
    if deadline is not None and deadline.magnitude < _LEAST_DEADLINE:
        yield Finding(("project", "deadline"), f"`project.deadline` is {deadline.text}, the time until it has to be in "
                      "use, and less than a day leaves none to gather, train and check anything: no answer fits into "
                      "it. How long one prediction may take is a requirement on `inference-latency`.")  # fmt: skip


def _beyond_machines(given: Mapping[str, object]) -> Iterator[Finding]:
    target = str(given.get("deployment.target"))
    unit, period = _amount(given, "project.unit_budget"), _amount(given, "deployment.control_period")
    if unit is not None and not unit.is_foreign and unit.magnitude < _LEAST_UNIT_BUDGET.get(target, 0.0):
        yield Finding(("project", "unit_budget"), f"`project.unit_budget` is {unit.text}, and `deployment.target` is "
                      f"{target}{{also}}, of which none is sold for that.", also=("deployment", "target"))  # fmt: skip
    if period is not None and period.magnitude < _LEAST_PERIOD.get(target, 0.0):
        yield Finding(("deployment", "control_period"), f"`deployment.control_period` is {period.text}, and "
                      f"`deployment.target` is {target}{{also}}, which hardly acts more often than "
                      f"every {in_short_words(_LEAST_PERIOD[target], 'duration')}: quicker laws run on an fpga or in "
                      "a circuit.",
                      also=("deployment", "target"))  # fmt: skip
    peak = given.get("deployment.peak_requests_per_second")
    daily = given.get("deployment.requests_per_day")
    for name, found, each in (("peak_requests_per_second", peak, 1.0), ("requests_per_day", daily, SECONDS_PER_DAY)):
        if isinstance(found, int | float) and found > _MOST_PER_SECOND * each:
            yield Finding(("deployment", name), f"`deployment.{name}` is {found:g}, more than the largest services of "
                          "the world answer: nothing here is known to keep up with it.")  # fmt: skip


def _too_few_to_learn_from(given: Mapping[str, object]) -> Iterator[Finding]:
    share = given.get("data.minority_share")
    labelled = "data.labelled_rows" if "data.labelled_rows" in given else "data.rows"
    n_rows = given.get(labelled)
    if isinstance(share, int | float) and isinstance(n_rows, int | float) and 0 < n_rows * share < 1 and share > 0:
        yield Finding(("data", "minority_share"), f"`data.minority_share` is {share:g}, and of `{labelled}` "
                      f"({n_rows:g}{{also}}) that is less than one: nothing of that class can be learnt or checked.",
                      also=tuple(labelled.split(".")))  # fmt: skip
    if isinstance(n_rows, int | float):
        yield from _few_cases(given, labelled, n_rows)
    horizon, history = _amount(given, "data.horizon"), _amount(given, "data.history")
    if horizon is not None and history is not None and horizon.magnitude >= history.magnitude:
        yield Finding(("data", "horizon"), f"`data.horizon` ({horizon.text}) reaches as far ahead as `data.history` "
                      f"({history.text}{{also}}) reaches back, or farther: no forecast so far ahead can be held "
                      "against what happened.", also=("data", "history"))  # fmt: skip


def _few_cases(given: Mapping[str, object], field: str, n_cases: float) -> Iterator[Finding]:
    """Yield that there are too few cases to learn from, for tasks that learn from cases.

    Parameters
    ----------
    field : what counts the cases: rows with labels where these are told
    """
    task, n_classes, path = given.get("task"), given.get("data.classes"), tuple(field.split("."))
    if task not in _LEARN_FROM_CASES or given.get("data.events"):
        return
    if n_cases < 1:
        some = "are labelled" if field.endswith("labelled_rows") else "are at hand"
        yield Finding(path, f"`{field}` is 0: there is nothing to learn what is right from, and nothing to check an "
                      f"answer on, until some cases {some}.")  # fmt: skip
    elif n_cases < _FEW_CASES:
        yield Finding(path, f"`{field}` is {n_cases:g}: hardly anything can be learnt from so few, and nothing can be "
                      "checked on them, since what fits may be luck.")  # fmt: skip
    elif isinstance(n_classes, int | float) and n_classes > n_cases:
        yield Finding(path, f"`{field}` is {n_cases:g}, fewer than the {n_classes:g} classes{{also}}: some have no "
                      "case, and nothing can be learnt of these.", also=("data", "classes"))  # fmt: skip


def _sampled_otherwise(given: Mapping[str, object]) -> Iterator[Finding]:
    rate, interval = _amount(given, "data.sampling_rate"), _amount(given, "data.sampling_interval")
    if rate is None or interval is None or not rate.magnitude or not interval.magnitude:
        return
    n_samples = rate.magnitude * interval.magnitude
    if not 1 / _LIKE < n_samples < _LIKE:
        yield Finding(("data", "sampling_rate"), f"`data.sampling_rate` is {rate.text}, and `data.sampling_interval` "
                      f"is {interval.text}{{also}}, in which {n_samples:,.6g} samples come: of one signal both are "
                      "the same, and of a series that is made of signals the first is of these.",
                      also=("data", "sampling_interval"))  # fmt: skip


def _amount(given: Mapping[str, object], name: str) -> Quantity | None:
    found = given.get(name)
    return found if isinstance(found, Quantity) else None
