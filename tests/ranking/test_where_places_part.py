"""What lies exactly on a line between two places of an answer, and on which side it counts."""

from __future__ import annotations

import pytest

from whichml.advise.ranking import ScoredAlternative, group_siblings, left_out_of_ranking
from whichml.advise.specialisation import special_first

LINEAR, FOREST, KERNEL, NETWORK = (frozenset({name}) for name in ("linear", "forest", "kernel", "network"))


def scored(*candidates: tuple[str, float]) -> list[ScoredAlternative]:
    return [ScoredAlternative(name, mean, mean, mean, 0.0, True) for name, mean in candidates]


# -- near and far ----------------------------------------------------------------------------------------------------


def test_two_hundredths_behind_are_a_near_tie_and_fold_a_sibling() -> None:
    pair = scored(("a", 0.02), ("b", 0.0))
    assert [p.equivalents for p in group_siblings(pair, [LINEAR, LINEAR])] == [("b",)]
    assert [p.near_tie for p in group_siblings(pair, [LINEAR, FOREST])] == [True, True]


def test_eight_hundredths_behind_are_a_choice_where_practice_counts() -> None:
    told = group_siblings(scored(("a", 0.08), ("b", 0.0)), [LINEAR, FOREST], mistakes=(0.0, 0.0))
    assert [p.outclassed for p in told] == [False, False]


def test_a_tenth_behind_is_a_choice_where_practice_has_no_say() -> None:
    told = group_siblings(scored(("a", 0.1), ("b", 0.0)), [LINEAR, FOREST])
    assert [p.outclassed for p in told] == [False, False]


# -- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("chance", "places"), [(0.49, ["a", "b"]), (0.5, ["b", "a"])])
def test_what_half_call_a_mistake_does_not_lead(chance: float, places: list[str]) -> None:
    told = group_siblings(scored(("a", 0.8), ("b", 0.79)), [LINEAR, FOREST], mistakes=(chance, 0.0))
    assert [p.scored.algorithm for p in told] == places


@pytest.mark.parametrize(
    ("mean", "chance", "is_out"), [(0.77, 0.029, False), (0.77, 0.03, True), (0.79, 0.099, False), (0.79, 0.1, True)]
)
def test_what_may_be_a_mistake_is_no_choice_beside_the_leader_sooner_where_it_is_behind(
    mean: float, chance: float, is_out: bool
) -> None:
    told = group_siblings(scored(("a", 0.8), ("b", mean)), [LINEAR, FOREST], mistakes=(0.0, chance))
    assert [p.outclassed for p in told] == [False, is_out]


def test_where_all_are_likely_mistakes_the_best_one_leads() -> None:
    told = group_siblings(scored(("a", 0.8), ("b", 0.79)), [LINEAR, FOREST], mistakes=(0.9, 0.8))
    assert [(p.scored.algorithm, p.outclassed) for p in told] == [("a", False), ("b", True)]


def test_a_doubted_sibling_stands_for_itself_behind_those_that_are_not_doubted() -> None:
    three = scored(("a", 0.8), ("b", 0.79), ("c", 0.78))
    told = group_siblings(three, [LINEAR, LINEAR, FOREST], mistakes=(0.0, 0.1, 0.0))
    assert [(p.scored.algorithm, p.equivalents, p.outclassed) for p in told] == [
        ("a", (), False), ("c", (), False), ("b", (), True),
    ]  # fmt: skip


# -- kinds -----------------------------------------------------------------------------------------------------------


def test_after_three_of_different_kinds_the_others_keep_their_order() -> None:
    means = (0.80, 0.77, 0.74, 0.71, 0.70)
    told = group_siblings(scored(*zip("abcde", means, strict=True)), [LINEAR, LINEAR, FOREST, KERNEL, NETWORK])
    assert [p.scored.algorithm for p in told] == ["a", "c", "d", "b", "e"]
    assert [p.rank for p in told] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("mean", "places"), [(0.71, ["a", "c", "b"]), (0.7099, ["a", "b", "c"])])
def test_a_sibling_that_is_clearly_better_keeps_its_place_before_another_kind(mean: float, places: list[str]) -> None:
    told = group_siblings(scored(("a", 0.80), ("b", 0.77), ("c", mean)), [LINEAR, LINEAR, FOREST], mistakes=(0.0,) * 3)
    assert [p.scored.algorithm for p in told if not p.outclassed] == places


def test_what_is_known_to_predict_poorly_comes_forward_for_its_kind_before_its_like_alone() -> None:
    four = scored(("a", 0.80), ("b", 0.77), ("c", 0.76), ("d", 0.75))
    families = [LINEAR, LINEAR, FOREST, KERNEL]
    for poor, places in (("", "acdb"), ("c", "adbc"), ("cd", "abcd"), ("bcd", "acdb")):
        told = group_siblings(four, families, mistakes=(0.0,) * 4, inaccurate=set(poor))
        assert "".join(p.scored.algorithm for p in told) == places, poor


def test_a_kind_above_that_of_a_candidate_counts_for_its_place_and_folds_nobody() -> None:
    online = frozenset({"online-linear"})
    told = group_siblings(
        scored(("a", 0.80), ("b", 0.79), ("c", 0.76)), [LINEAR, online, FOREST], mistakes=(0.0,) * 3,
        kinds=[LINEAR, online | LINEAR, FOREST],
    )  # fmt: skip
    assert [(p.scored.algorithm, p.equivalents) for p in told] == [("a", ()), ("c", ()), ("b", ())]


def test_references_are_shown_among_the_first_three_choices_and_reduced_ones_unless_outclassed() -> None:
    means = (0.80, 0.78, 0.76, 0.74, 0.2)
    kinds = [LINEAR, FOREST, KERNEL, NETWORK, frozenset({"rules"})]
    told = group_siblings(scored(*zip("abcde", means, strict=True)), kinds)
    assert [p.outclassed for p in told] == [False, False, False, False, True]
    assert left_out_of_ranking(told, {"c", "d"}) == {"d"}
    assert left_out_of_ranking(told, {"e"}) == {"e"}
    assert left_out_of_ranking(told, {}) == set()


def test_a_reference_that_is_outclassed_is_left_out_among_the_first_three_too() -> None:
    told = group_siblings(scored(("a", 0.8), ("b", 0.2)), [LINEAR, FOREST])
    assert left_out_of_ranking(told, {"b"}) == {"b"}


def test_equivalents_are_left_out_by_the_place_of_their_head() -> None:
    told = group_siblings(scored(("a", 0.8), ("b", 0.2), ("c", 0.19)), [LINEAR, FOREST, FOREST])
    assert left_out_of_ranking(told, {"c"}) == {"c"}


# -- special forms ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("means", "mistakes", "stands"),
    [
        ({"special": 0.0, "general": 0.08}, {}, True),
        ({"special": 0.0, "general": 0.0801}, {}, False),
        ({"special": 0.7, "general": 0.71}, {"special": 0.05}, False),
        ({"special": 0.7, "general": 0.71}, {"special": 0.049}, True),
        ({"special": 0.7, "general": 0.71}, {"special": 0.05, "general": 0.05}, True),
        ({"special": 0.7, "general": 0.71}, {"special": 0.05, "general": 0.049}, False),
        ({"special": 0.7, "general": 0.7}, {"special": 0.05}, True),
        ({"special": 0.72, "general": 0.71}, {"special": 0.05}, True),
        ({"special": 0.7, "general": 0.71}, {"general": 0.5}, False),
        ({"special": 0.7, "general": 0.71}, {"general": 0.499}, True),
        ({"special": 0.7, "general": 0.71}, {"special": 0.5, "general": 0.5}, True),
        ({"special": 0.7, "general": 0.71}, {"special": 0.499, "general": 0.5}, False),
        ({"special": 0.7}, {"general": 0.499}, True),
        ({"special": 0.7}, {"general": 0.5}, False),
        ({"special": 0.7}, {}, True),
    ],
)
def test_a_special_form_stands_for_the_general_one_by_how_near_and_how_doubtful_both_are(
    means: dict[str, float], mistakes: dict[str, float], stands: bool
) -> None:
    ordered = scored(*sorted(means.items(), key=lambda each: -each[1]))
    _, stands_for = special_first(ordered, {"special": "general", "another form": "general"}, mistakes)
    assert stands_for == ({"special": "general"} if stands else {})


@pytest.mark.parametrize(
    ("mean", "doubts", "at_risk", "first"),
    [
        (0.741, (0.1, 0.0), "a", "b"),
        (0.739, (0.1, 0.0), "a", "a"),
        (0.79, (0.1, 0.1), "a", "b"),
        (0.79, (0.0, 0.04), "a", "a"),
        (0.79, (0.0, 0.02), "a", "b"),
        (0.79, (0.1, 0.0), "ab", "a"),
        (0.79, (0.1, 0.0), "", "a"),
        (0.79, (0.0, 0.0), "b", "a"),
    ],
)
def test_a_leader_that_may_miss_a_must_yields_to_one_that_is_not_clearly_worse_and_keeps_it(
    mean: float, doubts: tuple[float, float], at_risk: str, first: str
) -> None:
    told = group_siblings(
        scored(("a", 0.8), ("b", mean)), [LINEAR, FOREST], mistakes=doubts, at_risk=dict.fromkeys(at_risk, 1)
    )
    assert told[0].scored.algorithm == first
    assert not told[0].outclassed


@pytest.mark.parametrize(("chance", "is_out"), [(0.1, True), (0.09, False)])
def test_a_leader_that_yields_is_a_choice_only_where_it_is_hardly_a_mistake(chance: float, is_out: bool) -> None:
    told = group_siblings(
        scored(("a", 0.8), ("b", 0.79)), [LINEAR, FOREST], mistakes=(chance, 0.0), at_risk={"a": 1}
    )  # fmt: skip
    assert [(p.scored.algorithm, p.outclassed) for p in told] == [("b", False), ("a", is_out)]


def test_what_is_likelier_a_mistake_than_not_never_leads_for_keeping_a_must() -> None:
    three = scored(("a", 0.81), ("b", 0.8), ("c", 0.79))
    told = group_siblings(three, [LINEAR, FOREST, KERNEL], mistakes=(0.6, 0.55, 0.1), at_risk={"c": 1})
    assert told[0].scored.algorithm == "c"
