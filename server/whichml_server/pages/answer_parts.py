"""An answer in the parts that a page shows: the first screen in its order, then whom it explains, and all the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from markupsafe import Markup

from whichml.advise.turning_facts import TurningFact
from whichml.export.answer_sections import AnswerSections
from whichml.export.arguments import excluded_of
from whichml.export.citations import works_cited
from whichml.export.columns import N_SHOWN
from whichml.export.document import Block, Paragraph, Section
from whichml.export.further_words import WHAT_ELSE, further_section
from whichml.export.main_points import looked_for
from whichml.export.naming import question_of, title_of
from whichml.export.page_fragment import fragment_of
from whichml.export.screen_parts import ScreenParts
from whichml.export.screen_room import PAGE
from whichml.export.words import flat
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation, SourceRecord

_BELOW_TITLE, _BELOW_PART = 2, 3
"""Levels of headings."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the page under its title."""

    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Explained:
    """An algorithm that the page explains when asked.

    Attributes
    ----------
    about : what the answer says of it, in a few words
    """

    algorithm: str
    name: str
    about: str


def as_markup(
    blocks: Iterable[Block], level: int = _BELOW_PART, sources: Mapping[str, SourceRecord] = MappingProxyType({})
) -> Markup:
    """Return blocks as HTML that templates take as it is: the writer of documents has escaped every text in it."""
    return Markup(fragment_of(blocks, level, sources))  # noqa: S704


class AnswerParts:
    """The parts of one answer, each made when a template asks for it."""

    def __init__(self, answer: Recommendation, knowledge: Knowledge, turning: Sequence[TurningFact] = ()) -> None:
        self.answer, self.knowledge = answer, knowledge
        self.screen = ScreenParts(answer, knowledge, PAGE, turning)

    @property
    def title(self) -> str:
        """Return what the brief calls its project."""
        return title_of(self.answer.brief)

    @property
    def question(self) -> str:
        """Return what the brief asks for, such as `binary classification on tabular data`."""
        return question_of(self.answer.brief, self.screen.names)

    @property
    def in_short(self) -> str:
        """Return the first lines as plain words, for those who hear the page."""
        blocks = self.screen.start() if self.answer.candidates else self.screen.nothing()
        first = next(block for block in blocks if isinstance(block, Paragraph))
        return "".join(part if isinstance(part, str) else getattr(part, "text", "") for part in flat(first.words))

    @property
    def start(self) -> Markup:
        """Return what to start with, or that nothing is left and what would have to give."""
        if self.answer.candidates:
            return as_markup((*self.screen.other_problem(), *self.screen.start()))
        further = further_section(self.answer, self.screen.names).blocks
        return as_markup((*self.screen.nothing(), *further, *self.screen.by_own_rules()))

    def parts(self) -> tuple[Part, ...]:
        """Return what the first screen tells below that, in its order; without a candidate there is none of it."""
        if not self.answer.candidates:
            return ()
        leader = self.screen.leader.name
        found = (
            (WHAT_ELSE, further_section(self.answer, self.screen.names).blocks),
            ("What rules of one's own say", self.screen.by_own_rules()),
            ("What to mind above all", self.screen.points()),
            (f"How {leader} is judged, built and run", (*self.screen.judged(), *self.screen.built_and_run())),
            ("What the brief asks for", self.screen.asked_for()),
            ("Side by side", self.screen.side_by_side()),
            (f"What speaks for {leader}", self.screen.strengths()),
            (f"What speaks against {leader}", self.screen.drawback()),
        )
        written = ((title, tuple(blocks)) for title, blocks in found)
        return tuple(Part(title, as_markup(blocks, sources=self.answer.sources)) for title, blocks in written if blocks)

    def why(self) -> tuple[Explained, ...]:
        """Return the first candidates, to be explained."""
        shown = self.answer.candidates[:N_SHOWN]
        return tuple(
            Explained(each.algorithm, each.name, "leads" if each.rank == 1 else f"ranks {each.rank}") for each in shown
        )

    def further(self) -> tuple[Explained, ...]:
        """Return the candidates behind them, and those that would not be chosen."""
        behind = (*self.answer.candidates[N_SHOWN:], *self.answer.outclassed)
        return tuple(Explained(each.algorithm, each.name, f"ranks {each.rank}") for each in behind)

    def why_not(self) -> tuple[Explained, ...]:
        """Return the excluded that suit the task, those first that a reader would look for, with their reasons."""
        return tuple(
            Explained(each.algorithm, self._name(each.algorithm), "; ".join(reason.text for reason in each.reasons))
            for each in looked_for(self.answer, self.knowledge)
        )

    @property
    def n_unsuitable(self) -> int:
        """Return how many more are excluded: they do not solve the task, or do not read the data."""
        return len(excluded_of(self.answer, self.knowledge).unsuitable)

    @property
    def rest(self) -> Markup:
        """Return what else the answer says, the works that it cites last."""
        sections = AnswerSections(self.answer, self.knowledge)
        blocks = (
            sections.circumstances(),
            sections.application(),
            Section("What counts here", (*sections.tensions(), *sections.priorities())),
            sections.references(),
            Section("What predictions cost", sections.running_costs()),
            Section("Architecture decisions", sections.decisions()),
            Section("Patterns", sections.patterns()),
            Section("Components", sections.components()),
            Section("Measure next", sections.measurements()),
            Section("Open questions", sections.open_questions()),
        )
        works = works_cited(blocks, self.answer.sources)
        return as_markup((*blocks, Section("Sources cited above", (works,) if works.works else ())), _BELOW_TITLE)

    def next_command(self, source: str) -> str:
        """Return the command that goes on from here; `source` is what it calls the brief."""
        return "".join(part if isinstance(part, str) else "" for part in flat(self.screen.next(source)))

    def _name(self, algorithm: str) -> str:
        return self.screen.names.algorithm(algorithm)
