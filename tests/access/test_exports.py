"""The exported graph is the same in every form, for every program that reads it, and the same bytes each time."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import owlready2
import pyoxigraph as ox
import pytest
from rdflib import BNode, Graph

from by_night import by_night, only_by_night
from small_knowledge import ContentFolder
from triples_of_store import triples_of
from whichml.export.linked_data import FORMS, Form, to_linked_data
from whichml.knowledge.building import build_knowledge
from whichml.knowledge.graph import canonical_triples

pytestmark = pytest.mark.slow("reads the whole graph")

FORMATS = {"ttl": ox.RdfFormat.TURTLE, "owl": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD}


@pytest.fixture(scope="module")
def exported(store: Path) -> Callable[[Form], bytes]:
    """Return a way to write the graph in a form, once each: by day one form alone is read."""
    return cache(lambda form: to_linked_data(store, form))


@pytest.fixture(scope="module")
def n_triples(triples: bytes) -> int:
    return triples.count(b"\n")


@pytest.fixture(scope="module")
def n_blank_nodes(triples: bytes) -> int:
    quads = ox.parse(triples, format=ox.RdfFormat.N_TRIPLES)
    return len({part for quad in quads for part in (quad.subject, quad.object) if isinstance(part, ox.BlankNode)})


@pytest.mark.parametrize("form", [by_night(each) if each in ("ttl", "jsonld") else each for each in FORMS])
def test_every_form_holds_the_very_same_triples(exported: Callable[[Form], bytes], triples: bytes, form: Form) -> None:
    dataset = ox.Dataset(ox.parse(exported(form), format=FORMATS[form]))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert "".join(sorted(f"{quad.triple} .\n" for quad in dataset)).encode() == triples


@only_by_night
def test_the_exported_owl_is_read_by_rdflib_owlready2_and_pyoxigraph_with_one_count(
    exported: Callable[[Form], bytes], n_triples: int, n_blank_nodes: int
) -> None:
    owl = exported("owl")
    graph = Graph(store="SimpleMemory").parse(data=owl, format="xml")
    store = ox.Store()
    store.load(owl, format=ox.RdfFormat.RDF_XML)
    world = owlready2.World()
    ontology = world.get_ontology("https://whichml.org/ontology").load(fileobj=io.BytesIO(owl))
    assert len(graph) == len(store) == len(ontology.graph) == n_triples > 10_000
    assert len({node for triple in graph for node in triple if isinstance(node, BNode)}) == n_blank_nodes
    assert ontology.search_one(iri="https://whichml.org/facts/algorithm/random-forest") is not None
    world.close()


def test_blank_nodes_are_only_those_of_the_ontologys_lists(triples: bytes) -> None:
    naming = [line for line in triples.splitlines() if line.startswith(b"_:")]
    of_lists = (b"22-rdf-syntax-ns#", b"owl#members", b"owl#distinctMembers")
    assert naming
    assert [line for line in naming if not any(word in line for word in of_lists)] == []


def test_the_same_content_gives_the_same_bytes_in_another_process_and_after_a_rebuild(
    folder: ContentFolder, tmp_path: Path
) -> None:
    (folder.root / "ontology" / "shapes.ttl").write_text("", encoding="utf-8")
    folder.algorithm("one").pattern("heartbeat")
    written = set()
    for number in ("1", "2"):
        build_knowledge(folder.content, tmp_path / number, "1")
        script = (
            "import sys; from pathlib import Path; from whichml.export.linked_data import *\n"
            "sys.stdout.buffer.write(b''.join(to_linked_data(Path(sys.argv[1]), form) for form in FORMS))"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, tmp_path / number],
            env={"PYTHONHASHSEED": number, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, check=True,
        )  # fmt: skip
        written.add(done.stdout)
    assert len(written) == 1
    assert b"facts/algorithm/one" in written.pop()


def test_names_of_blank_nodes_do_not_matter() -> None:
    turtle = "<a:a> <a:b> [ <a:c> [ <a:d> 1 ] , 2 ] , [ <a:c> 3 ] ."
    assert canonical_triples(Graph().parse(data=turtle)) == canonical_triples(Graph().parse(data=turtle))


def test_a_store_keeps_the_triples_of_its_last_build_alone(folder: ContentFolder, tmp_path: Path) -> None:
    (folder.root / "ontology" / "shapes.ttl").write_text("", encoding="utf-8")
    folder.algorithm("one")
    build_knowledge(folder.content, tmp_path / "store", "1")
    assert b"facts/algorithm/two" not in triples_of(tmp_path / "store")
    folder.algorithm("two")
    build_knowledge(folder.content, tmp_path / "store", "1")
    assert triples_of(tmp_path / "store").count(b"facts/algorithm/two> <https://whichml.org/ontology#id> ") == 1
