"""What a leader is weak in, in words that tell what follows: a name and a level alone say nothing to most readers."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from whichml.advise.strength_ratings import ACCURACY
from whichml.export.naming import modalities_of_brief
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practised_facts import LEADER, LEADER_FAMILY
from whichml.model.statements.conditions import Facts, all_hold
from whichml.model.statements.recommendation import Candidate, RatedQuality, Recommendation
from whichml.model.words.names_in_sentences import in_sentence

_EXPLAINED: Final = "explainability"
_READABLE: Final = "interpretability"
"""Whether reasons can be given afterwards, and whether the model itself can be read."""


def is_told_apart(weakness: RatedQuality, leader: Candidate, shown: Collection[str]) -> bool:
    """Return whether a weakness is more than inferred, and no row of requirements or of qualities shown tells of it."""
    told = weakness.quality in shown or weakness.quality in _hidden_beside(leader)
    return not (told or weakness.requirement or weakness.doubt)


def _hidden_beside(leader: Candidate) -> frozenset[str]:
    """Return the qualities that would read as the contrary of a row of the table: reasons afterwards are no reading."""
    explained = leader.profile.get(_EXPLAINED) or ""
    return frozenset({_READABLE}) if explained.startswith(("high", "very-high")) else frozenset()


def weakness_in_words(rated: RatedQuality, answer: Recommendation, knowledge: Knowledge) -> str:
    """Return what a weak quality of the leader means, as a clause behind its name; empty where that tells nothing.

    It is what was measured, else what shows its level by the ontology. What lies between two levels shows neither for
    sure, how near predictions come to what data allow is no weakness before somebody has tried, and of some solutions
    there is no such thing: nobody builds inputs of a solver.
    """
    quality = knowledge.qualities[rated.quality]
    if rated.basis:
        return f"{in_sentence(quality.name)}: {rated.basis}"
    shown = next((said for level, said in quality.levels.items() if level == rated.level), "")
    if not shown or rated.quality == ACCURACY or _is_nothing(rated.quality, answer, knowledge):
        return ""
    return f"{in_sentence(quality.name)}: {in_sentence(shown).rstrip('.')}"


def _is_nothing(quality: str, answer: Recommendation, knowledge: Knowledge) -> bool:
    """Return whether such a solution has no such quality that could be measured, as far as its leader tells."""
    measured_by = knowledge.qualities[quality].measured_by
    if measured_by is None:
        return False
    facts = _facts_of_leader(answer, answer.candidates[0], knowledge)
    ways = zip(measured_by.otherwise, knowledge.measured_otherwise[quality], strict=True)
    holding = (each for each, cases in ways if any(all_hold(case, facts) is True for case in cases))
    first = next(holding, None)
    return first is not None and first.procedure is None


def _facts_of_leader(answer: Recommendation, leader: Candidate, knowledge: Knowledge) -> Facts:
    lineage = knowledge.algorithms[leader.algorithm].lineage
    return {
        "task": str(answer.brief["task"]),
        "data.modality": modalities_of_brief(answer.brief),
        LEADER: (leader.algorithm,),
        LEADER_FAMILY: tuple(sorted(lineage)),
    }
