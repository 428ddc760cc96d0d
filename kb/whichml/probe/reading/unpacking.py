"""The bytes inside a file that may be compressed, unpacked as a stream that is cut off at a limit."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from whichml.model.documents.errors import Place, ProbeError, quoted
from whichml.probe.extra import of_extra
from whichml.probe.reading.limits import TableLimits, in_bytes

COMPRESSED = (".gz", ".bz2", ".xz", ".zip", ".zst")
MARKS = {
    b"\x1f\x8b": ".gz",
    b"BZh": ".bz2",
    b"\xfd7zXZ\x00": ".xz",
    b"PK\x03\x04": ".zip",
    b"\x28\xb5\x2f\xfd": ".zst",
    b"PAR1": ".parquet",
}
_BLOCK_BYTES = 1 << 20
SAMPLE_ROWS = "Take a sample of the rows: some 100,000 tell as much of which algorithm fits."
_DAMAGED = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError,
            zlib.error, lzma.LZMAError, zipfile.BadZipFile)  # fmt: skip


def kind_by_content(start: bytes) -> str | None:
    """Return the suffix that the first bytes of a file stand for, `.gz` or `.parquet`; None for text."""
    return next((suffix for mark, suffix in MARKS.items() if start.startswith(mark)), None)


def refuse_size(path: Path, n_bytes: int, limits: TableLimits) -> None:
    """Refuse a file for its size alone, before it is read.

    Raises
    ------
    ProbeError
        When it is larger than the limit.
    """
    if n_bytes > limits.n_bytes:
        raise ProbeError.about(
            f"the file has {in_bytes(n_bytes)}, and the limit is {in_bytes(limits.n_bytes)}.",
            Place(path.name, 1, 1),
            hint=SAMPLE_ROWS,
        )


@contextmanager
def unpacked(path: Path, limits: TableLimits) -> Iterator[tuple[IO[bytes], str]]:
    """Yield a seekable file of the uncompressed bytes, and the suffix of what is inside, in lower case.

    A name such as `x.gz` says nothing of the inside: the suffix is then empty.

    Raises
    ------
    ProbeError
        When the file is damaged, holds more than the limit, or is an archive of other than one file.
    """
    suffix = path.suffix.lower()
    if suffix not in COMPRESSED:
        with path.open("rb") as plain:
            yield plain, suffix
        return
    inner = Path(path.stem).suffix.lower()
    with tempfile.TemporaryFile() as unpacked_bytes:
        if suffix == ".zip":
            inner = _unzip(path, unpacked_bytes, limits)
        else:
            try:
                with _opened(path, suffix) as packed:
                    _copy(packed, unpacked_bytes, path, limits)
            except _DAMAGED as cause:
                raise _damaged(path, cause) from None
        unpacked_bytes.seek(0)
        yield unpacked_bytes, inner


def _opened(path: Path, suffix: str) -> Any:
    if suffix == ".zst":
        arrow = of_extra("pyarrow")
        return arrow.CompressedInputStream(arrow.OSFile(str(path)), "zstd")
    if suffix == ".gz":
        return gzip.open(path, "rb")
    return bz2.open(path, "rb") if suffix == ".bz2" else lzma.open(path, "rb")


def _unzip(path: Path, unpacked_bytes: IO[bytes], limits: TableLimits) -> str:
    """Unpack the only member of an archive, and return its suffix."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if not member.is_dir() and not _is_by_the_system(member)]
            if len(members) != 1:
                names = ", ".join(quoted(member.filename) for member in members[:3])
                workbook = any(member.filename.startswith("xl/") for member in members)
                raise ProbeError.about(
                    f"the archive holds {len(members)} files" + (f" ({names}, ...)." if names else "."),
                    Place(path.name, 1, 1),
                    hint="Save the sheet of the workbook as CSV." if workbook else "Pack one table alone.",
                )
            with archive.open(members[0]) as packed:
                _copy(packed, unpacked_bytes, path, limits)
            return Path(members[0].filename).suffix.lower()
    except _DAMAGED as cause:
        raise _damaged(path, cause) from None


def _is_by_the_system(member: zipfile.ZipInfo) -> bool:
    """Return whether macOS put a member beside the one that a person packed."""
    return member.filename.startswith("__MACOSX/") or Path(member.filename).name == ".DS_Store"


def _copy(packed: Any, unpacked_bytes: IO[bytes], path: Path, limits: TableLimits) -> None:
    n_bytes = 0
    while block := packed.read(_BLOCK_BYTES):
        n_bytes += len(block)
        if n_bytes > limits.n_bytes:
            raise ProbeError.about(
                f"the file of {in_bytes(path.stat().st_size)} unpacks to more than {in_bytes(limits.n_bytes)}; "
                f"unpacking was stopped after {in_bytes(n_bytes)}.",
                Place(path.name, 1, 1),
                hint=SAMPLE_ROWS,
            )
        unpacked_bytes.write(block)


def _damaged(path: Path, cause: BaseException) -> ProbeError:
    return ProbeError.about(
        f"the compressed file cannot be unpacked: {quoted(str(cause) or type(cause).__name__)}.",
        Place(path.name, 1, 1),
        hint="Pack it anew, without a password, or give the unpacked file.",
    )
