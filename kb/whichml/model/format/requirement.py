"""One requirement: a quality with a bound, and what can be wrong with it or between several."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Final, Literal, NamedTuple, Self, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from whichml.model.documents.errors import Listing, Notice, quoted
from whichml.model.documents.parse_context import Path
from whichml.model.format.brief_registries import MetricId
from whichml.model.format.brief_values import Bound, QualitySlug, list_as_tuple, refusal
from whichml.model.values.metrics import metric_of
from whichml.model.values.quantity import Quantity, plain_number
from whichml.model.values.units import kind_in_words, units_of
from whichml.model.values.vocabulary import (
    LEVELS,
    Dimension,
    FieldKind,
    Level,
    QualityId,
    QualityName,
    RequirementKind,
    RequirementPriority,
    Statistic,
)
from whichml.model.words.near_qualities import all_of, what_it_may_be

Side: TypeAlias = Literal["min", "max"]
_SIDES: Final[tuple[Side, ...]] = ("min", "max")
_RISING: Final[Mapping[Statistic, int]] = {"median": 0, "p90": 1, "p95": 2, "p99": 3, "worst-case": 4}
MOST_REQUIREMENTS: Final = 100
_METRIC_OF: Final = QualityId("accuracy")
_EXAMPLES: Final[Mapping[Dimension | None, str]] = {"duration": "5 min", "money": "5000 USD", None: "0.9"}
"""A bound on a metric by what that is measured as."""
_WITH_A_SIGN: Final = frozenset({"bias", "bic", "cost"})
"""Metrics of which less is better, and that may lie below zero."""
_WANTED_WITHIN: Final = frozenset({"bias", "interval-coverage", "coverage", "utilisation", "service-level"})
"""Metrics that are bounded from both sides: too much is as wrong as too little."""


class Requirement(BaseModel):
    """A quality with exactly one of `min`, `max` and `is`.

    A `must` excludes what certainly misses it; `should` and `could` weigh.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, validate_by_name=True, validate_by_alias=True)

    quality: QualitySlug
    metric: MetricId | None = None
    min: Bound | None = None
    max: Bound | None = None
    is_: bool | None = Field(default=None, alias="is")
    at: Statistic | None = None
    kind: RequirementKind | None = None
    priority: RequirementPriority = "must"
    why: str | None = None

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        given = [name for name, bound in (("min", self.min), ("max", self.max), ("is", self.is_)) if bound is not None]
        if len(given) != 1:
            found = " and ".join(f"`{name}`" for name in given) if given else "none"
            raise refusal(f"takes exactly one of `min`, `max` and `is`; it has {found}.",
                          "Write a second requirement for a second bound." if given else "Add a bound.")  # fmt: skip
        return self

    @property
    def side(self) -> Side | None:
        """Return which of `min` and `max` is given; None for `is`."""
        return next((side for side in _SIDES if getattr(self, side) is not None), None)

    @property
    def bound(self) -> Level | Quantity | bool:
        """Return the bound that is given."""
        for bound in (self.min, self.max, self.is_):
            if bound is not None:
                return bound
        raise AssertionError("a requirement has exactly one bound")

    def with_unit_of(self, quality: QualityName) -> "Requirement":
        """Return the requirement with a bare number of rows as a quantity of rows."""
        bound = self.bound
        if self.side and isinstance(bound, Quantity) and bound.dimension == "number" and quality.dimension == "rows":
            return self.model_copy(update={self.side: plain_number(bound.magnitude, "rows")})
        return self


def _as_requirements(given: object) -> object:
    if isinstance(given, list | tuple) and len(given) > MOST_REQUIREMENTS:
        raise refusal(f"holds {len(given)} requirements.", f"The limit is {MOST_REQUIREMENTS}; keep those that decide.")
    return list_as_tuple(given)


Requirements = Annotated[
    tuple[Requirement, ...], BeforeValidator(_as_requirements), FieldKind("requirements", many=True)
]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a value of the brief; `path` leads to it in the nested form.

    What the hint lists, and its end that tells what the field means, are as those of a problem; how many sentences it
    tells of that are not read, whether it is kept for readers alone, and what it tells of that is left out, as those of
    a notice.
    """

    path: Path
    message: str
    hint: str | None = None
    also: Path | None = None
    lists: Listing = "nothing"
    meaning: str = ""
    n_unread: int = 0
    is_kept: bool = False
    left_out: str = ""


class Guess(NamedTuple):
    """What was taken for the likeliest of several.

    Attributes
    ----------
    finding : where, and what would be right
    clause : what was taken, and what it could be as well
    instead : the tasks that it could be as well
    """

    finding: Finding
    clause: str
    instead: tuple[str, ...] = ()

    def noticed(self, notice: Notice) -> Notice:
        """Return a notice of the finding that says it is a guess."""
        return replace(notice, guessed=self.clause, instead=self.instead)


def bound_in_words(bound: Level | Quantity | bool) -> str:
    """Return a bound as it was written."""
    if isinstance(bound, Quantity):
        return bound.text
    return str(bound).lower()


def unfit_bound(path: Path, requirement: Requirement, qualities: Mapping[QualityId, QualityName]) -> Finding | None:
    """Return what is wrong with one requirement, given the qualities that are known; None when nothing is."""
    name = requirement.quality
    quality = qualities.get(name)
    if quality is None:
        return unknown_quality((*path, "quality"), name, qualities)
    if requirement.metric is not None:
        return _unfit_metric(path, requirement)
    if requirement.side is None:
        if quality.scale == "bool":
            return None
        return Finding((*path, "is"), f"`is` does not fit `{name}`, which has levels.", "Use `min` or `max`.")
    at = (*path, requirement.side)
    if quality.scale == "bool":
        return Finding(at, f"`{requirement.side}` does not fit `{name}`, which holds or does not.", "Use `is: true`.")
    bound = requirement.bound
    return _unfit_quantity(at, name, quality, bound) if isinstance(bound, Quantity) else None


_TAKES: Final[Mapping[Dimension, str]] = {
    "duration": "takes some time", "bytes": "takes some room", "energy": "takes some energy",
    "money": "costs something",
}  # fmt: skip
"""What nothing is without, by the dimension that it is bounded in."""


def _unfit_metric(path: Path, requirement: Requirement) -> Finding | None:
    if requirement.quality != _METRIC_OF:
        return Finding((*path, "metric"), f"`metric` does not fit `{requirement.quality}`.",
                       "A metric, such as recall or roc-auc, goes with `quality: accuracy`.")  # fmt: skip
    bound = requirement.bound
    if isinstance(bound, Quantity) and bound.dimension == "number":
        at, metric = (*path, requirement.side or "is"), str(requirement.metric)
        return _unfit_share(at, metric, bound) or _unfit_error(at, metric, bound)
    known = metric_of(str(requirement.metric))
    dimension = known.dimension if known is not None else None
    if isinstance(bound, Quantity) and dimension is not None and bound.dimension == dimension:
        return None
    of_its_kind = f"{kind_in_words(dimension)} or " if dimension is not None else ""
    return Finding((*path, requirement.side or "is"),
                   f"the bound {quoted(bound_in_words(bound))} does not fit the metric `{requirement.metric}`.",
                   f"Give `min` or `max` as {of_its_kind}a plain number in the metric's own unit, such as "
                   f"{_EXAMPLES[dimension]}.")  # fmt: skip


def _unfit_share(at: Path, metric: str, bound: Quantity) -> Finding | None:
    """Return what is wrong with a bound on a metric that lies between 0 and 1; None where nothing is."""
    known = metric_of(metric)
    if known is None or not known.is_share or 0 <= bound.magnitude <= 1:
        return None
    may_be_per_cent = 1 < bound.magnitude <= 100
    hint = f"Write `{bound.text} %` or {bound.magnitude / 100:.12g}." if may_be_per_cent else "Give a share."
    return Finding(at, f"{quoted(bound.text)} is no {metric}, which lies between 0 and 1.", hint)


def _unfit_error(at: Path, metric: str, bound: Quantity) -> Finding | None:
    """Return what is wrong with a bound below zero on an error that has no sign; None where nothing is."""
    known = metric_of(metric)
    has_sign = known is None or known.better == "higher" or metric in _WITH_A_SIGN
    if has_sign or bound.magnitude >= 0:
        return None
    return Finding(at, f"{quoted(bound.text)} is no {metric}, which is never below zero.", "Give zero or more.")


def _unfit_quantity(at: Path, name: QualityId, quality: QualityName, bound: Quantity) -> Finding | None:
    levels = f"one of the levels {', '.join(LEVELS)}"
    if quality.dimension is None:
        hint = f"Give {levels}"
        if name == _METRIC_OF:
            return Finding(at, f"the number {quoted(bound.text)} says nothing of `accuracy` without a metric.",
                           f"Add `metric`, such as recall or roc-auc. Or give {levels}.")  # fmt: skip
        return Finding(at, f"`{name}` is not measured in a unit: {quoted(bound.text)}.", hint + ".")
    units = ", ".join(units_of(quality.dimension))
    if bound.dimension == "number" and not (quality.dimension == "rows" and not bound.text.endswith("%")):
        return Finding(at, f"the bound {quoted(bound.text)} of `{name}` has no unit.",
                       f"Add one: {units}. Or give {levels}.")  # fmt: skip
    if bound.dimension == "number" or bound.dimension == quality.dimension:
        if bound.magnitude < 0:
            return Finding(at, f"the bound {quoted(bound.text)} of `{name}` is negative.", "Give zero or more.")
        if bound.magnitude == 0 and at[-1] == "max" and quality.dimension in _TAKES:
            return Finding(at, f"nothing keeps the bound {quoted(bound.text)} of `{name}`: all "
                               f"{_TAKES[quality.dimension]}.",
                           "Give more than zero, or leave the bound out.")  # fmt: skip
        return None
    return Finding(at, f"{quoted(bound.text)} is {kind_in_words(bound.dimension)}, and `{name}` is measured as "
                       f"{kind_in_words(quality.dimension)}.",
                   f"Units that fit: {units}. Or give {levels}.")  # fmt: skip


def unknown_quality(path: Path, name: str, qualities: Mapping[QualityId, QualityName]) -> Finding:
    """Return the finding for a quality that nobody defined."""
    near = what_it_may_be(name, qualities)
    return Finding(path, f"unknown quality {quoted(name)}.", near or all_of(qualities),
                   lists="nothing" if near else "qualities")  # fmt: skip


def doubtful_bound(path: Path, requirement: Requirement, qualities: Mapping[QualityId, QualityName]) -> Finding | None:
    """Return what is allowed in one requirement and probably not meant; None when nothing is."""
    quality, side, bound = qualities[requirement.quality], requirement.side, requirement.bound
    if isinstance(bound, Quantity) and bound.is_foreign:
        return Finding((*path, side or "is"), f"{quoted(bound.text)} cannot be compared: costs are known in USD, and "
                       f"currencies are not converted without a rate, such as `exchange_rates: {{{bound.currency}: "
                       "...}` gives. The bound excludes nothing.")  # fmt: skip
    known = metric_of(requirement.metric) if requirement.metric is not None else None
    better = known.better if known is not None else quality.better
    wrong_side = "min" if better == "lower" else "max"
    if side == wrong_side and requirement.metric not in _WANTED_WITHIN:
        limit = "at least" if side == "min" else "at most"
        other = "max" if side == "min" else "min"
        bounded = requirement.metric or requirement.quality
        return Finding((*path, side), f"`{side}` asks for {limit} {bound_in_words(bound)} of `{bounded}`, "
                       f"although {better} is better there; `{other}` sets the usual limit.")  # fmt: skip
    return None


def repetitions(requirements: Sequence[Requirement]) -> Iterator[tuple[int, int]]:
    """Yield the place of each requirement that says what an earlier one says, and the place of that."""
    first: dict[Requirement, int] = {}
    for position, requirement in enumerate(requirements):
        earlier = first.setdefault(requirement.model_copy(update={"why": None}), position)
        if earlier != position:
            yield position, earlier


def told_repetition(position: int, earlier: int) -> Finding:
    """Return the finding for a requirement that says what an earlier one says."""
    message = f"`requirements[{position}]` repeats `requirements[{earlier}]`, and counts once with it."
    return Finding(("requirements", position), message)


def contradicting_bounds(requirements: Sequence[tuple[int, Requirement]]) -> Iterator[Finding]:
    """Yield a finding for each pair of bounds that nothing can meet.

    Bounds are held against each other when they speak of one quality and metric and are of one kind: levels, or
    quantities of one unit. A `max` at a higher percentile limits every lower percentile too.
    """
    tightest: dict[tuple[object, ...], dict[tuple[Side, Statistic | None], tuple[float, int, Requirement]]] = {}
    demanded: dict[QualityId, tuple[int, Requirement]] = {}
    for position, requirement in requirements:
        side, bound = requirement.side, requirement.bound
        if side is None:
            earlier, other = demanded.setdefault(requirement.quality, (position, requirement))
            if other.is_ != requirement.is_:
                yield _contradiction((position, requirement), (earlier, other))
            continue
        kind, size = _kind_and_size(bound)
        group = tightest.setdefault((requirement.quality, requirement.metric, kind), {})
        known = group.get((side, requirement.at))
        if known is None or (size > known[0] if side == "min" else size < known[0]):
            group[(side, requirement.at)] = (size, position, requirement)
    for group in tightest.values():
        for (side, at), (lowest, position, requirement) in group.items():
            for (other_side, other_at), (highest, other_position, other) in group.items():
                if side == "min" and other_side == "max" and lowest > highest and _limits(other_at, at):
                    yield _contradiction((position, requirement), (other_position, other))


def _kind_and_size(bound: Level | Quantity | bool) -> tuple[object, float]:
    if isinstance(bound, Quantity):
        return (bound.dimension, bound.currency), bound.magnitude
    return "level", LEVELS.index(bound)


def _limits(upper: Statistic | None, lower: Statistic | None) -> bool:
    """Return whether an upper bound at one statistic holds at the other too."""
    if upper == lower or (upper == "worst-case" and lower == "mean"):
        return True
    if upper is None or lower is None or upper == "mean" or lower == "mean":
        return False
    return _RISING[upper] >= _RISING[lower]


def _contradiction(one: tuple[int, Requirement], other: tuple[int, Requirement]) -> Finding:
    (earlier, first), (later, second) = sorted((one, other), key=lambda numbered: numbered[0])
    at, also = (("requirements", position, requirement.side or "is")
                for position, requirement in ((later, second), (earlier, first)))  # fmt: skip
    said = [f"`{requirement.side or 'is'}: {bound_in_words(requirement.bound)}`" for requirement in (second, first)]
    return Finding(at, f"{said[0]} contradicts {said[1]} in `requirements[{earlier}]`{{also}}: nothing can meet both "
                       f"for `{first.quality}`.", "Change one of the two bounds, or remove it.", also)  # fmt: skip
