"""`whichml explain --trace` tells rule by rule what fired on which facts, and what nearly did."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from whichml import Brief, KnowledgeBase
from whichml.advise.recommendation import Advisor

pytestmark = pytest.mark.slow("traces whole answers")
Run = Callable[..., Result]
BRIEF = """\
task: binary-classification
data:
  modality: tabular
  rows: 60000
deployment:
  connectivity: never
  target: microcontroller
stakes: {explanation: full}
"""
HOUSE = """\
rulepack: {id: house, version: 1, title: House, license: CC0-1.0}
rules:
  - id: house-scores-are-stable
    title: Scores stay what they were
    when: {project.application: credit-scoring}
    then: {prioritise: {stability: high}}
    sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "brief.yaml"
    file.write_text(BRIEF, encoding="utf-8")
    return file


def traced(run: Run, path: Path, *more: str) -> dict[str, Any]:
    done = run("explain", path, "--trace", "--format", "json", *more)
    assert done.exit_code == 0
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_every_rule_that_fired_is_told_with_the_facts_it_met_and_where_they_come_from(run: Run, path: Path) -> None:
    told = traced(run, path)
    firing = Advisor.of(KnowledgeBase.load()).assess(Brief.load(path)).firing
    assert told["schema"] == "trace/1"
    assert sorted(step["rule"] for step in told["fired"]) == sorted(rule.id for rule in firing.fired)
    steps = {step["rule"]: step for step in told["fired"]}
    assert steps["never-connected-means-no-network"]["because"] == [
        {"field": "deployment.connectivity", "test": "is never", "value": "never", "origin": f"{path}:6"}
    ]
    (derived,) = steps["no-network-rules-out-a-server"]["because"]
    assert derived["origin"].startswith("concluded by never-connected-means-no-network")
    (computed,) = steps["exact-kernel-methods-stop-at-50k-rows"]["because"]
    assert (computed["value"], computed["origin"]) == (60000, "computed from data.rows")


def test_amounts_are_told_in_the_unit_that_people_read(run: Run, path: Path) -> None:
    path.write_text(f"{BRIEF}title: Loans\n".replace("rows: 60000", "label_delay: 6 months"), encoding="utf-8")
    shown = run("explain", path, "--trace").stdout
    assert "because data.label_delay is 180 days" in shown


def test_a_rule_of_an_application_fires_where_the_words_of_the_brief_tell_it(run: Run, path: Path) -> None:
    path.write_text("title: Loan default\ntask: binary-classification\ndata: {modality: tabular}\n", encoding="utf-8")
    house = path.with_name("house.yaml")
    house.write_text(HOUSE, encoding="utf-8")
    fired = {step["rule"]: step for step in traced(run, path, "--rules", str(house))["fired"]}
    (fact,) = fired["house-scores-are-stable"]["because"]
    assert (fact["field"], fact["value"]) == ("project.application", "credit-scoring")


def test_strata_come_in_order_and_a_rule_stands_above_those_it_reads(run: Run, path: Path) -> None:
    steps = traced(run, path)["fired"]
    assert [step["stratum"] for step in steps] == sorted(step["stratum"] for step in steps)
    strata = {step["rule"]: step["stratum"] for step in steps}
    assert strata["never-connected-means-no-network"] < strata["no-network-rules-out-a-server"]


def test_what_nearly_fired_names_the_one_condition_that_failed(run: Run, path: Path) -> None:
    nearly = {miss["rule"]: miss for miss in traced(run, path)["nearly"]}
    (unknown,) = nearly["safety-asks-for-an-envelope"]["failed"]
    assert (unknown["field"], unknown["value"], unknown["test"]) == ("stakes.safety_critical", None, "is true")
    (failed,) = nearly["complete-specifications-rule-out-learning"]["failed"]
    assert failed["field"] == "stakes.specification"


def test_the_trace_of_one_algorithm_has_the_rules_about_it_and_the_explanation(run: Run, path: Path) -> None:
    told = traced(run, path, "--algorithm", "kernel-svm")
    assert told["explanation"]["verdict"] == "excluded"
    about = [step for step in told["fired"] if step["effect"] in ("exclude", "rate", "caution")]
    assert {"exact-kernel-methods-stop-at-50k-rows"} <= {step["rule"] for step in about}
    assert all(step["reaches"] in ([], ["kernel-svm"]) for step in about)
    assert {step["effect"] for step in told["fired"]}.isdisjoint({"decide", "forbid", "advise"})
    rules = {rule.id: rule for rule in KnowledgeBase.load().rules}
    assert all(rules[miss["rule"]].is_selective for miss in told["nearly"])


def test_the_page_says_the_same_in_words(run: Run, path: Path) -> None:
    page = " ".join(run("explain", path, "--trace", "--algorithm", "kernel-svm").stdout.split())
    assert page.startswith("Support vector machine with a kernel (kernel-svm)")
    assert "FIRED IN STRATUM 0" in page
    assert "because data.training_rows is 60000 (computed from data.rows)" in page
    assert "NEARLY FIRED about kernel-svm".upper() in page.upper()


def test_an_overridden_rule_is_told_with_who_overrides_it(run: Run, tmp_path: Path) -> None:
    brief = tmp_path / "brief.yaml"
    brief.write_text(
        "task: recommendation\ndata: {modality: interactions}\ndeployment: {interaction: batch, target: cloud}\n",
        encoding="utf-8",
    )
    steps = {step["rule"]: step for step in traced(run, brief)["fired"]}
    assert steps["batches-run-on-servers"]["silenced_by"] == ["batches-over-known-cases-are-looked-up"]


def test_saying_nothing_of_what_to_explain_is_a_usage_error(run: Run, path: Path) -> None:
    done = run("explain", path)
    assert done.exit_code == 2
    assert "--algorithm ID, --trace, or both" in done.stderr
