"""A brief to be filled in: every field that tells something of a project, with its meaning, behind a comment sign."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from whichml.model.briefs.brief import Brief
from whichml.model.documents.document import read_document
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_help import example_text, words_shown
from whichml.model.format.field_relevance import is_worth_asking

_WIDTH: Final = 120
_HEAD: Final = (
    "A blank brief for whichml. Take the `# ` off a field that you know, and put your value in the example's place.",
    "Leave the others: what a brief does not say is unknown, never false. Whoever fills this in from a description,",
    "a person or a language model, enters only what it says. `whichml check` tells what cannot be.",
)
_LEFT_OUT: Final = frozenset({"brief", "id", "task", "data.modality", "evidence", "notes"})
"""What is given, names the brief, or is added by those who measure; notes are for what no field holds."""


def blank_brief(given: Brief) -> str:
    """Return a brief as YAML with the task and the data of another, and all that may be told of such a project.

    Parameters
    ----------
    given : a brief of which its task and the modality of its data are taken
    """
    modalities = given.data.modality
    lines = [*(f"# {line}" for line in _HEAD), "brief: 1"]
    group = ""
    for name, kind in BRIEF_FIELDS.items():
        outer, _, inner = name.partition(".")
        is_plain = name == "data.classes" and given.task == "binary-classification"
        if name in _LEFT_OUT or is_plain or (inner and not is_worth_asking(name, given.task, modalities)):
            if name == "task":
                lines.append(f"task: {given.task}")
            continue
        if inner and outer != group:
            lines += ["", f"{outer}:"]
            if outer == "data":
                lines.append(f"  modality: [{', '.join(modalities)}]")
        if not inner and group:
            lines.append("")
        group = outer if inner else group
        lines += _to_fill_in(name, kind.meaning, "  " if inner else "")
    text = "\n".join([*lines, "", "# What matters and no field holds, in plain words.", "# notes: ..."]) + "\n"
    read_document(text.encode(), "brief.yaml", form="yaml")
    return text


def _to_fill_in(name: str, meaning: str, indent: str) -> Iterator[str]:
    """Yield the lines of a field: what it means, the words to choose from, and an example that can be uncommented."""
    words = words_shown(name)
    kind = "One of" if len(words) == len(BRIEF_FIELDS[name].values) else "Such as"
    said = f"{meaning} {kind}: {', '.join(words)}." if words else meaning
    start = f"{indent}# "
    yield from textwrap.wrap(said, _WIDTH, initial_indent=f"{start}-- ", subsequent_indent=f"{start}   ")
    group, dot, _ = name.partition(".")
    yield start + example_text(name).removeprefix(group + dot if dot else "")
