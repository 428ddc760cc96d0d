"""Every line of an answer leads back to what the project said and to sources that can be opened."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from by_night import some_of
from small_knowledge import ROOT, SCENARIOS, ContentFolder
from whichml import Brief, Recommendation
from whichml.advise import shared_nodes
from whichml.advise.priorities import PRACTICE
from whichml.advise.ranking import BEHIND_AND_SAFE, BEHIND_IN_PRACTICE, mistake_limit
from whichml.advise.recommendation import Advisor
from whichml.export.places import with_places
from whichml.knowledge.base import Knowledge

NAMES = [path.stem for path in SCENARIOS]
ROOM = re.compile(r"^[a-z]+:.")


@pytest.fixture(params=NAMES)
def answer(request: pytest.FixtureRequest, scenario_answers: Mapping[str, Recommendation]) -> Recommendation:
    return scenario_answers[request.param]


def reasons_in(part: Any) -> Iterator[str]:
    """Yield the ids of nodes under every `because`, `for` and `against` of an answer's part."""
    if isinstance(part, dict):
        for key, value in part.items():
            if key in ("because", "for", "against"):
                yield from value
            else:
                yield from reasons_in(value)
    elif isinstance(part, list):
        for value in part:
            yield from reasons_in(value)


def test_every_because_names_a_node_of_the_graph(answer: Recommendation) -> None:
    told = json.loads(answer.to_json())
    nodes = {node["id"] for node in told["justification"]["nodes"]}
    named = set(reasons_in(told))
    assert named - nodes == set()
    assert len(named) > 50


def test_every_chain_of_because_ends_in_the_brief_or_in_sources(answer: Recommendation) -> None:
    loose = [
        node.id
        for node in answer.justification.nodes
        if not node.because and node.kind != "brief" and not node.sources
    ]  # fmt: skip
    assert loose == []


def test_nothing_stands_on_itself(answer: Recommendation) -> None:
    below = {node.id: node.because for node in answer.justification.nodes}
    done: set[str] = set()

    def visit(node: str, path: tuple[str, ...]) -> None:
        assert node not in path, f"a circle: {' -> '.join((*path, node))}"
        if node not in done:
            for further in below[node]:
                visit(further, (*path, node))
            done.add(node)

    for node in below:
        visit(node, ())


def test_every_line_of_the_answer_has_reasons(answer: Recommendation) -> None:
    lines = [
        *answer.candidates, *answer.references, *answer.priorities, *answer.decisions, *answer.patterns,
        *answer.measurements, *answer.open_questions, *answer.tensions,
        *(reason for exclusion in answer.excluded for reason in exclusion.reasons),
        *(rated for candidate in answer.candidates for rated in candidate.qualities),
        *(caution for candidate in answer.candidates for caution in candidate.cautions),
        *(candidate.practice for candidate in (*answer.candidates, *answer.outclassed) if candidate.practice),
        *(risk for candidate in answer.candidates for risk in candidate.risks),
        *(added for candidate in answer.candidates for risk in candidate.risks for added in risk.mitigations),
        *(reduction for candidate in answer.candidates for reduction in candidate.reductions),
        *(concern for component in answer.components for concern in component.concerns),
        *((*answer.running_costs.offers, *answer.running_costs.break_even) if answer.running_costs else ()),
    ]  # fmt: skip
    assert [line for line in lines if not line.because] == []


def test_nodes_say_where_their_claim_or_rule_stands(answer: Recommendation) -> None:
    for node in answer.justification.nodes:
        if node.kind in ("claim", "rule"):
            assert re.fullmatch(r"(kb/facts|rules)/.+\.yaml:\d+", node.where), node.id


def test_every_cited_source_is_listed_and_can_be_opened(answer: Recommendation, knowledge: Knowledge) -> None:
    cited = {citation.ref for node in answer.justification.nodes for citation in node.sources}
    assert set(answer.sources) == cited
    assert cited <= set(knowledge.sources)
    assert all(record.doi or record.url for record in answer.sources.values())


def test_nodes_stand_once_in_the_order_of_their_ids(answer: Recommendation) -> None:
    ids = [node.id for node in answer.justification.nodes]
    assert ids == sorted(set(ids))
    assert all(ROOM.match(node) for node in ids)


def test_ranks_run_from_one_without_a_gap(answer: Recommendation) -> None:
    ranks = [candidate.rank for candidate in (*answer.candidates, *answer.outclassed)]
    assert ranks == list(range(1, len(ranks) + 1))


def test_what_is_outclassed_is_behind_or_doubted_and_no_choice_beside_the_leader_is_doubted_or_far_behind(
    answer: Recommendation,
) -> None:
    leader = answer.candidates[0].utility.mean
    for candidate in answer.outclassed:
        assert candidate.practice is not None
        behind = leader - candidate.utility.mean
        is_doubted = candidate.practice.mistake >= mistake_limit(behind)
        assert behind > BEHIND_IN_PRACTICE or is_doubted, candidate.algorithm
    for candidate in answer.candidates[1:]:
        assert candidate.practice is not None
        behind = leader - candidate.utility.mean
        assert candidate.practice.mistake < mistake_limit(behind)
        assert behind <= BEHIND_AND_SAFE


def test_no_algorithm_stands_in_two_places(answer: Recommendation) -> None:
    places = [
        *(name for c in (*answer.candidates, *answer.outclassed) for name in (c.algorithm, *c.equivalents)),
        *(e.algorithm for e in answer.excluded), *(u.algorithm for u in answer.unsupported),
        *(r.algorithm for r in answer.references),
    ]  # fmt: skip
    assert len(places) == len(set(places))


def test_every_algorithm_but_the_helpers_stands_somewhere(answer: Recommendation, knowledge: Knowledge) -> None:
    places = {
        *(name for c in (*answer.candidates, *answer.outclassed) for name in (c.algorithm, *c.equivalents)),
        *(e.algorithm for e in answer.excluded), *(u.algorithm for u in answer.unsupported),
        *(r.algorithm for r in answer.references),
    }  # fmt: skip
    assert places == {a.id for a in knowledge.algorithms.values() if a.facts.role != "helper"}


def test_weights_sum_to_one_and_those_of_qualities_come_heaviest_first_after_practice(answer: Recommendation) -> None:
    weights = [priority.weight for priority in answer.priorities]
    assert sum(weights) == pytest.approx(1.0, abs=2e-3)
    assert answer.priorities[0].quality == PRACTICE
    assert weights[1:] == sorted(weights[1:], reverse=True)


def test_candidates_are_rated_in_every_priority(answer: Recommendation) -> None:
    qualities = [priority.quality for priority in answer.priorities if priority.quality != PRACTICE]
    for candidate in answer.candidates:
        assert [rated.quality for rated in candidate.qualities] == qualities
        assert all(0.0 <= rated.low <= rated.high <= 1.0 for rated in candidate.qualities)
        assert 0.0 <= candidate.utility.low <= candidate.utility.high <= 1.0


def test_every_pattern_and_component_is_one_of_the_knowledge_base(answer: Recommendation, knowledge: Knowledge) -> None:
    assert {advice.pattern for advice in answer.patterns} <= set(knowledge.patterns)
    told = {component.component for component in answer.components}
    assert {"data-management", "data-sources", "monitoring"} <= told <= set(knowledge.components)
    trains = {each.option for each in answer.decisions if each.decision == "training-mode"} != {"no-training"}
    assert ("ml-pipeline" in told) is trains


def test_a_component_names_the_decisions_that_shape_it_and_that_the_answer_makes(
    answer: Recommendation, knowledge: Knowledge
) -> None:
    decided = {decision.decision for decision in answer.decisions}
    assert decided
    for told in answer.components:
        shaping = knowledge.components[told.component].decisions
        assert told.decisions == tuple(decision for decision in shaping if decision in decided)


def test_what_an_algorithm_reads_is_named_in_order(folder: ContentFolder) -> None:
    folder.algorithm("one", accepts={"text": "features", "tabular": "raw", "image": "features"})
    text = folder.answer().justification.node("evidence:one").text
    assert "it reads image (features), tabular (raw), text (features)" in text


def test_an_open_question_asks_for_a_field_that_the_brief_left_out(
    scenarios: Mapping[str, Brief], scenario_answers: Mapping[str, Recommendation], knowledge: Knowledge
) -> None:
    for name, answer in scenario_answers.items():
        given = scenarios[name].facts()
        for question in answer.open_questions:
            assert question.field not in given, f"{name}: {question.field}"
            assert question.field in knowledge.shapes


def test_an_answer_can_be_read_back_from_its_json(answer: Recommendation) -> None:
    assert Recommendation.model_validate_json(answer.to_json()) == answer


def test_a_fact_of_the_brief_points_into_the_answers_copy_of_it(
    scenarios: Mapping[str, Brief], advisor: Advisor
) -> None:
    answer = advisor.recommend(scenarios["lane-marking"])
    assert answer.justification.node("brief:stakes.safety_critical").where == "/stakes/safety_critical"
    assert answer.justification.node("brief:requirements.0").where == "/requirements/0"


def test_a_reader_with_the_file_is_told_the_line_of_a_fact(scenarios: Mapping[str, Brief], advisor: Advisor) -> None:
    brief = scenarios["lane-marking"]
    answer = with_places(advisor.recommend(brief), brief)
    assert re.search(r"lane-marking\.yaml:\d+$", answer.justification.node("brief:stakes.safety_critical").where)


@pytest.mark.slow("costs more than half a second")
def test_every_node_is_reached_from_a_line_of_the_answer(scenarios: Mapping[str, Brief], advisor: Advisor) -> None:
    for name, brief in some_of([*scenarios.items()], 3):
        answer = advisor.recommend(brief)
        written = json.loads(answer.to_json())
        premises = {node["id"]: node["because"] for node in written.pop("justification")["nodes"]}
        waiting, reached = list(reasons_in(written)), set()
        while waiting:
            identity = waiting.pop()
            if identity not in reached:
                reached.add(identity)
                waiting.extend(premises[identity])
        assert set(premises) - reached == set(), name


def test_an_answer_is_the_same_whatever_was_answered_before(knowledge: Knowledge) -> None:
    """What is left of accuracy through a reduction is told of one brief and not of the next, of the same claims."""
    before, brief = (Brief.load(ROOT / f"tests/panel/briefs/{name}.yaml") for name in ("1007", "1008"))
    alone = Advisor.of(knowledge).recommend(brief)
    advisor = Advisor.of(knowledge)
    advisor.recommend(before)
    assert advisor.recommend(brief) == alone


def test_what_is_kept_for_further_answers_stays_bounded_and_changes_none(
    knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (Brief.load(path) for path in SCENARIOS[:2])
    advisor = Advisor.of(knowledge)
    first = advisor.recommend(one).to_json()
    alone = len(advisor.shared_nodes.by_premises)
    advisor.recommend(other)
    assert len(advisor.shared_nodes.by_premises) > alone
    monkeypatch.setattr(shared_nodes, "MOST_SHARED", alone)
    assert advisor.recommend(one).to_json() == first
    assert len(advisor.shared_nodes.by_premises) <= alone
