"""An answer as JSON-LD is a graph: ranked algorithms, what they rest on, and the works behind that."""

from __future__ import annotations

import json
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, PROV, RDF

from by_night import only_by_night
from whichml.export.linked_answer import ANSWERS, answer_to_full_json_ld, answer_to_json_ld
from whichml.knowledge.loading import built_store
from whichml.knowledge.snapshot import read_turtle
from whichml.knowledge.triples import PREFIXES
from whichml.model.format.brief_form import dotted_fields
from whichml.model.statements.facts import quality_of_claim

SCHEMA = "https://schema.org/"
DECLARED = "".join(
    f"PREFIX {prefix}: <{address}>\n" for prefix, address in {**PREFIXES, "prov": str(PROV), "schema": SCHEMA}.items()
)
RANKED = f"""{DECLARED}
SELECT ?rank ?algorithm ?name ?utility {{
  ?answer a schema:ItemList ; schema:itemListElement ?candidate .
  ?candidate schema:position ?rank ; schema:item ?algorithm ; schema:additionalProperty ?measured .
  ?measured schema:propertyID "utility" ; schema:value ?utility .
  ?algorithm a wml:Algorithm ; skos:prefLabel ?name
}} ORDER BY ?rank"""
SOURCES = f"""{DECLARED}
SELECT DISTINCT ?source ?title {{
  ?candidate schema:position 1 ; prov:wasDerivedFrom+ ?ground .
  ?ground wml:hasCitation/wml:cites ?source . ?source a wml:Source ; dcterms:title ?title
}}"""


def graph_of(text: str) -> Graph:
    return Graph().parse(data=text, format="json-ld")


@pytest.fixture(scope="module")
def texts(fraud, knowledge):
    """Return the answer as it is exported, and in full."""
    return answer_to_json_ld(fraud, knowledge), answer_to_full_json_ld(fraud, knowledge)


@pytest.fixture(scope="module")
def graph(texts):
    return graph_of(texts[0])


@pytest.fixture(scope="module")
def full(texts):
    return graph_of(texts[1])


def test_a_query_finds_the_ranked_algorithms_as_individuals_of_the_ontology(fraud, graph):
    found = [(row.rank.value, str(row.algorithm), str(row.name), row.utility.value) for row in graph.query(RANKED)]
    assert found == [
        (each.rank, PREFIXES["algorithm"] + each.algorithm, each.name, each.utility.mean) for each in fraud.candidates
    ]
    assert len(found) > 1


def test_a_query_finds_the_works_behind_the_first_of_them(fraud, graph):
    found = {(str(row.source), str(row.title)) for row in graph.query(SOURCES)}
    assert len(found) > 5
    assert found <= {(PREFIXES["source"] + name, each.title) for name, each in fraud.sources.items()}


@pytest.mark.slow("asks a graph of every step")
@only_by_night
def test_both_are_found_in_the_full_form_too(graph, full):
    assert list(full.query(RANKED)) == list(graph.query(RANKED))
    assert set(full.query(SOURCES)) >= set(graph.query(SOURCES))


def read_by_oxigraph(text: bytes, form: ox.RdfFormat) -> set[tuple[str, str, str]]:
    return {(str(quad.subject), str(quad.predicate), str(quad.object)) for quad in ox.parse(text, format=form)}


@pytest.mark.slow("reads all facts")
def test_what_an_answer_says_of_algorithms_claims_rules_and_sources_the_knowledge_base_says_too(texts):
    facts = read_by_oxigraph(read_turtle(built_store()), ox.RdfFormat.TURTLE)
    fact, ours = f"<{PREFIXES['wmf']}", (f"<{PREFIXES['wml']}", f"<{PREFIXES['skos']}")
    for text in texts:
        said = {
            triple
            for triple in read_by_oxigraph(text.encode(), ox.RdfFormat.JSON_LD)
            if triple[0].startswith(fact)
            and (triple[1].startswith(ours) or (triple[1] == RDF.type.n3() and triple[2].startswith(ours)))
        }
        assert len(said) > 500
        assert sorted(said - facts) == []


def test_two_parsers_read_the_same_triples(texts, graph):
    triples = (quad.triple for quad in ox.parse(texts[0].encode(), format=ox.RdfFormat.JSON_LD))
    other = Graph().parse(data="".join(f"{triple} .\n" for triple in triples), format="nt")
    assert set(other) == set(graph)
    assert len(graph) > 1_000


def test_every_key_has_a_meaning(texts):
    for text in texts:
        document = json.loads(text)
        keys = keys_in({name: told for name, told in document.items() if name != "@context"})
        assert len(keys) > 20
        assert {key for key in keys if not key.startswith("@")} - set(document["@context"]) == set()


def keys_in(told: Any) -> set[str]:
    if isinstance(told, dict):
        return set(told) | {key for each in told.values() for key in keys_in(each)}
    return {key for each in told for key in keys_in(each)} if isinstance(told, list) else set()


def test_every_fact_of_the_brief_is_in_the_graph(fraud, graph):
    brief = URIRef(f"{ANSWERS}{fraud.id}#brief")
    fields = graph.query(
        f"{DECLARED} SELECT DISTINCT ?field {{ ?brief schema:additionalProperty/schema:propertyID ?field }}",
        initBindings={"brief": brief},
    )
    assert {str(row.field) for row in fields} == set(dotted_fields(dict(fraud.brief)))
    assert (URIRef(f"{ANSWERS}{fraud.id}"), PROV.wasDerivedFrom, brief) in graph


@pytest.mark.slow("reads every step")
def test_the_full_form_has_each_step_of_the_justification(fraud, graph, full):
    told = {str(text) for text in full.objects(None, DCTERMS.description)}
    assert told == {node.text for node in fraud.justification.nodes}
    assert {str(text) for text in graph.objects(None, DCTERMS.description)} < told


@pytest.mark.slow("reads every step")
def test_nothing_in_an_answer_leads_to_a_step_that_is_not_there(graph, full):
    for each in (graph, full):
        assert set(each.objects(None, PROV.wasDerivedFrom)) - set(each.subjects(RDF.type, PROV.Entity)) == set()


def test_the_id_of_each_claim_says_which_quality_it_is_about(knowledge):
    assert {quality_of_claim(each.id) == each.quality for each in knowledge.claims.values()} == {True}
