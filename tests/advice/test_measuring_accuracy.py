"""What to measure next: the metric belongs to the task, and the split is like the use."""

from __future__ import annotations

import re
from typing import Any

import pytest

from by_night import IS_NIGHT, some_of
from small_knowledge import SCENARIOS, hundred_of_panel
from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor
from whichml.model.statements.recommendation import Measurement
from whichml.model.values.metrics import meaning_of, metric_of
from whichml.model.values.vocabulary import TASKS
from whichml.model.words.names_in_sentences import in_sentence

PANEL = some_of(hundred_of_panel(), 3)
BELONG = {
    "binary-classification": {"cost", "precision-at-", "average-precision", "brier-score", "balanced-accuracy"},
    "multiclass-classification": {"precision-at-", "weighted-kappa", "macro-f1", "balanced-accuracy"},
    "multilabel-classification": {"cost", "precision-at-", "macro-f1", "micro-f1"},
    "regression": {"pinball-loss", "poisson-deviance", "tweedie-deviance", "median-absolute-error", "mae"},
    "probabilistic-regression": {"pinball-loss", "crps"},
    "forecasting": {"pinball-loss", "wape", "mase"},
    "retrieval": {"mean-reciprocal-rank", "recall-at-", "ndcg-at-"},
    "question-answering": {"accuracy", "exact-match", "hit-rate-at-"},
    "ranking": {"precision-at-", "ndcg-at-"},
    "recommendation": {"ndcg-at-", "recall-at-"},
    "survival-analysis": {"integrated-brier-score", "concordance-index", "recall-at-"},
    "outlier-detection": {"cost", "false-alarms-per-day", "precision-at-", "average-precision"},
    "clustering": {"adjusted-rand-index", "modularity", "bic", "dbcv", "silhouette"},
    "dimensionality-reduction": {"reconstruction-error"},
    "topic-modelling": {"macro-f1", "topic-coherence"},
    "pattern-mining": {"precision-at-"},
    "sequence-labelling": {"cost", "f1"},
    "language-modelling": {"perplexity"},
    "translation": {"chrf"},
    "text-generation": {"faithfulness"},
    "summarisation": {"faithfulness", "key-point-coverage"},
    "speech-to-text": {"word-error-rate"},
    "text-recognition": {"character-error-rate", "exact-match", "word-error-rate"},
    "object-detection": {"cost", "mean-average-precision"},
    "image-segmentation": {"iou"},
    "pose-estimation": {"keypoint-accuracy"},
    "image-generation": {"success-rate"},
    "sequential-decision": {"constraint-violations", "cumulative-reward"},
    "control": {"constraint-violations", "tracking-error"},
    "deterministic-computation": {"exact-match"},
    "planning": {"constraint-violations", "optimality-gap"},
    "treatment-effect-estimation": {"interval-width", "policy-value", "qini-coefficient"},
    "record-linkage": {"cost", "recall"},
    "paired-comparison-rating": {"log-loss"},
    "experiment-selection": {"best-found"},
    "data-synthesis": {"marginal-error"},
    "change-point-detection": {"cost", "detection-delay", "f1"},
}

COSTS = {"stakes__cost_false_positive": "200 USD", "stakes__cost_false_negative": "8 USD"}
ASKED_FOR_LIMITS = {"quality": "uncertainty-quantification", "min": "medium", "priority": "must"}


def plan_of(advisor: Advisor, task: str, modality: str, **fields: Any) -> Measurement:
    """Return how accuracy is to be measured, with fields whose names have `__` for a point."""
    dotted = {name.replace("__", "."): value for name, value in fields.items()}
    answer = advisor.recommend(
        Brief.from_mapping({"task": task, "data.modality": modality, "priorities": ["accuracy"], **dotted})
    )
    return next(each for each in answer.measurements if each.quality == "accuracy")


@pytest.mark.parametrize(
    ("task", "bound", "counts"),
    [("planning", "10 min", "plan of full size"), ("speech-to-text", "1 hour", "one whole job"),
     ("speech-to-text", "30 s", "single predictions, at least 200")],
)  # fmt: skip
def test_plans_and_long_jobs_are_not_timed_hundreds_of_times(
    advisor: Advisor, task: str, bound: str, counts: str
) -> None:
    modality = "audio" if task == "speech-to-text" else "tabular"
    asked = [{"quality": "inference-latency", "max": bound, "priority": "must"}]
    brief = Brief.from_mapping({"task": task, "data": {"modality": modality}, "requirements": asked})
    (told,) = (each for each in advisor.recommend(brief).measurements if each.quality == "inference-latency")
    assert counts in f"{told.metric} {told.procedure}"


def test_every_task_has_metrics_and_a_split(knowledge: KnowledgeBase) -> None:
    assert set(BELONG) == set(TASKS)
    for aspect in ("metrics", "splits"):
        told = [
            task
            for each in knowledge.evaluations.values()
            if getattr(each.facts, aspect) and not each.first_where
            for task in each.facts.tasks
        ]
        assert sorted(told) == sorted(TASKS)


@pytest.mark.parametrize("task", TASKS)
def test_every_metric_and_only_such_of_a_task_belong_to_it(knowledge: KnowledgeBase, task: str) -> None:
    (evaluation,) = (
        each
        for each in knowledge.evaluations.values()
        if task in each.facts.tasks and each.facts.metrics and not each.first_where
    )
    named = set()
    for metric, cases in zip(evaluation.facts.metrics, evaluation.cases["metrics"], strict=True):
        of_task = [case for case in cases or ((),) if all(c.field != "task" or c.holds({"task": task}) for c in case)]
        if of_task:
            named.add(metric.metric.removesuffix("K"))
        if any(all(condition.field == "task" for condition in case) for case in of_task):
            break  # what comes after it is never reached
    else:
        pytest.fail("there is a situation in which no metric is named")
    assert named == BELONG[task]


@pytest.mark.slow("answers many briefs")
def test_answers_measure_accuracy_by_a_metric_of_the_task(advisor: Advisor) -> None:
    n_told = 0
    for path in [*SCENARIOS, *PANEL]:
        brief = Brief.load(path)
        asked = {each.metric for each in brief.requirements if each.metric is not None}
        for plan in advisor.recommend(brief).measurements:
            if plan.quality == "accuracy" and plan.metric not in asked:
                n_told += 1
                is_specified = brief.facts().get("stakes.specification") == "complete"
                is_always_on = brief.facts().get("deployment.always_on") is True
                belong = (
                    *BELONG[str(brief.task)],
                    *(["exact-match"] if is_specified else []),
                    *(["false-negative-rate"] if is_always_on else []),
                )
                assert plan.metric.startswith(belong), (path.name, plan.metric)
    assert n_told > (60 if IS_NIGHT else 20)


@pytest.mark.parametrize("task", ["ranking", "binary-classification", "regression", "outlier-detection"])
def test_what_is_written_down_completely_is_tested_against_that(advisor: Advisor, task: str) -> None:
    specified = plan_of(advisor, task, "tabular", stakes__specification="complete")
    assert specified.metric == "exact-match"
    assert "each limit" in specified.procedure
    assert plan_of(advisor, task, "tabular", stakes__specification="partial").metric != "exact-match"


@pytest.mark.parametrize(
    ("task", "modality", "fields", "metric"),
    [
        ("forecasting", "time-series", {}, "mase"),
        ("forecasting", "time-series", {"stakes__cost_too_high": "1 USD", "stakes__cost_too_low": "3 USD"},
         "pinball-loss"),
        ("binary-classification", "tabular", {"data__minority_share": 0.01}, "average-precision"),
        ("binary-classification", "tabular", {"data__minority_share": 0.4}, "balanced-accuracy"),
        ("binary-classification", "text", {"data__minority_share": 0.1, "project__cases_per_day": 9}, "precision-at-9"),
        ("retrieval", "text", {"deployment__top_k": 10}, "ndcg-at-10"),
        ("retrieval", "text", {}, "ndcg-at-k"),
        ("regression", "tabular", {"data__target": "heavy-tailed"}, "median-absolute-error"),
        ("regression", "tabular", {"data__target": "heavy-tailed", "data__target_unit": "money"}, "tweedie-deviance"),
        ("regression", "tabular", {"data__target": "heavy-tailed", "data__zero_share": 0.93}, "tweedie-deviance"),
        ("regression", "tabular", {"data__target": "count", "data__zero_share": 0.93}, "poisson-deviance"),
        ("regression", "tabular", {"data__target": "count"}, "mae"),
        ("regression", "tabular", {"data__zero_share": 0.3}, "mae"),
        ("survival-analysis", "tabular", {}, "integrated-brier-score"),
        ("survival-analysis", "tabular", {"project__cases_per_day": 40}, "concordance-index"),
        ("binary-classification", "tabular", {"data__unlabelled_positives": True}, "precision-at-k"),
        ("forecasting", "time-series", {"requirements": [ASKED_FOR_LIMITS]}, "pinball-loss"),
        ("forecasting", "time-series", {"requirements": [{**ASKED_FOR_LIMITS, "priority": "should"}]}, "mase"),
        ("forecasting", "time-series", {"requirements": [{**ASKED_FOR_LIMITS, "min": "low"}]}, "mase"),
        ("forecasting", "time-series", {"data__series": 300, "data__target": "count"}, "mase"),
        ("forecasting", "time-series", {"data__series": 300, "data__target": "count", "data__hierarchy": True}, "wape"),
        ("forecasting", "time-series", {"data__series": 300, "data__target": "count", "data__hierarchy": False},
         "mase"),
        ("forecasting", "time-series", {"data__series": 300, "data__target_unit": "money"}, "wape"),
        ("forecasting", "time-series", {"data__series": 300, "data__target_unit": "other"}, "mase"),
        ("forecasting", "time-series", {"data__series": 1, "data__target_unit": "money"}, "mase"),
        ("sequence-labelling", "text", COSTS, "cost"),
        ("sequence-labelling", "text", {"stakes__cost_false_positive": "200 USD"}, "f1"),
        ("multilabel-classification", "tabular", COSTS, "cost"),
        ("multilabel-classification", "tabular", {}, "micro-f1"),
        ("multiclass-classification", "tabular", COSTS, "balanced-accuracy"),
        ("object-detection", "image", COSTS, "cost"),
        ("object-detection", "image", {}, "mean-average-precision"),
        ("record-linkage", "tabular", COSTS, "cost"),
        ("record-linkage", "tabular", {}, "recall"),
        ("outlier-detection", "tabular", {**COSTS, "data__labelled_rows": 300}, "cost"),
        ("outlier-detection", "tabular", COSTS, "precision-at-k"),
        ("change-point-detection", "time-series", COSTS, "cost"),
        ("change-point-detection", "time-series", {**COSTS, "data__arrival": "stream"}, "detection-delay"),
        ("treatment-effect-estimation", "tabular", {"stakes__gain_of_hit": "310 USD",
         "stakes__cost_false_positive": "27 USD"}, "policy-value"),
        ("treatment-effect-estimation", "tabular", {"stakes__gain_of_hit": "310 USD"}, "qini-coefficient"),
    ],
)  # fmt: skip
def test_the_metric_follows_the_target_and_what_is_done_with_it(
    advisor: Advisor, task: str, modality: str, fields: dict[str, Any], metric: str
) -> None:
    assert plan_of(advisor, task, modality, data__rows=20_000, **fields).metric == metric


@pytest.mark.parametrize(
    ("task", "modality", "fields", "done"),
    [
        ("binary-classification", "tabular", {}, "StratifiedKFold"),
        ("binary-classification", "tabular", {"data__rows": 500}, "RepeatedStratifiedKFold"),
        ("binary-classification", "tabular", {"data__groups": 40}, "StratifiedGroupKFold"),
        ("binary-classification", "tabular", {"data__drift": "fast"}, "TimeSeriesSplit"),
        ("binary-classification", "tabular", {"data__groups": 40, "data__drift": "slow"},
         "besides on groups left out"),
        ("binary-classification", "tabular", {"data__new_groups": True, "data__drift": "slow"}, "later rows of others"),
        ("regression", "tabular", {"data__groups": 40}, "GroupKFold"),
        ("regression", "tabular", {}, "KFold"),
        ("forecasting", "time-series", {}, "Roll the origin"),
        ("retrieval", "text", {}, "real queries"),
        ("regression", "tabular", {"deployment__update_cadence": "yearly"}, "TimeSeriesSplit"),
        ("regression", "tabular", {"deployment__update_cadence": "never"}, "KFold"),
        ("regression", "tabular", {"deployment__update_cadence": "yearly", "data__rows": 1_000}, "RepeatedKFold"),
        ("regression", "tabular", {"data__spatial": True}, "whole blocks"),
        ("regression", "tabular", {"data__spatial": True, "data__drift": "none"}, "whole blocks"),
        ("regression", "tabular", {"data__spatial": True, "deployment__update_cadence": "never"}, "whole blocks"),
        ("regression", "tabular", {"data__spatial": True, "deployment__update_cadence": "yearly"}, "TimeSeriesSplit"),
        ("regression", "tabular", {"data__spatial": True, "data__drift": "slow"}, "TimeSeriesSplit"),
        ("regression", "tabular", {"data__spatial": True, "data__new_groups": False}, "KFold"),
        ("regression", "tabular", {"data__spatial": True, "data__new_groups": True,
                                   "deployment__update_cadence": "yearly"}, "whole blocks"),
        ("regression", "tabular", {"data__spatial": True, "data__new_groups": True, "data__drift": "slow"},
         "later rows within them"),
        ("regression", "tabular", {"data__groups": 40, "data__new_groups": False}, "KFold"),
        ("regression", "tabular", {"data__groups": 40, "data__new_groups": False, "data__drift": "slow"},
         "TimeSeriesSplit"),
        ("binary-classification", "video", {}, "windows or frames"),
        ("recommendation", "interactions", {}, "later period for all"),
    ],
)  # fmt: skip
def test_the_split_keeps_groups_together_and_tests_on_later_data_where_time_counts(
    advisor: Advisor, task: str, modality: str, fields: dict[str, Any], done: str
) -> None:
    plan = plan_of(advisor, task, modality, **{"data__rows": 20_000, **fields})
    assert done in plan.procedure
    assert task == "binary-classification" or "Stratified" not in plan.procedure


@pytest.mark.parametrize(
    ("modality", "fields", "leaders", "metric"),
    [
        ("tabular", {"data__group_shape": "any"}, ("dbscan", "hdbscan"), "dbcv"),
        ("tabular", {"data__group_shape": "any", "data__labelled_rows": 0}, ("dbscan", "hdbscan"), "dbcv"),
        ("tabular", {"data__group_shape": "any", "data__labelled_rows": 9}, ("dbscan", "hdbscan"),
         "adjusted-rand-index"),
        ("tabular", {"data__group_shape": "compact", "data__group_count": "known"}, ("k-means",), "silhouette"),
        ("graph", {}, ("community-detection",), "modularity"),
    ],
)  # fmt: skip
def test_groups_are_judged_by_what_fits_how_they_were_found(
    advisor: Advisor, modality: str, fields: dict[str, Any], leaders: tuple[str, ...], metric: str
) -> None:
    answer = advisor.recommend(Brief.from_mapping({
        "task": "clustering", "data.modality": modality, "data.rows": 60_000, "data.features": 4,
        **{name.replace("__", "."): value for name, value in fields.items()},
    }))  # fmt: skip
    assert answer.candidates[0].algorithm in leaders
    assert next(each.metric for each in answer.measurements if each.quality == "accuracy") == metric


@pytest.mark.parametrize(
    ("task", "fields", "is_searched_by_score"),
    [
        ("clustering", {}, False),
        ("outlier-detection", {}, False),
        ("outlier-detection", {"data__labelled_rows": 0}, False),
        ("outlier-detection", {"data__labelled_rows": 500}, True),
        ("binary-classification", {}, True),
        ("regression", {"data__drift": "fast"}, True),
    ],
)
def test_settings_are_searched_by_a_score_only_where_there_is_one(
    advisor: Advisor, task: str, fields: dict[str, Any], is_searched_by_score: bool
) -> None:
    dotted = {name.replace("__", "."): value for name, value in fields.items()}
    answer = advisor.recommend(Brief.from_mapping({
        "task": task, "data.modality": "tabular", "data.rows": 20_000, "priorities": ["tuning-effort"], **dotted,
    }))  # fmt: skip
    plan = next(each for each in answer.measurements if each.quality == "tuning-effort")
    assert ("RandomizedSearchCV" in plan.procedure) is is_searched_by_score
    assert ("neighbours agree" in plan.procedure) is not is_searched_by_score


def test_a_metric_that_a_requirement_names_stays_and_the_split_is_still_told(advisor: Advisor) -> None:
    bound = {"quality": "accuracy", "metric": "mape", "max": 0.2}
    plan = plan_of(advisor, "forecasting", "time-series", data__rows=20_000, requirements=[bound])
    assert plan.metric == "mape"
    assert "Roll the origin" in plan.procedure


@pytest.mark.parametrize(
    ("task", "modality", "fields", "expected"),
    [
        ("binary-classification", "time-series", {"deployment__always_on": True}, True),
        ("binary-classification", "time-series", {"deployment__always_on": True, "data__minority_share": 0.01}, True),
        ("binary-classification", "time-series", {"deployment__always_on": True, "data__minority_share": 0.2}, False),
        ("binary-classification", "time-series", {"deployment__always_on": False}, False),
        ("binary-classification", "time-series", {}, False),
        ("multiclass-classification", "audio", {"deployment__always_on": True}, True),
        ("multiclass-classification", "time-series", {"deployment__always_on": True}, False),
    ],
)
def test_what_listens_all_the_time_is_told_by_its_misses_at_so_many_false_alarms(
    advisor: Advisor, task: str, modality: str, fields: dict[str, Any], expected: bool
) -> None:
    plan = plan_of(advisor, task, modality, **fields)
    assert (plan.metric == "false-negative-rate") is expected
    assert ("false alarms an hour" in plan.procedure) is expected


def test_a_summary_of_copied_sentences_is_judged_by_what_it_leaves_out(advisor: Advisor) -> None:
    copied = plan_of(advisor, "summarisation", "text", data__rows=9000, stakes__verbatim=True)
    assert copied.metric == "key-point-coverage"
    written = plan_of(advisor, "summarisation", "text", data__rows=9000)
    assert written.metric == "faithfulness"
    assert "left out" in written.procedure


def test_the_plan_names_the_baseline_and_rests_on_sources(advisor: Advisor) -> None:
    fields = {"task": "forecasting", "data.modality": "time-series", "data.rows": 20_000, "priorities": ["accuracy"]}
    answer = advisor.recommend(Brief.from_mapping(fields))
    plan = next(each for each in answer.measurements if each.quality == "accuracy")
    assert answer.baseline is not None
    known = advisor.knowledge.algorithms[answer.baseline.algorithm].facts.name
    named = answer.baseline.form or in_sentence(known)
    assert f"beside what is in use today and {named}" in plan.procedure
    assert {source.ref for node in plan.because for source in answer.justification.node(node).sources} >= {"hyndman"}


@pytest.mark.slow("answers a brief for every metric")
def test_the_meaning_of_each_metric_is_a_sentence_of_its_own(advisor: Advisor, knowledge: KnowledgeBase) -> None:
    told = {}
    for evaluation in knowledge.evaluations.values():
        for metric in {each.metric.replace("-at-K", "-at-10") for each in evaluation.facts.metrics}:
            known = metric_of(metric)
            assert known is not None
            side = "min" if known.better == "higher" else "max"
            bound = {"quality": "accuracy", "metric": metric, side: 0.9}
            plan = plan_of(advisor, evaluation.facts.tasks[0], "tabular", requirements=[bound])
            assert plan.metric == metric
            assert re.search(
                rf"[.)] {re.escape(known.meaning)} (.*, at the same setting. )?Report the mean", plan.procedure
            ), plan.procedure
            told[metric] = known.meaning
    assert len(told) > 30
    assert all(meaning[0].isupper() and meaning.endswith(".") for meaning in told.values())


def test_a_metric_of_an_open_number_means_what_counts_among_the_first(advisor: Advisor) -> None:
    plan = plan_of(advisor, "pattern-mining", "interactions", data__rows=20_000)
    assert plan.metric == "precision-at-k"
    assert "Share of the first k results that are relevant or positive." in plan.procedure
    assert "reported positives" not in plan.procedure
    assert meaning_of("rmse-at-k") == ""


def test_what_is_in_use_and_the_baseline_at_once_is_named_once(advisor: Advisor) -> None:
    fields = {"data__rows": 60_000, "data__relation": "nonlinear", "project__existing_algorithm": "decision-tree"}
    plan = plan_of(advisor, "binary-classification", "tabular", **fields)
    assert plan.procedure.endswith("beside decision tree, which is in use today.")


@pytest.mark.parametrize("task", ["binary-classification", "regression", "probabilistic-regression"])
def test_later_rows_are_held_out_where_labels_come_late_and_not_where_they_come_at_once(
    advisor: Advisor, task: str
) -> None:
    late, at_once = (plan_of(advisor, task, "tabular", data__label_delay=delay) for delay in ("2 weeks", "0 s"))
    assert "Train on earlier rows and test on later ones" in late.procedure
    assert "earlier rows" not in at_once.procedure


def test_a_baseline_called_after_somebody_keeps_its_capital(advisor: Advisor) -> None:
    plan = plan_of(advisor, "survival-analysis", "tabular", data__rows=2_000)
    assert "beside what is in use today and Kaplan-Meier curve" in plan.procedure


def test_what_a_brief_asks_for_twice_is_measured_once_for_both_reasons(advisor: Advisor) -> None:
    twice = [{"quality": "inference-latency", "max": "40 ms", "priority": word} for word in ("must", "should")]
    fields = {"task": "retrieval", "data.modality": "text", "requirements": twice}
    plans = advisor.recommend(Brief.from_mapping(fields)).measurements
    (plan,) = (each for each in plans if each.quality == "inference-latency")
    assert len(set(plan.because)) == 2


@pytest.mark.parametrize("fields", [{"data__groups": 40, "data__new_groups": False}, {}])
def test_rows_of_one_subject_stay_on_one_side_and_known_groups_are_not_held_out(
    advisor: Advisor, fields: dict[str, Any]
) -> None:
    plan = plan_of(advisor, "binary-classification", "tabular", data__rows=20_000, **fields)
    assert "all rows of one subject" in plan.procedure
    assert "GroupKFold" not in plan.procedure


def test_what_is_in_use_and_no_baseline_is_named_before_it(advisor: Advisor) -> None:
    plan = plan_of(advisor, "forecasting", "time-series", data__rows=20_000, project__existing_algorithm="arima")
    assert "beside ARIMA, which is in use today" in plan.procedure
