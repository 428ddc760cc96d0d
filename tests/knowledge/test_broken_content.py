"""Content that is wrong is refused with the file, the line and the form that would be right, all problems together."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest

from small_knowledge import ContentFolder
from whichml.model.documents.errors import KnowledgeError, RuleError, WhichmlError

ALGORITHM = """\
id: plain-line
name: Plain line
family: linear
role: candidate
solves: [regression]
accepts: {tabular: raw}
description: A weighted sum of the columns.
sources: [{ref: made-up, locator: page 1, supports: what it is}]
claims:
  - quality: accuracy
    level: medium
    scope: {data.relation: linear}
    confidence: high
    evidence: literature
    sources: [{ref: made-up, locator: page 2, supports: how good it is}]
  - quality: inference-latency
    level: {from: 1 ms, to: 5 ms}
    confidence: low
    evidence: expert-judgement
    sources: [{ref: made-up, locator: page 3, supports: how fast it is}]
"""
PACK = """\
rulepack:
  id: small
  version: 1
  title: Small
  description: Rules for a test.
  license: CC0-1.0
derives:
  derived.urgent: {values: bool, definition: It cannot wait.}
rules:
  - id: lines-need-lines
    title: Lines need lines
    when: {data.relation: nonlinear}
    algorithm: {family: linear}
    then: {exclude: the relation is no line}
    sources: [{ref: made-up, locator: page 4, supports: why}]
  - id: hurry
    title: Hurry
    when: {project.deadline: {below: 1 week}}
    then: {conclude: {derived.urgent: true}}
    sources: [{ref: made-up, locator: page 5, supports: why}]
"""
A, P = "facts/algorithms/plain-line.yaml", "rules/small.yaml"


@dataclass(frozen=True)
class Fault:
    """One change to the good files, and the line and words of the refusal."""

    name: str
    file: str
    old: str
    new: str
    said: str


FAULTS = [
    Fault("unknown key", A, "role: candidate\n", "role: candidate\nspeed: high\n", f"{A}:5:1: unknown key 'speed'."),
    Fault("misspelt key", A, "    confidence: high\n", "    confidnce: high\n",
          f"{A}:13:5: unknown key 'confidnce'.\nDid you mean 'confidence'?"),
    Fault("missing key", A, "role: candidate\n", "", f"{A}:1:1: `role` is missing.\nAdd `role:` here."),
    Fault("claim without a source", A, "[{ref: made-up, locator: page 2, supports: how good it is}]", "[]",
          f"{A}:15:14: "),
    Fault("unknown source", A, "ref: made-up, locator: page 2", "ref: mad-up, locator: page 2",
          f"{A}:15:21: unknown source 'mad-up'.\nDid you mean 'made-up'?"),
    Fault("level out of scale", A, "level: medium", "level: middling",
          f"{A}:11:12: `level` is 'middling', which is not one of its values."),
    Fault("range upside down", A, "level: medium", "level: {low: high, high: low}",
          f"{A}:11:12: `low` high lies above `high` low.\nExchange them."),
    Fault("wrong unit", A, "{from: 1 ms, to: 5 ms}", "{from: 1 kB, to: 5 ms}", f"{A}:17:12: '1 kB' is "),
    Fault("unit where only levels are", A, "level: medium", "level: {from: 1 ms, to: 5 ms}",
          f"{A}:11:12: `accuracy` is not measured in a unit.\nGive a level or a range of levels."),
    Fault("interval upside down", A, "{from: 1 ms, to: 5 ms}", "{from: 5 ms, to: 1 ms}",
          f"{A}:17:12: `from` 5 ms lies above `to` 1 ms.\nExchange them."),
    Fault("unknown quality", A, "quality: inference-latency", "quality: inference-latancy",
          f"{A}:16:14: unknown quality 'inference-latancy'.\nDid you mean 'inference-latency'?"),
    Fault("unknown family", A, "family: linear", "family: linaer",
          f"{A}:3:9: unknown family 'linaer'.\nDid you mean 'linear'?"),
    Fault("unknown task", A, "solves: [regression]", "solves: [regresion]",
          f"{A}:5:10: unknown task 'regresion'.\nDid you mean 'regression'?"),
    Fault("unknown modality", A, "accepts: {tabular: raw}", "accepts: {table: raw}",
          f"{A}:6:18: unknown modality 'table'.\nDid you mean 'tabular'?"),
    Fault("id that is not the file's name", A, "id: plain-line", "id: plane-line",
          f"{A}:1:5: the id 'plane-line' is not the name of its file.\nWrite `id: plain-line`."),
    Fault("id that is no id", A, "id: plain-line", "id: Plain Line",
          f"{A}:1:5: 'Plain Line' is not an id.\nIds are lower-case words joined by hyphens."),
    Fault("unknown field in a scope", A, "{data.relation: linear}", "{data.relatoin: linear}",
          f"{A}:12:28: unknown field 'data.relatoin'.\nDid you mean 'data.relation'?"),
    Fault("wrong word in a scope", A, "{data.relation: linear}", "{data.relation: straight}",
          f"{A}:12:28: `data.relation` is one of linear, monotone, nonlinear, not 'straight'."),
    Fault("claim stated twice", A, "quality: inference-latency\n    level: {from: 1 ms, to: 5 ms}",
          "quality: accuracy\n    level: low\n    scope: {data.relation: linear}",
          f"{A}:16:5: this says `accuracy` in the scope of {A}:10 a second time.\nMerge the two claims."),
    Fault("key stated twice", A, "role: candidate\n", "role: candidate\nrole: helper\n", f"{A}:5:1: "),
    Fault("rule without a source", P, "[{ref: made-up, locator: page 4, supports: why}]", "[]", f"{P}:15:14: RP401 "),
    Fault("rule with an unknown source", P, "ref: made-up, locator: page 4", "ref: made-op, locator: page 4",
          f"{P}:15:21: RP202 unknown source 'made-op'.\nDid you mean 'made-up'?"),
    Fault("rule on an unknown family", P, "family: linear", "family: linaer",
          "unknown family 'linaer'.\nDid you mean 'linear'?"),
    Fault("rule on an unknown algorithm", P, "family: linear", "id: plain-lnie",
          "unknown algorithm 'plain-lnie'.\nDid you mean 'plain-line'?"),
    Fault("rule with an unknown selector", P, "family: linear", "famly: linear", "Did you mean 'family'?"),
    Fault("rule on an unknown field", P, "data.relation: nonlinear", "data.relations: nonlinear",
          "unknown field 'data.relations'.\nDid you mean 'data.relation'?"),
    Fault("rule with an unknown operator", P, "{below: 1 week}", "{under: 1 week}",
          "unknown operator 'under': use one of is, in"),
    Fault("rule with a wrong unit", P, "{below: 1 week}", "{below: 1 kB}", f"{P}:18:30: RP205 "),
    Fault("rule that says two things", P, "{exclude: the relation is no line}",
          "{exclude: it is no line, caution: Beware.}",
          "`then` says exactly one of"),
    Fault("rule that says nothing", P, "{exclude: the relation is no line}", "{}", "here: none"),
    Fault("derived fact that nobody declares", P, "{conclude: {derived.urgent: true}}",
          "{conclude: {derived.urgnet: true}}",
          "unknown field 'derived.urgnet'.\nDid you mean 'derived.urgent'?"),
    Fault("conclusion of the wrong kind", P, "{conclude: {derived.urgent: true}}", "{conclude: {derived.urgent: much}}",
          "`derived.urgent` cannot be 'much'.\nIts values: true, false."),
    Fault("rule id that stands twice", P, "id: hurry", "id: lines-need-lines",
          f"{P}:16:9: RP206 the id 'lines-need-lines' stands at"),
    Fault("must without a decision", P, "{exclude: the relation is no line}", "{advise: x, strength: must}",
          "goes with `decide`"),
    Fault("selector on a conclusion", P, "then: {conclude:", "algorithm: {family: linear}\n    then: {conclude:",
          "`algorithm` goes with exclude, rate or caution"),
    Fault("unknown pattern", P, "{exclude: the relation is no line}", "{advise: heartbeat}", "`algorithm` goes with"),
    Fault("unknown decision", P, "{conclude: {derived.urgent: true}}", "{forbid: {training-mood: one-off}}",
          "unknown decision 'training-mood'."),
]  # fmt: skip
N_FAULTS = 37


@pytest.fixture
def good(folder: ContentFolder) -> ContentFolder:
    (folder.root / A).write_text(ALGORITHM, encoding="utf-8")
    (folder.root / P).write_text(PACK, encoding="utf-8")
    return folder


def break_file(folder: ContentFolder, fault: Fault) -> None:
    path = folder.root / fault.file
    text = path.read_text(encoding="utf-8")
    assert text.count(fault.old) == 1, f"the fault {fault.name!r} has no single place"
    path.write_text(text.replace(fault.old, fault.new), encoding="utf-8")


def test_the_files_are_good_before_they_are_broken(good: ContentFolder) -> None:
    knowledge = good.knowledge()
    assert len(knowledge.claims) == 2
    assert [rule.id for rule in knowledge.rules] == ["lines-need-lines", "hurry"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_broken_content_is_refused_with_place_and_remedy(good: ContentFolder, fault: Fault) -> None:
    break_file(good, fault)
    with pytest.raises(KnowledgeError if fault.file == A else RuleError) as refusal:
        good.knowledge()
    assert fault.said in str(refusal.value)
    for problem in refusal.value.problems:
        assert re.match(rf"{re.escape(fault.file)}:\d+:\d+: .", str(problem)), "a problem without its place"


def test_every_fault_is_collected_once() -> None:
    assert len(FAULTS) == len({fault.name for fault in FAULTS}) == N_FAULTS


def test_all_problems_of_all_files_are_told_together(good: ContentFolder) -> None:
    (good.root / "facts/algorithms/other.yaml").write_text(ALGORITHM.replace("plain-line", "other"), encoding="utf-8")
    for path, old, new in (
        (A, "family: linear", "family: linaer"),
        (A, "data.relation", "data.relatoin"),
        (A, "{from: 1 ms", "{from: 1 kB"),
        ("facts/algorithms/other.yaml", "quality: accuracy", "quality: acuracy"),
    ):
        break_file(good, Fault("one of several", path, old, new, ""))
    with pytest.raises(KnowledgeError) as refusal:
        good.knowledge()
    places = [(p.where.name, p.where.line) for p in refusal.value.problems if p.where]
    assert places == [("facts/algorithms/other.yaml", 10), (A, 3), (A, 12), (A, 17)]


def test_a_file_that_is_no_yaml_does_not_hide_what_is_wrong_elsewhere(good: ContentFolder) -> None:
    (good.root / "facts/sources/torn.yaml").write_text("id: [torn\n", encoding="utf-8")
    break_file(good, Fault("second", A, "role: candidate", "role: leader", ""))
    with pytest.raises(WhichmlError) as refusal:
        good.knowledge()
    assert {problem.where.name for problem in refusal.value.problems if problem.where} == {A, "facts/sources/torn.yaml"}


def test_a_source_that_nobody_can_open_is_refused(good: ContentFolder) -> None:
    path = good.root / "facts/sources/made-up.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("url: https://example.org/book\n", ""), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="a source needs `doi` or `url`"):
        good.knowledge()


@pytest.mark.parametrize(
    ("folder_name", "text", "said"),
    [
        ("patterns", "id: alone\nname: Alone\nkind: pattern\ncontext: c\nproblem: p\nsolution: s\nconsequences: c\n"
                     "related: [nobody]\nsources: [{ref: made-up, locator: page 1, supports: it}]\n",
         "facts/patterns/alone.yaml:8:11: unknown pattern 'nobody'."),
        ("patterns", "id: alone\nname: Alone\nkind: pattern\ncontext: c\nproblem: p\nsolution: s\nconsequences: c\n"
                     "helps: [acuracy]\nsources: [{ref: made-up, locator: page 1, supports: it}]\n",
         "facts/patterns/alone.yaml:8:9: unknown quality 'acuracy'.\nDid you mean 'accuracy'?"),
        ("decisions", "id: training-mood\nname: Name\nquestion: Q\noptions:\n"
                      "  - {id: one-off, name: O, definition: d, sources: [{ref: made-up, locator: l, supports: s}]}\n"
                      "  - {id: other, name: F, definition: d, sources: [{ref: made-up, locator: l, supports: s}]}\n"
                      "sources: [{ref: made-up, locator: page 1, supports: it}]\n",
         "facts/decisions/training-mood.yaml:1:5: unknown decision 'training-mood'.\nDid you mean 'training-mode'?"),
        ("components", "id: monitoring\nname: M\ndefinition: d\n"
                       "concerns: [{quality: accuracy, text: t, when: {data.drfit: fast}}]\ndecisions: []\n"
                       "sources: [{ref: made-up, locator: page 1, supports: it}]\n",
         "facts/components/monitoring.yaml:4:60: unknown field 'data.drfit'.\nDid you mean 'data.drift'?"),
        ("families", "id: liner\nclaims: []\n",
         "facts/families/liner.yaml:1:5: unknown family 'liner'.\nDid you mean 'linear'?"),
    ],
)  # fmt: skip
def test_a_dangling_name_is_refused_in_every_kind_of_file(
    good: ContentFolder, folder_name: str, text: str, said: str
) -> None:
    identity = text.split("\n", 1)[0].removeprefix("id: ")
    (good.root / "facts" / folder_name / f"{identity}.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as refusal:
        good.knowledge()
    assert said in str(refusal.value)


@pytest.mark.parametrize(
    ("first", "message"),
    [
        ({"decision": "acquisiton", "option": "bought", "of": ["one"]}, "unknown decision 'acquisiton'"),
        ({"decision": "acquisition", "option": "bouht", "of": ["one"]}, "unknown option 'bouht'"),
        ({"decision": "acquisition", "option": "bought", "of": ["two"]}, "unknown part of its place 'two'"),
    ],
    ids=["decision", "option", "no part of the place"],
)
def test_what_goes_first_in_a_place_of_a_solution_has_to_be_known(
    folder: ContentFolder, first: dict[str, object], message: str
) -> None:
    folder.algorithm("one").algorithm("two").decision("acquisition", ["bought", "made"])
    folder.pattern("whole", chain=[{"of": ["one"], "does": "answers", "first_where": [first]}])
    with pytest.raises(KnowledgeError, match=message):
        folder.knowledge()
