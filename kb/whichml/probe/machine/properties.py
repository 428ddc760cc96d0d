"""Where an experiment runs: the machine, and the versions of what it measures."""

from __future__ import annotations

import contextlib
import os
import platform
from collections.abc import Iterable, Mapping
from pathlib import Path

from whichml.knowledge.implementation_paths import distributions, version_of
from whichml.model.statements.evidence import Machine
from whichml.probe.estimators.candidate_estimator import CandidateEstimator

_ALWAYS = ("numpy", "pandas", "scikit-learn", "scipy", "whichml")
_LEAST_MEMORY_BYTES = 2**30
_SHARE_OF_MEMORY = 0.7


def machine_here() -> Machine:
    """Return what this machine says of itself; an unknown processor is `unknown`, an unknown memory 0 bytes."""
    try:
        memory_bytes = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        memory_bytes = 0
    return Machine(
        system=f"{platform.system()} {platform.release()}".strip(),
        processor=_processor(),
        n_cores=os.cpu_count() or 1,
        memory_bytes=max(0, memory_bytes),
        python=platform.python_version(),
    )


def memory_for_each(n_workers: int) -> int:
    """Return the bytes that each of some processes may take: 70 % of what is free, shared, and 1 GiB at least."""
    import psutil  # an extra

    return max(_LEAST_MEMORY_BYTES, int(_SHARE_OF_MEMORY * psutil.virtual_memory().available / n_workers))


def versions_of(candidates: Iterable[CandidateEstimator]) -> Mapping[str, str]:
    """Return versions by distribution, of the numerical libraries and of those that hold the candidates."""
    tops = {candidate.implementation.partition(".")[0] for candidate in candidates}
    names = {*_ALWAYS, *(name for top in tops for name in distributions().get(top, ()))}
    return {name: version for name in sorted(names) if (version := version_of(name))}


def _processor() -> str:
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine() or "unknown"
