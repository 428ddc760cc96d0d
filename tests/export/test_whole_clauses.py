"""A text that has no room on a screen is told up to where it stands on its own, or not at all."""

from __future__ import annotations

import pytest

from whichml.export.whole_clauses import whole_clauses


@pytest.mark.parametrize(
    ("text", "n_letters", "told"),
    [
        ("It fits.", 8, "It fits."),
        ("Train on the past. Test on what came later.", 30, "Train on the past."),
        ("One column is wide; encode it by hashing.", 30, "One column is wide"),
        ("Do not decide at one half: set the threshold by costs.", 40, "Do not decide at one half"),
        (
            "Choose the licence with the model: weights are free for study alone.",
            60,
            "Choose the licence with the model",
        ),
        ("Impose the signs that are known, and look at columns.", 40, "Impose the signs that are known"),
        ("It inverts a matrix of rows, which takes long.", 40, "It inverts a matrix of rows"),
    ],
)
def test_a_text_is_told_up_to_a_sentence_or_clause_that_stands_on_its_own(text: str, n_letters: int, told: str) -> None:
    assert whole_clauses(text, n_letters) == told


@pytest.mark.parametrize(
    "text",
    [
        "A release of weeks shows whether a version runs, not whether it is right.",
        "The weights of this model are free for study and research alone.",
        "A filter finds what is known, but never what is new to it.",
        "It beats a forest on nine tables of ten, extrapolated far beyond them.",
        "Results are exact to the last digit. But the second run needs more memory.",
        "Where a judgement acts by itself, mistakes are counted for each day.",
        "When it rains, pumps start by themselves and stop an hour later.",
        "Judge it by precision, recall or the cost of a mistake of each kind.",
        "Keep some choices (one in a hundred, such as by lot) for what is not known.",
        "not Tabular model: its context holds fewer rows than there are here.",
    ],
)
def test_what_the_rest_takes_back_bounds_or_completes_is_not_told_without_it(text: str) -> None:
    assert whole_clauses(text, len(text) - 5) == ""
