"""Of which algorithms a rule speaks: what the knowledge base fixes, worked out once, and what a brief adds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal, Protocol

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Algorithm
from whichml.model.statements.conditions import Facts, Test, WordTest, words_known
from whichml.model.statements.rule import Rule, Selector
from whichml.model.statements.strata import overriders_first
from whichml.model.values.vocabulary import LEVELS


class Span(Protocol):
    """A rated span of levels, by the ranks of its ends, 0 to 4."""

    @property
    def lowest(self) -> int:
        """Return the rank of the lower end."""

    @property
    def highest(self) -> int:
        """Return the rank of the upper end."""


RateOf = Callable[[str, str], Span | None]


class Selection:
    """For each rule, the algorithms that its ids, families, exceptions, role and capabilities leave.

    Attributes
    ----------
    overriders_first : the rules about algorithms that override others, each after everybody who overrides it
    """

    def __init__(self, knowledge: Knowledge, rules: Sequence[Rule]) -> None:
        self._knowledge = knowledge
        known = {rule.id: rule for rule in rules}
        self.overriders_first = tuple(
            known[rule] for rule in overriders_first(rules) if known[rule].is_selective and known[rule].overrides
        )
        known_as = _known_as(knowledge.algorithms.values())
        self._fixed: dict[str, frozenset[str]] = {
            rule.id: _meant(rule.selector, knowledge.algorithms, known_as) for rule in rules if rule.is_selective
        }

    def of(self, rule: Rule, among: Iterable[str], facts: Facts, rate: RateOf) -> tuple[str, ...]:
        """Return the algorithms among the given ones that the rule speaks of in this brief.

        Parameters
        ----------
        facts : the brief's facts, for `reads` and `existing`
        rate : the rating of an algorithm's quality in this brief, None where unknown
        """
        fixed, selector = self._fixed[rule.id], rule.selector
        found = [algorithm for algorithm in among if algorithm in fixed]
        if not found:
            return ()
        if selector.reads is not None:
            modalities = modalities_of(facts)
            found = [a for a in found if self._reads(a, modalities) == selector.reads]
        if selector.existing:
            meant = self._had(selector.existing, facts)
            found = [a for a in found if a in meant]
        for quality, test in selector.qualities:
            found = [a for a in found if passes_wholly(rate(a, quality), test)]
        return tuple(found)

    def _had(self, existing: Literal["itself", "siblings", "tried", "proposed"], facts: Facts) -> frozenset[str]:
        """Return what the brief names: what is in production, alone or with its siblings, was tried, or is proposed."""
        if existing in ("tried", "proposed"):
            return frozenset(words_known(facts, f"project.{existing}"))
        in_production = str(facts.get("project.existing_algorithm"))
        return self._siblings(in_production) if existing == "siblings" else frozenset({in_production})

    def _siblings(self, existing: str) -> frozenset[str]:
        """Return the algorithm in production and those filed under one of its families."""
        known = self._knowledge.algorithms.get(existing)
        if known is None:
            return frozenset()
        families = set(known.facts.family)
        return frozenset(a.id for a in self._knowledge.algorithms.values() if families & set(a.facts.family))

    def _reads(self, algorithm: str, modalities: Iterable[str]) -> str | None:
        """Return how the algorithm reads the brief's data: raw where it can read any modality so."""
        accepts = self._knowledge.algorithms[algorithm].facts.accepts
        readings = {accepts[modality] for modality in modalities if modality in accepts}
        return "raw" if "raw" in readings else "features" if readings else None


def modalities_of(facts: Facts) -> tuple[str, ...]:
    """Return the brief's modalities, one or several."""
    modality = facts["data.modality"]
    return modality if isinstance(modality, tuple) else (str(modality),)


def passes_wholly(span: Span | None, test: Test) -> bool:
    """Return whether every level of a known span passes; an unknown span passes nothing."""
    return span is not None and passing_levels(test).issuperset(LEVELS[span.lowest : span.highest + 1])


def passing_levels(test: Test) -> frozenset[str]:
    """Return the levels that a test of a quality accepts; none where it asks for no level."""
    return test.allowed if isinstance(test, WordTest) else frozenset()


def _known_as(algorithms: Iterable[Algorithm]) -> Mapping[str, frozenset[str]]:
    """Return, for each id of an algorithm or a family, the algorithms that it speaks of."""
    found: dict[str, set[str]] = {}
    for algorithm in algorithms:
        for name in algorithm.lineage:
            found.setdefault(name, set()).add(algorithm.id)
    return {name: frozenset(ids) for name, ids in found.items()}


def _meant(
    selector: Selector, algorithms: Mapping[str, Algorithm], known_as: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """Return the algorithms that ids, families, exceptions, role and capabilities leave."""
    named, but = (*selector.ids, *selector.families), (*selector.except_ids, *selector.except_families)
    found = frozenset().union(*(known_as.get(name, ()) for name in named)) if named else frozenset(algorithms)
    found = found.difference(*(known_as.get(name, ()) for name in but))
    if selector.except_capability:
        found = frozenset(name for name in found if not _has_any(algorithms[name], selector.except_capability))
    if selector.role is None and not selector.capability:
        return found
    return frozenset(name for name in found if _has_traits(algorithms[name], selector))


def _has_any(algorithm: Algorithm, capabilities: Iterable[tuple[str, bool]]) -> bool:
    return any(algorithm.facts.capabilities.get(name) is wanted for name, wanted in capabilities)


def _has_traits(algorithm: Algorithm, selector: Selector) -> bool:
    if selector.role is not None and algorithm.facts.role != selector.role:
        return False
    return all(algorithm.facts.capabilities.get(name) is wanted for name, wanted in selector.capability)
