"""Which values of fields of the data and of their use go with what is known: columns, classes, units, growth, places.

Nothing is refused by this. It keeps from asking for what hardly any such project has, or would leave out if it had.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from whichml.model.documents.document import Plain
from whichml.model.format.field_relevance import OF_DEVICES, SMALL_MACHINES
from whichml.model.format.plausible_stakes import Known, has_any_of, is_all_of
from whichml.model.format.tasks_of_fields import SUPERVISED
from whichml.model.values.vocabulary import Task

_MOST_COLUMNS: Final = 1_000
"""How many columns a table has that nobody counted, unless it has fewer rows than that."""
_COUNTED_APART: Final = frozenset({"image", "audio", "video", "time-series"})
"""Kinds of data beside a table of which nobody counts columns, so that those that are counted are of the table."""
_MOST_CLASSES: Final[Mapping[str, int]] = {"image-segmentation": 20, "object-detection": 50, "survival-analysis": 6}
_MANY_CLASSES: Final = 100
"""How many classes, or causes that end a wait, nobody leaves out who has them: of some tasks, and of the others."""
_FEW_OF_A_CLASS: Final = 10
_FOUND_ON_DEVICES: Final = frozenset({"audio", "sensor-features"})
_AT_HAND: Final = SMALL_MACHINES | {"desktop"}
_OFF_THE_NET: Final = frozenset({"never", "intermittent"})
_HINTS_OF_DEVICES: Final = OF_DEVICES | {"deployment.always_on"}
_NO_COUNT: Final = frozenset({"sensor-features", "graph", "image", "video", "text", "audio"})
_LABELLED_BY_HAND: Final = frozenset({"text", "image", "audio", "video"})
_NEW_ANSWERS: Final = frozenset({"data.label_origin", "data.label_delay", "data.feedback", "data.clicks"})
"""What is told where answers come by themselves, so that a model can follow them."""
_TRIED: Final[frozenset[Task]] = frozenset({"control", "sequential-decision", "experiment-selection"})
_WITH_KEYS: Final = frozenset({"text"})
_WITH_UNITS: Final[frozenset[Task]] = SUPERVISED | {
    "probabilistic-regression", "outlier-detection", "clustering", "change-point-detection",
}  # fmt: skip
_WITHOUT_UNITS: Final = frozenset({"text", "interactions", "graph"})
_MANY: Final = 1_000_000
_MADE_NUMBERS: Final = frozenset({"sensor-features", "time-series", "image", "audio", "video"})
_OPENED_AT_ONCE: Final = frozenset({"online", "interactive", "real-time"})


def may_have_columns(number: float, known: Known) -> bool:
    """Return whether a table may have so many columns though nobody says so: more only where rows are fewer, as genes.

    Words of a text are many, and nobody counts them. Of sensors whose channels are told columns are a matter of choice.
    """
    if number <= _MOST_COLUMNS:
        return True
    rows = known.get("data.rows")
    is_study = isinstance(rows, int | float) and rows <= _MOST_COLUMNS
    if isinstance(rows, int | float) and not is_study and not has_any_of(known, frozenset({"text"})):
        return False
    is_table = has_any_of(known, frozenset({"tabular"})) and not is_all_of(known, frozenset({"tabular"}))
    if "data.channels" in known or (is_table and has_any_of(known, _COUNTED_APART)):
        return False
    return is_study or not is_all_of(known, frozenset({"tabular"}))


def may_have_classes(number: float, known: Known) -> bool:
    """Return whether there may be so many classes though nobody says so, with some labelled examples of each."""
    rows = known.get("data.labelled_rows", known.get("data.rows"))
    enough = not isinstance(rows, int | float) or rows >= _FEW_OF_A_CLASS * number
    return enough and number < _MOST_CLASSES.get(str(known.get("task")), _MANY_CLASSES)


def may_stay_on_device(known: Known) -> bool:
    """Return whether data may lie on a device: one is named, or none is and what is told is of one.

    Examples
    --------
    >>> may_stay_on_device({"data.modality": ("tabular",)})
    False
    >>> may_stay_on_device({"data.modality": ("tabular",), "deployment.target": "phone"})
    True
    """
    target = known.get("deployment.target")
    if target is not None:
        return target in _AT_HAND
    return (
        "data.modality" not in known
        or has_any_of(known, _FOUND_ON_DEVICES)
        or known.get("deployment.connectivity") in _OFF_THE_NET
        or not _HINTS_OF_DEVICES.isdisjoint(known)
    )


def _may_be_private(value: Plain, known: Known) -> bool:
    return value != "stays-on-device" or may_stay_on_device(known)


def _may_reside(value: Plain, known: Known) -> bool:
    if value == "stays-on-device":
        return may_stay_on_device(known)
    return known.get("data.privacy") != "public" and known.get("deployment.target") not in SMALL_MACHINES


def _may_be_of_a_kind(value: Plain, known: Known) -> bool:
    """Return whether a target may be so: how often something happened is a row of a table or a series."""
    return value not in ("count", ["count"]) or not has_any_of(known, _NO_COUNT)


def _may_be_renewed(value: Plain, known: Known) -> bool:
    """Return whether a model may be renewed so often: what people label one by one makes none new each day."""
    if value != "daily" or known.get("task") not in SUPERVISED or not is_all_of(known, _LABELLED_BY_HAND):
        return True
    comes = known.get("data.arrival") in {"stream", "micro-batch"} or known.get("data.growth") == "fast"
    return comes or known.get("data.drift") == "fast" or not _NEW_ANSWERS.isdisjoint(known)


def _may_match_exactly(value: Plain, known: Known) -> bool:
    """Return whether words are sought as they stand: where there are some, or records are held against each other."""
    return value is not True or known.get("task") == "record-linkage" or has_any_of(known, _WITH_KEYS)


def _may_come_of_units(value: Plain, known: Known) -> bool:
    """Return whether rows may come of few units, of which several rows each tell: people, machines, sites."""
    is_grouped = "data.series" in known or "data.users" in known
    return known.get("task") in _WITH_UNITS and not is_grouped and not is_all_of(known, _WITHOUT_UNITS)


def _may_grow(value: Plain, known: Known) -> bool:
    """Return whether data may grow fast: where some are counted, only where they are many or come as a stream."""
    counts = [known[name] for name in ("data.rows", "data.items", "data.users") if name in known]
    are_many = any(isinstance(each, int | float) and each >= _MANY for each in counts)
    return value != "fast" or not counts or are_many or known.get("data.arrival") == "stream"


def _may_arise(value: Plain, known: Known) -> bool:
    """Return whether labels may have arisen so: in a simulator where there is one, or something is tried."""
    return value != "simulated" or known.get("project.simulator") is True or known.get("task") in _TRIED


def _may_come_late(value: Plain, known: Known) -> bool:
    """Return whether answers may come late by themselves: what people label who look at it is labelled at once."""
    return known.get("task") not in SUPERVISED or not is_all_of(known, _LABELLED_BY_HAND)


def _may_have_categories(value: Plain, known: Known) -> bool:
    rows = known.get("data.rows")
    is_little = isinstance(rows, int | float) and isinstance(value, int | float) and rows < value
    return not is_little and not is_all_of(known, _MADE_NUMBERS)


def _may_run_there(value: Plain, known: Known) -> bool:
    """Return whether something may run in a browser: what somebody looks at who waits for it."""
    interaction = known.get("deployment.interaction")
    return value != "browser" or interaction in _OPENED_AT_ONCE


_OF_NUMBERS: Final[Mapping[str, Callable[[float, Known], bool]]] = {
    "data.features": may_have_columns,
    "data.classes": may_have_classes,
}
_OF_VALUES: Final[Mapping[str, Callable[[Plain, Known], bool]]] = {
    "data.privacy": _may_be_private,
    "data.residency": _may_reside,
    "data.target": _may_be_of_a_kind,
    "data.label_origin": _may_arise,
    "data.label_delay": _may_come_late,
    "data.exact_match": _may_match_exactly,
    "data.groups": _may_come_of_units,
    "data.growth": _may_grow,
    "data.categorical_features": _may_have_categories,
    "data.categorical_cardinality": _may_have_categories,
    "deployment.update_cadence": _may_be_renewed,
    "deployment.target": _may_run_there,
}


def may_be_so(field: str, value: Plain, known: Known) -> bool:
    """Return whether a value of a field goes with what is known; of a field that is not judged here, that it does.

    Examples
    --------
    >>> may_be_so("data.exact_match", True, {"task": "ranking", "data.modality": ("tabular",)})
    False
    """
    if field in _OF_NUMBERS and isinstance(value, int | float):
        return _OF_NUMBERS[field](value, known)
    judge = _OF_VALUES.get(field)
    return judge is None or judge(value, known)
