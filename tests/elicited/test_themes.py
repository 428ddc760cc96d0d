"""Words of titles and notes are controls: facts are not credited with what the theme of a brief explains."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import sparse
from test_fits_of_practice import by_algorithm, made_up

from whichml import Brief
from whichml_workshop.elicited.fitting import Spoken, fit_choices, fit_mistakes, fit_options
from whichml_workshop.elicited.themes import FEWEST_BRIEFS, no_themes
from whichml_workshop.elicited.themes import themes_of as weighed_themes

pytestmark = pytest.mark.slow("fits practice to made-up panels")
N_BRIEFS = 60
BIG, IS_THEME = np.arange(N_BRIEFS) % 2 == 1, np.isin(np.arange(N_BRIEFS) % 10, (0, 1, 2, 3, 5))
"""Three of five big briefs are of the theme, and two of five others."""


def _brief(notes: str, title: str = "") -> Brief:
    return Brief.from_mapping({"task": "regression", "data": {"modality": "tabular"}, "notes": notes, "title": title})


def _briefs(*notes: str) -> list[Brief]:
    return [_brief(notes[n % len(notes)]) for n in range(FEWEST_BRIEFS * len(notes))]


def themes_of(briefs: list[Brief]) -> sparse.csr_matrix:
    return weighed_themes(briefs, [1.0] * len(briefs))


def _column(theme: np.ndarray) -> sparse.csr_matrix:
    return sparse.csr_matrix(theme.astype(float)[:, None])


@pytest.mark.parametrize("fit", [fit_choices, fit_mistakes])
def test_a_fact_is_not_credited_with_what_the_theme_explains(fit) -> None:  # type: ignore[no-untyped-def]
    said = np.zeros((N_BRIEFS, 3))
    said[IS_THEME, 2] = said[~IS_THEME, 0] = 1.0
    design = made_up(N_BRIEFS, preferred=3 * said, mistaken=said, called_out=0 * said, utility=0 * said + 0.5)
    credited = by_algorithm(fit(design, 0.5))
    controlled = by_algorithm(fit(replace(design, themes=_column(IS_THEME)), 0.5))
    assert controlled.shape == credited.shape
    assert credited[1, 2] - credited[1, 0] > 0.3
    assert abs(controlled[1, 2] - controlled[1, 0]) < 0.1


def test_an_option_is_not_credited_to_a_fact_that_goes_with_the_theme() -> None:
    held = sparse.csr_matrix(np.column_stack([np.ones(N_BRIEFS), BIG]))
    taken = np.where(IS_THEME[:, None], [0.0, 2.0], [2.0, 0.0])
    silent = Spoken((), sparse.csr_matrix((N_BRIEFS, 0)), np.zeros((0, 2)))
    credited = fit_options(held, taken, silent, 0.5).points
    controlled = fit_options(held, taken, silent, 0.5, _column(IS_THEME)).points
    assert controlled.shape == credited.shape
    assert credited[1, 1] - credited[1, 0] > 0.3
    assert abs(controlled[1, 1] - controlled[1, 0]) < 0.1


def test_words_that_briefs_share_are_columns_without_their_endings_and_so_are_pairs() -> None:
    found = themes_of(
        _briefs("forecasting demands", "Demand, forecasts!", "roses", "tulips", "daisies", "violets", "irises")
    )
    shared = [column[:7] for column in found.toarray().T.tolist() if sum(column) == 2 * FEWEST_BRIEFS]
    assert (
        shared == [[1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0]] * 2
    )  # what is asked for and of what; each pair is a column too
    assert found.shape[1] == 2 + 2 + 5


def test_words_that_few_briefs_have_or_most_are_none() -> None:
    few = [_brief("pelicans") for _ in range(FEWEST_BRIEFS - 1)]
    assert themes_of([*few, *(_brief("everywhere") for _ in range(FEWEST_BRIEFS))]).shape == (
        len(few) + FEWEST_BRIEFS,
        0,
    )


def test_a_title_counts_like_notes_and_what_is_no_word_counts_for_nothing() -> None:
    rest = [_brief("") for _ in range(4 * FEWEST_BRIEFS)]
    titled = [_brief("", "pumps 12 of it") for _ in range(FEWEST_BRIEFS // 2)]
    noted = [_brief("the pump") for _ in range(FEWEST_BRIEFS // 2)]
    found = themes_of([*titled, *noted, *rest]).toarray()
    assert found.tolist() == [[1.0]] * FEWEST_BRIEFS + [[0.0]] * len(rest)


def test_a_word_of_a_brief_that_counts_twice_is_half_a_word() -> None:
    briefs = _briefs("roses", "tulips", "daisies", "violets")
    weights = [2.0] * FEWEST_BRIEFS + [1.0] * (len(briefs) - FEWEST_BRIEFS)
    assert weighed_themes(briefs, weights).sum(axis=1).ravel().tolist() == [[1 / each for each in weights]]


def test_without_themes_a_fit_has_no_controls() -> None:
    assert no_themes(3).shape == (3, 0)
