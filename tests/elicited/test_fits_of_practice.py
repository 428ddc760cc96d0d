"""The three fits: losses are the written formulas, gradients are those of the losses, and they find what is there.

The loss that each fit hands to the minimiser is caught on its way and held against a plain loop over the same formula.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import check_grad

from whichml.advise.practice import REACH, State
from whichml.knowledge.practice import Handicaps
from whichml_workshop.elicited import fitting
from whichml_workshop.elicited.design import ALWAYS, Design, handicap_row, membership
from whichml_workshop.elicited.fitting import FittedPoints, Spoken, fit_choices, fit_mistakes, fit_options
from whichml_workshop.elicited.themes import no_themes

pytestmark = pytest.mark.slow("fits practice to made-up panels")
Floats = NDArray[np.float64]
Objective = Callable[[Floats], tuple[float, Floats]]
BIG = {"data.training_rows": {"above": 1000}}
N_HANDICAPS = len(Handicaps.model_fields)
ALGORITHMS, FAMILIES = ("line", "tree", "forest"), ("linear", "trees")
SPREAD = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0]])
SPECIAL = np.array([[1.0, 0.0, 0.0], [0.0, 1.0, 1.0], [0.0, 0.0, 1.0]])
"""Where the last algorithm specialises the one before it."""
RIDGE = 0.3


def made_up(n_briefs: int = 40, **more: Any) -> Design:
    """Return a design where the line is named, and where rows are many the forest; the tree is never named.

    Where the forest is named the line is called a mistake, with a low utility.
    """
    big = np.arange(n_briefs) % 2 == 1
    shape = (n_briefs, len(ALGORITHMS))
    preferred, mistaken = np.zeros(shape), np.zeros(shape)
    preferred[~big, 0], preferred[big, 2] = 3.0, 3.0
    mistaken[big, 0] = 1.0
    utility = np.where(mistaken > 0, 0.2, 0.6)
    return replace(
        Design(
            tuple(f"{n:03}" for n in range(n_briefs)), (ALWAYS, BIG),
            membership((ALWAYS, BIG), [(ALWAYS, BIG) if each else (ALWAYS,) for each in big]), no_themes(n_briefs),
            ALGORITHMS, FAMILIES, SPREAD, np.eye(len(ALGORITHMS)), np.ones(shape, dtype=bool), utility,
            np.zeros((*shape, N_HANDICAPS)), np.full(n_briefs, 0.5), preferred, 2.0 * mistaken, mistaken, preferred > 0,
            np.ones(n_briefs),
        ),
        **more,
    )  # fmt: skip


def scattered(seed: int = 3) -> Design:
    """Return a small design with everything in it: unusable algorithms, handicaps, shares that differ, one of 0."""
    rng = np.random.default_rng(seed)
    plain = made_up(9)
    shape = plain.utility.shape
    usable = rng.random(shape) < 0.8
    usable[:, 1] = True
    shares = np.array([0.0, 0.5, 0.375, 0.25, 0.5, 0.5, 0.5, 0.46875, 0.5])
    return replace(
        plain, lineage=SPECIAL, usable=usable, utility=np.where(usable, rng.random(shape), 0.0), shares=shares,
        handicaps=np.where(usable[:, :, None], rng.integers(0, 2, (*shape, N_HANDICAPS)), 0).astype(float),
        preferred=np.where(rng.random(shape) < 0.5, rng.random(shape) * 3, 0.0),
        called_out=np.where(rng.random(shape) < 0.4, rng.random(shape), 0.0),
        mistaken=(rng.random(shape) < 0.3) * 1.0, weights=rng.choice([1.0, 2.0], len(shares)),
    )  # fmt: skip


def by_algorithm(fitted: FittedPoints) -> Floats:
    """Return the points of each algorithm by situation, those of its families added."""
    return fitted.points[:, : len(ALGORITHMS)] + fitted.points[:, len(ALGORITHMS) :] @ SPREAD


@pytest.fixture
def caught(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[Objective, int]]]:
    """Catch each loss that is minimised, with how many numbers it takes."""
    found: list[tuple[Objective, int]] = []
    minimize = fitting.minimize

    def catching(objective: Objective, start: Floats, **how: Any) -> Any:
        found.append((objective, len(start)))
        return minimize(objective, start, **how)

    monkeypatch.setattr(fitting, "minimize", catching)
    yield found
    assert found


def deviation(objective: Objective, n: int) -> float:
    """Return how far a gradient is from finite differences at a point away from the edge, against its own length."""
    at = np.random.default_rng(1).uniform(0.1, 0.9, n)
    error = check_grad(lambda x: objective(x)[0], lambda x: objective(x)[1], at, epsilon=1e-6)
    return float(error / np.linalg.norm(objective(at)[1]))


def shrunk(points: Floats, extra: Floats, shrinkage: float) -> float:
    """Return what points and the numbers beside them cost by their size, where none of them is split."""
    return float(shrinkage * np.abs(points).sum() + RIDGE / 2 * (points**2).sum() + RIDGE / 2 * (extra**2).sum())


def packed(points: Floats, extra: Floats) -> Floats:
    """Return points and further numbers as the minimiser holds them: what is above 0, what is below, the rest."""
    return np.concatenate([np.clip(points, 0, None).ravel(), np.clip(-points, 0, None).ravel(), extra])


def a_guess(design: Design, n_beside: int) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(7)
    return rng.normal(size=(len(design.situations), len(ALGORITHMS) + len(FAMILIES))), rng.normal(size=n_beside)


def scores_of(design: Design, points: Floats, extra: Floats, row: int, column: int, beside: Floats) -> float:
    """Return the log-odds of one algorithm in one brief, in the plainest way."""
    meant = [a for a in range(len(ALGORITHMS)) if design.lineage[a, column]]
    subjects = [*meant, *(len(ALGORITHMS) + f for f in range(len(FAMILIES)) if SPREAD[f, column])]
    held = [s for s in range(len(design.situations)) if design.held[row, s]]
    told = sum(points[s, subject] for s in held for subject in subjects)
    return float(told + (beside[row, column] * extra).sum())


def test_the_loss_of_choices_is_the_written_formula(caught: list[tuple[Objective, int]]) -> None:
    design = scattered()
    fit_choices(design, shrinkage=1.5)
    points, extra = a_guess(design, N_HANDICAPS)
    wanted = shrunk(points, extra, 1.5)
    for row in range(len(design.briefs)):
        if design.shares[row] == 0:
            continue
        columns = [c for c in range(len(ALGORITHMS)) if design.usable[row, c]]
        worth = 2 * REACH * (1 - design.shares[row]) / design.shares[row]
        odds = {
            c: math.exp(scores_of(design, points, extra, row, c, design.handicaps) + worth * design.utility[row, c])
            for c in columns
        }
        for c in columns:
            share = odds[c] / sum(odds.values())
            named, out = design.preferred[row, c], design.called_out[row, c]
            wanted -= design.weights[row] * (named * math.log(share) + out * math.log(1 - share))
    assert caught[0][0](packed(points, extra))[0] == pytest.approx(wanted, rel=1e-9)


def test_the_loss_of_mistakes_is_the_written_formula(caught: list[tuple[Objective, int]]) -> None:
    design = scattered()
    fit_mistakes(design, shrinkage=2.5)
    points, extra = a_guess(design, N_HANDICAPS + 2)
    beside = np.concatenate([design.handicaps, design.utility[:, :, None], np.ones((*design.utility.shape, 1))], axis=2)
    wanted = shrunk(points, extra, 2.5)
    for row, column in zip(*np.nonzero(design.usable), strict=True):
        chance = 1 / (1 + math.exp(-scores_of(design, points, extra, int(row), int(column), beside)))
        wanted -= design.weights[row] * math.log(chance if design.mistaken[row, column] else 1 - chance)
    assert caught[0][0](packed(points, extra))[0] == pytest.approx(wanted, rel=1e-9)


def rules_for(supported: Floats) -> Spoken:
    """Return one rule for each option, which speaks where the option is supported."""
    n_options = supported.shape[1]
    names = tuple(f"for-{option}" for option in range(n_options))
    return Spoken(names, sparse.csr_matrix(supported), np.eye(n_options))


def options_at_hand() -> tuple[sparse.csr_matrix, Floats, Spoken]:
    """Return two situations of eight briefs, what two answerers took of three options, and what four rules say.

    The last two rules speak for the same option.
    """
    rng = np.random.default_rng(5)
    held = sparse.csr_matrix(np.column_stack([np.ones(8), np.arange(8) % 2]))
    taken, speaking = rng.integers(0, 3, (8, 3)).astype(float), (rng.random((8, 4)) < 0.4) * 1.0
    return held, taken, Spoken(("a", "b", "c", "d"), sparse.csr_matrix(speaking), np.eye(3)[[0, 1, 2, 2]])


def test_the_loss_of_options_is_the_written_formula(caught: list[tuple[Objective, int]]) -> None:
    held, taken, spoken = options_at_hand()
    fit_options(held, taken, spoken, shrinkage=0.5)
    rng = np.random.default_rng(2)
    points, of_rules, worth = rng.normal(size=(2, 3)), rng.normal(size=4), 0.8
    shrunken = np.concatenate([points.ravel(), of_rules])
    wanted = shrunk(shrunken, np.array([worth]), 0.5)
    speaking = spoken.speaking.toarray()
    for row in range(8):
        of_option = [[r for r in range(4) if speaking[row, r] and spoken.options[r, o]] for o in range(3)]
        odds = [
            math.exp(
                sum(points[s, o] * held[row, s] for s in range(2))
                + worth * bool(of_option[o]) + sum(of_rules[r] for r in of_option[o])
            )
            for o in range(3)
        ]  # fmt: skip
        wanted -= sum(taken[row, o] * math.log(odds[o] / sum(odds)) for o in range(3))
    assert caught[0][0](packed(shrunken, np.array([worth])))[0] == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("fit", [fit_choices, fit_mistakes])
def test_the_gradient_of_a_fit_of_algorithms_is_that_of_finite_differences(
    caught: list[tuple[Objective, int]], fit: Callable[[Design, float], FittedPoints]
) -> None:
    fit(scattered(), 1.5)
    assert deviation(*caught[0]) < 1e-5


def test_the_gradient_of_the_fit_of_options_is_that_of_finite_differences(
    caught: list[tuple[Objective, int]],
) -> None:
    fit_options(*options_at_hand(), shrinkage=0.5)
    assert deviation(*caught[0]) < 1e-5


@pytest.mark.parametrize("fit", [fit_choices, fit_mistakes])
def test_no_step_away_from_a_fit_costs_less(
    caught: list[tuple[Objective, int]], monkeypatch: pytest.MonkeyPatch, fit: Callable[[Design, float], FittedPoints]
) -> None:
    monkeypatch.setattr(fitting, "_FEWEST_POINTS", 0.0)
    fitted = fit(scattered(), 0.5)
    beside = fitted.handicaps if fit is fit_choices else np.append(fitted.handicaps, [fitted.slope, fitted.usual])
    objective, found = caught[0][0], packed(fitted.points, beside)
    least, rng = objective(found)[0], np.random.default_rng(4)
    for _ in range(200):
        step = rng.normal(size=len(found)) * 0.02
        step[: 2 * fitted.points.size] = np.maximum(step[: 2 * fitted.points.size], -found[: 2 * fitted.points.size])
        assert objective(found + step)[0] >= least - 1e-6


def test_the_fit_finds_who_is_preferred_where() -> None:
    few, change = by_algorithm(fit_choices(made_up(utility=np.zeros((40, 3))), 0.5))
    assert few[0] > max(few[1], few[2]) + 1
    assert (few + change)[2] > max((few + change)[0], (few + change)[1]) + 1


def test_what_is_called_a_mistake_loses_log_odds() -> None:
    named, out = np.full((40, 3), [1.0, 1.0, 1.0]), np.zeros((40, 3))
    out[:, 1] = 1.0
    (always, _) = by_algorithm(fit_choices(made_up(preferred=named, called_out=out), 0.2))
    assert always[1] < min(always[0], always[2]) - 0.2


def test_points_that_all_of_a_family_share_go_to_the_family() -> None:
    named = np.tile([0.0, 1.5, 1.5], (40, 1))
    fitted = fit_choices(made_up(preferred=named, called_out=np.zeros((40, 3))), 2.0)
    assert fitted.points[0, 4] > 0 or fitted.points[0, 3] < 0
    assert np.abs(fitted.points[0, [1, 2]]).max() == 0


def test_a_brief_in_whose_ranking_practice_has_no_say_teaches_no_choice() -> None:
    silent = np.where(np.arange(40) < 10, 0.0, 0.5)
    plain = made_up(shares=silent)
    turned = replace(plain, preferred=np.where(silent[:, None] == 0, plain.preferred[:, ::-1], plain.preferred))
    heard = replace(turned, shares=np.full(40, 0.5))
    first = fit_choices(plain, 0.5)
    assert np.array_equal(fit_choices(turned, 0.5).points, first.points)
    assert not np.array_equal(fit_choices(heard, 0.5).points, first.points)


def test_what_utility_explains_needs_no_points() -> None:
    named = made_up().preferred
    explained = made_up(utility=np.where(named > 0, 1.0, 0.0), called_out=np.zeros_like(named))
    unexplained = made_up(utility=np.zeros_like(named), called_out=np.zeros_like(named))
    assert np.abs(fit_choices(explained, 2.0).points).sum() == 0
    assert np.abs(fit_choices(unexplained, 2.0).points).sum() > 1


@pytest.mark.parametrize("fit", [fit_choices, fit_mistakes])
def test_shrinkage_takes_points_away_until_none_is_left(fit: Callable[[Design, float], FittedPoints]) -> None:
    sizes = [np.abs(fit(made_up(), shrinkage).points).sum() for shrinkage in (0.1, 1.0, 5.0, 1000.0)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > sizes[2] > sizes[3] == 0


def test_mistakes_are_found_where_they_are_called_and_a_low_utility_speaks_for_them() -> None:
    fitted = fit_mistakes(made_up(utility=np.zeros((40, 3))), 0.5)
    few, change = by_algorithm(fitted)
    assert fitted.usual < 0
    assert (few + change)[0] + fitted.usual > 1
    assert max(few + fitted.usual) < -1
    assert fit_mistakes(made_up(), 1000.0).slope < -1


def test_a_handicap_is_told_apart_from_the_situation() -> None:
    handicaps = np.zeros((40, 3, N_HANDICAPS))
    handicaps[::4, 1, 2] = 1.0
    mistaken = handicaps[:, :, 2]
    fitted = fit_mistakes(made_up(handicaps=handicaps, mistaken=mistaken), 3.0)
    assert fitted.handicaps[2] > 2
    assert np.abs(np.delete(fitted.handicaps, 2)).max() < 1e-6


def test_an_algorithm_that_is_not_usable_gets_no_points_for_being_left_out() -> None:
    usable = np.ones((40, 3), dtype=bool)
    usable[:, 1] = False
    found = fit_choices(made_up(usable=usable), 0.5)
    assert np.array_equal(found.points[:, 1], [0.0, 0.0])


def test_options_are_found_where_they_are_taken_and_rules_are_worth_what_follows_them() -> None:
    held = sparse.csr_matrix(np.column_stack([np.ones(40), np.arange(40) % 2]))
    taken = np.where((np.arange(40) % 2 == 1)[:, None], [0.0, 2.0], [2.0, 0.0])
    found = fit_options(held, taken, rules_for(np.zeros((40, 2))), 0.5)
    assert found.points[0, 0] > found.points[0, 1]
    assert found.points.sum(axis=0)[1] > found.points.sum(axis=0)[0]
    assert found.worth == 0
    by_rule = fit_options(held[:, :1], taken, rules_for((taken > 0) * 1.0), 0.5)
    assert (by_rule.worth + by_rule.of_rules).min() > 2
    assert np.abs(by_rule.points).sum() == 0
    against = fit_options(held[:, :1], taken, rules_for((taken == 0) * 1.0), 0.5)
    assert (against.worth + against.of_rules).max() < -2


def test_a_rule_that_answerers_follow_is_worth_more_than_one_that_they_do_not() -> None:
    followed = np.arange(40) % 2 == 0
    taken = np.where(followed[:, None], [2.0, 0.0], [0.0, 2.0])
    speaking = sparse.csr_matrix(np.column_stack([followed, ~followed]) * 1.0)
    spoken = Spoken(("followed", "ignored"), speaking, np.array([[1.0, 0.0], [1.0, 0.0]]))
    found = fit_options(sparse.csr_matrix(np.ones((40, 1))), taken, spoken, 0.5)
    assert found.of_rules[0] > 1 > -1 > found.of_rules[1]


def test_shrinkage_takes_the_points_of_options_and_what_rules_differ_in_away() -> None:
    held, taken, spoken = options_at_hand()
    found = [fit_options(held, taken, spoken, each) for each in (0.1, 1.0, 100.0)]
    sizes = [np.abs(each.points).sum() for each in found]
    assert sizes[0] > sizes[1] > sizes[2] == 0
    assert np.abs(found[0].of_rules).sum() > np.abs(found[2].of_rules).sum() == 0


def test_points_too_small_to_matter_are_none() -> None:
    for fitted in (fit_choices(scattered(), 0.5), fit_mistakes(scattered(), 0.5)):
        left = np.abs(fitted.points[fitted.points != 0])
        assert left.size
        assert left.min() >= 0.02


def test_a_fit_is_the_same_in_two_runs() -> None:
    for fit in (fit_choices, fit_mistakes):
        first, second = fit(scattered(), 0.5), fit(scattered(), 0.5)
        assert first.points.tobytes() == second.points.tobytes()
        assert (first.usual, first.slope, first.handicaps.tolist()) == (
            second.usual, second.slope, second.handicaps.tolist(),
        )  # fmt: skip
    one, other = (fit_options(*options_at_hand(), shrinkage=0.5) for _ in range(2))
    assert one.points.tobytes() == other.points.tobytes()
    assert one.of_rules.tobytes() == other.of_rules.tobytes()
    assert one.worth == other.worth


def test_a_state_is_told_as_the_counts_that_handicaps_multiply() -> None:
    assert handicap_row(State()) == (0, 0, 0, 0, 0)
    assert handicap_row(State(task=True, reference=True, short=(1, 1, 2, 4))) == (1, 0, 1, 2, 2)
    assert handicap_row(State(data=True, short=(1,))) == (0, 1, 0, 1, 0)


def test_situations_are_held_by_row_once_and_others_are_left_out() -> None:
    held = membership((ALWAYS, BIG), [(ALWAYS, BIG, BIG), ({"data.sparse": True},), (BIG,)])
    assert held.toarray().tolist() == [[1, 1], [0, 0], [0, 1]]
