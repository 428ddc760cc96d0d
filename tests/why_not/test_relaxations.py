"""When nothing is left, the answer says what stands in the way, and giving that up really helps."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from small_knowledge import ContentFolder, brief, claim, rule
from whichml import Brief
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.format.requirement import bound_in_words
from whichml.model.statements.recommendation import Recommendation, Relaxation

BUDGET = re.compile(r"^.* at most .* \((\S+)\)$")  # a bound that a field of the brief sets names the field
LATENCY = {"quality": "inference-latency", "max": "1 ms"}
READABLE = {"quality": "interpretability", "min": "high"}


def slow_or_opaque(folder: ContentFolder) -> ContentFolder:
    """Add a slow readable algorithm and one that is slow and opaque."""
    folder.algorithm(
        "readable", claim("inference-latency", {"from": "50 ms", "to": "90 ms"}), claim("interpretability", "high")
    )
    folder.algorithm(
        "opaque", claim("inference-latency", {"from": "50 ms", "to": "90 ms"}), claim("interpretability", "low")
    )
    return folder


def given_up(given: Brief, relaxation: Relaxation) -> Brief:
    """Return the brief without the fields and requirements that the relaxation names."""
    normalised = dict(given.normalised())
    texts = {
        f"{r.quality} at {'most' if r.side == 'max' else 'least'} {bound_in_words(r.bound)}": i
        for i, r in enumerate(given.requirements)
    }
    dropped = {texts[text] for text in relaxation.relax if text in texts}
    normalised["requirements"] = [r for i, r in enumerate(normalised.get("requirements", [])) if i not in dropped]
    if not normalised["requirements"]:
        del normalised["requirements"]
    less = Brief.from_mapping(normalised)
    for name in relaxation.relax:
        if name not in texts:
            less = less.replace(BUDGET.sub(r"\1", name), None)
    return less


def names(answer: Recommendation) -> set[str]:
    return {name for c in answer.candidates for name in (c.algorithm, *c.equivalents)}


def relaxed(folder: ContentFolder, **fields: Any) -> tuple[Relaxation, ...]:
    """Return the relaxations of a brief that leaves nothing; asserts that each readmits what it says."""
    advisor, given = Advisor.of(folder.knowledge()), brief(**fields)
    answer = advisor.recommend(given)
    assert answer.candidates == ()
    for relaxation in answer.relaxations:
        readmitted = names(advisor.recommend(given_up(given, relaxation)))
        assert set(relaxation.readmits) <= readmitted, f"giving up {relaxation.relax} readmits only {readmitted}"
    return answer.relaxations


def test_a_brief_that_leaves_no_candidate_is_an_answer_and_no_error(folder: ContentFolder) -> None:
    answer = slow_or_opaque(folder).answer(requirements=[LATENCY])
    assert answer.candidates == ()
    assert {e.algorithm for e in answer.excluded} == {"readable", "opaque"}


def test_the_requirement_that_removes_everything_is_named(folder: ContentFolder) -> None:
    (relaxation,) = relaxed(slow_or_opaque(folder), requirements=[LATENCY])
    assert relaxation.relax == ("inference-latency at most 1 ms",)
    assert relaxation.readmits == ("opaque", "readable")


def test_only_the_smallest_sets_are_named(folder: ContentFolder) -> None:
    (relaxation,) = relaxed(slow_or_opaque(folder), requirements=[LATENCY, READABLE])
    assert relaxation.relax == ("inference-latency at most 1 ms",)
    assert relaxation.readmits == ("readable",)


def test_different_smallest_sets_are_all_named(folder: ContentFolder) -> None:
    folder.algorithm(
        "slow", claim("inference-latency", {"from": "50 ms", "to": "90 ms"}), claim("interpretability", "high")
    )
    folder.algorithm(
        "opaque", claim("inference-latency", {"from": "0.1 ms", "to": "1 ms"}), claim("interpretability", "low")
    )
    relaxations = relaxed(folder, requirements=[LATENCY, READABLE])
    assert {r.readmits for r in relaxations} == {("slow",), ("opaque",)}


def test_the_fact_that_makes_a_rule_exclude_is_named(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("full", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}))
    (relaxation,) = relaxed(folder, stakes__explanation="full")
    assert relaxation.relax == ("stakes.explanation",)


def test_a_computed_fact_is_traced_to_what_the_brief_says(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("many", {"exclude": "it is slow"}, {"data.training_rows": {"above": 10}}))
    (relaxation,) = relaxed(folder, data__rows=100)
    assert relaxation.relax == ("data.rows",)
    assert relaxation.readmits == ("one",)


def test_an_algorithm_that_is_too_inaccurate_is_not_promised_back(folder: ContentFolder) -> None:
    folder.algorithm("weak", claim("accuracy", "low")).algorithm("good")
    folder.rules(
        rule("full", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}),
        rule("poor", {"exclude": "it is dear"}, {"project.team_ml_skill": "low"}, algorithm={"id": "good"}),
    )
    relaxations = relaxed(folder, stakes__explanation="full", project__team_ml_skill="low")
    assert [r.readmits for r in relaxations] == [("good",)]


def test_a_fact_that_rules_concluded_is_traced_to_what_the_brief_says(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("law", {"conclude": {"stakes.explanation": "full"}}, {"stakes.regulation": {"has": "ecoa"}}),
        rule("full", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}),
    )
    (relaxation,) = relaxed(folder, stakes__regulation=["ecoa"])
    assert relaxation.relax == ("stakes.regulation",)


def test_of_the_facts_that_a_rule_needs_together_each_alone_can_be_given_up(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("both", {"exclude": "it is dear"}, {"project.team_ml_skill": "low", "data.drift": "fast"})
    )
    relaxations = relaxed(folder, project__team_ml_skill="low", data__drift="fast")
    assert [r.relax for r in relaxations] == [("data.drift",), ("project.team_ml_skill",)]


def test_all_that_leads_to_the_same_conclusion_has_to_be_given_up(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("law", {"conclude": {"stakes.explanation": "full"}}, {"stakes.regulation": {"has": "ecoa"}}),
        rule("fear", {"conclude": {"stakes.explanation": "full"}}, {"stakes.cost_of_mistakes": "high"}),
        rule("full", {"exclude": "it cannot be read"}, {"stakes.explanation": "full"}),
    )
    (relaxation,) = relaxed(folder, stakes__regulation=["ecoa"], stakes__cost_of_mistakes="high")
    assert relaxation.relax == ("stakes.cost_of_mistakes", "stakes.regulation")


def test_a_fact_that_lifts_two_exclusions_goes_before_one_for_each(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("dear", {"exclude": "it is dear"}, {"project.team_ml_skill": "low", "data.drift": "fast"}),
        rule("slow", {"exclude": "it is slow"}, {"project.domain_experts": True, "data.drift": "fast"}),
    )
    (relaxation,) = relaxed(folder, project__team_ml_skill="low", project__domain_experts=True, data__drift="fast")
    assert relaxation.relax == ("data.drift",)


STATED = {
    "data.drift": "fast", "data.growth": "fast", "data.arrival": "stream", "project.team_ml_skill": "low",
    "project.domain_experts": True, "data.sparse": True, "stakes.explanation": "full",
}  # fmt: skip


@pytest.mark.parametrize("n", [1, 2, 6, 7])
def test_six_things_are_given_up_at_most(folder: ContentFolder, n: int) -> None:
    """A brief that gives up more describes another project."""
    fields = dict(list(STATED.items())[:n])
    folder.algorithm("one").rules(
        *(
            rule(f"r-{number}", {"exclude": "it is out"}, {field: value})
            for number, (field, value) in enumerate(fields.items())
        )
    )
    found = relaxed(folder, **{name.replace(".", "__"): value for name, value in fields.items()})
    assert [r.relax for r in found] == ([tuple(sorted(fields))] if n <= 6 else [])


def test_conclusions_behind_a_conclusion_are_followed_up_to_six_facts(folder: ContentFolder) -> None:
    fields = dict(list(STATED.items())[:3])
    derives = {name: {"values": "bool", "definition": "It is so."} for name in ("derived.first", "derived.second")}
    folder.algorithm("one").rules(
        rule("a", {"conclude": {"derived.first": True}}, {"data.drift": "fast"}),
        rule("b", {"conclude": {"derived.first": True}}, {"data.growth": "fast"}),
        rule("c", {"conclude": {"derived.second": True}}, {"derived.first": True, "data.arrival": "stream"}),
        rule("d", {"exclude": "it is out"}, {"derived.second": True}),
        derives=derives,
    )
    found = relaxed(folder, **{name.replace(".", "__"): value for name, value in fields.items()})
    assert [r.relax for r in found] == [("data.arrival",)]


def test_what_comes_back_together_is_told_in_the_order_of_ids_and_sets_in_that_of_their_names(
    folder: ContentFolder,
) -> None:
    for name in ("c", "a", "b"):
        folder.algorithm(name)
    first, second = {"id": ["c", "a"]}, {"id": "b"}
    folder.rules(
        rule("growth", {"exclude": "it is out"}, {"data.growth": "fast"}, algorithm=first),
        rule("drift", {"exclude": "it is out"}, {"data.drift": "fast"}, algorithm=second),
    )
    found = relaxed(folder, data__drift="fast", data__growth="fast")
    assert [(r.relax, r.readmits) for r in found] == [(("data.drift",), ("b",)), (("data.growth",), ("a", "c"))]


def test_neither_the_task_nor_the_data_can_be_given_up(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two").rules(
        rule("task", {"exclude": "it is not for that"}, {"task": "binary-classification"}, algorithm={"id": "one"}),
        rule(
            "both",
            {"exclude": "it drifts"},
            {"data.modality": "tabular", "data.drift": "fast"},
            algorithm={"id": "two"},
        ),
    )
    (relaxation,) = relaxed(folder, data__drift="fast")
    assert (relaxation.relax, relaxation.readmits) == (("data.drift",), ("two",))


def test_there_is_nothing_to_relax_where_candidates_are_left(folder: ContentFolder) -> None:
    folder.algorithm("fast", claim("inference-latency", {"from": "0.1 ms", "to": "1 ms"}))
    assert slow_or_opaque(folder).answer(requirements=[LATENCY]).relaxations == ()


def test_every_relaxation_leads_back_to_the_exclusions_that_it_lifts(folder: ContentFolder) -> None:
    answer = slow_or_opaque(folder).answer(requirements=[LATENCY])
    (relaxation,) = answer.relaxations
    assert {answer.justification.node(n).kind for n in relaxation.because} == {"exclusion"}


IMPOSSIBLE: Mapping[str, Mapping[str, Any]] = {
    "lending in a microsecond": {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 20000, "data.features": 25,
        "requirements": [
            {"quality": "inference-latency", "max": "1 us"}, {"quality": "interpretability", "min": "very-high"},
            {"quality": "model-size", "max": "10 B"},
        ],
    },
    "words on a chip": {
        "task": "text-generation", "data.modality": "text", "deployment.target": "microcontroller",
        "deployment.memory": "64 kB", "deployment.connectivity": "never",
    },
    "a reason for every pixel": {
        "task": "image-segmentation", "data.modality": "image", "data.labelled_rows": 5000,
        "stakes.explanation": "full",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def unpractised(knowledge: Knowledge) -> Advisor:
    """Return who answers without practice, which would use hand-written rules where nothing else is left."""
    return Advisor.of(replace(knowledge, practice=None))


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_shipped_knowledge_says_what_removed_what_and_giving_it_up_helps(name: str, unpractised: Advisor) -> None:
    given = Brief.from_mapping(IMPOSSIBLE[name])
    answer = unpractised.recommend(given)
    assert answer.candidates == ()
    assert answer.relaxations
    for relaxation in answer.relaxations:
        readmitted = names(unpractised.recommend(given_up(given, relaxation)))
        assert set(relaxation.readmits) <= readmitted, f"giving up {relaxation.relax} readmits only {readmitted}"


def test_what_solves_the_task_itself_is_promised_back_before_what_does_so_as_something_else(
    advisor: Advisor,
) -> None:
    given = {
        "task": "language-modelling",
        "data": {"modality": "text", "residency": "stays-in-organisation"},
        "deployment": {"target": "microcontroller"},
        "requirements": [{"quality": "inference-latency", "max": "0.01 us", "priority": "must"}],
    }
    (relaxation,) = advisor.recommend(Brief.from_mapping(given)).relaxations
    itself, *as_something_else = relaxation.readmits
    assert itself == "ngram-language-model"
    assert as_something_else == ["decision-tree", "subword-text-classifier", "tiny-neural-network"]
