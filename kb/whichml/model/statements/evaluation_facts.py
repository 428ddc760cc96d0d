"""How solutions are judged: tasks by metric, split and baseline, and how each quality is measured."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from whichml.model.statements.facts import Cases, Citations, FactFileValue, Sentence, Situated, Slug
from whichml.model.values.metrics import FORMS_WITH_A_NUMBER, metric_of

Aspect = Literal["metrics", "splits", "baselines", "in_use"]
ASPECTS: tuple[Aspect, ...] = ("metrics", "splits", "baselines", "in_use")


class MetricChoice(Situated):
    """A metric by its id, which may end in `at-K`, the situations in which it tells most, and why."""

    metric: str
    why: Sentence

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.metric not in FORMS_WITH_A_NUMBER and metric_of(self.metric) is None:
            raise ValueError(f"'{self.metric}' is no metric; kb/whichml/model/values/metrics.py lists them")
        return self


class SplitChoice(Situated):
    """A way to part the data so that a test is like the use, by a name, and how it is done."""

    split: Slug
    how: Sentence


class BaselineChoice(Situated):
    """An algorithm to keep beside a leader, the situations in which it serves, and why as the end of a sentence.

    Attributes
    ----------
    form : what it is in these situations, as it stands behind "keep"; empty where it goes by its own name
    by_reduction : whether that form says through which task or data it is used, where it is not as it is
    is_last : whether it says so little that it is kept only where nothing else serves
    """

    algorithm: Slug
    form: Sentence | None = None
    by_reduction: bool = False
    is_last: bool = False
    why: Sentence


class InUseChoice(Situated):
    """What decides today where a brief tells so without a name, as it stands behind "keep", and why it is to beat.

    `is_last` tells that it is named only where no baseline is.
    """

    named: Sentence
    is_last: bool = False
    when: Annotated[Cases, Field(min_length=1)]
    why: Sentence


class EvaluationFacts(FactFileValue):
    """How solutions of some tasks are judged; of each list the first that serves is taken.

    A reference stands among what every candidate has to beat only where the list of baselines names it and it serves.

    Attributes
    ----------
    first_where : cases of a brief and its answer so far in which these lists go before what other files say of a task,
        and outside of which they say nothing; a file without any is the one of its tasks
    """

    id: Slug
    tasks: tuple[Slug, ...] = Field(min_length=1)
    first_where: Cases = ()
    metrics: tuple[MetricChoice, ...] = ()
    splits: tuple[SplitChoice, ...] = ()
    baselines: tuple[BaselineChoice, ...] = ()
    in_use: tuple[InUseChoice, ...] = ()

    def listed(self, aspect: Aspect) -> tuple[Situated, ...]:
        """Return the choices of one list by its name."""
        lists: dict[Aspect, tuple[Situated, ...]] = {
            "metrics": self.metrics, "splits": self.splits, "baselines": self.baselines, "in_use": self.in_use,
        }  # fmt: skip
        return lists[aspect]


class Metric(FactFileValue):
    """A number that expresses a quality, and its unit."""

    name: Sentence
    unit: str = ""


class Conflict(FactFileValue):
    """Another quality that tends to suffer when this one improves."""

    with_: Slug = Field(alias="with")
    why: Sentence
    sources: Citations


class OtherName(FactFileValue):
    """How a standard or a reading calls the quality."""

    source: Slug
    term: Sentence


class MeasuredOtherwise(FactFileValue):
    """How a quality is measured where the usual way does not fit; not at all without a procedure.

    Attributes
    ----------
    when : what a brief says, and its answer so far; one of the sets of conditions has to hold
    metric : what expresses the quality there; None for the usual one
    """

    when: Annotated[Cases, Field(min_length=1)]
    metric: Metric | None = None
    procedure: Sentence | None = None


class QualityFacts(FactFileValue):
    """How a quality is measured, what it conflicts with and what others call it.

    Of `otherwise` the first that holds counts.

    `ranks` is false for one in which algorithms hardly differ, or of which next to nothing is known: rules that
    prioritise it do not make it a criterion, while a brief that orders or bounds it does.
    """

    id: Slug
    ranks: bool = True
    metrics: tuple[Metric, ...] = Field(min_length=1)
    procedure: Sentence
    otherwise: tuple[MeasuredOtherwise, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    names: tuple[OtherName, ...] = ()
    sources: Citations
