"""Which evidence an answer stands on: what the brief names, or all that was given; never that of another task."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whichml.advise.measured_values import Run
from whichml.evidence.leakage_notes import leakage_notices
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import ProbeError, Problem, quoted
from whichml.model.format.field_relevance import SMALL_MACHINES
from whichml.model.statements.conditions import FactValue
from whichml.model.statements.evidence import Evidence

FAR_APART = 2.0
"""From which ratio on two numbers, such as rows, are so different that what was measured may not carry over."""
ALIKE_SHARES = 0.1
"""Up to which difference two shares count as alike, also where one is zero."""


@dataclass(frozen=True, slots=True)
class EvidenceSelection:
    """The runs that an answer stands on, in the order of their ids, and what to say of the choice.

    Attributes
    ----------
    unused : ids of what was given and the brief does not name, which is told
    """

    runs: tuple[Run, ...] = ()
    notices: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()


def select_evidence(brief: Brief, given: Sequence[Evidence]) -> EvidenceSelection:
    """Return the runs that belong to a brief.

    Raises
    ------
    ProbeError
        Where evidence that would be used is about another task.
    """
    by_id = {evidence.id: evidence for evidence in given}
    named = set(brief.evidence) or set(by_id)
    runs = tuple(Run(identity, by_id[identity]) for identity in sorted(by_id.keys() & named))
    wrong = [_of_another_task(run, brief) for run in runs if run.evidence.data.task != brief.task]
    if wrong:
        raise ProbeError(*wrong)
    unused = tuple(sorted(by_id.keys() - named))
    notices = list(_choices(brief, frozenset(by_id), unused))
    for run in runs:
        told = (*_differences(run.evidence, brief), *leakage_notices(run.evidence.data))
        notices += [f"{run.ref} ({run.data_name}): {each}" for each in told]
    return EvidenceSelection(runs, tuple(notices), unused)


def _of_another_task(run: Run, brief: Brief) -> Problem:
    data = run.evidence.data
    return Problem(
        f"the evidence {run.identity} ({run.data_name}) is about {data.task}, and the brief asks for {brief.task}.",
        hint="Name the evidence of this project in the brief's `evidence`, or measure its own data.",
    )


def _choices(brief: Brief, given: frozenset[str], unused: tuple[str, ...]) -> Iterator[str]:
    missing = sorted(set(brief.evidence) - given)
    if missing:
        yield f"the brief names evidence that was not given: {', '.join(missing)}."
    if not brief.evidence and given:
        yield f"the brief names no evidence; all that was given is used: {', '.join(sorted(given))}."
    if unused:
        yield f"evidence was given that the brief does not name, and is not used: {', '.join(unused)}."


def _differences(evidence: Evidence, brief: Brief) -> Iterator[str]:
    """Yield what about the data and the machine differs so much that what was measured may not carry over."""
    facts = brief.facts()
    measured = {"data.rows": evidence.data.rows, "data.features": evidence.data.features, **evidence.data.facts}
    for field in sorted(measured):
        stated = facts.get(field)
        if field.startswith("data.") and stated is not None and _differs(stated, measured[field]):
            there, here = quoted(str(measured[field]))[1:-1], _shown(stated)
            yield f"{field} is {there} there and {here} in the brief; what was measured may not hold."
    target = facts.get("deployment.target")
    if target in SMALL_MACHINES:
        machine = quoted(evidence.machine.processor)
        yield f"times and memory were measured on {machine}, and the brief deploys to a {target}: measure there too."
    if not evidence.complete:
        yield "the run ended before all was measured."


def _differs(stated: FactValue, measured: object) -> bool:
    if isinstance(stated, tuple):
        return set(stated) != set(measured if isinstance(measured, list | tuple) else (measured,))
    if isinstance(stated, bool | str) or isinstance(measured, bool | str):
        return stated != measured
    if not isinstance(measured, int | float):
        return False
    less, more = sorted((float(stated), float(measured)))
    return more > FAR_APART * less and more - less > ALIKE_SHARES


def _shown(stated: FactValue) -> str:
    return ", ".join(stated) if isinstance(stated, tuple) else f"{stated}"
