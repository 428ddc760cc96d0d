"""Which further facts are plausible of a project: what goes with what its brief says already.

Nothing is refused by this. It keeps from telling what would follow from a fact that hardly any such project has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.format.field_relevance import DEVICES, OF_DEVICES, SMALL_MACHINES, TINY_MACHINES
from whichml.model.format.plausible_data import may_be_so
from whichml.model.format.plausible_stakes import has_any_of, is_all_of, may_be_at_stake
from whichml.model.format.tasks_of_fields import SUPERVISED
from whichml.model.values.vocabulary import Task

_FOUND_ONCE: Final[frozenset[Task]] = frozenset({
    "clustering", "topic-modelling", "pattern-mining", "dimensionality-reduction", "treatment-effect-estimation",
    "experiment-selection", "record-linkage", "planning", "paired-comparison-rating", "data-synthesis",
})  # fmt: skip
"""Tasks whose results are worked out where the data lie and are looked at, which no small machine does."""
_WRITTEN_BY_READY_MODELS: Final[frozenset[Task]] = frozenset({
    "summarisation", "text-generation", "translation", "speech-to-text", "text-recognition", "image-generation",
})  # fmt: skip
"""Tasks for which models are taken as they come, so that hardly any project trains its own again and again."""
_SELDOM_TRAINED_AGAIN: Final = _WRITTEN_BY_READY_MODELS | {
    "treatment-effect-estimation", "experiment-selection", "planning", "deterministic-computation",
}  # fmt: skip
_ON_DEVICES: Final = OF_DEVICES | {"deployment.memory", "deployment.storage"}
_SERVED: Final = frozenset({"online", "interactive", "stream", "real-time"})
_AT_ONCE: Final = frozenset({"hourly", "per-event"})
_LABELLED_LATER: Final = frozenset({"text", "image", "audio", "video", "time-series", "sensor-features"})
"""Modalities whose right answers people give, or time tells, after the request; those of clicks come with the next."""
_AS_THEY_COME: Final = frozenset({"micro-batch", "stream"})
_OF_RUNNING: Final = frozenset({
    "deployment.update_cadence", "deployment.interaction", "deployment.connectivity", "deployment.requests_per_day",
    "deployment.peak_requests_per_second", "deployment.telemetry", "deployment.always_on", "deployment.accelerator",
    "deployment.memory", "deployment.storage",
})  # fmt: skip
"""Fields that tell something of what is put into operation, and nothing where the result is a finding."""
_UNITS_OF: Final[Mapping[str, frozenset[str]]] = {
    "image": frozenset({"image", "video"}),
    "frame": frozenset({"image", "video"}),
    "document": frozenset({"text", "image"}),
    "minute": frozenset({"audio", "video", "time-series", "sensor-features", "event-stream"}),
    "series": frozenset({"time-series", "sensor-features", "event-stream"}),
}
"""Modalities of which a prediction can be for such a unit, for units that are not of all."""
_LABELS_ARE_THERE: Final = frozenset({
    "data.minority_share", "data.examples_per_class", "data.zero_share", "data.events", "data.censored_share",
})  # fmt: skip
"""What can be told only by whoever has the right answers of most rows."""


_OF_WHAT_COMES: Final[frozenset[Task]] = frozenset({
    "forecasting", "survival-analysis", "treatment-effect-estimation", "outlier-detection", "sequential-decision",
    "recommendation", "control",
})  # fmt: skip
_COMES_LATER: Final = frozenset({"data.label_delay", "data.horizon", "data.events", "data.censored_share"})
"""What is told only where the right answer is not there yet, so that no record holds it."""
_SIGNALS: Final = frozenset({"image", "video", "audio", "time-series", "sensor-features", "event-stream"})
"""Data that are recorded anew for each case, so that what they show stands in no record."""
_FEW_ROWS: Final = 100_000
_TARGETS_OF: Final[Mapping[str, frozenset[str]]] = {
    "survival-analysis": frozenset({"multi-output"}),
    "multiclass-classification": frozenset({"ordinal"}),
}
"""What can be special about the target of tasks that predict no number of their own: a duration is always positive."""
_MEANT_ANYWAY: Final = frozenset({
    ("data.arrival", "batch"), ("data.known_form", False), ("data.on_record", False), ("data.treated_alike", False),
    ("stakes.verbatim", False), ("data.single_items", False), ("data.spatial", False), ("data.anonymous", False),
    ("data.late_entry", False), ("data.repeated_events", False), ("data.values_without_place", False),
})  # fmt: skip
"""What everybody means who leaves a field out."""
_SAYS_LITTLE: Final = frozenset({
    ("data.drift", "none"), ("data.drift", "slow"), ("data.arrival", "micro-batch"), ("data.exact_match", False),
    ("data.worded_queries", False),
    ("stakes.explanation", "none"), ("stakes.explanation", "post-hoc"),
})  # fmt: skip
"""What most mean who leave a field out, so that no answer turns on it."""
_SAYS_SO_ALREADY: Final[Mapping[str, frozenset[str]]] = {
    "stakes.cost_of_mistakes": frozenset({
        "stakes.cost_false_positive", "stakes.cost_false_negative", "stakes.cost_too_high", "stakes.cost_too_low",
        "stakes.safety_critical", "stakes.gain_of_hit", "stakes.regulation",
    }),
    "data.clicks": frozenset({"data.feedback", "data.label_origin"}),
    "data.label_origin": frozenset({"data.feedback", "data.clicks", "data.assignment"}),
    "data.relation": frozenset({"data.monotone_features", "data.known_form"}),
    "data.categorical_cardinality": frozenset({"data.users", "data.items"}),
    "data.anonymous": frozenset({"data.users"}),
    "deployment.energy_limited": frozenset({"deployment.battery_life"}),
}  # fmt: skip
"""Fields of which others that are told leave little open."""
_LEARNS_FROM_FEEDBACK: Final[frozenset[Task]] = frozenset({
    "recommendation", "retrieval", "ranking", "sequential-decision", "experiment-selection",
})  # fmt: skip
_CARRIED: Final = frozenset({"phone", "wearable", "microcontroller"})
"""Machines that run on a battery."""
_BY_CHOICES: Final[frozenset[Task]] = frozenset({"sequential-decision", "experiment-selection", "recommendation"})
"""Tasks that learn from what was chosen, whatever it was."""
_IN_SERIES: Final = frozenset({"time-series", "event-stream", "sensor-features"})
_WITHOUT_WHICH_ALL_IS_SAID: Final = frozenset({
    "data.random_labels", "data.new_labels_per_day", "data.tolerance", "data.measuring_error", "data.known_shift",
    "data.late_entry", "data.repeated_events", "data.history_share", "data.values_without_place", "data.reading_error",
    "data.label_agreement", "data.spatial", "project.existing_recall", "project.existing_precision",
    "project.existing_error", "project.trials_left", "project.trials_at_once", "stakes.cost_ratio",
})  # fmt: skip
"""What adds to an answer and seldom turns it, so that it is asked for and not told: whoever has to fill a map says so,
and so does who has measured what is in use."""
_OF_SERIES: Final = frozenset({"data.series", "data.horizon", "data.history", "data.seasonality"})
_OF_ANSWERS: Final = frozenset({"stakes.cost_of_mistakes", "deployment.interaction"})
"""Fields that speak of answers that are given again and again, and of a finding nothing."""
_FEW_OF_A_CLASS: Final = 10
_LEAST_LABELLED: Final = 0.1
"""The share of its rows that a project has labelled at the least which tells none."""
_MOST_STEPS: Final = 1_000
"""How many sampling intervals anybody looks ahead."""
_LEAST_MEMORY: Final[Mapping[str, float]] = {
    "wearable": 2e5, "edge-device": 2e7, "vehicle": 2e7, "browser": 1e8, "phone": 1e8, "edge-server": 1e9,
    "desktop": 1e9,
}  # fmt: skip
"""Bytes that such a machine has for a model at the least, for machines that are not made to have less."""
_AT_ONCE_BELOW: Final = 1.0
"""The latency in seconds below which somebody waits for an answer."""
_OF_A_COMPUTER: Final = 1e9
"""The bytes of working memory from which a machine is no microcontroller and nothing alike."""
_HINTS_OF_TINY: Final = frozenset({
    "deployment.energy_limited", "deployment.battery_life", "deployment.always_on", "deployment.storage",
    "deployment.uplink_per_day", "deployment.clock", "deployment.devices", "project.unit_budget",
    "deployment.control_period",
})  # fmt: skip
_HEARD_OR_FELT: Final = frozenset({"audio", "time-series", "sensor-features"})
"""Signals that the smallest machines read, where pictures, events and forecasts want a hint of one."""
_AN_HOUR: Final = 3_600.0
_MOST_OF_A_PHONE: Final = 7 * 86_400.0
"""Seconds that one charge of a phone lasts at the most."""
_FEW_TO_FOLLOW: Final = 1_000
"""The rows below which nothing comes so often that a model follows each event, unless the brief says so."""


def is_plausibly_told(field: str, known: Mapping[str, object]) -> bool:
    """Return whether a field may well be told of such a project, whatever its value.

    Memory is counted on devices, so that it tells nothing before one is named; what is never put into operation has
    no requests; whoever knows how rare a class is has labels; and of what is still to come, to be simulated or to be
    read off a signal, there is no record.

    Examples
    --------
    >>> is_plausibly_told("deployment.memory", {"task": "forecasting"})
    False
    >>> is_plausibly_told("deployment.memory", {"task": "forecasting", "deployment.target": "phone"})
    True
    >>> is_plausibly_told("data.on_record", {"task": "binary-classification", "data.label_delay": "360 days"})
    False
    """
    target, task = known.get("deployment.target"), known.get("task")
    if field in _ON_DEVICES and target not in DEVICES:
        return False
    if field in _OF_RUNNING and target == "none":
        return False
    if field == "deployment.update_cadence":
        return task not in _SELDOM_TRAINED_AGAIN
    if field == "data.labelled_rows":
        return _LABELS_ARE_THERE.isdisjoint(known) and known.get("data.clicks") is not True
    if field == "data.censored_share":
        return task == "survival-analysis" or known.get("data.cut_off") is True
    if field == "data.on_record":
        is_new = task in _OF_WHAT_COMES or known.get("data.label_origin") == "simulated"
        return not is_new and _COMES_LATER.isdisjoint(known) and not is_all_of(known, _SIGNALS)
    if field == "project.existing_plateaued":
        return "project.existing_algorithm" in known
    if field == "deployment.accelerator":
        return not _is_small_table(known)
    return True


def is_worth_telling(field: str, known: Mapping[str, object]) -> bool:
    """Return whether a reader is to be told what a field would change: what it says is not implied.

    Whoever gives the rows of a task that learns from labels has labelled them; costs tell how much a mistake costs;
    and what is carried runs on a battery.

    Examples
    --------
    >>> is_worth_telling("data.labelled_rows", {"task": "regression", "data.rows": 12_000})
    False
    >>> is_worth_telling("data.labelled_rows", {"task": "outlier-detection", "data.rows": 12_000})
    True
    >>> is_worth_telling("stakes.cost_of_mistakes", {"stakes.cost_false_negative": 400.0})
    False
    """
    task, modality = known.get("task"), known.get("data.modality")
    modalities = modality if isinstance(modality, tuple) else (str(modality),)
    target = known.get("deployment.target")
    if not is_plausibly_told(field, known) or not _SAYS_SO_ALREADY.get(field, frozenset()).isdisjoint(known):
        return False
    if field == "data.labelled_rows":
        return task not in SUPERVISED or "data.rows" not in known
    if field == "data.clicks":
        return "interactions" not in modalities
    if field == "data.label_origin":
        return task not in _BY_CHOICES
    if field in _WITHOUT_WHICH_ALL_IS_SAID:
        return False
    if field in _OF_ANSWERS:
        return task not in _FOUND_ONCE
    if field == "data.feedback":
        return task in _LEARNS_FROM_FEEDBACK and "interactions" not in modalities
    if field == "data.exact_match":  # who writes one thing in many ways shares no key, nor looks for one word
        return known.get("data.spelling_varies") is not True
    if field == "data.worded_queries":  # where nobody looks for codes all queries are worded
        return known.get("data.exact_match") is True
    if field == "data.history" and {"data.rows", "data.sampling_interval"} <= known.keys():
        return False
    if field in _OF_SERIES:
        return task == "forecasting" or not _IN_SERIES.isdisjoint(modalities)
    if field == "deployment.accelerator":
        return target != "cloud" and modalities != ("tabular",)  # where it is worth it, it is rented there
    return field != "deployment.energy_limited" or target not in _CARRIED


def says_little(field: str, value: Plain) -> bool:
    """Return whether a value is what most mean who leave a field out, so that no answer turns on it."""
    return not isinstance(value, list) and (field, value) in _SAYS_LITTLE


def is_likely(field: str, value: Plain, known: Mapping[str, object]) -> bool:
    """Return whether a value of a field is near enough to what is known of a project to tell what it would change.

    Parameters
    ----------
    known : with what is required of qualities

    Examples
    --------
    >>> is_likely("data.labelled_rows", 100, {"task": "outlier-detection", "data.rows": 12_000})
    False
    >>> is_likely("deployment.interaction", "batch", {"requirement.inference-latency.max": 0.02})
    False
    >>> is_likely("stakes.explanation", "full", {"task": "forecasting"})
    False
    """
    if not is_plausible(field, value, known) or says_little(field, value):
        return False
    if not may_be_at_stake(field, value, known) or not may_be_so(field, value, known):
        return False
    if field == "deployment.update_cadence" and value in _AT_ONCE:
        return _may_learn_at_once(known)
    if field == "data.labelled_rows":
        of_each = _at_least(value, known.get("data.classes"), _FEW_OF_A_CLASS)
        return of_each and _at_least(value, known.get("data.rows"), _LEAST_LABELLED)
    if field == "data.arrival":
        return known.get("task") not in _FOUND_ONCE and known.get("deployment.update_cadence", "hourly") in _AT_ONCE
    if field == "data.drift" and value == "fast":
        return known.get("task") not in _FOUND_ONCE or "deployment.update_cadence" in known
    if field == "data.items":
        return _at_least(value, known.get("data.candidates"), 1.0)
    if field == "data.horizon":
        interval = known.get("data.sampling_interval")
        return not isinstance(interval, int | float) or _at_least(_MOST_STEPS * interval, value, 1.0)
    if field == "deployment.battery_life" and known.get("deployment.target") == "phone":
        return _at_least(_MOST_OF_A_PHONE, value, 1.0)
    if field == "deployment.memory":
        return _at_least(value, _LEAST_MEMORY.get(str(known.get("deployment.target"))), 1.0)
    if field == "deployment.target" and value in SMALL_MACHINES:
        is_at_desk = "deployment.update_cadence" in known or known.get("data.modality") == ("tabular",)
        return not is_at_desk and (value not in TINY_MACHINES or _may_be_tiny(known))
    if field == "deployment.interaction" and value == "batch":
        latency = known.get("requirement.inference-latency.max")
        is_waited_for = isinstance(latency, int | float) and latency < _AT_ONCE_BELOW
        is_asked = "deployment.peak_requests_per_second" in known or "deployment.control_period" in known
        is_there = known.get("deployment.target") in SMALL_MACHINES or known.get("deployment.always_on") is True
        return not (is_waited_for or is_asked or is_there)
    if field == "deployment.target" and value == "none":
        is_run = "deployment.update_cadence" in known or known.get("task") in {"control", "sequential-decision"}
        return not is_run
    return True


def _may_be_tiny(known: Mapping[str, object]) -> bool:
    """Return whether what is known leaves room for a machine with kilobytes: signals, and nothing of a computer."""
    memory = known.get("deployment.memory")
    is_computer = known.get("deployment.accelerator") in {"gpu", "tpu"} or (
        isinstance(memory, int | float) and memory >= _OF_A_COMPUTER
    )
    modality = known.get("data.modality")
    is_felt = isinstance(modality, tuple) and _HEARD_OR_FELT.issuperset(modality) and known.get("task") != "forecasting"
    return not is_computer and is_all_of(known, _SIGNALS) and (is_felt or not _HINTS_OF_TINY.isdisjoint(known))


def _may_learn_at_once(known: Mapping[str, object]) -> bool:
    """Return whether rows may come so fast that a model follows within the hour: neither few nor slow ones."""
    rows, delay = known.get("data.rows"), known.get("data.label_delay")
    is_late = isinstance(delay, int | float) and delay > _AN_HOUR
    are_few = isinstance(rows, int | float) and rows < _FEW_TO_FOLLOW and known.get("data.arrival") not in _AS_THEY_COME
    return not (is_late or are_few or known.get("data.growth") in {"static", "slow"})


def _at_least(value: Plain, other: object, share: float) -> bool:
    """Return whether a number is at least a share of another one, if that is known."""
    return not isinstance(other, int | float) or (isinstance(value, int | float) and value >= share * other)


def _is_small_table(known: Mapping[str, object]) -> bool:
    """Return whether the data are a table of which any processor makes short work."""
    rows = known.get("data.rows")
    return known.get("data.modality") == ("tabular",) and isinstance(rows, int | float) and rows < _FEW_ROWS


def may_be_asked(field: str, known: Mapping[str, object]) -> bool:
    """Return whether a field may well be told of such a project once whoever asks has asked for the target.

    Examples
    --------
    >>> may_be_asked("deployment.energy_limited", {"task": "forecasting"})
    True
    """
    is_open = field in OF_DEVICES and "deployment.target" not in known
    return is_open or is_plausibly_told(field, known)


def is_plausible(field: str, value: Plain, known: Mapping[str, object]) -> bool:
    """Return whether a value of a field goes with what is known of a project.

    A model follows each event where rows or requests come one by one; findings are worked out where the data lie and
    not on a phone; what answers at once runs somewhere; and the smallest of many classes has no more than its share.

    Examples
    --------
    >>> is_plausible("deployment.update_cadence", "hourly", {"task": "clustering"})
    False
    >>> is_plausible("deployment.update_cadence", "hourly", {"task": "clustering", "data.arrival": "stream"})
    True
    >>> is_plausible("data.minority_share", 0.02, {"task": "multiclass-classification", "data.classes": 430})
    False
    """
    task, interaction = known.get("task"), known.get("deployment.interaction")
    if field == "deployment.update_cadence" and value in _AT_ONCE:
        is_told_at_once = interaction in _SERVED and not has_any_of(known, _LABELLED_LATER)
        is_told_at_once = is_told_at_once and known.get("deployment.target") not in TINY_MACHINES
        return is_told_at_once or known.get("data.arrival") in _AS_THEY_COME
    if not isinstance(value, list) and (field, value) in _MEANT_ANYWAY:
        return False
    if field == "deployment.accelerator" and known.get("deployment.target") in SMALL_MACHINES:
        return value != "gpu"
    if field == "deployment.target" and value in SMALL_MACHINES:
        return task not in _FOUND_ONCE and interaction != "batch"
    if field == "deployment.target" and value == "none":
        return interaction not in _SERVED and "deployment.requests_per_day" not in known
    if field == "deployment.interaction" and value in _SERVED:
        return task not in _FOUND_ONCE
    if field == "data.target" and task in _TARGETS_OF:
        return _TARGETS_OF[str(task)].issuperset(value if isinstance(value, list) else (str(value),))
    if field == "data.minority_share" and isinstance(value, int | float):
        return value * _n_classes(known) <= 1
    if field == "deployment.prediction_unit" and value in _UNITS_OF:
        modality = known.get("data.modality")
        return not _UNITS_OF[str(value)].isdisjoint(modality if isinstance(modality, tuple) else (str(modality),))
    return True


def _n_classes(known: Mapping[str, object]) -> float:
    """Return how many classes share the rows; several labels may hold at once, so that they share nothing."""
    n_classes = known.get("data.classes") if known.get("task") == "multiclass-classification" else None
    return float(n_classes) if isinstance(n_classes, int | float) else 1.0
