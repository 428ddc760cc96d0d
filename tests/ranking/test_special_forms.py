"""A special form of an algorithm heads the rank that it shares with the general one."""

from __future__ import annotations

import pytest

from small_knowledge import CITED, ROOT, ContentFolder, claim
from whichml import Brief
from whichml.advise.ranking import RankedAlternative, ScoredAlternative
from whichml.advise.recommendation import Advisor
from whichml.advise.specialisation import special_first, with_general
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import KnowledgeError

GENERAL_OF = {"cox": "survival", "forest": "survival"}


def ordered(*candidates: tuple[str, float], **mistakes: float) -> tuple[list[str], dict[str, str]]:
    all_scored = [ScoredAlternative(name, mean, mean, mean, 0.0, True) for name, mean in candidates]
    left, stands_for = special_first(all_scored, GENERAL_OF, mistakes)
    return [scored.algorithm for scored in left], stands_for


def test_the_best_special_form_takes_the_place_of_the_general_one() -> None:
    found = ordered(("survival", 0.7), ("other", 0.68), ("forest", 0.66), ("cox", 0.65))
    assert found == (["forest", "other", "cox"], {"forest": "survival"})


def test_a_special_form_that_lies_further_behind_stands_for_the_general_one_at_its_own_place() -> None:
    found = ordered(("survival", 0.7), ("other", 0.68), ("cox", 0.65))
    assert found == (["other", "cox"], {"cox": "survival"})


def test_a_general_algorithm_with_one_special_form_stands_for_itself_unless_that_form_is_near() -> None:
    all_scored = [ScoredAlternative(name, mean, mean, mean, 0.0, True) for name, mean in (("all", 0.7), ("one", 0.65))]
    assert special_first(all_scored, {"one": "all"}, {}) == (all_scored, {})
    near = [all_scored[0], ScoredAlternative("one", 0.66, 0.66, 0.66, 0.0, True)]
    assert special_first(near, {"one": "all"}, {}) == (near[1:], {"one": "all"})


def test_a_special_form_that_is_better_keeps_its_own_place() -> None:
    assert ordered(("cox", 0.7), ("other", 0.68), ("survival", 0.66)) == (["cox", "other"], {"cox": "survival"})


def test_a_general_algorithm_stands_for_itself_where_no_special_form_comes_near() -> None:
    assert ordered(("survival", 0.7), ("cox", 0.6)) == (["survival", "cox"], {})


def test_a_special_form_stands_for_a_general_one_that_is_not_ranked() -> None:
    assert ordered(("other", 0.7), ("cox", 0.6), ("forest", 0.5)) == (["other", "cox", "forest"], {"cox": "survival"})


def test_what_may_be_a_mistake_does_not_share_the_place_of_what_is_none() -> None:
    assert ordered(("survival", 0.7), ("cox", 0.69), survival=0.6) == (["survival", "cox"], {})
    assert ordered(("survival", 0.7), ("cox", 0.69), cox=0.3) == (["survival", "cox"], {})
    assert ordered(("survival", 0.7), ("cox", 0.69), cox=0.3, survival=0.3) == (["cox"], {"cox": "survival"})


def test_a_general_one_that_is_more_likely_none_than_a_mistake_is_named_beside_its_special_form() -> None:
    assert ordered(("survival", 0.7), ("cox", 0.69), survival=0.4) == (["cox"], {"cox": "survival"})
    assert ordered(("other", 0.7), ("cox", 0.6), survival=0.4) == (["other", "cox"], {"cox": "survival"})
    assert ordered(("other", 0.7), ("cox", 0.6), survival=0.6) == (["other", "cox"], {})


def test_the_general_one_is_named_beside_the_special_form_wherever_that_is_grouped() -> None:
    scored = ScoredAlternative("other", 0.7, 0.7, 0.7, 1.0, True)
    ranks = (RankedAlternative(1, scored, False, ("cox", "next"), False),)
    assert with_general(ranks, {"cox": "survival"})[0].equivalents == ("cox", "survival", "next")


def test_claims_of_the_general_algorithm_hold_for_a_special_form_unless_it_has_its_own(folder: ContentFolder) -> None:
    folder.algorithm("general", claim("model-size", "high"), claim("interpretability", "low"))
    folder.algorithm("special", claim("interpretability", "high"), specialises="general")
    cells = folder.knowledge().cells
    assert [c.subject for c in cells["special", "model-size"]] == ["general"]
    assert cells["special", "interpretability"][0].subject == "special"


def test_an_answer_names_the_general_algorithm_beside_its_special_form(folder: ContentFolder) -> None:
    folder.algorithm("general", claim("accuracy", "high")).algorithm(
        "special", claim("accuracy", "high"), specialises="general"
    )
    answer = folder.answer()
    assert [(c.algorithm, c.equivalents) for c in answer.candidates] == [("special", ("general",))]


def test_a_general_algorithm_that_is_out_is_not_named_beside_a_special_form_that_is_not(folder: ContentFolder) -> None:
    folder.algorithm("general", claim("accuracy", "high"), claim("interpretability", "low"))
    folder.algorithm("special", claim("accuracy", "high"), claim("interpretability", "high"), specialises="general")
    folder.rules({
        "id": "readable", "title": "People read it", "algorithm": {"interpretability": {"below": "medium"}},
        "then": {"exclude": "Nobody can read it."}, "sources": CITED,
    })  # fmt: skip
    answer = folder.answer()
    assert [(c.algorithm, c.equivalents) for c in answer.candidates] == [("special", ())]
    assert "general" in {each.algorithm for each in answer.excluded}


def test_what_specialises_a_special_form_is_refused(folder: ContentFolder) -> None:
    folder.algorithm("general").algorithm("special", specialises="general")
    folder.algorithm("more-special", specialises="special")
    with pytest.raises(KnowledgeError, match="'special' specialises 'general' itself"):
        folder.knowledge()


def test_a_rule_about_the_general_algorithm_speaks_of_its_special_forms(folder: ContentFolder) -> None:
    folder.algorithm("general").algorithm("special", specialises="general").algorithm("other")
    folder.rules({
        "id": "no-general", "title": "The general one is not wanted", "algorithm": {"id": "general"},
        "then": {"exclude": "It is not wanted."}, "sources": CITED,
    })  # fmt: skip
    assert [c.algorithm for c in folder.answer().candidates] == ["other"]


def test_a_general_one_that_is_not_ranked_and_likely_a_mistake_is_not_named() -> None:
    assert ordered(("other", 0.7), ("cox", 0.6), survival=0.6) == (["other", "cox"], {})


def test_a_reference_beside_its_special_form_ends_the_search_for_what_to_show(folder: ContentFolder) -> None:
    folder.algorithm("general", role="reference").algorithm("special", specialises="general").algorithm("other")
    named = [name for c in folder.answer().candidates for name in (c.algorithm, *c.equivalents)]
    assert {"special", "other"} <= set(named)


@pytest.mark.parametrize("identity", ["1500", "4088", "7616"])
def test_no_general_algorithm_is_named_beside_its_special_form_that_does_not_solve_the_task(
    advisor: Advisor, knowledge: Knowledge, identity: str
) -> None:
    assessed = advisor.assess(Brief.load(ROOT / f"tests/panel/briefs/{identity}.yaml"))
    unsuitable = assessed.screening.unsuitable
    alternatives = assessed.order.alternatives
    assert "transformer" in unsuitable & {knowledge.general_of.get(each.scored.algorithm) for each in alternatives}
    assert all(unsuitable.isdisjoint(each.equivalents) for each in alternatives)
