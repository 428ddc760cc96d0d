"""Near-ties are shown as a group, and siblings in a near-tie take one rank between them."""

from __future__ import annotations

import pytest

from small_knowledge import ContentFolder, claim
from whichml.advise.ranking import RankedAlternative, ScoredAlternative, group_siblings

BOOSTING, FOREST, LINEAR = frozenset({"boosting"}), frozenset({"forest"}), frozenset({"linear"})


def folded(*candidates: tuple[str, float, frozenset[str]]) -> list[RankedAlternative]:
    all_scored = [ScoredAlternative(name, mean, mean, mean, 0.0, True) for name, mean, _ in candidates]
    return list(group_siblings(all_scored, [families for _, _, families in candidates]))


def test_a_sibling_within_a_fortieth_is_folded_into_the_better_one() -> None:
    alternatives = folded(("x", 0.70, BOOSTING), ("y", 0.6751, BOOSTING), ("z", 0.60, FOREST))
    assert [(p.rank, p.scored.algorithm, p.equivalents) for p in alternatives] == [(1, "x", ("y",)), (2, "z", ())]


def test_a_sibling_beyond_a_fortieth_keeps_its_own_rank() -> None:
    alternatives = folded(("x", 0.70, BOOSTING), ("y", 0.6749, BOOSTING))
    assert [p.rank for p in alternatives] == [1, 2]
    assert [p.equivalents for p in alternatives] == [(), ()]


def test_candidates_of_different_families_are_never_folded_however_close() -> None:
    alternatives = folded(("x", 0.70, BOOSTING), ("y", 0.70, FOREST), ("z", 0.70, LINEAR))
    assert [p.rank for p in alternatives] == [1, 2, 3]
    assert all(p.equivalents == () for p in alternatives)


def test_folding_does_not_run_along_a_chain_of_siblings() -> None:
    alternatives = folded(("x", 0.70, BOOSTING), ("y", 0.685, BOOSTING), ("z", 0.67, BOOSTING))
    assert [(p.scored.algorithm, p.equivalents) for p in alternatives] == [("x", ("y",)), ("z", ())]


def test_a_sibling_is_folded_over_a_stranger_that_stands_between() -> None:
    alternatives = folded(("x", 0.70, BOOSTING), ("s", 0.69, FOREST), ("y", 0.685, BOOSTING))
    assert [(p.scored.algorithm, p.equivalents) for p in alternatives] == [("x", ("y",)), ("s", ())]


def test_three_of_different_kinds_come_before_further_siblings() -> None:
    alternatives = folded(
        ("a", 0.70, LINEAR), ("b", 0.67, LINEAR), ("c", 0.64, LINEAR), ("d", 0.63, FOREST), ("e", 0.62, BOOSTING)
    )
    assert [(p.rank, p.scored.algorithm) for p in alternatives] == [(1, "a"), (2, "d"), (3, "e"), (4, "b"), (5, "c")]


def test_siblings_keep_their_places_where_no_other_kind_is_left() -> None:
    alternatives = folded(("a", 0.70, LINEAR), ("b", 0.67, LINEAR), ("c", 0.64, LINEAR), ("d", 0.63, FOREST))
    assert [p.scored.algorithm for p in alternatives] == ["a", "d", "b", "c"]


def test_no_outclassed_candidate_comes_forward_for_its_kind() -> None:
    all_scored = [
        ScoredAlternative(name, mean, mean, mean, 0.0, True) for name, mean in (("a", 0.9), ("b", 0.87), ("c", 0.5))
    ]
    alternatives = group_siblings(all_scored, [LINEAR, LINEAR, FOREST])
    assert [(p.scored.algorithm, p.outclassed) for p in alternatives] == [("a", False), ("b", False), ("c", True)]


def test_one_shared_family_makes_siblings() -> None:
    alternatives = folded(("x", 0.70, BOOSTING | LINEAR), ("y", 0.70, LINEAR))
    assert [p.equivalents for p in alternatives] == [("y",)]


def test_a_leader_alone_is_no_near_tie() -> None:
    assert [p.near_tie for p in folded(("x", 0.70, BOOSTING), ("y", 0.60, FOREST))] == [False, False]


def test_all_within_a_fortieth_of_the_leader_are_a_near_tie() -> None:
    alternatives = folded(("x", 0.70, BOOSTING), ("y", 0.69, FOREST), ("z", 0.60, LINEAR))
    assert [p.near_tie for p in alternatives] == [True, True, False]


def outclassed(*candidates: tuple[str, float, float, float], n_choices: int = 1) -> list[str]:
    """Return who is outclassed among candidates with a mean utility, its low and its high end, each of a kind."""
    all_scored = [ScoredAlternative(name, mean, low, high, 0.0, True) for name, mean, low, high in candidates]
    families = [frozenset({name}) for name, _, _, _ in candidates]
    return [p.scored.algorithm for p in group_siblings(all_scored, families, n_choices) if p.outclassed]


FAR = (("a", 0.8, 0.75, 0.85), ("b", 0.6, 0.55, 0.65), ("c", 0.5, 0.45, 0.55), ("d", 0.4, 0.35, 0.45))


@pytest.mark.parametrize(("n_choices", "behind"), [(1, ["b", "c", "d"]), (2, ["c", "d"]), (3, ["d"]), (4, [])])
def test_as_many_as_are_asked_for_stay_choices_however_far_behind(n_choices: int, behind: list[str]) -> None:
    assert outclassed(*FAR, n_choices=n_choices) == behind


def test_choices_are_counted_after_siblings_are_folded() -> None:
    all_scored = [ScoredAlternative(name, mean, low, high, 0.0, True) for name, mean, low, high in (
        FAR[0], ("sibling", 0.79, 0.74, 0.84), *FAR[1:],
    )]  # fmt: skip
    families = [BOOSTING, BOOSTING, FOREST, LINEAR, frozenset({"other"})]
    alternatives = group_siblings(all_scored, families, n_choices=2)
    assert [(p.scored.algorithm, p.outclassed) for p in alternatives] == [
        ("a", False), ("b", False), ("c", True), ("d", True)
    ]  # fmt: skip


@pytest.mark.parametrize(("mean", "is_out"), [(0.69, True), (0.71, False)])
def test_where_practice_counts_the_mean_alone_says_who_is_behind(mean: float, is_out: bool) -> None:
    all_scored = [ScoredAlternative(name, at, 0.0, 1.0, 0.0, True) for name, at in (("a", 0.8), ("b", mean))]
    told = group_siblings(all_scored, [LINEAR, FOREST], mistakes=(0.0, 0.0))
    assert [p.scored.algorithm for p in told if p.outclassed] == ["b"] * is_out


@pytest.mark.parametrize(
    ("mean", "doubts", "is_out"),
    [
        (0.69, (0.02, 0.01), False),
        (0.67, (0.02, 0.01), True),
        (0.69, (0.01, 0.01), True),
        (0.69, (0.02, 0.03), True),
        (0.69, (0.021, 0.029), True),
    ],
)
def test_beside_a_leader_in_doubt_what_is_hardly_ever_a_mistake_may_be_further_behind(
    mean: float, doubts: tuple[float, float], is_out: bool
) -> None:
    all_scored = [ScoredAlternative(name, at, 0.0, 1.0, 0.0, True) for name, at in (("a", 0.8), ("b", mean))]
    told = group_siblings(all_scored, [LINEAR, FOREST], mistakes=doubts)
    assert [p.scored.algorithm for p in told if p.outclassed] == ["b"] * is_out


def test_a_safe_choice_stands_before_what_is_nearer_and_less_safe() -> None:
    all_scored = [
        ScoredAlternative(name, at, 0.0, 1.0, 0.0, True) for name, at in (("a", 0.8), ("b", 0.715), ("c", 0.71))
    ]
    told = group_siblings(all_scored, [LINEAR, FOREST, BOOSTING], mistakes=(0.02, 0.035, 0.01))
    assert [(p.scored.algorithm, p.outclassed) for p in told] == [("a", False), ("c", False), ("b", True)]


@pytest.mark.parametrize(("mean", "high", "is_out"), [
    (0.6, 0.74, True), (0.6, 0.75, False), (0.71, 0.72, False), (0.69, 0.74, True),
])  # fmt: skip
def test_outclassed_is_who_is_far_behind_and_never_as_good_as_the_leader_at_its_worst(
    mean: float, high: float, is_out: bool
) -> None:
    assert outclassed(FAR[0], ("b", mean, 0.5, high)) == ["b"] * is_out


def test_the_order_by_mean_stands_so_that_an_outclassed_one_takes_those_behind_it_along() -> None:
    unsure = ("unsure", 0.55, 0.2, 0.9)
    assert outclassed(FAR[0], FAR[1], unsure) == ["b", "unsure"]
    assert outclassed(FAR[0], FAR[1], unsure, n_choices=2) == [], "the unsure one may be as good as the leader"
    assert outclassed(FAR[0], unsure, FAR[2], n_choices=2) == ["c"]


def test_nothing_folds_to_nothing() -> None:
    assert folded() == []


@pytest.mark.parametrize(("family", "n_ranks"), [("histogram-boosting", 1), ("tree-ensemble", 2)])
def test_three_of_a_kind_do_not_fill_the_first_ranks_of_an_answer(
    folder: ContentFolder, family: str, n_ranks: int
) -> None:
    for identity in ("light", "extreme"):
        folder.algorithm(identity, claim("accuracy", "very-high"), family="histogram-boosting")
    answer = folder.algorithm("other", claim("accuracy", "very-high"), family=family).answer()
    assert len(answer.candidates) == n_ranks
    assert [c.rank for c in answer.candidates] == list(range(1, n_ranks + 1))
    named = [name for c in answer.candidates for name in (c.algorithm, *c.equivalents)]
    assert sorted(named) == ["extreme", "light", "other"]
