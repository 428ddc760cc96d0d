"""Queries that must find nothing, asked of everything that OWL 2 RL can conclude.

A file of `ontology/never` is a SELECT that opens with a comment saying what must never be; every row is a violation,
its first column the offender. `python -m whichml_workshop.checks.never` prints them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox
import reasonable
from rdflib import Graph, Literal

from whichml.knowledge.content import Content
from whichml.knowledge.graph import n_triples
from whichml.knowledge.triple_graph import TripleGraph
from whichml.model.documents.errors import KnowledgeError, Place
from whichml_workshop.checks.competency import term_in_words
from whichml_workshop.checks.reporting import report
from whichml_workshop.checks.stated import queryable, question_in_words, state_knowledge


@dataclass(frozen=True, slots=True)
class NeverQuery:
    """A query for what must never be; `words` say it."""

    path: Path
    words: str
    query: str


@dataclass(frozen=True, slots=True)
class Violation:
    """One row of a never query: the offender first, then what it offends with."""

    query: NeverQuery
    row: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.query.path.stem}: {' '.join(self.row)}. {self.query.words}"


def materialise(graph: Graph) -> ox.Store:
    """Return what the graph says of things, not of texts and numbers, with all that OWL 2 RL concludes from it."""
    reasoner = reasonable.PyReasoner()
    reasoner.from_graph([triple for triple in graph if not isinstance(triple[2], Literal)])
    concluded = TripleGraph()
    for subject, predicate, target in reasoner.reason():
        if not isinstance(subject, Literal):  # OWL 2 RL speaks of literals too, RDF cannot
            concluded.add((subject, predicate, target))
    return queryable(n_triples(concluded))


def read_never_queries(folder: Path) -> tuple[NeverQuery, ...]:
    """Return the queries of a folder in the order of their names.

    Raises
    ------
    KnowledgeError
        Where a file does not open with `# Never: ...`.
    """
    found = []
    for path in sorted(folder.glob("*.rq")):
        words = question_in_words(path)
        if not words.startswith("Never: "):
            raise KnowledgeError.about(
                "this does not say what must never be.", Place(path.name, 1, 1), hint="Begin with `# Never: ...`."
            )
        found.append(NeverQuery(path, words, path.read_text(encoding="utf-8")))
    return tuple(found)


def find_violations(store: ox.Store, query: NeverQuery) -> tuple[Violation, ...]:
    """Return what the query finds in a materialised graph, in the order of the offenders.

    Raises
    ------
    KnowledgeError
        Where the query is not a SELECT or cannot be parsed.
    """
    try:
        solutions = store.query(query.query)
    except (SyntaxError, ValueError) as refusal:
        raise KnowledgeError.about(f"this query cannot be asked: {refusal}.", Place(query.path.name, 1, 1)) from refusal
    if not isinstance(solutions, ox.QuerySolutions):
        raise KnowledgeError.about("a never query is a SELECT.", Place(query.path.name, 1, 1))
    rows = {tuple(term_in_words(term) for term in solution) for solution in solutions}
    return tuple(Violation(query, row) for row in sorted(rows))


def main() -> int:
    """Print every violation of the shipped knowledge; return 0, or 1 where there is one."""
    content = Content.shipped()
    store = materialise(state_knowledge(content).graph)
    queries = read_never_queries(content.ontology / "never")
    violations = [found for query in queries for found in find_violations(store, query)]
    return report(violations, f"{len(queries)} never queries, {len(violations)} violations")


if __name__ == "__main__":
    raise SystemExit(main())
