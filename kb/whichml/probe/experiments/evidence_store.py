"""Finished trials in a SQLite file: what was measured once is not measured again, and a killed run goes on.

A trial is written in one transaction as soon as it ends, so that what a killed process leaves behind is whole trials.
Several processes may write; the file is in WAL mode, and a reader never waits for a writer. What was kept is on the
disk, which costs some milliseconds for each trial, so that a power cut takes no finished trial either.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from pydantic import ConfigDict, Field, ValidationError

from whichml.knowledge.store import cache_folder
from whichml.model.documents.errors import ProbeError
from whichml.model.statements.evidence import EvidencePart, Failure, Measurement
from whichml.model.statements.measures import Measure
from whichml.probe.measures.measure_samples import MeasureSamples

FORMAT = 1
_SECONDS_TO_WAIT = 60.0
_TABLE = """CREATE TABLE IF NOT EXISTS trial (
    key TEXT PRIMARY KEY, data TEXT NOT NULL, algorithm TEXT NOT NULL, implementation TEXT NOT NULL,
    version TEXT NOT NULL, procedure TEXT NOT NULL, rows INTEGER NOT NULL, seed INTEGER NOT NULL, probe TEXT NOT NULL,
    finished TEXT NOT NULL) STRICT, WITHOUT ROWID"""
_COLUMNS = ("data", "algorithm", "implementation", "version", "procedure", "rows", "seed", "probe")


@dataclass(frozen=True, slots=True, order=True)
class TrialKey:
    """What a trial depends on; two trials with the same key would measure the same.

    Attributes
    ----------
    data : digest of the data file
    version : of the distributions that the implementation and its pipeline come from, as text
    procedure : what is measured and how
    rows : of the table, after it was cut
    probe : version of the experiments of whichml; a changed procedure asks for a new one
    """

    data: str
    algorithm: str
    implementation: str
    version: str
    procedure: str
    rows: int
    seed: int
    probe: str

    @property
    def digest(self) -> str:
        """Return the SHA-256 of all parts."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()


class FinishedTrial(EvidencePart):
    """What a trial measured, and what could not be measured, beside the reference fit of its run.

    Attributes
    ----------
    measurements : of a trial that is a whole round of measures
    figures : of a trial that is joined with others of its kind, single repetitions that may be no finite numbers
    reference_seconds : what the reference fit took in the same run
    reference : what the reference estimator took in the same run, by measure
    """

    model_config = ConfigDict(allow_inf_nan=True, ser_json_inf_nan="constants")

    measurements: tuple[Measurement, ...] = ()
    failures: tuple[Failure, ...] = ()
    figures: tuple[MeasureSamples, ...] = ()
    reference_seconds: float
    reference: Mapping[Measure, float] = Field(default_factory=dict)


def trial_store_path() -> Path:
    """Return the usual file of finished trials, in the user's cache."""
    return cache_folder() / "trials.sqlite3"


class EvidenceStore:
    """The file of finished trials; to be used in a `with` statement, or closed.

    Parameters
    ----------
    path : the file; made where it is missing, with the folders above it

    Raises
    ------
    ProbeError
        Where the file is no store of this format, or cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=_SECONDS_TO_WAIT, isolation_level=None)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=FULL")
            self._check_format()
            self._connection.execute(_TABLE)
        except (OSError, sqlite3.DatabaseError) as refusal:
            raise self._unusable(refusal) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __len__(self) -> int:
        return int(self._connection.execute("SELECT count(*) FROM trial").fetchone()[0])

    def find(self, key: TrialKey) -> FinishedTrial | None:
        """Return what is kept of a trial, or None where it has not ended yet, or is in a form of another version.

        Raises
        ------
        ProbeError
            Where the file cannot be read any more; likewise `keep` and `forget` where it cannot be written.
        """
        try:
            row = self._connection.execute("SELECT finished FROM trial WHERE key = ?", (key.digest,)).fetchone()
        except sqlite3.DatabaseError as refusal:
            raise self._unusable(refusal) from None
        try:
            return FinishedTrial.model_validate_json(row[0]) if row else None
        except ValidationError:
            return None

    def keep(self, key: TrialKey, finished: FinishedTrial) -> None:
        """Write a finished trial; the last one under a key counts. It is on the disk when this returns."""
        parts = asdict(key)
        told = finished.model_dump_json(exclude_defaults=True)
        try:
            self._connection.execute(
                "INSERT OR REPLACE INTO trial VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (key.digest, *(parts[name] for name in _COLUMNS), told),
            )
        except sqlite3.DatabaseError as refusal:
            raise self._unusable(refusal) from None

    def forget(self, data: str) -> None:
        """Delete all trials on the data of a digest."""
        try:
            self._connection.execute("DELETE FROM trial WHERE data = ?", (data,))
        except sqlite3.DatabaseError as refusal:
            raise self._unusable(refusal) from None

    def trials(self) -> Iterator[tuple[TrialKey, FinishedTrial]]:
        """Yield all finished trials in the order of their keys' parts."""
        chosen = f"SELECT {', '.join(_COLUMNS)}, finished FROM trial ORDER BY {', '.join(_COLUMNS)}"  # noqa: S608
        for *parts, finished in self._connection.execute(chosen):
            yield TrialKey(*parts), FinishedTrial.model_validate_json(finished)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _unusable(self, refusal: Exception) -> ProbeError:
        return ProbeError.about(
            f"{self.path} cannot be used as a store of trials: {refusal}.",
            hint="Name another file, or delete this one to measure everything anew.",
        )

    def _check_format(self) -> None:
        found = int(self._connection.execute("PRAGMA user_version").fetchone()[0])
        if found not in (0, FORMAT):
            raise sqlite3.DatabaseError(f"its format is {found}, and this version of whichml reads {FORMAT}")
        self._connection.execute(f"PRAGMA user_version = {FORMAT}")
