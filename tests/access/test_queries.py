"""A query finds what the graph holds, and is refused in words for everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from whichml.knowledge.base import Knowledge
from whichml.knowledge.query import BooleanResult, QueryLimits, QueryPool, Solutions, Triples, run_query
from whichml.knowledge.triples import PREFIXES, short_name
from whichml.model.documents.errors import KnowledgeError, QueryError, QueryRefused

pytestmark = pytest.mark.slow("starts processes that hold the graph")


def column(answer: object) -> list[str]:
    assert isinstance(answer, Solutions)
    return [term.value for (term,) in answer.rows if term]


def test_a_select_finds_every_algorithm_of_the_knowledge_base(pool: QueryPool, knowledge: Knowledge) -> None:
    found = column(pool.answer("SELECT ?id { ?a a wml:Algorithm ; wml:id ?id }"))
    assert sorted(found) == sorted(knowledge.algorithms)


def test_a_select_reads_facts_and_ontology_as_one_graph(pool: QueryPool) -> None:
    query = """SELECT ?id { ?a a ?class ; wml:id ?id . ?class rdfs:subClassOf* wml:TreeEnsemble }"""
    assert "random-forest" in column(pool.answer(query))


def test_processes_answer_alike_where_no_order_is_asked_for_and_nodes_have_no_name(store: Path) -> None:
    query = "SELECT * { ?a ?b ?c FILTER(isBlank(?a)) } LIMIT 20"
    found = run_query(query, store)
    assert isinstance(found, Solutions)
    assert len(found.rows) == 20
    assert run_query(query, store) == found


def test_an_ask_says_yes_and_no(pool: QueryPool) -> None:
    assert pool.answer("ASK { algorithm:ridge wml:solves task:regression }") == BooleanResult(True)
    assert pool.answer("ASK { algorithm:ridge wml:solves task:translation }") == BooleanResult(False)


def test_a_construct_gives_distinct_triples_in_order(pool: QueryPool) -> None:
    found = pool.answer("CONSTRUCT { ?t a wml:Task } WHERE { ?a wml:solves ?t }")
    assert isinstance(found, Triples)
    assert len(found.lines) > 20
    assert list(found.lines) == sorted(set(found.lines))


def test_a_describe_gives_what_is_stated_of_a_thing(pool: QueryPool) -> None:
    found = pool.answer("DESCRIBE algorithm:ridge")
    assert isinstance(found, Triples)
    assert all(line.startswith("<https://whichml.org/facts/algorithm/ridge> ") for line in found.lines)


def test_unbound_variables_languages_and_datatypes_are_kept(pool: QueryPool) -> None:
    found = pool.answer('SELECT ?no ("a"@en AS ?text) (1.5 AS ?number) { }')
    assert isinstance(found, Solutions)
    (row,) = found.rows
    named = dict(zip(found.variables, row, strict=True))
    assert named["no"] is None
    assert named["text"] is not None
    assert named["text"].language == "en"
    assert named["number"] is not None
    assert named["number"].datatype.endswith("#decimal")


def test_every_declared_prefix_can_be_used_without_declaring_it(pool: QueryPool) -> None:
    assert {"wml", "wmf", "skos", "dcterms", "rdfs", "xsd", "algorithm"} <= set(PREFIXES)
    asked = " ".join(f"?s ?p {prefix}:x ." for prefix in PREFIXES)
    assert pool.answer(f"ASK {{ {asked} }}") == BooleanResult(False)


def test_a_prefix_of_the_query_itself_counts_before_a_declared_one(pool: QueryPool) -> None:
    query = "PREFIX task: <https://whichml.org/facts/algorithm/> ASK { task:ridge a wml:Algorithm }"
    assert pool.answer(query) == BooleanResult(True)


@pytest.mark.parametrize(
    ("query", "place", "reason"),
    [
        ("INSERT DATA { <a:a> <a:b> 1 }", "query:1:1", "INSERT begins an update"),
        ("# why not\nPREFIX a: <b:>\n  DELETE WHERE { ?s ?p ?o }", "query:3:3", "DELETE begins an update"),
        ("LOAD <http://example.org/>", "query:1:1", "LOAD begins an update"),
        ("clear all", "query:1:1", "CLEAR begins an update"),
        ("DROP ALL", "query:1:1", "DROP begins an update"),
        ("WITH <a:b> DELETE { ?s ?p ?o } WHERE { }", "query:1:1", "WITH begins an update"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "query:1:12", "SERVICE would ask another"),
        ("SELECT * {\n service silent ?x { } }", "query:2:2", "SERVICE would ask another"),
        ("SELECT * { ?s ?p trueSERVICE<a:b>{ } }", "query:1:22", "SERVICE would ask another"),
        ("SELECT * { SERVICEa:x{ } }", "query:1:12", "SERVICE would ask another"),
        ("SELECT * { FILTER(?a<1)SERVICE?s#>\n{ } }", "query:1:24", "SERVICE would ask another"),
        ("SELECT * FROM <http://example.org/> { ?s ?p ?o }", "query:1:10", "FROM would read other data"),
        ("ASK FROM NAMED <a:b> { ?s ?p ?o }", "query:1:5", "FROM would read other data"),
    ],
)
def test_what_is_not_answered_is_refused_with_its_place(query: str, place: str, reason: str) -> None:
    with pytest.raises(QueryRefused, match=reason) as refusal:
        run_query(query, Path("is/never/opened"))
    assert str(refusal.value).startswith(place)


def test_everything_that_is_refused_is_named_at_once() -> None:
    with pytest.raises(QueryRefused) as refusal:
        run_query("SELECT * FROM <a:b> { SERVICE <a:b> { } SERVICE ?x { } }", Path("is/never/opened"))
    assert [problem.message.split()[0] for problem in refusal.value.problems] == ["FROM", "SERVICE", "SERVICE"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?service ?from { ?service wml:from ?from }",
        'ASK { ?s ?p "FROM here" } # INSERT it FROM there',
        "ASK { ?s <https://example.org/from#SERVICE> ?o }",
        "SELECT ?insert { ?s ?p ?insert FILTER(STR(?insert) = 'delete') }",
        'SELECT * { ?s ?p """two\nlines "FROM" a book""" }',
    ],
)
def test_such_words_may_stand_in_names_texts_and_comments(pool: QueryPool, query: str) -> None:
    assert pool.answer(query) in (BooleanResult(False), Solutions(("service", "from"), ()), Solutions(("insert",), ()),
                                  Solutions(("p", "s"), ()), Solutions(("s", "p"), ()))  # fmt: skip


@pytest.mark.parametrize(
    ("query", "place", "reason"),
    [
        ("", "query:1:1", "there is no query"),
        ("# nothing", "query:1:1", "there is no query"),
        ("hello world", "query:1:1", "'hello' begins no query"),
        ("SELECT * {\n  ?s ?p }", "query:2:3: this is not SPARQL", "not SPARQL"),  # where the triple begins
        ("SELECT * {\n  ?s ?p ?o\n", "query:2:11", 'Expected here: ",", ".", ";"'),
        ("SELECT * {\n  ?s ?p ?o OPTINAL { } }", "query:2:12", "Did you mean 'OPTIONAL'"),
        ("SELECT * { ?s ?p ?o\n  FILTER(?o > ) }", "query:2:15: this is not SPARQL.", "not SPARQL"),
        ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", "query:1:28", "not SPARQL"),
        ("SELECT * { ?s ?p ?o } ORDER ?s", "query:1:29", "Expected here: BY"),
        ("SELECT * { ?s ?p ?o } LIMIT -1", "query:1:29", "not SPARQL"),
        ("SELECT * { ?s ?p ?o } LIMIT 5 LIMIT 6", "query:1:31", "not SPARQL"),
        ("SELECT COUNT(?s) { ?s ?p ?o }", "query:1:8", "not SPARQL"),
        ("SELECT * { ?s foo:x ?o }", "query:1:20", "this prefix is not declared"),
        ("SELECT ?a (COUNT(*) AS ?n) { ?a ?b ?c }", "query:1:40", "a variable that is unbound"),
        ("ASK { } ; DROP ALL", "query:1:", "this is not SPARQL"),
        ("ASK { ?s ?p '\ud800' }", "query:1:14", "half a character"),
    ],
)
def test_what_is_no_sparql_is_refused_with_line_and_column(
    pool: QueryPool, query: str, place: str, reason: str
) -> None:
    with pytest.raises(QueryError, match=reason) as refusal:
        pool.answer(query)
    assert not isinstance(refusal.value, QueryRefused)
    assert str(refusal.value).startswith(place)
    assert "\\u{" not in str(refusal.value)  # the engine's lists of letters
    assert "SERVICE" not in str(refusal.value)


def test_a_query_of_too_many_characters_is_refused(pool: QueryPool) -> None:
    with pytest.raises(QueryError, match="20030 characters, and the limit is 20000"):
        pool.answer("ASK { } # " + "x" * 20_020)


def test_a_store_without_a_graph_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="whichml kb build"):
        run_query("ASK { }", tmp_path / "none.sqlite3")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("n_rows", "is_answered"), [(4, False), (5, True)])
def test_rows_are_counted_to_the_limit_and_not_one_further(store: Path, n_rows: int, is_answered: bool) -> None:
    query = "SELECT ?a { ?a a wml:Algorithm } LIMIT 5"
    if is_answered:
        assert len(column(run_query(query, store, QueryLimits(n_rows=n_rows)))) == 5
    else:
        with pytest.raises(QueryRefused, match="more than 4 rows"):
            run_query(query, store, QueryLimits(n_rows=n_rows))


@pytest.mark.parametrize("query", ["SELECT * { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_a_whole_graph_is_more_than_is_returned(store: Path, query: str) -> None:
    with pytest.raises(QueryRefused, match="more than 10,000 rows"):
        run_query(query, store, QueryLimits(seconds=60.0))  # on a busy machine the rows take longer than usual limits


def test_long_values_are_more_than_is_returned(store: Path) -> None:
    query = "SELECT (GROUP_CONCAT(STR(?p)) AS ?all) { ?s ?p ?o }"
    with pytest.raises(QueryRefused, match="more than 100,000 characters"):
        run_query(query, store, QueryLimits(n_bytes=100_000))


def test_usual_limits_are_five_seconds_and_ten_thousand_rows() -> None:
    assert (QueryLimits().seconds, QueryLimits().n_rows) == (5.0, 10_000)


def test_an_address_is_shortened_by_the_longest_prefix_that_leaves_a_simple_name() -> None:
    assert short_name("https://whichml.org/facts/task/regression") == "task:regression"
    assert short_name("https://whichml.org/facts/other/regression") == "<https://whichml.org/facts/other/regression>"
    assert short_name("https://whichml.org/facts/task/a b") == "<https://whichml.org/facts/task/a b>"
