"""What another set of packs changes is told brief by brief, with the rules behind it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from small_knowledge import ROOT, brief
from whichml import Brief, KnowledgeBase, recommend
from whichml.advise.recommendation import Advisor
from whichml.authoring.difference import BriefChange, Change, difference
from whichml.authoring.workspace import sound_knowledge_at
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.model.documents.errors import BriefError

pytestmark = pytest.mark.slow("answers every scenario twice")

HEAD = "rulepack: {id: house, version: 1, title: House, license: CC0-1.0}\n"
SOURCES = "    sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]\n"
FRAUD = Brief.load(ROOT / "kb/facts/scenarios/credit-card-fraud.yaml")


def with_rules(knowledge: Knowledge, *rules: str, more: str = "") -> Knowledge:
    text = HEAD + more + "rules:\n" + "".join(rule + SOURCES for rule in rules)
    admission = load_packs(knowledge, [parse_pack(text.encode(), "house.yaml")])
    assert admission.refused == ()
    return admission.knowledge


def rule(identity: str, body: str) -> str:
    return f"  - id: {identity}\n    title: The rule {identity}\n{body}"


def changed(old: Knowledge, new: Knowledge, asked: Brief = FRAUD) -> BriefChange:
    (found,) = difference(old, new, {"asked": asked}).briefs
    return found


def only(change: BriefChange, about: str) -> list[Change]:
    return [each for each in change.changes if each.about == about]


def with_claim(knowledge: Knowledge, level: str) -> Knowledge:
    claim = f"""\
claims:
  - subject: logistic-regression
    quality: interpretability
    level: {level}
    confidence: high
    evidence: documentation
    sources: [{{ref: mlip-book-ch25, locator: chapter 25, supports: it}}]
rules: []
"""
    admission = load_packs(knowledge, [parse_pack((HEAD + claim).encode(), "house.yaml")])
    assert admission.refused == ()
    return admission.knowledge


def test_a_claim_behind_other_answers_is_named_with_its_level(knowledge: KnowledgeBase) -> None:
    asked = Brief.from_mapping({
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 20_000,
        "priorities": {"interpretability": "high"},
    })  # fmt: skip
    low, high = with_claim(knowledge, "very-low"), with_claim(knowledge, "high")
    (told,) = only(changed(knowledge, low, asked), "claim")
    assert (told.subject, told.old, told.new) == ("house.logistic-regression.interpretability", "", "very low")
    (moved,) = only(changed(low, high, asked), "claim")
    assert (moved.old, moved.new) == ("very low", "high")
    (gone,) = only(changed(high, knowledge, asked), "claim")
    assert (gone.old, gone.new) == ("high", "")
    assert only(changed(low, low, asked), "claim") == []


def test_the_same_packs_change_nothing(knowledge: KnowledgeBase) -> None:
    assert changed(knowledge, knowledge).is_empty


def test_a_rule_that_waits_for_an_unknown_field_does_not_count_yet(knowledge: KnowledgeBase) -> None:
    body = "    when: {deployment.target: browser, data.drift: fast}\n    then: {exclude: it stands still}\n"
    house, brief_of = with_rules(knowledge, rule("house-waits", body)), Brief.from_mapping
    told = {"task": "binary-classification", "data.modality": "tabular", "deployment.target": "browser"}
    waiting, known = brief_of(told), brief_of({**told, "data.drift": "fast"})
    assert "rule:house-waits" in {node.id for node in recommend(waiting, house).justification.nodes}
    assert changed(knowledge, house, waiting).rules_added == ()
    assert changed(knowledge, house, known).rules_added == ("house-waits",)


def leader_of(knowledge: Knowledge) -> str:
    return recommend(FRAUD, knowledge).candidates[0].algorithm


def test_an_exclusion_names_who_is_out_and_by_which_rule(knowledge: KnowledgeBase) -> None:
    leader = leader_of(knowledge)
    without = f"    algorithm: {{id: {leader}}}\n    then: {{exclude: the house does without}}\n"
    change = changed(knowledge, with_rules(knowledge, rule("house-without", without)))
    (out,) = only(change, "excluded")
    assert (out.subject, out.old, out.new, out.rules) == (leader, "", "the house does without", ("house-without",))
    assert "house-without" in change.rules_added
    assert leader in only(change, "leaders")[0].old
    assert leader not in only(change, "leaders")[0].new


def test_what_goes_away_names_the_rule_that_brought_it(knowledge: KnowledgeBase) -> None:
    no_boosting = "    algorithm: {id: xgboost}\n    then: {exclude: the house does without}\n"
    change = changed(with_rules(knowledge, rule("house-no-xgboost", no_boosting)), knowledge)
    (out,) = only(change, "excluded")
    assert (out.new, out.rules) == ("", ("house-no-xgboost",))
    assert change.rules_removed == ("house-no-xgboost",)


def test_a_reason_that_is_overridden_names_who_overrides_it_where_the_algorithm_stays_out(
    knowledge: KnowledgeBase,
) -> None:
    told = {"task": "binary-classification", "data.modality": "tabular", "stakes.explanation": "full"}
    asked = Brief.from_mapping({**told, "requirement.interpretability.min": "high"})
    shipped = "full-explanation-rules-out-opaque-models"
    fine = "    algorithm: {id: random-forest}\n    then: {caution: Ask the house.}\n"
    house = with_rules(knowledge, rule("house-fine", f"    overrides: [{shipped}]\n{fine}"))
    (out,) = only(changed(knowledge, house, asked), "excluded")
    assert (out.subject, out.rules) == ("random-forest", ("house-fine",))
    assert out.new != ""
    (back,) = only(changed(house, knowledge, asked), "excluded")
    assert back.rules == (shipped,)


def test_decisions_priorities_patterns_and_cautions_are_told_apart(knowledge: KnowledgeBase) -> None:
    leader = leader_of(knowledge)
    new = with_rules(
        knowledge,
        rule("house-server", "    then: {decide: {serving-form: embedded-library}, strength: must}\n"),
        rule("house-privacy", "    then: {prioritise: {privacy: high}}\n"),
        rule("house-hashes", "    then: {advise: federated-learning}\n"),
        rule("house-warns", f"    algorithm: {{id: {leader}}}\n    then: {{caution: Ask the house.}}\n"),
    )
    change = changed(knowledge, new)
    assert [(c.subject, c.new, c.rules) for c in only(change, "decision")] == [
        ("serving-form", "embedded-library (must)", ("house-server",))
    ]
    assert [(c.subject, c.rules) for c in only(change, "priority")] == [("privacy", ("house-privacy",))]
    assert [c.subject for c in only(change, "pattern")] == ["federated-learning"]
    assert [(c.subject, c.new) for c in only(change, "caution")] == [("Ask the house.", leader)]


LIMITS = """\
applications:
  - id: house-limits
    name: setting of overdraft limits
    tasks: [binary-classification]
    words: [[overdraft*], [limit*]]
    lead:
      - algorithm: risk-scorecard
        why: it is read
        sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]
    points: [{say: Ask the board., sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]}]
    sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]
circumstances:
  - id: house-old-core
    name: data from the old core
    phrases: [old core]
    say: Take the daily copy.
    sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]
"""
OWN = """\
algorithms:
  - id: house-trees
    name: House trees
    family: boosting
    role: candidate
    solves: [binary-classification]
    accepts: {tabular: raw}
    implementations: [{path: house.Trees, package: house}]
    complexity: {training: O(n), inference: O(1), size: O(1)}
    capabilities: {probabilities: true, partial-fit: false}
    description: Trees of the house.
    shines: Here.
    fails: Elsewhere.
    sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]
    claims:
      - quality: accuracy
        level: high
        confidence: medium
        evidence: benchmark
        sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]
"""


def test_each_side_reads_a_brief_by_its_own_words(knowledge: KnowledgeBase) -> None:
    house = with_rules(knowledge, rule("house-open", "    then: {prioritise: {privacy: high}}\n"), more=LIMITS)
    change = changed(knowledge, house, brief(title="Overdraft limits", data__rows=60000))
    assert recommend(brief(title="Overdraft limits", data__rows=60000), house).top(1) == ("risk-scorecard",)
    assert only(change, "leaders")[0].new.startswith("1. risk-scorecard")
    assert not only(change, "leaders")[0].old.startswith("1. risk-scorecard")
    assert [(c.subject, c.new) for c in only(change, "application")] == [
        ("house-limits", "setting of overdraft limits")
    ]
    assert "Ask the board." in [c.subject for c in only(change, "point")]


def test_a_circumstance_that_one_side_alone_knows_is_told_there(knowledge: KnowledgeBase) -> None:
    house = with_rules(knowledge, rule("house-open", "    then: {prioritise: {privacy: high}}\n"), more=LIMITS)
    asked = brief(project__circumstances=["house-old-core"])
    (come,) = only(changed(knowledge, house, asked), "circumstance")
    assert (come.subject, come.old, come.new) == ("house-old-core", "", "Take the daily copy.")
    (gone,) = only(changed(house, knowledge, asked), "circumstance")
    assert (gone.old, gone.new) == ("Take the daily copy.", "")


def test_a_brief_that_names_what_neither_side_knows_is_refused(knowledge: KnowledgeBase) -> None:
    with pytest.raises(BriefError, match="unknown circumstance 'house-old-core'"):
        changed(knowledge, knowledge, brief(project__circumstances=["house-old-core"]))


def test_an_algorithm_that_a_pack_brings_is_told_where_it_is_ranked_and_not_where_it_is_out(
    knowledge: KnowledgeBase,
) -> None:
    house = with_rules(knowledge, rule("house-open", "    then: {prioritise: {privacy: high}}\n"), more=OWN)
    (place,) = only(changed(knowledge, house), "candidate")
    assert (place.subject, place.old) == ("house-trees", "")
    assert "rank" in place.new
    elsewhere = changed(knowledge, house, brief(task="translation", data__modality="text"))
    assert only(elsewhere, "candidate") == only(elsewhere, "excluded") == []


def test_a_lead_that_is_clearer_than_before_is_told(knowledge: KnowledgeBase) -> None:
    asked = brief(data__rows=60000, data__features=30, stakes__explanation="post-hoc")
    second, *rest = recommend(asked, knowledge).candidates[1:]
    assert second.near_tie
    others = [each.algorithm for each in (second, *rest)]
    without = f"    algorithm: {{id: {others}}}\n    then: {{exclude: the house does without}}\n"
    (lead,) = only(changed(knowledge, with_rules(knowledge, rule("house-without", without)), asked), "lead")
    assert lead.old == f"A close call with {second.name}"
    assert "close call" not in lead.new


def test_a_changed_copy_of_the_shipped_packs_stands_in_their_place(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    shutil.copytree(ROOT / "rules", copy)
    (copy / "stakes.yaml").unlink()
    for pack in copy.glob("*.yaml"):  # what other packs call related is gone with it
        pack.write_text(re.sub(r"(?m)^    related: .*\n", "", pack.read_text("utf-8")), encoding="utf-8")
    shipped = sound_knowledge_at(knowledge, [ROOT / "rules"])
    lacking = sound_knowledge_at(knowledge, [copy])
    assert {pack.id for pack in shipped.packs} - {pack.id for pack in lacking.packs} == {"stakes"}
    asked = brief(stakes__explanation="full")
    assert changed(shipped, shipped, asked).is_empty
    assert "full-explanation-rules-out-opaque-models" in changed(shipped, lacking, asked).rules_removed


def test_a_single_file_stands_in_the_place_of_the_shipped_pack_with_its_id_alone(
    knowledge: KnowledgeBase, tmp_path: Path
) -> None:
    text = (ROOT / "rules" / "stakes.yaml").read_text("utf-8")
    changed_file = tmp_path / "mine.yaml"
    renamed = text.replace("full-explanation-rules-out-opaque-models", "the-house-rules-out-opaque-models")
    changed_file.write_text(renamed, encoding="utf-8")
    found = sound_knowledge_at(knowledge, [changed_file])
    assert {pack.id for pack in found.packs} == {pack.id for pack in knowledge.packs}
    asked = brief(stakes__explanation="full")
    change = changed(knowledge, found, asked)
    assert change.rules_removed == ("full-explanation-rules-out-opaque-models",)
    assert change.rules_added == ("the-house-rules-out-opaque-models",)


def test_packs_may_leave_out_what_facts_and_practice_look_at(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    copy = tmp_path / "rules"
    copy.mkdir()
    head = HEAD.replace("house", "priorities")
    only_rule = rule("one", "    then: {prioritise: {privacy: high}}\n")
    (copy / "priorities.yaml").write_text(f"{head}rules:\n{only_rule}{SOURCES}", encoding="utf-8")
    bare = sound_knowledge_at(knowledge, [copy])
    assert len(bare.rules) == 1
    assert Advisor.of(bare).recommend(brief()).candidates


@pytest.mark.parametrize("where", ["before", "after"])
def test_own_packs_join_the_shipped_ones(knowledge: KnowledgeBase, tmp_path: Path, where: str) -> None:
    home = tmp_path / f"{where}-house"
    home.mkdir()
    text = HEAD.replace("house", f"{where}-house") + "rules:\n"
    text += rule("some-rule", "    then: {prioritise: {privacy: high}}\n") + SOURCES
    (home / "house.yaml").write_text(text, encoding="utf-8")
    found = sound_knowledge_at(knowledge, [home])
    assert [pack.id for pack in found.packs] == [*(pack.id for pack in knowledge.packs), f"{where}-house"]
