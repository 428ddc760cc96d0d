"""Where practice overrides written rules: in how many decisions on which one speaks, and with whom answerers agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from whichml.advise.decision_tensions import overridden_by_practice
from whichml.model.statements.architecture import DecisionAnswer
from whichml.model.statements.recommendation import Recommendation
from whichml_workshop.elicited.grading import Consensus


class RuledDecision(NamedTuple):
    """A decision on which a rule speaks for an option that nothing speaks against.

    Attributes
    ----------
    overridden : whether practice alone chose another option
    agreed_with : `practice` or `rule` where answerers agree on the option of it, else nothing
    """

    decision: str
    overridden: bool
    agreed_with: str = ""


def ruled_decisions(answer: Recommendation, known: Consensus) -> Iterator[RuledDecision]:
    """Yield the decisions of an answer on which rules speak, with what answerers agree on."""
    for each in answer.decisions:
        overridden = {alternative.option for alternative in overridden_by_practice(each)}
        if overridden:
            decided = known.decided.get(each.decision, frozenset())
            agreed = "practice" if each.option in decided else "rule" if decided & overridden else ""
            yield RuledDecision(each.decision, True, agreed)
        elif _is_ruled(each):
            yield RuledDecision(each.decision, False)


def _is_ruled(answer: DecisionAnswer) -> bool:
    return bool(answer.for_) or any(each.for_ and not each.against for each in answer.alternatives)


@dataclass(slots=True)
class RuleOverrides:
    """How often practice overrides rules.

    Attributes
    ----------
    ruled : decisions on which a rule speaks
    overridden : those of them in which practice alone chose another option
    practice_agreed, rule_agreed : of these, those in which answerers agree on the one or the other
    by_decision : the overridden ones of each
    """

    ruled: int = 0
    overridden: int = 0
    practice_agreed: int = 0
    rule_agreed: int = 0
    by_decision: Counter[str] = field(default_factory=Counter)

    @classmethod
    def over(cls, decisions: Iterable[RuledDecision]) -> RuleOverrides:
        """Return the figures over the decisions of many answers."""
        each = list(decisions)
        lost = [one for one in each if one.overridden]
        with_whom = Counter(one.agreed_with for one in lost)
        by_decision = Counter(one.decision for one in lost)
        return cls(len(each), len(lost), with_whom["practice"], with_whom["rule"], by_decision)

    def text(self) -> str:
        """Return the figures in a sentence."""
        decisions = ", ".join(f"{name} {n}" for name, n in self.by_decision.most_common())
        return (
            f"Rule overrides: practice takes another option in {self.overridden} of {self.ruled} decisions on which a "
            f"rule speaks; answerers agree with practice in {self.practice_agreed} of them and with the rule in "
            f"{self.rule_agreed}; {decisions or 'none'}"
        )
