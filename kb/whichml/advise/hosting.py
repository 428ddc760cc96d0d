"""What one prediction costs where somebody else runs the model, and where a machine is rented for it.

Everything is an interval from the lowest to the highest: of prices that were found, of throughputs that others
measured, and of what a prediction reads and writes. Machines of a live service run all the time, those of a batch as
long as they have work.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from whichml.advise.consumption import (
    Consumption,
    consumed_by_images,
    consumed_by_language_model,
    consumed_by_reading,
    consumed_by_speech,
)
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import Facts, positive_number
from whichml.model.statements.facts import Citation
from whichml.model.statements.price_facts import PricedUnit, PriceFacts, ThroughputFacts, Work
from whichml.model.values.interval import ONE, Interval
from whichml.model.values.units import DAYS_PER_MONTH, SECONDS_PER_DAY

HOURS_PER_MONTH: Final = 24 * DAYS_PER_MONTH
PEAK: Final = Interval(2, 5)
"""How many times the average load a live service has to bear, where the brief names no peak; an assumption."""
READ_PER_WRITTEN: Final = Interval(1 / 8, 1 / 4)
"""What a token that is read takes, as a share of one that is written: as vendors price them."""
_FROM_DOCUMENTS: Final = frozenset({"retrieval-augmented-generation"})
_ACCELERATOR: Final = "deployment.accelerator"
_ON_SERVERS: Final = frozenset({None, "cloud", "on-premises", "edge-server"})
KEPT_IN: Final = frozenset({"no-hosted-models", "stays-in-organisation", "stays-on-device"})
_OF_WRITING: Final = Citation(
    ref="lane2026", locator="How OpenAI charges", supports="output tokens cost four to eight times as much as input"
)


@dataclass(frozen=True, slots=True)
class Usage:
    """How much predictions are asked for.

    Attributes
    ----------
    per_day : predictions on an average day; None where the brief does not say
    peak_per_second : None where neither it nor an average is known
    is_live : whether machines have to wait for requests all the time
    """

    per_day: float | None
    peak_per_second: Interval | None
    is_live: bool
    fields: tuple[str, ...]

    @classmethod
    def of(cls, facts: Facts) -> Usage:
        """Return the usage that a brief tells; what is not said to be a batch is live."""
        named = {
            "deployment.requests_per_day": "",
            "deployment.peak_requests_per_second": "",
            "deployment.interaction": "",
        }
        per_day, peak = (positive_number(facts, field) for field in list(named)[:2])
        is_live = facts.get("deployment.interaction") != "batch"
        load = None if per_day is None else PEAK.times(Interval(*[per_day / SECONDS_PER_DAY] * 2))
        load = load if peak is None else Interval(peak, peak)
        return cls(per_day, load, is_live, tuple(field for field in named if field in facts))


@dataclass(frozen=True, slots=True)
class Offer:
    """One way to have predictions made, with its price.

    Attributes
    ----------
    algorithm : empty for a service that is no algorithm of the knowledge base
    throughput : of the machine; None where somebody else runs the model
    usd : what one prediction costs here; for a live service of one's own whose volume is not known, at full use
    usd_busy : what it costs on machines that are paid for while they work, and no longer
    usd_per_month : at the brief's volume; None where that is not known
    machines : how many machines of one's own it takes; None for a service, for a batch and where volume is not known
    """

    algorithm: str
    price: PriceFacts
    consumption: Consumption
    usage: Usage
    usd: Interval
    usd_busy: Interval
    usd_per_month: Interval | None
    throughput: ThroughputFacts | None = None
    machines: Interval | None = None

    @property
    def is_hosted(self) -> bool:
        """Return whether somebody else runs the model."""
        return self.throughput is None

    @property
    def fields(self) -> tuple[str, ...]:
        """Return what the brief had to say for it."""
        return tuple(dict.fromkeys((*self.consumption.fields, *(() if self.is_hosted else self.usage.fields))))

    def cited(self, known: Collection[str]) -> tuple[Citation, ...]:
        """Return where prices, throughputs and ratios stand, in the sources that are known."""
        found = [citation for row in self.price.rows for citation in row.sources]
        if self.throughput is not None:
            found += [citation for row in self.throughput.rows for citation in row.sources]
            found += [_OF_WRITING] if self.throughput.counts == "written-tokens" else []
        return tuple(c for c in dict.fromkeys((*found, *self.consumption.sources)) if c.ref in known)

    @property
    def dates(self) -> tuple[str, str]:
        """Return the first and the last day of its prices."""
        days = sorted(row.dated for row in self.price.rows)
        return days[0], days[-1]

    @property
    def in_batches(self) -> tuple[Interval, Interval] | None:
        """Return what a prediction and a month cost on machines that start for a job and stop after it.

        None where the brief says how predictions are asked for or names a peak, and where that makes no difference.
        """
        is_said = {"deployment.interaction", "deployment.peak_requests_per_second"} & set(self.usage.fields)
        if is_said or not self.depends_on_volume or self.usage.per_day is None:
            return None
        return self.usd_busy, _monthly(self.usd_busy, self.usage.per_day)

    @property
    def depends_on_volume(self) -> bool:
        """Return whether one prediction costs less where there are more."""
        return not self.is_hosted and self.usage.is_live


def hosted_offers(knowledge: Knowledge, facts: Facts) -> tuple[Offer, ...]:
    """Return what services cost for the predictions of a brief; none where data may not leave the house."""
    if facts.get("data.privacy") == "stays-on-device" or facts.get("data.residency") in KEPT_IN:
        return ()
    usage, found = Usage.of(facts), []
    for _, price in sorted(knowledge.prices.items()):
        for algorithm in price.of or ("",):
            consumption = _consumed_at(price, algorithm, facts) if price.kind == "service" else None
            if consumption is not None:
                usd = Interval.around(cost for row in price.rows for cost in _paid(row.usd, consumption))
                month = None if usage.per_day is None else _monthly(usd, usage.per_day)
                found.append(Offer(algorithm, price, consumption, usage, usd, usd, month))
    return tuple(found)


def own_offers(knowledge: Knowledge, facts: Facts) -> tuple[Offer, ...]:
    """Return what rented machines cost for each algorithm that is run by oneself: the cheapest that does.

    Nothing where the model runs on devices of its users, and no machine with a GPU where the brief says that there is
    none: it would be the price of another machine.
    """
    if facts.get("deployment.target") not in _ON_SERVERS:
        return ()
    usage, best = Usage.of(facts), dict[str, Offer]()
    for _, throughput in sorted(knowledge.throughputs.items()):
        consumption = _CONSUMED[throughput.counts](facts)
        is_had = knowledge.prices[throughput.machine].accelerator in ("none", facts.get(_ACCELERATOR, "gpu"))
        if consumption is None or not is_had:
            continue
        for algorithm in throughput.of:
            offer = _rented(algorithm, knowledge.prices[throughput.machine], throughput, consumption, usage)
            known = best.get(algorithm)
            if known is None or offer.usd.middle < known.usd.middle:
                best[algorithm] = offer
    return tuple(best.values())


def break_even(hosted: Offer, own: Offer) -> Interval | None:
    """Return from how many predictions a day machines of one's own cost less than a service.

    None where they never do, since even busy machines cost more; 1 where they always do.
    """
    if own.usd_busy.middle >= hosted.usd.middle:
        return None
    if not own.depends_on_volume:
        return ONE
    if own.usd_busy.middle * PEAK.middle >= hosted.usd.middle:
        return None
    machine = Interval.around(row.usd["hour"] for row in own.price.rows)
    units = own.throughput.units if own.throughput is not None else 1.0
    return machine.times(Interval(24 * units, 24 * units)).over(hosted.usd)


def at_full_use(own: Offer) -> Interval:
    """Return what a prediction costs on machines of one's own at a volume that keeps them busy: live ones at peaks."""
    return own.usd_busy.times(PEAK) if own.depends_on_volume else own.usd_busy


def is_beyond_doubt(hosted: Offer, own: Offer) -> bool:
    """Return whether what `break_even` says by the middles of both prices holds at all of their ends too."""
    full = at_full_use(own)
    return full.low >= hosted.usd.high if break_even(hosted, own) is None else full.high <= hosted.usd.low


def _rented(
    algorithm: str, price: PriceFacts, throughput: ThroughputFacts, consumption: Consumption, usage: Usage
) -> Offer:
    hourly = Interval.around(row.usd["hour"] * throughput.units for row in price.rows)
    per_second = Interval.around(row.per_second for row in throughput.rows)
    seconds = _work(consumption, throughput.counts).over(per_second)
    busy = hourly.times(seconds).times(Interval(1 / 3600, 1 / 3600))
    if usage.per_day is None or usage.peak_per_second is None:
        return Offer(algorithm, price, consumption, usage, busy, busy, None, throughput)
    if not usage.is_live:
        return Offer(algorithm, price, consumption, usage, busy, busy, _monthly(busy, usage.per_day), throughput)
    load = usage.peak_per_second.times(seconds)
    machines = Interval(max(1, math.ceil(load.low)), max(1, math.ceil(load.high)))
    month = hourly.times(machines).times(Interval(HOURS_PER_MONTH, HOURS_PER_MONTH))
    usd = month.times(Interval(*[1 / (usage.per_day * DAYS_PER_MONTH)] * 2))
    return Offer(algorithm, price, consumption, usage, usd, busy, month, throughput, machines)


def _monthly(usd: Interval, per_day: float) -> Interval:
    return usd.times(Interval(per_day * DAYS_PER_MONTH, per_day * DAYS_PER_MONTH))


def _work(consumption: Consumption, counts: Work) -> Interval:
    """Return how much of what a throughput counts one prediction takes."""
    if counts == "written-tokens":
        return consumption.written.plus(consumption.read.times(READ_PER_WRITTEN))
    if counts == "read-tokens":
        return consumption.read
    if counts == "images":
        return consumption.images
    return Interval(consumption.audio_seconds, consumption.audio_seconds)


def _consumed_at(price: PriceFacts, algorithm: str, facts: Facts) -> Consumption | None:
    if "million-output-tokens" in price.units:
        return consumed_by_language_model(facts, algorithm in _FROM_DOCUMENTS)
    if "million-input-tokens" in price.units:
        return consumed_by_reading(facts)
    return consumed_by_images(facts) if "image" in price.units else consumed_by_speech(facts)


def _paid(usd: Mapping[PricedUnit, float], consumption: Consumption) -> tuple[float, float]:
    """Return what one row asks for the least and for the most that a prediction takes."""
    low, high = (
        sum(amount * taken[unit] for unit, amount in usd.items())
        for taken in (_taken(consumption, "low"), _taken(consumption, "high"))
    )
    return low, high


def _taken(consumption: Consumption, end: str) -> Mapping[PricedUnit, float]:
    return {
        "million-input-tokens": getattr(consumption.read, end) / 1e6,
        "million-output-tokens": getattr(consumption.written, end) / 1e6,
        "image": getattr(consumption.images, end),
        "audio-minute": consumption.audio_seconds / 60,
    }


def _written_by_oneself(facts: Facts) -> Consumption | None:
    return consumed_by_language_model(facts, finds_passages=False)


_CONSUMED: Final = MappingProxyType({
    "written-tokens": _written_by_oneself, "read-tokens": consumed_by_reading, "images": consumed_by_images,
    "audio-seconds": consumed_by_speech,
})  # fmt: skip
"""What a prediction takes of a machine, by what its throughput counts."""
