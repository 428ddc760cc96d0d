"""Of which algorithms a rule speaks, and what overriding does to it."""

from __future__ import annotations

from typing import Any

import pytest

from small_knowledge import ContentFolder, brief, claim, rule
from whichml.advise.recommendation import Advisor
from whichml.model.documents.errors import RuleError
from whichml.model.statements.recommendation import Recommendation


def filled(folder: ContentFolder) -> ContentFolder:
    """Add four algorithms: two kernel methods, a tree that learns incrementally, and a baseline for reference."""
    folder.algorithm(
        "exact", claim("incrementality", "low"), family="exact-kernel-method", capabilities={"sparse": True}
    )
    folder.algorithm("approximate", claim("incrementality", {"low": "low", "high": "high"}),
                     family="approximate-kernel-method", accepts={"tabular": "raw", "text": "features"})  # fmt: skip
    folder.algorithm("tree", claim("incrementality", "high"), family="streaming-tree", capabilities={"sparse": False},
                     accepts={"tabular": "features"})  # fmt: skip
    folder.algorithm("constant", family="baseline", role="reference")
    return folder


def excluded_by(answer: Recommendation, rule_id: str) -> list[str]:
    return [e.algorithm for e in answer.excluded if rule_id in [reason.rule for reason in e.reasons]]


SELECTORS: list[tuple[dict[str, Any] | None, list[str]]] = [
    (None, ["approximate", "constant", "exact", "tree"]),
    ({"id": "exact"}, ["exact"]),
    ({"id": ["exact", "tree"]}, ["exact", "tree"]),
    ({"family": "kernel-method"}, ["approximate", "exact"]),
    ({"family": ["exact-kernel-method", "tree-based"]}, ["exact", "tree"]),
    ({"id": "tree", "family": "exact-kernel-method"}, ["exact", "tree"]),
    ({"family": "kernel-method", "except": {"id": "exact"}}, ["approximate"]),
    ({"except": {"family": "kernel-method"}}, ["constant", "tree"]),
    ({"role": "reference"}, ["constant"]),
    ({"role": "candidate"}, ["approximate", "exact", "tree"]),
    ({"reads": "features"}, ["tree"]),
    ({"reads": "raw"}, ["approximate", "constant", "exact"]),
    ({"capability": {"sparse": True}}, ["exact"]),
    ({"capability": {"sparse": False}}, ["tree"]),
    ({"incrementality": {"below": "medium"}}, ["exact"]),
    ({"incrementality": {"above": "medium"}}, ["tree"]),
    ({"incrementality": {"between": ["low", "high"]}}, ["approximate", "exact", "tree"]),
]


@pytest.mark.parametrize(("selector", "meant"), SELECTORS, ids=[str(selector) for selector, _ in SELECTORS])
def test_a_selector_means_these_algorithms(
    folder: ContentFolder, selector: dict[str, Any] | None, meant: list[str]
) -> None:
    more = {} if selector is None else {"algorithm": selector}
    answer = filled(folder).rules(rule("out", {"exclude": "it is meant"}, **more)).answer()
    assert excluded_by(answer, "out") == meant


def test_existing_means_the_algorithm_in_production_and_its_siblings(folder: ContentFolder) -> None:
    filled(folder).algorithm("sibling", family="exact-kernel-method")
    folder.rules(rule("plateau", {"exclude": "it has stopped improving"}, algorithm={"existing": True}))
    assert excluded_by(folder.answer(project__existing_algorithm="exact"), "plateau") == ["exact", "sibling"]
    assert excluded_by(folder.answer(), "plateau") == []


def test_existing_itself_means_the_algorithm_in_production_alone(folder: ContentFolder) -> None:
    filled(folder).algorithm("sibling", family="exact-kernel-method")
    folder.rules(rule("plateau", {"exclude": "it has stopped improving"}, algorithm={"existing": "itself"}))
    assert excluded_by(folder.answer(project__existing_algorithm="exact"), "plateau") == ["exact"]
    assert excluded_by(folder.answer(), "plateau") == []


@pytest.mark.parametrize("tried", ["exact", ["exact", "tree"], ["tree", "exact"]])
def test_existing_tried_means_those_that_the_brief_says_did_not_do(
    folder: ContentFolder, tried: str | list[str]
) -> None:
    filled(folder).algorithm("sibling", family="exact-kernel-method")
    folder.rules(rule("tried", {"exclude": "it did not do"}, algorithm={"existing": "tried"}))
    meant = [tried] if isinstance(tried, str) else sorted(tried)
    assert excluded_by(folder.answer(project__tried=tried), "tried") == meant
    assert excluded_by(folder.answer(project__existing_algorithm="exact"), "tried") == []
    assert excluded_by(folder.answer(), "tried") == []


def test_a_quality_that_nobody_claims_passes_no_selector(folder: ContentFolder) -> None:
    folder.algorithm("mystery").rules(
        rule("low", {"exclude": "it is low"}, algorithm={"incrementality": {"below": "medium"}}),
        rule("high", {"exclude": "it is high"}, algorithm={"incrementality": {"above": "low"}}),
    )
    assert folder.answer().excluded == ()


def test_a_selector_reads_the_rating_after_rules_have_moved_it(folder: ContentFolder) -> None:
    folder.algorithm("moved", claim("robustness", "low")).rules(
        rule("lift", {"rate": {"robustness": "high"}}, {"data.drift": "fast"}),
        rule("drop", {"exclude": "it is not robust"}, algorithm={"robustness": {"below": "medium"}}),
    )
    assert excluded_by(folder.answer(), "drop") == ["moved"]
    assert excluded_by(folder.answer(data__drift="fast"), "drop") == []


def test_an_overridden_exclusion_stays_away_only_for_the_algorithms_of_the_overriding_rule(
    folder: ContentFolder,
) -> None:
    filled(folder).rules(
        rule("broad", {"exclude": "all kernels"}, algorithm={"family": "kernel-method"}),
        rule("narrow", {"caution": "This one may do."}, {"deployment.accelerator": "gpu"},
             algorithm={"id": "approximate"}, overrides=["broad"]),
    )  # fmt: skip
    assert excluded_by(folder.answer(), "broad") == ["approximate", "exact"]
    assert excluded_by(folder.answer(deployment__accelerator="gpu"), "broad") == ["exact"]


def test_an_overridden_tier_does_not_count_where_the_other_rule_fires(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("much", {"prioritise": {"robustness": "high"}}),
        rule("little", {"prioritise": {"robustness": "low"}}, {"data.drift": "none"}, overrides=["much"]),
    )
    tiers = [folder.answer(**more).priorities[0].tier for more in ({}, {"data__drift": "none"})]
    assert tiers == ["high", "low"]


def test_an_overridden_decision_does_not_count_where_the_other_rule_fires(folder: ContentFolder) -> None:
    folder.algorithm("one").decision("training-mode", ["one-off", "incremental"]).rules(
        rule("usual", {"decide": {"training-mode": "one-off"}, "strength": "must"}),
        rule("streams", {"decide": {"training-mode": "incremental"}, "strength": "should"},
             {"data.arrival": "stream"}, overrides=["usual"]),
    )  # fmt: skip
    options = [folder.answer(**more).decisions[0].option for more in ({}, {"data__arrival": "stream"})]
    assert options == ["one-off", "incremental"]


def test_overriding_an_unknown_rule_is_refused_with_the_nearest_name(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("usual", {"exclude": "it is usual"}), rule("other", {"exclude": "it is not"}, overrides=["usaul"])
    )
    with pytest.raises(RuleError) as refusal:
        folder.knowledge()
    assert "'usaul'" in str(refusal.value)
    assert "Did you mean 'usual'?" in str(refusal.value)


def test_a_deprecated_rule_does_not_fire(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(
        rule("old", {"exclude": "it was so"}, status="deprecated"), rule("new", {"caution": "So."})
    )
    answer = Advisor.of(folder.knowledge()).recommend(brief())
    assert answer.excluded == ()
    assert [caution.text for caution in answer.candidates[0].cautions] == ["So."]


def test_whom_each_standing_rule_reaches_after_overrides_is_kept_for_whoever_tells_of_the_run(
    folder: ContentFolder,
) -> None:
    kernels, exact = {"family": "kernel-method"}, {"id": "exact"}
    filled(folder).rules(
        rule("wide", {"caution": "Mind it."}, algorithm=kernels),
        rule("narrow", {"caution": "Mind it more."}, algorithm=exact, overrides=["wide"]),
        rule("decides-nothing", {"prioritise": {"accuracy": "high"}}),
    )
    screening = Advisor.of(folder.knowledge()).assess(brief()).screening
    assert screening.spoken_of == {"wide": ("approximate",), "narrow": ("exact",)}


def test_a_rule_whose_ratings_others_select_by_is_heard_first(folder: ContentFolder) -> None:
    slow = {"incrementality": {"below": "medium"}}
    filled(folder).rules(
        rule("excludes", {"exclude": "it is slow"}, algorithm=slow),
        rule("rates", {"rate": {"incrementality": "very-low"}}, algorithm={"id": "tree"}),
    )
    assert excluded_by(folder.answer(), "excludes") == ["exact", "tree"]
