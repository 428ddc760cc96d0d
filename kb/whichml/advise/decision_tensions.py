"""What pulls apart in a decision: a must against another, practice against rules, a law against what the brief says."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from whichml.model.statements.facts import DecisionFacts
from whichml.model.statements.recommendation import DecisionAnswer, OptionSupport, Tension
from whichml.model.statements.rule import Rule

_LAW = "stakes.regulation"


def is_of_law(rule: Rule) -> bool:
    """Return whether a rule speaks because a law or norm applies that the brief names."""
    return any(condition.field == _LAW for condition in rule.when)


def overridden_by_practice(answer: DecisionAnswer, barred: Collection[str] = ()) -> tuple[OptionSupport, ...]:
    """Return the options that rules speak for and nothing speaks against, where practice alone chose another one.

    Parameters
    ----------
    barred : the options of the decision that have no place here
    """
    if answer.strength != "practice":
        return ()
    return tuple(each for each in answer.alternatives if each.for_ and not each.against and each.option not in barred)


def compelling_tensions(
    facts: DecisionFacts, answer: DecisionAnswer, barred: Collection[str], of_law: Collection[str]
) -> Iterator[Tension]:
    """Yield where a must, or a law, pulls against another must or against what the brief says.

    Parameters
    ----------
    barred : the options of the decision that have no place here
    of_law : the nodes of the rules for options that speak because of a law
    """
    names = {option.id: option.name for option in facts.options}
    chosen = names[answer.option]
    if answer.tension:
        because = tuple(dict.fromkeys((*answer.for_, *answer.against)))
        text = f"{facts.name}: '{chosen}' is chosen, though rules that leave no choice pull apart."
        yield Tension(text=text, because=because)
    for each in answer.alternatives:
        asking = tuple(rule for rule in each.for_ if rule in of_law)
        if asking and (each.against or each.option in barred):
            text = (
                f"{facts.name}: a law speaks for '{names[each.option]}', and what the brief says leaves no room for "
                f"it; '{chosen}' is chosen."
            )
            yield Tension(text=text, because=(*asking, *each.against))


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
            f"{facts.name}: established practice takes '{names[answer.option]}' here, and overrides what rules say "
            f"for {others}."
        )
        yield Tension(text=text, because=(*answer.because, *rules))
