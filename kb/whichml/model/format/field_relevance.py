"""Of which projects a field of the brief tells something: of some tasks, modalities or targets; else of all.

Nothing is refused by this. It keeps from asking for what makes no sense, such as the horizon of a classification.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from whichml.model.format.brief_circumstances import CIRCUMSTANCE_LISTS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.format.tasks_of_fields import NOT_OF_TASKS, TASKS_OF
from whichml.model.values.vocabulary import Modality, Task

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
TINY_MACHINES: Final = frozenset({"microcontroller", "fpga", "asic", "plc", "wearable"})
"""Machines of which whoever builds for one speaks first: they hold kilobytes, and turn what can be done at all. They
read a model where it is stored, in flash or in logic, so that it takes no memory for that."""
SMALL_MACHINES: Final = TINY_MACHINES | {"browser", "phone", "edge-device", "vehicle"}
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
OF_PEOPLE: Final = frozenset({"personal", "sensitive", "stays-on-device"})
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
        return privacy not in OF_PEOPLE if privacy is not None else _MEASURED.issuperset(modalities)
    if field in _BOUGHT_AS_NEEDED and target in _BOUGHT_AS_NEEDED[field]:
        return True
    return field in _OF_SMALL_MACHINES and target is not None and target not in SMALL_MACHINES


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
