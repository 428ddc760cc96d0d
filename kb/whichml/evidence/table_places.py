"""Where the tables lie that evidence was measured on: a list beside it, since evidence holds names and no folders."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from whichml.model.documents.errors import ProbeError

_NAME: Final = "tables.txt"
_MOST_CHARACTERS: Final = 100_000


def record_place(table: Path, folder: Path) -> None:
    """Note beside the evidence in a folder where the table lies, one path a line.

    Raises
    ------
    ProbeError
        Where that cannot be written.
    """
    places = dict.fromkeys((*_places_in(folder), str(table.resolve())))
    path = folder / _NAME
    try:
        path.write_text("".join(f"{place}\n" for place in places), encoding="utf-8")
    except (OSError, UnicodeError) as refusal:
        raise ProbeError.about(f"{path} cannot be written: {refusal}.", hint="Name another folder.") from None


def recorded_folders(evidence: Iterable[Path]) -> tuple[Path, ...]:
    """Return the folders of tables that were noted beside evidence; none where nothing was.

    Parameters
    ----------
    evidence : folders, and files in them
    """
    folders = dict.fromkeys(place if place.is_dir() else place.parent for place in evidence)
    return tuple(dict.fromkeys(Path(each).parent for folder in folders for each in _places_in(folder)))


def _places_in(folder: Path) -> tuple[str, ...]:
    try:
        with (folder / _NAME).open(encoding="utf-8") as file:
            lines = file.read(_MOST_CHARACTERS).splitlines()
    except (OSError, UnicodeError):
        return ()
    return tuple(line for line in lines if line and "\0" not in line and Path(line).is_absolute())
