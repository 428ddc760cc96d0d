"""What a brief says of measurements, labels and costs is told a second time where its other fields contradict it."""

from __future__ import annotations

import pytest

from whichml.model.briefs.brief import Brief
from whichml.model.documents.errors import BriefError

CLASSES: dict[str, object] = {"task": "binary-classification", "data.modality": "tabular"}
NUMBERS: dict[str, object] = {"task": "regression", "data.modality": "tabular"}
USERS: dict[str, object] = {"task": "recommendation", "data.modality": "interactions"}
TRIALS: dict[str, object] = {"task": "experiment-selection", "data.modality": "tabular"}
READ: dict[str, object] = {"task": "sequence-labelling", "data.modality": "text"}
COSTS = {"stakes.cost_false_positive": "10 USD", "stakes.cost_false_negative": "100 USD"}


def notices(fields: dict[str, object]) -> str:
    return " ".join(each.message for each in Brief.from_mapping(fields).notices)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({**NUMBERS, "data.tolerance": 5, "data.measuring_error": 6}, "differ by more than a prediction may"),
        (
            {**CLASSES, "data.labelled_rows": 5400, "data.random_labels": 1100, "data.label_origin": "all-cases"},
            "only 1100 of 5400 were drawn at random",
        ),
        ({**CLASSES, **COSTS, "stakes.cost_ratio": 30}, "is 10 times `stakes.cost_false_positive`"),
        ({**CLASSES, "data.new_labels_per_day": 25, "data.feedback": "none"}, "never learnt what was right"),
        ({**CLASSES, "data.known_shift": "behind", "data.drift": "none"}, "what comes after a jump is other data"),
        ({**USERS, "data.history_share": 0.13, "data.anonymous": True}, "nobody is known again"),
        ({**TRIALS, "project.trials_left": 96, "project.simulator": True}, "are trials real ones?"),
        ({**READ, "data.values_without_place": True, "stakes.verbatim": False}, "word for word"),
        ({**CLASSES, "data.late_entry": True}, "tells something of survival-analysis alone"),
    ],
)
def test_what_does_not_go_together_is_told(fields: dict[str, object], words: str) -> None:
    assert words in notices(fields)


@pytest.mark.parametrize(
    "fields",
    [
        {**NUMBERS, "data.tolerance": 6, "data.measuring_error": 6},
        {**CLASSES, "data.labelled_rows": 1100, "data.random_labels": 1100, "data.label_origin": "all-cases"},
        {**CLASSES, "data.labelled_rows": 5400, "data.random_labels": 1100, "data.label_origin": "chosen-cases"},
        {**CLASSES, **COSTS, "stakes.cost_ratio": 12},
        {**CLASSES, "data.new_labels_per_day": 0, "data.feedback": "none"},
        {**CLASSES, "data.known_shift": "behind", "data.drift": "slow"},
        {**USERS, "data.history_share": 0.13, "data.anonymous": False},
        {**TRIALS, "project.trials_left": 96, "project.trials_at_once": 8},
    ],
)
def test_what_goes_together_is_told_of_no_more(fields: dict[str, object]) -> None:
    assert notices(fields) == ""


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({**CLASSES, "data.labelled_rows": 90, "data.random_labels": 100}, "`data.random_labels` (100) is more than"),
        (
            {**TRIALS, "project.trials_left": 4, "project.trials_at_once": 8},
            "`project.trials_at_once` (8) is more than",
        ),
        ({**NUMBERS, "data.measuring_error": "0.5 %"}, "takes a number alone, not the text '0.5 %'"),
        ({**NUMBERS, "data.tolerance": -1}, "takes a number alone, not -1"),
        ({**CLASSES, "project.existing_recall": 85}, "a fraction from 0 to 1, not 85"),
    ],
)
def test_what_cannot_be_is_refused(fields: dict[str, object], words: str) -> None:
    with pytest.raises(BriefError) as refused:
        Brief.from_mapping(fields)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("task", "name", "value", "field", "fact"),
    [
        ("binary-classification", "project.current_recall", "85 %", "project.existing_recall", 0.85),
        ("outlier-detection", "project.baseline_precision", 0.82, "project.existing_precision", 0.82),
        ("forecasting", "project.current_mape", "6.5 %", "project.existing_error", 0.065),
        ("binary-classification", "stakes.fn_fp_ratio", 30, "stakes.cost_ratio", 30),
        ("survival-analysis", "data.left_truncation", True, "data.late_entry", True),
        ("survival-analysis", "data.recurrent_events", True, "data.repeated_events", True),
        ("forecasting", "data.level_shift", "next year", "data.known_shift", "ahead"),
        ("regression", "data.gauge_repeatability", 6, "data.measuring_error", 6),
        ("regression", "data.acceptable_error", "80 um", "data.tolerance", 80),
        ("binary-classification", "data.labels_per_day", 25, "data.new_labels_per_day", 25),
        ("binary-classification", "data.randomly_labelled", 1100, "data.random_labels", 1100),
        ("recommendation", "data.consent_rate", "13 %", "data.history_share", 0.13),
        ("experiment-selection", "project.remaining_runs", 96, "project.trials_left", 96),
        ("experiment-selection", "project.runs_per_round", 8, "project.trials_at_once", 8),
        ("sequence-labelling", "data.ocr_error_rate", "7 %", "data.reading_error", 0.07),
        ("sequence-labelling", "data.transcript_error", "7 %", "data.reading_error", 0.07),
        ("binary-classification", "data.rater_agreement", "81 %", "data.label_agreement", 0.81),
        ("sequence-labelling", "data.no_spans", True, "data.values_without_place", True),
    ],
)  # fmt: skip
def test_common_names_of_what_was_measured_are_read(
    task: str, name: str, value: object, field: str, fact: object
) -> None:
    assert Brief.from_mapping({"task": task, "data.modality": "tabular", name: value}).facts()[field] == fact
