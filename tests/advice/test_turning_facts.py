"""One more fact that would change whom an answer puts first: which are told, in what order, and with what values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from made_up_practice import practice, practised

from small_knowledge import TASK, ContentFolder, brief, claim, rule
from whichml import Brief
from whichml.advise.interview import Interview
from whichml.advise.ranking import NEAR_TIE
from whichml.advise.recommendation import Advisor
from whichml.advise.turning_facts import ASKED, CHECKED, TurningFact, turning_facts, typical_values, worth_a_try
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.statements.conditions import parse_conditions

SITUATIONS: Sequence[Mapping[str, Any]] = (
    {}, {"data.drift": "fast"}, {"data.arrival": "stream"}, {"data.relation": "nonlinear"},
)  # fmt: skip


@pytest.fixture
def rivals(folder: ContentFolder) -> ContentFolder:
    """Return an accurate algorithm and a poorer one, of different kinds."""
    folder.algorithm("accurate", claim("accuracy", "high"), family="tree-ensemble")
    folder.algorithm("poorer", claim("accuracy", "medium"))
    return folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))


def used(folder: ContentFolder, *odds: float) -> Advisor:
    """Return who answers where practice would use the poorer one, by so much more in each situation but the first."""
    choices = {"poorer": dict(enumerate((1.5, *odds)))}
    return practised(folder.knowledge(), practice(SITUATIONS, choices))


def fields(found: Sequence[TurningFact]) -> list[str]:
    return [each.field for each in found]


# -- which facts -----------------------------------------------------------------------------------------------------


def test_a_fact_that_would_put_another_first_is_told_with_its_value_and_who_leads_then(rivals: ContentFolder) -> None:
    advisor = used(rivals, 3.0)
    (told,) = turning_facts(advisor, brief())
    assert told == TurningFact("data.drift", "fast", "fast", ("poorer", "accurate"))
    assert advisor.recommend(brief(data__drift="fast")).top(2) == told.first
    assert advisor.recommend(brief()).top(1) == ("accurate",)


@pytest.mark.parametrize(("odds", "is_close"), [(1.7, True), (3.0, False)])
def test_a_fact_by_which_another_leads_by_a_hair_is_told_to_who_checks_a_brief_alone(
    rivals: ContentFolder, odds: float, is_close: bool
) -> None:
    advisor = used(rivals, odds)
    first, second = advisor.recommend(brief(data__drift="fast")).candidates[:2]
    assert (first.utility.mean - second.utility.mean <= NEAR_TIE) is is_close
    (checked,) = turning_facts(advisor, brief(), audience=CHECKED)
    assert checked.first == (first.algorithm, second.algorithm)
    assert checked.is_close is is_close
    assert turning_facts(advisor, brief()) == (() if is_close else (checked,))


def test_a_fact_that_changes_nothing_in_the_first_places_is_not_told(rivals: ContentFolder) -> None:
    assert turning_facts(used(rivals, 1.0), brief()) == ()


def test_a_fact_that_the_brief_states_is_not_told(rivals: ContentFolder) -> None:
    assert turning_facts(used(rivals, 3.0), brief(data__drift="slow")) == ()


def test_two_facts_are_told_unless_another_number_is_asked_for(rivals: ContentFolder) -> None:
    advisor = used(rivals, 3.0, 2.8, 2.6)
    assert fields(turning_facts(advisor, brief())) == ["data.drift", "data.arrival"]
    assert fields(turning_facts(advisor, brief(), n_most=1)) == ["data.drift"]
    every = ["data.drift", "data.arrival", "data.relation"]
    for n_most in (3, 9):
        assert fields(turning_facts(advisor, brief(), n_most=n_most, audience=CHECKED)) == every


def test_a_reader_is_not_told_of_what_hardly_anybody_knows_before_a_model(rivals: ContentFolder) -> None:
    assert fields(turning_facts(used(rivals, 3.0, 2.8, 2.6), brief(), n_most=3)) == ["data.drift", "data.arrival"]


def test_what_is_not_to_be_tried_makes_room_for_the_next(rivals: ContentFolder) -> None:
    found = turning_facts(used(rivals, 3.0, 2.8, 2.6), brief(), but={"data.drift"}, audience=CHECKED)
    assert fields(found) == ["data.arrival", "data.relation"]


def test_a_fact_that_would_exclude_the_leader_is_told(rivals: ContentFolder) -> None:
    rivals.rules(
        rule("counts", {"prioritise": {"accuracy": "high"}}),
        rule("no-drift", {"exclude": "it stands still"}, {"data.drift": "fast"}, algorithm={"id": "accurate"}),
    )
    (told,) = turning_facts(Advisor.of(rivals.knowledge()), brief())
    assert (told.field, told.value, told.first) == ("data.drift", "fast", ("poorer",))


@pytest.mark.parametrize(("limit", "value"), [({"above": 400}, 200), ({"below": 400}, 1000)])
def test_a_number_beyond_which_nobody_takes_the_reduction_of_the_leader_is_told(
    folder: ContentFolder, limit: dict[str, int], value: int
) -> None:
    folder.algorithm("detour", claim("accuracy", "high"), solves=["survival-analysis"], family="tree-ensemble")
    folder.algorithm("poorer", claim("accuracy", "medium"))
    folder.reduction("by-detour", **{"from": TASK, "to": "survival-analysis", "when": {"data.features": limit}})
    advisor = practised(folder.knowledge(), practice(SITUATIONS, {"detour": {0: 4.0}, "poorer": {0: 1.0}}))
    assert advisor.recommend(brief()).top(1) == ("detour",)
    (told,) = turning_facts(advisor, brief())
    assert (told.field, told.value, told.first) == ("data.features", value, ("poorer",))
    assert turning_facts(advisor, brief(data__features=500 if "above" in limit else 300)) == ()


def test_who_leads_counts_more_than_who_is_second_and_a_newcomer_more_than_an_order(folder: ContentFolder) -> None:
    kinds = ("linear", "tree-ensemble", "kernel-method", "instance-based")
    for name, family in zip("abcd", kinds, strict=True):
        folder.algorithm(name, family=family)
    points = {name: {0: odds} for name, odds in zip("abcd", (2.0, 1.9, 1.8, 1.7), strict=True)}
    points["d"] |= {1: 0.25}  # before c in a drift: a newcomer among the first three
    points["c"] |= {2: 5.0}  # leads alone where data stream in
    points["b"] |= {3: -0.15}  # changes places with c alone
    advisor = practised(folder.knowledge(), practice(SITUATIONS, points))
    found = turning_facts(advisor, brief(), n_most=9)
    assert [(each.field, each.first) for each in found] == [
        ("data.arrival", ("c",)), ("data.drift", ("a", "d", "b")),
    ]  # fmt: skip


def test_where_one_fact_is_asked_for_the_first_that_changes_the_leader_is_enough(folder: ContentFolder) -> None:
    """Each value takes an answer, so that the search ends there though a later fact would change more.

    An interview, which asks first for what changes most, looks further.
    """
    kinds = ("linear", "tree-ensemble", "kernel-method", "instance-based", "symbolic")
    for name, family in zip("abcde", kinds, strict=True):
        folder.algorithm(name, family=family)
    points = {name: {0: odds} for name, odds in zip("abcde", (2.0, 1.9, 1.8, 1.7, 1.6), strict=True)}
    points["a"] |= {1: -2.0}
    points["d"] |= {2: 1.4}
    points["e"] |= {2: 1.4}
    advisor = practised(folder.knowledge(), practice(SITUATIONS, points))
    found = [turning_facts(advisor, brief(), n_most=n) for n in (1, 2)]
    assert [[(each.field, each.first[:1]) for each in told] for told in found] == [
        [("data.drift", ("b",))], [("data.arrival", ("d",)), ("data.drift", ("b",))],
    ]  # fmt: skip
    question = Interview(advisor, brief()).question()
    assert question is not None
    assert question.field == "data.arrival"


def test_where_nobody_is_left_with_a_fact_it_turns_nothing(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(rule("no-drift", {"exclude": "it stands still"}, {"data.drift": "fast"}))
    assert turning_facts(Advisor.of(folder.knowledge()), brief()) == ()


# -- what is worth a try ---------------------------------------------------------------------------------------------


def tried(
    advisor: Advisor, rivals: Sequence[str] = ("accurate", "poorer"), n_fields: int = 7, **given: Any
) -> list[str]:
    return [name for name, _ in worth_a_try(advisor, advisor.assess(brief(**given)), rivals, (), n_fields)]


def test_the_fields_that_part_the_rivals_most_are_tried_first(rivals: ContentFolder) -> None:
    assert tried(used(rivals, 1.5, 3.0, 2.0)) == ["data.arrival", "data.relation", "data.drift"]


def test_the_situations_that_wait_for_one_field_add_up(rivals: ContentFolder) -> None:
    situations = [{}, {"data.drift": "fast"}, {"data.drift": "slow"}, {"data.arrival": "stream"}]
    choices = {"poorer": {1: 1.0, 2: -1.5, 3: 2.0}}
    advisor = practised(rivals.knowledge(), practice(situations, choices))
    assert tried(advisor) == ["data.drift", "data.arrival"]


def test_what_practice_says_of_others_than_the_rivals_is_not_tried(rivals: ContentFolder) -> None:
    assert tried(used(rivals, 3.0), rivals=["accurate"]) == []


def test_a_field_of_rules_counts_one_in_log_odds_at_least(rivals: ContentFolder) -> None:
    rivals.rules(rule("no-drift", {"exclude": "it stands still"}, {"data.drift": "fast"}, algorithm={"id": "poorer"}))
    assert tried(used(rivals, 0.0, 1.1, 0.9)) == ["data.arrival", "data.drift", "data.relation"]
    assert tried(used(rivals, 1.2, 1.1, 0.9)) == ["data.drift", "data.arrival", "data.relation"]


def test_of_fields_that_weigh_the_same_the_one_that_most_briefs_tell_is_tried_first(rivals: ContentFolder) -> None:
    rivals.rules(
        rule("no-drift", {"exclude": "it stands still"}, {"data.drift": "fast"}, algorithm={"id": "poorer"}),
        rule("no-growth", {"exclude": "it stands still"}, {"data.growth": "fast"}, algorithm={"id": "poorer"}),
    )
    told = practice([{}, {"data.drift": "slow"}, {"data.growth": "slow"}], {"poorer": {0: 1.5}})
    for more, fewer in (("data.growth", "data.drift"), ("data.drift", "data.growth")):
        situations = tuple(
            each.model_copy(update={"briefs": 9 if more in each.when else 4}) for each in told.situations
        )
        advisor = practised(rivals.knowledge(), told.model_copy(update={"situations": situations}))
        assert tried(advisor) == [more, fewer]


def test_a_rule_that_moves_no_place_is_not_waited_for(rivals: ContentFolder) -> None:
    rivals.rules(rule("mind", {"caution": "Mind it."}, {"data.drift": "fast"}))
    assert tried(Advisor.of(rivals.knowledge())) == []


def test_a_field_that_tells_nothing_of_the_task_is_not_tried(rivals: ContentFolder) -> None:
    rivals.rules(rule("far", {"exclude": "it is far"}, {"data.horizon": {"above": "1 day"}}))
    assert tried(Advisor.of(rivals.knowledge())) == []


def test_five_fields_are_tried_unless_more_or_fewer_are_asked_for(rivals: ContentFolder) -> None:
    flags = (
        "data.drift", "data.arrival", "data.growth", "data.relation", "deployment.target",
        "deployment.interaction", "data.privacy", "deployment.connectivity", "deployment.update_cadence",
    )  # fmt: skip
    situations = [{}, *({field: list(BRIEF_FIELDS[field].values[:2])} for field in flags)]
    choices = {"poorer": {number: 10.0 - number for number in range(1, len(situations))}}
    advisor = practised(rivals.knowledge(), practice(situations, choices))
    assert [name for name, _ in worth_a_try(advisor, advisor.assess(brief()), ("accurate", "poorer"))] == [*flags[:5]]
    assert tried(advisor, n_fields=8) == [*flags[:8]]
    assert tried(advisor, n_fields=2) == [*flags[:2]]


# -- values ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "tests", "values"),
    [
        ("data.sparse", [True], [(True, "true")]),
        ("data.sparse", [False], [(False, "false")]),
        ("data.sparse", [False, True], [(True, "true"), (False, "false")]),
        ("data.drift", ["fast"], [("fast", "fast")]),
        ("data.drift", [{"above": "none"}], [("slow", "slow")]),
        ("data.drift", [{"below": "fast"}], [("slow", "slow")]),
        ("data.drift", ["none", "slow", "fast"], [("none", "none"), ("slow", "slow")]),
        ("data.modality", ["text"], [(["text"], "text")]),
        ("data.rows", [{"above": 1000}], [(2000, "about 2,000")]),
        ("data.rows", [{"below": 1001}], [(500, "about 500")]),
        ("data.rows", [{"below": 1000}, {"above": 40}], [(500, "about 500"), (100, "about 100")]),
        ("data.rows", [{"below": n} for n in (10, 1000, 30, 20)], [(10, "about 10")]),
        ("data.rows", [{"above": n} for n in (10, 1000, 30, 20)], [(100, "about 100")]),
        ("data.rows", [{"between": [10, 20]}], []),
        ("data.rows", [{"known": True}], []),
        ("data.minority_share", [{"above": 0.2}], [(0.5, "about 50 %")]),
        ("data.minority_share", [{"above": 0.8}], [(1.0, "about 100 %")]),
        ("data.minority_share", [{"above": 0}], [(0.002, "about 0.2 %")]),
        ("data.minority_share", [{"below": 0.5}], [(0.2, "about 20 %")]),
        ("data.labelled_rows", [{"above": 0}], [(1, "about 1")]),
        ("data.labelled_rows", [{"below": 1}], []),
        ("data.horizon", [{"above": "12 h"}], [("1 day", "about 1 day")]),
        ("project.deadline", [{"below": "31 days"}], [("2 weeks", "about 2 weeks")]),
        ("stakes.cost_false_negative", [{"above": "1000 USD"}], [("2000 USD", "about 2,000 USD")]),
        ("stakes.regulation", [["automotive", "gdpr"]], [(["gdpr"], "gdpr")]),
        ("stakes.regulation", [["automotive", "aviation"]], [(["automotive"], "automotive")]),
        ("deployment.memory", [{"below": "1 MB"}], [("500 kB", "about 500 kB")]),
    ],
)
def test_a_few_values_stand_for_what_tests_tell_apart(
    advisor: Advisor, field: str, tests: list[Any], values: list[tuple[Any, str]]
) -> None:
    shapes = advisor.knowledge.shapes
    asked = tuple(parse_conditions({field: each}, shapes)[0].test for each in tests)
    found = list(typical_values(advisor, field, asked))
    assert found == values
    assert [type(value) for value, _ in found] == [type(value) for value, _ in values]
    for value, _ in found:
        brief().replace(field, value)


# -- what is plausible -----------------------------------------------------------------------------------------------


def told_for(advisor: Advisor, **given: Any) -> list[tuple[str, Any]]:
    return [(each.field, each.value) for each in turning_facts(advisor, Brief.from_mapping(given), n_most=9)]


def test_memory_turns_nothing_before_a_device_is_named(rivals: ContentFolder) -> None:
    small = rule("small", {"exclude": "it is large"}, {"deployment.memory": {"below": "1 MB"}},
                 algorithm={"id": "accurate"})  # fmt: skip
    rivals.rules(rule("counts", {"prioritise": {"accuracy": "high"}}), small)
    advisor = Advisor.of(rivals.knowledge())
    assert turning_facts(advisor, brief()) == ()
    assert turning_facts(advisor, brief(deployment__target="cloud")) == ()
    assert fields(turning_facts(advisor, brief(deployment__target="microcontroller"))) == ["deployment.memory"]


@pytest.mark.parametrize(
    ("given", "is_told"),
    [({}, False), ({"data__arrival": "stream"}, True), ({"deployment__interaction": "online"}, True),
     ({"deployment__interaction": "batch"}, False), ({"deployment__target": "none"}, False)],
)  # fmt: skip
def test_a_model_follows_each_event_where_rows_or_requests_come_one_by_one(
    rivals: ContentFolder, given: dict[str, Any], is_told: bool
) -> None:
    each_event = rule("quick", {"exclude": "it is slow"}, {"deployment.update_cadence": "per-event"},
                      algorithm={"id": "accurate"})  # fmt: skip
    rivals.rules(rule("counts", {"prioritise": {"accuracy": "high"}}), each_event)
    found = fields(turning_facts(Advisor.of(rivals.knowledge()), brief(**given)))
    assert found == ["deployment.update_cadence"] * is_told


@pytest.mark.parametrize(("family", "is_told"), [("symbolic", False), ("tree-ensemble", True)])
def test_nobody_writes_down_by_hand_what_was_learnt_since_it_is_learnt_anew_more_often(
    folder: ContentFolder, family: str, is_told: bool
) -> None:
    folder.algorithm("learnt", claim("accuracy", "high")).algorithm("other", claim("accuracy", "medium"), family=family)
    each_event = rule("quick", {"exclude": "it is slow"}, {"deployment.update_cadence": "per-event"},
                      algorithm={"id": "learnt"})  # fmt: skip
    folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}), each_event)
    found = fields(turning_facts(Advisor.of(folder.knowledge()), brief(data__arrival="stream")))
    assert found == ["deployment.update_cadence"] * is_told


@pytest.mark.parametrize(("cadence", "told"), [("never", []), ("yearly", ["data.drift"])])
def test_a_fact_that_hardly_goes_with_the_brief_is_not_told(
    rivals: ContentFolder, cadence: str, told: list[str]
) -> None:
    found = turning_facts(used(rivals, 3.0), brief(deployment__update_cadence=cadence))
    assert fields(found) == told


def test_a_fact_that_leads_to_what_many_call_a_mistake_is_not_told(rivals: ContentFolder) -> None:
    doubted = practice(SITUATIONS, {"poorer": {0: 1.5, 1: 3.0}}, mistakes={"poorer": {1: 8.3}})
    assert turning_facts(practised(rivals.knowledge(), doubted), brief()) == ()
    believed = practice(SITUATIONS, {"poorer": {0: 1.5, 1: 3.0}})
    assert fields(turning_facts(practised(rivals.knowledge(), believed), brief())) == ["data.drift"]


def test_what_practice_says_of_a_budget_is_not_waited_for(rivals: ContentFolder) -> None:
    situations = [{}, {"project.budget": {"above": "2000 USD"}}]
    assert (
        turning_facts(practised(rivals.knowledge(), practice(situations, {"poorer": {0: 1.5, 1: 3.0}})), brief()) == ()
    )


def test_no_picture_is_painted_by_hand_for_want_of_an_accelerator(advisor: Advisor) -> None:
    given = {"task": "image-generation", "data.modality": "image", "data.rows": 2000, "deployment.target": "cloud"}
    answer = advisor.recommend(Brief.from_mapping(given))
    assert answer.candidates[0].algorithm == "pretrained-diffusion-model"
    for fact in turning_facts(advisor, Brief.from_mapping(given), n_most=9):
        assert fact.first[0] != "hand-written-rules", fact


@pytest.mark.parametrize("interaction", ["online", "interactive"])
def test_what_answers_at_once_runs_somewhere(advisor: Advisor, interaction: str) -> None:
    for task in ("retrieval", "ranking", "recommendation"):
        given = {"task": task, "data.modality": "text" if task == "retrieval" else "tabular", "data.items": 50_000}
        told = told_for(advisor, **given, **{"deployment.interaction": interaction})
        assert ("deployment.target", "none") not in told


def loosely_used(folder: ContentFolder) -> Advisor:
    """Return who answers where practice would use the poorer one in small teams."""
    situations: list[dict[str, Any]] = [{}, {"project.team_size": {"below": 3}}]
    return practised(folder.knowledge(), practice(situations, {"poorer": {0: 1.5, 1: 3.0}}))


def test_what_practice_alone_says_of_a_team_turns_nothing_though_an_interview_may_ask(rivals: ContentFolder) -> None:
    advisor = loosely_used(rivals)
    assert turning_facts(advisor, brief()) == ()
    assert fields(turning_facts(advisor, brief(), audience=ASKED)) == ["project.team_size"]


def test_a_team_turns_an_answer_where_a_rule_says_why(rivals: ContentFolder) -> None:
    small = {"project.team_size": {"below": 3}}
    rivals.rules(
        rule("counts", {"prioritise": {"accuracy": "high"}}),
        rule("small", {"exclude": "it takes many"}, small, algorithm={"id": "accurate"}),
    )
    assert fields(turning_facts(loosely_used(rivals), brief())) == ["project.team_size"]


def test_a_rule_of_a_team_that_leaves_its_rivals_as_they_are_is_no_cause(rivals: ContentFolder) -> None:
    small = {"project.team_size": {"below": 3}}
    rivals.algorithm("third", claim("accuracy", "low"), family="kernel-method")
    rivals.rules(
        rule("counts", {"prioritise": {"accuracy": "high"}}),
        rule("small", {"exclude": "it takes many"}, small, algorithm={"id": "third"}),
    )
    assert turning_facts(loosely_used(rivals), brief()) == ()


def test_a_field_of_which_no_value_goes_with_the_brief_takes_no_place(rivals: ContentFolder) -> None:
    situations: list[dict[str, Any]] = [{}, {"data.classes": {"above": 8}}, {"data.drift": "fast"}]
    advisor = practised(rivals.knowledge(), practice(situations, {"poorer": {0: 1.5, 1: 3.5, 2: 3.0}}))
    given = brief(task="binary-classification")
    assert fields(turning_facts(advisor, given, n_fields=1)) == ["data.drift"]
