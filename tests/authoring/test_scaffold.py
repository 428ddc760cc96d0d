"""What a scaffold writes loads, passes its tests, and adds to what is there without touching the rest."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from whichml import KnowledgeBase
from whichml.authoring.scaffold import new_pack, new_pattern, new_rule, with_entry
from whichml.authoring.testing import run_tests
from whichml.authoring.workspace import Workspace, open_workspace
from whichml.model.documents.errors import RuleError


def opened(knowledge: KnowledgeBase, path: Path) -> Workspace:
    workspace = open_workspace(knowledge, [path])
    assert workspace.refused == ()
    assert workspace.broken_tests == ()
    return workspace


def code_of(refusal: pytest.ExceptionInfo[RuleError]) -> str:
    (problem,) = refusal.value.problems
    return problem.code


@pytest.mark.slow("lints and tests a pack")
def test_a_new_pack_loads_and_passes_its_tests(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    begun = new_pack("my-bank", tmp_path)
    assert [path.name for path in begun.files] == ["my-bank.yaml", "my-bank.test.yaml", "rulepack.schema.json"]
    tested = run_tests(opened(knowledge, tmp_path / "my-bank"))
    assert tested.passed
    assert [(coverage.fires, coverage.silent) for coverage in tested.coverage] == [(True, True)]


def test_rules_and_patterns_that_are_added_load_and_pass_their_tests(knowledge: KnowledgeBase, tmp_path: Path) -> None:
    pack = new_pack("my-bank", tmp_path).files[0]
    new_rule("my-bank-second-rule", tmp_path / "my-bank")
    assert new_pattern("four-eyes", pack).id == "my-bank-four-eyes"
    workspace = opened(knowledge, pack)
    tested = run_tests(workspace)
    assert tested.passed
    assert tested.n_cases == {"my-bank": 9}
    assert all(coverage.fires and coverage.silent for coverage in tested.coverage)
    assert "my-bank-four-eyes" in workspace.knowledge.patterns


def test_a_rule_is_named_as_the_others_of_its_pack_are(tmp_path: Path) -> None:
    pack, tests, _ = new_pack("my-bank", tmp_path).files
    assert new_rule("dual", pack).id == "my-bank-dual"
    for path in (pack, tests):
        path.write_text(path.read_text("utf-8").replace("my-bank-first-rule", "first-rule"), encoding="utf-8")
    assert new_rule("other", pack).id == "other"


@pytest.mark.parametrize("ending", [b"\r\n", b"\n"])
def test_what_is_added_ends_its_lines_as_the_file_does(tmp_path: Path, ending: bytes) -> None:
    pack, tests, _ = new_pack("my-bank", tmp_path).files
    for path in (pack, tests):
        path.write_bytes(path.read_bytes().replace(b"\n", ending))
    new_rule("my-bank-second-rule", pack)
    for path in (pack, tests):
        lines = path.read_bytes().split(b"\n")
        assert b"my-bank-second-rule" in path.read_bytes()
        assert {line.endswith(b"\r") for line in lines[:-1]} == {ending == b"\r\n"}


@pytest.mark.parametrize("identity", ["../evil", "a/b", "a\\b", "My Bank", "", "-", "x" * 81, "bank.yaml"])
def test_an_id_that_is_none_is_refused_and_nothing_is_written(identity: str, tmp_path: Path) -> None:
    with pytest.raises(RuleError) as refusal:
        new_pack(identity, tmp_path)
    assert code_of(refusal) == "RP108"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_already_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "my-bank").mkdir()
    (tmp_path / "my-bank" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(RuleError) as refusal:
        new_pack("my-bank", tmp_path)
    assert code_of(refusal) == "RP210"
    assert [path.name for path in (tmp_path / "my-bank").iterdir()] == ["notes.txt"]


def test_a_rule_of_an_id_that_is_taken_is_refused_and_the_pack_stays_as_it_is(tmp_path: Path) -> None:
    pack, tests, _ = new_pack("my-bank", tmp_path).files
    before = pack.read_bytes(), tests.read_bytes()
    with pytest.raises(RuleError) as refusal:
        new_rule("my-bank-first-rule", pack)
    assert code_of(refusal) == "RP206"
    assert (pack.read_bytes(), tests.read_bytes()) == before


def test_a_broken_pack_is_not_added_to(tmp_path: Path) -> None:
    pack = new_pack("my-bank", tmp_path).files[0]
    pack.write_text(pack.read_text("utf-8").replace("rules:", "ruels:"), encoding="utf-8")
    before = pack.read_bytes()
    with pytest.raises(RuleError, match="RP105 unknown key 'ruels'"):
        new_rule("my-bank-second-rule", pack)
    assert pack.read_bytes() == before


def test_a_folder_of_several_packs_needs_the_name_of_one(tmp_path: Path) -> None:
    home = new_pack("my-bank", tmp_path).files[0].parent
    (home / "another.yaml").write_text("rulepack: {}\n", encoding="utf-8")
    with pytest.raises(RuleError, match=r"holds several packs: another\.yaml, my-bank\.yaml"):
        new_rule("my-bank-second-rule", home)


ENTRY = "  - id: new\n    title: New\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rules:\n  - id: old\n", {"rules": [{"id": "old"}, {"id": "new", "title": "New"}]}),
        ("rules:\n- id: old\n", {"rules": [{"id": "old"}, {"id": "new", "title": "New"}]}),
        ("rules:\n    - id: old\n", {"rules": [{"id": "old"}, {"id": "new", "title": "New"}]}),
        ("rules: []\n", {"rules": [{"id": "new", "title": "New"}]}),
        ("id: x\n", {"id": "x", "rules": [{"id": "new", "title": "New"}]}),
        (
            "rules:\n  - id: old\n\n# of the patterns\npatterns: [a]\n",
            {"rules": [{"id": "old"}, {"id": "new", "title": "New"}], "patterns": ["a"]},
        ),
    ],
    ids=["indented", "flush", "far", "empty", "missing", "in the middle"],
)
def test_an_entry_goes_to_the_end_of_its_list_however_that_is_indented(text: str, expected: object) -> None:
    assert yaml.safe_load(with_entry(text, "rules", ENTRY, "x.yaml")) == expected


def test_comments_and_other_lists_stay_where_they_are() -> None:
    text = "# head\nrules:\n  # first\n  - id: old\n# of the patterns\npatterns: [a]\n"
    changed = with_entry(text, "rules", ENTRY, "x.yaml")
    assert changed == "# head\nrules:\n  # first\n  - id: old\n" + ENTRY + "# of the patterns\npatterns: [a]\n"


def test_a_list_in_brackets_is_left_to_its_author() -> None:
    with pytest.raises(RuleError, match=r"RP107 the list `rules` of x\.yaml is written in brackets"):
        with_entry("rules: [{id: old}]\n", "rules", ENTRY, "x.yaml")
