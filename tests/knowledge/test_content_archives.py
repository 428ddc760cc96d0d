"""The archive that an installation holds: the same content under the same names, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from small_knowledge import ContentFolder
from whichml.knowledge import content_archive
from whichml.knowledge.content import Content
from whichml.knowledge.content_archive import ARCHIVE, read_archive, write_archive
from whichml.knowledge.snapshot import SHIPPED, Compiled, is_current, read_snapshot, write_shipped
from whichml.knowledge.text_compression import made_small
from whichml.model.documents.errors import KnowledgeError

pytestmark = pytest.mark.slow("packs the whole content")

NAMES = st.from_regex(r"[a-z]{1,9}(/[a-zé]{1,120}){0,3}\.yaml", fullmatch=True)


@given(parts=st.dictionaries(NAMES, st.binary(max_size=200), max_size=5))
def test_an_archive_gives_back_what_was_put_into_it(
    parts: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("archive") / ARCHIVE
    write_archive(path, parts.items())
    assert list(read_archive(path)) == list(parts.items())


@pytest.mark.parametrize("name", ["kb/one.yaml", "one.yaml", "kb/other.yaml", "kb/one.ttl", "kb/one.yaml/one.yaml"])
def test_a_file_keeps_its_name_whether_or_not_it_is_named_by_the_id_that_it_begins_with(
    name: str, tmp_path: Path
) -> None:
    parts = [(name, b"id: one\nname: One\n"), ("kb/last.yaml", b"name: Last\n")]
    write_archive(tmp_path / ARCHIVE, parts)
    assert list(read_archive(tmp_path / ARCHIVE)) == parts


@pytest.fixture(scope="module")
def packed(content: Content, tmp_path_factory: pytest.TempPathFactory) -> Content:
    """Return the shipped content in an archive, in a folder that holds nothing else."""
    root = tmp_path_factory.mktemp("installed")
    with pytest.MonkeyPatch.context() as patch:  # the wheel's tests pack as tightly as what is shipped
        patch.setattr(content_archive, "made_small", lambda text, is_shipped: made_small(text))
        write_archive(root / ARCHIVE, content.parts())
    return replace(Content.below(content.root), root=root, archive=root / ARCHIVE)


def test_content_in_an_archive_has_the_digest_of_its_files(packed: Content, content: Content) -> None:
    assert packed.digest == content.digest
    assert [name for name, _ in packed.parts()] == [content.name_of(path) for path in content.files]


def test_unpacked_content_lies_in_files_of_the_same_names_for_as_long_as_it_is_used(
    packed: Content, content: Content
) -> None:
    with packed.unpacked() as lying:
        assert lying.archive is None
        assert lying.digest == content.digest
        assert lying.name_of(lying.ontology / "whichml.ttl") == "ontology/whichml.ttl"
        root = lying.root
    assert not root.exists()


def test_what_an_archive_was_compiled_to_serves_until_the_archive_is_another(folder: ContentFolder) -> None:
    folder.algorithm("one")
    archive, store = folder.root / ARCHIVE, folder.root / SHIPPED
    write_shipped(folder.root, Compiled(folder.knowledge(), b""), folder.content)
    packed = replace(folder.content, archive=archive)
    assert is_current(store, packed, "test")
    opened = read_snapshot(store, packed, "test")
    assert opened is not None
    assert set(opened.algorithms) == {"one"}
    write_archive(archive, [*folder.content.parts(), ("rules/more.yaml", b"")])
    assert not is_current(store, replace(folder.content, archive=archive), "test")


def test_content_that_lies_in_files_is_not_copied(content: Content) -> None:
    with content.unpacked() as lying:
        assert lying is content


@pytest.mark.parametrize("n_bytes", [0, 40, 5_000])
def test_an_archive_that_is_cut_off_is_told_with_the_remedy(packed: Content, n_bytes: int, tmp_path: Path) -> None:
    assert packed.archive is not None
    cut = tmp_path / ARCHIVE
    cut.write_bytes(packed.archive.read_bytes()[:n_bytes])
    with pytest.raises(KnowledgeError, match="Install whichml again"):
        replace(packed, archive=cut).digest  # noqa: B018  # it is read where it is asked for
