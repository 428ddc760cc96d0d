"""Answers held against a panel: what its members agree on, and how far an answer agrees with that."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from whichml.model.statements.recommendation import Recommendation
from whichml_workshop.elicited.panel import Answer

N_TOP = 3
"""How many places of an answer count."""


@dataclass(frozen=True, slots=True)
class Consensus:
    """What answerers have in common.

    Attributes
    ----------
    accepted : named by two, or put first by one and called a mistake by nobody; of two answers one voice is enough
    wrong : called a mistake by two, or by one of three where nobody names it, and not accepted
    decided : options of the decisions that two or more took up, where more than half agree
    firsts : whom each answerer puts first, of those who name anybody
    """

    accepted: frozenset[str]
    wrong: frozenset[str]
    decided: Mapping[str, frozenset[str]]
    firsts: tuple[str, ...] = ()


def consensus_of(answers: Collection[Answer]) -> Consensus:
    """Return what the answers to one brief have in common."""
    named = Counter(a for answer in answers for a in {*answer.top, *answer.also})
    out = Counter(a for answer in answers for a in {*answer.out})
    firsts = tuple(sorted(answer.top[0] for answer in answers if answer.top))
    need = 2 if len(answers) > 2 else 1
    accepted = {a for a, n in named.items() if n >= need and out[a] < 2} | {a for a in firsts if not out[a]}
    wrong = {a for a, n in out.items() if a not in accepted and (n >= 2 or (len(answers) > 2 and not named[a]))}
    decided = {}
    for decision in sorted({d for answer in answers for d in answer.decisions}):
        options = _options_agreed(answer.decisions[decision] for answer in answers if decision in answer.decisions)
        if options:
            decided[decision] = options
    return Consensus(frozenset(accepted), frozenset(wrong), decided, firsts)


def _options_agreed(options: Iterable[str]) -> frozenset[str]:
    votes = Counter(options)
    most, total = max(votes.values()), sum(votes.values())
    best = frozenset(option for option, n in votes.items() if n == most)
    return best if most > 1 and len(best) == 1 and most > total / 2 else frozenset()


@dataclass(frozen=True, slots=True)
class Grade:
    """How far an answer agrees with what is agreed.

    Attributes
    ----------
    accepted, first : whether an accepted algorithm is among the first three, and whether one leads
    wrong : what is called a mistake among the first three
    missed : decisions that came out otherwise, of `asked` that were agreed on
    chosen : share of the answerers who put the leader first as well
    """

    accepted: bool
    first: bool
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    asked: int
    chosen: float = 0.0

    @property
    def both_right(self) -> bool:
        """Return whether something accepted is named and nothing wrong."""
        return self.accepted and not self.wrong

    @property
    def right(self) -> bool:
        """Return whether both are right and the leader is accepted too."""
        return self.both_right and self.first


def grade(places: Sequence[Collection[str]], decisions: Mapping[str, str], known: Consensus) -> Grade:
    """Return how far an answer agrees with a panel.

    Parameters
    ----------
    places : the algorithms of each place, equivalents with their head, best first
    """
    top = [frozenset(place) for place in places[:N_TOP]]
    shown = frozenset().union(*top)
    missed = tuple(d for d, options in known.decided.items() if decisions.get(d) not in options)
    if not known.accepted:
        good, leads = not top, not top
    else:
        good, leads = bool(shown & known.accepted), bool(top) and bool(top[0] & known.accepted)
    chosen = sum(first in top[0] for first in known.firsts) / len(known.firsts) if top and known.firsts else 0.0
    return Grade(good, leads, tuple(sorted(shown & known.wrong)), missed, len(known.decided), chosen)


def grade_of(answer: Recommendation, known: Consensus) -> Grade:
    """Return how far an answer of whichml agrees with a panel."""
    places = [(candidate.algorithm, *candidate.equivalents) for candidate in answer.candidates]
    return grade(places, {d.decision: d.option for d in answer.decisions}, known)


def grade_of_answerer(one: str, answers: Mapping[str, Answer]) -> Grade:
    """Return how far an answerer agrees with the others."""
    others = consensus_of([answer for answerer, answer in answers.items() if answerer != one])
    return grade([(a,) for a in answers[one].top], answers[one].decisions, others)


@dataclass(slots=True)
class Figures:
    """Shares over many briefs."""

    briefs: int = 0
    accepted: float = 0.0
    first: float = 0.0
    wrong: float = 0.0
    both_right: float = 0.0
    decisions: float = 0.0
    asked: int = 0
    twins: float = 0.0
    pairs: int = 0
    chosen: float = 0.0
    missed: Counter[str] = field(default_factory=Counter)

    def text(self) -> str:
        """Return the figures on one line."""
        return (
            f"{self.briefs:4} briefs | accepted {self.accepted:.3f} | first {self.first:.3f} "
            f"| chosen {self.chosen:.3f} | wrong {self.wrong:.3f} "
            f"| both right {self.both_right:.3f} | decisions {self.decisions:.3f} of {self.asked} "
            f"| twins {self.twins:.3f} of {self.pairs}"
        )


def figures(grades: Mapping[str, Grade], twins: Iterable[tuple[str, str]]) -> Figures:
    """Return the shares over graded briefs; a pair of twins counts where both its answers are right."""
    n = len(grades) or 1
    each = list(grades.values())
    pairs = [pair for pair in twins if pair[0] in grades and pair[1] in grades]
    missed = Counter(decision for g in each for decision in g.missed)
    asked = sum(g.asked for g in each)
    return Figures(
        briefs=len(grades),
        accepted=sum(g.accepted for g in each) / n,
        first=sum(g.first for g in each) / n,
        wrong=sum(bool(g.wrong) for g in each) / n,
        both_right=sum(g.both_right for g in each) / n,
        decisions=1 - missed.total() / (asked or 1),
        asked=asked,
        twins=sum(grades[a].right and grades[b].right for a, b in pairs) / (len(pairs) or 1),
        pairs=len(pairs),
        chosen=sum(g.chosen for g in each) / n,
        missed=missed,
    )
