"""Readers of raw tables, one function a study, by the name that a declaration gives in `reader`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from whichml.published.readers.boosting_times import read_benchm_ml, read_gbm_perf
from whichml.published.readers.tables import (
    read_amlb,
    read_bbtcomp,
    read_olson2018,
    read_tabarena,
    read_tabzilla,
)
from whichml.published.study import Study

Reader: TypeAlias = Callable[[Path], Study]
"""From the folder that holds the files of a declaration to what they say."""

READERS: Final[Mapping[str, Reader]] = MappingProxyType({
    "tabarena": read_tabarena,
    "tabzilla": read_tabzilla,
    "bbtcomp": read_bbtcomp,
    "olson2018": read_olson2018,
    "amlb": read_amlb,
    "gbm-perf": read_gbm_perf,
    "benchm-ml": read_benchm_ml,
})  # fmt: skip
