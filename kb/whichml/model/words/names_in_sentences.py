"""A name as it stands in the middle of a sentence."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_PROPER: Final = frozenset({
    "Bayes", "Bayesian", "Bernoulli", "Cox", "Croston", "Elo", "Gaussian", "Hoeffding", "Shapley",
})  # fmt: skip
"""First words called after somebody; those with a second capital, such as Kaplan-Meier, need no entry."""


@lru_cache(maxsize=4096)
def in_sentence(name: str) -> str:
    """Return a name for the middle of a sentence: abbreviations and proper names keep their capitals.

    Examples
    --------
    >>> [in_sentence(name) for name in ("Random forest", "Hidden Markov model", "Kaplan-Meier curve", "Elo rating")]
    ['random forest', 'hidden Markov model', 'Kaplan-Meier curve', 'Elo rating']
    >>> in_sentence("Elongated clusters"), in_sentence("Bayes' rule")
    ('elongated clusters', "Bayes' rule")
    """
    first = name.partition(" ")[0]
    is_proper = re.split(r"\W", first, maxsplit=1)[0] in _PROPER or any(letter.isupper() for letter in first[1:])
    return name if is_proper else name[:1].lower() + name[1:]
