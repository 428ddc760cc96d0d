"""The first screen: what to start with, how sure that is, what the brief asked for, and what to do next.

Thirty lines of eighty columns hold it, whatever the answer: what has no room is counted, never dropped silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from whichml.advise.turning_facts import TurningFact
from whichml.export.arguments import arguments_of, excluded_of, goodness, near_ties, percent
from whichml.export.baselines import baseline_beside
from whichml.export.document import CAUTION, PLAIN, UNKNOWN, Block, Entry, Mark, Paragraph, Section, Table
from whichml.export.foundations import foundations_of
from whichml.export.justification_graph import JustificationGraph
from whichml.export.naming import Naming, modalities_of_brief, question_of, title_of
from whichml.export.requirement_status import RequirementStatus, statuses_of
from whichml.export.words import Strong, Words
from whichml.knowledge.base import Knowledge
from whichml.model.recommendation import Candidate, Recommendation

WIDTH: Final = 80
N_SHOWN: Final = 3
_MOST_REQUIREMENTS: Final = 5
_CLEAR_LEAD, _FAIR_LEAD = 0.5, 0.25
"""The shares of first places over all draws from which a lead is clear, or fair."""
_LEAST_WEIGHT: Final = 0.015
_USUAL: Final = 0.6
"""The goodness in practice from which an algorithm is a usual choice."""
_MOST_NAMED: Final = 2
_PROFILE: Final = (
    ("accuracy", "accuracy"), ("inference-latency", "latency"), ("cost-per-prediction", "cost"),
    ("explainability", "explanation"), ("tuning-effort", "tuning"),
)  # fmt: skip
_COST, _PRICED = "cost-per-prediction", "cost of 1,000"
"""The quality whose row tells prices instead of levels where there are any, and its label then."""
_LABEL: Final = 13
_PROBED: Final = frozenset({"binary-classification", "multiclass-classification", "regression"})
_GIVES: Final = Mark("~")
_FOR, _AGAINST, _NEXT, _OUT = Mark("+"), Mark("-"), Mark("$"), Mark("x")
_SIGNS: Final = {"met": _FOR, "at risk": _AGAINST, "open": UNKNOWN, "ignored": CAUTION}
_GAP: Final = Paragraph("")


def first_screen(
    answer: Recommendation, knowledge: Knowledge, turning: Sequence[TurningFact] = (), source: str = "BRIEF"
) -> Section:
    """Return the first screen of an answer.

    Parameters
    ----------
    turning : facts that would change the first three
    source : what the next command calls the brief
    """
    return _Screen(answer, knowledge).section(turning, source)


def one_line(answer: Recommendation) -> str:
    """Return the answer in one line for scripts: the first three by id, each with its equivalents."""
    if not answer.candidates:
        return "nothing"
    return "; ".join(
        candidate.algorithm + (f" (also {', '.join(candidate.equivalents)})" if candidate.equivalents else "")
        for candidate in answer.candidates[:N_SHOWN]
    )


class _Screen:
    def __init__(self, answer: Recommendation, knowledge: Knowledge) -> None:
        self.answer, self.knowledge = answer, knowledge
        self.names, self.graph = Naming(knowledge), JustificationGraph(answer)

    def section(self, turning: Sequence[TurningFact], source: str) -> Section:
        """Return the whole screen."""
        blocks: tuple[Block, ...]
        if not self.answer.candidates:
            blocks = tuple(self._nothing())
        else:
            leader = self.answer.candidates[0]
            statuses = statuses_of(self.answer, leader, self.graph)
            blocks = (
                *self._start(leader),
                *_apart(self._asked_for(statuses)),
                *_apart(self._side_by_side()),
                *_apart((*self._reasons(leader), *self._expected())),
                *self._questions(turning),
            )
        title = _cut(f"{title_of(self.answer.brief)}: {self._question()}", 1)
        last = (self._next(source), f"    # answer {self.answer.id[:12]}")
        return Section(title, (*blocks, Entry(last, _NEXT)))

    def _question(self) -> str:
        return question_of(self.answer.brief, self.names)

    def _nothing(self) -> Iterator[Block]:
        yield Paragraph(Strong("Nothing on the list meets this brief."))
        for each in self.answer.relaxations[:N_SHOWN]:
            left = self._named(each.readmits)
            yield Entry(_cut(f"Without {' and '.join(each.relax)}: {left} would be left.", 2), _GIVES)
        yield from self._expected()

    def _start(self, leader: Candidate) -> Iterator[Block]:
        general = self.knowledge.general_of.get(leader.algorithm)
        alike = tuple(each for each in leader.equivalents if each != general)
        also = f"; {self._named(alike)} {'does' if len(alike) == 1 else 'do'} as well" if alike else ""
        ways = f", by {leader.reductions[0].name.lower()}" if leader.reductions else ""
        beside = baseline_beside(self.answer, self.knowledge)
        keep = f" Keep {beside.name} beside it: {beside.why}." if beside is not None else ""
        yield Paragraph(("Start with ", Strong(leader.name), _cut(f"{ways}{also}.{keep}", 3, len(leader.name) + 11)))
        yield Paragraph(_cut(f"{self._how_sure(leader)} {foundations_of(leader, self.knowledge, self.graph)}", 2))

    def _how_sure(self, leader: Candidate) -> str:
        rivals = near_ties(self.answer)
        if rivals:
            return f"A close call with {rivals[0].name}: measure before you decide."
        if len(self.answer.candidates) == 1:
            return "Nothing else is a choice here."
        share = leader.first_rank_share
        return "A clear lead." if share >= _CLEAR_LEAD else "A fair lead." if share >= _FAIR_LEAD else "A narrow lead."

    def _asked_for(self, statuses: Sequence[RequirementStatus]) -> Iterator[Block]:
        ordered = sorted(statuses, key=lambda each: (each.priority != "must", each.status == "met"))
        n_shown = len(ordered) if len(ordered) <= _MOST_REQUIREMENTS else _MOST_REQUIREMENTS - 1
        shown = [each for each in statuses if each in ordered[:n_shown]]
        for each in shown:
            estimate = f"; {each.estimate}" if each.estimate else ""
            name = self.names.quality(each.quality)
            said = f"{each.status}: {name} {each.priority} be {each.bound}{estimate}"
            yield Entry(_cut(said, 1, 4), _SIGNS[each.status])
        rest = [each.status for each in statuses if each not in shown]
        if rest:
            counted = ", ".join(f"{rest.count(status)} {status}" for status in _SIGNS if status in rest)
            yield Entry(f"{len(rest)} more requirements: {counted} (--full)", PLAIN)

    def _side_by_side(self) -> Iterator[Block]:
        shown = self.answer.candidates[:N_SHOWN]
        if len(shown) == 1:
            price = self._price(shown[0])
            if price:
                yield Entry(f"{_PRICED} predictions: {price}", PLAIN)
            return
        rows = []
        for quality, said in _PROFILE:
            priced = [self._price(each) if quality == _COST else "" for each in shown]
            if any(priced) or any(each.profile.get(quality) for each in shown):
                cells = zip(priced, shown, strict=True)
                levels = (price or _in_words(each.profile.get(quality)) for price, each in cells)
                rows.append((_PRICED if any(priced) else said, *levels))
        room = (WIDTH - _LABEL) // len(shown) - 5
        heads = ("", *(f"{number}. {_cut(each.name, 1, WIDTH - room)}" for number, each in enumerate(shown, 1)))
        yield Table(heads, tuple(rows), is_compact=True)

    def _price(self, candidate: Candidate) -> str:
        """Return what a thousand predictions of a candidate cost in USD, over all ways to have them made."""
        costs = self.answer.running_costs
        told = [o.usd_per_thousand for o in costs.offers if o.algorithm == candidate.algorithm] if costs else []
        if not told:
            return ""
        ends = (min(each.low for each in told), max(each.high for each in told))
        low, high = (f"{end:.2g}" for end in ends)
        return f"{low}\N{EN DASH}{high} USD"

    def _reasons(self, leader: Candidate) -> Iterator[Block]:
        found = arguments_of(leader)
        good = [each for each in found.good if " " not in each.quality and each.weight >= _LEAST_WEIGHT]
        practice = leader.practice
        for number, each in enumerate(sorted(good, key=lambda rated: not rated.basis)[:_MOST_NAMED]):
            said = f"{each.basis} ({percent(each.weight)})" if each.basis else _in_words(each.level)
            yield Entry(_cut(f"{self.names.quality(each.quality).lower()}: {said}", 1 if number else 2, 4), _FOR)
        if practice is not None and practice.goodness > _USUAL and practice.weight >= _LEAST_WEIGHT:
            task = self.names.term(str(self.answer.brief["task"]))
            yield Entry(_cut(f"a usual choice for {task} in such a situation ({percent(practice.weight)})", 1, 4), _FOR)
        yield from self._drawback(leader)

    def _drawback(self, leader: Candidate) -> Iterator[Block]:
        """Yield the main thing against the leader: what it is at risk to miss, a weighty weakness, or a caution."""
        if leader.risks:
            risk = leader.risks[0]
            added = f" Add {risk.mitigations[0].name.lower()}." if risk.mitigations else ""
            yield Entry(_cut(f"{risk.text}{added}", 2, 4), _AGAINST)
            return
        bad = [each for each in arguments_of(leader).bad if each.weight >= _LEAST_WEIGHT]
        if bad:
            worst = max(bad, key=lambda each: each.weight * (0.5 - goodness(each)))
            yield Entry(_cut(f"{self.names.quality(worst.quality).lower()}: {_in_words(worst.level)}", 1, 4), _AGAINST)
        elif leader.cautions:
            yield Entry(_cut(leader.cautions[0].text, 1, 4), CAUTION)

    def _expected(self) -> Iterator[Block]:
        """Yield why the excluded that a reader would look for are out: those that practice knows best."""
        excluded = excluded_of(self.answer, self.knowledge).suitable
        task = str(self.answer.brief["task"])
        known = sorted(excluded, key=lambda each: -_told(self.knowledge, each.algorithm, task))
        for each in known[:_MOST_NAMED]:
            yield Entry(_cut(f"not {self.names.algorithm(each.algorithm)}: {each.reasons[0].text}", 1, 4), _OUT)

    def _questions(self, turning: Sequence[TurningFact]) -> Iterator[Block]:
        first = [candidate.algorithm for candidate in self.answer.candidates[:N_SHOWN]]
        for each in turning[:_MOST_NAMED]:
            new = [name for name in each.first if name not in first]
            if each.first[0] != first[0]:
                then = f"start with {self.names.algorithm(each.first[0])}"
            elif new:
                then = f"{self._named(tuple(new))} would be among the first"
            else:
                then = f"{self._named(tuple(name for name in first if name not in each.first))} would fall behind"
            yield Entry(_cut(f"{each.field}? If {each.said}: {then}.", 1, 4), UNKNOWN)

    def _next(self, source: str) -> Words:
        task, is_table = self.answer.brief.get("task"), "tabular" in modalities_of_brief(self.answer.brief)
        if task in _PROBED and is_table and self.answer.candidates:
            return f"whichml probe DATA.csv --target COLUMN --brief {source}"
        return f"whichml recommend {source} --full"

    def _named(self, identities: tuple[str, ...]) -> str:
        """Return the names of the first of several algorithms, with a count of the rest."""
        named = self.names.algorithms(identities[:_MOST_NAMED])
        rest = len(identities) - _MOST_NAMED
        return f"{named} and {rest} more" if rest > 0 else named.replace(", ", " and ")


def _apart(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return blocks behind an empty line, none where there are none."""
    found = tuple(blocks)
    return (_GAP, *found) if found else ()


def _told(knowledge: Knowledge, algorithm: str, task: str) -> int:
    """Return in how many answered briefs of a task an algorithm was agreed on, or else in how many at all."""
    practice = knowledge.practice
    if practice is None:
        return 0
    points = practice.choices.points.get(algorithm, ())
    of_task = [p.told for p in points if practice.situations[p.situation].when == {"task": task}]
    return max(of_task, default=0) * 1000 + max((p.told for p in points), default=0)


def _in_words(level: str | None) -> str:
    return "unknown" if level in (None, "unknown") else str(level).replace("-", " ").replace("..", "\N{EN DASH}")


def _cut(text: str, n_lines: int, taken: int = 0) -> str:
    """Return a text that fits so many lines, cut at a word where it is longer.

    Parameters
    ----------
    taken : columns of the first line that are in use
    """
    room = n_lines * WIDTH - taken - 2 * (n_lines - 1) * 4
    if len(text) <= room:
        return text
    return text[: room - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"
