"""Patterns of release agree with the decision how a new version is compared, and with what comes back."""

from __future__ import annotations

from typing import Any

import pytest

from whichml import Brief, recommend
from whichml.knowledge.base import Knowledge
from whichml.model.statements.recommendation import Recommendation

IN_OPERATION = {"shadow-release", "canary-release", "online-experimentation"}
MONITOR: dict[str, Any] = {
    "task": "multiclass-classification", "data.modality": "time-series", "data.rows": 60_000, "data.classes": 5,
    "data.groups": 900, "data.window": "10 s", "deployment.target": "microcontroller", "deployment.memory": "128 kB",
    "deployment.interaction": "stream", "deployment.devices": 20_000, "deployment.update_cadence": "yearly",
    "deployment.energy_limited": True, "deployment.connectivity": "intermittent", "stakes.safety_critical": True,
}  # fmt: skip
SERVICE: dict[str, Any] = {
    "task": "binary-classification", "data.modality": "tabular", "data.rows": 100_000,
    "stakes.cost_of_mistakes": "high", "deployment.target": "cloud", "deployment.update_cadence": "weekly",
    "deployment.experiments_possible": True, "deployment.telemetry": "full",
}  # fmt: skip


def answer(knowledge: Knowledge, **fields: Any) -> Recommendation:
    return recommend(Brief.from_mapping(fields), knowledge)


def released(found: Recommendation) -> set[str]:
    return {advice.pattern for advice in found.patterns} & IN_OPERATION


def option(found: Recommendation, decision: str) -> str:
    (option,) = (each.option for each in found.decisions if each.decision == decision)
    return option


@pytest.mark.parametrize("brief", [MONITOR, SERVICE])
def test_patterns_release_a_version_to_compare_it_where_that_is_decided(
    brief: dict[str, Any], knowledge: Knowledge
) -> None:
    found = answer(knowledge, **brief)
    assert bool(released(found)) == (option(found, "experimentation") != "offline-only")


def test_where_versions_can_run_side_by_side_patterns_say_how_they_are_released(knowledge: Knowledge) -> None:
    assert released(answer(knowledge, **SERVICE)) == IN_OPERATION


@pytest.mark.parametrize("brief", [MONITOR, SERVICE])
def test_where_nothing_comes_back_nobody_compares_in_operation(brief: dict[str, Any], knowledge: Knowledge) -> None:
    assert not released(answer(knowledge, **{**brief, "deployment.telemetry": "none"}))


def test_a_monitor_is_not_stopped_has_no_broker_and_does_not_learn_with_others(knowledge: Knowledge) -> None:
    found = answer(knowledge, **{**MONITOR, "data.privacy": "stays-on-device", "deployment.update_cadence": "monthly"})
    assert option(found, "fallback") != "safe-stop"
    assert option(found, "training-mode") != "federated"
    assert "stream-processing" not in {advice.pattern for advice in found.patterns}


@pytest.mark.parametrize("field", [{"deployment.telemetry": "none"}, {"deployment.target": "microcontroller"}])
def test_devices_that_cannot_learn_together_are_not_told_to(field: dict[str, Any], knowledge: Knowledge) -> None:
    phones = {**MONITOR, "deployment.target": "phone", "data.privacy": "stays-on-device"}
    assert "federated-learning" in {advice.pattern for advice in answer(knowledge, **phones).patterns}
    assert "federated-learning" not in {advice.pattern for advice in answer(knowledge, **{**phones, **field}).patterns}
