"""What was seen of one implementation: its status, its capabilities and how each was told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

CAPABILITIES = (
    "partial-fit",
    "missing-values",
    "categorical",
    "sparse",
    "sample-weight",
    "probabilities",
    "monotone-constraints",
    "multi-output",
    "deterministic-with-seed",
    "class-weight",
    "warm-start",
    "predicts-new-rows",
)

Status = Literal[
    "measured", "not installed", "not importable", "another interface", "needs other data", "no path", "out of time"
]


@dataclass(frozen=True, slots=True)
class CapabilityMeasurement:
    """What running an implementation on small data showed.

    Attributes
    ----------
    path : the implementation as the fact files write it
    package, version : the distribution that holds it, and its version; empty where it is not installed
    status : `measured`, or why nothing is known of it
    kind : classifier, regressor, clusterer, outlier_detector or transformer; empty where nothing tells
    takes_estimators : whether it surrounds other estimators; what it lacks may then be there with others
    capabilities : what it can do; a capability that means nothing for its kind, or that could not be told, is missing
    seen : for each capability, in a few words, what told it
    """

    path: str
    package: str
    version: str
    status: Status
    kind: str = ""
    takes_estimators: bool = False
    capabilities: Mapping[str, bool] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_measured(self) -> bool:
        """Tell whether it was run."""
        return self.status == "measured"
