"""Fact files as typed values, with every problem of every file found together."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar, get_args, get_type_hints

from pydantic import BaseModel

from whichml.knowledge.content import Content
from whichml.model.documents.document import PACK_LIMITS, Document, read_document
from whichml.model.documents.errors import KnowledgeError, Problem, WhichmlError, in_order
from whichml.model.documents.validation import validated
from whichml.model.statements.design_facts import ComponentFacts, DecisionFacts, PatternFacts
from whichml.model.statements.evaluation_facts import EvaluationFacts, QualityFacts
from whichml.model.statements.facts import (
    AlgorithmFacts,
    FamilyFacts,
    MeasuredTable,
    MitigationFacts,
    ReductionFacts,
    Source,
)
from whichml.model.statements.price_facts import PriceFacts, ThroughputFacts
from whichml.model.statements.regulation_facts import RegulationFacts

Stated = TypeVar("Stated", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class LocatedValue(Generic[Stated]):
    """A value with the document that states it."""

    value: Stated
    document: Document

    def where(self, path: tuple[str | int, ...] = ()) -> str:
        """Return `file:line` of a part of the value."""
        place = self.document.place(path)
        return f"{place.name}:{place.line}"


@dataclass(slots=True)
class FactFiles:
    """All fact files by kind, which is the name of their folder, and id."""

    algorithms: dict[str, LocatedValue[AlgorithmFacts]] = field(default_factory=dict)
    families: dict[str, LocatedValue[FamilyFacts]] = field(default_factory=dict)
    qualities: dict[str, LocatedValue[QualityFacts]] = field(default_factory=dict)
    patterns: dict[str, LocatedValue[PatternFacts]] = field(default_factory=dict)
    decisions: dict[str, LocatedValue[DecisionFacts]] = field(default_factory=dict)
    components: dict[str, LocatedValue[ComponentFacts]] = field(default_factory=dict)
    measured: dict[str, LocatedValue[MeasuredTable]] = field(default_factory=dict)
    reductions: dict[str, LocatedValue[ReductionFacts]] = field(default_factory=dict)
    evaluations: dict[str, LocatedValue[EvaluationFacts]] = field(default_factory=dict)
    mitigations: dict[str, LocatedValue[MitigationFacts]] = field(default_factory=dict)
    prices: dict[str, LocatedValue[PriceFacts]] = field(default_factory=dict)
    throughputs: dict[str, LocatedValue[ThroughputFacts]] = field(default_factory=dict)
    regulations: dict[str, LocatedValue[RegulationFacts]] = field(default_factory=dict)
    sources: dict[str, LocatedValue[Source]] = field(default_factory=dict)


_MODELS: Mapping[str, type[BaseModel]] = {
    kind: get_args(get_args(read_by_id)[1])[0] for kind, read_by_id in get_type_hints(FactFiles).items()
}
"""What a file in the folder of each kind states."""


def read_fact_files(content: Content) -> FactFiles:
    """Return all facts of the content.

    Raises
    ------
    KnowledgeError
        With every problem of every file: unreadable text, unknown key, missing source, wrong value, an id that is
        not its file's name or stands twice.
    """
    found = FactFiles()
    problems: list[Problem] = []
    for kind, model in _MODELS.items():
        into = getattr(found, kind)
        for path in content.files_in(content.facts / kind):
            try:
                read = _read_one(path, content, model)
            except WhichmlError as refusal:
                problems.extend(refusal.problems)
                continue
            identity = read.document.mapping["id"]
            if identity != path.stem:
                problems.append(
                    read.document.problem(
                        ("id",), f"the id '{identity}' is not the name of its file.", f"Write `id: {path.stem}`."
                    )
                )
            into[identity] = read
    if problems:
        raise KnowledgeError(*in_order(problems))
    return found


def _read_one(path: Path, content: Content, model: type[Stated]) -> LocatedValue[Stated]:
    document = read_document(path.read_bytes(), content.name_of(path), limits=PACK_LIMITS, error=KnowledgeError)
    return LocatedValue(validated(model, document, KnowledgeError), document)


def as_stated(files: FactFiles, resolved: Collection[str]) -> dict[str, Mapping[str, Any]]:
    """Return the values by kind and id of all kinds but those of whose values something else is made."""
    return {
        kind: {identity: read.value for identity, read in getattr(files, kind).items()}
        for kind in _MODELS
        if kind not in resolved
    }


def cited(files: FactFiles) -> Iterator[tuple[Document, tuple[str | int, ...], str]]:
    """Yield every citation of every fact file: its document, its path in it and the id of the cited source."""
    for kind in _MODELS:
        for read in getattr(files, kind).values():
            yield from ((read.document, path, ref) for path, ref in _refs(read.document.data, ()))


def _refs(data: object, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(data, dict):
        if "ref" in data and "locator" in data:
            yield (*path, "ref"), str(data["ref"])
        for key, part in data.items():
            yield from _refs(part, (*path, key))
    elif isinstance(data, list):
        for index, part in enumerate(data):
            yield from _refs(part, (*path, index))
