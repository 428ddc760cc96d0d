"""Tables of experiments, read from CSV, TSV and Parquet files, which may be compressed.

Nothing in a file is evaluated or unpickled: a cell is a number, a truth value, a date or a text.
"""

from __future__ import annotations

import hashlib
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from whichml.model.documents.errors import Place, ProbeError, quoted
from whichml.probe.extra import of_extra
from whichml.probe.reading.delimited import Layout, layout_of, read_delimited
from whichml.probe.reading.limits import TableLimits
from whichml.probe.reading.parquet import read_parquet
from whichml.probe.reading.unpacking import COMPRESSED, kind_by_content, refuse_size, unpacked

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DataTable", "TableLimits", "read_table"]

_TEXTS = (".csv", ".tsv", ".tab", ".txt")
_PARQUET = (".parquet", ".pq")
_READABLE = "A table is a .csv, .tsv or .parquet file, which may be compressed (.gz, .bz2, .xz, .zip, .zst)."
_WORKBOOK = "Save the sheet of the workbook as CSV."
_PICKLE = "Pickles can run code and are never opened; write the table as Parquet."
_NO_TABLES = {
    ".xlsx": _WORKBOOK, ".xls": _WORKBOOK, ".ods": _WORKBOOK, ".pkl": _PICKLE, ".pickle": _PICKLE,
    ".json": "Write it as CSV, one line per row.",
}  # fmt: skip
_DEFAULT_LIMITS = TableLimits()


@dataclass(frozen=True, eq=False)
class DataTable:
    """A table as it was read.

    Attributes
    ----------
    frame : columns of numbers, truth values, datetimes without a zone (UTC) and texts; missing values are missing
    name : of the file, without its folder
    digest : SHA-256 of the file as it lies on the disk, 64 hexadecimal digits
    notes : how it was read, where that is not certain
    dropped : columns of the file that are not in the frame, as asked
    """

    frame: pd.DataFrame
    name: str
    digest: str
    notes: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()


def read_table(path: str | Path, limits: TableLimits = _DEFAULT_LIMITS) -> DataTable:
    """Return the table in a CSV, TSV or Parquet file, which may be compressed.

    The first line of a text names the columns. Its delimiter is found among comma, semicolon, tab and bar; decimals
    may be written with commas where a semicolon separates. It is UTF-8, with or without a byte order mark, or else
    Windows-1252 with a note. Blanks around texts are taken off. Cells that are empty, `NA`, `NaN`, `null` or the like
    are missing; `None` is a category.

    Raises
    ------
    ProbeError
        When there is no such file, it is no table, or it is larger than the limits; and when a package is missing.
    """
    path = Path(path)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise ProbeError.about(f"{quoted(str(path))} is a folder.", hint="Give the path of a table in it.")
        if not stat.S_ISREG(found.st_mode):
            raise ProbeError.about(f"{quoted(str(path))} is no regular file.",
                                   hint="Write what comes through a pipe or a device to a file first.")  # fmt: skip
        _refuse_suffix(path)
        refuse_size(path, found.st_size, limits)
        with path.open("rb") as file:
            _refuse_other_content(path, file.read(8))
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        with unpacked(path, limits) as (inside, suffix):
            frame, notes = _read(inside, path.name, suffix, limits)
    except (OSError, ValueError) as cause:
        reason = (cause.strerror if isinstance(cause, OSError) else None) or str(cause)
        raise ProbeError.about(f"{quoted(str(path))} cannot be read: {reason.rstrip('.')}.", hint=_READABLE) from None
    plain, stripped = _without_blanks(_plain_texts(frame))
    return DataTable(plain, path.name, digest, notes + stripped)


def layout_of_table(path: Path, limits: TableLimits = _DEFAULT_LIMITS) -> Layout | None:
    """Return how the text of a table that `read_table` reads is laid out; None for Parquet."""
    with unpacked(path, limits) as (inside, suffix):
        if kind_by_content(inside.read(8)) == ".parquet" or suffix in _PARQUET:
            return None
        inside.seek(0)
        return layout_of(inside, path.name, limits, _delimiter_by(suffix))[0]


def _refuse_suffix(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix not in (*_TEXTS, *_PARQUET, *COMPRESSED):
        what = f"the suffix {quoted(suffix)} is not that of a table" if suffix else "the name has no suffix"
        raise ProbeError.about(f"{what}.", Place(path.name, 1, 1), hint=_NO_TABLES.get(suffix, _READABLE))


def _refuse_other_content(path: Path, start: bytes) -> None:
    """Refuse a file whose first bytes say other than its name."""
    where = Place(path.name, 1, 1)
    if not start:
        raise ProbeError.about("the file is empty.", where, hint="Give a table with a line of names.")
    suffix, real = path.suffix.lower(), kind_by_content(start)
    meant = ".parquet" if suffix in _PARQUET else suffix
    if real != (meant if meant in (*COMPRESSED, ".parquet") else None):
        inside = f"looks like {real} inside" if real else f"is no {meant} inside"
        hint = f"Rename it so that its name ends in {real}, if that is what it is." if real else _READABLE
        raise ProbeError.about(f"the name ends in {suffix}, and the file {inside}.", where, hint=hint)


def _read(file: IO[bytes], name: str, suffix: str, limits: TableLimits) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return what an uncompressed file holds; an empty suffix leaves it to the content."""
    real = kind_by_content(file.read(8))
    if real == ".parquet" or suffix in _PARQUET:
        return read_parquet(file, name, limits), ()
    if real or suffix not in (*_TEXTS, ""):
        raise ProbeError.about(f"what is inside ({quoted(real or suffix)}) is no table.", Place(name, 1, 1),
                               hint=_NO_TABLES.get(suffix, _READABLE))  # fmt: skip
    return read_delimited(file, name, limits, _delimiter_by(suffix))


def _delimiter_by(suffix: str) -> str | None:
    return "\t" if suffix in (".tsv", ".tab") else None


def _plain_texts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with objects (truth values beside missing ones, numbers beyond 64 bits) as texts."""
    objects = [name for name in frame.columns if frame[name].dtype == object]
    return frame.assign(**{name: frame[name].map(str, na_action="ignore") for name in objects}) if objects else frame


def _without_blanks(frame: pd.DataFrame) -> tuple[pd.DataFrame, tuple[str, ...]]:
    """Return the frame with texts without blanks around them, missing where nothing is left, and notes."""
    types = of_extra("pandas").api.types
    found, notes = {}, []
    for name in frame.columns:
        if types.is_string_dtype(frame[name]):
            plain = frame[name].str.strip()
            n_changed = int(((plain != frame[name]) & frame[name].notna()).sum())
            if n_changed:
                found[name] = plain.mask(plain == "")
                notes.append(f"{quoted(str(name))}: blanks around {n_changed:,} texts were taken off.")
    return frame.assign(**found), tuple(notes)
