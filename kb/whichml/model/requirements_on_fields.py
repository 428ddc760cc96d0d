"""Requirements that say what a field of the brief holds, or what a project is to gain, and ask for no quality."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.spoken_words import tidy_word
from whichml.model.unheld_facts import names_a_quality

_FIELDS: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("monotonicity", "monotone", "monotonic", "monotonic-constraints", "monotone-constraints",
                     "monotone-features", "monotonic-features"), "data.monotone_features"),
    **dict.fromkeys(("feasibility", "feasible", "feasible-plans", "constraint-satisfaction", "constraints-met",
                     "constraint-compliance", "hard-constraints"), "data.hard_constraints"),
    **dict.fromkeys(("factuality", "groundedness", "grounded-answers", "citations", "citation", "no-hallucination",
                     "no-hallucinations", "faithfulness-to-sources"), "stakes.grounded"),
})  # fmt: skip
_FALSE_ALARMS: Final = frozenset(
    {"false-alarm-rate", "false-alarms", "false-positive-rate", "false-positives", "alarms"}
)
_A_DAY: Final = (
    r"(?i)([0-9]+(?:\.[0-9]+)?)\s*(?:(?:false )?(?:alarms?|alerts?)\s*)?(?:per|a|an|/|in|every)\s*([0-9]{1,3})?\s*"
    r"(days?|weeks?|hours?|h|d)(?: shift)?"
)
_IN_A_DAY: Final[Mapping[str, float]] = MappingProxyType({"day": 1, "d": 1, "hour": 24, "h": 24, "week": 1 / 7})
_ALERTS: Final = frozenset(
    {"alerts", "alert-volume", "alert-rate", "alert-load", "number-of-alerts", "cases-to-review"}
)
"""What people look at, right or wrong: at most so many cases a day."""
_GAINS: Final = frozenset({
    "energy-saving", "energy-savings", "cost-saving", "cost-savings", "cost-reduction", "energy-reduction", "savings",
    "revenue", "revenue-increase", "revenue-uplift", "incremental-revenue", "gmv", "roi",
    "return-on-investment", "waste-reduction",
})  # fmt: skip
_CHANGES: Final = frozenset({"reduction", "saving", "savings", "increase", "improvement", "uplift", "decrease", "drop"})
"""Keys that say by how much something is to change from what it is today."""
"""What a project is to gain: a figure of the business, and not of a model."""
_ASKED: Final = frozenset({"required", "must", "should", "could", "high", "very-high", "yes", "mandatory", "true"})
"""What asks for something without an amount."""
_LONGEST: Final = 80
_BOUNDS: Final = ("min", "max", "is", "value", "target", "limit")
_NAMES: Final = ("quality", "name", "metric", "attribute", "property")


class OnField(NamedTuple):
    """What a requirement says of a field; of none, where it leaves the answer as it is."""

    message: str
    field: str | None = None
    value: object = None


def requirements_on_fields(given: Mapping[str, object] | Sequence[object]) -> dict[str | int, OnField]:
    """Return what requirements say of fields, by their names or their places in the list.

    Examples
    --------
    >>> requirements_on_fields([{"quality": "monotonicity", "priority": "should"}])[0].field
    'data.monotone_features'
    >>> requirements_on_fields({"false-alarm-rate": "7 per week"})["false-alarm-rate"].value
    1
    """
    entries = list(given.items()) if isinstance(given, Mapping) else list(enumerate(given))
    if isinstance(given, Mapping) and any(name in given for name in _NAMES):
        return {}
    found: dict[str | int, OnField] = {}
    for key, entry in entries:
        named, bound = (key, entry) if isinstance(key, str) else _of_an_entry(entry)
        read = _read(tidy_word(named), bound) if isinstance(named, str) and len(named) <= _LONGEST else None
        if read is not None:
            found[key] = read
    return found


def _of_an_entry(entry: object) -> tuple[object, object]:
    """Return the name of an entry of a list, and its bound."""
    if not isinstance(entry, Mapping):
        return entry, True
    if len(entry) == 1 and not set(entry) & {*_NAMES}:
        ((name, bound),) = entry.items()
        return name, bound
    name = next((entry[each] for each in _NAMES if isinstance(entry.get(each), str)), None)
    if {*entry} & _CHANGES and not {*entry} & {*_BOUNDS}:
        return name, _CHANGES
    bounds = [entry[each] for each in _BOUNDS if each in entry]
    return name, bounds[0] if len(bounds) == 1 else True if not bounds else None


def _read(name: str, bound: object) -> OnField | None:
    field = _FIELDS.get(name)
    if field is not None and (bound is True or (isinstance(bound, str) and tidy_word(bound) in _ASKED)):
        return OnField(f"the requirement on {name} is read as `{field}: true`.", field, value=True)
    is_rate = name in _FALSE_ALARMS | _ALERTS and isinstance(bound, str)
    rate = re.fullmatch(_A_DAY, str(bound).strip()) if is_rate else None
    if rate is not None and (n_times := int(rate[2] or 1)) > 0:
        n_a_day = round(float(rate[1]) * _IN_A_DAY[rate[3].lower().rstrip("s")] / n_times, 6)
        value = int(n_a_day) if n_a_day.is_integer() else n_a_day
        where = "stakes.false_alarms_per_day" if name in _FALSE_ALARMS else "project.cases_per_day"
        if name in _ALERTS and not isinstance(value, int):
            return None
        return OnField(f"the requirement on {name}, {bound}, is read as `{where}: {value}`.", where, value)
    if name in _GAINS or (bound is _CHANGES and not names_a_quality(name)):
        return OnField(f"the requirement on {name} changes nothing here: it says what the project is to gain, "
                       "not how the model is to be.")  # fmt: skip
    return None
