"""The table of measured capabilities: one row for each estimator that was run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from whichml_workshop.introspection.measurement import CAPABILITIES, CapabilityMeasurement

COLUMNS = ("estimator", "package", "package_version", "scikit_learn_version", "kind", *CAPABILITIES)
_SHOWN = {True: "true", False: "false", None: ""}


def table_text(measurements: Iterable[CapabilityMeasurement], scikit_learn: str) -> str:
    """Return the table as CSV: measured estimators by path; an empty cell means that a capability does not apply.

    Parameters
    ----------
    measurements : in any order; what was not measured has no row
    scikit_learn : the version whose user interface the estimators were run through
    """
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(COLUMNS)
    found = {measurement.path: measurement for measurement in measurements if measurement.is_measured}
    for path in sorted(found):
        one = found[path]
        told = [_SHOWN[one.capabilities.get(name)] for name in CAPABILITIES]
        rows.writerow([path, one.package, one.version, scikit_learn, one.kind, *told])
    return written.getvalue()
