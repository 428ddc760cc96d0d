"""The page about probes says of every procedure what the program does, and names every measure."""

from __future__ import annotations

import pytest

from small_knowledge import ROOT
from whichml.probe.measures.catalogue import MEASURES, PROCEDURES

PAGE = (ROOT / "docs/probes.md").read_text("utf-8")


@pytest.mark.parametrize("identity", list(PROCEDURES))
def test_a_procedure_stands_in_the_page_in_the_programs_words(identity: str) -> None:
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| `{identity}` |")]
    procedure = PROCEDURES[identity]
    assert procedure.words in line
    assert procedure.source in line
    assert all(f"`{measure}`" in line for measure, form in MEASURES.items() if form.procedure == identity)


def test_every_measure_has_a_procedure_of_the_page() -> None:
    assert {form.procedure for form in MEASURES.values()} <= set(PROCEDURES)
