"""What an answer says of one algorithm as a page, down to files, lines and places in sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final

from whichml.export.arguments import percent
from whichml.export.citations import in_full, places, places_in_full
from whichml.export.document import CAUTION, PLAIN, Block, Entry, Mark, Paragraph, Section, Work, Works
from whichml.export.explanation import Comparison, Explanation
from whichml.export.justification_graph import JustificationGraph
from whichml.export.readmission import Bar
from whichml.model.statements.facts import Citation
from whichml.model.statements.justification import Node
from whichml.model.statements.recommendation import Recommendation

_SMALLEST_SHIFT = 0.001
_FROM_ANSWER_ALONE: Final = (
    "This is told from the kept answer alone: today's knowledge did not make it, or its measurements were not kept. "
    "Rules and claims that it names may have changed since, or be gone."
)
_SIGNS = {"for": "+", "against": "-", "neither": "o", "unknown": "?"}
_OUT, _LIFTED, _ADD = Mark("x"), Mark("~"), Mark("+")
Entries = tuple[Entry, ...]
Cite = Callable[[Iterable[Citation]], Entries]


def explanation_page(found: Explanation, answer: Recommendation) -> Section:
    """Return the page: the sentence first, then what stands behind it."""
    page = _ExplanationPage(found, _graph_of(found, answer), places)
    works = Works(tuple(Work(ref, in_full(source)) for ref, source in sorted(found.sources.items())))
    sources = Section("Sources", (works,) if works.works else ())
    return Section(f"{found.name} ({found.algorithm})", (*page.blocks(), sources))


def unfolding_explanation(found: Explanation, answer: Recommendation) -> Section:
    """Return the same for a page that unfolds: each place stands with its work in full, and none are listed below."""
    in_works = partial(places_in_full, sources={**found.sources, **answer.sources})
    page = _ExplanationPage(found, _graph_of(found, answer), in_works)
    return Section(found.name, tuple(page.blocks()))


def _graph_of(found: Explanation, answer: Recommendation) -> JustificationGraph:
    """Return the graph of an answer with what an explanation adds to it."""
    return JustificationGraph(answer, found.nodes)


class _ExplanationPage:
    """The sections of one explanation; `cite` says how cited places are told."""

    def __init__(self, found: Explanation, graph: JustificationGraph, cite: Cite) -> None:
        self.found, self.graph, self.cite = found, graph, cite

    def blocks(self) -> Iterator[Block]:
        """Yield the sentence, then the sections with what stands behind it."""
        found = self.found
        yield Paragraph(found.text)
        if found.from_answer_alone:
            yield Paragraph(_FROM_ANSWER_ALONE)
        yield from self.chain(found.because) if not found.bars and not found.comparisons else ()
        yield Section("Quality by quality", self.comparisons())
        yield Section("What it takes", tuple(self.ways()))
        yield Section("Why not", tuple(map(self.bar, found.bars)))
        yield self.changes()

    def comparisons(self) -> Entries:
        """Return the qualities beside the leader's, or by weight where they are the leader's."""
        ordered = self.found.comparisons
        leads = self.found.verdict == "leader" or all(not c.difference and c.level == c.leader_level for c in ordered)
        if leads:
            ordered = tuple(sorted(ordered, key=lambda c: (-c.weight, c.quality)))
        return tuple(
            Entry(_compared(each, leads), Mark(_SIGNS[each.speaks]), self._backing(each.because)) for each in ordered
        )

    def _backing(self, because: Iterable[str]) -> Entries:
        return tuple(Entry(_node_line(n), PLAIN, self.cite(n.sources)) for n in self.graph.backing(because))

    def ways(self) -> Iterable[Entry]:
        """Yield what it takes to use the algorithm, what it is at risk to miss, and what asks for care."""
        for way in self.found.reductions:
            yield Entry(f"{way.text} {way.cost}", Mark(">"), self.chain(way.because))
        for risk in self.found.risks:
            added = (Entry(f"Add {m.name}: {m.text} {m.cost}", _ADD, self.chain(m.because)) for m in risk.mitigations)
            yield Entry(f"At risk: {risk.text}", CAUTION, (*self.chain(risk.because), *added))
        for met in self.found.met:
            yield Entry(met.text, Mark("="), self.chain(met.because))
        for out in self.found.set_aside:
            said = f"{out.pack} sets aside “{out.title}” (rule {out.rule}), which would {out.effect} it"
            yield Entry(said, CAUTION, self.chain(out.because))
        for caution in self.found.cautions:
            yield Entry(caution.text, CAUTION, self.chain(caution.because))

    def bar(self, bar: Bar) -> Entry:
        """Return what bars the algorithm, with what that rests on."""
        rule = f" (rule {bar.rule}, {bar.where})" if bar.rule else ""
        behind = (identity for node in self.graph.nodes(bar.because) for identity in node.because)
        return Entry(f"{bar.text}{rule}", _OUT, self.chain(behind))

    def changes(self) -> Section:
        """Return what would lift each bar, beside the facts of the brief behind it."""
        entries = []
        for bar in self.found.bars:
            lifted = (Entry(f"lifted if {change}", _LIFTED) for change in bar.lifted_by)
            facts = (Entry(f"the brief says: {fact.text}{_placed(fact.where)}", PLAIN) for fact in bar.facts)
            entries.append(Entry(bar.text, _OUT, (*lifted, *facts)))
        said = (Paragraph(self.found.readmission),) if self.found.readmission else ()
        return Section("What would have to change" if entries else "What would change this", (*said, *entries))

    def chain(self, because: Iterable[str]) -> Entries:
        """Return what nodes rest on down to its ends; what stands further up is not unfolded again."""
        return self._below(because, set())

    def _below(self, because: Iterable[str], unfolded: set[str]) -> Entries:
        entries = []
        for node in self.graph.nodes(because):
            if node.id in unfolded:
                entries.append(Entry(f"{_node_line(node)}{' (see above)' if node.because else ''}", PLAIN))
                continue
            unfolded.add(node.id)
            below = (*self.cite(node.sources), *self._below(node.because, unfolded))
            entries.append(Entry(_node_line(node), PLAIN, below))
        return tuple(entries)


def _compared(comparison: Comparison, leads: bool) -> str:
    weight = f"weight {percent(comparison.weight)}"
    if leads:
        return f"{comparison.name}: {comparison.level} ({weight})"
    shift = comparison.difference
    size = f"{abs(shift):.3f}" if abs(shift) >= _SMALLEST_SHIFT else f"less than {_SMALLEST_SHIFT}"
    effect = f"{size} of utility {'lost' if shift < 0 else 'gained'}" if shift else "no difference"
    return f"{comparison.name}: {comparison.level}, the leader {comparison.leader_level} ({weight}): {effect}"


def _node_line(node: Node) -> str:
    named = f"{node.about}: " if node.kind == "rule" else ""
    return f"{node.kind} {named}{node.text}{_placed(node.where)}"


def _placed(where: str) -> str:
    return f" ({where})" if where else ""
