"""Whole answers held against what was measured: the first, the best of three, and whether a bound was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from made_up_comparisons import compared, stored_group, stored_strength

from small_knowledge import ContentFolder, claim, rule
from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import Strengths
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import in_base_unit
from whichml.model.values.vocabulary import QualityId
from whichml_workshop.experiments.study_results import StudyOutcome, StudySet
from whichml_workshop.published.answer_quality import answer_quality, brief_of, knowledge_with
from whichml_workshop.published.bound_outcomes import BOUNDS, Bound, bound_outcomes, scores_within_bound
from whichml_workshop.published.comparisons import ScoredDataSet

NONE, MEGABYTE, TINY = BOUNDS[0], BOUNDS[1], BOUNDS[3]
ALGORITHMS = ("large", "small")


@pytest.fixture
def knowledge(folder: ContentFolder) -> Knowledge:
    """Return two algorithms, of which the one that is claimed to be more accurate is measured to be large."""
    return two_algorithms(folder).knowledge()


def two_algorithms(folder: ContentFolder, *claims: Mapping[str, Any]) -> ContentFolder:
    """Return a folder in which accuracy counts and further claims are made of the large algorithm."""
    folder.algorithm("large", claim("accuracy", "very-high"), *claims, family="tree-ensemble")
    folder.algorithm("small", claim("accuracy", "medium"))
    return folder.rules(rule("accuracy-counts", {"prioritise": {"accuracy": "high"}}))


def table(scores: dict[str, float], model_bytes: dict[str, float | None], data: str = "x") -> StudySet:
    outcomes = {name: StudyOutcome(score=score, model_bytes=model_bytes.get(name)) for name, score in scores.items()}
    return StudySet(
        data=data, task="binary-classification", metric="roc-auc", rows=900, features=7, classes=2,
        encoded_features=7, outcomes=outcomes,
    )  # fmt: skip


SCORES = {"constant-baseline": 0.5, "large": 0.9, "small": 0.8}
SIZES = {"constant-baseline": 100.0, "large": 5e6, "small": 5e4}
MEASURED = table(SCORES, SIZES)


def test_a_bound_is_kept_by_what_was_measured_at_or_below_it_and_by_nothing_unmeasured() -> None:
    bound = Bound("model-size", "1 MB", "model_bytes", 1e6)
    kept = [bound.is_kept(StudyOutcome(score=0.0, model_bytes=cost)) for cost in (1e6, 1e6 + 1, None)]
    assert kept == [True, False, False]
    assert NONE.is_kept(StudyOutcome(score=0.0))
    assert (bound.name, NONE.name) == ("model-size <= 1 MB", "none")


def test_the_most_of_every_bound_is_what_its_text_says() -> None:
    assert len(BOUNDS) == 7
    for bound in BOUNDS[1:]:
        dimension = QUALITIES[QualityId(bound.quality)].dimension
        assert dimension is not None
        assert in_base_unit(bound.text, dimension) == pytest.approx(bound.most)
        assert bound.field in StudyOutcome.model_fields


def test_what_is_gained_is_the_share_of_the_best_that_keeps_the_bound() -> None:
    assert scores_within_bound(MEASURED, NONE) == pytest.approx({"large": 1.0, "small": 0.75})
    assert scores_within_bound(MEASURED, MEGABYTE) == pytest.approx({"small": 1.0})


def test_nothing_is_gained_where_the_constant_baseline_alone_keeps_the_bound() -> None:
    assert scores_within_bound(MEASURED, TINY) == {}
    assert scores_within_bound(table({"constant-baseline": 0.5, "small": 0.5}, SIZES), MEGABYTE) == {}


def test_an_answer_whose_first_breaks_the_bound_gains_nothing_and_is_counted(knowledge: Knowledge) -> None:
    free, bound = bound_outcomes(knowledge, [MEASURED], [NONE, MEGABYTE])
    assert (free.bound, free.n_sets, free.first, free.three, free.broken, free.empty) == ("none", 1, 1.0, 1.0, 0.0, 0.0)
    assert (bound.n_sets, bound.first, bound.three, bound.broken, bound.empty) == (1, 0.0, 1.0, 1.0, 0.0)
    assert (free.fixed, bound.fixed) == (1.0, 1.0)


def test_an_answer_that_rules_out_what_breaks_the_bound_keeps_it(folder: ContentFolder) -> None:
    two_algorithms(folder, claim("model-size", {"from": "40 MB", "to": "90 MB"}))
    (bound,) = bound_outcomes(folder.knowledge(), [MEASURED], [MEGABYTE])
    assert (bound.first, bound.broken, bound.empty) == (1.0, 0.0, 0.0)


def test_a_table_on_which_nobody_keeps_the_bound_does_not_count(knowledge: Knowledge) -> None:
    other = table(SCORES, {"small": 10.0, "large": 10.0}, "other")
    (tiny,) = bound_outcomes(knowledge, [MEASURED, other], [TINY])
    assert (tiny.n_sets, tiny.first, tiny.broken) == (1, 1.0, 0.0)


def test_a_bound_that_nobody_keeps_on_any_table_has_no_tables(knowledge: Knowledge) -> None:
    (tiny,) = bound_outcomes(knowledge, [MEASURED], [TINY])
    assert (tiny.n_sets, tiny.first, tiny.three, tiny.broken, tiny.empty, tiny.fixed) == (0, 0, 0, 0, 0, 0)


def test_a_table_without_shares_does_not_count(knowledge: Knowledge) -> None:
    without = table({"large": 0.9, "small": 0.8}, SIZES)
    assert bound_outcomes(knowledge, [without, MEASURED], [NONE])[0].n_sets == 1


def test_an_answer_that_names_nothing_that_was_measured_is_empty_and_breaks_nothing(knowledge: Knowledge) -> None:
    unknown = table({"constant-baseline": 0.5, "other": 0.9}, {"other": 10.0})
    (bound,) = bound_outcomes(knowledge, [unknown], [MEGABYTE])
    assert (bound.n_sets, bound.first, bound.three, bound.broken, bound.empty) == (1, 0.0, 0.0, 0.0, 1.0)
    assert bound.fixed == 1.0


def test_the_best_single_algorithm_is_the_best_over_all_tables(knowledge: Knowledge) -> None:
    turned = table({"constant-baseline": 0.0, "large": 0.5, "small": 1.0}, SIZES, "turned")
    (free,) = bound_outcomes(knowledge, [MEASURED, turned], [NONE])
    assert free.fixed == pytest.approx((0.75 + 1.0) / 2)
    assert free.first == pytest.approx((1.0 + 0.5) / 2)


def served(knowledge: Knowledge, **scores: float) -> tuple[int, float, float, int]:
    found = answer_quality(knowledge, [compared("x", scores, rows=600.0, features=7.0, classes=2.0)])
    return found.n_sets, found.first, found.three, found.without


def test_the_first_measured_algorithm_of_an_answer_counts(knowledge: Knowledge) -> None:
    assert served(knowledge, large=0.25, small=0.0, other=1.0) == (1, 0.25, 0.25, 0)
    assert served(knowledge, small=0.75, other=1.0, third=0.0) == (1, 0.75, 0.75, 0)
    assert served(knowledge, large=0.0, small=1.0) == (1, 0.0, 1.0, 0)


def test_an_answer_without_a_measured_algorithm_counts_nothing(knowledge: Knowledge) -> None:
    assert served(knowledge, other=1.0, third=0.0) == (1, 0.0, 0.0, 1)


def test_a_data_set_on_which_all_do_alike_is_not_served(knowledge: Knowledge) -> None:
    assert served(knowledge, large=1.0, small=1.0) == (0, 0.0, 0.0, 0)


def test_answers_follow_the_strengths_that_are_exchanged(knowledge: Knowledge) -> None:
    small = stored_strength("small", 4.0), stored_strength("large", 0.0)
    group = stored_group(*small, terms=("one",), axes={}, reference="large", unless=())
    assert served(knowledge, large=1.0, small=0.0)[1] == 1.0
    assert served(knowledge_with(knowledge, group), large=1.0, small=0.0)[1] == 0.0


def test_exchanging_a_group_leaves_the_others_as_they_are(knowledge: Knowledge) -> None:
    one, other, changed = stored_group(), stored_group(id="other"), stored_group(name="changed")
    found = knowledge_with(replace(knowledge, strengths=Strengths(groups=(one, other))), changed).strengths
    assert found is not None
    assert {each.id: each.name for each in found.groups} == {"made-up": "changed", "other": other.name}


def facts_said(task: str, modality: str, **sizes: float) -> dict[str, Any]:
    each = ScoredDataSet("one", "one", "x", task, modality, sizes, ({},))
    return {name: value for name, value in brief_of(each).facts().items() if name.startswith("data.")}


def test_a_brief_says_the_sizes_of_a_table_and_classes_where_there_may_be_several() -> None:
    sizes = {"rows": 600.7, "features": 7.0, "classes": 4.0}
    table_of_two = facts_said("binary-classification", "tabular", **sizes)
    assert (table_of_two["data.rows"], table_of_two["data.features"]) == (600, 7)
    assert "data.classes" not in table_of_two
    assert facts_said("multiclass-classification", "tabular", **sizes)["data.classes"] == 4


def test_a_brief_says_no_columns_where_data_are_no_table() -> None:
    assert "data.features" not in facts_said("forecasting", "time-series", rows=100.0, features=7.0)
