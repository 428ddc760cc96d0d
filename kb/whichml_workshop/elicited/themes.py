"""The words of titles and notes as controls: what a fit must not credit to facts that such briefs happen to share.

Briefs on churn name the same algorithm whatever they state, and many of them state the same things. Words are fitted
beside the situations, as confounders are in a regression, and left out of the points: a brief is answered by its facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from scipy import sparse

from whichml.model.briefs.brief import Brief
from whichml.model.documents.expressions import expression
from whichml.model.words.word_points import SILENT, word_stem

FEWEST_BRIEFS: Final = 20
"""How many briefs have to share a word for it to be a control."""
_MOST_SHARE: Final = 0.3
"""The share of all briefs above which a word tells no theme."""
_WORD: Final = expression(r"[a-z]+")
_LEAST_LETTERS: Final = 3


def themes_of(briefs: Sequence[Brief], weights: Sequence[float]) -> sparse.csr_matrix:
    """Return which words and pairs of words each brief has in its title and notes.

    Parameters
    ----------
    weights : how much each brief counts in a fit

    Returns
    -------
    csr_matrix of shape (n_briefs, n_words), one over the weight where a brief has a word: the words of a brief that
    counts more are shrunk as those of others are
    """
    by_brief = [{*_words(brief)} for brief in briefs]
    often = Counter(word for words in by_brief for word in words)
    shared = sorted(word for word, n in often.items() if FEWEST_BRIEFS <= n < _MOST_SHARE * len(briefs))
    column = {word: number for number, word in enumerate(shared)}
    columns = [sorted(column[word] for word in words if word in column) for words in by_brief]
    flat = [number for row in columns for number in row]
    sizes = [*map(len, columns)]
    starts = np.cumsum([0, *sizes])
    return sparse.csr_matrix(
        (1.0 / np.repeat(np.asarray(weights, dtype=np.float64), sizes), flat, starts), shape=(len(briefs), len(shared))
    )


def no_themes(n_briefs: int) -> sparse.csr_matrix:
    """Return the controls of briefs that are fitted without any."""
    return sparse.csr_matrix((n_briefs, 0))


def _words(brief: Brief) -> Iterator[str]:
    """Yield the words of a brief's title and notes without their endings, and those beside one another."""
    stems = [word_stem(word) for word in _WORD.findall(f"{brief.title or ''} . {brief.notes or ''}".lower())]
    yield from (stem for stem in stems if _tells(stem))
    yield from (f"{one} {other}" for one, other in pairwise(stems) if _tells(one) and _tells(other))


def _tells(stem: str) -> bool:
    return len(stem) >= _LEAST_LETTERS and stem not in SILENT
