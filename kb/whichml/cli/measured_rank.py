"""What a probe makes of the answer: its ranking with what was measured, and what of it still rests on claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from whichml.export.arguments import goodness
from whichml.export.document import CAUTION, Entry, Section
from whichml.export.evidence_table import Row, is_same_score, rows_of
from whichml.export.nothing_learnt import NOTHING_LEARNT
from whichml.model.statements.evidence import CONSTANT, LINEAR, Evidence
from whichml.model.statements.recommendation import Candidate, Recommendation

MOST_RANKS = 5
_TELLS = 0.0005
"""The least share of utility that three places show."""


def measured_rank(
    answer: Recommendation, evidence: Evidence, missing: Mapping[str, str] = MappingProxyType({})
) -> Section:
    """Return the first ranks, each with its score or with why it has none, and everybody else who was measured.

    Where the leader was not measured, or another one scores better, what to know of that comes first.

    Parameters
    ----------
    answer : to the brief of the probe, on its evidence
    missing : why algorithms cannot be run here, and what installs them, by id
    """
    rows = {row.algorithm: row for row in rows_of(evidence)}  # those that are compared first, the best score first
    rows |= {name: Row(name, "", not_tried=why) for name, why in missing.items() if name not in rows}
    told = (
        *((f"{place}{name}", name) for place, name in _ranked(answer, rows)),
        *((f"behind these: {name}", name) for name in _measured_of(answer.outclassed, rows)),
        *(
            (f"ruled out: {each.algorithm}", each.algorithm)
            for each in answer.excluded
            if _is_own(each.algorithm, rows)
        ),
    )
    entries = (Entry(f"{called}: {_standing(name, rows, evidence.metric)}") for called, name in told)
    return Section("Ranked with these measurements", (*_of_leader(answer, rows, evidence.metric), *entries))


def _ranked(answer: Recommendation, rows: Mapping[str, Row]) -> Iterator[tuple[str, str]]:
    """Yield the first ranks and all that were measured further down, each with its place; who shares one follows."""
    for number, ranked in enumerate(answer.candidates):
        if number < MOST_RANKS or _is_measured(ranked.algorithm, rows):
            yield f"{ranked.rank}. ", ranked.algorithm
        for alike in ranked.equivalents:
            if _is_measured(alike, rows):
                yield f"{ranked.rank}., beside {ranked.algorithm}: ", alike


def _measured_of(candidates: Iterable[Candidate], rows: Mapping[str, Row]) -> Iterator[str]:
    """Yield who was measured, those that share a place included."""
    for each in candidates:
        yield from (name for name in (each.algorithm, *each.equivalents) if _is_measured(name, rows))


def _is_own(algorithm: str, rows: Mapping[str, Row]) -> bool:
    """Tell whether something was measured that is no baseline of every probe."""
    return algorithm not in (CONSTANT, LINEAR) and _is_measured(algorithm, rows)


def _of_leader(answer: Recommendation, rows: Mapping[str, Row], metric: str) -> tuple[Entry, ...]:
    """Return why somebody leads who was not measured or scores less than another; nothing where the best one leads.

    Where nothing was learnt, it is that, since no place in the ranking comes from these measurements.
    """
    if not answer.candidates:
        return ()
    if answer.nothing_learnt:
        return (Entry(f"{NOTHING_LEARNT} The order below is by what is claimed, and no advice to start.", CAUTION),)
    if _is_measured(answer.candidates[0].algorithm, rows):
        return _of_better_score(answer, rows, metric)
    leader = answer.candidates[0].algorithm
    first = next(_measured_of((*answer.candidates, *answer.outclassed), rows), None)
    measured = "nothing that it ranks was measured" if first is None else f"the first that was measured is {first}"
    why = "leads by what is claimed and what others measured, not by this probe"
    return (Entry(f"{leader} {why}; {_what_is_missing(leader, rows)}. Until then {measured}.", CAUTION),)


def _of_better_score(answer: Recommendation, rows: Mapping[str, Row], metric: str) -> tuple[Entry, ...]:
    """Return by what a leader leads although another scores better; nothing where none does on the same parts.

    Parameters
    ----------
    rows : those that are compared first, the best score first of all
    """
    leader, row = answer.candidates[0], rows[answer.candidates[0].algorithm]
    every = (*answer.candidates, *answer.outclassed)
    candidates = {name: each for each in every for name in (each.algorithm, *each.equivalents)}
    best = next((each for name, each in rows.items() if each.is_compared and name in candidates), None)
    if not row.is_compared or best is None or is_same_score(best, row):
        return ()
    other = candidates[best.algorithm]
    if other is leader:
        return ()  # the list shows both on the same rank
    gains = _gains(leader, other)
    by = f" by {' and '.join(gains)}" if gains else ""
    figures = f"{metric} {best.score:.3f} against {row.score:.3f}"
    said = f"{best.algorithm} scores better ({figures}), and {leader.algorithm} leads{by}"
    return (Entry(f"{said}. Where the score alone decides, take {best.algorithm}.", CAUTION),)


def _gains(leader: Candidate, other: Candidate) -> tuple[str, ...]:
    """Return the two qualities by which the leader gains most over another candidate, each with its utility."""
    of_other = {rated.quality: goodness(rated) for rated in other.qualities}
    shares = {
        rated.quality.replace("-", " "): rated.weight * (goodness(rated) - of_other[rated.quality])
        for rated in leader.qualities
        if rated.quality in of_other
    }
    if leader.practice is not None and other.practice is not None:
        shares["established practice"] = leader.practice.weight * (leader.practice.goodness - other.practice.goodness)
    most = sorted((name for name in shares if shares[name] >= _TELLS), key=lambda name: (-shares[name], name))
    return tuple(f"{name} ({shares[name]:.3f} of utility)" for name in most[:2])


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
