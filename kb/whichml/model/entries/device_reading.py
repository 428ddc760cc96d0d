"""What a brief says by the names of devices, `device: Raspberry Pi 4`, put into the fields that hold it, and told.

What the brief states itself counts before what is known of a device, and where both disagree that is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.document import Path
from whichml.model.documents.errors import quoted
from whichml.model.entries.field_calls import tidy_field_name
from whichml.model.entries.words_among_words import word_among_words
from whichml.model.entries.written_values import as_the_format_writes
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.requirement import Finding
from whichml.model.values.quantity import quantity_or_none
from whichml.model.words.devices import FIELDS_OF_DEVICES, SMALL, facts_of, near_device
from whichml.model.words.hardware_in_words import hardware_told
from whichml.model.words.name_forms import KnownForms
from whichml.model.words.spoken_words import spoken_words

_GROUPS: Final = frozenset({"", "deployment", "project"})
_ALSO_FIELDS: Final = frozenset({
    "target", "device", "target_device", "device_type", "hardware", "target_hardware", "target_platform", "platform",
    "accelerator", "accelerators", "hardware_accelerator", "gpu", "gpus", "gpu_type", "npu", "compute", "processor",
    "infrastructure", "environment", "deployment_target", "runs_on", "where", "location",
})  # fmt: skip
"""Names that stand for a field by themselves; a value that names no device is left to it."""
_TARGET: Final = "deployment.target"
_PLACES: Final = frozenset({"target", "deployment_target", "runs_on", "where", "location"})
"""Those of them that say where a model runs, among whatever else."""
_OF_DEVICES: Final = frozenset({
    "mcu", "microcontroller", "board", "dev_board", "edge_device", "edge_hardware", "soc", "sbc", "chip", "chipset",
    "cpu", "phone", "phone_model", "smartphone", "machine", "machine_type", "instance", "instance_type", "vm",
    "vm_type", "vm_size", "vm_instance", "server", "gpu_model", "tpu", "fpga", "device_name", "device_model",
    "embedded_device", "edge", "computer", "inference_hardware", "serving_hardware", "deployment_hardware",
    "graphics_card",
})  # fmt: skip
"""Names that stand for a device and for no field."""
_INSIDE: Final = frozenset({"name", "model", "type", "kind"})
"""Names inside a mapping under the name of a device that say which one it is."""
_HOLDERS: Final = _ALSO_FIELDS | _OF_DEVICES
_FITS: Final[Mapping[str, frozenset[str]]] = MappingProxyType({
    "edge-device": frozenset({"edge-server", "desktop", "vehicle", "wearable"}),
    "microcontroller": frozenset({"vehicle", "wearable"}),
    "edge-server": frozenset({"edge-device", "on-premises", "desktop"}),
})  # fmt: skip
"""What a brief may call a kind of device besides without saying anything else."""
_TOLERANCE: Final = 1.1
"""Memory of 4 GB may be counted by powers of 1000 or of 1024."""
_SEVERAL: Final = 2
"""So many facts a text tells at least that is taken for hardware where a field might take it too."""
_FIRST_NUMBER: Final = 1000
"""The least number that is a model, such as 4090, and no count of devices."""


_FORMS: Final = KnownForms(_HOLDERS)


class NamedDevice(NamedTuple):
    """A device that a brief names.

    Attributes
    ----------
    name : as the brief calls what holds it, with its group
    path : where it stands
    said : the name of the device
    facts : what is known of it, by field
    """

    name: str
    path: Path
    said: object
    facts: Mapping[str, str]


def _called(name: str) -> str:
    """Return a tidy name, in the form that holds a device where it is another form of such a name: `hw`."""
    tidy = tidy_field_name(name)
    return next(iter(_FORMS.like(tidy)), tidy)


def inner_fields(group: str, name: str, inner: Mapping[str, object], path: Path) -> Iterator[tuple[str, Path, object]]:
    """Yield what stands in a mapping that is no group, as fields of the group: `hardware: {gpu: T4}`."""
    names_a_device = _called(name) in _HOLDERS
    for each, value in inner.items():
        says_which = names_a_device and str(each).strip().lower() in _INSIDE
        yield f"{group}.{name if says_which else each}", (*path, each), value


def holds_devices(name: object) -> bool:
    """Return whether a name without a group stands for a device or for hardware."""
    return isinstance(name, str) and _called(name) in _HOLDERS


def device_named(name: object, path: Path, said: object) -> NamedDevice | None:
    """Return the device that a field of a brief names; None where it names none that is known."""
    if not isinstance(name, str) or isinstance(said, bool | float) or not said:
        return None
    group, _, inner = name.rpartition(".")
    tidy = _called(inner)
    if group not in _GROUPS or tidy not in _HOLDERS or (isinstance(said, int) and said < _FIRST_NUMBER):
        return None
    if isinstance(said, str) and said in (kind.values if (kind := BRIEF_FIELDS.get(name)) is not None else ()):
        return None
    facts = facts_of(said)
    if facts is None and tidy in _OF_DEVICES and isinstance(said, str):
        words = spoken_words("deployment.target", said)
        facts = {"deployment.target": words[0]} if len(words) == 1 else None
    if facts is None and isinstance(said, str):
        told = hardware_told(said)
        facts = told if len(told) >= _SEVERAL or (told and tidy in _OF_DEVICES) else None
    if facts is not None and tidy in _PLACES and _TARGET not in facts and isinstance(said, str):
        word = word_among_words(_TARGET, said, {})
        facts = {_TARGET: str(word.value), **facts} if word is not None and word.field == _TARGET else facts
    return None if facts is None else NamedDevice(name, path, said, facts)


def unknown_device(name: str, said: object) -> tuple[str, str] | None:
    """Return what is wrong with a field that names no known device, and what would be right; None for other fields."""
    group, _, inner = name.rpartition(".")
    if group not in _GROUPS or _called(inner) not in _OF_DEVICES or not isinstance(said, str):
        return None
    if any(word.rstrip("s") in ("core", "vcpu", "thread") for word in said.lower().replace("-", " ").split()):
        return (
            f"`{name}: {_shown(said)}` counts cores, which no field holds.",
            "Leave it out, or write it into `notes`.",
        )
    near = near_device(said)
    hint = f"Did you mean '{near}'? Or write" if near is not None else "Write"
    hint += " what it has: `deployment.target`, `deployment.memory`, `deployment.accelerator`."
    return f"`{name}` names no device that is known: {quoted(said)}.", hint


def read_devices(
    named: Iterable[NamedDevice], nested: Mapping[str, object], paths: MutableMapping[str, Path]
) -> list[Finding]:
    """Put what is known of named devices into the fields that a brief leaves out, and return what is to be told.

    Parameters
    ----------
    named : in the order in which they count
    nested : the fields in nested form, those that the brief states among them; changed in place
    paths : where each stands, by its dotted name; changed in place
    """
    stated, told = frozenset(paths), list[Finding]()
    merged: dict[str, str] = {}
    for device in named:
        for field, value in device.facts.items():
            if field not in merged or merged[field] == "none":
                merged[field] = value
    fields = nested["deployment"]
    assert isinstance(fields, dict)
    for device in named:
        new = [field for field in FIELDS_OF_DEVICES if field in device.facts and field not in paths]
        for field in new:
            fields[field.partition(".")[2]] = merged[field]
            paths[field] = device.path
        paths.setdefault(device.name, device.path)
        where = tuple(device.name.split("."))
        told.append(Finding(where, _reading(device, new, merged, paths)))
        told.extend(
            Finding(where, against) for field in device.facts if field in stated
            and (against := _contradiction(device, field, fields.get(field.partition(".")[2])))
        )  # fmt: skip
    return told


def _reading(device: NamedDevice, new: list[str], merged: Mapping[str, str], paths: Mapping[str, Path]) -> str:
    said = f"`{device.name}: {_shown(device.said)}`"
    if not new:
        return f"{said} says nothing that the brief does not tell already."
    text = f"{said} is read as {', '.join(f'`{field}: {merged[field]}`' for field in new)}."
    if device.facts.get("deployment.target") in SMALL and "deployment.memory" not in paths:
        text += " Its memory is not known by that: `deployment.memory` would tell."
    return text


def _contradiction(device: NamedDevice, field: str, stated: object) -> str:
    """Return what tells that a brief says something else than is known of a device; nothing where it does not."""
    known, meant = device.facts[field], as_the_format_writes(field, stated)
    meant = stated if meant is None else meant
    dimension = BRIEF_FIELDS[field].dimension
    if dimension is not None:
        own, given = quantity_or_none(known, dimension), quantity_or_none(meant, dimension)
        is_against = own is not None and given is not None and given.magnitude > own.magnitude * _TOLERANCE
    else:
        is_against = meant in BRIEF_FIELDS[field].values and meant != known and meant not in _FITS.get(known, ())
    said = f"`{device.name}: {_shown(device.said)}`"
    return f"{said} has `{field}: {known}`, and the brief says {_shown(meant)}, which counts." if is_against else ""


def _shown(value: object) -> str:
    return quoted(", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)).strip("'")
