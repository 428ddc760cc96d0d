"""What a pack brings, resolved against the knowledge base and the packs that it may see."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Algorithm, Claim
from whichml.knowledge.packs import PackFile
from whichml.knowledge.resolution import Path, Resolver, SymbolTable, above
from whichml.knowledge.rule_reading import read_rules
from whichml.model.documents.errors import Problem
from whichml.model.statements.facts import ClaimText
from whichml.model.statements.fields import shapes_of
from whichml.model.statements.rule import SELECTIVE, PackText, Rule
from whichml.model.values.qualities import QUALITIES


@dataclass(slots=True)
class PackContents:
    """The rules of a pack, the deprecated ones too, and the facts that travel beside them."""

    rules: tuple[Rule, ...] = ()
    algorithms: dict[str, Algorithm] = field(default_factory=dict)
    claims: dict[str, Claim] = field(default_factory=dict)


def resolve_pack(
    pack: PackFile, base: Knowledge, visible: Sequence[PackText]
) -> tuple[PackContents, tuple[Problem, ...]]:
    """Return what a pack brings, and everything that is wrong with it.

    Parameters
    ----------
    visible : the texts of the packs whose names it may use, its own among them
    """
    names = _names(base, visible)
    declared = {**base.declared, **{name: fact for text in visible for name, fact in text.derives.items()}}
    resolver = Resolver(names, shapes_of(QUALITIES, declared), partial(above, base.families), coded=True)
    contents = PackContents(read_rules(pack, resolver))
    _Facts(pack, resolver, contents, base.decisions).read()
    _check_overrides(pack, resolver, base, visible)
    return contents, tuple(resolver.problems)


def _names(base: Knowledge, visible: Sequence[PackText]) -> SymbolTable:
    added = [algorithm for text in visible for algorithm in text.algorithms]
    known = [*(algorithm.facts for algorithm in base.algorithms.values()), *added]
    options = {decision.id: [option.id for option in decision.options] for decision in base.decisions.values()}
    for text in visible:
        for decision, several in text.options.items():
            options.setdefault(decision, []).extend(option.id for option in several)
    return SymbolTable(
        algorithms={algorithm.id for algorithm in known},
        families=base.families,
        tasks=base.tasks,
        modalities=base.modalities,
        qualities=base.qualities,
        patterns={*base.patterns, *(pattern.id for text in visible for pattern in text.patterns)},
        decisions=options,
        sources={*base.sources, *(source.id for text in visible for source in text.sources)},
        capabilities={capability for algorithm in known for capability in algorithm.capabilities},
        rules={rule for pack in base.packs for rule in pack.rules}
        | {rule.id for text in visible for rule in text.rules},
    )


@dataclass(slots=True)
class _Facts:
    """Reads the facts of one pack."""

    pack: PackFile
    resolver: Resolver
    contents: PackContents
    decisions: Collection[str]

    def read(self) -> None:
        text, document, resolver = self.pack.value, self.pack.document, self.resolver
        for index, facts in enumerate(text.algorithms):
            path = ("algorithms", index)
            self.contents.algorithms[facts.id] = resolver.algorithm(document, path, facts)
            resolver.citations(document, (*path, "sources"), facts.sources)
            for number, claim in enumerate(facts.claims):
                self._claim((*path, "claims", number), facts.id, claim)
        subjects = {*resolver.names.algorithms, *resolver.names.families}
        for index, stated in enumerate(text.claims):
            resolver.known(document, ("claims", index, "subject"), "algorithm or family", stated.subject, subjects)
            self._claim(("claims", index), stated.subject, stated)
        for index, pattern in enumerate(text.patterns):
            resolver.pattern(document, ("patterns", index), pattern)
            resolver.citations(document, ("patterns", index, "sources"), pattern.sources)
        for index, application in enumerate(text.applications):
            resolver.application(document, ("applications", index), application)
        for index, circumstance in enumerate(text.circumstances):
            resolver.situated(document, ("circumstances", index), circumstance)
        self._options()

    def _claim(self, path: Path, subject: str, text: ClaimText) -> None:
        identity = f"{self.pack.id}.{text.identity(subject)}"
        self.resolver.citations(self.pack.document, (*path, "sources"), text.sources)
        if identity in self.contents.claims:
            first = self.contents.claims[identity].where
            message = f"this says `{text.quality}` in the scope of {first} a second time."
            self.resolver.blame(self.pack.document, path, message, "Merge the two claims.", "RP206")
        self.contents.claims[identity] = self.resolver.claim(self.pack.document, path, identity, subject, text)

    def _options(self) -> None:
        document, resolver = self.pack.document, self.resolver
        for decision, options in self.pack.value.options.items():
            resolver.known(document, ("options", decision), "decision", decision, self.decisions)
            for index, option in enumerate(options):
                path = ("options", decision, index)
                resolver.citations(document, (*path, "sources"), option.sources)
                for key in ("helps", "hurts"):
                    for number, quality in enumerate(getattr(option, key)):
                        resolver.known(document, (*path, key, number), "quality", quality, resolver.names.qualities)
                resolver.option(document, path, decision, option)


def _check_overrides(pack: PackFile, resolver: Resolver, base: Knowledge, visible: Sequence[PackText]) -> None:
    """Note every rule about algorithms that overrides one about the project, which has no algorithms to give up."""
    selective = {rule.id: rule.is_selective for rule in base.rules}
    selective |= {rule.id: rule.then.kind in SELECTIVE for text in visible for rule in text.rules}
    for index, rule in enumerate(pack.value.rules):
        for number, other in enumerate(rule.overrides):
            if rule.then.kind in SELECTIVE and selective.get(other) is False:
                message = f"'{rule.id}' is about algorithms and cannot override '{other}', which is about the project."
                hint = "Give the other rule an `unless`, or override it from a rule about the project."
                resolver.blame(pack.document, ("rules", index, "overrides", number), message, hint, "RP211")
