"""What an answer says of one algorithm, on the terminal, down to files, lines and places in sources."""

from __future__ import annotations

from collections.abc import Iterable

from whichml.cli.terminal import Page
from whichml.export.arguments import percent
from whichml.export.explanation import Comparison, Explanation
from whichml.export.grounds import Grounds
from whichml.export.works import address_of, reading_of, title_line
from whichml.model.facts import Citation
from whichml.model.recommendation import Node, Recommendation

_SMALLEST_SHIFT = 0.001
_MARKS = {"for": "+", "against": "-", "neither": "o", "unknown": "?"}


class ExplanationPage:
    """Prints one explanation."""

    def __init__(self, found: Explanation, answer: Recommendation, page: Page) -> None:
        self.found, self.answer, self.page = found, answer, page
        self.grounds = Grounds(answer)

    def print(self) -> None:
        """Print the sentence first, then what stands behind it."""
        self.page.title(f"{self.found.name} ({self.found.algorithm})")
        self.page.line(self.found.text)
        self._comparisons()
        for reduction in self.found.reductions:
            self.page.line(f"{reduction.text} {reduction.cost}", 1, ">")
            self._chain(reduction.because, 2)
        for risk in self.found.risks:
            self.page.line(f"At risk: {risk.text}", 1, "!")
            self._chain(risk.because, 2)
            for mitigation in risk.mitigations:
                self.page.line(f"Add {mitigation.name}: {mitigation.text} {mitigation.cost}", 2, "+")
                self._chain(mitigation.because, 3)
        for met in self.found.met:
            self.page.line(met.text, 1, "=")
            self._chain(met.because, 2)
        for caution in self.found.cautions:
            self.page.line(caution.text, 1, "!")
            self._chain(caution.because, 2)
        self._bars()
        if not self.found.bars and not self.found.comparisons:
            self._chain(self.found.because, 1)
        if self.found.bars:
            self._changes()
        elif self.found.readmission:
            self.page.heading("What would change this")
            self.page.line(self.found.readmission, 1)
        self._sources()

    def _comparisons(self) -> None:
        if not self.found.comparisons:
            return
        leads = self.found.verdict == "leader" or self.found.leader == self.found.algorithm
        ordered = self.found.comparisons
        if leads:
            ordered = tuple(sorted(ordered, key=lambda c: (-c.weight, c.quality)))
        self.page.heading("Quality by quality")
        for comparison in ordered:
            self.page.line(_compared(comparison, leads), 1, _MARKS[comparison.speaks])
            self._backing(comparison.because)

    def _backing(self, because: Iterable[str]) -> None:
        for node in self.grounds.backing(because):
            self.page.line(_node_line(node), 3)
            self._citations(node.sources, 4)

    def _bars(self) -> None:
        if self.found.bars:
            self.page.heading("Why not")
        for bar in self.found.bars:
            rule = f" (rule {bar.rule}, {bar.where})" if bar.rule else ""
            self.page.line(f"{bar.text}{rule}", 1, "x")
            behind = [identity for node in self.grounds.nodes(bar.because) for identity in node.because]
            self._chain(behind, 2)

    def _chain(self, because: Iterable[str], depth: int) -> None:
        for step in self.grounds.chain(because):
            again = " (see above)" if step.repeated and step.node.because else ""
            self.page.line(f"{_node_line(step.node)}{again}", depth + step.depth)
            if not step.repeated:
                self._citations(step.node.sources, depth + step.depth + 1)

    def _citations(self, citations: tuple[Citation, ...], depth: int) -> None:
        for citation in citations:
            self.page.line(f"[{citation.ref}] {citation.locator}: {citation.supports}", depth)

    def _changes(self) -> None:
        self.page.heading("What would have to change")
        self.page.line(self.found.readmission, 1)
        for bar in self.found.bars:
            self.page.line(bar.text, 1, "x")
            for change in bar.lifted_by:
                self.page.line(f"lifted if {change}", 3, "~")
            for fact in bar.facts:
                self.page.line(f"the brief says: {fact.text}{_placed(fact.where)}", 3)

    def _sources(self) -> None:
        if self.found.sources:
            self.page.heading("Sources")
        for ref, source in sorted(self.found.sources.items()):
            reading = f" ({reading_of(source)})" if reading_of(source) else ""
            self.page.line(f"{title_line(source)} {address_of(source)}{reading}", 1, f"[{ref}]")


def _compared(comparison: Comparison, leads: bool) -> str:
    weight = f"weight {percent(comparison.weight)}"
    if leads:
        return f"{comparison.name}: {comparison.level} ({weight})"
    shift = comparison.difference
    size = f"{abs(shift):.3f}" if abs(shift) >= _SMALLEST_SHIFT else f"less than {_SMALLEST_SHIFT}"
    effect = f"{size} of utility {'lost' if shift < 0 else 'gained'}" if shift else "no difference"
    return f"{comparison.name}: {comparison.level}, the leader {comparison.leader_level} ({weight}): {effect}"


def _node_line(node: Node) -> str:
    named = f"{node.id.removeprefix('rule:')}: " if node.kind == "rule" else ""
    return f"{node.kind} {named}{node.text}{_placed(node.where)}"


def _placed(where: str) -> str:
    return f" ({where})" if where else ""
