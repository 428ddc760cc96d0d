"""What one prediction of a hosted or large model is expected to cost, as a distribution to hold bounds against."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from whichml.advise.hosting import Offer, hosted_offers, own_offers
from whichml.knowledge.base import Knowledge
from whichml.knowledge.spread import Spread, Spreads, chance_within, student_quantile
from whichml.model.statements.conditions import Facts
from whichml.model.statements.facts import Citation
from whichml.model.values.interval import Interval

QUALITY: Final = "cost-per-prediction"
DEDICATED_SHARE: Final = 0.75
"""How often a live service of one's own has machines to itself; else it is paid for while it works, an assumption."""
_STATED: Final = 1000
"""Degrees of freedom of what is stated rather than estimated."""


@dataclass(frozen=True, slots=True)
class PricedPrediction:
    """What one prediction of an algorithm is expected to cost, in USD."""

    offer: Offer
    spreads: Spreads
    sources: tuple[Citation, ...]
    remedy: str = ""

    @property
    def identity(self) -> str:
        """Return what tells it from other predictions in one answer."""
        return f"{self.offer.algorithm}:{QUALITY}:usd:{self.offer.price.id}"

    @property
    def implementation(self) -> str:
        """Return what is bought or rented."""
        return told_of(self.offer)

    @property
    def fields(self) -> tuple[str, ...]:
        """Return what the brief had to say for it."""
        return self.offer.fields

    @property
    def is_time(self) -> bool:
        """Return that no machine was calibrated for it."""
        return False

    @property
    def low(self) -> float:
        """Return the low end of its interval."""
        return min(self.offer.usd.low, self.offer.usd_busy.low)

    @property
    def high(self) -> float:
        """Return the high end."""
        return max(self.offer.usd.high, self.offer.usd_busy.high)

    @property
    def amount(self) -> str:
        """Return the interval in words."""
        return dollars(Interval(self.low, self.high))

    @property
    def bought(self) -> str:
        """Return what is bought or rented for it, with its article: a service is sold in several sizes."""
        told = told_of(self.offer)
        return told if self.offer.is_hosted else f"{'an' if told[0] in 'aeiou' else 'a'} {told}"

    @property
    def text(self) -> str:
        """Return what it says, as a clause."""
        return f"{self.amount} a prediction are expected; {assumed(self.offer)}"

    def chance_to_keep(self, bound: float) -> float:
        """Return the probability to cost at most so much; it never falls where the bound gets looser."""
        return chance_within(self.spreads, bound)

    def may_be_cut_to(self, bound: float) -> bool:
        """Return that no price is cut to a bound, whatever that is."""
        return False


def predict_prices(knowledge: Knowledge, facts: Facts, bound: float) -> Mapping[str, PricedPrediction]:
    """Return what a prediction of each algorithm costs that is bought or run on rented machines, by its id.

    Of several classes of models on offer the one counts that is most likely to keep the bound, then the cheapest. A
    live service of one's own is left out where its volume is not known, since an idle machine has no upper price.

    Parameters
    ----------
    bound : the most that one prediction may cost, in USD
    """
    found: dict[str, PricedPrediction] = {}
    for offer in (*hosted_offers(knowledge, facts), *own_offers(knowledge, facts)):
        if not offer.algorithm or (offer.depends_on_volume and offer.usd_per_month is None):
            continue
        told = PricedPrediction(offer, _spreads(offer), offer.cited(knowledge.sources))
        known = found.get(offer.algorithm)
        if known is None or _preference(told, bound) > _preference(known, bound):
            found[offer.algorithm] = told
    return found


def told_of(offer: Offer) -> str:
    """Return what is bought or rented, in words."""
    if offer.throughput is None:
        return f"a {offer.price.name}"
    return offer.throughput.name


def assumed(offer: Offer) -> str:
    """Return what an offer takes for granted: what a prediction takes, how machines run, and the day of prices."""
    first, last = offer.dates
    days = first if first == last else f"{first} to {last}"
    said = [offer.consumption.words]
    if offer.throughput is not None and offer.machines is not None:
        low, high = (f"{each:,.0f}" for each in (offer.machines.low, offer.machines.high))
        count = low if low == high else f"{low} to {high}"
        said.append(f"{count} of it run all the time" if count != "1" else "one of it runs all the time")
    elif offer.throughput is not None:
        said.append("paid for while it is busy")
    return f"{'; '.join(said)}; prices of {days}"


def dollars(amount: Interval) -> str:
    """Return an interval of money in words.

    Examples
    --------
    >>> dollars(Interval(0.000061, 12345.0))
    '0.000061 to 12,000 USD'
    """
    low, high = _shown(amount.low), _shown(amount.high)
    return f"{low} USD" if low == high else f"{low} to {high} USD"


def _shown(usd: float) -> str:
    if usd <= 0:
        return "0"
    n_decimals = max(0, 1 - math.floor(math.log10(usd)))
    shown = f"{float(f'{usd:.2g}'):,.{n_decimals}f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def _preference(told: PricedPrediction, bound: float) -> tuple[float, float]:
    return round(told.chance_to_keep(bound), 9), -told.offer.usd.middle


def _spreads(offer: Offer) -> Spreads:
    if not offer.depends_on_volume:
        return ((1.0, _spread(offer.usd)),)
    return ((DEDICATED_SHARE, _spread(offer.usd)), (1 - DEDICATED_SHARE, _spread(offer.usd_busy)))


def _spread(amount: Interval) -> Spread:
    """Return a distribution of which nine of ten cases lie in an interval."""
    deviation = math.log(amount.high / amount.low) / 2 / student_quantile(_STATED)
    return Spread(math.log(amount.middle), deviation, deviation, _STATED)
