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
