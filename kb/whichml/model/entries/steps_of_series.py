"""Horizons and histories that are counted in steps of a series whose interval is told, as times."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.values.quantity import quantity_or_none

_STEPS: Final = expression(r"([0-9]{1,7}) (?:steps?|points?|periods?|intervals?|values?|observations?)", re.IGNORECASE)
_MOST_STEPS: Final = 10_000_000


def counted_in_steps(data: Mapping[str, object]) -> Iterator[tuple[str, str, str, int]]:
    """Yield what is counted so: the name of the field, what it says, the time that it means, and how many steps.

    Examples
    --------
    >>> list(counted_in_steps({"sampling_interval": "1 day", "horizon": 14}))
    [('horizon', '14', '336 hour', 14)]
    """
    interval = as_the_format_writes("data.sampling_interval", data.get("sampling_interval"))
    step = quantity_or_none(str(interval or data.get("sampling_interval")), "duration")
    if step is None:
        return
    for name in ("horizon", "history"):
        given = data.get(name)
        counted = _STEPS.fullmatch(given.strip()) if isinstance(given, str) else None
        number = int(counted[1]) if counted is not None else given
        if is_whole(number) and 0 < number < _MOST_STEPS:
            yield name, str(given), f"{number * step.magnitude / 3600:g} hour", number
