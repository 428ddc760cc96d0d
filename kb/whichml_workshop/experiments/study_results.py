"""Results of the project's own study, `study/1`: what algorithms scored and cost on many tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pydantic import Field

from whichml.knowledge.content import Content
from whichml.knowledge.stored import StoredValue, read_stored
from whichml.model.documents.errors import KnowledgeError
from whichml.model.statements.evidence import CONSTANT, Evidence
from whichml.model.statements.measures import Measure

RESULTS = Path("probes") / "study.json"
"""The file of results, below the facts."""
_DIGITS = 4


class StudyOutcome(StoredValue):
    """What one algorithm came to on one table, at the default settings of its first implementation.

    Attributes
    ----------
    score : mean over the folds, in the table's metric
    fit_seconds : median processor time of a fit, as on the reference machine of the registry
    row_seconds, row_seconds_p99 : processor time of predicting one row
    rows_per_second : predicted in batches of up to 1,000
    model_bytes : of the pickled pipeline
    training_bytes : what the process grew by during a fit
    """

    score: float
    fit_seconds: float | None = None
    row_seconds: float | None = None
    row_seconds_p99: float | None = None
    rows_per_second: float | None = None
    model_bytes: float | None = None
    training_bytes: float | None = None


class StudySet(StoredValue):
    """One table: what a brief would say of it, and the outcomes by algorithm.

    Attributes
    ----------
    rows : of the table; a fold learns from two thirds of them
    """

    data: str
    task: str
    metric: str
    rows: int
    features: int
    classes: int | None = None
    categorical_features: int = 0
    encoded_features: int
    minority_share: float | None = None
    outcomes: Mapping[str, StudyOutcome]

    def shares(self) -> Mapping[str, float]:
        """Return each score as its share of the way from the constant baseline to the best, not below 0.

        Empty where nothing scores better than the constant baseline, or that was not measured.
        """
        constant = self.outcomes.get(CONSTANT)
        if constant is None:
            return {}
        best = max(outcome.score for outcome in self.outcomes.values())
        if best <= constant.score:
            return {}
        way = best - constant.score
        return {name: max(0.0, (o.score - constant.score) / way) for name, o in self.outcomes.items()}


class StudyResults(StoredValue):
    """All tables, with how they were measured in words."""

    schema_: str = Field(default="study/1", alias="schema", pattern="^study/1$")
    protocol: str
    machine: str
    sets: tuple[StudySet, ...]

    def to_json(self) -> bytes:
        """Return the results as UTF-8 JSON, one table on a line."""
        head = self.model_dump_json(by_alias=True, exclude={"sets"})[:-1]
        lines = ",\n".join(each.model_dump_json(exclude_none=True) for each in self.sets)
        return f'{head},"sets":[\n{lines}\n]}}\n'.encode()


_FIELD_OF: Mapping[tuple[Measure, str], str] = {
    ("score", "mean"): "score",
    ("fit-seconds", "median"): "fit_seconds",
    ("row-latency", "median"): "row_seconds",
    ("row-latency", "p99"): "row_seconds_p99",
    ("throughput", "median"): "rows_per_second",
    ("model-bytes", "once"): "model_bytes",
    ("peak-training-bytes", "once"): "training_bytes",
}


def results_of(evidence: Iterable[Evidence], protocol: str) -> StudyResults:
    """Return the results of the tables that evidence speaks of, in the order of their names.

    Raises
    ------
    KnowledgeError
        Where there is no evidence.
    """
    told = sorted(evidence, key=lambda each: each.data.name)
    if not told:
        raise KnowledgeError.about("nothing was measured, so that there are no results.")
    machine = f"{told[0].machine.processor}, Python {told[0].machine.python}"
    return StudyResults(protocol=protocol, machine=machine, sets=tuple(map(_set_of, told)))


def _set_of(evidence: Evidence) -> StudySet:
    found: dict[str, dict[str, float]] = {}
    for m in evidence.measurements:
        field = _FIELD_OF.get((m.measure, m.statistic))
        if field is not None:
            found.setdefault(m.algorithm, {})[field] = float(f"{m.value:.{_DIGITS}g}")
    facts = evidence.data.facts
    return StudySet(
        data=evidence.data.name,
        task=evidence.data.task,
        metric=evidence.metric,
        rows=evidence.data.rows,
        features=evidence.data.features,
        classes=facts.get("data.classes"),
        categorical_features=int(facts.get("data.categorical_features", 0)),
        encoded_features=int(facts.get("data.encoded_features", evidence.data.features)),
        minority_share=facts.get("data.minority_share"),
        outcomes={
            name: StudyOutcome.model_validate(numbers) for name, numbers in sorted(found.items()) if "score" in numbers
        },
    )


def read_results(content: Content) -> StudyResults | None:
    """Return the results that the content holds; None where it holds none.

    Raises
    ------
    KnowledgeError
        Where the file is there and holds something else.
    """
    return read_stored(
        content, RESULTS.as_posix(), StudyResults, "results of a study", "python -m whichml_workshop.experiments.study"
    )
