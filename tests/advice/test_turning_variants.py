"""Variants of one kind change places without a cause: no fact is told to turn an answer for that."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from made_up_practice import practice, practised

from small_knowledge import ContentFolder, brief, claim, rule
from whichml.advise.turning_facts import ASKED, TurningFact, turning_facts

SITUATIONS: Sequence[Mapping[str, Any]] = ({}, {"data.drift": "fast"})


def fields(found: Sequence[TurningFact]) -> list[str]:
    return [each.field for each in found]


def of_one_kind(folder: ContentFolder) -> ContentFolder:
    """Return two variants of one kind that are as good, the first ahead by practice."""
    for name in ("first", "sibling"):
        folder.algorithm(name, claim("accuracy", "high"), family="histogram-boosting")
    return folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}}))


def test_a_variant_that_practice_puts_before_its_sibling_turns_nothing(folder: ContentFolder) -> None:
    points = {"first": {0: 2.0}, "sibling": {0: 1.0, 1: 4.0}}
    advisor = practised(of_one_kind(folder).knowledge(), practice(SITUATIONS, points))
    assert advisor.recommend(brief()).top(1) == ("first",)
    assert advisor.recommend(brief(data__drift="fast")).top(1) == ("sibling",)
    assert turning_facts(advisor, brief()) == ()
    assert fields(turning_facts(advisor, brief(), audience=ASKED)) == ["data.drift"]


def test_a_variant_leads_instead_of_its_sibling_where_a_rule_says_why(folder: ContentFolder) -> None:
    of_one_kind(folder).rules(
        rule("counts", {"prioritise": {"accuracy": "high"}}),
        rule("no-drift", {"exclude": "it stands still"}, {"data.drift": "fast"}, algorithm={"id": "first"}),
    )
    advisor = practised(folder.knowledge(), practice(SITUATIONS, {"first": {0: 2.0}, "sibling": {0: 1.0}}))
    (told,) = turning_facts(advisor, brief())
    assert (told.field, told.first) == ("data.drift", ("sibling",))


def test_a_newcomer_of_which_a_variant_was_there_turns_nothing(folder: ContentFolder) -> None:
    for name, family in (("lead", "kernel-method"), ("near", "histogram-boosting"), ("late", "instance-based"),
                         ("sibling", "histogram-boosting"), ("other", "symbolic")):  # fmt: skip
        folder.algorithm(name, family=family)
    points = {name: {0: odds} for name, odds in zip(
        ("lead", "near", "late", "sibling", "other"), (2.2, 1.9, 1.8, 1.6, 1.5), strict=True
    )}  # fmt: skip
    for newcomer, told in (("sibling", []), ("other", ["data.drift"])):
        more = {**points, newcomer: {**points[newcomer], 1: 0.45}}
        advisor = practised(folder.knowledge(), practice(SITUATIONS, more))
        assert newcomer in advisor.recommend(brief(data__drift="fast")).top(3)
        assert newcomer not in advisor.recommend(brief()).top(3)
        assert fields(turning_facts(advisor, brief())) == told
