"""What the brief left open: which unknown field could change the answer."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from whichml.advise.consequences import BriefConsequences, Consequences
from whichml.advise.justification import JustificationBuilder
from whichml.advise.plausible_conditions import plausible_part
from whichml.advise.priorities import TIER_WEIGHT
from whichml.advise.waiting_fields import ASKED_FOR
from whichml.knowledge.base import Knowledge
from whichml.model.format.field_relevance import is_worth_asking
from whichml.model.format.plausible_facts import is_worth_telling
from whichml.model.statements.conditions import Condition, Facts, NumberTest, all_hold
from whichml.model.statements.recommendation import Candidate, OpenQuestion
from whichml.model.statements.rule import EffectKind, Rule
from whichml.model.values.vocabulary import LEVELS
from whichml.rules.satisfied_conditions import HeldButOne
from whichml.rules.selection import RateOf, Selection, modalities_of

N_QUESTIONS = 12
N_MINOR = 4
"""How many of them are asked that would move nobody: of what is decided, advised, or to be minded besides."""
N_LEADERS = 8
"""Whom an exclusion has to touch for a question to matter: nobody asks what could happen to the twentieth choice."""
N_CHANCES = 3
"""How many rules behind a question are told."""
N_FIRST = 3
"""How many of the leaders count twice, and how many algorithms a sentence names."""
_DEMAND_PREFIX = ("requirement.", "derived.")
_IMPACT: Mapping[EffectKind, float] = {
    "exclude": 3.0, "rate": 1.5, "prioritise": 1.2, "conclude": 1.0, "decide": 0.8, "forbid": 0.8, "caution": 0.5,
    "advise": 0.3,
}  # fmt: skip


_FURTHER = 0.01
"""What each further rule behind a question adds to its impact."""
_MIDDLING = (len(LEVELS) - 1) / 2
_MATTERS = 1.0
"""The impact from which a rule may change the ranking."""


def _asks_for_no_labels(missing: Condition) -> bool:
    """Return whether a condition holds without any label alone: who names a task that learns from some has some."""
    if missing.field != "data.labelled_rows":
        return False
    return isinstance(missing.test, NumberTest) and (missing.test.high or 2) <= 1


def _is_derived(rule: Rule) -> bool:
    concluded = rule.concluded()
    return concluded is not None and concluded[0].startswith("derived.")


class _Chance(NamedTuple):
    """A rule that would fire if one unknown field met its condition.

    Attributes
    ----------
    touched : the leading candidates that it speaks of
    impact : how much it would matter
    through : the rule whose conclusion it waits for; None where it reads the field itself
    """

    rule: Rule
    missing: Condition
    touched: tuple[str, ...]
    impact: float
    through: Rule | None = None


@dataclass(slots=True)
class _Effect:
    """What one unknown field could do; the higher `impact`, the more it matters."""

    impact: float = 0.0
    chances: list[_Chance] = field(default_factory=list)

    def told(self) -> list[_Chance]:
        """Return the chances that are told, the weightiest first, and what follows twice once."""
        once = {chance.rule.id: chance for chance in reversed(self.chances)}
        in_order = [chance for chance in self.chances if once[chance.rule.id] is chance]
        return sorted(in_order, key=lambda chance: -chance.impact)[:N_CHANCES]


class Lead(NamedTuple):
    """How firmly the first choice stands before the others.

    Attributes
    ----------
    weights : of the qualities that count, as rules give them
    behind : how far each is behind the first, as utility, the first before all and the nearest next
    say : the share of the whole weight that qualities have
    """

    weights: Mapping[str, float]
    behind: Mapping[str, float]
    say: float

    @classmethod
    def of(cls, ranked: Sequence[Candidate], weights: Mapping[str, float], practice_share: float) -> Lead:
        """Return how firmly the first of all that is ranked stands before those that only utility keeps behind it."""
        gaps = [(ranked[0].utility.mean - each.utility.mean, each.algorithm) for each in ranked]
        nearest = sorted((gap, name) for gap, name in gaps[1:] if gap >= 0)
        return cls(weights, {name: gap for gap, name in (*gaps[:1], *nearest)}, 1.0 - practice_share)


@dataclass(frozen=True, slots=True)
class SettledSoFar:
    """What of an answer is settled, so that rules which speak of it would change nothing by firing.

    Attributes
    ----------
    decided : the option of each decision that is settled: what a rule would choose besides is no change
    fixed : decisions of which a must settled the option: no rule that only should changes them
    no_place : options, by decision, that have none beside the leader, what is decided and what the brief says
    absent : patterns that have no place there
    overridden : rules that one which counts overrides
    lead : who leads, and by what
    """

    decided: Mapping[str, str]
    fixed: Collection[str]
    no_place: Mapping[str, Collection[str]]
    absent: Collection[str]
    overridden: Collection[str]
    lead: Lead

    def leaves_as_it_is(self, rule: Rule) -> bool:
        """Return whether the answer would stay what it is if a rule fired."""
        effect = rule.effect
        if rule.id in self.overridden or (effect.kind == "advise" and effect.target in self.absent):
            return True
        if effect.kind not in ("decide", "forbid"):
            return False
        if effect.strength != "must" and str(effect.value) in self.no_place.get(effect.target, ()):
            return True
        if effect.kind == "forbid":
            return False
        is_chosen = self.decided.get(effect.target) == str(effect.value)
        return is_chosen or (effect.target in self.fixed and effect.strength != "must")


class _AskedFor(dict[str, str | None]):
    """By the field of a condition that is unknown, the field to ask for in one brief; None where that is not asked."""

    def __init__(self, facts: Facts) -> None:
        super().__init__()
        self._facts = facts
        self._of = (
            str(facts["task"]), modalities_of(facts), facts.get("deployment.target"), facts.get("data.privacy")
        )  # fmt: skip

    def __missing__(self, field: str) -> str | None:
        name = ASKED_FOR.get(field, field)
        is_asked = (
            not field.startswith(_DEMAND_PREFIX)
            and is_worth_asking(name, *self._of)
            and is_worth_telling(name, self._facts)
        )
        found = self[field] = name if is_asked else None
        return found


class _PlausibleParts(dict[Condition, Condition | None]):
    """By a condition on an unknown field, what of it may hold of one brief; many rules wait for the same one."""

    def __init__(self, known: Mapping[str, object]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, missing: Condition) -> Condition | None:
        found = self[missing] = plausible_part(missing, self._known)
        return found


class _LeadIn(dict[str, tuple[float, ...]]):
    """By quality, how far each of those next to the first is rated above it, -1..1; what is unknown is middling."""

    def __init__(self, rate: RateOf, first: str, rivals: Sequence[str]) -> None:
        super().__init__()
        self._rate, self._first, self._rivals = rate, first, rivals

    def __missing__(self, quality: str) -> tuple[float, ...]:
        theirs = self._middle(self._first, quality)
        found = self[quality] = tuple(
            (self._middle(rival, quality) - theirs) / (len(LEVELS) - 1) for rival in self._rivals
        )
        return found

    def _middle(self, algorithm: str, quality: str) -> float:
        span = self._rate(algorithm, quality)
        return (span.lowest + span.highest) / 2 if span is not None else _MIDDLING


class _Weighing(NamedTuple):
    """What chances are weighed by.

    Attributes
    ----------
    rate : how algorithms rate
    leaders : the candidates, best first
    rivals : who is nearest behind the first
    above : by quality, how far each rival is rated above the first
    """

    facts: Facts
    rate: RateOf
    leaders: Sequence[str]
    settled: SettledSoFar
    consequences: BriefConsequences
    rivals: Sequence[str]
    above: _LeadIn


class QuestionFinder:
    """The rules of a knowledge base, made ready to tell which unknown fields of a brief could change the answer."""

    def __init__(self, knowledge: Knowledge, selection: Selection) -> None:
        self._knowledge = knowledge
        self._selection = selection
        self._nearly_held = HeldButOne(rule.when for rule in knowledge.rules)
        self._impacts = [self._impact_of(rule) for rule in knowledge.rules]
        self._consequences = Consequences(knowledge.rules)
        self._selective = frozenset(number for number, rule in enumerate(knowledge.rules) if rule.is_selective)

    def open_questions(
        self,
        facts: Facts,
        rate: RateOf,
        leaders: Sequence[str],
        graph: JustificationBuilder,
        settled: SettledSoFar,
        known: Mapping[str, object],
    ) -> tuple[OpenQuestion, ...]:
        """Return the unknown fields that could change the answer, the weightiest first.

        A field is named where a rule would fire if that one field were known to meet its condition, everything else
        being as it is; a rule that would remove a leading candidate weighs most. What tells nothing of such a task,
        such data or such a target is not asked.

        Parameters
        ----------
        leaders : the candidates, best first
        settled : what no rule would change by firing
        known : the facts with what the prose says beside them
        """
        effects: dict[str, _Effect] = {}
        asked_for = _AskedFor(facts)
        likely_parts = _PlausibleParts(known)
        first, *rivals = [*settled.lead.behind][: N_LEADERS + 1] or [""]
        weighing = _Weighing(
            facts, rate, leaders, settled, self._consequences.on(facts), rivals, _LeadIn(rate, first, rivals)
        )
        for number, missing in self._nearly_held.on(facts):
            name = asked_for[missing.field]
            if name is None or not self._impacts[number] or _asks_for_no_labels(missing):
                continue
            likely = likely_parts[missing]
            chance = self._chance(number, likely, weighing) if likely is not None else None
            if chance is not None:
                effect = effects.setdefault(name, _Effect())
                effect.impact = max(effect.impact, chance.impact) + _FURTHER
                effect.chances.append(chance)
        ordered = sorted(effects.items(), key=lambda item: (-item[1].impact, item[0]))
        n_moving = sum(effect.impact > _MATTERS + _FURTHER * len(effect.chances) for _, effect in ordered)
        asked = ordered[: min(n_moving + N_MINOR, N_QUESTIONS)]
        return tuple(self._question(name, effect.told(), graph) for name, effect in asked)

    def _chance(self, number: int, missing: Condition, weighing: _Weighing) -> _Chance | None:
        """Return what would follow if a rule fired: its effect, or of a conclusion the weightiest that waits for it.

        A derived fact that no rule waits for would change nothing; a field of the brief may put claims into their
        scope.
        """
        rule = self._knowledge.rules[number]
        if rule.unless and all_hold(rule.unless, weighing.facts) is True:
            return None
        if rule.effect.kind != "conclude":
            return self._weighed(number, missing, weighing)
        if rule.id in weighing.settled.overridden:
            return None
        following = (self._weighed(each, missing, weighing) for each in weighing.consequences.of(rule))
        chance = max((each for each in following if each is not None), key=lambda each: each.impact, default=None)
        if chance is not None:
            return chance._replace(through=rule, impact=min(chance.impact, _IMPACT["conclude"]))
        return None if _is_derived(rule) else _Chance(rule, missing, (), _IMPACT["conclude"])

    def _weighed(self, number: int, missing: Condition, weighing: _Weighing) -> _Chance | None:
        """Return the effect of a rule by itself; None where the answer would stay what it is."""
        rule, impact = self._knowledge.rules[number], self._impacts[number]
        if not impact or weighing.settled.leaves_as_it_is(rule):
            return None
        touched: tuple[str, ...] = ()
        if rule.effect.kind == "prioritise" and not self._may_reorder(rule, weighing):
            return None
        if number in self._selective:
            touched = self._selection.of(rule, weighing.leaders[:N_LEADERS], weighing.facts, weighing.rate)
            if not touched:
                return None
            impact *= 2 if any(algorithm in weighing.leaders[:N_FIRST] for algorithm in touched) else 1
        return _Chance(rule, missing, touched, impact)

    def _may_reorder(self, rule: Rule, weighing: _Weighing) -> bool:
        """Return whether somebody would come before the first if qualities counted that a rule names.

        Where nobody else is left, it tells how well the only choice stands.
        """
        lead = weighing.settled.lead
        known = lead.weights
        added = {
            quality: TIER_WEIGHT[tier] - known.get(quality, 0.0)
            for quality, tier in rule.effect.tiers
            if self._knowledge.qualities[quality].ranks and TIER_WEIGHT[tier] > known.get(quality, 0.0)
        }
        if not added or not weighing.rivals:
            return bool(added)
        gains = [
            (-weight if self._knowledge.qualities[quality].better == "lower" else weight, weighing.above[quality])
            for quality, weight in added.items()
        ]
        share = lead.say / (sum(known.values()) + sum(added.values()))
        return any(
            share * sum(weight * above[place] for weight, above in gains) > lead.behind[rival]
            for place, rival in enumerate(weighing.rivals)
        )

    def _question(self, name: str, told: Sequence[_Chance], graph: JustificationBuilder) -> OpenQuestion:
        behind = dict.fromkeys(
            graph.rule(rule) for chance in told for rule in (chance.through, chance.rule) if rule is not None
        )
        effects = dict.fromkeys(self._told(chance) for chance in told)  # two rules may speak for one option
        return OpenQuestion(field=name, effect="; ".join(effects), because=tuple(behind))

    def waiting(self, facts: Facts) -> Iterator[Condition]:
        """Yield the conditions on one unknown field that alone keep a rule that matters from firing."""
        for number, missing in self._nearly_held.on(facts):
            if self._impacts[number] >= _MATTERS:
                yield missing

    def _impact_of(self, rule: Rule) -> float:
        """Return how much it would matter if a rule fired; 0 where it would make no criterion of what it names."""
        return _IMPACT[rule.effect.kind] if rule.effect.kind != "prioritise" or self._ranking(rule) else 0.0

    def _ranking(self, rule: Rule) -> list[str]:
        return [quality for quality, _ in rule.effect.tiers if self._knowledge.qualities[quality].ranks]

    def _told(self, chance: _Chance) -> str:
        """Return what would have to be known, and what would follow, in words.

        A bound on a computed amount, such as rows for each column, is told with its name: the field that is asked for
        counts something else.
        """
        missing = chance.missing
        test = missing.text().removeprefix(missing.field).strip()
        said = f"{missing.field} {test}" if missing.field in ASKED_FOR else f"it {test}"
        return f"if {said}: {self._consequence(chance.rule, chance.touched)}"

    def _consequence(self, rule: Rule, touched: Sequence[str]) -> str:
        effect = rule.effect
        if rule.is_selective:
            names = ", ".join(self._knowledge.algorithms[a].facts.name for a in touched[:N_FIRST])
            rest = len(touched) - N_FIRST
            named = f"{names} and {rest} more" if rest > 0 else names
            verb = {"exclude": "out", "rate": "rated anew", "caution": "with a caution"}[effect.kind]
            return f"{named} would be {verb} ({rule.title})"
        if effect.kind == "prioritise":
            return f"{', '.join(self._ranking(rule))} would count ({rule.title})"
        if effect.kind == "conclude":
            return rule.title
        if effect.kind in ("decide", "forbid"):
            chosen = "would be chosen" if effect.strength == "must" else "would be supported"  # practice has a say too
            verb = chosen if effect.kind == "decide" else "would be ruled out"
            return f"{effect.value} {verb} for {effect.target}"
        return f"the pattern {effect.target} would be advised"
