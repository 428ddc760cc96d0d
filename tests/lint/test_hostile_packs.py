"""Hostile packs are refused with a code, nothing in them is run, and other packs are not concerned."""

from __future__ import annotations

import builtins
import os
import subprocess
from pathlib import Path
from typing import Any, NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linted_packs import DECIDED_MUST, advising, codes, linted, linted_files, text_of

from small_knowledge import rule
from whichml.knowledge.base import Knowledge
from whichml.knowledge.pack_loading import load_packs
from whichml.knowledge.packs import parse_pack

SOUND = text_of(advising("sound-one", {"data.sparse": True}), pack="sound")
START = "rulepack: {id: mine, version: 1, title: Mine, license: CC0-1.0}\n"
CITED = "sources: [{ref: made-up, locator: page 1, supports: it}]"


def with_when(when: str) -> bytes:
    return (
        f"{START}rules:\n  - {{id: mine-one, title: One, when: {when}, then: {{advise: notebook}}, {CITED}}}\n".encode()
    )


BOMB = START + "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\nrules: []\n"
HOSTILE = {
    "a bomb of aliases": (BOMB.encode(), "RP104"),
    "a key given twice": (f"{START}rules: []\nrules: []\n".encode(), "RP103"),
    "a tab as indent": (f"{START}rules:\n\t- a\n".encode(), "RP101"),
    "a control character": (f"{START}rules: [\x07]\n".encode(), "RP101"),
    "a NUL byte": (START.encode() + b"rules: [\0]\n", "RP101"),
    "bytes that are no text": (START.encode() + b"title: \xff\xfe\n", "RP101"),
    "a second document": (f"{START}rules: []\n---\na: 1\n".encode(), "RP104"),
    "deep nesting": (f"{START}rules: {'[' * 60}{']' * 60}\n".encode(), "RP102"),
    "very deep nesting": (f"{START}rules: {'[' * 100_000}".encode(), "RP102"),
    "too many entries": (f"{START}rules: [{'1, ' * 10_001}]\n".encode(), "RP102"),
    "a long text": (f"{START}rules: [{'a' * 20_001}]\n".encode(), "RP102"),
    "a tag that makes an object": (with_when("!!python/object/apply:os.system ['id']"), "RP104"),
    "a tag on a value": (with_when("{data.rows: !!python/name:os.system }"), "RP104"),
    "a regular expression": (with_when('{data.privacy: {matches: ".*"}}'), "RP203"),
    "code as a number": (with_when("{data.rows: \"__import__('os')\"}"), "RP204"),
    "code as a unit": (with_when("{project.budget: \"__import__('os').system('id') USD\"}"), "RP205"),
    "code as a bound": (with_when('{data.rows: {above: "10**10**10"}}'), "RP204"),
    "code as a word": (with_when("{stakes.regulation: \"__import__('os')\"}"), "RP204"),
    "a field with dunders": (with_when("{data.__class__: true}"), "RP201"),
    "a rule with a path as id": (text_of(advising("../x", {})), "RP108"),
    "a rule with a slash in its id": (text_of(advising("a/b", {})), "RP108"),
    "a pack with a path as id": (text_of(pack="../mine"), "RP108"),
    "a pack with an absolute path as id": (text_of(pack="/etc/passwd"), "RP108"),
    "a pack with the id of a shipped one": (text_of(pack="small"), "RP207"),
    "a rule with the id of a shipped one": (text_of(advising("small-data-are-few", {})), "RP207"),
    "overrides in a circle": (
        text_of(advising("mine-a", {}, overrides=["mine-b"]), advising("mine-b", {}, overrides=["mine-a"])),
        "RP303",
    ),
    "conclusions in a circle": (
        text_of(
            rule("mine-a", {"conclude": {"data.sparse": True}}, {"data.intermittent": True}),
            rule("mine-b", {"conclude": {"data.intermittent": True}}, {"data.sparse": True}),
        ),
        "RP302",
    ),
}


@pytest.fixture
def nothing_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("something of the pack was run")

    for module, name in ((os, "system"), (os, "popen"), (subprocess, "Popen"), (builtins, "eval"), (builtins, "exec")):
        monkeypatch.setattr(module, name, refuse)


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pack_is_refused_with_its_code_and_the_one_beside_it_is_not(base: Knowledge, name: str) -> None:
    text, code = HOSTILE[name]
    report = linted(base, text, SOUND)
    assert code in codes(report)
    assert {finding.problem.where.name for finding in report.findings if finding.problem.where} == {"pack0.yaml"}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_refused_changes_nothing_of_the_knowledge_beside_it(base: Knowledge, name: str) -> None:
    packs = []
    for text in (HOSTILE[name][0], SOUND):
        try:
            packs.append(parse_pack(text, "pack.yaml"))
        except Exception as refusal:
            assert type(refusal).__name__ == "RuleError"
    alone = load_packs(base, [parse_pack(SOUND, "pack.yaml")]).knowledge
    beside = load_packs(base, packs).knowledge
    assert (beside.digest, beside.rules, beside.packs) == (alone.digest, alone.rules, alone.packs)


def test_a_file_beyond_the_limit_is_refused_without_reading_all_of_it(base: Knowledge, tmp_path: Path) -> None:
    huge, sound = tmp_path / "huge.yaml", tmp_path / "sound.yaml"
    huge.write_bytes(START.encode())
    os.truncate(huge, 50_000_000)
    sound.write_bytes(SOUND)
    report = linted_files(base, huge, sound)
    assert codes(report) == ["RP102"]
    assert "5000001 bytes" in report.findings[0].problem.message


OTHERS = {
    "sound": SOUND,
    "standing": text_of(advising("standing-one", {"data.sparse": False}), pack="standing", requires={"sound": ">=1"}),
    "waiting": text_of(advising("waiting-one", {"data.drift": "slow"}), pack="waiting", requires={"missing": ">=1"}),
    "twin": text_of(advising("shared-one", {"data.drift": "slow"}), pack="twin"),
    "sibling": text_of(advising("shared-one", {"data.drift": "fast"}), pack="sibling"),
    "circle": text_of(advising("circle-a", {}, overrides=["circle-b"]),
                      advising("circle-b", {}, overrides=["circle-a"]), pack="circle"),
    "deciding": text_of(rule("deciding-one", DECIDED_MUST, {"data.rows": {"above": 5}}), pack="deciding"),
    "shadow": text_of(advising("small-data-are-few", {}), pack="shadow"),
}  # fmt: skip
PACKS = [parse_pack(text, f"{name}.yaml") for name, text in OTHERS.items()]


def outcome(base: Knowledge, packs: list[Any]) -> tuple[object, ...]:
    admission = load_packs(base, packs)
    knowledge = admission.knowledge
    return knowledge.digest, knowledge.rules, knowledge.packs, admission.refused


@pytest.mark.slow("costs more than half a second")
@settings(deadline=None, max_examples=40)
@given(order=st.permutations(PACKS))
def test_the_order_in_which_packs_come_changes_nothing(base: Knowledge, order: list[Any]) -> None:
    assert outcome(base, order) == outcome(base, PACKS)


def test_of_many_packs_those_that_are_sound_are_taken_in(base: Knowledge) -> None:
    admission = load_packs(base, PACKS)
    taken = [pack.id for pack in admission.knowledge.packs if not pack.shipped]
    assert taken == ["deciding", "sound", "standing"]
    assert {refusal.pack for refusal in admission.refused} == {"waiting", "twin", "sibling", "circle", "shadow"}
