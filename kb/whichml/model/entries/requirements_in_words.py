"""Requirements that set no bound on a quality: free words, names of no quality, and metrics without how much.

So are bounds on what a project calls a quality of its own, `share without clerk min 60 %`: nothing is compared with
them.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.entries.requirement_shapes import ShapedRequirements
from whichml.model.entries.unknown_fields import is_a_letter_away
from whichml.model.values.metrics import metric_of
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import LEVELS, QualityId
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS
from whichml.model.words.spoken_words import tidy_word

_BOUNDS: Final[Mapping[str, str]] = MappingProxyType({"min": "at least", "max": "at most", "is": "is"})
_ALIKE: Final = 0.85
"""How alike a name and that of a quality are, of 1, where one may be the other misspelt."""
_MOST: Final = 50
_MOST_LETTERS: Final = 400
_FEW_WORDS: Final = 2
_FIRST: Final = frozenset({"must", "must-have", "first", "hard", "required", "mandatory", "critical", "essential"})
_OF_SOMETHING_ELSE: Final = frozenset(
    {"cost", "real-time-factor", "bias", "coverage", "novelty", "diversity", "revenue"}
)
"""Metrics whose names say as often something that is not how right answers are."""
_PRIORITIES: Final = frozenset({"should", "could", "low", "medium", "high", *_FIRST})
_NAMES: Final = ("quality", "metric", "name", "attribute", "property")
_SAYS_NOTHING_MORE: Final = frozenset({"direction", "kind", "at"})


class SaidRequirement(NamedTuple):
    """A requirement that sets no bound on a quality.

    Attributes
    ----------
    notes : what it says
    is_of_accuracy : whether it asks for a metric above all, so that how right the answers are comes first
    has_bound : whether it bounds something of its own
    is_must : whether it has to be kept
    """

    notes: str
    is_of_accuracy: bool
    has_bound: bool = False
    is_must: bool = False


def requirements_in_words(given: object) -> Mapping[int | str, SaidRequirement]:
    """Return the requirements without bounds, by their place or name; none that may be a misspelt or doubtful name.

    Examples
    --------
    >>> [*requirements_in_words(["precision over recall", "recall >= 0.9"])]
    [0]
    >>> requirements_in_words([{"quality": "ndcg@10", "direction": "up", "priority": "must"}])[0].is_of_accuracy
    True
    >>> requirements_in_words({"traceability": "must"})["traceability"].notes
    'must traceability'
    >>> requirements_in_words([{"quality": "share without clerk", "min": "60 %", "on": "forms"}])[0].notes
    'share without clerk at least 60 %, forms'
    """
    found = {key: said for key, each in [*_entries(given)][:_MOST] if (said := _said(each)) is not None}
    return MappingProxyType(found)


def _entries(given: object) -> Iterator[tuple[int | str, object]]:
    if isinstance(given, list | tuple):
        yield from enumerate(given)
    elif isinstance(given, Mapping) and not any(name in given for name in _NAMES):
        yield from ((str(name), {name: each}) for name, each in given.items())


def _said(entry: object) -> SaidRequirement | None:
    """Return what an entry says that bounds nothing; None where it bounds something, or may be meant to."""
    if isinstance(entry, str):
        is_unread = len(entry) <= _MOST_LETTERS and _is_without_bound(entry)
        return SaidRequirement(entry.strip(), False) if is_unread and not _may_be_meant(entry) else None
    if isinstance(entry, Mapping) and (own := _of_its_own(entry)) is not None:
        return own
    if not isinstance(entry, Mapping) or not all(_is_words(entry[side], entry) for side in _BOUNDS if side in entry):
        return None
    name = _name_in(entry)
    named = name if name is not None else next(iter(entry)) if len(entry) == 1 else None
    if not isinstance(named, str) or not _is_without_bound(entry) or _may_be_meant(named):
        return None
    rest = {key: each for key, each in entry.items() if each != named and key != named}
    priority = str(entry.get("priority", "" if name is not None else entry[named])).strip().lower()
    texts = [str(each) for key, each in rest.items() if key not in (*_SAYS_NOTHING_MORE, "priority")]
    said = ", ".join((named, *texts, *([str(entry[named])] if name is None and priority not in _PRIORITIES else [])))
    metric = ALIASES["metric"].get(tidy_word(named), tidy_word(named))
    is_of_accuracy = priority in _FIRST and _is_metric(named) and metric not in _OF_SOMETHING_ELSE
    return SaidRequirement(f"must {said}" if priority == "must" else said, is_of_accuracy)


def _name_in(entry: Mapping[object, object]) -> str | None:
    return next((name for name in map(entry.get, _NAMES) if isinstance(name, str)), None)


def _of_its_own(entry: Mapping[object, object]) -> SaidRequirement | None:
    """Return what an entry says that bounds what no quality and no metric is called; None where one may be meant."""
    name = _name_in(entry)
    sides = [side for side in _BOUNDS if isinstance(entry.get(side), str | int | float)]
    shaped = ShapedRequirements([entry], QUALITIES).entries
    read = shaped[0] if isinstance(shaped, list) else None
    if not isinstance(name, str) or not sides or not isinstance(read, Mapping) or len(name) > _MOST_LETTERS:
        return None
    meant = (name, str(read.get("quality", "")))
    if any(len(tidy_word(each).split("-")) < _FEW_WORDS or _may_be_known(each) for each in meant):
        return None
    bounds = " and ".join(f"{_BOUNDS[side]} {entry[side]}" for side in sides)
    beside = (str(each) for key, each in entry.items() if key not in (*_NAMES, *sides, *_SAYS_NOTHING_MORE, "priority"))
    said = ", ".join((f"{name} {bounds}", *beside))
    called = f"must {said}" if entry.get("priority") == "must" else said
    is_must = str(entry.get("priority", "must")).strip().lower() in _FIRST  # what bounds is a must unless it says less
    return SaidRequirement(called, False, has_bound=True, is_must=is_must)


def _may_be_known(name: str) -> bool:
    """Return whether a name is that of a quality or a metric, or like one."""
    tidy = tidy_word(name)
    known = {*QUALITIES, *ALIASES["quality"], *ALIASES["metric"], *AMBIGUOUS["quality"]}
    is_like = bool(difflib.get_close_matches(tidy, map(str, known), n=1, cutoff=_ALIKE))
    return tidy in known or _is_metric(name) or _may_be_meant(name) or is_like


def _is_without_bound(entry: object) -> bool:
    """Return whether an entry is read as no requirement, or as one with words for a bound."""
    shaped = ShapedRequirements([entry], QUALITIES).entries
    read = shaped[0] if isinstance(shaped, list) else None
    if isinstance(read, str):
        return True
    if not isinstance(read, Mapping):
        return False
    bounds = [read[side] for side in _BOUNDS if side in read]
    quality = str(read.get("quality", ""))
    if isinstance(entry, str) and len(bounds) == 1 and bounds[0] in LEVELS:
        return QualityId(quality) not in QUALITIES and _is_metric(quality)
    return not bounds or (len(bounds) == 1 and _is_words(bounds[0], entry))


def _is_words(bound: object, entry: object) -> bool:
    """Return whether a bound is words, several or in a sentence, and so no misspelt level and no amount."""
    is_text = isinstance(bound, str) and re.search(r"[0-9]", bound) is None
    return is_text and (isinstance(entry, str) or len(str(bound).split()) >= _FEW_WORDS)


def _is_metric(name: str) -> bool:
    tidy = tidy_word(name)
    return tidy not in QUALITIES and (metric_of(tidy) is not None or tidy in ALIASES["metric"])


def _may_be_meant(name: str) -> bool:
    """Return whether a name could be that of several qualities, or of one misspelt."""
    tidy = tidy_word(name)
    if tidy in AMBIGUOUS["quality"]:
        return True
    is_known = tidy in QUALITIES or tidy in ALIASES["quality"] or _is_metric(name)
    return not is_known and any(
        is_a_letter_away(tidy, each) for each in (*QUALITIES, *ALIASES["quality"], *ALIASES["metric"])
    )
