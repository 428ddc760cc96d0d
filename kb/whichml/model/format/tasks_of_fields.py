"""The tasks of which a field of the brief tells something, where it does not of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.values.vocabulary import CLASSIFICATION, NUMERIC_PREDICTION, REGRESSION, Task

SUPERVISED: Final[frozenset[Task]] = frozenset({
    *CLASSIFICATION, *REGRESSION, "ranking", "survival-analysis", "sequence-labelling", "object-detection",
    "image-segmentation", "pose-estimation", "record-linkage", "text-recognition",
})  # fmt: skip
_SERIES: Final[frozenset[Task]] = frozenset({"forecasting", "change-point-detection"})
_SEEN: Final[frozenset[Task]] = frozenset({"object-detection", "image-segmentation", "pose-estimation"})
_SEARCH: Final[frozenset[Task]] = frozenset({"recommendation", "retrieval", "ranking"})
_WRITTEN: Final[frozenset[Task]] = frozenset({
    "text-generation", "translation", "speech-to-text", "text-recognition",
})  # fmt: skip
_WORD_FOR_WORD: Final[frozenset[Task]] = frozenset({
    "summarisation", "question-answering", "sequence-labelling", "text-generation", "translation",
})  # fmt: skip
_TRIED_IN_USE: Final[frozenset[Task]] = frozenset({"treatment-effect-estimation", "control", "survival-analysis"})
_LABELLED_IN_KINDS: Final[frozenset[Task]] = frozenset({
    "object-detection", "image-segmentation", "sequence-labelling", "experiment-selection", "survival-analysis",
    "topic-modelling",
})  # fmt: skip
_FINDS: Final[frozenset[Task]] = frozenset({
    "outlier-detection", "record-linkage", "change-point-detection", "sequence-labelling", "object-detection",
    "image-segmentation", "retrieval", "question-answering", "text-recognition",
})  # fmt: skip
_NAMES_AND_WORDS: Final[frozenset[Task]] = frozenset({
    "record-linkage", "retrieval", "ranking", "sequence-labelling", "question-answering", "topic-modelling",
    "clustering", "outlier-detection", "survival-analysis",
})  # fmt: skip
_SEEN_ON_MAPS: Final[frozenset[Task]] = frozenset({
    *CLASSIFICATION, *REGRESSION, "survival-analysis", "image-segmentation", "object-detection", "outlier-detection",
})  # fmt: skip
_CONTROL: Final[frozenset[Task]] = frozenset({"control"})
_SOUGHT: Final[frozenset[Task]] = frozenset({
    *CLASSIFICATION, "outlier-detection", "object-detection", "sequence-labelling", "record-linkage", "retrieval",
    "change-point-detection",
})  # fmt: skip
"""Tasks whose finds and false alarms are counted."""
_JUMPS: Final[frozenset[Task]] = frozenset({
    *CLASSIFICATION, *NUMERIC_PREDICTION, "survival-analysis", "outlier-detection", "deterministic-computation",
    "sequence-labelling",
})  # fmt: skip
_READ_BEFORE: Final[frozenset[Task]] = frozenset({
    *CLASSIFICATION, "sequence-labelling", "question-answering", "retrieval", "record-linkage", "topic-modelling",
    "summarisation", "translation",
})  # fmt: skip
_JUDGED: Final[frozenset[Task]] = frozenset({
    "outlier-detection", "topic-modelling", "change-point-detection", "experiment-selection", "retrieval",
    "question-answering", "summarisation", "translation",
})  # fmt: skip
"""Tasks that need no labels to learn from and are judged by some, or learn from them too."""
_ACTS: Final[frozenset[Task]] = frozenset({"control", "planning", "sequential-decision"})
_FEEDBACK: Final[frozenset[Task]] = frozenset({*_SEARCH, "sequential-decision", "experiment-selection"})

TASKS_OF: Final[Mapping[str, frozenset[Task]]] = {
    "data.target": NUMERIC_PREDICTION | {"survival-analysis", "multiclass-classification", "experiment-selection"},
    "data.labelled_rows": SUPERVISED | _JUDGED,
    "data.examples_per_class": CLASSIFICATION | {"object-detection", "sequence-labelling"},
    "data.label_cost": SUPERVISED | {"experiment-selection"},
    "data.label_time": SUPERVISED | {"experiment-selection", "paired-comparison-rating"},
    "data.label_delay": SUPERVISED | {"outlier-detection", "sequential-decision", "control", "experiment-selection"},
    "data.label_quality": SUPERVISED
    | {"paired-comparison-rating", "experiment-selection", "forecasting", "planning", "treatment-effect-estimation"},
    "data.label_origin": SUPERVISED
    | {
        "sequential-decision",
        "treatment-effect-estimation",
        "experiment-selection",
        "control",
        "recommendation",
        "outlier-detection",
    },
    "data.classes": CLASSIFICATION | _LABELLED_IN_KINDS,
    "data.minority_share": CLASSIFICATION | {"outlier-detection"},
    "data.monotone_features": CLASSIFICATION | REGRESSION,
    "data.relation": CLASSIFICATION | REGRESSION | _CONTROL | {"planning"},
    "data.series": _SERIES | {"treatment-effect-estimation", "outlier-detection"},
    "data.horizon": frozenset({"forecasting", "survival-analysis"}),
    "data.intermittent": frozenset({"forecasting"}),
    "data.exogenous": frozenset({"forecasting", "outlier-detection", "change-point-detection", "control"}),
    "data.history": frozenset({"forecasting", "treatment-effect-estimation", "change-point-detection"}),
    "data.seasonality": _SERIES | {"outlier-detection"},
    "data.hierarchy": frozenset({"forecasting"}),
    "data.sampling_interval": _SERIES,
    "data.zero_share": NUMERIC_PREDICTION | {"treatment-effect-estimation"},
    "data.events": frozenset({"survival-analysis", "outlier-detection"}),
    "data.censored_share": NUMERIC_PREDICTION | {"survival-analysis", "experiment-selection"},
    "data.users": frozenset({"recommendation", "ranking"}),
    "data.items": _SEARCH | {"paired-comparison-rating", "question-answering", "pattern-mining", "text-generation"},
    "data.candidates": _SEARCH,
    "data.clicks": _SEARCH,
    "data.exact_match": frozenset({"retrieval", "question-answering", "ranking", "record-linkage"}),
    "data.worded_queries": frozenset({"retrieval"}),
    "data.cross_language": frozenset({"retrieval", "question-answering", "ranking", "record-linkage"}),
    "data.cold_start": frozenset({"recommendation", "ranking", "paired-comparison-rating", "forecasting"}),
    "data.feedback": _FEEDBACK | REGRESSION | {"treatment-effect-estimation", "outlier-detection"},
    "data.decision_variables": _ACTS | NUMERIC_PREDICTION | {"experiment-selection"},
    "data.hard_constraints": _ACTS | _SEARCH | {"experiment-selection", "clustering", "question-answering"},
    "data.soft_constraints": _ACTS | _SEARCH,
    "data.group_count": frozenset({"clustering", "topic-modelling"}),
    "data.group_shape": frozenset({"clustering"}),
    "data.unassigned": frozenset({"clustering", "topic-modelling"}),
    "data.on_record": CLASSIFICATION
    | NUMERIC_PREDICTION
    | _SEARCH
    | {"outlier-detection", "sequential-decision", "planning"},
    "data.spelling_varies": CLASSIFICATION | NUMERIC_PREDICTION | _NAMES_AND_WORDS | {"text-recognition"},
    "data.open_cases": CLASSIFICATION | NUMERIC_PREDICTION | {"survival-analysis"},
    "data.treated_alike": frozenset(
        {"treatment-effect-estimation", "recommendation", "sequential-decision", "control"}
    ),
    "data.known_change": CLASSIFICATION
    | NUMERIC_PREDICTION
    | {"treatment-effect-estimation", "change-point-detection", "sequence-labelling"},
    "data.collinear": REGRESSION | CLASSIFICATION,
    "data.known_form": CLASSIFICATION
    | _SEEN
    | {
        "outlier-detection",
        "sequence-labelling",
        "change-point-detection",
        "regression",
    },
    "data.distinct_outputs": _WRITTEN | {"question-answering", "retrieval"},
    "data.assignment": frozenset({"treatment-effect-estimation", "sequential-decision", "binary-classification"}),
    "data.cut_off": NUMERIC_PREDICTION | {"sequential-decision"},
    "data.target_unit": NUMERIC_PREDICTION | {"deterministic-computation"},
    "data.item_features": frozenset({"recommendation", "ranking"}),
    "data.unlabelled_positives": CLASSIFICATION | {"outlier-detection"},
    "data.single_items": REGRESSION | {"recommendation", "ranking", "sequential-decision"},
    "data.preferences": frozenset({"planning"}),
    "data.channels": CLASSIFICATION
    | _SEEN
    | {
        "outlier-detection",
        "change-point-detection",
        "regression",
        "clustering",
        "pattern-mining",
    },
    "data.linked_tables": CLASSIFICATION | NUMERIC_PREDICTION | {"data-synthesis", "survival-analysis"},
    "data.spatial": _SEEN_ON_MAPS | {"treatment-effect-estimation"},
    "data.anonymous": frozenset({"recommendation", "ranking"}),
    "data.random_labels": SUPERVISED | {"outlier-detection"},
    "data.new_labels_per_day": SUPERVISED,
    "data.tolerance": NUMERIC_PREDICTION,
    "data.measuring_error": NUMERIC_PREDICTION | {"experiment-selection"},
    "data.known_shift": _JUMPS,
    "data.late_entry": frozenset({"survival-analysis"}),
    "data.repeated_events": frozenset({"survival-analysis"}),
    "data.history_share": frozenset({"recommendation", "ranking"}),
    "data.values_without_place": frozenset({"sequence-labelling", "question-answering", "text-recognition"}),
    "data.reading_error": _READ_BEFORE,
    "data.handwritten": frozenset({"text-recognition", "sequence-labelling", "question-answering"}),
    **dict.fromkeys(("data.known_totals", "project.released_to", "project.made_for"), frozenset({"data-synthesis"})),
    "data.label_agreement": CLASSIFICATION | {"sequence-labelling", "text-recognition"},
    "project.existing_recall": _SOUGHT,
    "project.existing_precision": _SOUGHT | {"ranking", "recommendation"},
    "project.existing_error": CLASSIFICATION
    | NUMERIC_PREDICTION
    | {"sequence-labelling", "deterministic-computation", "text-recognition"},
    "project.trials_left": frozenset({"experiment-selection"}),
    "project.trials_at_once": frozenset({"experiment-selection"}),
    "stakes.cost_ratio": CLASSIFICATION
    | NUMERIC_PREDICTION
    | {"outlier-detection", "record-linkage", "change-point-detection"},
    "data.actions": _ACTS | {"experiment-selection", "treatment-effect-estimation"},
    "deployment.control_period": frozenset({"control"}),
    "deployment.top_k": _SEARCH
    | CLASSIFICATION
    | {"outlier-detection", "treatment-effect-estimation", "survival-analysis"},
    "deployment.applied_by": CLASSIFICATION | {"regression", "survival-analysis", "ranking", "planning"},
    "project.simulator": _ACTS | REGRESSION | {"experiment-selection", "data-synthesis"},
    "project.causes_known": CLASSIFICATION
    | {"outlier-detection", "sequence-labelling", "topic-modelling", "pattern-mining"},
    "project.cases_per_day": CLASSIFICATION
    | {"outlier-detection", "record-linkage", "ranking", "treatment-effect-estimation"},
    "stakes.false_alarms_per_day": CLASSIFICATION | {"outlier-detection", "change-point-detection"},
    "stakes.cost_false_positive": CLASSIFICATION | _FINDS,
    "stakes.cost_false_negative": CLASSIFICATION | _FINDS,
    "stakes.cost_too_high": NUMERIC_PREDICTION,
    "stakes.cost_too_low": NUMERIC_PREDICTION,
    "stakes.verbatim": _WORD_FOR_WORD,
    "stakes.grounded": frozenset({"question-answering", "text-generation", "summarisation"}),
    "stakes.gain_of_hit": CLASSIFICATION | {"treatment-effect-estimation", "recommendation", "ranking"},
    "deployment.experiments_possible": _FEEDBACK | CLASSIFICATION | _SEEN | REGRESSION | _TRIED_IN_USE,
}
"""Tasks of which a field tells something, for fields that do not of all."""
_OWN_TO_FEW: Final = 4
"""Of so many tasks at most a field tells something that is a fact of the task, such as the horizon of a forecast."""
_WORDS_AND_SOUNDS: Final[frozenset[Task]] = frozenset({
    "retrieval", "question-answering", "summarisation", "translation", "text-generation", "language-modelling",
    "speech-to-text", "image-generation", "topic-modelling", "sequence-labelling", "planning",
    "deterministic-computation", "text-recognition",
})  # fmt: skip
_ON_ANY_MACHINE: Final[frozenset[Task]] = frozenset({
    "treatment-effect-estimation", "paired-comparison-rating", "experiment-selection", "deterministic-computation",
})  # fmt: skip
NOT_OF_TASKS: Final[Mapping[str, frozenset[Task]]] = {
    "data.features": frozenset[Task]({"planning", "deterministic-computation"}),
    **dict.fromkeys(("data.rows", "data.groups"), frozenset[Task]({"planning", "deterministic-computation"})),
    "data.categorical_features": _WORDS_AND_SOUNDS,
    "data.categorical_cardinality": _WORDS_AND_SOUNDS,
    "data.missing_share": _WORDS_AND_SOUNDS - {"deterministic-computation"},
    "data.sparse": _WORDS_AND_SOUNDS,
    **dict.fromkeys(("deployment.accelerator", "deployment.memory", "deployment.storage"), _ON_ANY_MACHINE),
    **dict.fromkeys(
        ("data.labelled_rows", "data.drift", "data.arrival", "data.feedback",
         "data.label_quality", "data.label_origin", "data.label_cost", "data.relation",
         "deployment.telemetry", "deployment.experiments_possible", "project.existing_plateaued"),
        frozenset[Task]({"deterministic-computation"}),
    ),
}  # fmt: skip
"""Tasks of which a field tells nothing whatever the data are: columns beside texts decide nothing there, what is
computed by a specification or planned learns from no rows, and effects, ratings and the next experiment are found on
any machine."""


def facts_of_the_task(task: str) -> frozenset[str]:
    """Return the fields that tell something of this task and of few others.

    Examples
    --------
    >>> "data.horizon" in facts_of_the_task("forecasting"), "data.drift" in facts_of_the_task("forecasting")
    (True, False)
    """
    return frozenset(name for name, tasks in TASKS_OF.items() if task in tasks and len(tasks) <= _OWN_TO_FEW)
