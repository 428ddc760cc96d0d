"""Architecture decisions: the strongest support that nothing forbids, a stated default, or a tension."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from whichml.advise.justification import JustificationBuilder
from whichml.advise.practice_justification import OptionsHere
from whichml.knowledge.base import Knowledge
from whichml.model.facts import DecisionFacts, DefaultOption
from whichml.model.recommendation import DecisionAnswer, NotDecided, OptionSupport, Tension
from whichml.model.rule import Rule


@dataclass(slots=True)
class _Case:
    """What the standing rules say of one option."""

    must: list[Rule] = field(default_factory=list)
    should: list[Rule] = field(default_factory=list)
    forbid: list[Rule] = field(default_factory=list)

    @property
    def strength(self) -> tuple[int, int]:
        return len(self.must), len(self.should)

    @property
    def supporters(self) -> list[Rule]:
        return [*self.must, *self.should]


SURE_ENOUGH = 0.4
"""The share of answerers from which practice settles a decision that no rule speaks of."""


@dataclass(frozen=True, slots=True)
class ResolvedDecisions:
    """The decisions of one answer, where rules collide, and what is left open."""

    answers: tuple[DecisionAnswer, ...]
    tensions: tuple[Tension, ...]
    not_decided: tuple[NotDecided, ...]


def decide(
    knowledge: Knowledge,
    standing: Sequence[Rule],
    graph: JustificationBuilder,
    practice: OptionsHere | None = None,
) -> ResolvedDecisions:
    """Return the decisions that are settled, in the order of their ids, those that are open, and where rules collide.

    A must beats everything, and so does a rule of a pack that is not shipped: its author knows the house. Without one,
    practice decides between all options that nothing forbids; a rule for an option counts as much as answerers go along
    with such rules, and what no rule speaks for is open unless practice is sure enough. Without practice more rules
    win, then the order in which the decision lists its options, then its default. A must against another must, or
    against a rule that forbids it, is a tension and is reported.
    """
    cases = _cases(standing)
    foreign = frozenset(pack.id for pack in knowledge.packs if not pack.shipped)
    answers: list[DecisionAnswer] = []
    not_decided: list[NotDecided] = []
    tensions: list[Tension] = []
    for decision in sorted(knowledge.decisions):
        facts = knowledge.decisions[decision]
        answer = _answer(facts, cases.get(decision, {}), graph, practice, foreign)
        if answer is None and practice is not None:
            not_decided.append(_not_decided(facts, practice))
        if answer is not None:
            answers.append(answer)
            if answer.tension:
                because = tuple(dict.fromkeys((*answer.for_, *answer.against)))
                text = f"{facts.name}: rules that leave no choice pull apart around '{answer.option}'."
                tensions.append(Tension(text=text, because=because))
    return ResolvedDecisions(tuple(answers), tuple(tensions), tuple(not_decided))


def _not_decided(facts: DecisionFacts, practice: OptionsHere) -> NotDecided:
    fields = practice.would_decide(facts.id)
    text = f"{facts.name}: the brief does not settle it"
    text += f"; {', '.join(fields)} would decide it." if fields else "."
    return NotDecided(decision=facts.id, text=text, fields=fields)


def _cases(standing: Sequence[Rule]) -> dict[str, dict[str, _Case]]:
    cases: dict[str, dict[str, _Case]] = {}
    for rule in standing:
        effect = rule.effect
        if effect.kind not in ("decide", "forbid"):
            continue
        case = cases.setdefault(effect.target, {}).setdefault(str(effect.value), _Case())
        (case.forbid if effect.kind == "forbid" else case.must if effect.strength == "must" else case.should).append(
            rule
        )
    return cases


def _by_practice(facts: DecisionFacts, cases: dict[str, _Case], practice: OptionsHere) -> str | None:
    """Return the option that practice and rules without a must come to; None where neither is sure enough.

    Where practice is not, a rule is, though practice leans to another option.
    """
    found: dict[str, float] = {}
    for option in facts.options:
        case = cases.get(option.id, _Case())
        odds = practice.log_odds(facts.id, option.id)
        if odds is not None and not case.forbid:
            found[option.id] = odds + (practice.worth_of_rule(facts.id) if case.should else 0.0)
    if not found:
        return None
    chosen = max(found, key=lambda option: found[option])
    share = 1.0 / sum(math.exp(odds - found[chosen]) for odds in found.values())
    if share >= SURE_ENOUGH:
        return chosen
    supported = [option for option in found if cases.get(option, _Case()).should]
    return max(supported, key=lambda option: found[option], default=None)


def _answer(
    facts: DecisionFacts,
    cases: dict[str, _Case],
    graph: JustificationBuilder,
    practice: OptionsHere | None,
    foreign: frozenset[str],
) -> DecisionAnswer | None:
    compelled = any(case.must or any(rule.pack in foreign for rule in case.supporters) for case in cases.values())
    if practice is not None and not compelled and practice.knows(facts.id):
        chosen = _by_practice(facts, cases, practice)
        evidence = practice.evidence(facts.id, chosen) if chosen else ()
        bears = chosen is not None and (evidence or cases.get(chosen, _Case()).supporters)
        return _described(facts, chosen, cases, graph, evidence) if chosen and bears else None
    order = [option.id for option in facts.options]
    supported = [option for option in order if option in cases and cases[option].supporters]
    allowed = [option for option in supported if not cases[option].forbid]
    default = facts.default.option if facts.default else None
    if default is not None and cases.get(default, _Case()).forbid:
        default = None
    if allowed:
        chosen = max(allowed, key=lambda option: (cases[option].strength, -order.index(option)))
    elif default is not None:
        chosen = default
    elif supported:
        chosen = max(supported, key=lambda option: (cases[option].strength, -order.index(option)))
    else:
        return None
    return _described(facts, chosen, cases, graph)


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
