"""No answer holds two decisions that exclude one another, or one that the brief's own words exclude."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

import pytest
from made_up_practice import practice, practised

from answer_parts import decisions_of
from by_night import IS_NIGHT, some_of
from small_knowledge import CITED, ROOT, ContentFolder, brief, hundred_of_panel, rule
from whichml import Brief
from whichml.advise.exclusive_options import contradictions, excluded_by_facts
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import PackFile, parse_pack
from whichml.model.statements.recommendation import Recommendation

OPEN_PARTS: Final = {"learning", "tuning"}
N_BRIEFS: Final = 200
TRAINED: Final = ["one-off", "incremental"]


def open_briefs() -> Sequence[str]:
    """Return the numbers of two hundred briefs, by day a third of them, spread over those that may be looked at."""
    rows = [line.split(",") for line in (ROOT / "tests/panel/parts.csv").read_text("utf-8").splitlines()]
    found = sorted(number for number, part in rows if part in OPEN_PARTS)
    return some_of(found[:: len(found) // N_BRIEFS][:N_BRIEFS], 3)


def contradicted(knowledge: Knowledge, answer: Recommendation, asked: Brief) -> list[str]:
    """Return what an answer decides though another decision, or the brief where no must asks for it, excludes it."""
    chosen = {each.decision: each.option for each in answer.decisions}
    found = [
        f"{each.decision}: {each.option} beside {each.of}: {chosen[each.of]}"
        for each in contradictions(knowledge, chosen)
    ]
    excluded = excluded_by_facts(knowledge, asked.facts())
    found += [
        f"{each.decision}: {each.option} against the brief"
        for each in answer.decisions
        if each.option in excluded.get(each.decision, ()) and each.strength != "must"
    ]
    return found


@pytest.fixture
def two(folder: ContentFolder) -> ContentFolder:
    """Return one algorithm and two decisions that may exclude one another."""
    folder.algorithm("one").decision(
        "acquisition", ["no-model", "train-from-scratch"],
        more={"no-model": {"excludes": {"training-mode": TRAINED}}},
    )  # fmt: skip
    return folder.decision(
        "training-mode", ["no-training", "one-off", "incremental"],
        more={"incremental": {"excluded_where": {"deployment.update_cadence": "never"}}},
    )  # fmt: skip


def decides(name: str, decision: str, option: str, strength: str = "should") -> dict[str, Any]:
    return rule(name, {"decide": {decision: option}, "strength": strength})


def pack(identity: str, **parts: Any) -> PackFile:
    header = {"id": identity, "version": 1, "title": "Further", "license": "CC0-1.0"}
    return parse_pack(json.dumps({"rulepack": header, **parts}).encode(), f"{identity}.yaml")


def test_no_scenario_is_answered_with_decisions_that_exclude_one_another(
    scenario_answers: dict[str, Recommendation], scenarios: dict[str, Brief], knowledge: Knowledge
) -> None:
    found = {name: contradicted(knowledge, answer, scenarios[name]) for name, answer in scenario_answers.items()}
    assert {name: each for name, each in found.items() if each} == {}


@pytest.mark.slow("answers many briefs of the panel")
def test_no_brief_is_answered_with_decisions_that_exclude_one_another(advisor: Advisor, knowledge: Knowledge) -> None:
    briefs = {number: Brief.load(ROOT / f"tests/panel/briefs/{number}.yaml") for number in open_briefs()}
    assert len(briefs) == (N_BRIEFS if IS_NIGHT else 67)
    found = {number: contradicted(knowledge, advisor.recommend(each), each) for number, each in briefs.items()}
    assert {number: each for number, each in found.items() if each} == {}


def test_what_is_settled_first_stays_and_the_other_takes_the_best_that_is_left(two: ContentFolder) -> None:
    two.rules(
        decides("coded", "acquisition", "no-model"),
        decides("once", "training-mode", "one-off"),
        decides("once-more", "training-mode", "one-off"),
        decides("never", "training-mode", "no-training"),
    )
    assert decisions_of(two.answer()) == {"acquisition": "no-model", "training-mode": "no-training"}


def test_what_had_to_go_rules_out_nothing_itself(two: ContentFolder) -> None:
    two.decision(
        "inference-placement", ["static-in-product", "gateway"],
        more={"static-in-product": {"excludes": {"training-mode": ["incremental"]}}},
    )  # fmt: skip
    two.decision("update-rollout", ["with-product-release", "per-event"])
    two.decision(
        "training-mode", ["no-training", "one-off", "incremental"],
        more={"incremental": {"excludes": {"update-rollout": ["with-product-release"]}}},
    )  # fmt: skip
    two.rules(
        decides("built-in", "inference-placement", "static-in-product"),
        decides("stream", "training-mode", "incremental"),
        decides("stream-more", "training-mode", "incremental"),
        decides("once", "training-mode", "one-off"),
        decides("released", "update-rollout", "with-product-release"),
    )
    assert decisions_of(two.answer()) == {
        "inference-placement": "static-in-product", "training-mode": "one-off", "update-rollout": "with-product-release"
    }  # fmt: skip


def test_a_decision_that_rules_out_others_is_itself_ruled_out_by_none_that_comes_later(knowledge: Knowledge) -> None:
    settled: set[str] = set()
    for each in knowledge.incompatibilities:
        settled.add(each.decision)
        assert each.of not in settled, each
    assert len(settled) > 5


def test_a_must_stays_and_what_would_be_settled_first_goes(two: ContentFolder) -> None:
    two.rules(decides("coded", "acquisition", "no-model"), decides("once", "training-mode", "one-off", "must"))
    answer = two.answer()
    assert decisions_of(answer) == {"training-mode": "one-off"}
    (left,) = answer.not_decided
    assert left.text == (
        "Acquisition: beside 'Training-mode: One-off' there is no 'No-model', and nothing here speaks for another "
        "option."
    )


def test_of_two_musts_that_exclude_one_another_one_is_left_open(two: ContentFolder) -> None:
    two.rules(decides("coded", "acquisition", "no-model", "must"), decides("once", "training-mode", "one-off", "must"))
    answer = two.answer()
    assert decisions_of(answer) == {"acquisition": "no-model"}
    assert [each.decision for each in answer.not_decided] == ["training-mode"]


def test_what_alone_has_a_place_is_chosen_though_a_shipped_rule_forbids_it(two: ContentFolder) -> None:
    forbids = rule("trained", {"forbid": {"training-mode": "no-training"}})
    two.rules(decides("coded", "acquisition", "no-model"), decides("once", "training-mode", "one-off"), forbids)
    told = practice(options={"training-mode": {"no-training": {0: 1.0}, "one-off": {0: 1.0}, "incremental": {}}})
    answer = practised(two.knowledge(), told).recommend(brief())
    assert decisions_of(answer) == {"acquisition": "no-model", "training-mode": "no-training"}
    (mode,) = (each for each in answer.decisions if each.decision == "training-mode")
    assert "rule:trained" in mode.against


def test_a_rule_of_the_house_leaves_open_what_alone_has_a_place(two: ContentFolder) -> None:
    two.rules(decides("coded", "acquisition", "no-model"), decides("once", "training-mode", "one-off"))
    house = pack("house", rules=[rule("trained", {"forbid": {"training-mode": "no-training"}})])
    told = practice(options={"training-mode": {"no-training": {0: 1.0}, "one-off": {0: 1.0}, "incremental": {}}})
    answer = practised(load_packs(two.knowledge(), [house]).knowledge, told).recommend(brief())
    assert decisions_of(answer) == {"acquisition": "no-model"}


def test_practice_decides_nothing_that_the_brief_excludes(two: ContentFolder) -> None:
    told = practice(options={"training-mode": {"incremental": {0: 4.0}, "one-off": {0: 1.0}, "no-training": {}}})
    advisor = practised(two.knowledge(), told)
    assert decisions_of(advisor.recommend(brief()))["training-mode"] == "incremental"
    assert decisions_of(advisor.recommend(brief(deployment__update_cadence="never")))["training-mode"] == "one-off"


def test_what_the_brief_excludes_is_no_reason_to_decide_what_hardly_anybody_takes_up(two: ContentFolder) -> None:
    options = {"training-mode": {"incremental": {0: 4.0}, "one-off": {0: 1.0}, "no-training": {}}}
    advisor = practised(two.knowledge(), practice(options=options, taken_up={"training-mode": {0: -4.0}}))
    assert "training-mode" not in decisions_of(advisor.recommend(brief()))
    assert "training-mode" not in decisions_of(advisor.recommend(brief(deployment__update_cadence="never")))


def test_a_must_stands_against_what_the_brief_excludes(two: ContentFolder) -> None:
    two.rules(decides("stream", "training-mode", "incremental", "must"))
    assert decisions_of(two.answer(deployment__update_cadence="never"))["training-mode"] == "incremental"


def test_no_question_says_that_it_would_choose_what_is_chosen(advisor: Advisor, scenarios: dict[str, Brief]) -> None:
    n_asked = 0
    for asked in some_of([*scenarios.values(), *map(Brief.load, hundred_of_panel()[::8])], 3):
        answer = advisor.recommend(asked)
        would = [
            f"{option} would be {verb} for {decision}"
            for decision, option in decisions_of(answer).items()
            for verb in ("chosen", "supported")
        ]
        for question in answer.open_questions:
            n_asked += 1
            assert not any(each in question.effect for each in would), question
    assert n_asked > (100 if IS_NIGHT else 30)


def test_an_option_that_a_pack_adds_excludes_and_is_excluded_as_shipped_ones_are(two: ContentFolder) -> None:
    nightly = {
        "id": "house-nightly", "name": "Nightly", "definition": "A model of our own is trained each night.",
        "excludes": {"update-rollout": ["with-product-release"]},
        "excluded_where": {"deployment.update_cadence": "never"}, "sources": CITED,
    }  # fmt: skip
    two.decision("update-rollout", ["with-product-release", "per-event"])
    two.rules(decides("released", "update-rollout", "with-product-release"))
    further = pack("house", options={"training-mode": [nightly]}, rules=[
        decides("house-by-night", "training-mode", "house-nightly"),
    ])  # fmt: skip
    loading = load_packs(two.knowledge(), [further])
    assert loading.refused == ()
    assert decisions_of(Advisor.of(loading.knowledge).recommend(brief())) == {"training-mode": "house-nightly"}
    assert excluded_by_facts(loading.knowledge, {"deployment.update_cadence": "never"}) == {
        "training-mode": {"incremental", "house-nightly"}
    }


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"excludes": {"acquisition": ["no-model"]}},
         "RP308 decisions exclude options of one another in a circle: "),
        ({"excludes": {"acquisitoin": ["no-model"]}}, "unknown decision 'acquisitoin'.\nDid you mean 'acquisition'?"),
        ({"excludes": {"acquisition": ["no-modle"]}}, "unknown option 'no-modle'.\nDid you mean 'no-model'?"),
        ({"excludes": {"training-mode": ["one-off"]}}, "the options of one decision exclude one another anyway."),
        ({"excluded_where": {"deployment.update_cadense": "never"}}, "unknown field 'deployment.update_cadense'."),
    ],
    ids=["circle", "unknown decision", "unknown option", "own decision", "unknown field"],
)  # fmt: skip
def test_a_pack_whose_option_excludes_what_it_cannot_is_refused(
    two: ContentFolder, option: dict[str, Any], said: str
) -> None:
    added = {"id": "house-nightly", "name": "Nightly", "definition": "By night.", **option, "sources": CITED}
    (refused,) = load_packs(two.knowledge(), [pack("house", options={"training-mode": [added]}, rules=[])]).refused
    assert said in "\n".join(map(str, refused.problems))


def test_packs_that_close_a_circle_of_exclusions_together_are_refused_together(two: ContentFolder) -> None:
    two.decision("update-rollout", ["with-product-release", "per-event"])

    def excluding(identity: str, decision: str, of: str, option: str) -> PackFile:
        added = {"id": f"{identity}-way", "name": "Way", "definition": "So.", "excludes": {of: [option]}}
        return pack(identity, options={decision: [{**added, "sources": CITED}]}, rules=[])

    there = excluding("there", "training-mode", "update-rollout", "per-event")
    assert load_packs(two.knowledge(), [there]).refused == ()
    back = excluding("back", "update-rollout", "training-mode", "one-off")
    assert load_packs(two.knowledge(), [back]).refused == ()
    assert [each.pack for each in load_packs(two.knowledge(), [back, there]).refused] == ["back", "there"]


def test_a_component_is_left_out_only_where_a_must_asks_for_an_option_beside_which_it_is_not(
    two: ContentFolder,
) -> None:
    two.component("monitoring").component("data-management", not_with={"acquisition": ["no-model"]})

    def told(strength: str) -> list[str]:
        return [
            each.component
            for each in two.rules(decides("coded", "acquisition", "no-model", strength)).answer().components
        ]

    assert told("must") == ["monitoring"]
    assert told("should") == ["data-management", "monitoring"]
