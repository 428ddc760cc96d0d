"""What the cases beside a pack see of each rule."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from case_files import case, cases_of

from small_knowledge import ContentFolder, rule
from whichml.advise.recommendation import Advisor
from whichml.authoring.case_runs import CaseRun
from whichml.authoring.coverage import RuleCoverage, rule_coverage

RULE = "many-rows-of-drift-are-cached"
FIRES, SILENT = {"fires": [RULE]}, {"silent": [RULE]}


def coverage(folder: ContentFolder, *entries: Mapping[str, Any], when: Mapping[str, Any] | None = None) -> RuleCoverage:
    """Return what the entries see of one rule that advises a pattern."""
    conditions = when if when is not None else {"data.rows": {"above": 1000}, "data.drift": "fast"}
    stated = rule(RULE, {"advise": "cache"}, conditions, unless={"data.sparse": True})
    knowledge = folder.algorithm("quick").pattern("cache").rules(stated).knowledge()
    cases = cases_of(folder.root, knowledge, *entries)
    advisor = Advisor.of(knowledge)
    (found,) = rule_coverage(knowledge, {"small": [CaseRun(advisor, each) for each in cases]})
    return found


def test_a_rule_is_seen_firing_where_a_case_says_so_and_it_does(folder: ContentFolder) -> None:
    seen = coverage(folder, case("fires", {"data.rows": 5000, "data.drift": "fast"}, **FIRES))
    assert (seen.rule, seen.fires, seen.silent) == (RULE, True, False)


def test_a_rule_that_fires_in_a_case_about_something_else_is_not_seen(folder: ContentFolder) -> None:
    seen = coverage(folder, case("asks", {"data.rows": 5000, "data.drift": "fast"}, advises=["cache"]))
    assert not seen.fires


def test_a_rule_is_not_seen_by_a_case_that_is_wrong_about_it(folder: ContentFolder) -> None:
    many = {"data.rows": 5000, "data.drift": "fast"}
    seen = coverage(folder, case("fires", {"data.rows": 5}, **FIRES), case("silent", many, **SILENT))
    assert (seen.fires, seen.silent) == (False, False)


def test_each_outcome_of_a_condition_is_told_apart(folder: ContentFolder) -> None:
    seen = coverage(folder, case("slow", {"data.rows": 5000, "data.drift": "slow", "data.sparse": True}, **SILENT))
    found = {c.condition.field: (c.part, c.seen_true, c.seen_false, c.seen_unknown) for c in seen.conditions}
    assert found == {
        "data.rows": ("when", True, False, False),
        "data.drift": ("when", False, True, False),
        "data.sparse": ("unless", True, False, False),
    }


def test_a_condition_on_a_field_that_is_left_out_is_seen_unknown(folder: ContentFolder) -> None:
    seen = coverage(folder, case("nothing", {}, **SILENT))
    assert all(c.seen_unknown and not c.seen_true and not c.seen_false for c in seen.conditions)


@pytest.mark.parametrize(("rows", "inside", "outside"), [
    (1000, False, True), (1001, True, False), (1100, True, False), (1101, False, False), (900, False, True),
    (899, False, False),
])  # fmt: skip
def test_a_value_within_a_tenth_holds_the_side_of_the_threshold_on_which_it_falls(
    folder: ContentFolder, rows: int, inside: bool, outside: bool
) -> None:
    expect = FIRES if rows > 1000 else SILENT
    seen = coverage(folder, case("near", {"data.rows": rows, "data.drift": "fast"}, **expect))
    (threshold,) = seen.thresholds
    assert (threshold.value, threshold.inside, threshold.outside) == (1000, inside, outside)
    assert not threshold.is_held


def test_cases_on_both_sides_hold_a_threshold(folder: ContentFolder) -> None:
    drift = {"data.drift": "fast"}
    seen = coverage(
        folder, case("above", {"data.rows": 1001, **drift}, **FIRES), case("at", {"data.rows": 1000, **drift}, **SILENT)
    )
    assert seen.thresholds[0].is_held


def test_a_case_that_does_not_name_the_rule_holds_no_threshold(folder: ContentFolder) -> None:
    seen = coverage(folder, case("near", {"data.rows": 1001, "data.drift": "fast"}, advises=["cache"]))
    assert not seen.thresholds[0].inside


def test_the_next_whole_number_is_near_to_a_small_count(folder: ContentFolder) -> None:
    seen = coverage(folder, case("three", {"data.classes": 3, "task": "regression"}, **FIRES),
                    when={"data.classes": {"above": 2}})  # fmt: skip
    assert seen.thresholds[0].inside


def test_both_ends_of_an_interval_are_thresholds(folder: ContentFolder) -> None:
    seen = coverage(folder, case("at", {"data.rows": 100}, **FIRES), when={"data.rows": {"between": [100, 200]}})
    assert [(t.value, t.inside) for t in seen.thresholds] == [(100, True), (200, False)]


def test_rules_of_packs_without_cases_are_left_out(folder: ContentFolder, tmp_path: Path) -> None:
    knowledge = folder.algorithm("quick").pattern("cache").rules(rule(RULE, {"advise": "cache"})).knowledge()
    assert rule_coverage(knowledge, {}) == ()
