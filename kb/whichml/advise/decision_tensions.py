"""What pulls apart in a decision: a must against another, and practice against rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from whichml.advise.hosting import KEPT_IN
from whichml.model.statements.architecture import DecisionAnswer, OptionSupport
from whichml.model.statements.conditions import WordTest
from whichml.model.statements.design_facts import DecisionFacts
from whichml.model.statements.recommendation import Tension
from whichml.model.statements.rule import Rule

LAW: Final = "stakes.regulation"
"""The field in which a brief names laws and norms."""
_CONFINED: Final = {
    "data.privacy": frozenset({"stays-on-device"}),
    "data.residency": KEPT_IN,
}
"""What a brief says of where data may go, by field: somebody was promised that, or may demand it."""


def is_of_law(rule: Rule) -> bool:
    """Return whether a rule speaks because a law or norm applies that the brief names."""
    return any(condition.field == LAW for condition in rule.when)


def is_binding(rule: Rule) -> bool:
    """Return whether a rule speaks because of a law, or because data may not leave where they are."""
    return is_of_law(rule) or any(
        isinstance(each.test, WordTest) and each.test.allowed <= _CONFINED.get(each.field, frozenset())
        for each in rule.when
    )


def overridden_by_practice(answer: DecisionAnswer, barred: Collection[str] = ()) -> tuple[OptionSupport, ...]:
    """Return the options that rules speak for and nothing speaks against, where practice alone chose another one.

    Parameters
    ----------
    barred : the options of the decision that have no place here
    """
    if answer.strength != "practice":
        return ()
    return tuple(each for each in answer.alternatives if each.for_ and not each.against and each.option not in barred)


def compelling_tensions(facts: DecisionFacts, answer: DecisionAnswer) -> Iterator[Tension]:
    """Yield that a must pulls against another must or against what forbids it, where it does."""
    if answer.tension:
        chosen = next(option.name for option in facts.options if option.id == answer.option)
        because = tuple(dict.fromkeys((*answer.for_, *answer.against)))
        text = f"{facts.name}: '{chosen}' is chosen, though rules that leave no choice pull apart."
        yield Tension(text=text, because=because)


def override_tensions(facts: DecisionFacts, answer: DecisionAnswer, barred: Collection[str]) -> Iterator[Tension]:
    """Yield that practice overrides what rules say of a decision, where it does.

    Parameters
    ----------
    barred : the options of the decision that have no place here
    """
    overridden = overridden_by_practice(answer, barred)
    if overridden:
        names = {option.id: option.name for option in facts.options}
        others = " and ".join(f"'{names[each.option]}'" for each in overridden)
        rules = tuple(rule for each in overridden for rule in each.for_)
        text = (
            f"{facts.name}: most language models take '{names[answer.option]}' here, and that overrides what rules say "
            f"for {others}."
        )
        yield Tension(text=text, because=(*answer.because, *rules))
