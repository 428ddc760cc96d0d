"""A record of a brief that was read with guesses and gaps says so first."""

from __future__ import annotations

from whichml import Brief, Recommendation, recommend
from whichml.export.formats import answer_formats_by_name
from whichml.knowledge.base import Knowledge

GUESSED = (
    "We want to predict which of our customers churn next month, from a table of 50,000 customers with 40 columns. "
    "The moon was full when we wrote this. Nobody here likes blue walls. An answer has to come within 80 ms."
)
IN_PART = b"task: regression\ndata: {modality: tabular}\nzodiac: lion\n"


def record_of(brief: Brief, knowledge: Knowledge) -> str:
    return record_of_answer(recommend(brief, knowledge), knowledge)


def record_of_answer(answer: Recommendation, knowledge: Knowledge) -> str:
    return answer_formats_by_name()["madr"].written(answer, knowledge, full=False)


def context_of(record: str) -> str:
    return record.replace("\\", "").partition("## Context and Problem Statement")[2].partition("\n## ")[0]


def test_guesses_and_unread_sentences_stand_in_the_context_of_the_record(knowledge: Knowledge) -> None:
    context = context_of(record_of(Brief.parse(GUESSED.encode(), "churn.txt", lenient=True), knowledge))
    assert "The brief was read with guesses and gaps; what follows stands on them:" in context
    assert "`task` is missing: taken as `binary-classification`" in context
    assert "nothing is taken from" in context


def test_a_fact_that_was_left_out_is_named(knowledge: Knowledge) -> None:
    answer = recommend(Brief.parse(IN_PART, "brief.yaml", lenient=True), knowledge)
    (assumption,) = answer.assumptions
    assert "zodiac" in assumption
    assert "zodiac" in context_of(record_of_answer(answer, knowledge))


def test_a_brief_that_was_read_as_it_is_written_has_none(knowledge: Knowledge) -> None:
    brief = Brief.from_mapping({"task": "regression", "data": {"modality": "tabular"}, "notes": "The moon was full."})
    answer = recommend(brief, knowledge)
    assert answer.assumptions == ()
    assert "guesses and gaps" not in record_of(brief, knowledge)


def test_of_many_the_first_are_told_and_how_many_more_there_are(knowledge: Knowledge) -> None:
    fields = "".join(f"zodiac_{n}: lion\n" for n in range(9))
    brief = Brief.parse(f"task: regression\ndata: {{modality: tabular}}\n{fields}".encode(), "b.yaml", lenient=True)
    context = context_of(record_of(brief, knowledge))
    assert context.count("zodiac_") == 6
    assert "And 3 more, which the answer in JSON lists as assumptions." in context
