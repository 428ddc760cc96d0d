"""Which kinds of work are near a brief whose words tell of none for sure, so that somebody may choose."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import Final

from whichml.model.briefs.recognised_application import Applications, ApplicationWords
from whichml.model.words.recognised_terms import stems_of

_N_NEAR: Final = 4
_LEAST: Final = 2.0
"""The nearness from which a kind of work is worth a look: two words of the title that few kinds have."""
_OF_NOTES: Final = 0.3
"""As how much a word counts that notes alone say: they tell much beside the work."""
_OTHER_TASK: Final = 0.5
"""As how much all counts of a kind of work that is told as other tasks."""


def near_applications(applications: Applications, title: str, prose: str, task: str) -> Sequence[ApplicationWords]:
    """Return the few applications whose names and terms are nearest to a brief, the nearest first.

    A word counts the more the fewer applications have it.
    """
    words = {each.id: _stems(each) for each in applications.known.values()}
    uses = Counter(stem for stems in words.values() for stem in stems)
    in_title, in_prose = stems_of(title), stems_of(prose)
    rarity = {stem: math.log(len(words) / uses[stem]) for stem in (in_title | in_prose) & uses.keys()}

    def nearness(each: ApplicationWords) -> float:
        shared = (rarity[stem] * (1.0 if stem in in_title else _OF_NOTES) for stem in words[each.id] & rarity.keys())
        total = sum(shared) / math.sqrt(math.log(2 + len(words[each.id])))
        return total if task in each.tasks else total * _OTHER_TASK

    found = sorted((-nearness(each), each.id) for each in applications.known.values())
    return [applications.known[identity] for near, identity in found[:_N_NEAR] if -near >= _LEAST]


def _stems(application: ApplicationWords) -> frozenset[str]:
    return stems_of(" ".join((application.name, *(term.replace("*", "") for term in chain(*application.groups)))))
