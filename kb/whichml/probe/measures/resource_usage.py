"""What a piece of work spends: processor time, and energy where the machine counts it.

Processor time stands for the time that the work takes on a quiet machine: an estimator runs on one thread and waits for
nothing, while wall-clock time also counts the turns of other programs. Linux counts the energy of whole processor
packages where the processor has the counters (running average power limit, RAPL) and lets this user read them.
"""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from whichml.model.statements.measures import Measure
from whichml.probe.measures.measure_samples import MeasureSamples

POWERCAP: Final = Path("/sys/class/powercap")
WATTS_PER_CORE: Final = 15.0
# Windows counts processor time in steps of 15 ms, which is more than a row takes
clock: Final = time.perf_counter if sys.platform == "win32" else time.process_time
COUNTED: Final = "package-energy"
_MICROJOULES: Final = 1e-6


@dataclass(slots=True)
class ResourceUsage:
    """What was spent, once the block that spent it has ended.

    Attributes
    ----------
    seconds : of processor time, of all threads of this process
    joules : of all processor packages, whoever used them; None where the machine does not tell
    """

    seconds: float = 0.0
    joules: float | None = None


@dataclass(frozen=True, slots=True)
class PackageCounter:
    """Microjoules that a processor package has used since some moment.

    Attributes
    ----------
    most : at which the counter starts again from 0
    """

    microjoules: int
    most: int


@contextlib.contextmanager
def metered(folder: Path = POWERCAP) -> Iterator[ResourceUsage]:
    """Yield what the block spends; it is told once the block has ended without an error.

    Parameters
    ----------
    folder : where the system lists its counters of energy
    """
    spent = ResourceUsage()
    before = package_counters(folder)
    started = clock()
    yield spent
    spent.seconds = clock() - started
    spent.joules = joules_between(before, package_counters(folder))


def package_counters(folder: Path = POWERCAP) -> Mapping[str, PackageCounter]:
    """Return the counters of whole processor packages by name; empty where there are none, or they may not be read.

    Zones inside a package (cores, memory) and the platform around it are left out, since they count the same joules.
    """
    found = {}
    for zone in sorted(folder.glob("intel-rapl:*")):
        try:
            name = (zone / "name").read_text("ascii").strip()
            if name.startswith("package"):
                told = (int((zone / file).read_text("ascii")) for file in ("energy_uj", "max_energy_range_uj"))
                found[name] = PackageCounter(*told)
        except (OSError, ValueError):
            return {}
    return found


def joules_between(before: Mapping[str, PackageCounter], after: Mapping[str, PackageCounter]) -> float | None:
    """Return the joules that all packages used between two readings; None without counters, or before they moved."""
    if not before or before.keys() != after.keys():
        return None
    used = 0
    for name, counter in after.items():
        moved = counter.microjoules - before[name].microjoules
        used += moved if moved >= 0 else moved + counter.most
    return used * _MICROJOULES if used else None


def energy_figure(measure: Measure, spent: ResourceUsage, rows: int, n_predicted: int = 1) -> MeasureSamples:
    """Return energy as the machine counted it, else as an estimate from processor time.

    Parameters
    ----------
    rows : training rows
    n_predicted : over how many predicted rows it is shared
    """
    of_row = "of one row in a batch; " if measure == "inference-joules" else ""
    if spent.joules is not None:
        note = f"{of_row}counted for the whole processor package, whatever else ran on it"
        return MeasureSamples(measure, (spent.joules / n_predicted,), rows, note, COUNTED)
    note = f"{of_row}processor seconds x {WATTS_PER_CORE:g} W, estimated"
    return MeasureSamples(measure, (spent.seconds * WATTS_PER_CORE / n_predicted,), rows, note)
