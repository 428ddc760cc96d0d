"""What authors of packs try first and rules cannot say is refused with what to write instead."""

from __future__ import annotations

import pytest

from whichml import KnowledgeBase
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.model.documents.errors import Problem, RuleError
from whichml.rules.lint import lint_rules

HEAD = "rulepack: {id: acme, version: 1, title: Acme, license: CC0-1.0}\n"
RULE = """\
rules:
  - id: acme-care
    title: Care
    when: %s
    then: %s
    sources: [{ref: mlip-book-ch25, locator: chapter 25, supports: it}]
"""
ADVICE = "{advise: canary-release}"


def problem_of(knowledge: KnowledgeBase, when: str, then: str = ADVICE) -> Problem:
    """Return the one problem of a pack with such a rule."""
    try:
        (refused,) = load_packs(knowledge, [parse_pack((HEAD + RULE % (when, then)).encode(), "acme.yaml")]).refused
    except RuleError as error:
        (problem,) = error.problems
        return problem
    (problem,) = refused.problems
    return problem


def hints_of_lint(knowledge: KnowledgeBase, when: str) -> list[str | None]:
    """Return the hints of conditions that can never hold in a pack with such a rule."""
    pack = parse_pack((HEAD + RULE % (when, ADVICE)).encode(), "acme.yaml")
    found = lint_rules(load_packs(knowledge, [pack]).knowledge, [pack])
    return [problem.hint for problem in found if problem.code == "RP301"]


@pytest.mark.parametrize(
    ("when", "code", "hint"),
    [
        ("{or: [{data.rows: 5}, {data.features: 5}]}", "RP201", "Several values of one field are a list: "),
        ("{any_of: [{data.rows: 5}]}", "RP201", "Several values of one field are a list: "),
        ("{and: [{data.rows: 5}]}", "RP201", "All that stands in `when` has to hold: "),
        ("{not: {data.rows: 5}}", "RP201", "What must not hold goes into `unless`"),
        ("{task: {not: regression}}", "RP203", "What must not hold goes into `unless`"),
        ("{data.rowz: 5}", "RP201", "Did you mean 'data.rows'?"),
        ("{data.rows: {above: 5, below: 10}}", "RP203", "Write `{between: [5, 10]}`, which takes in both ends."),
        ("{data.rows: {above: 5, is: 10}}", "RP203", "Write each test as a rule of its own."),
        ("{data.rows: {above: 10k}}", "RP204", "Write 10000."),
        ('{data.rows: {above: "10,000"}}', "RP204", "Write 10000."),
        ("{data.rows: {above: many}}", "RP204", None),
        ('{data.rows: {above: "10.000"}}', "RP204", None),
    ],
)
def test_a_condition_that_cannot_be_is_answered_with_one_that_can(
    knowledge: KnowledgeBase, when: str, code: str, hint: str | None
) -> None:
    problem = problem_of(knowledge, when)
    assert problem.code == code
    assert (problem.hint or "").startswith(hint) if hint else not problem.hint


@pytest.mark.parametrize("wish", ["require", "prefer"])
def test_a_wish_for_an_algorithm_is_answered_with_what_a_rule_can_do(knowledge: KnowledgeBase, wish: str) -> None:
    problem = problem_of(knowledge, "{}", f"{{{wish}: xgboost}}")
    assert problem.code == "RP105"
    assert (problem.hint or "").startswith("No rule can require or prefer an algorithm: exclude what may not be used")
    assert "Known here: advise" in (problem.hint or "")
    assert "No rule can" not in (problem_of(knowledge, "{}", "{advice: canary-release}").hint or "")


@pytest.mark.parametrize(
    ("bound", "hint"),
    [
        ("{above: 5}", "Shares go from 0 to 1: is 5 % (0.05) meant?"),
        ("{between: [5, 20]}", "Shares go from 0 to 1: is 5 % (0.05) and 20 % (0.2) meant?"),
        ("{above: 500}", "Correct the value, or remove the condition."),
    ],
)
def test_a_share_above_one_is_taken_for_one_in_percent(knowledge: KnowledgeBase, bound: str, hint: str) -> None:
    hints = hints_of_lint(knowledge, f"{{data.minority_share: {bound}}}")
    assert hints == [hint]
