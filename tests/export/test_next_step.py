"""What to do after an answer: measure, then build with what was measured, or measure what leads unmeasured."""

from __future__ import annotations

import pytest

from whichml import Brief, Recommendation
from whichml.advise.recommendation import Advisor
from whichml.export.next_step import next_command
from whichml.export.sureness import what_decides
from whichml.model.statements.recommendation import MeasuredScore

TABLE = {"task": "binary-classification", "data": {"modality": "tabular", "rows": 5000, "labelled_rows": 5000}}


@pytest.fixture(scope="module")
def answered(advisor: Advisor) -> Recommendation:
    return advisor.recommend(Brief.from_mapping(TABLE))


def scored(answer: Recommendation, *algorithms: str) -> Recommendation:
    found = tuple(MeasuredScore(run="0" * 32, algorithm=each, because=()) for each in algorithms)
    return answer.model_copy(update={"scores": found})


def test_a_table_that_nobody_measured_is_measured_next(answered: Recommendation) -> None:
    assert next_command(answered, "b.yaml") == "whichml probe DATA.csv --target COLUMN --brief b.yaml"


def test_once_the_leader_was_measured_the_project_is_begun_with_that_evidence(answered: Recommendation) -> None:
    answer = scored(answered, answered.candidates[0].algorithm)
    begun = "whichml starter b.yaml --evidence seen --evidence e.json --output project"
    assert next_command(answer, "b.yaml", ["seen", "e.json"]) == begun
    assert next_command(answer, "b.yaml") == "whichml starter b.yaml --evidence FOLDER --output project"


def test_what_does_as_well_as_the_leader_may_have_been_measured_for_it(answered: Recommendation) -> None:
    leader = answered.candidates[0].model_copy(update={"equivalents": ("gradient-boosting",)})
    answer = scored(answered.model_copy(update={"candidates": (leader,)}), "gradient-boosting")
    assert next_command(answer, "b.yaml").startswith("whichml starter ")


def test_a_leader_that_the_probe_left_out_is_measured_by_name(answered: Recommendation) -> None:
    leader = answered.candidates[0].algorithm
    command = next_command(scored(answered, "decision-tree"), "b.yaml")
    assert command == f"whichml probe DATA.csv --target COLUMN --brief b.yaml --algorithm {leader}"


def test_a_leader_that_is_not_installed_is_installed_before_it_is_measured(answered: Recommendation) -> None:
    leader = answered.candidates[0].algorithm
    command = next_command(scored(answered, "decision-tree"), "b.yaml", missing={leader: "pip install it"})
    assert command == f"pip install it && whichml probe DATA.csv --target COLUMN --brief b.yaml --algorithm {leader}"


def test_what_no_probe_can_measure_is_read_as_a_whole(advisor: Advisor) -> None:
    answer = advisor.recommend(Brief.from_mapping({"task": "clustering", "data.modality": "tabular"}))
    assert next_command(answer, "b.yaml") == "whichml recommend b.yaml --full"


def test_labels_that_mislead_are_not_measured_on(advisor: Advisor) -> None:
    """Benefits that were checked on a tip: a trial on them rewards the old suspicion and looks convincing."""
    chosen = {
        "task": "binary-classification", "data.modality": "tabular", "data.labelled_rows": 5400, "data.features": 60,
        "data.label_origin": "chosen-cases", "stakes.protected_groups": True,
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(chosen))
    assert "labels-by-lot" in {each.pattern for each in answer.patterns}
    assert next_command(answer, "b.yaml") == "whichml recommend b.yaml --full"
    assert "measure" not in what_decides(answer, answer.candidates[1:2])
    by_lot = advisor.recommend(Brief.from_mapping({**chosen, "data.label_origin": "all-cases"}))
    assert next_command(by_lot, "b.yaml").startswith("whichml probe ")
    assert "measure" in what_decides(by_lot, by_lot.candidates[1:2])


def test_what_is_written_down_is_not_measured(advisor: Advisor) -> None:
    written = {
        "task": "multiclass-classification", "data.modality": "tabular", "data.rows": 2_400_000, "data.classes": 6,
        "stakes.specification": "complete",
    }  # fmt: skip
    answer = advisor.recommend(Brief.from_mapping(written))
    assert answer.top(1) == ("hand-written-rules",)
    assert next_command(answer, "b.yaml") == "whichml recommend b.yaml --full"
