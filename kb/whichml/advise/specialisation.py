"""A special form of an algorithm stands in its place: Cox regression rather than "survival model".

The general one is no choice beside the special one, so both share a rank that the special one heads. Where no special
form does nearly as well here, the general one stands for itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whichml.advise.ranking import BEHIND_IN_PRACTICE, POSSIBLE_MISTAKE, RankedAlternative, ScoredAlternative


def special_first(
    all_scored: Sequence[ScoredAlternative], general_of: Mapping[str, str], mistakes: Mapping[str, float]
) -> tuple[list[ScoredAlternative], dict[str, str]]:
    """Return the candidates without general ones that a special form stands for, and for which each stands.

    Parameters
    ----------
    all_scored : best first
    general_of : of each special form, the algorithm that it specialises
    mistakes : the chance of each that practice calls it a mistake; empty where practice has no say

    Notes
    -----
    The best special form within 0.08 of the general one stands for it, at the better place of the two. One of them that
    may be a mistake where the other is none does not share its place.
    """
    by_name = {scored.algorithm: scored for scored in all_scored}
    stands_for: dict[str, str] = {}
    for scored in all_scored:
        general = by_name.get(general_of.get(scored.algorithm, ""))
        if general is None or general.algorithm in stands_for.values():
            continue
        alike = _is_doubtful(scored, mistakes) == _is_doubtful(general, mistakes)
        if alike and general.mean - scored.mean <= BEHIND_IN_PRACTICE:
            stands_for[scored.algorithm] = general.algorithm
    head_of = {general: special for special, general in stands_for.items()}
    places = dict.fromkeys(head_of.get(scored.algorithm, scored.algorithm) for scored in all_scored)
    return [by_name[name] for name in places], stands_for


def with_general(
    alternatives: Sequence[RankedAlternative], stands_for: Mapping[str, str]
) -> tuple[RankedAlternative, ...]:
    """Return the ranks with each general algorithm among the equivalents of the special form that stands for it."""

    def named(each: RankedAlternative) -> tuple[str, ...]:
        alike = (each.scored.algorithm, *each.equivalents)
        return tuple(name for special in alike for name in (special, stands_for.get(special)) if name)[1:]

    return tuple(replace(each, equivalents=named(each)) for each in alternatives)


def _is_doubtful(scored: ScoredAlternative, mistakes: Mapping[str, float]) -> bool:
    return mistakes.get(scored.algorithm, 0.0) >= POSSIBLE_MISTAKE
