"""An accuracy that was measured elsewhere is told by how often it wins, and not by a level that reads as poor."""

from __future__ import annotations

from dataclasses import replace

import pytest

from small_knowledge import panel_paths
from whichml import Brief, KnowledgeBase, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.advise.strength_evidence import ToldWins
from whichml.export.columns import columns_of
from whichml.export.lead_reasons import lead_reasons
from whichml.export.main_points import profile_rows, wins_note
from whichml.model.statements.recommendation import Candidate, MeasuredScore

REFERENCE = "the others are told against it; 110 data sets of 2 studies"


@pytest.fixture(scope="module")
def answered(advisor: Advisor) -> Recommendation:
    """Return an answer on a table in which a linear model stands beside boosting."""
    return advisor.recommend(Brief.load(next(path for path in panel_paths() if path.stem == "427")))


@pytest.fixture(scope="module")
def shown(answered: Recommendation, knowledge: KnowledgeBase) -> tuple[Candidate, ...]:
    return columns_of(answered, knowledge)


def with_basis(candidate: Candidate, basis: str) -> Candidate:
    """Return a candidate whose accuracy rests on something else."""
    told = tuple(replace(r, basis=basis) if r.quality == "accuracy" else r for r in candidate.qualities)
    return candidate.model_copy(update={"qualities": told})


def accuracies(answered: Recommendation, shown: tuple[Candidate, ...]) -> list[str]:
    return next(cells for label, *cells in profile_rows(answered, shown) if label == "accuracy")


def test_what_was_compared_elsewhere_is_told_by_its_wins(
    answered: Recommendation, shown: tuple[Candidate, ...]
) -> None:
    cells = accuracies(answered, shown)
    assert all(cell.startswith("wins ") and "%" in cell for cell in cells)
    assert not any("low" in cell for cell in cells)


def test_whom_the_wins_are_against_is_told_below(shown: tuple[Candidate, ...]) -> None:
    assert wins_note(shown) == "wins: how often it beats random forest, by a hair or by far"


def test_what_nobody_compared_is_said_to_be_so(answered: Recommendation, shown: tuple[Candidate, ...]) -> None:
    first, *others = shown
    cells = accuracies(answered, (with_basis(first, ""), *others))
    assert cells[0] == "not compared"
    assert all("wins" in cell for cell in cells[1:])


def test_the_reference_is_named_where_others_are_told_against_it(
    answered: Recommendation, shown: tuple[Candidate, ...]
) -> None:
    first, *others = shown
    assert accuracies(answered, (with_basis(first, REFERENCE), *others))[0] == "the reference"


def test_accuracy_is_told_of_nobody_where_nobody_measured_any(
    answered: Recommendation, shown: tuple[Candidate, ...]
) -> None:
    alone = (with_basis(shown[0], REFERENCE), *(with_basis(each, "") for each in shown[1:]))
    assert "accuracy" not in {label for label, *_ in profile_rows(answered, alone)}
    assert wins_note(alone) == ""
    measured = answered.model_copy(update={"scores": (MeasuredScore(run="0" * 32, algorithm=shown[0].algorithm),)})
    assert not any("wins" in cell for cell in accuracies(measured, alone))


def test_two_that_were_compared_are_parted_by_their_wins(answered: Recommendation, knowledge: KnowledgeBase) -> None:
    told = {each.quality: each.in_fewer_words()[0] for each in lead_reasons(answered, knowledge)}
    assert told["accuracy"].startswith("accuracy: beats random forest on ")
    assert "Logistic regression on " in told["accuracy"]
    assert "low" not in told["accuracy"]


def test_levels_of_two_that_nobody_compared_part_them_by_their_order_alone(
    advisor: Advisor, knowledge: KnowledgeBase
) -> None:
    answer = advisor.recommend(Brief.from_mapping({"task": "planning", "data.modality": "tabular"}))
    told, rival = {each.quality: each for each in lead_reasons(answer, knowledge)}, "Mixed-integer programming"
    assert told["accuracy"].in_fewer_words() == (
        f"accuracy: likely above that of {rival}", "accuracy: likely above that of the next"
    )  # fmt: skip
    assert "very high" in told["accuracy"].text


@pytest.mark.slow("answers every scenario")
def test_every_basis_of_a_shipped_scenario_is_read(advisor: Advisor, scenarios: dict[str, Brief]) -> None:
    answers = [advisor.recommend(brief) for brief in scenarios.values()]
    bases = [
        rated.basis
        for answer in answers
        for candidate in (*answer.candidates, *answer.outclassed)
        for rated in candidate.qualities
        if rated.quality == "accuracy" and rated.basis
    ]
    assert len(bases) > 20
    assert all(ToldWins.of(basis) is not None for basis in bases)
