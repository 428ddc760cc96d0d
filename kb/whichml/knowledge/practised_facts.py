"""Facts beyond those of rules: what is asked of qualities, who leads the answer, and what is decided in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final, Protocol

from whichml.model.statements.conditions import Facts, FactValue, FieldShape
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import LEVELS

LEADER: Final = "answer.leader"
LEADER_FAMILY: Final = "answer.leader_family"
TOLD: Final = "brief.told"
_WHO: Final = {path: FieldShape(path, "word") for path in (LEADER, LEADER_FAMILY)}
_MODALITY: Final = "data.modality"
_MISSING: Final = "data.missing_share"
_WITHOUT_COLUMNS: Final = frozenset({"text", "image", "audio", "video"})
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

    Beyond those of rules these are `asked.<quality>` with what the brief asks of it, how many things it tells, the
    algorithm that leads the answer and its families.
    """
    asked = {f"asked.{quality}": FieldShape(f"asked.{quality}", "word", ASKED) for quality in QUALITIES}
    return {**shapes, **asked, **_WHO, TOLD: FieldShape(TOLD, "number", whole=True)}


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


def told_to_practice(facts: Facts) -> Facts:
    """Return facts without a share of missing cells that says nothing: none is missing, or the data have no columns.

    What answerers make of gaps was learnt from tables that have some; who says that there are none says what is usual.
    """
    modalities = facts.get(_MODALITY)
    kinds = modalities if isinstance(modalities, tuple) else (modalities,)
    if _MISSING not in facts or not (facts[_MISSING] == 0 or _WITHOUT_COLUMNS.issuperset(kinds)):
        return facts
    return {name: value for name, value in facts.items() if name != _MISSING}


def level_of_leader(quality: str) -> str:
    """Return the field that says how much of a quality the leader has."""
    return f"{LEADER}.{quality}"


def capability_of_leader(capability: str) -> str:
    """Return the field that says whether the leader has a capability, unknown where nobody looked it up."""
    return f"{LEADER}_capability.{capability}"


def option_of(decision: str) -> str:
    """Return the field that says to which option a decision came."""
    return f"answer.{decision}"


def answer_shapes(decisions: Mapping[str, Collection[str]], capabilities: Collection[str]) -> dict[str, FieldShape]:
    """Return the shapes of what is known of an answer in the making.

    Parameters
    ----------
    decisions : with their options
    capabilities : those that some algorithm is said to have or to lack
    """
    rated = {path: FieldShape(path, "word", LEVELS, ordered=True) for path in map(level_of_leader, QUALITIES)}
    able = {path: FieldShape(path, "flag") for path in map(capability_of_leader, capabilities)}
    taken = {option_of(each): tuple(options) for each, options in decisions.items()}
    return {**_WHO, **rated, **able, **{path: FieldShape(path, "word", options) for path, options in taken.items()}}
