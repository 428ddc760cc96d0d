"""Which rules fired for a brief, and which facts stood in the end."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field

from whichml.model.statements.conditions import FactValue, FieldShape
from whichml.model.statements.rule import Rule
from whichml.model.statements.strata import overriders_first


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A fact that rules concluded: its value and the rules that say so."""

    field: str
    value: FactValue
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactConflict:
    """A rule concluded something else than the brief says; the brief's word stands."""

    field: str
    given: FactValue
    concluded: FactValue
    rule: str


@dataclass(frozen=True, slots=True)
class Firing:
    """The outcome of a run.

    Attributes
    ----------
    fired : the rules that fired, in the order of the compiled rules
    facts : the brief's facts and the conclusions
    conclusions : what rules added, by field
    conflicts : where a rule and the brief differ
    overridden : fired rules that do not count, each with the rules that override it whatever the algorithm
    """

    fired: tuple[Rule, ...]
    facts: Mapping[str, FactValue]
    conclusions: Mapping[str, Conclusion]
    conflicts: tuple[FactConflict, ...]
    overridden: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def standing(self) -> tuple[Rule, ...]:
        """Return the fired rules that count."""
        return tuple(rule for rule in self.fired if rule.id not in self.overridden) if self.overridden else self.fired


class Overriding:
    """Who overrides whom among given rules: a rule that counts takes those that it overrides out.

    A rule about algorithms overrides for the algorithms that it speaks of; that is left to the screening. A rule that
    is overridden overrides nobody.
    """

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._overriders: dict[str, tuple[str, ...]] = {}
        self.order = overriders_first(rules)
        for rule in rules:
            if not rule.is_selective:
                for other in dict.fromkeys(rule.overrides):
                    self._overriders[other] = (*self._overriders.get(other, ()), rule.id)

    def overridden(self, fired: Container[str]) -> dict[str, tuple[str, ...]]:
        """Return the fired rules that do not count, each with who overrides it.

        What it says of a rule is final once everybody who could override it, directly or not, has run.
        """
        found: dict[str, tuple[str, ...]] = {}
        for rule in self.order:
            if rule in fired:
                by = tuple(o for o in self._overriders.get(rule, ()) if o in fired and o not in found)
                if by:
                    found[rule] = by
        return found


def settle(
    stated: Sequence[tuple[Rule, FactValue]], given: FactValue | None, shape: FieldShape
) -> tuple[Conclusion | None, tuple[FactConflict, ...]]:
    """Return what stands of one field after a stratum, and which rules the brief overruled.

    Parameters
    ----------
    stated : the rules that concluded the field, in rule order, each with its value; not empty
    given : what the brief says of the field, None where it says nothing

    Notes
    -----
    Where rules differ, the highest value of an ordered field stands (the stricter demand), True for a flag, and the
    first rule's value otherwise. A rule is in conflict with the brief only where it asks for more than the brief says.
    """
    name = shape.path
    if given is not None:
        conflicts = tuple(
            FactConflict(name, given, value, rule.id) for rule, value in stated if _asks_for_more(value, given, shape)
        )
        return None, conflicts
    winner = stated[0][1]
    for _, value in stated[1:]:
        if _asks_for_more(value, winner, shape) and (shape.ordered or shape.kind == "flag"):
            winner = value
    supporters = tuple(rule.id for rule, value in stated if value == winner)
    return Conclusion(name, winner, supporters), ()


def _asks_for_more(value: FactValue, than: FactValue, shape: FieldShape) -> bool:
    if shape.kind == "flag":
        return value is True and than is False
    if shape.ordered and isinstance(value, str) and isinstance(than, str):
        return shape.words.index(value) > shape.words.index(than)
    if isinstance(than, tuple):
        return value not in than
    return value != than
