"""What a candidate's place rests on: measured here, published measurements, cost models, literature, practice."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from whichml.export.arguments import is_unknown, percent
from whichml.export.justification_graph import JustificationGraph
from whichml.knowledge.base import Knowledge
from whichml.model.statements.facts import Citation
from whichml.model.statements.recommendation import ApplicationTold, Candidate, RatedQuality, Recommendation

_UNKNOWN: Final = "unknown"
_KINDS: Final = {
    "measured": "measured here", "published": "published measurements", "computed": "cost models",
    "tried": "own experiments", "literature": "literature", "judgement": "judgement", _UNKNOWN: "",
}  # fmt: skip
_OF_CLAIM: Final = {
    "literature": "literature", "documentation": "literature", "benchmark": "literature", "introspection": "tried",
    "probe": "tried", "expert-judgement": "judgement", "elicited": "judgement",
}  # fmt: skip
_PUBLISHED: Final = frozenset({
    "article", "article-journal", "book", "chapter", "paper-conference", "preprint", "standard", "thesis",
})  # fmt: skip
"""Types of works that anybody can look up, whoever names them; reports and pages may be a house's own."""
_LEAST: Final = 0.05
_LEAST_LEFT: Final = 0.015
"""What shares that are told have to lack of the whole for a reader to miss it; less is lost in rounding."""
_OF_APPLICATION: Final = "evidence:application:"
"""How nodes begin that tell what practice of an application starts with."""


def foundations_of(
    candidate: Candidate, answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph
) -> str:
    """Return what the weight of a candidate's place rests on, the largest part first, as a sentence."""
    return next(iter(foundations_in_words(candidate, answer, knowledge, graph)), "")


def foundations_in_words(
    candidate: Candidate, answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph
) -> tuple[str, ...]:
    """Return the same as sentences of fewer and fewer parts, which say that they tell the largest alone.

    That work on the brief's own application starts with it is told before.
    """
    of_work = [node for node in _behind_votes(candidate) if node.startswith(_OF_APPLICATION)]
    if answer.application is None or not of_work:
        return _by_shares(candidate, answer, knowledge, graph)
    said = _starts_with_it(answer.application, [c for node in graph.nodes(of_work) for c in node.sources], knowledge)
    return (*(f"{said} {each}" for each in _by_shares(candidate, answer, knowledge, graph)), said)


def _behind_votes(candidate: Candidate) -> tuple[str, ...]:
    return candidate.practice.because if candidate.practice is not None else ()


def _starts_with_it(work: ApplicationTold, cited: Sequence[Citation], knowledge: Knowledge) -> str:
    """Return whose work starts with it, as a sentence: a pack of one's own may stand on what nobody published."""
    known = knowledge.applications.get(work.application)
    own = {pack.where for pack in knowledge.packs if not pack.shipped}
    refs = list(dict.fromkeys(each.ref for each in cited))
    types = {knowledge.sources[ref].type for ref in refs if ref in knowledge.sources}
    if known is not None and refs and known.where.rpartition(":")[0] in own and types.isdisjoint(_PUBLISHED):
        first, *more = refs
        both = f"{first} and {more[0]} start" if more else f"{first} starts"
        return f"{both} with it for {work.name}."
    return f"Published work on {work.name} starts with it."


def _by_shares(
    candidate: Candidate, answer: Recommendation, knowledge: Knowledge, graph: JustificationGraph
) -> tuple[str, ...]:
    """Return what its weight rests on as sentences of fewer and fewer parts."""
    shares = dict.fromkeys(_KINDS, 0.0)
    for rated in candidate.qualities:
        shares[_kind_of(rated, knowledge, graph)] += rated.weight
    parts = [(share, said) for kind, said in _KINDS.items() if (share := shares[kind]) >= _LEAST and kind != _UNKNOWN]
    if candidate.practice is not None and candidate.practice.weight >= _LEAST:
        practice = knowledge.practice
        n_briefs = practice.briefs_of(str(answer.brief["task"])) if practice is not None else 0
        briefs = f" ({n_briefs:,} briefs of the task)" if n_briefs else ""
        of = " of its siblings" if candidate.practice.of_siblings else ""
        parts.append((candidate.practice.weight, f"what language models would use{of}{briefs}"))
    missing = shares[_UNKNOWN]
    unknown = f"; nothing is known of {percent(missing)} of what counts" if missing >= _LEAST else ""
    ordered = [f"{said} {percent(share)}" for share, said in sorted(parts, key=lambda part: -part[0])]
    left = 1 - sum(share for share, _ in parts) - (missing if unknown else 0.0)
    smaller = f", smaller parts {percent(left)}" if left >= _LEAST_LEFT else ""
    fewer = [f"It rests mostly on {', '.join(ordered[:n])}." for n in range(len(ordered) - (not unknown), 0, -1)]
    if not ordered:
        return ()
    _, largest = max(parts, key=lambda part: part[0])
    shortest = f"It rests mostly on {largest.partition(' (')[0]}."
    return (f"It rests on {', '.join(ordered)}{smaller}{unknown}.", *fewer, *([shortest] if fewer else ()))


def _kind_of(rated: RatedQuality, knowledge: Knowledge, graph: JustificationGraph) -> str:
    if is_unknown(rated):
        return _UNKNOWN
    if rated.basis:
        return "published"
    kinds = set()
    for node in graph.backing(rated.because):
        if node.kind == "evidence":
            kinds.add("computed" if node.about.startswith("costs:") else "measured")
        elif node.kind == "claim":
            claim = knowledge.claims.get(node.about)
            kinds.add(_OF_CLAIM[claim.evidence] if claim is not None else "literature")
    return next((kind for kind in _KINDS if kind in kinds), "judgement")
