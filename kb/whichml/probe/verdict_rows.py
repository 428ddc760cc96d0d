"""Every claim with its verdict: what it says, what was measured, and why it is judged so; as rows and as a CSV file."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from whichml.knowledge.base import Claim, Knowledge
from whichml.model.conditions import Facts
from whichml.model.evidence import Evidence
from whichml.probe.datasets import Registry
from whichml.probe.levels import MeasuredSpan, median_of, span_over_sets
from whichml.probe.positions import Positions, positions_of
from whichml.probe.testable import Ground, OutOfReach, Pair, WithinReach, reach_of_claims
from whichml.probe.verdicts import VERDICTS, Verdict, claimed_span, judge

COLUMNS: Final = (
    "claim", "quality", "subject", "written", "low", "median", "high", "measured", "sets", "verdict", "note",
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

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the row as the CSV file has it; positions with two digits."""
        span = self.measured
        ends = ("", "", "") if span is None else (f"{span.low:.2f}", f"{span.median:.2f}", f"{span.high:.2f}")
        told = ("", "0") if span is None else (span.level, str(span.n_sets))
        return (self.claim, self.quality, self.subject, self.written, *ends, *told, self.verdict, self.note)


def verdict_rows(knowledge: Knowledge, registry: Registry, evidence: Sequence[Evidence]) -> tuple[VerdictRow, ...]:
    """Return the verdict on every claim, in the order of their ids; nothing but the arguments decides it.

    Parameters
    ----------
    evidence : one for each data set
    """
    ground = ground_of(evidence)
    positions = positions_of(evidence, registry.reference)
    judged = reach_of_claims(knowledge, ground)
    return tuple(_row(judged[identity], positions) for identity in sorted(judged))


def ground_of(evidence: Iterable[Evidence]) -> Ground:
    """Return what evidence lets test: its data sets, what ran on each, and the measures that it holds."""
    facts: dict[str, Facts] = {}
    runs: dict[str, frozenset[str]] = {}
    measured = set()
    for each in evidence:
        facts[each.data.name] = each.data.facts
        runs[each.data.name] = frozenset(found.algorithm for found in each.measurements)
        measured |= {found.measure for found in each.measurements}
    return Ground(facts, runs, frozenset(measured))


def counts_of(rows: Iterable[VerdictRow]) -> Mapping[Verdict, int]:
    """Return how many claims there are of each verdict, all verdicts named."""
    counted = Counter(row.verdict for row in rows)
    return {verdict: counted[verdict] for verdict in VERDICTS}


def to_csv(rows: Iterable[VerdictRow]) -> str:
    """Return the rows as CSV with a head line; claims that cannot be tested are left out, since nothing is measured."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(COLUMNS)
    table.writerows(row.cells for row in rows if row.verdict != "untestable")
    return text.getvalue()


def _row(judged: WithinReach | OutOfReach, positions: Positions) -> VerdictRow:
    claim = judged.claim
    if isinstance(judged, OutOfReach):
        return _of(claim, None, "untestable", judged.reason)
    measured = _span(judged.pairs, positions[claim.quality])
    if measured is None:
        return _of(claim, None, "open", "no trial in its scope ended with a number")
    verdict, note = judge(claimed_span(claim), measured, judged.bound)
    return _of(claim, measured, verdict, note)


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
