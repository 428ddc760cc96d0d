"""How many classes there are, named: `species: 4100`, `labels: pore / shrinkage / ok`, `5 (grade 0 to 4)`."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.entries.counts_retold import NOTHING, Retold, TellsField, ToldEntry, whole_number

CLASSES: Final = "data.classes"
_TOLD_APART: Final = frozenset({"sequence-labelling", "image-segmentation", "object-detection"})
_KINDS: Final = expression(
    r"(?:[a-z]+_){0,2}(?:classes|species|genera|breeds|varieties|categories|tags|intents|genres|diagnoses|organs|dialects)|"
    r"grades|stages|topics|(?:defect|damage|fault|failure|error|lesion|disease|tissue|cell|crop|tree|soil|waste|object|"
    r"sound|gesture|event|attack|clause|document|request|ticket|question)_(?:types|kinds|codes|grades|levels|stages)"
)
"""Names of what cases are told apart by; types and kinds of anything else are rather where they come from."""
_NO_KINDS: Final = expression(r".*(?:price|stock|user|customer|product|item|feature|column|file|data|node|token)_.*")
_LISTED: Final = frozenset({"labels", "label", "classes", "grades", "outcomes", "categories", "outcome", "class"})
_LIST: Final = expression(r"[^\W\d_][\w' -]{0,30}(?:\s*[/|]\s*[^\W\d_][\w' -]{0,30}){2,14}")
_AND_NO_MORE: Final = expression(r"\s*(?:\(.*|,.*|(?:ordered|main|coarse|fine|used|possible|in all|overall)\b.*)?")
"""What may stand behind their number: what they are, and nothing that is counted besides."""
_FEWEST, _MOST = 2, 200_000


def classes_retold(entry: ToldEntry, context: Collection[str], told: TellsField) -> Retold:
    """Return how many classes an entry tells, where cases are told apart; nothing where it is not sure."""
    task = next(iter(context), "")
    is_of_classes = task.endswith("classification") or task in _TOLD_APART
    is_read = CLASSES in told and told[CLASSES].path != entry.path
    if not is_of_classes or is_read or entry.group not in ("data", ""):
        return NOTHING
    if entry.called in _LISTED and _LIST.fullmatch(str(entry.value).strip()):
        return Retold({CLASSES: str(entry.value).count("/") + str(entry.value).count("|") + 1})
    is_named = entry.is_unknown and _KINDS.fullmatch(entry.called) and not _NO_KINDS.fullmatch(entry.called)
    read = whole_number(entry.value) if is_named or entry.field == CLASSES else None
    is_plain = isinstance(entry.value, int) and entry.field == CLASSES
    if read is None or is_plain or not _FEWEST <= read[0] <= _MOST or not _AND_NO_MORE.fullmatch(read[1]):
        return NOTHING
    return Retold({CLASSES: read[0]})
