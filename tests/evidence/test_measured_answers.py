"""What a project measured itself goes before claims and rules, and the answer says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
import rfc8785
from made_up_evidence import FAST, answer_of, counting, evidence, failure, level, number, scores

from answer_parts import why_out
from small_knowledge import ContentFolder, brief, claim, rule, strength, strength_group
from whichml import Brief, Recommendation, recommend
from whichml.advise.recommendation import Advisor
from whichml.export.kept_answers import read_answer
from whichml.knowledge.base import Knowledge


def test_measured_accuracy_reorders_the_candidates(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("accuracy", "very-high")).algorithm(
        "two", claim("accuracy", "medium"), family="single-tree"
    )
    counting(folder.algorithm("constant-baseline", role="reference"))
    assert answer_of(folder).top(1) == ("one",)
    answer = answer_of(folder, evidence(*scores(constant__baseline=0.5, one=0.7, two=0.9)))
    assert answer.top(1) == ("two",)
    assert (level(answer, "two", "accuracy"), level(answer, "one", "accuracy")) == ("very-high", "medium")


def test_accuracy_is_the_way_from_the_constant_baseline_to_the_best(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", family="single-tree").algorithm("three", family="instance-based")
    told = evidence(
        *scores(constant__baseline=0.5, linear__baseline=0.9, one=0.9, three=0.6),
        number("two", "score", 0.8, 0.1, statistic="mean"),
    )
    answer = answer_of(counting(folder), told)
    assert level(answer, "two", "accuracy") == "medium..very-high"
    assert why_out(answer, "three") == ["its accuracy is at best low here"]


def test_without_a_constant_baseline_accuracy_rests_on_claims(folder: ContentFolder) -> None:
    answer = answer_of(counting(folder.algorithm("one")), evidence(*scores(one=0.6)))
    assert level(answer, "one", "accuracy") == "high"
    assert any("no score of the constant baseline" in notice for notice in answer.notices)


def test_where_nothing_beats_the_constant_baseline_the_answer_says_so(folder: ContentFolder) -> None:
    told = evidence(*scores(constant__baseline=0.5, one=0.4))
    answer = answer_of(counting(folder.algorithm("one")), told)
    assert level(answer, "one", "accuracy") == "high"
    assert any("nothing scores better than the constant baseline" in notice for notice in answer.notices)


def test_who_was_not_measured_keeps_its_claims_and_is_named(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", claim("accuracy", "medium"), family="single-tree")
    answer = answer_of(counting(folder), evidence(*scores(constant__baseline=0.5, one=0.9)))
    assert level(answer, "two", "accuracy") == "medium"
    assert any(notice.endswith("keep what is claimed of them: two.") for notice in answer.notices)


def test_an_algorithm_without_an_accuracy_claim_is_a_candidate_once_it_was_measured(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("accuracy", "high", {"data.rows": {"below": 10}})).algorithm(
        "two", family="single-tree"
    )
    assert [u.algorithm for u in answer_of(folder, data__rows=500).unsupported] == ["one"]
    told = evidence(*scores(constant__baseline=0.5, one=0.9))
    answer = answer_of(folder, told, data__rows=500)
    assert answer.unsupported == ()
    assert "one" in answer.top()


def test_a_rule_does_not_move_what_was_measured(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", family="single-tree")
    folder.rules(
        rule("counts", {"prioritise": {"accuracy": "high", "inference-latency": "high"}}),
        rule("slow-here", {"rate": {"inference-latency": "very-high"}}),
    )
    answer = answer_of(folder, evidence(number("one", "row-latency", 0.0001)))
    assert level(answer, "one", "inference-latency") == "very-low"
    assert level(answer, "two", "inference-latency") == "very-high"
    node = answer.justification.node("rating:one:inference-latency")
    assert "that goes before what slow-here would say" in node.text
    assert "rule:slow-here" not in node.because


def test_what_a_project_measured_goes_before_what_others_did(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two").algorithm("three", claim("accuracy", "medium"))
    counting(folder).strengths(strength_group(strength("one", 0.0), strength("two", 3.0)))
    assert answer_of(folder).candidates[0].algorithm == "two"
    answer = answer_of(folder, evidence(*scores(one=0.9, two=0.7, constant__baseline=0.5)))
    assert answer.candidates[0].algorithm == "one"
    assert all(node.id != "evidence:strength:two:small-group" for node in answer.justification.nodes)
    assert "by what is written of it" in answer.justification.node("rating:three:accuracy").text


def test_a_rule_that_selects_by_a_quality_sees_the_measured_one(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("inference-latency", "very-low")).algorithm("two", family="single-tree")
    slow = {"inference-latency": {"above": "medium"}}
    folder.rules(rule("no-slow-ones", {"exclude": "it is slow"}, algorithm=slow))
    assert why_out(answer_of(folder, evidence(number("one", "row-latency", 5.0))), "one") == ["it is slow"]


def test_what_was_measured_is_not_to_be_measured_next(folder: ContentFolder) -> None:
    counting(folder.algorithm("one"), "model-size")
    before = answer_of(folder, requirements=[FAST])
    assert {m.quality for m in before.measurements} == {"accuracy", "model-size", "inference-latency"}
    after = answer_of(folder, evidence(number("one", "row-latency", 0.004)), requirements=[FAST])
    assert {m.quality for m in after.measurements} == {"accuracy", "model-size"}


def test_what_was_measured_of_others_than_the_leaders_is_still_to_be_measured(folder: ContentFolder) -> None:
    counting(folder.algorithm("one").algorithm("two", claim("accuracy", "medium"), family="single-tree"), "model-size")
    answer = answer_of(folder, evidence(number("two", "model-bytes", 1000.0)))
    assert "model-size" in {m.quality for m in answer.measurements}


def test_a_candidate_whose_every_trial_broke_down_gets_a_caution_that_cites_the_run(folder: ContentFolder) -> None:
    told = evidence(failures=[failure("one"), failure("one", "time")])
    answer = answer_of(folder.algorithm("one"), told)
    caution = answer.candidates[0].cautions[0]
    assert "Every trial of it broke down" in caution.text
    node = answer.justification.node(f"evidence:{told.id}:one:failure")
    assert caution.because == (node.id,)
    assert "memory at fit with 500 rows ('too much'); time at fit" in node.text
    assert node.sources[0].ref in answer.sources


@pytest.mark.parametrize("reason", ["not-installed", "not-applicable"])
def test_what_could_not_be_tried_is_no_reason_for_caution(folder: ContentFolder, reason: str) -> None:
    answer = answer_of(folder.algorithm("one"), evidence(failures=[failure("one", reason)]))
    assert answer.candidates[0].cautions == ()


def test_a_candidate_that_was_measured_in_part_gets_no_caution_for_the_rest(folder: ContentFolder) -> None:
    told = evidence(number("one", "row-latency", 0.01), failures=[failure("one")])
    assert answer_of(folder.algorithm("one"), told).candidates[0].cautions == ()


STEPS = [
    ("calibration-error", "calibration", 0.02, "very-high"), ("calibration-error", "calibration", 0.021, "high"),
    ("calibration-error", "calibration", 0.2, "low"), ("calibration-error", "calibration", 0.21, "very-low"),
    ("score-loss-under-noise", "robustness", 0.004, "very-high"),
    ("score-loss-under-noise", "robustness", 0.03, "medium"),
    ("score-loss-under-noise", "robustness", -0.1, "very-high"),
    ("score-loss-under-label-noise", "data-quality-sensitivity", 0.004, "very-low"),
    ("score-loss-under-label-noise", "data-quality-sensitivity", 0.2, "very-high"),
    ("same-bits", "reproducibility", 1.0, "very-high"), ("same-bits", "reproducibility", 0.0, "low"),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "quality", "value", "expected"), STEPS)
def test_a_share_is_read_by_its_steps(
    folder: ContentFolder, measure: str, quality: str, value: float, expected: str
) -> None:
    told = evidence(*scores(constant__baseline=0.5, one=0.9), number("one", measure, value))
    assert level(answer_of(counting(folder.algorithm("one"), quality), told), "one", quality) == expected


def test_a_loss_of_score_says_nothing_without_a_way_above_the_baseline(folder: ContentFolder) -> None:
    told = evidence(*scores(constant__baseline=0.5, one=0.51, two=0.9), number("one", "score-loss-under-noise", 0.01))
    counting(folder.algorithm("one", claim("robustness", "medium")), "robustness")
    cells = Advisor.of(folder.knowledge()).assess(brief(), (told,)).measured.ratings
    assert ("one", "robustness") not in cells


def test_an_estimate_counts_only_where_nothing_was_measured_and_is_widened_by_a_level(folder: ContentFolder) -> None:
    counting(folder.algorithm("one"), "training-energy")
    guess = number("one", "training-joules", 10_000.0, estimated=True)
    assert level(answer_of(folder, evidence(guess)), "one", "training-energy") == "very-low..medium"
    other = evidence(number("one", "training-joules", 1e10), seed=1)
    assert level(answer_of(folder, evidence(guess), other), "one", "training-energy") == "very-high"


@pytest.mark.parametrize(
    ("joules", "span"), [(0.0, (0, 1)), (1e6, (1, 3)), (1e12, (3, 4))], ids=["lowest", "middle", "highest"]
)
def test_an_estimate_is_widened_by_one_level_on_both_sides_inside_the_scale(
    folder: ContentFolder, joules: float, span: tuple[float, float]
) -> None:
    counting(folder.algorithm("one"), "training-energy")
    guess = evidence(number("one", "training-joules", joules, estimated=True))
    rating = Advisor.of(folder.knowledge()).assess(brief(), [guess]).measured.ratings["one", "training-energy"]
    assert (rating.low, rating.high, rating.is_measured) == (*span, False)


def test_the_numbers_on_the_most_rows_count(folder: ContentFolder) -> None:
    told = evidence(number("one", "fit-seconds", 0.1, rows=50), number("one", "fit-seconds", 600.0, rows=500))
    assert (
        level(answer_of(counting(folder.algorithm("one"), "training-time"), told), "one", "training-time") == "medium"
    )


def test_who_was_measured_on_fewer_rows_is_held_against_the_best_on_those(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", family="single-tree")
    few = {"rows": 100, "statistic": "mean"}
    told = evidence(
        *scores(constant__baseline=0.5, one=0.9),
        *(
            number(name, "score", value, **few)
            for name, value in (("constant-baseline", 0.5), ("one", 0.7), ("two", 0.7))
        ),
    )
    answer = answer_of(counting(folder), told)
    assert level(answer, "one", "accuracy") == level(answer, "two", "accuracy") == "very-high"
    cited = {citation.locator for node in answer.justification.nodes for citation in node.sources}
    assert "measurement score of two" in cited
    assert "measurement score of one on 100 rows" in cited


def test_who_shares_no_rows_with_the_best_keeps_the_claim_on_accuracy(folder: ContentFolder) -> None:
    folder.algorithm("one").algorithm("two", claim("accuracy", "medium"), family="single-tree")
    few = {"rows": 100, "statistic": "mean"}
    told = evidence(
        *scores(constant__baseline=0.5, one=0.9),
        number("two", "score", 0.8, **few), number("constant-baseline", "score", 0.5, **few),
    )  # fmt: skip
    assert level(answer_of(counting(folder), told), "two", "accuracy") == "medium"


def test_two_implementations_give_a_span_that_reaches_over_both(folder: ContentFolder) -> None:
    told = evidence(number("one", "fit-seconds", 0.1), number("one", "fit-seconds", 600.0, implementation="other.One"))
    answer = answer_of(counting(folder.algorithm("one"), "training-time"), told)
    assert level(answer, "one", "training-time") == "very-low..medium"
    assert "made.up.one: 100 ms (median)" in answer.justification.node(f"evidence:{told.id}:one:fit-seconds").text


def test_a_unit_that_is_not_expected_is_not_used_and_told(folder: ContentFolder) -> None:
    told = evidence(number("one", "fit-seconds", 5.0, unit="share"))
    answer = answer_of(counting(folder.algorithm("one"), "training-time"), told)
    assert level(answer, "one", "training-time") == "unknown"
    assert any("fit-seconds of one is not in seconds" in notice for notice in answer.notices)


def test_the_day_of_a_run_is_told_and_makes_another_answer(folder: ContentFolder) -> None:
    known, told = counting(folder.algorithm("one"), "inference-latency"), number("one", "row-latency", 0.002)
    answers = [answer_of(known, evidence(told, measured_on=day)) for day in ("", "soon", "2026-11-30")]
    runs = [next(each for ref, each in answer.sources.items() if ref.startswith("probe-")) for answer in answers]
    undated, untold, dated = runs
    assert (undated.year, dated.year) == (None, 2026)
    assert dated.container.endswith("on 2026-11-30")
    assert undated == untold
    assert answers[0].id == answers[1].id != answers[2].id


def test_the_node_of_a_measurement_gives_number_rows_and_data_and_cites_the_run(folder: ContentFolder) -> None:
    told = evidence(
        number("one", "row-latency", 0.0021, n=300), number("one", "row-latency", 0.0045, n=300, statistic="p99")
    )
    answer = answer_of(counting(folder.algorithm("one"), "inference-latency"), told)
    node = answer.justification.node(f"evidence:{told.id}:one:row-latency")
    assert node.kind == "evidence"
    assert node.text == (
        "One: measured row latency 2.1 ms (median), 4.5 ms (p99) over 300 rows, on 500 rows of made-up.csv"
    )
    assert node.sources[0].model_dump() == {
        "ref": f"probe-{told.id[:8]}", "locator": "measurement row-latency of one", "supports": "2.1 ms"
    }  # fmt: skip
    record = answer.sources[f"probe-{told.id[:8]}"]
    assert (record.title, record.authors, record.year, record.access) == (
        "Measurements of made-up.csv by whichml probe", ("whichml probe",), None, "measured"
    )  # fmt: skip


def test_the_id_covers_the_evidence_and_the_order_of_runs_changes_nothing(folder: ContentFolder) -> None:
    runs = [evidence(number("one", "row-latency", 0.01 * n), seed=n) for n in (1, 2, 3)]
    advisor = Advisor.of(counting(folder.algorithm("one"), "inference-latency").knowledge())
    answers = [advisor.recommend(brief(), order) for order in (runs, runs[::-1], [*runs, runs[0]])]
    assert len({answer.to_json() for answer in answers}) == 1
    assert len({answers[0].id, advisor.recommend(brief()).id, advisor.recommend(brief(), runs[:1]).id}) == 3


def test_one_answer_leaves_no_trace_in_the_next(folder: ContentFolder) -> None:
    counting(folder.algorithm("one"), "inference-latency")
    fresh, worn = Advisor.of(folder.knowledge()), Advisor.of(folder.knowledge())
    told = evidence(number("one", "row-latency", 0.01), number("one", "row-latency", 2.0, statistic="p99"))
    tail = brief(requirements=[{**FAST, "at": "p99", "priority": "should"}])
    for given in (brief(), tail):
        worn.recommend(given, [told])
    assert worn.recommend(brief()) == fresh.recommend(brief())
    assert worn.recommend(tail, [told]) == Advisor.of(folder.knowledge()).recommend(tail, [told])


@pytest.mark.slow("answers every scenario")
def test_without_evidence_an_answer_has_the_id_and_the_bytes_that_it_always_had(
    scenarios: Mapping[str, Brief], scenario_answers: Mapping[str, Recommendation], knowledge: Knowledge
) -> None:
    for name, given in scenarios.items():
        plain = rfc8785.dumps(given.normalised()) + b"\0" + knowledge.digest.encode()
        answer = recommend(given, knowledge, ())
        assert answer.id == hashlib.sha256(plain).hexdigest()[:32]
        assert answer.to_json() == scenario_answers[name].to_json()
        assert b"probe-" not in answer.to_json()


@pytest.fixture(scope="module")
def measured_fraud(scenarios: Mapping[str, Brief], knowledge: Knowledge) -> Recommendation:
    """Return the answer to a shipped scenario, with some algorithms measured and one that broke down."""
    given = scenarios["credit-card-fraud"]
    answer = recommend(given, knowledge)
    names = [candidate.algorithm for candidate in (*answer.candidates, *answer.outclassed)[:4]]
    told = [
        *scores(constant__baseline=0.5), number("linear-baseline", "score", 0.95),
        *(number(name, "score", 0.9 - 0.02 * n, 0.01) for n, name in enumerate(names[:3])),
        *(number(name, "row-latency", 0.001, 0.0005) for name in names[:3]),
        *(number(name, "row-latency", 0.5 if n else 0.002, statistic="p99") for n, name in enumerate(names[:3])),
        *(number(name, "calibration-error", 0.03, 0.01) for name in names[:3]),
        number(names[0], "score-loss-under-noise", 0.01), number(names[0], "training-joules", 50.0, estimated=True),
    ]  # fmt: skip
    return recommend(given, knowledge, [evidence(*told, failures=[failure(names[3])])])


@pytest.mark.parametrize(("measured", "share"), [(False, 0.5), (True, 0.25)])
def test_what_was_measured_of_the_project_halves_the_weight_of_practice(
    knowledge: Knowledge, measured: bool, share: float
) -> None:
    given = brief(data__modality=["tabular", "text"])
    answer = recommend(given, knowledge, [evidence(*scores(ridge=0.9, constant__baseline=0.5))] if measured else [])
    assert (answer.priorities[0].quality, answer.priorities[0].weight) == ("established-practice", share)


@pytest.mark.slow("answers many briefs")
def test_every_chain_of_a_measured_answer_ends_in_the_brief_or_in_sources(measured_fraud: Recommendation) -> None:
    told = json.loads(measured_fraud.to_json())
    nodes = {node["id"]: node for node in told["justification"]["nodes"]}
    assert [n for n in nodes.values() if not n["because"] and n["kind"] != "brief" and not n["sources"]] == []
    assert {p for n in nodes.values() for p in n["because"]} <= set(nodes)
    cited = {citation["ref"] for node in nodes.values() for citation in node["sources"]}
    assert set(told["sources"]) == cited
    assert any(ref.startswith("probe-") for ref in cited)


def test_every_measurement_in_a_justification_is_behind_a_line_of_the_answer(measured_fraud: Recommendation) -> None:
    written = json.loads(measured_fraud.to_json())
    premises = {node["id"]: node["because"] for node in written.pop("justification")["nodes"]}
    waiting, reached = list(_reasons_in(written)), set()
    while waiting:
        identity = waiting.pop()
        if identity not in reached:
            reached.add(identity)
            waiting.extend(premises[identity])
    assert set(premises) == reached


def _reasons_in(part: Any) -> list[str]:
    if isinstance(part, list):
        return [reason for each in part for reason in _reasons_in(each)]
    if not isinstance(part, dict):
        return []
    named = [reason for key in ("because", "for", "against") for reason in part.get(key) or ()]
    rest = [value for key, value in part.items() if key not in ("because", "for", "against")]
    return [*named, *(reason for each in rest for reason in _reasons_in(each))]


def test_a_measured_answer_can_be_read_back_from_its_json(measured_fraud: Recommendation) -> None:
    assert Recommendation.model_validate_json(measured_fraud.to_json()) == measured_fraud


def test_scores_of_an_answer_that_was_kept_before_it_held_them_are_read_out_of_its_nodes(
    measured_fraud: Recommendation,
) -> None:
    told = json.loads(measured_fraud.to_json())
    del told["requirements"], told["scores"]
    assert measured_fraud.scores
    assert read_answer(json.dumps(told)).scores == measured_fraud.scores


def test_what_a_project_measured_makes_no_choice_of_what_is_far_behind(advisor: Advisor) -> None:
    told = {"task": "binary-classification", "data.modality": "tabular", "data.rows": 500, "data.drift": "slow"}
    measured = evidence(*scores(
        constant__baseline=0.5, linear__baseline=0.9, logistic__regression=0.9, decision__tree=0.72,
        gaussian__naive__bayes=0.73, k__nearest__neighbors=0.74, linear__svm=0.75,
    ))  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(told), [measured])
    assert [each.algorithm for each in answer.candidates] == ["logistic-regression"]
    behind = {each.algorithm: answer.candidates[0].utility.mean - each.utility.mean for each in answer.outclassed}
    measured_too = {"decision-tree", "gaussian-naive-bayes", "k-nearest-neighbors", "linear-svm"}
    assert measured_too <= set(behind)
    assert min(behind[each] for each in measured_too) > 0.125
