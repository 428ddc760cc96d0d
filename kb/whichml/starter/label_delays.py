"""What a brief says of targets that come late, as the gap between rows to learn from and rows to score on."""

from __future__ import annotations

import math
from typing import Final

from whichml.export.field_values import value_in_words
from whichml.model.briefs.brief import Brief
from whichml.model.values.units import in_months
from whichml.starter.plan import LabelDelay, TablePlan

_SECONDS_OF_A_DAY: Final = 86_400
_MOST_DAYS_OF_A_MONTH: Final = 30.5
"""Of a month in the calendar, where several follow each other, rounded up to whole days; twelve are a leap year."""
_FIELD: Final = "data.label_delay"


def comes_late(brief: Brief) -> bool:
    """Return whether targets are known some time after their rows."""
    return brief.data.label_delay is not None and brief.data.label_delay.magnitude > 0


def label_delay(brief: Brief, table: TablePlan) -> LabelDelay | None:
    """Return how long the targets of a table take to come; None where the brief does not say so."""
    told = brief.data.label_delay
    if told is None or told.magnitude <= 0:
        return None
    days = told.magnitude / _SECONDS_OF_A_DAY
    months = in_months(days)
    if months == int(months):
        days = math.ceil(months * _MOST_DAYS_OF_A_MONTH)
    words = value_in_words(_FIELD, f"{told.magnitude:.12g} s")
    return LabelDelay(words, days, "dates" if table.is_time_written else "numbers")


def gap_in_words(delay: LabelDelay) -> str:
    """Return what is left out for want of a target at its time, and what the user has to say for it."""
    gap = f"rows whose target was not known when the first of those came (it takes {delay.words}) are not learnt from"
    if delay.unit == "dates":
        return gap
    return f"{gap} once LABEL_DELAY in train.py says {asked_for(delay)}, and until then scores may be too good"


def asked_for(delay: LabelDelay) -> str:
    """Return what only the user knows of the gap; nothing where dates tell it."""
    return "" if delay.unit == "dates" else f"what {delay.words} are in the unit of TIME"
