"""Answers name the implementations that are meant for the task and the data of the brief."""

from __future__ import annotations

import pytest
from made_up_practice import all_ranked, practice, practised, reduction

from small_knowledge import MODALITY, TASK, ContentFolder, brief
from whichml.model.documents.errors import KnowledgeError
from whichml.model.statements.facts import Implementation

OFFERED = [
    {"path": "for.all"},
    {"path": "for.classes", "for": [TASK]},
    {"path": "for.numbers", "for": ["regression"]},
    {"path": "for.tables", "for": [MODALITY]},
    {"path": "for.images", "for": ["image"]},
    {"path": "for.classes.of.images", "for": [TASK, "image"]},
]
SOLVED = {"solves": [TASK, "regression"], "accepts": {MODALITY: "raw", "image": "raw"}, "implementations": OFFERED}


def test_an_answer_names_what_is_meant_for_its_task_and_its_data(folder: ContentFolder) -> None:
    folder.algorithm("one", **SOLVED)
    assert folder.answer().candidates[0].implementations == ("for.all", "for.classes", "for.tables")


def test_data_of_two_kinds_take_what_is_meant_for_either() -> None:
    implementation = Implementation.model_validate({"path": "x", "for": [TASK, "image"]})
    assert implementation.suits(TASK, (MODALITY, "image"))
    assert not implementation.suits("regression", (MODALITY, "image"))


def test_through_a_reduction_counts_what_it_leads_to(folder: ContentFolder) -> None:
    numbers = [*OFFERED[:1], *OFFERED[2:5]]
    folder.algorithm("one", **{**SOLVED, "solves": ["regression"], "implementations": numbers})
    reduction(folder, "by-numbers", TASK, "regression")
    answer = practised(folder.knowledge(), practice(choices={"one": {0: 1.0}})).recommend(brief())
    assert all_ranked(answer)["one"].implementations == ("for.all", "for.numbers", "for.tables")


def test_what_the_algorithm_neither_solves_nor_reads_is_refused(folder: ContentFolder) -> None:
    folder.algorithm("one", implementations=[{"path": "x", "for": ["forecasting"]}])
    with pytest.raises(KnowledgeError, match="unknown task or modality of the algorithm 'forecasting'"):
        folder.knowledge()
