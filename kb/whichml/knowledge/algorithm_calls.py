"""Names under which people know the algorithms of a knowledge base: ids, names and synonyms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from whichml.knowledge.base import Knowledge
from whichml.knowledge.problems_in_words import circumstances_in, problem_told
from whichml.model.briefs.brief import KnownNames
from whichml.model.values.vocabulary import AlgorithmId
from whichml.model.words.algorithm_names import spelled_alike


def known_names(knowledge: Knowledge) -> KnownNames:
    """Return the names that briefs are checked against."""
    return KnownNames(
        algorithms=frozenset(map(AlgorithmId, knowledge.algorithms)),
        called=lambda: names_of_algorithms(knowledge),
        applications=lambda: knowledge.recognisable,
        circumstances=lambda: knowledge.circumstances.keys(),
        problem_in=lambda words: problem_told(words, knowledge),
        told_by=lambda sentence: circumstances_in(sentence, knowledge),
    )


def algorithm_called(given: str, knowledge: Knowledge) -> str | None:
    """Return the id of the algorithm that a name means, in British spelling too; None where no or several have it."""
    if given in knowledge.algorithms:
        return given
    found = names_of_algorithms(knowledge).get(spelled_alike(given), ())
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=4)
def names_of_algorithms(knowledge: Knowledge) -> Mapping[str, tuple[AlgorithmId, ...]]:
    """Return of each name, spelled alike, the ids of the algorithms that have it."""
    found: dict[str, dict[AlgorithmId, None]] = {}
    for identity, algorithm in knowledge.algorithms.items():
        for name in (identity, algorithm.facts.name, *algorithm.facts.synonyms):
            found.setdefault(spelled_alike(name), {})[AlgorithmId(identity)] = None
    return {name: tuple(ids) for name, ids in found.items()}
