"""What to mind above all: patterns and cautions of an answer in one order, what is most about this brief first.

What the house's own packs say, or trials of the brief's own table, comes first. Then comes what readers of many
projects found worth most where it was told, and of what is worth as much what few answers say: what nearly every one
says tells little of one project. What readers mostly found beside the matter or wrong is left to the whole answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from whichml.export.chains import chain_of
from whichml.export.cost_words import aim_of
from whichml.export.justification_graph import JustificationGraph
from whichml.export.labels_at_hand import BY_LOT
from whichml.export.naming import words_stated
from whichml.export.requirement_status import RequirementStatus
from whichml.export.solution_status import standing_of
from whichml.knowledge.advice_grades import Piece
from whichml.knowledge.base import Knowledge
from whichml.model.documents.expressions import expression
from whichml.model.format.brief_circumstances import HOLDS
from whichml.model.statements.architecture import Advice
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import Caution, CircumstanceTold, Recommendation
from whichml.model.words.names_in_sentences import in_sentence

YEAR: Final = expression(r"\b(?:19|20)\d\d\b")
"""What of a text is never cut: the year of a law."""
_OF_THRESHOLDS: Final = frozenset({"threshold-from-costs", "quantile-from-costs", "thresholds-come-from-costs"})
"""Patterns and rules that ask for a threshold from costs: who reads the threshold itself needs none of them."""
_SELDOM: Final = 0.15
"""The share up to which advice on how to run a model is about this project: what others need as well can wait."""
_OF_RUNNING: Final = 0.1
"""How much commoner advice counts that shapes neither the model nor its test: it can wait until there is one."""
_RAREST: Final = 0.01
"""The share below which no advice counts as rarer: what few briefs could say may be rare for that alone."""
_WORD: Final = expression(r"[a-z]{5,}")
_SHARED_OF_PLACE: Final = 0.25
_SHARED_OF_TEXT: Final = 0.4
_SHARED: Final = 0.4
"""Which share of the longer words of the shorter of two points the other has where both say one thing."""
_OF_LAW: Final = "evidence:law:"
"""How nodes begin that tell what has become of a law: dates can wait until there is something to date."""
_OF_WORK, _OF_LEAD = "evidence:application:", ":lead:"
"""How nodes begin that tell of an application, and what those have amid their names that tell why its leader leads."""
_OF_NO_FACT: Final = 0.5
"""As how many facts it counts that a point stands on none: it is about the algorithm, whatever the project."""
_OF_PLACE: Final = (0.4, 0.2)
"""How much more is to be expected of what a brief names first, and second, of what it says to hold: the weightiest."""
_WORTH_OF_ASKED: Final = 2.0
"""What is worth at least that helps to keep a requirement which is open: it is useful by itself."""
_KEPT_BY: Final = {"interval-coverage": "conformal-prediction", "coverage": "reject-option"}
"""By which pattern a bound on a metric is kept that no algorithm keeps by itself."""
_OF_ASKED: Final = 0.25
_OWN: Final = -1.0
_LEAST_KNOWN: Final = 4
"""How many points on the kind of work are told although the brief speaks of none."""
_DECIMALS_OF_WORTH: Final = 1
"""To which two points are worth the same: readers agree no better."""
_LEAST_WORTH: Final = 0.9
"""The grade that a point is to be expected to be worth at least, unless it helps to keep what is asked for."""


class TellingPoint(NamedTuple):
    """A pattern or a caution as something to mind.

    Attributes
    ----------
    said : the part of the answer
    piece : which piece of advice it is
    share : of many answers, in how many it was said; below zero where only this house or this table says it
    worth : the grade that readers are to be expected to give it, 0..3
    ways : its wordings, the longest first
    facts : the fields of the brief that it stands on, but for those that every brief states
    places : what it cites
    serves : whether it helps to keep a requirement that is open or at risk
    """

    said: Advice | Caution
    piece: Piece
    share: float
    worth: float
    ways: tuple[str, ...]
    facts: frozenset[str]
    places: frozenset[Citation]
    serves: bool = False


def telling_points(answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph) -> tuple[TellingPoint, ...]:
    """Return what to mind above all, what is worth most first; the same said in two ways is told once.

    Behind what the house says it stands by what it is worth and then by how seldom it is said. What hardly anybody
    finds worth telling is left out, unless it helps to keep a requirement that is open.
    """
    found = (*_of_work_and_prose(answer, graph, knowledge), *_cautions(answer, knowledge, graph))
    told: list[TellingPoint] = []
    for each in sorted((*found, *_patterns(answer, knowledge, graph)), key=_order_of):
        is_worth_it = each.share < 0 or each.worth >= _LEAST_WORTH
        if is_worth_it and not any(_are_of_one_thing(each, other) for other in told):
            told.append(each)
    return tuple(told)


def _order_of(point: TellingPoint) -> tuple[float, float, float]:
    """Return what sorts a point: what the house says, then what is worth most, then what is least common."""
    return min(point.share, 0.0), -round(point.worth, _DECIMALS_OF_WORTH), _commonness(point)


def _commonness(point: TellingPoint) -> float:
    """Return how common a point is: its share, the less the more facts of the brief it stands on.

    What helps to keep a requirement that is open counts as rarer still: it is what was asked for.
    """
    if point.share <= 0:
        return point.share
    return point.share / (len(point.facts) or _OF_NO_FACT) * (_OF_ASKED if point.serves else 1.0)


def says_as_much(text: str, point: TellingPoint) -> bool:
    """Return whether a text says what a point does, so that nobody need read both: of its words, a good part.

    A short text shares two words with many a long point, and says little of what that one does.
    """
    said = frozenset(_WORD.findall(text.lower()))
    words = (frozenset(_WORD.findall(way.lower())) for way in point.ways)
    return any(len(each & said) >= _SHARED_OF_TEXT * max(1, len(each)) for each in words)


def _shared(one: str, other: str) -> float:
    """Return which share of the longer words of the shorter of two texts the other has."""
    words, others = (frozenset(_WORD.findall(text.lower())) for text in (one, other))
    return len(words & others) / max(1, min(len(words), len(others)))


def minded_in_words(point: TellingPoint, cut: Callable[[str], str]) -> str:
    """Return something to mind as a clause of a record that says `it` of the leader.

    Parameters
    ----------
    cut : how a text is made shorter; one that holds a year is told whole, since a law's date is never cut
    """
    said = point.said
    if isinstance(said, Advice):
        return (
            f"it {'is built' if said.builds else 'goes'} with {in_sentence(said.name)}: {cut(said.builds or said.text)}"
        )
    text = point.ways[0]
    return f"it asks for care: {text.rstrip('.') if YEAR.search(text) else cut(text)}"


def _are_of_one_thing(one: TellingPoint, other: TellingPoint) -> bool:
    """Return whether two points say one thing: they share words and cite one place, or share many on the same facts.

    The latter are a pattern and a caution: one advises what the other warns of.
    """
    shared = _shared(one.ways[0], other.ways[0])
    if one.places & other.places:
        return shared >= _SHARED_OF_PLACE
    are_nested = one.facts <= other.facts or other.facts <= one.facts
    return type(one.said) is not type(other.said) and are_nested and shared >= _SHARED


def _patterns(answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph) -> Iterator[TellingPoint]:
    """Yield the patterns, but for the solution that the leader has a place in and a threshold that is told."""
    chain = chain_of(answer, knowledge)
    told, has_aim = chain.pattern.id if chain is not None else "", bool(aim_of(answer))
    open_ones = [each for each in _standing(answer, knowledge) if each.status in ("open", "at risk")]
    unkept = {each.quality for each in open_ones if each.status == "at risk" and not each.requirement.metric}
    served = {_KEPT_BY.get(each.requirement.metric or "") for each in open_ones}
    for each in answer.patterns:
        facts = graph.fields_of_project(each.because)
        is_told = each.pattern == told or (has_aim and each.pattern in _OF_THRESHOLDS)
        if not is_told and (each.builds or _share(each, knowledge, graph) <= _SELDOM):
            share, places = _share(each, knowledge, graph), frozenset(graph.citations(each.because))
            serves = each.pattern in served or not unkept.isdisjoint(_helps(each, knowledge))
            piece = Piece("pattern", each.pattern)
            worth = max(_worth(piece, knowledge), _WORTH_OF_ASKED if serves else 0.0)
            yield TellingPoint(each, piece, share, worth, _wordings(each), facts, places, serves)


def _share(advice: Advice, knowledge: Knowledge, graph: JustificationGraph) -> float:
    if knowledge.advised is None or advice.pattern == BY_LOT or _is_own(advice.because, knowledge, graph):
        return _OWN
    share = max(_RAREST, knowledge.advised.of_pattern(advice.pattern))
    return share if advice.builds else share + _OF_RUNNING


def _standing(answer: Recommendation, knowledge: Knowledge) -> tuple[RequirementStatus, ...]:
    return standing_of(answer, answer.candidates[0], knowledge) if answer.candidates else ()


def _helps(advice: Advice, knowledge: Knowledge) -> Sequence[str]:
    known = knowledge.patterns.get(advice.pattern)
    return known.helps if known is not None else ()


def _wordings(advice: Advice) -> tuple[str, ...]:
    long = f"{advice.name}: {_clause(advice.text)}"
    return (long, f"{advice.name}: {advice.builds}") if advice.builds else (long,)


def _clause(text: str) -> str:
    """Return a sentence as it stands behind a colon."""
    return f"{text[:1].lower()}{text[1:]}" if text[1:2].islower() else text


def _cautions(answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph) -> Iterator[TellingPoint]:
    """Yield the cautions on the leader, but for bounds that are open, which have rows, and a threshold that is told."""
    has_aim = bool(aim_of(answer))
    for each in answer.candidates[0].cautions if answer.candidates else ():
        rules = tuple(node.about for node in graph.nodes(each.because) if node.kind == "rule")
        if each.requirement or (has_aim and not _OF_THRESHOLDS.isdisjoint(rules)):
            continue
        share = _share_of_caution(each, rules, knowledge, graph)
        piece = Piece("caution", rules[0]) if rules else Piece("law", _named(each, _OF_LAW))
        facts, places = graph.fields_of_project(each.because), frozenset(graph.citations(each.because))
        yield TellingPoint(each, piece, share, _worth(piece, knowledge), (each.text,), facts, places)


def _of_work_and_prose(
    answer: Recommendation, graph: JustificationGraph, knowledge: Knowledge
) -> Iterator[TellingPoint]:
    """Yield what decides in the application that the brief is about, and what follows from its prose.

    Of an application that is what the brief speaks of, and a few others at least: of what it does not speak some will
    be about other cases of the work. Of what follows from one sentence only the closest is told. What is asked
    for and is no task stands before all points.
    """
    points = answer.application.points if answer.application is not None else ()
    for point in (*(each for each in points if each.spoken), *(p for p in points[:_LEAST_KNOWN] if not p.spoken)):
        name = _named(point, _OF_WORK)
        piece = Piece("lead" if _OF_LEAD in name else "application", name)
        yield _of_no_share(point, piece, _worth(piece, knowledge), graph)
    told = {each.said: each for each in reversed(answer.circumstances)}
    stated = words_stated(HOLDS, answer.brief)
    more = dict(zip(stated, _OF_PLACE, strict=False))
    for each in (one for one in answer.circumstances if not one.method):
        is_named = each.circumstance in stated
        if is_named or told[each.said] is each:
            piece = Piece("named" if is_named else "circumstance", each.circumstance)
            worth = _worth(piece, knowledge) + more.get(each.circumstance, 0.0)
            yield _of_no_share(each, piece, worth, graph, _of_what(each, knowledge))


def _of_what(told: CircumstanceTold, knowledge: Knowledge) -> str:
    """Return which circumstance something follows from, as its first words: the remedy alone may speak of `these`."""
    known = knowledge.circumstances.get(told.circumstance)
    return f"{known.facts.name[:1].upper()}{known.facts.name[1:]}: " if known is not None else ""


def _of_no_share(
    said: Caution, piece: Piece, worth: float, graph: JustificationGraph, of_what: str = ""
) -> TellingPoint:
    facts, places = graph.fields_of_project(said.because), frozenset(graph.citations(said.because))
    ways = (f"{of_what}{_clause(said.text)}",) if of_what else (said.text,)
    return TellingPoint(said, piece, 0.0, worth, ways, facts, places)


def _named(said: Caution, start: str) -> str:
    """Return what the first node that it rests on and that begins so is called; empty where none does."""
    return next((node.removeprefix(start) for node in said.because if node.startswith(start)), "")


def _worth(piece: Piece, knowledge: Knowledge) -> float:
    """Return the grade to be expected of a piece of advice; the same of all where nobody graded."""
    grades = knowledge.advised.grades if knowledge.advised is not None else None
    return grades.expected(piece) if grades is not None else _LEAST_WORTH


def _share_of_caution(caution: Caution, rules: Sequence[str], knowledge: Knowledge, graph: JustificationGraph) -> float:
    if any(node.id.startswith(_OF_LAW) for node in graph.nodes(caution.because)):
        return _OF_RUNNING
    if knowledge.advised is None or not rules or _is_own(caution.because, knowledge, graph):
        return _OWN
    return max(_RAREST, min(map(knowledge.advised.of_caution, rules)))


def _is_own(because: Iterable[str], knowledge: Knowledge, graph: JustificationGraph) -> bool:
    rules = (knowledge.rules_by_id.get(node.about) for node in graph.nodes(because) if node.kind == "rule")
    return any(rule is not None and rule.pack in knowledge.own_packs for rule in rules)
