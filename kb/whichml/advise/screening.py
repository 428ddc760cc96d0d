"""Which algorithms stay candidates of a brief, and why the others do not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, fields

from whichml.advise.applicability import Applicability
from whichml.advise.constraints import Constraint
from whichml.advise.justification import JustificationBuilder
from whichml.advise.measured_values import Breakdown
from whichml.advise.ratings import Rating
from whichml.model.statements.recommendation import Exclusion, Reason, Unsupported
from whichml.model.statements.rule import Rule


@dataclass(frozen=True, slots=True)
class AlgorithmCaution:
    """Something to know of an algorithm: from a rule, a constraint that a rating leaves open, or trials that failed."""

    text: str
    rule: Rule | None = None
    constraint: Constraint | None = None
    rating: Rating | None = None
    breakdowns: tuple[Breakdown, ...] = ()


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A must constraint that claims say an algorithm misses, by so many levels; something may be added to meet it."""

    constraint: Constraint
    rating: Rating
    levels: int


@dataclass(frozen=True, slots=True)
class Screening:
    """What is left of the algorithms, and why the others are not.

    Attributes
    ----------
    candidates : ids that nothing excluded, sorted
    exclusions : why an algorithm is out, for those that solve the task and read the data and for those that do not
    unsuitable : those of them that do not solve the task or read the data
    barriers : for each algorithm that rules or requirements exclude, the nodes of those rules and requirements
    too_inaccurate : those that are not accurate enough here, so that nothing given up brings them back
    unranked : those that are not accurate enough here where they are references but could be candidates elsewhere
    warnings : by algorithm, whether it stays a candidate or not
    open_constraints : must constraints that no claim settles, with the candidates concerned
    met : by algorithm, the must constraints that measured or predicted numbers meet, with those numbers
    unsettled : by algorithm, the must constraints that claims keep without settling them, and why they do not
    graded_constraints : must constraints that a prediction or an amount leaves open, kept with some chance
    applicability : by algorithm, the reductions that it is used through here; those that need none are left out
    shortfalls : by algorithm, the must constraints that it misses by what is claimed, without being out for that
    doubtful : by algorithm, how many must constraints most of the span of its amounts breaks, though not all
    spoken_of : by standing rule about algorithms, those that it speaks of after overrides
    """

    candidates: Sequence[str]
    references: Sequence[str]
    unsupported: Sequence[Unsupported]
    exclusions: Mapping[str, Exclusion]
    unsuitable: AbstractSet[str]
    barriers: Mapping[str, Sequence[str]]
    too_inaccurate: AbstractSet[str]
    unranked: AbstractSet[str]
    warnings: Mapping[str, Sequence[AlgorithmCaution]]
    open_constraints: Mapping[str, Sequence[str]]
    met: Mapping[str, Sequence[tuple[Constraint, Rating]]]
    unsettled: Mapping[str, Sequence[tuple[Constraint, Rating, str]]]
    graded_constraints: AbstractSet[str]
    applicability: Mapping[str, Applicability]
    shortfalls: Mapping[str, Sequence[Shortfall]]
    doubtful: Mapping[str, int]
    spoken_of: Mapping[str, tuple[str, ...]]

    @property
    def short(self) -> Mapping[str, int]:
        """Return by how many levels an algorithm misses musts, where those in doubt count for one each."""
        missed = {name: sum(each.levels for each in found) for name, found in self.shortfalls.items()}
        return {name: missed.get(name, 0) + self.doubtful.get(name, 0) for name in {**missed, **self.doubtful}}


@dataclass(slots=True)
class ScreeningFindings:
    """A screening under way; its fields are those of `Screening`."""

    candidates: list[str] = field(default_factory=list)
    references: list[str] = field(default_factory=list)
    unsupported: list[Unsupported] = field(default_factory=list)
    exclusions: dict[str, Exclusion] = field(default_factory=dict)
    unsuitable: set[str] = field(default_factory=set)
    barriers: dict[str, list[str]] = field(default_factory=dict)
    too_inaccurate: set[str] = field(default_factory=set)
    unranked: set[str] = field(default_factory=set)
    warnings: dict[str, list[AlgorithmCaution]] = field(default_factory=dict)
    open_constraints: dict[str, list[str]] = field(default_factory=dict)
    met: dict[str, list[tuple[Constraint, Rating]]] = field(default_factory=dict)
    unsettled: dict[str, list[tuple[Constraint, Rating, str]]] = field(default_factory=dict)
    graded_constraints: set[str] = field(default_factory=set)
    applicability: dict[str, Applicability] = field(default_factory=dict)
    shortfalls: dict[str, list[Shortfall]] = field(default_factory=dict)
    doubtful: dict[str, int] = field(default_factory=dict)
    spoken_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def screening(self) -> Screening:
        """Return what was found, which nobody changes from here on."""
        return Screening(**{each.name: getattr(self, each.name) for each in fields(self)})


def excluded(
    graph: JustificationBuilder, algorithm: str, reason: Reason, because: Sequence[str], former: Exclusion | None = None
) -> Exclusion:
    """Return the exclusion of an algorithm for one more reason, which rests on nodes."""
    reasons = former.reasons if former is not None else ()
    node = graph.add(
        f"exclusion:{algorithm}:{reason.rule or len(reasons)}",
        "exclusion",
        f"{graph.name_of(algorithm)} is out: {reason.text}",
        because,
    )
    return Exclusion(algorithm=algorithm, reasons=(*reasons, reason.model_copy(update={"because": (node,)})))
