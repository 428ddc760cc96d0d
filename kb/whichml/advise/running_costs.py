"""What predictions cost in an answer: hosted beside self-hosted, by the thousand and the month, and the break-even."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from whichml.advise.constraints import Constraint
from whichml.advise.consumption import modalities_in
from whichml.advise.hosting import Offer, at_full_use, break_even, hosted_offers, is_beyond_doubt, own_offers
from whichml.advise.justification import JustificationBuilder
from whichml.advise.priced_prediction import QUALITY, assumed, dollars, predict_prices, told_of
from whichml.advise.requirements import UnitBound
from whichml.knowledge.base import Knowledge
from whichml.model.format.field_relevance import SMALL_MACHINES
from whichml.model.statements.conditions import Facts
from whichml.model.statements.recommendation import OpenQuestion
from whichml.model.statements.running_costs import BreakEven, CostOffer, CostSpan, RunningCosts
from whichml.model.values.interval import Interval

VOLUMES: Final = ("deployment.requests_per_day", "deployment.peak_requests_per_second")
_THOUSAND: Final = Interval(1000, 1000)
_LENGTHS: Final = {"text": "data.text_length", "audio": "data.clip_length"}
"""What says how much one prediction takes, by what the data are."""
_N_NAMED: Final = 2


def running_costs(
    knowledge: Knowledge,
    facts: Facts,
    shown: Collection[str],
    constraints: Sequence[Constraint],
    graph: JustificationBuilder,
) -> RunningCosts | None:
    """Return what predictions of the algorithms that an answer shows cost.

    None where the brief neither tells a volume nor bounds the cost, or where nothing is known of their prices.
    """
    is_asked = any(field in facts for field in VOLUMES) or any(each.quality == QUALITY for each in constraints)
    if not is_asked:
        return None
    hosted = _cheapest_first(offer for offer in hosted_offers(knowledge, facts) if _is_shown(offer, shown))
    rented = own_offers(knowledge, facts) if _may_be_rented(facts) else ()
    own = _cheapest_first(offer for offer in rented if offer.algorithm in shown)
    if not hosted and not own:
        return None
    nodes = {id(offer): _node(offer, knowledge, graph) for offer in (*hosted, *own)}
    judged = _held_against_a_bound(knowledge, facts, constraints)
    told = ((offer, _told(offer, graph, nodes[id(offer)])) for offer in (*hosted, *own))
    return RunningCosts(
        offers=tuple(
            cost.model_copy(update={"holds_bound": True}) if (offer.algorithm, offer.price.id) in judged else cost
            for offer, cost in told
        ),
        break_even=tuple(
            _compared(service, mine, graph, (nodes[id(service)], nodes[id(mine)]))
            for service, mine in _pairs(hosted, own)
        ),
    )


def _held_against_a_bound(
    knowledge: Knowledge, facts: Facts, constraints: Sequence[Constraint]
) -> Collection[tuple[str, str]]:
    """Return the algorithms, each with the id of the price by which the tightest bound of the cost is judged."""
    asked = [each.bound for each in constraints if each.quality == QUALITY]
    bounds = [bound.magnitude for bound in asked if isinstance(bound, UnitBound) and bound.end == "max"]
    if not bounds:
        return ()
    return {(name, told.offer.price.id) for name, told in predict_prices(knowledge, facts, min(bounds)).items()}


def length_to_ask_for(
    knowledge: Knowledge,
    facts: Facts,
    shown: Sequence[str],
    constraints: Sequence[Constraint],
    graph: JustificationBuilder,
) -> tuple[OpenQuestion, ...]:
    """Return the length that the brief leaves out and that prices wait for, where it bounds the cost; else nothing."""
    bounds = [each for each in constraints if each.quality == QUALITY and isinstance(each.bound, UnitBound)]
    field = next((_LENGTHS[kind] for kind in _LENGTHS if kind in modalities_in(facts)), None)
    if not bounds or field is None or field in facts or "deployment.prediction_unit" in facts:
        return ()
    lengthened = {**facts, field: 100.0}
    offers = (*hosted_offers(knowledge, lengthened), *own_offers(knowledge, lengthened))
    named = [name for name in shown if any(name == offer.algorithm for offer in offers)]
    if not named:
        return ()
    names = " and ".join(graph.name_of(name) for name in named[:_N_NAMED])
    effect = f"if it is known: what a prediction by {names} costs is worked out and held against the bound"
    return (OpenQuestion(field=field, effect=effect, because=tuple(map(graph.constraint, bounds))),)


def _may_be_rented(facts: Facts) -> bool:
    """Return whether the machine that predicts may be rented by the hour, which is what prices are known of.

    A device is bought with what it is for, and what is never connected is no machine of somebody else.
    """
    return facts.get("deployment.target") not in SMALL_MACHINES and facts.get("deployment.connectivity") != "never"


def _cheapest_first(offers: Iterable[Offer]) -> list[Offer]:
    return sorted(offers, key=lambda offer: (offer.algorithm, offer.usd.middle, offer.price.id))


def _is_shown(offer: Offer, shown: Collection[str]) -> bool:
    """Return whether an algorithm of the answer is bought so, or the service could stand for one that is run."""
    return offer.algorithm in shown if offer.algorithm else any(each in shown for each in offer.price.instead_of)


def _pairs(hosted: Sequence[Offer], own: Sequence[Offer]) -> Iterator[tuple[Offer, Offer]]:
    """Yield what can stand for one another: a service that is an algorithm for any, others for what they name."""
    for mine in own:
        for service in hosted:
            if service.algorithm or mine.algorithm in service.price.instead_of:
                yield service, mine


def _named(offer: Offer, graph: JustificationBuilder) -> str:
    what = told_of(offer)
    return f"{graph.name_of(offer.algorithm)}, {what}" if offer.algorithm else what[:1].upper() + what[1:]


def _node(offer: Offer, knowledge: Knowledge, graph: JustificationBuilder) -> str:
    said = f"{_named(offer, graph)}: {dollars(offer.usd)} a prediction; {assumed(offer)}"
    identity = f"evidence:prices:{offer.algorithm or 'service'}:{offer.price.id}"
    return graph.add(identity, "evidence", said, graph.facts(offer.fields), offer.cited(knowledge.sources))


def _told(offer: Offer, graph: JustificationBuilder, node: str) -> CostOffer:
    thousand = offer.usd.times(_THOUSAND)
    said = f"{_named(offer, graph)}: {dollars(thousand)} for a thousand predictions"
    if offer.usd_per_month is not None:
        said += f", {dollars(offer.usd_per_month)} a month"
        said += _said_in_batches(offer)
    elif offer.depends_on_volume:
        said += " on machines that are busy all the time"
    first, last = offer.dates
    return CostOffer(
        algorithm=offer.algorithm,
        hosting="hosted" if offer.is_hosted else "self-hosted",
        price=offer.price.id,
        usd_per_thousand=_span(thousand),
        usd_per_month=None if offer.usd_per_month is None else _span(offer.usd_per_month),
        machines=None if offer.machines is None else _span(offer.machines),
        prices_from=first,
        prices_to=last,
        text=f"{said}; {assumed(offer)}.",
        because=(node,),
    )


def _said_in_batches(offer: Offer) -> str:
    """Return what it costs if predictions are made in batches, where the brief leaves open whether they are."""
    if offer.in_batches is None:
        return ""
    one, month = offer.in_batches
    batches = f"{dollars(one.times(_THOUSAND))} and {dollars(month)}"
    return f" if it waits for requests, but {batches} if it runs for batches alone"


def _compared(service: Offer, mine: Offer, graph: JustificationBuilder, because: tuple[str, str]) -> BreakEven:
    found = break_even(service, mine)
    what = f"{graph.name_of(mine.algorithm)} on machines of one's own"
    if found is None:
        said = f"{what} does not get cheaper than {told_of(service)} at any volume"
    elif found.high <= 1:
        said = f"{what} is cheaper than {told_of(service)} at any volume"
    else:
        said = f"{what} gets cheaper than {told_of(service)} {_volume(found)}"
    doubt = "" if is_beyond_doubt(service, mine) else _overlap(service, mine)
    return BreakEven(
        hosted=service.algorithm,
        price=service.price.id,
        self_hosted=mine.algorithm,
        requests_per_day=None if found is None else _span(found),
        text=f"{said}{doubt}.",
        because=because,
    )


def _overlap(service: Offer, mine: Offer) -> str:
    """Return that the middles of two prices decide and their ends do not, as the end of a sentence."""
    own, hosted = (dollars(each.times(_THOUSAND)) for each in (at_full_use(mine), service.usd))
    return f", by the middle of prices that overlap: at full use {own} for a thousand against {hosted}"


def _volume(found: Interval) -> str:
    low, high = (f"{float(f'{max(1.0, each):.2g}'):,.0f}" for each in (found.low, found.high))
    start = f"somewhere between {low} and {high}" if low != high else low
    return f"from {start} predictions a day on"


def _span(amount: Interval) -> CostSpan:
    low, high = (float(f"{each:.6g}") for each in (amount.low, amount.high))
    return CostSpan(low=low, high=high)
