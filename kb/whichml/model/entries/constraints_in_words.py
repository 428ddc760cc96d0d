"""Constraints that a brief tells in words: what a plan or an action has to keep, beside bounds on qualities."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Final, NamedTuple

from whichml.model.entries.bounds_beside import bound_told
from whichml.model.entries.field_calls import tidy_field_name
from whichml.model.entries.requirement_shapes import ShapedRequirements
from whichml.model.entries.unheld_facts import is_told_in_words, names_a_quality, sentence_of
from whichml.model.format.field_relevance import tells_something
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import QualityId
from whichml.model.words.spoken_words import tidy_word

_NAMES: Final = frozenset(
    {"constraints", "constraint", "hard_constraints", "side_conditions", "restrictions", "limits"}
)
_RULES: Final = frozenset({"rules", "house_rules", "legal_rules", "labour_rules", "hard_rules", "must_hold"})
"""What a plan or an action has to keep, and elsewhere what is known of right answers."""
_FIELD: Final = "data.hard_constraints"
_WISHES: Final = "data.soft_constraints"
_FEWEST_WORDS: Final = 3
_MOST: Final = 50


class ToldConstraints(NamedTuple):
    """What is told under the name of constraints.

    Attributes
    ----------
    bounds : the entries that are requirements, as they were given
    words : the others, as sentences
    are_of_a_plan : whether the task acts, so that they have to be kept by what it does
    """

    bounds: list[object]
    words: tuple[str, ...]
    are_of_a_plan: bool


def constraints_told(name: str, value: object, context: Collection[str]) -> ToldConstraints | None:
    """Return what is told of constraints, some of them in words; None where it is something else.

    Parameters
    ----------
    context : the task, and the modalities behind it

    Examples
    --------
    >>> told = constraints_told("constraints", ["supply temp >= 72 C", "latency < 40 ms"], ["control"])
    >>> told.bounds, told.words, told.are_of_a_plan
    (['latency < 40 ms'], ('supply temp >= 72 C',), True)
    >>> constraints_told("constraints", ["latency < 40 ms"], ["control"])
    >>> constraints_told("constraint", {"skills": "9 kinds", "parts_on_van": "yes"}, ["planning"]).words
    ('skills 9 kinds', 'parts on van')
    """
    called, task = tidy_field_name(name.rpartition(".")[2]), next(iter(context), "")
    is_acting = tells_something(_FIELD, task, [*context][1:])
    is_asked = called in _NAMES or (called in _RULES and is_acting)
    if not is_asked or not isinstance(value, str | Mapping | list | tuple):
        return None
    if isinstance(value, str):
        value = [value] if is_told_in_words(name, value) or (called in _RULES and _in_words(value, is_acting)) else []
    entries: list[object] = [{key: each} for key, each in value.items()] if isinstance(value, Mapping) else [*value]
    read = [_in_words(each, is_acting) for each in entries[:_MOST]]
    words = tuple(each for each in read if each)
    bounds = [each for each, said in zip(entries, read, strict=False) if not said]
    return ToldConstraints(bounds + entries[_MOST:], words, is_acting) if words else None


def constraint_field(context: Collection[str], *, is_must: bool) -> str | None:
    """Return the field that a bound on something of a project's own answers; None where nothing acts on it.

    Parameters
    ----------
    context : the task, and the modalities behind it

    Examples
    --------
    >>> constraint_field(["control", "time-series"], is_must=True)
    'data.hard_constraints'
    >>> constraint_field(["regression", "tabular"], is_must=True)
    """
    field, task = _FIELD if is_must else _WISHES, next(iter(context), "")
    return field if tells_something(field, task, [*context][1:]) else None


def _in_words(entry: object, is_acting: bool) -> str:
    """Return what a constraint says that bounds no quality; nothing where it does, or may be meant to."""
    if isinstance(entry, str):
        first = entry.split()[:2]
        if any(names_a_quality(" ".join(first[:n])) for n in (1, 2)) or _is_a_bound(entry):
            return ""
        n_words = len(re.findall(r"[^\W\d_]{2,}", entry))
        return entry.strip() if is_acting or n_words >= _FEWEST_WORDS else ""
    if not isinstance(entry, Mapping) or len(entry) != 1:
        return ""
    ((name, value),) = entry.items()
    if not isinstance(name, str) or isinstance(value, Mapping):
        return ""
    if is_acting and not _is_known(tidy_word(name)) and bound_told(tidy_field_name(name), value) is None:
        return sentence_of(name, value)
    return sentence_of(name, value) if is_told_in_words(name, value) and not _is_a_bound(entry) else ""


def _is_a_bound(entry: object) -> bool:
    """Return whether an entry is read as a requirement on a quality that is known."""
    shaped = ShapedRequirements([entry], QUALITIES).entries
    found = shaped[0] if isinstance(shaped, list) and shaped else None
    quality = found.get("quality") if isinstance(found, Mapping) else None
    return isinstance(quality, str) and _is_known(quality)


def _is_known(quality: str) -> bool:
    return QualityId(quality) in QUALITIES or metric_of(quality) is not None
