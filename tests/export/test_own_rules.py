"""What a pack of one's own says stands on the first screen and in the record to paste, or is counted there."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

import pytest

from by_night import some_of
from printed_documents import printed
from small_knowledge import ROOT, SCENARIOS
from whichml import KnowledgeBase, recommend
from whichml.export.answer_page import answer_page
from whichml.export.decision_record import to_markdown
from whichml.export.first_screen import first_screen
from whichml.export.justification_graph import JustificationGraph
from whichml.export.own_rules import OwnRules
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.model.briefs.brief import Brief
from whichml.model.statements.recommendation import Recommendation
from whichml_server.pages.answer_parts import AnswerParts

ACME = ROOT / "tests/third_party/model-risk-policy/src/acme_bank_model_risk"
CREDIT = Brief.from_mapping({
    "task": "binary-classification",
    "data.modality": "tabular", "data.rows": 20_000, "data.features": 20, "data.labelled_rows": 4000,
    "stakes.regulation": ["ecoa"], "stakes.explanation": "full", "project.team_ml_skill": "low",
})  # fmt: skip
HEAD = "rulepack: {id: house, version: 1, title: House, license: CC0-1.0}\nrules:\n"
SOURCES = "    sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]\n"


@pytest.fixture(scope="module")
def policy() -> Knowledge:
    return KnowledgeBase.load(rules=[ACME])


@pytest.fixture(scope="module")
def credit(policy: KnowledgeBase) -> Recommendation:
    return recommend(CREDIT, policy)


def with_house(knowledge: Knowledge, effects: Sequence[str], when: str = "{}") -> Knowledge:
    rules = (
        f"  - id: house-{number}\n    title: A rule\n    when: {when}\n    then: {effect}\n{SOURCES}"
        for number, effect in enumerate(effects)
    )
    loading = load_packs(knowledge, [parse_pack((HEAD + "".join(rules)).encode(), "house.yaml")])
    assert loading.refused == ()
    return loading.knowledge


def screen(answer: Recommendation, knowledge: Knowledge) -> str:
    return " ".join(printed(first_screen(answer, knowledge)).split())


def test_the_must_and_the_patterns_of_a_house_stand_on_the_screen_and_in_the_record(
    credit: Recommendation, policy: Knowledge
) -> None:
    said = "By acme-bank: update roll-out: after validation (must); "
    for text in (screen(credit, policy), to_markdown(credit, policy)):
        assert said in text
    assert "challenger model; independent validation; " in to_markdown(credit, policy)


def test_what_of_a_house_has_no_room_is_counted(credit: Recommendation, policy: Knowledge) -> None:
    own = OwnRules(credit, policy, JustificationGraph(credit))
    whole, short = own.in_words(), own.in_words(120)
    assert len(short) <= 120
    n_more = int(short.removesuffix(" more with --full.").rpartition(" ")[2])
    assert short.count("; ") + n_more == whole.count("; ") + 1
    assert OwnRules(credit, KnowledgeBase.shipped(), JustificationGraph(credit)).in_words() == ""


def test_what_a_house_asks_to_mind_comes_before_what_any_such_project_has_to(
    credit: Recommendation, policy: Knowledge
) -> None:
    assert credit.candidates[0].cautions[0].text.startswith("The validators want intervals around every figure")
    assert "The validators want intervals" in screen(credit, policy)
    assert "it asks for care: The validators want intervals" in to_markdown(credit, policy)


POLICY = """\
rulepack: {id: house, version: 1, title: House, license: CC0-1.0}
sources:
  - {id: house-policy, type: TYPE, authors: [Risk], year: 2026, title: Policy, url: "https://house.internal/p",
     access: whole, accessed: "2026-11-01"}
"""
CITED = "sources: [{ref: house-policy, locator: section 4, supports: it}]"


def with_policy(knowledge: Knowledge, text: str, type_: str = "report") -> Knowledge:
    written = POLICY.replace("TYPE", type_) + text
    loading = load_packs(knowledge, [parse_pack(written.encode(), "house.yaml")])
    assert loading.refused == ()
    return loading.knowledge


@pytest.mark.slow("loads packs anew")
def test_what_a_house_alone_throws_out_and_a_reader_expects_is_named_with_reason_and_policy(
    knowledge: KnowledgeBase,
) -> None:
    plain = Brief.from_mapping({"task": "binary-classification", "data.modality": "tabular", "data.rows": 80_000})
    first = recommend(plain, knowledge).candidates[0]
    rule = f"""\
rules:
  - id: house-can-read
    title: Models can be read
    algorithm: {{id: [{first.algorithm}, perceptron]}}
    unless: {{project.human_review: true}}
    then: {{exclude: a validator cannot read it}}
    {CITED}
"""
    house = with_policy(knowledge, rule)
    answer = recommend(plain, house)
    assert answer.kept_out == (first.algorithm,)  # the other was never near
    assert f"x not {first.name}: a validator cannot read it [house-policy]" in screen(answer, house)
    record = to_markdown(answer, house)
    (line,) = (each for each in record.splitlines() if each.startswith(f"* Not {first.name}: "))
    assert line.startswith(f"* Not {first.name}: a validator cannot read it [")
    assert "<https://house.internal/p>" in record


@pytest.mark.slow("loads packs anew")
def test_an_application_of_a_handbook_says_that_the_handbook_starts_with_its_lead(knowledge: KnowledgeBase) -> None:
    work = f"""\
applications:
  - id: house-limits
    name: setting of overdraft limits
    tasks: [binary-classification]
    words: [[overdraft*], [limit*]]
    lead: [{{algorithm: risk-scorecard, why: it is read, {CITED}}}]
    points: [{{say: Ask the board., {CITED}}}]
    {CITED}
rules: []
"""
    asked = {"title": "Overdraft limits", "task": "binary-classification", "data.modality": "tabular"}
    for type_, said in (("report", "house-policy starts with it for"), ("article", "Published work on")):
        house = with_policy(knowledge, work, type_)
        answer = recommend(Brief.from_mapping(asked), house)
        assert answer.top(1) == ("risk-scorecard",)
        assert f"{said} setting of overdraft limits" in to_markdown(answer, house)


def test_a_shipped_must_stands_before_the_decisions_that_readers_ask_for_most(knowledge: KnowledgeBase) -> None:
    answer = recommend(CREDIT, knowledge)
    musts = [each for each in answer.decisions if each.strength == "must"]
    (told,) = (line for line in to_markdown(answer, knowledge).splitlines() if line.startswith("Architecture: "))
    assert [part.endswith("(must)") for part in told.split("; ")[:4]] == [True] * len(musts) + [False] * (
        4 - len(musts)
    )
    assert 0 < len(musts) < 4


@pytest.mark.slow("loads packs anew")
def test_where_rules_without_choice_pull_apart_screen_and_record_say_what_was_chosen(knowledge: KnowledgeBase) -> None:
    effects = [
        "{decide: {update-rollout: per-event}, strength: must}",
        "{forbid: {update-rollout: per-event}}",
    ]
    house = with_house(knowledge, effects)
    answer = recommend(CREDIT, house)
    said = "update roll-out: with every event (must, against rules that leave no choice either)"
    assert said in screen(answer, house)
    assert said in to_markdown(answer, house)
    assert "Update roll-out: 'With every event' is chosen, though rules that leave no choice pull apart." in {
        each.text for each in answer.tensions
    }
    shipped = screen(answer, knowledge)  # as if these rules were shipped: nobody's own
    assert "! Update roll-out: with every event is chosen, though musts pull apart." in shipped


@pytest.mark.slow("loads packs anew")
def test_what_a_house_wants_and_does_not_get_is_told_as_not_chosen(knowledge: KnowledgeBase) -> None:
    effects = [
        "{decide: {update-rollout: per-event}, strength: must}",
        "{decide: {update-rollout: scheduled}, strength: should}",
    ]
    house = with_house(knowledge, effects)
    assert "update roll-out: on a schedule (should, not chosen)" in to_markdown(recommend(CREDIT, house), house)


def test_where_a_house_leaves_nothing_that_is_said_by_whom(knowledge: KnowledgeBase) -> None:
    house = with_house(knowledge, ["{exclude: the house does without}"])
    answer = recommend(CREDIT, house)
    assert answer.candidates == ()
    n_out = sum(any(reason.rule == "house-0" for reason in each.reasons) for each in answer.excluded)
    assert n_out > 0
    for text in (screen(answer, house), to_markdown(answer, house)):
        assert f"By house: {n_out} algorithms out." in text


def test_a_record_pins_the_packs_of_a_house_by_their_digests(credit: Recommendation, policy: Knowledge) -> None:
    digest = sha256((ACME / "acme-bank.yaml").read_bytes()).hexdigest()
    record = to_markdown(credit, policy)
    n_shipped = sum(pack.shipped for pack in credit.knowledge.packs)
    assert f"Rule packs: {n_shipped} that come with whichml, `acme-bank/1.2.0` (digest `{digest}`)" in record
    assert record.count("digest") == 2, "of shipped packs the digest of the knowledge tells enough"


@pytest.mark.slow("loads packs anew")
def test_practice_of_siblings_is_not_told_as_practice_of_what_nobody_was_asked_about(policy: KnowledgeBase) -> None:
    alone = "{exclude: the house has one}\n    algorithm: {role: candidate, except: {id: acme-bank-scorecard-service}}"
    house = with_house(policy, [alone])
    answer = recommend(CREDIT, house)
    assert answer.candidates[0].algorithm == "acme-bank-scorecard-service"
    assert "language models would use of its siblings" in screen(answer, house)
    record = to_markdown(answer, house)
    assert "language models would use it" not in record
    assert "what language models would use of its siblings (" in record


def test_a_page_says_what_a_house_says_also_where_it_leaves_nothing(
    credit: Recommendation, policy: Knowledge, knowledge: KnowledgeBase
) -> None:
    said = {part.title: part.html for part in AnswerParts(credit, policy).parts()}["What rules of one's own say"]
    assert "By acme-bank: update roll-out: after validation (must); " in said
    assert "3 more rules behind the order and the facts." in said, "a page has room for all"
    house = with_house(knowledge, ["{exclude: the house does without}"])
    assert "By house: " in AnswerParts(recommend(CREDIT, house), house).start


CLAIMS = """\
rules: []
claims:
  - {subject: logistic-regression, quality: interpretability, level: very-low, confidence: high,
     evidence: documentation, sources: [{ref: house-policy, locator: section 7, supports: weights alone do not do}]}
  - {subject: logistic-regression, quality: update-latency, level: very-high, confidence: high,
     evidence: documentation, sources: [{ref: house-policy, locator: section 8, supports: it runs all night}]}
"""
CHURN = Brief.from_mapping({
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000,
    "priorities": {"interpretability": "high"},
})  # fmt: skip


@pytest.mark.slow("loads packs anew")
def test_a_claim_of_a_house_that_moves_an_answer_is_told_with_its_level_and_its_source(
    knowledge: KnowledgeBase,
) -> None:
    house = with_policy(knowledge, CLAIMS)
    before, answer = recommend(CHURN, knowledge), recommend(CHURN, house)
    assert "logistic-regression" in [each.algorithm for each in before.candidates[:3]]
    assert "logistic-regression" not in [each.algorithm for each in answer.candidates[:3]]
    said = "By house: interpretability of logistic regression very low (a claim)."
    assert said in screen(answer, house)
    assert said in to_markdown(answer, house)
    assert "update" not in "".join(OwnRules(answer, house, JustificationGraph(answer)).clauses())
    assert "By " not in screen(before, knowledge)
    whole = " ".join(printed(answer_page(answer, house)).split())
    assert "interpretability of logistic regression very low (a claim) [house-policy]" in whole


@pytest.mark.slow("loads packs anew")
def test_claims_on_an_algorithm_that_a_pack_brings_are_not_told_beside_it(
    credit: Recommendation, policy: Knowledge
) -> None:
    own = OwnRules(credit, policy, JustificationGraph(credit))
    assert any(name.startswith("acme-bank.acme-bank-scorecard") for name in JustificationGraph(credit).counting_claims)
    assert not any("scorecard service" in said.lower() for said in own.clauses())


@pytest.mark.slow("answers scenarios")
def test_screens_and_records_keep_their_size_beside_a_pack_that_says_much(knowledge: KnowledgeBase) -> None:
    effects = [
        "{decide: {serving-form: batch-job}, strength: must}", "{forbid: {serving-form: batch-job}}",
        "{decide: {update-rollout: per-event}, strength: must}", "{advise: shadow-release}", "{advise: external-audit}",
        *(f"{{caution: Number {n} is a caution that takes a line and a half of a terminal to tell.}}" for n in "1234"),
    ]  # fmt: skip
    house = with_house(knowledge, effects)
    assert len(SCENARIOS) == 12
    for path in some_of(SCENARIOS, 3):
        answer = recommend(Brief.load(path), house)
        assert len(printed(first_screen(answer, house)).splitlines()) <= 30, path.name
        assert len(to_markdown(answer, house).split()) <= 1200, path.name
