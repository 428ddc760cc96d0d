"""Which options of different decisions exclude one another, in the order in which that is settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from whichml.model.statements.design_facts import DecisionFacts


class Incompatibility(NamedTuple):
    """An option, and those of another decision that it leaves no room for.

    Attributes
    ----------
    decision, option : what stands where nothing but weight speaks: it is settled first
    of, options : the decision whose options it rules out
    """

    decision: str
    option: str
    of: str
    options: tuple[str, ...]


def incompatibilities(decisions: Mapping[str, DecisionFacts]) -> tuple[Incompatibility, ...]:
    """Return what excludes what; nothing that is listed as settled is ruled out further down.

    So what went leaves no mark on a third decision.

    Raises
    ------
    graphlib.CycleError
        Where decisions exclude options of one another in a circle; no knowledge base that was loaded has one.
    """
    return tuple(
        Incompatibility(decision, option.id, of, options)
        for decision in _before(decisions.values()).static_order()
        for option in decisions[decision].options
        for of, options in option.excludes.items()
    )


def circular_exclusions(decisions: Iterable[DecisionFacts]) -> tuple[str, ...] | None:
    """Return a circle in which decisions exclude options of one another, the first one again at the end, or None."""
    try:
        _before(decisions).prepare()
    except CycleError as circle:
        return tuple(circle.args[1])
    return None


def told_circle(circle: Sequence[str]) -> tuple[str, str]:
    """Return what is wrong with such a circle and what would be right, in words."""
    message = f"decisions exclude options of one another in a circle: {' -> '.join(circle)}."
    return message, "Exclude in one direction: from what is settled first."


def _before(decisions: Iterable[DecisionFacts]) -> TopologicalSorter[str]:
    """Return the order that each decision stands in before those whose options it excludes."""
    order: TopologicalSorter[str] = TopologicalSorter()
    for decision in decisions:
        order.add(decision.id)
        for option in decision.options:
            for of in option.excludes:
                order.add(of, decision.id)
    return order
