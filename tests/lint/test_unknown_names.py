"""A name that nobody knows is answered with those that are like it, and with what a pack can do."""

from __future__ import annotations

import pytest

from whichml import KnowledgeBase
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack
from whichml.rules.lint import lint_rules

PACK = """\
rulepack: {{id: acme, version: 1, title: Acme, license: CC0-1.0}}
rules:
  - id: acme-care
    title: Care
    algorithm: {{family: {family}}}
    then: {{caution: Mind it.}}
    sources: [{{ref: {source}, locator: chapter 25, supports: it}}]
"""


@pytest.mark.parametrize(
    ("family", "hint"),
    [
        ("bosting", "Did you mean 'boosting'?"),
        ("gradient-boosted-trees", "There is boosting, "),
        ("random-forest", "It is an algorithm: write `id: random-forest`."),
        ("zebra", "A pack brings no family of its own: name one of docs/reference/families.md."),
    ],
)
def test_an_unknown_family_is_answered_with_families_that_there_are(
    knowledge: KnowledgeBase, family: str, hint: str
) -> None:
    pack = PACK.format(family=family, source="mlip-book-ch25")
    (refused,) = load_packs(knowledge, [parse_pack(pack.encode(), "acme.yaml")]).refused
    (problem,) = refused.problems
    assert problem.hint is not None
    assert problem.hint.startswith(hint)
    assert "describe" not in problem.hint


def test_an_unknown_source_can_be_described_in_the_pack(knowledge: KnowledgeBase) -> None:
    pack = PACK.format(family="boosting", source="acme-wiki")
    (refused,) = load_packs(knowledge, [parse_pack(pack.encode(), "acme.yaml")]).refused
    assert [problem.hint for problem in refused.problems] == ["Correct the name, or describe the new source first."]


def test_each_condition_of_a_rule_that_cannot_be_read_is_told_with_what_it_is_like(knowledge: KnowledgeBase) -> None:
    when = "    when: {data.rowz: 5, data.label_dely: 3, stakes.regulation: ecoaa}\n    algorithm:"
    pack = PACK.format(family="boosting", source="mlip-book-ch25").replace("    algorithm:", when)
    (refused,) = load_packs(knowledge, [parse_pack(pack.encode(), "acme.yaml")]).refused
    assert sorted(problem.hint or "" for problem in refused.problems) == [
        "Did you mean 'data.label_delay'?", "Did you mean 'data.rows'?", "Did you mean 'ecoa'?",
    ]  # fmt: skip


def test_a_kind_of_algorithm_that_is_no_family_is_answered_with_the_algorithms_that_are_called_so(
    knowledge: KnowledgeBase,
) -> None:
    pack = PACK.format(family="large-language-model", source="mlip-book-ch25")
    (refused,) = load_packs(knowledge, [parse_pack(pack.encode(), "acme.yaml")]).refused
    hint = "No family is called so; algorithms are: write `id: [hosted-large-language-model]`."
    assert [problem.hint for problem in refused.problems] == [hint]


def test_an_unknown_key_of_algorithm_is_told_with_those_that_there_are(knowledge: KnowledgeBase) -> None:
    pack = PACK.format(family="boosting, library: scikit-learn", source="mlip-book-ch25")
    (refused,) = load_packs(knowledge, [parse_pack(pack.encode(), "acme.yaml")]).refused
    (problem,) = refused.problems
    assert (problem.code, problem.message) == ("RP105", "unknown key 'library' in `algorithm`.")
    assert problem.hint == "Known here: id, family, except, role, reads, existing, capability, and qualities."


@pytest.mark.parametrize(
    ("condition", "hint"),
    [
        ("{project.application: icu}", "Name one of docs/reference/applications.md."),
        ("{project.application: card-payment-frauds}", "Did you mean 'card-payment-fraud'?"),
        ("{project.circumstances: full-moon-on-a-sunday}", "Name one of docs/reference/circumstances.md."),
        ("{project.existing_algorithm: xgbost}", "Did you mean 'xgboost'?"),
        ("{project.application: none}", None), ("{project.application: card-payment-fraud}", None),
    ],
)  # fmt: skip
def test_a_rule_that_asks_for_work_or_an_algorithm_that_nobody_knows_is_told_never_to_fire(
    knowledge: KnowledgeBase, condition: str, hint: str | None
) -> None:
    text = PACK.format(family="boosting", source="mlip-book-ch25").replace("Care\n", f"Care\n    when: {condition}\n")
    pack = parse_pack(text.encode(), "acme.yaml")
    found = lint_rules(load_packs(knowledge, [pack]).knowledge, [pack])
    assert [(each.code, each.hint) for each in found] == ([("RP301", hint)] if hint else [])
