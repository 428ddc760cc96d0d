"""Devices by the names that people give them: `Raspberry Pi 4`, `rpi4`, `8x A100`, `industrial PC with RTX 3060`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import MappingProxyType
from typing import Final, NamedTuple

from whichml.model.documents.errors import nearest
from whichml.model.documents.plain_numbers import is_whole
from whichml.model.words.device_table import DEVICE_ROWS
from whichml.model.words.spoken_words import spoken_words

FIELDS_OF_DEVICES: Final = (
    "deployment.target", "deployment.accelerator", "deployment.memory", "deployment.storage", "deployment.clock",
)  # fmt: skip
"""What a row of the table holds, in its order."""
_TARGET: Final = FIELDS_OF_DEVICES[0]
SMALL: Final = frozenset({"edge-device", "microcontroller"})
"""Kinds of devices whose memory limits a model."""
_LONGEST: Final = 80
_MOST_PARTS: Final = 6
_SIZE: Final = r"(?:metal|[0-9]*x?large|medium|small|micro|nano)"
_PARTS: Final = r"(?i)\s*(?:[,;+&@]|\bwith\b|\band\b|\bplus\b|\bat\b|\bon\b)\s*"
_COUNT: Final = r"(?i)^\(?[0-9]{1,3}\s*[x×*]?\s+|^[0-9]{1,3}\s*[x×*]\s*|\s+[x×*]\s*[0-9]{1,3}$"
_MEMORY: Final = r"(?i)[\s(_-]*(?<![0-9a-z.])([0-9]{1,5}) ?-?([kmg]i?b)\b(?:[ _-]?(?:ram|memory))?\)?"
_AMOUNT: Final = (
    r"(?i)(?P<number>[0-9]{1,5}(?:\.[0-9]{1,3})?) ?-?(?P<unit>[kmg]i?b|[mg]hz)"
    r"(?:(?: of)? ?(?P<of>ram|sram|psram|memory|flash|storage|emmc|ssd|disk))?"
)
_SHORT: Final = 3
"""Letters of names that look like too many others."""
_NO_PART: Final = frozenset({
    "a", "an", "the", "one", "single", "nvidia", "tesla", "geforce", "google", "apple", "espressif", "nordic",
    "stmicroelectronics", "st", "aws", "amazon", "ec2", "gpu", "gpus", "card", "cards", "graphics", "board", "module",
    "developer", "development", "kit", "devkit", "mcu", "soc", "som", "instance", "instances", "series", "sxm", "sxm2",
    "sxm4", "sxm5", "pcie", "microcontroller", "processor", "core", "ai", "accelerator", "sbc",
})  # fmt: skip
"""Words that stand around the name of a device and are no part of it."""


class Device(NamedTuple):
    """What is known of a device.

    Attributes
    ----------
    name : as its maker calls it, or what several have in common
    called : its other names, in small letters and digits alone; with `*` or `@` for a line of models
    facts : by field, as a brief writes them; what is not known is left out
    sources : ids, each with the place
    """

    name: str
    called: tuple[str, ...]
    facts: Mapping[str, str]
    sources: tuple[tuple[str, str], ...]


@cache
def known_devices() -> tuple[Device, ...]:
    """Return all devices of the table, in its order."""
    lines = re.sub(r"\n +", " ", DEVICE_ROWS.strip()).splitlines()
    return tuple(_device([cell.strip() for cell in line.split("|")]) for line in lines)


def _device(cells: list[str]) -> Device:
    end = 2 + len(FIELDS_OF_DEVICES)
    known = {field: cell for field, cell in zip(FIELDS_OF_DEVICES, cells[2:end], strict=True) if cell != "-"}
    sources = tuple(zip(cells[end::2], cells[end + 1 :: 2], strict=True))
    return Device(cells[0], tuple(name.strip() for name in cells[1].split(",")), MappingProxyType(known), sources)


@cache
def _by_name() -> Mapping[str, Device]:
    return {name: each for each in known_devices() for name in each.called}


@cache
def _lines() -> tuple[tuple[str, Device], ...]:
    """Return what begins names of a line of models, the longest first."""
    lines = [(name, each) for name, each in _by_name().items() if name[-1] in "*@"]
    return tuple(sorted(lines, key=lambda line: -len(line[0])))


def facts_of(named: object) -> Mapping[str, str] | None:
    """Return what is known of the devices that a value names, by field; None where it names none, or something else.

    What one device has counts before what another lacks: a computer with a graphics card has one. Beside a device
    words of the format and amounts may stand: `industrial PC with RTX 3060`, `Cortex-M4 @ 80 MHz, 128 KB RAM`.

    Examples
    --------
    >>> dict(facts_of("Jetson Nano"))
    {'deployment.target': 'edge-device', 'deployment.accelerator': 'gpu', 'deployment.memory': '4 GB'}
    >>> dict(facts_of("2 x T4")), facts_of("our server")
    ({'deployment.accelerator': 'gpu'}, None)
    >>> facts_of(["rpi4 8GB", "Coral USB"])["deployment.accelerator"]
    'npu'
    """
    parts = [*_parts(named)]
    known = [_facts(part) for part in parts]
    if not any(known):
        return None
    is_small = any(each.get(_TARGET) in SMALL for each in known if each)
    found: dict[str, str] = {}
    for part, device in zip(parts, known, strict=True):
        stated = {} if device else _amount(part, is_small)
        facts = device or stated or _words(part)
        if not facts:
            return None
        for field, value in facts.items():
            if field not in found or found[field] == "none" or stated:
                found[field] = value
    return MappingProxyType(found)


def _amount(part: str, is_small: bool) -> Mapping[str, str]:
    """Return what a part says that is an amount: `128 KB RAM`, `1 MB flash`, `80 MHz`.

    Parameters
    ----------
    is_small : whether beside a device whose memory limits a model, so that an amount alone is its memory
    """
    told = re.fullmatch(_AMOUNT, part.strip())
    if told is None:
        return {}
    amount = f"{told['number']} {_unit(told['unit'])}"
    if told["unit"][-1] in "zZ":
        return {} if told["of"] else {"deployment.clock": amount}
    if (told["of"] or "").lower() in ("flash", "storage", "emmc", "ssd", "disk"):
        return {"deployment.storage": amount}
    return {"deployment.memory": amount} if told["of"] or is_small else {}


def _unit(said: str) -> str:
    """Return a unit as the format spells it: `KB` as kB, `mhz` as MHz."""
    prefix = "k" if said[0] in "kK" else said[0].upper()
    return prefix + {"b": "B", "ib": "iB", "hz": "Hz"}[said[1:].lower()]


def _words(part: str) -> Mapping[str, str]:
    """Return what words that name no device say of where a model runs, or of hardware beside the processor."""
    for field in ("deployment.target", "deployment.accelerator"):
        words = spoken_words(field, part)
        if len(words) == 1:
            return {field: words[0]}
    return {}


def _parts(named: object) -> Iterator[str]:
    """Yield the parts of what names one device or several; nothing where it names none."""
    if is_whole(named):
        named = str(named)
    each = [named] if isinstance(named, str) else named
    if not isinstance(each, list | tuple) or len(each) > _MOST_PARTS:
        return
    for text in each:
        if not isinstance(text, str) or len(text) > _LONGEST:
            yield ""
        else:
            yield from (part for part in re.split(_PARTS, text.strip()) if part)


def _facts(part: str) -> Mapping[str, str] | None:
    whole = _called(part)
    told = re.search(_MEMORY, part) if whole is None or whole.facts.get(_TARGET) in SMALL else None
    known = whole if told is None else _called(part[: told.start()] + part[told.end() :])
    if known is None:
        return None
    if told is None or known.facts.get(_TARGET) not in SMALL:
        return known.facts
    return {**known.facts, "deployment.memory": f"{told[1]} {_unit(told[2])}"}


def _called(part: str) -> Device | None:
    """Return the device that a part names: by a name, by the longest line, or None."""
    words = re.findall(r"[a-z0-9.]+", re.sub(_COUNT, "", part.strip()).lower())
    for kept in (words, [word for word in words if word not in _NO_PART]):
        key = "".join(kept).replace(".", "")
        if not key:
            continue
        if key in _by_name():
            return _by_name()[key]
        for line, device in _lines():
            rest = key.removeprefix(line[:-1])
            if len(rest) < len(key) and (line[-1] == "*" or re.fullmatch(_SIZE, rest)):
                return device
    return None


def near_device(named: str) -> str | None:
    """Return the name of the table that is nearest to one that is none; None where none is near.

    Examples
    --------
    >>> near_device("STN32F4"), near_device("rasberry pi 4"), near_device("old")
    ('STM32F4', 'Raspberry Pi 4', None)
    """
    if len(named) > _LONGEST:
        return None
    own = {_squeezed(each.name): each.name for each in known_devices() if "of" not in each.name.split()}
    names = {name: name for name in _by_name() if len(name) > _SHORT and name[-1] not in "*@"} | own
    near = nearest(_squeezed(named), names)
    return None if near is None else names[near]


def _squeezed(name: str) -> str:
    return "".join(re.findall(r"[a-z0-9]+", name.lower()))
