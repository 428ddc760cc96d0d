"""What a project is called whose brief may have no title."""

import pytest

from whichml.export.naming import title_of

LONG = "A project of which so much is told in its first sentence that nobody would take it for a title. It goes on."


@pytest.mark.parametrize(
    ("brief", "title"),
    [
        ({"title": "Fraud", "id": "fraud-1", "notes": "Cards."}, "Fraud"),
        ({"id": "fraud-1", "notes": "Cards."}, "fraud-1"),
        ({"notes": "customer segments for the marketing department"}, "Customer segments for the marketing department"),
        ({"notes": "Grocery demand per store; many zero days"}, "Grocery demand per store"),
        ({"notes": "Choose the headline shown. It changes hourly."}, "Choose the headline shown"),
        ({"notes": LONG}, "Untitled project"),
        ({"notes": "tried before: a rule of thumb. metric: WAPE"}, "Untitled project"),
        ({}, "Untitled project"),
    ],
)
def test_a_project_is_called_by_title_id_or_the_first_words_of_its_notes(brief: dict[str, str], title: str) -> None:
    assert title_of(brief) == title
