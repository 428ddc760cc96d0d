"""The baseline beside a leader: it solves the task on these data, stands in the answer, and is what people use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from small_knowledge import ROOT, TASK, ContentFolder
from whichml import Brief, Recommendation
from whichml.advise.recommendation import Advisor


def answer_to(advisor: Advisor, task: str, modality: str, **fields: Any) -> Recommendation:
    dotted = {name.replace("__", "."): value for name, value in fields.items()}
    return advisor.recommend(Brief.from_mapping({"task": task, "data.modality": modality, **dotted}))


def listing(algorithm: str, **more: Any) -> dict[str, Any]:
    return {"algorithm": algorithm, "why": f"{algorithm} is simple", **more}


@pytest.mark.parametrize(
    ("choices", "kept"),
    [
        ([listing("two"), listing("three")], ("two", "")),
        ([listing("two", unless={"data.modality": "tabular"}), listing("three")], ("three", "")),
        ([listing("two", unless={"data.modality": "text"}), listing("three")], ("two", "")),
        ([listing("two", is_last=True), listing("three")], ("three", "")),
        ([listing("two", is_last=True)], ("two", "")),
        ([listing("two", form="the mean of a group"), listing("three")], ("two", "the mean of a group")),
    ],
)
def test_the_first_that_serves_is_kept_and_what_says_next_to_nothing_last(
    folder: ContentFolder, choices: list[dict[str, Any]], kept: tuple[str, str]
) -> None:
    folder.algorithm("one")
    for name in ("two", "three"):
        folder.algorithm(name, family="symbolic", role="reference")
    folder.evaluation("both", baselines=choices)
    advised = folder.answer().baseline
    assert advised is not None
    assert (advised.algorithm, advised.form) == kept


def test_a_task_without_baselines_of_its_own_has_all_references_to_beat(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("by-hand", family="symbolic", role="reference", solves=[TASK, "regression"])
    elsewhere = {"algorithm": "by-hand", "why": "it is there", "when": {"task": "regression"}}
    folder.evaluation("both", baselines=[elsewhere], tasks=[TASK, "regression"])
    assert [each.serves for each in folder.answer().references] == [True]
    folder.evaluation("both", baselines=[{**elsewhere, "when": {"task": TASK, "data.drift": "fast"}}])
    assert [each.serves for each in folder.answer().references] == [False]


def test_a_microcontroller_keeps_no_neighbours(advisor: Advisor) -> None:
    answer = answer_to(
        advisor, "outlier-detection", "sensor-features", deployment__target="microcontroller", data__minority_share=0.02
    )
    assert answer.baseline is not None
    assert answer.baseline.algorithm in ("control-chart", "hand-written-rules")


@pytest.mark.parametrize("is_intermittent", [True, False, None])
def test_a_forecast_of_zeros_has_a_baseline_of_its_own(advisor: Advisor, is_intermittent: bool | None) -> None:
    told = {} if is_intermittent is None else {"data__intermittent": is_intermittent}
    answer = answer_to(advisor, "forecasting", "time-series", data__series=30_000, data__rows=20_000_000, **told)
    assert answer.baseline is not None
    if is_intermittent:  # where it leads, something else has to stand beside it
        assert "intermittent-demand-forecast" in (answer.baseline.algorithm, answer.candidates[0].algorithm)
    else:
        assert answer.baseline.algorithm == "seasonal-naive-forecast"
    is_beaten = "intermittent-demand-forecast" in {each.algorithm for each in answer.references if each.serves}
    assert is_intermittent or not is_beaten


@pytest.mark.parametrize(
    ("zero_share", "is_driven", "first"),
    [
        (0.35, True, "seasonal-naive-forecast"), (0.35, False, "intermittent-demand-forecast"),
        (0.6, True, "intermittent-demand-forecast"),
    ],
)  # fmt: skip
def test_series_of_some_zeros_that_promotions_move_have_to_beat_last_season(
    advisor: Advisor, zero_share: float, is_driven: bool, first: str
) -> None:
    told = {"data.series": 40_000, "data.rows": 43_000_000, "data.zero_share": zero_share, "data.exogenous": is_driven}
    steps = advisor.assess(Brief.from_mapping({"task": "forecasting", "data.modality": "time-series", **told}))
    listed = [choice.algorithm for choice, *_ in steps.evaluation.baselines()]
    assert listed[0] == first


@pytest.mark.parametrize(
    ("task", "modality"), [("retrieval", "text"), ("ranking", "tabular"), ("outlier-detection", "time-series")]
)
def test_popularity_is_no_bar_where_nobody_chooses(advisor: Advisor, task: str, modality: str) -> None:
    answer = answer_to(advisor, task, modality, data__rows=50_000)
    named = {each.algorithm for each in answer.references if each.serves} | {
        answer.baseline.algorithm if answer.baseline else ""
    }
    assert "popularity-ranking" not in named


def test_recommenders_have_to_beat_the_most_popular(advisor: Advisor) -> None:
    answer = answer_to(advisor, "recommendation", "interactions", data__users=50_000, data__items=3_000)
    assert answer.baseline is not None
    assert answer.baseline.algorithm == "popularity-ranking"


@pytest.mark.parametrize(
    ("told", "kept"), [({}, "logistic-regression"), ({"data__relation": "nonlinear"}, "decision-tree")]
)
def test_classes_are_held_against_plain_logistic_regression_unless_some_call_that_a_mistake(
    advisor: Advisor, told: dict[str, Any], kept: str
) -> None:
    answer = answer_to(advisor, "binary-classification", "tabular", data__rows=60_000, **told)
    assert answer.baseline is not None
    assert answer.baseline.algorithm == kept


def test_where_a_baseline_leads_only_something_simpler_stands_beside_it(advisor: Advisor) -> None:
    answer = answer_to(
        advisor, "binary-classification", "tabular", data__rows=300, data__features=4, data__relation="linear",
        stakes__explanation="full", project__team_ml_skill="low",
    )  # fmt: skip
    assert answer.candidates[0].algorithm == "logistic-regression"
    assert answer.baseline is not None
    assert (answer.baseline.algorithm, answer.baseline.form) == ("constant-baseline", "the rate by one or two columns")


def test_what_is_in_use_today_is_the_first_baseline(advisor: Advisor) -> None:
    fields = {"data__rows": 60_000, "data__relation": "nonlinear", "project__existing_algorithm": "decision-tree"}
    answer = answer_to(advisor, "binary-classification", "tabular", **fields)
    assert answer.baseline is not None
    assert (answer.baseline.algorithm, answer.baseline.why) == ("decision-tree", "it is what is in use today")


def test_a_baseline_is_justified_down_to_a_source(advisor: Advisor) -> None:
    answer = answer_to(advisor, "survival-analysis", "tabular", data__rows=2_000)
    assert answer.baseline is not None
    node = answer.justification.node(answer.baseline.because[0])
    assert node.sources
    assert "Kaplan-Meier curve is the baseline here" in node.text


@pytest.mark.parametrize(
    ("task", "modality", "fields", "leader", "baseline"),
    [
        ("binary-classification", "tabular",
         {"data__labelled_rows": 14_000, "data__relation": "nonlinear", "stakes__explanation": "full"},
         "explainable-boosting-machine", "logistic-regression"),
        ("multiclass-classification", "text",
         {"data__labelled_rows": 20_000, "data__classes": 30, "deployment__accelerator": "gpu"},
         "fine-tuned-language-encoder", "logistic-regression"),
        ("multiclass-classification", "image",
         {"data__labelled_rows": 30_000, "data__classes": 8, "deployment__accelerator": "gpu"},
         "convolutional-network", "pretrained-vision-embedding"),
        ("multiclass-classification", "audio",
         {"data__labelled_rows": 4_000, "data__classes": 12, "deployment__target": "microcontroller",
          "deployment__memory": "256 KB"},
         "tiny-neural-network", "nearest-centroid"),
    ],
)  # fmt: skip
def test_what_learns_simply_goes_before_a_constant_though_it_is_an_option_itself(
    advisor: Advisor, task: str, modality: str, fields: dict[str, Any], leader: str, baseline: str
) -> None:
    answer = answer_to(advisor, task, modality, **fields)
    assert answer.candidates[0].algorithm == leader
    assert answer.baseline is not None
    assert answer.baseline.algorithm == baseline


def test_where_what_is_no_learner_leads_what_learns_is_no_simpler(advisor: Advisor) -> None:
    """Where popularity leads a recommender, no recommender that learns is kept beside it as the simple way."""
    path = ROOT / "tests/panel/briefs/2028.yaml"
    answer = advisor.recommend(Brief.load(path))
    assert answer.candidates[0].algorithm == "popularity-ranking"
    assert answer.baseline is None or answer.baseline.algorithm == "hand-written-rules"


def test_where_the_baseline_is_an_option_itself_accuracy_is_reported_beside_it(advisor: Advisor) -> None:
    answer = answer_to(
        advisor, "clustering", "tabular", data__rows=60_000, data__features=12, data__group_count="unknown",
        priorities=["accuracy"],
    )  # fmt: skip
    options = {each.algorithm for each in (*answer.candidates, *answer.outclassed)[:3]}
    assert answer.candidates[0].algorithm != "k-means"
    assert "k-means" in options
    assert answer.baseline is not None
    assert answer.baseline.algorithm == "k-means"
    plan = next(each for each in answer.measurements if each.quality == "accuracy")
    assert "beside what is in use today and k-means" in plan.procedure


@pytest.mark.parametrize(
    ("task", "modality", "fields", "baseline"),
    [
        ("change-point-detection", "time-series", {"data__series": 20, "data__rows": 200_000}, "control-chart"),
        ("paired-comparison-rating", "interactions", {"data__rows": 20_000, "data__items": 500}, "constant-baseline"),
        ("retrieval", "text", {"data__items": 50_000, "deployment__interaction": "online"}, "hand-written-rules"),
        ("summarisation", "text", {"data__rows": 1_000, "data__text_length": 3_000}, "extractive-summarizer"),
        ("planning", "tabular", {"data__decision_variables": 2_000, "data__hard_constraints": True},
         "hand-written-rules"),
        ("record-linkage", "tabular", {"data__rows": 300_000}, "deterministic-matching"),
        ("experiment-selection", "tabular", {"data__features": 6, "data__rows": 12}, "space-filling-design"),
    ],
)  # fmt: skip
def test_tasks_that_can_be_had_simply_name_the_simple_way(
    advisor: Advisor, task: str, modality: str, fields: dict[str, Any], baseline: str
) -> None:
    answer = answer_to(advisor, task, modality, **fields)
    assert answer.baseline is not None
    assert answer.baseline.algorithm == baseline


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"data__text_length": 14}, "k-means"),
        ({"data__languages": 9}, "k-means"),
        ({"data__text_length": 400, "data__languages": 1}, "topic-model"),
    ],
)
def test_counts_of_words_are_no_bar_where_texts_are_short_or_in_several_languages(
    advisor: Advisor, told: dict[str, Any], expected: str
) -> None:
    answer = answer_to(advisor, "topic-modelling", "text", data__rows=7300, **told)
    first, *_ = advisor.assess(Brief.from_mapping(dict(answer.brief))).evaluation.baselines()
    assert first[0].algorithm == expected


@pytest.mark.parametrize(("period", "expected"), [("15 min", "hand-written-rules"), ("1 s", "pid-controller")])
def test_what_is_scheduled_by_the_quarter_hour_is_measured_beside_the_operators_rule(
    advisor: Advisor, period: str, expected: str
) -> None:
    answer = answer_to(
        advisor, "control", "time-series", data__hard_constraints=True, deployment__control_period=period
    )
    first, *_ = advisor.assess(Brief.from_mapping(dict(answer.brief))).evaluation.baselines()
    assert first[0].algorithm == expected


@pytest.mark.parametrize(("modality", "is_kept"), [("audio", False), ("image", True)])
def test_a_constant_is_no_bar_for_sounds(advisor: Advisor, modality: str, is_kept: bool) -> None:
    brief = Brief.from_mapping({"task": "multiclass-classification", "data.modality": modality})
    named = {choice.algorithm for choice, *_ in advisor.assess(brief).evaluation.baselines()}
    assert ("constant-baseline" in named) is is_kept


def why_kept(advisor: Advisor, algorithm: str, task: str, modality: str, **fields: Any) -> str:
    """Return why an algorithm is a baseline of such a brief, where it first is one; empty where it is none."""
    answer = answer_to(advisor, task, modality, data__rows=60_000, **fields)
    listed = advisor.assess(Brief.from_mapping(dict(answer.brief))).evaluation.baselines()
    return next((choice.why for choice, *_ in listed if choice.algorithm == algorithm), "")


@pytest.mark.parametrize("task", ["regression", "probabilistic-regression"])
@pytest.mark.parametrize(
    ("fields", "is_of_late"),
    [
        ({}, False),
        ({"data__drift": "none", "data__target_unit": "money"}, False),
        ({"data__drift": "slow"}, False),
        ({"data__drift": "slow", "data__target_unit": "other"}, False),
        ({"data__drift": "slow", "data__target_unit": "money"}, True),
        ({"data__drift": "fast"}, True),
    ],
)
def test_what_moves_is_held_against_the_latest_values(
    advisor: Advisor, task: str, fields: dict[str, Any], is_of_late: bool
) -> None:
    said = why_kept(advisor, "constant-baseline", task, "tabular", **fields)
    assert ("what like cases came to of late" in said) is is_of_late
    assert said


@pytest.mark.parametrize(
    ("fields", "is_to_choose"),
    [
        ({}, False),
        ({"stakes__gain_of_hit": "310 USD"}, True),
        ({"deployment__top_k": 500}, True),
        ({"stakes__gain_of_hit": "310 USD", "data__assignment": "chosen"}, False),
    ],
)
def test_who_chooses_whom_to_treat_has_to_beat_treating_nobody_or_everybody(
    advisor: Advisor, fields: dict[str, Any], is_to_choose: bool
) -> None:
    said = why_kept(advisor, "average-effect-difference", "treatment-effect-estimation", "tabular", **fields)
    assert said.startswith("treating nobody or everybody") is is_to_choose


@pytest.mark.parametrize(
    ("task", "fields", "is_kept"),
    [
        ("recommendation", {}, True),
        ("recommendation", {"data__single_items": False}, True),
        ("recommendation", {"data__single_items": True}, False),
        ("ranking", {}, True),
        ("ranking", {"data__single_items": True}, False),
    ],
)
def test_what_is_gone_once_taken_is_popular_with_nobody(
    advisor: Advisor, task: str, fields: dict[str, Any], is_kept: bool
) -> None:
    said = why_kept(advisor, "popularity-ranking", task, "interactions", data__users=9_000, **fields)
    assert ("of late and can be had now" in said) is is_kept


@pytest.mark.parametrize(
    ("leader", "labelled", "is_kept_first"),
    [
        ("hosted-large-language-model", 140, True),
        ("local-language-model", 999, True),
        ("hosted-large-language-model", None, True),
        ("hosted-large-language-model", 1_000, False),
        ("fine-tuned-language-encoder", 140, True),
        ("fine-tuned-language-encoder", 200, False),
    ],
)
def test_what_needs_no_label_of_each_word_is_the_bar_of_language_models(
    advisor: Advisor, leader: str, labelled: int | None, is_kept_first: bool
) -> None:
    told = {} if labelled is None else {"data.labelled_rows": labelled}
    brief = Brief.from_mapping({"task": "sequence-labelling", "data.modality": "text", **told})
    judged = advisor.assess(brief).evaluation
    first, *_ = replace(judged, facts={**judged.facts, "answer.leader": leader}).baselines()
    assert (first[0].algorithm == "hand-written-rules") is is_kept_first


@pytest.mark.parametrize(
    ("seasonality", "repeated"), [("none", "the last value"), ("one", "ast season"), (None, "ast season")]
)
def test_without_a_season_the_last_value_is_the_bar(advisor: Advisor, seasonality: str | None, repeated: str) -> None:
    told = {} if seasonality is None else {"data__seasonality": seasonality}
    assert repeated in why_kept(advisor, "seasonal-naive-forecast", "forecasting", "time-series", **told)


@pytest.mark.parametrize(
    ("told", "form"),
    [
        ({"data.sampling_interval": "1 year"}, "the last value, carried on"),
        ({"data.sampling_interval": "1 year", "data.seasonality": "one"}, "the same period of the last season"),
        ({"data.sampling_interval": "31 days"}, "the same period of the last season"),
        ({}, "the same period of the last season"),
    ],
)
def test_yearly_values_have_no_season_to_be_repeated(advisor: Advisor, told: dict[str, str], form: str) -> None:
    answer = answer_to(advisor, "forecasting", "time-series", **{"data.series": 1}, **told)
    assert answer.baseline is not None
    assert answer.baseline.form == form


def test_visitors_by_the_year_are_not_told_of_weekdays_and_weather(advisor: Advisor) -> None:
    visits = {"title": "Visitors of a museum", "project.application": "visitor-forecast", "data.horizon": "1 year"}
    told = {}
    for step in ("1 day", "1 year"):
        answer = answer_to(advisor, "forecasting", "time-series", **visits, **{"data.sampling_interval": step})
        assert answer.application is not None
        said = (*(each.text for each in answer.application.points), answer.in_use.named if answer.in_use else "")
        told[step] = [word for word in ("weekday", "weather", "rain") if any(word in each for each in said)]
    assert told == {"1 day": ["weekday", "weather", "rain"], "1 year": ["weather"]}


@pytest.mark.parametrize("period", ["15 s", "1 min", "10 min"])
def test_no_loop_of_feedback_is_kept_beside_what_chooses_from_a_list(advisor: Advisor, period: str) -> None:
    pumps = {"deployment__target": "plc", "deployment__control_period": period, "data__decision_variables": 3}
    switched = answer_to(advisor, "control", "time-series", data__actions="discrete", **pumps)
    named = {each.algorithm for each in (*switched.candidates, *switched.references)}
    assert "pid-controller" not in named | ({switched.baseline.algorithm} if switched.baseline else set())
    turned = answer_to(advisor, "control", "time-series", data__actions="continuous", **pumps)
    assert "pid-controller" in {each.algorithm for each in (*turned.candidates, *turned.references)}


def test_a_learner_of_labels_is_tested_on_later_cases_and_a_detector_on_all_of_them(advisor: Advisor) -> None:
    readings = {"data__rows": 2500000, "data__features": 36}
    for n_labelled, said in ((60000, "Train on earlier rows with their known cases"), (0, "Fit on an early stretch")):
        answer = answer_to(advisor, "outlier-detection", "sensor-features", data__labelled_rows=n_labelled, **readings)
        (procedure,) = [each.procedure for each in answer.measurements if each.quality == "accuracy"]
        assert procedure.startswith(said)
