"""How long a run may take, and how much of that one trial may."""

from __future__ import annotations

import math
from collections.abc import Callable

SECONDS_FOR_BASELINES = 60.0
_LEAST_SECONDS, _LEAST_SECONDS_OF_MEASURES = 5.0, 15.0  # repeated calls take some seconds, and more on a busy machine
_SHARE_OF_A_FIRST_FIT, _SHARE_OF_A_FIT = 0.2, 0.35


class TrialBudget:
    """Wall-clock time that runs out from the moment this is made.

    Parameters
    ----------
    seconds : all that the run may take
    clock : seconds that never go back
    """

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds, self._clock, self._started = seconds, clock, clock()

    @property
    def seconds_left(self) -> float:
        """Return what is left, below 0 where it is used up."""
        return self._seconds - (self._clock() - self._started)

    @property
    def share_used(self) -> float:
        """Return the share that is used up, above 1 where the run took longer."""
        return 1 - self.seconds_left / self._seconds

    def in_words(self, wanted: float) -> str:
        """Return that it is the budget that limits a fit and no fault of the method, and what gives it more.

        Parameters
        ----------
        wanted : seconds that a fit would have to be given
        """
        enough = math.ceil(wanted / _SHARE_OF_A_FIRST_FIT)
        return (f"That is a limit of the budget of {self._seconds:.3g} seconds, and no fault of the method; one of "
                f"{enough} seconds gives a fit {wanted:.3g}.")  # fmt: skip

    @property
    def seconds_of_a_fit(self) -> float:
        """Return what a fit on all rows may take."""
        return max(_LEAST_SECONDS, _SHARE_OF_A_FIT * self._seconds)

    def limit(self, is_fold: bool, is_first: bool) -> tuple[float, bool]:
        """Return the seconds of a trial, and whether it is the budget that limits them.

        Parameters
        ----------
        is_fold : whether it scores one fold; other measures take longer
        is_first : whether nothing is known yet of how long its candidate takes
        """
        left = self.seconds_left
        share = _SHARE_OF_A_FIRST_FIT if is_first else _SHARE_OF_A_FIT
        own = max(_LEAST_SECONDS if is_fold else _LEAST_SECONDS_OF_MEASURES, share * self._seconds)
        return (own, False) if own <= left else (max(left, 0.1), True)
