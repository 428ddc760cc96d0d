"""A name as it stands in the middle of a sentence."""

from __future__ import annotations

from typing import Final

_PROPER: Final = ("Bayes", "Bernoulli", "Cox", "Croston", "Elo", "Gauss", "Hoeffding", "Shapley")
"""How names begin that are called after somebody; those with a second capital, such as Kaplan-Meier, need no entry."""


def in_sentence(name: str) -> str:
    """Return a name for the middle of a sentence: abbreviations and proper names keep their capitals.

    Examples
    --------
    >>> [in_sentence(name) for name in ("Random forest", "Hidden Markov model", "Kaplan-Meier curve", "Elo rating")]
    ['random forest', 'hidden Markov model', 'Kaplan-Meier curve', 'Elo rating']
    """
    first = name.partition(" ")[0]
    is_proper = name.startswith(_PROPER) or any(letter.isupper() for letter in first[1:])
    return name if is_proper else name[:1].lower() + name[1:]
