"""A trace on the terminal: stratum by stratum what fired, then what nearly fired."""

from __future__ import annotations

from whichml.cli.terminal import Page
from whichml.export.tracing import TracedFact, TracedMiss, TracedStep, TraceView
from whichml.model.conditions import FactValue

_MOST_NAMED = 6


class TracePage:
    """Prints one trace."""

    def __init__(self, trace: TraceView, page: Page) -> None:
        self.trace, self.page = trace, page

    def print(self) -> None:
        """Print the rules that fired, each with the facts it stood on, and those that one condition kept back."""
        about = f" about {self.trace.algorithm}" if self.trace.algorithm else ""
        stratum = -1
        for step in self.trace.fired:
            if step.stratum != stratum:
                stratum = step.stratum
                self.page.heading(f"Fired in stratum {stratum}")
            self._step(step)
        self.page.heading(f"Nearly fired{about}")
        if not self.trace.nearly:
            self.page.line("No rule waits for a single condition.", 1)
        for miss in self.trace.nearly:
            self._miss(miss)

    def _step(self, step: TracedStep) -> None:
        self.page.line(f"{step.rule} {step.says} ({step.where})", 1, "-" if step.silenced_by else "+")
        for fact in step.because:
            self.page.line(f"because {fact.field} is {shown(fact.value)}{_origin(fact)}", 3)
        if step.unless:
            self.page.line(f"its exception, {step.unless.field} {step.unless.test}, {_outcome(step.unless)}", 3)
        if step.brief_says is not None:
            self.page.line(f"the brief's own word stands: {shown(step.brief_says)}", 3)
        if step.silenced_by:
            self.page.line(f"does not count: overridden by {', '.join(step.silenced_by)}", 3)
        elif step.reaches is not None:
            self.page.line(self._reach(step.reaches), 3)

    def _reach(self, reached: tuple[str, ...]) -> str:
        if not reached and self.trace.algorithm:
            return f"speaks of {self.trace.algorithm}, which is out for its task or data, or which another rule keeps"
        return f"reaches {_names(reached)}"

    def _miss(self, miss: TracedMiss) -> None:
        self.page.line(f"{miss.rule} {miss.says} ({miss.where})", 1, "~")
        for fact in miss.failed:
            if miss.part == "unless":
                said = f"held back because {fact.field} is {shown(fact.value)}{_origin(fact)}"
            else:
                said = f"waits for: {fact.field} {fact.test}; {_outcome(fact)}"
            self.page.line(said, 3)


def shown(value: FactValue | None) -> str:
    """Return a fact's value as a brief would write it."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ", ".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def _outcome(fact: TracedFact) -> str:
    return "is not known" if fact.value is None else f"does not hold: it is {shown(fact.value)}{_origin(fact)}"


def _origin(fact: TracedFact) -> str:
    return f" ({fact.origin})" if fact.origin else ""


def _names(algorithms: tuple[str, ...]) -> str:
    named = ", ".join(algorithms[:_MOST_NAMED])
    rest = len(algorithms) - _MOST_NAMED
    return f"{named} and {rest} more" if rest > 0 else named or "nobody"
