"""Real tables for experiments: which ones there are, what they hold and under which licence.

The registry names data sets; it holds no copy of any. Each comes with a package, and only its data file is read.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from whichml.knowledge.content import Content
from whichml.model.documents.document import PACK_LIMITS, read_document
from whichml.model.documents.errors import ProbeError
from whichml.model.documents.validation import validated
from whichml.model.statements.facts import FactFileValue, Sentence, Slug

BUILT_IN = "scikit-learn"
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Reading = Literal["csv", "csv-without-head", "stata", "scikit-learn"]
SupervisedTask = Literal["binary-classification", "multiclass-classification", "regression"]


def _inner(path: str) -> str:
    steps = PurePosixPath(path).parts
    if not steps or path.startswith("/") or ".." in steps or "\\" in path or ":" in path:
        raise ValueError(f"'{path}' is no path inside its folder; write one such as `package/data/file.csv`")
    return path


InnerPath = Annotated[str, AfterValidator(_inner)]
"""A path that does not lead out of the folder, or of the distribution, that it is read in."""


class DataFile(FactFileValue):
    """A file inside a package's distribution, with the SHA-256 of its bytes."""

    path: InnerPath
    sha256: Digest


class DataSet(FactFileValue):
    """One table of the registry.

    Attributes
    ----------
    version : of the package that is fetched; scikit-learn is read as it is installed, and only its file has to match
    read : how the file is read: `csv` with names in its first line or without, `stata`, or the loader of scikit-learn
    loader : name of the loader in `sklearn.datasets`, for `read: scikit-learn`
    target : the target's column; columns without a name are called by their number from 1
    target_file : a file with the target alone, where it is apart from the features
    drop : columns that tell the target, number the rows or repeat another column
    categories : columns of numbers that are codes of categories
    rows, features : of the table that experiments get, without rows that lack the target
    sample : how many of its rows a full verification takes, where that is another number than usual; else 0
    licence : as the package states it for the file, or else for itself; `unknown` where it states none
    note : what the table is and what was done with it
    """

    id: Slug
    package: str
    version: str
    files: tuple[DataFile, ...] = Field(min_length=1, max_length=2)
    read: Reading
    loader: str = ""
    target: str
    drop: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    task: SupervisedTask
    rows: int = Field(ge=1)
    features: int = Field(ge=1)
    sample: int = Field(ge=0, default=0)
    licence: Sentence
    note: Sentence

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file with the features."""
        return self.files[0].sha256

    @property
    def fingerprint(self) -> str:
        """Return the SHA-256 of what decides the table: files, target, and what is done with the columns."""
        decides = self.model_dump(exclude={"licence", "note", "version", "package", "sample"})
        return hashlib.sha256(json.dumps(decides, sort_keys=True).encode()).hexdigest()


class ReferenceTimes(FactFileValue):
    """What the reference estimator of one kind of task takes, in seconds: a fit, one row, and 1,000 rows."""

    fit_seconds: float = Field(gt=0)
    row_seconds: float = Field(gt=0)
    batch_seconds: float = Field(gt=0)


class ReferenceMachine(FactFileValue):
    """The machine whose seconds stand for everybody's: ratios to the reference estimator are turned into its times."""

    processor: str
    n_cores: int = Field(ge=1)
    versions: str
    classes: ReferenceTimes
    numbers: ReferenceTimes

    def times_for(self, task: str) -> ReferenceTimes:
        """Return the times that belong to a task."""
        return self.numbers if task == "regression" else self.classes


class Registry(FactFileValue):
    """All data sets, and the machine whose seconds stand for everybody's.

    Attributes
    ----------
    quick : ids of the data sets of a quick run
    """

    id: Slug
    reference: ReferenceMachine
    quick: tuple[Slug, ...] = Field(min_length=1)
    sets: tuple[DataSet, ...] = Field(min_length=1)

    @property
    def by_id(self) -> Mapping[str, DataSet]:
        """Return the data sets by id."""
        return {each.id: each for each in self.sets}


def registry_path(content: Content, name: str = "datasets") -> Path:
    """Return the file that lists the data sets of a content."""
    return content.facts / "probes" / f"{name}.yaml"


def read_registry(content: Content, name: str = "datasets") -> Registry:
    """Return the registry of the content, or another one of that name.

    Raises
    ------
    ProbeError
        With every problem of the file: unreadable text, unknown key, wrong value, an id twice or a quick one missing.
    """
    path = registry_path(content, name)
    if not path.is_file():
        raise ProbeError.about(
            f"{content.name_of(path)} is missing, and with it the list of data sets.",
            hint="Work with the content of a checkout, or with what came with whichml.",
        )
    document = read_document(path.read_bytes(), content.name_of(path), limits=PACK_LIMITS, error=ProbeError)
    registry = validated(Registry, document, ProbeError)
    named = [each.id for each in registry.sets]
    faults = [
        document.problem(("sets", number, "id"), f"the data set '{identity}' stands twice.")
        for number, identity in enumerate(named)
        if identity in named[:number]
    ]
    faults += [
        document.problem(("quick", number), f"there is no data set '{identity}'.")
        for number, identity in enumerate(registry.quick)
        if identity not in named
    ]
    if faults:
        raise ProbeError(*faults)
    return registry
