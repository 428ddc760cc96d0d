"""The heading of a brief: its title, or the line with which somebody's prose begins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.documents.expressions import expression

_END: Final = expression(r"(?<=[.!?])\s|\n")
_MOST_WORDS: Final = 12
_FEWEST_OF_PROSE: Final = 25
"""Words of a text that tells more than a name, a question or a heading."""
_OF_NO_HEADING: Final = expression(
    r"(hi|hello|hey|dear|good (morning|afternoon|evening)|morning|thanks?|greetings)\b"
    r"|.*\b(i|we|our|my|me|us|you|your)\b"
)
"""How a greeting begins, and the words of somebody who speaks to somebody: what is told so is a sentence."""


def heading_of(given: Mapping[str, object]) -> str:
    """Return the title of a brief, or the heading of its prose; empty where there is neither.

    Prose is one text that stands alone, under whatever name.

    Parameters
    ----------
    given : fields by any names

    Examples
    --------
    >>> heading_of({"title": "Which coins share a die", "rows": 9400})
    'Which coins share a die'
    >>> heading_of({"description": "Dating old timber. When the quay was dug out for the new berth, " + "word " * 20})
    'Dating old timber.'
    >>> heading_of({"description": "Hi Ingrid, we farm salmon. They have spots, " + "word " * 20})
    ''
    """
    title = given.get("title")
    if isinstance(title, str):
        return title
    prose = next(iter(given.values()), "") if len(given) == 1 else ""
    if not isinstance(prose, str) or not is_prose(prose):
        return ""
    first = _END.split(prose.strip(), maxsplit=1)[0]
    is_heading = len(first.split()) <= _MOST_WORDS and _OF_NO_HEADING.match(first.lower()) is None
    return first if is_heading else ""


def is_prose(text: str) -> bool:
    """Return whether a text is so long that it tells a project.

    Examples
    --------
    >>> is_prose("which guests will come again"), is_prose("we have many guests and " * 6)
    (False, True)
    """
    return len(text.split()) >= _FEWEST_OF_PROSE
