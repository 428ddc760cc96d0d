"""What each format of an answer asks to be worked out for it."""

from __future__ import annotations

import pytest

from whichml.advise.turning_facts import TurningFact
from whichml.export.formats import ANSWER_FORMATS, AnswerFormat
from whichml.export.record_details import RecordDetails
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation

BATCHES = TurningFact("deployment.serving", "batch", "batch", ("k-nearest-neighbors", "naive-bayes", "decision-tree"))


@pytest.mark.parametrize("form", ANSWER_FORMATS, ids=[form.name for form in ANSWER_FORMATS])
@pytest.mark.parametrize("full", [False, True], ids=["usual", "full"])
def test_a_format_says_whether_it_tells_what_would_turn_an_answer(
    form: AnswerFormat, full: bool, fraud: Recommendation, knowledge: Knowledge
) -> None:
    candidates = tuple(each.model_copy(update={"near_tie": False}) for each in fraud.candidates)
    answer = fraud.model_copy(update={"candidates": candidates})
    without = form.written(answer, knowledge, full=full)
    assert (
        form.written(answer, knowledge, RecordDetails(turning=(BATCHES,)), full=full) != without
    ) == form.tells_turning
