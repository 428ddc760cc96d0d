"""Which qualities words come near to, and how what people say of mistakes is asked for: by a bound on a metric."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from whichml.model.values.metrics import metric_of
from whichml.model.words.brief_aliases import ALIASES, AMBIGUOUS
from whichml.model.words.spoken_numbers import LONGEST
from whichml.model.words.spoken_words import tidy_word

_BOUNDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    r"false (?:alarm|positive)|alarms\b|precise|cry wolf": ("precision min 0.9", "false-positive-rate max 0.01"),
    r"\bmiss(?:es|ed|ing)?\b(?! values?)|overlook|find (?:all|every)|catch (?:all|every)|false negative":
        ("recall min 0.9", "false-negative-rate max 0.05"),
    r"\berrors?\b|\bmistakes?\b|\bwrong\b|correct": ("error-rate max 0.05", "recall min 0.9", "precision min 0.9"),
})  # fmt: skip
"""What is said of mistakes, with the bounds that ask for it."""
_SAYS_NOTHING: Final = frozenset({
    "few", "less", "more", "good", "low", "high", "very", "not", "must", "the", "and", "for", "easy", "easily", "need",
    "needs", "handling", "control", "per", "use", "with", "that", "are", "should", "possible", "best", "better", "data",
})  # fmt: skip
_SHARED: Final = 5
"""So many first letters two forms of one word share."""
_MOST: Final = 3
_CLOSE: Final = 0.75
"""How alike a misspelt name is to the one that it stands for; what is less alike is another word."""


def near_qualities(text: str, qualities: Iterable[str]) -> tuple[str, ...]:
    """Return the qualities whose names, or other names, share most words with a text; none where no word is shared.

    Examples
    --------
    >>> near_qualities("easy to explain", ["accuracy", "explainability", "privacy"])
    ('explainability',)
    """
    said = _words_of(text[:LONGEST])
    known = tuple(qualities)
    shared = {name: max(_n_shared(said, words) for words in bags) for name, bags in _words_by_quality(known).items()}
    most = max(shared.values(), default=0)
    return tuple(name for name in known if shared[name] == most)[:_MOST] if most else ()


def bounds_for(text: str) -> tuple[str, ...]:
    """Return the bounds that ask for what a text says of mistakes; none where it says nothing of them.

    Examples
    --------
    >>> bounds_for("few false alarms")
    ('precision min 0.9', 'false-positive-rate max 0.01')
    """
    plain = re.sub(r"[\s_-]+", " ", text.lower())
    return next((bounds for pattern, bounds in _BOUNDS.items() if re.search(pattern, plain)), ())


def is_a_metric_alone(text: str, qualities: Collection[str]) -> bool:
    """Return whether a text is the name or another name of a metric, and of no quality."""
    tidy = tidy_word(text)
    if tidy in qualities or tidy in ALIASES["quality"]:
        return False
    return metric_of(tidy) is not None or tidy in ALIASES["metric"]


def what_it_may_be(text: str, qualities: Iterable[str]) -> str:
    """Return what to write for words that are no quality, as sentences; empty where nothing is near.

    Only the first words of a long text count.
    """
    return _what_it_may_be(text[:LONGEST], tuple(sorted(qualities)))


@lru_cache(maxsize=256)  # a brief that is read leniently asks of the same words in each of its passes
def _what_it_may_be(text: str, known: tuple[str, ...]) -> str:
    tidy = re.sub(r"[\s_]+", "-", text.strip().lower())
    metric = tidy if metric_of(tidy) else ALIASES["metric"].get(tidy, "")
    counted = metric_of(metric)
    if counted is not None:
        side = "min" if counted.better == "higher" else "max"
        return (
            f"It is a metric of `accuracy`: a bound such as `{metric} {side} ...` says how much, a priority `accuracy`."
        )
    bounds = bounds_for(text)
    if bounds:
        named = " or ".join(f"`{each}`" for each in bounds)
        return f"That is asked for by a bound, such as {named}; as a priority it is `accuracy`."
    choices = AMBIGUOUS["quality"].get(tidy) or near_qualities(text, known)
    called = dict(ALIASES["quality"]) | {name: name for name in known}
    near = difflib.get_close_matches(tidy, called, n=1, cutoff=_CLOSE)
    if near and called[near[0]] in known and called[near[0]] not in choices[1:]:
        return f"Did you mean '{called[near[0]]}'?"
    if choices:
        return f"Near it {'are' if len(choices) > 1 else 'is'} {', '.join(f'`{each}`' for each in choices)}."
    return ""


def all_of(qualities: Iterable[str]) -> str:
    """Return all qualities that can be named, as a sentence."""
    return f"Known qualities: {', '.join(sorted(qualities))}."


@lru_cache(maxsize=4)
def _words_by_quality(known: tuple[str, ...]) -> Mapping[str, tuple[frozenset[str], ...]]:
    """Return the words of each name that a quality has: its own, then the others."""
    names = {name: [name] for name in known}
    for alias, meant in ALIASES["quality"].items():
        if meant in names:
            names[meant].append(alias)
    return MappingProxyType({name: tuple(map(_words_of, each)) for name, each in names.items()})


def _words_of(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z0-9]{3,}", text.lower()) if word not in _SAYS_NOTHING)


def _n_shared(said: frozenset[str], words: frozenset[str]) -> int:
    return sum(any(_is_alike(one, other) for other in words) for one in said)


def _is_alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) >= _SHARED and one[:_SHARED] == other[:_SHARED])
