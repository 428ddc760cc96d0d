"""The ranking: against a slow reading of the same draws, and what no ranking may do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whichml.advise.ranking import N_DRAWS, ScoredAlternative, _uniform, _weights, pareto_front, rank

QUICK = settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
GRID = st.sampled_from([i / 8 for i in range(9)])
ROUNDED = 5.1e-5  # standings are rounded to four places


@dataclass(frozen=True)
class Contest:
    """Candidates with the worst and best goodness of each in each criterion, and the criteria's shares."""

    low: tuple[tuple[float, ...], ...]
    high: tuple[tuple[float, ...], ...]
    shares: tuple[float, ...]
    floor: tuple[int, float] | None

    @property
    def names(self) -> list[str]:
        return [f"algorithm-{row}" for row in range(len(self.low))]

    def all_scored(self) -> tuple[ScoredAlternative, ...]:
        return rank(self.names, np.array(self.low), np.array(self.high), self.shares, self.floor)

    def by_name(self) -> dict[str, ScoredAlternative]:
        return {scored.algorithm: scored for scored in self.all_scored()}


@st.composite
def contests(draw: st.DrawFn, most: int = 6) -> Contest:
    n, m = draw(st.integers(2, most)), draw(st.integers(1, 5))
    ends = [[sorted((draw(GRID), draw(GRID))) for _ in range(m)] for _ in range(n)]
    weights = [draw(st.sampled_from([1.0, 3.0, 9.0])) for _ in range(m)]
    floor = draw(st.sampled_from([None, (0, 0.4), (0, 0.3)]))
    return Contest(
        tuple(tuple(end[0] for end in row) for row in ends),
        tuple(tuple(end[1] for end in row) for row in ends),
        tuple(weight / sum(weights) for weight in weights),
        floor,
    )


@dataclass
class Naive:
    """What slow loops find of one candidate."""

    mean: float
    low: float
    high: float
    first_share: float


def ranked_slowly(contest: Contest) -> list[Naive]:
    """Return the standings in the order of the candidates, one draw, one candidate and one criterion at a time.

    Utilities of a draw are of single precision as in the ranking: who is a hair ahead in double precision may tie in
    single, and a draw counts for whoever is first.
    """
    n, m = len(contest.low), len(contest.shares)
    drawn = _weights(contest.shares, None).tolist()
    values = [_uniform(column, n).tolist() for column in range(m)]  # by criterion, draw and candidate
    utilities: list[list[float]] = [[] for _ in range(n)]
    firsts = [0.0] * n
    expected = [0.0] * m
    for draw in range(N_DRAWS):
        weights = _held_up(drawn[draw], contest.floor)
        assert sum(weights) == pytest.approx(1.0)
        expected = [total + weight / N_DRAWS for total, weight in zip(expected, weights, strict=True)]
        of_draw = []
        for row in range(n):
            utility = np.float32(0)
            for column in range(m):
                worst, best = np.float32(contest.low[row][column]), np.float32(contest.high[row][column])
                value = worst + (best - worst) * np.float32(values[column][draw][row])
                utility += np.float32(weights[column]) * value
            of_draw.append(utility)
            utilities[row].append(float(utility))
        winners = [row for row in range(n) if of_draw[row] == max(of_draw)]
        for row in winners:
            firsts[row] += 1 / len(winners) / N_DRAWS
    return [
        Naive(
            sum(w * (a + b) / 2 for w, a, b in zip(expected, contest.low[row], contest.high[row], strict=True)),
            _quantile(utilities[row], 0.05), _quantile(utilities[row], 0.95), firsts[row],
        )
        for row in range(n)
    ]  # fmt: skip


def _held_up(weights: list[float], floor: tuple[int, float] | None) -> list[float]:
    if floor is None or len(weights) == 1:
        return weights
    index, least = floor
    if weights[index] >= least:
        return weights
    rest = 1.0 - weights[index]
    return [least if i == index else weight * (1 - least) / rest for i, weight in enumerate(weights)]


def _quantile(values: Sequence[float], share: float) -> float:
    ordered, alternative = sorted(values), share * (len(values) - 1)
    below = int(alternative)
    return ordered[below] + (ordered[min(below + 1, len(ordered) - 1)] - ordered[below]) * (alternative - below)


@pytest.mark.slow("compares with slow loops")
@settings(QUICK, max_examples=20)
@given(contests())
def test_the_ranking_finds_what_slow_loops_find(contest: Contest) -> None:
    found = contest.by_name()
    for name, slow in zip(contest.names, ranked_slowly(contest), strict=True):
        fast = found[name]
        assert fast.mean == pytest.approx(slow.mean, abs=ROUNDED)
        assert fast.low == pytest.approx(slow.low, abs=ROUNDED)
        assert fast.high == pytest.approx(slow.high, abs=ROUNDED)
        assert fast.first_share == pytest.approx(slow.first_share, abs=ROUNDED)


@QUICK
@given(contests())
def test_candidates_come_by_mean_utility_then_first_places_then_id(contest: Contest) -> None:
    all_scored = contest.all_scored()
    assert list(all_scored) == sorted(all_scored, key=lambda s: (-s.mean, -s.first_share, s.algorithm))
    assert sorted(s.algorithm for s in all_scored) == sorted(contest.names)


def test_who_ties_for_the_first_place_of_a_draw_shares_it() -> None:
    even = ((0.5,), (0.5,), (0.5,), (0.4,))
    shares = [s.first_share for s in Contest(low=even, high=even, shares=(1.0,), floor=None).all_scored()]
    assert shares == pytest.approx([1 / 3, 1 / 3, 1 / 3, 0.0], abs=1e-4)


def test_of_equally_good_candidates_the_one_that_is_first_more_often_goes_ahead() -> None:
    low, high = np.array([[0.5], [0.0], [0.6]]), np.array([[0.5], [1.0], [0.6]])
    best, wide, sure = rank(["a-sure", "b-wide", "c-best"], low, high, (1.0,), None)
    assert (best.algorithm, wide.algorithm, sure.algorithm) == ("c-best", "b-wide", "a-sure")
    assert (wide.mean, sure.first_share) == (sure.mean, 0.0)
    assert wide.first_share == pytest.approx(0.4, abs=0.05)


@QUICK
@given(contests())
def test_first_shares_sum_to_one(contest: Contest) -> None:
    assert sum(s.first_share for s in contest.all_scored()) == pytest.approx(1.0, abs=1e-3)


@QUICK
@given(contests())
def test_the_mean_lies_between_what_the_worst_and_the_best_values_allow(contest: Contest) -> None:
    for name, scored in contest.by_name().items():
        row = contest.names.index(name)
        assert min(contest.low[row]) - ROUNDED <= scored.mean <= max(contest.high[row]) + ROUNDED
        assert scored.low - ROUNDED <= scored.high


@QUICK
@given(contests(), st.data())
def test_a_dominated_candidate_never_ranks_above_its_dominator(contest: Contest, data: st.DataObject) -> None:
    column = data.draw(st.integers(0, len(contest.shares) - 1))
    worse_low = tuple(max(0.0, v - 0.125) if i == column else v for i, v in enumerate(contest.low[0]))
    worse_high = tuple(max(0.0, v - 0.125) if i == column else v for i, v in enumerate(contest.high[0]))
    joined = Contest((*contest.low, worse_low), (*contest.high, worse_high), contest.shares, contest.floor)
    found = joined.by_name()
    better, worse = found["algorithm-0"], found[joined.names[-1]]
    assert worse.mean <= better.mean
    if (worse_low, worse_high) != (contest.low[0], contest.high[0]):
        order = [s.algorithm for s in joined.all_scored()]
        assert order.index(better.algorithm) < order.index(worse.algorithm)
        assert not worse.pareto


@QUICK
@given(contests(), st.data())
def test_raising_one_goodness_never_lowers_the_mean(contest: Contest, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, len(contest.low) - 1))
    column = data.draw(st.integers(0, len(contest.shares) - 1))
    high = [list(values) for values in contest.high]
    high[row][column] = min(1.0, high[row][column] + 0.125)
    raised = Contest(contest.low, tuple(map(tuple, high)), contest.shares, contest.floor)
    name = contest.names[row]
    assert raised.by_name()[name].mean >= contest.by_name()[name].mean
    for other in set(contest.names) - {name}:
        assert raised.by_name()[other].mean == contest.by_name()[other].mean


@QUICK
@given(contests())
def test_removing_the_last_candidate_keeps_the_order_of_the_others(contest: Contest) -> None:
    all_scored = contest.all_scored()
    last = contest.names.index(all_scored[-1].algorithm)
    kept = [row for row in range(len(contest.low)) if row != last]
    rest = rank(
        [contest.names[row] for row in kept], np.array([contest.low[row] for row in kept]),
        np.array([contest.high[row] for row in kept]), contest.shares, contest.floor,
    )  # fmt: skip
    means = {s.algorithm: s.mean for s in all_scored}
    assert [s.mean for s in rest] == [means[s.algorithm] for s in rest] == [s.mean for s in all_scored[:-1]]


@QUICK
@given(contests())
def test_the_same_contest_gives_the_same_standings(contest: Contest) -> None:
    assert contest.all_scored() == contest.all_scored()


@QUICK
@given(st.lists(st.lists(GRID, min_size=3, max_size=3), min_size=1, max_size=12))
def test_the_pareto_front_is_what_pairwise_comparison_leaves(rows: list[list[float]]) -> None:
    def dominates(one: list[float], other: list[float]) -> bool:
        return one != other and all(a >= b for a, b in zip(one, other, strict=True))

    expected = [not any(dominates(other, row) for other in rows) for row in rows]
    assert pareto_front(np.array(rows)).tolist() == expected
    assert any(expected)


@pytest.mark.parametrize("least", [0.4, 0.3])
def test_the_first_criterion_keeps_its_floor_in_every_draw(least: float) -> None:
    weak_share = (0.05, 0.35, 0.35, 0.25)
    accurate = (1.0, 0.0, 0.0, 0.0)
    values = np.array([accurate, (0.0, 1.0, 1.0, 1.0)])
    (held,) = (
        s for s in rank(["accurate", "cheap"], values, values, weak_share, (0, least)) if s.algorithm == "accurate"
    )
    (free,) = (s for s in rank(["accurate", "cheap"], values, values, weak_share, None) if s.algorithm == "accurate")
    assert held.low == pytest.approx(least, abs=ROUNDED)
    assert free.low < 0.1


@QUICK
@given(st.integers(2, 40), st.lists(GRID, min_size=1, max_size=7))
def test_equal_candidates_split_the_first_places(n: int, goodness: list[float]) -> None:
    values = np.array([goodness] * n)
    shares = [1 / len(goodness)] * len(goodness)
    all_scored = rank([f"algorithm-{i}" for i in range(n)], values, values, shares, (0, 0.4))
    assert {s.first_share for s in all_scored} == {round(1 / n, 4)}


def test_equal_candidates_stand_in_the_order_of_their_ids() -> None:
    values = np.full((3, 2), 0.5)
    assert [s.algorithm for s in rank(["c", "a", "b"], values, values, (0.5, 0.5), None)] == ["a", "b", "c"]


def test_nothing_to_rank_is_an_empty_ranking() -> None:
    assert rank([], np.zeros((0, 2)), np.zeros((0, 2)), (0.5, 0.5), None) == ()


def test_at_least_a_thousand_draws_are_made() -> None:
    assert N_DRAWS >= 1000
