"""What fact files and rule packs state, as the graph tells it: of the files themselves, or of what they compiled to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Self

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Claim, KnownApplication, KnownCircumstance
from whichml.model.statements.conditions import FieldShape, FlagTest, KnownTest, Test, WordTest
from whichml.model.statements.design_facts import ComponentFacts, DecisionFacts, PatternFacts
from whichml.model.statements.evaluation_facts import QualityFacts
from whichml.model.statements.facts import (
    AlgorithmFacts,
    ClaimText,
    FamilyFacts,
    LevelRange,
    MeasuredTable,
    MitigationFacts,
    ReductionFacts,
    Source,
    UnitInterval,
)
from whichml.model.statements.rule import Rule, RulePack

if TYPE_CHECKING:
    from whichml.knowledge.reading import FactFiles, LocatedValue

_KINDS: Final[Mapping[str, str]] = {
    "sources": "source", "families": "family", "qualities": "quality", "patterns": "pattern", "decisions": "decision",
    "components": "component", "measured": "measured", "mitigations": "mitigation",
}  # fmt: skip
"""Facts of whose place the knowledge says nothing: their kinds by folder."""


@dataclass(frozen=True, slots=True)
class StatedFacts:
    """Everything that the fact files and rule packs state, before it is compiled.

    Attributes
    ----------
    stated_in : where a fact stands, `file:line`, by kind and id such as `algorithm/random-forest`; the kinds are
        source, algorithm, family, claim, quality, pattern, decision, component, measured, reduction and mitigation
    applications : kinds of work that many teams bring
    circumstances : what projects of any kind tell in passing
    claims : ids and claims by subject, where the facts of the subject do not hold them
    """

    sources: Sequence[Source] = ()
    algorithms: Sequence[AlgorithmFacts] = ()
    families: Sequence[FamilyFacts] = ()
    qualities: Sequence[QualityFacts] = ()
    patterns: Sequence[PatternFacts] = ()
    decisions: Sequence[DecisionFacts] = ()
    components: Sequence[ComponentFacts] = ()
    measured: Sequence[MeasuredTable] = ()
    reductions: Sequence[ReductionFacts] = ()
    mitigations: Sequence[MitigationFacts] = ()
    packs: Sequence[RulePack] = ()
    rules: Sequence[Rule] = ()
    applications: Sequence[KnownApplication] = ()
    circumstances: Sequence[KnownCircumstance] = ()
    stated_in: Mapping[str, str] = field(default_factory=dict)
    claims: Mapping[str, Sequence[tuple[str, ClaimText]]] = field(default_factory=dict)

    @classmethod
    def of(cls, files: FactFiles, knowledge: Knowledge) -> Self:
        """Return the facts of the fact files with their places, and what packs state beside them, as it was read."""
        kinds: Mapping[str, Mapping[str, LocatedValue[Any]]] = {
            "source": files.sources, "algorithm": files.algorithms, "family": files.families,
            "quality": files.qualities, "pattern": files.patterns, "decision": files.decisions,
            "component": files.components, "measured": files.measured, "reduction": files.reductions,
            "mitigation": files.mitigations,
        }  # fmt: skip
        stated_in = {f"{kind}/{name}": read.where() for kind, reads in kinds.items() for name, read in reads.items()}
        subjects: list[LocatedValue[AlgorithmFacts] | LocatedValue[FamilyFacts]] = [
            *files.algorithms.values(),
            *files.families.values(),
        ]
        for subject in subjects:
            for index, claim in enumerate(subject.value.claims):
                stated_in[f"claim/{claim.identity(subject.value.id)}"] = subject.where(("claims", index))
        return cls(
            sources=[read.value for read in files.sources.values()],
            algorithms=[read.value for read in files.algorithms.values()],
            families=[read.value for read in files.families.values()],
            qualities=[read.value for read in files.qualities.values()],
            patterns=[read.value for read in files.patterns.values()],
            decisions=[read.value for read in files.decisions.values()],
            components=[read.value for read in files.components.values()],
            measured=[read.value for read in files.measured.values()],
            reductions=[read.value for read in files.reductions.values()],
            mitigations=[read.value for read in files.mitigations.values()],
            packs=knowledge.packs,
            rules=knowledge.rules,
            applications=[*knowledge.applications.values()],
            circumstances=[*knowledge.circumstances.values()],
            stated_in=stated_in,
        )

    @classmethod
    def of_knowledge(cls, knowledge: Knowledge) -> Self:
        """Return what the knowledge tells of the facts that it was compiled from.

        Conditions of claims are told in a usual form, a fact of whose place it says nothing is taken to begin its
        file, and a family without claims to have none.
        """
        claims: dict[str, list[tuple[str, ClaimText]]] = {}
        for claim in knowledge.claims.values():
            claims.setdefault(claim.subject, []).append((claim.id, _as_text(claim, knowledge.shapes)))
        known: Mapping[str, Mapping[str, Any]] = {
            "sources": knowledge.sources, "patterns": knowledge.patterns, "decisions": knowledge.decisions,
            "components": knowledge.components, "measured": knowledge.measured, "mitigations": knowledge.mitigations,
            "families": {name: FamilyFacts(id=name) for name in knowledge.families if name in claims},
            "qualities": {q.id: q.measured_by for q in knowledge.qualities.values() if q.measured_by is not None},
        }  # fmt: skip
        return cls(
            **{kind: [*facts.values()] for kind, facts in known.items()},
            algorithms=[each.facts for each in knowledge.algorithms.values()],
            reductions=[facts for facts, _ in knowledge.reducible.values()],
            packs=knowledge.packs,
            rules=knowledge.rules,
            applications=[*knowledge.applications.values()],
            circumstances=[*knowledge.circumstances.values()],
            stated_in={**_usual_places(known), **_told_places(knowledge)},
            claims=claims,
        )

    def claims_of(self, subject: AlgorithmFacts | FamilyFacts) -> Sequence[tuple[str, ClaimText]]:
        """Return the claims of an algorithm or a family with their ids."""
        return [(each.identity(subject.id), each) for each in subject.claims] or self.claims.get(subject.id, ())


def _usual_places(known: Mapping[str, Iterable[str]]) -> dict[str, str]:
    return {
        f"{_KINDS[kind]}/{name}": f"kb/facts/{kind}/{name}.yaml:1" for kind, names in known.items() for name in names
    }


def _told_places(knowledge: Knowledge) -> dict[str, str]:
    return {
        **{f"algorithm/{each.id}": each.where for each in knowledge.algorithms.values()},
        **{f"reduction/{name}": where for name, (_, where) in knowledge.reducible.items()},
        **{f"claim/{each.id}": each.where for each in knowledge.claims.values()},
    }


def _as_text(claim: Claim, shapes: Mapping[str, FieldShape]) -> ClaimText:
    """Return a claim as its file may have written it."""
    low, spans, high = claim.level.partition("..")
    level = (
        claim.level if not spans
        else LevelRange.model_construct(low=low, high=high) if claim.interval is None
        else UnitInterval.model_construct(from_=low, to=high)
    )  # fmt: skip
    return ClaimText.model_construct(
        quality=claim.quality,
        level=level,
        scope={each.field: _written(each.test, shapes.get(each.field)) for each in claim.scope},
        confidence=claim.confidence,
        evidence=claim.evidence,
        sources=claim.sources,
        note=claim.note,
        debate=claim.debate,
    )


def _written(test: Test, shape: FieldShape | None) -> object:
    """Return a test in the form that most conditions have: words in the order of their list, whole numbers as such."""
    if isinstance(test, WordTest):
        order = {word: place for place, word in enumerate(shape.words if shape is not None else ())}
        words = sorted(test.allowed, key=lambda word: (order.get(word, len(order)), word))
        return words if len(words) > 1 else words[0]
    if isinstance(test, FlagTest):
        return test.wanted
    if isinstance(test, KnownTest):
        return {"known": test.wanted}
    low, high = (int(end) if end is not None and end.is_integer() else end for end in (test.low, test.high))
    if test.low_open or test.high_open:
        return {"above": low} if test.low_open else {"below": high}
    return {"between": [low, high]} if low != high else low
