"""`whichml explain` follows the justification down to files, lines and places in sources."""

import json
import re

import pytest

from printed_documents import in_one_line, printed
from whichml import Brief, KnowledgeBase, recommend
from whichml.export.explanation import explain
from whichml.export.explanation_page import explanation_page
from whichml.knowledge.algorithm_calls import algorithm_called


def test_an_excluded_algorithm_names_the_rule_with_file_and_line_and_the_facts_of_the_brief(run, recidivism):
    page = in_one_line(run("explain", recidivism, "--algorithm", "xgboost").stdout)
    knowledge = KnowledgeBase.load()
    rule = knowledge.rule("full-explanation-rules-out-opaque-models")
    assert re.search(r"rules/\w+\.yaml:\d+", rule.where)
    assert f"(rule {rule.id}, {rule.where})" in page
    assert re.search(r"brief stakes\.explanation is full \(\S+recidivism\.yaml:\d+\)", page)
    assert f"[{rule.sources[0].ref}] {rule.sources[0].locator}: {rule.sources[0].supports}" in page


def test_the_algorithm_may_stand_behind_the_brief_and_one_at_a_time_is_explained(run, recidivism):
    behind = run("explain", recidivism, "xgboost")
    assert behind.stdout == run("explain", recidivism, "--algorithm", "xgboost").stdout
    both = run("explain", recidivism, "xgboost", "--algorithm", "lasso")
    assert both.exit_code == 2
    assert "say xgboost or --algorithm lasso" in in_one_line(both.stderr)


def test_an_excluded_algorithm_says_what_would_have_to_change(run, recidivism):
    page = in_one_line(run("explain", recidivism, "--algorithm", "xgboost").stdout)
    changes = page.split("WHAT WOULD HAVE TO CHANGE")[1]
    assert "lifted if it is no longer so that stakes.explanation is full" in changes
    assert "lifted if the brief no longer says: interpretability must be at least high" in changes


def test_the_bars_of_an_exclusion_are_its_reasons_each_with_facts_and_changes(run, recidivism):
    found = json.loads(run("explain", recidivism, "--algorithm", "xgboost", "--format", "json").stdout)
    answer = recommend(Brief.load(recidivism), KnowledgeBase.load())
    reasons = next(e.reasons for e in answer.excluded if e.algorithm == "xgboost")
    assert found["verdict"] == "excluded"
    assert [bar["text"] for bar in found["bars"]] == [reason.text for reason in reasons]
    assert all(bar["lifted_by"] and bar["facts"] for bar in found["bars"])


def test_an_algorithm_for_another_task_is_barred_by_the_task(run, fraud):
    found = json.loads(run("explain", fraud, "--algorithm", "k-means", "--format", "json").stdout)
    (bar,) = found["bars"]
    assert [fact["id"] for fact in bar["facts"]] == ["task"]
    assert bar["lifted_by"] == ["the brief no longer says: task is binary-classification"]


def test_the_leader_is_explained_by_claims_with_places_in_sources(run, fraud):
    leader = recommend(Brief.load(fraud), KnowledgeBase.load()).candidates[0]
    page = in_one_line(run("explain", fraud, "--algorithm", leader.algorithm).stdout)
    assert f"{leader.name} is recommended" in page
    assert re.search(r"claim .*? \(kb/facts/\w+/[\w-]+\.yaml:\d+\) \[[\w-]+\] ", page)


def test_an_accuracy_that_others_measured_is_explained_by_their_studies(run, tmp_path):
    brief = tmp_path / "plain.yaml"
    brief.write_text("task: binary-classification\ndata: {modality: tabular, rows: 5000}\n", encoding="utf-8")
    page = in_one_line(run("explain", brief, "--algorithm", "catboost").stdout)
    assert "evidence CatBoost, classification and regression on tables: it beats random forest on " in page
    assert "[tabarena] kb/facts/published/tabarena.json, pairs of catboost: wins " in page


def test_a_lower_rank_is_explained_by_practice_and_qualities_whose_differences_add_up_to_the_gap(run, fraud):
    answer = recommend(Brief.load(fraud), KnowledgeBase.load())
    leader, last = answer.candidates[0], answer.outclassed[-1]
    found = json.loads(run("explain", fraud, "--algorithm", last.algorithm, "--format", "json").stdout)
    assert found["verdict"] == "candidate"
    assert len(found["comparisons"]) == len(last.qualities) + 1
    assert "established-practice" in [c["quality"] for c in found["comparisons"]]
    gap = last.utility.mean - leader.utility.mean
    assert sum(c["difference"] for c in found["comparisons"]) == pytest.approx(gap, abs=0.02)
    assert found["comparisons"][0]["difference"] == min(c["difference"] for c in found["comparisons"])


def explained(advisor, knowledge, fields, mistake):
    """Return an explanation of a candidate with more utility than the leader, which some would call a mistake."""
    answer = advisor.recommend(Brief.from_mapping(fields))
    leader, other = answer.candidates[0], answer.outclassed[0]
    more = other.utility.model_copy(update={"mean": leader.utility.mean + 0.05, "high": 1.0})
    doubted = other.practice.model_copy(update={"mistake": 0.17})
    first = leader.model_copy(update={"practice": leader.practice.model_copy(update={"mistake": mistake})})
    moved = other.model_copy(update={"utility": more, "practice": doubted})
    changed = answer.model_copy(update={"candidates": (first,), "outclassed": (moved,)})
    return changed, explain(changed, knowledge, moved.algorithm).text


UPLIFT = {"task": "treatment-effect-estimation", "data": {"modality": "tabular", "rows": 80_000, "feedback": "full"}}


def test_what_practice_moved_down_says_so_before_all_else(advisor, knowledge):
    answer, text = explained(advisor, knowledge, UPLIFT, 0.0)
    moved, leader = answer.outclassed[0], answer.candidates[0].name
    assert text.startswith(
        f"{moved.name} ranks {moved.rank} and was moved down because some would call it a mistake here (17 %): from "
        "10 % on, nothing that does as well as the leader is a choice beside it."
    )
    assert text.rpartition(f"is 0.05 above that of {leader}")[2] in (".", "; that is nearly a tie.")


def test_a_leader_that_is_called_a_mistake_too_says_why_it_leads(advisor, knowledge):
    answer, text = explained(advisor, knowledge, UPLIFT, 0.4)
    why = "(40 %): the first candidate is passed over only from 50 % on."
    assert text.endswith(f"Some would call {answer.candidates[0].name} a mistake as well {why}")
    assert explain(answer, knowledge, answer.candidates[0].algorithm).text.endswith(
        f"Some would call it a mistake here {why}"
    )


def test_a_folded_sibling_is_explained_by_the_candidate_whose_rank_it_shares(run, fraud):
    spam = fraud.with_name("spam-filter-blog.yaml")
    answer = recommend(Brief.load(spam), KnowledgeBase.load())
    candidate = next(candidate for candidate in answer.candidates if candidate.equivalents)
    found = json.loads(run("explain", spam, "--algorithm", candidate.equivalents[0], "--format", "json").stdout)
    assert (found["verdict"], found["rank"]) == ("equivalent", candidate.rank)
    assert candidate.name in found["text"]


def test_a_folded_sibling_is_compared_with_the_leader_by_its_own_qualities(run, fraud, advisor, knowledge):
    found = json.loads(run("explain", fraud, "--algorithm", "catboost", "--format", "json").stdout)
    assert (found["verdict"], found["leader"]) == ("equivalent", "lightgbm")
    own = {each.quality: each.level for each in advisor.assess(Brief.load(fraud)).rated("catboost")}
    told = {each["quality"]: each["level"] for each in found["comparisons"]}
    assert told.pop("established-practice")
    assert told == own
    assert any(each["level"] != each["leader_level"] for each in found["comparisons"])
    assert found["practice"]["text"].startswith("CatBoost: ")
    known = {node["id"] for node in found["nodes"]}
    assert all(set(each["because"]) <= known for each in found["comparisons"])
    page = in_one_line(run("explain", fraud, "--algorithm", "catboost").stdout)
    assert "Categorical handling: very-high, the leader medium" in page
    assert "claim CatBoost: categorical handling is very-high" in page
    assert "[catboost-docs] Parameter tuning" in page


def test_no_sibling_is_told_the_leaders_levels_as_a_comparison_of_the_leader_with_itself(fraud, advisor, knowledge):
    answer = advisor.recommend(Brief.load(fraud))
    kept_alone = in_one_line(printed(explanation_page(explain(answer, knowledge, "catboost"), answer)))
    assert "What follows is said of LightGBM." in kept_alone
    assert ", the leader " not in kept_alone
    assert "Categorical handling: medium (weight" in kept_alone


def test_steps_to_another_answer_rate_no_sibling_of_this_one(fraud, advisor, knowledge):
    brief = Brief.load(fraud)
    answer = advisor.recommend(brief)
    other = advisor.assess(brief.replace("data.features", 3_000))
    assert explain(answer, knowledge, "catboost", other) == explain(answer, knowledge, "catboost")


def test_a_reference_is_explained_as_what_candidates_have_to_beat(run, fraud):
    page = in_one_line(run("explain", fraud, "--algorithm", "constant-baseline").stdout)
    assert "every candidate has to beat it" in page


def test_every_algorithm_of_the_knowledge_base_has_an_explanation(fraud):
    from whichml.export.explanation import explain

    knowledge = KnowledgeBase.load()
    answer = recommend(Brief.load(fraud), knowledge)
    verdicts = {identity: explain(answer, knowledge, identity).verdict for identity in knowledge.algorithms}
    assert len(verdicts) == len(knowledge.algorithms) > 50
    assert list(verdicts.values()).count("leader") == 1
    assert {i for i, v in verdicts.items() if v == "excluded"} == {e.algorithm for e in answer.excluded}


def test_an_explanation_carries_every_node_and_work_that_it_names(run, recidivism):
    found = json.loads(run("explain", recidivism, "--algorithm", "xgboost", "--format", "json").stdout)
    nodes = {node["id"]: node for node in found["nodes"]}
    assert set(found["because"]) <= set(nodes)
    assert all(lower in nodes for node in nodes.values() for lower in node["because"])
    assert {c["ref"] for node in nodes.values() for c in node["sources"]} == set(found["sources"])


@pytest.mark.parametrize(("given", "meant"), [("lightgmb", "lightgbm"), ("Random Forrest", "random-forest")])
def test_an_unknown_algorithm_is_refused_with_the_nearest_name(run, fraud, given, meant):
    refusal = run("explain", fraud, "--algorithm", given)
    assert refusal.exit_code == 2
    assert refusal.stdout == ""
    assert f"Did you mean '{meant}'?" in refusal.stderr


@pytest.mark.slow("explains many algorithms")
@pytest.mark.parametrize(
    "named",
    ["generalised-linear-model", "Generalised linear model", "generalized linear model", "Generalised Linear Models"],
)
def test_an_algorithm_is_known_by_its_name_as_it_is_printed_and_in_british_spelling(run, tmp_path, named):
    brief = tmp_path / "claims.yaml"
    brief.write_text("task: regression\ndata: {modality: tabular, rows: 5000}\n", encoding="utf-8")
    by_id = run("explain", brief, "--algorithm", "generalized-linear-model")
    by_name = run("explain", brief, "--algorithm", named)
    if named.endswith("s"):
        assert "Did you mean 'generalized-linear-model'?" in by_name.stderr
    else:
        assert by_id.exit_code == by_name.exit_code == 0
        assert by_name.stdout == by_id.stdout
    assert run("compare", brief, "random forest", "generalised-linear-model").exit_code == 0


@pytest.mark.slow("explains many algorithms")
def test_no_two_algorithms_have_a_name_in_common_that_is_one_of_their_ids():
    knowledge = KnowledgeBase.load()
    assert all(algorithm_called(each, knowledge) == each for each in knowledge.algorithms)
    names = [each.facts.name for each in knowledge.algorithms.values()]
    assert [name for name in names if algorithm_called(name, knowledge) is None] == []
