"""The ranking: stochastic multicriteria acceptability analysis over weights and spans, with a Pareto front.

Weights are drawn from a Dirichlet distribution around the project's tiers, values uniformly inside their spans
(Lahdelma, Hokkanen, Salminen 1998; Lahdelma, Salminen 2001). The seed is fixed: same criteria, same draws.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

N_DRAWS = 1000
SEED = 17_645
CONCENTRATION = 40.0
NEAR_TIE = 0.025
FAR_BEHIND = 0.1
BEHIND_IN_PRACTICE = 0.1
"""How far behind the leader in mean utility a choice may be where established practice counts."""
SAME_PLACE = 0.08
"""How far apart in mean utility the names of one thing may stand, general and special, to share a place."""
BEHIND_AND_SAFE = 0.125
"""The same for one that is hardly ever called a mistake, beside a leader that is called one now and then."""
SELDOM_MISTAKEN = 0.03
"""The chance of being called a mistake below which an algorithm hardly ever is."""
LEADER_IN_DOUBT = 0.02
"""The chance of being called a mistake from which a leader wants a safe choice beside it."""
LIKELY_MISTAKE = 0.5
"""The chance of being called a mistake from which an algorithm does not lead: it is likelier one than not."""
POSSIBLE_MISTAKE = 0.03
"""The chance of being called a mistake from which an algorithm behind the leader is no choice beside it."""
LEVEL_MISTAKE = 0.1
"""The same for one that does as well as the leader."""
N_KINDS = 3
"""How many of different kinds come before siblings of theirs: three of a kind are one guess."""
CLEARLY_BETTER = 0.06
"""From how much more mean utility a sibling keeps its place before another kind, or who leads though at risk."""
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class ScoredAlternative:
    """How one candidate does over all draws."""

    algorithm: str
    mean: float
    low: float
    high: float
    first_share: float
    pareto: bool


def rank(
    algorithms: Sequence[str],
    low: Floats,
    high: Floats,
    shares: Sequence[float],
    floor: tuple[int, float] | None,
    chances: Floats | None = None,
    practice: tuple[Floats, float] | None = None,
) -> tuple[ScoredAlternative, ...]:
    """Return the candidates, best first: by mean utility, then by share of first places, then by id.

    Parameters
    ----------
    algorithms : ids of the n candidates
    low, high : ndarray of shape (n, n_criteria)
        Worst and best goodness of each candidate in each criterion, 0..1, 1 the best.
    shares : expected weight of each criterion; they sum to 1
    floor : the criterion whose weight is held up, and the least share it keeps in each draw
    chances : how often each candidate is of any use; its utility counts by that share
    practice : how far established practice would use each candidate, 0..1, and the share of the whole weight of that
    """
    if not algorithms:
        return ()
    weights, expected = _kept_weights(tuple(shares), floor)
    utilities = _utilities(weights, low.astype(np.float32), (high - low).astype(np.float32))
    means = ((low + high) / 2 * expected).sum(axis=1)
    if chances is not None:
        utilities, means = utilities * chances.astype(np.float32)[:, np.newaxis], means * chances
    if practice is not None:
        used, share = practice
        utilities = np.float32(1 - share) * utilities + (share * used).astype(np.float32)[:, np.newaxis]
        means = (1 - share) * means + share * used
    best = utilities == utilities.max(axis=0)
    first = (best / best.sum(axis=0)).mean(axis=1)
    utilities.sort(axis=1)
    least, most = _quantile(utilities, 0.05), _quantile(utilities, 0.95)
    front = pareto_front(low + high)
    all_scored = [
        ScoredAlternative(
            algorithm,
            _rounded(means[i]),
            _rounded(least[i]),
            _rounded(most[i]),
            _rounded(first[i]),
            bool(front[i]),
        )
        for i, algorithm in enumerate(algorithms)
    ]
    return tuple(sorted(all_scored, key=lambda s: (-s.mean, -s.first_share, s.algorithm)))


def _utilities(
    weights: NDArray[np.float32], low: NDArray[np.float32], width: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the utility of each algorithm in each draw, of shape (n_algorithms, n_draws).

    One criterion after the other, so that the arrays stay small enough for the processor's cache; no matrix product,
    because the threads of a BLAS library would spin on after so small a one.
    """
    total = np.zeros((len(low), N_DRAWS), dtype=np.float32)
    values = np.empty_like(total)
    for criterion, share in enumerate(np.ascontiguousarray(weights.T)):
        np.multiply(_uniform(criterion, len(low)).T, width[:, criterion, np.newaxis], out=values)
        values += low[:, criterion, np.newaxis]
        values *= share
        total += values
    return total


def _quantile(ordered: NDArray[np.float32], share: float) -> Floats:
    """Return that quantile of each row, whose values ascend, linear between two of them as `numpy.quantile` has it.

    Rows that are sorted whole give both ends of an interval in a third of the time in which numpy selects them.
    """
    below, part = divmod(np.float64(share) * (ordered.shape[1] - 1), 1)
    one, next_ = ordered[:, int(below)], ordered[:, int(below) + 1]
    found: Floats = one + (next_ - one) * part if part < 0.5 else next_ - (next_ - one) * (1 - part)
    return found


def _uniform(criterion: int, n_algorithms: int) -> NDArray[np.float32]:
    """Return uniform draws of shape (n_draws, n_algorithms) for the criterion of that number, always the same."""
    n_columns = max(64, 1 << (n_algorithms - 1).bit_length())
    return _uniform_block(criterion, n_columns)[: N_DRAWS * n_algorithms].reshape(N_DRAWS, n_algorithms)


@cache
def _uniform_block(criterion: int, n_columns: int) -> NDArray[np.float32]:
    """Return draws for up to `n_columns` algorithms, kept: drawing takes longer than all the rest of the ranking."""
    random = np.random.Generator(np.random.PCG64([SEED, criterion]))
    return random.random(N_DRAWS * n_columns, dtype=np.float32)


@lru_cache(maxsize=64)
def _kept_weights(shares: tuple[float, ...], floor: tuple[int, float] | None) -> tuple[NDArray[np.float32], Floats]:
    """Return the weights of all draws, and their mean: one brief is often answered again with a fact or two changed."""
    weights = _weights(shares, floor)
    return weights.astype(np.float32), weights.mean(axis=0)


def _weights(shares: Sequence[float], floor: tuple[int, float] | None) -> Floats:
    """Return weights of shape (n_draws, n_criteria) that sum to 1 in each draw."""
    random = np.random.Generator(np.random.PCG64(SEED))
    gammas = np.maximum(np.asarray(shares, dtype=np.float64) * CONCENTRATION, 1e-3).astype(np.float32)
    drawn = random.standard_gamma(gammas, size=(N_DRAWS, len(shares)), dtype=np.float32).astype(np.float64)
    weights = drawn / drawn.sum(axis=1, keepdims=True)
    if floor is None or len(shares) == 1:
        return np.asarray(weights, dtype=np.float64)
    index, least = floor
    held = np.maximum(weights[:, index], least)
    others = 1.0 - weights[:, index]
    weights *= ((1.0 - held) / np.where(others > 0, others, 1.0))[:, np.newaxis]
    weights[:, index] = held
    return np.asarray(weights, dtype=np.float64)


def pareto_front(goodness: Floats) -> NDArray[np.bool_]:
    """Return which rows no other row dominates: as good in every column and better in one.

    Parameters
    ----------
    goodness : ndarray of shape (n, n_criteria), more is better
    """
    as_good = (goodness[:, np.newaxis, :] >= goodness[np.newaxis, :, :]).all(axis=2)
    better = (goodness[:, np.newaxis, :] > goodness[np.newaxis, :, :]).any(axis=2)
    dominated = (as_good & better).any(axis=0)
    return np.logical_not(dominated)


def _rounded(value: float) -> float:
    return round(float(value), 4)


@dataclass(frozen=True, slots=True)
class RankedAlternative:
    """A rank with its candidate and the siblings that do as well.

    Attributes
    ----------
    outclassed : it, or one before it, is more than 0.1 behind in mean utility and does worse at its best (the 95 per
        cent point) than the leader at its worst (the 5 per cent point), so that naming it as a choice would mislead
    """

    rank: int
    scored: ScoredAlternative
    near_tie: bool
    equivalents: tuple[str, ...]
    outclassed: bool


def group_siblings(
    all_scored: Sequence[ScoredAlternative],
    families: Sequence[frozenset[str]],
    n_choices: int = 1,
    mistakes: Sequence[float] = (),
    at_risk: Mapping[str, int] = MappingProxyType({}),
    kinds: Sequence[frozenset[str]] = (),
    inaccurate: Collection[str] = (),
) -> tuple[RankedAlternative, ...]:
    """Return the ranks, with siblings in a near-tie grouped with the better one's equivalents.

    Parameters
    ----------
    all_scored : best first
    families : the families of one kind that each candidate is filed under, in the same order
    n_choices : how many are choices, however far behind
    mistakes : the chance of each that practice calls it a mistake; the leader is likelier not to be one, and what
        follows is hardly one
    at_risk : by how many levels candidates are likely to miss what must hold; those that miss nothing are left out
    kinds : all families of one kind that each candidate belongs to, also above those that it is filed under; by
        default these alone
    inaccurate : which candidates are known to predict poorly, so that their kind brings none of them forward

    Notes
    -----
    A near-tie is a mean utility within 0.025 of the leader's. A sibling shares a family and is within 0.025 of the
    candidate that it is grouped with. One of a kind that stands above already ranks after three of different kinds, as
    far as there are so many that are not outclassed, poor or more than 0.06 behind it: three of a kind are one guess,
    and no better guess gives way to a worse one.
    """
    doubts = list(mistakes) or [0.0] * len(all_scored)
    leader = _leader(all_scored, doubts, at_risk)
    mistaken = _mistaken(doubts, [scored.mean for scored in all_scored], leader)
    heads: list[_Head] = []
    n_sound = 0
    for number in sorted(range(len(all_scored)), key=lambda number: (mistaken[number], number != leader)):
        scored, family = all_scored[number], families[number]
        group = None if mistaken[number] else _group_of(scored, family, heads)
        if group is not None:
            group.append(scored.algorithm)
        else:
            heads.append(_Head(scored, family, doubts[number], [], (kinds or families)[number]))
            n_sound += not mistaken[number]
    if not heads:
        return ()
    chosen = _choices(heads[:n_sound], n_choices, is_practised=bool(mistakes))
    near = [abs(heads[0].scored.mean - head.scored.mean) <= NEAR_TIE for head in heads]
    return tuple(
        RankedAlternative(
            rank, heads[number].scored, near[number] and sum(near) > 1, tuple(heads[number].siblings),
            number not in chosen,
        )
        for rank, number in enumerate(_kinds_first(heads, chosen, inaccurate), start=1)
    )  # fmt: skip


def left_out_of_ranking(alternatives: Sequence[RankedAlternative], references: Collection[str]) -> frozenset[str]:
    """Return what an answer does not show: references beyond the first three."""
    return frozenset(
        name
        for alternative in alternatives
        for name in (alternative.scored.algorithm, *alternative.equivalents)
        if name in references and (alternative.rank > N_KINDS or alternative.outclassed)
    )


class _Head(NamedTuple):
    """The best of candidates that do as well, its chance to be called a mistake, and the others.

    `family` holds what it is filed under, `kinds` also what is above that.
    """

    scored: ScoredAlternative
    family: frozenset[str]
    doubt: float
    siblings: list[str]
    kinds: frozenset[str]


def _group_of(scored: ScoredAlternative, family: frozenset[str], heads: Sequence[_Head]) -> list[str] | None:
    """Return the siblings that a candidate is in a near-tie with, below their head; None where there are none."""
    for head in heads:
        if family & head.family and head.scored.mean - scored.mean <= NEAR_TIE:
            return head.siblings
    return None


def _choices(heads: Sequence[_Head], n_choices: int, *, is_practised: bool) -> list[int]:
    """Return the numbers of those that are choices beside the first: no mistakes, and not too far behind."""
    if is_practised:
        return [number for number, head in enumerate(heads) if number < n_choices or not _is_behind(head, heads[0])]
    leader = heads[0].scored
    is_outclassed = [
        head.scored.high < leader.low and leader.mean - head.scored.mean > FAR_BEHIND for head in heads[n_choices:]
    ]
    n_left = is_outclassed.index(True) if True in is_outclassed else len(heads)
    return [*range(min(len(heads), n_choices + n_left))]  # whoever is outclassed takes along those behind it


def _is_behind(head: _Head, leader: _Head) -> bool:
    """Return whether a candidate is so far behind in practice that naming it as a choice would mislead."""
    is_safe = head.doubt < min(SELDOM_MISTAKEN, leader.doubt) and leader.doubt >= LEADER_IN_DOUBT
    return leader.scored.mean - head.scored.mean > (BEHIND_AND_SAFE if is_safe else BEHIND_IN_PRACTICE)


def mistake_limit(behind: float) -> float:
    """Return the chance of being called a mistake from which what is so far behind the leader is no choice beside it.

    Parameters
    ----------
    behind : mean utility of the leader over that of the candidate
    """
    return LEVEL_MISTAKE if behind <= NEAR_TIE else POSSIBLE_MISTAKE


def _leader(all_scored: Sequence[ScoredAlternative], chances: Sequence[float], at_risk: Mapping[str, int]) -> int:
    """Return the number of who leads: the best that is no likely mistake.

    One that is likely to miss what must hold yields to one that misses it by less, if at all, is no likelier a mistake
    or seldom one, and is not clearly worse; for two levels or more it may be twice as far behind, and in doubt. A bound
    that gets tighter thus hands the lead on and seldom back: what it puts out raises the practice of those left, but
    hardly as far as that.
    """
    best = next((number for number, chance in enumerate(chances) if chance < LIKELY_MISTAKE), 0)
    if not all_scored or all_scored[best].algorithm not in at_risk:
        return best
    short = [at_risk.get(scored.algorithm, 0) for scored in all_scored]
    weights = [min(2, short[best] - levels) for levels in short]
    keep = (
        number for number, (scored, weight) in enumerate(zip(all_scored, weights, strict=True))
        if weight > 0 and chances[number] <= max(chances[best], SELDOM_MISTAKEN * weight)
        and 0 <= all_scored[best].mean - scored.mean <= CLEARLY_BETTER * weight
    )  # fmt: skip
    return min(keep, key=lambda number: (short[number], number), default=best)


def _mistaken(chances: Sequence[float], means: Sequence[float], leader: int) -> list[bool]:
    """Return which candidates, best first, practice calls mistakes: in doubt, but not the one that leads."""
    limits = [mistake_limit(means[leader] - mean) for mean in means]
    return [
        chance >= limit and number != leader for number, (chance, limit) in enumerate(zip(chances, limits, strict=True))
    ]


def _kinds_first(heads: Sequence[_Head], chosen: Sequence[int], inaccurate: Collection[str]) -> list[int]:
    """Return the numbers of candidates: three choices of different kinds, the other choices, all others by utility.

    Parameters
    ----------
    heads : those that practice does not call a mistake first, and best first
    chosen : numbers of the choices, best first; of the others none comes forward
    """
    first: list[int] = []
    left = list(chosen)
    while left and len(first) < N_KINDS:
        first.append(_next_choice(heads, left, first, inaccurate))
        left.remove(first[-1])
    choices = first + left
    others = [number for number in range(len(heads)) if number not in choices]
    return choices + sorted(others, key=lambda number: -heads[number].scored.mean)


def _next_choice(heads: Sequence[_Head], left: Sequence[int], first: Sequence[int], inaccurate: Collection[str]) -> int:
    """Return who comes after the first: the best of a new kind, unless it would displace one that is clearly better.

    Parameters
    ----------
    left : numbers of the choices that have no place yet, best first
    """
    best, seen = left[0], frozenset[str]().union(*(heads[number].kinds for number in first))
    is_poor = heads[best].scored.algorithm in inaccurate
    for number in left:
        if heads[number].kinds.isdisjoint(seen) and (is_poor or heads[number].scored.algorithm not in inaccurate):
            gap = round(heads[best].scored.mean - heads[number].scored.mean, 4)
            return best if gap > CLEARLY_BETTER else number
    return best
