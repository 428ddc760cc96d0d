"""A change to a brief under any name that its reading takes: of the field, or the bound of a quality, that is meant."""

from __future__ import annotations

from typing import Final, cast

from whichml.model.briefs.understanding import tidy_name
from whichml.model.documents.parse_context import Plain, step_of
from whichml.model.entries.field_calls import MeantField, field_meant
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS, REQUIRED_FIELDS
from whichml.model.format.brief_form import dotted_fields, with_bound, with_change
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.words.bound_names import bound_named
from whichml.model.words.brief_aliases import ALIASES

_ACCURACY: Final = "accuracy"


def with_meant_change(
    nested: dict[str, Plain], path: str, value: Plain, told: dict[str, Plain] | None = None
) -> dict[str, Plain]:
    """Return a brief in normal form with what a path means changed, or taken out where the value is None.

    Parameters
    ----------
    told : the brief by whose fields other names are understood, where that says more than what is changed

    Raises
    ------
    BriefError
        When the path leads nowhere; a name that means nothing is left for the reading to refuse.

    Examples
    --------
    >>> brief = {"task": "clustering", "data": {"rows": 5}}
    >>> with_meant_change(brief, "n_rows", 7)
    {'task': 'clustering', 'data': {'rows': 7}}
    >>> with_meant_change(brief, "requirement.latency.maximum", "1 s")["requirements"]
    [{'quality': 'inference-latency', 'max': '1 s'}]
    """
    named = _quality_bounded(path)
    if named is not None:
        quality, side, metric = named
        return with_bound(nested, quality, side, value, metric)
    meant = _field_named(told or nested, path, value)
    if meant is None:
        return with_change(nested, path, value)
    return with_change(nested, meant.field, cast("Plain", meant.value))  # the value that was given, or a form of it


def _quality_bounded(path: str) -> tuple[str, str, str | None] | None:
    """Return quality, side and metric of a bound that is named by its quality; None where a path names none."""
    bound = bound_named(path)
    if bound is None or not bound.is_required or isinstance(step_of(bound.what), int):
        return None
    tidy = tidy_name(bound.what)
    quality = next((each for each in (bound.what, tidy) if each in QUALITIES), ALIASES["quality"].get(tidy))
    metric = tidy if metric_of(tidy) is not None else ALIASES["metric"].get(tidy)
    if quality is None and metric is not None:
        return _ACCURACY, bound.side, metric
    return quality or bound.what, bound.side, None


def _field_named(nested: dict[str, Plain], path: str, value: Plain) -> MeantField | None:
    """Return the field that another name means, with the value as that has it; one that the brief tells comes first."""
    if path in BRIEF_FIELDS or path in GROUPS or path in nested:
        return None
    told = dotted_fields(nested)
    context = tuple(str(told[name]) for name in REQUIRED_FIELDS if name in told)
    for name, known in told.items():
        meant = field_meant(path, known if value is None else value, [each for each in told if each != name], context)
        if meant is not None and meant.field == name and name in BRIEF_FIELDS:
            return MeantField(name, None) if value is None else meant
    return field_meant(path, value, (), context) if value is not None else None
