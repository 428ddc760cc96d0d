"""`whichml check` tells what was read in a brief, and refuses one that cannot be used as every command does."""

import re

import pytest

from whichml import Brief
from whichml.advise.turning_facts import turning_facts
from whichml.export.check_page import check_page
from whichml.export.markdown import markdown_of


def _flat(text):
    return " ".join(text.split())


def test_a_sound_brief_is_told_in_the_units_that_people_read_with_exit_0(run, tmp_path):
    path = tmp_path / "brief.yaml"
    path.write_text(
        "task: regression\ndata: {modality: tabular, rows: 20000}\ndeployment.memory: 256 kB\n"
        "requirements: [{quality: inference-latency, max: 40 ms, at: p99}]\npriorities: [accuracy, stability]\n"
    )
    told = run("check", path)
    assert (told.exit_code, told.stderr) == (0, "")
    assert "* deployment.memory: 256 kB" in told.stdout
    assert "> Inference latency must be at most 40 ms (p99)" in told.stdout
    assert "# 1. Accuracy" in told.stdout
    assert "READ OTHERWISE" not in told.stdout


def test_what_was_understood_from_other_words_is_told_with_its_place(run, tmp_path):
    path = tmp_path / "brief.yaml"
    path.write_text("task: anomaly detection\ndata: {modality: tabular}\n")
    told = run("check", path)
    assert told.exit_code == 0
    part = _flat(told.stdout.partition("READ OTHERWISE THAN WRITTEN")[2])
    assert "`task` says 'anomaly detection', which is read as `outlier-detection`." in part
    assert "brief.yaml:1:7:" in part.replace(" ", "")


def test_what_is_allowed_and_doubtful_is_told_apart(run, brief_file):
    told = run("check", brief_file("doubtful"))
    assert told.exit_code == 0
    assert "`min` asks for at least 1 ms" in _flat(told.stdout.partition("WORTH A SECOND LOOK")[2])


def test_unknown_fields_that_matter_are_asked_for(run, brief_file):
    told = run("check", brief_file("plain-table")).stdout.partition("UNKNOWN, AND MOST LIKELY")[2]
    assert 1 <= told.count("\n  ? ") <= 5


@pytest.mark.parametrize(
    ("fields", "absent"),
    [
        ({"task": "multiclass-classification", "data": {"modality": "text", "labelled_rows": 6000}},
         ("data.features", "data.missing_share", "data.categorical_", "control_period", "prediction_unit")),
        ({"task": "retrieval", "data": {"modality": "image", "items": 4200}, "deployment": {"target": "phone"}},
         ("data.features", "data.categorical_", "control_period", "minority_share", "prediction_unit")),
        ({"task": "binary-classification", "data": {"modality": "tabular"}, "deployment": {"target": "cloud"}},
         ("data.languages", "control_period", "deployment.clock", "unit_budget")),
        ({"task": "binary-classification", "data": {"modality": "tabular", "privacy": "internal"},
          "deployment": {"target": "edge-server"}},
         ("protected_groups", "battery_life", "uplink_per_day", "energy_limited", "deployment.clock")),
    ],
    ids=["text", "image", "table", "server"],
)  # fmt: skip
def test_no_field_is_asked_for_that_cannot_apply(advisor, knowledge, fields, absent):
    brief = Brief.from_mapping(fields)
    answer = advisor.recommend(brief)
    asked = [question.field for question in answer.open_questions]
    asked += [fact.field for fact in turning_facts(advisor, brief, n_most=12)]
    assert len(asked) >= 5
    assert [field for field in asked if any(each in field for each in absent)] == []
    assert markdown_of(check_page(brief, answer, knowledge)).count("If it is ") >= 3


def test_a_brief_that_cannot_be_used_is_refused_as_elsewhere(run, brief_file):
    refusal = run("check", brief_file("misspelt"))
    assert refusal.exit_code == 2
    assert refusal.stdout == ""
    assert refusal.stderr == run("recommend", brief_file("misspelt")).stderr


def test_names_that_the_knowledge_lacks_are_refused(run, tmp_path):
    path = tmp_path / "brief.yaml"
    path.write_text("task: regression\ndata: {modality: tabular}\nproject.existing_algorithm: random-forrest\n")
    assert run("check", path).exit_code == 2


def test_what_would_turn_the_answer_is_told_before_what_rules_wait_for(run):
    told = run("check", "credit-card-fraud").stdout.partition("MOST LIKELY TO CHANGE")[2].split("  ? ")[1:]
    turns = [re.search(r"the first (two|three) would be", " ".join(each.split())) is not None for each in told]
    assert (len(turns), turns[0], turns) == (5, True, sorted(turns, reverse=True))
