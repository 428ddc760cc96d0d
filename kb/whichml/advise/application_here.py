"""What is known of the application that a brief is about: what practice starts with, and what decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from whichml.advise.justification import JustificationBuilder
from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import Brief
from whichml.model.briefs.recognised_application import APPLICATION, NO_APPLICATION
from whichml.model.statements.application_facts import ApplicationFacts, BesideFacts, LeadFacts, PointFacts
from whichml.model.statements.conditions import Conditions, Facts, serves
from whichml.model.statements.facts import Cases, Citation
from whichml.model.statements.recommendation import ApplicationTold, FormHere, PointTold
from whichml.model.words.recognised_terms import TermIndex, stems_of

_OF_TERMS: Final = 2
"""As how many words that a point and a brief share a term counts that was written for it."""
_FEW: Final = 2
"""How many points of an application may use a word that still tells one of them."""


@dataclass(frozen=True)
class ApplicationHere:
    """An application as it is in one brief.

    Attributes
    ----------
    facts : those of the brief, of rules, and of who leads the answer so far as that is known
    where : where the application is described
    """

    knowledge: Knowledge
    known: ApplicationFacts
    where: str
    brief: Brief
    facts: Facts

    @classmethod
    def of(cls, knowledge: Knowledge, brief: Brief, facts: Facts) -> ApplicationHere | None:
        """Return the application that a brief is about; None where it is about none that is known."""
        named = brief.project.application
        if named is None or named == NO_APPLICATION or named not in knowledge.applications:
            return None
        known = knowledge.applications[named]
        return cls(knowledge, known.facts, known.where, brief, facts)

    @cached_property
    def lead(self) -> LeadFacts | None:
        """Return what practice starts with here."""
        return next((each for each in self.known.lead if self._serves(each.when, each.unless)), None)

    @property
    def established(self) -> tuple[str, ...]:
        """Return the algorithm that practice starts with here, if any."""
        return (self.lead.algorithm,) if self.lead is not None else ()

    def mistakes(self) -> Iterator[tuple[str, str, int]]:
        """Yield the algorithms that cannot do it here, each with why and its number among the mistakes."""
        for index, each in enumerate(self.known.mistakes):
            if self._serves(each.when, each.unless):
                yield from ((algorithm, each.because, index) for algorithm in each.algorithm)

    def mistake_node(self, index: int, graph: JustificationBuilder) -> str:
        """Return the node that says why something cannot do it here."""
        mistake = self.known.mistakes[index]
        return self._node(graph, f"mistakes:{index}", mistake.because, mistake.when, mistake.sources)

    def form(self, algorithm: str, graph: JustificationBuilder) -> FormHere | None:
        """Return what practitioners would build of an algorithm in this application; None where nothing is said."""
        lead = self.lead
        if lead is None or lead.form is None or lead.algorithm != algorithm:
            return None
        return FormHere(text=lead.form, because=(self.lead_node(graph),))

    def told(self, leader: str, graph: JustificationBuilder) -> ApplicationTold:
        """Return what is told of the application beside who leads the answer."""
        first = self.lead if self.lead is not None and self.lead.algorithm == leader else None
        why = [] if first is None else [
            PointTold(text=first.why, because=(self.lead_node(graph),), spoken=True)
        ]  # fmt: skip
        points = (
            PointTold(
                text=each.say,
                because=(self._node(graph, f"points:{n}", each.say, each.when, each.sources),),
                spoken=bool(shared),
            )
            for shared, n, each in self._points()
        )
        return ApplicationTold(
            application=self.known.id, name=self.known.name, points=(*why, *points), because=(self.about(graph),)
        )

    def about(self, graph: JustificationBuilder) -> str:
        """Return the node that says what the brief is taken to be about."""
        text = f"the brief is about {self.known.name}"
        because = graph.facts((APPLICATION,))
        identity = f"evidence:application:{self.known.id}"
        return graph.add(identity, "evidence", text, because, self.known.sources, self.where)

    @property
    def beside(self) -> BesideFacts | None:
        """Return what to keep beside whatever is built; None where there is nothing, or it is not for such a brief."""
        kept = self.known.beside
        return kept if kept is not None and self._serves(kept.when, kept.unless) else None

    def beside_node(self, graph: JustificationBuilder) -> str:
        """Return the node of what to keep beside whatever is built; there has to be something."""
        assert self.known.beside is not None
        kept = self.known.beside
        return self._node(graph, "beside", f"Keep {kept.named} beside it: {kept.why}", kept.when, kept.sources)

    def _points(self) -> list[tuple[int, int, PointFacts]]:
        """Return what decides here, with how much a brief speaks of it and its number, the most spoken of first.

        What is spoken of as much stands in the written order.
        """
        prose = self._prose
        spoken = TermIndex(term for each in self.known.points for term in (*each.about, *each.only)).used_in(prose)
        served = [
            (n, each)
            for n, each in enumerate(self.known.points)
            if self._serves(each.when, each.unless) and (not each.only or not spoken.keys().isdisjoint(each.only))
        ]
        stems, common = stems_of(prose), self._common_stems
        found = (
            (
                _OF_TERMS * sum(term in spoken for term in (*each.about, *each.only))
                + len((stems_of(each.say) & stems) - common),
                n,
                each,
            )
            for n, each in served
        )
        return sorted(found, key=lambda told: (-told[0], told[1]))

    @property
    def _common_stems(self) -> frozenset[str]:
        """Return the stems that part no point from another: of words that tell the application, or that many use."""
        used = Counter(stem for each in self.known.points for stem in stems_of(each.say))
        told = stems_of(" ".join(term for group in self.known.words for term in group))
        return told | {stem for stem, n_points in used.items() if n_points > _FEW}

    @property
    def _prose(self) -> str:
        return f"{self.brief.title or ''} {self.brief.prose}"

    def lead_node(self, graph: JustificationBuilder) -> str:
        """Return the node of what practice starts with here; there has to be something."""
        assert self.lead is not None
        name = graph.name_of(self.lead.algorithm)
        form = f", {self.lead.form}" if self.lead.form else ""
        text = f"{self.known.name} starts with {name}{form}: {self.lead.why}"
        return self._node(graph, f"lead:{self.lead.algorithm}", text, self.lead.when, self.lead.sources)

    def _node(
        self, graph: JustificationBuilder, key: str, text: str, when: Cases, sources: tuple[Citation, ...]
    ) -> str:
        fields = {condition.field for case in self._cases(when) for condition in case}
        because = (self.about(graph), *graph.facts(sorted(fields)))
        return graph.add(f"evidence:application:{self.known.id}:{key}", "evidence", text, because, sources, self.where)

    def _serves(self, when: Cases, unless: Cases) -> bool:
        return serves(self._cases(when), self._cases(unless), self.facts)

    def _cases(self, written: Cases) -> tuple[Conditions, ...]:
        return self.knowledge.cases(written)
