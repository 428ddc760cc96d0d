"""What an answer cites carries it: without a cited rule or claim its conclusion changes or loses that support."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

import pytest

from by_night import IS_NIGHT, some_of
from small_knowledge import published_cases
from whichml import Brief, Recommendation
from whichml.advise.applicability import ReachIndex
from whichml.advise.questions import QuestionFinder
from whichml.advise.ratings import RatedCells
from whichml.advise.recommendation import Advisor
from whichml.advise.shared_nodes import SharedNodes
from whichml.knowledge.base import Knowledge
from whichml.model.statements.strata import stratify
from whichml.rules.oracle import ReadingOrder, run_in_order
from whichml.rules.selection import Selection

N_AT_LEAST = 100
N_OF_A_KIND = 3  # conclusions of one kind that are tried for each brief
N_PUBLISHED_TRIED = 8
KINDS = ("exclusion", "decision", "advice", "priority", "rating", "derived")


@dataclass(frozen=True)
class Conclusion:
    """One conclusion of an answer with one rule or claim that it cites."""

    brief: str
    node: str
    cited: str
    because: tuple[str, ...]

    @property
    def kind(self) -> str:
        return self.node.split(":")[0]


def conclusions(name: str, answer: Recommendation) -> Iterator[Conclusion]:
    """Yield, for each kind, some conclusions that the answer shows, with each a rule or claim that it cites."""
    nodes = {node.id: node for node in answer.justification.nodes}
    leaders = {candidate.algorithm for candidate in answer.candidates[:3]}
    for kind in KINDS:
        found = 0
        for node in nodes.values():
            if node.id.split(":")[0] != kind or found == N_OF_A_KIND:
                continue
            if kind == "rating" and node.id.split(":")[1] not in leaders:
                continue
            for cited in node.because:
                if cited.startswith(("rule:", "claim:")):
                    yield Conclusion(name, node.id, cited, node.because)
                    found += 1
                    break


@pytest.fixture(scope="module")
def briefs(scenarios: Mapping[str, Brief]) -> Mapping[str, Brief]:
    published: dict[str, Any] = published_cases()
    chosen = sorted(published)[:: len(published) // N_PUBLISHED_TRIED]
    return {**scenarios, **{name: Brief.from_mapping(published[name]["brief"]) for name in chosen}}


@pytest.fixture(scope="module")
def found(briefs: Mapping[str, Brief], advisor: Advisor) -> list[Conclusion]:
    return [c for name, brief in briefs.items() for c in conclusions(name, advisor.recommend(brief))]


@pytest.fixture(scope="module")
def without(knowledge: Knowledge, advisor: Advisor) -> Callable[[str], Advisor]:
    """Return a way to answer without a rule or claim, on the oracle; the last is kept, since each takes memory.

    What stands on neither, such as practice, is that of the whole knowledge: it takes longest to make ready.
    """

    @lru_cache(maxsize=1)
    def advisor_without(cited: str) -> Advisor:
        kind, _, identity = cited.partition(":")
        less = knowledge.without(rules=[identity]) if kind == "rule" else knowledge.without(claims=[identity])
        reading = ReadingOrder(less.rules, stratify(less.rules))
        selection, nodes = Selection(less, less.rules), SharedNodes()
        return replace(
            advisor, knowledge=less, run_rules=partial(run_in_order, less.rules, reading, less.shapes),
            selection=selection, cells=advisor.cells if kind == "rule" else RatedCells(less), shared_nodes=nodes,
            reach=ReachIndex(less, nodes), questions=QuestionFinder(less, selection),
        )  # fmt: skip

    return advisor_without


def distinct(conclusions_: list[Conclusion]) -> list[Conclusion]:
    """Return each pair of a conclusion and what it cites once, by what they cite, whichever brief it was drawn from."""
    return sorted({(c.node, c.cited): c for c in conclusions_}.values(), key=lambda c: c.cited)


@pytest.mark.slow("runs the rules anew for each conclusion")
def test_at_least_a_hundred_conclusions_of_all_kinds_are_tried(found: list[Conclusion]) -> None:
    tried = distinct(found)
    assert len(tried) >= N_AT_LEAST
    assert {c.kind for c in tried} == set(KINDS)


@pytest.mark.slow("runs the rules anew for each conclusion")
def test_without_what_it_cites_a_conclusion_is_gone_or_stands_on_something_else(
    found: list[Conclusion], briefs: Mapping[str, Brief], without: Callable[[str], Advisor]
) -> None:
    unmoved: list[str] = []
    n_gone = 0
    tried = some_of(distinct(found), 6)
    for conclusion in tried:
        answer = without(conclusion.cited).recommend(briefs[conclusion.brief])
        after = {n.id: n for n in answer.justification.nodes}
        now = after.get(conclusion.node)
        n_gone += now is None
        if conclusion.cited in after or (now is not None and conclusion.cited in now.because):
            unmoved.append(f"{conclusion.brief}: {conclusion.node} still cites {conclusion.cited}")
        elif now is not None and now.because == conclusion.because:
            unmoved.append(f"{conclusion.brief}: {conclusion.node} stands as before")
        elif now is not None and not now.because:
            unmoved.append(f"{conclusion.brief}: {conclusion.node} stands on nothing")
    assert unmoved == []
    assert n_gone > N_AT_LEAST // (4 if IS_NIGHT else 24), "hardly any conclusion depended on what it cites"


@pytest.mark.slow("runs the rules anew for each conclusion")
def test_without_its_only_rule_an_exclusion_is_no_longer_made_for_that_reason(
    found: list[Conclusion], briefs: Mapping[str, Brief], without: Callable[[str], Advisor]
) -> None:
    tried = [c for c in distinct(found) if c.kind == "exclusion" and c.cited.startswith("rule:")]
    assert len(tried) > 10
    for conclusion in some_of(tried, 3):
        algorithm, rule = conclusion.node.split(":")[1], conclusion.cited.removeprefix("rule:")
        answer = without(conclusion.cited).recommend(briefs[conclusion.brief])
        reasons = [r for e in answer.excluded if e.algorithm == algorithm for r in e.reasons]
        assert rule not in [reason.rule for reason in reasons], conclusion
