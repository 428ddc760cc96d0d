"""The shipped facts and one run of all their implementations, shared by the tests of this folder."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from shipped_content import shipped_read
from whichml.knowledge.base import Knowledge
from whichml.knowledge.compilation import ContentRead, compile_read
from whichml.knowledge.content import Content
from whichml.knowledge.reading import FactFiles, read_fact_files
from whichml_workshop.introspection.comparison import Findings, compare_capabilities
from whichml_workshop.introspection.introspect import measured_here
from whichml_workshop.introspection.measurement import CapabilityMeasurement

Measured = dict[str, CapabilityMeasurement]


@pytest.fixture(scope="session")
def shipped() -> ContentRead:
    return shipped_read()


@pytest.fixture(scope="session")
def fact_files(shipped: ContentRead) -> FactFiles:
    return shipped.files


@pytest.fixture(scope="session")
def measured(fact_files: FactFiles) -> Measured:
    """What every implementation of the shipped facts shows; run once."""
    return measured_here(fact_files)


@pytest.fixture(scope="session")
def compiled(shipped: ContentRead) -> Knowledge:
    return compile_read(shipped, version="test")


@pytest.fixture
def content_copy(content: Content, tmp_path: Path) -> Content:
    """Return a copy of the content that a test may spoil."""
    for folder in (content.ontology, content.rules, content.facts):
        shutil.copytree(folder, tmp_path / folder.relative_to(content.root))
    return Content(tmp_path, tmp_path / "ontology", tmp_path / "rules", tmp_path / "kb" / "facts")


@pytest.fixture
def spoilt(tmp_path: Path) -> Content:
    """Return content of no file, for the one that a test spoils."""
    return Content(tmp_path, tmp_path / "ontology", tmp_path / "rules", tmp_path / "kb" / "facts")


@pytest.fixture
def findings_after(
    content: Content, shipped: ContentRead, spoilt: Content, measured: Measured
) -> Callable[[str, str, str], Findings]:
    """Return what is found once a text of one fact file was replaced by another; the others are read once for all."""

    def spoil(name: str, right: str, wrong: str) -> Findings:
        text = (content.facts / name).read_text()
        assert text.count(right) == 1, (name, right)
        path = spoilt.facts / name
        path.parent.mkdir(parents=True)
        path.write_text(text.replace(right, wrong))
        kind, read = path.parent.name, read_fact_files(spoilt)
        files = replace(shipped.files, **{kind: {**getattr(shipped.files, kind), **getattr(read, kind)}})
        assert len(getattr(files, kind)) == len(getattr(shipped.files, kind))
        return compare_capabilities(files, compile_read(replace(shipped, files=files), version="spoilt"), measured)

    return spoil
