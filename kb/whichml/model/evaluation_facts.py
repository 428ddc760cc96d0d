"""How solutions of a task are judged: by which metric, on which split of the data, and beside which baseline."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from whichml.model.facts import Citations, ConditionText, FactFileValue, Sentence, Slug
from whichml.model.metrics import FORMS_WITH_A_NUMBER, metric_of

Aspect = Literal["metrics", "splits", "baselines"]
ASPECTS: tuple[Aspect, ...] = ("metrics", "splits", "baselines")


def _several(written: Any) -> Any:
    return (written,) if isinstance(written, Mapping) else written


Cases = Annotated[tuple[ConditionText, ...], BeforeValidator(_several)]
"""Sets of conditions of which one has to hold; none where a thing is meant for all."""


class MetricChoice(FactFileValue):
    """A metric by its id, which may end in `at-K`, the situations in which it tells most, and why."""

    metric: str
    when: Cases = ()
    why: Sentence
    sources: Citations

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.metric not in FORMS_WITH_A_NUMBER and metric_of(self.metric) is None:
            raise ValueError(f"'{self.metric}' is no metric; kb/whichml/model/metrics.py lists them")
        return self


class SplitChoice(FactFileValue):
    """A way to part the data so that a test is like the use, by a name, and how it is done."""

    split: Slug
    when: Cases = ()
    how: Sentence
    sources: Citations


class BaselineChoice(FactFileValue):
    """An algorithm to keep beside a leader, the situations in which it serves, and why as the end of a sentence."""

    algorithm: Slug
    when: Cases = ()
    why: Sentence
    sources: Citations


class EvaluationFacts(FactFileValue):
    """How solutions of some tasks are judged; of each list the first that serves is taken.

    A reference stands among what every candidate has to beat only where the list of baselines names it and it serves.
    """

    id: Slug
    tasks: tuple[Slug, ...] = Field(min_length=1)
    metrics: tuple[MetricChoice, ...] = ()
    splits: tuple[SplitChoice, ...] = ()
    baselines: tuple[BaselineChoice, ...] = ()
