"""What follows from the costs of mistakes for a prediction: the quantile to aim at, or the threshold to act from."""

from __future__ import annotations

import math
from typing import Final, NamedTuple

from whichml.advise.computed import COST_RATIO, share_of_first, share_of_ratio, share_told_by_ratio
from whichml.export.sum_words import shared
from whichml.export.told_numbers import ToldNumbers
from whichml.model.statements.fields import SHARES_OF_COSTS
from whichml.model.statements.recommendation import Recommendation
from whichml.model.values.vocabulary import NUMERIC_PREDICTION

_YES_OR_NO: Final = frozenset({"binary-classification", "outlier-detection", "record-linkage"})
_WITH_CHANCES: Final = "outliers-as-labelled-classes"
"""The reduction by which outliers get probabilities; other detectors give scores."""
_EFFECTS: Final = "treatment-effect-estimation"
_WITH_PROBABILITIES: Final = "binary-classification"
_OF_ACTING: Final = ("stakes.cost_false_positive", "stakes.gain_of_hit")
"""What acting on one case, or treating it, costs in vain, and what the outcome that it is for brings."""
_WHOLE: Final = 100
"""From which amount on no part of a unit of money is told."""
_BORNE: Final = "stakes.false_alarms_per_day"
_CAPACITY: Final = ("deployment.top_k", "project.cases_per_day")


def aim_of(answer: Recommendation) -> str:
    """Return at what predictions should aim by what mistakes cost, in sentences; empty where no costs say so.

    The number at which too little and too much cost the same in expectation is the quantile at the share of the cost of
    too little (the newsvendor's fractile), and acting pays from the probability at the share of the cost of a false
    alarm, where acting and not acting are expected to cost the same (Elkan 2001, opening of section 1). Both are
    shares, so that any one currency will do. Where one mistake costs nothing, neither end of a scale is an aim.
    """
    task = answer.brief.get("task")
    if task in NUMERIC_PREDICTION and (found := _share(answer, "stakes.cost_quantile")):
        costs = found.costs or f"a unit too low costs {found.one}, too high {found.other}"
        return f"Predict the {found.said} quantile and no mean: {costs}.{_above_costs(answer, found.share)}"
    if task in _YES_OR_NO and (found := _share(answer, "stakes.cost_threshold")):
        return _threshold(answer, found)
    if task == _EFFECTS:
        return _effect_that_pays(answer)
    return _worth_acting(answer) if task == _WITH_PROBABILITIES else ""


def _effect_that_pays(answer: Recommendation) -> str:
    """Return from which effect on treating a case pays; empty where amounts do not say so.

    Treating gains the effect times the worth of the outcome, and costs what it costs whatever comes of it: it pays
    above the ratio of both, which is no effect on a chance where it is 1 or more. An effect on money is its own worth:
    it pays above what treating costs. What an effect on another number is worth, no hit tells.
    """
    told = ToldNumbers(answer)
    cost, gain = map(told.money, _OF_ACTING)
    unit = told.written("data.target_unit")
    if unit is not None:
        if unit != "money" or cost is None:
            return ""
        return f"Treating pays from an effect of {cost.readable} on, which is what it costs."
    if cost is None or gain is None or not cost.is_comparable_with(gain) or cost.magnitude >= gain.magnitude:
        return ""
    least = share_in_words(cost.magnitude / gain.magnitude)
    return f"Treating pays from an effect of {least} on: it costs {cost.readable}, a hit brings {gain.readable}."


def _worth_acting(answer: Recommendation) -> str:
    """Return from which probability on acting pays by what a false alarm costs and a hit gains; empty without both."""
    cost, gain = map(ToldNumbers(answer).money, _OF_ACTING)
    if cost is None or gain is None or not cost.is_comparable_with(gain):
        return ""
    least = share_in_words(cost.magnitude / (cost.magnitude + gain.magnitude))
    return f"Act from a probability of {least} on: a false alarm costs {cost.readable}, a hit gains {gain.readable}."


def _above_costs(answer: Recommendation, share: float) -> str:
    """Return that a service level is asked for that costs do not pay for, as a further sentence; empty where none is.

    The share of the cost of too little is the best share of periods without a shortage, so that a higher one takes its
    own quantile. A level that counts units (a fill rate) may be kept at either.
    """
    given = answer.brief.get("requirements")
    asked = [
        required.get("min") for required in (given if isinstance(given, list | tuple) else ())
        if required.get("metric") == "service-level"
    ]  # fmt: skip
    level = max((float(each) for each in asked if isinstance(each, int | float)), default=0.0)
    if not share < level < 1:
        return ""
    return f" A service level of {share_in_words(level)}, by periods, takes that quantile instead: choose."


def _threshold(answer: Recommendation, found: _ShareOfCosts) -> str:
    """Return from where on to act: from a probability where there is one, on the first where few can be acted on.

    What people have time for, and how many false alarms are borne, go before the costs: down to these, acting pays.

    By themselves the costs make acting on every case cheaper than acting on none where the rare class is more frequent
    than the threshold; what a model saves is then to be held against that, and both are told for one case.
    """
    costs = found.costs or f"a false alarm costs {found.one}, a miss {found.other}"
    leader, told = answer.candidates[0] if answer.candidates else None, ToldNumbers(answer)
    few = any(told.written(field) is not None for field in _CAPACITY)
    is_borne = told.written(_BORNE) is not None
    if answer.brief.get("task") == "outlier-detection" and _WITH_CHANCES not in {
        each.reduction for each in (leader.reductions if leader else ())
    }:
        if few or is_borne:
            most = "are borne" if is_borne else "people have time for"
            return f"Raise no more alarms than {most}: by cost they pay while {shared(found.share)} are right, {costs}."
        return (
            f"Set the threshold by what alarms and misses on held-out cases cost, {costs}: scores are no probabilities."
        )
    if answer.brief.get("task") == "record-linkage" and (few or told.written("project.human_review") is True):
        return (
            f"What nobody looks at is linked from a probability of {found.said} on: {costs}; people decide around it, "
            "as many pairs as they have time for."
        )
    if is_borne and not few:
        least = f"down to a probability of {found.said}: {costs}"
        return f"Act on the first, with no more false alarms than are borne, {least}."
    if few:
        return f"Act on the first that people have time for, down to a probability of {found.said}: {costs}."
    aim = f"Act from a probability of {found.said} on: {costs}."
    rare = told.number("data.minority_share")
    if rare is None or found.share >= rare:
        return aim
    if told.rare_of_all() is None:
        return (
            f"{aim} Whether acting on every case would cost less hangs on how frequent the rare class is among all "
            f"cases: {shared(rare)} is its share among chosen ones."
        )
    of_all, of_none = (_in_words(each) for each in ((1 - rare) * found.first, rare * found.second))
    return (
        f"{aim} To beat is acting on every case: with no model at all, flagging all costs {of_all} {found.currency} a "
        f"case, flagging none {of_none} {found.currency}."
    )


def _in_words(amount: float) -> str:
    """Return an amount of money to three digits, and to the last one before the point.

    Examples
    --------
    >>> _in_words(356.0), _in_words(12345.6), _in_words(0.12345)
    ('356', '12,346', '0.123')
    """
    return f"{amount:,.0f}" if amount >= _WHOLE else f"{amount:.3g}"


class _ShareOfCosts(NamedTuple):
    """The share of the first of two costs in both, above 0 and below 1, all three in words, and the two amounts.

    Where only their ratio is known, `costs` says so, and amounts are counted in false alarms.
    """

    share: float
    said: str
    one: str
    other: str
    first: float
    second: float
    currency: str
    costs: str = ""


def _share(answer: Recommendation, field: str) -> _ShareOfCosts | None:
    """Return the share of the first of two costs in both; None where it is 0, 1 or unknown."""
    one, other = map(ToldNumbers(answer).money, SHARES_OF_COSTS[field])
    if one is None or other is None or not one.is_comparable_with(other):
        return _by_ratio(answer, field)
    share = share_of_first(one.magnitude, other.magnitude)
    if share is None or not 0 < share < 1:
        return None
    amounts = one.magnitude, other.magnitude
    return _ShareOfCosts(share, share_in_words(share), one.readable, other.readable, *amounts, one.currency or "")


def _by_ratio(answer: Recommendation, field: str) -> _ShareOfCosts | None:
    """Return the share of the first of two costs by how many times as bad one is; None where that is not told."""
    told = ToldNumbers(answer)
    ratio = told.number(COST_RATIO)
    if ratio is None or field != share_told_by_ratio(told.task):
        return None
    share = share_of_ratio(field, ratio)
    times = f"{ratio:.3g} times as bad as"
    costs = f"too low is {times} too high" if told.task in NUMERIC_PREDICTION else f"a miss is {times} a false alarm"
    return _ShareOfCosts(share, share_in_words(share), "1", f"{ratio:g}", 1.0, ratio, "false alarms", costs)


def share_in_words(share: float) -> str:
    """Return a share above 0 and below 1 to two digits of it, or of what is left to 1 where that is less.

    Examples
    --------
    >>> share_in_words(0.75), share_in_words(1 / 19), share_in_words(1000 / 1001)
    ('0.75', '0.053', '0.999')
    """
    n_digits = 1 - math.floor(math.log10(min(share, 1 - share)))
    return f"{share:.{n_digits}f}".rstrip("0")
