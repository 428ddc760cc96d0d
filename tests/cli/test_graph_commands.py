"""`whichml kb sparql`, `kb export` and `kb sources` print the graph, parts of it, and what it cites."""

import csv
import io
import json
import shutil
from collections.abc import Iterator

import pyoxigraph as ox
import pytest
from kept_queries import one_query_process

from by_night import by_night
from small_knowledge import claim
from whichml import KnowledgeBase
from whichml.knowledge.content import Content
from whichml.knowledge.loading import built_store

pytestmark = pytest.mark.slow("reads the whole graph")

SOLVERS = "SELECT ?algorithm ?label { ?algorithm wml:solves task:clustering ; skos:prefLabel ?label } ORDER BY ?label"


@pytest.fixture(scope="module")
def kept_process() -> Iterator[None]:
    with one_query_process():
        yield


@pytest.fixture
def ask(run, kept_process):
    """Return a way to run a command whose queries one process answers."""
    return run


def test_a_table_names_things_shortly_and_counts_its_rows(run):
    page = run("kb", "sparql", SOLVERS).stdout
    solving = [a for a in KnowledgeBase.load().algorithms.values() if "clustering" in a.facts.solves]
    assert "algorithm:k-means" in page
    assert page.rstrip().endswith(f"\n{len(solving)} rows")


def test_csv_and_json_hold_the_same_solutions(ask):
    rows = list(csv.DictReader(io.StringIO(ask("kb", "sparql", SOLVERS, "--format", "csv").stdout)))
    found = json.loads(ask("kb", "sparql", SOLVERS, "--format", "json").stdout)
    assert found["head"]["vars"] == ["algorithm", "label"]
    bindings = found["results"]["bindings"]
    assert rows == [{name: term["value"] for name, term in binding.items()} for binding in bindings]
    assert bindings[0]["label"]["xml:lang"] == "en"


def test_an_ask_is_answered_with_a_word_or_in_json(ask):
    query = "ASK { algorithm:ridge wml:solves task:regression }"
    assert ask("kb", "sparql", query).stdout == "yes\n"
    assert json.loads(ask("kb", "sparql", query, "--format", "json").stdout) == {"head": {}, "boolean": True}


def test_a_construct_is_printed_as_triples_or_as_turtle_that_can_be_read_again(ask):
    query = "CONSTRUCT { ?a rdfs:label ?label } WHERE { ?a a wml:Task ; skos:prefLabel ?label }"
    turtle = ask("kb", "sparql", query, "--format", "ttl").stdout
    n_tasks = len(KnowledgeBase.load().tasks)
    assert len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE))) == n_tasks
    assert f"\n{n_tasks} rows" in ask("kb", "sparql", query).stdout
    assert "@prefix source:" not in turtle


@pytest.mark.parametrize(
    ("query", "form"),
    [("SELECT * { }", "ttl"), ("ASK { }", "csv"), ("DESCRIBE <a:b>", "json"), by_night("ASK { }", "ttl"),
     by_night("DESCRIBE <a:b>", "csv")],
)  # fmt: skip
def test_a_form_that_an_answer_does_not_have_is_refused_with_those_that_it_has(ask, query, form):
    refusal = ask("kb", "sparql", query, "--format", form)
    assert refusal.exit_code == 2
    assert "no form in" in refusal.stderr
    assert refusal.stdout == ""


def test_a_query_comes_from_a_file_or_from_standard_input(ask, tmp_path):
    (tmp_path / "ask.rq").write_text("\ufeffASK { }\n", encoding="utf-8")
    assert ask("kb", "sparql", f"@{tmp_path / 'ask.rq'}").stdout == "yes\n"
    assert ask("kb", "sparql", "-", stdin=b"ASK { <a:b> ?p ?o }").stdout == "no\n"


@pytest.mark.parametrize("query", ["@no/such.rq", "@", "@/", "@no\0such", "-"])
def test_a_query_that_cannot_be_read_is_refused(ask, query):
    refusal = ask("kb", "sparql", query, stdin=b"\xff\xfe")
    assert refusal.exit_code == 2
    assert "cannot be read" in refusal.stderr


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("INSERT DATA { <a:a> <a:a> 1 }", "query:1:1: INSERT begins an update"),
        ("SELECT * { SERVICE <http://example.org/> { } }", "query:1:12: SERVICE would ask another endpoint"),
        ("SELECT * FROM <http://example.org/> { }", "query:1:10: FROM would read other data"),
        ("SELECT * { ?a foo:b ?c }", "query:1:20: this prefix is not declared"),
        ("SELECT * { ?s ?p ?o }", "returns more than 10,000 rows"),
        ("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }", "takes more than 5 seconds"),
        ("ASK { } # " + "x" * 100_000, "the limit is 20000"),
        ("\x1b[31m", "begins no query"),
    ],
)  # fmt: skip
def test_a_query_that_is_not_answered_is_refused_with_the_reason_and_exit_2(ask, query, reason):
    refusal = ask("kb", "sparql", query)
    assert refusal.exit_code == 2
    assert refusal.stdout == ""
    assert reason in refusal.stderr or "there is no query" in refusal.stderr
    assert "\x1b" not in refusal.stderr
    assert "Traceback" not in refusal.stderr


def test_text_of_the_graph_is_no_markup_and_cannot_move_the_cursor(ask):
    page = ask("kb", "sparql", r"""SELECT ("[red]x[/red]\u001B[2J" AS ?text) { }""").stdout
    assert r"[red]x[/red]\x1b[2J" in page


@pytest.mark.parametrize("form", ["ttl", by_night("owl"), by_night("jsonld")])
def test_an_export_to_a_file_is_what_is_printed(run, tmp_path, form):
    written = tmp_path / f"graph.{form}"
    assert run("kb", "export", "--format", form, "--output", written).stdout == ""
    assert written.read_bytes() == run("kb", "export", "--format", form).stdout_bytes


def test_an_export_to_a_place_that_cannot_be_written_is_refused(run, tmp_path):
    refusal = run("kb", "export", "--format", "ttl", "--output", tmp_path / "no" / "such" / "graph.ttl")
    assert refusal.exit_code == 2
    assert "cannot be written" in refusal.stderr


def test_sources_say_how_far_each_was_read_and_how_much_cites_it(run):
    works = json.loads(run("kb", "sources", "--format", "json").stdout)
    knowledge = KnowledgeBase.load()
    assert [work["source"]["id"] for work in works] == sorted(knowledge.sources)
    page = run("kb", "sources").stdout
    assert "[grinsztajn2022]" in page
    assert page.count("cited by ") == len(works)


def test_unread_sources_come_with_what_stands_on_them_alone(run):
    works = json.loads(run("kb", "sources", "--unread", "--format", "json").stdout)
    unread = [s.id for s in KnowledgeBase.load().sources.values() if s.access in ("recalled", "summary")]
    assert sorted(work["source"]["id"] for work in works) == sorted(unread)
    page = " ".join(run("kb", "sources", "--unread").stdout.split())
    assert page.startswith(f"{len(works)} work")
    assert all(name in page for work in works for name in work["rules_alone"])


@pytest.fixture
def own_content(tmp_path, folder, monkeypatch):
    """Return a small content that the program answers from, beside a store that was built of other content."""
    folder.algorithm("ridge", claim("robustness", "high"))
    shutil.copy(built_store(), tmp_path / "knowledge.snapshot")
    monkeypatch.setenv("WHICHML_STORE", str(tmp_path / "knowledge.snapshot"))
    monkeypatch.setattr(Content, "shipped", lambda: folder.content)
    return folder.root


@pytest.mark.parametrize(
    ("written", "wrong", "reason"),
    [
        ("role: candidate", "role: winner", "Write one of: candidate, reference or helper."),
        ("role: candidate", "role: candidate\nrolle: x", "rolle"),
        ("confidence: ", "confidence: certain # ", "Write one of: high, medium or low."),
        ("quality: ", "quality: speediness # ", "unknown quality 'speediness'"),
        ("ref: ", "ref: nobody1999-", "unknown source 'nobody1999-"),
    ],
)  # fmt: skip
def test_wrong_content_is_refused_with_file_line_and_the_right_form_and_the_former_store_stays(
    run, own_content, tmp_path, written, wrong, reason
):
    store = tmp_path / "knowledge.snapshot"
    former = store.read_bytes()
    broken = own_content / "facts" / "algorithms" / "ridge.yaml"
    text = broken.read_text(encoding="utf-8")
    assert written in text
    broken.write_text(text.replace(written, wrong, 1), encoding="utf-8")
    refusal = run("kb", "build")
    assert refusal.exit_code == 2
    assert refusal.stderr.startswith("facts/algorithms/ridge.yaml:")
    assert reason in refusal.stderr
    assert store.read_bytes() == former


def test_a_folder_without_content_is_refused(run, tmp_path, monkeypatch):
    monkeypatch.setenv("WHICHML_CONTENT", str(tmp_path))
    refusal = run("kb", "stats")
    assert refusal.exit_code == 2
    assert "ontology/whichml.ttl is missing" in refusal.stderr
