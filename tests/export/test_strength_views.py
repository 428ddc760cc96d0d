"""What an algorithm's record says of strengths: chances at the middle of the sizes, and slopes that are its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from small_knowledge import SOURCE, ContentFolder, claim
from whichml.export.counts import knowledge_counts
from whichml.export.strength_views import StrengthView, strengths_of
from whichml.knowledge.base import Knowledge
from whichml.knowledge.strengths import Backing, Covariate, Strength, StrengthGroup, Strengths

NAMES = ("one", "two", "three", "four")


def compared(folder: ContentFolder, coefficients: Mapping[str, tuple[float, float]], doubt: float = 0.01) -> Knowledge:
    """Return a knowledge base of four algorithms with a constant and a slope each; `doubt` is the slopes' variance."""
    for name in NAMES:
        folder.algorithm(name, claim("accuracy", "medium"))
    backing = (Backing(source=SOURCE, study="a-study", sets=40, wins=0.5),)
    strengths = tuple(
        Strength(
            algorithm=name, coefficients=numbers, covariance=((0.0, 0.0), (0.0, doubt)), between=0.1, backing=backing
        )
        for name, numbers in coefficients.items()
    )
    group = StrengthGroup(
        id="tables", name="tables", tasks=("binary-classification",), modalities=("tabular",), reference="one",
        terms=("one", "rows"), axes={"rows": Covariate(centre=3.0, spread=1.0, low=2.0, high=5.0)},
        written=(-2.0, -1.0, 0.0, 1.0, 2.0), written_spread=0.5, strengths=strengths,
    )  # fmt: skip
    return replace(folder.knowledge(), strengths=Strengths(groups=(group,)))


def view_of(knowledge: Knowledge, algorithm: str) -> StrengthView:
    (view,) = strengths_of(knowledge, algorithm)
    return view


def test_a_chance_is_that_at_the_middle_of_the_sizes(folder: ContentFolder) -> None:
    knowledge = compared(folder, {"one": (0.0, 0.0), "two": (1.0, 5.0), "three": (0.0, 0.0)})
    assert view_of(knowledge, "two").chance == pytest.approx(0.7311, abs=1e-4)
    assert view_of(knowledge, "one").chance == 0.5
    assert strengths_of(knowledge, "four") == ()


@pytest.mark.parametrize(
    ("slope", "said"), [(0.5, ("gains with rows",)), (-0.9, ("loses with rows",)), (-0.3, ()), (-0.2, ())]
)
def test_a_slope_is_told_where_it_differs_from_everybodys_by_more_than_chance(
    slope: float, said: tuple[str, ...], folder: ContentFolder
) -> None:
    knowledge = compared(folder, {"one": (0.0, 0.0), "two": (1.0, slope), "three": (0.0, -0.2), "four": (0.5, -0.2)})
    assert view_of(knowledge, "two").slopes == said
    assert view_of(knowledge, "three").slopes == ()


def test_the_reference_is_held_against_everybodys_slope_as_well(folder: ContentFolder) -> None:
    numbers = {"one": (0.0, 0.0), "two": (1.0, -0.5), "three": (0.0, -0.5)}
    assert view_of(compared(folder, numbers), "one").slopes == ("gains with rows",)


def test_where_no_two_algorithms_share_a_slope_none_is_everybodys(folder: ContentFolder) -> None:
    knowledge = compared(folder, {"one": (0.0, 0.0), "two": (1.0, 2.0), "three": (0.0, 1.0)})
    assert [view_of(knowledge, name).slopes for name in NAMES[:3]] == [(), (), ()]


def test_a_compared_accuracy_is_not_unknown_and_a_cell_that_makes_no_sense_neither(folder: ContentFolder) -> None:
    folder.algorithm("five", claim("accuracy", "not-applicable"), claim("privacy", "high"))
    told = knowledge_counts(compared(folder, {"one": (0.0, 0.0), "two": (1.0, 0.0)}))
    assert told["cells_that_apply"] == 5 * told["qualities"] - 1
    assert told["unknown_cells"] == told["cells_that_apply"] - 5
    assert (told["studies"], told["studies_of_others"], told["compared_data_sets"]) == (1, 1, 40)
    assert told["algorithms_with_strengths"] == 2
