"""A trace as a page: stratum by stratum what fired, then what nearly fired."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from whichml.export.document import PLAIN, Entry, Mark, Paragraph, Section
from whichml.export.tracing import TracedFact, TracedMiss, TracedStep, TraceView
from whichml.model.statements.fields import fact_in_words

_MOST_NAMED = 6


def trace_page(trace: TraceView) -> Section:
    """Return the rules that fired, each with the facts it stood on, and those that one condition kept back."""
    fired = (
        Section(f"Fired in stratum {stratum}", tuple(_step(step, trace.algorithm) for step in steps))
        for stratum, steps in groupby(trace.fired, lambda step: step.stratum)
    )
    nearly = tuple(map(_miss, trace.nearly)) or (Paragraph("No rule waits for a single condition."),)
    about = f" about {trace.algorithm}" if trace.algorithm else ""
    return Section("", (*fired, Section(f"Nearly fired{about}", nearly)))


def _step(step: TracedStep, algorithm: str | None) -> Entry:
    below = tuple(Entry(said, PLAIN) for said in _behind(step, algorithm))
    counts = not (step.silenced_by or step.not_followed)
    return Entry(f"{step.rule} {step.says} ({step.where})", Mark("+" if counts else "-"), below)


def _behind(step: TracedStep, algorithm: str | None) -> Iterable[str]:
    for fact in step.because:
        yield f"because {fact.field} is {_value(fact)}{_origin(fact)}"
    if step.unless:
        yield f"its exception, {step.unless.field} {step.unless.test}, {_outcome(step.unless)}"
    if step.brief_says is not None:
        yield f"the brief's own word stands: {fact_in_words('', step.brief_says)}"
    for rule, kept in step.kept_from.items():
        yield f"overridden by {rule} for {_names(kept)}"
    if step.not_followed:
        yield f"not followed: {step.not_followed}"
    if step.silenced_by:
        yield f"does not count: overridden by {', '.join(step.silenced_by)}"
    elif step.reaches or (step.reaches is not None and not algorithm):
        yield f"reaches {_names(step.reaches)}"
    elif step.reaches is not None:
        yield f"speaks of {algorithm}, which is out for its task or data, or which another rule keeps"


def _miss(miss: TracedMiss) -> Entry:
    below = []
    for fact in miss.failed:
        if miss.part == "unless":
            said = f"held back because {fact.field} is {_value(fact)}{_origin(fact)}"
        else:
            said = f"waits for: {fact.field} {fact.test}; {_outcome(fact)}"
        below.append(Entry(said, PLAIN))
    return Entry(f"{miss.rule} {miss.says} ({miss.where})", Mark("~"), tuple(below))


def _value(fact: TracedFact) -> str:
    return "not known" if fact.value is None else fact_in_words(fact.field, fact.value)


def _outcome(fact: TracedFact) -> str:
    return "is not known" if fact.value is None else f"does not hold: it is {_value(fact)}{_origin(fact)}"


def _origin(fact: TracedFact) -> str:
    return f" ({fact.origin})" if fact.origin else ""


def _names(algorithms: tuple[str, ...]) -> str:
    named = ", ".join(algorithms[:_MOST_NAMED])
    rest = len(algorithms) - _MOST_NAMED
    return f"{named} and {rest} more" if rest > 0 else named or "nobody"
