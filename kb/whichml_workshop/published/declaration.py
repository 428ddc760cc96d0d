"""Declarations of studies: origin and licence of raw tables, and which of our algorithms a name in them stands for.

One YAML file a study in `kb/facts/published/`, written by hand; what is derived stands beside it as JSON.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from whichml.evidence.datasets import Digest, InnerPath
from whichml.knowledge.content import Content
from whichml.model.documents.document import PACK_LIMITS, Document, read_document
from whichml.model.documents.errors import KnowledgeError, Problem, did_you_mean
from whichml.model.documents.validation import validated
from whichml.model.statements.facts import FactFileValue, Sentence, Slug

FOLDER = "published"
Commit = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{7,40}$")]
Licence = Literal["Apache-2.0", "MIT", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC0-1.0"]
"""Licences that let us derive from a table and pass on what was derived; others may not be declared."""
Settings = Literal["default", "tuned", "mixed", "own"]


class RawFile(FactFileValue):
    """A raw table below the folder of raw material, with the SHA-256 of its bytes."""

    path: InnerPath
    sha256: Digest


class Protocol(FactFileValue):
    """How the study measured.

    Attributes
    ----------
    settings : `default` of the implementations, `tuned` by a search, `mixed` where methods differ in that, or `own`
        for settings that the study chose
    metric : the metric that outcomes are compared by, in words
    splits : folds and repeats, in words
    note : what else decides how far the results carry
    """

    settings: Settings
    metric: Sentence
    splits: Sentence
    note: str = ""


class MethodMapping(FactFileValue):
    """What a method of the study is called here.

    Attributes
    ----------
    algorithm : id of an algorithm of the knowledge base
    why : the reason where the mapping is not obvious
    """

    algorithm: Slug
    why: str = ""


class DeclarationText(FactFileValue):
    """One study, as its file writes it.

    Attributes
    ----------
    source : id of the work in `kb/facts/sources/` that answers cite
    origin, commit : the repository and the state of it that the raw tables are from
    reader : name of the function that reads the tables
    mapping : methods of the study by their names there; several may stand for one algorithm, which then gets the median
    left_out : methods that stand for nothing here, with the reason
    """

    id: Slug
    source: Slug
    origin: Sentence
    commit: Commit
    licence: Licence
    files: tuple[RawFile, ...] = Field(min_length=1)
    reader: Slug
    protocol: Protocol
    mapping: Mapping[str, MethodMapping] = Field(min_length=2)
    left_out: Mapping[str, Sentence] = Field(default_factory=dict)


@dataclass(frozen=True)
class Declaration:
    """A declaration with the document that it was read from, for messages that name a line."""

    text: DeclarationText
    document: Document
    path: Path

    @property
    def derived_path(self) -> Path:
        """Return where what is derived from the study stands."""
        return self.path.with_suffix(".json")

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what decides the derivation."""
        decides = self.text.model_dump_json(exclude={"origin", "protocol", "left_out"})
        return hashlib.sha256(decides.encode()).hexdigest()


def read_declarations(content: Content, algorithms: Mapping[str, object], sources: Mapping[str, object],
                      readers: Mapping[str, object]) -> tuple[Declaration, ...]:  # fmt: skip
    """Return the declarations of the content in the order of their ids.

    Parameters
    ----------
    algorithms, sources, readers : what a declaration may name, by id

    Raises
    ------
    KnowledgeError
        With every problem of every file: unreadable text, unknown key, licence or id, fewer than two algorithms, a
        method that is both mapped and left out.
    """
    found: list[Declaration] = []
    problems: list[Problem] = []
    for path in content.files_in(content.facts / FOLDER):
        try:
            declaration = read_declaration(path, content.name_of(path))
        except KnowledgeError as refusal:
            problems += refusal.problems
            continue
        problems += _problems_of(declaration, algorithms, sources, readers)
        found.append(declaration)
    if problems:
        raise KnowledgeError(*problems)
    return tuple(found)


def read_declaration(path: Path, name: str) -> Declaration:
    """Return one declaration, with its names as they are written.

    Raises
    ------
    KnowledgeError
        Where the text cannot be read, or is no declaration.
    """
    document = read_document(path.read_bytes(), name, limits=PACK_LIMITS, error=KnowledgeError)
    return Declaration(validated(DeclarationText, document, KnowledgeError), document, path)


def _problems_of(
    declaration: Declaration,
    algorithms: Mapping[str, object],
    sources: Mapping[str, object],
    readers: Mapping[str, object],
) -> list[Problem]:
    text, document = declaration.text, declaration.document
    problems: list[Problem] = []
    if text.id != declaration.path.stem:
        message = f"the file is called {declaration.path.name}, its id is '{text.id}'."
        problems.append(document.problem(("id",), message, "Name the file after the id."))
    for path, kind, name, known in (
        (("source",), "source", text.source, sources),
        (("reader",), "reader", text.reader, readers),
    ):
        if name not in known:
            problems.append(document.problem(path, f"unknown {kind} '{name}'.", did_you_mean(name, known)))
    for method, mapped in text.mapping.items():
        at = ("mapping", method, "algorithm")
        if mapped.algorithm not in algorithms:
            hint = did_you_mean(mapped.algorithm, algorithms)
            problems.append(document.problem(at, f"unknown algorithm '{mapped.algorithm}'.", hint))
        if method in text.left_out:
            message = f"'{method}' is both mapped and left out."
            problems.append(document.problem(at, message, "Keep one of the two."))
    if len({mapped.algorithm for mapped in text.mapping.values()}) < 2:
        message = "a study of one algorithm compares nothing."
        problems.append(document.problem(("mapping",), message, "Map methods to two algorithms or more."))
    return problems
