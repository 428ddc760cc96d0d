"""Orders are held against data sets by pairs, by the first and by the best of three; the perfect one is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up_comparisons import TASK, compared, counted, drawn, group, stored_group, stored_strength, won

from small_knowledge import ContentFolder, claim
from whichml.advise.ratings import RatedCells
from whichml.knowledge.strengths import Covariate
from whichml_workshop.published.comparisons import Material, ScoredDataSet
from whichml_workshop.published.orders import (
    Order,
    OrderAccuracy,
    by_claims,
    by_forest,
    by_strengths,
    fixed_order_of,
    order_accuracy,
    regime_facts,
    rescaled,
)

pytestmark = pytest.mark.slow("makes up orders by the hundred")
ALL = frozenset("abcdef")
SCORES = st.lists(
    st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 20).map(float), min_size=2), min_size=1, max_size=4
)


def always(numbers: Mapping[str, float]) -> Order:
    return lambda each: numbers


def perfect(each: ScoredDataSet) -> Mapping[str, float]:
    return each.best_of


def backwards(order: Order) -> Order:
    return lambda each: {name: -number for name, number in order(each).items()}


def sets_with(scores: Sequence[Mapping[str, float]]) -> list[ScoredDataSet]:
    return [compared(str(number), each) for number, each in enumerate(scores)]


def test_pairs_first_and_three_of_two_data_sets_told_by_hand() -> None:
    one = compared("one", {"a": 10.0, "b": 8.0, "c": 4.0, "d": 0.0})
    two = compared("two", {"a": 0.0, "b": 1.0, "e": 9.0})
    order = always({"a": 1.0, "c": 4.0, "d": 3.0, "b": 2.0})
    found = order_accuracy(order, [one, two], frozenset("abcd"))
    assert found == OrderAccuracy(n_pairs=7, n_sets=2, pairs=2 / 7, first=(0.4 + 1.0) / 2, three=(0.8 + 1.0) / 2,
                                  by_set=((1.0, 6), (1.0, 1)))  # fmt: skip


def test_a_pair_that_an_order_does_not_tell_apart_counts_half() -> None:
    found = order_accuracy(always({"a": 1.0, "b": 1.0, "c": 0.0}), sets_with([{"a": 2.0, "b": 1.0, "c": 0.0}]), ALL)
    assert found.by_set == ((2.5, 3),)


def test_a_pair_that_was_measured_as_a_tie_is_no_pair() -> None:
    found = order_accuracy(always({"a": 2.0, "b": 1.0, "c": 0.0}), sets_with([{"a": 1.0, "b": 1.0, "c": 0.0}]), ALL)
    assert (found.n_pairs, found.pairs) == (2, 1.0)


def test_a_tie_in_the_order_is_broken_by_id() -> None:
    assert order_accuracy(always({"a": 0.0, "b": 0.0}), sets_with([{"a": 0.0, "b": 1.0}]), ALL).first == 0.0


def test_a_data_set_on_which_all_do_alike_or_one_is_known_tells_nothing() -> None:
    alike, alone = {"a": 1.0, "b": 1.0}, {"a": 1.0, "x": 0.0}
    assert order_accuracy(perfect, sets_with([alike, alone]), ALL) == OrderAccuracy(0, 0, 0.0, 0.0, 0.0)


@given(SCORES)
def test_the_perfect_order_is_right_and_its_reverse_wrong_about_every_pair(scores: list[dict[str, float]]) -> None:
    right, wrong = (order_accuracy(order, sets_with(scores), ALL) for order in (perfect, backwards(perfect)))
    told_apart = any(len(set(each.values())) > 1 for each in scores)
    assert (right.pairs, right.first, right.three) == ((1.0, 1.0, 1.0) if told_apart else (0.0, 0.0, 0.0))
    assert wrong.pairs == wrong.first == 0.0


@given(SCORES, st.lists(st.integers(0, 3), min_size=6, max_size=6))
def test_an_order_and_its_reverse_share_the_pairs_between_them(
    scores: list[dict[str, float]], numbers: list[int]
) -> None:
    order = always(dict(zip("abcdef", map(float, numbers), strict=True)))
    one, other = (order_accuracy(each, sets_with(scores), ALL) for each in (order, backwards(order)))
    assert one.n_pairs == other.n_pairs
    assert one.pairs + other.pairs == pytest.approx(1.0 if one.n_pairs else 0.0)
    assert one.three >= one.first
    assert sum(right for right, _ in one.by_set) == pytest.approx(one.pairs * one.n_pairs)


def test_scores_are_scaled_anew_from_the_worst_to_the_best() -> None:
    assert rescaled({"a": -2.0, "b": 0.0, "c": 2.0}) == {"a": 0.0, "b": 0.5, "c": 1.0}
    assert rescaled({"a": 1.0, "b": 1.0}) == rescaled({}) == {}


def test_strengths_order_by_log_odds_in_the_regime_of_the_data_set() -> None:
    order = by_strengths(stored_group())
    few, many = (order(compared("x", {"a": 1.0}, rows=rows, features=10.0)) for rows in (10.0, 1e9))
    assert few == pytest.approx({"a": 1.0 + 0.5 * (2.0 - 3.5), "b": 0.0})
    assert many == pytest.approx({"a": 1.0 + 0.5 * (5.0 - 3.5), "b": 0.0})


def test_strengths_take_two_classes_where_a_data_set_does_not_say() -> None:
    axis = Covariate(centre=0.5, spread=0.3, low=0.0, high=2.0)
    strengths = stored_strength("a", 0.0, 1.0), stored_strength("b", 0.0, 0.0)
    order = by_strengths(stored_group(*strengths, terms=("one", "classes"), axes={"classes": axis}))
    assert order(compared("x", {})) == order(compared("x", {}, classes=2.0))
    assert order(compared("x", {}))["a"] == pytest.approx(0.30103 - 0.5)


def test_claims_order_by_their_middle_and_what_nobody_claims_lies_in_the_middle(folder: ContentFolder) -> None:
    folder.algorithm("a", claim("accuracy", "very-high")).algorithm(
        "b", claim("accuracy", {"low": "low", "high": "high"})
    )
    folder.algorithm("c", claim("accuracy", "low", {"task": "regression"}))
    order = by_claims(RatedCells(folder.knowledge()), ["a", "b", "c"])
    assert order(compared("x", {})) == {"a": 4.0, "b": 2.0, "c": 2.0}


def test_claims_are_read_in_the_regime_of_the_data_set(folder: ContentFolder) -> None:
    folder.algorithm("a", claim("accuracy", "high"), claim("accuracy", "low", {"data.rows": {"above": 1000}}))
    order = by_claims(RatedCells(folder.knowledge()), ["a"])
    assert [order(compared("x", {}, rows=rows))["a"] for rows in (500.0, 5000.0)] == [3.0, 1.0]


def test_the_fixed_order_is_that_of_the_wins_and_knows_no_regime() -> None:
    slopes = {"a": 3.0}
    material = Material(drawn("one", 200, {"a": 0.5, "b": 0.0, "c": -1.0}, slopes))
    order = fixed_order_of(group(terms=["rows"]), material)
    few, many = (order(compared("x", {}, rows=rows)) for rows in (100.0, 1e5))
    assert few == many
    assert sorted(few, key=lambda name: -few[name]) == ["a", "b", "c"]


def test_the_forest_learns_who_does_better_where_there_are_many_rows() -> None:
    told = tuple(
        compared(f"x{i}", {"a": float(i % 2), "b": 1.0 - i % 2}, rows=1e5 if i % 2 else 1e2) for i in range(40)
    )
    order = by_forest(Material(told), ["a", "b", "never-tried"])
    few, many = (order(compared("x", {}, rows=rows)) for rows in (1e2, 1e5))
    assert few["b"] > few["a"]
    assert many["a"] > many["b"]
    assert set(few) == {"a", "b", "never-tried"}


def test_the_forest_gives_the_same_numbers_each_time() -> None:
    material = Material(drawn("one", 30, {"a": 1.0, "b": 0.0, "c": -1.0}))
    one, other = (by_forest(material, ["a", "b", "c"])(material.compared[0]) for _ in range(2))
    assert one == other


def test_what_a_brief_would_say_of_a_table_follows_from_its_sizes() -> None:
    each = compared("x", {}, rows=200.0, features=10.0, classes=2.0)
    assert regime_facts(each) == {
        "task": TASK, "data.modality": ("tabular",), "data.rows": 200.0, "data.training_rows": 200.0,
        "data.features": 10.0, "data.rows_per_feature": 20.0,
    }  # fmt: skip


def test_classes_are_said_of_several_and_columns_of_tables_alone() -> None:
    sizes = {"rows": 200.0, "features": 10.0, "classes": 5.0}
    series = ScoredDataSet("one", "one", "x", "multiclass-classification", "time-series", sizes, ({},))
    assert regime_facts(series) == {
        "task": "multiclass-classification", "data.modality": ("time-series",), "data.rows": 200.0,
        "data.training_rows": 200.0, "data.classes": 5.0,
    }  # fmt: skip


def test_wins_alone_order_too() -> None:
    wins = counted("two", {("a", "b"): (9, 1, 0), ("b", "c"): (9, 1, 0)})
    order = fixed_order_of(group(), Material(won(5, "a", "b"), (wins,)))
    numbers = order(compared("x", {}))
    assert numbers["a"] > numbers["b"] > numbers["c"]
