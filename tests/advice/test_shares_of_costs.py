"""What two mistakes cost sets a quantile or a threshold, in one currency, whichever it is and whatever it is worth."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.export.cost_words import aim_of
from whichml.export.document import Section
from whichml.export.markdown import markdown_of
from whichml.export.screen_parts import ScreenParts
from whichml.export.short_record import ShortRecord

FORECAST = {"task": "forecasting", "data.modality": "time-series", "data.series": 500, "data.rows": 500_000}
ALARMS = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 50_000}


def answer_to(advisor: Advisor, **fields: Any) -> Recommendation:
    return advisor.recommend(Brief.from_mapping(fields))


@pytest.mark.parametrize("rates", [{}, {"exchange_rates": {"EUR": 1.08}}])
def test_a_quantile_follows_from_costs_in_one_currency_with_a_rate_or_without(
    advisor: Advisor, knowledge: KnowledgeBase, rates: dict[str, Any]
) -> None:
    costs = {"stakes.cost_too_low": "3 EUR", "stakes.cost_too_high": "1 EUR"}
    answer = answer_to(advisor, **FORECAST, **costs, **rates)
    assert "quantile-from-costs" in {each.pattern for each in answer.patterns}
    assert next(each.metric for each in answer.measurements if each.quality == "accuracy") == "pinball-loss"
    shown = markdown_of(Section("", tuple(ScreenParts(answer, knowledge).start())))
    recorded = markdown_of(Section("", ShortRecord(answer, knowledge).sections()))
    for text in (shown, recorded):
        assert "Predict the 0.75 quantile and no mean" in text


@pytest.mark.parametrize(
    ("project", "ratio", "amounts", "said", "pattern"),
    [
        (FORECAST, 3, {"stakes.cost_too_low": "3 EUR", "stakes.cost_too_high": "1 EUR"}, "Predict the 0.75 quantile",
         "quantile-from-costs"),
        (
            ALARMS, 9, {"stakes.cost_false_negative": "90 EUR", "stakes.cost_false_positive": "10 EUR"},
            "Act from a probability of 0.1 on", "threshold-from-costs",
        ),
    ],
    ids=["number", "alarm"],
)  # fmt: skip
def test_a_ratio_of_mistakes_says_without_money_what_amounts_say(
    advisor: Advisor, project: dict[str, Any], ratio: int, amounts: dict[str, Any], said: str, pattern: str
) -> None:
    for mistakes in ({"stakes.cost_ratio": ratio}, amounts):
        answer = answer_to(advisor, **project, **mistakes)
        assert aim_of(answer).startswith(said)
        assert pattern in {each.pattern for each in answer.patterns}
    assert f"{ratio} times as bad" in aim_of(answer_to(advisor, **project, **{"stakes.cost_ratio": ratio}))


def test_flagging_all_or_none_is_counted_in_false_alarms_where_only_a_ratio_is_told(advisor: Advisor) -> None:
    answer = answer_to(advisor, **ALARMS, **{"stakes.cost_ratio": 30, "data.minority_share": 0.05})
    assert "flagging all costs 0.95 false alarms a case, flagging none 1.5 false alarms." in aim_of(answer)


def test_amounts_go_before_a_ratio(advisor: Advisor) -> None:
    amounts = {"stakes.cost_too_low": "3 EUR", "stakes.cost_too_high": "1 EUR", "stakes.cost_ratio": 1}
    assert "Predict the 0.75 quantile" in aim_of(answer_to(advisor, **FORECAST, **amounts))


def test_a_share_without_a_rate_is_justified_by_the_amounts_as_the_brief_says_them(advisor: Advisor) -> None:
    answer = answer_to(advisor, **FORECAST, **{"stakes.cost_too_low": "3 EUR", "stakes.cost_too_high": "1 EUR"})
    share = answer.justification.node("derived:stakes.cost_quantile")
    assert {answer.justification.node(each).text for each in share.because} == {
        "stakes.cost_too_low is 3 EUR", "stakes.cost_too_high is 1 EUR",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            {"metric": "service-level", "min": 0.95},
            "A service level of 0.95, by periods, takes that quantile instead: ",
        ),
        ({"metric": "service-level", "min": 0.8}, ""),
        ({"metric": "service-level", "min": 1}, ""),
        ({"metric": "r2", "min": 0.95}, ""),
    ],
)
def test_a_service_level_above_what_costs_pay_for_is_told_beside_their_quantile(
    advisor: Advisor, asked: dict[str, Any], said: str
) -> None:
    costs = {"stakes.cost_too_low": "11 USD", "stakes.cost_too_high": "2 USD"}
    told = aim_of(answer_to(advisor, **FORECAST, **costs, requirements=[asked]))
    assert told.partition("too high 2 USD.")[2] == (f" {said}choose." if said else "")


@pytest.mark.parametrize(
    ("costs", "said"),
    [
        (("1.40 euro", "0.60 EUR"), "a unit too low costs 1.4 EUR, too high 0.6 EUR."),
        (("1.40 USD", "0.60 USD"), "a unit too low costs 1.4 USD, too high 0.6 USD."),
    ],
)
def test_costs_are_told_in_the_currency_of_the_brief_though_a_rate_is_known(
    advisor: Advisor, costs: tuple[str, str], said: str
) -> None:
    given = {"stakes.cost_too_low": costs[0], "stakes.cost_too_high": costs[1], "exchange_rates": {"EUR": 1.08}}
    assert aim_of(answer_to(advisor, **FORECAST, **given)).endswith(said)


def test_a_threshold_follows_from_a_false_alarm_and_a_miss(advisor: Advisor) -> None:
    costs = {"stakes.cost_false_positive": "5 CHF", "stakes.cost_false_negative": "95 CHF"}
    answer = answer_to(advisor, **ALARMS, **costs)
    assert aim_of(answer) == "Act from a probability of 0.05 on: a false alarm costs 5 CHF, a miss 95 CHF."
    assert next(each.metric for each in answer.measurements if each.quality == "accuracy") == "cost"


@pytest.mark.parametrize(("rare", "beats"), [(0.3, True), (0.01, False)])
def test_where_a_case_is_likelier_than_the_threshold_acting_on_all_is_to_beat(
    advisor: Advisor, rare: float, beats: bool
) -> None:
    costs = {"stakes.cost_false_positive": "5 CHF", "stakes.cost_false_negative": "95 CHF"}
    said = aim_of(answer_to(advisor, **ALARMS, **costs, **{"data.minority_share": rare}))
    assert said.startswith("Act from a probability of 0.05 on")
    assert ("To beat is acting on every case" in said) is beats
    amounts = "with no model at all, flagging all costs 3.5 CHF a case, flagging none 28.5 CHF."
    assert said.endswith(amounts) is beats


@pytest.mark.parametrize("capacity", [{"project.cases_per_day": 3}, {"deployment.top_k": 60}])
def test_where_few_can_be_acted_on_the_first_are_taken(advisor: Advisor, capacity: dict[str, int]) -> None:
    costs = {"stakes.cost_false_positive": "5 CHF", "stakes.cost_false_negative": "95 CHF"}
    said = aim_of(answer_to(advisor, **ALARMS, **costs, **capacity))
    assert said.startswith("Act on the first that people have time for, down to a probability of 0.05")


@pytest.mark.parametrize(
    ("told", "start"),
    [
        ({"stakes.false_alarms_per_day": 3}, "Act on the first, with no more false alarms than are borne, down to a"),
        (
            {"task": "outlier-detection", "data.labelled_rows": 0, "stakes.false_alarms_per_day": 3},
            "Raise no more alarms than are borne: by cost they pay while 5 % are right, a false alarm costs 5 CHF",
        ),
        (
            {"task": "outlier-detection", "data.labelled_rows": 0, "project.cases_per_day": 3},
            "Raise no more alarms than people have time for: by cost",
        ),
        (
            {"task": "record-linkage", "project.human_review": True},
            "What nobody looks at is linked from a probability of 0.05 on",
        ),
    ],
)
def test_what_people_bear_or_decide_goes_before_the_costs(
    advisor: Advisor, told: dict[str, object], start: str
) -> None:
    costs = {"stakes.cost_false_positive": "5 CHF", "stakes.cost_false_negative": "95 CHF"}
    assert aim_of(answer_to(advisor, **{**ALARMS, **costs, **told})).startswith(start)


def test_scores_of_outliers_are_not_told_as_probabilities(advisor: Advisor) -> None:
    costs = {"stakes.cost_false_positive": "5 CHF", "stakes.cost_false_negative": "95 CHF"}
    given = {**ALARMS, "task": "outlier-detection", **costs}
    unlabelled = answer_to(advisor, **given, **{"data.labelled_rows": 0})
    assert aim_of(unlabelled).endswith("a false alarm costs 5 CHF, a miss 95 CHF: scores are no probabilities.")
    labelled = answer_to(advisor, **given, **{"data.labelled_rows": 50_000, "data.minority_share": 0.02})
    assert aim_of(labelled).startswith("Act from a probability of 0.05 on")


@pytest.mark.parametrize(
    ("too_low", "said"), [("1000 EUR", "Predict the 0.999 quantile"), ("0.004 EUR", "Predict the 0.004 quantile")]
)
def test_a_quantile_near_an_end_is_told_by_its_distance_to_it(advisor: Advisor, too_low: str, said: str) -> None:
    costs = {"stakes.cost_too_low": too_low, "stakes.cost_too_high": "1 EUR"}
    assert aim_of(answer_to(advisor, **FORECAST, **costs)).startswith(said)


@pytest.mark.parametrize("nothing", ["stakes.cost_too_low", "stakes.cost_too_high"])
def test_no_end_of_the_scale_is_aimed_at_where_one_mistake_costs_nothing(advisor: Advisor, nothing: str) -> None:
    costs = {"stakes.cost_too_low": "2 EUR", "stakes.cost_too_high": "2 EUR", nothing: "0 EUR"}
    assert aim_of(answer_to(advisor, **FORECAST, **costs)) == ""


@pytest.mark.parametrize(
    "costs",
    [
        {"stakes.cost_too_low": "3 EUR", "stakes.cost_too_high": "1 CHF"},
        {"stakes.cost_too_low": "3 EUR", "stakes.cost_too_high": "1 USD"},
        {"stakes.cost_too_low": "3 EUR"},
        {"stakes.cost_too_low": "0 EUR", "stakes.cost_too_high": "0 EUR"},
    ],
)
def test_two_currencies_one_cost_or_no_cost_set_no_quantile(advisor: Advisor, costs: dict[str, str]) -> None:
    answer = answer_to(advisor, **FORECAST, **costs)
    assert aim_of(answer) == ""
    assert "quantile-from-costs" not in {each.pattern for each in answer.patterns}


def test_two_costs_of_which_the_ratio_alone_counts_need_no_rate() -> None:
    brief = Brief.from_mapping({**ALARMS, "stakes.cost_false_positive": "5 EUR", "stakes.cost_false_negative": "9 EUR"})
    assert not {"stakes.cost_false_positive", "stakes.cost_false_negative"} & set(brief.facts())
    assert brief.notices == ()


def test_an_amount_alone_still_needs_a_rate() -> None:
    (told,) = (each.message for each in Brief.from_mapping({**ALARMS, "stakes.cost_false_positive": "5 EUR"}).notices)
    assert told.startswith("`stakes.cost_false_positive` is in EUR: rules compare amounts in USD")
    assert "says how many USD one is" in told


def test_of_three_amounts_in_one_currency_the_two_whose_ratio_counts_are_named() -> None:
    costs = {"stakes.cost_false_positive": "5 EUR", "stakes.cost_false_negative": "9 EUR", "project.budget": "900 EUR"}
    (told,) = (notice.message for notice in Brief.from_mapping({**ALARMS, **costs}).notices)
    assert "are in EUR: the ratio of `stakes.cost_false_positive` to `stakes.cost_false_negative` counts" in told
    assert "`project.budget`" in told


@pytest.mark.parametrize(
    ("amounts", "said"),
    [
        (
            {"stakes.gain_of_hit": "310 USD", "stakes.cost_false_positive": "27 USD"},
            "Treating pays from an effect of 0.087 on",
        ),
        ({"stakes.gain_of_hit": "27 USD", "stakes.cost_false_positive": "27 USD"}, ""),
        ({"stakes.gain_of_hit": "27 USD", "stakes.cost_false_positive": "0 USD"}, ""),
        ({"stakes.gain_of_hit": "310 USD"}, ""),
        (
            {"data.target_unit": "money", "stakes.gain_of_hit": "14 USD", "stakes.cost_false_positive": "10 USD"},
            "Treating pays from an effect of 10 USD on, which is what it costs.",
        ),
        ({"data.target_unit": "money", "stakes.gain_of_hit": "14 USD"}, ""),
        ({"data.target_unit": "time", "stakes.gain_of_hit": "14 USD", "stakes.cost_false_positive": "10 USD"}, ""),
    ],
)
def test_an_effect_pays_above_what_treating_costs_over_what_it_brings(
    advisor: Advisor, amounts: dict[str, str], said: str
) -> None:
    letters = {"task": "treatment-effect-estimation", "data.modality": "tabular", "data.rows": 50_000}
    aim = aim_of(answer_to(advisor, **letters, **amounts))
    assert aim.startswith(said)
    assert bool(aim) is bool(said)


@pytest.mark.parametrize(
    ("gain", "said"),
    [("90 USD", "Act from a probability of 0.1 on: a false alarm costs 10 USD, a hit gains 90 USD."), ("90 CHF", "")],
    ids=["one currency", "two without a rate"],
)
def test_acting_pays_from_where_hits_make_up_for_false_alarms(advisor: Advisor, gain: str, said: str) -> None:
    table = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 8_900}
    costs = {"stakes.cost_false_positive": "10 USD", "stakes.gain_of_hit": gain}
    assert aim_of(answer_to(advisor, **table, **costs)) == said


def test_of_chosen_cases_nobody_knows_whether_acting_on_all_is_to_beat(advisor: Advisor) -> None:
    costs = {"stakes.cost_false_positive": "5 CHF", "stakes.cost_false_negative": "95 CHF"}
    chosen = {"data.minority_share": 0.3, "data.label_origin": "chosen-cases"}
    said = aim_of(answer_to(advisor, **ALARMS, **costs, **chosen))
    assert "To beat is acting on every case" not in said
    assert said.endswith("how frequent the rare class is among all cases: 30 % is its share among chosen ones.")
