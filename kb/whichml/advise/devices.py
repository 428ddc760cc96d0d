"""What a time or a size of the sweeps becomes where a model is used: stated factors, each with its doubt.

Sweeps ran on one server core. A phone or a microcontroller runs a model that was translated for it, so that the
overhead of calling Python for one row falls away: there a row costs what a row of a batch costs, times the factor
between the cores. All factors are this project's assumptions; docs/cost-models.md says what they lean on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from whichml.knowledge.cost_models import CostMeasure
from whichml.model.statements.conditions import Facts


@dataclass(frozen=True, slots=True)
class Factor:
    """By what a cost is multiplied.

    Attributes
    ----------
    times : the middle
    reach : nine of ten cases lie between the middle over this and the middle times this
    name : of what it stands for, as `a phone`; empty where nothing is multiplied
    """

    times: float
    reach: float
    name: str = ""

    @property
    def doubt(self) -> float:
        """Return the standard deviation of its logarithm."""
        return math.log(self.reach) / 1.6448536269514722

    @property
    def text(self) -> str:
        """Return it in words; nothing where nothing is multiplied."""
        return f"{self.name}, {self.times / self.reach:.2g} to {self.times * self.reach:.2g} times slower than"


AS_MEASURED: Final = Factor(1.0, 1.0)
UNCALIBRATED: Final = Factor(1.0, 3.0)
"""How much faster or slower a machine that was never calibrated may be than the one of the sweeps."""
LOADED: Final = Factor(2.0, 2.0)
"""What a model takes in memory for each byte of its file; `LOADED_BYTES` come on top, for a request."""
LOADED_BYTES: Final = 20_000.0
WRITTEN_OUT: Final = Factor(0.5, 4.0)
"""What a translated model takes for each byte of the file that Python kept: numbers are halved or cut to bytes, and a
tree needs 4 to 12 bytes a node where scikit-learn keeps 64 and the counts of each class."""
ACCELERATED: Final = (AS_MEASURED, Factor(1 / 30, 1.0))
"""With an accelerator a fit may take what one core takes or a thirtieth, as likely the one as the other."""
_SERVERS: Final = frozenset({"cloud", "on-premises", "edge-server", "desktop", "none"})
_SMALL_COMPUTERS: Final[Mapping[str, Factor]] = MappingProxyType({
    "edge-device": Factor(4.0, 3.0, "an edge device"),
    "vehicle": Factor(4.0, 3.0, "a computer in a vehicle"),
})  # fmt: skip
_TRANSLATED: Final[Mapping[str, Factor]] = MappingProxyType({
    "browser": Factor(3.0, 3.0, "a browser"),
    "phone": Factor(3.0, 3.0, "a phone"),
    "wearable": Factor(15.0, 4.0, "a wearable"),
    "microcontroller": Factor(300.0, 10.0, "a microcontroller"),
    "plc": Factor(30.0, 10.0, "an industrial controller"),
    "fpga": Factor(0.3, 30.0, "a circuit of gates"),
    "asic": Factor(0.3, 30.0, "a circuit made for the model"),
})  # fmt: skip
PYTHON_TAKES: Final = 10e6
"""Bytes of memory below which no model runs that is not translated: Python alone took 13 MB where it was measured."""


def is_translated(facts: Facts) -> bool:
    """Return whether the model leaves Python for where it is used."""
    memory = facts.get("deployment.memory")
    is_small = isinstance(memory, int | float) and memory < PYTHON_TAKES
    return is_small or facts.get("deployment.target") in _TRANSLATED


def is_kept_in_flash(quality: str, facts: Facts) -> bool:
    """Return whether the quality is the working memory of a device whose models stay in its program memory."""
    return quality == "inference-memory" and facts.get("deployment.target") == "microcontroller"


def serving_factor(facts: Facts) -> Factor | None:
    """Return what a prediction takes where the model is used over what it takes on a server core.

    None stands for that core itself, which may have been calibrated.
    """
    target = str(facts.get("deployment.target", "none"))
    if target in _SERVERS:
        return None
    return _SMALL_COMPUTERS.get(target) or _TRANSLATED[target]


def serving_measure(measure: CostMeasure, facts: Facts) -> CostMeasure:
    """Return the measure that tells the latency of a row where the model is used."""
    return "batch-row-seconds" if measure.startswith("row-latency") and is_translated(facts) else measure
