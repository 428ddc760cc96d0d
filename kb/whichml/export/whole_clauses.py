"""The beginning of a text that stands on its own: whole sentences or clauses that keep their condition.

A text that has no room is not cut within a thought: what is left would say nothing, or the opposite of what the rest
says.
"""

from __future__ import annotations

from typing import Final

from whichml.model.documents.expressions import expression

_ENDS: Final = expression(r"[.;:](?=\s)|,(?=\s)")
"""Where a sentence ends, or a clause may."""
_TURNED: Final = expression(
    r"\b(?:but|unless|except|only|alone|though|although|however|yet|never|nor|extrapolated|whether)\b|(?:^|[,;:]\s+)not\b",
)
"""What takes back, or bounds, the clause before it."""
_NEW_CLAUSE: Final = expression(r"(?:and|which|who|where|such as|since|because|as|so)\b")
"""How a clause begins that a comma parts from what can stand without it."""
_WAITS: Final = expression(
    r"(?i:when|where|if|as|since|because|though|although|with|without|for|of|in|on|at|by|to|from|before|after|until"
    r"|unless|while|like|behind|beside|under|once)\b",
)
"""How a sentence begins of which the first clause waits for the second."""
_FEWEST_WORDS: Final = 4
"""How many words before a colon say something by themselves; fewer are a title."""
_SENTENCE: Final = expression(r"[.;:]\s+")


def whole_clauses(text: str, n_letters: int) -> str:
    """Return the longest beginning of a text that stands on its own in so many letters; empty where none does.

    A sentence is not parted from what takes it back or bounds it, a clause neither, and what waits for its second half
    is not told without. Of a colon the first part is told where it says something by itself.

    Examples
    --------
    >>> whole_clauses("It runs in a browser: measure it there first, and see", 60)
    'It runs in a browser: measure it there first, and see'
    >>> whole_clauses("It runs in a browser: measure it there first, and see", 50)
    'It runs in a browser: measure it there first'
    >>> whole_clauses("A release of weeks shows whether it runs, not whether it is right.", 50)
    ''
    """
    if len(text) <= n_letters:
        return text
    for end in reversed([each for each in _ENDS.finditer(text) if each.end() <= n_letters]):
        told, rest = text[: end.start()], text[end.end() :].lstrip()
        if _stands(told, text[end.start()], rest):
            return f"{told}." if text[end.start()] == "." else told
    return ""


def _stands(told: str, end: str, rest: str) -> bool:
    """Return whether a beginning that ends so stands on its own without the rest."""
    last = _SENTENCE.split(told)[-1]
    if told.count("(") > told.count(")") or _TURNED.match(rest.lower()) is not None:
        return False
    if end == ":":
        return len(last.split()) >= _FEWEST_WORDS and ("," in last or _WAITS.match(last) is None)
    if end != ",":
        return True
    turns = _TURNED.search(f", {_SENTENCE.split(rest)[0].lower()}")
    is_whole = "," in last or _WAITS.match(last) is None
    return turns is None and is_whole and _NEW_CLAUSE.match(rest) is not None
