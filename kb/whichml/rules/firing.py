"""Which rules fired for a brief, and which facts stood in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from whichml.model.conditions import FactValue, FieldShape
from whichml.model.rule import Rule


@dataclass(frozen=True, slots=True)
class Conclusion:
    """A fact that rules concluded: its value and the rules that say so."""

    field: str
    value: FactValue
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dissent:
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
    dissents : where a rule and the brief differ
    """

    fired: tuple[Rule, ...]
    facts: Mapping[str, FactValue]
    conclusions: Mapping[str, Conclusion]
    dissents: tuple[Dissent, ...]


def settle(
    stated: Sequence[tuple[Rule, FactValue]], given: FactValue | None, shape: FieldShape
) -> tuple[Conclusion | None, tuple[Dissent, ...]]:
    """Return what stands of one field after a stratum, and which rules the brief overruled.

    Parameters
    ----------
    stated : the rules that concluded the field, in rule order, each with its value; not empty
    given : what the brief says of the field, None where it says nothing

    Notes
    -----
    Where rules differ, the highest value of an ordered field stands (the stricter demand), True for a flag, and the
    first rule's value otherwise. A rule is a dissenter only where it asks for more than the brief says.
    """
    field = shape.path
    if given is not None:
        dissents = tuple(
            Dissent(field, given, value, rule.id) for rule, value in stated if _asks_for_more(value, given, shape)
        )
        return None, dissents
    winner = stated[0][1]
    for _, value in stated[1:]:
        if _asks_for_more(value, winner, shape) and (shape.ordered or shape.kind == "flag"):
            winner = value
    supporters = tuple(rule.id for rule, value in stated if value == winner)
    return Conclusion(field, winner, supporters), ()


def _asks_for_more(value: FactValue, than: FactValue, shape: FieldShape) -> bool:
    if shape.kind == "flag":
        return value is True and than is False
    if shape.ordered and isinstance(value, str) and isinstance(than, str):
        return shape.words.index(value) > shape.words.index(than)
    if isinstance(than, tuple):
        return value not in than
    return value != than
