"""Briefs that look like YAML and are none: what their lines say, each read by itself.

Who writes in a hurry puts a colon into a sentence, or prose below a field. A line with a name before its first colon is
a field then, and any other goes on with what was said before it.
"""

from __future__ import annotations

from typing import Final

from whichml.model.documents.document import BRIEF_LIMITS, Document, Path
from whichml.model.documents.errors import BriefError, Notice, Problem
from whichml.model.documents.expressions import expression
from whichml.model.documents.parse_context import Plain, Position
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS

PROSE: Final = "description"
"""The field of what stands under no name."""
_FIELD: Final = expression(r"[\s\-*]*(?P<name>[^\W\d](?:[\w.\-]{0,39}|[^:.,;!?\n]{0,39})):(?:\s+(?P<value>\S.*))?")
_MOST_WORDS: Final = 4
"""Words of a name; what is longer is the beginning of a sentence."""
_OF_LINES: Final = frozenset({"no-yaml", "no-text-key", "repeated-key"})
"""Kinds of problems that a text of lines does not have."""
_MARKS: Final = " \t-*|>\"'"
"""What begins or ends a line and is not part of what it says."""


def document_of_lines(raw: bytes, refusal: BriefError) -> tuple[Document, Notice] | None:
    """Return what the lines of a text say, and what is told of that.

    None where the text is refused for something else than its YAML, stands in brackets, has groups of the format, whose
    fields are read in their places or not at all, or gives a field of the format twice.

    Parameters
    ----------
    raw : the text
    refusal : why it is no YAML
    """
    problem = refusal.problems[-1]
    if any(each.kind not in _OF_LINES for each in refusal.problems) or problem.where is None:
        return None
    text = raw.decode("utf-8-sig")
    if text.lstrip().startswith(("{", "[")):
        return None
    fields: dict[str, Plain] = {}
    places: dict[Path, Position] = {(): (1, 1)}
    name = PROSE
    for number, line in enumerate(text.splitlines(), start=1):
        named, told = _parted(line)
        name = named or name
        if (name in GROUPS and not told) or (named in BRIEF_FIELDS and named in fields):
            return None
        if told:
            said = fields.get(name)
            fields[name] = f"{said}\n{told}" if said else told
            places.setdefault((name,), (number, 1))
    if not fields or _is_too_large(fields):
        return None
    document = Document(problem.where.name, fields, places, dict(places))
    return document, _told(problem)


def _parted(line: str) -> tuple[str, str]:
    """Return the name that a line begins with, if it does, and what it says."""
    found = _FIELD.fullmatch(line)
    if found is None or len(found["name"].split()) > _MOST_WORDS:
        return "", line.strip(_MARKS)
    return found["name"].strip(_MARKS), (found["value"] or "").strip(_MARKS)


def _is_too_large(fields: dict[str, Plain]) -> bool:
    return len(fields) > BRIEF_LIMITS.n_entries or any(
        len(str(each)) > BRIEF_LIMITS.n_characters for each in fields.values()
    )


def _told(problem: Problem) -> Notice:
    return Notice(f"{problem.message.removesuffix('.')}, so each line was read by itself.", problem.where, "")
