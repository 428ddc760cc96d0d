"""Every claim with its verdict: what it says, what was measured, and why it is judged so; as rows and as a CSV file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from whichml.evidence.datasets import Registry
from whichml.evidence.levels import MeasuredSpan, median_of, span_over_sets
from whichml.evidence.permutation_control import PermutationControl, PermutedOutcomes, QualityControl, permutation_count
from whichml.evidence.positions import Positions, positions_of
from whichml.evidence.testable import AvailableEvidence, Pair, TestableClaim, UntestableClaim, testability_of_claims
from whichml.evidence.verdicts import MOST_BY_CHANCE, VERDICTS, Verdict, claimed_span, judge_claim
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Claim
from whichml.model.statements.conditions import Facts
from whichml.model.statements.evidence import Evidence

THIS_EVIDENCE: Final = "verification"
"""The source that claims cite which this evidence mended or put up for debate: it cannot confirm them too."""
COLUMNS: Final = (
    "claim", "quality", "subject", "written", "low", "median", "high", "measured", "sets", "chance",
    "verdict", "note",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """One line of the report.

    Attributes
    ----------
    written : what the claim says, as its file does
    measured : where its subject stands over the data sets; None where nothing was measured in the claim's scope
    debate : what the claim says of a disagreement between sources
    where : file and line of the claim
    chance : for which share of other algorithms it would hold as well; None where that cannot be told
    """

    claim: str
    quality: str
    subject: str
    written: str
    measured: MeasuredSpan | None
    verdict: Verdict
    note: str
    debate: str
    where: str
    chance: float | None = None

    @property
    def is_verified(self) -> bool:
        """Return whether the measurements agree with the claim, whatever that is worth."""
        return self.verdict in ("confirmed", "narrowed")

    @property
    def tells_apart(self) -> bool:
        """Return whether the claim would hold of so few other algorithms that agreeing with it is evidence."""
        return self.chance is not None and self.chance <= MOST_BY_CHANCE

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as the CSV file has it; positions with two digits."""
        span = self.measured
        ends = ("", "", "") if span is None else (f"{span.low:.2f}", f"{span.median:.2f}", f"{span.high:.2f}")
        told = ("", "0") if span is None else (span.level, str(span.n_sets))
        chance = "" if self.chance is None else f"{self.chance:.2f}"
        return (self.claim, self.quality, self.subject, self.written, *ends, *told, chance, self.verdict, self.note)


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on every claim, in the order of their ids, and what chance would give for each quality."""

    rows: tuple[VerdictRow, ...]
    controls: tuple[QualityControl, ...]


def judgement_of(knowledge: Knowledge, registry: Registry, evidence: Sequence[Evidence]) -> Judgement:
    """Return the verdict on every claim and, for each quality that was tested, how many would agree by chance.

    Parameters
    ----------
    evidence : one for each data set
    """
    positions = positions_of(evidence, registry.reference)
    judged = testability_of_claims(knowledge, available_evidence(evidence))
    permutations = PermutationControl(positions)
    outcomes = {
        identity: permutations.outcomes(each.claim.quality, each.pairs, claimed_span(each.claim).accepted(each.bound))
        for identity, each in judged.items()
        if isinstance(each, TestableClaim)
    }
    rows = tuple(_row(judged[identity], positions, outcomes.get(identity)) for identity in sorted(judged))
    return Judgement(rows, _controls(rows, outcomes))


def _controls(rows: Iterable[VerdictRow], outcomes: Mapping[str, PermutedOutcomes]) -> tuple[QualityControl, ...]:
    """Return the control of each quality in the order of their ids, then that of all together."""
    tested = [row for row in rows if row.verdict != "untestable"]
    qualities = sorted({row.quality for row in tested})
    by_quality = [_control(each, [row for row in tested if row.quality == each], outcomes) for each in qualities]
    return (*by_quality, _control("", tested, outcomes))


def _control(quality: str, rows: Sequence[VerdictRow], outcomes: Mapping[str, PermutedOutcomes]) -> QualityControl:
    known = [row for row in rows if row.chance is not None]
    telling = [row for row in rows if row.tells_apart]
    return QualityControl(
        quality,
        len(rows),
        permutation_count(sum(row.is_verified for row in known), [outcomes[row.claim] for row in known]),
        len(telling),
        permutation_count(sum(row.is_verified for row in telling), [outcomes[row.claim] for row in telling]),
    )


def available_evidence(evidence: Iterable[Evidence]) -> AvailableEvidence:
    """Return what evidence lets test: its data sets, what ran on each, and the measures that it holds."""
    facts: dict[str, Facts] = {}
    runs: dict[str, frozenset[str]] = {}
    measured = set()
    for each in evidence:
        facts[each.data.name] = each.data.facts
        runs[each.data.name] = frozenset(found.algorithm for found in each.measurements)
        measured |= {found.measure for found in each.measurements}
    return AvailableEvidence(facts, runs, frozenset(measured))


def verdict_counts(rows: Iterable[VerdictRow]) -> Mapping[Verdict, int]:
    """Return how many claims there are of each verdict, all verdicts named."""
    counted = Counter(row.verdict for row in rows)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def verdicts_to_csv(rows: Iterable[VerdictRow]) -> str:
    """Return the rows as CSV with a head line; claims that cannot be tested are left out, since nothing is measured."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(row.cells for row in rows if row.verdict != "untestable")
    return text.getvalue()


def _row(
    judged: TestableClaim | UntestableClaim, positions: Positions, outcomes: PermutedOutcomes | None
) -> VerdictRow:
    claim = judged.claim
    if isinstance(judged, UntestableClaim):
        return _of(claim, None, "untestable", judged.reason)
    chance = None if outcomes is None else outcomes.chance
    measured = _span(judged.pairs, positions[claim.quality])
    if measured is None:
        return _of(claim, None, "open", "no trial in its scope ended with a number")
    claimed = claimed_span(claim)
    verdict, note = judge_claim(claimed, measured, judged.bound, chance)
    if verdict != "contradicted" and any(citation.ref == THIS_EVIDENCE for citation in claim.sources):
        return _of(claim, measured, "open", "it cites this evidence, which cannot speak for it")
    return replace(_of(claim, measured, verdict, note), chance=chance)


def _of(claim: Claim, measured: MeasuredSpan | None, verdict: Verdict, note: str) -> VerdictRow:
    return VerdictRow(
        claim.id, claim.quality, claim.subject, claim.level, measured, verdict, note, claim.debate, claim.where
    )


def _span(pairs: Iterable[Pair], placed: Mapping[Pair, float]) -> MeasuredSpan | None:
    """Return the span over data sets; where a claim speaks of several algorithms, each set counts with their median."""
    by_set: dict[str, list[float]] = {}
    for pair in pairs:
        if pair in placed:
            by_set.setdefault(pair[1], []).append(placed[pair])
    return span_over_sets([median_of(found) for found in by_set.values()]) if by_set else None
