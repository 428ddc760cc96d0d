"""Briefs of which much is left out, as a hurried user writes them: what practice is fitted to beside the whole ones.

Whoever answered a brief knew all of it. Of what is left of it when facts go, that answer is one of many that may be
right, and over all briefs that look alike then the answers are as they were given on the whole.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

from whichml.model.brief import Brief
from whichml.model.document import Plain

_KEPT: Final = (0.0, 0.35, 0.7)
"""What part of its facts a brief keeps; a third of the briefs each."""
_ALWAYS: Final = frozenset({"task", "data.modality", "exchange_rates"})
_NEVER: Final = frozenset({"id", "title", "notes", "evidence"})


def sparser(identity: str, brief: Brief) -> Brief:
    """Return a brief with its task, its kinds of data, and some of the rest: the same for the same brief in any run."""
    part = _KEPT[int(_drawn(identity, "part") * len(_KEPT))]

    def is_kept(name: str) -> bool:
        return name in _ALWAYS or (name not in _NEVER and _drawn(identity, name) < part)

    kept: dict[str, Plain] = {}
    for name, given in brief.normalised().items():
        if isinstance(given, Mapping) and name not in _ALWAYS:
            rest = {inner: value for inner, value in given.items() if is_kept(f"{name}.{inner}")}
            if rest:
                kept[name] = rest
        elif isinstance(given, list) and name == "requirements":
            kept[name] = [each for place, each in enumerate(given) if is_kept(f"{name}.{place}")]
        elif is_kept(name):
            kept[name] = given
    return Brief.from_mapping(kept)


def _drawn(identity: str, name: str) -> float:
    """Return a number from 0 to below 1 that depends on the brief and what of it is asked about."""
    return int(hashlib.sha256(f"{identity}/{name}".encode()).hexdigest()[:8], 16) / 2**32
