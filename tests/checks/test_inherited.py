"""A level that an algorithm inherits behind the bound of its own claim is not better where the problem is harder."""

from __future__ import annotations

from typing import Any

import pytest

from small_knowledge import ContentFolder, claim
from whichml.knowledge.compilation import compile_read, read_content
from whichml_workshop.checks.inherited import find_better_beyond
from whichml_workshop.checks.stated import StatedKnowledge

pytestmark = pytest.mark.slow("draws conclusions from made-up claims")
FEW_CHOICES = {"data.decision_variables": {"between": [None, 10000]}}
MANY_CHOICES = {"data.decision_variables": {"above": 10000}}
MANY_ROWS = {"data.training_rows": {"between": [1000, None]}}
FEW_ROWS = {"data.training_rows": {"below": 1000}}
ANY_ROWS = {"data.training_rows": {"above": 0}}


def found(folder: ContentFolder) -> list[str]:
    return [str(each) for each in find_better_beyond(compile_read(read_content(folder.content), "small"))]


def with_general(folder: ContentFolder, general: dict[str, Any], *own: dict[str, Any]) -> ContentFolder:
    return folder.algorithm("general", general).algorithm("special", *own, specialises="general")


def test_a_special_form_is_not_better_behind_its_bound_by_what_it_specialises(folder: ContentFolder) -> None:
    with_general(folder, claim("accuracy", "very-high"), claim("accuracy", "medium", FEW_CHOICES))
    (told,) = found(folder)
    assert told.startswith("facts/algorithms/special.yaml:")
    assert "`accuracy` of special is medium, and above its bound on data.decision_variables it is very-high" in told
    assert "as general has it in facts/algorithms/general.yaml:" in told
    assert told.endswith("narrow the inherited one.")


def test_nor_by_its_family(folder: ContentFolder) -> None:
    folder.family("linear", claim("accuracy", "high")).algorithm("one", claim("accuracy", "low", FEW_CHOICES))
    assert len(found(folder)) == 1


@pytest.mark.parametrize(
    ("general", "own"),
    [
        pytest.param(claim("accuracy", "medium"), [claim("accuracy", "high", FEW_CHOICES)], id="worse beyond"),
        pytest.param(claim("accuracy", "high"), [claim("accuracy", "high", FEW_CHOICES)], id="as good beyond"),
        pytest.param(
            claim("accuracy", "very-high"),
            [claim("accuracy", "high", FEW_CHOICES), claim("accuracy", "low", MANY_CHOICES)],
            id="a claim of its own beyond",
        ),
        pytest.param(
            claim("accuracy", "very-high"),
            [claim("accuracy", "high", FEW_CHOICES), claim("accuracy", "low")],
            id="a claim of its own everywhere",
        ),
        pytest.param(claim("accuracy", "very-high"), [claim("accuracy", "low", MANY_CHOICES)], id="easier beyond"),
        pytest.param(claim("accuracy", "very-high"), [claim("accuracy", "low", FEW_ROWS)], id="more to learn from"),
        pytest.param(claim("accuracy", "very-high"), [claim("accuracy", "low", ANY_ROWS)], id="no rows are no size"),
        pytest.param(claim("training-time", "low"), [claim("training-time", "high", MANY_ROWS)], id="a cost of fewer"),
        pytest.param(
            claim("accuracy", "very-high", {"data.modality": "text"}),
            [claim("accuracy", "low", {**FEW_CHOICES, "data.modality": "tabular"})],
            id="elsewhere",
        ),
        pytest.param(
            claim("accuracy", "not-applicable"), [claim("accuracy", "low", FEW_CHOICES)], id="not applicable beyond"
        ),
        pytest.param(
            claim("accuracy", "high"), [claim("accuracy", "not-applicable", FEW_CHOICES)], id="not applicable within"
        ),
        pytest.param(claim("accuracy", "high"), [claim("accuracy", "low", {"task": "regression"})], id="no size"),
    ],
)
def test_what_is_fine(general: dict[str, Any], own: list[dict[str, Any]], folder: ContentFolder) -> None:
    assert found(with_general(folder, general, *own)) == []


@pytest.mark.parametrize(
    ("general", "own"),
    [
        pytest.param(claim("accuracy", "high"), claim("accuracy", "low", MANY_ROWS), id="with less to learn from"),
        pytest.param(claim("training-time", "low"), claim("training-time", "high", FEW_ROWS), id="a cost of more"),
        pytest.param(
            claim("inference-throughput", "high"),
            claim("inference-throughput", "low", FEW_ROWS),
            id="a speed with more",
        ),
        pytest.param(claim("data-need", "low"), claim("data-need", "high", MANY_ROWS), id="what it needs is no cost"),
        pytest.param(
            claim("accuracy", "high", {"data.modality": "text"}),
            claim("accuracy", "low", {**FEW_CHOICES, "data.modality": ["tabular", "text"]}),
            id="in one of its places",
        ),
        pytest.param(
            claim("accuracy", "high", {"data.decision_variables": {"above": 50000}}),
            claim("accuracy", "low", FEW_CHOICES),
            id="further beyond",
        ),
        pytest.param(
            claim("accuracy", "high"), claim("accuracy", "low", {"data.classes": {"below": 10}}), id="from the bound on"
        ),
    ],
)
def test_what_is_better_where_it_is_harder(general: dict[str, Any], own: dict[str, Any], folder: ContentFolder) -> None:
    assert len(found(with_general(folder, general, own))) == 1


def test_no_shipped_claim_gets_better_behind_its_bound(stated: StatedKnowledge) -> None:
    assert [str(each) for each in find_better_beyond(stated.compiled)] == []
