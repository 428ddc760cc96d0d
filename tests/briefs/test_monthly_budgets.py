"""Money a month for predictions bounds what one of them may cost, where it is known how many there are."""

from __future__ import annotations

import pytest

from whichml import recommend
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError

SMALLEST: dict[str, object] = {"task": "question-answering", "data": {"modality": "text"}}
A_DAY = {"requests_per_day": 10_000}


def given(project: dict[str, object], deployment: dict[str, object] | None = None, **fields: object) -> Brief:
    return Brief.from_mapping({**SMALLEST, "project": project, "deployment": deployment or {}, **fields})


def bounds(brief: Brief) -> list[tuple[str, str, str]]:
    return [(each.quality, each.max.text, each.priority) for each in brief.requirements]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "said", "bound"),
    [
        ("monthly_budget", "$400", "0.001315 USD"), ("monthly_budget", "400 USD", "0.001315 USD"),
        ("budget", "500 EUR/month", "0.001644 EUR"), ("budget", "500 EUR a month", "0.001644 EUR"),
        ("cloud_budget", "2k/month", "0.006575 USD"), ("cloud_budget", "up to 2,000 USD monthly", "0.006575 USD"),
        ("serving_budget_month", "300 euros", "0.0009863 EUR"), ("budget_per_month_usd", 300, "0.0009863 USD"),
        ("budget", "80k USD/year", "0.02192 USD"), ("annual_budget", "USD 80 000", "0.02192 USD"),
        ("daily_budget", "£20", "0.002 GBP"), ("max_monthly_cost", "0.5 USD", "0.000001644 USD"),
    ],
)  # fmt: skip
def test_a_budget_a_month_is_a_requirement_on_the_cost_of_a_prediction(name: str, said: object, bound: str) -> None:
    brief = given({name: said}, A_DAY)
    assert bounds(brief) == [("cost-per-prediction", bound, "must")]
    assert "project.budget" not in brief.facts()
    assert Brief.from_mapping({**SMALLEST, "project": {name: said}, "deployment": A_DAY}, lenient=True) == brief


def test_it_is_told_how_the_bound_was_worked_out_at_the_place_of_the_budget() -> None:
    text = b"task: question-answering\ndata.modality: text\nmonthly_budget: $400\ndeployment.requests_per_day: 10000\n"
    (notice,) = Brief.parse(text, "a.yaml").notices
    assert str(notice) == (
        "a.yaml:3:17: `monthly_budget: $400` is read as `quality: cost-per-prediction, max: 0.001315 USD, "
        "priority: must`: 400 USD for 30.42 days of 10,000 predictions each."
    )


def test_a_currency_that_nobody_says_is_taken_as_dollars_and_told() -> None:
    (notice,) = given({"cloud_budget": "2k/month"}, A_DAY).notices
    assert notice.message.endswith("; no currency is said, so it is taken as USD.")


def test_a_bound_in_another_currency_is_converted_where_its_rate_is_known() -> None:
    brief = given({"monthly_budget": "300 EUR"}, A_DAY, exchange_rates={"EUR": 2})
    assert brief.requirements[0].max.currency == "USD"  # type: ignore[union-attr]
    assert "cannot be compared" in given({"monthly_budget": "300 EUR"}, A_DAY).notices[1].message


def test_the_busiest_second_bounds_it_only_as_what_should_be() -> None:
    brief = given({"monthly_budget": "2000 USD"}, {"requests_per_second": 5})
    assert bounds(brief) == [("cost-per-prediction", "0.0001522 USD", "should")]
    assert "if every second were as busy as the busiest; `deployment.requests_per_day` would tell" in (
        brief.notices[1].message
    )


def test_predictions_of_a_day_may_be_written_in_other_words() -> None:
    assert bounds(given({"monthly_budget": "$400"}, {"queries_per_day": "10k"}))[0][1] == "0.001315 USD"


@pytest.mark.parametrize(
    ("name", "said", "deployment", "told"),
    [
        (
            "monthly_budget",
            "$400",
            {},
            "bounds what one prediction may cost once `deployment.requests_per_day` is known",
        ),
        ("budget", "2000 USD/month", {}, "bounds what one prediction may cost once `deployment.requests_per_day` is"),
        ("cloud_budget", "2000 USD", A_DAY, "does not say for how long"),
        ("monthly_budget", "lots", A_DAY, "is no amount of money that can be read"),
        ("monthly_budget", "1.5.0 EUR", A_DAY, "is no amount of money that can be read"),
        ("monthly_budget", 0, A_DAY, "is no amount of money that can be read"),
        ("monthly_budget", "400 pounds", A_DAY, "is no amount of money that can be read"),
    ],
)
def test_a_budget_that_bounds_nothing_is_refused_with_what_would_make_it_count_and_left_out_leniently(
    name: str, said: object, deployment: dict[str, object], told: str
) -> None:
    with pytest.raises(BriefError, match=told):
        given({name: said}, deployment)
    written = {**SMALLEST, "project": {name: said}, "deployment": deployment}
    brief = Brief.from_mapping(written, lenient=True)
    assert brief.requirements == ()
    assert [(notice.is_left_out, told in notice.message) for notice in brief.notices] == [(True, True)]


@pytest.mark.parametrize(
    ("name", "said"), [("budget", "5000 USD"), ("total_budget", "5000 USD"), ("unit_budget", "5 USD")]
)
def test_a_budget_for_building_stays_one(name: str, said: str) -> None:
    assert given({name: said}, A_DAY).requirements == ()


@pytest.mark.parametrize(
    ("name", "said"), [("labelling_budget", "500 USD/month"), ("budget_hours", "5 a day"), ("cost", "5 USD")]
)
def test_money_for_something_else_is_none_for_predictions(name: str, said: str) -> None:
    with pytest.raises(BriefError, match=r"unknown field"):
        given({name: said}, A_DAY)


def test_a_budget_joins_requirements_of_any_shape_and_hides_no_mistake_in_them() -> None:
    listed = given({"monthly_budget": "$400"}, A_DAY, requirements=[{"quality": "latency", "max": "2 s"}])
    named = given({"monthly_budget": "$400"}, A_DAY, requirements={"max_latency": "2 s"})
    assert listed.requirements == named.requirements
    assert [each.quality for each in named.requirements] == ["inference-latency", "cost-per-prediction"]
    with pytest.raises(BriefError, match="`requirements` takes a list"):
        given({"monthly_budget": "$400"}, A_DAY, requirements="fast")


def test_an_answer_keeps_the_budget_and_tells_it(knowledge: Knowledge) -> None:
    brief = given({"monthly_budget": "$400"}, {**A_DAY, "target": "cloud"})
    answer = recommend(brief, knowledge)
    assert answer.notices[0].startswith("`project.monthly_budget: $400` is read as `quality: cost-per-prediction")
    again = Brief.from_mapping(brief.normalised())
    assert (again, again.notices) == (brief, ())
