"""Established practice in the ranking: points by situation, its share of the weight, and what it calls a mistake."""

from __future__ import annotations

import math
from typing import Any

import pytest
from made_up_practice import accurate_and_poorer, all_ranked, practice, practised

from small_knowledge import SOURCE, ContentFolder, brief, claim
from whichml.advise.practice import REACH
from whichml.advise.priorities import PRACTICE
from whichml.knowledge.base import Knowledge
from whichml.knowledge.practice import Practice
from whichml.model.statements.practice_told import PracticeTold
from whichml.model.statements.recommendation import Candidate

DRIFT = {"data.drift": "fast"}
KINDS = ("linear", "tree-ensemble", "kernel-method", "deep-neural-network")


@pytest.fixture
def two(folder: ContentFolder) -> Knowledge:
    return accurate_and_poorer(folder)


def told_of(candidate: Candidate) -> PracticeTold:
    assert candidate.practice is not None
    return candidate.practice


# -- points ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "points"), [({"data__drift": "fast"}, 3.0), ({"data__drift": "slow"}, 1.0), ({}, 1.0)]
)
def test_points_of_the_situations_that_hold_add_up(two: Knowledge, fields: dict[str, Any], points: float) -> None:
    advisor = practised(two, practice([{}, DRIFT], {"poorer": {0: 1.0, 1: 2.0}}))
    found = all_ranked(advisor.recommend(brief(**fields)))
    assert told_of(found["poorer"]).goodness == pytest.approx(0.5 + points / (2 * REACH), abs=1e-4)
    assert told_of(found["accurate"]).goodness == 0.5, "nothing speaks for it or against it"


def test_points_of_a_family_count_for_its_members_beside_their_own(two: Knowledge) -> None:
    advisor = practised(two, practice(choices={"linear": {0: 2.0}, "learned-model": {0: -1.0}, "poorer": {0: 0.5}}))
    found = all_ranked(advisor.recommend(brief()))
    assert told_of(found["poorer"]).goodness == pytest.approx(0.5 + 1.5 / (2 * REACH), abs=1e-4)
    assert told_of(found["accurate"]).goodness == pytest.approx(0.5 - 1.0 / (2 * REACH), abs=1e-4)


def test_who_could_not_be_named_is_as_its_siblings_on_average_and_the_answer_says_so(folder: ContentFolder) -> None:
    for name in ("one", "other", "unasked"):
        folder.algorithm(name)
    asked = practice(choices={"one": {0: 3.0}, "other": {0: 1.0}}, asked=["one", "other"])
    told = told_of(all_ranked(practised(folder.knowledge(), asked).recommend(brief()))["unasked"])
    assert told.goodness == pytest.approx(0.5 + 2.0 / (2 * REACH), abs=1e-4)
    assert told.text.endswith("here (+2.0 log-odds), as its siblings on average: nobody was asked about it")


@pytest.mark.parametrize(("points", "goodness"), [(2 * REACH, 1.0), (-2 * REACH, 0.0)])
def test_points_beyond_the_reach_count_no_further(two: Knowledge, points: float, goodness: float) -> None:
    found = all_ranked(practised(two, practice(choices={"poorer": {0: points}})).recommend(brief()))
    assert told_of(found["poorer"]).goodness == goodness


def test_a_situation_may_look_at_what_a_brief_asks_of_a_quality(two: Knowledge) -> None:
    advisor = practised(two, practice([{"asked.privacy": "should"}], {"poorer": {0: 3.0}}))
    asked = [{"quality": "privacy", "min": "high", "priority": "should"}]
    goodness = [
        told_of(all_ranked(advisor.recommend(given))["poorer"]).goodness
        for given in (brief(requirements=asked), brief())
    ]
    assert goodness == [0.75, 0.5]


def test_what_practice_would_use_may_go_before_what_is_more_accurate(two: Knowledge) -> None:
    assert practised(two, practice()).recommend(brief()).top(1) == ("accurate",)
    used = practised(two, practice(choices={"poorer": {0: 6.0}, "accurate": {0: -6.0}}))
    assert used.recommend(brief()).top(1) == ("poorer",)


# -- mistakes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("odds", "is_choice"), [(-3.48, True), (-3.47, False)], ids=["below .03", "above .03"])
def test_what_practice_calls_a_mistake_is_no_choice_beside_the_leader(
    two: Knowledge, odds: float, is_choice: bool
) -> None:
    found = practice(choices={"poorer": {0: 5.5}, "accurate": {0: 1.0}}, mistakes={"poorer": {0: 9.0 + odds}})
    answer = practised(two, found).recommend(brief())
    assert [candidate.algorithm for candidate in answer.outclassed] == ([] if is_choice else ["poorer"])
    assert answer.top(1) == ("accurate",)


@pytest.mark.parametrize(("odds", "leader"), [(-0.01, "accurate"), (0.01, "poorer")], ids=["below .5", "above .5"])
def test_the_leader_may_be_doubted_but_is_no_likely_mistake(two: Knowledge, odds: float, leader: str) -> None:
    answer = practised(two, practice(mistakes={"accurate": {0: 9.0 + odds}})).recommend(brief())
    assert answer.top(1) == (leader,)


def test_utility_by_qualities_makes_a_mistake_less_likely_by_the_slope(two: Knowledge) -> None:
    answer = practised(two, practice(usual=0.0, slope=-2.0)).recommend(brief())
    mistakes = {name: told_of(candidate).mistake for name, candidate in all_ranked(answer).items()}
    assert mistakes["poorer"] == pytest.approx(0.2689, abs=1e-3), "log-odds of -1 at a utility of a half"
    assert mistakes["accurate"] < 0.15


def test_what_is_far_behind_where_practice_counts_is_no_choice(two: Knowledge) -> None:
    answer = practised(two, practice(choices={"accurate": {0: 3.0}})).recommend(brief())
    assert [candidate.algorithm for candidate in answer.outclassed] == ["poorer"]


# -- references ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("points", "place"), [(6.0, "candidate"), (-6.0, "reference")])
def test_a_reference_that_practice_would_use_first_is_a_candidate(
    folder: ContentFolder, points: float, place: str
) -> None:
    folder.algorithm("one").algorithm("by-hand", family="symbolic", role="reference")
    answer = practised(folder.knowledge(), practice(choices={"by-hand": {0: points}})).recommend(brief())
    places = {candidate.algorithm: "candidate" for candidate in answer.candidates}
    places |= {reference.algorithm: "reference" for reference in answer.references}
    assert places["by-hand"] == place
    assert "by-hand" not in {candidate.algorithm for candidate in answer.outclassed}


def test_a_reference_behind_three_choices_of_different_kinds_is_none_and_leaves_no_gap(folder: ContentFolder) -> None:
    for name, family in zip("abcd", KINDS, strict=True):
        folder.algorithm(name, family=family)
    folder.algorithm("by-hand", family="symbolic", role="reference")
    points = {name: {0: odds} for name, odds in zip("abcd", (1.0, 0.8, 0.6, 0.2), strict=True)}
    answer = practised(folder.knowledge(), practice(choices={**points, "by-hand": {0: 0.4}})).recommend(brief())
    assert [(candidate.rank, candidate.algorithm) for candidate in answer.candidates] == list(enumerate("abcd", 1))
    assert [reference.algorithm for reference in answer.references] == ["by-hand"]


# -- what is told ----------------------------------------------------------------------------------------------------


def test_what_practice_says_leads_back_to_the_brief_and_to_the_source_of_the_panel(two: Knowledge) -> None:
    advisor = practised(two, practice([{}, DRIFT], {"poorer": {0: 1.0, 1: -2.0}}))
    answer = advisor.recommend(brief(data__drift="fast"))
    told = told_of(all_ranked(answer)["poorer"])
    (node,) = (answer.justification.node(identity) for identity in told.because)
    assert told.text == (
        "Poorer: language models lean away from it here (-1.0 log-odds): where data.drift is fast (-2.0; 5 of 10 "
        "briefs); "
        "for it, on the whole (+1.0; 5 of 10 briefs)"
    )
    assert (node.kind, node.text, node.because) == ("evidence", told.text, ("brief:data.drift",))
    assert [(cited.ref, cited.locator) for cited in node.sources] == [(SOURCE, "tests/panel/answers.json")]
    assert SOURCE in answer.sources


def test_a_doubt_is_told_with_its_chance_and_its_reasons(two: Knowledge) -> None:
    advisor = practised(two, practice([{}, DRIFT], mistakes={"poorer": {1: 9.0}}))
    answer = advisor.recommend(brief(data__drift="fast"))
    told = told_of(all_ranked(answer)["poorer"])
    assert told.mistake == 0.5
    node = answer.justification.node(told.because[1])
    assert node.text == (
        "Poorer: some would call it a mistake here (50 %), more often, in log-odds, where data.drift is fast (+9.0; "
        "5 of 10 briefs)"
    )
    assert node.because == ("brief:data.drift",)
    assert len(told_of(all_ranked(advisor.recommend(brief()))["poorer"]).because) == 1, "no doubt, no node"


def test_the_priority_of_practice_tells_how_many_briefs_were_answered(two: Knowledge) -> None:
    answer = practised(two, practice()).recommend(brief())
    (graph,) = answer.justification.node(answer.priorities[0].because[0]).because
    assert answer.justification.node(graph).text == (
        "what language models, not human experts, would use has 50% of the weight, learnt from 10 briefs, none of them "
        "counted for this task"
    )
    assert [cited.ref for cited in answer.justification.node(graph).sources] == [SOURCE]


def test_without_practice_nothing_is_told_of_it(two: Knowledge, folder: ContentFolder) -> None:
    answer = folder.answer()
    assert two.practice is None
    assert [candidate.practice for candidate in all_ranked(answer).values()] == [None, None]
    assert PRACTICE not in {priority.quality for priority in answer.priorities}


# -- points, one by one ----------------------------------------------------------------------------------------------


def waits(knowledge: Knowledge, found: Practice, *algorithms: str, **fields: Any) -> dict[str, float]:
    """Return the fields that situations wait for, with how far each would part the algorithms."""
    here = practised(knowledge, found).assess(brief(**fields)).practice
    assert here is not None
    return {condition.field: spread for condition, spread in here.waiting(algorithms)}


def test_a_situation_that_waits_for_one_field_parts_algorithms_by_the_difference_of_their_points(
    two: Knowledge,
) -> None:
    found = practice([{}, DRIFT, {"data.arrival": "stream"}], {"poorer": {1: -2.0, 2: 1.0}, "accurate": {1: 1.5}})
    assert waits(two, found, "poorer", "accurate") == {"data.drift": 3.5, "data.arrival": 1.0}
    assert waits(two, found, "accurate") == {"data.drift": 1.5}
    assert waits(two, found, "poorer") == {"data.drift": 2.0, "data.arrival": 1.0}
    assert waits(two, found, "poorer", "accurate", data__drift="slow") == {"data.arrival": 1.0}


def test_points_of_one_situation_are_told_as_one_to_two_digits(two: Knowledge) -> None:
    found = practice(choices={"poorer": {0: 0.333}, "linear": {0: 0.333}, "learned-model": {0: 0.333}})
    here = practised(two, found).assess(brief()).practice
    assert here is not None
    assert [reason.points for reason in here.reasons("poorer")] == [1.0]


def test_the_strongest_points_to_its_side_are_told_first_and_one_to_the_other(two: Knowledge) -> None:
    situations = [{}, DRIFT, {"data.arrival": "stream"}, {"data.growth": "fast"}, {"stakes.explanation": "full"}]
    odds = {0: 0.1, 1: -0.5, 2: 0.3, 3: 0.5, 4: 0.2}
    advisor = practised(two, practice(situations, {"poorer": odds}))
    fields = {"data__drift": "fast", "data__arrival": "stream", "data__growth": "fast", "stakes__explanation": "full"}
    told = told_of(all_ranked(advisor.recommend(brief(**fields)))["poorer"]).text
    points = [part.partition(";")[0] for part in told.partition(": ")[2].partition(": ")[2].split("(")[1:]]
    assert points == ["+0.5", "+0.3", "+0.2", "-0.5"]
    assert "; against it, where data.drift is fast (-0.5" in told


def test_points_that_are_not_told_are_not_made(two: Knowledge) -> None:
    found = practice([{}, DRIFT], {"poorer": {0: 2.0, 1: 0.5}})
    here = practised(two, found).assess(brief(data__drift="fast")).practice
    assert here is not None
    points = here.reasons("poorer")
    assert next(points).points == 2.0
    assert [reason.points for reason in points] == [0.5]
    assert [*points] == []


def test_what_most_projects_have_in_common_is_no_reason_where_there_is_another(two: Knowledge) -> None:
    found = practice([{}, DRIFT, {"data.arrival": "stream"}], {"poorer": {1: 2.0, 2: 0.5}})
    rare = found.situations[2].model_copy(update={"briefs": 4})
    advisor = practised(two, found.model_copy(update={"situations": (*found.situations[:2], rare)}))
    told = told_of(all_ranked(advisor.recommend(brief(data__drift="fast", data__arrival="stream")))["poorer"]).text
    assert told.endswith("here (+2.5 log-odds): where data.arrival is stream (+0.5; 5 of 4 briefs)")


@pytest.mark.parametrize(("points", "lean"), [
    (0.1, "lean to it here (+0.1 log-odds)"), (-0.1, "lean away from it here (-0.1 log-odds)"),
    (0.0, "lean neither to it nor away from it here"), (-0.04, "lean neither to it nor away from it here"),
])  # fmt: skip
def test_practice_speaks_for_or_against_or_for_neither(two: Knowledge, points: float, lean: str) -> None:
    found = practice(choices={"poorer": {0: points}} if points else {})
    told = told_of(all_ranked(practised(two, found).recommend(brief()))["poorer"])
    assert told.text.startswith(f"Poorer: language models {lean}")
    assert "0.0)" not in told.text


@pytest.mark.parametrize(("chance", "told"), [(0.05001, 0.05), (0.04999, 0.0499), (0.12349, 0.1234)])
def test_a_chance_of_a_mistake_is_told_to_four_digits_and_never_rounded_up(
    two: Knowledge, chance: float, told: float
) -> None:
    odds = math.log(chance / (1 - chance))
    found = practice(mistakes={"poorer": {0: 9.0 + odds}}, choices={"accurate": {0: 3.0}})
    assert told_of(all_ranked(practised(two, found).recommend(brief()))["poorer"]).mistake == told


def test_what_speaks_for_a_mistake_however_little_is_a_reason_to_doubt_and_what_speaks_against_is_none(
    two: Knowledge,
) -> None:
    situations = [{}, DRIFT, {"data.arrival": "stream"}]
    found = practice(situations, mistakes={"poorer": {0: 9.0, 1: -0.5, 2: 0.5}})
    answer = practised(two, found).recommend(brief(data__drift="fast", data__arrival="stream"))
    (doubt,) = (answer.justification.node(node) for node in told_of(all_ranked(answer)["poorer"]).because[1:])
    assert doubt.text == (
        "Poorer: some would call it a mistake here (50 %), more often, in log-odds, on the whole (+9.0; 5 of 10 "
        "briefs); where data.arrival is stream (+0.5; 5 of 10 briefs)"
    )


@pytest.mark.parametrize(
    ("handicaps", "fields", "points"),
    [
        ({"short": -1.0, "far_short": -3.0}, {"privacy": "medium"}, -1.0),
        ({"short": -1.0, "far_short": -3.0}, {"privacy": "high"}, -3.0),
        ({"short": -1.0, "far_short": -3.0}, {"privacy": "medium", "security": "medium"}, -2.0),
        ({"reference": -1.0}, {}, 0.0),
    ],
)
def test_missing_musts_costs_points_by_how_far_they_are_missed(
    folder: ContentFolder, handicaps: dict[str, float], fields: dict[str, str], points: float
) -> None:
    low = [claim(quality, "low", confidence="medium") for quality in ("privacy", "security")]
    advisor = practised(folder.algorithm("one", *low).knowledge(), practice(handicaps=handicaps))
    answer = advisor.recommend(brief(requirements=[{"quality": name, "min": level} for name, level in fields.items()]))
    told = told_of(all_ranked(answer)["one"])
    assert told.goodness == pytest.approx(0.5 + points / (2 * REACH), abs=1e-4)


@pytest.mark.parametrize(
    ("modality", "share", "points"),
    [("tabular", 0.1, 1.0), ("tabular", 0.0, 0.0), ("audio", 0.1, 0.0), (["audio", "tabular"], 0.1, 1.0)],
    ids=["of a table", "none of it", "of sounds", "of a table beside sounds"],
)
def test_a_share_of_missing_cells_tells_practice_something_where_columns_have_some(
    folder: ContentFolder, modality: Any, share: float, points: float
) -> None:
    folder.algorithm("gapped", claim("accuracy", "high"), accepts={"tabular": "raw", "audio": "raw"})
    found = practice([{"data.missing_share": {"between": [None, 0.2]}}], {"gapped": {0: 1.0}})
    answer = practised(folder.knowledge(), found).recommend(brief(data__modality=modality, data__missing_share=share))
    assert told_of(all_ranked(answer)["gapped"]).goodness == pytest.approx(0.5 + points / (2 * REACH), abs=1e-4)
