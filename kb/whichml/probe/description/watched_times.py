"""Whether a table tells if and when something happened, which is neither a classification nor a regression."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import numpy as np

from whichml.model.documents.errors import quoted
from whichml.probe.description.column_kinds import Column, words_of_name
from whichml.probe.description.targets import Target

SURVIVAL: Final = "survival-analysis"
_EVENTS: Final = frozenset({
    "died", "dead", "death", "deaths", "deceased", "event", "churn", "churned", "relapse", "relapsed", "recurrence",
    "recurred", "progressed", "failed", "failure", "censored", "censor", "censoring", "exitus",
})  # fmt: skip
_DURATIONS: Final = frozenset({
    "days", "weeks", "months", "time", "duration", "survival", "tenure", "lifetime", "followup", "fu",
})  # fmt: skip
# what such words stand in that no row was watched for
_OTHERWISE: Final = frozenset({"since", "last", "per", "mean", "avg", "average", "age", "delivery", "waiting"})
_FEWEST_TIMES: Final = 10


def watched_time_hints(columns: Mapping[str, Column], name: str, target: Target) -> Iterator[str]:
    """Yield a note where a column or the target may be how long each row was watched until an event.

    Parameters
    ----------
    columns : those to learn from
    name : of the target
    """
    if len(target.classes) == 2 and words_of_name(name) & _EVENTS:
        times = [other for other, column in columns.items() if _is_time(other, column)]
        for time in times[:1]:
            yield (f"{quoted(time)} may be how long each row was watched until {quoted(name)}. Where some were watched "
                   f"for less time than others, the task is {SURVIVAL}, which no probe measures; and {quoted(time)} is "
                   "not known when a prediction is made: drop it where it is a time of watching.")  # fmt: skip
    elif not target.classes and _names_time(name) and len(np.unique(target.values)) >= _FEWEST_TIMES:
        events = [other for other, column in columns.items() if _is_event(other, column)]
        for event in events[:1]:
            yield (f"The target {quoted(name)} may be how long each row was watched until {quoted(event)}. Where it "
                   f"had not happened in all rows, their times are cut off, and the task is {SURVIVAL}, which no probe "
                   "measures.")  # fmt: skip


def _names_time(name: str) -> bool:
    words = words_of_name(name)
    return bool(words & _DURATIONS or {"follow", "up"} <= words) and not words & _OTHERWISE


def _is_time(name: str, column: Column) -> bool:
    """Return whether a column holds many times above zero under a name such as `months` or `follow_up`."""
    if column.kind != "number" or not _names_time(name):
        return False
    present = column.values.dropna()
    return bool(present.nunique() >= _FEWEST_TIMES and present.min() >= 0)


def _is_event(name: str, column: Column) -> bool:
    return bool(words_of_name(name) & _EVENTS) and column.values.nunique() == 2
