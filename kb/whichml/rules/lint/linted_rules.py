"""What is linted: the rules of some packs, each with its place, inside the whole knowledge base."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from whichml.knowledge.base import Knowledge
from whichml.knowledge.packs import PackFile
from whichml.model.documents.errors import Problem, pointer_to
from whichml.model.statements.rule import Rule
from whichml.rules.selection import Selection
from whichml.rules.state_space import StateSpace

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """Where a rule stands: its pack's file and its number there."""

    pack: PackFile
    index: int

    def problem(self, path: Path, message: str, hint: str, code: str) -> Problem:
        """Return a problem with a part of the rule, placed at its key."""
        whole = ("rules", self.index, *path)
        return Problem(message, self.pack.document.place_of_key(whole), pointer_to(whole), hint, code=code)


@dataclass(frozen=True, eq=False)
class LintedRules:
    """The rules of the linted packs, and all rules that they meet."""

    knowledge: Knowledge
    packs: Collection[PackFile]

    @cached_property
    def space(self) -> StateSpace:
        """Return the facts that a brief and the rules can give."""
        return StateSpace.of(self.knowledge)

    @cached_property
    def sites(self) -> Mapping[str, Site]:
        """Return the places of the linted rules that count at all, by id.

        Left out are rules that are deprecated or superseded, and those of a pack that was not taken in, which may
        bear the ids of others.
        """
        stands_at = {rule.id: rule.where for rule in self.knowledge.rules}
        return {
            rule.id: Site(pack, index)
            for pack in self.packs
            for index, rule in enumerate(pack.value.rules)
            if stands_at.get(rule.id) == pack.where(("rules", index))
        }

    @cached_property
    def rules(self) -> tuple[tuple[Rule, Site], ...]:
        """Return the linted rules with their places, in the order of the knowledge base."""
        return tuple((rule, self.sites[rule.id]) for rule in self.knowledge.rules if rule.id in self.sites)

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Return the number of each rule: those of linted packs come after all others."""
        ordered = sorted(self.knowledge.rules, key=lambda rule: rule.id in self.sites)
        return {rule.id: number for number, rule in enumerate(ordered)}

    @cached_property
    def overriders(self) -> Mapping[str, tuple[Rule, ...]]:
        """Return, for each rule that is overridden, the rules that override it."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.knowledge.rules:
            for other in rule.overrides:
                found[other] = (*found.get(other, ()), rule)
        return found

    @cached_property
    def algorithms(self) -> Mapping[str, frozenset[str]]:
        """Return, for each rule about algorithms, those that it can speak of as far as no brief has a say in it.

        Algorithms that only help others are never candidates, and so no rule speaks of them.
        """
        candidates = [a.id for a in self.knowledge.algorithms.values() if a.facts.role != "helper"]
        fixed = [_without_the_briefs_say(rule) for rule in self.knowledge.rules if rule.is_selective]
        selection = Selection(self.knowledge, fixed)
        return {rule.id: frozenset(selection.of(rule, candidates, {}, _unrated)) for rule in fixed}

    def where(self, rule: Rule) -> str:
        """Return `file:line` of a rule."""
        site = self.sites.get(rule.id)
        return site.pack.where(("rules", site.index)) if site else rule.where

    @cached_property
    def concluding(self) -> Mapping[str, tuple[Rule, ...]]:
        """Return, for each field that rules conclude, those rules."""
        return {
            target: tuple(rule for rule in rules if rule.effect.kind == "conclude")
            for target, rules in self.alike.items()
        }

    @cached_property
    def alike(self) -> Mapping[str, tuple[Rule, ...]]:
        """Return the rules by the target of their effect: only they can contradict or cover each other."""
        found: dict[str, list[Rule]] = {}
        for rule in self.knowledge.rules:
            found.setdefault(rule.effect.target, []).append(rule)
        return {target: tuple(rules) for target, rules in found.items()}

    def met_by(self, rule: Rule) -> Iterator[Rule]:
        """Yield each rule with the same target that makes a pair with a linted one, so that every pair is met once."""
        mine = self.order[rule.id]
        return (other for other in self.alike[rule.effect.target] if self.order[other.id] < mine)


def _without_the_briefs_say(rule: Rule) -> Rule:
    return replace(rule, selector=replace(rule.selector, reads=None, existing=None, qualities=()))


def _unrated(algorithm: str, quality: str) -> None:
    return None
