"""The built knowledge base: equal to what was compiled, built anew only when content changed, never half written."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path

import pytest

from small_knowledge import ContentFolder, claim, rule
from whichml import KnowledgeBase
from whichml.knowledge import building, loading
from whichml.knowledge.base import Knowledge
from whichml.knowledge.building import build
from whichml.knowledge.compilation import compile_content
from whichml.knowledge.content import Content
from whichml.knowledge.snapshot import read_snapshot, store_path
from whichml.knowledge.store import families_above, open_store
from whichml.model.errors import KnowledgeError


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
    return tmp_path / "store" / "knowledge.sqlite3"


def assert_equal(one: Knowledge, other: Knowledge) -> None:
    for field in fields(Knowledge):
        assert getattr(one, field.name) == getattr(other, field.name), field.name


def test_what_is_opened_equals_what_was_compiled(small: ContentFolder, store: Path) -> None:
    built = build(small.content, store, "1")
    opened = read_snapshot(store, small.content, "1")
    assert opened is not None
    assert_equal(opened, built)
    assert_equal(opened, compile_content(small.content, "1"))


def test_the_shipped_knowledge_opens_as_it_compiles(knowledge: KnowledgeBase, content: Content) -> None:
    assert_equal(knowledge, compile_content(content, loading.VERSION))


def test_the_store_holds_the_graph_beside_the_knowledge(small: ContentFolder, store: Path) -> None:
    build(small.content, store, "1")
    world = open_store(store)
    try:
        assert "kernel-method" in families_above(world, "exact-kernel-method")
    finally:
        world.close()


def test_opening_a_store_that_is_not_there_says_how_to_build_it(store: Path) -> None:
    with pytest.raises(KnowledgeError, match="whichml kb build"):
        open_store(store)


@pytest.fixture
def builds(small: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the list of builds that loading makes of the small content."""
    made: list[Path] = []

    def counted(content: Content, path: Path, version: str) -> Knowledge:
        made.append(path)
        return build(content, path, version)

    monkeypatch.setattr(building, "build", counted)
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


@pytest.mark.parametrize("foreign", [b"", b"no database at all", b"SQLite format 3\0" + b"\0" * 100])
def test_a_foreign_or_torn_file_in_the_place_of_the_store_is_built_over(
    builds: list[Path], store: Path, foreign: bytes
) -> None:
    store.parent.mkdir()
    store.write_bytes(foreign)
    assert set(KnowledgeBase.load(store).algorithms) == {"one", "two"}
    assert builds == [store]


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
    former = build(former_content, store, "1")
    raw = store.read_bytes()
    fault(small)
    with pytest.raises(Exception, match=r"nobody|rowz|one\.yaml"):
        build(small.content, store, "1")
    assert store.read_bytes() == raw
    assert os.listdir(store.parent) == [store.name]
    opened = read_snapshot(store, former_content, "1")
    assert opened is not None
    assert_equal(opened, former)


def test_content_that_the_shapes_refuse_leaves_the_former_store_too(
    small: ContentFolder, content: Content, store: Path
) -> None:
    build(small.content, store, "1")
    raw = store.read_bytes()
    (small.root / "ontology" / "shapes.ttl").write_bytes((content.ontology / "shapes.ttl").read_bytes())
    with pytest.raises(KnowledgeError, match="cites at least one source"):
        build(small.content, store, "1")
    assert store.read_bytes() == raw


def test_a_store_that_cannot_be_written_is_no_obstacle(small: ContentFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    built = build(small.content, tmp_path / "file" / "knowledge.sqlite3", "1")
    assert set(built.algorithms) == {"one", "two"}


def test_a_chosen_store_is_used_before_the_cache(content: Content, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHICHML_STORE", raising=False)
    usual = store_path(content)
    monkeypatch.setenv("WHICHML_STORE", "elsewhere.sqlite3")
    assert store_path(content) == Path("elsewhere.sqlite3") != usual


def test_two_checkouts_keep_two_stores(content: Content, small: ContentFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WHICHML_STORE", raising=False)
    assert store_path(content) != store_path(small.content)


def test_the_digest_speaks_of_names_and_bytes_and_not_of_places(new_folder: Callable[[], ContentFolder]) -> None:
    one, other, third = (new_folder().algorithm(name) for name in ("one", "one", "two"))
    assert one.content.digest == other.content.digest
    assert one.content.digest != third.content.digest
