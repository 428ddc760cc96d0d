"""A must that claims have a candidate miss: at risk with what would mend it, or out of reach."""

from __future__ import annotations

from typing import Any

import pytest
from made_up_practice import all_ranked, mitigation, practice, practised

from answer_parts import why_out
from small_knowledge import SOURCE, ContentFolder, brief, claim, rule
from whichml.advise.recommendation import Advisor
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation, Risk

READABLE = {"quality": "interpretability", "min": "high"}
FAST = {"quality": "inference-latency", "max": "40 ms"}


def required(folder: ContentFolder, *requirements: dict[str, Any]) -> Recommendation:
    return folder.answer(requirements=list(requirements))


def risks_of(answer: Recommendation, algorithm: str = "one") -> tuple[Risk, ...]:
    """Return the risks of a candidate; asserts that it is one."""
    return all_ranked(answer)[algorithm].risks


# -- at risk ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("confidence", ["high", "medium", "low"])
def test_a_judged_level_one_short_of_a_must_is_at_risk(folder: ContentFolder, confidence: str) -> None:
    folder.algorithm("one", claim("interpretability", "medium", confidence=confidence))
    answer = required(folder, READABLE)
    assert why_out(answer, "one") == []
    (risk,) = risks_of(answer)
    assert risk.quality == "interpretability"
    assert risk.text == "Interpretability is medium, and at least high is required."


def test_a_level_that_keeps_a_must_or_may_keep_it_is_no_risk(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "high"))
    folder.algorithm("two", claim("interpretability", {"low": "medium", "high": "high"}), family="tree-ensemble")
    answer = required(folder, READABLE)
    assert [risks_of(answer, name) for name in ("one", "two")] == [(), ()]
    assert len(all_ranked(answer)["two"].cautions) == 1


def test_a_level_short_of_a_wish_is_no_risk(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "medium"))
    assert risks_of(required(folder, {**READABLE, "priority": "should"})) == ()


def test_what_gives_all_of_a_quality_is_named_before_what_gives_a_part(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "medium"))
    mitigation(folder, "a-part", "interpretability", in_part=True)
    mitigation(folder, "whole", "interpretability")
    (risk,) = risks_of(required(folder, READABLE))
    assert [each.mitigation for each in risk.mitigations] == ["whole", "a-part"]


def test_what_is_added_in_some_briefs_alone_is_told_in_those(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "medium"))
    mitigation(folder, "on-servers", "interpretability", where=[{"deployment.target": ["cloud"]}])
    added = {
        target: [m.mitigation for risk in risks_of(answer) for m in risk.mitigations]
        for target in ("cloud", "microcontroller", None)
        for answer in [folder.answer(requirements=[READABLE], **({"deployment.target": target} if target else {}))]
    }
    assert added == {"cloud": ["on-servers"], "microcontroller": [], None: []}


@pytest.mark.parametrize(
    ("said", "is_told"),
    [
        ({"task": "retrieval", "data": {"modality": "text"}}, True),
        ({"task": "recommendation", "data": {"modality": "interactions"}, "deployment": {"target": "cloud"}}, True),
        ({"task": "retrieval", "data": {"modality": "text"}, "deployment": {"target": "microcontroller"}}, False),
        ({"task": "retrieval", "data": {"modality": "image"}}, False),
        ({"task": "speech-to-text", "data": {"modality": "audio"}, "deployment": {"target": "cloud"}}, False),
    ],
)
def test_answers_are_cached_where_inputs_come_again(
    advisor: Advisor, said: dict[str, dict[str, str]], is_told: bool
) -> None:
    bound = {"quality": "inference-latency", "max": "very-low", "priority": "must"}
    answer = advisor.recommend(Brief.model_validate({**said, "requirements": [bound]}))
    risks = [risk for each in (*answer.candidates, *answer.outclassed) for risk in each.risks]
    told = {m.mitigation for risk in risks for m in risk.mitigations}
    assert ("cached-answers" in told) is is_told


def test_a_risk_stands_on_the_requirement_and_on_the_rating(folder: ContentFolder) -> None:
    answer = required(folder.algorithm("one", claim("interpretability", "medium")), READABLE)
    (risk,) = risks_of(answer)
    assert risk.because == ("brief:requirements.0", "rating:one:interpretability")
    assert {answer.justification.node(identity).kind for identity in risk.because} == {"brief", "rating"}


def test_every_must_that_is_missed_is_a_risk_of_its_own(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "medium"), claim("privacy", "low"))
    answer = required(folder, READABLE, {"quality": "privacy", "min": "medium"})
    assert [risk.quality for risk in risks_of(answer)] == ["interpretability", "privacy"]


def test_who_keeps_a_must_goes_before_who_is_at_risk(folder: ContentFolder) -> None:
    folder.algorithm("at-risk", claim("interpretability", "medium"), family="tree-ensemble")
    folder.algorithm("keeping", claim("interpretability", "high"))
    answer = required(folder, READABLE)
    assert answer.top(1) == ("keeping",)
    weights = {priority.quality: priority.weight for priority in answer.priorities}
    assert weights["interpretability at least high"] > 0


def test_who_is_at_risk_counts_nothing_in_that_must_and_what_is_open_anything(folder: ContentFolder) -> None:
    for name, level in (("keeping", "high"), ("at-risk", "medium"), ("open", {"low": "medium", "high": "high"})):
        folder.algorithm(name, claim("interpretability", level), family="tree-ensemble")
    answer = required(folder, READABLE)
    ends = {
        c.algorithm: [(r.low, r.high) for r in c.qualities if r.quality == "interpretability at least high"]
        for c in (*answer.candidates, *answer.outclassed)
    }
    assert ends == {"keeping": [(1.0, 1.0)], "at-risk": [(0.0, 0.0)], "open": [(0.0, 1.0)]}


def test_what_is_open_in_a_unit_counts_by_the_part_of_its_span_that_keeps_a_must(folder: ContentFolder) -> None:
    spans = {"most": ("1 ms", "100 ms"), "some": ("10 ms", "1 s"), "hardly": ("35 ms", "10 s")}
    for name, (least, most) in spans.items():
        folder.algorithm(name, claim("inference-latency", {"from": least, "to": most}), family="tree-ensemble")
    answer = required(folder, FAST)
    middle = {
        c.algorithm: (r.low + r.high) / 2
        for c in (*answer.candidates, *answer.outclassed)
        for r in c.qualities
        if r.quality == "inference-latency at most 40 ms"
    }
    assert middle == pytest.approx({"most": 0.801, "some": 0.301, "hardly": 0.0236}, abs=1e-3), "by orders of magnitude"
    assert answer.top(1) == ("most",), "though a must is open for all of them"


@pytest.mark.parametrize(("slowest", "leads"), [("10 s", "fast"), ("60 ms", "private")])
def test_who_hardly_keeps_a_must_yields_to_who_mostly_does(folder: ContentFolder, slowest: str, leads: str) -> None:
    slow, fast = {"from": "30 ms", "to": slowest}, {"from": "1 ms", "to": "50 ms"}
    folder.algorithm("private", claim("inference-latency", slow), claim("privacy", "very-high"), family="tree-ensemble")
    folder.algorithm("fast", claim("inference-latency", fast), claim("privacy", "high"))
    answer = folder.answer(requirements=[FAST], priorities=["robustness", "privacy"])
    assert answer.top(1) == (leads,)


def test_practice_uses_who_misses_a_must_the_less_the_further_it_misses_it(folder: ContentFolder) -> None:
    for name, level in (("near", "medium"), ("far", "low"), ("keeping", "high")):
        folder.algorithm(name, claim("interpretability", level, confidence="low"))
    advisor = practised(folder.knowledge(), practice(handicaps={"short": -1.2, "far_short": -2.4}))
    found = all_ranked(advisor.recommend(brief(requirements=[READABLE])))
    told = {name: found[name].practice for name in ("keeping", "near", "far") if name in found}
    goodness = {name: each.goodness for name, each in told.items() if each is not None}
    assert goodness == pytest.approx({"keeping": 0.5, "near": 0.4, "far": 0.3}, abs=1e-4)


# -- mitigations -----------------------------------------------------------------------------------------------------


def test_what_would_mend_it_is_named_the_nearest_first(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "medium"))
    mitigation(folder, "a-for-all", "interpretability")
    mitigation(folder, "b-for-the-kind", "interpretability", "linear")
    mitigation(folder, "c-for-it", "interpretability", "one")
    (risk,) = risks_of(required(folder, READABLE))
    assert [each.mitigation for each in risk.mitigations] == ["c-for-it", "b-for-the-kind"], "two are enough"


def test_what_mends_another_quality_or_another_kind_is_not_named(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "medium"))
    mitigation(folder, "for-privacy", "privacy")
    mitigation(folder, "for-trees", "interpretability", "tree-ensemble")
    mitigation(folder, "for-all", "interpretability")
    (risk,) = risks_of(required(folder, READABLE))
    assert [each.mitigation for each in risk.mitigations] == ["for-all"]


def test_a_mitigation_tells_what_it_takes_and_cites_its_source(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "medium"))
    mitigation(folder, "pictures", "interpretability")
    answer = required(folder, READABLE)
    (added,) = risks_of(answer)[0].mitigations
    assert (added.name, added.text, added.cost) == ("With pictures", "Add it.", "It takes time.")
    (node,) = (answer.justification.node(identity) for identity in added.because)
    assert (node.kind, [cited.ref for cited in node.sources]) == ("advice", [SOURCE])


# -- out of reach ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("confidence", "level", "least", "is_out"),
    [
        ("high", "low", "high", True), ("medium", "low", "high", False), ("low", "low", "high", False),
        ("medium", "very-low", "high", True), ("low", "very-low", "high", False),
        ("low", "very-low", "very-high", True),
    ],
)  # fmt: skip
def test_the_surer_what_is_claimed_the_fewer_levels_short_exclude(
    folder: ContentFolder, confidence: str, level: str, least: str, is_out: bool
) -> None:
    folder.algorithm("one", claim("interpretability", level, confidence=confidence))
    answer = required(folder, {**READABLE, "min": least})
    assert why_out(answer, "one") == (
        [f"its interpretability is {level}, and at least {least} is required"] if is_out else []
    )  # fmt: skip
    assert is_out or len(risks_of(answer)) == 1


def test_two_levels_short_excludes_where_a_rule_says_so(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "medium", confidence="low"))
    folder.rules(rule("opaque", {"rate": {"interpretability": "low"}}))
    assert why_out(required(folder, READABLE), "one") != []


def test_one_level_short_is_at_risk_where_a_rule_says_so_too(folder: ContentFolder) -> None:
    folder.algorithm("one", claim("interpretability", "high"))
    folder.rules(rule("opaque", {"rate": {"interpretability": "medium"}}))
    assert len(risks_of(required(folder, READABLE))) == 1


@pytest.mark.parametrize(
    ("bound", "interval", "is_out"),
    [
        (FAST, ("400 ms", "2 s"), True),
        (FAST, ("399 ms", "2 s"), False),
        (FAST, ("41 ms", "2 s"), False),
        ({"quality": "inference-throughput", "min": "100/s"}, ("1/s", "10/s"), True),
        ({"quality": "inference-throughput", "min": "100/s"}, ("1/s", "11/s"), False),
    ],
)
def test_claims_in_a_unit_exclude_from_ten_times_beyond_a_bound(
    folder: ContentFolder, bound: dict[str, Any], interval: tuple[str, str], is_out: bool
) -> None:
    folder.algorithm("one", claim(bound["quality"], dict(zip(("from", "to"), interval, strict=True))))
    answer = required(folder, bound)
    assert bool(why_out(answer, "one")) is is_out
    assert is_out or len(risks_of(answer)) == 1
