"""What is known of an answer once somebody leads it: who that is, how good at what is asked for, and able to what."""

from __future__ import annotations

from collections.abc import Callable

from whichml.advise.ratings import Rating
from whichml.knowledge.base import Knowledge
from whichml.knowledge.entities import Algorithm
from whichml.knowledge.practised_facts import LEADER, LEADER_FAMILY, capability_of_leader, level_of_leader
from whichml.model.statements.conditions import Facts
from whichml.model.values.vocabulary import LEVELS


def leader_facts(knowledge: Knowledge, leader: Algorithm, rate: Callable[[str, str], Rating | None]) -> Facts:
    """Return who leads, the middle level of its qualities and its capabilities, as far as conditions ask for them.

    Parameters
    ----------
    rate : the rating of an algorithm's quality in this brief; None where nothing is known
    """
    rated = {quality: rate(leader.id, quality) for quality in knowledge.asked_of_leader}
    levels = {
        level_of_leader(quality): LEVELS[(rating.lowest + rating.highest) // 2]
        for quality, rating in rated.items()
        if rating is not None and rating.applicable
    }
    known = leader.facts.capabilities
    able = {capability_of_leader(each): known[each] for each in knowledge.capabilities_asked_of_leader if each in known}
    return {LEADER: leader.names, LEADER_FAMILY: leader.ancestors, **levels, **able}
