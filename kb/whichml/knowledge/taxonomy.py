"""Read the public vocabulary of the ontology into typed values: families, tasks, qualities, decisions and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

import pyoxigraph as ox

from whichml.knowledge.resolution import above
from whichml.knowledge.triples import WML
from whichml.model.documents.errors import KnowledgeError, Place, Problem, did_you_mean, quoted
from whichml.model.documents.expressions import expression
from whichml.model.values.vocabulary import Level

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_SUBCLASS_OF = "http://www.w3.org/2000/01/rdf-schema#subClassOf"
_SOURCE = "http://purl.org/dc/terms/source"
_OWL = "http://www.w3.org/2002/07/owl#"
_PREFIX = expression(r"^@prefix\s+(?P<prefix>[\w-]*):\s+<(?P<address>[^>]*)>")
_SUBJECT = expression(r"^(?P<prefix>[\w-]*):(?P<name>[\w.-]+)\s")
_ANCHORS = ("endsVeryLowAt", "endsLowAt", "endsMediumAt", "endsHighAt")
_MEANINGS: Mapping[Level, str] = {
    "very-low": "meansByVeryLow",
    "low": "meansByLow",
    "medium": "meansByMedium",
    "high": "meansByHigh",
    "very-high": "meansByVeryHigh",
}
_Entry = TypeVar("_Entry", "FamilyTerm", "VocabularyTerm", "QualityTerm", "QualityGroup", "Decision")


@dataclass(frozen=True, slots=True)
class VocabularyTerm:
    """A word of the public vocabulary.

    Attributes
    ----------
    sources : ids of the works that describe or name it, sorted
    """

    id: str
    label: str
    definition: str
    example: str
    synonyms: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FamilyTerm(VocabularyTerm):
    """A class of algorithms.

    Attributes
    ----------
    parents : the families directly above it, sorted, none for a root
    one_kind : whether its members work alike, so that one may stand for another
    """

    iri: str
    parents: tuple[str, ...]
    one_kind: bool


@dataclass(frozen=True, slots=True)
class QualityGroup(VocabularyTerm):
    """A kind of quality, such as time behaviour."""

    iri: str


@dataclass(frozen=True, slots=True)
class QualityTerm(VocabularyTerm):
    """A quality with the direction that is better and the meaning of its levels.

    Attributes
    ----------
    better : `higher` or `lower`
    scale : `ordinal` or `bool`
    unit : unit of its quantities; empty where it has levels alone
    anchors : upper bounds of very-low, low, medium and high, as written (`10 ms`, `0.75`); empty where there are none
    group : id of its group
    note : what it includes or leaves to its neighbours; may be empty
    words : by which texts speak of it besides its label and its synonyms, sorted
    levels : what shows each level, one sentence each, from very-low to very-high
    """

    better: str
    scale: str
    unit: str
    anchors: tuple[str, ...]
    group: str
    note: str
    words: tuple[str, ...]
    levels: Mapping[Level, str]

    @property
    def naming_words(self) -> tuple[str, ...]:
        """Return the words that name the quality in a text: its label, its synonyms and further words."""
        return (self.label, *self.synonyms, *self.words)


@dataclass(frozen=True, slots=True)
class Decision(VocabularyTerm):
    """An architecture decision with its possible answers, sorted by id; `example` is the question it answers."""

    options: tuple[VocabularyTerm, ...]


@dataclass(frozen=True)
class Taxonomy:
    """The public vocabulary, each kind by id in the order of the ids."""

    families: Mapping[str, FamilyTerm]
    tasks: Mapping[str, VocabularyTerm]
    modalities: Mapping[str, VocabularyTerm]
    qualities: Mapping[str, QualityTerm]
    groups: Mapping[str, QualityGroup]
    decisions: Mapping[str, Decision]
    components: Mapping[str, VocabularyTerm]

    def ancestors(self, family: str) -> tuple[str, ...]:
        """Return the family and all families above it, breadth first; parents of one family in the order of their ids.

        Raises
        ------
        KnowledgeError
            When there is no such family.
        """
        if family not in self.families:
            raise KnowledgeError.about(
                f"unknown family {quoted(family)}.", hint=did_you_mean(family, self.families) or _ADD_FAMILY
            )
        return self._ancestors[family]

    def ancestors_of_all(self, families: Sequence[str]) -> tuple[str, ...]:
        """Return several families and all families above them, breadth first from all of them at once."""
        return above(self.families, families)

    def below(self, family: str) -> frozenset[str]:
        """Return the family and all families below it."""
        return frozenset(each for each, above in self._ancestors.items() if family in above)

    @cached_property
    def _ancestors(self) -> Mapping[str, tuple[str, ...]]:
        return {family: above(self.families, (family,)) for family in self.families}


_ADD_FAMILY = "Correct the name, or describe the new family in ontology/whichml.ttl."


def read_taxonomy(path: Path) -> Taxonomy:
    """Return the public vocabulary of an ontology file in Turtle.

    Raises
    ------
    KnowledgeError
        When the file cannot be read or parsed, a term lacks its label or definition or is of no class that there is, or
        a family is above itself.
    """
    name = f"{path.parent.name}/{path.name}"
    store = ox.Store()
    try:
        text = path.read_bytes()
        store.load(text, format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        place = Place(name, error.lineno or 1, error.offset or 1)
        raise KnowledgeError.about(f"this is not Turtle: {error.msg}.", place) from error
    except OSError as error:
        raise KnowledgeError.about(f"cannot read {name}: {error.strerror or error}.") from error
    return _Reading(store, name, lines_of_subjects(text.decode())).taxonomy()


def lines_of_subjects(text: str) -> Mapping[str, int]:
    """Return the line on which a text in Turtle first describes each term, by the address of the term."""
    prefixes: dict[str, str] = {}
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if declared := _PREFIX.match(line):
            prefixes[declared["prefix"]] = declared["address"]
        elif (subject := _SUBJECT.match(line)) and subject["prefix"] in prefixes:
            found.setdefault(prefixes[subject["prefix"]] + subject["name"], number)
    return found


class _Reading:
    """One pass over a parsed ontology that collects every problem before it gives up."""

    def __init__(self, store: ox.Store, name: str, lines: Mapping[str, int]) -> None:
        self._store = store
        self._name = name
        self._lines = lines
        self._problems: list[Problem] = []

    def taxonomy(self) -> Taxonomy:
        families = self._all(self._below(WML + "Algorithm"), self._family)
        groups = self._all(self._below(WML + "Quality"), self._group)
        taxonomy = Taxonomy(
            families=families,
            tasks=self._all(self._typed(WML + "Task"), self._term),
            modalities=self._all(self._typed(WML + "Modality"), self._term),
            qualities=self._all((m for g in groups.values() for m in self._typed(g.iri)), self._quality),
            groups=groups,
            decisions=self._all(self._typed(WML + "ArchitectureDecision"), self._decision),
            components=self._all(self._typed(WML + "Component"), self._term),
        )
        self._refuse_cycles(families)
        self._refuse_unknown_classes()
        if self._problems:
            raise KnowledgeError(*self._problems)
        return taxonomy

    def _all(self, iris: Iterable[str], read: Callable[[str], _Entry]) -> Mapping[str, _Entry]:
        entries: dict[str, _Entry] = {}
        for iri in iris:
            entry = read(iri)
            if entry.id in entries:
                self._blame(iri, f"the id {quoted(entry.id)} is used twice")
            entries[entry.id] = entry
        return MappingProxyType(dict(sorted(entries.items())))

    def _term(self, iri: str) -> VocabularyTerm:
        return VocabularyTerm(*self._words(iri))

    def _family(self, iri: str) -> FamilyTerm:
        parents = sorted(self._id(above) for above in self._iris(iri, _SUBCLASS_OF) if above != WML + "Algorithm")
        one_kind = self._text(iri, WML + "gathersOneKind") == "true"
        return FamilyTerm(*self._words(iri), iri=iri, parents=tuple(parents), one_kind=one_kind)

    def _group(self, iri: str) -> QualityGroup:
        return QualityGroup(*self._words(iri), iri=iri)

    def _quality(self, iri: str) -> QualityTerm:
        groups = [each for each in self._iris(iri, _RDF_TYPE) if each.startswith(WML)]
        anchors = tuple(text for name in _ANCHORS if (text := self._text(iri, WML + name)))
        if len(anchors) not in (0, len(_ANCHORS)):
            self._blame(iri, "a quality has all four anchors or none")
        return QualityTerm(
            *self._words(iri),
            better=self._needed(iri, WML + "hasDirection", "wml:hasDirection"),
            scale=self._needed(iri, WML + "hasScale", "wml:hasScale"),
            unit=self._text(iri, WML + "isMeasuredIn"),
            anchors=anchors,
            group=self._id(groups[0]),
            note=self._text(iri, _SKOS + "scopeNote"),
            words=tuple(sorted(self._texts(iri, _SKOS + "hiddenLabel"))),
            levels={level: self._needed(iri, f"{WML}{name}", f"wml:{name}") for level, name in _MEANINGS.items()},
        )

    def _decision(self, iri: str) -> Decision:
        options = (self._term(option) for option in self._iris(iri, WML + "hasOption"))
        return Decision(*self._words(iri), options=tuple(sorted(options, key=lambda option: option.id)))

    def _words(self, iri: str) -> tuple[str, str, str, str, tuple[str, ...], tuple[str, ...]]:
        sources = (source.rsplit("/", 1)[-1] for source in self._iris(iri, _SOURCE))
        return (
            self._id(iri),
            self._needed(iri, _SKOS + "prefLabel", "skos:prefLabel"),
            self._needed(iri, _SKOS + "definition", "skos:definition"),
            self._text(iri, _SKOS + "example"),
            tuple(sorted(self._texts(iri, _SKOS + "altLabel"))),
            tuple(sorted(sources)),
        )

    def _id(self, iri: str) -> str:
        return self._needed(iri, WML + "id", "wml:id")

    def _needed(self, iri: str, predicate: str, shown: str) -> str:
        text = self._text(iri, predicate)
        if not text:
            self._blame(iri, f"it needs `{shown}`")
        return text

    def _text(self, iri: str, predicate: str) -> str:
        return next(iter(sorted(self._texts(iri, predicate))), "")

    def _texts(self, iri: str, predicate: str) -> list[str]:
        return [each.value for each in self._objects(iri, predicate) if isinstance(each, ox.Literal)]

    def _iris(self, iri: str, predicate: str) -> list[str]:
        return sorted(each.value for each in self._objects(iri, predicate) if isinstance(each, ox.NamedNode))

    def _objects(self, iri: str, predicate: str) -> list[ox.Literal | ox.NamedNode | ox.BlankNode | ox.Triple]:
        found = self._store.quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(predicate), None, None)
        return [quad.object for quad in found]

    def _typed(self, iri: str) -> list[str]:
        return self._subjects(_RDF_TYPE, iri)

    def _below(self, root: str) -> list[str]:
        """Return the classes below a class, without itself, in the order of their addresses."""
        found: set[str] = set()
        waiting = [root]
        while waiting:
            for below in self._subjects(_SUBCLASS_OF, waiting.pop()):
                if below not in found:
                    found.add(below)
                    waiting.append(below)
        return sorted(found - {root})

    def _subjects(self, predicate: str, target: str) -> list[str]:
        found = self._store.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(target), None)
        return sorted(quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode))

    def _refuse_cycles(self, families: Mapping[str, FamilyTerm]) -> None:
        for family in families.values():
            known = [parent for parent in family.parents if parent in families]
            if any(family.id in above(families, (parent,)) for parent in known):
                self._blame(family.iri, "a family cannot be above itself: remove one `rdfs:subClassOf` of the circle")

    def _refuse_unknown_classes(self) -> None:
        classes = {f"wml:{each.removeprefix(WML)}" for each in self._typed(_OWL + "Class")}
        for iri in self._typed(_OWL + "NamedIndividual"):
            said = {f"wml:{each.removeprefix(WML)}" for each in self._iris(iri, _RDF_TYPE) if each.startswith(WML)}
            for name in sorted(said - classes):
                self._blame(iri, f"unknown class {quoted(name)}", did_you_mean(name, classes))
            if not said:
                self._blame(iri, "it needs a class", "Name it beside `owl:NamedIndividual`.")

    def _blame(self, iri: str, message: str, hint: str | None = None) -> None:
        problem = Problem(f"{iri}: {message}.", Place(self._name, self._lines.get(iri, 1), 1), hint=hint)
        if problem not in self._problems:
            self._problems.append(problem)
