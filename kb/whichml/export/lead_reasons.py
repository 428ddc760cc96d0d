"""Why the leader goes before its best rival: what parts the two, the weightiest first, practice included.

The first screen, the record and the full record say this and no other reason, so that they cannot contradict each other
or `compare`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from whichml.advise.priorities import PRACTICE
from whichml.advise.strength_evidence import ToldWins
from whichml.advise.strength_ratings import ACCURACY
from whichml.export.arguments import percent
from whichml.export.chains import parts_beside
from whichml.export.explanation import Comparison, compare_with_leader
from whichml.export.justification_graph import JustificationGraph
from whichml.export.main_points import LEAST_SHARE, level_in_words, usual_in_words
from whichml.export.naming import Naming, modalities_of_brief
from whichml.export.order_words import NOT_HIGHEST, why_first
from whichml.export.unheard_facts import whatever_they_are
from whichml.knowledge.base import Knowledge
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.recommendation import Candidate, RatedQuality, Recommendation
from whichml.model.words.names_in_sentences import in_sentence

NOTICEABLE: Final = 0.002
"""The utility from which one of two is better in a quality, here and where two algorithms are compared."""
_LEAST_WEIGHT: Final = 0.03
"""The weight below which nothing is a reason to choose something."""
_N_REASONS: Final = 2
_UNKNOWN: Final = ("unknown", "not-applicable")


class LeadReason(NamedTuple):
    """One thing that puts the leader before its rival, as a clause that says `it` of the leader.

    Attributes
    ----------
    quality : that it speaks of, or practice
    because : the nodes that it stands on
    rated : the quality as it is rated; None of practice
    short : the clause in fewer words; empty where there are no fewer
    shorter : clauses of fewer words still
    """

    quality: str
    text: str
    because: tuple[str, ...]
    rated: RatedQuality | None = None
    short: str = ""
    shorter: tuple[str, ...] = ()

    def in_fewer_words(self) -> tuple[str, ...]:
        """Return the clause for a screen, in fewer and fewer words."""
        return (self.short or self.text, *self.shorter)

    def in_words(self, limits: str = "") -> str:
        """Return the clause with its weight, and behind that what limits it."""
        weight = f"{percent(self.rated.weight)} of the weight" if self.rated is not None else ""
        aside = "; ".join(filter(None, (weight, limits.strip(" ()"))))
        return f"{self.text} ({aside})" if aside else self.text


def rival_of(answer: Recommendation, knowledge: Knowledge) -> Candidate | None:
    """Return what comes next behind the leader and would stand in its place; None where nothing would."""
    beside = {part.algorithm for part in parts_beside(answer, knowledge)}
    behind = (*answer.candidates[1:], *answer.outclassed)
    return next((each for each in behind if each.algorithm not in beside), None)


def lead_reasons(answer: Recommendation, knowledge: Knowledge) -> tuple[LeadReason, ...]:
    """Return what puts the leader before its best rival, what adds most utility first; none where nothing does."""
    leader, rival = answer.candidates[0], rival_of(answer, knowledge)
    if rival is None:
        usual = usual_in_words(leader, answer, knowledge)
        return (LeadReason(PRACTICE, usual, leader.practice.because),) if usual and leader.practice else ()
    found: list[LeadReason] = []
    for each in filter(_is_reason, compare_with_leader(rival, leader, Naming.of(answer, knowledge))):
        if len(found) == _N_REASONS or (found and found[0].quality == PRACTICE):  # which tells enough by itself
            break
        if each.quality == PRACTICE and leader.practice is not None:
            said, short = _Counted(answer, knowledge).of_practice(leader, leader.practice, rival)
            whatever = whatever_they_are((leader, rival), knowledge, JustificationGraph(answer))
            because = leader.practice.because
            found.append(LeadReason(PRACTICE, f"{said}{whatever}", because, short=f"{short}{whatever}"))
        else:
            rated = next(one for one in leader.qualities if one.quality == each.quality)
            other = next((one for one in rival.qualities if one.quality == each.quality), rated)
            said = _of_quality(each, rated, "" if found else rival.name)
            ways = (_by_wins(each, rated, other, rival.name), *_in_short(each, rated, rival.name))
            in_short, *shorter = filter(None, ways)
            found.append(LeadReason(each.quality, said, rated.because, rated, in_short, tuple(shorter)))
    return tuple(found)


def no_reason_in_words(answer: Recommendation, knowledge: Knowledge) -> str:
    """Return why the leader leads where nothing of weight parts it from its rival, as a clause."""
    rival = rival_of(answer, knowledge)
    if rival is None:
        return "nothing else suits this brief as well"
    why = why_first(answer)
    if why.startswith(NOT_HIGHEST):
        return f"it has the best place, not by utility, and no single thing of weight parts it from {rival.name}"
    return f"its mean utility {why}, though no single thing of weight parts it from {rival.name}"


def _is_reason(compared: Comparison) -> bool:
    """Return whether a comparison of the rival with the leader tells why that leads; the unknown is no defeat."""
    is_known = not {compared.level, compared.leader_level}.intersection(_UNKNOWN)
    return is_known and compared.difference <= -NOTICEABLE and compared.weight >= _LEAST_WEIGHT


def _of_quality(compared: Comparison, rated: RatedQuality, rival: str) -> str:
    """Return how a quality parts the two, as a clause that names the rival unless one before it did."""
    own, other = level_in_words(compared.leader_level), level_in_words(compared.level)
    if own == other:
        said = f"is likely better{f' than that of {rival}' * bool(rival)}, within {own}"
    else:
        said = f"is {own}, that of {rival} {other}" if rival else f"is {own} against {other}"
    return f"{in_sentence(compared.name)} {said}{f': it {rated.basis}' * bool(rated.basis)}"


def _by_wins(compared: Comparison, rated: RatedQuality, other: RatedQuality, rival: str) -> str:
    """Return how often either beats the same reference; empty where that is not known of both.

    Their levels stand for these shares, and read as if they told how far apart the two are.
    """
    own, behind = ToldWins.of(rated.basis), ToldWins.of(other.basis)
    if own is None or behind is None or not own.share or not behind.share:
        return ""
    name = in_sentence(compared.name)
    return f"{name}: beats {own.reference} on {own.share} of data sets, {rival} on {behind.share}"


def _in_short(compared: Comparison, rated: RatedQuality, rival: str) -> tuple[str, ...]:
    """Return how a quality parts the two in fewer and fewer words: without its basis, then without the rival's name.

    Levels of accuracy read as promises for data on which neither was tried: of them the order alone is told.
    """
    doubt = f" ({rated.doubt})" if rated.doubt else ""
    if compared.quality == ACCURACY:
        return tuple(f"accuracy: likely above that of {whom}{doubt}" for whom in (rival, "the next"))
    own, other = level_in_words(compared.leader_level), level_in_words(compared.level)
    beside = f", likely ahead of {rival}" if own == other else f" against {other} of {rival}"
    basis = f": {rated.basis}" if rated.basis else ""
    nameless = ", likely ahead of the next" if own == other else f" against {other} of the next"
    less = f" ({rated.doubt.partition(',')[0]})" if rated.doubt else ""
    ways = (f"{doubt}{beside}{basis}", f"{doubt}{beside}", f"{doubt}{nameless}", f"{less}{nameless}")
    return tuple(dict.fromkeys(f"{in_sentence(compared.name)}: {own}{way}" for way in ways))


class _Counted:
    """In how many briefs of one kind language models would use what: the task on these data, else the task."""

    def __init__(self, answer: Recommendation, knowledge: Knowledge) -> None:
        self.answer, self.names = answer, Naming(knowledge)
        task, practice = str(answer.brief["task"]), knowledge.practice
        kinds = [{"task": task, "data.modality": each} for each in modalities_of_brief(answer.brief)]
        situations = practice.situations if practice is not None else ()
        of_kind = (each for kind in (*kinds, {"task": task}) for each in situations if each.used and each.when == kind)
        found = next(of_kind, None)
        self.used = found.used if found is not None else {}
        self.n_briefs = found.briefs if found is not None else 0
        self.least = LEAST_SHARE * self.n_briefs
        data = f" on {found.when['data.modality']} data" if found is not None and "data.modality" in found.when else ""
        self.kind = f"{found.briefs:,} briefs of {self.names.term(task)}{data}" if found is not None else ""

    def of_practice(self, leader: Candidate, practice: PracticeTold, rival: Candidate) -> tuple[str, str]:
        """Return how practice puts the leader before its rival, in full and in short.

        That is by counts, or by situations where these say no such thing.
        """
        own, other = (self.used.get(each.algorithm, 0) for each in (leader, rival))
        if own > other and own >= self.least and not practice.of_siblings:
            said = f"language models would use it in {own:,} of {self.kind}, {rival.name} in {other:,}"
            short = f"language models: {own:,} of {self.n_briefs:,} such briefs, {rival.name} {other:,}"
            return f"{said}{self._most_used(own)}", f"{short}{self._most_used(own)}"
        whom = "its siblings (nobody was asked about it)" if practice.of_siblings else "it"
        where = next((each.where for each in practice.ahead if each.of == rival.algorithm), ())
        mostly = f", mostly {' and '.join(where)}" if where else ""
        if other <= own:
            said = f"language models lean to {whom} rather than to {rival.name} here{mostly}"
            return said, f"language models lean to {whom} {_place(where)}, not to {rival.name}" if where else said
        counts = f"{other:,} times to {own:,} in {self.kind}"
        said = f"language models lean to {whom} here, though they use {rival.name} more often ({counts}){mostly}"
        turned = _place(where) if where else "here"
        whole = f"{other:,} to {own:,} of {self.n_briefs:,}"
        return said, f"language models lean to {whom} {turned}, though on the whole to {rival.name} ({whole})"

    def _most_used(self, own: int) -> str:
        """Return what of the answer is used most of all, where that is more than the leader is."""
        shown = (*self.answer.candidates, *self.answer.outclassed)
        names = {name for each in shown for name in (each.algorithm, *each.equivalents)}
        names |= {each.algorithm for each in self.answer.references}
        most = max(sorted(names), key=lambda name: self.used.get(name, 0))
        n_most = self.used.get(most, 0)
        return f" ({self.names.algorithm(most)}, most of all, in {n_most:,})" if n_most > own else ""


def _place(where: Sequence[str]) -> str:
    """Return the first of several situations without its figure, for which a screen has no room."""
    return where[0].rpartition(" (")[0]
