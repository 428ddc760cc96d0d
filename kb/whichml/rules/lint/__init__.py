"""What can be wrong with packs that can be read.

Of rules it is found by looking at every state that their conditions tell apart, of claims by what they meet on a cell.
"""

from __future__ import annotations

from collections.abc import Collection

from whichml.knowledge.base import Knowledge
from whichml.knowledge.packs import PackFile
from whichml.model.documents.errors import Problem, in_order
from whichml.rules.lint.algorithms import exclusions_of_all, idle_priorities, unmatched_selections
from whichml.rules.lint.brought_facts import idle_starts, impossible_sources, shared_names
from whichml.rules.lint.claims import doubtful_claims
from whichml.rules.lint.conditions import impossible_conditions
from whichml.rules.lint.contradictions import contradicting_rules
from whichml.rules.lint.linted_rules import LintedRules
from whichml.rules.lint.subsumption import covered_rules
from whichml.rules.lint.wording import placeholders, retired_names

__all__ = ["lint_rules"]


def lint_rules(knowledge: Knowledge, packs: Collection[PackFile]) -> tuple[Problem, ...]:
    """Return what is wrong with the rules of some packs, in the order of their texts.

    Parameters
    ----------
    knowledge : everything that the rules meet, with the packs themselves taken in
    packs : the packs to lint; pairs of rules of other packs are not looked at
    """
    subject = LintedRules(knowledge, packs)
    checks = (
        impossible_conditions, contradicting_rules, covered_rules, unmatched_selections, exclusions_of_all,
        retired_names, shared_names, idle_priorities, doubtful_claims, idle_starts,
    )  # fmt: skip
    found = [problem for check in checks for problem in check(subject)]
    return in_order(
        [*found, *(problem for pack in packs for problem in (*placeholders(pack), *impossible_sources(pack)))]
    )
