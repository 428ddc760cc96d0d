"""What a knowledge base knows by name, and tells of words, when a brief is read."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from whichml.model.briefs.named_problems import ProblemIn, no_problem
from whichml.model.briefs.recognised_application import Applications
from whichml.model.briefs.told_sentences import ToldBy, nothing_told
from whichml.model.values.qualities import QUALITIES
from whichml.model.values.vocabulary import AlgorithmId, QualityId, QualityName


def _unchecked() -> None:
    """Return that nothing is to be checked."""


@dataclass(frozen=True, slots=True)
class KnownNames:
    """The names that a knowledge base knows.

    Attributes
    ----------
    algorithms
        Ids of algorithms; None when they are not to be checked.
    qualities
        Qualities by id; the public ones unless rule packs or facts add to them.
    called
        Gives, of each name that algorithms have, spelled alike, the ids of those that have it.
    applications
        Gives the applications that a brief may be about; None where they are not to be checked.
    circumstances
        Gives the ids of the circumstances that may hold of a project; None where they are not to be checked.
    problem_in
        Gives the problem that words tell which is none of the tasks; None where they tell none.
    told_by
        Gives the circumstances that a sentence tells.
    """

    algorithms: frozenset[AlgorithmId] | None = None
    qualities: Mapping[QualityId, QualityName] = field(default_factory=lambda: QUALITIES)
    called: Callable[[], Mapping[str, tuple[AlgorithmId, ...]]] = dict
    applications: Callable[[], Applications | None] = _unchecked
    circumstances: Callable[[], Collection[str] | None] = _unchecked
    problem_in: ProblemIn = no_problem
    told_by: ToldBy = nothing_told
