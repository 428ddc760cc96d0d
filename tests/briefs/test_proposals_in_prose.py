"""Prose that tells what somebody proposes, or how far two judges agree, is read; what only sounds like it is not."""

from __future__ import annotations

import pytest

from whichml import Brief

CHURN = {"task": "binary-classification", "data.modality": "tabular"}


def reading(notes: str, task: str = "binary-classification") -> Brief:
    return Brief.from_mapping({**CHURN, "task": task, "notes": notes})


@pytest.mark.parametrize(
    ("notes", "proposed"),
    [
        ("A vendor offers a reinforcement learning agent for 900,000 kroner a year.", "deep-reinforcement-learning"),
        ("The chief would like a graph neural network.", "graph-neural-network"),
        ("My director read of an LSTM at another bank and has asked for one.", "recurrent-network"),
        ("A student trained a random forest and reports 97 percent.", "random-forest"),
        ("The new head wants transformers.", "transformer"),
        ("The board thinks of a language model that writes the programme.", "hosted-large-language-model"),
        ("The head of unit has been told that deep learning reaches 0.90, and wants it.", "deep-learning"),
        ("A consultancy has offered to train a neural network on her plans.", "neural-networks"),
    ],
)
def test_who_wants_an_algorithm_proposes_it(notes: str, proposed: str) -> None:
    assert reading(notes).project.proposed == (proposed,)


def test_two_proposals_of_one_text_are_both_read() -> None:
    brief = reading("A consultant proposes an autoencoder. The owner wants a graph neural network.")
    assert {*(brief.project.proposed or ())} == {"autoencoder", "graph-neural-network"}


@pytest.mark.parametrize(
    "notes",
    [
        "We run a random forest since 2019.",
        "The vendor replaced the random forest by a scorecard.",
        "A supplier sells transformers for substations up to 40 MVA.",
        "The boss does not want a graph neural network.",
        "Our own language model writes drafts, and the head likes them.",
        "A colleague tried an LSTM and dropped it.",
        "A volunteer has run a neural network since 2021.",
        "Customers want short graphs of their network.",
    ],
)
def test_what_is_in_use_denied_dropped_or_something_else_is_no_proposal(notes: str) -> None:
    assert reading(notes).project.proposed is None


def test_a_field_that_is_filled_is_left_as_it_is() -> None:
    given = {**CHURN, "project.proposed": "lasso", "notes": "The chief would like a graph neural network."}
    assert Brief.from_mapping(given).project.proposed == ("lasso",)


@pytest.mark.parametrize(
    ("notes", "share"),
    [
        ("Two nurses agree in 74 %.", 0.74),
        ("When 120 calls were heard twice, the listeners agreed on the grade in 78 per cent of cases.", 0.78),
        ("Two coders chose the same code for 64 percent.", 0.64),
        ("Agreement between the two was 81 percent.", 0.81),
    ],
)
def test_how_far_two_judges_agree_is_read(notes: str, share: float) -> None:
    assert reading(notes).data.label_agreement == pytest.approx(share)


@pytest.mark.parametrize(
    "notes",
    [
        "The works council agreed to a trial for 90 % of the sites.",
        "The model agrees with the two nurses in 88 %.",
        "One inspector agreed with himself in 83 % when he saw them twice.",
        "38 percent of the customers agreed to it.",
    ],
)
def test_other_agreement_is_not_that_of_judges(notes: str) -> None:
    assert reading(notes).data.label_agreement is None


def test_how_far_judges_agree_is_not_read_where_numbers_are_predicted() -> None:
    assert reading("Two assessors agree in 74 %.", task="regression").data.label_agreement is None
