"""Briefs that are no mapping of fields: a text, a list of what is told, or a project with all of it under its name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Final, TypeVar

from whichml.model.briefs.loose_lines import PROSE, document_of_lines
from whichml.model.briefs.unquoted_words import takes_any_words, takes_words
from whichml.model.documents.document import BRIEF_LIMITS, Document, Form, Path, Plain, read_document
from whichml.model.documents.errors import BriefError, Notice, Problem, quoted
from whichml.model.format.brief_fields import GROUPS

_TITLE: Final = "title"
_MOST_WORDS_OF_A_NAME: Final = 12
"""Words of a name in YAML: more than in a text of lines, since its fields are told by their form."""
_FIELDS_FIRST: Final = (
    "Write fields, first of all `task: ...` and `data.modality: ...`, or have a text in English read with `--lenient`."
)
Known = TypeVar("Known")
_OPEN: Final = re.compile(rb"(?m)^([ \t]*[\w. -]{1,60}:[ \t]+)(\?|-{1,3})(?=[ \t]*\r?$)")
"""A mark behind a name that says that it is open, and is a part of YAML where it has no quotes."""


def brief_bytes(path: str | FilePath) -> bytes:
    """Return what stands in a file, up to more than a brief may have.

    Raises
    ------
    BriefError
        When it cannot be read.
    """
    try:
        with FilePath(path).open("rb") as file:
            return file.read(BRIEF_LIMITS.n_bytes + 1)
    except (OSError, ValueError) as cause:
        reason = (cause.strerror if isinstance(cause, OSError) else None) or str(cause)
        raise BriefError.about(
            f"the brief {quoted(str(path))} cannot be read: {reason}.", hint="Give the path of a YAML or JSON file."
        ) from None


def brief_document(raw: bytes, name: str, form: Form | None, *, lenient: bool) -> tuple[Document, tuple[Notice, ...]]:
    """Return the values and places of a brief, and what is told of how it was read.

    Parameters
    ----------
    raw : the text, in UTF-8
    name : what messages call it
    form : of the text; told by its name and beginning where it is None
    lenient : whether its top level may be a text or a list, words may stand where YAML reads something else, and its
        lines may be read each by itself where they are no YAML

    Raises
    ------
    BriefError
        When the text is no YAML or JSON.
    """
    raw = _OPEN.sub(rb'\g<1>"\2"', raw)
    if not lenient:
        try:
            return read_document(raw, name, form=form, takes_words=takes_words), ()
        except BriefError as refusal:
            raise BriefError(*(_told_of_fields(each) for each in refusal.problems)) from None
    try:
        return as_fields(read_document(raw, name, form=form, top="any", takes_words=takes_any_words)), ()
    except BriefError as refusal:
        found = document_of_lines(raw, refusal)
        if found is None:
            raise
        document, told = found
        return document, (told,)


def _told_of_fields(problem: Problem) -> Problem:
    """Return a problem with the fields that a brief begins with, where a text has none."""
    is_a_text = problem.message.startswith("the top level is a single value")
    return replace(problem, hint=_FIELDS_FIRST) if is_a_text else problem


def as_fields(document: Document) -> Document:
    """Return a document whose top level is a mapping of fields, whatever the top level of the text is.

    A text, and the texts of a list, are its description, and so is a sentence whose colon makes a name of what stands
    before it. What a list has of fields, and what stands under the name of a project alone, are fields of the brief.
    """
    data = document.data
    if isinstance(data, list):
        return _of_list(document, data)
    if isinstance(data, dict):
        return _with_sentences(document, data) if any(map(_is_sentence, data.items())) else _of_project(document, data)
    return replace(document, data={PROSE: str(data)}, key_positions={})


def _is_sentence(entry: tuple[str, Plain]) -> bool:
    """Return whether a name with what it says goes on for more words than a name has, and has no fields."""
    name, told = entry
    return len(name.split()) > _MOST_WORDS_OF_A_NAME and not isinstance(told, dict | list)


def _with_sentences(document: Document, fields: dict[str, Plain]) -> Document:
    """Return the document with its sentences as one description, before the other fields."""
    sentences = {name: told for name, told in fields.items() if _is_sentence((name, told))}
    others = {name: told for name, told in fields.items() if name not in sentences}
    texts = [name if told is None else f"{name}: {told}" for name, told in sentences.items()]
    if (said := others.pop(PROSE, None)) is not None:
        texts.append(str(said))
    first = next(iter(sentences))
    moved: dict[Path, Path] = {(first,): (PROSE,), **{(name,): (name,) for name in others}}
    return _moved(document, {PROSE: "\n".join(texts), **others}, moved)


def _of_list(document: Document, entries: list[Plain]) -> Document:
    fields: dict[str, Plain] = {}
    moved: dict[Path, Path] = {}
    prose: list[str] = []
    for place, entry in enumerate(entries):
        if not isinstance(entry, Mapping):
            prose.append(str(entry))
            continue
        for name, value in entry.items():
            if name in fields:
                prose.append(f"{name}: {value}")
            else:
                fields[name], moved[place, name] = value, (name,)
    if prose:
        told = [str(fields[PROSE])] if PROSE in fields else []
        fields[PROSE] = ". ".join(each.rstrip(" .") for each in (*told, *prose))
    return _moved(document, fields, moved)


def _of_project(document: Document, fields: dict[str, Plain]) -> Document:
    """Return the fields under the name of the project, if that is all there is."""
    name, inner = next(iter(fields.items()), ("", None))
    if len(fields) != 1 or not isinstance(inner, dict) or name in GROUPS or not inner:
        return document
    found = {_TITLE: name, **inner}
    return _moved(document, found, {(name, each): (each,) for each in inner})


def _moved(document: Document, fields: dict[str, Plain], moved: Mapping[Path, Path]) -> Document:
    """Return the document with other fields, and the places of those that were moved."""

    def places(known: Mapping[Path, Known]) -> dict[Path, Known]:
        found: dict[Path, Known] = {(): known[()]} if () in known else {}
        for path, position in known.items():
            for n in range(len(path), 0, -1):
                if path[:n] in moved:
                    found[(*moved[path[:n]], *path[n:])] = position
                    break
        return found

    return replace(
        document, data=fields, positions=places(document.positions), key_positions=places(document.key_positions),
        dotted=places(document.dotted),
    )  # fmt: skip
