"""Requirements that say what a field of the brief holds, or what a project is to gain, and ask for no quality."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.entries.unheld_facts import names_a_quality
from whichml.model.words.spoken_words import tidy_word

_FIELDS: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("monotonicity", "monotone", "monotonic", "monotonic-constraints", "monotone-constraints",
                     "monotone-features", "monotonic-features"), "data.monotone_features"),
    **dict.fromkeys(("feasibility", "feasible", "feasible-plans", "constraint-satisfaction", "constraints-met",
                     "constraint-compliance", "hard-constraints"), "data.hard_constraints"),
    **dict.fromkeys(("factuality", "groundedness", "grounded-answers", "citations", "citation", "no-hallucination",
                     "no-hallucinations", "faithfulness-to-sources"), "stakes.grounded"),
})  # fmt: skip
_OF_ANSWERS: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("traceability", "traceable", "traceable-answers", "sources-shown", "source-shown", "show-sources",
                     "shows-its-source", "shows-source", "source-references"), "stakes.grounded"),
    **dict.fromkeys(("verbatim", "verbatim-quotes", "quotes", "exact-quotes", "word-for-word"), "stakes.verbatim"),
    **dict.fromkeys(("abstain", "abstention", "refusal", "refuse", "says-when-it-does-not-know", "can-say-no"),
                    "stakes.fallback_possible"),
})  # fmt: skip
_OF_TASK: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({
    "forecasting": MappingProxyType(dict.fromkeys(
        ("coherence", "coherent", "coherent-forecasts", "coherency", "reconciliation", "reconciled", "adds-up",
         "add-up", "totals-add-up", "adding-up", "hierarchical-consistency", "consistent-totals"), "data.hierarchy",
    )),
    **dict.fromkeys(("question-answering", "summarisation", "text-generation"), _OF_ANSWERS),
})  # fmt: skip
"""What a requirement asks for that a field says, where the task makes clear what it is."""
_FALSE_ALARMS: Final = frozenset({
    "false-alarm-rate", "false-alarms", "false-positive-rate", "false-positives", "alarms", "false-accepts",
    "false-accept-rate", "false-alerts", "false-triggers", "false-activations", "false-wakes", "false-detections",
})  # fmt: skip
_LOOKED_AT: Final = frozenset({
    "alerts", "alert-volume", "alert-rate", "alert-load", "number-of-alerts", "alerts-per-day", "cases",
    "cases-to-review", "investigations", "reviews",
})  # fmt: skip
"""What people look at, all of it."""
_RATE: Final = (
    r"(?i)(?:at most |max\.? |up to |<=? ?|~ ?)?(?P<n>[0-9]+(?:\.[0-9]+)?)\s*"
    r"(?:(?:false )?(?:alarm|alert|accept)s?\s*)?"
    r"(?:per|an?|each|every|in|/)\s*(?P<several>[0-9]{1,3})?\s*"
    r"(?P<time>hour|h|shift|day|d|night|week|wk|month|quarter|year|yr)s?(?P<shift>\s+shift)?"
)
_IN_A_DAY: Final[Mapping[str, float]] = MappingProxyType({
    "shift": 1, "day": 1, "d": 1, "night": 1, "hour": 24, "h": 24, "week": 1 / 7, "wk": 1 / 7,
    "month": 1 / 30, "quarter": 1 / 91, "year": 1 / 365, "yr": 1 / 365,
})  # fmt: skip
"""How often each time is in a day; of shifts one is counted."""
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


def requirements_on_fields(given: Mapping[str, object] | Sequence[object], task: str = "") -> dict[str | int, OnField]:
    """Return what requirements say of fields, by their names or their places in the list.

    Parameters
    ----------
    task : by which some names say something of a field, and others nothing

    Examples
    --------
    >>> requirements_on_fields([{"quality": "monotonicity", "priority": "should"}])[0].field
    'data.monotone_features'
    >>> requirements_on_fields([{"quality": "coherence"}], "forecasting")[0].field
    'data.hierarchy'
    >>> requirements_on_fields([{"quality": "coherence"}], "topic-modelling")
    {}
    >>> requirements_on_fields({"false-alarm-rate": "7 per week"})["false-alarm-rate"].value
    1
    """
    entries = list(given.items()) if isinstance(given, Mapping) else list(enumerate(given))
    if isinstance(given, Mapping) and any(name in given for name in _NAMES):
        return {}
    found: dict[str | int, OnField] = {}
    for key, entry in entries:
        named, bound = (key, entry) if isinstance(key, str) else _of_an_entry(entry)
        is_name = isinstance(named, str) and len(named) <= _LONGEST
        read = _read(tidy_word(str(named)), bound, task) if is_name else None
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


def _read(name: str, bound: object, task: str) -> OnField | None:
    field = _FIELDS.get(name) or _OF_TASK.get(task, {}).get(name)
    if field is not None and (bound is True or (isinstance(bound, str) and tidy_word(bound) in _ASKED)):
        return OnField(f"the requirement on {name} is read as `{field}: true`.", field, value=True)
    n_a_day = _a_day(bound) if isinstance(bound, str) else None
    where = "stakes.false_alarms_per_day" if name in _FALSE_ALARMS else "project.cases_per_day"
    if n_a_day is not None and (name in _FALSE_ALARMS or (name in _LOOKED_AT and n_a_day >= 1)):
        shift = ", of one shift a day" if isinstance(bound, str) and "shift" in bound.lower() else ""
        value = int(n_a_day) if n_a_day.is_integer() or name in _LOOKED_AT else n_a_day
        return OnField(f"the requirement on {name}, {bound}, is read as `{where}: {value}`{shift}.", where, value)
    if name in _GAINS or (bound is _CHANGES and not names_a_quality(name)):
        return OnField(f"the requirement on {name} changes nothing here: it says what the project is to gain, "
                       "not how the model is to be.")  # fmt: skip
    return None


def _a_day(bound: str) -> float | None:
    """Return how many in a day a bound allows, such as `7 per week` or `1 per 8 h`; None where it is no such rate.

    Examples
    --------
    >>> _a_day("7 per week"), _a_day("1 per 8 h"), _a_day("1 per 8 h shift"), _a_day("1 per device per quarter")
    (1.0, 3.0, 1.0, None)
    """
    found = re.fullmatch(_RATE, bound.strip())
    if found is None:
        return None
    n, of_time, several, time = float(found["n"]), found["time"].lower().rstrip("s"), found["several"], found["shift"]
    times = 1.0 if time or not several else float(several)
    return round(n * _IN_A_DAY["shift" if time else of_time] / times, 6) if times else None
