"""Competency questions: the graph answers what people ask, and answers it as expected."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from whichml.knowledge.content import Content
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.checks import competency
from whichml_workshop.checks.competency import MOST_ROWS, CompetencyQuestion, answer, read_questions
from whichml_workshop.checks.stated import StatedKnowledge

FOLDER = Path(__file__).resolve().parents[2] / "ontology" / "competency"
QUESTIONS = read_questions(FOLDER)
SMALL = "<https://whichml.org/facts/algorithm/one> <https://whichml.org/ontology#solves> <urn:x> ."


@pytest.mark.slow("asks the graph of all content")
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.path.stem)
def test_a_question_has_the_expected_answer(question: CompetencyQuestion, stated: StatedKnowledge) -> None:
    assert answer(question, stated.store) == question.expected_path.read_text(encoding="utf-8"), question.words


def test_there_are_at_least_forty_questions_numbered_without_a_gap_and_none_twice() -> None:
    assert len(QUESTIONS) >= 40
    assert [int(question.path.stem[:2]) for question in QUESTIONS] == list(range(1, len(QUESTIONS) + 1))
    assert len({question.words for question in QUESTIONS}) == len(QUESTIONS)


def test_every_expected_answer_belongs_to_a_question_is_short_and_says_something() -> None:
    answers = {path: path.read_text(encoding="utf-8").count("\n") - 1 for path in FOLDER.glob("*.csv")}
    assert set(answers) == {question.expected_path for question in QUESTIONS}
    assert {path.name: rows for path, rows in answers.items() if rows > MOST_ROWS} == {}
    assert sum(rows == 0 for rows in answers.values()) <= 3


def test_every_question_orders_its_rows() -> None:
    assert [question.path.name for question in QUESTIONS if "ORDER BY" not in question.query] == []


@pytest.mark.slow("states the graph of all content")
def test_a_graph_without_a_claim_no_longer_gives_the_expected_answer(stated: StatedKnowledge) -> None:
    question = next(each for each in QUESTIONS if each.path.stem == "05-what-a-claim-rests-on")
    claim = ox.NamedNode("https://whichml.org/facts/claim/random-forest.missing-value-handling")
    poorer = ox.Store()
    poorer.extend(quad for quad in stated.store if quad.subject != claim)
    assert answer(question, poorer) != question.expected_path.read_text(encoding="utf-8")


def question_of(folder: Path, text: str) -> CompetencyQuestion:
    (folder / "01-question.rq").write_text(text)
    (question,) = read_questions(folder)
    return question


def small_store() -> ox.Store:
    store = ox.Store()
    store.load(SMALL.encode(), format=ox.RdfFormat.N_TRIPLES)
    return store


@pytest.mark.parametrize(
    ("query", "told"),
    [("ASK { ?a ?b ?c }", "a competency question is a SELECT"), ("SELECT ?a { ?a", "this query cannot be answered")],
)
def test_a_query_that_is_no_select_is_an_error_that_names_the_file(query: str, told: str, tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=told) as refusal:
        answer(question_of(tmp_path, f"# Which?\n{query}"), small_store())
    assert str(refusal.value).startswith("01-question.rq:1:1: ")


def test_a_file_without_a_question_in_words_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="does not open with a question in words"):
        question_of(tmp_path, "# Algorithms\nSELECT ?a { ?a ?b ?c }")


@pytest.mark.slow("states the graph of all content")
def test_the_command_compares_and_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], stated: StatedKnowledge
) -> None:
    folder = tmp_path / "ontology" / "competency"
    folder.mkdir(parents=True)
    question = question_of(folder, "# Which?\nPREFIX wml: <https://whichml.org/ontology#>\n"
                                   "SELECT ?a { ?a a wml:Task } ORDER BY ?a LIMIT 1")  # fmt: skip
    content = Content(tmp_path, tmp_path / "ontology", tmp_path / "rules", tmp_path / "facts")
    monkeypatch.setattr(Content, "shipped", lambda: content)
    monkeypatch.setattr(competency, "state_knowledge", lambda _: stated)
    assert competency.main([]) == 1
    assert "the answer is no longer the expected one" in capsys.readouterr().err
    assert competency.main(["--write"]) == 0
    assert question.expected_path.read_text() == "a\ntask/binary-classification\n"
    assert competency.main([]) == 0
