"""A study that is held out takes no part in what foretells it, and no data set is foretold by one of its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from made_up_comparisons import compared, drawn, group, won

from small_knowledge import ContentFolder, claim
from whichml.knowledge.base import Knowledge
from whichml_workshop.published import holding_out
from whichml_workshop.published.comparisons import Material, ScoredDataSet
from whichml_workshop.published.fit import fitted_group
from whichml_workshop.published.holding_out import N_RESAMPLES, ORDERS, HeldOut, hold_out_sets, hold_out_studies
from whichml_workshop.published.orders import Order

pytestmark = pytest.mark.slow("fits strengths time and again")

STRENGTHS = {"a": 3.0, "b": 1.0, "c": -1.0, "d": -3.0}
TURNED = {name: -number for name, number in STRENGTHS.items()}


@pytest.fixture
def knowledge(folder: ContentFolder) -> Knowledge:
    """Return algorithms whose claims say the reverse of their strengths."""
    for name, level in zip("abcd", ("very-low", "low", "high", "very-high"), strict=True):
        folder.algorithm(name, claim("accuracy", level))
    return folder.knowledge()


def level(material: Material, known: Sequence[str]) -> Order:
    """Return an order of nobody, in place of a forest that takes seconds to grow."""
    return lambda each: dict.fromkeys(known, 0.0)


@pytest.fixture
def no_forest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding_out, "by_forest", level)


def two_alike(*more: ScoredDataSet) -> Material:
    return Material(drawn("one", 30, STRENGTHS, seed=1) + drawn("two", 30, STRENGTHS, seed=2) + more)


def held_out(material: Material, knowledge: Knowledge, study: str) -> HeldOut:
    (found,) = hold_out_studies(group(), material, knowledge, only=study)
    return found


def test_studies_that_agree_foretell_each_other_better_than_claims_that_are_wrong(knowledge: Knowledge) -> None:
    found = list(hold_out_studies(group(), two_alike(), knowledge))
    assert [each.study for each in found] == ["one", "two"]
    for each in found:
        assert set(each.by_order) == set(ORDERS)
        assert each.by_order["strengths"].pairs > 0.85 > 0.15 > each.by_order["claims"].pairs
        assert each.by_order["forest"].pairs > 0.85 < each.by_order["fixed order"].pairs
        assert {told.n_pairs for told in each.by_order.values()} == {30 * 6}


def test_a_study_that_is_held_out_takes_no_part_in_what_foretells_it(knowledge: Knowledge) -> None:
    found = held_out(two_alike(*drawn("odd", 40, TURNED, seed=3)), knowledge, "odd")
    alone = fitted_group(group(), two_alike(), knowledge, N_RESAMPLES)
    assert found.strengths == alone
    assert found.by_order["strengths"].pairs < 0.15 > found.by_order["forest"].pairs
    assert found.by_order["fixed order"].pairs > 0.85


@pytest.mark.usefixtures("no_forest")
def test_one_study_can_be_asked_for_alone(knowledge: Knowledge) -> None:
    assert held_out(two_alike(), knowledge, "two").study == "two"
    assert list(hold_out_studies(group(), two_alike(), knowledge, only="three")) == []


@pytest.mark.usefixtures("no_forest")
@pytest.mark.parametrize(
    "small",
    [drawn("small", 9, STRENGTHS, seed=4), won(30, "a", "b", "small"), won(30, "x", "y", "small")],
    ids=["nine data sets", "two algorithms", "algorithms that nobody else compared"],
)
def test_a_study_that_is_too_small_to_tell_is_not_held_out(
    knowledge: Knowledge, small: tuple[ScoredDataSet, ...]
) -> None:
    assert [each.study for each in hold_out_studies(group(), two_alike(*small), knowledge)] == ["one", "two"]


@pytest.mark.usefixtures("no_forest")
def test_a_study_alone_and_one_that_alone_has_the_reference_are_not_held_out(knowledge: Knowledge) -> None:
    one = drawn("one", 30, STRENGTHS)
    assert list(hold_out_studies(group(), Material(one), knowledge)) == []
    without = drawn("two", 30, {"a": 2.0, "c": 0.0, "d": -2.0})
    found = hold_out_studies(group(), Material(one + without), knowledge)
    assert [each.study for each in found] == ["two"]


def rarely(study: str, name: str, n: int) -> tuple[ScoredDataSet, ...]:
    """Return thirty data sets, on all but the first few of which one algorithm was not tried."""
    told = drawn(study, 30, STRENGTHS, seed=5)
    left = ({other: score for other, score in each.scores[0].items() if other != name} for each in told[n:])
    return told[:n] + tuple(replace(each, scores=(scores,)) for each, scores in zip(told[n:], left, strict=True))


@pytest.mark.usefixtures("no_forest")
@pytest.mark.parametrize("name", ["a", "b"], ids=["first of the alphabet", "reference"])
def test_a_study_that_hardly_tried_an_algorithm_can_be_held_out(knowledge: Knowledge, name: str) -> None:
    for n in (0, 2):
        found = held_out(two_alike(*rarely("rare", name, n)), knowledge, "rare")
        assert found.by_order["fixed order"].pairs > 0.8


@pytest.mark.usefixtures("no_forest")
def test_data_sets_that_are_held_out_by_tenths_are_each_foretold_once(knowledge: Knowledge) -> None:
    found = hold_out_sets(group(), two_alike(), knowledge)
    assert set(found.by_order) == set(ORDERS)
    assert {(told.n_sets, told.n_pairs) for told in found.by_order.values()} == {(60, 360)}
    assert found.by_order["strengths"].pairs > 0.85
    assert found.by_order["fixed order"].pairs > 0.85
    assert (found.study, found.strengths) == ("all, by tenths", None)


def test_data_sets_of_one_name_are_held_out_together_whatever_their_study(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned: list[list[str]] = []

    def recorded(material: Material, known: Sequence[str]) -> Order:
        learned.append([each.data for each in material.compared])
        return level(material, known)

    monkeypatch.setattr(holding_out, "by_forest", recorded)
    one = drawn("one", 20, STRENGTHS)
    hold_out_sets(group(), Material(one + tuple(replace(each, study="two") for each in one)), knowledge)
    assert len(learned) == 10
    for names in learned:
        assert len(names) == 36
        assert {names.count(name) for name in names} == {2}


@pytest.mark.usefixtures("no_forest")
def test_tenths_of_fewer_than_ten_data_sets_are_single_ones(knowledge: Knowledge) -> None:
    found = hold_out_sets(group(), Material(drawn("one", 7, STRENGTHS)), knowledge)
    assert found.by_order["strengths"].n_sets == 7


def test_an_algorithm_that_an_order_did_not_learn_of_gets_the_mean_of_the_others() -> None:
    def order(each: ScoredDataSet) -> Mapping[str, float]:
        return {"a": 1.0, "b": 4.0}

    told = holding_out._completed(order)(compared("x", {}))
    assert (told["a"], told["new"]) == (1.0, 2.5)
