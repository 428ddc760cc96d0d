"""What `whichml new` prints of an answer, as its meaning or as an example, is understood as that answer."""

from __future__ import annotations

import re

import pytest

from whichml import Brief
from whichml.advise.interview import Interview
from whichml.advise.recommendation import Advisor
from whichml.cli.prompts import HEAD, command_in
from whichml.export.field_explanation import meanings_of_words
from whichml.knowledge.base import Knowledge
from whichml.model.documents.document import Plain
from whichml.model.documents.errors import BriefError
from whichml.model.format.brief_fields import BRIEF_FIELDS, FACT_FIELDS
from whichml.model.format.brief_tasks import FURTHER_TASKS
from whichml.model.format.field_help import answer_form, example_of
from whichml.model.replies.typed_answer import answer_in_words
from whichml.model.replies.typed_bound import bound_of
from whichml.model.words.brief_aliases import ALIASES
from whichml.model.words.word_meanings import WORD_MEANINGS

SMALLEST: dict[str, Plain] = {"task": "regression", "data.modality": "tabular"}


def understood(advisor: Advisor, field: str, text: str) -> Plain:
    """Return what an interview takes an answer for; its refusal in words where it takes it for nothing."""
    said = SMALLEST if field not in SMALLEST else None
    if field == FURTHER_TASKS:  # of another task, since no brief asks for its own task besides
        said = {**SMALLEST, "task": "control" if text in ("regression", "What will this flat cost?") else "regression"}
    interview = Interview(advisor, Brief.from_mapping(said) if said is not None else None)
    try:
        return interview.answer(field, text)
    except BriefError as refusal:
        return str(refusal)


@pytest.mark.slow("reads every word")
def test_every_meaning_and_example_of_a_word_is_understood_as_that_word(advisor: Advisor, knowledge: Knowledge) -> None:
    told = [
        (field, word, text)
        for field in BRIEF_FIELDS
        for word, meaning in meanings_of_words(field, knowledge)
        for text in (meaning, *(re.split(r",? such as ", meaning) if field == "data.modality" else ()))
    ]
    assert len(told) > 200
    missed = [
        (field, word, text, found)
        for field, word, text in told
        if (found := understood(advisor, field, text)) not in (word, [word])
    ]
    assert missed == []


@pytest.mark.parametrize("field", FACT_FIELDS)
def test_every_example_of_a_field_is_understood(advisor: Advisor, field: str) -> None:
    example = example_of(field)
    taken = understood(advisor, field, answer_in_words(example))
    assert taken in (example, [example])
    if BRIEF_FIELDS[field].kind in ("count", "fraction"):
        for text in re.findall(r"`([^`]+)`", answer_form(field)):
            assert isinstance(understood(advisor, field, text), int | float), text


@pytest.mark.parametrize(
    "text",
    ["inference-latency max 40 ms (p99)", "recall min 0.9", "precision min 0.3", "rmse max 5", "accuracy min high",
     "the answer within 2 seconds on the tablet", "results must come within 5 minutes"],
)  # fmt: skip
def test_every_bound_that_is_shown_as_an_example_is_understood(text: str) -> None:
    assert bound_of(text).amount


def test_every_command_that_the_head_names_is_one() -> None:
    named = re.findall(r"(\?|why|show|back|fields|done):?\s", HEAD)
    assert {*named} == {"?", "why", "show", "back", "fields", "done"}
    assert all(command_in(each) is not None for each in (*named, "? all"))


def test_no_command_is_an_answer_to_a_question() -> None:
    told = {name for words in WORD_MEANINGS.values() for word, each in words.items() for name in (word, *each.said)}
    told |= {name for vocabulary in ("task", "modality", "regulation") for name in ALIASES[vocabulary]}
    assert len(told) > 1000
    assert [name for name in sorted(told) if command_in(name) or command_in(name.replace("-", " "))] == []


@pytest.mark.parametrize(
    ("field", "text", "meant"),
    [
        ("task", "when the vibration of this pump begins to differ", "change-point-detection"),
        ("task", "who buys because of a voucher", "treatment-effect-estimation"),
        ("task", "forecast of tomorrow's demand per article and shop", "forecasting"),
        ("task", "each letter belongs to one of 14 kinds", "multiclass-classification"),
        ("task", "is this part broken, yes or no", "binary-classification"),
        ("task", "translation of manuals", "translation"),
        ("task", "is this translation good, yes or no", "binary-classification"),
        ("data.modality", "vibration signals", ["time-series"]),
        ("data.modality", "customers with their orders", ["tabular"]),
        ("data.modality", "daily sales, weather and holidays", ["time-series"]),
        ("data.modality", "daily e-mails", ["text"]),
        ("deployment.target", "an office PC", "desktop"),
        ("deployment.target", "the museum's tablets", "phone"),
        ("deployment.target", "a server in the laboratory", "on-premises"),
        ("deployment.target", "a server in each shop", "edge-server"),
        ("deployment.target", "not in the cloud, on our servers", "on-premises"),
        ("deployment.update_cadence", "never, it cannot be reached for five years", "never"),
        ("deployment.update_cadence", "when new objects come in, about once a year", "yearly"),
        ("deployment.interaction", "each sample as it comes", "stream"),
        ("deployment.connectivity", "no, it stands in a cellar", "never"),
        ("data.sparse", "no, but a broken pump is expensive", False),
        ("data.horizon", "week ahead", "1 week"),
    ],
)
def test_answers_in_own_words_are_understood(advisor: Advisor, field: str, text: str, meant: Plain) -> None:
    if field in ("task", "data.modality"):
        found = Interview(advisor).answer(field, text)
        assert found in (meant, meant[0] if isinstance(meant, list) else meant)
        return
    assert understood(advisor, field, text) == meant


def test_a_forecast_may_be_for_tomorrow(advisor: Advisor) -> None:
    brief = Brief.from_mapping({"task": "forecasting", "data.modality": "time-series"})
    assert Interview(advisor, brief).answer("data.horizon", "tomorrow") == "1 day"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("deployment.interaction", "a technician sees a list in the lab system", "may be interactive or batch"),
        ("deployment.target", "a server", "may be cloud, on-premises or edge-server"),
        ("deployment.target", "not in the cloud", "cannot be 'not in the cloud'"),
        ("task", "no forecast", "cannot be 'no forecast'"),
        ("task", "customers and persons", "cannot be"),
        ("task", "a demand forecast for each one of our brands", "may be multiclass-classification or forecasting"),
    ],
)
def test_what_may_mean_several_things_or_none_is_not_taken(advisor: Advisor, field: str, text: str, said: str) -> None:
    with pytest.raises(BriefError, match=said):
        Interview(advisor, Brief.from_mapping(SMALLEST)).answer(field, text)
