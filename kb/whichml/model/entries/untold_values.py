"""Values that say that something is not known yet: `tbd`, `n/a`, `?`. They tell nothing, as a field left out does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.documents.document import Path
from whichml.model.documents.errors import quoted
from whichml.model.entries.field_calls import field_meant
from whichml.model.entries.groups_in_words import GROUP_NAMES
from whichml.model.entries.unheld_facts import asks_for_nothing, names_a_quality
from whichml.model.format.brief_fields import BRIEF_FIELDS, GROUPS
from whichml.model.format.requirement import Finding
from whichml.model.words.bound_names import REQUIREMENT_LISTS
from whichml.model.words.spoken_words import says_unknown, tidy_word

_UNTOLD: Final = frozenset({
    "?", "??", "???", "-", "--", "---", "–", "—", "n/a", "n.a.", "n.a", "na", "#n/a", "tba", "tbc", "tbd", "t.b.d.",
    "todo", "to be determined", "to be defined", "to be confirmed", "not specified", "unspecified", "not determined",
    "not applicable", "not decided yet", "not yet decided", "?!", "…", "unclear", "not clear", "not clear yet",
    "undefined", "not defined", "not stated", "not given", "not provided", "undetermined",
})  # fmt: skip
_SAYS_SOMETHING: Final = frozenset({"open", "pass", "skip", "possibly", "could be", ""})
"""Answers to a question that leave it open, and in a brief may be words of its own: `source: open`."""
_NEVER: Final = frozenset({"task", "modality", "title", "name", "id", "notes", "description", "brief"})
_DEEPEST: Final = 4
_LONGEST: Final = 40


def without_untold(given: Mapping[str, object]) -> tuple[Mapping[str, object], list[Finding]]:
    """Return a brief without the values that tell nothing, and what is told of each.

    The task and the kind of data stay as they are, as do words that a field itself has: whether the number of clusters
    is `unknown` is told. Nothing is asked of a quality under `requirements` or `constraints` that says `none`.

    Examples
    --------
    >>> without_untold({"rows": "tbd", "data": {"drift": "n/a", "modality": "text"}})[0]
    {'data': {'modality': 'text'}}
    """
    findings: list[Finding] = []
    task = given.get("task")
    context = (tidy_word(task),) if isinstance(task, str) else ()
    return _inside(given, (), context, findings), findings


def _inside(
    given: Mapping[str, object], path: Path, context: tuple[str, ...], findings: list[Finding]
) -> dict[str, object]:
    kept: dict[str, object] = {}
    for name, value in given.items():
        inner = (*path, name)
        if isinstance(value, Mapping):
            kept[name] = _inside(value, inner, context, findings) if len(inner) < _DEEPEST else value
        elif path and str(path[-1]).lower() in REQUIREMENT_LISTS and asks_for_nothing(str(name), value):
            said = f"`{'.'.join(map(str, inner))}` says {quoted(str(value))}: nothing is asked of it."
            findings.append(Finding(inner, said))
        elif (untold := _untold_text(value)) and not _is_kept(inner, untold, context):
            said = f"`{'.'.join(map(str, inner))}` says {quoted(untold)}: it counts as not told."
            findings.append(Finding(inner, said))
        else:
            kept[name] = value
    return kept


def leaves_open(text: str) -> bool:
    """Return whether a text says that something is not known, as a whole.

    Examples
    --------
    >>> leaves_open("tbd"), leaves_open("Not known yet."), leaves_open("open"), leaves_open("two clerks")
    (True, True, True, False)
    """
    plain = text.strip().lower()
    return len(plain) <= _LONGEST and (plain in _UNTOLD or says_unknown(plain))


def _untold_text(value: object) -> str:
    """Return the text of a value that tells nothing, also as all that a list has; else nothing."""
    texts = value if isinstance(value, list | tuple) else (value,)
    tell_nothing = all(isinstance(each, str) and _tells_nothing(each) for each in texts)
    return ", ".join(texts) if tell_nothing else ""


def _tells_nothing(value: str) -> bool:
    return value.strip().lower().strip(" .!") not in _SAYS_SOMETHING and leaves_open(value)


def _is_kept(path: Path, value: str, context: tuple[str, ...]) -> bool:
    names = [str(step) for step in path]
    if str(names[-1]).lower() in _NEVER:
        return True
    name = ".".join(names[-2:])
    if not _is_known(name, context):
        return True
    meant = field_meant(name, value, (), context) if name not in BRIEF_FIELDS else None
    field = name if name in BRIEF_FIELDS else meant.field if meant is not None else ""
    kind = BRIEF_FIELDS.get(field)
    return kind is not None and (kind.kind == "text" or value.strip().lower() in kind.values)


def _is_known(name: str, context: tuple[str, ...]) -> bool:
    """Return whether a name is that of a field, a group or a quality, so that leaving it open says nothing."""
    inner = name.rpartition(".")[2].lower()
    if name in BRIEF_FIELDS or inner in GROUPS or inner in GROUP_NAMES or names_a_quality(inner):
        return True
    return any(field_meant(name, each, (), context) is not None for each in ("unknown", 1000, True))
