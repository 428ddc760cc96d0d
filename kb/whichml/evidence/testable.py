"""Which claims can be tested, by which measure, with which algorithms on which data sets; and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Claim
from whichml.model.statements.conditions import Facts, all_hold
from whichml.model.statements.measures import MEASURED_BY, Bound, Measure, MeasureForm

Pair: TypeAlias = tuple[str, str]
"""An algorithm and a data set."""
ROW_FIELDS: Final = frozenset({"data.rows", "data.labelled_rows", "data.training_rows", "data.rows_per_feature"})


@dataclass(frozen=True, slots=True)
class TestableClaim:
    """A claim that experiments can tell something of.

    Attributes
    ----------
    pairs : algorithms and data sets for which this claim is the one that counts, sorted
    """

    claim: Claim
    form: MeasureForm
    pairs: tuple[Pair, ...]

    @property
    def bound(self) -> Bound | None:
        """Return whether a measurement is only the least, or the most, of what the claim speaks of; None for neither.

        It is the least for what grows with the rows, where the claim names no number of them: such claims speak of
        the usual size, 100,000 rows by 50 features.
        """
        if self.form.grows and not any(condition.field in ROW_FIELDS for condition in self.claim.scope):
            return "least"
        return self.form.bound


@dataclass(frozen=True, slots=True)
class UntestableClaim:
    """A claim that no experiment here can tell anything of, with the reason as a clause."""

    claim: Claim
    reason: str


@dataclass(frozen=True, slots=True)
class AvailableEvidence:
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


def testability_of_claims(
    knowledge: Knowledge, available: AvailableEvidence
) -> Mapping[str, TestableClaim | UntestableClaim]:
    """Return of every claim whether it can be tested, by its id, in the order of the knowledge base."""
    pairs: dict[str, set[Pair]] = {}
    for name, facts in available.facts.items():
        for algorithm in available.runs[name]:
            for quality, form in MEASURED_BY.items():
                if not form.fits(facts):
                    continue
                for claim in claims_that_count(knowledge.cells.get((algorithm, quality), ()), facts):
                    pairs.setdefault(claim.id, set()).add((algorithm, name))
    installed = available.installed
    spoken_of = frozenset(
        subject for algorithm in knowledge.algorithms.values() if algorithm.id in installed
        for subject in algorithm.lineage
    )  # fmt: skip
    return {
        identity: _judge(claim, available, spoken_of, tuple(sorted(pairs.get(identity, ()))))
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


def _judge(
    claim: Claim, available: AvailableEvidence, spoken_of: frozenset[str], pairs: tuple[Pair, ...]
) -> TestableClaim | UntestableClaim:
    """Return whether a claim can be tested, and by what.

    Parameters
    ----------
    spoken_of : whatever claims of algorithms that can be run may have as their subject
    """
    form = MEASURED_BY.get(claim.quality)
    if form is None:
        return UntestableClaim(
            claim, "no experiment measures this quality: it takes people, a deployment or a judgement"
        )
    if not claim.applicable:
        return UntestableClaim(claim, "it says that the quality does not apply")
    if form.id not in available.measured:
        return UntestableClaim(claim, f"`{form.id}` is not measured here")
    if pairs:
        return TestableClaim(claim, form, pairs)
    if claim.subject not in spoken_of:
        return UntestableClaim(claim, "no implementation is installed that learns from a table of the registry")
    if not any(form.fits(facts) and all_hold(claim.scope, facts) for facts in available.facts.values()):
        return UntestableClaim(claim, "no data set of the registry is in its scope")
    return UntestableClaim(claim, "nearer claims, or ones with more conditions, count for every algorithm and data set")
