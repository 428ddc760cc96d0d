"""What may be at stake, and which values of the data go with a brief, so that it is asked for them."""

from __future__ import annotations

from typing import Any

import pytest

from whichml.model.format.plausible_facts import is_likely
from whichml.model.format.plausible_questions import may_be_answered


@pytest.mark.parametrize(
    ("field", "value", "known", "expected"),
    [
        ("stakes.safety_critical", True, {"task": "recommendation", "data.modality": ("interactions",)}, False),
        ("stakes.safety_critical", True, {"task": "retrieval", "stakes.cost_of_mistakes": "very-high"}, True),
        ("stakes.safety_critical", True, {"task": "regression", "deployment.target": "vehicle"}, True),
        ("stakes.safety_critical", True, {"task": "regression", "deployment.target": "phone"}, False),
        ("stakes.safety_critical", True, {"task": "outlier-detection", "data.modality": ("sensor-features",)}, True),
        ("stakes.safety_critical", True, {"task": "outlier-detection", "data.modality": ("tabular",)}, False),
        ("stakes.safety_critical", True, {"task": "control", "stakes.cost_of_mistakes": "medium"}, False),
        ("stakes.specification", "complete", {"task": "planning", "data.rows": 50_000}, True),
        ("stakes.specification", "complete", {"task": "binary-classification", "data.rows": 200}, True),
        ("stakes.specification", "complete", {"task": "binary-classification", "data.rows": 10_000}, False),
        ("stakes.specification", "complete", {"task": "binary-classification", "data.labelled_rows": 200}, False),
        ("stakes.specification", "complete", {"task": "survival-analysis"}, False),
        ("stakes.specification", "partial", {"task": "control"}, True),
        ("stakes.specification", "partial", {"task": "regression"}, False),
        ("stakes.regulation", "do-178c", {"task": "binary-classification", "data.privacy": "personal"}, False),
        ("stakes.regulation", "mdr", {"task": "binary-classification", "data.privacy": "sensitive"}, True),
        ("stakes.regulation", ["gdpr"], {"task": "regression"}, False),
        ("stakes.regulation", ["gdpr"], {"task": "regression", "data.privacy": "personal"}, True),
        ("stakes.regulation", "fair-housing", {"task": "ranking", "data.privacy": "personal"}, True),
        ("stakes.regulation", "fair-housing", {"task": "speech-to-text", "data.privacy": "personal"}, False),
        ("stakes.regulation", "insurance-rate-filing", {"task": "regression"}, True),
        ("stakes.regulation", "insurance-rate-filing", {"task": "ranking"}, False),
        ("stakes.regulation", "cra", {"deployment.target": "wearable"}, True),
        ("stakes.regulation", "cra", {"deployment.target": "cloud"}, False),
        ("stakes.regulation", "union-customs-code", {"data.privacy": "personal"}, False),
        ("stakes.adversarial", True, {"task": "outlier-detection", "data.modality": ("event-stream",)}, True),
        ("stakes.adversarial", True, {"task": "outlier-detection", "data.modality": ("time-series",)}, False),
        ("stakes.adversarial", True, {"task": "regression", "data.modality": ("tabular",)}, False),
        ("stakes.adversarial", True, {"task": "ranking", "deployment.interaction": "online"}, True),
        ("stakes.adversarial", True, {"task": "ranking", "deployment.interaction": "batch"}, False),
        ("stakes.protected_groups", True, {"task": "ranking", "data.privacy": "personal"}, True),
        ("stakes.protected_groups", True, {"task": "ranking", "data.users": 900}, True),
        ("stakes.protected_groups", True, {"task": "ranking"}, False),
        ("stakes.protected_groups", True, {"task": "topic-modelling", "data.privacy": "personal"}, False),
        ("stakes.explanation", "full", {"data.modality": ("video",), "data.privacy": "personal"}, False),
        ("stakes.explanation", "full", {"data.modality": ("video",), "stakes.regulation": ("mdr",)}, True),
        ("stakes.explanation", "full", {"task": "translation", "data.privacy": "personal"}, False),
    ],
)
def test_what_is_at_stake_is_asked_where_what_is_told_points_that_way(
    field: str, value: Any, known: dict[str, object], expected: bool
) -> None:
    assert is_likely(field, value, known) is expected


TABLE = {"data.modality": ("tabular",)}


@pytest.mark.parametrize(
    ("field", "value", "known", "expected"),
    [
        ("data.privacy", "stays-on-device", TABLE, False),
        ("data.privacy", "stays-on-device", {**TABLE, "deployment.target": "phone"}, True),
        ("data.privacy", "stays-on-device", {**TABLE, "deployment.connectivity": "never"}, True),
        ("data.privacy", "stays-on-device", {"data.modality": ("audio",)}, True),
        ("data.residency", "stays-in-organisation", {"data.privacy": "public"}, False),
        ("data.residency", "stays-in-organisation", TABLE, True),
        ("data.features", 50_000, {**TABLE, "data.rows": 2_400}, False),
        ("data.features", 50_000, {"data.modality": ("tabular", "image"), "data.rows": 500}, False),
        ("data.features", 50_000, {"data.modality": ("tabular", "text"), "data.rows": 5_200}, True),
        ("data.target", ["count"], {"task": "regression", "data.modality": ("graph",)}, False),
        ("data.target", ["count"], {"task": "regression", **TABLE}, True),
        ("data.exact_match", True, {"task": "ranking", **TABLE}, False),
        ("data.exact_match", True, {"task": "record-linkage", **TABLE}, True),
        ("data.exact_match", True, {"task": "retrieval", "data.modality": ("text",)}, True),
        ("data.groups", 50, {"task": "retrieval", "data.modality": ("text",)}, False),
        ("data.groups", 50, {"task": "regression", **TABLE}, True),
        ("data.growth", "fast", {"data.rows": 4_000}, False),
        ("data.growth", "fast", {"data.rows": 4_000, "data.arrival": "stream"}, True),
        ("data.growth", "fast", {"data.rows": 4_000_000}, True),
        ("data.categorical_cardinality", 2_000, {**TABLE, "data.rows": 900}, False),
        ("data.categorical_cardinality", 2_000, {**TABLE, "data.rows": 90_000}, True),
        ("data.categorical_features", 8, {"data.modality": ("sensor-features",)}, False),
        ("data.label_origin", "simulated", {"task": "regression"}, False),
        ("data.label_origin", "simulated", {"task": "regression", "project.simulator": True}, True),
        ("data.label_delay", 9e5, {"task": "object-detection", "data.modality": ("image",)}, False),
        ("data.label_delay", 9e5, {"task": "binary-classification", **TABLE}, True),
        ("deployment.update_cadence", "daily", {"task": "sequence-labelling", "data.modality": ("text",)}, False),
        ("deployment.update_cadence", "daily", {"task": "regression", **TABLE}, True),
        ("deployment.target", "browser", {"data.modality": ("text",)}, False),
        ("deployment.target", "browser", {"data.modality": ("text",), "deployment.interaction": "interactive"}, True),
        ("data.drift", "fast", {"task": "clustering"}, False),
        ("data.drift", "fast", {"task": "clustering", "deployment.update_cadence": "daily"}, True),
    ],
)
def test_what_hardly_any_such_project_has_is_not_asked(
    field: str, value: Any, known: dict[str, object], expected: bool
) -> None:
    assert is_likely(field, value, known) is expected


@pytest.mark.parametrize(
    ("known", "expected"),
    [
        (TABLE, True),
        ({"data.modality": ("image", "video")}, False),
        ({**TABLE, "stakes.cost_of_mistakes": "low"}, False),
        ({**TABLE, "stakes.cost_of_mistakes": "medium"}, True),
    ],
)
def test_many_leave_out_that_reasons_are_owed_unless_they_see_for_themselves_or_little_depends_on_it(
    known: dict[str, object], expected: bool
) -> None:
    assert may_be_answered("stakes.explanation", "full", known) is expected
