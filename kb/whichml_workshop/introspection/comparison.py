"""What the fact files say of capabilities, held against what was measured.

Only what is certain is a contradiction:

- a capability written as false that an implementation showed;
- one written as true that no implementation showed, where all of the algorithm's implementations were run;
- a claim of `high` or more that needs a capability, under the same condition.

An implementation that could not be run may have anything, and one that surrounds other estimators may have what it has
not shown around others. Determinism is the exception, since one run that differs is
enough to refute it and no number of equal runs proves it. What is odd and not certain is a hint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Algorithm, Claim
from whichml.knowledge.reading import FactFiles, LocatedValue
from whichml.model.documents.errors import Place, Problem, in_order
from whichml.model.statements.facts import AlgorithmFacts
from whichml.model.values.needed_capabilities import DETERMINISTIC, NEEDED
from whichml.model.values.vocabulary import CLASSIFICATION
from whichml_workshop.introspection.measurement import CapabilityMeasurement

HIGH = 3.0
VERY_LOW = 0.0


@dataclass(frozen=True, slots=True)
class Findings:
    """What does not fit.

    Attributes
    ----------
    contradictions : statements that the measurement refutes
    gaps : capabilities that were measured and are not written
    hints : statements worth a second look
    """

    contradictions: tuple[Problem, ...] = ()
    gaps: tuple[Problem, ...] = ()
    hints: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class CapabilityVerdict:
    """What the implementations of one algorithm show together of one capability.

    Attributes
    ----------
    is_there : for determinism whether all of them show it, for the others whether any does
    is_final : whether no implementation that was not run could change that
    by : the measurements that decide
    """

    is_there: bool
    is_final: bool
    by: tuple[CapabilityMeasurement, ...]

    def told(self, capability: str) -> str:
        """Return who showed what, as a clause."""
        shown = [f"{one.path} ({one.package} {one.version}): {one.seen[capability]}" for one in self.by[:3]]
        more = len(self.by) - len(shown)
        return "; ".join(shown) + (f"; and {more} more" if more else "")


def verdicts(facts: AlgorithmFacts, measured: Mapping[str, CapabilityMeasurement]) -> dict[str, CapabilityVerdict]:
    """Return what the implementations of an algorithm show, by capability; empty where none was run."""
    mine = [measured[one.path] for one in facts.implementations if one.path in measured]
    run = [one for one in mine if one.is_measured]
    all_were_run = len(run) == len(facts.implementations)
    found = {}
    for name in dict.fromkeys(name for one in run for name in one.capabilities):
        telling = [one for one in run if name in one.capabilities]
        decides = name != DETERMINISTIC  # the answer that one implementation settles
        settles = [one for one in telling if one.capabilities[name] is decides]
        is_there = bool(settles) is decides
        is_final = bool(settles) or (all_were_run and not any(one.takes_estimators for one in telling))
        found[name] = CapabilityVerdict(is_there, is_final, tuple(settles or telling))
    return found


def compare_capabilities(
    files: FactFiles, knowledge: Knowledge | None, measured: Mapping[str, CapabilityMeasurement]
) -> Findings:
    """Return what the fact files say against the measurement.

    Parameters
    ----------
    files : the fact files, for their capabilities
    knowledge : the same, compiled, for claims that are inherited; None leaves claims out
    measured : by path
    """
    found = Findings()
    for identity, read in files.algorithms.items():
        seen = verdicts(read.value, measured)
        found = _joined(found, _of_capabilities(read, seen))
        if knowledge is not None and identity in knowledge.algorithms:
            found = _joined(found, _of_claims(knowledge, knowledge.algorithms[identity], seen))
    return Findings(in_order(found.contradictions), in_order(found.gaps), in_order(found.hints))


def _joined(one: Findings, other: Findings) -> Findings:
    return Findings(one.contradictions + other.contradictions, one.gaps + other.gaps, one.hints + other.hints)


def _of_capabilities(read: LocatedValue[AlgorithmFacts], seen: Mapping[str, CapabilityVerdict]) -> Findings:
    contradictions, gaps, hints = [], [], []
    written = read.value.capabilities
    for name, verdict in seen.items():
        right = f"`{name}: {str(verdict.is_there).lower()}`"
        if name not in written:
            if verdict.is_final:
                message = f"`capabilities` of {read.value.id} does not say `{name}`. Measured: {verdict.told(name)}."
                gaps.append(read.document.problem(("capabilities",), message, f"Write {right}."))
        elif written[name] is not verdict.is_there:
            message = (
                f"`{name}` of {read.value.id} is {str(written[name]).lower()}, and running it shows otherwise. "
                f"Measured: {verdict.told(name)}."
            )
            problem = read.document.problem(("capabilities", name), message, f"Write {right}.")
            is_certain = verdict.is_final and not (name == DETERMINISTIC and verdict.is_there)
            if is_certain:
                contradictions.append(problem)
            else:
                hints.append(replace(problem, hint=f"{right} would be right if no other implementation differs."))
    return Findings(tuple(contradictions), tuple(gaps), tuple(hints))


def _of_claims(knowledge: Knowledge, algorithm: Algorithm, seen: Mapping[str, CapabilityVerdict]) -> Findings:
    contradictions: list[Problem] = []
    hints: list[Problem] = []
    for quality, capability in NEEDED.items():
        verdict = seen.get(capability)
        if verdict is None:
            continue
        for claim in _in_force(knowledge, algorithm.id, quality):
            if not verdict.is_there and claim.low >= HIGH:
                problem = _problem(claim, algorithm, f"`{capability}` is not there", verdict.told(capability))
                (contradictions if verdict.is_final else hints).append(problem)
            elif verdict.is_there and claim.high <= VERY_LOW:
                hints.append(_problem(claim, algorithm, f"`{capability}` is there", verdict.told(capability)))
    shares = seen.get("probabilities")
    if shares is not None and not shares.is_there and CLASSIFICATION.intersection(algorithm.facts.solves):
        for claim in _in_force(knowledge, algorithm.id, "calibration"):
            if claim.low >= HIGH:
                hints.append(_problem(claim, algorithm, "`probabilities` is not there", shares.told("probabilities")))
    return Findings(tuple(contradictions), (), tuple(hints))


def _in_force(knowledge: Knowledge, algorithm: str, quality: str) -> Iterator[Claim]:
    """Yield the claims on a cell that no nearer claim with the same scope overrides."""
    scopes: list[object] = []
    for claim in knowledge.cells.get((algorithm, quality), ()):
        if claim.applicable and claim.scope not in scopes:
            scopes.append(claim.scope)
            yield claim


def _problem(claim: Claim, algorithm: Algorithm, finding: str, told: str) -> Problem:
    inherited = "" if claim.subject == algorithm.id else f", which {algorithm.id} inherits"
    message = (
        f"`{claim.quality}` of {claim.subject} is claimed as {claim.level}{inherited}; where {algorithm.id} was run, "
        f"{finding}. Measured: {told}."
    )
    limit = "at most medium" if claim.low >= HIGH else "above very-low"
    hint = f"Write a level {limit}, or a claim of {algorithm.id} itself; or name the implementation that differs."
    return Problem(message, _place(claim.where), hint=hint)


def _place(where: str) -> Place | None:
    name, _, line = where.rpartition(":")
    return Place(name, int(line), 1) if line.isdigit() else None


def paths_of(files: FactFiles) -> Sequence[tuple[str, str]]:
    """Return every implementation of the fact files once: its path and its distribution, by path."""
    return sorted(
        {one.path: one.package for read in files.algorithms.values() for one in read.value.implementations}.items()
    )
