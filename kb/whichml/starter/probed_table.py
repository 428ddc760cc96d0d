"""The table that a probe measured on, found again by its name and known by its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from whichml.evidence.table_places import recorded_folders
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import ProbeError, quoted
from whichml.model.statements.evidence import Evidence
from whichml.probe.description.prepared_data_set import PreparedDataSet
from whichml.probe.measures.splits import splits_of
from whichml.probe.reading.tables import DataTable

_NAMED_OTHERWISE: Final[Mapping[tuple[str, str], str]] = {("multiclass-classification", "f1"): "macro-f1"}
"""Metrics of probes that a starter calls by another name, by task."""


class ProbedTable(NamedTuple):
    """A table as evidence names it: where it lies, the column that was predicted, and how the others were used.

    Attributes
    ----------
    group, order : the columns by which rows were held out; None where they were held out otherwise
    dropped : columns that nobody was to learn from
    positive : of two classes the one to be found; empty where none was named
    """

    path: Path
    target: str
    group: str | None = None
    order: str | None = None
    dropped: tuple[str, ...] = ()
    positive: str = ""


def probed_table(
    brief: Brief, evidence: Sequence[Evidence], data: Path | None, near: Iterable[Path]
) -> ProbedTable | None:
    """Return the table that the evidence of a brief was measured on; None without evidence.

    Evidence holds the name and the digest of a file and not its folder, which `whichml probe` notes beside it.

    Parameters
    ----------
    data : where the user says that the table lies; None looks for a file of its name
    near : folders and files beside which it may lie, after the folder in which the command runs, or that note where

    Raises
    ------
    ProbeError
        Where there is no such file, it was changed, or the evidence is of several tables, or of one whose columns were
        used in several ways.
    """
    chosen = [each for each in evidence if each.id in brief.evidence] or list(evidence)
    tables = {(each.data.name, each.data.digest, each.data.target) for each in chosen}
    if not tables or (data is not None and len(tables) > 1):
        return None
    if len(tables) > 1:
        raise ProbeError.about(
            f"the evidence is of {len(tables)} tables.", hint="Name one with --data FILE and --target COLUMN."
        )
    ((name, digest, _),) = tables
    seen = _seen_as(chosen)
    if data is not None:
        return seen._replace(path=data)
    places = tuple(near)
    folders = [Path(), *(folder for place in places for folder in (place, place.parent, place.parent.parent))]
    folders += recorded_folders(places)
    found = [folder / name for folder in dict.fromkeys(folders) if (folder / name).is_file()]
    for path in found:
        if _digest_of(path) == digest:
            return seen._replace(path=path)
    if found:
        raise _changed(str(found[0]))
    raise ProbeError.about(
        f"the table {quoted(name)} that was probed does not lie here.", hint="Say where it is with --data FILE."
    )


def _seen_as(chosen: Sequence[Evidence]) -> ProbedTable:
    """Return how the table of evidence was used; its path is yet to be found."""
    ways = {
        ProbedTable(Path(), data.target, data.group or None, data.order or None, data.dropped, data.positive)
        for data in (each.data for each in chosen)
    }
    if len(ways) > 1:
        raise ProbeError.about(
            "the evidence was measured with other columns dropped, other rows held out, or another class sought, from "
            "run to run.",
            hint="Let the brief name the evidence of one run under `evidence`, as `whichml probe --save` writes it.",
        )
    return ways.pop()


def probed_metric(brief: Brief, evidence: Sequence[Evidence]) -> str:
    """Return the metric that the evidence of a brief compared by; nothing where it was several, or there is none."""
    chosen = [each for each in evidence if each.id in brief.evidence] or list(evidence)
    names = {_NAMED_OTHERWISE.get((each.data.task, each.metric), each.metric) for each in chosen}
    return names.pop() if len(names) == 1 else ""


def probed_blocks(brief: Brief, evidence: Sequence[Evidence], prepared: PreparedDataSet) -> int:
    """Return into how many blocks of time a probe of a table held its rows out; 0 where it held out otherwise."""
    chosen = [each for each in evidence if each.id in brief.evidence] or list(evidence)
    if prepared.order is None or not any(each.data.order == prepared.order_column for each in chosen):
        return 0
    return len(splits_of(prepared).folds)


def probed_part(brief: Brief, evidence: Sequence[Evidence]) -> str:
    """Return how rows were held out in the evidence of a brief that compared a part of them alone; else nothing."""
    chosen = [each for each in evidence if each.id in brief.evidence] or list(evidence)
    return next(
        (each.splits for each in chosen if "of them compared" in each.splits or " of a sample" in each.splits), ""
    )


def refuse_changed(table: DataTable, evidence: Sequence[Evidence]) -> None:
    """Refuse a table that is no longer the one that was probed.

    Raises
    ------
    ProbeError
        Where evidence speaks of a table of that name with another digest, and of none with its digest.
    """
    digests = {each.data.digest for each in evidence if each.data.name == table.name}
    if digests and table.digest not in digests:
        raise _changed(table.name)


def _changed(name: str) -> ProbeError:
    return ProbeError.about(
        f"{quoted(name)} has changed since it was probed.",
        hint="Probe it again, or leave out --evidence to begin without what was measured.",
    )


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
