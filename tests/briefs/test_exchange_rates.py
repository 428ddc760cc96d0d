"""Amounts in other currencies count where the brief says what one is worth, and are told to be unknown elsewhere."""

from __future__ import annotations

import pytest

from whichml import recommend
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError

SMALLEST: dict[str, object] = {"task": "regression", "data.modality": "tabular"}
DEAR = {"quality": "cost-per-prediction", "max": "2 EUR"}


def brief(**fields: object) -> Brief:
    return Brief.from_mapping({**SMALLEST, **fields})


def test_an_amount_with_a_rate_is_a_fact_in_dollars_and_the_rate_is_told() -> None:
    given = brief(**{"project.budget": "5000 EUR", "exchange_rates": {"EUR": 1.08}})
    assert given.facts()["project.budget"] == 5400.0
    assert [notice.message for notice in given.notices] == [
        "`project.budget` of 5000 EUR is taken as 5400 USD, at 1.08 USD for one EUR."
    ]


def test_amounts_of_one_currency_are_told_in_one_line_with_their_rate() -> None:
    costs = {"stakes.cost_too_low": "4 EUR", "stakes.cost_too_high": "1 EUR", "project.budget": "10 GBP"}
    given = brief(**costs, requirements=[DEAR], exchange_rates={"EUR": 1.5, "GBP": 2})
    told = [notice.message for notice in given.readings]
    assert told == [
        "`project.budget` of 10 GBP is taken as 20 USD, at 2 USD for one GBP.",
        "`stakes.cost_too_high` of 1 EUR is taken as 1.5 USD, `stakes.cost_too_low` of 4 EUR as 6 USD, "
        "`requirements[0].max` of 2 EUR as 3 USD, at 1.5 USD for one EUR.",
    ]


def test_a_bound_with_a_rate_says_the_same_as_the_bound_in_dollars() -> None:
    in_euros = brief(requirements=[DEAR], exchange_rates={"EUR": 1.5})
    assert in_euros.requirements == brief(requirements=[{**DEAR, "max": "3 USD"}]).requirements
    assert in_euros.normalised()["requirements"] == [{"quality": "cost-per-prediction", "max": "3 USD"}]


def test_bounds_in_two_currencies_contradict_each_other_where_their_rate_is_known() -> None:
    both = [DEAR, {"quality": "cost-per-prediction", "min": "4 USD"}]
    assert len(brief(requirements=both).requirements) == 2
    with pytest.raises(BriefError, match="contradicts"):
        brief(requirements=both, exchange_rates={"EUR": 1.5})


@pytest.mark.parametrize("currency", ["EUR", "GBP", "CHF", "JPY"])
def test_an_amount_without_a_rate_is_told_to_be_unknown(currency: str) -> None:
    given = brief(**{"project.budget": f"5000 {currency}", "exchange_rates": {"SEK": 0.1}})
    assert "project.budget" not in given.facts()
    assert f"`project.budget` is in {currency}" in given.notices[0].message
    assert f"`exchange_rates: {{{currency}: ...}}`" in given.notices[0].message


def test_an_answer_tells_the_rate_and_differs_in_its_id_from_that_to_the_normal_form(knowledge: Knowledge) -> None:
    given = brief(**{"project.budget": "5000 EUR", "exchange_rates": {"EUR": 1.08}})
    told, plain = recommend(given, knowledge), recommend(Brief.from_mapping(given.normalised()), knowledge)
    assert "at 1.08 USD for one EUR" in told.notices[0]
    assert told.id != plain.id
    assert [one.algorithm for one in told.candidates] == [one.algorithm for one in plain.candidates]


@pytest.mark.parametrize(
    ("rates", "words"),
    [
        ({"EUX": 1.1}, "Did you mean 'EUR'?"),
        ({"USD": 1}, "gives a rate for USD"),
        ({"EUR": 0}, "a number above 0 for EUR"),
        ({"EUR": "1.08"}, "a number above 0 for EUR"),
        ({"EUR": float("nan")}, "a number above 0 for EUR"),
        (1.08, "takes a mapping of currencies"),
    ],
)
def test_a_rate_that_is_none_is_refused_with_what_would_be_right(rates: object, words: str) -> None:
    with pytest.raises(BriefError) as refusal:
        brief(exchange_rates=rates)
    assert words in str(refusal.value)


def test_an_unknown_currency_is_refused_with_the_known_ones() -> None:
    with pytest.raises(BriefError, match="unknown unit 'XYZ'") as refusal:
        brief(**{"project.budget": "5 XYZ"})
    assert "USD, EUR, GBP, CHF" in str(refusal.value)


@pytest.mark.parametrize("said", ["$5", "5 $", "5 dollars", "US$5", "5 US dollars", "5 US$"])
def test_dollars_without_a_country_are_those_of_the_usa_before_and_behind_a_number_in_fields_and_bounds(
    said: str,
) -> None:
    asked = [{"quality": "cost-per-prediction", "max": said}]
    read = Brief.from_mapping({**SMALLEST, "stakes.cost_false_positive": said, "requirements": asked})
    same = Brief.from_mapping({
        **SMALLEST, "stakes.cost_false_positive": "5 USD", "requirements": [{**asked[0], "max": "5 USD"}],
    })  # fmt: skip
    assert read == same


@pytest.mark.parametrize("said", ["CA$5", "5 Canadian dollars"])
def test_dollars_of_another_country_are_not_taken_for_them(said: str) -> None:
    with pytest.raises(BriefError):
        Brief.from_mapping({**SMALLEST, "stakes.cost_false_positive": said})


def test_a_rate_of_the_dollar_itself_is_refused_with_what_a_rate_says() -> None:
    with pytest.raises(BriefError) as refusal:
        brief(exchange_rates={"USD": 2})
    (problem,) = refusal.value.problems
    assert problem.message == "`exchange_rates` gives a rate for USD, which is what others are converted to."
    assert "how many USD one unit is" in (problem.hint or "")
