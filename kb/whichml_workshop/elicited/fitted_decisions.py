"""What speaks for the options of decisions, and for taking a decision up at all, fitted to what answerers decided."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

import numpy as np
from scipy import sparse

from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Point
from whichml_workshop.elicited.bearing import Bearing
from whichml_workshop.elicited.design import ALWAYS, Floats, PriorAssessment, led_by, membership
from whichml_workshop.elicited.fitting import Spoken, fit_options
from whichml_workshop.elicited.panel import Panel
from whichml_workshop.elicited.point_book import PointBook
from whichml_workshop.elicited.situations import When, common
from whichml_workshop.elicited.themes import themes_of

TAKEN_UP: Final = "taken up"
_LEFT_OPEN: Final = "left open"


@dataclass(frozen=True, slots=True)
class DecisionData:
    """What the decisions of a panel are fitted to.

    Attributes
    ----------
    seen : what whichml makes of each brief before practice has a say
    situations : that decisions may look at in each brief, those of who leads its answer among them
    shared : those that enough briefs are in
    themes : the words of each brief, fitted beside and left out
    bearing : the facts that points on a decision may look at
    """

    panel: Panel
    seen: Mapping[str, PriorAssessment]
    situations: Mapping[str, tuple[When, ...]]
    shared: tuple[When, ...]
    themes: Mapping[str, sparse.csr_matrix]
    bearing: Bearing

    @classmethod
    def of(
        cls,
        panel: Panel,
        seen: Mapping[str, PriorAssessment],
        leaders: Mapping[str, str | None],
        knowledge: Knowledge,
        bearing: Bearing,
        at_least: int,
    ) -> Self:
        """Return it of all briefs that were answered.

        Parameters
        ----------
        leaders : who leads each answer
        at_least : how many briefs a situation needs
        """
        answered = [*panel.answers]
        situations = {i: (*seen[i].situations, *led_by(leaders[i], knowledge)) for i in answered}
        words = themes_of([panel.briefs[i] for i in answered], [panel.weight(i) for i in answered])
        themes = dict(zip(answered, words, strict=True))
        return cls(panel, seen, situations, (ALWAYS, *common(situations, at_least)), themes, bearing)

    def columns(self, decision: str) -> list[When]:
        """Return the situations that bear on a decision."""
        return [when for when in self.shared if self.bearing.bears(when, decision)]

    def decided(self, decision: str) -> dict[str, list[str | None]]:
        """Return what the answerers of each brief who decided anything took; None for who left the decision open."""
        found = {
            i: [answer.decisions.get(decision) for answer in given.values() if answer.decisions]
            for i, given in self.panel.answers.items()
        }
        return {i: said for i, said in found.items() if said}

    def fitted(
        self, columns: Sequence[When], rows: Sequence[str], taken: Floats, spoken: Spoken, shrinkage: float
    ) -> FittedDecision:
        """Return what speaks for each of some answers in some briefs.

        Parameters
        ----------
        rows : the briefs
        taken : how many answerers took each, (n_briefs, n_answers)
        """
        held = membership(columns, [self.situations[i] for i in rows])
        counted = taken * np.asarray([[self.panel.weight(i)] for i in rows])
        found = fit_options(held, counted, spoken, shrinkage, sparse.vstack([self.themes[i] for i in rows]))
        told = np.asarray(held.T @ (taken > 0).astype(np.float64))
        return FittedDecision(found.points, told, found.worth, found.of_rules)


class FittedDecision(NamedTuple):
    """Points of answers by situation, in how many briefs of it an answerer took each, and what rules are worth."""

    points: Floats
    told: Floats
    worth: float
    of_rules: Floats


class DecidedOptions(NamedTuple):
    """What was learnt of the options of all decisions.

    Attributes
    ----------
    points : of options, by decision
    written : what any written rule for an option is worth, by decision
    rules : what single rules are worth beyond that, or short of it
    """

    points: dict[str, dict[str, tuple[Point, ...]]]
    written: dict[str, float]
    rules: dict[str, float]


def fitted_options(data: DecisionData, knowledge: Knowledge, shrinkage: float, book: PointBook) -> DecidedOptions:
    """Return the points of options by decision, and what written rules are worth in each."""
    decided = DecidedOptions({}, {}, {})
    for decision in sorted(knowledge.decisions):
        options = [option.id for option in knowledge.decisions[decision].options]
        said = {i: [each for each in found if each is not None] for i, found in data.decided(decision).items()}
        rows = [i for i, each in said.items() if each]
        if not rows:
            continue
        taken = np.asarray([[said[i].count(option) for option in options] for i in rows], dtype=np.float64)
        columns = data.columns(decision)
        spoken = _spoken([data.seen[i].spoken.get(decision, {}) for i in rows], options)
        found = data.fitted(columns, rows, taken, spoken, shrinkage)
        briefs = _briefs(columns, data)
        decided.points[decision] = book.points(options, columns, found.points, found.told, briefs)
        decided.written[decision] = round(found.worth, 2)
        named = zip(spoken.rules, found.of_rules, strict=True)
        decided.rules.update({rule: round(float(worth), 2) for rule, worth in named if worth})
    return decided


def fitted_taking_up(
    data: DecisionData, knowledge: Knowledge, shrinkage: float, book: PointBook
) -> dict[str, tuple[Point, ...]]:
    """Return what speaks for taking each decision up: the log-odds that an answerer who decides anything decides it.

    Rules have no say: what they speak of is decided whether anybody takes it up or not.
    """
    found = {}
    for decision in sorted(knowledge.decisions):
        said = data.decided(decision)
        if not any(each is not None for given in said.values() for each in given):
            continue
        counts = [(len(given) - given.count(None), given.count(None)) for given in said.values()]
        columns = data.columns(decision)
        none = _spoken([{}] * len(said), [TAKEN_UP, _LEFT_OPEN])
        fitted = data.fitted(columns, [*said], np.asarray(counts, dtype=np.float64), none, shrinkage)
        points = fitted.points[:, :1] - fitted.points[:, 1:]
        told = book.points([TAKEN_UP], columns, points, fitted.told[:, :1], _briefs(columns, data))
        found[decision] = told[TAKEN_UP]
    return found


def _briefs(columns: Sequence[When], data: DecisionData) -> Floats:
    """Return how many briefs are in each situation."""
    return np.asarray(membership(columns, [*data.situations.values()]).sum(axis=0)).ravel()


def _spoken(by_row: Sequence[Mapping[str, str]], options: Sequence[str]) -> Spoken:
    """Return which rules speak for which of the options, row by row.

    Parameters
    ----------
    by_row : the rules that speak, with the option of each
    """
    option_of = {rule: option for row in by_row for rule, option in row.items()}
    rules = sorted(option_of)
    number = {rule: n for n, rule in enumerate(rules)}
    speaking = sparse.lil_matrix((len(by_row), len(rules)))
    for place, row in enumerate(by_row):
        for rule in row:
            speaking[place, number[rule]] = 1.0
    spoken_for = np.asarray([[float(option_of[rule] == option) for option in options] for rule in rules])
    return Spoken(tuple(rules), sparse.csr_matrix(speaking), spoken_for.reshape(len(rules), len(options)))
