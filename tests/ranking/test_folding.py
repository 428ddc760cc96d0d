"""Near-ties are shown as a group, and siblings in a near-tie take one rank between them."""

from __future__ import annotations

import pytest

from small_knowledge import ContentFolder, claim
from whichml.advise.ranking import Place, Standing, fold

BOOSTING, FOREST, LINEAR = frozenset({"boosting"}), frozenset({"forest"}), frozenset({"linear"})


def folded(*candidates: tuple[str, float, frozenset[str]]) -> list[Place]:
    standings = [Standing(name, mean, mean, mean, 0.0, True) for name, mean, _ in candidates]
    return list(fold(standings, [families for _, _, families in candidates]))


def test_a_sibling_within_two_hundredths_is_folded_into_the_better_one() -> None:
    places = folded(("x", 0.70, BOOSTING), ("y", 0.68, BOOSTING), ("z", 0.60, FOREST))
    assert [(p.rank, p.standing.algorithm, p.equivalents) for p in places] == [(1, "x", ("y",)), (2, "z", ())]


def test_a_sibling_beyond_two_hundredths_keeps_its_own_rank() -> None:
    places = folded(("x", 0.70, BOOSTING), ("y", 0.6799, BOOSTING))
    assert [p.rank for p in places] == [1, 2]
    assert [p.equivalents for p in places] == [(), ()]


def test_candidates_of_different_families_are_never_folded_however_close() -> None:
    places = folded(("x", 0.70, BOOSTING), ("y", 0.70, FOREST), ("z", 0.70, LINEAR))
    assert [p.rank for p in places] == [1, 2, 3]
    assert all(p.equivalents == () for p in places)


def test_folding_does_not_run_along_a_chain_of_siblings() -> None:
    places = folded(("x", 0.70, BOOSTING), ("y", 0.685, BOOSTING), ("z", 0.67, BOOSTING))
    assert [(p.standing.algorithm, p.equivalents) for p in places] == [("x", ("y",)), ("z", ())]


def test_a_sibling_is_folded_over_a_stranger_that_stands_between() -> None:
    places = folded(("x", 0.70, BOOSTING), ("s", 0.69, FOREST), ("y", 0.685, BOOSTING))
    assert [(p.standing.algorithm, p.equivalents) for p in places] == [("x", ("y",)), ("s", ())]


def test_one_shared_family_makes_siblings() -> None:
    places = folded(("x", 0.70, BOOSTING | LINEAR), ("y", 0.70, LINEAR))
    assert [p.equivalents for p in places] == [("y",)]


def test_a_leader_alone_is_no_near_tie() -> None:
    assert [p.near_tie for p in folded(("x", 0.70, BOOSTING), ("y", 0.60, FOREST))] == [False, False]


def test_all_within_two_hundredths_of_the_leader_are_a_near_tie() -> None:
    places = folded(("x", 0.70, BOOSTING), ("y", 0.69, FOREST), ("z", 0.60, LINEAR))
    assert [p.near_tie for p in places] == [True, True, False]


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
