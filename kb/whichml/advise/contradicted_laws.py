"""What a law that a brief names asks for, where the brief's own words leave no room for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whichml.advise.decision_tensions import LAW, is_of_law
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.rule import Rule


def contradicted_laws(knowledge: Knowledge, standing: Sequence[Rule]) -> Iterator[str]:
    """Yield each option that a rule on a law asks for and a rule on what the brief says forbids, with both.

    What forbids it by a conclusion, such as that no person can keep a deadline, is no slip of the brief and is not
    told.
    """
    forbidding = [rule for rule in standing if rule.effect.kind == "forbid" and _is_of_the_brief(rule)]
    for asking in standing:
        if asking.effect.kind != "decide" or not is_of_law(asking):
            continue
        decision = knowledge.decisions[asking.effect.target]
        for other in forbidding:
            if (other.effect.target, other.effect.value) == (asking.effect.target, asking.effect.value):
                option = next(each.name for each in decision.options if each.id == asking.effect.value)
                said = ", ".join(each.text() for each in other.when)
                yield (
                    f"a law in `{LAW}` asks for '{option}' ({asking.title}), and the brief rules that out ({said}): "
                    "correct one of the two, or let who knows the law say how it is kept."
                )


def _is_of_the_brief(rule: Rule) -> bool:
    """Return whether a rule asks for nothing but what the brief says itself, and for no law."""
    return all(each.field in BRIEF_FIELDS and each.field != LAW for each in rule.when)
