"""What a pack of the house sets aside of the rules that came with whichml, by `overrides` and by `supersedes`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from whichml.advise.justification import JustificationBuilder
from whichml.advise.ratings import Ratings
from whichml.advise.screening import Screening
from whichml.knowledge.base import Knowledge
from whichml.model.statements.architecture import SetAside
from whichml.model.statements.conditions import all_hold
from whichml.model.statements.rule import Rule
from whichml.rules.firing import Firing
from whichml.rules.selection import Selection


@dataclass(frozen=True)
class SettingAside:
    """Finds which rules would count here if no pack of the house were in force.

    Attributes
    ----------
    ratings : as the screening leaves them
    """

    knowledge: Knowledge
    firing: Firing
    screening: Screening
    ratings: Ratings
    selection: Selection
    graph: JustificationBuilder

    def found(self) -> tuple[SetAside, ...]:
        """Return what is set aside, in the order of the ids of the rules that do so."""
        own = self.knowledge.own_packs
        mine = sorted((rule for rule in self.knowledge.rules if rule.pack in own), key=lambda rule: rule.id)
        return tuple(each for rule in mine for each in self._by(rule))

    def _by(self, rule: Rule) -> Iterator[SetAside]:
        standing = {each.id for each in self.firing.standing}
        overridden = rule.overrides if rule.id in standing else ()
        replaced = rule.supersedes if rule.status != "deprecated" else ()
        for name in dict.fromkeys((*overridden, *replaced)):
            other = self.knowledge.superseded.get(name) or self.knowledge.rules_by_id.get(name)
            if other is None or other.pack in self.knowledge.own_packs or not self._would_hold(other):
                continue
            algorithms = self._freed(rule, other, is_replaced=name in replaced)
            if algorithms or not (other.is_selective or _say_the_same(rule, other)):
                yield SetAside(
                    rule=other.id, title=other.title, effect=other.effect.kind, by=rule.id, pack=rule.pack,
                    algorithms=algorithms, because=(self.graph.rule(rule),) if rule.id in standing else (),
                )  # fmt: skip

    def _would_hold(self, rule: Rule) -> bool:
        facts = self.firing.facts
        return all_hold(rule.when, facts) is True and not (rule.unless and all_hold(rule.unless, facts) is True)

    def _freed(self, rule: Rule, other: Rule, *, is_replaced: bool) -> tuple[str, ...]:
        """Return the algorithms of the answer that the other rule would speak of, and this one does not say it of.

        Where an exclusion is set aside and nothing comes back by that, these are what stays out for other reasons.
        """
        if not other.is_selective:
            return ()
        back = [*self.screening.candidates, *self.screening.references]
        found = self._spoken_of(rule, other, back, is_replaced=is_replaced)
        if found or other.effect.kind != "exclude":
            return found
        out = sorted(self.screening.exclusions.keys() - self.screening.unsuitable)
        return self._spoken_of(rule, other, out, is_replaced=is_replaced)

    def _spoken_of(self, rule: Rule, other: Rule, here: Sequence[str], *, is_replaced: bool) -> tuple[str, ...]:
        selection = Selection(self.knowledge, (other,)) if is_replaced else self.selection
        found = selection.of(other, here, self.firing.facts, self.ratings.of)
        spoken_of = self.screening.spoken_of.get(rule.id, ())
        if rule.is_selective and not is_replaced:
            found = tuple(each for each in found if each in spoken_of)
        if rule.effect.kind == other.effect.kind:
            found = tuple(each for each in found if each not in spoken_of)
        return tuple(sorted(found))


def _say_the_same(rule: Rule, other: Rule) -> bool:
    one, two = rule.effect, other.effect
    return (one.kind, one.target, one.value) == (two.kind, two.target, two.value)
