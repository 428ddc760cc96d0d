"""What is decided of records and calls in operation does not contradict what a law, the brief or the rest asks for."""

from __future__ import annotations

from typing import Final

import pytest

from whichml import Brief
from whichml.advise.exclusive_options import contradictions, excluded_by_facts
from whichml.advise.recommendation import Advisor
from whichml.knowledge.base import Knowledge
from whichml.model.statements.conditions import Facts

TELEMETRY: Final = "telemetry-location"


@pytest.mark.parametrize(
    ("facts", "is_barred"),
    [
        ({"stakes.regulation": ("gdpr", "eu-ai-act-high-risk")}, True),
        ({"stakes.regulation": ("gxp",)}, True),
        ({"stakes.regulation": ("fda-21-cfr-11",)}, True),
        ({"stakes.regulation": ("gdpr",)}, False),
        ({"stakes.protected_groups": True, "derived.high_stakes": True}, True),
        ({"stakes.protected_groups": True}, False),
        ({"stakes.protected_groups": False, "derived.high_stakes": True}, False),
        ({"deployment.telemetry": "limited"}, True),
        ({"deployment.telemetry": "none"}, False),
    ],
)
def test_what_has_to_be_recorded_is_not_left_without_telemetry(
    knowledge: Knowledge, facts: Facts, is_barred: bool
) -> None:
    assert ("none" in excluded_by_facts(knowledge, facts).get(TELEMETRY, ())) is is_barred


@pytest.mark.parametrize("telemetry", ["full", "none"])
def test_outcomes_are_joined_later_only_where_predictions_are_recorded(advisor: Advisor, telemetry: str) -> None:
    late = {
        "task": "binary-classification", "data.modality": "tabular", "data.rows": 28_000, "data.label_delay": "60 days",
        "deployment.telemetry": telemetry,
    }  # fmt: skip
    told = {each.pattern for each in advisor.recommend(Brief.from_mapping(late)).patterns}
    assert ("wait-and-see-labels" in told) is (telemetry == "full")


def test_a_device_that_is_never_connected_sends_no_observations(knowledge: Knowledge) -> None:
    facts = {"deployment.connectivity": "never", "derived.on_device": True}
    assert excluded_by_facts(knowledge, facts)[TELEMETRY] == {"central-raw", "central-aggregated"}
    assert TELEMETRY not in excluded_by_facts(knowledge, {**facts, "derived.on_device": False})


def test_who_publishes_events_calls_the_model_from_outside_its_program(knowledge: Knowledge) -> None:
    chosen = {"serving-form": "stream-processor", "api-access": "in-process"}
    assert [each.of for each in contradictions(knowledge, chosen)] == ["api-access"]
    assert [*contradictions(knowledge, {**chosen, "api-access": "internal"})] == []
