"""Further packs are found in files, folders, the environment and installed packages, each once, whatever the order."""

from __future__ import annotations

import os
from itertools import permutations
from pathlib import Path

import pytest

from whichml import KnowledgeBase
from whichml.knowledge.finding import find_packs, pack_places
from whichml.model.documents.errors import RuleError

PACK = """\
rulepack: {{id: {pack}, version: {version}, title: Some pack, license: CC0-1.0, requires: {{{requires}}}}}
rules:
  - id: {pack}-asks-for-care
    title: Care
    when: {{task: regression}}
    then: {{caution: Take care.}}
    sources: [{{ref: mlip-book-ch25, locator: Explaining a Prediction, supports: what it says}}]
"""


def written(folder: Path, pack: str, version: int = 1, requires: str = "") -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / f"{pack}.yaml"
    path.write_text(PACK.format(pack=pack, version=version, requires=requires), encoding="utf-8")
    return path


def test_a_folder_gives_its_packs_in_the_order_of_their_names_without_tests(tmp_path: Path) -> None:
    home = tmp_path / "packs"
    for name in ("b", "a"):
        written(home, name)
    (home / "a.test.yaml").write_text("[]\n", encoding="utf-8")
    (home / "notes.txt").write_text("notes\n", encoding="utf-8")
    assert [place.name for place in pack_places(home)] == ["packs/a.yaml", "packs/b.yaml"]
    assert [place.name for place in pack_places(home / "b.yaml")] == ["b.yaml"]


def test_a_link_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    home = written(tmp_path / "packs", "a").parent
    (home / "policy.yaml").symlink_to(tmp_path / "gone.yaml")
    with pytest.raises(RuleError, match=r"RP210 'packs/policy.yaml' is no file"):
        KnowledgeBase.load(rules=[home])


def test_a_pack_in_a_folder_below_is_not_read_and_that_is_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    home = written(tmp_path / "packs", "a").parent
    inner = written(home / "credit", "b")
    (inner.parent / "other.yaml").write_text("jobs: {}\n", encoding="utf-8")
    assert [place.name for place in pack_places(home)] == ["packs/a.yaml"]
    assert [record.getMessage().partition(" ")[0] for record in caplog.records] == [str(inner)]


def test_a_broken_pack_is_told_by_the_path_that_somebody_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "packs", "a")
    path.write_text(path.read_text(encoding="utf-8").replace("regression", "regresion"), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for named in ("packs", "packs/a.yaml"):
        with pytest.raises(RuleError) as refusal:
            KnowledgeBase.load(rules=[named])
        assert [str(problem.where) for problem in refusal.value.problems] == ["packs/a.yaml:5:18"], named
    deeper = tmp_path / "deep"
    deeper.mkdir()
    monkeypatch.chdir(deeper)
    with pytest.raises(RuleError, match=r"^\.\./packs/a\.yaml:5:18: RP204"):
        KnowledgeBase.load(rules=["../packs"])


def test_the_environment_names_several_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [written(tmp_path / name, name) for name in ("one", "two")]
    monkeypatch.setenv("WHICHML_RULES", os.pathsep.join(map(str, paths)))
    assert [pack.id for pack in find_packs().packs] == ["one", "two"]
    assert [pack.id for pack in find_packs([paths[1]]).packs] == ["two", "one"], (
        "a pack that is named twice counts once"
    )


def test_a_path_that_is_named_twice_is_refused_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone.yaml"
    monkeypatch.setenv("WHICHML_RULES", str(gone))
    monkeypatch.chdir(tmp_path)
    assert [refusal.path for refusal in find_packs([gone, Path("gone.yaml")]).refused] == [gone]


def test_copies_of_one_pack_are_one(tmp_path: Path) -> None:
    here, there = written(tmp_path / "here", "house"), written(tmp_path / "there", "house")
    opened = KnowledgeBase.open(None, [here, there])
    assert opened.refused == ()
    assert [pack.id for pack in opened.knowledge.packs if not pack.shipped] == ["house"]


def test_two_versions_of_one_pack_are_both_refused_with_one_problem_each(tmp_path: Path) -> None:
    old, new = written(tmp_path / "old", "house"), written(tmp_path / "new", "house", version=2)
    opened = KnowledgeBase.open(None, [tmp_path / "old", tmp_path / "new"])
    told = {refusal.path: [(p.code, p.message) for p in refusal.problems] for refusal in opened.refused}
    assert told == {
        old: [("RP206", "the id 'house' stands at new/house.yaml:1:16 too.")],
        new: [("RP206", "the id 'house' stands at old/house.yaml:1:16 too.")],
    }


def test_the_order_in_which_packs_are_named_changes_nothing(tmp_path: Path) -> None:
    paths = [
        written(tmp_path / "a", "zebra", requires='house: ">=1"'),
        written(tmp_path / "b", "house"),
        written(tmp_path / "c", "lonely", requires='nobody: ">=1"'),
    ]
    opened = [KnowledgeBase.open(None, order) for order in permutations(paths)]
    assert len({each.knowledge.digest for each in opened}) == 1
    assert {tuple(pack.id for pack in each.knowledge.packs if not pack.shipped) for each in opened} == {
        ("house", "zebra")
    }
    assert {tuple((r.pack, r.problems) for r in each.refused) for each in opened} == {
        tuple((r.pack, r.problems) for r in opened[0].refused)
    }
    assert [problem.code for refusal in opened[0].refused for problem in refusal.problems] == ["RP209"]


def test_a_named_pack_that_is_refused_is_an_error_and_one_of_the_environment_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = written(tmp_path / "a", "house", requires='whichml: ">=99"')
    with pytest.raises(RuleError, match=r"RP209 whichml >=99 is required, and this is "):
        KnowledgeBase.load(rules=[path])
    monkeypatch.setenv("WHICHML_RULES", str(path))
    plain = KnowledgeBase.shipped()
    assert KnowledgeBase.load().digest == plain.digest
    assert "the rule pack 'house' is not used" in caplog.text
