"""Which claims rate an algorithm in a brief: those in scope, the narrower first, then the nearer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from small_knowledge import ContentFolder, brief, claim, rule
from whichml import Brief
from whichml.advise.computed import computed_facts
from whichml.advise.ratings import RatedCells, Rating, Ratings
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge


def rated(folder: ContentFolder, quality: str = "robustness", **fields: Any) -> Rating | None:
    given = brief(**fields).facts()
    facts = {**given, **{name: fact.value for name, fact in computed_facts(given).items()}}
    return Ratings(RatedCells(folder.knowledge()), facts).of("one", quality)


def level(rating: Rating | None) -> str | None:
    return rating.level if rating else None


def test_no_claim_is_no_rating(folder: ContentFolder) -> None:
    assert rated(folder.algorithm("one")) is None


def test_a_claim_out_of_scope_is_no_rating(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("robustness", "high", {"data.drift": "fast"}))
    assert rated(folder, data__drift="none") is None
    assert level(rated(folder, data__drift="fast")) == "high"


def test_a_claim_whose_scope_may_hold_rates_where_nothing_is_certain(folder: ContentFolder) -> None:
    folder.algorithm(
        "one", claim("robustness", "high", {"data.drift": "fast"}), claim("robustness", "low", {"data.drift": "none"})
    )
    assert level(rated(folder)) == "low..high"


def test_a_certain_claim_is_not_blurred_by_one_that_may_hold(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("robustness", "low"))
    folder.family("linear", claim("robustness", "high"))
    assert level(rated(folder)) == "low"


def test_the_narrower_scope_wins_even_from_a_family(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("robustness", "low"))
    folder.family("linear", claim("robustness", "high", {"data.drift": "fast"}))
    assert level(rated(folder, data__drift="fast")) == "high"
    assert level(rated(folder, data__drift="none")) == "low"


def test_the_algorithm_wins_over_its_family_and_the_family_over_those_above(folder: ContentFolder) -> None:
    folder.family("parametric-model", claim("robustness", "low"), claim("privacy", "low"), claim("security", "low"))
    folder.family("linear", claim("robustness", "medium"), claim("privacy", "medium"))
    folder.algorithm("one", claim("robustness", "high"))
    assert [level(rated(folder, q)) for q in ("robustness", "privacy", "security")] == ["high", "medium", "low"]


def test_claims_in_units_keep_their_interval_and_take_a_place_on_the_scale(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("inference-latency", {"from": "2 ms", "to": "50 ms"}))
    rating = rated(folder, "inference-latency")
    assert rating is not None
    assert rating.interval == (0.002, 0.05)
    assert rating.level == "low..medium"


def test_claims_that_tell_equally_much_are_merged_to_the_wider_span(folder: ContentFolder) -> None:
    folder.algorithm(
        "one", claim("inference-latency", {"from": "1 ms", "to": "2 ms"}, {"data.drift": "fast"}),
        claim("inference-latency", {"from": "5 ms", "to": "9 ms"}, {"data.growth": "fast"}),
    )  # fmt: skip
    rating = rated(folder, "inference-latency", data__drift="fast", data__growth="fast")
    assert rating is not None
    assert rating.interval == (0.001, 0.009)
    assert len(rating.claims) == 2


def test_a_claim_that_waits_for_a_size_goes_before_one_that_waits_for_a_special_regime(folder: ContentFolder) -> None:
    folder.algorithm(
        "one", claim("robustness", "low", {"data.training_rows": {"above": 1000}}),
        claim("robustness", "high", {"data.drift": "fast"}),
    )  # fmt: skip
    assert level(rated(folder)) == "low", "a brief that does not speak of drift is ordinary"
    assert level(rated(folder, data__rows=10)) == "high", "no ordinary claim is left"
    assert level(rated(folder, data__drift="fast")) == "high", "a regime that is known goes before what may hold"


def test_a_claim_that_waits_for_a_size_and_a_regime_waits_for_a_special_regime(folder: ContentFolder) -> None:
    folder.algorithm(
        "one", claim("robustness", "low", {"data.training_rows": {"above": 1000}, "data.growth": "fast"}),
        claim("robustness", "high", {"data.training_rows": {"above": 1000}, "data.features": {"above": 10}}),
    )  # fmt: skip
    assert level(rated(folder)) == "high"
    assert level(rated(folder, data__growth="fast")) == "low..high"


def test_where_one_of_the_merged_claims_says_not_applicable_the_quality_does_not_apply(folder: ContentFolder) -> None:
    folder.algorithm(
        "one", claim("training-time", "low", {"data.drift": "fast"}),
        claim("training-time", "not-applicable", {"data.growth": "fast"}),
    )  # fmt: skip
    rating = rated(folder, "training-time", data__drift="fast", data__growth="fast")
    assert rating is not None
    assert (rating.level, rating.applicable, rating.interval) == ("not-applicable", False, None)
    assert (rating.low, rating.high, len(rating.claims)) == (0.0, 4.0, 2)
    assert level(rated(folder, "training-time", data__drift="fast", data__growth="static")) == "low"


def test_an_interval_stands_only_where_every_merged_claim_has_one(folder: ContentFolder) -> None:
    folder.algorithm(
        "one", claim("inference-latency", {"from": "2 ms", "to": "5 ms"}, {"data.drift": "fast"}),
        claim("inference-latency", "high", {"data.growth": "fast"}),
    )  # fmt: skip
    both = rated(folder, "inference-latency", data__drift="fast", data__growth="fast")
    alone = rated(folder, "inference-latency", data__drift="fast", data__growth="static")
    assert both is not None
    assert alone is not None
    assert (both.level, both.interval) == ("low..high", None)
    assert alone.interval == (0.002, 0.005)


def test_a_rule_moves_a_rating_and_keeps_the_claims_behind_it(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("robustness", "high")).rules(
        rule("drop", {"rate": {"robustness": {"low": "very-low", "high": "low"}}}, {"data.drift": "fast"}),
        rule("count", {"prioritise": {"robustness": "high"}}),
    )
    still, moved = (folder.answer(data__drift=drift).candidates[0].qualities[0] for drift in ("none", "fast"))
    assert (still.level, moved.level) == ("high", "very-low..low")
    answer = folder.answer(data__drift="fast")
    assert set(answer.justification.node(moved.because[0]).because) == {"rule:drop", "claim:one.robustness"}


SCOPES: list[tuple[Mapping[str, Any], Mapping[str, Any], bool]] = [
    ({"data.training_rows": {"above": 100}}, {"data__rows": 101}, True),
    ({"data.training_rows": {"above": 100}}, {"data__rows": 100}, False),
    ({"data.training_rows": {"below": 100}}, {"data__rows": 1000, "data__labelled_rows": 50}, True),
    ({"data.rows_per_feature": {"below": 5}}, {"data__rows": 40, "data__features": 10}, True),
    ({"data.rows_per_feature": {"below": 5}}, {"data__rows": 50, "data__features": 10}, False),
    ({"data.rows_per_series": {"above": 99}}, {"data__rows": 1000, "data__series": 10}, True),
    ({"data.rows_per_item": {"below": 21}}, {"data__rows": 1000, "data__items": 50}, True),
    ({"data.rows_per_item": {"below": 20}}, {"data__rows": 1000, "data__items": 50}, False),
    ({"data.rows_per_series": {"below": 31}}, {"task": "forecasting", "data__history": "30 days",
                                               "data__sampling_interval": "1 day"}, True),
    ({"data.rows_per_series": {"below": 30}}, {"task": "forecasting", "data__history": "30 days",
                                               "data__sampling_interval": "1 day"}, False),
    ({"data.training_rows": {"above": 299}}, {"task": "forecasting", "data__history": "30 days",
                                              "data__sampling_interval": "1 day", "data__series": 10}, True),
    ({"data.training_rows": {"above": 299}}, {"task": "forecasting", "data__history": "30 days", "data__rows": 100,
                                              "data__sampling_interval": "1 day", "data__series": 10}, False),
    ({"data.minority_rows": {"below": 10}}, {"data__rows": 1000, "data__minority_share": 0.005}, True),
    ({"data.minority_rows": {"below": 10}}, {"data__rows": 9000, "data__labelled_rows": 90,
                                            "data__minority_share": 0.01}, True),
    ({"data.minority_rows": {"between": [90, 90]}}, {"data__rows": 9000, "data__labelled_rows": 90,
                                                     "data__minority_share": 0.01,
                                                     "data__unlabelled_positives": True}, True),
    ({"data.minority_rows": {"between": [90, 90]}}, {"data__rows": 9000, "data__labelled_rows": 90,
                                                     "data__unlabelled_positives": True}, True),
    ({"data.minority_rows": {"below": 10}}, {"data__rows": 9000, "data__labelled_rows": 900,
                                             "data__minority_share": 0.01,
                                             "data__unlabelled_positives": True}, True),
    ({"data.minority_rows": {"below": 91}}, {"data__rows": 9000, "data__labelled_rows": 9000,
                                             "data__minority_share": 0.01,
                                             "data__unlabelled_positives": True}, True),
    ({"data.events_per_feature": {"below": 10.1}}, {"data__rows": 1000, "data__minority_share": 0.1,
                                                    "data__features": 10}, True),
    ({"data.events_per_feature": {"below": 10}}, {"data__rows": 1000, "data__minority_share": 0.1,
                                                  "data__features": 10}, False),
    ({"data.events_per_feature": {"below": 10}}, {"data__rows": 1000, "data__minority_share": 0.1,
                                                  "data__features": 10, "data__events": 90}, True),
    ({"data.minority_rows": {"between": [64, 64]}}, {"data__rows": 1000, "data__events": 64}, True),
    ({"data.minority_share": {"between": [0.064, 0.064]}}, {"data__rows": 1000, "data__events": 64}, True),
    ({"data.minority_share": {"between": [0.1, 0.1]}}, {"data__rows": 1000, "data__events": 900}, True),
    ({"deployment.requests_per_second": {"above": 0.9}}, {"deployment__requests_per_day": 86_400}, True),
    ({"deployment.requests_per_second": {"above": 10}}, {"deployment__requests_per_day": 86_400,
                                                         "deployment__peak_requests_per_second": 50}, True),
    ({"data.encoded_features": {"above": 500}}, {"data__features": 10, "data__categorical_cardinality": 1000}, True),
]  # fmt: skip


@pytest.mark.parametrize(("scope", "fields", "fits"), SCOPES)
def test_scopes_read_what_follows_from_the_briefs_numbers(
    folder: ContentFolder, scope: Mapping[str, Any], fields: dict[str, Any], fits: bool
) -> None:
    folder.algorithm("one", claim("robustness", "high", scope))
    assert (rated(folder, **fields) is not None) is fits


def test_events_of_two_classes_and_their_share_are_one_fact(advisor: Advisor) -> None:
    sizes = {"modality": "sensor-features", "rows": 130_000, "features": 80}
    told = ({"events": 65}, {"minority_share": 0.0005})
    counted, shared = (
        advisor.recommend(Brief.from_mapping({"task": "binary-classification", "data": sizes | each})) for each in told
    )
    assert [c.utility for c in counted.candidates] == [c.utility for c in shared.candidates]
    assert counted.top(3) == shared.top(3)
    assert "data.minority_share" not in {each.field for each in counted.open_questions}


def test_events_of_other_tasks_are_no_class() -> None:
    found = computed_facts({"task": "survival-analysis", "data.rows": 1000, "data.events": 64})
    assert not {"data.minority_rows", "data.minority_share"} & found.keys()


def test_series_whose_rows_nobody_counted_have_a_whole_number_of_training_rows() -> None:
    given = {"task": "forecasting", "data.history": 10.0, "data.sampling_interval": 3.0, "data.series": 2}
    found = computed_facts(given)["data.training_rows"].value
    assert (found, type(found)) == (6, int)


def test_a_year_of_months_holds_twelve_of_them() -> None:
    day, month = 86_400.0, 30 * 86_400.0
    steps = {
        (history, step): computed_facts({
            "task": "forecasting", "data.history": history * day, "data.sampling_interval": step,
        })["data.rows_per_series"].value
        for history, step in ((4 * 365, month), (4 * 365, 3 * month), (180, month), (4 * 365, 7 * day))
    }  # fmt: skip
    assert steps == {
        (1460, month): 48, (1460, 3 * month): 16, (180, month): 6, (1460, 7 * day): pytest.approx(208.57, abs=0.01),
    }  # fmt: skip


def test_a_ratio_with_nothing_below_is_unknown_and_no_error(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("robustness", "high", {"data.rows_per_feature": {"below": 5}}))
    assert level(rated(folder, data__rows=10, data__features=0)) == "high", "unknown: the claim may hold"


@pytest.mark.parametrize(("confidence", "widening"), [("high", 0.0), ("medium", 0.25), ("low", 0.5)])
def test_doubt_widens_levels_and_not_intervals(folder: ContentFolder, confidence: str, widening: float) -> None:
    folder.algorithm(
        "one", claim("robustness", "medium", confidence=confidence),
        claim("inference-latency", {"from": "2 ms", "to": "50 ms"}, confidence=confidence),
    )  # fmt: skip
    ratings = [rated(folder), rated(folder, "inference-latency")]
    assert all(ratings)
    levels, interval = (rating for rating in ratings if rating)
    assert (levels.least, levels.most) == (2.0 - widening, 2.0 + widening)
    assert (interval.least, interval.most) == (interval.low, interval.high)


def test_every_shipped_claim_lies_inside_the_scale(knowledge: Knowledge) -> None:
    assert len(knowledge.claims) > 1000
    for found in knowledge.claims.values():
        assert 0.0 <= found.low <= found.high <= 4.0, found.where
