"""The practice of the panel, fitted and written: `python -m whichml_workshop.elicited.fit`.

It reads tests/panel, of which the final part stays sealed, and writes kb/facts/elicited/practice.json.
"""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from whichml.knowledge.base import Knowledge
from whichml.knowledge.content import PRACTICE, Content
from whichml.knowledge.loading import KnowledgeBase
from whichml.knowledge.practice import Practice
from whichml_workshop.elicited.bearing import EVERYTHING_BEARS, Bearing, read_bearing
from whichml_workshop.elicited.design import (
    Design,
    PriorAssessment,
    design_of,
    prior_assessments,
    tables_of,
)
from whichml_workshop.elicited.first_choices import with_first_choices
from whichml_workshop.elicited.fitted_decisions import DecisionData, fitted_options, fitted_taking_up
from whichml_workshop.elicited.fitting import fit_choices, fit_mistakes, fitted_scores
from whichml_workshop.elicited.panel import Panel, read_panel
from whichml_workshop.elicited.point_book import PointBook, PointTables
from whichml_workshop.elicited.situations import common
from whichml_workshop.elicited.sparser import little_told, sparser_assessments

PANEL: Final = Path("tests") / "panel"
SOURCE: Final = "panel"


@dataclass(frozen=True, slots=True)
class FitSettings:
    """The few numbers of a fit; a handful were tried by folds over the learning and the tuning part, and differ little.

    Attributes
    ----------
    at_least : how many briefs a situation needs
    choices, mistakes, options, taken_up : how strongly points are shrunk
    """

    at_least: int = 8
    choices: float = 3.0
    mistakes: float = 3.0
    options: float = 4.0
    taken_up: float = 24.0


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
    choices = [PointTables(design, chosen.points, design.accepted)]
    mistakes = [PointTables(design, wrong.points, design.mistaken > 0)]
    if elicited.sparser:
        whole = tables_of(elicited.sparser, panel, knowledge, design.situations)
        less = _little_told(elicited, knowledge, settings)
        found = fit_choices(less, settings.choices, fitted_scores(whole, chosen))
        choices.append(PointTables(less, found.points, less.accepted))
        found = fit_mistakes(less, settings.mistakes, fitted_scores(whole, wrong))
        mistakes.append(PointTables(less, found.points, less.mistaken > 0))
    book = PointBook()
    chosen_points, wrong_points = book.leaning(chosen.handicaps, choices), book.leaning(wrong.handicaps, mistakes)
    data = DecisionData.of(panel, elicited.seen, elicited.leaders, knowledge, bearing, settings.at_least)
    decided = fitted_options(data, knowledge, settings.options, book)
    taken_up = fitted_taking_up(data, knowledge, settings.taken_up, book)
    return Practice(
        source=SOURCE, briefs=len(panel.briefs), asked=design.algorithms,
        situations=with_first_choices(book.situations(), panel),
        choices=chosen_points, mistakes=wrong_points, usual=round(wrong.usual, 3), slope=round(wrong.slope, 3),
        options=decided.points, taken_up=taken_up, written=decided.written, rules=decided.rules,
    )  # fmt: skip


def _little_told(elicited: PracticeData, knowledge: Knowledge, settings: FitSettings) -> Design:
    """Return the tables of briefs of which hardly anything is left, in no situations but those of telling so little."""
    rows = [(identity, replace(each, situations=little_told(each))) for identity, each in elicited.sparser]
    situations = common({str(row): each.situations for row, (_, each) in enumerate(rows)}, settings.at_least)
    return tables_of(rows, elicited.panel, knowledge, tuple(situations))


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
