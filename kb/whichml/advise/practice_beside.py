"""In which situations practice leans to the leader rather than to what comes next: what parts the two, not each."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import Final

from whichml.advise.practice import BriefPractice
from whichml.advise.practice_justification import MOSTLY
from whichml.model.statements.practice_told import PracticeAhead
from whichml.model.statements.recommendation import Candidate

N_NEXT: Final = 4
"""How many of those behind the leader it is told beside."""
_N_TOLD: Final = 2
_LEAST: Final = 0.2
"""Log-odds from which a situation parts two algorithms by more than the noise of the fit."""
_OF_KIND: Final = frozenset({"task", "data.modality"})
"""What says of which kind a brief is; that is counted, and told as counts."""


def with_practice_beside(
    candidates: Sequence[Candidate], outclassed: Sequence[Candidate], here: BriefPractice | None
) -> tuple[Candidate, ...]:
    """Return the candidates, the first one with where practice leans to it rather than to each of the next ones."""
    practice = candidates[0].practice if candidates else None
    if here is None or practice is None:
        return tuple(candidates)
    leader, *others = candidates
    found = (_ahead(here, leader.algorithm, each.algorithm) for each in (*others, *outclassed)[:N_NEXT])
    told = practice.model_copy(update={"ahead": tuple(found)})
    return (leader.model_copy(update={"practice": told}), *others)


def _ahead(here: BriefPractice, leader: str, other: str) -> PracticeAhead:
    """Return the situations of this brief that put one algorithm before another, the strongest first."""
    n_most = MOSTLY * here.practice.situations[0].briefs
    telling = (
        f"{situation.words} (+{gap:.1f} log-odds)"
        for gap, situation in here.ahead(leader, other, _LEAST)
        if situation.briefs <= n_most and not (situation.says_little or _OF_KIND.issuperset(situation.fields))
    )
    return PracticeAhead(of=other, where=tuple(islice(telling, _N_TOLD)))
