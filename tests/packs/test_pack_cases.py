"""The tests beside the shipped packs: every case does what it expects, and every rule has its cases."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from small_knowledge import ROOT
from whichml.advise.computed import computed_facts
from whichml.advise.demands import demanded_facts, demands_of
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.brief import Brief
from whichml.model.document import PACK_LIMITS, read_document
from whichml.model.errors import RuleError
from whichml.model.recommendation import Recommendation
from whichml.rules.firing import Firing

PACKS = sorted(path for path in (ROOT / "rules").glob("*.yaml") if not path.name.endswith(".test.yaml"))
EXPECTATIONS = {"fires", "silent", "excludes", "keeps", "concludes", "decides", "advises", "asks"}


@dataclass(frozen=True)
class Case:
    pack: str
    name: str
    line: int
    brief: Mapping[str, Any]
    expect: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.pack}:{self.line} {self.name}"


def cases_beside(pack: Path) -> list[Case]:
    path = pack.with_name(f"{pack.stem}.test.yaml")
    if not path.is_file():
        return []
    document = read_document(path.read_bytes(), path.name, limits=PACK_LIMITS, top="list", error=RuleError)
    return [
        Case(pack.stem, entry["name"], document.place((index,)).line, entry["brief"], entry["expect"])
        for index, entry in enumerate(document.entries)
        if isinstance(entry, dict)
    ]  # fmt: skip


CASES = {pack.stem: cases_beside(pack) for pack in PACKS}
ALL_CASES = [case for cases in CASES.values() for case in cases]


class Tried:
    """A case's brief under the shipped rules: the firing alone, and the whole answer where somebody asks for it."""

    def __init__(self, advisor: Advisor, case: Case) -> None:
        self._advisor = advisor
        self._brief = Brief.from_mapping(case.brief)

    @cached_property
    def firing(self) -> Firing:
        given = dict(self._brief.facts())
        computed = {name: fact.value for name, fact in computed_facts(given).items()}
        bounds = demanded_facts(demands_of(self._brief.requirements, given), dict(self._advisor.knowledge.qualities))
        return self._advisor.run_rules({**given, **computed, **bounds})

    @cached_property
    def fired(self) -> set[str]:
        return {rule.id for rule in self.firing.fired}

    @cached_property
    def answer(self) -> Recommendation:
        return self._advisor.recommend(self._brief)


def missed(case: Case, tried: Tried) -> list[str]:
    """Return every expectation of the case that does not come true."""
    expect = case.expect
    wrong = [f"{rule} does not fire" for rule in expect.get("fires", ()) if rule not in tried.fired]
    wrong += [f"{rule} fires" for rule in expect.get("silent", ()) if rule in tried.fired]
    facts = tried.firing.facts
    wrong += [
        f"{field} is {facts.get(field)!r} instead of {value!r}"
        for field, value in expect.get("concludes", {}).items()
        if facts.get(field) != value
    ]
    if "excludes" in expect or "keeps" in expect:
        excluded = {e.algorithm: {reason.rule for reason in e.reasons} for e in tried.answer.excluded}
        reasons = {rule.id for rule in tried.firing.fired if rule.effect.kind == "exclude"} & set(
            expect.get("fires", ())
        )
        wrong += [f"{a} is not excluded" for a in expect.get("excludes", ()) if a not in excluded]
        wrong += [
            f"{a} is excluded, and not by a rule of the case"
            for a in expect.get("excludes", ())
            if reasons and a in excluded and not excluded[a] & reasons
        ]
        wrong += [f"{a} is excluded: {sorted(excluded[a])}" for a in expect.get("keeps", ()) if a in excluded]
    if "decides" in expect:
        decided = {decision.decision: decision.option for decision in tried.answer.decisions}
        wrong += [
            f"{decision} is {decided.get(decision)} instead of {option}"
            for decision, option in expect["decides"].items()
            if decided.get(decision) != option
        ]
    if "advises" in expect:
        advised = {advice.pattern for advice in tried.answer.patterns}
        wrong += [f"{pattern} is not advised" for pattern in expect["advises"] if pattern not in advised]
    if "asks" in expect:
        asked = {question.field for question in tried.answer.open_questions}
        wrong += [f"{field} is not asked for" for field in expect["asks"] if field not in asked]
    return wrong


@pytest.mark.parametrize("case", ALL_CASES, ids=str)
def test_a_case_beside_a_pack_comes_true(advisor: Advisor, case: Case) -> None:
    assert missed(case, Tried(advisor, case)) == []


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack.stem)
def test_every_case_of_a_pack_is_collected(pack: Path) -> None:
    text = pack.with_name(f"{pack.stem}.test.yaml").read_text(encoding="utf-8")
    n_written = sum(line.startswith("- ") for line in text.splitlines())
    assert len(CASES[pack.stem]) == n_written > 0


def test_every_pack_is_collected_with_the_tests_beside_it(knowledge: Knowledge) -> None:
    assert [pack.stem for pack in PACKS] == sorted(pack.id for pack in knowledge.packs)
    beside = {path.name.removesuffix(".test.yaml") for path in (ROOT / "rules").glob("*.test.yaml")}
    assert beside == set(CASES)


def test_a_case_expects_something_that_can_be_checked() -> None:
    for case in ALL_CASES:
        assert case.expect, str(case)
        assert set(case.expect) <= EXPECTATIONS, str(case)


def test_no_two_cases_of_a_pack_share_a_name() -> None:
    for cases in CASES.values():
        names = [case.name for case in cases]
        assert sorted({name for name in names if names.count(name) > 1}) == []


def test_cases_name_rules_that_exist(knowledge: Knowledge) -> None:
    known = {rule.id for rule in knowledge.rules}
    named = {r for case in ALL_CASES for key in ("fires", "silent") for r in case.expect.get(key, ())}
    assert sorted(named - known) == []


@pytest.mark.parametrize("key", ["fires", "silent"])
def test_every_rule_is_tried_on_both_sides_of_its_line(knowledge: Knowledge, key: str) -> None:
    tried = {rule for case in ALL_CASES for rule in case.expect.get(key, ())}
    always = {rule.id for rule in knowledge.rules if not rule.when and not rule.unless}
    untried = defaultdict(list)
    for rule in knowledge.rules:
        if rule.id not in tried and not (key == "silent" and rule.id in always):
            untried[rule.pack].append(rule.id)
    assert dict(untried) == {}
