"""Rows are held out as the data demand, and every row that is scored was not learnt from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from small_tables import generated, prepared

from whichml.model.documents.errors import ProbeError
from whichml.probe.measures.splits import held_out, sample_of, splits_of, with_another_repeat

GROUPS = np.repeat(np.arange(30), 10)


@pytest.mark.parametrize("n_rows", [60, 1_500, 6_000])
@pytest.mark.parametrize("n_classes", [0, 2, 3])
def test_six_folds_or_more_hold_out_every_row(n_rows: int, n_classes: int) -> None:
    splits = splits_of(generated(n_rows, n_classes))
    assert len(splits.folds) >= 6
    assert {row for fold in splits.folds for row in fold.test} == set(range(n_rows))
    assert all(not {*fold.train} & {*fold.test} for fold in splits.folds)


def test_one_seed_gives_the_same_folds_and_another_gives_others() -> None:
    table = generated(200)
    tests = [[fold.test.tolist() for fold in splits_of(table, seed).folds] for seed in (1, 1, 2)]
    assert tests[0] == tests[1] != tests[2]


def test_classes_keep_their_shares_in_every_fold() -> None:
    table = generated(500, rare=0.1)
    shares = [table.target[fold.test].mean() for fold in splits_of(table).folds]
    assert max(shares) - min(shares) < 0.03


def test_a_class_with_two_rows_among_large_ones_does_not_halve_the_rows_to_learn_from() -> None:
    target = np.repeat([0, 1, 2], [60, 58, 2])
    table = prepared(pd.DataFrame({"x": np.arange(120.0)}), target, ("a", "b", "c"))
    splits = splits_of(table)
    assert len(splits.folds) == 15
    assert all({0, 1} <= {*target[fold.test]} and {0, 1, 2} == {*target[fold.train]} for fold in splits.folds)


@pytest.mark.parametrize(("n_few", "n_folds"), [(6, 15), (9, 9)])
def test_small_classes_have_a_say_in_the_folds_from_a_twentieth_of_the_rows_on(n_few: int, n_folds: int) -> None:
    counts = [57, 63 - (n_few - 6), *[3] * (n_few // 3)]
    target = np.repeat(np.arange(len(counts)), counts)
    names = tuple(f"class {code}" for code in range(len(counts)))
    table = prepared(pd.DataFrame({"x": np.arange(float(len(target)))}), target, names)
    assert len(splits_of(table).folds) == n_folds


@pytest.mark.parametrize("seed", range(6))
def test_a_sample_of_groups_has_rows_of_a_class_that_few_groups_have(seed: int) -> None:
    groups = np.repeat(np.arange(400), 4)
    table = generated(1_600, groups=groups)
    table.target[:] = np.isin(groups, [3, 120, 251, 399]) & (np.arange(1_600) % 4 == 0)
    rows = sample_of(table, 600, seed)
    assert len(np.unique(groups[rows[table.target[rows] == 1]])) >= 3
    assert len(rows) >= 600
    assert np.bincount(groups[rows], minlength=400).max() == np.bincount(groups[rows])[groups[rows][0]] == 4
    assert held_out(table, rows, 3, 1).folds


def test_a_class_with_two_rows_lowers_the_number_of_folds() -> None:
    table = generated(100)
    table.target[:] = 0
    table.target[:2] = 1
    assert len(splits_of(table).folds) == 6  # three times two


@pytest.mark.parametrize("n_classes", [0, 2])
def test_no_group_is_on_both_sides(n_classes: int) -> None:
    splits = splits_of(generated(300, n_classes, groups=GROUPS))
    assert all(not {*GROUPS[fold.train]} & {*GROUPS[fold.test]} for fold in splits.folds)
    assert "whole groups" in splits.words
    assert len(splits.folds) >= 6


def test_a_fold_that_leaves_one_class_to_learn_from_is_left_out_and_told() -> None:
    groups = np.repeat([0, 1, 2], 20)
    table = generated(60, groups=groups)
    table.target[:] = groups == 0
    splits = splits_of(table)
    assert all(len(np.unique(table.target[fold.train])) == 2 for fold in splits.folds)
    assert (len(splits.folds), "3 of them left out" in splits.words) == (6, True)


def test_groups_of_one_class_each_are_refused_with_what_to_do() -> None:
    groups = np.repeat([0, 1], 30)
    table = generated(60, groups=groups)
    table.target[:] = groups
    with pytest.raises(ProbeError, match="holds one class of target alone") as refused:
        splits_of(table)
    assert refused.value.problems[0].hint


def test_of_two_moments_the_later_one_is_scored() -> None:
    splits = splits_of(generated(60, order=np.repeat([0, 1], 30)))
    assert [(fold.train.tolist(), fold.test.tolist()) for fold in splits.folds] == [
        (list(range(30)), list(range(30, 60)))
    ]


def test_time_is_never_learnt_from_backwards() -> None:
    moments = np.random.default_rng(0).integers(0, 90, 300)  # with ties
    splits = splits_of(generated(300, order=moments))
    assert all(moments[fold.train].max() < moments[fold.test].min() for fold in splits.folds)
    assert "forward in time" in splits.words
    assert len(splits.folds) >= 6


def test_rows_of_a_group_that_is_scored_are_not_learnt_from() -> None:
    groups = np.arange(300) // 8  # blocks of time cut through groups
    splits = splits_of(generated(300, order=np.arange(300), groups=groups))
    assert all(not {*groups[fold.train]} & {*groups[fold.test]} for fold in splits.folds)
    assert "without groups of the test rows" in splits.words


def test_of_blocks_in_time_the_newest_come_first_and_it_is_said_which_were_compared() -> None:
    splits = splits_of(generated(300, order=np.arange(300)))
    n_blocks = len(splits.folds)
    assert splits.places == tuple(range(n_blocks))[::-1]
    assert splits.words_for(range(n_blocks)) == splits.words
    assert splits.words_for(splits.places[:3]) == f"{splits.words}, the newest 3 of them compared"
    assert splits.words_for([0, 2]) == f"{splits.words}, number 1, 3 of them compared"
    shuffled = splits_of(generated(300))
    assert shuffled.places == tuple(range(len(shuffled.folds)))
    assert shuffled.words_for([0]) == f"{shuffled.words}, 1 of the {len(shuffled.folds)} parts compared"


def test_groups_that_go_on_through_time_are_refused_as_such_with_what_would_work() -> None:
    panel = generated(300, order=np.arange(300) // 10, groups=np.arange(300) % 10)
    with pytest.raises(ProbeError, match="goes on through time") as refused:
        splits_of(panel)
    hint = refused.value.problems[0].hint
    assert hint is not None
    assert "the time alone" in hint
    assert "the group alone" in hint


def test_a_past_of_one_class_is_refused_as_such() -> None:
    table = generated(60, order=np.arange(60))
    table.target[:] = np.arange(60) == 59
    with pytest.raises(ProbeError, match="holds one class of target alone"):
        splits_of(table)


def test_a_sample_keeps_the_rare_class() -> None:
    table = generated(2_000, rare=0.02)
    rows = sample_of(table, 200)
    assert table.target[rows].sum() == 4
    assert rows.tolist() == sorted({*rows.tolist()})


def test_a_sample_takes_groups_whole() -> None:
    rows = sample_of(generated(300, groups=GROUPS), 55)
    counts = np.unique(GROUPS[rows], return_counts=True)[1]
    assert {*counts.tolist()} == {10}
    assert 55 <= len(rows) <= 70


def test_folds_of_a_sample_name_rows_of_the_table() -> None:
    table = generated(400)
    rows = sample_of(table, 100)
    fold = held_out(table, rows, 3, 1).folds[0]
    assert {*fold.train, *fold.test} == {*rows.tolist()}


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (generated(6), "6 rows"),
        (generated(50, groups=np.zeros(50)), "one group"),
        (generated(50, order=np.zeros(50)), "no past"),
    ],
)
def test_what_cannot_be_held_out_from_is_refused(table: object, reason: str) -> None:
    with pytest.raises(ProbeError, match=reason):
        splits_of(table)  # type: ignore[arg-type]


def test_another_repetition_keeps_the_folds_before_it_and_thirty_are_the_most() -> None:
    table = generated(300)
    splits, seen = splits_of(table), []
    while (longer := with_another_repeat(table, splits)) is not None:
        assert [fold.test.tolist() for fold in longer.folds[: len(splits.folds)]] == [
            fold.test.tolist() for fold in splits.folds
        ]
        splits = longer
        seen.append(len(splits.folds))
    assert seen == [20, 25, 30]
    assert splits.words.startswith("6 times 5 folds")


def test_blocks_of_time_are_held_out_once() -> None:
    table = generated(300, order=np.arange(300))
    assert with_another_repeat(table, splits_of(table)) is None
