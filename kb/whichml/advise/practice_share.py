"""Which share of the whole weight established practice has beside what was measured and what is claimed."""

from __future__ import annotations

from typing import Final

from whichml.model.briefs.brief import Brief
from whichml.model.briefs.recognised_application import APPLICATION
from whichml.model.format.brief_algorithms import ALGORITHM_LISTS
from whichml.model.format.brief_circumstances import CIRCUMSTANCE_LISTS
from whichml.model.format.brief_fields import REQUIRED_FIELDS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.statements.conditions import Facts

FULL_SHARE: Final = 0.5
"""The share of the whole weight that practice has where nothing was measured of the regime of a brief."""
LEAST_SHARE: Final = 0.25
"""The share below which practice parts nothing that qualities do not: it says what is a mistake, and little else."""
_AS_IF_TOLD: Final = 1.2
"""How many facts a brief tells by being asked: with 1.0, practice would have no say where sizes alone are told, and
nothing would keep what most call a mistake from leading."""
TELLS_NO_SITUATION: Final = frozenset({APPLICATION, FURTHER_TASKS, *ALGORITHM_LISTS, *CIRCUMSTANCE_LISTS})
"""Fields that make no situation better known: what words are read as, what else holds or is asked for, and what
somebody tried or wants."""


def practice_share(n_told: int | None, is_measured: bool = False) -> float:
    """Return the share of the whole weight that practice has.

    Where a brief tells only sizes of a task that others measured, what they measured has most of the say; each further
    fact makes its situation one that practice knows better. What was measured of the project itself halves it.

    Parameters
    ----------
    n_told : how much a brief tells beyond that; None where nothing was measured of its regime
    is_measured : whether accuracy was measured on the project's own data

    Examples
    --------
    >>> [round(practice_share(n), 3) for n in (None, 0, 1, 3)]
    [0.5, 0.153, 0.397, 0.472]
    """
    share = FULL_SHARE if n_told is None else FULL_SHARE * (1 - 1 / (n_told + _AS_IF_TOLD) ** 2)
    return share / 2 if is_measured else share


def how_much_told(brief: Brief, given: Facts) -> int:
    """Return how much a brief tells beyond its task and its kinds of data: further fields, an order, requirements.

    What its words are read as says nothing more, nor does which algorithms somebody tried or wants.
    """
    told = {*given}.difference(REQUIRED_FIELDS) - TELLS_NO_SITUATION
    return len(told) + len(brief.priorities) + len(brief.requirements)
