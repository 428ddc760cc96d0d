"""Connections to the file of a store: which file they have open, and what becomes of one that was taken away."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

try:
    import fcntl
except ImportError:  # Windows, where nobody can delete a file that is open
    fcntl = None  # type: ignore[assignment]

SECONDS_FOR_A_LOCK: Final = 0.4
"""How long to wait for other processes that open the file, or have it to themselves."""
_NOT_TO_BE_OPENED: Final = (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


@dataclass(frozen=True, slots=True)
class FileMark:
    """Which file lies at a path: its device and number there."""

    device: int
    number: int

    @classmethod
    def of(cls, path: Path) -> Self | None:
        """Return the mark of the file at a path, None where there is none."""
        try:
            found = path.stat()
        except OSError:
            return None
        return cls(found.st_dev, found.st_ino)


def primary_code(failure: BaseException | None) -> int | None:
    """Return the code of a failure of SQLite without its details; None for another failure."""
    code = getattr(failure, "sqlite_errorcode", None)
    return code & 0xFF if isinstance(code, int) else None


def write_ahead_log(path: Path) -> Path:
    """Return where SQLite keeps what was written and is not in the file yet."""
    return path.with_name(path.name + "-wal")


def make_file(path: Path) -> None:
    """Make an empty file, with its folder, where there is none.

    One that is there is not opened: to close it again would end the locks that this process has on it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))


def opened(path: Path) -> sqlite3.Connection:
    """Return a connection to a file that is there; `sqlite3.Error` where it is not, or cannot be used.

    A connection to a missing file would make one, and what was kept would seem never to have been.
    """
    connection = _connected(path, "mode=rw")
    try:
        _look_into(connection)
        connection.execute("PRAGMA synchronous = FULL")  # an answer that was acknowledged survives loss of power
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def opened_for_reading(path: Path, failure: sqlite3.Error) -> sqlite3.Connection:
    """Return a connection to a file in a folder where nothing may be written, not to be kept; else raise the failure.

    SQLite writes beside a file even to read it, unless it is told that nobody changes it meanwhile.
    """
    log = write_ahead_log(path)
    is_whole = not log.exists() or log.stat().st_size == 0
    if primary_code(failure) not in _NOT_TO_BE_OPENED or not path.exists() or not is_whole:
        raise failure
    connection = _connected(path, "immutable=1")
    try:
        _look_into(connection)
    except sqlite3.Error:
        connection.close()
        raise failure from None
    return connection


def look_anew(path: Path) -> None:
    """Read the beginning of a file and of its answers from the disk; `sqlite3.Error` where they are damaged."""
    with closing(_connected(path, "mode=rw")) as connection:
        connection.execute("SELECT id, substr(packed, 1, 1) FROM answers ORDER BY created DESC LIMIT 1").fetchall()


def _connected(path: Path, how: str) -> sqlite3.Connection:
    address = f"{path.absolute().as_uri()}?{how}"
    return sqlite3.connect(address, uri=True, timeout=SECONDS_FOR_A_LOCK, isolation_level=None, check_same_thread=False)


def _look_into(connection: sqlite3.Connection) -> None:
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


@contextmanager
def alone_in_folder(path: Path, seconds: float) -> Iterator[None]:
    """Keep other processes from restoring or replacing the file meanwhile; `OSError` where they take longer to end."""
    if fcntl is None:
        yield
        return
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        _lock(folder, seconds)
        yield
        with suppress(OSError):  # where nothing may be written
            os.fsync(folder)
    finally:
        os.close(folder)


def _lock(folder: int, seconds: float) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise
            time.sleep(0.01)
        else:
            return


def restore(held: sqlite3.Connection, path: Path) -> None:
    """Write a file anew that was deleted while a connection has it open; one that is there by now is left alone."""
    aside = path.with_name(f"{path.name}.restored-{os.getpid()}")
    try:
        with closing(sqlite3.connect(aside)) as copy:
            held.backup(copy)
        with suppress(FileExistsError):
            os.link(aside, path)
    finally:
        for left in (aside, write_ahead_log(aside), aside.with_name(aside.name + "-shm")):
            left.unlink(missing_ok=True)


def fold_log(path: Path) -> None:
    """Write into the file what is in its log alone; `sqlite3.Error` where others keep it, who go on with the log.

    A process that is the last to close the file does so by itself, but not where it is killed, or where two close it at
    once and each sees the other.
    """
    with closing(_connected(path, "mode=rw")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def drop_log_of_another_file(path: Path, log: FileMark | None) -> None:
    """Remove the log that belongs to a file which is there no more: SQLite would apply it to the one that is."""
    place = write_ahead_log(path)
    if log is not None and FileMark.of(place) == log:
        place.unlink(missing_ok=True)
        path.with_name(path.name + "-shm").unlink(missing_ok=True)
