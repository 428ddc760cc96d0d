"""An answer as JSON-LD: its keys are given meaning by the ontology, by schema.org and by PROV.

The algorithms, claims, rules and sources in it are those of `whichml kb export`, under the same addresses, so that
both can be loaded side by side. What only this answer says stands under the answer's own address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote

from whichml.export.justification_graph import JustificationGraph
from whichml.export.record_details import NO_DETAILS, RecordDetails
from whichml.knowledge.base import Knowledge
from whichml.knowledge.triples import PREFIXES
from whichml.model.format.brief_form import dotted_fields
from whichml.model.statements.facts import Citation, quality_of_claim
from whichml.model.statements.justification import Node
from whichml.model.statements.knowledge_stamp import KnowledgeStamp
from whichml.model.statements.recommendation import Candidate, Recommendation, SourceRecord

ANSWERS: Final = "https://whichml.org/answers/"
_KNOWLEDGE: Final = "https://whichml.org/knowledge/"
_SHARED: Final = MappingProxyType({"claim": "wml:Claim", "rule": "wml:Rule"})
"""Kinds of nodes that are the same in every answer, with their classes."""
_FACTS: Final = "wmf:"
_PROPERTY: Final = "schema:PropertyValue"
_CONTEXT: Final[Mapping[str, Any]] = MappingProxyType({
    **{prefix: PREFIXES[prefix] for prefix in ("wml", "wmf", "dcterms", "skos", "xsd")},
    "prov": "http://www.w3.org/ns/prov#",
    "schema": "https://schema.org/",
    "form": "schema:schemaVersion",
    "id": "schema:identifier",
    "title": "dcterms:title",
    "created": {"@id": "dcterms:created", "@type": "xsd:date"},
    "knowledge": "prov:wasDerivedFrom",
    "brief": "prov:wasDerivedFrom",
    "grounds": "prov:wasDerivedFrom",
    "because": {"@id": "prov:wasDerivedFrom", "@type": "@id"},
    "facts": "schema:additionalProperty",
    "field": "schema:propertyID",
    "value": "schema:value",
    "low": "schema:minValue",
    "high": "schema:maxValue",
    "candidates": "schema:itemListElement",
    "rank": "schema:position",
    "algorithm": "schema:item",
    "measures": "schema:additionalProperty",
    "name": {"@id": "skos:prefLabel", "@language": "en"},
    "text": "dcterms:description",
    "version": "schema:version",
    "packs": "schema:hasPart",
    "pack_version": "wml:hasVersion",
    "digest": "schema:sha256",
    "quality": {"@id": "wml:isAbout", "@type": "@id"},
    "where": "wml:isStatedIn",
    "citations": "wml:hasCitation",
    "source": {"@id": "wml:cites", "@type": "@id"},
    "locator": "wml:hasLocator",
    "supports": "wml:supportsStatement",
    "sources": "schema:citation",
    "authors": "wml:hasAuthor",
    "year": "wml:hasYear",
    "doi": "wml:hasDoi",
    "url": "wml:hasUrl",
    "access": {"@id": "wml:hasAccess", "@type": "@id"},
})  # fmt: skip


def answer_to_json_ld(answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> str:
    """Return the ranked candidates, and of each the rules, claims and measurements behind it, down to the sources."""
    graph = JustificationGraph(answer)
    behind = {each.algorithm: graph.backing(each.because) for each in answer.candidates}
    grounds = dict.fromkeys(node for nodes in behind.values() for node in nodes)
    because = {name: [_address_of(node.id) for node in nodes] for name, nodes in behind.items()}
    return _written(answer, details.dated, because, [_ground(node, [], knowledge) for node in grounds], _refs(grounds))


def answer_to_full_json_ld(answer: Recommendation, knowledge: Knowledge, details: RecordDetails = NO_DETAILS) -> str:
    """Return the same, with each step of the justification."""
    nodes = {node.id: node for node in answer.justification.nodes}
    because = {each.algorithm: _addresses(each.because, nodes) for each in answer.candidates}
    grounds = [_ground(node, _addresses(node.because, nodes), knowledge) for node in nodes.values()]
    return _written(answer, details.dated, because, grounds, _refs(nodes.values()))


def _written(
    answer: Recommendation,
    dated: date | None,
    because: Mapping[str, Sequence[str]],
    grounds: Sequence[Mapping[str, object]],
    cited: Iterable[str],
) -> str:
    title = answer.brief.get("title")
    document = {
        "@context": {"@base": f"{ANSWERS}{answer.id}", **_CONTEXT},
        "@id": f"{ANSWERS}{answer.id}",
        "@type": ["schema:ItemList", "prov:Entity"],
        "id": answer.id,
        "form": answer.schema_,
        **({"title": title} if title else {}),
        **({"created": dated.isoformat()} if dated else {}),
        "knowledge": _knowledge(answer.knowledge),
        "brief": {"@id": "#brief", "@type": "prov:Entity", "facts": _facts(answer.brief)},
        "candidates": [_candidate(each, because[each.algorithm]) for each in answer.candidates],
        "grounds": list(grounds),
        "sources": [_source(ref, answer.sources[ref]) for ref in cited if ref in answer.sources],
    }
    return json.dumps(document, indent=1, ensure_ascii=False) + "\n"


def _knowledge(stamp: KnowledgeStamp) -> dict[str, object]:
    packs = [
        {"@id": f"{_FACTS}pack/{each.id}", "@type": "wml:RulePack", "pack_version": each.version, "digest": each.digest}
        for each in stamp.packs
    ]
    identity = f"{_KNOWLEDGE}{stamp.digest}"
    return {
        "@id": identity, "@type": "prov:Entity", "version": stamp.version, "digest": stamp.digest, "packs": packs,
    }  # fmt: skip


def _facts(brief: Mapping[str, Any]) -> list[dict[str, object]]:
    """Return each field that the brief tells; what has parts of its own, such as a requirement, is JSON in a text."""
    return [
        {"@id": _address_of(f"brief:{name}"), "@type": _PROPERTY, "field": name, "value": _values(name, told)}
        for name, told in dotted_fields(dict(brief)).items()
    ]


def _number(number: float) -> float | int:
    """Return a number that all readers take alike: JSON-LD has no double without a fraction."""
    return int(number) if number.is_integer() else number


def _values(name: str, told: object) -> list[object]:
    """Return what a field holds; values have no order in RDF, so that what has one is written as a text."""
    parts = told if isinstance(told, list | tuple) and name != "priorities" else (told,)
    plain = (each if isinstance(each, str | int | float) else _as_text(each) for each in parts)
    return [_number(each) if isinstance(each, float) else each for each in plain]


def _as_text(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _candidate(candidate: Candidate, because: Sequence[str]) -> dict[str, object]:
    identity, utility = f"#candidate:{candidate.algorithm}", candidate.utility
    measures: dict[str, dict[str, object]] = {
        "utility": {"value": _number(utility.mean), "low": _number(utility.low), "high": _number(utility.high)},
        "first_rank_share": {"value": _number(candidate.first_rank_share)},
        "near_tie": {"value": candidate.near_tie},
    }
    return {
        "@id": identity,
        "@type": ["schema:ListItem", "prov:Entity"],
        "rank": candidate.rank,
        "algorithm": {
            "@id": f"{_FACTS}algorithm/{candidate.algorithm}", "@type": "wml:Algorithm", "name": candidate.name,
        },
        "measures": [
            {"@id": f"{identity}:{name}", "@type": _PROPERTY, "field": name, **told} for name, told in measures.items()
        ],
        "because": list(because),
    }  # fmt: skip


def _ground(node: Node, because: Sequence[str], knowledge: Knowledge) -> dict[str, object]:
    """Return a step of the justification; `because` are addresses."""
    kind = node.kind
    described = {
        "@id": _address_of(node.id),
        "@type": [*([_SHARED[kind]] if kind in _SHARED else []), "prov:Entity"],
        "text": node.text,
        "quality": f"{_FACTS}quality/{quality_of_claim(node.about)}" if kind == "claim" else "",
        "where": node.where,
        "citations": list(_citations(node, knowledge)),
        "because": list(because),
    }
    return {name: told for name, told in described.items() if told}


def _citations(node: Node, knowledge: Knowledge) -> Iterable[dict[str, object]]:
    """Yield the places that a node cites, under the addresses that the knowledge base has for those of its own."""
    kind, identity = node.kind, node.about
    of_node = f"{_FACTS}citation/{kind}/{identity}" if kind in _SHARED else f"{_address_of(node.id)}:citation"
    stated: Sequence[Citation] = ()
    if kind in _SHARED:
        with suppress(KeyError):  # an answer may be older than the knowledge
            stated = (knowledge.claims[identity] if kind == "claim" else knowledge.rule(identity)).sources
    for nth, citation in enumerate(node.sources, start=1):
        number = stated.index(citation) + 1 if citation in stated else nth
        yield {"@id": f"{of_node}.{number}", "@type": "wml:Citation", **_place(citation)}


def _place(citation: Citation) -> dict[str, object]:
    return {
        "source": f"{_FACTS}source/{citation.ref}", "locator": citation.locator, "supports": citation.supports,
    }  # fmt: skip


def _source(ref: str, source: SourceRecord) -> dict[str, object]:
    told: dict[str, object] = {"year": source.year, "doi": source.doi, "url": source.url}
    return {
        "@id": f"{_FACTS}source/{ref}",
        "@type": "wml:Source",
        "title": source.title,
        "authors": list(source.authors),
        **{name: value for name, value in told.items() if value},
        "access": f"{_FACTS}access/{source.access}",
    }


def _refs(nodes: Iterable[Node]) -> list[str]:
    """Return the works that nodes cite, in the order of their first mention."""
    return list(dict.fromkeys(citation.ref for node in nodes for citation in node.sources))


def _addresses(identities: Iterable[str], nodes: Mapping[str, Node]) -> list[str]:
    return [_address_of(identity) for identity in identities if identity in nodes]


def _address_of(node: str) -> str:
    """Return the address of a step: one of the knowledge base, or one within the answer."""
    kind, _, identity = node.partition(":")
    return f"{_FACTS}{kind}/{identity}" if kind in _SHARED else f"#{quote(node, safe=':._-')}"
