"""A group of fields that a brief tells in a sentence: `deployment: nightly batch on-prem, no gpu`.

What is known word by word is taken for its field; all of it is read with the notes too, where phrases are.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.document import Document, Path
from whichml.model.documents.expressions import expression
from whichml.model.entries.words_among_words import LONGEST_TEXT, clauses_of, laws_among_words, named_in_words
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.values.vocabulary import LEVELS
from whichml.model.words.beside import Beside
from whichml.model.words.hardware_in_words import hardware_told
from whichml.model.words.spoken_words import tidy_word

GROUP_NAMES: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("team", "people", "organisation", "organization"), "project"),
    **dict.fromkeys(("traffic", "serving", "load", "operations", "production", "deploy"), "deployment"),
    **dict.fromkeys(("privacy", "dataset", "labels", "labelling", "labeling", "training_data", "input"), "data"),
    **dict.fromkeys(("risk", "risks", "compliance", "ethics", "governance", "legal", "law", "costs"), "stakes"),
})  # fmt: skip
"""Names that people give to groups of fields, with the group of the format that says such things."""
NAMES_INSIDE: Final[Mapping[tuple[object, object], str]] = MappingProxyType({
    ("team", "size"): "team_size", ("people", "size"): "team_size", ("gpu", "memory"): "gpu_memory",
    ("labels", "quality"): "label_quality", ("labels", "count"): "labelled_rows",
    ("labels", "noise"): "label_noise", ("labels", "delay"): "label_delay", ("dataset", "size"): "rows",
})  # fmt: skip
"""What stands in such a group under a name that means something else outside it."""
_MOST_LETTERS: Final = 2_000
_INTERACTIONS: Final[Mapping[str, str]] = MappingProxyType({
    "batch": r"\b(?:batch(?:es)?|nightly|overnight|(?:daily|weekly|monthly|hourly) (?:run|job|list|report)s?|"
             r"every (?:night|morning))\b",
    "online": r"\b(?:REST|HTTP|web[- ]?service|micro[- ]?service|API)\b",
    "stream": r"\b(?:streaming|event stream)\b",
})  # fmt: skip
"""What says in a sentence how predictions are asked for, by the words of the field."""
_OF_SOMETHING_ELSE: Final = expression(
    r"\b(?:(?:re)?train\w*|learn\w*|develop\w*|refit\w*|no|not|never|without|later|maybe|perhaps|possibly|might|could|"
    r"planned|if|or|instead|today|now|currently|until|batch[- ]?(?:size|no|number|id)s?)\b",
    re.IGNORECASE,
)
"""What makes of a clause one on training, on another time, or on what is not so."""
_NAMED: Final = ("deployment.target", "deployment.connectivity")


def group_told(group: str, given: object) -> Beside | None:
    """Return what a text, or a list of texts, in place of a group of fields tells; None where there is no text.

    Examples
    --------
    >>> dict(group_told("deployment", "nightly batch, on-prem, no gpu").fields)
    {'deployment.accelerator': 'none', 'deployment.target': 'on-premises', 'deployment.interaction': 'batch'}
    >>> dict(group_told("deployment", "maybe an API later").fields), group_told("deployment", 5)
    ({}, None)
    >>> dict(group_told("stakes", "high, GDPR applies").fields)
    {'stakes.cost_of_mistakes': 'high', 'stakes.regulation': ['gdpr']}
    """
    texts = given if isinstance(given, list | tuple) else [given]
    if not texts or not all(isinstance(each, str) and each.strip() for each in texts):
        return None
    text = ", ".join(str(each).strip() for each in texts)
    if len(text) > _MOST_LETTERS:
        return None
    fields: Mapping[str, object] = {}
    if len(text) <= LONGEST_TEXT:
        fields = {"deployment": _of_deployment, "stakes": _of_stakes}.get(group, _of_nothing)(text)
    fields = {"data.modality": text} if group == "data" else fields
    return Beside("is read with the notes", fields, f"{group}: {text}")


def bare_entries(document: Document | None, group: str, found: Mapping[str, object]) -> tuple[str, ...]:
    """Return the entries of a group in braces that have no value, as a list has them: `{offline, laptop 16 GB}`.

    An entry whose value is left open, as in a form, has a colon behind its name, and says nothing.

    Parameters
    ----------
    document : the text; without one, such entries are told from others by their several words

    Examples
    --------
    >>> bare_entries(None, "stakes", {"public utility": None, "safety": None, "explanation": "full"})
    ('public utility',)
    """
    names = [str(name) for name, each in found.items() if each is None and f"{group}.{name}" not in BRIEF_FIELDS]
    if document is None:
        return tuple(name for name in names if " " in name.strip())
    return tuple(name for name in names if _has_no_colon(document, (group, name), name))


def _has_no_colon(document: Document, path: Path, name: str) -> bool:
    key, value = document.place_of_key(path), document.place(path)
    return (key.line, key.column + len(name)) == (value.line, value.column)


def _of_nothing(text: str) -> dict[str, object]:
    return {}


def _of_deployment(text: str) -> dict[str, object]:
    sure = [clause for clause in clauses_of(text) if _OF_SOMETHING_ELSE.search(clause) is None]
    fields: dict[str, object] = {}
    if re.search(r"(?i)\b(?:re)?train", text) is None:
        fields |= hardware_told(text)
    for field in _NAMED:
        apart = sure if field == "deployment.target" else clauses_of(text)
        words = {word for clause in apart for word in named_in_words(field, clause)}
        if len(words) == 1:
            fields.setdefault(field, words.pop())
    asked = {word for word, how in _INTERACTIONS.items() if any(re.search(how, clause, re.I) for clause in sure)}
    return fields | ({"deployment.interaction": asked.pop()} if len(asked) == 1 else {})


def _of_stakes(text: str) -> dict[str, object]:
    first = tidy_word(next(iter(clauses_of(text)), ""))
    laws = [*laws_among_words(text, asked=False)]
    return ({"stakes.cost_of_mistakes": first} if first in LEVELS else {}) | (
        {"stakes.regulation": laws} if laws else {}
    )
