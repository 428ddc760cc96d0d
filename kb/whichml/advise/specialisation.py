"""A special form of an algorithm stands in its place: Cox regression rather than "survival model".

The general one is no choice beside the special one, so both share a rank that the special one heads. Where no special
form does nearly as well here, the general one stands for itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from whichml.advise.ranking import SAME_PLACE, RankedAlternative, ScoredAlternative

_DOUBTFUL: Final = 0.05
"""The chance of being called a mistake from which a special form does not share the place of one below it."""
_TOO_DOUBTFUL: Final = 0.5
"""The chance of being called a mistake from which a general algorithm is not named beside its special form."""
_NEAR_GENERAL: Final = 0.04
"""How far behind the general algorithm a special form may be to have its better place; an only one, to stand for it."""


def special_first(
    all_scored: Sequence[ScoredAlternative], general_of: Mapping[str, str], mistakes: Mapping[str, float]
) -> tuple[list[ScoredAlternative], dict[str, str]]:
    """Return the candidates without general ones that a special form stands for, and for which each stands.

    Parameters
    ----------
    all_scored : best first
    general_of : of each special form, the algorithm that it specialises; general ones that are out left aside
    mistakes : the chance of each, and of general ones that are not ranked, that practice calls it a mistake; empty
        where practice has no say

    Notes
    -----
    The best special form within 0.08 of the general one stands for it, at the better place of the two where it is
    within 0.04; else at its own, since what the general one owes to another of its forms is no merit of this one. A
    general one with a single special form owes it to none: it stands for itself unless that form is within 0.04.
    Of a general one that is not ranked, such as a reference, the best special form does. A special form behind the
    general one that may be a mistake where that is none does not share its place, nor does a general one that is likely
    one.
    """
    by_name = {scored.algorithm: scored for scored in all_scored}
    n_forms = Counter(general_of.values())
    stands_for: dict[str, str] = {}
    for scored in all_scored:
        general = general_of.get(scored.algorithm)
        if general is None or general in stands_for.values():
            continue
        if general not in by_name:
            stands = mistakes.get(general, 0.0) < _TOO_DOUBTFUL
        else:
            behind = by_name[general].mean - scored.mean
            is_near = behind <= (SAME_PLACE if n_forms[general] > 1 else _NEAR_GENERAL)
            stands = is_near and _shares_place(scored, by_name[general], mistakes)
        if stands:
            stands_for[scored.algorithm] = general
    head_of = {general: special for special, general in stands_for.items()}
    places: dict[str, None] = {}
    for scored in all_scored:
        special = head_of.get(scored.algorithm, scored.algorithm)
        if scored.mean - by_name[special].mean <= _NEAR_GENERAL:
            places[special] = None
    return [by_name[name] for name in places], stands_for


def with_general(
    alternatives: Sequence[RankedAlternative], stands_for: Mapping[str, str]
) -> tuple[RankedAlternative, ...]:
    """Return the ranks with each general algorithm among the equivalents of the special form that stands for it."""

    def named(each: RankedAlternative) -> tuple[str, ...]:
        alike = (each.scored.algorithm, *each.equivalents)
        return tuple(name for special in alike for name in (special, stands_for.get(special)) if name)[1:]

    return tuple(replace(each, equivalents=named(each)) for each in alternatives)


def _shares_place(special: ScoredAlternative, general: ScoredAlternative, mistakes: Mapping[str, float]) -> bool:
    """Return whether no doubt about one of two that are near each other parts them."""
    doubts = mistakes.get(special.algorithm, 0.0), mistakes.get(general.algorithm, 0.0)
    if doubts[0] >= _DOUBTFUL > doubts[1] and special.mean < general.mean:
        return False
    return not doubts[1] >= _TOO_DOUBTFUL > doubts[0]
