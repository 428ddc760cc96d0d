"""What becomes of what a pack of one's own says against practice, and against rules that came with whichml."""

from __future__ import annotations

from dataclasses import replace

import pytest

from printed_documents import printed
from whichml import KnowledgeBase, recommend
from whichml.advise.recommendation import recommend_with_steps
from whichml.authoring.difference import compare_answers
from whichml.export.answer_page import answer_page
from whichml.export.decision_record import to_full_markdown, to_markdown
from whichml.export.explanation import explain
from whichml.export.explanation_page import explanation_page
from whichml.export.first_screen import first_screen
from whichml.export.trace_page import trace_page
from whichml.export.tracing import trace_view
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation

pytestmark = pytest.mark.slow("answers with packs of a house, each in all forms")

OFFLINE = Brief.from_mapping({
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 3000, "data.features": 20,
    "deployment.target": "cloud", "deployment.interaction": "batch",
})  # fmt: skip
READABLE = Brief.from_mapping({
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 30_000, "data.features": 20,
    "stakes.explanation": "full",
})  # fmt: skip
SHIPPED = "full-explanation-rules-out-opaque-models"
ADVICE = "{then: {advise: canary-release}}"
TITLE = "“A model that has to be read must be readable” set aside for "


def with_house(knowledge: Knowledge, *rules: str) -> Knowledge:
    """Return knowledge with a pack of the house, each rule of which is a mapping in braces."""
    sources = "sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]"
    written = (
        f"  - {{id: house-{number}, title: A rule, {sources}, {each[1:]}\n" for number, each in enumerate(rules)
    )  # fmt: skip
    head = "rulepack: {id: house, version: 1, title: House, license: CC0-1.0}\nrules:\n"
    loading = load_packs(knowledge, [parse_pack((head + "".join(written)).encode(), "house.yaml")])
    assert loading.refused == ()
    return loading.knowledge


def as_shipped(knowledge: Knowledge) -> Knowledge:
    """Return the same knowledge as if all packs had come with whichml."""
    return replace(knowledge, packs=tuple(replace(pack, shipped=True) for pack in knowledge.packs))


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def texts(answer: Recommendation, knowledge: Knowledge) -> dict[str, str]:
    """Return all that people read of an answer, each without its line breaks."""
    return {
        "screen": in_one_line(printed(first_screen(answer, knowledge))),
        "page": in_one_line(printed(answer_page(answer, knowledge))),
        "record": in_one_line(to_markdown(answer, knowledge)),
        "full record": in_one_line(to_full_markdown(answer, knowledge)),
    }


def option(answer: Recommendation, decision: str) -> tuple[str, str]:
    return next((each.option, each.strength) for each in answer.decisions if each.decision == decision)


def trace_of(brief: Brief, knowledge: Knowledge) -> str:
    answer, steps = recommend_with_steps(brief, knowledge)
    return in_one_line(printed(trace_page(trace_view(steps, brief, answer.id, None))))


def test_advice_of_a_house_outlives_what_practice_alone_decided(knowledge: KnowledgeBase) -> None:
    house = with_house(knowledge, ADVICE)
    answer = recommend(OFFLINE, house)
    assert option(answer, "experimentation") == ("offline-only", "practice")
    assert "canary-release" in {each.pattern for each in answer.patterns}
    assert answer.not_followed == ()
    assert "canary release" in texts(answer, house)["screen"]
    shipped = recommend(OFFLINE, as_shipped(house))
    assert "canary-release" not in {each.pattern for each in shipped.patterns}
    assert shipped.not_followed == ()


def test_advice_of_a_house_that_a_rule_leaves_no_place_is_told_as_not_followed(knowledge: KnowledgeBase) -> None:
    house = with_house(knowledge, ADVICE, "{then: {decide: {experimentation: offline-only}, strength: must}}")
    answer = recommend(OFFLINE, house)
    (told,) = answer.not_followed
    assert (told.pattern, told.because) == ("canary-release", ("rule:house-0",))
    assert "canary-release" not in {each.pattern for each in answer.patterns}
    for name, text in texts(answer, house).items():
        assert "canary release (advised, no place beside offline evaluation only)" in text, name
    trace = trace_of(OFFLINE, house)
    assert "- house-0 advises canary-release" in trace
    assert "not followed: no place beside offline evaluation only" in trace
    change = compare_answers("brief", recommend(OFFLINE, knowledge), answer)
    (pattern,) = (each for each in change.changes if each.subject == "canary-release")
    assert (pattern.old, pattern.new, pattern.rules) == ("", "advised, not followed", ("house-0",))
    assert "house-0" in change.rules_added


def test_an_exclusion_that_a_house_overrides_in_vain_is_told_with_who_stays_out(knowledge: KnowledgeBase) -> None:
    many_rows = "exact-gaussian-processes-stop-at-10k-rows"
    spared = f"{{algorithm: {{id: gaussian-process}}, overrides: [{many_rows}], then: {{caution: Mind the time.}}}}"
    house, plain = with_house(knowledge, spared), {"task": "binary-classification", "data.modality": "tabular"}
    answer = recommend(Brief.from_mapping({**plain, "data.rows": 20_000}), house)
    (told,) = answer.set_aside
    assert (told.rule, told.by, told.algorithms) == (many_rows, "house-0", ("gaussian-process",))
    assert "gaussian-process" in {each.algorithm for each in answer.excluded}
    said = "beyond some 10,000 rows” set aside for Gaussian process, which stays out for other reasons"
    for name, text in texts(answer, house).items():
        assert said in text, name
    page = in_one_line(printed(explanation_page(explain(answer, house, "gaussian-process"), answer)))
    assert f"(rule {many_rows}), which would exclude it" in page
    assert recommend(Brief.from_mapping({**plain, "data.rows": 9000}), house).set_aside == ()


def test_an_exclusion_that_a_house_overrides_is_told_with_who_comes_back(knowledge: KnowledgeBase) -> None:
    caution = f"{{algorithm: {{family: boosting}}, overrides: [{SHIPPED}], then: {{caution: Show the report.}}}}"
    house = with_house(knowledge, caution)
    answer, before = recommend(READABLE, house), recommend(READABLE, knowledge)
    (told,) = answer.set_aside
    assert (told.rule, told.by, told.effect, told.because) == (SHIPPED, "house-0", "exclude", ("rule:house-0",))
    out = {each.algorithm for each in before.excluded}
    assert "lightgbm" in told.algorithms
    assert set(told.algorithms) <= out - {each.algorithm for each in answer.excluded}
    for name, text in texts(answer, house).items():
        assert TITLE in text, name
    found = explain(answer, house, "lightgbm")
    assert [each.rule for each in found.set_aside] == [SHIPPED]
    said = in_one_line(printed(explanation_page(found, answer)))
    assert "house sets aside “A model that has to be read must be readable”" in said
    assert explain(answer, house, "logistic-regression").set_aside == ()
    assert "overridden by house-0 for " in trace_of(READABLE, house)
    change = compare_answers("brief", before, answer)
    assert [each.subject for each in change.changes if each.about == "set-aside"] == [SHIPPED]


def test_a_rule_that_a_house_supersedes_is_told_where_it_would_hold(knowledge: KnowledgeBase) -> None:
    house = with_house(
        knowledge,
        f"{{when: {{data.rows: {{below: 10}}}}, supersedes: [{SHIPPED}], then: {{prioritise: {{accuracy: high}}}}}}",
    )
    answer = recommend(READABLE, house)
    (told,) = answer.set_aside
    assert (told.rule, told.because) == (SHIPPED, ())
    assert "xgboost" in told.algorithms
    assert f"By house: {TITLE}" in texts(answer, house)["screen"]
    assert recommend(OFFLINE, house).set_aside == ()


def test_a_rule_that_a_house_words_anew_is_not_set_aside(knowledge: KnowledgeBase) -> None:
    anew = f"{{supersedes: [{SHIPPED}], algorithm: {{role: candidate}}, then: {{exclude: the house reads it}}}}"
    assert recommend(READABLE, with_house(knowledge, anew)).set_aside == ()


def test_an_option_that_a_house_forbids_stands_in_full_also_where_a_rule_chose_another(
    knowledge: KnowledgeBase,
) -> None:
    house = with_house(
        knowledge, "{then: {forbid: {hardware: gpu}}}", "{then: {decide: {hardware: cpu}, strength: must}}"
    )
    answer = recommend(OFFLINE, house)
    assert option(answer, "hardware") == ("cpu", "must")
    for name, text in texts(answer, house).items():
        assert "not GPU" in text, name
    assert "x not GPU: A rule" in texts(answer, house)["page"]


def test_an_option_that_is_chosen_though_a_house_forbids_it_is_told_so(knowledge: KnowledgeBase) -> None:
    house = with_house(
        knowledge,
        "{then: {forbid: {update-rollout: per-event}}}",
        "{then: {decide: {update-rollout: per-event}, strength: must}}",
    )
    answer = recommend(OFFLINE, house)
    assert option(answer, "update-rollout") == ("per-event", "must")
    assert "not with every event (forbidden, not followed)" in texts(answer, house)["record"]


@pytest.mark.parametrize("brief", [OFFLINE, READABLE])
def test_without_a_house_nothing_is_set_aside_or_advised_in_vain(knowledge: KnowledgeBase, brief: Brief) -> None:
    answer = recommend(brief, knowledge)
    assert (answer.set_aside, answer.not_followed) == ((), ())
    assert "By packs of your own".upper() not in texts(answer, knowledge)["page"].upper()
