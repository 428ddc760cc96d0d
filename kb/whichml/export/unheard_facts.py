"""Facts that rate an algorithm here and that practice does not know: its counts are the same whatever they are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.recommendation import Candidate

_TOLD: Final = frozenset({"bool", "word"})
"""Kinds of fields that are told apart as they are: amounts come back in others that are worked out of them."""
_MOST_NAMED: Final = 2


def whatever_they_are(candidates: Iterable[Candidate], knowledge: Knowledge, graph: JustificationGraph) -> str:
    """Return the facts that candidates are rated by and no situation of practice knows, as the end of a clause.

    Empty where there are none.
    """
    rated_by = graph.facts(node for each in candidates for rated in each.qualities for node in rated.because)
    names = sorted({node.id.removeprefix("brief:") for node in rated_by})
    told = [name for name in names if name in BRIEF_FIELDS and BRIEF_FIELDS[name].kind in _TOLD]
    if knowledge.practice is None or not told:
        return ""
    known = _known_fields(knowledge)
    unheard = [name for name in told if name not in known]
    if not unheard:
        return ""
    return f", whatever {' and '.join(unheard[:_MOST_NAMED])} {'is' if len(unheard) == 1 else 'are'}"


@lru_cache(maxsize=4)
def _known_fields(knowledge: Knowledge) -> frozenset[str]:
    """Return the fields that a situation names, and those from which rules conclude what one names."""
    situations = knowledge.practice.situations if knowledge.practice is not None else ()
    known = {field for situation in situations for field in situation.when}
    concluding = [rule for rule in knowledge.rules if rule.effect.kind == "conclude"]
    n_before = 0
    while len(known) > n_before:
        n_before = len(known)
        known |= {condition.field for rule in concluding if rule.effect.target in known for condition in rule.when}
    return frozenset(known)
