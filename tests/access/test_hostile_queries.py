"""Whatever is asked, the answer is an answer or a refusal in words, soon, and nothing else is touched."""

from __future__ import annotations

import http.server
import os
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from by_night import IS_NIGHT, by_night
from whichml.knowledge import query_text
from whichml.knowledge.query import Answer, BooleanResult, QueryLimits, QueryPool, Solutions, Triples
from whichml.model.documents.errors import QueryError, QueryRefused

pytestmark = pytest.mark.slow("starts processes for queries")

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUNGRY = "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?all) { ?a ?b ?c . ?d ?e ?f }"
DEEP = "SELECT * { " + "{" * 9_000 + "}" * 9_000 + " }"
WORDS = [
    "SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "WHERE", "{", "}", "(", ")", "?s", "?p", "$o", "*", ".", ";", ",",
    "<a:b>", "wml:id", "'a'", '"', "'''", "#", "\n", "FILTER", "SERVICE", "FROM", "OPTIONAL", "UNION", "BIND", "AS",
    "COUNT", "GROUP BY", "ORDER BY", "LIMIT 3", "1", "-", "<", ">", "\\", "\\u0053", "@en", "^^", "INSERT", "PREFIX",
    "a:", "|", "VALUES", "UNDEF", "EXISTS", "LATERAL", "<<(", ")>>", "\0", "\u202e", "é", "\ud800",
]  # fmt: skip


def outcome(pool: QueryPool, text: str) -> Answer | str:
    """Return the answer, or the words of the refusal."""
    try:
        found = pool.answer(text)
    except QueryError as refusal:
        return str(refusal)
    assert found is not None
    return found


def seconds_of_ended_processes() -> float:
    """Return the processor time of the child processes that have ended."""
    times = os.times()
    return times.children_user + times.children_system


@given(st.text())
def test_any_text_has_a_form_or_is_refused_in_words(text: str) -> None:
    try:
        assert query_text.form_of(text) in ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
    except QueryError as refusal:
        assert all(problem.message and problem.message.isprintable() for problem in refusal.problems)


@settings(
    max_examples=150 if IS_NIGHT else 40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(form=st.sampled_from(WORDS[:4]), words=st.lists(st.sampled_from(WORDS), max_size=14), gap=st.sampled_from(" \n"))
def test_any_words_of_the_language_are_answered_or_refused_in_words(
    hasty_pool: QueryPool, form: str, words: list[str], gap: str
) -> None:
    found = outcome(hasty_pool, gap.join([form, *words]))
    assert isinstance(found, Solutions | BooleanResult | Triples) or found.strip()


@pytest.mark.slow("starts processes that hold the graph")
def test_what_takes_too_long_is_refused_soon_and_the_next_query_is_answered(triples: bytes) -> None:
    pool, before = QueryPool(lambda: triples, QueryLimits(seconds=1.5)), seconds_of_ended_processes()
    with pytest.raises(QueryRefused, match=r"takes more than 1\.5 seconds"):
        pool.answer(ENDLESS)
    assert 0 < seconds_of_ended_processes() - before < 6
    assert pool.answer("ASK { }") == BooleanResult(True)
    pool.close()


@pytest.mark.slow("starts processes that hold the graph")
@pytest.mark.skipif(sys.platform != "linux", reason="what memory a process may have is bounded on Linux")
@pytest.mark.parametrize("query", [HUNGRY, by_night(DEEP)], ids=["hungry", "deep"])
def test_what_would_bring_a_process_down_is_refused_in_words(hasty_pool: QueryPool, query: str) -> None:
    with pytest.raises(QueryRefused, match=r"takes more|cannot be answered"):
        hasty_pool.answer(query)
    assert hasty_pool.answer("ASK { }") == BooleanResult(True)


@pytest.mark.slow("starts processes that hold the graph")
def test_a_query_that_finds_every_process_busy_gets_none(triples: bytes) -> None:
    has_a_process = threading.Event()

    def read_triples() -> bytes:
        has_a_process.set()
        return triples

    pool = QueryPool(read_triples, QueryLimits(seconds=1.5), n_processes=1, patience_seconds=0.05)
    slow = threading.Thread(target=outcome, args=(pool, ENDLESS))
    slow.start()
    assert has_a_process.wait(60)
    try:
        assert pool.answer("ASK { }") is None
    finally:
        slow.join()
        pool.close()


def test_many_threads_get_each_the_answer_to_their_own_query(pool: QueryPool) -> None:
    found: dict[int, object] = {}

    def ask(number: int) -> None:
        query = f"SELECT ({number} AS ?n) {{ }}"
        while (answer := pool.answer(query)) is None:
            time.sleep(0.05)  # who asks again at once takes the processor from the process that is to answer
        found[number] = answer

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for number, answer in found.items():
        assert isinstance(answer, Solutions)
        assert answer.rows[0][0] is not None
        assert answer.rows[0][0].value == str(number)


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """Serve on this machine; yield the address and the list of what was asked for."""
    seen: list[str] = []

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            seen.append(self.path)
            self.send_error(500)

        do_GET = do_POST  # noqa: N815 (the name that the server looks for)

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", seen
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.skipif(os.name != "posix", reason="sockets are forbidden where a process can give up rights")
def test_a_query_reaches_no_other_machine_even_where_its_text_was_not_looked_at(
    pool: QueryPool, visits: tuple[str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, seen = visits
    monkeypatch.setattr(query_text, "form_of", lambda text: "SELECT")
    with pytest.raises(QueryRefused, match="cannot be answered"):
        pool.answer(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
    assert pool.answer(f"ASK FROM <{address}> {{ ?s ?p ?o }}") == BooleanResult(False)
    with pytest.raises(QueryError):
        pool.answer(f"LOAD <{address}>")
    assert seen == []


def test_no_query_changes_what_the_next_one_finds(pool: QueryPool) -> None:
    before = pool.answer("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    for text in ("INSERT DATA { <a:a> <a:a> 1 }", "CLEAR ALL", "ASK { } ; CLEAR ALL"):
        outcome(pool, text)
    assert pool.answer("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == before
