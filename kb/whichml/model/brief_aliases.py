"""Names that people write for those of the format: the one table of what is understood, and of what is ambiguous.

A name of the format itself is always taken as it is. What stands here is written in lower case with hyphens, and is
found however it is spelled: `Anomaly detection` and `anomaly_detection` alike. Spellings of units, which say the same
in every field, stand in `quantity`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

Vocabulary: TypeAlias = Literal["field", "task", "modality", "quality", "metric", "regulation"]

BY_CLASSES: Final = "classification"
"""Stands for the classification that `data.classes` tells: of two classes, or of more."""
NO_REGULATION: Final = "none"


def _table(text: str) -> Mapping[str, str]:
    """Return what each of the names before a colon stands for, by name."""
    lines = (line.partition(":") for line in text.strip().splitlines())
    return MappingProxyType({name.strip(): meant.strip() for meant, _, names in lines for name in names.split(",")})


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
    "task": _table("""
        classification: classification, text-classification, image-classification, time-series-classification
        classification: audio-classification, sound-classification, video-classification, document-classification
        classification: intent-classification, sentiment-analysis, sentiment-classification, tabular-classification
        classification: sequence-classification, graph-classification, node-classification, keyword-spotting
        classification: action-recognition, gesture-recognition, emotion-recognition, face-recognition
        classification: supervised-classification, speaker-identification, image-recognition
        classification: activity-recognition, object-classification
        binary-classification: binary, two-class-classification, spam-detection, churn-prediction, credit-scoring
        binary-classification: risk-scoring, wake-word-detection, default-prediction, readmission-prediction
        binary-classification: yes-no, yes-or-no, yes-no-question, yes-or-no-question, two-class, two-classes
        multiclass-classification: multiclass, multi-class, multi-class-classification, multinomial-classification
        multilabel-classification: multilabel, multi-label, multi-label-classification, tagging
        probabilistic-regression: quantile-regression, interval-prediction, prediction-intervals
        ranking: learning-to-rank, re-ranking, reranking
        recommendation: recommendations, recommender, recommender-system, collaborative-filtering
        retrieval: search, information-retrieval, semantic-search, document-search, nearest-neighbour-search
        forecasting: forecast, time-series-forecasting, time-series-prediction, demand-forecasting
        survival-analysis: survival, time-to-event, time-to-event-analysis
        clustering: cluster-analysis, customer-segmentation
        regression: price-prediction, value-prediction, numeric-prediction
        outlier-detection: anomaly-detection, novelty-detection, anomalies, outliers, fault-detection
        dimensionality-reduction: dimension-reduction, visualisation, visualization
        topic-modelling: topic-modeling, topics, topic-discovery
        pattern-mining: association-rules, association-rule-mining, market-basket-analysis, frequent-itemsets
        sequence-labelling: sequence-labeling, ner, named-entity-recognition, entity-extraction, information-extraction
        language-modelling: language-modeling
        translation: machine-translation
        speech-to-text: speech-recognition, asr, transcription
        image-segmentation: semantic-segmentation, instance-segmentation
        sequential-decision: reinforcement-learning, bandit, bandits, contextual-bandit, contextual-bandits
        deterministic-computation: exact-calculation, calculation, fixed-rules, business-rules, rule-based
        treatment-effect-estimation: uplift, uplift-modelling, uplift-modeling, causal-inference, treatment-effects
        treatment-effect-estimation: causal-effect-estimation, causal-effects, treatment-effect, causal-effect
        treatment-effect-estimation: heterogeneous-treatment-effects, causal-impact
        record-linkage: entity-resolution, deduplication, duplicate-detection, record-matching, data-matching
        paired-comparison-rating: pairwise-comparison, paired-comparisons, skill-rating, player-rating
        experiment-selection: active-learning, bayesian-optimisation, bayesian-optimization, design-of-experiments
        experiment-selection: experiment-design, experimental-design, hyperparameter-tuning
        question-answering: qa, document-question-answering, rag, retrieval-augmented-generation
        question-answering: document-qa, knowledge-base-qa, question-answering-over-documents
        summarisation: summarization, text-summarisation, text-summarization
        change-point-detection: changepoint-detection, change-detection, changepoints
        planning: scheduling, routing, route-planning, vehicle-routing, timetabling, rostering
    """),
    "modality": _table("""
        tabular: table, tables, csv, spreadsheet, structured, structured-data
        text: texts, document, documents, natural-language, code, source-code
        image: images, pictures, photos, scans, scanned-documents
        audio: sound, speech
        video: videos
        time-series: timeseries, series, signal, signals, ecg, eeg, sensor-time-series
        event-stream: events, clickstream, event-log
        graph: graphs, network, networks, molecules, knowledge-graph
        interactions: ratings, user-item, user-item-interactions, implicit-feedback
        sensor-features: sensor, sensors, sensor-data, state, states
    """),
    "quality": _table("""
        inference-latency: latency, response-time, prediction-time, inference-time, answer-time, time-to-answer
        inference-latency: query-latency, scoring-latency, response-latency, end-to-end-latency, solve-time
        inference-latency: response-times, fast-answers, quick-answers, fast-response, low-latency, speed-of-answers
        inference-throughput: throughput
        inference-memory: memory, ram, memory-usage
        model-size: size, disk-size, small-model
        explainability: explanations, explanation, explainable, reasons, explaining
        accuracy: quality-of-predictions, predictive-performance, predictive-quality, good-predictions, accurate
        cost-per-prediction: cost-per-request, cost-per-query, cost-per-call, cost-per-document
        cost-per-prediction: running-costs, running-cost, cheap-to-run, operating-costs
        time-to-release: time-to-production, soon-in-use
        training-time: training-speed, fit-time
        training-data-retention: retention
        fairness-control: fairness
        uncertainty-quantification: uncertainty, prediction-intervals, confidence-intervals, uncertainty-estimates
        data-need: data-efficiency, sample-efficiency
        monitorability: monitoring, observability
        interpretability: transparency, readable-model, interpretable, transparent
        training-scalability: scalability
        time-to-release: time-to-market
        offline-operation: offline
        class-imbalance-handling: imbalance, class-imbalance
        missing-value-handling: missing-values
        skills-need: skills
        maintainability: maintenance
    """),
    "metric": _table("""
        accuracy: acc, classification-accuracy, top-1-accuracy
        precision: positive-predictive-value, ppv
        recall: sensitivity, true-positive-rate, tpr
        specificity: true-negative-rate, tnr
        negative-predictive-value: npv
        false-positive-rate: fpr, false-alarm-rate
        false-negative-rate: fnr, miss-rate
        error-rate: misclassification-rate
        equal-error-rate: eer
        f1: f1-score, f-score, f-measure, f1-measure, f-1
        macro-f1: f1-macro, macro-f1-score
        micro-f1: f1-micro, micro-f1-score
        roc-auc: auc, auroc, auc-roc, area-under-the-curve
        average-precision: pr-auc, auc-pr, auprc, aucpr
        matthews-correlation: mcc, matthews-correlation-coefficient
        cohen-kappa: kappa, cohens-kappa
        log-loss: logloss, cross-entropy, logarithmic-loss
        brier-score: brier
        expected-calibration-error: ece, calibration-error
        rmse: root-mean-squared-error, root-mean-square-error
        mse: mean-squared-error
        mae: mean-absolute-error
        normalised-mae: normalized-mae, nmae
        normalised-rmse: normalized-rmse, nrmse
        mape: mean-absolute-percentage-error
        smape: symmetric-mape
        wape: wmape, weighted-mape
        pinball-loss: quantile-loss, pinball
        interval-coverage: coverage-of-intervals, picp
        r2: r-squared, r2-score, r-2, coefficient-of-determination
        spearman-correlation: spearman, rank-correlation
        pearson-correlation: pearson, correlation
        concordance-index: c-index, concordance, c-statistic, harrells-c
        ndcg: normalised-discounted-cumulative-gain, normalized-discounted-cumulative-gain
        mean-average-precision: map
        mean-reciprocal-rank: mrr
        hit-rate: hr, hits, hit-ratio
        click-through-rate: ctr
        qini-coefficient: qini
        effect-rmse: pehe
        iou: jaccard, jaccard-index, mean-iou, miou, intersection-over-union
        dice: dice-score, dice-coefficient
        word-error-rate: wer
        character-error-rate: cer
        exact-match: em
        rouge-l: rouge
        adjusted-rand-index: ari
        normalised-mutual-information: nmi, normalized-mutual-information
        cumulative-reward: reward, return
        cumulative-regret: regret
        optimality-gap: gap
    """),
    "regulation": _table("""
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
        sr-11-7: sr11-7, sr-117
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
        iso-26262: iso26262, asil
        iso-21448: sotif
        aviation: faa, easa
        do-178c: do178c, do-178
        iec-61508: iec61508, sil
        iec-61511: iec61511
        iec-62443: iec62443
        en-50128: railway
        machinery: machinery-directive, machinery-regulation
    """),
})  # fmt: skip
"""What else people call things, by vocabulary: the name of the format that each stands for."""

TOLD_BY_TASK: Final[Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    dict.fromkeys(("uplift", "uplift-modelling", "uplift-modeling"), ("deployment", "prediction_unit", "row"))
    | dict.fromkeys(("bandit", "bandits", "contextual-bandit", "contextual-bandits"), ("data", "feedback", "partial"))
)
"""Fields, by group and name, that the name of a task tells besides: uplift is asked for to know whom to treat, and a
bandit learns only of the action that it took."""
AMBIGUOUS: Final[Mapping[Vocabulary, Mapping[str, tuple[str, ...]]]] = MappingProxyType({
    "task": MappingProxyType({
        "prediction": ("binary-classification", "multiclass-classification", "regression", "forecasting"),
        "segmentation": ("clustering", "image-segmentation"),
        "fraud-detection": ("binary-classification", "outlier-detection"),
        "optimisation": ("planning", "experiment-selection"),
        "optimization": ("planning", "experiment-selection"),
        "predictive-maintenance": ("binary-classification", "survival-analysis", "outlier-detection"),
        "chatbot": ("question-answering", "text-generation"),
        "matching": ("record-linkage", "retrieval", "recommendation"),
        "property-prediction": ("regression", "binary-classification", "multilabel-classification"),
        "link-prediction": ("recommendation", "binary-classification"),
        "agent": ("text-generation", "question-answering", "sequential-decision"),
        "rating": ("regression", "paired-comparison-rating", "recommendation"),
    }),
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
        "banking": ("sr-11-7", "basel", "mifid", "dora"),
        "credit": ("ecoa", "fcra", "basel"),
        "privacy": ("gdpr", "uk-gdpr", "ccpa", "hipaa"),
    }),
})  # fmt: skip
"""Names that could stand for several, by vocabulary, with those that they could stand for."""
