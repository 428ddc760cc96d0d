"""The table that a probe measured on, found again by its name and known by its digest."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from whichml.evidence.table_places import recorded_folders
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import ProbeError, quoted
from whichml.model.statements.evidence import Evidence
from whichml.probe.reading.tables import DataTable


class ProbedTable(NamedTuple):
    """A table as evidence names it: where it lies, and the column that was predicted."""

    path: Path
    target: str


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
        Where there is no such file, it was changed, or the evidence is of several tables.
    """
    chosen = [each for each in evidence if each.id in brief.evidence] or list(evidence)
    tables = {(each.data.name, each.data.digest, each.data.target) for each in chosen}
    if not tables or (data is not None and len(tables) > 1):
        return None
    if len(tables) > 1:
        raise ProbeError.about(
            f"the evidence is of {len(tables)} tables.", hint="Name one with --data FILE and --target COLUMN."
        )
    ((name, digest, target),) = tables
    if data is not None:
        return ProbedTable(data, target)
    places = tuple(near)
    folders = [Path(), *(folder for place in places for folder in (place, place.parent, place.parent.parent))]
    folders += recorded_folders(places)
    found = [folder / name for folder in dict.fromkeys(folders) if (folder / name).is_file()]
    for path in found:
        if _digest_of(path) == digest:
            return ProbedTable(path, target)
    if found:
        raise _changed(str(found[0]))
    raise ProbeError.about(
        f"the table {quoted(name)} that was probed does not lie here.", hint="Say where it is with --data FILE."
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
