"""Decisions between practice and rules: what practice is sure of, what a rule settles, and what is left open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
import yaml
from made_up_practice import practice, practised

from small_knowledge import CITED, SOURCE, ContentFolder, brief, rule
from whichml.advise.practice_justification import LEAST_OF_LAW, LEAST_OF_RULE
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.knowledge.practice import Practice
from whichml.model.statements.architecture import DecisionAnswer, NotDecided
from whichml.model.statements.recommendation import Recommendation

DECISION = "training-mode"
OPTIONS = ["no-training", "one-off", "scheduled-retraining", "incremental"]
NOTHING: Mapping[str, Mapping[int, float]] = {option: {} for option in OPTIONS}
DRIFT = {"data.drift": "fast"}


def decides(name: str, option: str, strength: str = "should") -> dict[str, Any]:
    return rule(name, {"decide": {DECISION: option}, "strength": strength})


def asked(points: Mapping[str, Mapping[int, float]], *situations: Mapping[str, Any], **more: Any) -> Practice:
    """Return practice on the one decision; of options that are not named nothing is said."""
    return practice(situations or ({},), options={DECISION: {**NOTHING, **points}}, **more)


@pytest.fixture
def small(folder: ContentFolder) -> ContentFolder:
    """Return one algorithm and one decision without rules or a default."""
    return folder.algorithm("one").decision(DECISION, OPTIONS)


def settled(answer: Recommendation) -> DecisionAnswer:
    (decision,) = answer.decisions
    assert answer.not_decided == ()
    return decision


def left_open(answer: Recommendation) -> NotDecided:
    (decision,) = answer.not_decided
    assert answer.decisions == ()
    return decision


def answer_to(folder: ContentFolder, found: Practice, **fields: Any) -> Recommendation:
    return practised(folder.knowledge(), found).recommend(brief(**fields))


# -- what practice is sure of ----------------------------------------------------------------------------------------


def test_what_practice_is_sure_of_is_decided_by_it_and_leads_back_to_the_brief(small: ContentFolder) -> None:
    answer = answer_to(small, asked({"incremental": {0: 3.0}}, DRIFT), data__drift="fast")
    decision = settled(answer)
    assert (decision.option, decision.strength, decision.for_) == ("incremental", "practice", ())
    (graph,) = answer.justification.node(decision.because[0]).because
    node = answer.justification.node(graph)
    assert node.text == (
        "training-mode: of language models that decide it in such a brief, 87 % would take 'incremental', 4 % "
        "'no-training'; log-odds for 'incremental': where data.drift is fast (+3.0)"
    )
    assert (node.because, [cited.ref for cited in node.sources]) == (("brief:data.drift",), [SOURCE])


def test_what_speaks_for_an_option_however_little_is_told_and_what_speaks_against_it_is_not(
    small: ContentFolder,
) -> None:
    situations = [{}, DRIFT, {"data.arrival": "stream"}, {"data.growth": "fast"}]
    found = asked({"incremental": {0: 3.0, 1: 0.5, 2: -0.5}}, *situations)
    answer = answer_to(small, found, data__drift="fast", data__arrival="stream", data__growth="fast")
    (graph,) = answer.justification.node(settled(answer).because[0]).because
    assert answer.justification.node(graph).text.partition("; ")[2] == (
        "log-odds for 'incremental': on the whole (+3.0); where data.drift is fast (+0.5)"
    )


def reasons_of(answer: Recommendation) -> str:
    """Return what practice says of the one decision."""
    nodes = map(answer.justification.node, answer.justification.node(settled(answer).because[0]).because)
    (told,) = (node.text for node in nodes if node.kind == "evidence")
    return told


def test_the_shares_that_are_told_are_what_all_situations_come_to_and_not_what_one_of_them_does(
    small: ContentFolder,
) -> None:
    situations = [{}, DRIFT, {"data.arrival": "stream"}]
    found = asked({"incremental": {0: 1.0, 1: 1.0, 2: -0.5}, "one-off": {0: 1.0, 1: -1.0}}, *situations)
    told = reasons_of(answer_to(small, found, data__drift="fast"))
    assert "71 % would take 'incremental', 10 % 'no-training'; " in told, "of e^2, 1, 1 and 1"
    told = reasons_of(answer_to(small, found, data__drift="fast", data__arrival="stream"))
    assert "60 % would take" in told


def test_those_who_take_an_option_are_counted_among_those_who_decide_at_all(small: ContentFolder) -> None:
    taken_up = {DECISION: {1: 9.0}}
    found = asked({"incremental": {0: 3.0, 1: 1.0}}, {}, DRIFT, taken_up=taken_up)
    counted = found.taken_up[DECISION][0]._replace(told=8)
    found = found.model_copy(update={"taken_up": {DECISION: (counted,)}})
    told = reasons_of(answer_to(small, found, data__drift="fast"))
    assert told.endswith("on the whole (+3.0); where data.drift is fast (+1.0; 5 of 8 briefs that decide it)")


def test_a_rule_counts_in_the_shares_as_far_as_answerers_go_along_with_it(small: ContentFolder) -> None:
    small.rules(decides("ought-to", "incremental"))
    told = reasons_of(answer_to(small, asked({"incremental": {0: 1.0}}, written={DECISION: 2.0})))
    assert "87 % would take 'incremental'" in told, "of e^3, 1, 1 and 1"


@pytest.mark.parametrize(("odds", "is_settled"), [(1.09, False), (1.11, True)], ids=["below .5", "above .5"])
def test_practice_settles_a_decision_from_half_of_the_answerers(
    small: ContentFolder, odds: float, is_settled: bool
) -> None:
    answer = answer_to(small, asked({"one-off": {0: odds}}))
    assert bool(answer.decisions) is is_settled
    assert bool(answer.not_decided) is not is_settled


def test_what_less_than_half_take_is_told_as_close_between_the_first_two(small: ContentFolder) -> None:
    decision = left_open(answer_to(small, asked({"incremental": {0: 1.0}, "one-off": {0: 0.5}})))
    assert decision.text == (
        "Training-mode: close between 'Incremental' (43 %) and 'One-off' (26 %) among language models that decide it."
    )


def test_a_rule_settles_what_is_close(small: ContentFolder) -> None:
    small.rules(decides("ought-to", "no-training"))
    close = asked({"incremental": {0: 1.0}, "one-off": {0: 0.5}})
    assert settled(answer_to(small, close)).option == "no-training"


def test_what_is_only_spoken_against_elsewhere_is_open_and_no_default(folder: ContentFolder) -> None:
    folder.algorithm("one").decision(DECISION, OPTIONS, default="no-training")
    against = {option: {0: -3.0} for option in OPTIONS if option != "one-off"}
    assert left_open(answer_to(folder, asked(against))).decision == DECISION, "nothing speaks for what is left"


def test_what_practice_says_may_depend_on_who_leads_the_answer(small: ContentFolder) -> None:
    found = asked({"one-off": {0: 3.0}, "incremental": {1: 6.0}}, {}, {"answer.leader_family": "linear"})
    assert settled(answer_to(small, found)).option == "incremental"
    assert settled(answer_to(small.algorithm("one", family="tree-ensemble"), found)).option == "one-off"


def test_a_default_is_no_advice_where_practice_knows_the_decision(small: ContentFolder) -> None:
    small.decision(DECISION, OPTIONS, "one-off")
    assert left_open(answer_to(small, asked({}))).decision == DECISION
    assert settled(answer_to(small, practice())).strength == "default", "nobody was asked about it"


# -- what is left open -----------------------------------------------------------------------------------------------


def test_what_is_left_open_names_the_fields_that_would_decide_it_the_weightiest_first(small: ContentFolder) -> None:
    situations = [{"data.drift": "fast"}, {"data.arrival": "stream"}, {"deployment.always_on": True}]
    found = asked({"incremental": {0: 1.0, 1: 3.0}, "one-off": {0: -1.0, 2: 0.5}}, *situations)
    decision = left_open(answer_to(small, found))
    assert decision.fields == ("data.arrival", "data.drift", "deployment.always_on")
    assert decision.text.endswith("data.arrival, data.drift, deployment.always_on would decide it.")


def test_no_field_is_asked_for_that_the_brief_states_or_cannot_state(small: ContentFolder) -> None:
    situations = [{"data.drift": "fast"}, {"data.arrival": "stream"}, {"answer.leader": "other"}]
    found = asked({"incremental": {0: 1.0, 1: 3.0, 2: 9.0}}, *situations)
    assert left_open(answer_to(small, found, data__arrival="batch")).fields == ("data.drift",)


def test_three_fields_are_enough(small: ContentFolder) -> None:
    fields = ("data.drift", "data.arrival", "data.growth", "deployment.always_on")
    found = asked({"incremental": dict.fromkeys(range(4), 1.0)}, *({field: {"known": True}} for field in fields))
    assert left_open(answer_to(small, found)).fields == ("data.arrival", "data.drift", "data.growth")


def test_without_practice_nothing_is_told_to_be_open(small: ContentFolder) -> None:
    answer = small.answer()
    assert (answer.decisions, answer.not_decided) == ((), ())


@pytest.mark.parametrize(("options", "is_settled"), [(OPTIONS[:2], True), (OPTIONS[:3], False)], ids=["last", "two"])
def test_the_last_option_that_is_left_is_taken_where_anything_speaks_for_it(
    folder: ContentFolder, options: list[str], is_settled: bool
) -> None:
    folder.algorithm("one").decision(DECISION, options, more={"one-off": {"excluded_where": DRIFT}})
    points = {"no-training": {0: 0.2, 1: -0.4}, "one-off": {0: 9.0}, "scheduled-retraining": {0: -9.0}}
    found = practice(({}, DRIFT), options={DECISION: {option: points[option] for option in options}})
    answer = answer_to(folder, found, data__drift="fast")
    assert [each.option for each in answer.decisions] == ["no-training"] * is_settled


# -- rules -----------------------------------------------------------------------------------------------------------


def test_a_must_stands_against_practice(small: ContentFolder) -> None:
    small.rules(decides("has-to", "one-off", "must"))
    decision = settled(answer_to(small, asked({"incremental": {0: 9.0}})))
    assert (decision.option, decision.strength, decision.for_) == ("one-off", "must", ("rule:has-to",))


@pytest.mark.parametrize(("worth", "option"), [(4.0, "one-off"), (2.0, "incremental")])
def test_a_should_counts_as_much_as_answerers_go_along_with_such_rules(
    small: ContentFolder, worth: float, option: str
) -> None:
    small.rules(decides("ought-to", "one-off"))
    decision = settled(answer_to(small, asked({"incremental": {0: 3.0}}, written={DECISION: worth})))
    assert decision.option == option
    assert (decision.strength, decision.for_, decision.against) == (
        ("should", ("rule:ought-to",), ()) if option == "one-off" else ("practice", (), ("rule:ought-to",))
    )  # fmt: skip


@pytest.mark.parametrize(("of_rule", "option"), [(1.5, "one-off"), (0.5, "incremental")])
def test_a_rule_counts_as_far_as_answerers_go_along_with_that_rule(
    small: ContentFolder, of_rule: float, option: str
) -> None:
    small.rules(decides("ought-to", "one-off"))
    found = asked({"incremental": {0: 3.0}}, written={DECISION: 2.0}, rules={"ought-to": of_rule, "another": 9.0})
    assert settled(answer_to(small, found)).option == option


def test_two_rules_for_an_option_count_more_than_one(small: ContentFolder) -> None:
    found = asked({"incremental": {0: 3.0}}, written={DECISION: 2.0}, rules={"ought-to": 0.6, "should-too": 0.6})
    assert settled(answer_to(small.rules(decides("ought-to", "one-off")), found)).option == "incremental"
    both = small.rules(decides("ought-to", "one-off"), decides("should-too", "one-off"))
    assert settled(answer_to(both, found)).option == "one-off"


@pytest.mark.parametrize("written", [{}, {DECISION: -3.0}], ids=["of no worth", "against it"])
def test_a_rule_parts_what_is_near_even_however_seldom_it_is_followed(
    small: ContentFolder, written: Mapping[str, float]
) -> None:
    small.rules(decides("ought-to", "one-off"))
    lean = LEAST_OF_RULE - 0.1
    near = asked({"one-off": {0: 3.0}, "incremental": {0: 3.0 + lean}}, written=written)
    assert settled(answer_to(small, near)).option == "one-off"
    clear = asked({"one-off": {0: 3.0}, "incremental": {0: 3.0 + LEAST_OF_RULE + 0.1}}, written=written)
    assert settled(answer_to(small, clear)).option == "incremental"


def of_law(name: str, option: str) -> dict[str, Any]:
    return {**decides(name, option), "when": {"stakes.regulation": {"has": "gdpr"}}}


@pytest.mark.parametrize(
    ("when", "fields", "option"),
    [
        ({"data.residency": "stays-in-organisation"}, {"data__residency": "stays-in-organisation"}, "one-off"),
        ({"data.privacy": "stays-on-device"}, {"data__privacy": "stays-on-device"}, "one-off"),
        ({"data.privacy": ["sensitive", "stays-on-device"]}, {"data__privacy": "stays-on-device"}, "incremental"),
    ],
    ids=["by where they live", "by privacy", "of sensitive data as well"],
)
def test_a_rule_of_data_that_may_not_leave_counts_as_one_of_a_law_does(
    small: ContentFolder, when: dict[str, Any], fields: dict[str, Any], option: str
) -> None:
    small.rules({**decides("kept", "one-off"), "when": when})
    found = asked({"incremental": {0: LEAST_OF_LAW - 0.1}})
    assert settled(answer_to(small, found, **fields)).option == option


def test_a_rule_of_a_law_counts_at_least_as_much_as_most_of_practice(small: ContentFolder) -> None:
    found = asked({"incremental": {0: LEAST_OF_LAW - 0.1}})
    lawful = answer_to(small.rules(of_law("by-law", "one-off")), found, stakes__regulation=["gdpr"])
    assert settled(lawful).option == "one-off"
    assert settled(answer_to(small.rules(decides("by-law", "one-off")), found)).option == "incremental"


# -- tensions --------------------------------------------------------------------------------------------------------


def test_it_is_a_tension_where_practice_overrides_what_a_rule_speaks_for(small: ContentFolder) -> None:
    small.rules(decides("ought-to", "one-off"))
    answer = answer_to(small, asked({"incremental": {0: 9.0}}))
    (tension,) = answer.tensions
    assert tension.text == (
        "Training-mode: most language models take 'Incremental' here, and that overrides what rules say for 'One-off'."
    )
    assert "rule:ought-to" in tension.because
    assert settled(answer).because[0] in tension.because


def test_nothing_is_overridden_where_rule_and_practice_agree_or_the_option_is_forbidden(small: ContentFolder) -> None:
    agreed = answer_to(small.rules(decides("ought-to", "incremental")), asked({"incremental": {0: 9.0}}))
    assert agreed.tensions == ()
    forbidden = [decides("ought-to", "one-off"), rule("no", {"forbid": {DECISION: "one-off"}})]
    assert answer_to(small.rules(*forbidden), asked({"incremental": {0: 9.0}})).tensions == ()


def test_a_rule_settles_what_practice_is_unsure_of_though_it_leans_elsewhere(small: ContentFolder) -> None:
    found = asked({"incremental": {0: 0.5}})
    assert left_open(answer_to(small, found)).decision == DECISION
    decision = settled(answer_to(small.rules(decides("ought-to", "one-off")), found))
    assert (decision.option, decision.strength) == ("one-off", "should")


def test_practice_takes_no_option_that_a_rule_forbids(small: ContentFolder) -> None:
    small.rules(rule("no", {"forbid": {DECISION: "incremental"}}))
    answer = answer_to(small, asked({"incremental": {0: 9.0}, "one-off": {0: 3.0}}))
    assert settled(answer).option == "one-off"


def joined(folder: ContentFolder, *rules: Mapping[str, Any]) -> Knowledge:
    """Return the knowledge with a pack of somebody's house beside what is shipped."""
    header = {"id": "house", "version": 1, "title": "House", "description": "Of a house.", "license": "CC0-1.0"}
    text = yaml.safe_dump({"rulepack": header, "rules": [{**each, "sources": CITED} for each in rules]})
    admission = load_packs(folder.knowledge(), [parse_pack(text.encode(), "house.yaml")])
    assert [pack.shipped for pack in admission.knowledge.packs if pack.id == "house"] == [False]
    return admission.knowledge


def test_a_rule_of_a_pack_that_is_not_shipped_stands_against_practice(small: ContentFolder) -> None:
    sure = asked({"incremental": {0: 9.0}})
    foreign = joined(small, decides("house-way", "one-off"))
    decision = settled(Advisor.of(replace(foreign, practice=sure)).recommend(brief()))
    assert (decision.option, decision.strength, decision.for_) == ("one-off", "should", ("rule:house-way",))
    shipped = answer_to(small.rules(decides("house-way", "one-off")), sure)
    assert settled(shipped).option == "incremental", "a shipped rule gives way"


@pytest.mark.parametrize("practised", [asked({"incremental": {0: 9.0}}), None], ids=["practice", "no practice"])
def test_a_rule_of_a_pack_that_is_not_shipped_stands_against_more_shipped_ones(
    small: ContentFolder, practised: Practice | None
) -> None:
    small.rules(decides("usual", "incremental"), decides("usual-too", "incremental"))
    found = Advisor.of(replace(joined(small, decides("house-way", "one-off")), practice=practised)).recommend(brief())
    assert (settled(found).option, settled(found).for_) == ("one-off", ("rule:house-way",))


def test_a_rule_of_a_pack_that_is_not_shipped_yields_to_a_must(small: ContentFolder) -> None:
    small.rules(decides("law", "incremental", "must"))
    found = Advisor.of(joined(small, decides("house-way", "one-off"))).recommend(brief())
    assert settled(found).option == "incremental"


@pytest.mark.parametrize("option", ["incremental", "one-off"])
def test_a_rule_of_a_pack_for_what_is_chosen_already_changes_nothing(small: ContentFolder, option: str) -> None:
    """Two shipped rules pull apart; practice parts them, and then the house agrees with practice."""
    small.rules(decides("one-way", "incremental"), decides("other-way", "one-off"))
    sure = asked({option: {0: 3.0}})
    before = settled(Advisor.of(replace(small.knowledge(), practice=sure)).recommend(brief()))
    agreeing = joined(small, decides("house-way", option))
    assert before.option == settled(Advisor.of(replace(agreeing, practice=sure)).recommend(brief())).option == option


SELDOM = {0: -3.0}
"""Points by which hardly anybody takes a decision up: 1 of 21."""


def test_what_hardly_anybody_takes_up_is_open_however_sure_practice_is(small: ContentFolder) -> None:
    sure = asked({"incremental": {0: 9.0}}, taken_up={DECISION: SELDOM})
    text = left_open(answer_to(small, sure)).text
    assert "the brief does not bear on it; language models take it up in at most 5 of 100 such briefs" in text


def test_those_who_leave_a_decision_open_count_against_an_option(small: ContentFolder) -> None:
    """One in six takes the decision up. Of these an option has 65 and 55 %, so of all answerers 10.8 and 9.2 %."""
    one_in_six = {DECISION: {0: -1.609}}
    most = asked({"incremental": {0: 1.7}}, taken_up=one_in_six)
    assert settled(answer_to(small, most)).option == "incremental"
    fewer = asked({"incremental": {0: 1.3}}, taken_up=one_in_six)
    text = left_open(answer_to(small, fewer)).text
    assert "the brief does not settle it" in text
    assert settled(answer_to(small, asked({"incremental": {0: 1.3}}))).option == "incremental"


def test_a_fact_by_which_more_take_it_up_lets_practice_decide(small: ContentFolder) -> None:
    """The points of a fact and those of all briefs add up to one that one in four takes up."""
    sure = asked({"incremental": {0: 9.0}}, {}, DRIFT, taken_up={DECISION: {0: -3.0, 1: 2.0}})
    left_open(answer_to(small, sure))
    assert settled(answer_to(small, sure, data__drift="fast")).option == "incremental"


def test_where_hardly_anybody_takes_it_up_a_rule_decides_against_practice(small: ContentFolder) -> None:
    small.rules(decides("ought-to", "one-off"))
    leaning = {"incremental": {0: 9.0}}
    assert settled(answer_to(small, asked(leaning))).option == "incremental"
    found = settled(answer_to(small, asked(leaning, taken_up={DECISION: SELDOM})))
    assert (found.option, found.strength) == ("one-off", "should")


def test_where_all_that_practice_speaks_of_is_forbidden_the_decision_stays_open(small: ContentFolder) -> None:
    small.rules(rule("no", {"forbid": {DECISION: "one-off"}}))
    told = practice(options={DECISION: {"one-off": {0: 3.0}}})
    assert practised(small.knowledge(), told).recommend(brief()).decisions == ()
