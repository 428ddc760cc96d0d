"""A knowledge base that lacks some claims or rules, and how claims find their cells."""

from __future__ import annotations

import pytest

from small_knowledge import ContentFolder, claim, rule
from whichml.knowledge.base import Knowledge


def test_without_removes_the_named_claims_and_no_others(folder: ContentFolder) -> None:
    knowledge = folder.algorithm("one", claim("robustness", "low"), claim("privacy", "high")).knowledge()
    less = knowledge.without(claims=["one.robustness"])
    assert set(knowledge.claims) - set(less.claims) == {"one.robustness"}
    assert set(knowledge.cells) - set(less.cells) == {("one", "robustness")}


def test_without_removes_the_named_rules_and_keeps_the_order_of_the_others(folder: ContentFolder) -> None:
    folder.algorithm("one").rules(*(rule(name, {"exclude": "it is"}) for name in ("c", "a", "b")))
    knowledge = folder.knowledge()
    less = knowledge.without(rules=["a"])
    assert [r.id for r in less.rules] == ["c", "b"]
    assert [r.id for r in knowledge.rules] == ["c", "a", "b"]
    with pytest.raises(KeyError):
        less.rule("a")


def test_each_set_of_removed_parts_has_a_digest_of_its_own(knowledge: Knowledge) -> None:
    claims, rules = list(knowledge.claims)[:2], [rule.id for rule in knowledge.rules[:2]]
    lesser = [
        knowledge.without(claims=claims), knowledge.without(claims=claims[:1]), knowledge.without(rules=rules),
        knowledge.without(rules=rules[:1]), knowledge.without(claims=claims, rules=rules),
    ]  # fmt: skip
    digests = {knowledge.digest, *(less.digest for less in lesser)}
    assert len(digests) == 1 + len(lesser)
    assert knowledge.without(claims=reversed(claims)).digest == lesser[0].digest


def test_without_nothing_leaves_the_digest_different_only_by_its_own_mark(knowledge: Knowledge) -> None:
    less = knowledge.without()
    assert less.claims == knowledge.claims
    assert less.rules == knowledge.rules


def test_a_claim_of_a_family_reaches_every_algorithm_below_it(folder: ContentFolder) -> None:
    folder.algorithm("kernel", family="gaussian-process-model").algorithm("line", family="linear")
    cells = folder.family("kernel-method", claim("privacy", "low")).knowledge().cells
    assert [c.subject for c in cells["kernel", "privacy"]] == ["kernel-method"]
    assert ("line", "privacy") not in cells


def test_the_nearer_subject_and_the_narrower_scope_come_first(folder: ContentFolder) -> None:
    folder.algorithm(
        "kernel",
        claim("privacy", "high"),
        claim("privacy", "low", {"data.drift": "fast"}),
        family="gaussian-process-model",
    )
    folder.family("kernel-method", claim("privacy", "medium"), claim("privacy", "low", {"data.drift": "fast"}))
    folder.family("exact-kernel-method", claim("privacy", "medium"))
    cells = folder.knowledge().cells["kernel", "privacy"]
    assert [(c.subject, len(c.scope)) for c in cells] == [
        ("kernel", 1), ("kernel-method", 1), ("kernel", 0), ("exact-kernel-method", 0), ("kernel-method", 0),
    ]  # fmt: skip
