"""`whichml new` asks what can change the answer, and writes a brief that keeps what was said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from small_knowledge import ROOT
from whichml import Brief, BriefError
from whichml.advise.interview import Interview, Question, question_about
from whichml.advise.recommendation import Advisor
from whichml.model.brief_fields import BRIEF_FIELDS
from whichml.model.brief_writing import commented_brief, fields_not_known, write_brief
from whichml.model.field_help import answer_form, question_text


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "brief.yaml"


def typed(*lines: str) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def unwrapped(talk: Any) -> str:
    """Return what a command printed as one line."""
    return " ".join(talk.stdout.split())


@pytest.fixture
def third(advisor: Advisor) -> Question:
    """Return what is asked once it is known that texts are to be put into classes."""
    brief = Brief.from_mapping({"task": "multiclass-classification", "data.modality": "text"})
    question = Interview(advisor, brief).question()
    assert question is not None
    return question


def test_what_was_answered_stands_in_the_brief_with_its_meaning_above(run: Any, path: Path, third: Question) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", "", third.example, "done", "", ""))
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
    talk = run("new", path, stdin=typed("multiclass", "text", "", "", "", "?", "done", "", ""))
    assert "Asked because it can change who comes first: if " in unwrapped(talk)
    assert " the first would be " in unwrapped(talk)


def test_what_a_question_means_what_its_words_mean_and_what_form_an_answer_has_is_told(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("?", "clustering", "?", "tabular", "done", "", ""))
    assert "binary-classification        Is this payment fraudulent?" in talk.stdout
    assert "text             written language, such as e-mails" in talk.stdout
    assert "Answer with one or several of these words, or in your own." in talk.stdout


@pytest.mark.parametrize(
    ("field", "asked", "form"),
    [
        ("data.rows", "How many rows at hand, labelled or not?", "Answer with a number, such as 20000;"),
        ("data.missing_share", "Share of the cells that are empty.", "Answer with a share, such as 5 %,"),
        ("data.sparse", "Most cells are zero.", "Answer yes or no."),
        ("data.horizon", "How far ahead forecasts reach.", "Answer with an amount and its unit, such as 14 days."),
        ("title", "What the project is, in a few words.", "Answer in a few words, such as `Approve loans`."),
        ("project.existing_algorithm", "The algorithm that is in use today.", "Answer with the id of an algorithm,"),
    ],
)
def test_a_question_says_what_is_counted_and_what_form_an_answer_has(field: str, asked: str, form: str) -> None:
    assert question_text(field) == asked
    assert answer_form(field).startswith(form)


def test_why_is_told_in_other_words_too_and_at_the_prompts_of_bounds_and_priorities(run: Any, path: Path) -> None:
    asked = ("why", "", "why", "Why do you ask?", "done", "why", "?", "show", "", "why", "show", "")
    talk = run("new", path, stdin=typed("multiclass", "text", *asked))
    assert talk.exit_code == 0
    assert "It heads every record of the answer, and changes none." in talk.stdout
    assert unwrapped(talk).count("Asked because decisions and cautions depend on it. For instance: ") == 2
    assert talk.stdout.count("A bound rules out") == 2
    assert talk.stdout.count("Start with ") == 3


def test_what_was_understood_is_echoed_where_it_is_not_what_was_typed(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("search", "texts and tables", "done", "", ""))
    assert "   search -> retrieval\n" in talk.stdout
    assert "   texts and tables -> text, tabular\n" in talk.stdout
    plain = run("new", path.with_name("plain.yaml"), stdin=typed("retrieval", "text", "done", "", ""))
    assert " -> " not in plain.stdout


def test_a_task_that_nobody_knows_is_answered_with_what_each_task_is_for(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("banana", "inspection list", "clustering", "tabular", "done", "", ""))
    assert "`task` cannot be 'banana'. It is one of these:\n   binary-classification        Is this" in talk.stdout
    assert "Write `ranking` where search results" in talk.stdout
    assert "`deployment.top_k`. `?` lists all." in unwrapped(talk)


def test_back_asks_the_question_before_again_and_forgets_its_answer(run: Any, path: Path) -> None:
    talk = run(
        "new", path, stdin=typed("back", "clustering", "back", "regression", "text", "back", "tabular", "done", "", "")
    )
    assert "There is no question before this one." in talk.stdout
    assert talk.stdout.count("1. What is to be predicted") == 2
    assert talk.stdout.count("2. What one input is.") == 3
    brief = Brief.load(path)
    assert (brief.task, brief.data.modality) == ("regression", ("tabular",))


def test_back_at_the_bounds_takes_back_the_last_one_and_then_leads_to_the_last_question(run: Any, path: Path) -> None:
    said = (
        "regression",
        "tabular",
        "done",
        "inference-latency max 40 ms",
        "back",
        "back",
        "text",
        "done",
        "",
        "back",
        "",
        "",
    )
    talk = run("new", path, stdin=typed(*said))
    assert talk.exit_code == 0, talk.output
    brief = Brief.load(path)
    assert (brief.requirements, brief.data.modality) == ((), ("text",))


@pytest.mark.parametrize("word", ["unknown", "Not known", "don't know", "no idea", "skip"])
def test_a_question_is_passed_over_however_one_says_so(run: Any, path: Path, third: Question, word: str) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", "", word, "done", "", ""))
    assert talk.exit_code == 0
    assert third.field not in Brief.load(path).facts()
    assert "cannot be" not in talk.stdout
    assert "\n5. " in talk.stdout


def test_what_is_not_known_stands_in_the_file_and_is_not_asked_again(run: Any, path: Path, third: Question) -> None:
    run("new", path, stdin=typed("multiclass", "text", "no", "unknown", "done", "", ""))
    assert f"# Asked for, and not known: {third.field}\n" in path.read_text("utf-8")
    said = {"title": "no", "task": "multiclass-classification", "data.modality": "text"}
    assert Brief.load(path) == Brief.from_mapping(said)
    again = run("new", path, stdin=typed("done", "", ""))
    assert f"   {third.field}: " not in again.stdout


def test_a_title_is_asked_for_and_may_be_left_out(run: Any, path: Path) -> None:
    run("new", path, stdin=typed("clustering", "tabular", "Kinds of guests", "done", "", ""))
    assert Brief.load(path).title == "Kinds of guests"
    other = path.with_name("other.yaml")
    run("new", other, stdin=typed("clustering", "tabular", "", "done", "", ""))
    assert Brief.load(other).title is None
    assert "   title: " not in run("new", other, stdin=typed("done", "", "")).stdout


def test_what_a_title_states_is_echoed_and_told_again_where_the_brief_is_gone_on_with(run: Any, path: Path) -> None:
    said = "`title` says 'Nobody knows how many groups', which is read as `data.group_count: unknown`."
    title = "Nobody knows how many groups there are"
    talk = run("new", path, stdin=typed("clustering", "tabular", title, "unknown", "done", "", ""))
    assert unwrapped(talk).count(said) == 1
    again = run("new", path, stdin=typed("done", "", ""))
    assert unwrapped(again).count(said) == 1
    assert "group_count" not in path.read_text("utf-8")


def test_the_answer_tells_which_facts_would_turn_it_as_that_to_the_brief_does(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("multiclass", "text", "", "done", "", ""))
    assert "? If " in talk.stdout
    assert talk.stdout.endswith(run("recommend", path).stdout.replace(" BRIEF", f" {path}"))


def test_a_title_that_no_file_can_hold_is_refused_and_shown(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("clustering", "tabular", "Ding\x00", "Ding", "done", "", ""))
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


def test_an_amount_in_another_currency_is_asked_for_its_rate_and_then_known(run: Any, path: Path) -> None:
    known = ("binary", "tabular", "", "stakes.cost_false_positive")
    talk = run(
        "new", path, stdin=typed(*known, "about 5 euros", "much", "about 1.1", "back", "5 EUR", "1.2", "done", "", "")
    )
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.count("how many USD is one EUR? (such as 1.08)") == 2
    assert "`exchange_rates` takes a number above 0 for EUR" in unwrapped(talk)
    brief = Brief.load(path)
    assert brief.facts()["stakes.cost_false_positive"] == 6.0
    assert brief.exchange_rates == (("EUR", 1.2),)
    assert "\n  cost_false_positive: 5 EUR\n" in path.read_text("utf-8")


def test_a_rate_that_is_not_known_is_asked_for_once(run: Any, path: Path, advisor: Advisor) -> None:
    costs = ("stakes.cost_false_positive", "5 EUR", "unknown", "stakes.cost_false_negative", "80 EUR")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *costs, "done", "", ""))
    assert talk.stdout.count("how many USD is one EUR?") == 1
    assert "is in EUR: rules compare amounts in USD" in unwrapped(talk)
    interview = Interview(advisor, Brief.load(path))
    asked = [question.field for _ in range(9) if (question := interview.question()) is not None
             and (interview.pass_over(question.field) or True)]  # fmt: skip
    assert len(asked) == len({*asked}) == 9
    assert {"stakes.cost_false_positive", "stakes.cost_false_negative"}.isdisjoint(asked)


def test_a_rate_with_a_comma_is_refused_and_one_in_other_words_is_echoed(run: Any, path: Path) -> None:
    rates = ("1,08", "1,080", "108 %", "1.05 to 1.10", "about 1.0825 USD")
    talk = run("new", path, stdin=typed("binary", "tabular", "", "project.budget", "500 EUR", *rates, "done", "", ""))
    assert unwrapped(talk).count("can be read in two ways. Write a point and no comma, such as 1.08.") == 2
    assert unwrapped(talk).count("takes a number above 0 for EUR, not the text") == 2
    assert "   about 1.0825 USD -> 1.0825\n" in talk.stdout
    assert Brief.load(path).exchange_rates == (("EUR", 1.0825),)


def test_what_can_be_typed_at_every_prompt_can_be_at_that_of_a_rate(run: Any, path: Path) -> None:
    said = ("project.budget", "500 EUR", "show", "why", "fields", "back", "600 USD", "project.budget", "7 EUR", "done")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *said, "", ""))
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.count("how many USD is one EUR?") == 3
    assert talk.stdout.count("Start with ") == 2
    assert "   deployment.memory " in talk.stdout
    assert talk.stdout.count("\n4. ") == 3
    assert "\n  budget: 7 EUR\n" in path.read_text("utf-8")


def test_back_at_the_rate_of_a_bound_takes_the_bound_back(run: Any, path: Path) -> None:
    last = ("cost per prediction max 1 EUR", "back", "latency max 40 ms", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", "done", *last))
    assert talk.exit_code == 0, talk.output
    assert [each.quality for each in Brief.load(path).requirements] == ["inference-latency"]


def test_questions_told_among_the_bounds_are_numbered_on_and_bounds_are_not(run: Any, path: Path) -> None:
    last = ("latency 40 ms", "back", "deployment.memory", "2 GB", "back", "4 GB", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "Loans", "done", *last))
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.count("\n4. Working memory") == 2
    assert "\n6. " not in talk.stdout
    brief = Brief.load(path)
    assert (brief.requirements, brief.facts()["deployment.memory"]) == ((), 4_000_000_000)


def test_a_field_can_be_told_after_the_questions_too(run: Any, path: Path) -> None:
    last = ("deployment.memory", "2 GB", "latency 40 ms", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", "done", *last))
    assert talk.exit_code == 0, talk.output
    assert "Anything else? A field's name tells it (`fields` lists them)." in talk.stdout
    brief = Brief.load(path)
    assert brief.facts()["deployment.memory"] == 2_000_000_000
    assert len(brief.requirements) == 1


def test_where_nothing_more_is_asked_a_field_may_be_named_still(run: Any, path: Path) -> None:
    known = {"task": "clustering", "data.modality": "tabular", "title": "Kinds of guests"}
    path.write_text(commented_brief(known, [name for name in BRIEF_FIELDS if name not in known]))
    talk = run("new", path, stdin=typed("nonsense", "memory", "2 GB", "", "", ""))
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.count("Anything else? Type a field to tell it (`fields` lists them)") == 2
    assert "'nonsense' is no field." in talk.stdout
    assert Brief.load(path).facts()["deployment.memory"] == 2_000_000_000


def test_the_answer_so_far_is_shown_on_demand(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("clustering", "tabular", "show", "done", "", ""))
    assert talk.stdout.count("Start with ") == 2


def test_an_interview_that_is_cut_off_keeps_what_was_said_and_goes_on_from_there(
    run: Any, path: Path, third: Question
) -> None:
    cut = run("new", path, stdin=typed("multiclass", "text", "", third.example))
    assert cut.exit_code == 130
    assert "goes on" in cut.stderr
    said = Brief.load(path)
    assert third.field in said.facts()
    again = run("new", path, stdin=typed("done", "", ""))
    assert again.exit_code == 0
    assert again.stdout.startswith(f"Going on with {path}.")
    assert f"   {third.field}" not in again.stdout
    assert Brief.load(path) == said


def test_bounds_and_priorities_are_asked_at_the_end_and_refused_with_a_reason(run: Any, path: Path) -> None:
    last = (
        "inference-latency max 40 ms (p99)",
        "soon",
        "swiftness max high",
        "",
        "accuracy, nonsense",
        "accuracy, explainability",
    )
    talk = run("new", path, stdin=typed("regression", "tabular", "done", *last))
    brief = Brief.load(path)
    (bound,) = brief.requirements
    assert (bound.quality, str(bound.max), bound.at, bound.priority) == (
        "inference-latency",
        str(bound.max),
        "p99",
        "must",
    )
    assert brief.priorities == (("accuracy",), ("explainability",))
    assert "'soon' is no bound." in talk.stdout
    assert "unknown quality 'swiftness'" in talk.stdout
    assert "unknown quality 'nonsense'" in talk.stdout


def test_what_can_be_bounded_and_ranked_is_listed_with_its_units(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("regression", "tabular", "done", "?", "", "?", ""))
    assert talk.stdout.count("   inference-latency           (us, ms, s, min, ...) Time from handing one row") == 2
    assert talk.stdout.count("   explainability              Availability of faithful accounts") == 2
    assert "such as `recall min 0.9`, `precision min 0.3` or `rmse max 5`" in unwrapped(talk)


def test_bounds_and_priorities_in_own_words_are_echoed_and_stand_the_check(run: Any, path: Path) -> None:
    last = ("response time max 150 ms", "within 150 ms", "precision min 30 %", "", "explanations > speed",
            "explanations, then latency")  # fmt: skip
    talk = run("new", path, stdin=typed("binary", "tabular", "done", *last))
    assert "   response time max 150 ms -> inference-latency max 150 ms\n" in talk.stdout
    assert "`requirements[1]` repeats `requirements[0]`, and counts once with it." in talk.stdout
    assert "Write one of inference-latency, inference-throughput, training-time." in unwrapped(talk)
    assert "   explanations, then latency -> explainability, inference-latency\n" in talk.stdout
    checked = run("check", path)
    assert checked.exit_code == 0, checked.output
    assert "Read otherwise" not in checked.stdout
    brief = Brief.load(path)
    assert brief.notices == ()
    assert [(each.quality, each.metric) for each in brief.requirements] == [
        ("inference-latency", None), ("accuracy", "precision"),
    ]  # fmt: skip
    assert brief.priorities == (("explainability",), ("inference-latency",))


def test_a_priority_that_is_none_is_refused_with_what_is_near(run: Any, path: Path) -> None:
    last = ("", "few false alarms", "recall", "easy to explain it", "accuracy")
    talk = run("new", path, stdin=typed("binary", "tabular", "done", *last))
    told = unwrapped(talk)
    assert "such as `precision min 0.9` or `false-positive-rate max 0.01`; as a priority it is `accuracy`." in told
    assert "It is a metric of `accuracy`: a bound such as `recall min ...`" in told
    assert "unknown quality 'easy to explain it'. Near it is `explainability`." in told
    assert "hyphens" not in told


def test_a_bound_that_asks_for_the_wrong_side_is_told_at_once(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("binary", "tabular", "done", "explainability max high", "", ""))
    assert "! `max` asks for at most high of `explainability`, although higher is better" in unwrapped(talk)


def test_a_table_begins_the_brief_with_what_it_tells(run: Any, path: Path) -> None:
    table = ROOT / "tests/data/breast_cancer.csv"
    talk = run("new", path, "--from", table, "--target", "diagnosis", stdin=typed("done", "", ""))
    assert talk.exit_code == 0, talk.output
    brief = Brief.load(path)
    assert (brief.task, brief.data.rows) == ("binary-classification", 569)


def test_a_file_that_is_no_brief_is_not_overwritten(run: Any, path: Path) -> None:
    path.write_text("no: brief\n")
    assert run("new", path, stdin=typed("clustering")).exit_code == 2
    assert path.read_text() == "no: brief\n"
    path.write_text("task: clustering\ndata: {modality: tabular}\n")
    table = ROOT / "tests/data/breast_cancer.csv"
    refused = run("new", path, "--from", table, "--target", "diagnosis", stdin=typed("done"))
    assert refused.exit_code == 2
    assert "is there already" in refused.stderr


def test_a_field_that_is_passed_over_is_not_asked_again(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    asked: list[str] = []
    while (question := interview.question()) is not None and len(asked) < 12:
        asked.append(question.field)
        interview.pass_over(question.field)
    assert len(asked) == len(set(asked)) > 2


def test_the_task_and_the_data_have_to_be_known(advisor: Advisor) -> None:
    interview = Interview(advisor)
    with pytest.raises(BriefError, match="`task` has to be known") as refused:
        interview.pass_over("task")
    assert "Choose one of binary-classification, " in str(refused.value)
    assert interview.passed_over == set()


def test_bounds_and_priorities_wait_for_the_task_and_the_data(advisor: Advisor) -> None:
    interview = Interview(advisor)
    interview.answer("task", "regression")
    with pytest.raises(BriefError, match="a bound needs a task and data"):
        interview.require("inference-latency", "max", "40 ms")
    with pytest.raises(BriefError, match="priorities need a task and data"):
        interview.rank(["accuracy"])
    assert interview.said() == {"task": "regression"}


def test_the_task_and_the_data_may_be_told_in_either_order(advisor: Advisor) -> None:
    interview = Interview(advisor)
    interview.answer("data.modality", "text")
    assert interview.brief is None
    asked = interview.question()
    assert asked is not None
    assert (asked.field, asked.turning) == ("task", None)
    interview.answer("task", "regression")
    assert interview.brief == Brief.from_mapping({"task": "regression", "data.modality": ["text"]})
    assert interview.said() == {"task": "regression", "data.modality": "text"}


def test_amounts_stay_in_the_file_as_they_were_typed(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    assert interview.answer("deployment.memory", "24 GB on the GPU") == "24 GB"
    interview.answer("data.missing_share", "about 6 %")
    interview.answer("project.budget", "500 EUR")
    interview.require("inference-latency", "max", "40 ms")
    text = commented_brief(interview.said())
    for line in ("  memory: 24 GB", "  missing_share: 6 %", "  budget: 500 EUR", "  max: 40 ms"):
        assert f"\n{line}\n" in text
    again = Interview(advisor, Brief.parse(text.encode(), "brief.yaml"))
    again.answer("data.rows", "20k")
    assert "\n  memory: 24 GB\n" in commented_brief(again.said())


def test_what_was_said_last_is_taken_back_as_if_it_had_not_been_said(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    before, asked = interview.said(), interview.question()
    interview.answer("data.rows", "20k")
    interview.pass_over("data.drift")
    assert [interview.take_back(), interview.take_back(), interview.take_back()] == ["data.drift", "data.rows", None]
    assert (interview.said(), interview.question(), interview.passed_over) == (before, asked, set())


def test_an_algorithm_that_nobody_knows_is_refused_at_once_and_not_by_the_check(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    interview.answer("project.existing_algorithm", "Random forest")
    with pytest.raises(BriefError, match="unknown algorithm 'our-own-magic'"):
        interview.answer("project.existing_algorithm", "our own magic")
    assert interview.said()["project.existing_algorithm"] == "random-forest"


def test_a_refused_answer_changes_nothing(advisor: Advisor) -> None:
    interview = Interview(advisor)
    with pytest.raises(BriefError):
        interview.answer("task", "banana")
    assert interview.said() == {}
    begun = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    with pytest.raises(BriefError):
        begun.answer("data.minority_share", "1.5")
    assert begun.said() == {"task": "regression", "data.modality": "tabular"}


def test_a_bound_joins_those_that_are_there_and_a_new_order_replaces_the_old_one(advisor: Advisor) -> None:
    interview = Interview(advisor, Brief.from_mapping({"task": "regression", "data.modality": "tabular"}))
    interview.require("inference-latency", "max", "40 ms", at="p99")
    interview.require("privacy", "min", "high")
    interview.rank(["accuracy", "privacy"])
    interview.rank(["privacy"])
    assert interview.brief is not None
    assert [(r.quality, r.priority, r.at) for r in interview.brief.requirements] == [
        ("inference-latency", "must", "p99"), ("privacy", "must", None),
    ]  # fmt: skip
    assert interview.brief.priorities == (("privacy",),)


@pytest.mark.parametrize(
    ("field", "first_words", "example"),
    [
        ("data.sparse", (), "yes"),
        ("data.drift", ("none", "slow"), "slow"),
    ],
)
def test_a_question_names_the_words_that_may_be_answered_and_an_example(
    field: str, first_words: tuple[str, ...], example: str
) -> None:
    asked = question_about(field)
    assert (asked.words[:2], asked.example, asked.turning) == (first_words, example, None)
    assert asked.meaning != ""


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(
    st.fixed_dictionaries(
        {"task": st.just("clustering"), "data.modality": st.sampled_from(["tabular", "text"])},
        optional={
            "title": st.text(min_size=1, max_size=40).filter(lambda text: text.isprintable() and text.strip()),
            "data.rows": st.integers(0, 10**9), "stakes.explanation": st.sampled_from(["none", "full"]),
            "data.missing_share": st.floats(0, 1), "project.human_review": st.booleans(),
        },
    )
)  # fmt: skip
def test_a_commented_brief_is_read_back_as_it_was_said(fields: dict[str, Any]) -> None:
    brief = Brief.from_mapping(fields)
    assert Brief.parse(commented_brief(fields).encode(), "brief.yaml") == brief


def test_many_fields_that_are_not_known_are_found_again_in_the_head_of_a_brief() -> None:
    fields = {"task": "clustering", "data.modality": "tabular", "title": "Asked for, and not known: task"}
    text = commented_brief(fields, [*BRIEF_FIELDS])
    assert fields_not_known(text) == tuple(BRIEF_FIELDS)
    assert max(map(len, text.splitlines())) <= 120
    assert fields_not_known(commented_brief(fields)) == ()
    assert Brief.parse(text.encode(), "brief.yaml") == Brief.from_mapping(fields)


def test_a_brief_is_written_whole_or_not_at_all(path: Path) -> None:
    path.write_text("old\n")
    with pytest.raises(UnicodeEncodeError):
        write_brief(path, "new \ud800\n")
    assert path.read_text() == "old\n"
