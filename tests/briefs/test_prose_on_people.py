"""What prose tells of people who check, of what may never be, of labels, and of what will be new."""

from __future__ import annotations

import pytest

from whichml.model.words.prose import read_prose

LISTS = frozenset({"stakes.regulation", "data.target"})

STATED = [
    ("planning", "A crane must never exceed 12 tonnes.", ("data.hard_constraints", True)),
    ("recommendation", "New courses come with no history.", ("data.cold_start", True)),
    ("regression", "Next year 12 plants join.", ("data.new_groups", True)),
    ("binary-classification", "Refused loans have no outcome.", ("data.label_origin", "chosen-cases")),
    ("sequential-decision", "The doses that clinicians chose are on file.", ("data.label_origin", "chosen-cases")),
    ("binary-classification", "The result is known after 5 to 9 weeks.", ("data.feedback", "delayed")),
    (
        "sequential-decision",
        "We are not allowed to try anything on guests.",
        ("deployment.experiments_possible", False),
    ),
    ("recommendation", "A/B tests are allowed.", ("deployment.experiments_possible", True)),
    ("object-detection", "An inspector looks at every alarm.", ("project.human_review", True)),
    ("multiclass-classification", "The raters agree with kappa 0.7.", ("data.label_quality", "medium")),
    ("retrieval", "Serial numbers have to be matched exactly.", ("data.exact_match", True)),
    ("question-answering", "Each statement must link to its source.", ("stakes.grounded", True)),
    ("control", "It must fall back to the old curve.", ("stakes.fallback_possible", True)),
    ("text-generation", "External services are not allowed.", ("data.residency", "no-hosted-models")),
    ("forecasting", "Demand is capped whenever the bus is full.", ("data.cut_off", True)),
    ("forecasting", "Sold-out days hide demand.", ("data.cut_off", True)),
    ("probabilistic-regression", "Reserves for open claims.", ("data.target_unit", "money")),
    ("regression", "What is the lifetime value of a customer?", ("data.target_unit", "money")),
    ("regression", "How long does a repair take?", ("data.target_unit", "time")),
    ("binary-classification", "Spammers change tactics as soon as a rule works.", ("data.drift", "fast")),
]


@pytest.mark.parametrize(("task", "text", "reading"), STATED)
def test_a_sentence_tells_a_fact_of_people_labels_and_what_may_be(
    task: str, text: str, reading: tuple[str, object]
) -> None:
    assert reading in {(each.field, each.value) for each in read_prose([("notes", text)], task, LISTS)}


NOT_STATED = [
    ("planning", "The must is pressed before noon.", "data.hard_constraints"),
    ("recommendation", "New courses have a long description.", "data.cold_start"),
    ("regression", "The plants joined the group last year.", "data.new_groups"),
    ("binary-classification", "All loans have an outcome.", "data.label_origin"),
    ("binary-classification", "Weeks with holidays are left out.", "data.feedback"),
    ("recommendation", "A test of the camera is planned.", "deployment.experiments_possible"),
    ("object-detection", "An inspector bought the camera.", "project.human_review"),
    ("multiclass-classification", "We agree with the board.", "data.label_quality"),
    ("retrieval", "It should cost exactly as much.", "data.exact_match"),
    ("regression", "Prices are listed once a year.", "deployment.interaction"),
    ("regression", "The logs are long.", "data.label_origin"),
    ("regression", "Values are missing not at random.", "data.label_origin"),
    ("planning", "Some addresses may not be complete.", "data.hard_constraints"),
    ("image-segmentation", "The rest goes to landfill.", "stakes.fallback_possible"),
    ("binary-classification", "The bank accepts or rejects loans.", "project.human_review"),
    ("regression", "Recipes change.", "data.drift"),
    ("forecasting", "Sold-out days hide demand.", "data.feedback"),
    ("regression", "The reserves of oil feed the pump.", "data.target_unit"),
    ("regression", "The final price of a label is small.", "data.target_unit"),
    ("forecasting", "Costs were cut by closing two shops.", "data.cut_off"),
    ("sequential-decision", "Prices stay between a floor and a ceiling that staff set.", "data.label_origin"),
    ("sequential-decision", "Limits that experts set hold for every price.", "data.label_origin"),
]


@pytest.mark.parametrize(("task", "text", "field"), NOT_STATED)
def test_a_sentence_that_only_sounds_so_tells_nothing(task: str, text: str, field: str) -> None:
    assert field not in {each.field for each in read_prose([("notes", text)], task, LISTS)}
