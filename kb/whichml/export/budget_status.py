"""How the leader stands to the money that a project has: for building it, and for the hardware of one device."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from whichml.export.arguments import is_unknown
from whichml.export.main_points import level_in_words
from whichml.export.requirement_status import Status
from whichml.export.told_numbers import ToldNumbers
from whichml.model.statements.recommendation import Candidate, RatedQuality, Recommendation
from whichml.model.values.currencies import BASE_CURRENCY
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.quantity import Quantity, in_short_words, quantity_or_none
from whichml.model.values.vocabulary import LEVELS, QualityId

_BUILDING: Final = "project.budget"
_OF_DEVICE: Final = "project.unit_budget"
_TRAINING, _DEVELOPMENT = "training-cost", "development-cost"
_NO_RATE: Final = "no exchange rate is given"


class BudgetStatus(NamedTuple):
    """An amount that a brief allows, and what it comes to.

    Attributes
    ----------
    said : the amount and what it is for
    known : what is known of what it has to pay, in fewer and fewer words
    """

    said: str
    status: Status
    known: tuple[str, ...]

    @property
    def ways(self) -> tuple[str, ...]:
        """Return it as clauses of fewer and fewer words."""
        start = f"{self.status}: {self.said}"
        return (*(f"{start}; {each}" for each in self.known), start)

    @property
    def in_full(self) -> str:
        """Return it as a sentence without its stop, where nothing cuts it."""
        return f"{self.said} is {self.status}: {self.known[0]}"


def budgets_of(answer: Recommendation) -> Iterator[BudgetStatus]:
    """Yield how the leader stands to each budget of the brief: no claim prices people's work, so that none is met.

    Without a leader there is nothing to pay for.
    """
    told = ToldNumbers(answer)
    for field in (_BUILDING, _OF_DEVICE) if answer.candidates else ():
        given, amount = told.money(field), quantity_or_none(told.written(field), "money")
        if given is None or amount is None:
            continue
        what = "for building it" if field == _BUILDING else "for the hardware of one device"
        said = f"Budget of {given.readable} {what}"
        if amount.currency != BASE_CURRENCY:
            yield BudgetStatus(said, "ignored", (_NO_RATE,))
        elif field == _OF_DEVICE:
            yield BudgetStatus(said, "open", ("no board is priced here",))
        else:
            yield _of_building(said, amount, answer.candidates[0])


def _of_building(said: str, budget: Quantity, leader: Candidate) -> BudgetStatus:
    """Return how a budget for building stands: at risk where training alone usually takes more of it."""
    rated = {each.quality: each for each in leader.qualities if not each.requirement and not is_unknown(each)}
    least, most = _usual(rated.get(_TRAINING))
    if least is not None and least >= budget.magnitude:
        return BudgetStatus(said, "at risk", (f"one training run usually costs more than {_in_words(least)}",))
    work = rated.get(_DEVELOPMENT)
    people = f"development cost {level_in_words(work.level)}" if work is not None else "people's work is not priced"
    training = f"a training run usually up to {_in_words(most)}" if most is not None else ""
    both = f"{people}, {training}" if training else people
    return BudgetStatus(said, "open", tuple(dict.fromkeys((both, people))))


def _usual(rated: RatedQuality | None) -> tuple[float | None, float | None]:
    """Return between which amounts the levels of a quality lie that is told in money; None where there is no end."""
    named = QUALITIES.get(QualityId(_TRAINING))
    low, _, high = rated.level.partition("..") if rated is not None else ("", "", "")
    if named is None or low not in LEVELS:
        return None, None
    least, most = LEVELS.index(low) - 1, LEVELS.index(high or low)
    anchors = named.anchors
    return (anchors[least] if least >= 0 else None), (anchors[most] if most < len(anchors) else None)


def _in_words(amount: float) -> str:
    return in_short_words(amount, "money", BASE_CURRENCY)
