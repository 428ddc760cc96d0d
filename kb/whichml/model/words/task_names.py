"""Names of tasks and of kinds of data as people write them for what whichml calls otherwise, beside `brief_aliases`.

Written in lower case with hyphens and found however they are spelled. A name stands here where whoever works in its
field means one thing by it; what could be several is refused with these, but where the data or the labels tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.words.phrase_texts import phrase_text


def table_of(text: str) -> Mapping[str, str]:
    """Return what each of the names behind a colon stands for, by name.

    Examples
    --------
    >>> dict(table_of("retrieval: search, vector-search"))
    {'search': 'retrieval', 'vector-search': 'retrieval'}
    """
    lines = (line.partition(":") for line in text.strip().splitlines())
    return MappingProxyType({name.strip(): meant.strip() for meant, _, names in lines for name in names.split(",")})


TASK_NAMES: Final = table_of(phrase_text("names_of_tasks"))
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
    "lookup": ("deterministic-computation", "retrieval"),
    "look-up": ("deterministic-computation", "retrieval"),
    "lookup-table": ("deterministic-computation", "retrieval"),
    "look-up-table": ("deterministic-computation", "retrieval"),
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
    "recognition": ("multiclass-classification", "binary-classification", "speech-to-text", "text-recognition"),
    "extraction": ("sequence-labelling", "question-answering"),
    "generation": ("text-generation", "image-generation", "data-synthesis"),
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
        ("data-augmentation",),
        "Write `data-synthesis` where new rows or series are made, `image-generation` where pictures are.",
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
