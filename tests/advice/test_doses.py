"""The effect of an amount, such as a price, a spending or a dose, is a slope and no difference of two groups."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief
from whichml.advise.recommendation import Advisor
from whichml.model.statements.recommendation import Recommendation

SPENDING = {"modality": "time-series", "rows": 1872, "features": 25, "series": 12, "sampling_interval": "1 week"}
PRICES = {"modality": "tabular", "rows": 60_000_000, "features": 60, "history": "3 years"}


def effect(advisor: Advisor, data: dict[str, Any], **more: Any) -> Recommendation:
    return advisor.recommend(Brief.from_mapping({"task": "treatment-effect-estimation", "data": {**data, **more}}))


def ways(answer: Recommendation) -> set[str]:
    """Return the reductions through which any algorithm of an answer is used."""
    return {each.reduction for option in (*answer.candidates, *answer.outclassed) for each in option.reductions}


def warned(answer: Recommendation) -> set[str]:
    """Return the rules that warn of the leader."""
    told = answer.candidates[0].cautions
    return {identity for each in told for identity in each.because if identity.startswith("rule:")}


def test_spending_over_time_is_carried_over_and_compared_with_no_forecast(advisor: Advisor) -> None:
    answer = effect(advisor, SPENDING, actions="continuous", assignment="chosen")
    assert ways(answer) == {"effect-as-carried-over-response"}


def test_a_spending_that_began_on_a_known_day_is_compared_with_a_forecast(advisor: Advisor) -> None:
    answer = effect(advisor, SPENDING, actions="continuous", assignment="chosen", known_change=True)
    assert "effect-as-counterfactual-forecast" in ways(answer)
    assert "effect-as-carried-over-response" not in ways(answer)


def test_prices_are_read_as_they_are_and_as_a_slope(advisor: Advisor) -> None:
    answer = effect(advisor, PRICES, actions="continuous", assignment="chosen")
    assert answer.top(1) == ("linear-regression",)
    assert "causal-forest" in {each.algorithm for each in (*answer.candidates, *answer.outclassed)}
    assert {"uplift-meta-learner", "average-effect-difference"} <= {each.algorithm for each in answer.excluded}
    assert ways(answer) <= {"effect-as-slope-of-an-amount"}


def test_arms_are_no_slopes(advisor: Advisor) -> None:
    answer = effect(advisor, PRICES, actions="discrete", assignment="chosen")
    assert not ways(answer) & {"effect-as-slope-of-an-amount", "effect-as-carried-over-response"}
    assert "uplift-meta-learner" not in {each.algorithm for each in answer.excluded}


@pytest.mark.parametrize("actions", ["continuous", "discrete"])
def test_gain_by_sorting_judges_arms_alone(advisor: Advisor, actions: str) -> None:
    answer = effect(advisor, PRICES, actions=actions, assignment="random")
    (metric,) = (each.metric for each in answer.measurements if each.quality == "accuracy")
    assert ("qini" in metric) is (actions == "discrete")


def test_that_all_sales_are_recorded_silences_no_warning_of_a_choice(advisor: Advisor) -> None:
    found = warned(effect(advisor, PRICES, actions="continuous", assignment="chosen", label_origin="all-cases"))
    assert {"rule:chosen-treatments-hide-their-reasons", "rule:amounts-follow-what-is-expected"} <= found


@pytest.mark.parametrize(("actions", "by_success"), [("continuous", False), ("discrete", True)])
def test_what_comes_of_a_price_is_an_amount_and_no_success(advisor: Advisor, actions: str, by_success: bool) -> None:
    data = {"modality": "tabular", "rows": 8_000_000, "features": 40, "actions": actions, "feedback": "partial"}
    answer = advisor.recommend(Brief.from_mapping({"task": "sequential-decision", "data": data}))
    assert ("decision-by-predicted-success" in ways(answer)) is by_success
    assert "decision-by-predicted-value" in ways(answer)
