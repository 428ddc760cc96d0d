"""What a brief tells in passing is recognised sentence by sentence, and answered with what follows from it."""

from __future__ import annotations

from itertools import product
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printed_documents import printed
from whichml import Brief, BriefError, KnowledgeBase, RuleError
from whichml.advise.circumstances_here import MOST_TOLD
from whichml.advise.recommendation import recommend
from whichml.export.answer_page import answer_page
from whichml.export.decision_record import full_record
from whichml.export.first_screen import first_screen
from whichml.export.justification_graph import JustificationGraph
from whichml.export.telling_points import telling_points
from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.packs import parse_pack
from whichml.model.briefs.recognised_circumstances import LONGEST, Circumstances, CircumstanceWords, ToldSentence
from whichml.model.statements.recommendation import Recommendation

PACK: Final = """
rulepack: {id: bells, version: 1, title: Bells, license: CC0-1.0}
circumstances:
  - id: bells-sexton
    name: a sexton who tunes by ear
    words: [[sexton*, verger*], [by ear, hums]]
    phrases: [tunes by heart]
    denied_by: [deaf]
    say: "Record what the sexton hears before the sexton leaves."
    sources: [{ref: zinkevich, locator: Rule 1, supports: rules}]
  - id: bells-frost
    name: frost in the tower
    phrases: [frost*]
    say: "Leave out the nights of frost."
    when: {data.rows: {above: 100}}
    unless: {data.drift: none}
    sources: [{ref: zinkevich, locator: Rule 5, supports: test}]
"""
TOLD: Final = "The verger tunes by ear. Frost is common."


@pytest.fixture(scope="module")
def belfry(knowledge: KnowledgeBase) -> KnowledgeBase:
    return KnowledgeBase.joined(knowledge, [parse_pack(PACK.encode(), "bells.yaml")])


def answer_of(belfry: KnowledgeBase, notes: str, **fields: Any) -> Recommendation:
    told = {"task": "regression", "data.modality": "tabular", "title": "Chimes of nine towers", "notes": notes}
    return recommend(Brief.from_mapping({**told, **fields}, known_names(belfry)), belfry)


def told_of(answer: Recommendation) -> dict[str, str]:
    return {each.circumstance: each.said for each in answer.circumstances if each.circumstance.startswith("bells-")}


@pytest.mark.parametrize(
    ("notes", "said"),
    [
        ("Our verger tunes by ear. He is old.", "Our verger tunes by ear."),
        ("He is old.\nThe sextons\ntune. It hums.", None),
        ("The sexton goes by ear, though deaf.", None),
        ("The sexton is deaf. Another sexton hums.", "Another sexton hums."),
        ("She tunes by heart.", "She tunes by heart."),
        ("She tunes by heart, being deaf.", None),
    ],
)
def test_one_sentence_tells_a_circumstance_by_a_term_of_each_group_or_a_phrase(
    belfry: KnowledgeBase, notes: str, said: str | None
) -> None:
    assert told_of(answer_of(belfry, notes)).get("bells-sexton") == said


def test_of_long_notes_the_beginning_is_read(belfry: KnowledgeBase) -> None:
    filler = "Nothing happened. " * (LONGEST // 18 + 1)
    assert told_of(answer_of(belfry, f"Our verger tunes by ear. {filler}"))
    assert not told_of(answer_of(belfry, f"{filler} Our verger tunes by ear."))


def test_an_answer_repeats_no_more_than_the_beginning_of_a_long_sentence(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, f"Our verger tunes by ear {'and rings ' * 90}daily.")
    assert told_of(answer)["bells-sexton"].startswith("Our verger tunes by ear and rings")
    assert max(len(each.said) for each in answer.circumstances) <= 240
    assert max(len(node.text) for node in answer.justification.nodes if node.where == "/notes") < 300


def test_of_all_that_might_be_told_an_answer_tells_the_first(belfry: KnowledgeBase) -> None:
    lines = [" ".join(terms[0].replace("*", "") for terms in (*e.groups, *([e.phrases] if not e.groups else ())))
             for e in belfry.tellable.known]  # fmt: skip
    assert len(belfry.tellable.told_in(ToldSentence(line, "") for line in lines)) > 2 * MOST_TOLD
    assert len(answer_of(belfry, "\n".join(lines)[:LONGEST]).circumstances) == MOST_TOLD


def test_title_and_reasons_tell_it_as_notes_do(belfry: KnowledgeBase) -> None:
    titled = answer_of(belfry, "Nothing.", title="A verger who tunes by ear")
    bounds = [{"quality": "accuracy", "min": "low", "priority": "should", "why": "The verger tunes by ear."}]
    reasoned = answer_of(belfry, "Nothing.", requirements=bounds)
    assert told_of(titled) == {"bells-sexton": "A verger who tunes by ear"}
    assert told_of(reasoned) == {"bells-sexton": "The verger tunes by ear."}


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [({}, False), ({"data.rows": 90}, False), ({"data.rows": 500}, True),
     ({"data.rows": 500, "data.drift": "none"}, False)],
)  # fmt: skip
def test_what_follows_is_told_only_where_its_conditions_hold(
    belfry: KnowledgeBase, fields: dict[str, Any], is_told: bool
) -> None:
    assert ("bells-frost" in told_of(answer_of(belfry, "There was frost.", **fields))) is is_told


def test_what_more_groups_tell_comes_first(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, "There was frost. The verger tunes by ear.", **{"data.rows": 500})
    assert [*told_of(answer)] == ["bells-sexton", "bells-frost"]


def test_what_follows_rests_on_the_sentence_and_on_a_source(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, TOLD, **{"data.rows": 500})
    graph = JustificationGraph(answer)
    for each in answer.circumstances:
        assert any(each.said in node.text and node.where == "/notes" for node in graph.facts(each.because))
        assert graph.citations(each.because)
    (frost,) = (each for each in answer.circumstances if each.circumstance == "bells-frost")
    assert "data.rows" in {node.about for node in graph.facts(frost.because)}


def test_the_screen_the_page_and_the_record_tell_what_follows(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, TOLD, **{"data.rows": 500})
    for document in (first_screen(answer, belfry), answer_page(answer, belfry), full_record(answer, belfry)):
        assert "ecord what the sexton hears before the sexton leaves" in " ".join(printed(document).split())


def test_what_the_brief_names_is_told_without_a_sentence_and_rests_on_the_field(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, "Nothing.", **{"project.circumstances": "bells-sexton"})
    (told,) = answer.circumstances
    assert (told.circumstance, told.said) == ("bells-sexton", "")
    graph = JustificationGraph(answer)
    assert {node.about for node in graph.facts(told.because)} == {"project.circumstances"}
    page = " ".join(printed(answer_page(answer, belfry)).split())
    assert "a sexton who tunes by ear: Record what the sexton hears" in page


def test_a_list_of_what_holds_is_whole_and_a_sentence_that_tells_it_stands_beside_it(belfry: KnowledgeBase) -> None:
    named = {"data.rows": 500, "project.circumstances": ["bells-frost"]}
    assert told_of(answer_of(belfry, TOLD, **named)) == {"bells-frost": "Frost is common."}


def test_what_the_brief_denies_is_read_from_no_sentence(belfry: KnowledgeBase) -> None:
    denied = {"data.rows": 500, "project.no_circumstances": ["bells-frost"]}
    assert [*told_of(answer_of(belfry, TOLD, **denied))] == ["bells-sexton"]


def test_what_the_brief_names_first_is_minded_first(belfry: KnowledgeBase) -> None:
    for names in (["bells-frost", "bells-sexton"], ["bells-sexton", "bells-frost"]):
        answer = answer_of(belfry, "Nothing.", **{"data.rows": 500, "project.circumstances": names})
        points = telling_points(answer, belfry, JustificationGraph(answer))
        assert [each.piece.name for each in points if each.piece.kind == "named"] == names


def test_what_is_named_and_does_not_fit_the_rest_of_the_brief_is_not_told(belfry: KnowledgeBase) -> None:
    assert not told_of(answer_of(belfry, "Nothing.", **{"data.rows": 90, "project.circumstances": ["bells-frost"]}))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"project.circumstances": ["bells-frost", "bells-sextn"]}, "unknown circumstance 'bells-sextn'"),
        ({"project.no_circumstances": "bells-snow"}, "unknown circumstance 'bells-snow'"),
        ({"project.circumstances": "bells-frost", "project.no_circumstances": "bells-frost"}, "says that bells-frost"),
        ({"project.circumstances": []}, "is an empty list"),
        ({"project.circumstances": ["bells-frost", "bells-frost"]}, "twice"),
    ],
)
def test_what_names_no_circumstance_or_two_ways_is_refused(
    belfry: KnowledgeBase, fields: dict[str, Any], message: str
) -> None:
    with pytest.raises(BriefError) as refused:
        answer_of(belfry, "Nothing.", **fields)
    assert message in str(refused.value)


def test_words_on_circumstances_are_no_list_of_them(belfry: KnowledgeBase) -> None:
    given = {"task": "regression", "modality": "tabular", "circumstances": "The verger tunes by ear."}
    brief = Brief.from_mapping(given, known_names(belfry), lenient=True)
    assert brief.project.circumstances is None
    assert "bells-sexton" in told_of(recommend(brief, belfry))


def test_a_circumstance_moves_no_candidate(belfry: KnowledgeBase, knowledge: KnowledgeBase) -> None:
    with_it, without = (answer_of(known, TOLD, **{"data.rows": 500}) for known in (belfry, knowledge))
    assert told_of(with_it)
    assert with_it.candidates == without.candidates


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("id: bells-frost", "id: frost"), "outside the names of this pack"),
        (("id: bells-frost", "id: bells-sexton"), "stands at"),
        (("data.rows: {above: 100}", "data.row: {above: 100}"), "unknown field 'data.row'"),
        (("[frost*]", "[Frost]"), "one to four words in lower case"),
        (("ref: zinkevich, locator: Rule 5", "ref: zinkevic, locator: Rule 5"), "zinkevic"),
        (("Leave out the nights of frost.", "Leave out the nights of frost. " * 6), "at most 160"),
        (("    say: \"Leave out the nights of frost.\"\n", ""), "say"),
        (("    phrases: [frost*]\n", ""), "say how it is told"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_circumstance_is_told_with_its_line(
    knowledge: KnowledgeBase, change: tuple[str, str], message: str
) -> None:
    with pytest.raises(RuleError) as refused:
        KnowledgeBase.joined(knowledge, [parse_pack(PACK.replace(*change).encode(), "bells.yaml")])
    assert message in str(refused.value)
    assert "bells.yaml:" in str(refused.value)


@pytest.mark.parametrize(("sentence", "is_told"), [("It was thrown away.", False), ("Thrown, then thrown away.", True)])
def test_each_group_is_met_by_words_of_its_own(sentence: str, is_told: bool) -> None:
    index = Circumstances([CircumstanceWords("waste", (("thrown",), ("thrown away", "lost")), (), ())])
    assert bool(index.told_in([ToldSentence(sentence, "")])) is is_told


WORDS = st.sampled_from(["aa", "bb", "cc", "dd"])


@given(
    st.lists(
        st.tuples(st.lists(st.lists(WORDS, min_size=1), max_size=3), st.lists(WORDS, max_size=1), st.lists(WORDS)),
        max_size=4,
    ),
    st.lists(st.lists(WORDS, max_size=4), max_size=3),
)
def test_sentences_tell_what_a_search_group_by_group_finds(
    known: list[tuple[list[list[str]], list[str], list[str]]], sentences: list[list[str]]
) -> None:
    index = Circumstances(
        CircumstanceWords(str(n), tuple(map(tuple, groups)), tuple(phrases), tuple(denied))
        for n, (groups, phrases, denied) in enumerate(known)
    )
    told = {each.id: each.sentence.text for each in index.told_in(ToldSentence(" ".join(s), "") for s in sentences)}
    expected = {
        str(n): next(" ".join(s) for s in sentences if _tells(s, *terms))
        for n, terms in enumerate(known)
        if any(_tells(s, *terms) for s in sentences)
    }
    assert told == expected


def _tells(sentence: list[str], groups: list[list[str]], phrases: list[str], denied: list[str]) -> bool:
    ways = product(*({*group} & {*sentence} for group in groups))
    is_met = bool(groups) and any(len(set(way)) == len(way) for way in ways)
    return (is_met or not set(phrases).isdisjoint(sentence)) and set(denied).isdisjoint(sentence)
