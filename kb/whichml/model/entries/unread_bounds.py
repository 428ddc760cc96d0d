"""What is told of a fact that bounds a quality and cannot be read: what it lacks, and the requirement to write."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.errors import quoted, shown_in_short
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import Dimension, QualityId
from whichml.model.words.bound_names import quality_called, usual_side
from whichml.model.words.brief_aliases import AMBIGUOUS
from whichml.model.words.spoken_words import tidy_word

_AROUND: Final = (
    r"^(?:max|min|maximum|minimum|maximal|minimal|target|required|desired)[\W_]+|[\W_]+(?:max|min|limit|target)\Z"
)
_EXAMPLES: Final[Mapping[Dimension, str]] = MappingProxyType({
    "duration": "500 ms", "bytes": "64 MB", "money": "0.01 USD", "energy": "5 mJ", "rate": "20/s", "rows": "1000",
})  # fmt: skip
_UNITS: Final[Mapping[Dimension, str]] = MappingProxyType({
    "duration": "ms", "bytes": "MB", "money": "USD", "energy": "mJ",
})  # fmt: skip
"""The unit that a number alone most often has; it is shown, and never read."""


def unread_bound(name: str, found: object) -> tuple[str, str] | None:
    """Return what is wrong with a fact under the name of a quality, and what would be right; None of other names.

    Examples
    --------
    >>> unread_bound("latency", 100)[0]
    "unknown field 'latency': 100 bounds inference-latency, and has no unit."
    >>> unread_bound("weather", 100)
    """
    inner = re.sub(_AROUND, "", name.rpartition(".")[2].strip().lower())
    tidy = tidy_word(inner)
    said = f"unknown field {quoted(name)}: {shown_in_short(found)}"
    several = AMBIGUOUS["quality"].get(tidy) or AMBIGUOUS["metric"].get(tidy)
    if several is not None and _is_told(found):
        names = f"{', '.join(several[:-1])} or {several[-1]}"
        hint = f"Write the one that is meant: `{_required(several[0])}`."
        return f"{said} could bound {names}.", hint
    called = quality_called(tidy)
    quality = QUALITIES.get(QualityId(called))
    if not _is_told(found) or (quality is None and metric_of(called) is None):
        return None
    dimension = quality.dimension if quality is not None else None
    unit = _UNITS.get(dimension) if dimension is not None else None
    if isinstance(found, int | float) and unit is not None:
        right = f"{name}: {found:g} {unit}"
        return f"{said} bounds {called}, and has no unit.", f"Write `{right}`, or with the unit that is meant."
    return f"{said} is no bound on {called} that can be read.", f"Write it as a requirement: `{_required(called)}`."


def _is_told(found: object) -> bool:
    return isinstance(found, str | int | float) and not isinstance(found, bool)


def _required(called: str) -> str:
    """Return an example of a requirement on a quality or metric."""
    quality, metric = QUALITIES.get(QualityId(called)), metric_of(called)
    dimension = quality.dimension if quality is not None else None
    amount = _EXAMPLES.get(dimension, "high") if dimension is not None else "0.9" if metric is not None else "high"
    return f"requirements: [{{quality: {called}, {usual_side(quality, metric)}: {amount}}}]"
