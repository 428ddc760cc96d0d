"""What people can look at in a day, and which requirements that puts out of reach whatever the model is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple, Self

from whichml.export.sum_words import shared
from whichml.export.told_numbers import ToldNumbers
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.quantity import number_or_none

YES_OR_NO: Final = frozenset({"binary-classification", "outlier-detection"})
_RECALL: Final = "recall"


class PeoplesDay(NamedTuple):
    """A day of those who look at what a model reports, of fewer cases than there are.

    Attributes
    ----------
    sought : how many of all cases are of the rare kind; None where nobody says
    """

    looked_at: float
    all_cases: float
    sought: float | None

    @classmethod
    def of(cls, told: ToldNumbers) -> Self | None:
        """Return the day that a brief tells; None where it tells none, or people look at all cases."""
        looked_at, all_cases = told.number("project.cases_per_day"), told.number("deployment.requests_per_day")
        if told.task not in YES_OR_NO or looked_at is None or all_cases is None or looked_at >= all_cases:
            return None
        rare = told.rare_of_all()
        return cls(looked_at, all_cases, rare * all_cases if rare is not None and rare < 1 else None)

    @property
    def most_found(self) -> float:
        """Return the largest share of what is sought that people can see, 1 where they can see all of it."""
        return min(1.0, self.looked_at / self.sought) if self.sought else 1.0


def beyond_capacity(answer: Recommendation) -> Mapping[str, str]:
    """Return by id the requirements that no model keeps since people see too few cases, with the most that they see."""
    told = ToldNumbers(answer)
    day = PeoplesDay.of(told)
    if day is None or day.sought is None or day.most_found >= 1:
        return {}
    most = f"people can see {shared(day.most_found)} at most"
    least = ((number, number_or_none(each.get("min"))) for number, each in enumerate(told.requirements())
             if each.get("metric") == _RECALL)  # fmt: skip
    return {f"requirements.{number}": most for number, bound in least if bound is not None and bound > day.most_found}
