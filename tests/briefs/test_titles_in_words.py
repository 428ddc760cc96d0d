"""What a brief calls its project without calling it a title: in a few words of its own, or by its task as written."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.briefs.titles import title_in_words


def called(**fields: object) -> str | None:
    return Brief.from_mapping({"data.modality": "tabular", **fields}, lenient=True).title


@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"task": "regression", "project": "lynx + wolf cams, Carpathians"}, "lynx + wolf cams, Carpathians"),
        ({"task": "regression", "name": "rotor temperature"}, "rotor temperature"),
        ({"task": "regression", "name": "rotor", "goal": "fewer stops of the line"}, "rotor"),
        (
            {"task": "regression", "question": "did the pilot help us?", "goal": "fewer stops here"},
            "did the pilot help us?",
        ),
        ({"task": "match duplicate addresses / link records"}, "match duplicate addresses / link records"),
        ({"task": "match duplicate addresses / link records", "title": "Parcels"}, "Parcels"),
    ],
)
def test_a_project_is_called_in_its_own_words_where_they_are_few(fields: dict[str, object], title: str) -> None:
    assert called(**fields) == title


@pytest.mark.parametrize(
    "fields",
    [
        {"task": "regression", "notes": "Trash talk is fine."}, {"task": "spam filtering"},
        {"task": "time-to-event prediction"}, {"task": "regression", "goal": "a long goal " * 9},
        {"task": "regression", "goal": "accuracy"},
    ],
)  # fmt: skip
def test_names_of_tasks_long_texts_and_notes_are_no_titles(fields: dict[str, object]) -> None:
    assert called(**fields) is None


def test_a_project_told_in_words_is_no_fact_that_was_not_read() -> None:
    brief = Brief.from_mapping({"task": "regression", "data.modality": "tabular", "project": "wolf cams"})
    assert not [notice for notice in brief.notices if notice.is_left_out]
    both = {"task": "regression", "data.modality": "tabular", "title": "Wolves", "project": "wolf cams in the hills"}
    assert (Brief.from_mapping(both).title, Brief.from_mapping(both).notes) == ("Wolves", "wolf cams in the hills")


MORE = (
    "A rope gets a card when it is fitted, with its maker, its bar and its load; most were taken down worn, and the "
    "others still hang."
)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (f"When ropes of the fly floor wear out. {MORE}", "When ropes of the fly floor wear out"),
        (f"Worn ropes\n\nHi Marek, {MORE}", "Worn ropes"),
        (f"Hi Marek. {MORE}", None),
        (f"Our ropes wear out. {MORE}", None),
        (f"{MORE} {MORE}", None),
        ("Ropes of the fly floor. They wear out.", None),
    ],
)
def test_prose_is_called_by_its_heading_and_not_by_a_greeting_or_its_first_sentence(
    text: str, title: str | None
) -> None:
    assert title_in_words({"description": text}) == title
    assert title_in_words({"description": text, "rows": 9}) is None
