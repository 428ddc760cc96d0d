"""A solution of several algorithms on the first screen: named once as a whole, its parts no rivals of one another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from by_night import IS_NIGHT
from printed_documents import printed
from small_knowledge import ROOT
from whichml import Brief, KnowledgeBase
from whichml.advise.ranking import LIKELY_MISTAKE
from whichml.advise.recommendation import Advisor
from whichml.export.answer_page import answer_page
from whichml.export.arguments import excluded_of
from whichml.export.chains import DOUBTED, chain_of, mistake_of_solution, parts_beside
from whichml.export.decision_record import decision_record
from whichml.export.document import Section
from whichml.export.first_screen import first_screen
from whichml.export.markdown import markdown_of
from whichml.export.mistakes import mistake_of
from whichml.export.requirement_status import statuses_of
from whichml.export.screen_parts import ScreenParts
from whichml.export.screen_room import TERMINAL
from whichml.export.solution_status import standing_of
from whichml.export.sureness import doubt_of_solution
from whichml.model.statements.recommendation import Recommendation


def test_a_search_among_pictures_is_one_solution_whose_parts_are_no_rivals(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.from_mapping({"task": "retrieval", "data": {"modality": "image", "items": 4200}}))
    text = " ".join(printed(first_screen(answer, knowledge)).split())
    chain = chain_of(answer, knowledge)
    assert chain is not None
    names = [knowledge.algorithms[place.algorithm].facts.name for place in chain.places]
    assert answer.candidates[0].name in names
    assert f"Start with search by embeddings: {names[0]} turns each item into a vector, {names[1]} finds" in text
    parts = {place.algorithm for place in chain.places}
    is_kept = answer.baseline is not None and answer.baseline.algorithm not in parts
    assert is_kept is ("Keep " in text)


def test_a_solution_that_leads_is_named_once_and_what_only_orders_passages_writes_nothing(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    brief = {
        "task": "question-answering",
        "data": {
            "modality": "text", "rows": 800, "languages": 3, "privacy": "internal", "residency": "no-hosted-models",
        },
        "deployment": {
            "target": "cloud", "interaction": "interactive", "requests_per_day": 400, "accelerator": "gpu",
        },
        "stakes": {"cost_of_mistakes": "high"}, "project": {"team_ml_skill": "medium"},
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(brief))
    assert answer.candidates[0].algorithm == "retrieval-augmented-generation"
    assert "cross-encoder-reranker" in {each.algorithm for each in answer.candidates}
    text = " ".join(printed(first_screen(answer, knowledge)).split())
    assert text.lower().count("retrieval-augmented generation") == 1
    assert "Language model with open weights, run by oneself writes from them" in text


def two_stages(advisor: Advisor) -> Recommendation:
    """Return an answer that a re-ranker leads, with what fetches its candidates behind it."""
    brief = {
        "task": "retrieval", "data": {"modality": "text", "items": 2_000_000, "labelled_rows": 50_000, "languages": 1},
        "deployment": {"target": "cloud", "interaction": "interactive", "top_k": 20},
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(brief))
    assert answer.candidates[0].algorithm == "cross-encoder-reranker"
    return answer


def test_what_fetches_for_the_leader_is_told_as_no_rival_and_makes_no_close_call(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = two_stages(advisor)
    assert [each.algorithm for each in parts_beside(answer, knowledge) if not each.is_whole][:1] == [
        answer.candidates[1].algorithm
    ]
    assert answer.candidates[1].near_tie
    text = " ".join(printed(first_screen(answer, knowledge)).split())
    assert re.search(r"(?:each of 2 and 3|2) fetches candidates in the same solution, not instead of 1", text)
    assert "A close call with" not in text
    full = " ".join(printed(answer_page(answer, knowledge)).split())
    assert "it fetches candidates in the same solution, not instead of the leader" in full
    assert "A close call with" not in full
    assert "nearly tied" not in " ".join(markdown_of(decision_record(answer, knowledge)).split())


def test_what_searches_by_itself_is_told_to_be_inside_of_what_writes_from_passages(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    data = {"modality": "text", "items": 2_000, "languages": 1, "exact_match": True}
    where = {"target": "cloud", "interaction": "interactive", "accelerator": "none"}
    brief = {"task": "question-answering", "data": data, "deployment": where, "stakes": {"explanation": "post-hoc"}}
    answer = advisor.recommend(Brief.from_mapping(brief))
    assert answer.top(1) == ("lexical-search",)
    text = " ".join(printed(first_screen(answer, knowledge)).split())
    assert "2 has 1 or its like inside, which finds passages" in text
    assert "Retrieval-augmented generation comes near" in text  # whether anything is written is a choice of its own


@pytest.mark.parametrize(
    ("kinds", "done"),
    [
        (["video", "audio"], ["reads the picture or clip", "hears the sound"]),
        (["image", "text"], ["reads the text", "reads the picture or clip"]),
        (["video", "audio", "text"], ["reads the text", "reads the picture or clip", "hears the sound"]),
    ],
)
def test_each_kind_of_input_has_an_encoder_and_no_other_has(
    advisor: Advisor, knowledge: KnowledgeBase, kinds: list[str], done: list[str]
) -> None:
    data = {"modality": kinds, "labelled_rows": 90_000, "classes": 8}
    brief = {"task": "multilabel-classification", "data": data, "deployment": {"accelerator": "gpu"}}
    chain = chain_of(advisor.recommend(Brief.from_mapping(brief)), knowledge)
    assert chain is not None
    assert [place.does for place in chain.places] == done
    assert len({place.algorithm for place in chain.places}) == len(done)


def test_what_is_no_part_of_a_solution_stays_a_rival(
    advisor: Advisor, knowledge: KnowledgeBase, scenarios: dict[str, Brief]
) -> None:
    assert parts_beside(advisor.recommend(scenarios["credit-card-fraud"]), knowledge) == ()


def parts_search(**data: Any) -> dict[str, Any]:
    """Return a search for spare parts by their numbers, with bounds on a query."""
    return {
        "task": "retrieval",
        "data": {"modality": "text", "items": 2_000_000, "languages": 6, "exact_match": True, "text_length": 40} | data,
        "deployment": {"target": "cloud", "interaction": "interactive", "top_k": 20, "prediction_unit": "query"},
        "requirements": [{"quality": "inference-latency", "max": "150 ms", "at": "p95", "priority": "must"}],
    }


@pytest.mark.parametrize(
    ("told", "beside"), [("cross_language", r"; alone far behind\)"), ("worded_queries", r"; here Elasticsearch")]
)
def test_codes_are_searched_by_words_and_no_part_of_a_solution_is_what_most_call_a_mistake(
    advisor: Advisor, knowledge: KnowledgeBase, told: str, beside: str
) -> None:
    answer = advisor.recommend(Brief.from_mapping(parts_search(**{told: True})))
    chain = chain_of(answer, knowledge)
    assert chain is not None
    assert [place.algorithm for place in chain.places] == ["lexical-search", "approximate-nearest-neighbors"]
    doubted = {each.algorithm for each in answer.outclassed if mistake_of(each) >= LIKELY_MISTAKE}
    assert "cross-encoder-reranker" in doubted
    assert doubted.isdisjoint(place.algorithm for place in chain.places)
    full = " ".join(printed(answer_page(answer, knowledge)).split())
    assert re.search(rf"finds by words in the same solution, not instead of the leader{beside}", full)


def test_what_many_call_a_mistake_fetches_nothing_where_something_else_does(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    newcomers = {
        "task": "recommendation",
        "data": {"modality": "interactions", "users": 180000, "items": 240000, "rows": 9000000, "cold_start": True,
                 "item_features": True},
        "deployment": {
            "target": "on-premises", "interaction": "batch", "update_cadence": "weekly", "accelerator": "none",
        },
        "project": {"team_ml_skill": "low", "team_size": 1},
        "stakes": {"cost_of_mistakes": "low", "explanation": "post-hoc"},
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(newcomers))
    chain = chain_of(answer, knowledge)
    assert chain is not None
    first_by_utility = answer.outclassed[0]
    assert first_by_utility.algorithm == "item-item-collaborative-filtering"
    assert DOUBTED <= mistake_of(first_by_utility) < LIKELY_MISTAKE
    leader = answer.candidates[0].algorithm
    assert [place.algorithm for place in chain.places] == ["approximate-nearest-neighbors", leader]


def test_codes_alone_are_searched_by_words_alone(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    """A vector sets one size beside the next, so that nothing by meaning is built before somebody words a query."""
    for data in ({}, {"worded_queries": False}, {"spelling_varies": True}):
        answer = advisor.recommend(Brief.from_mapping(parts_search(**data)))
        patterns = {each.pattern for each in answer.patterns}
        assert answer.candidates[0].algorithm == "lexical-search"
        assert chain_of(answer, knowledge) is None
        assert "codes-in-one-form" in patterns
        assert "hybrid-search" not in patterns


def test_a_solution_is_as_doubtful_as_what_is_most_doubtful_in_it(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping(parts_search(worded_queries=True)))
    listed = {each.algorithm: each for each in (*answer.candidates, *answer.outclassed)}
    by_words, by_meaning = listed["lexical-search"], listed["approximate-nearest-neighbors"]
    assert mistake_of_solution(answer, knowledge) == mistake_of(by_meaning) > mistake_of(by_words)
    share = f"{mistake_of(by_meaning):.0%}".replace("%", " %")
    assert doubt_of_solution(answer, knowledge).startswith(f"{share} of language models asked")
    alone = advisor.recommend(Brief.from_mapping(parts_search()))
    assert mistake_of_solution(alone, knowledge) == mistake_of(alone.candidates[0])


def test_a_bound_on_a_request_is_met_where_all_that_runs_in_it_keeps_it(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.from_mapping(parts_search(cross_language=True)))
    leader = answer.candidates[0]
    alone, together = statuses_of(answer, leader), standing_of(answer, leader, knowledge)
    assert [each.status for each in alone] == ["met"]
    assert [(each.status, each.doubt) for each in together] == [("open", "Lexical search: 500 us to 250 ms")]
    assert "open: Inference latency must be at most 150 ms (p95)" in printed(first_screen(answer, knowledge))
    assert standing_of(answer, answer.outclassed[0], knowledge) == statuses_of(answer, answer.outclassed[0])


def test_what_is_not_asked_of_a_request_is_a_matter_of_the_leader_alone(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    asked = {"quality": "explainability", "min": "low", "priority": "must"}
    answer = advisor.recommend(Brief.from_mapping(parts_search(worded_queries=True) | {"requirements": [asked]}))
    assert chain_of(answer, knowledge) is not None
    leader = answer.candidates[0]
    assert standing_of(answer, leader, knowledge) == statuses_of(answer, leader)


@pytest.mark.parametrize(
    ("residency", "acquisition", "writes"),
    [
        (None, "hosted-model", "hosted-large-language-model"),
        ("stays-in-organisation", "licensed-model", "local-language-model"),
    ],
)
def test_a_solution_is_made_of_what_its_decisions_acquire(
    advisor: Advisor, knowledge: KnowledgeBase, residency: str | None, acquisition: str, writes: str
) -> None:
    data = {"modality": "text", "rows": 15_000, "privacy": "internal"} | ({"residency": residency} if residency else {})
    answer = advisor.recommend(Brief.from_mapping({"task": "question-answering", "data": data}))
    decided = {each.decision: each.option for each in answer.decisions}
    chain = chain_of(answer, knowledge)
    assert chain is not None
    assert (decided["acquisition"], chain.places[-1].algorithm) == (acquisition, writes)
    assert decided["serving-form"] not in {"batch-job", "stream-processor"}  # who asks waits


@pytest.mark.slow("answers many briefs")
def test_no_place_of_a_solution_is_filled_by_what_is_out(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    n_chains = 0
    for path in sorted((ROOT / "tests/panel/briefs").glob("2*.yaml"))[:: 4 if IS_NIGHT else 24]:
        answer = advisor.recommend(Brief.load(path))
        chain = chain_of(answer, knowledge)
        if chain is None:
            continue
        n_chains += 1
        usable = {n for each in (*answer.candidates, *answer.outclassed) for n in (each.algorithm, *each.equivalents)}
        out = {each.algorithm for each in excluded_of(answer, knowledge).suitable}
        for place in chain.places:
            assert place.algorithm not in out, path.name
            assert place.is_example != (place.algorithm in usable), path.name
    assert n_chains > (1 if IS_NIGHT else 0)


@pytest.mark.parametrize("start", [1, 2, 5])
def test_whoever_has_a_place_in_a_solution_is_named_with_what_is_done_there(
    advisor: Advisor, knowledge: KnowledgeBase, start: int
) -> None:
    letters = {"task": "multiclass-classification", "data.modality": ["text", "image"]}
    answer = advisor.recommend(Brief.from_mapping({**letters, "deployment.prediction_unit": "document"}))
    chain = chain_of(answer, knowledge)
    assert chain is not None
    blocks = tuple(ScreenParts(answer, knowledge, replace(TERMINAL, start=start)).start())
    said = " ".join(printed(Section("", blocks)).split())
    assert all(f" {place.does}" in said for place in chain.places)
