"""Files of tests beside packs: what a case says, what comes true, and what is refused with its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from case_files import case, cases_of, written

from small_knowledge import CITED, ContentFolder, claim, rule
from whichml.advise.recommendation import Advisor
from whichml.authoring.case_runs import CaseRun
from whichml.authoring.cases import read_cases
from whichml.knowledge.base import Knowledge
from whichml.model.documents.errors import Problem, RuleError

MANY = {"data.rows": {"above": 1000}}


@pytest.fixture
def small(folder: ContentFolder) -> Knowledge:
    folder.algorithm("quick", claim("training-time", "low")).algorithm("slow", claim("training-time", "high"))
    folder.pattern("cache").decision("inference-placement", ["client-side", "server-side"])
    return folder.rules(
        rule("many-rows-rule-out-slow-training", {"exclude": "it takes too long"}, MANY,
             algorithm={"training-time": {"above": "medium"}}),
        rule("many-rows-ask-for-care", {"caution": "Look twice."}, MANY, algorithm={"id": ["quick"]}),
        rule("many-rows-slow-quick-down", {"rate": {"inference-latency": {"low": "low", "high": "medium"}}}, MANY,
             algorithm={"id": ["quick"]}),
        rule("many-rows-are-for-servers", {"decide": {"inference-placement": "server-side"}, "strength": "should"},
             MANY),
        rule("many-rows-are-not-for-clients", {"forbid": {"inference-placement": "client-side"}}, MANY),
        rule("many-rows-are-cached", {"advise": "cache"}, MANY),
        rule("many-rows-raise-latency", {"prioritise": {"inference-latency": "high"}}, MANY),
        rule("many-rows-are-big", {"conclude": {"derived.big": True}}, MANY),
        derives={"derived.big": {"values": "bool", "definition": "There are many rows."}},
    ).knowledge()  # fmt: skip


def missed_by(folder: Path, small: Knowledge, brief: dict[str, Any], **expect: Any) -> tuple[str, ...]:
    (read,) = cases_of(folder, small, case("a case", brief, **expect))
    return CaseRun(Advisor.of(small), read).missed


def refused(folder: Path, text: str, knowledge: Knowledge | None = None) -> tuple[Problem, ...]:
    path = written(folder, text)
    with pytest.raises(RuleError) as refusal:
        read_cases(path, path.name, knowledge)
    assert {problem.code for problem in refusal.value.problems} == {"RP504"}
    assert all(problem.where is not None for problem in refusal.value.problems)
    return refusal.value.problems


def test_a_case_does_not_keep_what_the_answer_tells_under_another_name(tmp_path: Path, folder: ContentFolder) -> None:
    folder.algorithm("own", same_as=[{"of": ["other"]}]).algorithm("other", claim("accuracy", "medium"))
    known = folder.rules(rule("counts", {"prioritise": {"accuracy": "high"}})).knowledge()
    told = "other is excluded: here it is own, which the answer tells by that name"
    assert missed_by(tmp_path, known, {}, keeps=["other", "own"]) == (told,)
    assert missed_by(tmp_path, known, {}, excludes=["other"]) == ()


def test_a_rule_of_an_application_fires_where_the_words_of_a_case_tell_it(
    tmp_path: Path, folder: ContentFolder
) -> None:
    limits = {
        "id": "limits",
        "name": "setting of limits",
        "tasks": ["binary-classification"],
        "words": [["overdraft*"], ["limit*"]],
        "points": [{"say": "Ask.", "sources": CITED}],
        "sources": CITED,
    }
    asked = rule("limits-are-stable", {"prioritise": {"accuracy": "high"}}, {"project.application": "limits"})
    known = folder.algorithm("one").rules(asked, applications=[limits]).knowledge()
    told = {"fires": ["limits-are-stable"], "prioritises": {"accuracy": "high"}, "application": "limits"}
    assert missed_by(tmp_path, known, {"title": "Overdraft limits"}, **told) == ()
    assert missed_by(tmp_path, known, {"title": "Card limits"}, fires=["limits-are-stable"]) == (
        "rule limits-are-stable does not fire: project.application is unknown",
    )


def test_a_case_that_names_an_unknown_circumstance_is_refused_at_its_place(tmp_path: Path, small: Knowledge) -> None:
    text = "- {name: one, brief: {project.circumstances: [old-core]}, expect: {silent: [many-rows-are-big]}}\n"
    (problem,) = refused(tmp_path, text, small)
    assert "unknown circumstance 'old-core'" in problem.message


def test_a_priority_of_what_ranks_nothing_is_missed_with_the_reason(tmp_path: Path, folder: ContentFolder) -> None:
    folder.algorithm("one").quality("availability", ranks=False)
    known = folder.rules(rule("open", {"prioritise": {"availability": "high"}})).knowledge()
    missed = missed_by(tmp_path, known, {}, prioritises={"availability": "high"})
    assert missed == ("availability counts for nothing instead of high; its file says `ranks: false`",)


@pytest.mark.parametrize(("expect", "otherwise"), [
    ({"fires": ["many-rows-are-big"]}, "rule many-rows-are-big does not fire: data.rows is unknown"),
    ({"excludes": ["slow"]}, "slow is not excluded"),
    ({"fires": ["many-rows-ask-for-care"], "cautions": ["quick"]},
     "no rule that `fires` names cautions quick"),
    ({"rates": {"quick": {"inference-latency": "low..medium"}}},
     "inference-latency of quick is unknown instead of low..medium"),
    ({"decides": {"inference-placement": "server-side"}}, "inference-placement is undecided instead of server-side"),
    ({"forbids": {"inference-placement": "client-side"}}, "no rule forbids client-side for inference-placement"),
    ({"advises": ["cache"]}, "cache is not advised"),
    ({"prioritises": {"inference-latency": "high"}}, "inference-latency counts for nothing instead of high"),
    ({"concludes": {"derived.big": True}}, "derived.big is unknown instead of true"),
], ids=lambda value: next(iter(value)) if isinstance(value, dict) else "")  # fmt: skip
def test_an_expectation_is_met_where_it_holds_and_missed_in_words_where_not(
    tmp_path: Path, small: Knowledge, expect: dict[str, Any], otherwise: str
) -> None:
    assert missed_by(tmp_path, small, {"data.rows": 5000}, **expect) == ()
    assert otherwise in missed_by(tmp_path, small, {}, **expect)


@pytest.mark.parametrize(("expect", "otherwise"), [
    ({"silent": ["many-rows-are-big"]}, "rule many-rows-are-big fires"),
    ({"keeps": ["slow"]}, "slow is excluded by many-rows-rule-out-slow-training"),
    ({"asks": ["data.rows"]}, "data.rows is not asked for"),
], ids=["silent", "keeps", "asks"])  # fmt: skip
def test_an_expectation_of_little_is_missed_where_much_is_known(
    tmp_path: Path, small: Knowledge, expect: dict[str, Any], otherwise: str
) -> None:
    assert missed_by(tmp_path, small, {}, **expect) == ()
    assert missed_by(tmp_path, small, {"data.rows": 5000}, **expect) == (otherwise,)


def test_a_silent_rule_says_which_value_kept_it_silent(tmp_path: Path, small: Knowledge) -> None:
    missed = missed_by(tmp_path, small, {"data.rows": 1000}, fires=["many-rows-are-big"])
    assert missed == ("rule many-rows-are-big does not fire: data.rows is 1000 instead of above 1000",)


def test_an_algorithm_is_excluded_by_a_rule_that_the_case_names(tmp_path: Path, small: Knowledge) -> None:
    named = {"fires": ["many-rows-rule-out-slow-training"], "excludes": ["slow"]}
    assert missed_by(tmp_path, small, {"data.rows": 5000, "task": "regression"}, **named) == (
        "slow is excluded, and not by a rule that `fires` names",
    )


def test_a_caution_of_another_rule_does_not_count(tmp_path: Path, small: Knowledge) -> None:
    missed = missed_by(tmp_path, small, {"data.rows": 5000}, fires=["many-rows-are-big"], cautions=["quick"])
    assert missed == ("no rule that `fires` names cautions quick; many-rows-ask-for-care caution it",)


def test_a_bound_on_a_quality_is_not_its_priority(tmp_path: Path, small: Knowledge) -> None:
    bound = {"quality": "inference-latency", "max": "low", "priority": "should", "kind": "problem"}
    brief = {"data.rows": 5000, "requirements": [bound]}
    assert missed_by(tmp_path, small, brief, prioritises={"inference-latency": "high"}) == ()


def test_a_quality_that_does_not_apply_has_no_level(tmp_path: Path, folder: ContentFolder) -> None:
    knowledge = folder.algorithm("quick", claim("calibration", "not-applicable")).knowledge()
    missed = missed_by(tmp_path, knowledge, {}, rates={"quick": {"calibration": "very-low..very-high"}})
    assert missed == ("calibration of quick is not applicable instead of very-low..very-high",)


def test_a_brief_that_names_no_task_and_no_modality_classifies_a_table(tmp_path: Path, small: Knowledge) -> None:
    (bare, nested) = cases_of(
        tmp_path, small, case("bare", {}, asks=["data.rows"]),
        case("nested", {"data": {"modality": "text"}}, asks=["data.rows"]),
    )  # fmt: skip
    assert bare.brief.facts() == {"task": "binary-classification", "data.modality": ("tabular",)}
    assert nested.brief.facts()["data.modality"] == ("text",)


def test_a_case_knows_its_pack_and_where_it_stands(tmp_path: Path, small: Knowledge) -> None:
    first, second = cases_of(tmp_path, small, case("one", {}, asks=["data.rows"]), case("two", {}, asks=["data.rows"]))
    assert (first.pack, first.place.line, second.place.line) == ("small", 1, 6)


GOOD = "- name: one\n  brief: {}\n  expect: {asks: [data.rows]}\n"


@pytest.mark.parametrize(("text", "line", "message", "hint"), [
    ("- name: one\n  breif: {}\n  expect: {asks: [data.rows]}\n", 2, "unknown key 'breif'", "Did you mean 'brief'?"),
    ("- name: one\n  expect:\n    fries: [a]\n", 3, "unknown key 'fries'", "Did you mean 'fires'?"),
    ("- brief: {}\n  expect: {asks: [data.rows]}\n", 1, "`name` is missing", "Add `name:`"),
    ("- name: one\n  brief: {}\n  expect: {}\n", 3, "at least one of fires", None),
    ("- name: one\n  expect: {cautions: [quick]}\n", 2, "`cautions` and `spares` need `fires`", None),
    ("- name: one\n  expect:\n    prioritises: {accuracy: highest}\n", 3, "'highest'", "high"),
    ("- name: one\n  expect:\n    rates: {quick: {accuracy: high..low}}\n", 3, "lower end first", None),
    ("- name: one\n  expect:\n    rates: {quick: {accuracy: often}}\n", 3, "no level", None),
    ("- name: one\n  brief:\n    data.rows: many\n  expect: {asks: [data.rows]}\n", 3, "data.rows", "number"),
    ("- name: one\n  brief:\n    data.rwos: 5\n  expect: {asks: [data.rows]}\n", 3, "data.rwos", "data.rows"),
    (GOOD + GOOD, 4, "two cases are called 'one'; the other stands at small.test.yaml:1:9", "apart"),
    ("name: one\n", 1, "top level is", "- "),
    ("- name: no\n  expect: {asks: [data.rows]}\n", 1, "no", None),
    ("- just words\n", 1, "", None),
])  # fmt: skip
def test_a_bad_file_of_tests_is_refused_where_it_is_bad(
    tmp_path: Path, text: str, line: int, message: str, hint: str | None
) -> None:
    problem = next(p for p in refused(tmp_path, text) if message in p.message)
    assert problem.where is not None
    assert (problem.where.name, problem.where.line) == ("small.test.yaml", line)
    assert hint is None or hint in (problem.hint or "")


@pytest.mark.parametrize(("expect", "unknown"), [
    ("fires: [many-rows-are-bog]", "rule 'many-rows-are-bog'"), ("silent: [nobody]", "rule 'nobody'"),
    ("excludes: [slwo]", "algorithm 'slwo'"), ("keeps: [slwo]", "algorithm 'slwo'"),
    ("rates: {quick: {speed: high}}", "quality 'speed'"), ("rates: {quik: {accuracy: high}}", "algorithm 'quik'"),
    ("fires: [many-rows-are-big], cautions: [slwo]", "algorithm 'slwo'"), ("advises: [chace]", "pattern 'chace'"),
    ("concludes: {derived.bgi: true}", "field 'derived.bgi'"), ("asks: [data.rwos]", "field 'data.rwos'"),
    ("decides: {place: server-side}", "decision 'place'"),
    ("forbids: {inference-placement: server-sdie}", "option 'server-sdie'"),
    ("prioritises: {speed: high}", "quality 'speed'"),
])  # fmt: skip
def test_a_name_that_nothing_has_is_refused(tmp_path: Path, small: Knowledge, expect: str, unknown: str) -> None:
    (problem,) = refused(tmp_path, f"- name: one\n  expect: {{{expect}}}\n", small)
    assert problem.message == f"unknown {unknown}."
    assert problem.where is not None
    assert problem.where.line == 2
    assert problem.hint


def test_a_problem_points_into_the_whole_file(tmp_path: Path) -> None:
    bad = "- name: two\n  brief: {data.rows: many}\n  expect: {ask: [data.rows], silent: [a-rule]}\n"
    (unknown,) = refused(tmp_path, GOOD + bad)
    assert unknown.pointer == "/1/expect/ask"
    (brief,) = refused(tmp_path, GOOD + bad.replace("ask: [data.rows], ", ""))
    assert brief.pointer == "/1/brief/data.rows"


def test_a_brief_about_an_unknown_algorithm_is_refused(tmp_path: Path, small: Knowledge) -> None:
    text = "- name: one\n  brief:\n    project.existing_algorithm: qiuck\n  expect: {asks: [data.rows]}\n"
    (problem,) = refused(tmp_path, text, small)
    assert "qiuck" in problem.message
    assert problem.where is not None
    assert problem.where.line == 3


def test_all_problems_of_a_file_come_together_in_its_order(tmp_path: Path) -> None:
    problems = refused(tmp_path, "- nam: one\n  expect: {asks: [data.rows]}\n- name: two\n  expect: {ask: []}\n")
    lines = [problem.where.line for problem in problems if problem.where]
    assert len(lines) > 2
    assert lines == sorted(lines)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refusal:
        read_cases(tmp_path / "none.test.yaml", "none.test.yaml")
    assert [problem.code for problem in refusal.value.problems] == ["RP504"]
