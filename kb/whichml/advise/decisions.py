"""Architecture decisions: the strongest support that nothing forbids, a stated default, or a tension."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import NamedTuple

from whichml.advise.decision_tensions import compelling_tensions, override_tensions
from whichml.advise.exclusive_options import contradictions, excluded_by_facts
from whichml.advise.justification import JustificationBuilder
from whichml.advise.practice_justification import OptionPractice
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practised_facts import option_of
from whichml.model.statements.architecture import DecisionAnswer, NotDecided, OptionSupport
from whichml.model.statements.conditions import Facts, all_hold
from whichml.model.statements.design_facts import DecisionFacts, DefaultOption
from whichml.model.statements.recommendation import Tension
from whichml.model.statements.rule import Rule


@dataclass(slots=True)
class _Case:
    """What the standing rules say of one option.

    Attributes
    ----------
    house : those of `must` and `should` that stand in a pack which is not shipped
    """

    must: list[Rule] = field(default_factory=list)
    should: list[Rule] = field(default_factory=list)
    forbid: list[Rule] = field(default_factory=list)
    house: list[Rule] = field(default_factory=list)

    @property
    def strength(self) -> tuple[int, int, int]:
        return len(self.must), len(self.house), len(self.should)

    @property
    def is_compelled(self) -> bool:
        """Return whether a must or a pack of the house asks for it."""
        return bool(self.must or self.house)

    @property
    def supporters(self) -> list[Rule]:
        return [*self.must, *self.should]


SURE_ENOUGH = 0.5
"""The share of answerers from which practice settles a decision that no rule speaks of, among those who take it up.

Below that it is likelier that an answerer takes another option: such a choice would be a guess.
"""
DECIDED_SO = 0.1
"""The share of all answerers from which it does, those counted who leave the decision open."""


@dataclass(frozen=True, slots=True)
class ResolvedDecisions:
    """The decisions of one answer, where rules collide, and what is left open."""

    answers: tuple[DecisionAnswer, ...]
    tensions: tuple[Tension, ...]
    not_decided: tuple[NotDecided, ...]


class _Settled(NamedTuple):
    """What decisions come to.

    Attributes
    ----------
    chosen : the option of each decision that is settled
    ruled_out : what had to go because of another decision, the first of each
    barred : the options of each decision that have no place here
    """

    chosen: dict[str, str]
    ruled_out: dict[str, _RuledOut]
    barred: Mapping[str, Collection[str]]


class _RuledOut(NamedTuple):
    """An option that a decision would have come to, and the option of another decision that leaves no room for it."""

    option: str
    by: str
    by_option: str


def decide(
    knowledge: Knowledge,
    standing: Sequence[Rule],
    graph: JustificationBuilder,
    practice: OptionPractice | None = None,
    facts: Facts = MappingProxyType({}),
) -> ResolvedDecisions:
    """Return the decisions that are settled, in the order of their ids, those that are open, and where rules collide.

    A must beats everything, then a rule of a pack that is not shipped: its author knows the house. Without one,
    practice decides between all options that nothing forbids, if more than a few answerers take the decision up in
    such a brief and half of these the same option; a rule for an option counts as much as answerers go along with
    such rules, and what no rule speaks for is open unless practice is sure enough. Where hardly anybody takes the
    decision up, rules alone decide, and it is open where they say nothing. Without practice more rules win, then
    the order in which the decision lists its options, then its default. A must against another must, or against a
    rule that forbids it, is a tension and is reported. A shipped rule forbids nothing that alone has a place. Never
    are two options chosen that exclude one another, and what the brief's own words exclude is chosen only where a
    must asks for it. Where practice overrides a rule, that is a tension too. A decision of which there is nothing
    to decide in such a project is left out, unless a must speaks of it.

    Parameters
    ----------
    facts : the brief's, and those that rules conclude
    """
    resolution = _Resolution(knowledge, _cases(standing, knowledge), practice)
    chosen, ruled_out, barred = resolution.resolve(excluded_by_facts(knowledge, facts))
    answers: list[DecisionAnswer] = []
    not_decided: list[NotDecided] = []
    tensions: list[Tension] = []
    overrides: list[Tension] = []
    taken = {**facts, **{option_of(decision): option for decision, option in chosen.items()}}
    for decision in sorted(knowledge.decisions):
        if resolution.is_idle(decision, taken):
            continue
        named, option = knowledge.decisions[decision], chosen.get(decision)
        if option is not None:
            answer = resolution.described(decision, option, graph, barred.get(decision, ()))
            answers.append(answer)
            tensions.extend(compelling_tensions(named, answer))
            overrides.extend(override_tensions(named, answer, barred.get(decision, ())))
        elif decision in ruled_out:
            not_decided.append(_left_open(knowledge, decision, ruled_out[decision], practice))
        elif practice is not None:
            left = resolution.left_to_practice(decision, barred.get(decision, ()))
            not_decided.append(_not_decided(named, practice, left))
    return ResolvedDecisions(tuple(answers), (*tensions, *overrides), tuple(not_decided))


@dataclass(frozen=True, slots=True)
class _Resolution:
    """What rules and practice say of all decisions, and how those that exclude one another are resolved."""

    knowledge: Knowledge
    cases: Mapping[str, dict[str, _Case]]
    practice: OptionPractice | None

    def resolve(self, excluded: Mapping[str, Collection[str]]) -> _Settled:
        """Return an option for each decision that is settled, none of which excludes another, and what had to go.

        Of two that exclude one another the compelled one stays, else the one that is settled first. The other decision
        comes to the best of what is left to it, which may be nothing; each round takes an option away, so it ends.

        Parameters
        ----------
        excluded : options that the brief leaves no room for, by decision
        """
        barred = {d: {o for o in options if not self._is_compelled(d, o)} for d, options in excluded.items()}
        chosen = {decision: self._left(decision, barred.get(decision, ())) for decision in self.knowledge.decisions}
        ruled_out: dict[str, _RuledOut] = {}
        while True:
            settled = {decision: option for decision, option in chosen.items() if option is not None}
            found = next(contradictions(self.knowledge, settled), None)
            if found is None:
                return _Settled(settled, ruled_out, barred)
            stays, goes = found.decision, found.of
            if self._is_compelled(goes, settled[goes]) and not self._is_compelled(stays, settled[stays]):
                stays, goes = goes, stays
            ruled_out.setdefault(goes, _RuledOut(settled[goes], stays, settled[stays]))
            barred.setdefault(goes, set()).update(found.options if goes == found.of else (found.option,))
            chosen[goes] = self._left(goes, barred[goes])

    def is_idle(self, decision: str, facts: Facts) -> bool:
        """Return whether there is nothing to decide, and no must or pack of the house that speaks of it.

        Parameters
        ----------
        facts : the brief's, those of the leader, and the options that decisions came to
        """
        cases = self.knowledge.nothing_to_decide.get(decision, ())
        return any(all_hold(case, facts) is True for case in cases) and not self._compels_any(decision)

    def described(
        self, decision: str, option: str, graph: JustificationBuilder, barred: Collection[str]
    ) -> DecisionAnswer:
        """Return a decision that is settled, with what stands behind it.

        Parameters
        ----------
        barred : the options of the decision that have no place here
        """
        evidence: tuple[str, ...] = ()
        if self.practice is not None and self._is_left_to(self.practice, decision):
            evidence = self.practice.evidence(decision, option, self.left_to_practice(decision, barred))
        return _described(self.knowledge.decisions[decision], option, self.cases.get(decision, {}), graph, evidence)

    def left_to_practice(self, decision: str, barred: Collection[str]) -> dict[str, list[Rule]]:
        """Return the options of a decision that nothing forbids or bars, each with the rules that ask for it."""
        cases = self._cases_of(decision, barred)
        return _open_options(self.knowledge.decisions[decision], cases, barred)

    def _choice(self, decision: str, barred: Collection[str]) -> str | None:
        """Return the option that a decision comes to without those that are barred; None where it stays open."""
        facts, cases, practice = self.knowledge.decisions[decision], self._cases_of(decision, barred), self.practice
        if practice is None or not self._is_left_to(practice, decision):
            return _by_rules(facts, cases, barred)
        option = _by_practice(facts, cases, practice, barred)
        bears = option is not None and (cases.get(option, _Case()).supporters or practice.speaks_for(decision, option))
        return option if bears else None

    def _cases_of(self, decision: str, barred: Collection[str]) -> dict[str, _Case]:
        """Return what rules say of the options; what alone has a place is forbidden by packs of the house only.

        A shipped rule advises against an option since another one would do better.
        """
        cases = self.cases.get(decision, {})
        left = [option.id for option in self.knowledge.decisions[decision].options if option.id not in barred]
        if len(left) > 1 or not left or left[0] not in cases:
            return cases
        last = cases[left[0]]
        own = [rule for rule in last.forbid if rule.pack in self.knowledge.own_packs]
        return {**cases, left[0]: replace(last, forbid=own)}

    def _left(self, decision: str, barred: Collection[str]) -> str | None:
        """Return what a decision comes to without what has no place.

        Where anything has none that is at least its default, unless practice has a say: a default is no advice there.
        """
        facts, cases = self.knowledge.decisions[decision], self.cases.get(decision, {})
        has_default = bool(barred) and not (self.practice is not None and self.practice.knows(decision))
        return self._choice(decision, barred) or (_default(facts, cases, barred) if has_default else None)

    def _is_left_to(self, practice: OptionPractice, decision: str) -> bool:
        return practice.knows(decision) and not self._compels_any(decision)

    def _compels_any(self, decision: str) -> bool:
        return any(self._is_compelled(decision, option) for option in self.cases.get(decision, {}))

    def _is_compelled(self, decision: str, option: str) -> bool:
        return self.cases.get(decision, {}).get(option, _Case()).is_compelled


def _left_open(
    knowledge: Knowledge, decision: str, ruled_out: _RuledOut, practice: OptionPractice | None
) -> NotDecided:
    """Return that nothing is left to a decision beside another one."""
    facts, other = knowledge.decisions[decision], knowledge.decisions[ruled_out.by]
    names = {(each.id, option.id): option.name for each in (facts, other) for option in each.options}
    text = f"{facts.name}: beside '{other.name}: {names[ruled_out.by, ruled_out.by_option]}' there is no "
    return NotDecided(
        decision=decision,
        text=f"{text}'{names[decision, ruled_out.option]}', and nothing here speaks for another option.",
        fields=practice.would_decide(decision) if practice is not None else (),
    )


def _not_decided(facts: DecisionFacts, practice: OptionPractice, left: Mapping[str, Sequence[Rule]]) -> NotDecided:
    """Return why a decision is left open: nobody takes it up, no option has the half of who does, or none enough."""
    fields = practice.would_decide(facts.id)
    taken_up = practice.chance_taken_up(facts.id)
    if taken_up < DECIDED_SO:
        seldom = f"language models take it up in at most {math.ceil(100 * taken_up)} of 100 such briefs"
        text = f"{facts.name}: the brief does not bear on it; {seldom}."
        return NotDecided(decision=facts.id, text=text, fields=fields)
    names = {option.id: option.name for option in facts.options}
    first, *others = practice.shares(facts.id, left) or (None,)
    if first is not None and others and first.share < SURE_ENOUGH:
        near = " and ".join(f"'{names[each.option]}' ({100 * each.share:.0f} %)" for each in (first, others[0]))
        text = f"{facts.name}: close between {near} among language models that decide it"
    else:
        text = f"{facts.name}: the brief does not settle it"
    text += f"; {', '.join(fields)} would decide it." if fields else "."
    return NotDecided(decision=facts.id, text=text, fields=fields)


def _cases(standing: Sequence[Rule], knowledge: Knowledge) -> dict[str, dict[str, _Case]]:
    cases: dict[str, dict[str, _Case]] = {}
    for rule in standing:
        effect = rule.effect
        if effect.kind not in ("decide", "forbid"):
            continue
        case = cases.setdefault(effect.target, {}).setdefault(str(effect.value), _Case())
        (case.forbid if effect.kind == "forbid" else case.must if effect.strength == "must" else case.should).append(
            rule
        )
        if effect.kind == "decide" and rule.pack in knowledge.own_packs:
            case.house.append(rule)
    return cases


def _by_practice(
    facts: DecisionFacts, cases: dict[str, _Case], practice: OptionPractice, barred: Collection[str]
) -> str | None:
    """Return the option that practice and rules without a must come to; None where neither is sure enough.

    Where practice is not, since answerers part or leave the decision open, a rule is, though practice leans to another
    option. Where options are barred, what is left is sure only where practice is for it, or where it is the last one,
    and not for want of some others.
    """
    found: dict[str, float] = {}
    for option, rules in _open_options(facts, cases, barred).items():
        odds = practice.log_odds(facts.id, option)
        if odds is not None:
            found[option] = odds + (practice.worth_of_rules(facts.id, rules) if rules else 0.0)
    if not found:
        return None
    chosen = max(found, key=lambda option: found[option])
    share = 1.0 / sum(math.exp(odds - found[chosen]) for odds in found.values())
    is_taken_up = share * practice.chance_taken_up(facts.id) >= DECIDED_SO
    if len(found) == 1 and barred:
        return chosen
    if share >= SURE_ENOUGH and is_taken_up and (not barred or found[chosen] > 0.0):
        return chosen
    supported = [option for option in found if cases.get(option, _Case()).should]
    return max(supported, key=lambda option: found[option], default=None)


def _open_options(facts: DecisionFacts, cases: Mapping[str, _Case], barred: Collection[str]) -> dict[str, list[Rule]]:
    """Return the options that nothing forbids or bars, each with the rules that ask for it without a must."""
    found = {option.id: cases.get(option.id, _Case()) for option in facts.options if option.id not in barred}
    return {option: case.should for option, case in found.items() if not case.forbid}


def _by_rules(facts: DecisionFacts, cases: dict[str, _Case], barred: Collection[str]) -> str | None:
    """Return the option that most rules ask for, one that none forbids before all others, or else the default."""
    order = [option.id for option in facts.options if option.id not in barred]
    supported = [option for option in order if option in cases and cases[option].supporters]
    allowed = [option for option in supported if not cases[option].forbid]
    default = _default(facts, cases, barred)
    if not allowed and default is not None:
        return default
    return max(allowed or supported, key=lambda option: (cases[option].strength, -order.index(option)), default=None)


def _default(facts: DecisionFacts, cases: dict[str, _Case], barred: Collection[str]) -> str | None:
    """Return what a decision takes where nothing speaks for an option; None where that is forbidden or barred."""
    option = facts.default.option if facts.default else None
    return None if option is None or option in barred or cases.get(option, _Case()).forbid else option


def _described(
    facts: DecisionFacts,
    chosen: str,
    cases: dict[str, _Case],
    graph: JustificationBuilder,
    evidence: tuple[str, ...] = (),
) -> DecisionAnswer:
    case = cases.get(chosen, _Case())
    rivals = {option: other for option, other in cases.items() if option != chosen}
    supporting = [graph.rule(rule) for rule in case.supporters]
    opposing = [graph.rule(rule) for rule in case.forbid]
    opposing += [graph.rule(rule) for option in sorted(rivals) for rule in rivals[option].supporters]
    because = [*supporting, *evidence]
    strength = "must" if case.must else "should" if supporting else "practice"
    if not because and facts.default is not None:
        strength = "default"
        because = [_default_node(facts.id, facts.default, graph)]
    because += [graph.rule(rule) for option in sorted(rivals) for rule in rivals[option].forbid]
    option = next(option for option in facts.options if option.id == chosen)
    node = graph.add(f"decision:{facts.id}", "decision", f"{facts.name}: {option.name}. {option.definition}", because)
    return DecisionAnswer.model_validate({
        "decision": facts.id,
        "option": chosen,
        "strength": strength,
        "for": tuple(supporting),
        "against": tuple(dict.fromkeys(opposing)),
        "tension": _is_tense(cases),
        "alternatives": tuple(_support(option, cases[option], graph) for option in sorted(rivals)),
        "because": (node,),
    })  # fmt: skip


def _default_node(decision: str, default: DefaultOption, graph: JustificationBuilder) -> str:
    return graph.add(f"evidence:decision:{decision}", "evidence", default.reason, (), default.sources)


def _support(option: str, case: _Case, graph: JustificationBuilder) -> OptionSupport:
    return OptionSupport.model_validate({
        "option": option,
        "for": tuple(graph.rule(rule) for rule in case.supporters),
        "against": tuple(graph.rule(rule) for rule in case.forbid),
    })  # fmt: skip


def _is_tense(cases: dict[str, _Case]) -> bool:
    compelled = [option for option, case in cases.items() if case.must]
    return len(compelled) > 1 or any(case.must and case.forbid for case in cases.values())
