"""Which unquoted texts of a brief are words, where readers of YAML take them for something else."""

from __future__ import annotations

from typing import Final

from whichml.model.documents.document import Path
from whichml.model.documents.expressions import expression
from whichml.model.entries.field_calls import field_meant
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS

_DATE: Final = expression(r"[0-9]{4}-[0-9]{1,2}-[0-9]")


def takes_words(path: Path, text: str) -> bool:
    """Return whether an unquoted text at a path of a brief's text is words: `no`, `1:20` for a share, `250_000`.

    Names may be dotted or nested. What has a name that is none of the format's, or stands in a requirement, is read as
    words too.
    """
    name = ".".join(map(str, path))
    kind = BRIEF_FIELDS.get(name)
    if kind is None and name not in GROUPS and path[:1] not in (("priorities",), ("requirements",)):
        meant = field_meant(name, text, ())
        kind = BRIEF_FIELDS[meant.field] if meant is not None and not meant.is_reworded else None
        if kind is None or text[:1].isalpha():  # who calls a field otherwise answers in words
            return True
    if text[:1].isalpha():
        return kind.kind == "bool" if kind is not None else path[:1] == ("requirements",)
    return kind is not None and (
        (kind.kind == "fraction" and ":" in text)
        or (kind.dimension == "duration" and _DATE.match(text) is not None)
        or (kind.kind == "count" and "_" in text and text[:1] != "0")
    )


def takes_any_words(path: Path, text: str) -> bool:
    """Return that whatever some readers take for something else is words: the field refuses it, or it is left out."""
    return True
