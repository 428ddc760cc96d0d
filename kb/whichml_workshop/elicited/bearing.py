"""Which facts can bear on which architecture decision: kb/facts/elicited/bearing.yaml, read and held to what is known.

What has no bearing on a decision is fitted to nothing there: it would stand for the projects that happen to tell it.
"""

import itertools
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import Content
from whichml.knowledge.practised_facts import LEADER, LEADER_FAMILY, practised_shapes
from whichml.knowledge.stored import StoredValue
from whichml.model.documents.errors import KnowledgeError
from whichml_workshop.elicited.situations import MODALITY, TASK, When

BEARING: Final = Path("elicited") / "bearing.yaml"
"""The table, below the facts."""
ALWAYS_BEAR: Final = frozenset({TASK, MODALITY, LEADER, LEADER_FAMILY})
"""What says of a project what it is, and of an answer who leads it: it bears on every decision."""


class BearingRow(StoredValue):
    """Facts that bear on some decisions, for one reason.

    Attributes
    ----------
    because : the reason, for who reads the table
    facts : fields of a brief, and facts that rules conclude
    qualities : of which bounds, and places in the priorities, bear
    decisions : what they bear on
    """

    because: str = Field(min_length=1)
    facts: tuple[str, ...] = ()
    qualities: tuple[str, ...] = ()
    decisions: tuple[str, ...] = Field(min_length=1)

    @property
    def fields(self) -> frozenset[str]:
        """Return the facts, and what is known of a brief that asks for the qualities."""
        asked = (f"asked.{each}" for each in self.qualities)
        bounds = (f"requirement.{each}.{end}" for each in self.qualities for end in ("min", "max"))
        return frozenset((*self.facts, *asked, *bounds))


_TABLE: Final = TypeAdapter(tuple[BearingRow, ...])


@dataclass(frozen=True, slots=True)
class Bearing:
    """The facts that bear on each decision; a decision that is not named is one on which any fact may bear."""

    by_decision: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, rows: Iterable[BearingRow]) -> Self:
        """Return what the rows of a table say together."""
        found: dict[str, frozenset[str]] = {}
        for row in rows:
            for decision in row.decisions:
                found[decision] = found.get(decision, ALWAYS_BEAR) | row.fields
        return cls(found)

    def bears(self, when: When, decision: str) -> bool:
        """Return whether all that a situation looks at bears on a decision."""
        facts = self.by_decision.get(decision)
        return facts is None or facts.issuperset(when)


EVERYTHING_BEARS: Final = Bearing({})
"""Any fact may bear on any decision."""


def read_bearing(content: Content, knowledge: Knowledge) -> Bearing:
    """Return the table of the content; where it has none, any fact may bear on any decision.

    Raises
    ------
    KnowledgeError
        Where it cannot be read, or it names a decision, a fact or a quality that is not known.
    """
    path = content.facts / BEARING
    if not path.exists():
        return EVERYTHING_BEARS
    try:
        rows = _TABLE.validate_python(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as refusal:
        raise KnowledgeError.about(f"{content.name_of(path)} holds no table that can be read: {refusal}") from refusal
    shapes = practised_shapes(knowledge.shapes)
    _refuse_unknown(content.name_of(path), "decision", (d for row in rows for d in row.decisions), knowledge.decisions)
    _refuse_unknown(content.name_of(path), "fact", (f for row in rows for f in row.facts), shapes)
    _refuse_unknown(content.name_of(path), "quality", (q for row in rows for q in row.qualities), knowledge.qualities)
    return Bearing.of(rows)


def _refuse_unknown(name: str, what: str, named: Iterable[str], known: Collection[str]) -> None:
    unknown = next(itertools.filterfalse(known.__contains__, named), None)
    if unknown is not None:
        raise KnowledgeError.about(f"{name} names the {what} '{unknown}', which is not known.")
