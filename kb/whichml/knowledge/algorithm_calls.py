"""Names under which people know the algorithms of a knowledge base: ids, names and synonyms."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from whichml.knowledge.base import Knowledge
from whichml.model.briefs.brief import KnownNames
from whichml.model.briefs.named_problems import NamedProblem
from whichml.model.briefs.recognised_circumstances import LONGEST, ToldSentence
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
    )


def problem_told(words: str, knowledge: Knowledge) -> NamedProblem | None:
    """Return the problem that words tell and that is none of the tasks, or whose id they are; None for none."""
    told = knowledge.tellable.told_in([ToldSentence(words[:LONGEST], "/task")])
    ids = (words.strip(), *(each.id for each in told))
    known = (knowledge.circumstances[each].facts for each in ids if each in knowledge.circumstances)
    return next((NamedProblem(each.id, each.name, each.method) for each in known if each.method), None)


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
