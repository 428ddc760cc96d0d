"""`whichml new` asks what can change the answer, and writes a brief that keeps what was said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from typing_answers import typed, unwrapped

from small_knowledge import ROOT, ContentFolder, claim, rule
from small_knowledge import brief as smallest
from whichml import Brief
from whichml.advise.interview import Interview
from whichml.advise.question_choice import Question
from whichml.advise.recommendation import Advisor
from whichml.cli.conversation import Conversation
from whichml.cli.prompts import Quit
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.brief_writing import commented_brief


@pytest.fixture
def third(advisor: Advisor) -> Question:
    """Return what is asked once it is known that texts are to be put into classes."""
    brief = Brief.from_mapping({"task": "multiclass-classification", "data.modality": "text"})
    question = Interview(advisor, brief).question()
    assert question is not None
    return question


def test_what_was_answered_stands_in_the_brief_with_its_meaning_above(run: Any, path: Path, third: Question) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", third.example, "done", "", ""))
    assert talk.exit_code == 0
    brief = Brief.load(path)
    assert (brief.task, brief.data.modality) == ("multiclass-classification", ("text",))
    assert third.field in brief.facts()
    assert f"# {third.meaning[:40]}" in path.read_text("utf-8")
    assert "Start with " in talk.stdout


def test_a_nonsense_answer_is_explained_and_asked_again(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("banana", "clustering", "tabular", "done", "", ""))
    assert "`task` cannot be 'banana'." in talk.stdout
    assert Brief.load(path).task == "clustering"


def test_a_word_that_several_fit_is_asked_for_again_with_those(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("multi", "multil", "text", "done", "", ""))
    assert "'multi' may be multiclass-classification or multilabel-classification: write one of them." in unwrapped(
        talk
    )
    assert Brief.load(path).task == "multilabel-classification"


def test_why_a_question_is_asked_is_told_with_what_the_answer_would_turn(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", "?", "done", "", ""))
    assert "Asked because it can change who comes first: if " in unwrapped(talk)
    assert re.search(r" the first( two| three)? would be ", unwrapped(talk))


def test_what_a_question_means_what_its_words_mean_and_what_form_an_answer_has_is_told(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("?", "clustering", "?", "tabular", "done", "", ""))
    assert "binary-classification        Is this payment fraudulent?" in talk.stdout
    assert "text             written language, such as e-mails" in talk.stdout
    assert "Answer with one or several of these words, or in your own." in talk.stdout


def test_what_was_understood_is_echoed_where_it_is_not_what_was_typed(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("search", "texts and tables", "done", "", ""))
    assert "   search -> retrieval\n" in talk.stdout
    assert "   texts and tables -> text, tabular\n" in talk.stdout
    plain = run("new", path.with_name("plain.yaml"), stdin=typed("retrieval", "text", "done", "", ""))
    assert " -> " not in plain.stdout


def test_a_task_that_nobody_knows_is_answered_with_what_each_task_is_for(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("banana", "inspection list", "clustering", "tabular", "done", "", ""))
    assert "`task` cannot be 'banana'. A number chooses one of these: 1 binary-classification " in unwrapped(talk)
    assert "1 ranking search results or recommendations are put in order" in unwrapped(talk)
    assert "`? all` lists all 37." in talk.stdout
    assert "pose-estimation  " not in talk.stdout


def test_a_number_chooses_one_of_the_nearest_tasks_and_stands_for_nothing_else(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("2", "which guests will come again", "9", "2", "tabular", "done", "", ""))
    assert unwrapped(talk).count("2 survival-analysis the time until") == 1
    shown = talk.stdout.partition("which guests will come again")[2].partition("The numbers end")[0]
    offered = re.findall(r"^   ([0-9]) ", shown, re.MULTILINE)
    assert f"The numbers end at {offered[-1]}." in talk.stdout
    assert "   2 -> survival-analysis\n" in talk.stdout
    assert Brief.load(path).task == "survival-analysis"


def test_a_number_chooses_from_no_list_that_is_no_longer_there(run: Any, path: Path) -> None:
    lines = ("which halls to inspect first", "regression", "back", "1", "binary", "tabular", "done", "", "")
    talk = run("new", path, stdin=typed(*lines))
    assert "1 -> ranking" not in talk.stdout
    assert Brief.load(path).task == "binary-classification"


@pytest.mark.parametrize("leave", ["quit", "Exit", "q"])
def test_how_to_leave_is_told_where_nothing_can_be_said_yet_and_leaving_keeps_what_can_be_kept(
    run: Any, path: Path, leave: str
) -> None:
    nothing = run("new", path, stdin=typed("done", "?", leave))
    assert nothing.exit_code == 0
    assert "Nothing can be said before task and data.modality are known. `quit` or Ctrl-C leaves." in unwrapped(nothing)
    assert nothing.stdout.count("   `quit` or Ctrl-C leaves.\n") == 1
    assert "Nothing is kept: nothing was said." in nothing.stderr
    assert not path.exists()
    kept = run("new", path, stdin=typed("clustering", "tabular", "title: Guests", leave))
    assert kept.exit_code == 0
    assert f"What was said is kept in {path}; `whichml new {path}` goes on." in kept.stderr
    assert "Start with" not in kept.stdout
    assert Brief.load(path).title == "Guests"
    gone_back = run("new", path.with_name("b.yaml"), stdin=typed("clustering", "tabular", "back", leave))
    assert "b.yaml holds what was said before." in gone_back.stderr


def test_back_asks_the_question_before_again_and_forgets_its_answer(run: Any, path: Path) -> None:
    talk = run(
        "new", path, stdin=typed("back", "clustering", "back", "regression", "text", "back", "tabular", "done", "", "")
    )
    assert "There is no question before this one." in talk.stdout
    assert talk.stdout.count("1. What is to be predicted") == 2
    assert talk.stdout.count("2. What one input is.") == 3
    brief = Brief.load(path)
    assert (brief.task, brief.data.modality) == ("regression", ("tabular",))


@pytest.mark.slow("asks to the end")
@pytest.mark.parametrize("word", ["unknown", "Not known", "don't know", "no idea", "skip"])
def test_a_question_is_passed_over_however_one_says_so(run: Any, path: Path, third: Question, word: str) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", "", word, "done", "", ""))
    assert talk.exit_code == 0
    assert third.field not in Brief.load(path).facts()
    assert "cannot be" not in talk.stdout
    assert "\n5. " in talk.stdout


def test_what_is_not_known_stands_in_the_file_and_is_not_asked_again(run: Any, path: Path, third: Question) -> None:
    run("new", path, stdin=typed("multiclass", "text", "unknown", "title: no", "done", "", ""))
    assert f"# Asked for, and not known: {third.field}\n" in path.read_text("utf-8")
    said = {"title": "no", "task": "multiclass-classification", "data.modality": "text"}
    assert Brief.load(path) == Brief.from_mapping(said)
    again = run("new", path, stdin=typed("done", "", ""))
    assert f"   {third.field}: " not in again.stdout


def test_a_title_is_asked_for_with_the_rest_once_the_questions_are_done(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("clustering", "tabular", "done", "title: Kinds of guests", "", ""))
    assert talk.exit_code == 0, talk.output
    assert "`title: WORDS` tells what the work is" in talk.stdout.partition("data.modality: ")[2]
    assert "   title: " not in talk.stdout.partition("Anything else?")[0]
    assert Brief.load(path).title == "Kinds of guests"
    assert "tells what the work is" not in run("new", path, stdin=typed("done", "", "")).stdout


def test_what_a_title_states_is_echoed_and_told_again_where_the_brief_is_gone_on_with(run: Any, path: Path) -> None:
    said = "`title` says 'Nobody knows how many groups', which is read as `data.group_count: unknown`."
    title = "Nobody knows how many groups there are"
    talk = run("new", path, stdin=typed("clustering", "tabular", f"title: {title}", "unknown", "done", "", ""))
    assert unwrapped(talk).count(said) == 1
    again = run("new", path, stdin=typed("done", "", ""))
    assert unwrapped(again).count(said) == 1
    assert "group_count" not in path.read_text("utf-8")


def test_the_answer_tells_which_facts_would_turn_it_as_that_to_the_brief_does(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", "", "done", "", ""))
    assert re.search(r"^  \? .*: if ", talk.stdout, re.MULTILINE)
    assert talk.stdout.endswith(run("recommend", path).stdout.replace(" BRIEF", f" {path}"))


@pytest.mark.parametrize(
    "last",
    [
        ("done", "", "accuracy, reasons, cheap to run"),
        ("done", "sensitivity at least 90 %", "sensitivity min 0.9", "", "speed of answers, then reasons"),
        ("data.privacy: customer data", "stakes.regulation: DSGVO", "budget: about 5k euros", "1.1", "done", "", ""),
        ("done", "costs at most 2 EUR", "1.1", "cost per prediction max 2 EUR", "1.1", "", ""),
    ],
)
@pytest.mark.slow("answers time and again")
def test_the_answer_shown_is_that_to_the_file_whatever_words_were_used(
    run: Any, path: Path, last: tuple[str, ...]
) -> None:
    talk = run("new", path, stdin=typed("yes or no", "tables", "Nobody looks at it", *last))
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.endswith(run("recommend", path).stdout.replace(" BRIEF", f" {path}"))


def test_the_answer_shown_to_a_brief_in_other_words_is_that_to_the_file_as_it_is_kept(run: Any, path: Path) -> None:
    path.write_text("title: no\ntask: classification\ndata: {modality: tables}\npriorities: [reasons]\n")
    talk = run("new", path, stdin=typed("done", "", ""))
    assert talk.stdout.endswith(run("recommend", path).stdout.replace(" BRIEF", f" {path}"))


def test_a_title_that_no_file_can_hold_is_refused_and_shown(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("clustering", "tabular", "title: Ding\x00", "title: Ding", "done", "", ""))
    assert talk.exit_code == 0, talk.output
    assert "holds a NUL character." in talk.stdout
    assert Brief.load(path).title == "Ding"


def test_any_field_can_be_told_by_its_name_and_what_can_be_told_is_listed(run: Any, path: Path) -> None:
    said = ("fields", "clustering", "tabular", "", "fields", "deployment.memory", "24 GB on the GPU", "done", "", "")
    talk = run("new", path, stdin=typed(*said))
    assert "   task           What is to be predicted, found or made." in talk.stdout
    assert "   deployment.memory " in talk.stdout
    assert "   data.horizon " not in talk.stdout
    assert "Working memory that the model may take. (an amount, such as 512 MB)" in talk.stdout
    assert "\n  memory: 24 GB\n" in path.read_text("utf-8")


@pytest.mark.slow("asks to the end")
def test_where_nothing_more_is_asked_a_field_may_be_named_still(run: Any, path: Path) -> None:
    known = {"task": "clustering", "data.modality": "tabular", "title": "Kinds of guests"}
    path.write_text(commented_brief(known, [name for name in BRIEF_FIELDS if name not in known]))
    talk = run("new", path, stdin=typed("nonsense", "memory", "2 GB", "", "", ""))
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.count("Anything else? Type a field to tell it (`fields` lists them)") == 2
    assert "'nonsense' is no field." in talk.stdout
    assert Brief.load(path).facts()["deployment.memory"] == 2_000_000_000


@pytest.mark.slow("asks a whole interview")
def test_questions_end_where_none_could_change_the_first_three_and_go_on_where_that_is_wanted(
    run: Any, path: Path, advisor: Advisor
) -> None:
    said = {"task": "sequence-labelling", "data.modality": "text", "title": "Names in letters"}
    interview, turns = Interview(advisor, Brief.from_mapping(said)), []
    while (question := interview.question()) is not None and question.leaves != "the first three":
        turns.append(question.field)
        interview.pass_over(question.field)
    assert question is not None
    path.write_text(commented_brief(said, turns))
    told = (
        "No usual answer to a question that is still to come could change the first three any more. `more` asks what "
        "decisions and cautions depend on"
    )
    ended = run("new", path, stdin=typed("", "", ""))
    assert ended.exit_code == 0, ended.output
    assert told in unwrapped(ended)
    assert question.meaning not in ended.stdout
    path.write_text(commented_brief(said, turns))
    more = run("new", path, stdin=typed("more", "unknown", "done", "", ""))
    assert f"   {question.field}: " in more.stdout


@pytest.mark.slow("asks a whole interview")
def test_where_only_the_places_beside_the_first_are_open_that_is_said_once(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("retrieval", "text", *["unknown"] * 30, "done", "", ""))
    assert unwrapped(talk).count("question that is still to come could change who comes first any more") == 1
    after = unwrapped(talk).partition("could change who comes first any more")[2]
    assert "What you passed over could change the first, told by its name: `" in after
    assert "can change who comes first again" not in after


def test_a_question_that_can_change_the_first_after_another_answer_says_so(folder: ContentFolder, path: Path) -> None:
    folder.algorithm("leader", claim("accuracy", "medium"), claim("explainability", "high"))
    folder.algorithm("rival", claim("accuracy", "high"), claim("explainability", "medium"), family="tree-ensemble")
    folder.rules(
        rule("counts", {"prioritise": {"accuracy": "high"}}),
        rule("counts-too", {"prioritise": {"explainability": "high"}}),
        rule("late", {"exclude": "it comes late"}, {"data.sparse": True}, algorithm={"id": "rival"}),
        rule("drifts", {"exclude": "it drifts"}, {"data.sparse": False, "data.drift": "fast"},
             algorithm={"id": "leader"}),
    )  # fmt: skip
    knowledge = folder.knowledge()
    advisor = Advisor.of(knowledge)
    talk = Conversation(Interview(advisor, smallest(title="Guests")), advisor, knowledge, path)
    with CliRunner().isolation(input=typed("why", "no", "why", "fast", "quit")) as (printed, *_):
        with pytest.raises(Quit):
            talk.run()
        told = " ".join(printed.getvalue().decode().split())
    assert "Asked because it can change who stands beside the first: if yes" in told
    again = "With what was said since, this question can change who comes first again."
    assert told.index("could change who comes first any more") < told.index(again)
    assert "Asked because it can change who comes first: if it were fast" in told


def test_the_answer_so_far_is_shown_on_demand(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("clustering", "tabular", "show", "done", "", ""))
    assert talk.stdout.count("Start with ") == 2


def test_an_interview_that_is_cut_off_keeps_what_was_said_and_goes_on_from_there(
    run: Any, path: Path, third: Question
) -> None:
    cut = run("new", path, stdin=typed("multiclass", "text", third.example))
    assert cut.exit_code == 130
    assert "goes on" in cut.stderr
    said = Brief.load(path)
    assert third.field in said.facts()
    again = run("new", path, stdin=typed("done", "", ""))
    assert again.exit_code == 0
    assert again.stdout.startswith(f"Going on with {path}.")
    assert f"   {third.field}" not in again.stdout
    assert Brief.load(path) == said


def test_what_was_said_of_the_task_is_kept_where_somebody_leaves_before_the_data_are_known(
    run: Any, path: Path
) -> None:
    cut = run("new", path, stdin=typed("clustering"))
    assert cut.exit_code == 130
    assert f"What was said is kept in {path}; `whichml new {path}` goes on." in cut.stderr
    again = run("new", path, stdin=typed("tabular", "done", "", ""))
    assert again.stdout.startswith(f"Going on with {path}.")
    assert "   task: " not in again.stdout
    assert (Brief.load(path).task, Brief.load(path).data.modality) == ("clustering", ("tabular",))


def test_a_sentence_about_the_task_is_kept_in_the_notes_where_a_number_chooses_one_near_it(
    run: Any, path: Path
) -> None:
    sentence = "which guests will come again"
    talk = run("new", path, stdin=typed(sentence, "2", "tabular", "done", "", ""))
    assert f"'{sentence}' is kept in `notes`." in unwrapped(talk)
    brief = Brief.load(path)
    assert (brief.task, brief.notes) == ("survival-analysis", f"{sentence}.")
    gone_back = run(
        "new", path.with_name("b.yaml"), stdin=typed(sentence, "2", "back", "regression", "tabular", "quit")
    )
    assert "is kept in `notes`" in unwrapped(gone_back)
    assert Brief.load(path.with_name("b.yaml")).notes is None
    word = run("new", path.with_name("c.yaml"), stdin=typed("banana", "2", "tabular", "quit"))
    assert "is kept in `notes`" not in unwrapped(word)


def test_a_file_that_is_no_brief_is_not_overwritten(run: Any, path: Path) -> None:
    path.write_text("no: brief\n")
    assert run("new", path, stdin=typed("clustering")).exit_code == 2
    assert path.read_text() == "no: brief\n"
    path.write_text("task: clustering\ndata: {modality: tabular}\n")
    table = ROOT / "tests/data/breast_cancer.csv"
    refused = run("new", path, "--from", table, "--target", "diagnosis", stdin=typed("done"))
    assert refused.exit_code == 2
    assert "is there already" in refused.stderr


@pytest.mark.parametrize("place", ["away/b.yaml", "b.txt/b.yaml", ""])
def test_a_file_that_cannot_be_written_is_refused_before_the_first_question(
    run: Any, tmp_path: Path, place: str
) -> None:
    (tmp_path / "b.txt").write_text("a file", "utf-8")
    talk = run("new", tmp_path / place, stdin=typed("binary", "tabular", "done", "", ""))
    assert talk.exit_code == 2
    assert "folder" in talk.stderr
    assert "1. " not in talk.stdout
    assert "defect" not in talk.stderr


@pytest.mark.slow("asks to the end")
def test_a_conversation_stays_within_the_width_of_a_terminal(run: Any, path: Path) -> None:
    lines = ("clustering", "tabular", "", *([""] * 40), "more", *([""] * 80), "done", "", "")
    talk = run("new", path, stdin=typed(*lines, *([""] * 60)))
    asked = talk.stdout.partition("Start with ")[0].splitlines()
    assert [line for line in asked if len(line) > 80] == []
    assert len(asked) > 40


@pytest.mark.slow("asks to the end")
def test_what_was_passed_over_is_told_in_full_where_nothing_is_left_to_ask(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("clustering", "tabular", "", *([""] * 40), "done", "", ""))
    assert re.search("What you passed over could change the first( two| three)?, told by its name: `", unwrapped(talk))
    assert "still could" not in unwrapped(talk)


@pytest.mark.slow("asks to the end")
@pytest.mark.parametrize("said", [
    "a fixed price list gives the answer", "the rules are written down", "it is worked out by a formula",
    "no learning needed", "the contract determines it", "the statute says which form",
])  # fmt: skip
def test_what_needs_no_learning_is_near_the_task_that_computes(run: Any, path: Path, said: str) -> None:
    talk = run("new", path, stdin=typed(said, "1", "tabular", "done", "", ""))
    assert "1 -> deterministic-computation" in talk.stdout
    assert Brief.load(path).task == "deterministic-computation"


def test_the_schema_that_lies_beside_a_brief_is_named_for_editors_in_its_first_line(run: Any, path: Path) -> None:
    run("new", path, stdin=typed("clustering", "tabular", "quit"))
    assert "$schema" not in path.read_text("utf-8")
    path.with_name("brief.schema.json").write_bytes(run("schema", "brief").stdout.encode())
    run("new", path, stdin=typed("quit"))
    assert path.read_text("utf-8").startswith("# yaml-language-server: $schema=brief.schema.json\n# A brief")
    assert Brief.load(path).task == "clustering"
