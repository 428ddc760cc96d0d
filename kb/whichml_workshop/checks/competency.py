"""Competency questions: what people ask of the graph, with the answers that it has to give.

A question is a pair of files in `ontology/competency`: `NN-name.rq`, a SELECT that opens with the question in words as
a comment and orders its rows, and `NN-name.csv`, the expected answer. `python -m whichml_workshop.checks.competency`
compares them; `--write` writes the answers anew, for a diff that a person reads.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from whichml.knowledge.content import Content
from whichml.knowledge.triples import FACTS, WML
from whichml.model.documents.errors import KnowledgeError, Place
from whichml_workshop.checks.stated import question_in_words, state_knowledge

MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class CompetencyQuestion:
    """A question to the graph.

    Attributes
    ----------
    words : the question as a person asks it
    query : the same in SPARQL
    """

    path: Path
    words: str
    query: str

    @property
    def expected_path(self) -> Path:
        """Return the file that holds the expected answer."""
        return self.path.with_suffix(".csv")


def read_questions(folder: Path) -> tuple[CompetencyQuestion, ...]:
    """Return the questions of a folder in the order of their numbers.

    Raises
    ------
    KnowledgeError
        Where a file does not open with its question in words.
    """
    found = []
    for path in sorted(folder.glob("*.rq")):
        words = question_in_words(path)
        if not words.endswith("?"):
            raise KnowledgeError.about(
                "this does not open with a question in words.",
                Place(path.name, 1, 1),
                hint="Begin with a comment that ends in a question mark.",
            )
        found.append(CompetencyQuestion(path, words, path.read_text(encoding="utf-8")))
    return tuple(found)


def answer(question: CompetencyQuestion, store: ox.Store) -> str:
    """Return the answer as CSV with a head line; terms of whichml are shortened to `kind/id` and `wml:Name`.

    Raises
    ------
    KnowledgeError
        Where the query is not a SELECT or cannot be parsed.
    """
    try:
        solutions = store.query(question.query)
    except (SyntaxError, ValueError) as refusal:
        raise KnowledgeError.about(f"this query cannot be answered: {refusal}.", Place(question.path.name, 1, 1)) from (
            refusal
        )
    if not isinstance(solutions, ox.QuerySolutions):
        raise KnowledgeError.about("a competency question is a SELECT.", Place(question.path.name, 1, 1))
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    names = [variable.value for variable in solutions.variables]
    table.writerow(names)
    table.writerows([term_in_words(solution[name]) for name in names] for solution in solutions)
    return text.getvalue()


def term_in_words(term: object) -> str:
    """Return a term of an answer as people name it.

    Examples
    --------
    >>> term_in_words(ox.NamedNode("https://whichml.org/facts/algorithm/k-means"))
    'algorithm/k-means'
    """
    if isinstance(term, ox.NamedNode):
        return term.value.removeprefix(FACTS).replace(WML, "wml:", 1)
    return term.value if isinstance(term, ox.Literal | ox.BlankNode) else ""


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare or write all answers; return 0, or 1 where one is not as expected."""
    parser = argparse.ArgumentParser(prog="python -m whichml_workshop.checks.competency", description=main.__doc__)
    parser.add_argument("--write", action="store_true", help="write the expected answers anew")
    wanted = parser.parse_args(arguments)
    content = Content.shipped()
    store = state_knowledge(content).store
    differing = []
    for question in read_questions(content.ontology / "competency"):
        text = answer(question, store)
        if wanted.write:
            question.expected_path.write_text(text, encoding="utf-8")
        elif not question.expected_path.is_file() or question.expected_path.read_text(encoding="utf-8") != text:
            differing.append(question)
        print(f"{question.path.stem}: {text.count(chr(10)) - 1} rows. {question.words}")
    for question in differing:
        print(f"{content.name_of(question.path)}: the answer is no longer the expected one.", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    raise SystemExit(main())
