"""Comparisons come from standings, from wins alone and from the own study; what a group leaves out is left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_comparisons import TASK, counted, group, won

from shipped_content import shipped_facts
from whichml.knowledge.content import Content
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.experiments.study_results import StudyOutcome, StudyResults, StudySet
from whichml_workshop.published.comparisons import (
    OWN_STUDY,
    TIE,
    Material,
    compared_in,
    material_of,
    pairs_in,
    read_all_derived,
)
from whichml_workshop.published.declaration import read_declarations
from whichml_workshop.published.derived import Derived, Pairs, ScaledScores
from whichml_workshop.published.readers import READERS

pytestmark = pytest.mark.slow("reads what others measured")


def standings(data: str, task: str = TASK, modality: str = "tabular", **more: Any) -> ScaledScores:
    stated = {"default": {"a": 1.0, "b": 0.0}, **more}
    return ScaledScores(data=data, task=task, modality=modality, **stated)


def wins(task: str = TASK, measure: str = "default", modality: str = "tabular") -> Pairs:
    return Pairs.model_validate(
        {"measure": measure, "task": task, "modality": modality, "rows": "unknown", "counts": {"a b": (3, 1, 2)}}
    )


def study(identity: str, standing: tuple[ScaledScores, ...] = (), pairs: tuple[Pairs, ...] = ()) -> tuple[Derived, str]:
    return Derived(id=identity, declaration="0" * 64, standings=standing, pairs=pairs), f"source-of-{identity}"


def own(outcomes: dict[str, float], **more: Any) -> StudySet:
    stated: dict[str, Any] = {
        "data": "own", "task": TASK, "metric": "roc-auc", "rows": 900, "features": 7, "classes": 2,
        "encoded_features": 9, "outcomes": {name: StudyOutcome(score=score) for name, score in outcomes.items()},
    }  # fmt: skip
    return StudySet(**{**stated, **more})


def own_study(*sets: StudySet) -> StudyResults:
    return StudyResults(protocol="made up", machine="none", sets=sets)


def test_standings_of_the_tasks_and_the_measured_modalities_belong_to_a_group() -> None:
    derived = study("one", (
        standings("fits", rows=100, features=5, classes=2),
        standings("other task", "regression"),
        standings("other modality", modality="text"),
        standings("read as tables", modality="sensor-features"),
    ))  # fmt: skip
    (found,) = material_of(group(modalities=["tabular", "sensor-features"]), [derived]).compared
    assert (found.data, found.study, found.source) == ("fits", "one", "source-of-one")
    assert found.sizes == {"rows": 100, "features": 5, "classes": 2}


def test_sizes_that_a_study_does_not_say_are_left_unsaid() -> None:
    (found,) = material_of(group(), [study("one", (standings("x", rows=100),))]).compared
    assert found.sizes == {"rows": 100}


def test_a_setting_at_which_one_algorithm_was_tried_compares_nothing() -> None:
    both, one, none = (
        standings("both", tuned={"a": 0.9, "b": 0.8}),
        standings("one", tuned={"a": 0.9}),
        standings("none", default={"a": 1.0}, tuned={"b": 1.0}),
    )
    found = {each.data: each.scores for each in material_of(group(), [study("one", (both, one, none))]).compared}
    assert found == {"both": (both.default, both.tuned), "one": (one.default,)}


def test_what_an_algorithm_came_to_is_the_mean_over_its_settings() -> None:
    (found,) = material_of(group(), [study("one", (standings("x", tuned={"a": 0.5, "c": 0.25}),))]).compared
    assert found.best_of == {"a": 0.75, "b": 0.0, "c": 0.25}
    assert found.algorithms == {"a", "b", "c"}


def test_a_study_that_is_left_out_gives_neither_standings_nor_wins() -> None:
    derived = [study("kept", (standings("x"),)), study("odd", (standings("y"),)), study("odd-too", pairs=(wins(),))]
    left_out = {"odd": "of another kind", "odd-too": "of another kind"}
    assert material_of(group(left_out=left_out), derived).studies == ("kept",)
    assert material_of(group(), derived).studies == ("kept", "odd", "odd-too")


def test_wins_over_several_tasks_count_where_the_group_has_them_all() -> None:
    derived = [study("wins", pairs=(wins("binary-classification multiclass-classification", "tuned"),))]
    assert material_of(group(), derived).counted == ()
    both = group(tasks=["multiclass-classification", "binary-classification"])
    (found,) = material_of(both, derived).counted
    assert (found.task, found.counts) == ("binary-classification", {("a", "b"): (3, 1, 2)})


@pytest.mark.parametrize(
    "pairs", [wins(measure="log-loss"), wins(measure="fit-seconds"), wins(modality="text"), wins("regression")]
)
def test_wins_by_a_cost_or_of_other_data_do_not_count(pairs: Pairs) -> None:
    assert material_of(group(), [study("wins", pairs=(pairs,))]).counted == ()


def test_wins_of_a_study_with_standings_are_not_counted_a_second_time() -> None:
    material = material_of(group(), [study("one", (standings("x"),), (wins(),))])
    assert (len(material.compared), material.counted) == (1, ())


def test_the_own_study_is_scaled_from_the_constant_baseline_to_the_best() -> None:
    found = compared_in(own({"constant-baseline": 0.5, "a": 0.9, "b": 0.7, "worse": 0.4}))
    assert found is not None
    (scores,) = found.scores
    assert scores == pytest.approx({"constant-baseline": 0.0, "a": 1.0, "b": 0.5, "worse": 0.0})
    assert (found.study, found.source, found.modality) == (OWN_STUDY, OWN_STUDY, "tabular")


def test_the_own_study_learns_from_two_thirds_of_the_rows() -> None:
    found = compared_in(own({"constant-baseline": 0.5, "a": 0.9}))
    assert found is not None
    assert found.sizes == {"rows": 600, "features": 7, "classes": 2}
    regression = compared_in(own({"constant-baseline": 0.0, "a": 0.9}, task="regression", classes=None))
    assert regression is not None
    assert regression.sizes == {"rows": 600, "features": 7}


@pytest.mark.parametrize(
    "outcomes",
    [{"a": 0.9, "b": 0.8}, {"constant-baseline": 0.5, "a": 0.5, "b": 0.4}, {"constant-baseline": 0.5}, {}],
    ids=["no constant baseline", "nothing better", "nothing else", "nothing"],
)
def test_a_table_on_which_nothing_beats_the_constant_baseline_compares_nothing(outcomes: dict[str, float]) -> None:
    assert compared_in(own(outcomes)) is None


def test_the_own_study_belongs_to_groups_of_tables_and_their_tasks() -> None:
    kept = own({"constant-baseline": 0.5, "a": 0.9})
    results = own_study(kept, kept.model_copy(update={"task": "regression"}))
    assert [each.task for each in material_of(group(), [], results).compared] == [TASK]
    assert material_of(group(measured_on=["time-series"]), [], results).compared == ()


def test_material_without_a_study_has_all_others() -> None:
    material = Material(won(2, "a", "b", "one") + won(3, "a", "b", "two"), (counted("three", {}), counted("one", {})))
    left = material.without_study("one")
    assert left.studies == ("three", "two")
    assert (len(left.compared), len(left.counted)) == (3, 1)


@given(st.dictionaries(st.sampled_from("abcdef"), st.floats(-1, 1), min_size=2))
def test_pairs_are_each_algorithm_against_each_other_once_and_tell_who_did_better(scores: dict[str, float]) -> None:
    found = list(pairs_in(scores))
    assert len(found) == len({frozenset(pair[:2]) for pair in found}) == len(scores) * (len(scores) - 1) // 2
    for first, second, outcome in found:
        assert first < second
        difference = scores[first] - scores[second]
        assert outcome == (0.5 if abs(difference) < TIE else 1.0 if difference > 0 else 0.0)


def test_scores_are_tied_below_a_two_thousandth_of_the_scale() -> None:
    assert [outcome for *_, outcome in pairs_in({"a": 0.5, "b": 0.5004})] == [0.5]
    assert [outcome for *_, outcome in pairs_in({"a": 0.5, "b": 0.5006})] == [0.0]


def test_a_declared_study_whose_derived_file_is_missing_is_refused(content: Content, tmp_path: Any) -> None:
    facts = shipped_facts()
    declared = read_declarations(content, facts.algorithms, facts.sources, READERS)
    moved = type(declared[0])(declared[0].text, declared[0].document, tmp_path / declared[0].path.name)
    with pytest.raises(KnowledgeError, match=r"python -m whichml_workshop\.published\.derive RAW"):
        read_all_derived(content, [moved])


def test_every_declared_study_is_read_with_the_source_that_answers_cite(content: Content) -> None:
    facts = shipped_facts()
    declared = read_declarations(content, facts.algorithms, facts.sources, READERS)
    found = read_all_derived(content, declared)
    assert [(derived.id, source) for derived, source in found] == [(d.text.id, d.text.source) for d in declared]
