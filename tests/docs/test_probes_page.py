"""The page about probes says of every procedure what the program does, and names every measure."""

from __future__ import annotations

import pytest

from small_knowledge import ROOT, script
from whichml.model.statements.measures import MEASURES, PROCEDURES

PAGE = (ROOT / "docs/probes.md").read_text("utf-8")


@pytest.mark.slow("writes the generated parts anew")
def test_the_tables_of_the_page_are_up_to_date() -> None:
    assert script("fill_documents").filled(PAGE) == PAGE, "run: make generate"


def test_a_procedure_stands_in_the_page_beside_every_measure_that_it_takes() -> None:
    lines = {name: [line for line in PAGE.splitlines() if line.startswith(f"| `{name}` |")] for name in PROCEDURES}
    assert {len(found) for found in lines.values()} == {1}
    assert all(f"`{form.id}`" in lines[form.procedure][0] for form in MEASURES.values())


def test_every_measure_has_a_procedure_of_the_page() -> None:
    assert {form.procedure for form in MEASURES.values()} <= set(PROCEDURES)
