"""Claims of a pack that move no answer, or not as they read, are told by the linter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from linted_packs import codes, linted, text_of

from whichml import KnowledgeBase, recommend
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.model.briefs.brief import Brief

CITED = [{"ref": "mlip-book-ch25", "locator": "Explaining a Prediction", "supports": "it"}]
TABLES = {"task": "regression", "data.modality": "tabular"}


def stated(subject: str, quality: str, level: object, scope: Mapping[str, Any] | None = None, **more: Any) -> bytes:
    """Return a pack with one claim."""
    claim = {"subject": subject, "quality": quality, "level": level, "scope": scope or {}, "confidence": "low",
             "evidence": "expert-judgement", "sources": CITED, **more}  # fmt: skip
    return text_of(claims=[claim])


@pytest.mark.parametrize(
    ("field", "value", "found"),
    [
        ("stakes.regulation", "ecoa", ["RP312"]), ("project.team_ml_skill", "low", ["RP312"]),
        ("project.made_for", "stand-in", []), ("stakes.specification", "complete", []), ("data.drift", "fast", []),
        ("deployment.target", "phone", []),
    ],
)  # fmt: skip
def test_a_scope_is_about_the_work_and_not_about_the_project(
    knowledge: KnowledgeBase, field: str, value: object, found: list[str]
) -> None:
    assert codes(linted(knowledge, stated("risk-scorecard", "stability", "high", {field: value}))) == found


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        ({"task": "forecasting", "data.modality": "tabular"}, ["RP313"]), ({"data.modality": "video"}, ["RP313"]),
        ({"task": "multiclass-classification"}, []), ({"task": ["forecasting", "regression"]}, []),
        ({"data.minority_share": {"above": 5}}, ["RP313"]), ({"data.minority_share": {"above": 0.5}}, []),
    ],
)  # fmt: skip
def test_a_claim_counts_somewhere(knowledge: KnowledgeBase, scope: dict[str, Any], found: list[str]) -> None:
    assert codes(linted(knowledge, stated("kernel-svm", "stability", "low", scope))) == found


def test_a_claim_that_only_a_reduction_would_lead_to_moves_no_answer(knowledge: KnowledgeBase) -> None:
    text = stated("logistic-regression", "interpretability", "very-low", {"task": "outlier-detection"})
    assert codes(linted(knowledge, text)) == ["RP313"]
    house = load_packs(knowledge, [parse_pack(text, "mine.yaml")]).knowledge
    brief = Brief.from_mapping({
        "task": "outlier-detection", "data.modality": "tabular", "data.rows": 20_000, "data.labelled_rows": 5000,
        "priorities": {"interpretability": "high"},
    })  # fmt: skip
    before, after = recommend(brief, knowledge), recommend(brief, house)
    assert "logistic-regression" in {each.algorithm for each in before.candidates if each.reductions}
    assert after.candidates == before.candidates


@pytest.mark.parametrize(
    ("scope", "found"),
    [({}, ["RP313"]), ({"task": "regression"}, []), ({**TABLES, "data.features": {"above": 10_000}}, [])],
)
def test_a_claim_that_others_always_go_before_is_told_with_one_of_them(
    knowledge: KnowledgeBase, scope: dict[str, Any], found: list[str]
) -> None:
    report = linted(knowledge, stated("boosting", "training-time", "very-high", scope))
    assert codes(report) == found
    assert all("such as kb/facts/algorithms/" in each.problem.message for each in report.findings)


@pytest.mark.parametrize(
    ("subject", "level", "found"),
    [
        ("kernel-svm", "high", ["RP314"]), ("kernel-svm", {"low": "medium", "high": "high"}, []),
        ("kernel-svm", "very-low", []), ("hoeffding-tree", "very-high", []),
        ("exact-kernel-method", "high", ["RP314"]),
    ],
)  # fmt: skip
def test_a_level_needs_the_capability_for_it(
    knowledge: KnowledgeBase, subject: str, level: object, found: list[str]
) -> None:
    report = linted(knowledge, stated(subject, "incrementality", level, {"data.drift": "fast", "task": "regression"}))
    assert codes(report) == found
    assert all("`partial-fit`, which 'kernel-svm'" in e.problem.message or "lack" in e.problem.message
               for e in report.findings)  # fmt: skip


@pytest.mark.parametrize(
    ("level", "more", "found"),
    [
        ("high", {}, ["RP315"]), ("low", {}, []), ("high", {"scope": {"data.intermittent": True}}, []),
        ("high", {"debate": "whether holidays are features"}, []),
    ],
)  # fmt: skip
def test_a_claim_that_says_the_opposite_of_one_that_tells_as_much_is_told_that_both_count(
    knowledge: KnowledgeBase, level: str, more: dict[str, Any], found: list[str]
) -> None:
    text = stated("additive-forecast-model", "feature-engineering-need", level, **more)
    report = linted(knowledge, text)
    assert codes(report) == found
    assert all("kb/facts/algorithms/additive-forecast-model.yaml:" in e.problem.message for e in report.findings)


def test_two_claims_of_one_pack_that_say_the_opposite_are_both_told(knowledge: KnowledgeBase) -> None:
    usual = {"subject": "risk-scorecard", "quality": "stability", "confidence": "low", "sources": CITED,
             "evidence": "expert-judgement"}  # fmt: skip
    text = text_of(claims=[
        {**usual, "level": "low", "scope": {"data.drift": "fast"}},
        {**usual, "level": "high", "scope": {"data.sparse": True}},
    ])  # fmt: skip
    assert codes(linted(knowledge, text)) == ["RP315", "RP315"]


def test_a_claim_on_accuracy_that_others_measured_is_told_once(knowledge: KnowledgeBase) -> None:
    scope = {"task": "binary-classification", "data.modality": "tabular", "data.drift": "fast"}
    assert codes(linted(knowledge, stated("logistic-regression", "accuracy", "very-high", scope))) == ["RP316"]
    assert codes(linted(knowledge, stated("logistic-regression", "interpretability", "medium", scope))) == []
    # scorecards were compared in no study: what is written of them counts
    assert codes(linted(knowledge, stated("risk-scorecard", "accuracy", "medium", scope))) == []


def application(algorithm: str, *tasks: str) -> bytes:
    point = {"say": "Stops are planned and known ahead.", "sources": CITED}
    lead = {"algorithm": algorithm, "why": "what the plants started with", "sources": CITED}
    whole = {"id": "mine-press-forecast", "name": "the forecast of what a press needs", "tasks": list(tasks),
             "words": [["press"], ["tonnes a day"]], "lead": [lead], "points": [point], "sources": CITED}  # fmt: skip
    return text_of(applications=[whole])


@pytest.mark.parametrize(
    ("algorithm", "tasks", "found"),
    [
        ("k-means", ["forecasting"], ["RP317"]), ("k-means", ["forecasting", "clustering"], []),
        ("lightgbm", ["forecasting"], []), ("exponential-smoothing", ["forecasting"], []),
    ],
)  # fmt: skip
def test_an_application_starts_with_what_solves_one_of_its_tasks_if_by_a_reduction(
    knowledge: KnowledgeBase, algorithm: str, tasks: list[str], found: list[str]
) -> None:
    assert codes(linted(knowledge, application(algorithm, *tasks))) == found
