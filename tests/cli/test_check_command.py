"""`whichml check` tells what was read in a brief, and refuses one that cannot be used as every command does."""

import re

import pytest

from printed_documents import in_one_line
from whichml import Brief
from whichml.advise.turning_facts import turning_facts
from whichml.export.check_page import check_page
from whichml.export.markdown import markdown_of


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


def test_what_prose_was_read_for_is_told_with_its_sentence_unless_the_brief_names_what_holds(run, tmp_path):
    path = tmp_path / "brief.yaml"
    said = "task: regression\ndata: {modality: tabular}\nnotes: Our two judges agree in 74 % of the cases.\n"
    path.write_text(said)
    told = in_one_line(run("check", path).stdout.partition("WHAT PROSE WAS READ FOR")[2])
    assert "? judges-differ: how far two judges agree, by “Our two judges agree in 74 % of the cases.”" in told
    assert "name the few that decide, the weightiest first, by `project.circumstances`" in told
    path.write_text(f"{said}project: {{circumstances: [judges-differ]}}\n")
    assert "WHAT PROSE WAS READ FOR" not in run("check", path).stdout


def test_what_was_understood_from_other_words_is_told_with_its_place(run, tmp_path):
    path = tmp_path / "brief.yaml"
    path.write_text("task: anomaly detection\ndata: {modality: tabular}\n")
    told = run("check", path)
    assert told.exit_code == 0
    part = in_one_line(told.stdout.partition("READ OTHERWISE THAN WRITTEN")[2])
    assert "`task` says 'anomaly detection', which is read as `outlier-detection`." in part
    assert "brief.yaml:1:7:" in part.replace(" ", "")


def test_what_is_allowed_and_doubtful_is_told_apart(run, brief_file):
    told = run("check", brief_file("doubtful"))
    assert told.exit_code == 0
    assert "`min` asks for at least 1 ms" in in_one_line(told.stdout.partition("WORTH A SECOND LOOK")[2])


def test_unknown_fields_that_matter_are_asked_for(run, brief_file):
    told = run("check", brief_file("plain-table")).stdout.partition("UNKNOWN, AND MOST LIKELY")[2]
    assert 1 <= told.count("\n  ? ") <= 5


@pytest.mark.parametrize(
    ("fields", "absent"),
    [
        ({"task": "multiclass-classification", "data": {"modality": "text"}},
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
    page = markdown_of(check_page(brief, answer, knowledge))
    assert len(re.findall(r"If (?:it|[a-z._\\]+) is ", page)) >= 3


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


IN_WORDS = (
    "We want to predict which of our customers churn next month, from a table of 50,000 customers with 40 columns. "
    "The moon was full when we wrote this. Nobody here likes blue walls. An answer has to come within 80 ms."
)


def test_a_text_in_plain_words_is_written_as_a_brief_that_says_the_same_and_every_command_takes(run, tmp_path):
    text, written = tmp_path / "churn.txt", tmp_path / "brief.yaml"
    text.write_text(IN_WORDS)
    told = run("check", "--lenient", text, "--write", written)
    assert told.exit_code == 0
    assert f"wrote {written}; next: whichml recommend {written}" in told.stderr
    assert Brief.load(written).normalised() == Brief.load(text, lenient=True).normalised()
    assert "# What one input is.\n  modality: tabular\n" in written.read_text()
    assert run("recommend", written).exit_code == 0


def test_a_file_that_exists_is_not_written_over(run, tmp_path):
    text, written = tmp_path / "churn.txt", tmp_path / "brief.yaml"
    text.write_text(IN_WORDS)
    written.write_text("what I wrote")
    refused = run("check", "--lenient", text, "--write", written)
    assert refused.exit_code == 2
    assert "exists.\nName a new file.\n" in refused.stderr
    assert written.read_text() == "what I wrote"


def test_a_folder_that_is_not_there_is_told(run, tmp_path):
    text = tmp_path / "churn.txt"
    text.write_text(IN_WORDS)
    refused = run("check", "--lenient", text, "--write", tmp_path / "nowhere" / "brief.yaml")
    assert refused.exit_code == 2
    assert "cannot be written: No such file or directory." in refused.stderr


def test_the_screen_of_a_text_tells_how_many_sentences_are_not_read_and_goes_on_to_a_brief(run, tmp_path):
    text = tmp_path / "churn.txt"
    text.write_text(IN_WORDS)
    screen = run("recommend", "--lenient", text).stdout
    told = "A fact of the brief is not read and may change this: An answer has to come within 80 ms, "
    assert re.search(rf"{told}\d sentences\.", " ".join(screen.split()))
    command = f"whichml check --lenient {text} --write brief.yaml"
    assert "".join(command.split()) in "".join(screen.split())
