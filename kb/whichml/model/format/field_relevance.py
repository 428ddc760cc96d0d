"""Of which projects a field of the brief tells something: of some tasks, modalities or targets; else of all.

Nothing is refused by this. It keeps from asking for what makes no sense, such as the horizon of a classification.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from whichml.model.format.brief_circumstances import CIRCUMSTANCE_LISTS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.values.vocabulary import Modality, Task

_CLASSES: Final[frozenset[Task]] = frozenset({
    "binary-classification", "multiclass-classification", "multilabel-classification",
})  # fmt: skip
_NUMBERS: Final[frozenset[Task]] = frozenset({"regression", "probabilistic-regression", "forecasting"})
SUPERVISED: Final[frozenset[Task]] = frozenset({
    *_CLASSES, *_NUMBERS - {"forecasting"}, "ranking", "survival-analysis", "sequence-labelling", "object-detection",
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
    *_CLASSES, "regression", "probabilistic-regression", "survival-analysis", "image-segmentation", "object-detection",
    "outlier-detection",
})  # fmt: skip
_CONTROL: Final[frozenset[Task]] = frozenset({"control"})
_SOUGHT: Final[frozenset[Task]] = frozenset({
    *_CLASSES, "outlier-detection", "object-detection", "sequence-labelling", "record-linkage", "retrieval",
    "change-point-detection",
})  # fmt: skip
"""Tasks whose finds and false alarms are counted."""
_JUMPS: Final[frozenset[Task]] = frozenset({
    *_CLASSES, *_NUMBERS, "survival-analysis", "outlier-detection", "deterministic-computation", "sequence-labelling",
})  # fmt: skip
_READ_BEFORE: Final[frozenset[Task]] = frozenset({
    *_CLASSES, "sequence-labelling", "question-answering", "retrieval", "record-linkage", "topic-modelling",
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
    "data.target": _NUMBERS | {"survival-analysis", "multiclass-classification", "experiment-selection"},
    "data.labelled_rows": SUPERVISED | _JUDGED,
    "data.examples_per_class": _CLASSES | {"object-detection", "sequence-labelling"},
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
    "data.classes": _CLASSES | _LABELLED_IN_KINDS,
    "data.minority_share": _CLASSES | {"outlier-detection"},
    "data.monotone_features": _CLASSES | _NUMBERS - {"forecasting"},
    "data.relation": _CLASSES | _NUMBERS - {"forecasting"} | _CONTROL | {"planning"},
    "data.series": _SERIES | {"treatment-effect-estimation", "outlier-detection"},
    "data.horizon": frozenset({"forecasting", "survival-analysis"}),
    "data.intermittent": frozenset({"forecasting"}),
    "data.exogenous": frozenset({"forecasting", "outlier-detection", "change-point-detection", "control"}),
    "data.history": frozenset({"forecasting", "treatment-effect-estimation", "change-point-detection"}),
    "data.seasonality": _SERIES | {"outlier-detection"},
    "data.hierarchy": frozenset({"forecasting"}),
    "data.sampling_interval": _SERIES,
    "data.zero_share": _NUMBERS | {"treatment-effect-estimation"},
    "data.events": frozenset({"survival-analysis", "outlier-detection"}),
    "data.censored_share": _NUMBERS | {"survival-analysis", "experiment-selection"},
    "data.users": frozenset({"recommendation", "ranking"}),
    "data.items": _SEARCH | {"paired-comparison-rating", "question-answering", "pattern-mining", "text-generation"},
    "data.candidates": _SEARCH,
    "data.clicks": _SEARCH,
    "data.exact_match": frozenset({"retrieval", "question-answering", "ranking", "record-linkage"}),
    "data.worded_queries": frozenset({"retrieval"}),
    "data.cross_language": frozenset({"retrieval", "question-answering", "ranking", "record-linkage"}),
    "data.cold_start": frozenset({"recommendation", "ranking", "paired-comparison-rating", "forecasting"}),
    "data.feedback": _FEEDBACK | (_NUMBERS - {"forecasting"}) | {"treatment-effect-estimation", "outlier-detection"},
    "data.decision_variables": _ACTS | _NUMBERS | {"experiment-selection"},
    "data.hard_constraints": _ACTS | _SEARCH | {"experiment-selection", "clustering", "question-answering"},
    "data.soft_constraints": _ACTS | _SEARCH,
    "data.group_count": frozenset({"clustering", "topic-modelling"}),
    "data.group_shape": frozenset({"clustering"}),
    "data.unassigned": frozenset({"clustering", "topic-modelling"}),
    "data.on_record": _CLASSES | _NUMBERS | _SEARCH | {"outlier-detection", "sequential-decision", "planning"},
    "data.spelling_varies": _CLASSES | _NUMBERS | _NAMES_AND_WORDS | {"text-recognition"},
    "data.open_cases": _CLASSES | _NUMBERS | {"survival-analysis"},
    "data.treated_alike": frozenset(
        {"treatment-effect-estimation", "recommendation", "sequential-decision", "control"}
    ),
    "data.known_change": _CLASSES
    | _NUMBERS
    | {"treatment-effect-estimation", "change-point-detection", "sequence-labelling"},
    "data.collinear": _NUMBERS - {"forecasting"} | _CLASSES,
    "data.known_form": _CLASSES
    | _SEEN
    | {
        "outlier-detection",
        "sequence-labelling",
        "change-point-detection",
        "regression",
    },
    "data.distinct_outputs": _WRITTEN | {"question-answering", "retrieval"},
    "data.assignment": frozenset({"treatment-effect-estimation", "sequential-decision", "binary-classification"}),
    "data.cut_off": _NUMBERS | {"sequential-decision"},
    "data.target_unit": _NUMBERS | {"deterministic-computation"},
    "data.item_features": frozenset({"recommendation", "ranking"}),
    "data.unlabelled_positives": _CLASSES | {"outlier-detection"},
    "data.single_items": frozenset(
        {"recommendation", "ranking", "regression", "probabilistic-regression", "sequential-decision"}
    ),
    "data.preferences": frozenset({"planning"}),
    "data.channels": _CLASSES
    | _SEEN
    | {
        "outlier-detection",
        "change-point-detection",
        "regression",
        "clustering",
        "pattern-mining",
    },
    "data.linked_tables": _CLASSES | _NUMBERS | {"data-synthesis", "survival-analysis"},
    "data.spatial": _SEEN_ON_MAPS | {"treatment-effect-estimation"},
    "data.anonymous": frozenset({"recommendation", "ranking"}),
    "data.random_labels": SUPERVISED | {"outlier-detection"},
    "data.new_labels_per_day": SUPERVISED,
    "data.tolerance": _NUMBERS,
    "data.measuring_error": _NUMBERS | {"experiment-selection"},
    "data.known_shift": _JUMPS,
    "data.late_entry": frozenset({"survival-analysis"}),
    "data.repeated_events": frozenset({"survival-analysis"}),
    "data.history_share": frozenset({"recommendation", "ranking"}),
    "data.values_without_place": frozenset({"sequence-labelling", "question-answering", "text-recognition"}),
    "data.reading_error": _READ_BEFORE,
    "data.handwritten": frozenset({"text-recognition", "sequence-labelling", "question-answering"}),
    **dict.fromkeys(("data.known_totals", "project.released_to", "project.made_for"), frozenset({"data-synthesis"})),
    "data.label_agreement": _CLASSES | {"sequence-labelling", "text-recognition"},
    "project.existing_recall": _SOUGHT,
    "project.existing_precision": _SOUGHT | {"ranking", "recommendation"},
    "project.existing_error": _CLASSES
    | _NUMBERS
    | {"sequence-labelling", "deterministic-computation", "text-recognition"},
    "project.trials_left": frozenset({"experiment-selection"}),
    "project.trials_at_once": frozenset({"experiment-selection"}),
    "stakes.cost_ratio": _CLASSES | _NUMBERS | {"outlier-detection", "record-linkage", "change-point-detection"},
    "data.actions": _ACTS | {"experiment-selection", "treatment-effect-estimation"},
    "deployment.control_period": frozenset({"control"}),
    "deployment.top_k": _SEARCH | _CLASSES | {"outlier-detection", "treatment-effect-estimation", "survival-analysis"},
    "deployment.applied_by": _CLASSES | {"regression", "survival-analysis", "ranking", "planning"},
    "project.simulator": _ACTS | {"experiment-selection", "regression", "probabilistic-regression", "data-synthesis"},
    "project.causes_known": _CLASSES | {"outlier-detection", "sequence-labelling", "topic-modelling", "pattern-mining"},
    "project.cases_per_day": _CLASSES
    | {"outlier-detection", "record-linkage", "ranking", "treatment-effect-estimation"},
    "stakes.false_alarms_per_day": _CLASSES | {"outlier-detection", "change-point-detection"},
    "stakes.cost_false_positive": _CLASSES | _FINDS,
    "stakes.cost_false_negative": _CLASSES | _FINDS,
    "stakes.cost_too_high": _NUMBERS,
    "stakes.cost_too_low": _NUMBERS,
    "stakes.verbatim": _WORD_FOR_WORD,
    "stakes.grounded": frozenset({"question-answering", "text-generation", "summarisation"}),
    "stakes.gain_of_hit": _CLASSES | {"treatment-effect-estimation", "recommendation", "ranking"},
    "deployment.experiments_possible": _FEEDBACK | _CLASSES | _SEEN | _NUMBERS - {"forecasting"} | _TRIED_IN_USE,
}
"""Tasks of which a field tells something, for fields that do not of all."""
SIZES: Final = (
    "data.rows",
    "data.labelled_rows",
    "data.features",
    "data.classes",
    "data.series",
    "data.items",
    "data.users",
)
"""How much there is of data, which whoever has some knows at once."""
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
SMALL_MACHINES: Final = frozenset({
    "browser", "phone", "wearable", "edge-device", "vehicle", "microcontroller", "fpga", "asic", "plc",
})  # fmt: skip
"""Deployment targets that hardly ever are the machine that measured."""
DEVICES: Final = SMALL_MACHINES | {"edge-server", "desktop"}
OF_DEVICES: Final = frozenset({
    "deployment.clock", "deployment.battery_life", "deployment.uplink_per_day", "deployment.devices",
    "deployment.energy_limited", "project.unit_budget",
})  # fmt: skip
"""Fields that tell something of what runs on a device, and of what runs on servers or nowhere nothing."""
_OF_SMALL_MACHINES: Final = frozenset({
    "deployment.battery_life", "deployment.uplink_per_day", "deployment.energy_limited",
})  # fmt: skip
_BOUGHT_AS_NEEDED: Final[Mapping[str, frozenset[str]]] = {
    "deployment.memory": frozenset({"cloud"}), "deployment.storage": frozenset({"cloud", "on-premises"}),
}  # fmt: skip
"""Amounts that hardly anybody is short of on such a target."""
_PROGRAMMABLE: Final = frozenset({"edge-device", "wearable", "microcontroller", "fpga", "asic", "plc"})
"""What is chosen and programmed with its clock in mind."""
_OF_PEOPLE: Final = frozenset({"personal", "sensitive", "stays-on-device"})
_OF_AMOUNTS: Final[frozenset[Task]] = frozenset({"forecasting", "probabilistic-regression"})
"""Tasks whose best number depends on what too much and too little cost."""
_MEASURED: Final[frozenset[Modality]] = frozenset({"time-series", "sensor-features"})
_COLUMNS: Final[frozenset[Modality]] = frozenset({"tabular", "event-stream", "interactions", "sensor-features"})
_SIGNALS: Final[frozenset[Modality]] = frozenset({"audio", "time-series", "sensor-features", "video"})
MODALITIES_OF: Final[Mapping[str, frozenset[Modality]]] = {
    "data.features": frozenset({"tabular", "sensor-features", "event-stream"}),
    "data.relation": frozenset({"tabular", "sensor-features"}),
    "data.monotone_features": frozenset({"tabular", "sensor-features"}),
    "data.categorical_features": _COLUMNS,
    "data.categorical_cardinality": _COLUMNS,
    "data.missing_share": frozenset({"tabular", "sensor-features", "event-stream", "time-series"}),
    "data.sparse": frozenset({"tabular", "interactions", "event-stream"}),
    "data.text_length": frozenset({"text"}),
    "data.languages": frozenset({"text", "audio"}),
    "data.mixed_languages": frozenset({"text", "audio"}),
    "data.cross_language": frozenset({"text", "audio"}),
    "data.worded_queries": frozenset({"text"}),
    "data.image_side": frozenset({"image", "video"}),
    "data.known_form": _SIGNALS | {"image", "event-stream"},
    "data.collinear": frozenset({"tabular", "sensor-features", "time-series"}),
    "data.clip_length": frozenset({"audio", "video"}),
    "data.sampling_rate": _SIGNALS,
    "data.window": _SIGNALS | {"event-stream"},
    "data.preferences": frozenset({"tabular", "interactions"}),
    "data.channels": frozenset({"time-series", "image"}),
    "data.spatial": frozenset({"tabular", "sensor-features"}),
    "data.values_without_place": frozenset({"text", "image"}),
    "data.reading_error": frozenset({"text", "image", "audio"}),
    "data.handwritten": frozenset({"image"}),
}
"""Modalities of which a field tells something, for fields that do not of all."""


PLAIN_FROM: Final[Mapping[str, frozenset[Modality]]] = {"deployment.prediction_unit": frozenset({"text", "image"})}
"""Modalities from which a field is plain where there is no other: a text is a document, a picture an image."""


_TOLD_UNASKED: Final = frozenset({
    "project.ruled_out", "project.tried", "project.proposed", FURTHER_TASKS, *CIRCUMSTANCE_LISTS,
})  # fmt: skip
"""What nobody leaves out who means it: a house that forbids something says so, and who has tried something, or
is offered it, says what; any answer would turn on it. Circumstances are too many to be asked for one by one."""


def is_worth_asking(
    field: str, task: str, modalities: Collection[str], target: object = None, privacy: object = None
) -> bool:
    """Return whether a field tells something of such a project, applies to it, and is not plain from the modality.

    Parameters
    ----------
    target, privacy : as the brief says; None where it does not

    Examples
    --------
    >>> is_worth_asking("deployment.prediction_unit", "multiclass-classification", ["text"])
    False
    >>> is_worth_asking("deployment.prediction_unit", "multiclass-classification", ["text", "tabular"])
    True
    """
    is_plain = len(modalities) == 1 and not PLAIN_FROM.get(field, frozenset()).isdisjoint(modalities)
    return (
        not is_plain
        and field not in _TOLD_UNASKED
        and tells_something(field, task, modalities, target)
        and not does_not_apply(field, modalities, target, privacy)
    )


def tells_something(field: str, task: str, modalities: Collection[str], target: object = None) -> bool:
    """Return whether a field tells something of a project with this task, these modalities and this target.

    Parameters
    ----------
    target : what it runs on; None where that is not told, so that it may be a device

    Examples
    --------
    >>> tells_something("data.horizon", "forecasting", ["time-series"])
    True
    >>> tells_something("data.horizon", "clustering", ["tabular"])
    False
    >>> tells_something("deployment.clock", "clustering", ["tabular"], "cloud")
    False
    """
    tasks, of_data = TASKS_OF.get(field), MODALITIES_OF.get(field)
    return (
        (tasks is None or task in tasks)
        and task not in NOT_OF_TASKS.get(field, ())
        and (of_data is None or not of_data.isdisjoint(modalities))
        and (target is None or target in DEVICES or field not in OF_DEVICES)
    )


def does_not_apply(field: str, modalities: Collection[str], target: object = None, privacy: object = None) -> bool:
    """Return whether nobody is to be asked for a field, though whoever wants to tell it can.

    Batteries and uplinks are those of small machines, and a clock counts where hardware is programmed; groups that the
    law protects are touched where data speak of people.

    Parameters
    ----------
    target, privacy : as the brief says; None where it does not

    Examples
    --------
    >>> does_not_apply("deployment.battery_life", ["tabular"], target="edge-server")
    True
    >>> does_not_apply("stakes.protected_groups", ["tabular"], privacy="personal")
    False
    """
    if field == "deployment.clock":
        return target not in _PROGRAMMABLE
    if field == "stakes.protected_groups":
        return privacy not in _OF_PEOPLE if privacy is not None else _MEASURED.issuperset(modalities)
    if field in _BOUGHT_AS_NEEDED and target in _BOUGHT_AS_NEEDED[field]:
        return True
    return field in _OF_SMALL_MACHINES and target is not None and target not in SMALL_MACHINES


def facts_of_the_task(task: str) -> frozenset[str]:
    """Return the fields that tell something of this task and of few others.

    Examples
    --------
    >>> "data.horizon" in facts_of_the_task("forecasting"), "data.drift" in facts_of_the_task("forecasting")
    (True, False)
    """
    return frozenset(name for name, tasks in TASKS_OF.items() if task in tasks and len(tasks) <= _OWN_TO_FEW)


def asked_early(task: str, modalities: Collection[str], target: object = None) -> tuple[str, ...]:
    """Return the fields that are asked for before others where rules wait for them: what such a project turns on.

    Examples
    --------
    >>> asked_early("forecasting", ["time-series"])
    ('stakes.cost_too_high', 'stakes.cost_too_low')
    """
    return (
        *(("data.languages",) if "text" in modalities else ()),
        *(("stakes.cost_too_high", "stakes.cost_too_low") if task in _OF_AMOUNTS else ()),
        *(("deployment.memory", "deployment.battery_life") if target == "microcontroller" else ()),
    )
