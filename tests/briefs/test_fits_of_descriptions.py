"""The points of words that briefs are read with are those that the descriptions lead to.

Each name has points by a fit of its own, so every twelfth is fitted anew, by night every fifth.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pytest

from by_night import IS_NIGHT, by_night
from whichml.model.words.word_points import WordPoints, word_points
from whichml_workshop.descriptions.evaluate_points import likeliest
from whichml_workshop.descriptions.fit import fit_data, fit_tasks, named_tasks
from whichml_workshop.descriptions.fit_whole import HURRIED, fit_whole_data, fit_whole_tasks, training_texts
from whichml_workshop.descriptions.reading import ASIDE, Description, read_descriptions

pytestmark = pytest.mark.slow("fits tables")
TESTS = Path(__file__).parents[1]
EVERY = 5 if IS_NIGHT else 12


def learnt_from() -> list[Description]:
    described = read_descriptions(TESTS / "data" / "descriptions")
    return [*(each for writer, several in described.items() if writer != ASIDE for each in several), *named_tasks()]


def of_some(table: WordPoints, names: Collection[str]) -> WordPoints:
    """Return the points of a table for some of its names."""
    new_place = {place: n for n, place in enumerate(p for p, name in enumerate(table.names) if name in names)}
    points = {
        word: tuple(
            each
            for place, told in zip(pairs[::2], pairs[1::2], strict=True)
            if place in new_place
            for each in (new_place[place], told)
        )
        for word, pairs in table.points.items()
    }
    usual = tuple(table.usual[place] for place in new_place)
    return WordPoints(
        tuple(table.names[p] for p in new_place), usual, {w: pairs for w, pairs in points.items() if pairs}
    )


def assert_alike(fitted: WordPoints, kept: WordPoints, texts: Sequence[Collection[str]]) -> None:
    """See that two tables say the same, but for rounding, which differs a little from machine to machine."""
    assert (fitted.names, fitted.usual) == (kept.names, pytest.approx(kept.usual, abs=1))
    for one, other in ((fitted, kept), (kept, fitted)):
        assert len(one.points.keys() - other.points.keys()) <= 0.02 * len(kept.points)
    alike = [likeliest(fitted, {*each})[0] == likeliest(kept, {*each})[0] for each in texts]
    assert sum(alike) >= 0.99 * len(texts)


@pytest.mark.parametrize("name", ["whole-tasks", by_night("whole-data")])
def test_the_points_of_whole_briefs_are_those_of_the_briefs_that_they_were_learnt_from(name: str) -> None:
    texts = training_texts(TESTS, learnt_from())
    names = word_points(name).names[::EVERY]
    fitted = fit_whole_tasks(texts, names) if name == "whole-tasks" else fit_whole_data(texts, names)
    hurried = [each.features for each in texts if each.counts == HURRIED]
    assert_alike(fitted, of_some(word_points(name), names), hurried)


@pytest.mark.parametrize("name", ["tasks", "data"])
def test_the_points_of_words_are_those_of_the_descriptions(name: str) -> None:
    learnt = learnt_from()
    names = word_points(name).names[::EVERY]
    fitted = fit_tasks(learnt, names) if name == "tasks" else fit_data(learnt, names)
    texts = [{*each.wanted.lower().split(), *each.data.lower().split()} for each in learnt[::20]]
    assert_alike(fitted, of_some(word_points(name), names), texts)
