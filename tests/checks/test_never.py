"""Never queries: nothing in the materialised knowledge, something in each negative fixture."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Graph

from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.checks.never import NeverQuery, Violation, find_violations, materialise, read_never_queries
from whichml_workshop.checks.stated import StatedKnowledge

FIXTURES = Path(__file__).parent / "never"
QUERIES = read_never_queries(Path(__file__).resolve().parents[2] / "ontology" / "never")


@pytest.fixture(scope="module")
def materialised(stated: StatedKnowledge) -> ox.Store:
    return materialise(stated.graph)


@pytest.mark.slow("draws every conclusion of OWL 2 RL")
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.path.stem)
def test_the_shipped_knowledge_has_none_of_it(query: NeverQuery, materialised: ox.Store) -> None:
    assert [str(found) for found in find_violations(materialised, query)] == []


@pytest.mark.slow("draws every conclusion of OWL 2 RL for each fixture")
@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.path.stem)
def test_the_ontology_with_the_negative_fixture_has_it(query: NeverQuery, stated: StatedKnowledge) -> None:
    broken = stated.ontology + Graph().parse(FIXTURES / f"{query.path.stem}.ttl", format="turtle")
    assert find_violations(materialise(broken), query)


def test_each_query_has_a_fixture_and_each_fixture_a_query() -> None:
    assert len(QUERIES) == 21
    assert {path.stem for path in FIXTURES.glob("*.ttl")} == {query.path.stem for query in QUERIES}


@pytest.mark.slow("draws every conclusion of OWL 2 RL")
def test_materialising_concludes_the_families_above(materialised: ox.Store) -> None:
    asked = "ASK { <https://whichml.org/facts/algorithm/random-forest> a <https://whichml.org/ontology#LearnedModel> }"
    assert materialised.query(asked)


def test_a_violation_says_query_offender_and_law() -> None:
    query = NeverQuery(Path("two-roles.rq"), "Never: two roles.", "")
    assert str(Violation(query, ("algorithm/x", "role/helper"))) == (
        "two-roles: algorithm/x role/helper. Never: two roles."
    )


def test_a_query_that_does_not_say_its_law_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "silent.rq").write_text("SELECT ?a { ?a ?b ?c }")
    with pytest.raises(KnowledgeError, match=r"silent\.rq:1:1: this does not say what must never be"):
        read_never_queries(tmp_path)


@pytest.mark.parametrize("query", ["ASK { ?a ?b ?c }", "SELECT ?a {"])
def test_a_query_that_is_no_select_is_an_error(query: str) -> None:
    with pytest.raises(KnowledgeError, match=r"broken\.rq:1:1: "):
        find_violations(ox.Store(), NeverQuery(Path("broken.rq"), "Never: this.", query))
