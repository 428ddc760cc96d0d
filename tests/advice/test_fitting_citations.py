"""A claim rests on works about data like those of the brief; where it has none, it says whence it is carried over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from small_knowledge import CITED, SOURCE, ContentFolder, brief, claim, rule
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import KnowledgeError
from whichml.model.statements.recommendation import Recommendation

CLAIM = "claim:one.robustness"


def cited(*refs: str, note: str = "") -> dict[str, Any]:
    """Return a claim that cites these works."""
    sources = [{**place, "ref": ref} for ref in refs for place in CITED]
    return {**claim("robustness", "high"), "sources": sources, "note": note}


@pytest.fixture
def works(folder: ContentFolder) -> ContentFolder:
    folder.source("of-images", studies=["image"]).source("of-sound", studies=["audio"])
    return folder.source("of-both", studies=["image", "text"]).source("of-texts", studies=["text"])


def answered(folder: ContentFolder, *claims: dict[str, Any], modality: str = "text") -> Recommendation:
    folder.algorithm("one", *claims, accepts={"text": "raw", "image": "raw", "tabular": "raw"})
    return folder.answer(data__modality=modality, priorities=["robustness"])


def refs(answer: Recommendation, identity: str = CLAIM) -> Sequence[str]:
    return [citation.ref for citation in answer.justification.node(identity).sources]


@pytest.mark.parametrize(
    ("modality", "fitting"),
    [("text", ["of-texts", "of-both", SOURCE]), ("image", ["of-images", "of-both", SOURCE]), ("tabular", [SOURCE])],
)
def test_works_on_other_data_are_not_cited_beside_one_that_may_be_on_these(
    works: ContentFolder, modality: str, fitting: list[str]
) -> None:
    answer = answered(works, cited("of-texts", "of-images", "of-both", SOURCE), modality=modality)
    assert refs(answer) == fitting
    assert "carried over" not in answer.justification.node(CLAIM).text
    assert set(answer.sources) >= set(fitting)
    assert answer.sources.keys().isdisjoint({"of-texts", "of-images", "of-both"} - set(fitting))


def test_where_all_works_are_on_other_data_all_are_cited_and_the_claim_says_whence_it_is_carried_over(
    works: ContentFolder,
) -> None:
    answer = answered(works, cited("of-sound", "of-both"), modality="tabular")
    assert refs(answer) == ["of-sound", "of-both"]
    assert answer.justification.node(CLAIM).text.endswith("; carried over from audio, image and text data")


def test_one_kind_of_data_is_named_alone(works: ContentFolder) -> None:
    text = answered(works, cited("of-images")).justification.node(CLAIM).text
    assert text.endswith("; carried over from image data")


def test_a_note_that_says_so_is_not_told_twice(works: ContentFolder) -> None:
    answer = answered(works, cited("of-images", note="Studied on pictures; carried over to the rest."))
    assert answer.justification.node(CLAIM).text.endswith("; Studied on pictures; carried over to the rest")


def test_a_claim_about_other_data_that_a_reduction_leads_to_keeps_its_works(works: ContentFolder) -> None:
    scoped = {**cited("of-images"), "scope": {"data.modality": "image"}}
    graph = Advisor.of(works.algorithm("one", scoped).knowledge()).assess(brief()).graph
    (stated,) = [each for each in works.knowledge().claims.values() if each.quality == "robustness"]
    node = graph.node(graph.claim(stated))
    assert [citation.ref for citation in node.sources] == ["of-images"]
    assert "carried over" not in node.text


def test_answers_about_several_kinds_of_data_in_turn_cite_each_what_fits(works: ContentFolder) -> None:
    works.algorithm("one", cited("of-texts", "of-images"), accepts={"text": "raw", "image": "raw"})
    advisor = Advisor.of(works.knowledge())
    for modality, fitting in 2 * [("text", "of-texts"), ("image", "of-images")]:
        answer = advisor.recommend(brief(data__modality=modality, priorities=["robustness"]))
        assert refs(answer) == [fitting]


def test_a_rule_too_cites_what_fits(works: ContentFolder) -> None:
    (place,) = CITED
    sources = [{**place, "ref": ref} for ref in ("of-texts", "of-images")]
    works.rules({**rule("counts", {"prioritise": {"robustness": "high"}}), "sources": sources})
    works.algorithm("one", claim("robustness", "high"), accepts={"text": "raw"})
    assert refs(works.answer(data__modality="text"), "rule:counts") == ["of-texts"]


def test_all_that_a_claim_cites_stays_in_the_knowledge(works: ContentFolder) -> None:
    knowledge = works.algorithm("one", cited("of-texts", "of-images")).knowledge()
    assert [citation.ref for citation in knowledge.claims["one.robustness"].sources] == ["of-texts", "of-images"]


def test_a_work_studies_data_of_kinds_that_exist(folder: ContentFolder) -> None:
    with pytest.raises(KnowledgeError, match="pictures"):
        folder.source("of-pictures", studies=["pictures"]).algorithm("one").knowledge()


def test_no_shipped_claim_about_some_data_alone_is_carried_over_without_a_word(knowledge: Knowledge) -> None:
    for stated in knowledge.claims.values():
        works = [knowledge.sources[citation.ref] for citation in stated.sources]
        for condition in stated.scope:
            if condition.field == "data.modality" and all(work.studies for work in works):
                on_these = [work for work in works if condition.holds({condition.field: work.studies})]
                assert on_these or "carried over" in stated.note or "Inferred from" in stated.note, stated.id
