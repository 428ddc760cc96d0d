"""Texts cut to so many words, at the end of a sentence where there is one."""

from __future__ import annotations

from typing import Final

from whichml.model.documents.expressions import expression

_END: Final = expression(r"[.;](?=\s)")
"""Where a sentence, or a part of one that can stand alone, ends."""


def cut_to_sentences(text: str, n_words: int) -> str:
    """Return the first sentences of a text that have so many words, or its first one cut where that is longer.

    A part before a semicolon counts as a sentence.
    """
    ends = [end.end() for end in _END.finditer(text) if len(text[: end.end()].split()) <= n_words]
    if len(text.split()) <= n_words or not ends:
        return cut_to_words(text, n_words)
    return f"{' '.join(text[: ends[-1]].split()).rstrip(' ;.')}."


def cut_to_words(text: str, n_words: int) -> str:
    """Return a text on one line, cut behind so many words where it has more."""
    words = text.split()
    return " ".join(words) if len(words) <= n_words else f"{' '.join(words[:n_words]).rstrip(' ,;:.')}…"
