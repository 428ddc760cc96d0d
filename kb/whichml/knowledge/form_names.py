"""What a form lists so that whoever fills it in can name it: circumstances, and problems that are none of the tasks."""

from __future__ import annotations

from whichml.knowledge.base import Knowledge
from whichml.model.briefs.blank_brief import ToName


def names_for_forms(knowledge: Knowledge) -> ToName:
    """Return the circumstances that a brief may name, in the order of their packs, by id."""
    known = knowledge.circumstances.items()
    return ToName(
        circumstances={name: each.facts.name for name, each in known if each.facts.method is None},
        problems={name: f"{each.facts.name} ({each.facts.method})" for name, each in known if each.facts.method},
    )
