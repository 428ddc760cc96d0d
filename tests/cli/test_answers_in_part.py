"""Of an answer that lists several `whichml new` keeps what it understood, and asks the rest back by name."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typing_answers import typed, unwrapped

from whichml import Brief
from whichml.model.format.brief_fields import BRIEF_FIELDS
from whichml.model.format.field_help import words_shown
from whichml.model.replies.typed_words import list_of
from whichml.model.values.regulations import REGULATIONS

pytestmark = pytest.mark.slow("talks through interviews, each to its answer")
LAWS = "stakes.regulation"


@pytest.mark.parametrize(
    ("lines", "laws"),
    [
        (("GDPR, and lab rules", ""), ("gdpr",)),
        (("GDPR, and lab rules", "ISO 27001"), ("gdpr", "iso-27001")),
        (("GDPR, lab rules and the AI Act", "none"), ("eu-ai-act", "gdpr")),
        (("lab rules", "none apply"), ()),
        (("GDPR, lab rules", "back", "HIPAA"), ("hipaa",)),
    ],
)
def test_known_laws_of_a_list_are_kept_and_the_others_asked_back(
    run: Any, path: Path, lines: tuple[str, ...], laws: tuple[str, ...]
) -> None:
    talk = run("new", path, stdin=typed("binary", "tabular", "", LAWS, *lines, "done", "", ""))
    assert talk.exit_code == 0, talk.output
    assert "`stakes.regulation`: 'lab rules' is no law or norm that is known." in unwrapped(talk)
    assert "hyphens" not in talk.stdout
    assert Brief.load(path).facts()[LAWS] == laws


def test_a_list_told_by_its_fields_name_is_kept_in_part_and_the_question_goes_on(run: Any, path: Path) -> None:
    talk = run(
        "new", path, stdin=typed("binary", "tabular", "", f"{LAWS}: GDPR, lab rules", "internal", "done", "", "")
    )
    assert "Kept: stakes.regulation: gdpr. `stakes.regulation`: 'lab rules' is no law" in unwrapped(talk)
    assert Brief.load(path).facts()[LAWS] == ("gdpr",)


def test_modalities_and_priorities_are_kept_in_part_too(run: Any, path: Path) -> None:
    said = ("text, bananas", "tables", "", "done", "", "accuracy, nonsense, reasons", "latency")
    talk = run("new", path, stdin=typed("binary", *said))
    assert talk.exit_code == 0, talk.output
    assert "Kept: text. `data.modality` cannot be 'bananas'." in unwrapped(talk)
    assert "Kept: accuracy, explainability." in unwrapped(talk)
    assert "unknown quality 'nonsense'" in unwrapped(talk)
    brief = Brief.load(path)
    assert brief.data.modality == ("tabular", "text")
    assert brief.priorities == (("accuracy",), ("explainability",), ("inference-latency",))


@pytest.mark.parametrize(
    "text",
    ["none", "None apply.", "no law", "no laws or norms apply", "nothing applies", "none that I know of", "unregulated",
     "no, only rules of our own"],
)  # fmt: skip
def test_that_no_law_applies_can_be_said_in_many_ways(text: str) -> None:
    assert list_of(LAWS, text) == ((), ())


@pytest.mark.parametrize(
    "text", ["none of them, but GDPR", "none, only the GDPR", "no, GDPR only", "none; just DSGVO."]
)
def test_a_law_that_is_named_behind_none_is_no_talk(text: str) -> None:
    assert list_of(LAWS, text) == (("gdpr",), ())


@pytest.mark.parametrize("law", REGULATIONS)
def test_a_law_is_known_by_its_full_name(law: str) -> None:
    assert list_of(LAWS, REGULATIONS[law]) == ((law,), ())


def test_a_question_shows_the_most_common_laws_and_how_to_list_all(run: Any, path: Path) -> None:
    said = (LAWS, "?", "? all", "GDPR", "done", "", "")
    talk = run("new", path, stdin=typed("binary", "tabular", "", *said))
    assert f"...; `? all` lists all {len(REGULATIONS)}" in unwrapped(talk)
    assert talk.stdout.count("   gdpr   ") == 2
    assert talk.stdout.count("   union-customs-code  ") == 1
    assert "Answer with a number, such as 20000" not in unwrapped(talk)
    numbers = run("new", path, stdin=typed("data.rows", "? all", "", "done", "", ""))
    assert "Answer with a number, such as 20000" in unwrapped(numbers)
    assert {*words_shown(LAWS)} < {*BRIEF_FIELDS[LAWS].values}
