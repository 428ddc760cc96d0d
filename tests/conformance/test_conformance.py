"""The engine and the naive interpreter do what `rules/README.md` says, case by case."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import pytest

from by_night import by_night
from small_knowledge import CITED, ROOT, SOURCE
from whichml.knowledge.packs import PACK_LIMITS, parse_pack
from whichml.knowledge.resolution import Resolver, SymbolTable
from whichml.knowledge.rule_reading import read_rules
from whichml.model.documents.document import read_document
from whichml.model.documents.errors import RuleError
from whichml.model.statements.conditions import Facts, FieldShape
from whichml.model.statements.rule import Rule
from whichml.model.statements.strata import in_force, stratify
from whichml.model.values.quantity import in_base_unit
from whichml.rules.engine import RuleEngine
from whichml.rules.firing import Firing
from whichml.rules.oracle import run_naively

FOLDER = ROOT / "tests/conformance"
N_CASES = 659
N_REFUSED = 138
SPECIFICATION = (ROOT / "rules/README.md").read_text(encoding="utf-8")
ELSEWHERE = "*(shown in tests/conformance/test_effects.py)*"
FIRST_RULE_TIES = "S40"
SEEDS = (1, 2, 3, 4)


@dataclass(frozen=True, eq=False)
class Suite:
    """Rules that are read together, and what has to follow from them."""

    name: str
    shapes: dict[str, FieldShape]
    says: list[str]
    rules: list[dict[str, Any]]
    refused: str | None
    cases: list[dict[str, Any]]


def _shape(path: str, kind: str, words: Sequence[str] = (), unit: Any = None, **more: bool) -> FieldShape:
    assert more.keys() <= {"ordered", "many"}
    to_number = partial(in_base_unit, dimension=unit) if unit else None
    assert kind in ("flag", "number", "word")
    return FieldShape(path, kind, tuple(words), more.get("ordered", False), to_number)  # type: ignore[arg-type]


def _suites() -> tuple[Suite, ...]:
    found = []
    for path in sorted(FOLDER.glob("*.yaml")):
        document = read_document(
            path.read_bytes(), path.name, limits=PACK_LIMITS, form="yaml", top="mapping", error=RuleError
        )
        topic: Any = document.mapping
        assert topic.keys() == {"fields", "suites"}, path.name
        shapes = {field: _shape(field, **described) for field, described in topic["fields"].items()}
        for number, suite in enumerate(topic["suites"], 1):
            assert suite.keys() <= {"says", "rules", "refused", "cases"}, (path.name, number)
            assert ("refused" in suite) != ("cases" in suite), (path.name, number)
            found.append(Suite(
                f"{path.stem}-{number}", shapes, suite["says"], suite["rules"], suite.get("refused"),
                suite.get("cases", []),
            ))  # fmt: skip
    return tuple(found)


SUITES = _suites()
RUNNABLE = [suite for suite in SUITES if suite.refused is None]
REFUSED = [suite for suite in SUITES if suite.refused is not None]
CASES = [case for suite in RUNNABLE for case in suite.cases]
SENTENCES = re.findall(r"^- \*\*(S[0-9]+)\*\* (.*?)(?=\n- |\n\n)", SPECIFICATION, re.MULTILINE | re.DOTALL)


def read(suite: Suite, rules: Sequence[dict[str, Any]]) -> tuple[Rule, ...]:
    """Return the rules that are run; what refuses them is raised with its codes."""
    header = {"id": "conformance", "version": 1, "title": "Conformance", "license": "CC0-1.0"}
    written = [{"title": f"The rule {rule['id']}", "sources": CITED, **rule} for rule in rules]
    pack = parse_pack(json.dumps({"rulepack": header, "rules": written}, indent=1).encode(), f"{suite.name}.yaml")
    names = SymbolTable(
        algorithms=(), families=(), tasks=(), modalities=(), qualities=("some-quality",), patterns=("some-pattern",),
        decisions={"some-decision": ("one", "other")}, sources=(SOURCE,), rules={rule["id"] for rule in rules},
    )  # fmt: skip
    resolver = Resolver(names, suite.shapes, lambda families: (), coded=True)
    rules_read = read_rules(pack, resolver)
    if resolver.problems:
        raise RuleError(*resolver.problems)
    running = in_force(rules_read)
    stratify(running)
    return running


@cache
def _rules(suite: Suite, seed: int | None = None) -> tuple[Rule, ...]:
    if seed is None:
        return read(suite, suite.rules)
    return read(suite, random.Random(seed).sample(suite.rules, len(suite.rules)))


@cache
def _engine(suite: Suite, seed: int | None = None) -> RuleEngine:
    return RuleEngine(_rules(suite, seed), suite.shapes)


def _facts(case: dict[str, Any]) -> Facts:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in case["facts"].items()}


def _run(suite: Suite, facts: Facts, seed: int | None = None) -> dict[str, Firing]:
    rules = _rules(suite, seed)
    return {
        "the engine": _engine(suite, seed).run(facts),
        "the naive interpreter": run_naively(rules, stratify(rules), suite.shapes, facts),
    }


def _told(firing: Firing) -> dict[str, Any]:
    """Return a firing as a case writes it, less what cases may leave out."""
    return {
        "fired": [rule.id for rule in firing.fired],
        "conclusions": {field: concluded.value for field, concluded in firing.conclusions.items()},
        "dissents": sorted([conflict.field, conflict.rule] for conflict in firing.conflicts),
        "silenced": {rule: list(by) for rule, by in firing.overridden.items()},
    }


def _stands_on(rule: Rule, firing: Firing) -> list[str]:
    return sorted({condition.field for condition in rule.when} & firing.facts.keys())


def _without_order(told: dict[str, Any]) -> dict[str, Any]:
    overridden = {rule: sorted(by) for rule, by in told["silenced"].items()}
    return {**told, "fired": sorted(told["fired"]), "silenced": overridden}


def _exactly(values: dict[str, Any]) -> dict[str, tuple[type, Any]]:
    """Return values that tell true from 1."""
    return {field: (bool if isinstance(value, bool) else object, value) for field, value in values.items()}


@pytest.mark.parametrize("suite", RUNNABLE, ids=[suite.name for suite in RUNNABLE])
def test_the_cases_of_a_suite_end_as_the_specification_says(suite: Suite) -> None:
    assert suite.cases
    assert [told for case in suite.cases for told in _departures(suite, case)] == []


def _departures(suite: Suite, case: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield who departs from a case, in what, and on which facts."""
    assert case.keys() <= {"facts", "fired", "conclusions", "dissents", "silenced", "because", "behind"}
    expected = {
        "fired": case["fired"],
        "conclusions": case.get("conclusions", {}),
        "dissents": sorted(case.get("dissents", [])),
        "silenced": case.get("silenced", {}),
    }
    because, behind = case.get("because", {}), case.get("behind", {})
    for who, firing in _run(suite, _facts(case)).items():
        told = _told(firing)
        holds = {name: told[name] == expected[name] for name in expected}
        holds["kinds of conclusions"] = _exactly(told["conclusions"]) == _exactly(expected["conclusions"])
        holds["facts"] = firing.facts == {**_facts(case), **expected["conclusions"]}
        stands_on = {rule.id: _stands_on(rule, firing) for rule in firing.fired}
        holds["because"] = because == {rule: stands_on.get(rule) for rule in because}
        concluded = {field: list(found.rules) for field, found in firing.conclusions.items()}
        holds["behind"] = behind == {field: concluded.get(field) for field in behind}
        yield from ((who, name, case["facts"]) for name, is_so in holds.items() if not is_so)


@pytest.mark.parametrize("suite", REFUSED, ids=[suite.name for suite in REFUSED])
def test_rules_that_mean_nothing_are_refused_with_their_code(suite: Suite) -> None:
    with pytest.raises(RuleError) as refusal:
        read(suite, suite.rules)
    assert {problem.code for problem in refusal.value.problems} == {suite.refused}


def test_every_case_is_collected() -> None:
    assert (len(CASES), len(REFUSED)) == (N_CASES, N_REFUSED)
    assert len(CASES) >= 320


def test_no_case_stands_twice_in_its_suite() -> None:
    for suite in RUNNABLE:
        facts = [json.dumps(case["facts"], sort_keys=True) for case in suite.cases]
        assert len(facts) == len(set(facts)) > 0, suite.name


def test_the_sentences_are_numbered_without_a_gap() -> None:
    assert [number for number, _ in SENTENCES] == [f"S{i}" for i in range(1, len(SENTENCES) + 1)]
    assert len(SENTENCES) == 68


def test_every_sentence_is_shown_by_a_suite_or_says_where_it_is_shown() -> None:
    said = {number for suite in SUITES for number in suite.says}
    elsewhere = {number for number, text in SENTENCES if ELSEWHERE in " ".join(text.split())}
    assert [number for number, text in SENTENCES if number not in said and number not in elsewhere] == []
    tests = (FOLDER / "test_effects.py").read_text(encoding="utf-8")
    shown = {f"S{number}" for number in re.findall(r"^def test_s([0-9]+)_", tests, re.MULTILINE)}
    assert sorted(elsewhere - shown) == []


def test_every_suite_says_something_and_only_what_the_specification_has() -> None:
    numbers = {number for number, _ in SENTENCES}
    assert [suite.name for suite in SUITES if not suite.says or not set(suite.says) <= numbers] == []


@pytest.mark.slow("runs each suite in several orders of its rules")
@pytest.mark.parametrize("seed", [*SEEDS[:2], *map(by_night, SEEDS[2:])])
def test_the_order_of_rules_moves_nothing_but_ties_that_the_first_rule_wins(seed: int) -> None:
    for suite in RUNNABLE:
        if FIRST_RULE_TIES in suite.says:
            continue
        for case in suite.cases:
            usual, shuffled = _run(suite, _facts(case)), _run(suite, _facts(case), seed)
            for who, firing in shuffled.items():
                assert _without_order(_told(firing)) == _without_order(_told(usual[who])), (who, suite.name, case)


def test_a_tie_that_the_first_rule_wins_is_moved_by_the_order_of_rules() -> None:
    ties = [suite for suite in RUNNABLE if FIRST_RULE_TIES in suite.says]
    assert ties
    for suite in ties:
        moved = [
            case
            for case in suite.cases
            for seed in SEEDS
            for who, firing in _run(suite, _facts(case), seed).items()
            if _told(firing)["conclusions"] != _told(_run(suite, _facts(case))[who])["conclusions"]
        ]
        assert moved, suite.name


@pytest.mark.slow("costs more than half a second")
def test_the_order_of_facts_moves_nothing() -> None:
    for suite in RUNNABLE:
        for case in suite.cases:
            facts = _facts(case)
            usual, turned = _run(suite, facts), _run(suite, dict(reversed(facts.items())))
            assert {who: _told(firing) for who, firing in turned.items()} == {
                who: _told(firing) for who, firing in usual.items()
            }
