"""The reference under docs/reference says what the knowledge base says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from small_knowledge import script
from whichml.export.records import ids_by_kind
from whichml.export.reference import reference_pages
from whichml.export.resources import KINDS
from whichml.knowledge.base import Knowledge
from whichml.model.format.brief_fields import BRIEF_FIELDS

ROOT = Path(__file__).resolve().parents[2]
PAGE_OF = {kind.name: kind.page.name for kind in KINDS if kind.page} | {"pack": "rules.md"}


@pytest.fixture(scope="module")
def pages(knowledge: Knowledge) -> Mapping[str, str]:
    return reference_pages(knowledge)


WORKS = "works-of-applications.md"
"""The page of the works that applications alone cite."""


@pytest.fixture(scope="module")
def writing() -> ModuleType:
    return script("write_reference")


def test_the_pages_in_the_repository_are_up_to_date(pages: Mapping[str, str], writing: ModuleType) -> None:
    assert set(pages) == {"README.md", "brief.md", "devices.md", WORKS, *PAGE_OF.values()}
    assert len(pages) >= 14
    assert writing.out_of_date(ROOT / "docs" / "reference", dict(pages)) == [], "run: make generate"


def test_a_page_that_is_missing_changed_or_no_longer_made_is_named(
    pages: Mapping[str, str], writing: ModuleType, tmp_path: Path
) -> None:
    for name, text in pages.items():
        (tmp_path / name).write_text(text, "utf-8")
    assert writing.out_of_date(tmp_path, dict(pages)) == []
    (tmp_path / "tasks.md").unlink()
    (tmp_path / "rules.md").write_text("old", "utf-8")
    (tmp_path / "older.md").write_text("old", "utf-8")
    assert writing.out_of_date(tmp_path, dict(pages)) == ["older.md", "rules.md", "tasks.md"]


@pytest.mark.parametrize(("kind", "page"), PAGE_OF.items())
def test_every_public_id_stands_on_its_page(
    pages: Mapping[str, str], knowledge: Knowledge, kind: str, page: str
) -> None:
    ids = ids_by_kind(knowledge)[kind]
    assert ids
    told = pages[page] + (pages[WORKS] if kind == "source" else "")
    assert [identity for identity in ids if f"`{identity}`" not in told] == []


def test_every_field_of_the_brief_and_every_derived_fact_stands_on_its_page(
    pages: Mapping[str, str], knowledge: Knowledge
) -> None:
    assert [name for name in (*BRIEF_FIELDS, *knowledge.declared) if f"| `{name}` |" not in pages["brief.md"]] == []


def test_the_index_leads_to_every_page(pages: Mapping[str, str]) -> None:
    assert re.findall(r"\]\(([\w-]+\.md)\)", pages["README.md"]) == [name for name in pages if name != "README.md"]


def test_every_row_of_a_table_has_as_many_cells_as_its_head(pages: Mapping[str, str]) -> None:
    n_rows = 0
    for text in pages.values():
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            widths = {len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}
            assert len(widths) == 1, table[:300]
            n_rows += table.count("\n")
    assert n_rows > 500


def test_pages_stay_of_a_size_that_people_read(pages: Mapping[str, str]) -> None:
    looked_up_in = {
        "sources.md",
        "rules.md",
        WORKS,
    }  # one line a work or a rule, reached by the links of the others
    assert {name for name, text in pages.items() if len(text) > 150_000} <= looked_up_in
    assert all(len(pages[name]) < 320_000 for name in looked_up_in)
