"""The points of words that briefs are read with are those that the descriptions lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from whichml.model.words.word_points import word_points
from whichml_workshop.descriptions.evaluate import reading_figures
from whichml_workshop.descriptions.evaluate_points import likeliest
from whichml_workshop.descriptions.fit import fit_data, fit_tasks, named_tasks
from whichml_workshop.descriptions.fit_whole import HURRIED, fit_whole_data, fit_whole_tasks, training_texts
from whichml_workshop.descriptions.reading import ASIDE, read_descriptions

pytestmark = pytest.mark.slow("fits all tables")
TESTS = Path(__file__).parents[1]
DESCRIPTIONS = TESTS / "data" / "descriptions"


@pytest.mark.parametrize("name", ["whole-tasks", "whole-data"])
def test_the_points_of_whole_briefs_are_those_of_the_briefs_that_they_were_learnt_from(name: str) -> None:
    described = read_descriptions(DESCRIPTIONS)
    learnt = [each for writer, several in described.items() if writer != ASIDE for each in several]
    texts = training_texts(TESTS, [*learnt, *named_tasks()])
    fitted, kept = (fit_whole_tasks if name == "whole-tasks" else fit_whole_data)(texts), word_points(name)
    assert (fitted.names, fitted.usual) == (kept.names, pytest.approx(kept.usual, abs=1))
    for one, other in ((fitted, kept), (kept, fitted)):
        assert len(one.points.keys() - other.points.keys()) <= 0.01 * len(kept.points)  # rounding, on other machines
    hurried = [each for each in texts if each.counts == HURRIED]
    alike = [likeliest(fitted, set(each.features))[0] == likeliest(kept, set(each.features))[0] for each in hurried]
    assert sum(alike) >= 0.99 * len(hurried)


@pytest.mark.parametrize("name", ["tasks", "data"])
def test_the_points_of_words_are_those_of_the_descriptions(name: str) -> None:
    described = read_descriptions(DESCRIPTIONS)
    learnt = [each for writer, several in described.items() if writer != ASIDE for each in several]
    fitted = fit_tasks([*learnt, *named_tasks()]) if name == "tasks" else fit_data([*learnt, *named_tasks()])
    kept = word_points(name)
    assert fitted.names == kept.names
    for one, other in ((fitted, kept), (kept, fitted)):
        assert len(one.points.keys() - other.points.keys()) <= 0.01 * len(kept.points)  # rounding, on other machines
    if name == "tasks":
        shares = [reading_figures(table, word_points("data"), described[ASIDE]).task for table in (fitted, kept)]
        assert shares[0] == pytest.approx(shares[1], abs=0.01)
