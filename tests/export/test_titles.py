"""What a project is called whose brief may have no title."""

import pytest

from whichml.export.naming import Naming, headline_of, title_of
from whichml.knowledge.base import Knowledge

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


def test_a_headline_says_what_is_asked_for_once(knowledge: Knowledge) -> None:
    names = Naming(knowledge)
    assert headline_of({**ASKED, "title": "Fraud"}, names).startswith("Fraud: binary classification on ")
    assert headline_of(ASKED, names).lower().count("binary classification") == 1
