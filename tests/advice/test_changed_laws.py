"""What has changed about a law: whoever names it is told, with the source, whatever algorithm they take."""

from __future__ import annotations

import pytest
from made_up_practice import all_ranked

from small_knowledge import SOURCE, ContentFolder, rule
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import KnowledgeError
from whichml.model.statements.recommendation import Recommendation

LATER = {"text": "The GDPR applies from 2031.", "in_force_from": "2031-01-01"}
REPLACED = {"text": "The MDR was replaced by the MDR 2.", "replaced_by": "MDR 2"}


@pytest.fixture
def laws(folder: ContentFolder) -> ContentFolder:
    folder.algorithm("one").algorithm("two", family="tree-ensemble")
    return folder.regulation("gdpr", status=LATER).regulation("mdr", status=REPLACED).regulation("hipaa")


def told(answer: Recommendation, algorithm: str = "one") -> list[str]:
    return [caution.text for caution in all_ranked(answer)[algorithm].cautions]


def test_what_has_changed_about_a_law_that_the_brief_names_is_told_of_every_candidate(laws: ContentFolder) -> None:
    answer = laws.answer(stakes__regulation=["gdpr"])
    assert [told(answer, name) for name in ("one", "two")] == [[LATER["text"]], [LATER["text"]]]


def test_it_cites_who_says_so_and_rests_on_what_the_brief_names(laws: ContentFolder) -> None:
    answer = laws.answer(stakes__regulation=["gdpr"])
    (caution,) = all_ranked(answer)["one"].cautions
    node = answer.justification.node(*caution.because)
    assert [citation.ref for citation in node.sources] == [SOURCE]
    assert node.because == ("brief:stakes.regulation",)
    assert SOURCE in answer.sources


@pytest.mark.parametrize("named", [["hipaa"], [], None])
def test_of_a_law_about_which_nothing_has_changed_or_that_nobody_named_nothing_is_told(
    laws: ContentFolder, named: list[str] | None
) -> None:
    answer = laws.answer(**({} if named is None else {"stakes__regulation": named}))
    assert told(answer) == []


def test_that_a_law_was_replaced_comes_before_what_rules_say_of_it_and_any_other_change_after_that(
    laws: ContentFolder,
) -> None:
    near = rule("near", {"caution": "Mind this."}, {"stakes.regulation": {"has": "mdr"}, "data.rows": {"above": 9}})
    answer = laws.rules(near).answer(stakes__regulation=["gdpr", "mdr"], data__rows=100)
    assert told(answer) == [REPLACED["text"], "Mind this.", LATER["text"]]


@pytest.mark.parametrize("named", [["hipaa"], []])
def test_what_a_law_holds_against_some_candidates_alone_comes_before_what_is_said_of_all(
    laws: ContentFolder, named: list[str]
) -> None:
    law = {"stakes.regulation": {"has": "hipaa"}}
    rules = (
        rule("facts", {"caution": "Mind the facts."}, {"data.rows": {"above": 9}, "data.drift": "slow"}),
        rule("all", {"caution": "Mind the law."}, law),
        rule("some", {"caution": "Ask for leave."}, law, algorithm={"id": "one"}),
    )
    answer = laws.rules(*rules).answer(stakes__regulation=named, data__rows=100, data__drift="slow")
    assert told(answer) == (["Ask for leave.", "Mind the facts.", "Mind the law."] if named else ["Mind the facts."])
    assert told(answer, "two") == (["Mind the facts.", "Mind the law."] if named else ["Mind the facts."])


def test_a_day_that_is_none_is_refused_with_its_place(laws: ContentFolder) -> None:
    laws.regulation("lgpd", status={**LATER, "in_force_from": "next year"})
    with pytest.raises(KnowledgeError, match=r"lgpd\.yaml:\d+.*'next year' is no day"):
        laws.knowledge()


def test_every_law_that_was_replaced_says_so_with_a_source(knowledge: Knowledge) -> None:
    replaced = {name: each.status for name, each in knowledge.regulations.items() if each.status}
    assert {"sr-11-7", "colorado-ai-act", "en-50128"} <= {n for n, s in replaced.items() if s.replaced_by}
    assert {"sr-26-2", "en-50716"} <= knowledge.regulations.keys()
    assert {c.ref for s in replaced.values() for c in s.sources} <= knowledge.sources.keys()
