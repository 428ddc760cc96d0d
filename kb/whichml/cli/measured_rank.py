"""What a probe makes of the answer: its ranking with what was measured, and what of it still rests on claims."""

from __future__ import annotations

from collections.abc import Mapping

from whichml.export.document import CAUTION, Entry, Section
from whichml.export.evidence_table import Row, rows_of
from whichml.model.evidence import Evidence
from whichml.model.recommendation import Recommendation

_MOST_RANKS = 5


def measured_rank(answer: Recommendation, evidence: Evidence) -> Section:
    """Return the first ranks, each with its score or with why it has none, and who was measured and is behind them.

    Where the leader was not measured, what to know of that comes first.

    Parameters
    ----------
    answer : to the brief of the probe, on its evidence
    """
    rows = {row.algorithm: row for row in rows_of(evidence)}
    entries = [
        Entry(f"{ranked.rank}. {ranked.algorithm}: {_standing(ranked.algorithm, rows, evidence.metric)}")
        for ranked in answer.candidates[:_MOST_RANKS]
    ]
    entries += [
        Entry(f"behind these: {ranked.algorithm}: {_standing(ranked.algorithm, rows, evidence.metric)}")
        for ranked in answer.outclassed
        if _is_measured(ranked.algorithm, rows)
    ]
    return Section("Ranked with these measurements", (*_of_leader(answer, rows), *entries))


def _of_leader(answer: Recommendation, rows: Mapping[str, Row]) -> tuple[Entry, ...]:
    """Return why somebody leads who was not measured, and who is the first that was; nothing where the leader was."""
    if not answer.candidates or _is_measured(answer.candidates[0].algorithm, rows):
        return ()
    leader = answer.candidates[0].algorithm
    ranked = [each.algorithm for each in (*answer.candidates, *answer.outclassed)]
    first = next((name for name in ranked if _is_measured(name, rows)), None)
    measured = "nothing that it ranks was measured" if first is None else f"the first that was measured is {first}"
    why = "leads by what is claimed and what others measured, not by this probe"
    return (Entry(f"{leader} {why}; {_what_is_missing(leader, rows)}. Until then {measured}.", CAUTION),)


def _is_measured(algorithm: str, rows: Mapping[str, Row]) -> bool:
    return algorithm in rows and rows[algorithm].score is not None


def _standing(algorithm: str, rows: Mapping[str, Row], metric: str) -> str:
    if not _is_measured(algorithm, rows):
        return f"not measured; {_what_is_missing(algorithm, rows)}"
    row = rows[algorithm]
    apart = "" if row.is_compared else f", on {row.rows:,} rows and so not compared"
    return f"measured, {metric} {row.score:.3f}{apart}"


def _what_is_missing(algorithm: str, rows: Mapping[str, Row]) -> str:
    """Return what it takes to measure an algorithm, as a clause."""
    row = rows.get(algorithm)
    if row is None:
        return f"to measure it, give --algorithm {algorithm}, or a larger --top or --budget"
    if row.not_tried:
        return row.not_tried.rstrip(".")
    return f"it failed here ({'; '.join(row.failures).rstrip('.')})"
