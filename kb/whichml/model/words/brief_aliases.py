"""Names that people write for those of the format: what is understood, and what is ambiguous.

A name of the format itself is always taken as it is. What stands here is written in lower case with hyphens, and is
found however it is spelled: `Anomaly detection` and `anomaly_detection` alike. Tasks and kinds of data stand in
`task_names`. Spellings of units, which say the same
in every field, stand in `quantity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from whichml.model.documents.expressions import expression
from whichml.model.values.vocabulary import REGRESSION
from whichml.model.words.task_names import AMBIGUOUS_MODALITIES, AMBIGUOUS_TASKS, MODALITY_NAMES, TASK_NAMES, table_of

Vocabulary: TypeAlias = Literal["field", "task", "modality", "quality", "metric", "regulation"]

BY_CLASSES: Final = "classification"
"""Stands for the classification that `data.classes` tells: of two classes, or of more."""
NO_REGULATION: Final = "none"


ALIASES: Final[Mapping[Vocabulary, Mapping[str, str]]] = MappingProxyType({
    "field": MappingProxyType({
        "stakes.rules_known": "stakes.specification",
        "stakes.regulations": "stakes.regulation",
        "data.modalities": "data.modality",
        "data.treatment_assignment": "data.assignment",
        "data.allocation": "data.assignment",
        "data.answers": "data.distinct_outputs",
        "data.outputs": "data.distinct_outputs",
        "data.capped": "data.cut_off",
        "data.truncated": "data.cut_off",
        "data.item_attributes": "data.item_features",
        "data.positive_unlabelled": "data.unlabelled_positives",
        "deployment.ram": "deployment.memory",
        "deployment.working_memory": "deployment.memory",
        "deployment.main_memory": "deployment.memory",
        "deployment.flash": "deployment.storage",
        "deployment.rom": "deployment.storage",
        "deployment.disk": "deployment.storage",
        "deployment.disk_space": "deployment.storage",
    }),
    "task": TASK_NAMES,
    "modality": MODALITY_NAMES,
    "quality": table_of("""
        inference-latency: latency, response-time, prediction-time, inference-time, answer-time, time-to-answer
        inference-latency: query-latency, scoring-latency, response-latency, end-to-end-latency, solve-time
        inference-latency: turnaround, turnaround-time, turn-around-time
        inference-latency: tail-latency, runtime, execution-time, time-per-image
        inference-latency: round-trip-time, processing-time, time-per-prediction
        inference-latency: response-times, fast-answers, quick-answers, fast-response, low-latency, speed-of-answers
        inference-throughput: throughput, requests-per-second, qps, rps, tps, fps, frame-rate, frames-per-second
        inference-throughput: predictions-per-second, images-per-second, queries-per-second
        inference-memory: memory, ram, memory-usage, peak-memory, memory-footprint, ram-usage, vram, gpu-memory
        model-size: size, disk-size, small-model, flash, disk, disk-space, index-size, storage, binary-size
        inference-energy: energy-per-inference, energy-per-prediction
        inference-predictability: jitter
        explainability: explanations, explanation, explainable, reasons, explaining, reason-codes
        explainability: feature-importance, feature-attributions, counterfactuals
        accuracy: quality-of-predictions, predictive-performance, predictive-quality, good-predictions, accurate
        cost-per-prediction: cost-per-request, cost-per-query, cost-per-call, cost-per-document, inference-cost
        cost-per-prediction: cost-per-inference
        cost-per-prediction: running-costs, running-cost, cheap-to-run, operating-costs
        time-to-release: time-to-production, soon-in-use
        training-time: training-speed, fit-time, train-time, retraining-time, time-to-train
        training-data-retention: retention
        privacy: differential-privacy
        fairness-control: fairness, demographic-parity, demographic-parity-difference, demographic-parity-ratio
        fairness-control: equalized-odds, equalised-odds, equalized-odds-difference, equal-opportunity
        fairness-control: equal-opportunity-difference, disparate-impact, statistical-parity-difference
        uncertainty-quantification: uncertainty, prediction-intervals, confidence-intervals, uncertainty-estimates
        uncertainty-quantification: quantiles, quantile-forecasts, forecast-intervals, p10-p90, p10-and-p90
        uncertainty-quantification: probabilistic-forecasts, predictive-distribution, range-of-values
        uncertainty-quantification: confidence, valid-confidence-intervals, abstention, reject-option
        calibration: calibrated-probabilities, well-calibrated, calibrated
        incrementality: online-learning, incremental-learning, updatability, continual-learning
        reproducibility: determinism, repeatability, deterministic
        robustness: noise-robustness, adversarial-robustness
        availability: uptime
        data-need: data-efficiency, sample-efficiency
        monitorability: monitoring, observability
        interpretability: transparency, readable-model, interpretable, transparent
        training-scalability: scalability
        time-to-release: time-to-market
        offline-operation: offline, on-device, works-offline
        class-imbalance-handling: imbalance, class-imbalance
        missing-value-handling: missing-values
        skills-need: skills
        maintainability: maintenance
    """),
    "metric": table_of("""
        accuracy: acc, classification-accuracy, top-1-accuracy, field-accuracy, share-correct
        precision: positive-predictive-value, ppv
        recall: sensitivity, true-positive-rate, tpr, detection-rate
        specificity: true-negative-rate, tnr
        negative-predictive-value: npv
        false-positive-rate: fpr, false-alarm-rate
        false-negative-rate: fnr, miss-rate
        error-rate: misclassification-rate
        equal-error-rate: eer
        f1: f1-score, f-score, f-measure, f1-measure, f-1, entity-f1, span-f1
        f2: f2-score, f-2
        f0-5: f0-5-score, f-0-5
        gini: gini-coefficient
        kolmogorov-smirnov: ks, ks-statistic
        macro-f1: f1-macro, macro-f1-score
        micro-f1: f1-micro, micro-f1-score
        roc-auc: auc, auroc, auc-roc, area-under-the-curve, time-dependent-auc
        average-precision: pr-auc, auc-pr, auprc, aucpr
        matthews-correlation: mcc, matthews-correlation-coefficient
        cohen-kappa: kappa, cohens-kappa
        weighted-kappa: quadratic-weighted-kappa, quadratic-kappa, qwk, weighted-cohen-kappa, cohen-weighted-kappa
        log-loss: logloss, cross-entropy, logarithmic-loss
        brier-score: brier
        expected-calibration-error: ece, calibration-error
        rmse: root-mean-squared-error, root-mean-square-error, rmsep, rmsecv
        mse: mean-squared-error
        mae: mean-absolute-error, absolute-error, mean-abs-error, average-absolute-error
        median-absolute-error: medae
        bias: mean-error, forecast-bias
        nash-sutcliffe: nse, nash-sutcliffe-efficiency
        kling-gupta: kge, kling-gupta-efficiency
        service-level: fill-rate
        normalised-mae: normalized-mae, nmae
        normalised-rmse: normalized-rmse, nrmse
        mape: mean-absolute-percentage-error
        smape: symmetric-mape
        wape: wmape, weighted-mape
        pinball-loss: quantile-loss, pinball
        interval-coverage: coverage-of-intervals, picp, ci-coverage
        r2: r-squared, r2-score, r-2, r^2, coefficient-of-determination, explained-variance
        spearman-correlation: spearman, rank-correlation
        pearson-correlation: pearson, correlation
        concordance-index: c-index, concordance, c-statistic, harrells-c
        ndcg: normalised-discounted-cumulative-gain, normalized-discounted-cumulative-gain
        mean-average-precision: map, map-0-5, map-50-95
        mean-reciprocal-rank: mrr
        hit-rate: hr, hits, hit-ratio, hit
        coverage: catalogue-coverage, catalog-coverage, item-coverage
        click-through-rate: ctr
        conversion-rate: conversion, conversions
        qini-coefficient: qini
        uplift-auc: auuc
        effect-rmse: pehe
        iou: jaccard, jaccard-index, mean-iou, miou, intersection-over-union
        dice: dice-score, dice-coefficient
        hausdorff-distance: hausdorff, hd95
        word-error-rate: wer
        character-error-rate: cer
        exact-match: em, document-accuracy
        hallucination-rate: hallucinations, hallucination
        faithfulness: groundedness, factuality, factual-consistency, grounding
        citation-precision: citation-accuracy
        resolution-rate: deflection-rate, containment, containment-rate, straight-through-rate
        human-rating: helpfulness, user-rating, adequacy, fluency
        win-rate: human-preference, preference-rate
        translation-edit-rate: ter
        real-time-factor: rtf
        rouge-l: rouge
        adjusted-rand-index: ari
        normalised-mutual-information: nmi, normalized-mutual-information
        cumulative-reward: reward, return
        cumulative-regret: regret
        optimality-gap: gap
        success-rate: feasibility, feasible-plans, task-success
        constraint-violations: violations, comfort-violations
        on-time-rate: on-time-deliveries, punctuality, on-time-delivery
        vehicles-used: number-of-vehicles
        utilisation: utilization
        detection-delay: time-to-detect, time-to-detection, mean-time-to-detect
        false-alarms-per-day: alarms-per-day, alerts-per-day, false-alerts-per-day, false-positives-per-day
        integrated-brier-score: ibs
    """),
    "regulation": table_of("""
        gdpr: dsgvo, rgpd, eu-gdpr, gpdr, gdrp
        uk-gdpr: dpa-2018
        ccpa: cpra
        hipaa: hippa
        eu-ai-act: ai-act, aia
        eu-ai-act-high-risk: ai-act-high-risk, high-risk-ai
        nyc-local-law-144: nyc-ll144, aedt
        mdr: eu-mdr
        ivdr: eu-ivdr, ivd
        fda: 510k, fda-510k
        fda-samd: samd
        fda-21-cfr-11: 21-cfr-11, part-11, 21-cfr-part-11
        gxp: gmp, glp, gcp
        iec-62304: iec62304
        iso-13485: iso13485
        iso-14971: iso14971
        regulation-b: reg-b
        labour-law: labor-law, employment-law
        law-enforcement-directive: police-directive, eu-2016-680, directive-2016-680
        sr-11-7: sr11-7, sr-117, occ-2011-12
        sr-26-2: sr26-2, sr-262, occ-2026-13
        basel: basel-iii, basel-3, basel-iv, crr
        solvency: solvency-ii, solvency-2
        ifrs-9: ifrs9
        mifid: mifid-ii, mifid-2
        aml: kyc, anti-money-laundering
        psd2: psd-2
        pci-dss: pci
        union-customs-code: customs, ucc
        nis2: nis-2
        automotive: unece, un-r155
        iatf-16949: iatf16949, iatf, ts-16949, ts16949
        iso-26262: iso26262, asil
        iso-21448: sotif
        aviation: faa, easa
        do-178c: do178c, do-178
        iec-61508: iec61508, sil
        iec-61511: iec61511
        iec-62443: iec62443
        en-50128: en50128
        en-50716: railway, en50716
        machinery: machinery-directive, machinery-regulation
    """),
})  # fmt: skip
"""What else people call things, by vocabulary: the name of the format that each stands for."""

_OF_SINGLE_CASES: Final = (
    "uplift", "uplift-modelling", "uplift-modeling", "heterogeneous-treatment-effects",
    "heterogeneous-treatment-effect", "cate", "cate-estimation", "individual-treatment-effects",
)  # fmt: skip
TOLD_BY_TASK: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    dict.fromkeys(_OF_SINGLE_CASES, ("deployment", "prediction_unit", "row"))
    | dict.fromkeys(("bandit", "bandits", "contextual-bandit", "contextual-bandits"), ("data", "feedback", "partial"))
)
"""Fields, by group and name, that the name of a task tells besides: uplift is asked for to know whom to treat, and a
bandit learns only of the action that it took."""
_BY_LOT: Final = expression(
    r"(?:^|-)(?:(?:a-b|ab|split)-(?:test(?:s|ing)?|experiments?)|rct|randomi[sz]ed-(?:\w+-)?trial)(?!\w)"
)
"""Names of what is decided by lot."""
_MOST_WORDS: Final = 4
"""Words of the longest name that tells something besides."""
_FOR_WHOM: Final = expression(
    r"(?:^|-)(?:whom?|for-which|which-(?:\w+-){1,3}?(?:benefit|profit|respond|react|gain|should|needs?|get|to))(?!\w)"
)
"""Questions that ask whom an action is for."""
_ADDS_UP: Final = expression(r"(?:^|-)(?:hierarchical|reconciled|coherent|reconciliation)(?!\w)")
"""Names of forecasts that match their totals."""
_COUNTS: Final = expression(
    r"(?:^|-)(?:counts?-(?:predictions?|regression|models?|modell?ing|data|of)|counting-[a-z]+s|"
    r"(?:claims?|crash|accident|event|visit)-(?:frequency|frequencies|counts?)|poisson-regression)(?!\w)"
)
"""Names of numbers of events or pieces."""
_WHILE_IT_RUNS: Final = expression(
    r"(?:^|-)(?:learn(?:s|ing)?-(?:while|as-it|as-we|during|from-(?:what|clicks|feedback|each))|while-(?:it|they|the-\w+)-"
    r"(?:is|are|runs?|lives?)|try(?:ing)?-(?:out|them|each)|explor(?:e|es|ing|ation))(?!\w)"
)
"""Words of who learns of the action that was taken alone."""


def told_by_task(task: str, meant: object = None) -> tuple[str, str, str | bool] | None:
    """Return the field, by group and name, that a name of a task or its last words tell besides; None where none is.

    Parameters
    ----------
    task : the tidy name, or a question whose words are joined by hyphens
    meant : the task that it is read as

    Examples
    --------
    >>> told_by_task("voucher-uplift"), told_by_task("a-b-test-evaluation"), told_by_task("clustering")
    (('deployment', 'prediction_unit', 'row'), ('data', 'assignment', 'random'), None)
    >>> told_by_task("who-should-get-a-letter", "treatment-effect-estimation")
    ('deployment', 'prediction_unit', 'row')
    >>> told_by_task("hierarchical-demand-forecasting", "forecasting")
    ('data', 'hierarchy', True)
    >>> told_by_task("count-of-claims-per-policy-year", "regression"), told_by_task("count-prediction", "forecasting")
    (('data', 'target', 'count'), None)
    >>> told_by_task("pick-a-banner-and-learn-while-it-is-live", "sequential-decision")
    ('data', 'feedback', 'partial')
    """
    if meant == "treatment-effect-estimation" and _FOR_WHOM.search(task):
        return "deployment", "prediction_unit", "row"
    if meant == "sequential-decision" and _WHILE_IT_RUNS.search(task):
        return "data", "feedback", "partial"
    if meant == "forecasting" and _ADDS_UP.search(task):
        return "data", "hierarchy", True
    if meant in REGRESSION and _COUNTS.search(task):
        return "data", "target", "count"
    words = task.split("-")[-_MOST_WORDS:]
    ends = ("-".join(words[start:]) for start in range(len(words)))
    told = next((TOLD_BY_TASK[end] for end in (task, *ends) if end in TOLD_BY_TASK), None)
    return told or (("data", "assignment", "random") if _BY_LOT.search(task) else None)


AMBIGUOUS: Final[Mapping[Vocabulary, Mapping[str, tuple[str, ...]]]] = MappingProxyType({
    "task": AMBIGUOUS_TASKS,
    "modality": AMBIGUOUS_MODALITIES,
    "quality": MappingProxyType({
        "cost": ("cost-per-prediction", "training-cost", "development-cost"),
        "energy": ("inference-energy", "training-energy"),
        "speed": ("inference-latency", "inference-throughput", "training-time"),
        "fast": ("inference-latency", "inference-throughput", "training-time"),
        "cheap": ("cost-per-prediction", "training-cost", "development-cost"),
        "performance": ("accuracy", "inference-latency", "inference-throughput"),
        "footprint": ("model-size", "inference-memory"),
        "reliability": ("robustness", "stability", "availability"),
        "simplicity": ("interpretability", "maintainability", "skills-need"),
    }),
    "metric": MappingProxyType({
        "error": ("error-rate", "mae", "rmse"),
        "loss": ("log-loss", "mse", "pinball-loss"),
        "uplift": ("qini-coefficient", "uplift-auc", "click-through-rate-uplift"),
    }),
    "regulation": MappingProxyType({
        "medical": ("medical-device", "mdr", "fda-samd", "hipaa"),
        "insurance": ("insurance-pricing", "insurance-rate-filing", "solvency"),
        "banking": ("sr-26-2", "basel", "mifid", "dora"),
        "credit": ("ecoa", "fcra", "basel"),
        "privacy": ("gdpr", "uk-gdpr", "ccpa", "hipaa"),
    }),
})  # fmt: skip
"""Names that could stand for several, by vocabulary, with those that they could stand for."""
