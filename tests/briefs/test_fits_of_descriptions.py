"""The points of words that briefs are read with are those that the descriptions lead to."""

from __future__ import annotations

from pathlib import Path

import pytest

from whichml.model.word_points import word_points
from whichml_workshop.descriptions.evaluate import reading_figures
from whichml_workshop.descriptions.fit import fit_data, fit_tasks, named_tasks
from whichml_workshop.descriptions.reading import ASIDE, read_descriptions

pytestmark = pytest.mark.slow("fits both tables")
DESCRIPTIONS = Path(__file__).parents[1] / "data" / "descriptions"


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
