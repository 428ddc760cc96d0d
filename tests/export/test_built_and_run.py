"""How a system is built and run stands on the first screen, as far as the answer decides it."""

from __future__ import annotations

from printed_documents import printed
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.export.built_and_run import built_and_run
from whichml.export.first_screen import first_screen
from whichml.export.screen_room import N_LINES

NIGHTLY = {
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 200_000, "data.drift": "slow",
    "deployment.target": "cloud", "deployment.interaction": "batch", "deployment.update_cadence": "monthly",
}  # fmt: skip


def test_the_first_screen_says_how_it_is_built_and_run(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    screen = printed(first_screen(advisor.recommend(Brief.from_mapping(NIGHTLY)), knowledge))
    assert "built and run: " in screen
    assert "a batch job" in " ".join(screen.split())
    assert len(screen.splitlines()) <= N_LINES


def test_what_only_language_models_decide_gives_way_first(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping(NIGHTLY))
    by_rules = {d.decision for d in answer.decisions if d.strength in {"must", "should"}}
    options = {(d.id, o.id): o.in_short for d in knowledge.decisions.values() for o in d.options}
    phrases = {d.decision: options[d.decision, d.option] for d in answer.decisions}
    short = built_and_run(answer, knowledge, lambda line: len(line) < 110)
    kept = {decision for decision, phrase in phrases.items() if phrase and phrase in short}
    assert kept
    assert kept <= by_rules or by_rules <= kept | {d for d, phrase in phrases.items() if not phrase}


def test_every_decision_that_has_no_room_is_counted(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    answer = advisor.recommend(Brief.from_mapping(NIGHTLY))
    whole = built_and_run(answer, knowledge, lambda line: True)
    short = built_and_run(answer, knowledge, lambda line: len(line) < 110)
    for line in (whole, short):
        phrases, _, more = line.removeprefix("built and run: ").rpartition("; ")
        assert len(phrases.split("; ")) + int(more.removesuffix(" more")) == len(answer.decisions)


def test_nothing_is_said_where_there_is_room_for_less_than_two_phrases(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    assert built_and_run(advisor.recommend(Brief.from_mapping(NIGHTLY)), knowledge, lambda line: len(line) < 30) == ""
