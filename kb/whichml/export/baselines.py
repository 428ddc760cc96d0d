"""Which simple baseline to keep beside the leader, so that what the leader is worth can be seen."""

from __future__ import annotations

from typing import Final, NamedTuple

from whichml.export.naming import Naming
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Recommendation

_SIMPLE: Final = frozenset({"linear", "naive-bayes", "single-tree", "instance-based"})
"""Families whose members are quick to fit and need no tuning to speak of."""
_GENERAL: Final = {
    "constant-baseline": "what does not beat it has learnt nothing",
    "hand-written-rules": "they show what learning is worth",
}
"""References that stand beside every task, where a nearer one says more."""


class Baseline(NamedTuple):
    """An algorithm to keep, by name, and what for."""

    algorithm: str
    name: str
    why: str


def baseline_beside(answer: Recommendation, knowledge: Knowledge) -> Baseline | None:
    """Return the baseline of an answer: the task's own reference, else the best of the simple ones, else a general one.

    What solves the task or reads the data by a detour alone is no simple one.
    None where the leader is all there is.
    """
    leader = answer.candidates[0]
    taken = {leader.algorithm, *leader.equivalents}
    references = [each.algorithm for each in answer.references if each.algorithm not in taken]
    own = [each for each in references if each not in _GENERAL]
    names = Naming(knowledge)
    if own:
        return Baseline(own[0], _lower(names.algorithm(own[0])), "what does not beat it is not worth its cost")
    if not _is_simple(knowledge, leader.algorithm):
        for each in (*answer.candidates, *answer.outclassed):
            if each.algorithm not in taken and not each.reductions and _is_simple(knowledge, each.algorithm):
                why = "it is quick to fit, and what does not beat it is not worth its cost"
                return Baseline(each.algorithm, _lower(each.name), why)
    if references:
        why = _GENERAL.get(references[0], "what does not beat it is not worth its cost")
        return Baseline(references[0], _lower(names.algorithm(references[0])), why)
    return None


def _is_simple(knowledge: Knowledge, algorithm: str) -> bool:
    known = knowledge.algorithms.get(algorithm)
    return known is not None and not _SIMPLE.isdisjoint(known.ancestors)


def _lower(name: str) -> str:
    """Return a name for the middle of a sentence; abbreviations and proper names keep their capitals."""
    return name[:1].lower() + name[1:] if name[1:2].islower() and not name.startswith(_PROPER) else name


_PROPER: Final = ("Bayes", "Bernoulli", "Gauss", "Hoeffding", "Kaplan", "Elo", "Cox", "Croston", "Light", "Cat")
