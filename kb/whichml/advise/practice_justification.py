"""Established practice as it is told: nodes of the justification with the points that count most, and their source."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice, takewhile
from typing import Final, NamedTuple, Self

from whichml.advise.application_here import ApplicationHere
from whichml.advise.decision_tensions import is_binding
from whichml.advise.justification import JustificationBuilder
from whichml.advise.practice import REACH, BriefPractice, State
from whichml.advise.practice_reasons import PracticeReason
from whichml.advise.ranking import LIKELY_MISTAKE, POSSIBLE_MISTAKE
from whichml.knowledge.practised_facts import LEADER, LEADER_FAMILY
from whichml.model.statements.facts import Citation
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.rule import Rule

N_TOLD: Final = 4
"""How many points a sentence names, the strongest first."""
_AHEAD: Final = 0.05
"""By how much mean utility what practice starts with in an application stands before all others."""
_MOST_BEHIND: Final = 0.15
"""How far behind the best it may be for that without it."""
_MOST_DOUBTED: Final = 0.3
"""Up to which chance of being called a mistake it is put there."""
_USUAL: Final = 2.0
"""Log-odds to which answerers would use it from which it is put there although more would call it a mistake,"""
_MOST_DOUBTED_OF_USUAL: Final = 0.6
"""up to this chance: they are fitted apart, and what belongs to a family of mistakes seems one."""
_OF_LED: Final = 0.02
"""The chance of being called a mistake of what then leads at most: it is known to be used for this very work."""
MOSTLY: Final = 0.5
"""The share of all briefs above which a situation is no particular one."""
_SMALLEST: Final = 0.05
"""The log-odds that are told as more than nothing, with one decimal."""
N_FIELDS: Final = 3
"""How many fields a decision that is left open names."""
LEAST_OF_RULE: Final = 0.5
"""Log-odds that rules for an option add at least: what has a source parts what is near even."""
LEAST_OF_LAW: Final = 2.0
"""Log-odds that rules for an option add at least where one of them speaks because of a law, or of confined data."""
_ABOUT_THE_ANSWER: Final = (LEADER, LEADER_FAMILY)


class OptionShare(NamedTuple):
    """Which share of the answerers who take a decision up takes an option of it."""

    option: str
    share: float


class OptionPractice:
    """What established practice says of the options of decisions in one brief.

    Parameters
    ----------
    leaders, families : who leads the answer, with what it specialises
    """

    def __init__(
        self, practice: BriefPractice, leaders: Sequence[str], families: Sequence[str], graph: JustificationBuilder
    ) -> None:
        self._practice = practice.practice
        self._led = practice.led_by(leaders, families)
        self._graph = graph

    def knows(self, decision: str) -> bool:
        """Return whether answerers were asked about a decision."""
        return bool(self._practice.options.get(decision))

    def chance_taken_up(self, decision: str) -> float:
        """Return the chance that an answerer of such a brief takes a decision up."""
        return self._led.chance_taken_up(decision)

    def would_decide(self, decision: str) -> tuple[str, ...]:
        """Return the fields that the brief leaves out and that decide it most, the weightiest first."""
        return tuple(islice(self._led.unknown_fields(decision), N_FIELDS))

    def log_odds(self, decision: str, option: str) -> float | None:
        """Return the log-odds of an option without written rules; None where practice does not know the decision."""
        return self._led.log_odds(decision, option)

    def worth_of_rules(self, decision: str, rules: Iterable[Rule]) -> float:
        """Return the log-odds that written rules for an option add: never do they count against it.

        Each counts as far as answerers go along with it. What a law asks for, or that data stay where they are, counts
        at least as much as most of what practice says: answerers seldom weigh that, and whoever is bound by it has to.
        """
        named = tuple(rules)
        least = LEAST_OF_LAW if any(map(is_binding, named)) else LEAST_OF_RULE
        return max(least, self._go_along(decision, named))

    def _go_along(self, decision: str, rules: Iterable[Rule]) -> float:
        """Return the log-odds by which answerers go along with written rules for an option."""
        practice = self._practice
        return practice.written.get(decision, 0.0) + sum(practice.rules.get(rule.id, 0.0) for rule in rules)

    def shares(self, decision: str, left: Mapping[str, Sequence[Rule]]) -> tuple[OptionShare, ...]:
        """Return which share of the answerers who decide it takes each of some options, the largest first.

        Parameters
        ----------
        left : the options that may be taken, each with the rules that speak for it
        """
        known = ((option, self._led.log_odds(decision, option), rules) for option, rules in left.items())
        odds = {
            option: found + (self._go_along(decision, rules) if rules else 0.0)
            for option, found, rules in known
            if found is not None
        }
        most = max(odds.values(), default=0.0)
        total = sum(math.exp(each - most) for each in odds.values())
        shares = (OptionShare(option, math.exp(each - most) / total) for option, each in odds.items())
        return tuple(sorted(shares, key=lambda each: -each.share))

    def speaks_for(self, decision: str, option: str) -> bool:
        """Return whether a situation here speaks for an option."""
        return any(True for _ in self._led.reasons(decision, option))

    def evidence(self, decision: str, option: str, left: Mapping[str, Sequence[Rule]]) -> tuple[str, ...]:
        """Return the nodes of what practice says of an option: what all situations come to, and what speaks for it.

        Parameters
        ----------
        left : the options that may be taken, each with the rules that speak for it
        """
        for_it = _strongest_for(self._led.reasons(decision, option), self._practice.situations[0].briefs)
        if not for_it:
            return ()
        shares = {each.option: f"{100 * each.share:.0f} %" for each in self.shares(decision, left)}
        own = shares.pop(option, "0 %")
        others = [f"{share} '{other}'" for other, share in islice(shares.items(), 1)]
        said = f"of language models that decide it in such a brief, {own} would take '{option}', {''.join(others)}"
        text = f"{decision}: {said if others else f'nothing but {option} has a place here'}; "
        text += f"log-odds for '{option}': {reasons_in_words(for_it)}"
        return (practice_node(self._graph, f"{decision}:{option}", text, for_it, self._practice.citation),)


@dataclass(frozen=True, slots=True)
class CandidatePractice:
    """What practice says of the candidates of one brief, each in the state in which it is usable.

    Attributes
    ----------
    share : of the whole weight that practice has here
    beyond : log-odds by which the candidate that practice would use most stands beyond its scale: were several cut off
        at the same height, practice would not say which of them it prefers
    application : the kind of work that the brief is about, of which more is published than answerers say
    raised, lowered : to what goodness that which practice of the application starts with is raised, and by how much
        all others are lowered
    """

    practice: BriefPractice
    states: Mapping[str, State]
    graph: JustificationBuilder
    share: float
    beyond: float = 0.0
    application: ApplicationHere | None = None
    raised: float = 0.0
    lowered: float = 0.0

    @classmethod
    def of(
        cls, practice: BriefPractice, states: Mapping[str, State], graph: JustificationBuilder, share: float
    ) -> Self:
        """Return what practice says of all candidates of a brief."""
        most = max((practice.log_odds(algorithm, state) for algorithm, state in states.items()), default=0.0)
        return cls(practice, states, graph, share, max(0.0, most - REACH))

    def led_by(self, application: ApplicationHere, worth: Mapping[str, float]) -> Self:
        """Return the same where what practice starts with in an application stands just before all others.

        It is raised as far as that takes, and where its full goodness does not do, the others are lowered. What is far
        behind without that, or what many would call a mistake in such a brief, is left where it is: the brief may be
        of another kind of the work than what was published.

        Parameters
        ----------
        worth : the utility of each candidate by its qualities alone
        """
        (lead,) = application.established or ("",)
        if lead not in self.states:
            return replace(self, application=application)
        means = {a: (1 - self.share) * worth[a] + self.share * self.goodness(a) for a in self.states}
        behind = max((mean for a, mean in means.items() if a != lead), default=0.0) - means[lead]
        is_usual = self.practice.log_odds(lead, self.states[lead]) > _USUAL
        most_doubted = _MOST_DOUBTED_OF_USUAL if is_usual else _MOST_DOUBTED
        if behind > _MOST_BEHIND or self.chance_of_mistake(lead, worth[lead]) > most_doubted:
            return replace(self, application=application)
        raised = self.goodness(lead) + max(0.0, behind + _AHEAD) / self.share
        return replace(self, application=application, raised=min(1.0, raised), lowered=max(0.0, raised - 1.0))

    def goodness(self, algorithm: str) -> float:
        """Return how far practice would use an algorithm, 0..1."""
        found = self.practice.goodness(algorithm, self.states[algorithm], self.beyond)
        return max(found, self.raised) if algorithm in self.practice.established else max(0.0, found - self.lowered)

    def chance_of_mistake(self, algorithm: str, worth: float) -> float:
        """Return the chance that practice calls an algorithm a mistake that is worth so much by its qualities."""
        found = self.practice.chance_of_mistake(algorithm, self.states[algorithm], worth)
        return min(found, _OF_LED) if self.raised and algorithm in self.practice.established else found

    def chance_without_rating(self, algorithm: str) -> float:
        """Return the chance that practice calls what is no candidate a mistake, were it usable and middling."""
        return self.practice.chance_of_mistake(algorithm, State(), 0.5)

    def told(self, algorithm: str, worth: float) -> PracticeTold:
        """Return what practice says of an algorithm, with the points that count most."""
        practice, citation, name = self.practice, self.practice.practice.citation, self.graph.name_of(algorithm)
        odds = practice.log_odds(algorithm, self.states[algorithm])
        chance = self.chance_of_mistake(algorithm, worth)
        n_briefs = practice.practice.situations[0].briefs
        along, opposed = _weightiest(practice.reasons(algorithm), odds, n_briefs)
        reasons = [*along, *opposed]
        text = f"{name}: {_lean(odds)}" + (f": {reasons_in_words(along)}" if along else "")
        text += f"; {'against' if odds > 0 else 'for'} it, {reasons_in_words(opposed)}" if opposed else ""
        of_siblings = not practice.is_asked(algorithm)
        text += ", as its siblings on average: nobody was asked about it" if of_siblings else ""
        because, of_mistake = [practice_node(self.graph, algorithm, text, reasons, citation)], []
        if self.application is not None and algorithm in practice.established:
            text = f"{text}; {self.application.known.name} starts with it"
            because.append(self.application.lead_node(self.graph))
        doubted = chance >= POSSIBLE_MISTAKE
        doubts = _strongest_for(practice.doubts(algorithm), n_briefs) if doubted else ()
        if doubts:
            doubt = f"{how_many(chance)} would call it a mistake here ({100 * chance:.0f} %)"
            said = f"{name}: {doubt}, more often, in log-odds, {reasons_in_words(doubts)}"
            of_mistake.append(practice_node(self.graph, f"{algorithm}:mistake", said, doubts, citation))
        return PracticeTold(
            goodness=round(self.goodness(algorithm), 4),
            lean=round(practice.goodness(algorithm, self.states[algorithm]), 4), weight=round(self.share, 4),
            mistake=math.floor(chance * 10_000) / 10_000,  # never rounded up to a bound that it keeps
            text=text, of_siblings=of_siblings, because=(*because, *of_mistake), mistake_because=tuple(of_mistake),
        )  # fmt: skip


def how_many(chance: float) -> str:
    """Return how many would say what has a chance, in a word."""
    return "most" if chance > LIKELY_MISTAKE else "some"


def _lean(odds: float) -> str:
    """Return to which side practice leans, by a figure unless that rounds to nothing."""
    if not _shows(odds):
        return "language models lean neither to it nor away from it here"
    return f"language models lean {'to it' if odds > 0 else 'away from it'} here ({odds:+.1f} log-odds)"


def _shows(points: float) -> bool:
    """Return whether anything is left of points as they are told."""
    return abs(points) >= _SMALLEST


def _weightiest(
    reasons: Iterable[PracticeReason], odds: float, n_briefs: int
) -> tuple[list[PracticeReason], list[PracticeReason]]:
    """Return the strongest points to the side on which practice leans, and the strongest to the other.

    Of two that bound one field, which would seem to speak for and against the same, the stronger one alone is told.

    Parameters
    ----------
    reasons : the strongest first; no more of them are looked at than are told
    """
    along: list[PracticeReason] = []
    opposed: list[PracticeReason] = []
    for reason in _telling(_shown(reasons), n_briefs):
        side, n_most = (along, N_TOLD - 1) if (reason.points > 0) == (odds > 0) else (opposed, 1)
        others = opposed if side is along else along
        if len(side) < n_most and all(reason.situation.spans.isdisjoint(each.situation.spans) for each in others):
            side.append(reason)
            if len(along) + len(opposed) == N_TOLD:
                break
    return along, opposed


def _strongest_for(reasons: Iterable[PracticeReason], n_briefs: int) -> list[PracticeReason]:
    """Return the strongest points for something, of those that round to nothing only one where there are no others.

    Parameters
    ----------
    reasons : points above 0, the strongest first; no more of them are looked at than are told
    """
    found = iter(reasons)
    first = next(found, None)
    if first is None:
        return []
    return [*islice(_telling(_shown(chain((first,), found)), n_briefs), N_TOLD)] or [first]


def _shown(reasons: Iterable[PracticeReason]) -> Iterator[PracticeReason]:
    """Yield of reasons, the strongest first, those of which anything is left as they are told."""
    return takewhile(lambda reason: _shows(reason.points), reasons)


def _telling(reasons: Iterable[PracticeReason], n_briefs: int) -> Iterator[PracticeReason]:
    """Yield the reasons without what most projects have in common, such as no more than a million rows.

    So do those that say no more than that something is told. Where there are no others, they are told.

    Parameters
    ----------
    n_briefs : how many briefs were answered, all of which are in the first situation
    """
    common: list[PracticeReason] | None = []
    for reason in reasons:
        if reason.situation.briefs <= MOSTLY * n_briefs and not reason.situation.says_little:
            common = None
            yield reason
        elif common is not None:
            common.append(reason)
    yield from common or ()


def reasons_in_words(reasons: Iterable[PracticeReason]) -> str:
    """Return points in words: where, and in how many of the answered briefs they agree."""
    return "; ".join(reason.text for reason in reasons)


def practice_node(
    graph: JustificationBuilder, about: str, text: str, reasons: Sequence[PracticeReason], citation: Citation
) -> str:
    """Add the node of what practice says, which stands on the facts of the situations that it names."""
    fields = dict.fromkeys(field for reason in reasons for field in reason.situation.fields)
    because = graph.facts(field for field in fields if field not in _ABOUT_THE_ANSWER)
    return graph.add(f"evidence:practice:{about}", "evidence", text, because, (citation,))
