"""The built knowledge base: equal to what was compiled, built anew only when content changed, never half written."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from small_knowledge import ContentFolder, claim, rule
from triples_of_store import triples_of
from whichml import KnowledgeBase
from whichml.knowledge import building, loading
from whichml.knowledge.base import Knowledge
from whichml.knowledge.building import build_knowledge, compiled
from whichml.knowledge.compilation import compile_content
from whichml.knowledge.content import Content
from whichml.knowledge.snapshot import (
    Compiled,
    is_current,
    read_snapshot,
    write_shipped,
    write_snapshot,
)
from whichml.knowledge.store import knowledge_store_path, remove_unused
from whichml.model.documents.errors import KnowledgeError

pytestmark = pytest.mark.slow("builds stores")


@pytest.fixture
def small(folder: ContentFolder) -> ContentFolder:
    """Return a folder that builds in no time: shapes ask nothing of it."""
    (folder.root / "ontology" / "shapes.ttl").write_text("", encoding="utf-8")
    folder.algorithm("one", claim("inference-latency", {"from": "1 ms", "to": "5 ms"}, {"data.rows": {"above": 10}}))
    folder.algorithm("two", claim("robustness", {"low": "low", "high": "high"}, {"data.drift": ["slow", "fast"]}))
    folder.decision("training-mode", ["one-off", "incremental"], "one-off").pattern("heartbeat")
    return folder.rules(
        rule(
            "out", {"exclude": "it is two"}, {"stakes.explanation": "full"}, algorithm={"robustness": {"below": "high"}}
        ),
        rule("sure", {"conclude": {"derived.sure": True}}, {"data.rows": {"between": [None, 100]}}),
        derives={"derived.sure": {"values": "bool", "definition": "It is sure."}},
    )


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "store" / "knowledge.snapshot"


def assert_equal(one: Knowledge, other: Knowledge) -> None:
    for field in fields(Knowledge):
        assert getattr(one, field.name) == getattr(other, field.name), field.name


def test_what_is_opened_equals_what_was_compiled(small: ContentFolder, store: Path) -> None:
    built = build_knowledge(small.content, store, "1")
    opened = read_snapshot(store, small.content, "1")
    assert opened is not None
    assert_equal(opened, built)
    assert_equal(opened, compile_content(small.content, "1"))


def test_the_shipped_knowledge_opens_as_it_compiles(knowledge: KnowledgeBase, content: Content) -> None:
    assert_equal(knowledge, compile_content(content, loading.VERSION))


def test_the_store_holds_the_graph_beside_the_knowledge(small: ContentFolder, store: Path) -> None:
    built = compiled(small.content, "1")
    write_snapshot(store, built, str(small.root))
    assert triples_of(store) == built.triples
    lines = built.triples.decode().splitlines()
    assert lines == sorted(lines)
    assert any(line.startswith("<https://whichml.org/facts/algorithm/one> ") for line in lines)


@pytest.mark.parametrize("torn", [None, b"", b"no store at all", b'{"format": "11"}\n{}'])
def test_a_file_without_a_graph_says_how_to_build_it(store: Path, torn: bytes | None) -> None:
    store.parent.mkdir()
    if torn is not None:
        store.write_bytes(torn)
    with pytest.raises(KnowledgeError, match="whichml kb build --force"):
        triples_of(store)


@pytest.fixture
def builds(small: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the list of builds that loading makes of the small content."""
    made: list[Path] = []

    def counted(content: Content, path: Path, version: str) -> Knowledge:
        made.append(path)
        return build_knowledge(content, path, version)

    monkeypatch.setattr(building, "build_knowledge", counted)
    monkeypatch.setattr(Content, "shipped", classmethod(lambda cls: small.content))
    return made


def test_untouched_content_is_built_once(builds: list[Path], store: Path) -> None:
    loaded = [KnowledgeBase.load(store) for _ in range(3)]
    assert builds == [store]
    assert_equal(loaded[0], loaded[2])


def test_content_that_was_only_touched_is_not_built_again(
    builds: list[Path], small: ContentFolder, store: Path
) -> None:
    KnowledgeBase.load(store)
    os.utime(small.root / "rules" / "small.yaml", ns=(1, 1))
    KnowledgeBase.load(store)
    assert builds == [store]


CHANGES: dict[str, Callable[[ContentFolder], object]] = {
    "a fact": lambda folder: folder.algorithm("one", claim("robustness", "low")),
    "a new file": lambda folder: folder.algorithm("three"),
    "a removed file": lambda folder: (folder.root / "facts/patterns/heartbeat.yaml").unlink(),
    "a rule": lambda folder: folder.rules(rule("other", {"exclude": "it is not"})),
    "the shapes": lambda folder: (folder.root / "ontology/shapes.ttl").write_text("\n# nothing\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_changed_content_is_built_again(builds: list[Path], small: ContentFolder, store: Path, change: str) -> None:
    before = KnowledgeBase.load(store)
    CHANGES[change](small)
    after = KnowledgeBase.load(store)
    assert builds == [store, store]
    assert after.digest != before.digest


def test_another_version_of_the_program_builds_again(
    builds: list[Path], store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    KnowledgeBase.load(store)
    monkeypatch.setattr(loading, "VERSION", "another")
    assert KnowledgeBase.load(store).version == "another"
    assert builds == [store, store]


SQLITE = b"SQLite format 3\0" + b"\0" * 100


@pytest.mark.parametrize("torn", [b"", b'{"format":"11","version":"0', b'{"format":"19"}\n{}'])
def test_a_torn_or_earlier_file_in_the_place_of_the_store_is_built_over(
    builds: list[Path], store: Path, torn: bytes
) -> None:
    store.parent.mkdir()
    store.write_bytes(torn)
    assert set(KnowledgeBase.load(store).algorithms) == {"one", "two"}
    assert builds == [store]


@pytest.mark.parametrize("foreign", [b"no store at all", SQLITE, b"{}"])
def test_a_file_of_another_kind_in_the_place_of_the_store_stays_as_it_is(
    builds: list[Path], store: Path, monkeypatch: pytest.MonkeyPatch, foreign: bytes
) -> None:
    store.parent.mkdir()
    store.write_bytes(foreign)
    monkeypatch.setenv("WHICHML_STORE", str(store))
    for load in (KnowledgeBase.load, loading.built_store):
        with pytest.raises(KnowledgeError, match="is not compiled knowledge") as refusal:
            load()
        assert "where answers are kept says WHICHML_ANSWERS" in str(refusal.value)
    assert store.read_bytes() == foreign
    assert builds == []


def test_a_file_of_the_cache_by_its_name_is_built_over_whatever_it_holds(
    builds: list[Path], small: ContentFolder, cache: Path
) -> None:
    knowledge_store_path(small.content).write_bytes(SQLITE)
    assert set(KnowledgeBase.load().algorithms) == {"one", "two"}
    assert builds == [knowledge_store_path(small.content)]


def test_compiled_knowledge_is_put_into_no_folder_that_is_called_as_a_database(
    builds: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WHICHML_STORE", "postgresql://whichml:secret@db/answers")
    with pytest.raises(KnowledgeError, match="names a database") as refusal:
        KnowledgeBase.load()
    assert "secret" not in str(refusal.value)
    assert list(tmp_path.glob("postgresql*")) == []


@pytest.mark.parametrize(
    "fault",
    [
        lambda folder: folder.algorithm("one", claim("robustness", "low"), family="nobody"),
        lambda folder: folder.rules(rule("other", {"exclude": "it is not"}, {"data.rowz": 1})),
        lambda folder: (folder.root / "facts/algorithms/one.yaml").write_text("id: [one\n"),
    ],
    ids=["unknown family", "unknown field", "torn file"],
)
def test_after_broken_content_the_former_store_is_as_it_was(
    small: ContentFolder, store: Path, fault: Callable[[ContentFolder], object]
) -> None:
    former_content = small.content
    former = build_knowledge(former_content, store, "1")
    raw = store.read_bytes()
    fault(small)
    with pytest.raises(Exception, match=r"nobody|rowz|one\.yaml"):
        build_knowledge(small.content, store, "1")
    assert store.read_bytes() == raw
    assert os.listdir(store.parent) == [store.name]
    opened = read_snapshot(store, former_content, "1")
    assert opened is not None
    assert_equal(opened, former)


def test_content_that_the_shapes_refuse_leaves_the_former_store_too(
    small: ContentFolder, content: Content, store: Path
) -> None:
    build_knowledge(small.content, store, "1")
    raw = store.read_bytes()
    (small.root / "ontology" / "shapes.ttl").write_bytes((content.ontology / "shapes.ttl").read_bytes())
    with pytest.raises(KnowledgeError, match="cites at least one source"):
        build_knowledge(small.content, store, "1")
    assert store.read_bytes() == raw


def test_a_store_that_cannot_be_put_in_place_leaves_the_former_one(
    small: ContentFolder, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = build_knowledge(small.content, store, "1")
    raw = store.read_bytes()
    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OSError, match="disk full"):
        write_snapshot(store, Compiled(former, b""), str(small.root))
    assert store.read_bytes() == raw
    assert list(store.parent.iterdir()) == [store]


def refuse(*_: object) -> None:
    raise OSError("disk full")


def test_knowledge_that_lies_beside_its_content_is_opened_there_and_nothing_is_kept(
    builds: list[Path], small: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHICHML_CACHE", str(tmp_path / "cache"))
    shipped = compile_content(small.content, loading.VERSION)
    archive, _ = write_shipped(small.root, Compiled(shipped, b""), small.content)
    installed = dataclasses.replace(small.content, archive=archive)
    monkeypatch.setattr(Content, "shipped", classmethod(lambda cls: installed))
    assert_equal(KnowledgeBase.load(), shipped)
    assert builds == []
    assert not (tmp_path / "cache").exists()


def test_knowledge_that_lies_beside_other_content_than_its_own_is_not_used(
    builds: list[Path], small: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHICHML_CACHE", str(tmp_path / "cache"))
    former = compile_content(small.content, loading.VERSION)
    write_shipped(small.root, Compiled(former, b""), small.content)
    small.algorithm("three")
    assert set(KnowledgeBase.load().algorithms) == {"one", "two", "three"}
    assert builds == [knowledge_store_path(small.content)]


def test_the_same_content_gives_the_same_bytes_wherever_it_lies(small: ContentFolder, tmp_path: Path) -> None:
    shutil.copytree(small.root, tmp_path / "copy")
    copy = dataclasses.replace(
        small.content, **{name: tmp_path / "copy" / getattr(small.content, name).relative_to(small.root)
                          for name in ("root", "ontology", "rules", "facts")}
    )  # fmt: skip
    written = []
    for folder, content in ((tmp_path / "one", small.content), (tmp_path / "other", copy)):
        folder.mkdir()
        written.append([file.read_bytes() for file in write_shipped(folder, compiled(content, "1"), content)])
    assert written[0] == written[1]


def test_a_store_that_cannot_be_written_is_no_obstacle(small: ContentFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    built = build_knowledge(small.content, tmp_path / "file" / "knowledge.snapshot", "1")
    assert set(built.algorithms) == {"one", "two"}


def test_a_chosen_store_is_used_before_the_cache(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHICHML_STORE", raising=False)
    usual = knowledge_store_path(content)
    monkeypatch.setenv("WHICHML_STORE", "elsewhere.snapshot")
    assert knowledge_store_path(content) == Path("elsewhere.snapshot") != usual


def test_two_checkouts_keep_two_stores(content: Content, small: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHICHML_STORE", raising=False)
    assert knowledge_store_path(content) != knowledge_store_path(small.content)


def test_the_digest_speaks_of_names_and_bytes_and_not_of_places(new_folder: Callable[[], ContentFolder]) -> None:
    one, other, third = (new_folder().algorithm(name) for name in ("one", "one", "two"))
    assert one.content.digest == other.content.digest
    assert one.content.digest != third.content.digest


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return an empty cache."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("WHICHML_CACHE", str(folder))
    monkeypatch.delenv("WHICHML_STORE", raising=False)
    return folder


def aged(path: Path, n_days: int) -> Path:
    """Make a file where there is none, and let it be as old as that."""
    path.touch()
    past = time.time() - n_days * 24 * 3600
    os.utime(path, (past, past))
    return path


OLD_STORES = (
    "knowledge-0123456789abcdef.snapshot",
    "knowledge-0123456789abcdef.sqlite3",
    ".knowledge-0123456789abcdef.snapshot.abc.new",
)


@pytest.mark.parametrize("name", OLD_STORES)
def test_a_store_that_nobody_used_for_thirty_days_goes_when_another_is_built(
    small: ContentFolder, cache: Path, name: str
) -> None:
    gone, stays = aged(cache / name, 31), aged(cache / name.replace("0", "1"), 29)
    build_knowledge(small.content, knowledge_store_path(small.content), "1")
    assert not gone.exists()
    assert stays.exists()


def test_a_store_of_content_that_is_no_longer_there_goes(
    small: ContentFolder, new_folder: Callable[[], ContentFolder], cache: Path
) -> None:
    other = new_folder()
    (other.root / "ontology" / "shapes.ttl").write_text("", encoding="utf-8")
    for each in (other, small):
        build_knowledge(each.content, knowledge_store_path(each.content), "1")
    assert is_current(knowledge_store_path(other.content), other.content, "1")
    shutil.rmtree(other.root)
    remove_unused()
    assert list(cache.iterdir()) == [knowledge_store_path(small.content)]


def test_files_of_others_in_the_cache_stay(cache: Path) -> None:
    names = ("knowledge.snapshot", "knowledge-1.snapshot", "trials.sqlite3", "study.sqlite3", "datasets")
    kept = {aged(cache / name, 400) for name in names}
    remove_unused()
    assert set(cache.iterdir()) == kept


def test_a_store_that_is_read_stays(builds: list[Path], small: ContentFolder, cache: Path) -> None:
    KnowledgeBase.load()
    aged(knowledge_store_path(small.content), 31)
    KnowledgeBase.load()
    remove_unused()
    assert builds == [knowledge_store_path(small.content)]
    assert knowledge_store_path(small.content).exists()


def test_a_cache_that_is_not_there_has_nothing_to_remove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHICHML_CACHE", str(tmp_path / "nowhere"))
    remove_unused()
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("package", ["rdflib", "pyshacl"])
def test_content_cannot_be_compiled_without_the_extra_which_is_named(
    small: ContentFolder, cache: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setattr(Content, "shipped", classmethod(lambda cls: small.content))
    for name in [name for name in sys.modules if name.startswith("whichml.knowledge.")]:
        module = sys.modules[name]
        if hasattr(module, package) or name.endswith((".building", ".graph", ".shapes")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(KnowledgeError, match=rf"{package} is not installed\.\n.*whichml\[ontology\]"):
        KnowledgeBase.load()
