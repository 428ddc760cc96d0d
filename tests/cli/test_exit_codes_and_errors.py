"""Input is answered in words and with exit 2, a defect of ours with exit 3; nothing ends in a traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

import whichml
from by_night import by_night, only_by_night
from whichml.cli import whichml as face

N_COMMANDS = 33  # `calibrate`, as `machine-profile` was called, among them
HERE = Path(__file__).parent
LIBRARY = Path(whichml.__file__).parents[1]
HEAVY = (
    "flask", "rdflib", "owlready2", "pyshacl", "waitress", "whichml_server", "whichml.authoring",
    "whichml.cli.knowledge_commands", "whichml.probe",
)  # fmt: skip


def _leaves(group, path=()):
    """Yield the words of each command, and the command."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _leaves(command, (*path, name))
        else:
            yield (*path, name), command


def _process(*arguments, **more):
    environment = {**os.environ, "PYTHONPATH": str(LIBRARY), **more.pop("environment", {})}
    return subprocess.run(
        [sys.executable, *map(str, arguments)], capture_output=True, env=environment, timeout=60, check=False, **more
    )


def test_every_command_is_run_by_a_test_and_has_a_sentence_of_help():
    commands = dict(_leaves(face))
    written = "".join(path.read_text(encoding="utf-8") for path in sorted(HERE.glob("test_*.py")))
    assert len(commands) == N_COMMANDS
    assert [c for c in commands if "run(" + ", ".join(f'"{word}"' for word in c) not in written] == []
    assert all(command.get_short_help_str().endswith(".") for command in commands.values())


def test_no_help_shows_the_marks_of_its_own_source(run):
    pages = {words: run(*words, "--help").stdout for words, _ in _leaves(face)}
    assert len(pages) == N_COMMANDS
    assert [words for words, page in pages.items() if "\\" in page or "\b" in page or not page] == []


@pytest.mark.parametrize("command", [["recommend"], ["explain", "--algorithm", "ridge"], ["export"]])
def test_a_misspelt_brief_is_refused_with_its_place_and_the_nearest_word(run, brief_file, command):
    refusal = run(*command, brief_file("misspelt"))
    assert refusal.exit_code == 2
    assert refusal.stdout == ""
    assert "misspelt.yaml:2:7" in refusal.stderr
    assert "Did you mean 'binary-classification'?" in refusal.stderr


@pytest.mark.parametrize("from_stdin", [False, True])
def test_a_brief_of_which_a_part_cannot_be_read_is_answered_leniently_and_its_refusal_says_so(
    run, tmp_path, from_stdin
):
    text = b"task: regression\ndata: {modality: tabular, samples: 500, nozzles: 3, weather: sunny}\n"
    (file := tmp_path / "own.yaml").write_bytes(text)
    named, stdin = ("-", text) if from_stdin else (str(file), b"")
    refused = run("recommend", named, stdin=stdin)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert refused.stderr.endswith("`--lenient` answers without these 2, and says so.\n")
    answered = run("recommend", "--lenient", named, stdin=stdin)
    assert answered.exit_code == 0
    assert "2 facts of the brief are not read and may change this: nozzles, weather." in answered.stdout
    assert "Start with" in answered.stdout
    assert answered.stderr.count("not read, and left out: unknown field") == 2
    checked = run("check", "--lenient", named, stdin=stdin)
    assert "not read, and left out: unknown field 'data.weather'." in " ".join(checked.stdout.split())


def test_a_brief_whose_task_is_unclear_is_refused_with_the_offer_to_take_the_likeliest(run, tmp_path):
    (file := tmp_path / "own.yaml").write_text("task: prediction\ndata: {modality: tabular, nozzles: 3}\n")
    refused = run("recommend", str(file))
    assert refused.exit_code == 2
    assert "`--lenient` answers without this for the likeliest meaning, and says so." in refused.stderr
    answered = run("recommend", "--lenient", str(file))
    assert answered.exit_code == 0
    assert "A guess: `task` is taken as binary-classification; as multiclass-classification" in answered.stdout


def test_a_brief_whose_task_means_nothing_is_refused_without_an_offer(run, tmp_path):
    (file := tmp_path / "own.yaml").write_text("task: banana\ndata: {modality: tabular, nozzles: 3}\n")
    refused = run("recommend", str(file))
    assert refused.exit_code == 2
    assert "--lenient" not in refused.stderr


def test_a_brief_that_is_not_there_is_refused(run):
    refusal = run("recommend", "no\x1b[31m/such.yaml")
    assert refusal.exit_code == 2
    assert "cannot be read" in refusal.stderr
    assert "\x1b" not in refusal.stderr


def test_an_empty_standard_input_is_refused_by_its_name(run):
    refusal = run("recommend", "-", stdin=b"")
    assert refusal.exit_code == 2
    assert refusal.stderr.startswith("standard input:1:1")


def test_a_misspelt_option_is_refused_by_name(run, fraud):
    refusal = run("recommend", fraud, "--fromat", "json")
    assert refusal.exit_code == 2
    assert "--format" in refusal.stderr


def test_a_defect_of_ours_is_named_shortly_with_exit_3_and_in_full_only_when_asked(run, fraud, monkeypatch):
    def broken(*given):
        raise KeyError("lost")

    monkeypatch.setattr("whichml.cli.brief_options.recommend_with_steps", broken)
    short, full = run("recommend", fraud), run("--verbose", "recommend", fraud)
    assert short.exit_code == full.exit_code == 3
    assert "defect of its own: KeyError" in short.stderr
    assert "Traceback" not in short.stderr
    assert "Traceback" in full.stderr


@pytest.mark.slow("starts a process")
def test_a_process_answers_in_little_processor_time_and_without_what_only_building_and_serving_need(fraud):
    whichml.KnowledgeBase.load()
    script = (
        "import sys, time; from whichml.cli import whichml\n"
        "whichml.main(sys.argv[1:], standalone_mode=False)\n"
        f"print(time.process_time(), *sorted(set(sys.modules) & {set(HEAVY)}), file=sys.stderr)"
    )
    answer = _process("-c", script, "recommend", fraud, "--format", "json")
    processor_seconds, *heavy = answer.stderr.decode().split()
    assert heavy == []
    assert json.loads(answer.stdout)["schema"] == "recommendation/1"
    assert float(processor_seconds) < 5


SAID_BY = {
    ("recommend", "{brief}"): "Start with ",
    ("export", "{brief}", "--full"): "## Decision Outcome",
    ("compare", "{brief}", "lightgbm", "kernel-svm"): "WHAT WOULD HAVE TO CHANGE",
    ("compare", "{brief}", "recidivism"): "THE FIRST THREE",
}
ALL_PAGES = """
import json, sys
from click.testing import CliRunner
from whichml.cli import whichml
print(json.dumps([CliRunner().invoke(whichml, arguments).stdout for arguments in json.loads(sys.argv[1])]))
"""


@only_by_night
@pytest.mark.slow("starts processes")
def test_a_process_gives_the_same_bytes_under_another_hash_seed(fraud):
    commands = json.dumps([[word.format(brief=fraud) for word in command] for command in SAID_BY])
    one, other = (
        json.loads(_process("-c", ALL_PAGES, commands, environment={"PYTHONHASHSEED": seed}).stdout)
        for seed in ("0", "42")
    )
    assert one == other
    assert [said in page for said, page in zip(SAID_BY.values(), one, strict=True)] == [True] * len(SAID_BY)


@pytest.mark.slow("starts a process")
def test_a_process_refuses_in_words_with_exit_2(brief_file):
    refusal = _process("-m", "whichml.cli", "recommend", brief_file("misspelt"))
    assert refusal.returncode == 2
    assert refusal.stdout == b""
    assert b"Traceback" not in refusal.stderr


@pytest.mark.slow("starts a process")
def test_a_terminal_that_knows_ascii_alone_gets_escapes_and_no_error(brief_file, tmp_path):
    brief = tmp_path / "brief.yaml"
    brief.write_text("title: Prüfung 質\ntask: regression\ndata: {modality: tabular, rows: 900}\n", encoding="utf-8")
    answer = _process("-m", "whichml.cli", "recommend", brief, environment={"PYTHONIOENCODING": "ascii"})
    assert answer.returncode == 0
    assert rb"Pr\xfcfung \u8cea" in answer.stdout


@pytest.mark.slow("starts processes")
@pytest.mark.skipif(os.name != "posix", reason="pipes break differently elsewhere")
@pytest.mark.parametrize("form", ["text", by_night("json")])
def test_a_reader_who_leaves_early_ends_the_command_quietly(fraud, form):
    process = subprocess.Popen(
        [sys.executable, "-m", "whichml", "recommend", str(fraud), "--format", form],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "PYTHONPATH": str(LIBRARY)},
    )  # fmt: skip
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) == 0
    assert complaint == b""


def test_the_schema_of_a_brief_is_printed_for_editors_and_no_other_than_those_that_there_are(run):
    assert json.loads(run("schema", "brief").stdout)["title"]
    assert run("schema", "answer").exit_code == 2


def test_a_blank_brief_is_printed_for_a_task_in_its_own_words_and_a_wrong_one_is_told(run):
    assert "task: record-linkage" in run("form", "record linkage", "tabular").stdout
    told = run("form", "clusterin", "tabular")
    assert (told.exit_code, "Did you mean 'clustering'?" in told.stderr) == (2, True)
    alone = run("form", "clustering")
    assert (alone.exit_code, "Missing argument 'MODALITY...'" in alone.stderr) == (2, True)


def test_a_blank_brief_of_any_project_tells_what_each_task_is_with_an_example(run):
    page = run("form").stdout
    assert "clustering: Task of grouping rows by likeness, without labels. Which customers resemble each other?" in page
    assert "# task: clustering\n" in page


@pytest.mark.slow("starts processes")
def test_a_command_that_leaves_at_once_runs_what_is_registered_for_the_end_and_keeps_its_exit_code():
    registered = "import atexit, sys; from whichml.cli import main; atexit.register(print, 'the end'); "
    ended = _process("-c", registered + "sys.argv = ['whichml', 'recommend', 'nowhere.yaml']; main()")
    assert (ended.returncode, ended.stdout) == (2, b"the end\n")
    told = _process("-c", registered + "sys.argv = ['whichml', '--version']; main()")
    assert told.returncode == 0
    assert told.stdout.splitlines()[1:] == [b"the end"]


@pytest.mark.slow("reads and answers a long brief twice")
def test_of_many_readings_the_first_are_told_before_an_answer_and_the_check_tells_all(run, tmp_path):
    names = {
        "n_samples": 500,
        "n_features": 20,
        "n_classes": 2,
        "n_groups": 9,
        "missing_rate": "3 %",
        "imbalance": "1:9",
    }
    data = "\n".join(
        f"  {name}: {value}" for name, value in {"modality": "table", **names, "label noise": "low"}.items()
    )
    brief = tmp_path / "many.yaml"
    brief.write_text(f"task: churn prediction\ndata:\n{data}\ndeployment: {{latency_ms: 40, gpu: T4}}\n")
    told = [line for line in run("recommend", brief).stderr.splitlines() if line.startswith("warning: ")]
    assert told[-1].endswith(
        f"more facts are read in other words than they are written in; `whichml check {brief}` tells them all."
    )
    untold = int(told[-1].split()[1])
    assert untold > 1
    assert len(run("check", brief).stdout.splitlines()) > len(told)
