"""The practice of the panel, fitted and written: `python -m whichml_workshop.elicited.fit`.

It reads tests/panel, of which the final part stays sealed, and writes kb/facts/elicited/practice.json.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import PRACTICE, Content
from whichml.knowledge.loading import KnowledgeBase
from whichml.knowledge.practice import Handicaps, Point, Practice, Situation, SubjectPoints
from whichml_workshop.elicited.bearing import EVERYTHING_BEARS, Bearing, read_bearing
from whichml_workshop.elicited.design import (
    ALWAYS,
    Design,
    PriorAssessment,
    design_of,
    led_by,
    membership,
    prior_assessments,
    tables_of,
)
from whichml_workshop.elicited.first_choices import with_first_choices
from whichml_workshop.elicited.fitting import Spoken, fit_choices, fit_mistakes, fit_options, fitted_scores
from whichml_workshop.elicited.panel import Panel, read_panel
from whichml_workshop.elicited.situations import When, common, key_of
from whichml_workshop.elicited.sparser import little_told, sparser_assessments
from whichml_workshop.elicited.themes import themes_of

PANEL: Final = Path("tests") / "panel"
SOURCE: Final = "panel"
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class FitSettings:
    """The few numbers of a fit; a handful were tried by folds over the learning and the tuning part, and differ little.

    Attributes
    ----------
    at_least : how many briefs a situation needs
    choices, mistakes, options : how strongly points are shrunk
    """

    at_least: int = 8
    choices: float = 3.0
    mistakes: float = 3.0
    options: float = 4.0


@dataclass(frozen=True, slots=True)
class PracticeData:
    """What practice is fitted to.

    Attributes
    ----------
    seen : what whichml makes of each brief before practice has a say
    sparser : the same of briefs of which hardly anything is left, each beside the brief that was answered
    leaders : who leads each answer, for the decisions
    """

    panel: Panel
    seen: Mapping[str, PriorAssessment]
    sparser: tuple[tuple[str, PriorAssessment], ...]
    leaders: Mapping[str, str | None]

    @classmethod
    def of(cls, panel: Panel, knowledge: Knowledge) -> PracticeData:
        """Return a panel as whichml sees it, each brief as its fields and its labellers say it.

        The phrases by which prose is read were written from prose of the panel: to learn from what they find there
        would count the same words twice. The labellers saw neither the phrases nor an answer.
        """
        told = replace(panel, briefs={identity: panel.as_told(identity) for identity in panel.briefs})
        seen, less = prior_assessments(told, knowledge), sparser_assessments(panel, knowledge)
        return cls(panel, seen, less, accepted_leaders(panel))

    def only(self, kept: Collection[str]) -> PracticeData:
        """Return what is known of these briefs alone."""
        left = tuple((identity, each) for identity, each in self.sparser if identity in kept)
        return replace(self, panel=self.panel.only(kept), sparser=left)


def fit_practice(
    elicited: PracticeData, knowledge: Knowledge, settings: FitSettings, bearing: Bearing = EVERYTHING_BEARS
) -> Practice:
    """Return the practice of a panel: of whole briefs, and what corrects it where hardly anything is told.

    Parameters
    ----------
    bearing : the facts that points on a decision may look at
    """
    panel = elicited.panel
    design = design_of(panel, elicited.seen, knowledge, settings.at_least)
    chosen, wrong = fit_choices(design, settings.choices), fit_mistakes(design, settings.mistakes)
    choices = [_Told(design, chosen.points, design.accepted)]
    mistakes = [_Told(design, wrong.points, design.mistaken > 0)]
    if elicited.sparser:
        whole = tables_of(elicited.sparser, panel, knowledge, design.situations)
        less = _little_told(elicited, knowledge, settings)
        found = fit_choices(less, settings.choices, fitted_scores(whole, chosen))
        choices.append(_Told(less, found.points, less.accepted))
        found = fit_mistakes(less, settings.mistakes, fitted_scores(whole, wrong))
        mistakes.append(_Told(less, found.points, less.mistaken > 0))
    book = _Book()
    chosen_points, wrong_points = book.leaning(chosen.handicaps, choices), book.leaning(wrong.handicaps, mistakes)
    decided = _options(elicited, knowledge, settings, bearing, book)
    return Practice(
        source=SOURCE, briefs=len(panel.briefs), asked=design.algorithms,
        situations=with_first_choices(book.situations(), panel),
        choices=chosen_points, mistakes=wrong_points, usual=round(wrong.usual, 3), slope=round(wrong.slope, 3),
        options=decided.points, written=decided.written, rules=decided.rules,
    )  # fmt: skip


def _little_told(elicited: PracticeData, knowledge: Knowledge, settings: FitSettings) -> Design:
    """Return the tables of briefs of which hardly anything is left, in no situations but those of telling so little."""
    rows = [(identity, replace(each, situations=little_told(each))) for identity, each in elicited.sparser]
    situations = common({str(row): each.situations for row, (_, each) in enumerate(rows)}, settings.at_least)
    return tables_of(rows, elicited.panel, knowledge, tuple(situations))


class _Told(NamedTuple):
    """Points with the tables that they were fitted to, and where answerers agree on each algorithm in these."""

    design: Design
    points: Floats
    agreed: NDArray[np.bool_]

    @property
    def subjects(self) -> tuple[str, ...]:
        return (*self.design.algorithms, *self.design.families)

    def counts(self) -> tuple[Floats, Floats]:
        """Return of each situation how many briefs are in it, and in how many of these they agree on each subject.

        A brief of which several copies are in a situation counts once.
        """
        design = self.design
        firsts = {identity: row for row, identity in reversed([*enumerate(design.briefs)])}
        number = {identity: n for n, identity in enumerate(firsts)}
        place = [number[identity] for identity in design.briefs]
        held = np.asarray(design.held.todense(), dtype=bool)
        agreed = np.concatenate([self.agreed, (self.agreed.astype(float) @ design.spread.T) > 0], axis=1)
        merged = np.zeros((len(firsts), held.shape[1]), dtype=bool)
        np.logical_or.at(merged, place, held)
        return merged.sum(axis=0), merged.T.astype(float) @ agreed[list(firsts.values())]


class _Book:
    """The situations that points name, numbered as they come up."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._found: list[Situation] = []

    def number(self, when: When, briefs: int) -> int:
        """Return the number of a situation."""
        key = key_of(when)
        if key not in self._numbers:
            self._numbers[key] = len(self._found)
            self._found.append(Situation(when=dict(when), briefs=briefs))
        return self._numbers[key]

    def situations(self) -> tuple[Situation, ...]:
        """Return all that were named, in order."""
        return tuple(self._found)

    def leaning(self, handicaps: Floats, told: Sequence[_Told]) -> SubjectPoints:
        """Return the points of algorithms and families in all tables, and handicaps in the order of their fields."""
        found: dict[str, tuple[Point, ...]] = {}
        for each in told:
            briefs, agreed = each.counts()
            more = self.points(each.subjects, each.design.situations, each.points, agreed, briefs)
            found |= {name: (*found.get(name, ()), *points) for name, points in more.items() if points}
        named = zip(Handicaps.model_fields, handicaps, strict=True)
        return SubjectPoints(
            points={name: found[name] for name in told[0].subjects if name in found},
            handicaps=Handicaps(**{name: round(float(value), 2) for name, value in named}),
        )

    def points(
        self, subjects: Sequence[str], situations: Sequence[When], points: Floats, told: Floats, briefs: Floats
    ) -> dict[str, tuple[Point, ...]]:
        """Return the points of each subject that are none of 0.

        Parameters
        ----------
        points, told : of shape (n_situations, n_subjects)
        briefs : how many briefs are in each situation
        """
        return {
            subject: tuple(
                Point(self.number(situations[int(s)], int(briefs[s])), round(float(points[s, k]), 2), int(told[s, k]))
                for s in np.flatnonzero(points[:, k])
            )
            for k, subject in enumerate(subjects)
        }


class _Decided(NamedTuple):
    """What was learnt of all decisions.

    Attributes
    ----------
    points : of options, by decision
    written : what any written rule for an option is worth, by decision
    rules : what single rules are worth beyond that, or short of it
    """

    points: dict[str, dict[str, tuple[Point, ...]]]
    written: dict[str, float]
    rules: dict[str, float]


def _options(
    elicited: PracticeData, knowledge: Knowledge, settings: FitSettings, bearing: Bearing, book: _Book
) -> _Decided:
    """Return the points of options by decision, and what written rules are worth in each."""
    answers, seen, leaders = elicited.panel.answers, elicited.seen, elicited.leaders
    situations = {i: (*seen[i].situations, *led_by(leaders[i], knowledge)) for i in answers}
    shared = (ALWAYS, *common(situations, settings.at_least))
    weights = [elicited.panel.weight(i) for i in answers]
    themes = dict(zip(answers, themes_of([elicited.panel.briefs[i] for i in answers], weights), strict=True))
    decided = _Decided({}, {}, {})
    for decision in sorted(knowledge.decisions):
        options = [option.id for option in knowledge.decisions[decision].options]
        said = {
            i: [a.decisions[decision] for a in given.values() if decision in a.decisions]
            for i, given in answers.items()
        }
        rows = [i for i, each in said.items() if each]
        if not rows:
            continue
        taken = np.asarray([[said[i].count(option) for option in options] for i in rows], dtype=np.float64)
        columns = [when for when in shared if bearing.bears(when, decision)]
        held = membership(columns, [situations[i] for i in rows])
        counted = taken * np.asarray([[elicited.panel.weight(i)] for i in rows])
        spoken = _spoken([seen[i].spoken.get(decision, {}) for i in rows], options)
        found = fit_options(held, counted, spoken, settings.options, sparse.vstack([themes[i] for i in rows]))
        told = np.asarray(held.T @ (taken > 0).astype(np.float64))
        briefs = np.asarray(membership(columns, [*situations.values()]).sum(axis=0)).ravel()
        decided.points[decision] = book.points(options, columns, found.points, told, briefs)
        decided.written[decision] = round(found.worth, 2)
        named = zip(spoken.rules, found.of_rules, strict=True)
        decided.rules.update({rule: round(float(worth), 2) for rule, worth in named if worth})
    return decided


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


def accepted_leaders(panel: Panel) -> dict[str, str | None]:
    """Return, for each brief, whom most answerers put first; of several the least id."""
    found: dict[str, str | None] = {}
    for identity, answers in panel.answers.items():
        firsts = [answer.top[0] for answer in answers.values() if answer.top]
        found[identity] = max(sorted(set(firsts)), key=firsts.count) if firsts else None
    return found


def main(arguments: Sequence[str] = ()) -> int:
    """Fit the practice of the learning and the tuning part and write it."""
    content = Content.shipped()
    folder = Path(arguments[0]) if arguments else content.root / PANEL
    knowledge = KnowledgeBase.load()
    elicited = PracticeData.of(read_panel(folder).of("learning", "tuning"), knowledge)
    practice = fit_practice(elicited, knowledge, FitSettings(), read_bearing(content, knowledge))
    path = content.facts / PRACTICE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(practice.to_json())
    n, file = len(practice.situations), content.name_of(path)
    sys.stdout.write(f"{n} situations of {practice.briefs} briefs written to {file}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
