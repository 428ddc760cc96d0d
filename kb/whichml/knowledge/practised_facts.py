"""Facts that situations of practice may look at beyond those of rules: what is asked of qualities, and who leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from whichml.model.conditions import FactValue, FieldShape
from whichml.model.qualities import QUALITIES

LEADER: Final = "answer.leader"
LEADER_FAMILY: Final = "answer.leader_family"
ASKED: Final = ("must", "should", "could", "ordered", "first")
"""What a brief may ask of a quality: a bound of some priority, a place in its order, or the first place in it."""


class Asks(Protocol):
    """A requirement, as far as it is asked for."""

    @property
    def quality(self) -> str:
        """Return the quality that it bounds."""

    @property
    def priority(self) -> str:
        """Return `must`, `should` or `could`."""


def practised_shapes(shapes: Mapping[str, FieldShape]) -> dict[str, FieldShape]:
    """Return the shapes of all fields that a situation may name.

    Beyond those of rules these are `asked.<quality>` with what the brief asks of it, the algorithm that leads the
    answer and its families.
    """
    asked = {f"asked.{quality}": FieldShape(f"asked.{quality}", "word", ASKED) for quality in QUALITIES}
    return {**shapes, **asked, **{path: FieldShape(path, "word") for path in (LEADER, LEADER_FAMILY)}}


def asked_facts(constraints: Sequence[Asks], stated: Sequence[Sequence[str]]) -> dict[str, FactValue]:
    """Return, for each quality that a brief asks for, how it does.

    Parameters
    ----------
    stated : the brief's own order of qualities, ties as groups
    """
    found: dict[str, list[str]] = {}
    for constraint in constraints:
        found.setdefault(constraint.quality, []).append(constraint.priority)
    for place, group in enumerate(stated):
        for quality in group:
            found.setdefault(quality, []).extend(("ordered", "first") if place == 0 else ("ordered",))
    return {f"asked.{quality}": tuple(dict.fromkeys(ways)) for quality, ways in found.items()}
