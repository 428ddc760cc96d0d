"""One algorithm in one answer: why it leads, why it ranks lower, or why it is out and what would readmit it."""

from collections.abc import Iterable, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from whichml.advise.assessment import Assessment
from whichml.advise.priorities import PRACTICE, PRACTICE_NAME
from whichml.advise.ranking import LIKELY_MISTAKE, NEAR_TIE, mistake_limit
from whichml.export.arguments import NEITHER, arguments_of, goodness, near_ties, percent
from whichml.export.chains import parts_beside
from whichml.export.justification_graph import JustificationGraph
from whichml.export.mistakes import is_passed_over, mistake_of
from whichml.export.naming import Naming
from whichml.export.nothing_learnt import NOTHING_LEARNT
from whichml.export.order_words import against_utility, why_first, why_so_low
from whichml.export.own_standing import own_standing
from whichml.export.readmission import Bar, bars_of
from whichml.export.sureness import is_doubted, is_near, what_decides
from whichml.knowledge.algorithm_calls import names_of_algorithms
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import WhichmlError, quoted
from whichml.model.statements.architecture import SetAside
from whichml.model.statements.justification import Node
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.recommendation import (
    Candidate,
    Caution,
    MetRequirement,
    Recommendation,
    ReductionTold,
    Risk,
    SourceRecord,
    Utility,
)
from whichml.model.words.algorithm_names import meant_otherwise

_UNDECIDED = 0.05
"""How far from the middle of its scale practice speaks neither for nor against."""
_PASSED_OVER = f"the first candidate is passed over only from {percent(LIKELY_MISTAKE)} on"
Verdict = Literal["leader", "candidate", "equivalent", "excluded", "unsupported", "reference", "helper"]


class Comparison(BaseModel):
    """One prioritised quality of a candidate beside the leader's.

    Attributes
    ----------
    difference : what the quality adds to the candidate's utility beyond the leader's, at the expected weights;
        negative where it loses
    speaks : for, against, neither, or unknown
    requirement : the id of the requirement whose bound is compared; empty of a quality
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    quality: str
    name: str
    level: str
    leader_level: str
    weight: float
    difference: float
    speaks: Literal["for", "against", "neither", "unknown"]
    because: tuple[str, ...]
    requirement: str = ""


class Explanation(BaseModel):
    """What an answer says of one algorithm, with the part of its justification that it rests on.

    Attributes
    ----------
    set_aside : rules that came with whichml and would speak of it, but for a pack of the house
    place : where it stands, without of whom the rest is said that shares a place; empty where `text` says no more
    from_answer_alone : whether it is told from a kept answer that cannot be made anew, whose rules may be gone
    """

    model_config = ConfigDict(defer_build=True, frozen=True)

    schema_: Literal["explanation/1"] = Field(default="explanation/1", serialization_alias="schema")
    answer: str
    algorithm: str
    name: str
    verdict: Verdict
    text: str
    place: str = ""
    rank: int | None = None
    utility: Utility | None = None
    leader: str | None = None
    comparisons: tuple[Comparison, ...] = ()
    cautions: tuple[Caution, ...] = ()
    met: tuple[MetRequirement, ...] = ()
    practice: PracticeTold | None = None
    risks: tuple[Risk, ...] = ()
    reductions: tuple[ReductionTold, ...] = ()
    bars: tuple[Bar, ...] = ()
    readmission: str = ""
    set_aside: tuple[SetAside, ...] = ()
    because: tuple[str, ...] = ()
    nodes: tuple[Node, ...] = ()
    sources: Mapping[str, SourceRecord] = Field(default_factory=dict)
    from_answer_alone: bool = False

    def to_json(self) -> bytes:
        """Return the explanation as UTF-8 JSON, the same bytes for the same explanation."""
        return self.model_dump_json(by_alias=True).encode()


def explain(
    answer: Recommendation, knowledge: Knowledge, algorithm: str, steps: Assessment | None = None
) -> Explanation:
    """Return what an answer says of one algorithm, and why.

    Parameters
    ----------
    steps : towards the answer, which rate what shares a place by itself; without them it is told of whom it shares

    Raises
    ------
    WhichmlError
        Where neither the knowledge base nor the answer has such an algorithm.
    """
    if algorithm not in knowledge.algorithms and algorithm not in algorithms_of(answer):
        raise unknown_algorithm(algorithm, knowledge)
    field = (*answer.candidates, *answer.outclassed)
    ranked = {candidate.algorithm: candidate for candidate in field}
    out = {exclusion.algorithm for exclusion in answer.excluded}  # a general one may be, where its special form is not
    grouped = {sibling: candidate for candidate in field for sibling in candidate.equivalents if sibling not in out}
    if algorithm in ranked:
        found = _of_candidate(answer, knowledge, ranked[algorithm])
    elif algorithm in grouped:
        return _of_equivalent(answer, knowledge, algorithm, grouped[algorithm], steps)
    else:
        found = _of_outsider(answer, knowledge, algorithm)
    return _with_justification(found.model_copy(update={"set_aside": _set_aside(answer, algorithm)}), answer)


def _set_aside(answer: Recommendation, algorithm: str) -> tuple[SetAside, ...]:
    return tuple(each for each in answer.set_aside if algorithm in each.algorithms)


def algorithms_of(answer: Recommendation) -> frozenset[str]:
    """Return the ids of the algorithms that an answer says something of, which later knowledge may lack."""
    field = (*answer.candidates, *answer.outclassed)
    placed = (name for each in field for name in (each.algorithm, *each.equivalents))
    out = (each.algorithm for each in answer.excluded)
    rest = (*(each.algorithm for each in answer.references), *(each.algorithm for each in answer.unsupported))
    return frozenset((*placed, *out, *rest))


def unknown_algorithm(given: str, knowledge: Knowledge) -> WhichmlError:
    """Return the error for an id that no algorithm has; it names the algorithm that was meant, by any of its names."""
    near = meant_otherwise(given, knowledge.algorithms, names_of_algorithms(knowledge))
    hint = near or "`whichml kb stats` counts what is known."
    return WhichmlError.about(f"unknown algorithm {quoted(given)}.", hint=hint)


def _of_candidate(answer: Recommendation, knowledge: Knowledge, candidate: Candidate) -> Explanation:
    leader = answer.candidates[0]
    leads = candidate is leader
    text = _lead_text(answer, knowledge) if leads else _rank_text(candidate, answer, knowledge)
    return Explanation(
        answer=answer.id,
        algorithm=candidate.algorithm,
        name=candidate.name,
        verdict="leader" if leads else "candidate",
        text=text,
        rank=candidate.rank,
        utility=candidate.utility,
        leader=leader.algorithm,
        comparisons=compare_with_leader(candidate, leader, Naming.of(answer, knowledge)),
        cautions=candidate.cautions,
        met=candidate.met,
        practice=candidate.practice,
        risks=candidate.risks,
        reductions=candidate.reductions,
        because=candidate.because,
    )


def _lead_text(answer: Recommendation, knowledge: Knowledge) -> str:
    beside = {part.algorithm for part in parts_beside(answer, knowledge) if not part.is_whole}
    leader, rivals = answer.candidates[0], [each for each in near_ties(answer) if each.algorithm not in beside]
    text = f"{leader.name} is recommended: its mean utility of {leader.utility.mean:.2f} {why_first(answer)}."
    if against := against_utility(answer, knowledge):
        text += f" {against}"
    if answer.nothing_learnt:
        text = f"{NOTHING_LEARNT} {text}"
    if is_doubted(leader):
        text += f" Some would call it a mistake here ({percent(mistake_of(leader))}): {_PASSED_OVER}."
    if rivals:
        names = Naming(knowledge).algorithms(tuple(rival.algorithm for rival in rivals))
        text += f" It is nearly tied with {names}: {what_decides(answer, rivals)}."
    return text


def _rank_text(candidate: Candidate, answer: Recommendation, knowledge: Knowledge) -> str:
    """Return where a candidate stands, first of all why it stands below what has less utility if it does."""
    leader, low = answer.candidates[0], why_so_low(candidate, answer, knowledge)
    gap = leader.utility.mean - candidate.utility.mean
    nearness = "; that is nearly a tie" if candidate.near_tie else ""
    if not is_near(candidate, leader):
        nearness = "; even at its best it does worse than that one at its worst"
    behind = f"{abs(gap):.2f} {'below' if gap >= 0 else 'above'} that of {leader.name}"
    stands = f"{candidate.name} ranks {candidate.rank}"
    utility = f"mean utility of {candidate.utility.mean:.2f} is {behind}{nearness}."
    if is_passed_over(candidate, leader):
        moved = "was moved down" if low else "is no choice"
        place = "does as well as the leader" if gap <= NEAR_TIE else "is behind the leader"
        text = (
            f"{stands} and {moved} because some would call it a mistake here ({percent(mistake_of(candidate))}): from "
            f"{percent(mistake_limit(gap))} on, nothing that {place} is a choice beside it. What may be wrong is no "
            f"second thing to try. Its {utility}"
        )
        return f"{text} {_why_it_leads(leader)}" if is_doubted(leader) else text
    return f"{stands}, {low}. Its {utility}" if low else f"{stands}: its {utility}"


def _why_it_leads(leader: Candidate) -> str:
    """Return why a leader that some would call a mistake leads all the same."""
    return f"Some would call {leader.name} a mistake as well ({percent(mistake_of(leader))}): {_PASSED_OVER}."


def compare_with_leader(candidate: Candidate, leader: Candidate, naming: Naming) -> tuple[Comparison, ...]:
    """Return a candidate's prioritised qualities beside the leader's, the dearest loss first, then by weight."""
    others = {rated.quality: rated for rated in leader.qualities}
    groups = arguments_of(candidate)
    speaks: dict[str, Literal["for", "against", "unknown"]] = {
        **{rated.quality: "for" for rated in groups.good},
        **{rated.quality: "against" for rated in groups.bad},
        **{rated.quality: "unknown" for rated in groups.unknown},
    }
    compared = [
        Comparison(
            quality=rated.quality,
            name=naming.criterion(rated),
            level=rated.level,
            leader_level=others[rated.quality].level,
            weight=rated.weight,
            difference=round(rated.weight * (goodness(rated) - goodness(others[rated.quality])), 4),
            speaks=speaks.get(rated.quality, "neither"),
            because=rated.because,
            requirement=rated.requirement,
        )
        for rated in candidate.qualities
        if rated.quality in others
    ]
    if candidate.practice is not None and leader.practice is not None:
        compared.append(_practised(candidate.practice, leader.practice))
    return tuple(sorted(compared, key=lambda c: (c.difference, -c.weight, c.quality)))


def _practised(practice: PracticeTold, leader: PracticeTold) -> Comparison:
    """Return what established practice says of a candidate beside the leader."""
    speaks: Literal["for", "against", "neither"] = "neither"
    if abs(practice.side - NEITHER) > _UNDECIDED:
        speaks = "for" if practice.side > NEITHER else "against"
    return Comparison(
        quality=PRACTICE,
        name=PRACTICE_NAME,
        level=percent(practice.goodness),
        leader_level=percent(leader.goodness),
        weight=practice.weight,
        difference=round(practice.weight * (practice.goodness - leader.goodness), 4),
        speaks=speaks,
        because=practice.because,
    )


def _of_equivalent(
    answer: Recommendation, knowledge: Knowledge, algorithm: str, candidate: Candidate, steps: Assessment | None
) -> Explanation:
    """Return how an algorithm stands that shares the place of a candidate: by itself where the steps tell that."""
    name = Naming(knowledge).algorithm(algorithm)
    place = f"{why_it_shares(knowledge, algorithm, candidate)} {candidate.rank}."
    text = f"{place} What follows is said of {candidate.name}."
    shared = _of_candidate(answer, knowledge, candidate).model_copy(
        update={
            "algorithm": algorithm, "name": name, "verdict": "equivalent", "text": text, "place": place,
            "set_aside": _set_aside(answer, algorithm),
        }
    )  # fmt: skip
    own = own_standing(answer, steps, algorithm, candidate) if steps is not None else None
    if own is None:
        return _with_justification(shared, answer)
    told = {
        "text": f"{place} What follows is said of {name} itself; its utility and what it takes, of {candidate.name}.",
        "comparisons": compare_with_leader(own.candidate, answer.candidates[0], Naming.of(answer, knowledge)),
        "practice": own.candidate.practice,
    }
    justified = answer.model_copy(update={"justification": own.justification, "sources": own.sources})
    return _with_justification(shared.model_copy(update=told), justified, with_qualities=True)


def place_in_words(found: Explanation) -> str:
    """Return where an algorithm stands, without of whom the rest is said."""
    return found.place or found.text


def why_it_shares(knowledge: Knowledge, algorithm: str, candidate: Candidate) -> str:
    """Return why an algorithm has the place of a candidate, up to the number of its rank."""
    name = Naming(knowledge).algorithm(algorithm)
    if knowledge.general_of.get(candidate.algorithm) == algorithm:
        return f"{candidate.name} is a special form of {name} and stands for it, so both share rank"
    return f"{name} is a sibling of {candidate.name} and nearly tied with it, so both share rank"


def _of_outsider(answer: Recommendation, knowledge: Knowledge, algorithm: str) -> Explanation:
    name = Naming(knowledge).algorithm(algorithm)
    verdict: Verdict = "helper"
    text = f"{name} helps other algorithms; it is no candidate for any brief."
    because: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    readmission = ""
    exclusion = next((e for e in answer.excluded if e.algorithm == algorithm), None)
    reference = next((r for r in answer.references if r.algorithm == algorithm), None)
    unsupported = next((u for u in answer.unsupported if u.algorithm == algorithm), None)
    if exclusion is not None:
        bars = bars_of(exclusion, answer, knowledge)
        verdict = "excluded"
        text = f"{name} is out: {'; '.join(reason.text for reason in exclusion.reasons)}."
        because = tuple(node for reason in exclusion.reasons for node in reason.because)
        every = {1: "this has", 2: "both of these have"}.get(len(bars), f"all {len(bars)} of these have")
        readmission = f"To readmit {name}, {every} to change."
    elif unsupported is not None:
        verdict = "unsupported"
        text = f"{name} might do, but nothing supports it here: {unsupported.missing} is missing."
        readmission = f"A sourced claim in this regime would make {name} a candidate."
    elif reference is None and knowledge.algorithms[algorithm].facts.role != "helper":
        verdict = "unsupported"
        text = f"The answer says nothing of {name}, which was not known when it was made."
    elif reference is not None:
        verdict, because = "reference", reference.because
        text = (
            f"{name} is a reference: every candidate has to beat it before it is worth its effort."
            if reference.serves
            else f"{name} is no candidate, and no baseline of such a project."
        )
        known = knowledge.algorithms.get(algorithm)
        conditions = " and ".join(c.text() for c in known.candidate_when) if known else ""
        readmission = f"It becomes a candidate where {conditions}." if conditions else ""
    return Explanation(
        answer=answer.id, algorithm=algorithm, name=name, verdict=verdict, text=text, bars=bars,
        readmission=readmission, because=because, leader=next(iter(answer.top(1)), None),
    )  # fmt: skip


def _with_justification(found: Explanation, answer: Recommendation, *, with_qualities: bool = False) -> Explanation:
    """Return the explanation with the nodes that its parts rest on, and the works that those cite.

    Parameters
    ----------
    with_qualities : whether its qualities count, which the answer tells of a candidate but not of what shares a place
    """
    roots = [*_named(c.because for c in found.comparisons)] if with_qualities else []
    roots += [*found.because, *_named(m.because for m in found.met), *_named(c.because for c in found.cautions)]
    roots += _named(each.because for each in found.set_aside)
    for risk in found.risks:
        roots += [*risk.because, *_named(m.because for m in risk.mitigations)]
    roots += [*_named(r.because for r in found.reductions), *(found.practice.because if found.practice else ())]
    nodes = JustificationGraph(answer).below(dict.fromkeys(roots))
    refs = sorted({citation.ref for node in nodes for citation in node.sources})
    sources = {ref: answer.sources[ref] for ref in refs if ref in answer.sources}
    return found.model_copy(update={"nodes": nodes, "sources": sources})


def _named(groups: Iterable[tuple[str, ...]]) -> list[str]:
    return [identity for group in groups for identity in group]
