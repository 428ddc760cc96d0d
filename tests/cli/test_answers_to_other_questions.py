"""An answer that does not fit its question is offered for the fields that it states, or for the notes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typing_answers import typed, unwrapped

from by_night import only_by_night
from whichml import Brief
from whichml.advise.interview import Interview
from whichml.advise.recommendation import Advisor
from whichml.model.format.brief_fields import FACT_FIELDS

pytestmark = pytest.mark.slow("talks through interviews, each to its answer")
INSIDE = "the files must not leave the house"
UNREAD = ("the moon is very green", "")
"""What states no field, and the key that keeps it in the notes."""


def test_what_states_another_field_is_taken_with_enter_and_the_question_asked_again(run: Any, path: Path) -> None:
    said = ("binary", "tabular", "", "anywhere", "data.residency", "it must run without network", "", "internal")
    talk = run("new", path, stdin=typed(*said, "done", "", ""))
    assert talk.exit_code == 0, talk.output
    assert "Read as deployment.connectivity: never? [Enter takes it]" in unwrapped(talk)
    facts = Brief.load(path).facts()
    assert facts["deployment.connectivity"] == "never"


@pytest.mark.parametrize("first", [(), ("binary",)])
def test_what_states_a_field_is_offered_before_the_task_and_the_data_are_known_too(
    run: Any, path: Path, first: tuple[str, ...]
) -> None:
    rest = ("binary", "tabular")[len(first) :]
    talk = run("new", path, stdin=typed(*first, INSIDE, "", *rest, "done", "", ""))
    assert talk.exit_code == 0, talk.output
    assert "Read as data.residency: stays-in-organisation? [Enter takes it]" in unwrapped(talk)
    assert Brief.load(path).facts()["data.residency"] == "stays-in-organisation"


def test_what_is_offered_and_not_taken_is_forgotten(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("binary", INSIDE, "tabular", "", "", "done", "", ""))
    assert talk.exit_code == 0, talk.output
    assert "data.residency" not in Brief.load(path).facts()


def test_an_answer_that_states_the_field_that_was_asked_for_as_prose_answers_it(run: Any, path: Path) -> None:
    said = ("stakes.explanation", "the teller must see why before a refusal", "", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *said))
    assert "Read as stakes.explanation: post-hoc? [Enter takes it]" in unwrapped(talk)
    assert Brief.load(path).facts()["stakes.explanation"] == "post-hoc"


def test_what_cannot_be_read_is_kept_in_the_notes_with_enter_and_passed_over(run: Any, path: Path) -> None:
    said = ("data.missing_share", "rather many cells", "", "data.drift", "now and then", "", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", *said))
    assert unwrapped(talk).count("Or say it in other words; Enter keeps it in `notes` and goes on.") == 2
    assert Brief.load(path).notes == "data.missing_share: rather many cells. data.drift: now and then."
    assert "not known: data.missing_share, data.drift" in path.read_text("utf-8")


def test_what_has_to_be_known_is_asked_again_where_an_answer_is_kept_in_the_notes(run: Any, path: Path) -> None:
    talk = run("new", path, stdin=typed("binary", "some 2,400 visitors", "", "tabular", "done", "", ""))
    assert "cannot be 'some 2,400 visitors'" in unwrapped(talk)
    assert "Enter keeps it in `notes`." in unwrapped(talk)
    assert Brief.load(path).notes == "data.modality: some 2,400 visitors."


@pytest.mark.parametrize("unclear", ["banana", "not sure yet"])
def test_a_single_word_and_what_is_not_known_are_not_offered_for_the_notes(run: Any, path: Path, unclear: str) -> None:
    talk = run("new", path, stdin=typed("binary", unclear, "tabular", "done", "", ""))
    assert "keeps it in `notes`" not in unwrapped(talk)


def test_the_name_before_an_answer_in_the_notes_is_never_read_as_if_somebody_had_said_so(advisor: Advisor) -> None:
    brief = Brief.from_mapping({"task": "record-linkage", "data.modality": "tabular"})
    for field in FACT_FIELDS:
        interview = Interview(advisor, brief)
        interview.keep_in_notes(field, "banana split")
        assert interview.brief is not None
        assert interview.brief.readings_of_prose == ()
    assert len(FACT_FIELDS) > 100


def test_all_of_them_is_as_many_as_were_counted_before(run: Any, path: Path) -> None:
    said = ("data.labelled_rows: all of them", "data.rows: 2,400", "data.labelled_rows: all of them", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *said))
    assert "`data.labelled_rows` cannot be all of them: `data.rows` is not known." in unwrapped(talk)
    assert Brief.load(path).facts()["data.labelled_rows"] == 2400


@only_by_night
def test_what_is_kept_in_the_notes_again_after_back_stands_there_once(run: Any, path: Path) -> None:
    said = ("data.missing_share", *UNREAD, "back", *UNREAD, "done", "", "")
    run("new", path, stdin=typed("binary", "tabular", "", *said))
    assert Brief.load(path).notes == "data.missing_share: the moon is very green."


def test_back_takes_what_was_kept_in_the_notes_back_with_its_question(run: Any, path: Path) -> None:
    run("new", path, stdin=typed("binary", "tabular", "", "data.missing_share", *UNREAD, "back", "5 %", "done", "", ""))
    brief = Brief.load(path)
    assert (brief.notes, brief.facts()["data.missing_share"]) == (None, 0.05)


def test_nothing_is_offered_that_the_notes_of_a_brief_would_not_say(advisor: Advisor) -> None:
    sentence = "20 of 52 weeks are zero"
    told = {"task": "forecasting", "data.modality": "time-series"}
    assert "data.intermittent" in Interview(advisor, Brief.from_mapping(told)).stated_in(sentence)
    exact = {**told, "data.zero_share": 0.1}
    assert Interview(advisor, Brief.from_mapping(exact)).stated_in(sentence) == {}
    assert "data.intermittent" not in Brief.from_mapping({**exact, "notes": sentence}).facts()
