"""Facts that different newcomers tell, put together in one brief: read or refused, in words, whatever their company."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from by_night import examples
from small_knowledge import read_plainly
from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError

NEWCOMERS = sorted((Path(__file__).parent / "newcomers").glob("*.yaml"))


def facts_of(brief: dict[str, object]) -> Iterator[tuple[str, object]]:
    """Yield what a brief tells but for its task: by dotted name, requirements one by one."""
    for name, told in brief.items():
        if name == "requirements" and isinstance(told, list):
            yield from (("requirements", each) for each in told)
        elif isinstance(told, dict):
            yield from ((f"{name}.{inner}", value) for inner, value in told.items())
        elif name.lower() != "task":
            yield name, told


BRIEFS = [read_plainly(path) for path in NEWCOMERS]
TASKS = sorted({str(told) for brief in BRIEFS for name, told in brief.items() if name.lower() == "task"})
FACTS = [fact for brief in BRIEFS for fact in facts_of(brief)]


@pytest.mark.slow("tries made-up briefs by the hundred")
@settings(max_examples=examples(300))
@given(st.sampled_from(TASKS), st.lists(st.sampled_from(FACTS), max_size=12))
def test_any_facts_of_newcomers_together_are_read_or_refused(task: str, facts: list[tuple[str, object]]) -> None:
    fields: dict[str, object] = {"task": task, "data.modality": "tabular", **dict(facts)}
    required = [value for name, value in facts if name == "requirements"]
    if required:
        fields["requirements"] = required
    try:
        brief = Brief.from_mapping(fields, lenient=True)
    except BriefError as refusal:
        assert all(problem.message for problem in refusal.problems)
    else:
        assert Brief.from_mapping(brief.normalised()).normalised() == brief.normalised()
