"""What we derive from a study, `published/1`: standings on each data set, and wins, losses and ties of pairs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from pydantic import Field, ValidationError

from whichml.knowledge.stored import StoredValue
from whichml.model.documents.errors import KnowledgeError

Measure = Literal["default", "tuned", "log-loss", "fit-seconds", "predict-seconds"]
"""What pairs are compared by: scores at default settings and tuned, and costs of which less is better."""
LESS_IS_BETTER: Final = frozenset({"log-loss", "fit-seconds", "predict-seconds"})


class ScaledScores(StoredValue):
    """How algorithms did on one data set.

    Attributes
    ----------
    rows, features, classes, categorical_share, horizon : of the data set, where the study says so
    default, tuned : by algorithm, the score scaled from 0 (worst of the mapped ones at either setting) to 1 (best)
    log_loss : by algorithm, as published
    fit_seconds : by algorithm, as published
    predict_seconds : by algorithm, for 1,000 rows
    """

    data: str
    task: str
    modality: str
    rows: float | None = None
    features: float | None = None
    classes: float | None = None
    categorical_share: float | None = None
    horizon: float | None = None
    default: Mapping[str, float] = Field(default_factory=dict)
    tuned: Mapping[str, float] = Field(default_factory=dict)
    log_loss: Mapping[str, float] = Field(default_factory=dict)
    fit_seconds: Mapping[str, float] = Field(default_factory=dict)
    predict_seconds: Mapping[str, float] = Field(default_factory=dict)

    def numbers(self, measure: Measure) -> Mapping[str, float]:
        """Return the numbers of a measure by algorithm, as they are."""
        found: Mapping[str, float] = getattr(self, measure.replace("-", "_"))
        return found


class Pairs(StoredValue):
    """On how many data sets algorithms did better than others, in one regime.

    Attributes
    ----------
    task, modality : of the data sets; ids with blanks between where the study counts over several and cannot be parted
    rows : band of training rows, such as `1000-10000`; `unknown` where the study does not say
    counts : by two ids in the order of the alphabet with a blank between, the wins, losses and ties of the first
    """

    measure: Measure
    task: str
    modality: str
    rows: str
    counts: Mapping[str, tuple[int, int, int]]

    @property
    def tasks(self) -> tuple[str, ...]:
        """Return the tasks of the data sets: one, or several that the study counts together."""
        return tuple(self.task.split())


class TuningGain(StoredValue):
    """What a search over settings brought an algorithm: quartiles of the difference in scaled score over data sets."""

    algorithm: str
    n: int
    low: float
    median: float
    high: float


class Derived(StoredValue):
    """All that is derived from one study.

    Attributes
    ----------
    declaration : digest of what decided the derivation
    standings : in the order of the data sets' names; none where the study publishes wins and losses alone
    """

    schema_: Literal["published/1"] = Field(default="published/1", alias="schema")
    id: str
    declaration: str
    standings: tuple[ScaledScores, ...]
    pairs: tuple[Pairs, ...]
    gains: tuple[TuningGain, ...] = ()

    def to_json(self) -> bytes:
        """Return the file's bytes: UTF-8 JSON, one record on a line."""
        head = self.model_dump_json(by_alias=True, include={"schema_", "id", "declaration"})[:-1]
        parts = [
            f'"{name}":[\n' + ",\n".join(each.model_dump_json(exclude_defaults=True) for each in records) + "\n]"
            for name, records in (("standings", self.standings), ("pairs", self.pairs), ("gains", self.gains))
        ]
        return (",\n".join((head, *parts)) + "}\n").encode()


def read_derived(path: Path, name: str) -> Derived:
    """Return what was derived from a study.

    Raises
    ------
    KnowledgeError
        Where the file is missing or holds something else.
    """
    try:
        return Derived.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as refusal:
        raise KnowledgeError.about(
            f"{name} cannot be read as what is derived from a study.",
            hint="Make it anew: python -m whichml_workshop.published.derive RAW",
        ) from refusal
