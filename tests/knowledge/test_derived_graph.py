"""A graph comes back whole from the knowledge and the little that it says beyond that, beside the same knowledge."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from by_night import only_by_night
from small_knowledge import ContentFolder, claim
from triples_of_store import triples_of
from whichml import KnowledgeBase
from whichml.knowledge.base import Knowledge
from whichml.knowledge.derived_graph import beyond_knowledge, with_knowledge
from whichml.knowledge.loading import built_store
from whichml.knowledge.triples import sorted_triples

WML, FACTS = "https://whichml.org/ontology#", "https://whichml.org/facts/"
NAMES = st.sampled_from([f"{FACTS}algorithm/one", f"{FACTS}claim/one.robustness", f"{WML}id", f"{WML}solves"])
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30) | st.sampled_from(["one", "linear"])


@pytest.fixture
def known(folder: ContentFolder) -> Knowledge:
    """Return the knowledge of one algorithm, of which something is claimed."""
    folder.algorithm("one", claim("robustness", {"low": "low", "high": "high"}, {"data.drift": ["slow", "fast"]}))
    return folder.knowledge()


@pytest.mark.slow("makes up graphs by the hundred")
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # the knowledge is the same for all of them
@example(said=[(f"{WML}id", f"{WML}id", ox.Literal("linear")), (f"{WML}solves", f"{WML}id", ox.Literal("linear"))])
@example(
    said=[(f"{FACTS}algorithm/one", WML, ox.Literal("<")), (f"{FACTS}algorithm/one", f"{WML}id", ox.Literal("linear"))]
)
@given(said=st.lists(st.tuples(NAMES, NAMES, NAMES.map(ox.NamedNode) | TEXTS.map(ox.Literal)), max_size=6))
def test_a_graph_comes_back_byte_for_byte_whatever_it_says_beside_the_knowledge(
    known: Knowledge, said: list[tuple[str, str, ox.NamedNode | ox.Literal]]
) -> None:
    quads = {ox.Quad(ox.NamedNode(one), ox.NamedNode(relation), other) for one, relation, other in said}
    graph = sorted_triples(quads)
    assert with_knowledge(beyond_knowledge(graph, known), known) == graph


def test_what_follows_from_the_knowledge_is_not_told_again(known: Knowledge) -> None:
    every_line = with_knowledge(b"\0", known)
    assert b"/claim/one.robustness." in every_line
    assert beyond_knowledge(every_line, known) == b"\0"


@pytest.mark.slow("states the whole graph")
@only_by_night
def test_nearly_all_of_the_shipped_graph_follows_from_the_knowledge(knowledge: KnowledgeBase) -> None:
    graph = triples_of(built_store())
    more, less = beyond_knowledge(graph, knowledge).split(b"\0")
    told = [quad.triple for quad in ox.parse(more, format=ox.RdfFormat.TURTLE)]
    assert len(told) < graph.count(b"\n") / 20
    assert less.count(b"\n") < 1_000


@pytest.mark.parametrize("torn", [b"", b"\0\0", b"no turtle\0", b"\0<a> <b>"])
def test_other_bytes_than_a_rest_are_refused(known: Knowledge, torn: bytes) -> None:
    with pytest.raises((ValueError, SyntaxError)):
        with_knowledge(torn, known)
