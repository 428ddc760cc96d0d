"""What a project is called whose brief may have no title."""

import pytest

from whichml.export.naming import title_of

ASKED = {"task": "binary-classification", "data": {"modality": ["tabular", "time-series"]}}


@pytest.mark.parametrize(
    ("brief", "title"),
    [
        ({"title": "Fraud", "id": "fraud-1", "notes": "Cards."}, "Fraud"),
        ({"id": "fraud-1", "notes": "Cards."}, "fraud-1"),
        (ASKED, "Binary classification on tabular and time series data"),
        (
            {**ASKED, "notes": "Trash talk is fine. Slurs are not."},
            "Binary classification on tabular and time series data",
        ),
        ({"notes": "Choose the headline shown."}, "Untitled project"),
        ({}, "Untitled project"),
    ],
)
def test_a_project_is_called_by_its_title_id_or_task_and_never_by_a_sentence_of_its_notes(
    brief: dict[str, object], title: str
) -> None:
    assert title_of(brief) == title
