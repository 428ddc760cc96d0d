"""What somebody wants or offers for a project, and how it stands beside what the answer starts with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from whichml.export.document import PLAIN, Entry, Mark, Section
from whichml.export.explanation import compare_with_leader
from whichml.export.justification_graph import JustificationGraph
from whichml.export.main_points import main_reason, told_as_out
from whichml.export.naming import Naming, question_of, words_stated
from whichml.export.other_problems import named_problem
from whichml.export.proposed_kinds import algorithms_of_kind, first_with_a_place
from whichml.export.sureness import distance_in_words
from whichml.export.words import Cited
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_algorithms import KINDS_PROPOSED, PROPOSED
from whichml.model.statements.recommendation import Candidate, Exclusion, Recommendation
from whichml.model.words.names_in_sentences import in_sentence

MOST_TOLD: Final = 2
"""How many of the proposals short texts tell."""
_MOST_OUT: Final = 2
_MOST_LOSSES: Final = 2
_NOTICEABLE: Final = 0.01
"""What a quality has to cost beside the leader to be told."""
_UNFIT: Final = frozenset({"task", "data"})
_SAME_ROWS: Final = "measure both on the same rows"
_OUT: Final = Mark("-")
"""A sign alone: that something is out says so itself."""
_AGREED: Final = "it is what to start with"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed, and how it stands.

    Attributes
    ----------
    is_out : whether it is excluded
    ways : what is said of it in fewer and fewer words, without its name
    because : the nodes that this rests on
    """

    algorithm: str
    name: str
    is_out: bool
    ways: tuple[str, ...]
    because: tuple[str, ...] = ()

    def in_words(self) -> tuple[str, ...]:
        """Return what is said of it with its name, in fewer and fewer words."""
        start = f"not {in_sentence(self.name)}, as proposed" if self.is_out else f"{self.name}, as proposed"
        return tuple(f"{start}: {way}" for way in self.ways)


def proposals_of(answer: Recommendation, knowledge: Knowledge) -> tuple[Proposal, ...]:
    """Return how each proposal stands; none where the answer starts with nothing.

    What shares a place with a special form of it, or is told by another name, is told of that one.
    """
    if not answer.candidates:
        return ()
    names = Naming.of(answer, knowledge)
    out = {each.algorithm: each for each in answer.excluded}
    placed = {name: each for each in reversed(_ranked(answer)) for name in (*each.equivalents, each.algorithm)}
    told = []
    for each in words_stated(PROPOSED, answer.brief):
        if each in KINDS_PROPOSED:
            told.append(_of_kind(each, answer, names, knowledge))
            continue
        other = _under_another_name(out[each], placed, knowledge) if each in out else None
        place = other.place if other is not None else placed.get(each)
        if other is not None and other.way and other.place == answer.candidates[0]:
            told.append(_part_of_leader(each, other, names))
        elif place is not None:
            told.append(_placed(each, place, answer, names))
        elif each in out:
            told.append(_excluded(out[each], answer, names))
    return tuple(told)


def proposals_section(answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph) -> Section:
    """Return how what is proposed stands beside what to start with, as a section of a whole answer."""
    told = (_entry(each, lambda because: Cited(graph.citations(because))) for each in proposals_of(answer, knowledge))
    return Section("What was proposed", tuple(told))


def told_as_no_option(
    answer: Recommendation, knowledge: Knowledge, cite: Callable[[Iterable[str]], Cited], cut: Callable[[str], str]
) -> Iterator[Entry]:
    """Yield what a short text tells beside the options: how proposals stand, and what is out and looked for.

    Nothing where what is asked for is none of the tasks: all of them are out for that.
    """
    if named_problem(answer) is not None:
        return
    proposals = proposals_of(answer, knowledge)[:MOST_TOLD]
    yield from (_entry(each, cite, cut) for each in proposals)
    names, proposed = Naming.of(answer, knowledge), {each.algorithm for each in proposals}
    others = (each for each in told_as_out(answer, knowledge) if each.algorithm not in proposed)
    for out in islice(others, _MOST_OUT):
        reason = main_reason(out)
        yield Entry((f"Not {names.algorithm(out.algorithm)}: {cut(reason.text)}", cite(reason.because)))


def _entry(each: Proposal, cite: Callable[[Iterable[str]], Cited], cut: Callable[[str], str] = str) -> Entry:
    said = cut(each.in_words()[0])
    return Entry((f"{said[0].upper()}{said[1:]}", cite(each.because)), _OUT if each.is_out else PLAIN)


def _ranked(answer: Recommendation) -> Sequence[Candidate]:
    return (*answer.candidates, *answer.outclassed)


@dataclass(frozen=True, slots=True)
class _OtherName:
    """What stands in the answer for something that it tells by another name.

    Attributes
    ----------
    way : by which reduction it answers what is asked; empty where it does so as it is
    """

    place: Candidate
    way: str


def _under_another_name(out: Exclusion, placed: Mapping[str, Candidate], knowledge: Knowledge) -> _OtherName | None:
    """Return what stands in the answer for something that it tells by another name."""
    proposed = knowledge.algorithms.get(out.algorithm)  # a kept answer may tell of one that a pack took with it
    if out.reasons[0].kind != "other-name" or proposed is None:
        return None
    lineage = {*proposed.lineage}
    known = (knowledge.algorithms.get(name) for name in placed)
    same = ((each.id, way) for each in known if each is not None for way in each.facts.same_as if lineage & {*way.of})
    found = next(same, None)
    if found is None:
        return None
    reduction = knowledge.reductions.get(found[1].reduction or "")
    return _OtherName(placed[found[0]], reduction.facts.name if reduction is not None else "")


def _part_of_leader(algorithm: str, other: _OtherName, names: Naming) -> Proposal:
    """Return how something stands that is a part of the leader: by itself it answers another question."""
    leader, practice = in_sentence(other.place.name), other.place.practice
    ways = (f"only by {in_sentence(other.way)}, as in {leader}, which leads", f"only as in {leader}, which leads")
    return Proposal(algorithm, names.algorithm(algorithm), False, ways, practice.because if practice else ())


def _excluded(out: Exclusion, answer: Recommendation, names: Naming) -> Proposal:
    """Return why something is out; that it was made for other tasks or data in these words, since all can be bent."""
    reason = main_reason(out)
    said = f"it is not made for {question_of(answer.brief, names)}" if reason.kind in _UNFIT else reason.text
    return Proposal(out.algorithm, names.algorithm(out.algorithm), True, (said,), reason.because)


def _is_bent(out: Exclusion, answer: Recommendation, knowledge: Knowledge) -> bool:
    """Return whether something was made for other tasks than the one asked for, and would serve by a detour."""
    known = knowledge.algorithms.get(out.algorithm)
    return known is None or str(answer.brief["task"]) not in known.facts.solves


def _of_kind(kind: str, answer: Recommendation, names: Naming, knowledge: Knowledge) -> Proposal:
    """Return how the first of a kind stands, or that none of it is a choice here and why the nearest is not."""
    name, meant = f"{kind[:1].upper()}{kind[1:]}".replace("-", " "), algorithms_of_kind(kind, knowledge)
    best = first_with_a_place(meant, _ranked(answer))
    if best is None:
        fit = [each for each in answer.excluded if each.algorithm in meant and main_reason(each).kind not in _UNFIT]
        out = min(fit, key=lambda each: _is_bent(each, answer, knowledge), default=None)
        if out is None:
            said = f"none that whichml knows is made for {question_of(answer.brief, names)}"
            return Proposal(kind, name, True, (said,))
        reason = main_reason(out)
        said = f"of them {in_sentence(names.algorithm(out.algorithm))} is out: {reason.text}"
        return Proposal(kind, name, True, (said,), reason.because)
    algorithm, place = best
    stands = _placed(algorithm, place, answer, names)
    ways = tuple(f"of them {in_sentence(stands.name)} is nearest, {way}" for way in stands.ways)
    if place == answer.candidates[0]:
        ways = (f"of them {in_sentence(stands.name)} is what to start with",)
    return Proposal(kind, name, False, ways, stands.because)


def _placed(algorithm: str, place: Candidate, answer: Recommendation, names: Naming) -> Proposal:
    """Return how something stands that has a place of its own, or shares one."""
    leader, name = answer.candidates[0], names.algorithm(algorithm)
    form = f"here {in_sentence(place.name)}, " if algorithm != place.algorithm and place != leader else ""
    because = place.practice.because if place.practice is not None else ()
    if place == leader:
        same = _AGREED if algorithm == place.algorithm else f"{in_sentence(leader.name)} stands for it here, and leads"
        return Proposal(algorithm, name, False, (same,), because)
    if place in answer.candidates:
        said = f"{form}number {place.rank} beside {in_sentence(leader.name)}"
        return Proposal(algorithm, name, False, (f"{said}: {_SAME_ROWS}", said), because)
    said = f"{form}{distance_in_words(place, leader)}"
    losses = list(islice(_losses(place, leader, names, answer), _MOST_LOSSES))
    ways = (f"{said}; it loses by {' and '.join(losses)}", said) if losses else (said,)
    return Proposal(algorithm, name, False, ways, because)


def _losses(place: Candidate, leader: Candidate, names: Naming, answer: Recommendation) -> Iterator[str]:
    """Yield by which of the qualities that the brief asks for something loses most to the leader.

    By others it may lose as well, but nobody would give them for a reason.
    """
    asked = _asked_for(answer)
    for each in compare_with_leader(place, leader, names):
        if each.quality in asked and each.difference <= -_NOTICEABLE and not each.requirement:
            yield in_sentence(each.name)


def _asked_for(answer: Recommendation) -> frozenset[str]:
    """Return the qualities that the brief orders or requires."""
    ordered = answer.brief.get("priorities")
    ties = ordered if isinstance(ordered, list | tuple) else ()
    named = {str(each) for tie in ties for each in (tie if isinstance(tie, list | tuple) else (tie,))}
    return frozenset(named | {each.quality for each in answer.requirements})
