"""Readers of raw tables, one function a study, by the name that a declaration gives in `reader`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from whichml.published.readers.tables import read_tabarena
from whichml.published.study import Study

Reader: TypeAlias = Callable[[Path], Study]
"""From the folder that holds the files of a declaration to what they say."""

READERS: Final[Mapping[str, Reader]] = MappingProxyType({
    "tabarena": read_tabarena,
})  # fmt: skip
