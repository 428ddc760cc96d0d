"""Clients of the SPARQL 1.1 Protocol work against `/v1/sparql` as they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from threaded_server import answering
from whichml.knowledge.base import Knowledge
from whichml.knowledge.triples import PREFIXES

SPARQLWrapper = pytest.importorskip("SPARQLWrapper")
rdflib = pytest.importorskip("rdflib")
SPARQLStore = pytest.importorskip("rdflib.plugins.stores.sparqlstore").SPARQLStore

SLOW = pytest.mark.slow("starts a server and its process for queries")
pytestmark = [SLOW, pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")]
PREFIX = f"PREFIX wml: <{PREFIXES['wml']}>\n"
TASKS = "SELECT ?id { ?task a wml:Task ; wml:id ?id } ORDER BY ?id"
TRIPLES = "CONSTRUCT WHERE { algorithm:ridge wml:solves ?task }"


@pytest.fixture(scope="module")
def endpoint(app: Flask) -> Iterator[str]:
    with answering(app) as address:
        yield f"{address}/v1/sparql"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("request_method", ["urlencoded", "postdirectly"])
@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_sparqlwrapper_selects(
    endpoint: str, knowledge: Knowledge, method: str, request_method: str, form: str
) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(endpoint, returnFormat=form)
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    wrapper.setQuery(TASKS)
    found = wrapper.query().convert()
    if form == "json":
        ids = [binding["id"]["value"] for binding in found["results"]["bindings"]]
    elif form == "xml":
        ids = [literal.firstChild.data for literal in found.getElementsByTagName("literal")]
    else:
        ids = [line.strip('"') for line in found.decode().splitlines()[1:]]
    assert ids == sorted(knowledge.tasks)


@pytest.mark.parametrize("form", ["json", "xml"])
def test_sparqlwrapper_asks(endpoint: str, form: str) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(endpoint, returnFormat=form)
    wrapper.setQuery("ASK { algorithm:ridge a wml:Algorithm }")
    found = wrapper.query().convert()
    assert found["boolean"] is True if form == "json" else found.getElementsByTagName("boolean")[0].firstChild.data


@pytest.mark.parametrize("form", ["turtle", "n3", "xml", "json-ld"])
def test_sparqlwrapper_constructs(endpoint: str, knowledge: Knowledge, form: str) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(endpoint, returnFormat=form)
    wrapper.setQuery(TRIPLES)
    found = wrapper.query().convert()
    if isinstance(found, bytes):
        found = rdflib.Graph().parse(data=found, format="turtle")
    assert len(found) == len(knowledge.algorithms["ridge"].facts.solves)


def test_a_refusal_reaches_the_users_of_sparqlwrapper(endpoint: str) -> None:
    wrapper = SPARQLWrapper.SPARQLWrapper(endpoint, defaultGraph="https://example.org/graph")
    wrapper.setQuery(TASKS)
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="default-graph-uri"):
        wrapper.query()


@pytest.mark.parametrize("method", ["GET", "POST", "POST_FORM"])
@pytest.mark.parametrize("form", ["xml", "json", "csv", "tsv"])
def test_the_store_of_rdflib_selects(endpoint: str, knowledge: Knowledge, method: str, form: str) -> None:
    store = SPARQLStore(endpoint, method=method, returnFormat=form)
    graph = rdflib.Graph(store)
    assert [str(row.id) for row in graph.query(PREFIX + TASKS)] == sorted(knowledge.tasks)
    store.close()


def test_the_store_of_rdflib_is_a_graph(endpoint: str, knowledge: Knowledge) -> None:
    graph = rdflib.Graph(SPARQLStore(endpoint))
    wml = rdflib.Namespace(PREFIXES["wml"])
    ids = {str(graph.value(task, wml.id)) for task in graph.subjects(rdflib.RDF.type, wml.Task)}
    assert ids == set(knowledge.tasks)
    assert bool(graph.query(PREFIX + "ASK { ?task a wml:Task }"))
    constructed = graph.query(PREFIX + "CONSTRUCT { ?task wml:id ?id } WHERE { ?task a wml:Task ; wml:id ?id }")
    assert constructed.graph is not None
    assert len(constructed.graph) == len(knowledge.tasks)
