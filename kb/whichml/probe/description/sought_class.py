"""Which of two classes is to be found, where the user names it; else that is the rarer one."""

from __future__ import annotations

from dataclasses import replace

from whichml.model.documents.errors import ProbeError, did_you_mean, quoted
from whichml.probe.description.column_kinds import named
from whichml.probe.description.prepared_data_set import PreparedDataSet


def with_sought(prepared: PreparedDataSet, positive: str | None) -> PreparedDataSet:
    """Return a described table with the class that is to be found.

    Parameters
    ----------
    positive : the class as the file writes it; None for the rarer one

    Raises
    ------
    ProbeError
        Where the target has no such class, or not two.
    """
    if positive is None:
        return prepared
    if prepared.task != "binary-classification":
        raise ProbeError.about(
            f"--positive names one of two classes, and {quoted(prepared.target_name)} poses {prepared.task}.",
            hint="Leave it out: of more classes each is told for itself.",
        )
    refuse_unknown_class(prepared, positive)
    return replace(prepared, positive=positive)


def refuse_unknown_class(prepared: PreparedDataSet, positive: str) -> None:
    """Refuse a class that the target does not have.

    Raises
    ------
    ProbeError
        With the classes that there are.
    """
    if positive not in prepared.classes:
        near = did_you_mean(positive, prepared.classes)
        raise ProbeError.about(
            f"the target {quoted(prepared.target_name)} has no class {quoted(positive)}.",
            hint=near or f"Its classes are {named(prepared.classes)}.",
        )
