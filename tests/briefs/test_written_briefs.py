"""A brief that is written with comments is read back as it was said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from whichml import Brief
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_writing import commented_brief, fields_not_known, write_brief
from whichml.model.format.told_by_table import ToldByTable, told_by_table


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.fixed_dictionaries(
        {"task": st.just("clustering"), "data.modality": st.sampled_from(["tabular", "text"])},
        optional={
            "title": st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable() and text.strip()),
            "data.rows": st.integers(0, 10**9), "stakes.explanation": st.sampled_from(["none", "full"]),
            "data.missing_share": st.floats(0, 1), "project.human_review": st.booleans(),
        },
    )
)  # fmt: skip
def test_a_commented_brief_is_read_back_as_it_was_said(fields: dict[str, Any]) -> None:
    brief = Brief.from_mapping(fields)
    assert Brief.parse(commented_brief(fields).encode(), "brief.yaml") == brief


def test_many_fields_that_are_not_known_are_found_again_in_the_head_of_a_brief() -> None:
    fields = {"task": "clustering", "data.modality": "tabular", "title": "Asked for, and not known: task"}
    text = commented_brief(fields, [*BRIEF_FIELDS])
    assert fields_not_known(text) == tuple(BRIEF_FIELDS)
    assert max(map(len, text.splitlines())) <= 120
    assert fields_not_known(commented_brief(fields)) == ()
    assert Brief.parse(text.encode(), "brief.yaml") == Brief.from_mapping(fields)


def test_a_brief_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "brief.yaml"
    path.write_text("old\n")
    with pytest.raises(UnicodeEncodeError):
        write_brief(path, "new \ud800\n")
    assert path.read_text() == "old\n"


def test_what_a_table_told_is_found_again_but_for_what_somebody_changed() -> None:
    counts = {"data.rows": 600, "data.missing_share": 0.1, "data.target": ["count", "positive"], "data.sparse": False}
    fields = {"task": "regression", "data.modality": "tabular", **counts}
    told = ToldByTable.of('sales  of "2026".csv', counts)
    text = commented_brief(fields, [*BRIEF_FIELDS], told)
    assert told_by_table(text) == told
    assert max(map(len, text.splitlines())) <= 120
    changed = told_by_table(text.replace("\n  rows: 600", "\n  rows: 700"))
    assert changed is not None
    assert "data.rows" not in changed.still_in({**counts, "data.rows": 700}).values
    assert "Told by" not in commented_brief({**fields, **dict.fromkeys(counts, 1)}, (), told)
    assert told_by_table(commented_brief(fields)) is None
