"""Words that deny what stands with them: what a phrase in prose, or a word inside an answer, does not count beside."""

from __future__ import annotations

from typing import Final

DENIALS: Final = frozenset({
    "no", "not", "never", "without", "nobody", "none", "hardly", "cannot", "neither", "nor", "nothing", "isn't",
    "aren't", "wasn't", "weren't", "don't", "doesn't", "didn't", "can't", "couldn't", "won't", "wouldn't", "hasn't",
    "haven't", "hadn't", "shouldn't", "mustn't", "needn't",
})  # fmt: skip
"""In lower case."""
TIDY_DENIALS: Final = frozenset(word.replace("'", "") for word in DENIALS)
"""The same as tidy answers have them, without apostrophes."""
