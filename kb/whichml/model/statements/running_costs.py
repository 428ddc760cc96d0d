"""The part of an answer that says what predictions of hosted and large models cost."""

from typing import Literal

from whichml.model.statements.answer_part import AnswerPart


class CostSpan(AnswerPart):
    """An amount between its lowest and its highest."""

    low: float
    high: float


class CostOffer(AnswerPart):
    """What predictions cost in one way to have them made, in USD without tax.

    Attributes
    ----------
    algorithm : empty for a service that stands for no algorithm of its own
    price : id of the prices, whose days go from `prices_from` to `prices_to`
    usd_per_month : None where the brief tells no volume
    machines : how many of one's own it takes all the time
    holds_bound : whether a bound is judged by it
    """

    algorithm: str
    hosting: Literal["hosted", "self-hosted"]
    price: str
    usd_per_thousand: CostSpan
    usd_per_month: CostSpan | None = None
    machines: CostSpan | None = None
    prices_from: str
    prices_to: str
    text: str
    because: tuple[str, ...] = ()
    holds_bound: bool = False


class BreakEven(AnswerPart):
    """From which volume machines of one's own cost less than a service; None where they never do."""

    hosted: str
    price: str
    self_hosted: str
    requests_per_day: CostSpan | None
    text: str
    because: tuple[str, ...] = ()


class RunningCosts(AnswerPart):
    """What predictions cost, hosted beside self-hosted, and where the one gets cheaper than the other."""

    offers: tuple[CostOffer, ...]
    break_even: tuple[BreakEven, ...] = ()
