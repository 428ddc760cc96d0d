"""The solution of several algorithms that an answer advises, with an algorithm in each place of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from whichml.advise.ranking import LIKELY_MISTAKE
from whichml.export.arguments import excluded_of
from whichml.export.mistakes import mistake_of
from whichml.export.naming import Naming
from whichml.knowledge.base import Knowledge
from whichml.model.statements.design_facts import ChainPart, PatternFacts
from whichml.model.statements.recommendation import Recommendation
from whichml.model.words.names_in_sentences import in_sentence

DOUBTED: Final = 0.25
"""The chance of being called a mistake from which an algorithm fills a place only where nothing that is usable does."""


class FilledPlace(NamedTuple):
    """A place of a chain: what it does, and which algorithm fills it.

    Attributes
    ----------
    is_example : whether the answer does not hold the algorithm against the brief, as it solves another task
    """

    does: str
    algorithm: str
    is_example: bool


class Chain(NamedTuple):
    """A pattern whose places the leader and other algorithms fill."""

    pattern: PatternFacts
    places: tuple[FilledPlace, ...]


def chain_of(answer: Recommendation, knowledge: Knowledge) -> Chain | None:
    """Return the advised solution in which the leader has a place, that with most usable algorithms first.

    None where no advised pattern is one, where a place is left to nobody, or where the whole stands behind the leader.
    """
    if not answer.candidates:
        return None
    leader = answer.candidates[0].algorithm
    behind = {
        name for each in (*answer.candidates[1:], *answer.outclassed) for name in (each.algorithm, *each.equivalents)
    }
    found = []
    for advice in answer.patterns:
        pattern = knowledge.patterns.get(advice.pattern)
        places = _filled(pattern, answer, knowledge) if pattern is not None and pattern.chain else ()
        if pattern is not None and pattern.id not in behind and places and _takes_part(leader, pattern, places):
            found.append(Chain(pattern, places))
    return min(found, key=lambda chain: sum(place.is_example for place in chain.places), default=None)


class PartBeside(NamedTuple):
    """A candidate that is no rival of the leader, as one system holds both.

    Attributes
    ----------
    does : what it does in the leader's solution; of a whole, what the leader or its like does in that
    is_whole : whether it is a solution of several algorithms by itself, in which the leader has a place
    """

    algorithm: str
    does: str
    is_whole: bool


def parts_beside(answer: Recommendation, knowledge: Knowledge) -> tuple[PartBeside, ...]:
    """Return the candidates that fill another place of the leader's solution than it does, or hold it inside."""
    if not answer.candidates:
        return ()
    leader, chain = answer.candidates[0].algorithm, chain_of(answer, knowledge)
    parts = _parts_here(chain.pattern, answer) if chain is not None else ()
    own = set(_places_of(leader, parts, knowledge))
    found = []
    for each in (*answer.candidates[1:], *answer.outclassed):
        places, whole = _places_of(each.algorithm, parts, knowledge), knowledge.patterns.get(each.algorithm)
        inside = _places_of(leader, whole.chain, knowledge) if whole is not None else ()
        if inside:
            found.append(PartBeside(each.algorithm, inside[0].does, is_whole=True))
        elif places and own.isdisjoint(places):
            found.append(PartBeside(each.algorithm, places[0].does, is_whole=False))
    return tuple(found)


def mistake_of_solution(answer: Recommendation, knowledge: Knowledge) -> float:
    """Return the chance that practice calls the leader's solution a mistake here: the largest of what is used in it."""
    chain = chain_of(answer, knowledge)
    used = frozenset(place.algorithm for place in chain.places) if chain is not None else frozenset()
    leader, *others = (*answer.candidates, *answer.outclassed)
    return max(mistake_of(each) for each in (leader, *(each for each in others if each.algorithm in used)))


def no_rival_in_words(part: PartBeside, leader: str = "the leader") -> str:
    """Return why a candidate is no rival of the leader, as a clause without its subject.

    Parameters
    ----------
    leader : what the text around calls the leader
    """
    if part.is_whole:
        return f"has {leader} or its like inside, which {part.does}"
    return f"{part.does} in the same solution, not instead of {leader}"


def _places_of(algorithm: str, parts: Sequence[ChainPart], knowledge: Knowledge) -> tuple[ChainPart, ...]:
    """Return the places that an algorithm can fill."""
    known = knowledge.algorithms.get(algorithm)
    return tuple(part for part in parts if known is not None and not set(part.of).isdisjoint(known.lineage))


def _takes_part(algorithm: str, pattern: PatternFacts, places: tuple[FilledPlace, ...]) -> bool:
    """Return whether an algorithm fills a place, or is the whole: it then has the pattern's id, as RAG has."""
    is_whole = algorithm == pattern.id
    return is_whole or any(place.algorithm == algorithm for place in places)


def chain_in_words(chain: Chain, names: Naming) -> str:
    """Return a chain as a clause: its name, and who does what."""
    return f"{in_sentence(chain.pattern.name)}: {places_in_words(chain, names)}"


def places_in_words(chain: Chain, names: Naming) -> str:
    """Return who does what in a chain."""
    done = [
        f"{names.algorithm(place.algorithm)} {place.does}"
        if not place.is_example
        else f"{names.algorithm(place.algorithm)} or its like {place.does}"
        for place in chain.places
    ]
    return ", ".join(done)


def _filled(pattern: PatternFacts, answer: Recommendation, knowledge: Knowledge) -> tuple[FilledPlace, ...]:
    places: list[FilledPlace] = []
    for part in _parts_here(pattern, answer):
        taken = {place.algorithm for place in places}
        place = next((each for each in _fitting(part, answer, knowledge) if each.algorithm not in taken), None)
        if place is None:
            return ()
        places.append(place)
    return tuple(places)


def _parts_here(pattern: PatternFacts, answer: Recommendation) -> tuple[ChainPart, ...]:
    """Return the places that a solution has for the kinds of data of the brief."""
    kinds = set(answer.brief["data"]["modality"])
    return tuple(part for part in pattern.chain if not part.reads or not kinds.isdisjoint(part.reads))


def _fitting(part: ChainPart, answer: Recommendation, knowledge: Knowledge) -> list[FilledPlace]:
    """Return who may fill a place, those first that the decisions of the answer ask for, those last that many doubt."""
    chosen = {(each.decision, each.option) for each in answer.decisions}
    first = {name for each in part.first_where if (each.decision, each.option) in chosen for name in each.of}
    doubted = _doubted(answer, knowledge)
    return sorted(
        _usable_in(part, answer, knowledge),
        key=lambda place: (place.algorithm not in first, place.algorithm in doubted or place.is_example),
    )


def _doubted(answer: Recommendation, knowledge: Knowledge) -> frozenset[str]:
    """Return what many would call a mistake beside the leader; of a whole that leads no part is one."""
    leader, *others = (*answer.candidates, *answer.outclassed)
    if leader.algorithm in knowledge.patterns:
        return frozenset()
    many = (each for each in others if mistake_of(each) >= DOUBTED)
    return frozenset(name for each in many for name in (each.algorithm, *each.equivalents))


def _usable_in(part: ChainPart, answer: Recommendation, knowledge: Knowledge) -> Iterator[FilledPlace]:
    """Yield who may fill a place: what the answer holds usable in its order, then what solves another task.

    What most would call a mistake here fills none beside the leader, though it stays in the answer. Of a whole that
    leads the parts are no mistake, whatever each alone is.
    """
    meant, is_whole = set(part.of), answer.candidates[0].algorithm in knowledge.patterns
    usable = [
        each for each in (*answer.candidates, *answer.outclassed)
        if is_whole or each is answer.candidates[0] or mistake_of(each) < LIKELY_MISTAKE
    ]  # fmt: skip
    for name in (name for each in usable for name in (each.algorithm, *each.equivalents)):
        known = knowledge.algorithms.get(name)
        if known is not None and not meant.isdisjoint(known.lineage):
            yield FilledPlace(part.does, name, is_example=False)
    out = {each.algorithm for each in excluded_of(answer, knowledge).suitable}
    out |= {each.algorithm for each in answer.unsupported}
    out |= {name for each in (*answer.candidates, *answer.outclassed) for name in (each.algorithm, *each.equivalents)}
    yield from (
        FilledPlace(part.does, name, is_example=True)
        for name in part.of
        if name in knowledge.algorithms and name not in out
    )
