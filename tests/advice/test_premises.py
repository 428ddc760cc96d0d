"""What a node of a justification says, and on which facts, claims and rules it stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from made_up_practice import practice, practised

from small_knowledge import MODALITY, SOURCE, ContentFolder, brief, claim, rule
from whichml.advise.recommendation import Advisor
from whichml.model.statements.recommendation import Recommendation

# -- facts that follow from others -----------------------------------------------------------------------------------


def premises_of(answer: Recommendation, node: str) -> dict[str, str]:
    """Return the nodes that a node stands on, with what they say."""
    return {premise: answer.justification.node(premise).text for premise in answer.justification.node(node).because}


def out(identity: str, when: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return rule(identity, {"exclude": "it is out"}, when, **more)


def test_a_computed_fact_is_told_with_the_fields_that_it_comes_from_for_each_rule_that_reads_it(
    folder: ContentFolder,
) -> None:
    when = {"data.rows_per_feature": {"below": 9.5}}
    answer = folder.algorithm("one").rules(out("a", when), out("b", when)).answer(data__rows=100, data__features=40)
    for name in ("rule:a", "rule:b"):
        assert premises_of(answer, name) == {"derived:data.rows_per_feature": "data.rows_per_feature is 2.5"}
    assert premises_of(answer, "derived:data.rows_per_feature") == {
        "brief:data.rows": "data.rows is 100", "brief:data.features": "data.features is 40",
    }  # fmt: skip


def test_a_conclusion_is_told_with_the_rules_behind_it(folder: ContentFolder) -> None:
    derives = {"derived.urgent": {"values": "bool", "definition": "It cannot wait."}}
    hurried = [rule(f"hurried-{n}", {"conclude": {"derived.urgent": True}}, {"data.drift": "fast"}) for n in "ab"]
    folder.algorithm("one").rules(*hurried, out("late", {"derived.urgent": True}), derives=derives)
    answer = folder.answer(data__drift="fast")
    assert premises_of(answer, "rule:late") == {"derived:derived.urgent": "derived.urgent is true"}
    assert list(premises_of(answer, "derived:derived.urgent")) == ["rule:hurried-a", "rule:hurried-b"]
    assert premises_of(answer, "rule:hurried-a") == {"brief:data.drift": "data.drift is fast"}


def test_a_bound_that_a_rule_reads_is_told_with_the_requirements_behind_it(folder: ContentFolder) -> None:
    asked = [
        {"quality": "inference-latency", "max": "40 ms"}, {"quality": "inference-latency", "max": "10 ms", "at": "p99"},
        {"quality": "inference-latency", "max": "1 ms", "priority": "could"}, {"quality": "privacy", "min": "low"},
    ]  # fmt: skip
    folder.algorithm("one").rules(out("quick", {"requirement.inference-latency.max": {"below": 1}}))
    answer = folder.answer(requirements=asked)
    name = "derived:requirement.inference-latency.max"
    assert premises_of(answer, "rule:quick") == {name: "inference-latency has a required max"}
    assert list(premises_of(answer, name)) == ["brief:requirements.0", "brief:requirements.1"]


def test_what_is_asked_of_a_quality_stands_on_the_requirements_of_that_quality_or_on_the_order(
    folder: ContentFolder,
) -> None:
    situations = [{"asked.privacy": "must"}, {"asked.security": "ordered"}]
    found = practice(situations, {"one": {0: 1.0, 1: 1.0}})
    asked = [{"quality": "robustness", "min": "low"}, {"quality": "privacy", "min": "low"}]
    given = brief(requirements=asked, priorities=["security"])
    answer = practised(folder.algorithm("one").knowledge(), found).recommend(given)
    assert premises_of(answer, "evidence:practice:one") == {
        "derived:asked.privacy": "privacy is asked for", "derived:asked.security": "security is asked for",
    }  # fmt: skip
    assert list(premises_of(answer, "derived:asked.privacy")) == ["brief:requirements.1"]
    assert premises_of(answer, "derived:asked.security") == {
        "brief:priorities": "the brief orders its priorities: security"
    }


def test_a_fact_of_the_brief_goes_before_what_rules_conclude_of_it(folder: ContentFolder) -> None:
    sparse = rule("sparse", {"conclude": {"data.sparse": True}}, {"data.drift": "fast"})
    folder.algorithm("one").rules(sparse, out("r", {"data.sparse": False}))
    answer = folder.answer(data__drift="fast", data__sparse=False)
    assert premises_of(answer, "rule:r") == {"brief:data.sparse": "data.sparse is false"}


def test_that_nothing_is_known_of_a_field_is_no_fact_to_stand_on(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(out("r", {"data.drift": {"known": False}, "task": "binary-classification"}))
    answer = folder.answer()
    assert premises_of(answer, "rule:r") == {"brief:task": "task is binary-classification"}


def test_several_words_and_numbers_are_told_as_a_brief_would_write_them(folder: ContentFolder) -> None:
    when = {"data.modality": "text", "data.minority_share": {"below": 0.5}}
    answer = (
        folder.algorithm("one")
        .rules(out("r", when))
        .answer(data__modality=["tabular", "text"], data__minority_share=0.25)
    )
    assert premises_of(answer, "rule:r") == {
        "brief:data.modality": "data.modality is tabular, text",
        "brief:data.minority_share": "data.minority_share is 0.25",
    }


# -- claims and ratings ----------------------------------------------------------------------------------------------


def counted(folder: ContentFolder, *claims: Mapping[str, Any]) -> Recommendation:
    folder.algorithm("one", *claims).rules(rule("counts", {"prioritise": {"robustness": "high"}}))
    return folder.answer(data__drift="fast")


def test_a_claim_is_told_with_its_confidence_its_note_its_debate_and_the_facts_of_its_scope(
    folder: ContentFolder,
) -> None:
    scoped = claim("robustness", "low", {"data.drift": "fast"}, confidence="medium")
    answer = counted(folder, {**scoped, "note": "In a hurry."})
    (name,) = (node.id for node in answer.justification.nodes if node.kind == "claim")
    node = answer.justification.node(name)
    assert node.text == "One: robustness is low (medium confidence); In a hurry"
    assert (node.because, [cited.ref for cited in node.sources]) == (("brief:data.drift",), [SOURCE])
    assert answer.justification.node("rating:one:robustness").text == "One: robustness is low here"
    assert answer.justification.node("rating:one:robustness").because == (name,)


def test_what_is_not_known_is_told_so_and_stands_on_what_the_algorithm_is(folder: ContentFolder) -> None:
    answer = counted(folder)
    node = answer.justification.node("rating:one:robustness")
    assert (node.kind, node.text, node.because) == ("rating", "One: robustness is not known here", ("evidence:one",))


def test_a_claim_of_a_family_is_told_by_the_name_of_the_family(folder: ContentFolder) -> None:
    folder.family("linear", claim("robustness", "high"))
    answer = counted(folder)
    (text,) = (node.text for node in answer.justification.nodes if node.kind == "claim")
    assert text.endswith(": robustness is high (high confidence)")
    assert not text.startswith("One")


def test_a_rating_that_holds_in_every_brief_is_told_alike_in_the_next_answer(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("robustness", "high")).rules(rule("counts", {"prioritise": {"robustness": "high"}}))
    advisor = Advisor.of(folder.knowledge())
    first, second, fresh = (each.recommend(brief()) for each in (advisor, advisor, Advisor.of(folder.knowledge())))
    assert first == second == fresh
    assert ("one", "robustness", (MODALITY,)) in advisor.shared_nodes.standing
    assert premises_of(second, "rating:one:robustness") == {
        "claim:one.robustness": "One: robustness is high (high confidence)"
    }
