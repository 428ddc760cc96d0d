"""Which claims can be tested, by which measure, with which algorithms on which data sets; and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

from whichml.evidence.levels import Direction
from whichml.knowledge.base import Claim, Knowledge
from whichml.model.conditions import Condition, Conditions, Facts, NumberTest, all_hold
from whichml.model.evidence import Measure

Basis = Literal["reference", "own-unit", "share-of-best", "share", "kept-skill", "rank"]
Bound = Literal["least", "most"]
Pair: TypeAlias = tuple[str, str]
"""An algorithm and a data set."""
ROW_FIELDS: Final = frozenset({"data.rows", "data.labelled_rows", "data.training_rows", "data.rows_per_feature"})


@dataclass(frozen=True, slots=True)
class Yardstick:
    """How a quality is read off a measure.

    Attributes
    ----------
    basis : how a number becomes a position: `reference`, a time as on the reference machine, by the anchors;
        `own-unit`, by the anchors as it is; `share-of-best`, the way from the constant baseline to the best of the
        data set, by the anchors of accuracy; `share`, from 0 to 1 along the scale; `kept-skill`, what is left
        after a loss of score, likewise; `rank`, by fifths of the
        algorithms on the data set
    direction : whether a larger number is more of the quality
    grows : whether it grows with the training rows, so that a small table only tells the least it can be
    needs : what a data set has to be like for the measure to tell anything
    bound : `most` where a measurement only tells the most there can be: one machine says nothing of others
    """

    measure: Measure
    basis: Basis
    direction: Direction = "more"
    grows: bool = False
    needs: Conditions = ()
    bound: Bound | None = None

    def fits(self, facts: Facts) -> bool:
        """Return whether a data set is such that the measure tells anything on it."""
        return all_hold(self.needs, facts) is True


# frequencies of ten bins need test rows enough; where no class is rare there is no imbalance to cope with
_ROWS_FOR_FREQUENCIES: Final[Conditions] = (Condition("data.training_rows", NumberTest(1_000, None)),)
# preparing columns of categories takes longer than many a prediction, and is no part of an estimator's latency
_NUMBERS_ALONE: Final[Conditions] = (Condition("data.categorical_features", NumberTest(0, 0)),)
_A_RARE_CLASS: Final[Conditions] = (Condition("data.minority_share", NumberTest(None, 0.2)),)

MEASURED_BY: Final[Mapping[str, Yardstick]] = MappingProxyType({
    "accuracy": Yardstick("score", "share-of-best"),
    "calibration": Yardstick("calibration-error", "rank", "less", needs=_ROWS_FOR_FREQUENCIES),
    "class-imbalance-handling": Yardstick("minority-recall", "rank", needs=_A_RARE_CLASS),
    "extrapolation": Yardstick("extrapolation-error", "rank", "less"),
    "data-need": Yardstick("rows-to-nine-tenths", "own-unit", grows=True),
    "data-quality-sensitivity": Yardstick("score-loss-under-label-noise", "rank"),
    "incrementality": Yardstick("score-loss-of-updates", "kept-skill"),
    "update-latency": Yardstick("update-seconds", "reference", grows=True),
    "training-time": Yardstick("fit-seconds", "reference", grows=True),
    "training-memory": Yardstick("peak-training-bytes", "own-unit", grows=True),
    "training-energy": Yardstick("training-joules", "own-unit", grows=True),
    "model-size": Yardstick("model-bytes", "own-unit", grows=True),
    "inference-latency": Yardstick("row-latency", "reference", needs=_NUMBERS_ALONE),
    "inference-throughput": Yardstick("throughput", "reference", needs=_NUMBERS_ALONE),
    "inference-memory": Yardstick("peak-inference-bytes", "own-unit", grows=True),
    "inference-energy": Yardstick("inference-joules", "own-unit"),
    "robustness": Yardstick("score-loss-under-noise", "rank", "less"),
    "outlier-robustness": Yardstick("score-loss-under-outliers", "rank", "less"),
    "reproducibility": Yardstick("same-bits", "share", bound="most"),
    "stability": Yardstick("prediction-disagreement", "rank", "less"),
})  # fmt: skip
"""What each quality is read off; one that is not here needs people, a deployment or another kind of data.

Missing values are not among them although a loss is measured: the pipeline around an estimator fills what is missing,
while claims say whether the estimator takes it as it is.
"""


@dataclass(frozen=True, slots=True)
class WithinReach:
    """A claim that experiments can tell something of.

    Attributes
    ----------
    pairs : algorithms and data sets for which this claim is the one that counts, sorted
    """

    claim: Claim
    yardstick: Yardstick
    pairs: tuple[Pair, ...]

    @property
    def bound(self) -> Bound | None:
        """Return whether a measurement is only the least, or the most, of what the claim speaks of; None for neither.

        It is the least for what grows with the rows, where the claim names no number of them: such claims speak of
        the usual size, 100,000 rows by 50 features.
        """
        if self.yardstick.grows and not any(condition.field in ROW_FIELDS for condition in self.claim.scope):
            return "least"
        return self.yardstick.bound


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A claim that no experiment here can tell anything of, with the reason as a clause."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What there is to test on.

    Attributes
    ----------
    facts : what each data set tells of a brief, by its id
    runs : algorithms with an installed implementation for each data set, by its id
    measured : measures that experiments can take here
    """

    facts: Mapping[str, Facts]
    runs: Mapping[str, frozenset[str]]
    measured: frozenset[Measure]

    @property
    def installed(self) -> frozenset[str]:
        """Return the algorithms that can be run on any data set."""
        return frozenset().union(*self.runs.values())


def reach_of_claims(knowledge: Knowledge, ground: Ground) -> Mapping[str, WithinReach | OutOfReach]:
    """Return of every claim whether it can be tested, by its id, in the order of the knowledge base."""
    pairs: dict[str, set[Pair]] = {}
    for name, facts in ground.facts.items():
        for algorithm in ground.runs[name]:
            for quality, yardstick in MEASURED_BY.items():
                if not yardstick.fits(facts):
                    continue
                for claim in claims_that_count(knowledge.cells.get((algorithm, quality), ()), facts):
                    pairs.setdefault(claim.id, set()).add((algorithm, name))
    return {
        identity: _judge(knowledge, claim, ground, tuple(sorted(pairs.get(identity, ()))))
        for identity, claim in knowledge.claims.items()
    }


def claims_that_count(claims: Iterable[Claim], facts: Facts) -> tuple[Claim, ...]:
    """Return the claims of one cell that an answer would stand on for these facts, known ones only.

    Parameters
    ----------
    claims : of one algorithm and quality, most telling first, as `Knowledge.cells` has them
    """
    found: list[Claim] = []
    for claim in claims:
        if found and (claim.subject != found[0].subject or len(claim.scope) != len(found[0].scope)):
            break
        if all_hold(claim.scope, facts):
            found.append(claim)
    return tuple(found)


def _judge(knowledge: Knowledge, claim: Claim, ground: Ground, pairs: tuple[Pair, ...]) -> WithinReach | OutOfReach:
    yardstick = MEASURED_BY.get(claim.quality)
    if yardstick is None:
        return OutOfReach(claim, "no experiment measures this quality: it takes people, a deployment or a judgement")
    if not claim.applicable:
        return OutOfReach(claim, "it says that the quality does not apply")
    if yardstick.measure not in ground.measured:
        return OutOfReach(claim, f"`{yardstick.measure}` is not measured here")
    if pairs:
        return WithinReach(claim, yardstick, pairs)
    subjects = _algorithms_below(knowledge, claim.subject)
    if not subjects & ground.installed:
        return OutOfReach(claim, "no implementation is installed that learns from a table of the registry")
    if not any(yardstick.fits(facts) and all_hold(claim.scope, facts) for facts in ground.facts.values()):
        return OutOfReach(claim, "no data set of the registry is in its scope")
    return OutOfReach(claim, "nearer claims, or ones with more conditions, count for every algorithm and data set")


def _algorithms_below(knowledge: Knowledge, subject: str) -> frozenset[str]:
    return frozenset(
        algorithm.id for algorithm in knowledge.algorithms.values() if subject in (algorithm.id, *algorithm.ancestors)
    )
