"""What packs of one's own, which did not come with whichml, say of an answer; counted where there is no room.

Rules tell what they ask for, claims which levels of algorithms they set: both move an answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from whichml.export.justification_graph import JustificationGraph
from whichml.export.main_points import level_in_words
from whichml.export.naming import Naming
from whichml.export.record_reader import ON_COMMAND_LINE
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Claim
from whichml.model.statements.architecture import DecisionAnswer, SetAside
from whichml.model.statements.recommendation import Recommendation
from whichml.model.statements.rule import EffectKind, Rule
from whichml.model.words.names_in_sentences import in_sentence

_NAMED: Final[tuple[EffectKind, ...]] = ("decide", "forbid", "advise", "exclude", "caution")
"""The kinds of rules that are told by what they say, in this order; the others are counted."""


class OwnRules:
    """The rules and claims of such packs that an answer stands on, and what becomes of what they say.

    Left out are claims on algorithms that a pack brings itself: these stand in the answer by its word anyway.
    """

    def __init__(self, answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph) -> None:
        self.answer, self.names = answer, Naming(knowledge)
        own, known = knowledge.own_packs, knowledge.rules_by_id
        found = (known[name] for name in graph.counting_rules if name in known) if own else ()
        self.rules: tuple[Rule, ...] = tuple(rule for rule in found if rule.pack in own)
        stated = (knowledge.claims[name] for name in graph.counting_claims if name in knowledge.claims) if own else ()
        self.claims: tuple[Claim, ...] = tuple(
            claim for claim in stated if _pack_of(claim) in own and not claim.subject.startswith(f"{_pack_of(claim)}-")
        )

    @property
    def packs(self) -> str:
        """Return the ids of the packs, empty where none says anything."""
        speaking = {rule.pack for rule in self.rules} | {each.pack for each in self.answer.set_aside}
        return ", ".join(sorted(speaking | {_pack_of(claim) for claim in self.claims}))

    @property
    def decided(self) -> frozenset[str]:
        """Return the decisions that they ask an option for."""
        return frozenset(rule.effect.target for rule in self.rules if rule.effect.kind == "decide")

    def in_words(self, n_columns: int | None = None, full: str = ON_COMMAND_LINE.full) -> str:
        """Return what they say as a sentence that begins with the packs' ids; empty where they say nothing.

        Parameters
        ----------
        n_columns : the length from which on the rest is counted; None tells all
        full : what asks for the rest
        """
        said = self.clauses()
        if not said:
            return ""
        shown = said
        while n_columns is not None and len(shown) > 1 and len(self._sentence(shown, said, full)) > n_columns:
            shown = shown[:-1]
        return self._sentence(shown, said, full)

    def _sentence(self, shown: Sequence[str], said: Sequence[str], full: str) -> str:
        more = f"; {len(said) - len(shown)} more with {full}" if len(shown) < len(said) else ""
        return f"By {self.packs}: {'; '.join(shown)}{more}."

    def clauses(self) -> list[str]:
        """Return what they say, as clauses: exclusions set aside, decisions with a must, then the rest by kind."""
        return list(self._said())

    def _said(self) -> Iterator[str]:
        yield from (self.set_aside_in_words(each) for each in self.answer.set_aside if each.effect == "exclude")
        decided = [rule for rule in self.rules if rule.effect.kind == "decide"]
        for rule in sorted(decided, key=lambda rule: rule.effect.strength != "must"):
            yield self._decided(rule)
        for rule in self._of_kind("forbid"):
            yield f"{self._named(rule, 'not ')} (forbidden{', not followed' * self._is_chosen(rule)})"
        advised = {rule.effect.target for rule in self._of_kind("advise")}
        yield from (in_sentence(each.name) for each in self.answer.patterns if each.pattern in advised)
        for each in self.answer.not_followed:
            yield f"{in_sentence(each.name)} (advised, {each.why})"
        yield from (self.set_aside_in_words(each) for each in self.answer.set_aside if each.effect != "exclude")
        yield from (self.claim_in_words(claim) for claim in self.claims)
        yield from self._counted()

    def claim_in_words(self, claim: Claim) -> str:
        """Return which level a claim gives to whom, as a clause."""
        subject = in_sentence(self.names.subject(claim.subject))
        quality = in_sentence(self.names.quality(claim.quality))
        return f"{quality} of {subject} {level_in_words(claim.level)} (a claim)"

    def set_aside_in_words(self, out: SetAside) -> str:
        """Return that a rule which came with whichml does not count, as a clause."""
        field = (*self.answer.candidates, *self.answer.outclassed)
        ranked = [name for each in field for name in (each.algorithm, *each.equivalents) if name in out.algorithms]
        first = self.names.algorithm((*ranked, *out.algorithms)[0]) if out.algorithms else ""
        rest = len(out.algorithms) - 1
        excluded = {each.algorithm for each in self.answer.excluded}
        stay = out.effect == "exclude" and excluded.issuperset(out.algorithms) and rest >= 0
        still = f", which {'stay' if rest else 'stays'} out for other reasons" if stay else ""
        named = f" for {first}{f' and {rest} more' * (rest > 0)}" if first else ""
        return f"“{out.title}” set aside{named}{still}"

    def _counted(self) -> Iterator[str]:
        mine = {rule.id for rule in self.rules}
        n_out = sum(any(reason.rule in mine for reason in each.reasons) for each in self.answer.excluded)
        if n_out:
            yield f"{n_out} algorithm{'s' * (n_out > 1)} out"
        if self.answer.candidates:
            leader = self.answer.candidates[0]
            nodes = {node for each in leader.cautions for node in each.because}
            n_cautions = sum(f"rule:{rule}" in nodes for rule in mine)
            if n_cautions:
                yield f"{n_cautions} caution{'s' * (n_cautions > 1)} on {leader.name}"
        n_others = sum(rule.effect.kind not in _NAMED for rule in self.rules)
        if n_others:
            yield f"{n_others} more rule{'s' * (n_others > 1)} behind the order and the facts"

    def _of_kind(self, kind: EffectKind) -> Iterator[Rule]:
        return (rule for rule in self.rules if rule.effect.kind == kind)

    def _decided(self, rule: Rule) -> str:
        decided = self._decision(rule)
        chosen = decided if decided and self._is_chosen(rule) else None
        strength = strength_in_words(chosen) if chosen else f"{rule.effect.strength}, not chosen"
        return f"{self._named(rule)} ({strength})"

    def _decision(self, rule: Rule) -> DecisionAnswer | None:
        return next((each for each in self.answer.decisions if each.decision == rule.effect.target), None)

    def _is_chosen(self, rule: Rule) -> bool:
        decided = self._decision(rule)
        return decided is not None and decided.option == rule.effect.value

    def _named(self, rule: Rule, before: str = "") -> str:
        decision, option = rule.effect.target, str(rule.effect.value)
        said = f"{before}{in_sentence(self.names.option(decision, option))}"
        return f"{in_sentence(self.names.decision(decision))}: {said}"


def _pack_of(claim: Claim) -> str:
    """Return the pack that a claim comes from, by whose id its own begins; empty of a shipped claim."""
    pack, _, rest = claim.id.partition(".")
    return pack if rest.startswith(f"{claim.subject}.") else ""


def strength_in_words(decided: DecisionAnswer) -> str:
    """Return how strongly a decision is asked for, and whether others that leave no choice are against it."""
    return f"{decided.strength}{', against rules that leave no choice either' * decided.tension}"


def pulled_apart(own: OwnRules) -> Iterator[str]:
    """Yield what was chosen where rules that leave no choice pull apart, unless packs of one's own ask for it."""
    for each in own.answer.decisions:
        if each.tension and each.decision not in own.decided:
            name, option = own.names.decision(each.decision), own.names.option(each.decision, each.option)
            yield f"{name}: {in_sentence(option)} is chosen, though musts pull apart."
