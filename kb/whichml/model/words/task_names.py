"""Names of tasks and of kinds of data as people write them for what whichml calls otherwise, beside `brief_aliases`.

Written in lower case with hyphens and found however they are spelled. A name stands here where whoever works in its
field means one thing by it; what could be several is refused with these, but where the data or the labels tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final


def table_of(text: str) -> Mapping[str, str]:
    """Return what each of the names behind a colon stands for, by name.

    Examples
    --------
    >>> dict(table_of("retrieval: search, vector-search"))
    {'search': 'retrieval', 'vector-search': 'retrieval'}
    """
    lines = (line.partition(":") for line in text.strip().splitlines())
    return MappingProxyType({name.strip(): meant.strip() for meant, _, names in lines for name in names.split(",")})


TASK_NAMES: Final = table_of("""
    classification: classification, text-classification, image-classification, time-series-classification
    classification: audio-classification, sound-classification, video-classification, document-classification
    classification: intent-classification, sentiment-analysis, sentiment-classification, tabular-classification
    classification: sequence-classification, graph-classification, node-classification, keyword-spotting
    classification: action-recognition, gesture-recognition, emotion-recognition, face-recognition
    classification: supervised-classification, speaker-identification, image-recognition
    classification: activity-recognition, object-classification, categorisation, categorization, classifying
    classification: diagnosis, sentiment-detection, emotion-detection, fault-diagnosis, species-recognition
    binary-classification: binary, two-class-classification, spam-detection, churn-prediction, credit-scoring
    binary-classification: risk-scoring, wake-word-detection, default-prediction, readmission-prediction
    binary-classification: yes-no, yes-or-no, yes-no-question, yes-or-no-question, two-class, two-classes
    binary-classification: spam-filtering, spam-filter, churn, customer-churn, attrition-prediction, churn-modelling
    binary-classification: churn-modeling, credit-risk, credit-risk-scoring, credit-default, lead-scoring
    binary-classification: conversion-prediction, click-prediction, click-through-rate-prediction, ctr-prediction, ctr
    binary-classification: ctr-estimation, response-prediction, propensity, propensity-modelling, propensity-modeling
    binary-classification: propensity-scoring, no-show-prediction, mortality-prediction, sepsis-prediction
    binary-classification: risk-stratification, risk-prediction, relapse-prediction, dropout-prediction
    binary-classification: failure-prediction, malware-detection, phishing-detection, bot-detection, spoofing-detection
    binary-classification: toxicity-detection, toxic-comment-detection, hate-speech-detection, abuse-detection
    binary-classification: content-moderation, fake-news-detection, seizure-detection, fall-detection
    binary-classification: arrhythmia-detection, voice-activity-detection, wake-word, hotword-detection
    binary-classification: face-verification, speaker-verification, signature-verification, liveness-detection
    multiclass-classification: multiclass, multi-class, multi-class-classification, multinomial-classification
    multiclass-classification: language-identification, language-detection, intent-detection, intent-recognition
    multiclass-classification: topic-classification, email-routing, ticket-routing, ticket-classification
    multiclass-classification: species-identification, product-categorisation, product-categorization
    multiclass-classification: cell-type-annotation, land-cover-classification, crop-type-mapping
    multiclass-classification: ordinal-classification
    multiclass-classification: acoustic-scene-classification, document-sorting, grading, authorship-attribution
    multilabel-classification: multilabel, multi-label, multi-label-classification, tagging, medical-coding
    multilabel-classification: sound-event-detection, audio-event-detection, extreme-classification, auto-tagging
    multilabel-classification: protein-function-prediction, icd-coding
    probabilistic-regression: quantile-regression, interval-prediction, prediction-intervals, quantile-prediction
    probabilistic-regression: distributional-regression, conformal-prediction
    ranking: learning-to-rank, re-ranking, reranking, ltr, search-ranking, rank, feed-ranking, ad-ranking
    ranking: candidate-ranking, search-relevance, result-ranking
    recommendation: recommendations, recommender, recommender-system, collaborative-filtering, recommending
    recommendation: personalisation, personalization, next-item-prediction, next-basket-prediction, next-basket
    recommendation: cross-sell, cross-selling, upsell, upselling, next-best-offer, similar-items, suggestions
    retrieval: search, information-retrieval, semantic-search, document-search, nearest-neighbour-search
    retrieval: nearest-neighbor-search, similarity-search, re-identification, reidentification, image-matching
    retrieval: ann-search, embedding-retrieval
    forecasting: forecast, time-series-forecasting, time-series-prediction, demand-forecasting, forecasts
    forecasting: nowcasting, demand-prediction, demand-planning, sales-prediction, load-prediction
    forecasting: traffic-prediction, weather-prediction, occupancy-prediction, capacity-forecast, series-prediction
    survival-analysis: survival, time-to-event, time-to-event-analysis, survival-prediction, survival-modelling
    survival-analysis: survival-modeling, time-to-failure, time-to-churn, churn-timing, hazard-modelling
    survival-analysis: hazard-modeling, duration-modelling, duration-modeling, time-to-event-prediction
    clustering: cluster-analysis, customer-segmentation, community-detection, market-segmentation, user-segmentation
    clustering: audience-segmentation, patient-stratification, cohort-discovery, grouping, unsupervised-clustering
    regression: price-prediction, value-prediction, numeric-prediction, numeric, eta-prediction, eta
    regression: travel-time-prediction, delivery-time-prediction, arrival-time-prediction, ltv-prediction, ltv, clv
    regression: customer-lifetime-value, lifetime-value-prediction, yield-prediction, crop-yield-prediction, valuation
    regression: age-estimation, soft-sensor, soft-sensing, virtual-metrology, surrogate-modelling, surrogate-modeling
    regression: surrogate-model, emulation, emulator, metamodelling, metamodeling, calibration-model
    regression: spectral-calibration, spectra-calibration, chemometrics, quantity-estimation, effort-estimation
    regression: cost-estimation, crowd-counting, count-prediction, score-prediction, binding-affinity-prediction
    regression: affinity-prediction, equation-discovery
    outlier-detection: anomaly-detection, novelty-detection, anomalies, outliers, fault-detection, anomaly
    outlier-detection: novelty, abnormality-detection, leak-detection, tampering-detection, unsupervised-detection
    dimensionality-reduction: dimension-reduction, visualisation, visualization, embedding, embeddings
    dimensionality-reduction: representation-learning, manifold-learning, feature-learning, compression
    topic-modelling: topic-modeling, topics, topic-discovery, theme-discovery, theme-analysis
    pattern-mining: association-rules, association-rule-mining, market-basket-analysis, frequent-itemsets
    pattern-mining: itemset-mining, basket-analysis, process-mining, sequence-mining, rule-mining, motif-discovery
    sequence-labelling: sequence-labeling, ner, named-entity-recognition, entity-extraction, information-extraction
    sequence-labelling: entity-recognition, entity-linking, key-information-extraction, field-extraction
    sequence-labelling: document-extraction, invoice-extraction, invoice-processing, document-parsing, pos-tagging
    sequence-labelling: part-of-speech-tagging, slot-filling, keyphrase-extraction, keyword-extraction
    sequence-labelling: data-extraction, redaction, de-identification, anonymisation, pii-detection, event-extraction
    sequence-labelling: ocr, text-recognition, handwriting-recognition, optical-character-recognition, htr
    sequence-labelling: document-understanding, form-understanding, receipt-parsing, resume-parsing
    sequence-labelling: token-classification
    language-modelling: language-modeling, next-word-prediction, autocomplete, autocompletion, text-prediction
    text-generation: content-generation, copywriting, report-generation, code-generation, code-completion, dialogue
    text-generation: dialog, text-to-sql, nl2sql, paraphrasing, rewriting, text-simplification, grammar-correction
    text-generation: captioning, image-captioning, data-to-text, story-generation, natural-language-generation, nlg
    text-generation: query-generation, structured-generation
    image-generation: image-synthesis, text-to-image, inpainting
    translation: machine-translation, transliteration, localisation, localization
    speech-to-text: speech-recognition, asr, transcription, stt, automatic-speech-recognition, dictation, subtitling
    speech-to-text: voice-typing
    object-detection: detection-of-objects, object-counting, object-localisation, object-localization, face-detection
    object-detection: pedestrian-detection, vehicle-detection, license-plate-detection, object-tracking
    object-detection: multi-object-tracking, animal-counting, ppe-detection
    image-segmentation: semantic-segmentation, instance-segmentation, panoptic-segmentation, lesion-segmentation
    image-segmentation: cell-segmentation, organ-segmentation, land-cover-mapping, flood-mapping, crack-segmentation
    image-segmentation: background-removal, matting
    pose-estimation: keypoint-detection, landmark-detection, hand-tracking, skeleton-tracking, pose-detection
    sequential-decision: reinforcement-learning, bandit, bandits, contextual-bandit, contextual-bandits, game-playing
    sequential-decision: rl, policy-learning, ad-bidding, bidding, bid-optimisation, bid-optimization
    sequential-decision: adaptive-experimentation
    control: process-control, robot-control, motor-control, model-predictive-control, mpc, control-policy
    control: hvac-control, setpoint-control, setpoint-optimisation, setpoint-optimization, locomotion
    deterministic-computation: exact-calculation, calculation, fixed-rules, business-rules, rule-based
    deterministic-computation: rule-engine, rules-engine, tax-calculation
    treatment-effect-estimation: uplift, uplift-modelling, uplift-modeling, causal-inference, treatment-effects
    treatment-effect-estimation: causal-effect-estimation, causal-effects, treatment-effect, causal-effect
    treatment-effect-estimation: heterogeneous-treatment-effects, causal-impact, impact-evaluation, effect-estimation
    treatment-effect-estimation: ab-testing, a-b-testing, ab-test, a-b-test, ab-test-analysis, a-b-test-analysis
    treatment-effect-estimation: policy-evaluation, heterogeneous-treatment-effect, cate-estimation, cate
    treatment-effect-estimation: incrementality, incrementality-testing, individual-treatment-effects
    record-linkage: entity-resolution, deduplication, duplicate-detection, record-matching, data-matching
    record-linkage: fuzzy-matching, name-matching, address-matching, product-matching, identity-resolution
    record-linkage: dedupe, dedup, entity-matching, customer-matching
    paired-comparison-rating: pairwise-comparison, paired-comparisons, skill-rating, player-rating, elo, elo-rating
    experiment-selection: active-learning, bayesian-optimisation, bayesian-optimization, design-of-experiments
    experiment-selection: experiment-design, experimental-design, hyperparameter-tuning, doe, black-box-optimisation
    experiment-selection: black-box-optimization, formulation-optimisation, formulation-optimization
    experiment-selection: recipe-optimisation, recipe-optimization, closed-loop-experimentation
    experiment-selection: experiment-optimisation, experiment-optimization, process-optimisation, process-optimization
    experiment-selection: reaction-optimisation, reaction-optimization, materials-optimisation, materials-optimization
    question-answering: qa, document-question-answering, rag, retrieval-augmented-generation
    question-answering: document-qa, knowledge-base-qa, question-answering-over-documents, rag-chatbot, rag-assistant
    question-answering: rag-chat-assistant, document-chat, chat-with-documents, document-assistant, vqa, q-and-a
    question-answering: knowledge-assistant, faq-answering, faq-bot, table-question-answering, open-domain-qa
    summarisation: summarization, text-summarisation, text-summarization, summary, summaries, summarising, summarizing
    summarisation: abstractive-summarisation, abstractive-summarization, tldr
    change-point-detection: changepoint-detection, change-detection, changepoints, drift-detection, regime-detection
    change-point-detection: break-detection, shift-detection
    planning: scheduling, routing, route-planning, vehicle-routing, timetabling, rostering, route-optimisation
    planning: route-optimization, job-shop-scheduling, bin-packing, resource-allocation, staff-scheduling, dispatching
    planning: assignment-problem, combinatorial-optimisation, combinatorial-optimization, load-planning, packing
    planning: logistics-optimisation, logistics-optimization, portfolio-optimisation, portfolio-optimization
""")
"""What else tasks are called, by the name of the format that each stands for."""

TASK_BY_DATA: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType({
    "segmentation": {
        "image": "image-segmentation", "video": "image-segmentation", "tabular": "clustering",
        "interactions": "clustering", "event-stream": "clustering", "sensor-features": "clustering",
    },
    "detection": {"image": "object-detection", "video": "object-detection"},
    "counting": {"image": "object-detection", "video": "object-detection", "tabular": "regression"},
    "tracking": {"image": "object-detection", "video": "object-detection"},
    "change-detection": {"image": "image-segmentation"},
    "recognition": {"image": "classification", "audio": "classification", "video": "classification"},
    "generation": {"text": "text-generation", "image": "image-generation"},
    "extraction": {"text": "sequence-labelling", "image": "sequence-labelling"},
    "link-prediction": {"interactions": "recommendation", "tabular": "binary-classification"},
    "matching": {"tabular": "record-linkage", "image": "retrieval"},
})  # fmt: skip
"""What a name stands for that means another task for other data, by the modality that is the only one."""

TASKS_BY_LABELS: Final = frozenset({
    "fraud-detection", "fraud-scoring", "intrusion-detection", "defect-detection", "visual-inspection",
    "surface-defect-detection", "quality-inspection", "surface-inspection", "predictive-maintenance",
    "network-intrusion-detection", "visual-quality-inspection", "quality-control",
})  # fmt: skip
"""Tasks that are a classification where cases have labels."""

TASKS_BY_CENSORING: Final = frozenset({
    "remaining-useful-life", "remaining-useful-life-prediction", "rul", "rul-prediction", "predictive-maintenance",
    "prognosis", "prognostics", "customer-lifetime",
})  # fmt: skip
"""Tasks about the time until something happens where it has not happened to some."""

AMBIGUOUS_TASKS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "prediction": ("binary-classification", "multiclass-classification", "regression", "forecasting"),
    "segmentation": ("clustering", "image-segmentation"),
    "fraud-detection": ("binary-classification", "outlier-detection"),
    "fraud-scoring": ("binary-classification", "outlier-detection"),
    "intrusion-detection": ("binary-classification", "outlier-detection"),
    "network-intrusion-detection": ("binary-classification", "outlier-detection"),
    "defect-detection": ("binary-classification", "object-detection", "outlier-detection"),
    "surface-defect-detection": ("binary-classification", "object-detection", "outlier-detection"),
    "visual-inspection": ("binary-classification", "object-detection", "outlier-detection"),
    "visual-quality-inspection": ("binary-classification", "object-detection", "outlier-detection"),
    "surface-inspection": ("binary-classification", "object-detection", "outlier-detection"),
    "quality-inspection": ("binary-classification", "object-detection", "outlier-detection"),
    "quality-control": ("binary-classification", "outlier-detection", "change-point-detection"),
    "optimisation": ("planning", "experiment-selection"),
    "optimization": ("planning", "experiment-selection"),
    "predictive-maintenance": ("binary-classification", "survival-analysis", "outlier-detection"),
    "remaining-useful-life": ("regression", "survival-analysis"),
    "remaining-useful-life-prediction": ("regression", "survival-analysis"),
    "rul": ("regression", "survival-analysis"),
    "rul-prediction": ("regression", "survival-analysis"),
    "customer-lifetime": ("survival-analysis", "regression"),
    "prognosis": ("survival-analysis", "binary-classification"),
    "prognostics": ("survival-analysis", "regression"),
    "chatbot": ("question-answering", "text-generation"),
    "assistant": ("question-answering", "text-generation"),
    "virtual-assistant": ("question-answering", "text-generation"),
    "chat-assistant": ("question-answering", "text-generation"),
    "matching": ("record-linkage", "retrieval", "recommendation"),
    "property-prediction": ("regression", "binary-classification", "multilabel-classification"),
    "virtual-screening": ("regression", "binary-classification"),
    "drug-response-prediction": ("regression", "binary-classification"),
    "link-prediction": ("recommendation", "binary-classification"),
    "knowledge-graph-completion": ("recommendation", "binary-classification"),
    "agent": ("text-generation", "question-answering", "sequential-decision"),
    "rating": ("regression", "paired-comparison-rating", "recommendation"),
    "pricing": ("regression", "sequential-decision"),
    "dynamic-pricing": ("regression", "sequential-decision"),
    "price-optimisation": ("regression", "sequential-decision"),
    "price-optimization": ("regression", "sequential-decision"),
    "next-best-action": ("recommendation", "sequential-decision", "treatment-effect-estimation"),
    "early-warning": ("binary-classification", "outlier-detection", "forecasting"),
    "monitoring": ("outlier-detection", "change-point-detection"),
    "scoring": ("binary-classification", "regression", "ranking"),
    "screening": ("binary-classification", "ranking"),
    "detection": ("binary-classification", "outlier-detection", "object-detection"),
    "event-detection": ("binary-classification", "outlier-detection", "change-point-detection"),
    "recognition": ("multiclass-classification", "binary-classification", "speech-to-text"),
    "extraction": ("sequence-labelling", "question-answering"),
    "generation": ("text-generation", "image-generation"),
    "counting": ("object-detection", "regression"),
    "tracking": ("object-detection", "forecasting"),
    "estimation": ("regression", "probabilistic-regression"),
})  # fmt: skip
"""Names that could stand for several tasks, with those."""

_SPEECH: Final = "Write `speech-to-text` where what is said is written down."
_PIXELS: Final = "Write `image-generation` where a picture is made."
NO_TASKS: Final[Mapping[str, str]] = MappingProxyType({
    **dict.fromkeys(("text-to-speech", "tts", "speech-synthesis", "voice-cloning", "voice-conversion"), _SPEECH),
    **dict.fromkeys(("speech-enhancement", "noise-suppression", "source-separation", "speech-separation"), _SPEECH),
    **dict.fromkeys(
        ("diarization", "diarisation", "speaker-diarization", "speaker-diarisation"),
        "Write `speech-to-text` where what is said is written down, `clustering` where turns are grouped by speaker.",
    ),
    **dict.fromkeys(("super-resolution", "denoising", "image-denoising", "image-restoration", "deblurring"), _PIXELS),
    **dict.fromkeys(
        ("depth-estimation", "monocular-depth", "monocular-depth-estimation", "optical-flow", "stereo-matching"),
        "Write `image-segmentation` where every pixel gets a class.",
    ),
    **dict.fromkeys(
        ("imputation", "missing-value-imputation", "data-imputation"),
        "Write the task of the model that needs the values: many learn with gaps. Or `regression`, where one column is "
        "predicted from the others.",
    ),
    **dict.fromkeys(
        ("synthetic-data", "synthetic-data-generation", "data-synthesis", "data-augmentation"),
        "Write `text-generation` or `image-generation` where texts or pictures are made.",
    ),
    **dict.fromkeys(
        ("feature-selection", "variable-selection", "biomarker-discovery", "feature-importance"),
        "Write the task for which features are chosen, such as `binary-classification`, and ask for "
        "`interpretability`.",
    ),
    **dict.fromkeys(
        ("causal-discovery", "root-cause-analysis", "causal-graph"),
        "Write `treatment-effect-estimation` where the effect of a known action is asked for.",
    ),
    **dict.fromkeys(
        ("density-estimation", "simulation", "inverse-design", "sensor-fusion", "state-estimation"),
        "Write the task that it serves, such as `outlier-detection`, `probabilistic-regression` or `control`.",
    ),
})  # fmt: skip
"""Names of what no task of the format is, with what may be meant."""

MODALITY_NAMES: Final = table_of("""
    tabular: table, tables, csv, spreadsheet, structured, structured-data, relational, database, sql, excel
    tabular: dataframe, relational-tables, crm-data, erp-data, survey, surveys, questionnaire, questionnaires
    tabular: lab-results, lab-values, measurements, gene-expression, rna-seq, transcriptomics, proteomics, omics
    tabular: single-cell, single-cell-rna-seq, microarray, genotypes, snps, clinical-data, panel-data
    text: texts, document, documents, natural-language, code, source-code, pdf, pdfs, html, web-pages, email, emails
    text: tweets, posts, chat, chats, chat-messages, messages, reviews, articles, news, transcripts, tickets, contracts
    text: reports, clinical-notes, free-text, sentences, queries, logs, log-lines, log-files, log-messages, syslog
    text: dna, dna-sequences, protein-sequences, proteins, sequences-of-letters, prose, language, short-text
    image: images, pictures, photos, scans, scanned-documents, photo, picture, scan, photographs, screenshots, x-ray
    image: x-rays, xray, xrays, radiographs, ct, ct-scans, mri, mri-scans, ultrasound, microscopy, satellite
    image: satellite-imagery, aerial-imagery, imagery, remote-sensing, multispectral, hyperspectral, volumetric
    image: 3d-scans
    image: volumes, medical-imaging, medical-images, histopathology, dermoscopy, fundus, camera, rgb, thermal, drone
    image: video-frames, sketches, drawings, scanned-pages
    audio: acoustic, acoustic-signal, acoustic-signals, acoustic-data, acoustic-emission, acoustics
    audio: sound, speech, music, voice, calls, phone-calls, recordings, sounds, sound-recordings, bioacoustics, podcasts
    video: videos, footage, cctv, video-streams
    time-series: timeseries, series, signal, signals, ecg, eeg, sensor-time-series, telemetry, waveform, waveforms
    time-series: accelerometer, imu, emg, ppg, vibration, vibrations, metrics, meter-readings, tick-data, multivariate
    time-series: multivariate-series, light-curves, trajectories, gps-traces, seismograms, physiological-signals
    event-stream: netflow, flow-records, zeek-logs, firewall-logs, access-logs, network-logs, audit-logs, pcap
    event-stream: packet-captures, events, clickstream, event-log, event-logs, clickstreams, event-sequences, event-data
    graph: graphs, network, networks, molecules, knowledge-graph, molecule, molecular-graphs, smiles
    graph: chemical-structures, crystal-structures, social-network, ontology
    interactions: ratings, user-item, user-item-interactions, implicit-feedback, interaction, clicks, click-logs
    interactions: purchases, watch-history, listening-history, purchase-history, click-log, user-behaviour
    interactions: user-behavior, behavioural, behavioral
    sensor-features: sensor, sensors, sensor-data, state, states, spectra, spectrum, spectroscopy, nir-spectra, nir
    sensor-features: raman, ftir, mass-spectra, mass-spectrometry, sensor-readings, process-data, scada, iot
    sensor-features: state-vector, observations, spectral
""")
"""What else kinds of data are called, by the name of the format that each stands for."""

AMBIGUOUS_MODALITIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({
    "transactions": ("tabular", "event-stream"),
    "sequences": ("text", "event-stream", "time-series"),
    "sequence": ("text", "event-stream", "time-series"),
    "point-cloud": ("sensor-features", "image"),
    "point-clouds": ("sensor-features", "image"),
    "lidar": ("sensor-features", "image"),
    "radar": ("sensor-features", "image", "time-series"),
    "geospatial": ("tabular", "image"),
    "gis": ("tabular", "image"),
    "spatial": ("tabular", "image"),
    "medical-records": ("tabular", "text"),
    "health-records": ("tabular", "text"),
    "patient-records": ("tabular", "text"),
    "ehr": ("tabular", "text"),
    "emr": ("tabular", "text"),
    "panel": ("tabular", "time-series"),
    "longitudinal": ("tabular", "time-series"),
    "gps": ("tabular", "time-series"),
    "json": ("tabular", "text", "event-stream"),
    "simulation": ("tabular", "sensor-features"),
    "simulator": ("tabular", "sensor-features"),
    "simulation-output": ("tabular", "sensor-features"),
    "simulations": ("tabular", "sensor-features"),
})  # fmt: skip
"""Kinds of data that could be several, with those."""
