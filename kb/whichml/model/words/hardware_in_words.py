"""Hardware that a brief tells in a text, among what is not understood: `16 cores 64 GB, no GPU`, `RTX 3090, shared`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from whichml.model.documents.expressions import expression
from whichml.model.words.denials import DENIALS
from whichml.model.words.devices import facts_of
from whichml.model.words.spoken_words import spoken_words

ON_HARDWARE: Final = frozenset({"deployment.target", "deployment.accelerator", "deployment.interaction"})
"""Fields whose texts tell of a machine: what it is, and how it serves."""
_LONGEST: Final = 200
_MOST_PARTS: Final = 10
_PARTS: Final = expression(r"\s*(?:[,;+&()/]|\.(?:\s|\Z)|\bwith\b|\band\b|\bplus\b|\bmit\b)\s*", re.IGNORECASE)
_CORES: Final = expression(r"\b[0-9]{1,4}\s?-?x?\s?v?(?:cpus?|cores?|threads?|c)\b", re.IGNORECASE)
_MEMORY: Final = expression(
    r"(?<![\w.-])(?P<number>[0-9]{1,5}(?:\.[0-9]{1,2})?)\s?-?(?P<unit>[kKmMgGtT])[iI]?[bB]\b\s*"
    r"(?:(?:of )?(?P<of>ram|sram|memory|vram|flash|ssd|disk|storage|hdd|nvme|emmc))?",
    re.IGNORECASE,
)
_DENIED: Final = expression(rf"\b(?:{'|'.join(sorted(DENIALS))}|only)\b", re.IGNORECASE)
_NO_GPU: Final = expression(
    r"\b(?:no|without(?: an?)?|zero|0)\s+(?:gpus?|accelerators?|graphics cards?)\b|\bcpu[- ]only\b", re.I
)
_OPEN: Final = expression(r"\b(?:on request|if|optional|maybe|could|might|later|planned|possible|or)\b", re.IGNORECASE)
_STORED: Final = frozenset({"flash", "ssd", "disk", "storage", "hdd", "nvme", "emmc"})
_UNIT: Final = MappingProxyType({"k": "kB", "m": "MB", "g": "GB", "t": "TB"})


def hardware_told(text: str) -> Mapping[str, str]:
    """Return what a text tells of devices, memory and accelerators, by field; nothing of what could be several things.

    Examples
    --------
    >>> dict(hardware_told("16 cores 64 GB, no gpu"))
    {'deployment.memory': '64 GB', 'deployment.accelerator': 'none'}
    >>> dict(hardware_told("one RTX 4090, shared")), dict(hardware_told("500 GB of images"))
    ({'deployment.accelerator': 'gpu'}, {})
    """
    parts = [part for part in _PARTS.split(text.strip()) if part] if len(text) <= _LONGEST else []
    if len(parts) > _MOST_PARTS:
        return MappingProxyType({})
    found: dict[str, set[str]] = {}
    for part in parts:
        for field, value in _of_a_part(part).items():
            found.setdefault(field, set()).add(value)
    told = {field: values.pop() for field, values in found.items() if len(values) == 1}
    return MappingProxyType(told)


def _of_a_part(part: str) -> Mapping[str, str]:
    if _NO_GPU.search(part):
        return {"deployment.accelerator": "none", **_amounts(_NO_GPU.sub("", part))}
    if _DENIED.search(part) or _OPEN.search(part):
        return {}
    device = facts_of(part)
    if device is not None:
        return device
    words = spoken_words("deployment.accelerator", part)
    is_named = len(words) == 1 and words[0] != "none"
    return {**_amounts(part), **({"deployment.accelerator": words[0]} if is_named else {})}


def _amounts(part: str) -> dict[str, str]:
    """Return the memory and storage that a part tells: an amount alone, beside cores, or with the word."""
    left = _CORES.sub("", part)
    amounts = [*_MEMORY.finditer(left)]
    kinds = [(each["of"] or "").lower() for each in amounts]
    found: dict[str, str] = {}
    for told, of in zip(amounts, kinds, strict=True) if len({*kinds}) == len(kinds) else ():
        amount = f"{told['number']} {_UNIT[told['unit'].lower()]}"
        is_alone = told.group().strip() == left.strip()
        if of == "vram":
            found["deployment.accelerator"] = "gpu"
        elif of in _STORED:
            found["deployment.storage"] = amount
        elif of in ("ram", "sram", "memory") or (is_alone and not of and told["unit"] not in "tT"):
            found["deployment.memory"] = amount
    return found
