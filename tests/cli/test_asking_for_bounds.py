"""After its questions `whichml new` asks for bounds and priorities, and takes whatever else somebody has to tell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typing_answers import typed, unwrapped

from whichml import Brief

pytestmark = pytest.mark.slow("talks through interviews, each to its answer")


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
    assert talk.stdout.count("   inference-latency           (ns, us, ms, s, ...) Time from handing one row") == 2
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


def test_a_field_can_be_told_after_the_questions_too(run: Any, path: Path) -> None:
    last = ("deployment.memory", "2 GB", "latency 40 ms", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", "done", *last))
    assert talk.exit_code == 0, talk.output
    assert "Anything else? A field's name tells it (`fields` lists them)." in talk.stdout
    brief = Brief.load(path)
    assert brief.facts()["deployment.memory"] == 2_000_000_000
    assert len(brief.requirements) == 1


def test_questions_told_among_the_bounds_are_numbered_on_and_bounds_are_not(run: Any, path: Path) -> None:
    last = ("latency 40 ms", "back", "deployment.memory", "2 GB", "back", "4 GB", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "title: Loans", "done", *last))
    assert talk.exit_code == 0, talk.output
    assert talk.stdout.count("\n4. Working memory") == 2
    assert "\n6. " not in talk.stdout
    brief = Brief.load(path)
    assert (brief.requirements, brief.facts()["deployment.memory"]) == ((), 4_000_000_000)


def test_why_is_told_in_other_words_too_and_at_the_prompts_of_bounds_and_priorities(run: Any, path: Path) -> None:
    asked = ("why", *[""] * 7, "why", "Why do you ask?", "done", "why", "?", "show", "", "why", "show", "")
    talk = run("new", path, stdin=typed("multiclass", "text", *asked))
    assert talk.exit_code == 0
    assert "Asked because it can change who comes first: if " in unwrapped(talk)
    assert unwrapped(talk).count("Asked because decisions and cautions depend on it. For instance: ") == 2
    assert talk.stdout.count("A bound rules out") == 2
    assert talk.stdout.count("Start with ") == 3
