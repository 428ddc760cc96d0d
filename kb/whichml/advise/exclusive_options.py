"""Which chosen options exclude one another by what they mean, and which of them a brief's own words exclude.

The knowledge base defines each option in a sentence and lists beside it what cannot be true of one system with it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import ExcludedWhere
from whichml.model.statements.conditions import Facts, all_hold
from whichml.model.statements.option_conflicts import Incompatibility


def excluded_by_facts(knowledge: Knowledge, facts: Facts) -> dict[str, set[str]]:
    """Return the options that what a brief says leaves no room for, by decision."""
    return _excluded(knowledge.options_excluded_where, facts)


def _excluded(cases: Iterable[ExcludedWhere], facts: Facts) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for decision, option, conditions in cases:
        if all_hold(conditions, facts) is True:
            found.setdefault(decision, set()).add(option)
    return found


def without_place(knowledge: Knowledge, facts: Facts, chosen: Mapping[str, str]) -> dict[str, set[str]]:
    """Return the options, by decision, that have no place beside what is chosen, whatever else were known of the brief.

    Parameters
    ----------
    facts : the brief's with those of the answer; an exclusion that rests on what a brief leaves out does not count
    chosen : the options of the decisions that are settled
    """
    known = [each for each in knowledge.options_excluded_where if all(c.field in facts for c in each.conditions)]
    found = _excluded(known, facts)
    for other in knowledge.incompatibilities:
        if chosen.get(other.decision) == other.option:
            found.setdefault(other.of, set()).update(other.options)
    return found


def contradictions(knowledge: Knowledge, chosen: Mapping[str, str]) -> Iterator[Incompatibility]:
    """Yield what is incompatible among the chosen options of decisions, in the order in which it is settled."""
    for each in knowledge.incompatibilities:
        if chosen.get(each.decision) == each.option and chosen.get(each.of) in each.options:
            yield each
