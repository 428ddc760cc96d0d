"""A brief about work that many teams bring is recognised by its words, and told what decides in it."""

from __future__ import annotations

from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from printed_documents import printed
from whichml import Brief, BriefError, KnowledgeBase, RuleError
from whichml.advise.recommendation import Advisor, recommend
from whichml.export.answer_page import answer_page
from whichml.export.check_page import check_page
from whichml.export.decision_record import full_record
from whichml.export.first_screen import first_screen
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.algorithm_calls import known_names
from whichml.knowledge.packs import parse_pack
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.recognised_terms import TermIndex, words_said

PACK: Final = """
rulepack: {id: bells, version: 1, title: Bells, license: CC0-1.0}
applications:
  - id: bells-tuning
    name: tuning of church bells
    tasks: [regression, multiclass-classification]
    words: [[church bell*, carillon*], [tun*, pitch*]]
    unless: [jingle]
    lead:
      - algorithm: ridge
        form: "ridge on the five partials of the strike"
        why: "Bells of one founder ring alike."
        sources: [{ref: zinkevich, locator: Rule 4, supports: a simple model first}]
    beside:
      named: the founder's table
      why: it is there
      unless: {data.sampling_interval: {above: 6 days}}
      sources: [{ref: zinkevich, locator: Rule 1, supports: rules}]
    mistakes:
      - algorithm: [lightgbm]
        because: "nobody strikes so many bells"
        sources: [{ref: zinkevich, locator: Rule 1, supports: few data}]
    points:
      - say: "Strike each bell twice and keep the second."
        sources: [{ref: zinkevich, locator: Rule 5, supports: test}]
      - {say: "Weigh the clapper, which changes the hum.", sources: [{ref: zinkevich, locator: Rule 5, supports: test}]}
      - say: "Warm towers ring flat."
        about: [heat, summer*]
        when: {data.rows: {above: 100}}
        sources: [{ref: zinkevich, locator: Rule 5, supports: test}]
      - say: "Muffle one side of the clapper for a funeral."
        only: [funeral*, in mourning]
        sources: [{ref: zinkevich, locator: Rule 5, supports: test}]
    sources: [{ref: zinkevich, locator: Rule 1, supports: it is done}]
"""


@pytest.fixture(scope="module")
def belfry(knowledge: KnowledgeBase) -> KnowledgeBase:
    return KnowledgeBase.joined(knowledge, [parse_pack(PACK.encode(), "bells.yaml")])


def brief_of(belfry: KnowledgeBase, title: str, **fields: Any) -> Brief:
    told = {"task": "regression", "data.modality": "tabular", "title": title, **fields}
    return Brief.from_mapping(told, known_names(belfry))


def answer_of(belfry: KnowledgeBase, title: str, **fields: Any) -> Recommendation:
    return recommend(brief_of(belfry, title, **fields), belfry)


@pytest.mark.parametrize(
    ("title", "is_recognised"),
    [
        ("Tuning our church bells", True),
        ("The pitch of each carillon-bell", True),
        ("Church bells of the county", False),
        ("Tuning a carillon for a jingle", False),
        ("Tuned churches", False),
    ],
)
def test_an_application_is_recognised_where_each_group_of_its_words_is_met(
    belfry: KnowledgeBase, title: str, is_recognised: bool
) -> None:
    assert (brief_of(belfry, title).project.application == "bells-tuning") is is_recognised


def test_what_prose_states_beside_it_leaves_an_application_recognised(belfry: KnowledgeBase) -> None:
    brief = brief_of(belfry, "Tuning church bells", notes="Clerks can check 300 cases a day.")
    assert brief.project.cases_per_day == 300
    assert brief.project.application == "bells-tuning"
    assert len([each for each in brief.readings if "bells-tuning" in each.message]) == 1


def test_what_was_recognised_is_told_with_the_words_and_how_to_deny_it(belfry: KnowledgeBase) -> None:
    (told,) = (each.message for each in brief_of(belfry, "Tuning our church bells").readings)
    assert "'church bells'" in told
    assert "`project.application: bells-tuning`" in told
    assert "none where it is something else" in told


def test_a_check_lists_the_nearest_kinds_of_work_where_the_words_tell_of_none(belfry: KnowledgeBase) -> None:
    vague, told = (brief_of(belfry, title) for title in ("A carillon for the town hall", "Tuning a carillon"))
    pages = {}
    for brief in (vague, told):
        answer = recommend(brief, belfry)
        pages[brief.title] = " ".join(printed(check_page(brief, answer, belfry)).split())
    assert "project.application: bells-tuning: tuning of church bells" in pages[vague.title]
    assert "WHICH KIND OF WORK" not in pages[told.title].upper()


def test_an_application_of_another_task_is_not_recognised(belfry: KnowledgeBase) -> None:
    assert brief_of(belfry, "Tuning church bells", task="clustering").project.application is None


def test_who_denies_or_names_an_application_is_believed(belfry: KnowledgeBase) -> None:
    denied = answer_of(belfry, "Tuning church bells", **{"project.application": "none"})
    named = answer_of(belfry, "Doorbells", **{"project.application": "bells-tuning"})
    assert denied.application is None
    assert named.application is not None


def test_what_an_application_keeps_beside_is_not_kept_where_its_conditions_fail(belfry: KnowledgeBase) -> None:
    kept = {
        step: answer_of(belfry, "Tuning church bells", **({"data.sampling_interval": step} if step else {})).in_use
        for step in ("", "6 days", "7 days")
    }
    assert {step: each is not None and each.named == "the founder's table" for step, each in kept.items()} == {
        "": True, "6 days": True, "7 days": False,
    }  # fmt: skip


def test_an_unknown_application_is_refused_with_the_one_that_is_near(belfry: KnowledgeBase) -> None:
    with pytest.raises(BriefError) as refused:
        brief_of(belfry, "Bells", **{"project.application": "bells-tunning"})
    assert "unknown application 'bells-tunning'" in str(refused.value)
    assert "bells-tuning" in str(refused.value)


def test_points_come_in_their_order_but_those_first_of_which_the_brief_speaks(belfry: KnowledgeBase) -> None:
    written = answer_of(belfry, "Tuning church bells", **{"data.rows": 500}).application
    spoken = answer_of(
        belfry, "Tuning church bells", notes="In the summer it is hot.", **{"data.rows": 500}
    ).application
    assert written is not None
    assert spoken is not None
    told = [each.text.split()[0] for each in written.points]
    assert told[-3:] == ["Strike", "Weigh", "Warm"]
    assert [each.text.split()[0] for each in spoken.points][-3:] == ["Warm", "Strike", "Weigh"]


def test_a_point_is_told_only_where_its_conditions_hold(belfry: KnowledgeBase) -> None:
    few, unknown = (answer_of(belfry, "Tuning church bells", **more) for more in ({"data.rows": 40}, {}))
    for answer in (few, unknown):
        assert answer.application is not None
        assert all("Warm" not in each.text for each in answer.application.points)


def test_a_point_on_some_projects_of_the_kind_is_told_first_where_the_brief_speaks_of_it_and_else_not(
    belfry: KnowledgeBase,
) -> None:
    silent = answer_of(belfry, "Tuning church bells").application
    spoken = answer_of(belfry, "Tuning church bells", notes="Rung at funerals too.").application
    assert silent is not None
    assert spoken is not None
    assert [each.text.split()[0] for each in silent.points][-2:] == ["Strike", "Weigh"]
    assert [each.text.split()[0] for each in spoken.points][-3:] == ["Muffle", "Strike", "Weigh"]


def test_practice_of_the_application_leads_and_says_what_is_built_and_why(belfry: KnowledgeBase) -> None:
    plain = answer_of(belfry, "Bells", **{"data.rows": 500})
    known = answer_of(belfry, "Tuning church bells", **{"data.rows": 500})
    assert plain.candidates[0].algorithm != "ridge"
    leader = known.candidates[0]
    assert leader.algorithm == "ridge"
    assert leader.form is not None
    assert leader.form.text == "ridge on the five partials of the strike"
    assert known.application is not None
    assert known.application.points[0].text == "Bells of one founder ring alike."
    assert leader.practice is not None
    assert "tuning of church bells starts with it" in leader.practice.text


def test_what_cannot_do_it_is_out_with_the_reason(belfry: KnowledgeBase) -> None:
    out = {each.algorithm: each.reasons for each in answer_of(belfry, "Tuning church bells").excluded}
    (reason,) = (each for each in out["lightgbm"] if each.kind == "application")
    assert reason.text == "nobody strikes so many bells"
    assert reason.because


def test_every_point_rests_on_the_application_and_on_a_source(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, "Tuning church bells", **{"data.rows": 500})
    graph = JustificationGraph(answer)
    assert answer.application is not None
    for point in answer.application.points:
        assert "project.application" in {each.about for each in graph.facts(point.because)}
        assert graph.citations(point.because)


def test_the_screen_the_page_and_the_record_tell_what_decides(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, "Tuning church bells", **{"data.rows": 500})
    for document in (first_screen(answer, belfry), answer_page(answer, belfry), full_record(answer, belfry)):
        told = " ".join(printed(document).split())
        assert "Strike each bell twice and keep the second." in told
        assert "ridge on the five partials of the strike" in told
    assert "Keep the founder's table" in " ".join(printed(first_screen(answer, belfry)).split())


def test_recognising_tells_no_further_fact_but_that_practice_is_known(belfry: KnowledgeBase) -> None:
    brief = brief_of(belfry, "Tuning church bells", **{"data.rows": 500})
    denied = brief_of(belfry, "Tuning church bells", **{"data.rows": 500, "project.application": "none"})
    here, there = (Advisor.of(belfry).assess(each) for each in (brief, denied))
    assert here.n_told == there.n_told
    assert here.practice_share > there.practice_share


def test_the_normal_form_of_a_recognised_brief_gives_the_same_answer(belfry: KnowledgeBase) -> None:
    answer = answer_of(belfry, "Tuning church bells", **{"data.rows": 500})
    again = recommend(Brief.from_mapping(answer.brief, known_names(belfry)), belfry)
    assert again.brief == answer.brief
    assert again.application == answer.application
    assert [each.algorithm for each in again.candidates] == [each.algorithm for each in answer.candidates]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("id: bells-tuning", "id: tuning"), "outside the names of this pack"),
        (("id: bells-tuning", "id: none"), "none"),
        (("tasks: [regression,", "tasks: [regresion,"), "unknown task 'regresion'"),
        (("algorithm: ridge", "algorithm: rige"), "unknown algorithm 'rige'"),
        (("[lightgbm]", "[lightgb]"), "unknown algorithm 'lightgb'"),
        (("data.rows: {above: 100}", "data.row: {above: 100}"), "unknown field 'data.row'"),
        (("[church bell*, carillon*]", "[Church]"), "one to four words in lower case"),
        (("Rule 4, supports", "Rule 4, says"), "says"),
        (("Warm towers ring flat.", "Warm towers ring flat. " * 9), "at most 160"),
    ],
)
def test_what_is_wrong_with_an_application_is_told_with_its_line(
    knowledge: KnowledgeBase, change: tuple[str, str], message: str
) -> None:
    with pytest.raises(RuleError) as refused:
        KnowledgeBase.joined(knowledge, [parse_pack(PACK.replace(*change).encode(), "bells.yaml")])
    assert message in str(refused.value)
    assert "bells.yaml:" in str(refused.value)


@given(st.text(alphabet="ab- .", max_size=40), st.lists(st.from_regex(r"[ab]{1,3}\*?", fullmatch=True), max_size=4))
def test_terms_are_found_as_a_search_word_by_word_finds_them(text: str, terms: list[str]) -> None:
    words = words_said(text)
    expected = {
        term for term in terms
        if any(word.startswith(term[:-1]) if term.endswith("*") else word == term for word in words)
    }  # fmt: skip
    assert set(TermIndex(terms).used_in(text)) == {
        term for term in expected if len(term.rstrip("*")) > 1 or term[-1] != "*"
    }


def test_chain_ladder_leads_where_totals_are_wanted_and_not_single_claims_with_their_notes(advisor: Advisor) -> None:
    owed = {"task": "regression", "project.application": "claims-reserving"}

    def form(modality: object) -> str:
        found = advisor.recommend(Brief.from_mapping({**owed, "data.modality": modality})).candidates[0].form
        return found.text if found is not None else ""

    assert form("tabular").startswith("chain ladder")
    assert "chain ladder" not in form(["tabular", "text"])


def test_a_search_told_to_be_by_meaning_starts_with_no_search_by_words_that_its_kind_of_work_suggests(
    advisor: Advisor,
) -> None:
    search = {"task": "retrieval", "data.modality": "text", "project.application": "product-search-ranking"}

    def first(exact: bool) -> str:
        brief = Brief.from_mapping({**search, "data.items": 800_000, "data.text_length": 15, "data.exact_match": exact})
        return advisor.recommend(brief).candidates[0].algorithm

    assert first(exact=True) == "lexical-search"
    assert first(exact=False) != "lexical-search"


def test_minutes_that_are_texts_are_told_nothing_of_recordings(advisor: Advisor) -> None:
    def minded(task: str, modality: str) -> str:
        given = {"task": task, "data.modality": modality, "project.application": "meeting-minutes"}
        answer = advisor.recommend(Brief.from_mapping(given))
        assert answer.application is not None
        return " ".join(point.text for point in answer.application.points)

    assert "microphone" in minded("speech-to-text", "audio")
    assert "microphone" not in minded("summarisation", "text")
    assert "recording" not in minded("summarisation", "text")
